//! Every sample of Meta's deliveries, signed and posted to a running server.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};
use testkit::webhook::Account;

use crate::app::{Place, TestApp, all, text};

both!(every_sample_has_the_outcome_that_its_meaning_calls_for);

/// File, and the outcome of each of its elements. The order matters: an edit comes after its message, an unsend last.
#[rustfmt::skip]
const TABLE: &[(&str, &[&str])] = &[
    // All samples carry nearly the same times, and of two signs of one moment the second says nothing new.
    ("instagram/doc-handover-pass", &["applied"]),
    ("page/doc-pass-thread-control", &["applied"]),
    ("page/doc-take-thread-control", &["applied"]),
    ("page/doc-policy-unblock", &["applied"]),
    ("page/doc-policy-enforcement", &["applied"]),
    ("page/doc-response-feedback", &["applied"]),
    ("instagram/doc-message-text", &["applied"]),
    ("instagram/doc-message-image-video", &["applied"]),
    // Two samples with one mid and one time: a message has one content, the greater of the two.
    ("instagram/doc-message-file", &["applied"]),
    ("instagram/doc-message-audio", &["applied"]),
    ("instagram/doc-message-ephemeral", &["applied"]),
    ("instagram/doc-message-ig-post", &["applied"]),
    ("instagram/doc-message-ig-reel", &["applied"]),
    ("instagram/doc-message-share-legacy", &["applied"]),
    ("instagram/doc-message-share-and-ig-post", &["applied"]),
    ("instagram/doc-message-story-mention", &["applied"]),
    ("instagram/doc-message-unsupported", &["applied"]),
    ("instagram/doc-message-quick-reply", &["applied"]),
    ("instagram/doc-message-referral-ad", &["applied"]),
    ("instagram/doc-message-referral-product", &["applied"]),
    ("instagram/doc-message-reply-to-mid", &["applied"]),
    ("instagram/doc-message-reply-to-story", &["applied"]),
    ("instagram/doc-message-reply-to-story-link-sticker", &["applied"]),
    ("instagram/doc-message-echo", &["applied"]),
    ("instagram/doc-message-echo-self", &["applied"]),
    ("instagram/doc-postback-icebreaker", &["applied"]),
    ("instagram/doc-postback-self", &["applied"]),
    ("instagram/doc-referral-igme", &["applied"]),
    // Three samples of one moment: within it a reaction stands above its removal.
    ("instagram/doc-unreact", &["applied"]),
    ("instagram/doc-reaction", &["applied"]),
    ("instagram/doc-reaction-other", &["applied"]),
    ("instagram/doc-seen", &["applied"]),
    ("instagram/doc-message-edit", &["applied"]),
    ("instagram/doc-message-edit-string-count", &["applied"]),
    ("instagram/doc-message-deleted", &["applied"]),
    ("instagram/capture-message-edit-num0-no-sender", &["applied"]),
    ("instagram/capture-message-edit-num0-with-sender", &["applied"]),
    ("instagram/built-batch-two-accounts-out-of-order", &["applied", "applied", "applied", "applied"]),
    ("instagram/capture-dashboard-flat", &["test"]),
    ("instagram/capture-dashboard-test-messages-changes", &["test"]),
    ("instagram/capture-dashboard-test-messages-messaging", &["test"]),
    ("instagram/capture-dashboard-test-reaction-changes", &["test"]),
    ("instagram/capture-comment-iglogin-2024", &["applied"]),
    ("instagram/doc-comment-ad", &["applied"]),
    // The comment of the batch above, in two other spellings.
    ("instagram/doc-comment-changes-comment-id", &["duplicate"]),
    ("instagram/doc-comment-changes-id", &["duplicate"]),
    ("instagram/doc-comment-flat", &["applied"]),
    ("instagram/doc-comment-reply", &["applied"]),
    ("instagram/doc-comment-self", &["applied"]),
    ("instagram/doc-live-comment", &["applied"]),
    ("instagram/doc-mention-comment", &["applied"]),
    ("instagram/doc-mention-media", &["applied"]),
    ("instagram/doc-standby", &["applied"]),
    ("instagram/doc-story-insights-floor", &["applied"]),
    ("page/capture-message-text", &["applied"]),
    ("page/doc-message-text", &["applied"]),
    ("page/doc-message-reply-to", &["applied"]),
    ("page/doc-message-sticker", &["applied"]),
    ("page/doc-message-sticker-transition", &["applied"]),
    ("page/doc-message-post", &["applied"]),
    ("page/doc-message-ig-post", &["applied"]),
    ("page/doc-message-reel", &["applied"]),
    ("page/doc-message-product", &["applied"]),
    ("page/doc-message-fallback", &["applied"]),
    ("page/doc-message-fallback-no-payload", &["applied"]),
    ("page/doc-message-appointment", &["applied"]),
    ("page/doc-message-commands", &["applied"]),
    ("page/doc-message-referral-ad", &["applied"]),
    ("page/doc-message-edit", &["applied"]),
    ("page/doc-echo-inbox", &["applied"]),
    ("page/doc-postback-shortlink", &["applied"]),
    ("page/doc-referral-ads", &["applied"]),
    ("page/doc-optin-notification", &["applied"]),
    ("page/doc-reaction", &["applied"]),
    ("page/doc-read", &["applied"]),
    ("page/doc-delivery", &["applied"]),
    // The same watermark as the receipt before, without the message's id.
    ("page/doc-delivery-no-mids", &["duplicate"]),
    ("page/doc-postback-user-ref-string-ts", &["quarantined"]),
    ("page/capture-feed-comment-add", &["applied"]),
    ("page/capture-feed-comment-hide", &["applied"]),
    ("page/capture-feed-comment-photo", &["applied"]),
    ("page/capture-feed-comment-unhide", &["applied"]),
    ("page/capture-feed-post-remove", &["unsupported"]),
    ("page/capture-feed-post-trashed", &["applied"]),
    ("page/capture-feed-video-edited-unpublished", &["applied"]),
    ("page/doc-echo-standby-template", &["applied"]),
    ("page/doc-feed-comment-full", &["applied"]),
    ("page/doc-feed-post", &["applied"]),
    ("page/doc-standby-postback-no-payload", &["applied"]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../meta/fixtures/webhooks")
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name).with_extension("json")).unwrap()
}

fn outcomes(delivery: &Value) -> Vec<String> {
    all(delivery["items"].clone())
        .iter()
        .map(|i| text(&i["outcome"]))
        .collect()
}

/// Every chat with all that is shown in it.
async fn screens(app: &TestApp) -> Vec<Value> {
    let mut screens = Vec::new();
    for chat in all(app.admin.get("/api/chats?limit=200").await) {
        screens.push(
            app.admin
                .get(&format!("/api/chats/{}?limit=200", text(&chat["id"])))
                .await,
        );
    }
    screens
}

async fn every_sample_has_the_outcome_that_its_meaning_calls_for(place: &Place) {
    let named: BTreeSet<PathBuf> = TABLE
        .iter()
        .map(|(name, _)| folder().join(name).with_extension("json"))
        .collect();
    let files = ["instagram", "page"]
        .iter()
        .flat_map(|dir| std::fs::read_dir(folder().join(dir)).unwrap());
    let files: BTreeSet<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(named, files, "the table names every sample");

    let app = place.mock(&[]).await;
    for id in ["17841400000000001", "17841400000000002"] {
        app.connect(&Account::instagram(id)).await;
    }
    for id in ["100000000000001", "100000000000011"] {
        app.connect(&Account::page(id)).await;
    }
    let mut deliveries = Vec::new();
    let mut surprises = Vec::new();
    for (name, expected) in TABLE {
        let delivery = app.deliver(&read(name)).await;
        assert_eq!(
            (&delivery["state"], &delivery["signed"]),
            (&json!("done"), &json!(true)),
            "{name}: {delivery}"
        );
        let found = outcomes(&delivery);
        if found != *expected {
            surprises.push(format!("{name}: {found:?}, not {expected:?}: {delivery}"));
        }
        for item in all(delivery["items"].clone()) {
            let explained = item["reason"].as_str().is_some_and(|r| !r.is_empty());
            assert_eq!(
                explained,
                item["outcome"] == "quarantined"
                    || item["kind"] == "feed" && item["outcome"] == "unsupported",
                "{name}: {item}"
            );
            let shown = item["outcome"] == "applied" && item["kind"] == "message";
            assert!(
                !shown || item["chat_id"].is_string() && item["message_id"].is_string(),
                "{name}: {item}"
            );
        }
        deliveries.push((*name, text(&delivery["id"]), found));
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));

    // Again by Meta and again by the operator: the same outcomes, the same screens, and nobody is told anything.
    app.quiet().await;
    let (before, head) = (screens(&app).await, app.head().await);
    for (name, id, found) in deliveries.iter().rev() {
        let (status, _) = app.meta().post(&read(name)).await;
        assert_eq!(status, 200);
        let replayed = app
            .admin
            .post(&format!("/api/deliveries/{id}/replay"), &json!({}))
            .await;
        assert_eq!(replayed, json!({"success": true, "delivery_id": id}));
        let again = app.understood(id).await;
        assert_eq!(
            (&again["repeats"], &outcomes(&again)),
            (&json!(1), found),
            "{name}"
        );
    }
    assert_eq!(screens(&app).await, before);
    assert_eq!(app.head().await, head);
    for method in [Method::GET, Method::POST] {
        let tail = if method == Method::POST {
            "/replay"
        } else {
            ""
        };
        let answer = app
            .admin
            .send(
                method,
                &format!("/api/deliveries/{}{tail}", crate::app::NOBODY),
                None,
            )
            .await;
        crate::app::problem(answer, 404, "not_found", "");
    }
    app.finish().await;
}
