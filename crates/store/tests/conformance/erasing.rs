//! What is left of a person after Meta has asked for their erasure (platform notes §8.7): nothing, wherever it lay.

use domain::time::MINUTE;
use domain::user::Viewer;
use serde_json::json;
use store::audit::NewAudit;
use store::comment_calls::{Begun, CallEnd, CallKind, NewCall};
use store::desk::Noted;
use store::jobs::{JobEnd, JobKind};
use store::media::StoredFile;
use store::media_queue::{MediaEnd, MediaWork};
use testkit::webhook::{Account, to_wire};

use crate::deliveries::journal;
use crate::site::{ANNA, BERT, SHOP, Site};

both!(nothing_is_left_of_a_person, what_names_others_stays);

/// Stands in everything that Anna said or is.
const HERS: &str = "rosenweg";
/// Stands in everything of somebody else's.
const HIS: &str = "tulpenallee";

/// Every table with every value in it, as text; what a backup would hold.
async fn everything(site: &Site) -> Vec<(String, String)> {
    let sqlite = matches!(site.location, store::Location::File(_));
    let tables = if sqlite {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    } else {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
    };
    let mut found = Vec::new();
    for table in site.texts(tables).await {
        let columns = if sqlite {
            format!("SELECT name || ' ' || type FROM pragma_table_info('{table}')")
        } else {
            format!(
                "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"
            )
        };
        for column in site.texts(&columns).await {
            let (name, kind) = column.split_once(' ').unwrap();
            let value = match kind {
                "bytea" => format!("encode(\"{name}\", 'escape')"),
                // Sealed tokens are no text.
                "BLOB" if name != "body" => format!("hex(\"{name}\")"),
                _ => format!("CAST(\"{name}\" AS TEXT)"),
            };
            let rows = format!("SELECT {value} FROM \"{table}\" WHERE \"{name}\" IS NOT NULL");
            let place = format!("{table}.{name}");
            found.extend(
                site.texts(&rows)
                    .await
                    .into_iter()
                    .map(|v| (place.clone(), v)),
            );
        }
    }
    found
}

/// Where a word still stands.
async fn places(site: &Site, word: &str) -> Vec<(String, String)> {
    let mut all = everything(site).await;
    all.retain(|(_, value)| value.to_lowercase().contains(word));
    all
}

/// A person and what a shop comes to hold of them: messages, a photo, labels, notes, comments, answers, mentions.
async fn lives(
    site: &Site,
    account: &store::accounts::Account,
    who: &Viewer,
    person: &str,
    word: &str,
) {
    let shop = Account::instagram(SHOP);
    let now = site.now().millis();
    let comment = |id: &str, at: i64| {
        json!({"object": "instagram", "entry": [{"id": SHOP, "time": at, "changes": [{"field": "comments", "value":
            {"id": format!("{id}-{}", word.len()), "text": format!("{word} under a post"), "from": {"id": person, "username": format!("{word}.k")}, "media": {"id": "m1"}}}]}]})
    };
    let bodies = [
        shop.deliver(
            now,
            &[shop.text(
                person,
                now,
                &format!("t-{word}"),
                &format!("I live in {word}"),
            )],
        ),
        shop.deliver(
            now,
            &[shop.attachment(
                person,
                now + 1,
                &format!("a-{word}"),
                "image",
                &format!("https://scontent.xx.fbcdn.net/{word}.jpg"),
            )],
        ),
        shop.deliver(
            now,
            &[shop.edit(
                person,
                now + 2,
                &format!("t-{word}"),
                &format!("no, in {word} 7"),
                1,
            )],
        ),
        shop.deliver(now, &[shop.referral(person, now + 3, word)]),
        to_wire(&comment("c1", now / 1000)),
        to_wire(&comment("c2", now / 1000 + 1)),
    ];
    journal(site, &bodies).await;
    site.process().await;
    let chat = site
        .texts(&format!(
            "SELECT id FROM chat WHERE customer_id = '{person}'"
        ))
        .await
        .remove(0)
        .parse()
        .unwrap();
    for claimed in site.db.claim_media(site.now(), MINUTE, 9).await.unwrap() {
        let file = StoredFile {
            object: &format!("ab/{word}"),
            thumb: Some("image/jpeg"),
            mime: "image/png",
            size: 70_000,
            name: Some(&format!("{word}.png")),
            sha256: "abc",
        };
        assert!(
            site.db
                .finish_media(&site.clock, site.view(), &claimed, &MediaEnd::Ready(file))
                .await
                .unwrap()
        );
    }
    site.says(chat, *who, &[&format!("{word}, noted")]).await;
    let note = site
        .db
        .add_note(
            &site.clock,
            site.view(),
            who,
            chat,
            &format!("from {word}"),
            None,
        )
        .await
        .unwrap();
    assert!(matches!(note, Noted::Note(_)));
    site.sql(&format!("INSERT INTO chat_label (label, name, chat_id, last_at) VALUES ('{word}', '{word}', '{chat}', 1)"))
        .await;
    for target in [format!("c1-{}", word.len()), format!("c2-{}", word.len())] {
        let new = NewCall {
            account: account.id,
            user: who.id,
            kind: CallKind::Reply,
            target: target.clone(),
            text: format!("{word} is far"),
            key: None,
        };
        let Begun::New(call) = site
            .db
            .begin_call(&site.clock, &new, site.now())
            .await
            .unwrap()
        else {
            panic!("no new call");
        };
        // The answer to the second one is still awaited.
        if target.starts_with("c1") {
            let end = CallEnd::Failed(format!("Meta does not like {word}"));
            site.db
                .finish_call(&site.clock, site.view(), account, &call, end)
                .await
                .unwrap();
        }
        let audit = NewAudit {
            user: who.id,
            action: "comment.hide",
            account: Some(account.id),
            subject: target,
            detail: json!({"text": word}),
        };
        site.db.note(&site.clock, &audit, site.now()).await.unwrap();
    }
}

/// Asks for the erasure and does it.
async fn erase(site: &Site, person: &str) {
    site.db
        .request_erasure(&site.clock, "a code", person, site.now())
        .await
        .unwrap();
    for job in site.claim_jobs().await {
        if job.kind == JobKind::ErasePerson {
            site.db
                .erase_person(&job.subject, site.now())
                .await
                .unwrap();
        }
        site.db
            .finish_job(&job, &JobEnd::Done, site.now())
            .await
            .unwrap();
    }
    assert!(
        site.db
            .erasure("a code")
            .await
            .unwrap()
            .unwrap()
            .finished_at
            .is_some()
    );
}

async fn nothing_is_left_of_a_person(site: &Site) {
    let (account, admin) = (site.shop().await, site.admin().await);
    lives(site, &account, &admin, ANNA, HERS).await;
    // Some of her words are counted, others wait for it.
    crate::finding::count_all(site).await;
    site.sql("INSERT INTO text_change (chat_id, old_text, new_text) SELECT chat_id, '', text FROM message WHERE presence = 'shown' AND chat_id IS NOT NULL")
        .await;
    let before = places(site, HERS).await;
    for table in [
        "message.",
        "delivery.",
        "event.",
        "chat_word.",
        "text_change.",
        "chat_note.",
        "chat_label.",
        "media.",
        "comment.",
        "comment_call.",
        "audit.",
    ] {
        assert!(
            before.iter().any(|(place, _)| place.starts_with(table)),
            "the story says nothing in {table}"
        );
    }
    assert!(!places(site, ANNA).await.is_empty());
    erase(site, ANNA).await;
    // The files are in line to be removed: their rows go with them.
    let removed = site.db.claim_media(site.now(), MINUTE, 9).await.unwrap();
    assert_eq!(removed.len(), 1);
    assert!(
        matches!(&removed[0].work, MediaWork::Remove { object: Some(o), thumb: true } if *o == format!("ab/{HERS}"))
    );
    let end = MediaEnd::Ended {
        state: domain::media::AttachmentState::Failed,
        why: "removed",
    };
    site.db
        .finish_media(&site.clock, site.view(), &removed[0], &end)
        .await
        .unwrap();
    assert_eq!(places(site, HERS).await, []);
    assert_eq!(places(site, ANNA).await, []);
}

async fn what_names_others_stays(site: &Site) {
    let (account, admin) = (site.shop().await, site.admin().await);
    lives(site, &account, &admin, ANNA, HERS).await;
    let since = site.head().await;
    lives(site, &account, &admin, BERT, HIS).await;
    let before = places(site, HIS).await;
    erase(site, ANNA).await;
    assert_eq!(places(site, HIS).await, before);
    assert!(site.head().await >= since);
}
