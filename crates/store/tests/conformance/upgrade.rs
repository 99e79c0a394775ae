//! A populated database of every older schema opens, and everything in it is there. A migration that
//! changes tables which were there before adds the rows of its own version to `populated/`.

use domain::outbox::DeliveryStatus;
use domain::user::{AgentVisibility, Role};
use sqlx::migrate::Migrator;
use sqlx::{PgPool, SqlitePool};
use store::chats::ChatFilter;
use store::ingest::View;
use store::messages::Thread;
use store::sends::SendResult;
use store::{Db, Location};

use crate::site::{LEASE, NODE, START, viewer};

/// Schema versions that changed what was there, and the rows that a database of that version held.
const VERSIONS: [(i64, &str); 5] = [
    (1, include_str!("populated/0001.sql")),
    (2, include_str!("populated/0002.sql")),
    (
        3,
        concat!(
            include_str!("populated/0001.sql"),
            include_str!("populated/0003.sql")
        ),
    ),
    (
        4,
        concat!(
            include_str!("populated/0001.sql"),
            include_str!("populated/0004.sql")
        ),
    ),
    (9, include_str!("populated/0009.sql")),
];

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

mod sqlite {
    use super::{Location, SQLITE, SqlitePool, VERSIONS, opens};

    #[tokio::test]
    async fn older_databases_open() {
        for (version, rows) in VERSIONS {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("old.db");
            let pool = SqlitePool::connect(&format!("sqlite://{}?mode=rwc", path.display()))
                .await
                .unwrap();
            SQLITE.run_to(version, &pool).await.unwrap();
            // Bodies of deliveries are bytes here.
            let rows = rows.replace("'{}', 'abc'", "X'7B7D', 'abc'");
            sqlx::raw_sql(sqlx::AssertSqlSafe(rows))
                .execute(&pool)
                .await
                .unwrap();
            pool.close().await;
            Box::pin(opens(version, &Location::File(path))).await;
        }
    }
}

mod postgres {
    use super::{Location, POSTGRES, PgPool, VERSIONS, opens};

    #[tokio::test]
    async fn older_databases_open() {
        for (version, rows) in VERSIONS {
            let Some(database) =
                testkit::postgres::database_or_skip("upgrade::postgres::older_databases_open")
                    .await
            else {
                return;
            };
            let pool = PgPool::connect(database.url()).await.unwrap();
            POSTGRES.run_to(version, &pool).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(rows))
                .execute(&pool)
                .await
                .unwrap();
            pool.close().await;
            Box::pin(opens(
                version,
                &Location::Postgres(database.url().to_owned()),
            ))
            .await;
        }
    }
}

/// Both databases have the same versions, and each fixture stands for one of them.
#[test]
fn every_fixture_has_its_version() {
    let versions = |migrator: &Migrator| migrator.iter().map(|m| m.version).collect::<Vec<_>>();
    assert_eq!(versions(&SQLITE), versions(&POSTGRES));
    for (version, _) in VERSIONS {
        assert!(versions(&SQLITE).contains(&version), "{version}");
    }
}

async fn opens(version: i64, location: &Location) {
    let db = Db::open(location).await.unwrap();
    let clock = domain::clock::Manual::at(START.plus(domain::time::MINUTE));
    let now = domain::clock::Clock::now(&clock);
    let view = View {
        now,
        human_agent: false,
        auto_assign: domain::user::AutoAssign::Off,
        history: false,
    };
    assert_eq!(db.setting("mode").await.unwrap().as_deref(), Some("mock"));
    let (admin, _) = db
        .user_for_login("admin@example.com")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(admin.role, Role::Admin);
    assert_eq!(
        db.session("token", now).await.unwrap().unwrap().1.id,
        admin.id
    );
    assert_eq!(db.cursor(admin.id).await.unwrap(), Some(1));
    assert_eq!(db.accounts(None).await.unwrap().len(), 1);
    let delivery = db.deliveries(None, None, 9).await.unwrap().remove(0);
    assert_eq!(
        (delivery.repeats, delivery.size, delivery.items.len()),
        (2, 2, 1)
    );
    let admin = viewer(&admin, AgentVisibility::Assigned);
    let chats = db
        .chats(&admin, view, &ChatFilter::default(), None, 9)
        .await
        .unwrap();
    assert_eq!(
        (chats.len(), chats[0].unread_count, chats[0].labels.len()),
        (1, 1, 1)
    );
    let greeted = ChatFilter {
        search: Some("HELLO".to_owned()),
        ..ChatFilter::default()
    };
    while db.recount_words().await.unwrap() {}
    let found = db.chats(&admin, view, &greeted, None, 9).await.unwrap();
    assert_eq!(found.len(), 1, "its words are made");
    assert_eq!(db.stats(&admin).await.unwrap().total_messages, 2);
    assert_eq!(db.head().await.unwrap().seq, 1);
    assert_eq!(db.events_after(0, 9).await.unwrap().len(), 1);
    // The photo and the picture of before are fetched.
    let files = if [1, 3, 4].contains(&version) { 2 } else { 0 };
    assert_eq!(db.waiting_media().await.unwrap(), files);
    let due = db.chat(chats[0].id).await.unwrap().unwrap().profile_due;
    assert_eq!(due.is_some(), version <= 4);
    // What waited goes on.
    let jobs = db.claim_jobs(NODE, now, LEASE, 9, 9).await.unwrap();
    let message = jobs[0].subject.parse().unwrap();
    db.start_send(&clock, view, &jobs[0], message)
        .await
        .unwrap()
        .unwrap();
    let sent = SendResult::Accepted(domain::ids::Mid::new("m2"));
    db.finish_send(&clock, view, &jobs[0], message, &sent)
        .await
        .unwrap();
    let Thread::Page { messages, .. } = db.thread(view, chats[0].id, None, 9).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        messages
            .iter()
            .map(|m| m.delivery_status)
            .collect::<Vec<_>>(),
        [DeliveryStatus::Received, DeliveryStatus::Sent]
    );
    db.close().await;
}
