//! Statements, schema, migrations and what an installation remembers of itself.

use std::collections::BTreeSet;

use secrecy::SecretString;
use sqlx::{Executor as _, SqlSafeStr as _};
use store::crypt::Sealer;
use store::{Db, StoreError};

use crate::site::Site;

both!(
    every_statement_prepares,
    opening_again_changes_nothing,
    settings_keep_their_first_value,
    another_mode_or_key_is_refused,
    is_ready_when_it_takes_writes,
);

async fn every_statement_prepares(site: &Site) {
    for (name, text) in store::statements() {
        match &site.db {
            Db::Sqlite { write, .. } if !name.contains("POSTGRES") => {
                let prepared = write
                    .acquire()
                    .await
                    .unwrap()
                    .prepare(text.into_sql_str())
                    .await
                    .map(drop);
                assert!(prepared.is_ok(), "{name}: {prepared:?}\n{text}");
            }
            Db::Postgres(pool) if !name.contains("SQLITE") => {
                let prepared = pool
                    .acquire()
                    .await
                    .unwrap()
                    .prepare(text.into_sql_str())
                    .await
                    .map(drop);
                assert!(prepared.is_ok(), "{name}: {prepared:?}\n{text}");
            }
            _ => {}
        }
    }
}

async fn columns(site: &Site) -> BTreeSet<String> {
    let text = match &site.db {
        Db::Sqlite { .. } => {
            "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" = 1 THEN ' required' ELSE '' END \
             FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view')"
        }
        Db::Postgres(_) => {
            "SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN ' required' ELSE '' END \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let mut found: BTreeSet<String> = site.texts(text).await.into_iter().collect();
    // Of the migrations themselves, and of SQLite's own bookkeeping.
    found.retain(|c| !c.starts_with("_sqlx") && !c.starts_with("sqlite_"));
    found
}

async fn indexes(site: &Site) -> BTreeSet<String> {
    let text = match &site.db {
        Db::Sqlite { .. } => {
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        }
        Db::Postgres(_) => {
            "SELECT i.indexname::text FROM pg_indexes i WHERE i.schemaname = 'public' AND i.indexname NOT LIKE '%_pkey' AND i.indexname NOT LIKE '%_key'"
        }
    };
    site.texts(text)
        .await
        .into_iter()
        .filter(|n| !n.starts_with("_sqlx"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_schemas_are_the_same() {
    let sqlite = Site::sqlite().await;
    let Some(postgres) = Site::postgres("schema::both_schemas_are_the_same").await else {
        return;
    };
    let (left, right) = (columns(&sqlite).await, columns(&postgres).await);
    assert!(left.contains("message.content required"), "{left:?}");
    assert_eq!(left, right);
    assert_eq!(indexes(&sqlite).await, indexes(&postgres).await);
}

async fn opening_again_changes_nothing(site: &Site) {
    site.shop().await;
    let chat = site.chat(crate::site::ANNA).await;
    let again = Db::open(&site.location).await.unwrap();
    assert!(again.chat(chat).await.unwrap().is_some());
    again.close().await;
    let third = Db::open(&site.location).await.unwrap();
    assert_eq!(third.head().await.unwrap(), site.db.head().await.unwrap());
    third.close().await;
}

async fn settings_keep_their_first_value(site: &Site) {
    assert_eq!(site.db.setting("log").await.unwrap(), None);
    assert_eq!(site.db.setting_or("log", "a").await.unwrap(), "a");
    assert_eq!(site.db.setting_or("log", "b").await.unwrap(), "a");
    site.db.set_setting("log", "c").await.unwrap();
    assert_eq!(site.db.setting("log").await.unwrap().as_deref(), Some("c"));
}

async fn another_mode_or_key_is_refused(site: &Site) {
    let key = |text: &str| Sealer::new(&SecretString::from(text.to_owned()));
    site.db.claim("mock", &key("one")).await.unwrap();
    site.db.claim("mock", &key("one")).await.unwrap();
    let mode = site.db.claim("real", &key("one")).await.unwrap_err();
    assert!(
        matches!(&mode, StoreError::WrongMode { stored, wanted } if stored == "mock" && wanted == "real"),
        "{mode}"
    );
    assert!(mode.to_string().contains("INSTAGRAM_MODE=mock"), "{mode}");
    let wrong = site.db.claim("mock", &key("two")).await.unwrap_err();
    assert!(matches!(wrong, StoreError::WrongKey), "{wrong}");
    assert!(wrong.to_string().contains("TICKLEGRAM_KEY"), "{wrong}");
}

async fn is_ready_when_it_takes_writes(site: &Site) {
    site.db.probe(7).await.unwrap();
    assert_eq!(
        site.db.setting("probed_at").await.unwrap().as_deref(),
        Some("7")
    );
    site.db.close().await;
    assert!(site.db.probe(8).await.unwrap_err().is_passing());
}
