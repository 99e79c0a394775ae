//! The database does not take a delivery: Meta is told so, sends it again, and nothing is lost or doubled.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::Connection as _;
use testkit::proxy::Proxy;
use testkit::wait::until;
use testkit::webhook::Account;

use crate::app::{Place, SHOP, TestApp, all, hours_ago, text};

both!(a_locked_database);

/// The server gives up a commit after 4 s, and the simulator tries again after growing pauses.
const LONG: Duration = Duration::from_secs(60);

/// Holds what every write of a delivery needs, as a backup or a migration that runs too long does.
enum Lock {
    Sqlite(sqlx::SqliteConnection),
    Postgres(sqlx::PgConnection),
}

impl Lock {
    async fn take(place: &Place) -> Self {
        if let Some(url) = place.database_url() {
            let mut held = sqlx::PgConnection::connect(url).await.unwrap();
            let text = "BEGIN; LOCK TABLE delivery IN ACCESS EXCLUSIVE MODE";
            sqlx::raw_sql(text).execute(&mut held).await.unwrap();
            return Self::Postgres(held);
        }
        let file = place.data().join("ticklegram.db");
        let url = format!("sqlite:{}", file.display());
        let mut held = sqlx::SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE")
            .execute(&mut held)
            .await
            .unwrap();
        Self::Sqlite(held)
    }

    async fn give_back(self) {
        let ended = match self {
            Self::Sqlite(held) => held.close().await,
            Self::Postgres(held) => held.close().await,
        };
        ended.unwrap();
    }
}

/// Attempts of the simulator's newest delivery that were answered with this status.
async fn answered(app: &TestApp, status: u16) -> usize {
    let deliveries = all(app.sim.get("/_sim/deliveries?match=messages").await);
    let attempts = deliveries
        .first()
        .map(|d| all(d["attempts"].clone()))
        .unwrap_or_default();
    attempts.iter().filter(|a| a["status"] == status).count()
}

async fn writes(app: &TestApp, chat: &Value, words: &str) {
    let path = format!(
        "/_sim/customers/{}/messages",
        text(&chat["instagram_user_id"])
    );
    let _ = app.sim.post(&path, &json!({"text": words})).await;
}

async fn said(app: &TestApp, chat: &Value) -> Vec<String> {
    let thread = app
        .admin
        .get(&format!("/api/chats/{}", text(&chat["id"])))
        .await;
    all(thread["messages"].clone())
        .iter()
        .map(|m| text(&m["content"]))
        .collect()
}

async fn a_locked_database(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.write(SHOP, "before").await;
    app.quiet().await;
    let shop = Account::instagram(SHOP);
    let now = hours_ago(0);
    let body = shop.deliver(
        now,
        &[shop.text("by-hand", now, "mid-by-hand", "while it is locked")],
    );
    let before = all(app.admin.get("/api/deliveries").await).len();
    let lock = Lock::take(place).await;
    writes(&app, &chat, "during").await;
    let (status, answer) = app.meta().post(&body).await;
    assert_eq!(status, 503, "{answer}");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        (&answer["code"], &answer["status"]),
        (&json!("not_durable"), &json!(503))
    );
    assert!(
        !answer.to_string().to_lowercase().contains("sql"),
        "{answer}"
    );
    until(LONG, "the simulator to be turned away", async || {
        (answered(&app, 503).await > 0).then_some(())
    })
    .await;
    assert_eq!(answered(&app, 200).await, 0);
    lock.give_back().await;
    // Meta sends it again, and so do we.
    until(
        LONG,
        "the simulator's next attempt to be taken",
        async || (answered(&app, 200).await == 1).then_some(()),
    )
    .await;
    let delivery = app.deliver(&body).await;
    assert_eq!(delivery["items"][0]["outcome"], "applied");
    until(LONG, "the message to be applied", async || {
        (said(&app, &chat).await.len() == 2).then_some(())
    })
    .await;
    writes(&app, &chat, "after").await;
    until(LONG, "the next message", async || {
        (said(&app, &chat).await.len() == 3).then_some(())
    })
    .await;
    assert_eq!(said(&app, &chat).await, ["before", "during", "after"]);
    assert_eq!(
        all(app.admin.get("/api/deliveries").await).len(),
        before + 3,
        "each once"
    );
    assert_eq!(
        app.admin
            .get(&format!("/api/chats/{}", text(&chat["id"])))
            .await["unread_count"],
        3
    );
    app.finish().await;
}

/// PostgreSQL is gone altogether, and comes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone() {
    let name = concat!(module_path!(), "::a_database_that_is_gone");
    let Some(place) = Place::postgres(name).await else {
        return;
    };
    let mut url: url::Url = place.database_url().unwrap().parse().unwrap();
    let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let target = tokio::net::lookup_host(target)
        .await
        .unwrap()
        .next()
        .unwrap();
    let proxy = Proxy::start(target).await;
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(proxy.address().port())).unwrap();
    let app = place.mock(&[("DATABASE_URL", url.as_str())]).await;
    let chat = app.write(SHOP, "before").await;
    app.quiet().await;
    proxy.refuse();
    writes(&app, &chat, "during").await;
    until(LONG, "the simulator to be turned away", async || {
        (answered(&app, 503).await > 0).then_some(())
    })
    .await;
    // It says so, and it is alive.
    let ready = app
        .nobody
        .send(reqwest::Method::GET, "/readyz", None)
        .await
        .expect(503)
        .json();
    assert_eq!(
        (&ready["status"], &ready["store"], &ready["intake"]),
        (&json!("not_ready"), &json!(false), &json!(false))
    );
    let answer = app
        .admin
        .send(reqwest::Method::GET, "/api/chats", None)
        .await;
    assert!(answer.header("retry-after").is_some());
    crate::app::problem(answer, 503, "database_unavailable", "");
    assert_eq!(app.nobody.get("/healthz").await, json!({"status": "ok"}));
    proxy.heal();
    until(LONG, "the message to be applied", async || {
        let answer = app.admin.send(reqwest::Method::GET, "/readyz", None).await;
        if answer.status != 200 {
            return None;
        }
        (said(&app, &chat).await.len() == 2).then_some(())
    })
    .await;
    assert_eq!(said(&app, &chat).await, ["before", "during"]);
    app.finish().await;
}
