//! What customers send is fetched, kept and served to those who may see it; what Meta does not let us keep is not.

use domain::time::HOUR;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};

use crate::app::{Place, SHOP, TestApp, all, manual, problem, text};

both!(
    a_photo_is_fetched_and_served,
    only_those_who_see_the_chat_see_the_file,
    what_is_gone_is_expired_and_what_is_foreign_failed,
    a_passing_fault_passes,
    a_story_mention_is_never_kept,
    an_unsent_message_loses_its_file,
    a_picture_is_ours_and_refreshed,
    a_person_without_consent_is_asked_again_when_they_write,
);

/// A customer of the shop.
async fn customer(app: &TestApp) -> String {
    let made = app
        .sim
        .post("/_sim/customers", &json!({"account_id": SHOP}))
        .await;
    text(&made["id"])
}

/// The customer sends this; gives Meta's id of the message.
async fn sends(app: &TestApp, customer: &str, attachment: Value) -> String {
    let path = format!("/_sim/customers/{customer}/messages");
    let sent = app
        .sim
        .post(&path, &json!({"attachments": [attachment]}))
        .await;
    text(&sent["mid"])
}

/// The newest message of a chat, once its file is in this state.
async fn newest(app: &TestApp, chat: &str, state: &str) -> Value {
    until(PATIENCE, state, async || {
        let thread = app.admin.get(&format!("/api/chats/{chat}")).await;
        let message = all(thread["messages"].clone()).pop()?;
        (message["attachments"][0]["state"] == state).then_some(message)
    })
    .await
}

async fn get(person: &Api, path: &str, headers: &[(&str, &str)]) -> Answer {
    person.send_with(Method::GET, path, None, headers).await
}

async fn a_photo_is_fetched_and_served(place: &Place) {
    let app = place.mock(&[]).await;
    let anna = customer(&app).await;
    sends(&app, &anna, json!({"type": "image"})).await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    let message = newest(&app, &chat, "ready").await;
    let file = &message["attachments"][0];
    let (url, small) = (text(&file["url"]), text(&file["preview_url"]));
    assert_eq!(file["mime"], "image/png");
    assert_eq!(file["name"], "sample.png");
    assert!(url.starts_with("/api/media/") && small == format!("{url}?size=thumb"));
    let whole = get(&app.admin, &url, &[]).await.expect(200);
    let size = file["size"].as_u64().unwrap();
    assert_eq!(
        whole.header("content-length"),
        Some(size.to_string().as_str())
    );
    for (name, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("accept-ranges", "bytes"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, max-age=86400, immutable"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ),
        (
            "content-disposition",
            "inline; filename=\"sample.png\"; filename*=UTF-8''sample.png",
        ),
    ] {
        assert_eq!(whole.header(name), Some(value), "{name}");
    }
    let tag = whole.header("etag").unwrap();
    let _ = get(&app.admin, &url, &[("if-none-match", tag)])
        .await
        .expect(304);
    // Parts, as players ask for them.
    let part = get(&app.admin, &url, &[("range", "bytes=1-3")])
        .await
        .expect(206);
    assert_eq!(
        (part.text.as_str(), part.header("content-length")),
        ("PNG", Some("3"))
    );
    assert_eq!(
        part.header("content-range"),
        Some(format!("bytes 1-3/{size}").as_str())
    );
    let part = get(
        &app.admin,
        &url,
        &[("range", "bytes=1-3"), ("if-range", "\"other\"")],
    )
    .await;
    let _ = part.expect(200);
    let beyond = format!("bytes={size}-");
    let beyond = get(&app.admin, &url, &[("range", &beyond)]).await;
    assert_eq!(
        beyond.header("content-range"),
        Some(format!("bytes */{size}").as_str())
    );
    problem(beyond, 416, "range_not_satisfiable", "");
    let small = get(&app.admin, &small, &[]).await.expect(200);
    assert_eq!(small.header("content-type"), Some("image/jpeg"));
    assert_ne!(small.header("etag"), Some(tag));
    // Screens were told.
    let updated: String = app.events("message_updated").await.join("\n");
    assert!(updated.contains(&url), "{updated}");
    app.finish().await;
}

async fn only_those_who_see_the_chat_see_the_file(place: &Place) {
    let app = place.mock(&[]).await;
    let anna = customer(&app).await;
    sends(&app, &anna, json!({"type": "file"})).await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    let agent = app.id_of(&app.agent).await;
    app.assign(&chat, Some(&agent)).await;
    let message = newest(&app, &chat, "ready").await;
    let file = &message["attachments"][0];
    assert_eq!(
        (&file["mime"], &file["preview_url"]),
        (&json!("application/pdf"), &Value::Null)
    );
    let url = text(&file["url"]);
    let theirs = get(&app.agent, &url, &[]).await.expect(200);
    // A document can hold scripts: it is downloaded.
    assert!(
        theirs
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    problem(
        get(&app.other, &url, &[]).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(get(&app.nobody, &url, &[]).await, 401, "unauthorized", "");
    app.finish().await;
}

async fn what_is_gone_is_expired_and_what_is_foreign_failed(place: &Place) {
    let app = place.mock(&[]).await;
    let anna = customer(&app).await;
    let gone = format!("{}/_sim/media/nothing", app.sim.base());
    sends(&app, &anna, json!({"type": "image", "url": gone})).await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    let message = newest(&app, &chat, "expired").await;
    assert_eq!(message["attachments"][0]["url"], Value::Null);
    // Mock mode reaches out to nobody.
    let foreign = json!({"type": "image", "url": "https://scontent.xx.fbcdn.net/a.jpg"});
    sends(&app, &anna, foreign).await;
    newest(&app, &chat, "failed").await;
    // A page is no photo, whatever the message calls it.
    let page = format!("{}/", app.sim.base());
    sends(&app, &anna, json!({"type": "video", "url": page})).await;
    until(PATIENCE, "the page to be refused", async || {
        let thread = app.admin.get(&format!("/api/chats/{chat}")).await;
        let messages = all(thread["messages"].clone());
        let newest = messages.last()?;
        (messages.len() == 3 && newest["attachments"][0]["state"] == "failed").then_some(())
    })
    .await;
    app.finish().await;
}

async fn a_passing_fault_passes(place: &Place) {
    let app = place.mock(&[]).await;
    let anna = customer(&app).await;
    let fault = json!({"match": "GET /{media}", "times": 1, "then": "html_502"});
    app.sim.post("/_sim/faults", &fault).await;
    sends(&app, &anna, json!({"type": "audio"})).await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    let message = newest(&app, &chat, "ready").await;
    assert_eq!(message["attachments"][0]["mime"], "audio/wav");
    let faults = app.sim.get("/_sim/faults").await;
    assert_eq!(faults[0]["hits"], 1, "{faults}");
    app.finish().await;
}

async fn a_story_mention_is_never_kept(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let anna = customer(&app).await;
    sends(&app, &anna, json!({"type": "story_mention"})).await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    app.quiet().await;
    let message = newest(&app, &chat, "ready").await;
    let url = text(&message["attachments"][0]["url"]);
    assert!(url.starts_with(app.sim.base()), "Meta's own address: {url}");
    assert_eq!(app.files(), 1, "only the picture of the person is kept");
    clock.advance(24 * HOUR + 1);
    app.app().wake.media.notify_one();
    let message = newest(&app, &chat, "expired").await;
    assert_eq!(message["attachments"][0]["url"], Value::Null);
    app.finish().await;
}

async fn an_unsent_message_loses_its_file(place: &Place) {
    let app = place.mock(&[]).await;
    let anna = customer(&app).await;
    let mid = sends(&app, &anna, json!({"type": "image"})).await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    let url = text(&newest(&app, &chat, "ready").await["attachments"][0]["url"]);
    app.quiet().await;
    // The photo, its small picture, and the person's picture.
    assert_eq!(app.files(), 3);
    let path = format!("/_sim/customers/{anna}/actions");
    let unsend = json!({"action": "unsend", "mid": mid});
    app.sim.post(&path, &unsend).await;
    until(PATIENCE, "the file to go", async || {
        (app.files() == 1).then_some(())
    })
    .await;
    app.quiet().await;
    problem(get(&app.admin, &url, &[]).await, 404, "not_found", "");
    app.finish().await;
}

async fn a_picture_is_ours_and_refreshed(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let chat = app.write(SHOP, "Hello").await;
    let (id, anna) = (text(&chat["id"]), text(&chat["instagram_user_id"]));
    app.quiet().await;
    let url = text(&app.chat_of(&anna).await["profile_pic_url"]);
    assert!(url.starts_with("/api/media/"), "{url}");
    let _ = get(&app.admin, &url, &[]).await.expect(200);
    let asked = async || {
        let calls = app.sim.get(&format!("/_sim/calls?match=GET /{anna}")).await;
        all(calls).len()
    };
    assert_eq!(asked().await, 1);
    // Nothing is asked again while the address lives.
    let path = format!("/_sim/customers/{anna}/messages");
    app.sim.post(&path, &json!({"text": "Again"})).await;
    app.chat_has(&id, 2).await;
    app.quiet().await;
    assert_eq!(asked().await, 1);
    clock.advance(6 * 24 * HOUR);
    app.sim.post(&path, &json!({"text": "A week later"})).await;
    app.chat_has(&id, 3).await;
    app.quiet().await;
    assert_eq!(asked().await, 2);
    // The same face keeps its address.
    assert_eq!(app.chat_of(&anna).await["profile_pic_url"], url);
    app.finish().await;
}

async fn a_person_without_consent_is_asked_again_when_they_write(place: &Place) {
    let app = place.mock(&[]).await;
    let fault = json!({"match": "GET /{customer}", "times": 1, "then": {"error": {"code": 230}}});
    app.sim.post("/_sim/faults", &fault).await;
    let chat = app.write(SHOP, "Hello").await;
    let (id, anna) = (text(&chat["id"]), text(&chat["instagram_user_id"]));
    app.quiet().await;
    assert_eq!(app.chat_of(&anna).await["username"], anna);
    let path = format!("/_sim/customers/{anna}/messages");
    app.sim.post(&path, &json!({"text": "Again"})).await;
    app.chat_has(&id, 2).await;
    app.quiet().await;
    assert_ne!(app.chat_of(&anna).await["username"], anna);
    let told = app.events("chat_updated").await;
    assert!(told.last().unwrap().contains("/api/media/"), "{told:?}");
    app.finish().await;
}
