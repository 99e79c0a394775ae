//! Files that agents send: uploaded, looked at, handed over to Meta once, and sent by Meta's id.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Answer;
use testkit::wait::{PATIENCE, until};
use testkit::webhook::Account;

use crate::album::Album;
use crate::app::{NOBODY, Place, SHOP, TestApp, all, invalid, problem, text};

both!(
    a_post_of_files_is_sent,
    a_retried_send_hands_over_once,
    a_file_that_meta_refuses_fails_its_message,
    what_cannot_be_sent_is_refused,
    the_same_key_keeps_one_file,
    the_main_job_in_real_mode,
    every_body,
);

/// The smallest picture.
pub(crate) const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0xf8, 0x0f, 0, 1, 4, 1, 0, 0x5f, 0xe5, 0xc3, 0x4b, 0, 0, 0,
    0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";
const PATH: &str = "/api/uploads";

async fn uploaded(app: &TestApp, name: &str, bytes: &[u8]) -> Value {
    app.admin
        .upload(PATH, name, bytes, &[])
        .await
        .expect(200)
        .json()
}

fn image(upload: &Value) -> Value {
    json!({"type": "image", "upload_id": upload["upload_id"]})
}

async fn send(app: &TestApp, chat: &str, body: Value) -> Answer {
    let path = format!("/api/chats/{chat}/message");
    app.admin.send(Method::POST, &path, Some(&body)).await
}

/// The calls that handed files over, whatever came of them, newest first.
async fn handovers(app: &TestApp) -> Vec<Value> {
    let path = "/_sim/calls?limit=100&match=POST */message_attachments";
    all(app.sim.get(path).await)
}

/// Waits until Meta has taken a message; its customer may have seen it by then.
async fn is_out(app: &TestApp, chat: &str, message: &str) {
    until(PATIENCE, "Meta to take the message", async || {
        let status = text(&app.message(chat, message).await["delivery_status"]);
        ["sent", "read"].contains(&status.as_str()).then_some(())
    })
    .await;
}

/// What the customer sees of the business's newest message.
async fn on_the_phone(app: &TestApp, customer: &str) -> Value {
    let thread = app
        .sim
        .get(&format!("/_sim/customers/{customer}/messages"))
        .await;
    let list = thread.get("messages").cloned().unwrap_or(thread);
    all(list).pop().unwrap()
}

async fn a_post_of_files_is_sent(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.write(SHOP, "Show me").await;
    let (id, anna) = (text(&chat["id"]), text(&chat["instagram_user_id"]));
    let (one, two) = (
        uploaded(&app, "a.png", PNG).await,
        uploaded(&app, "../b.png", PNG).await,
    );
    assert_eq!(
        (&one["type"], &one["mime"], &one["size"], &one["name"]),
        (
            &json!("image"),
            &json!("image/png"),
            &json!(PNG.len()),
            &json!("a.png")
        )
    );
    assert_eq!(two["name"], "b.png", "only a name, whatever it was called");
    let post = json!({"content": "Here", "attachments": [image(&one), image(&two)]});
    let first = send(&app, &id, post).await.expect(200).json();
    let also = all(first["also"].clone());
    assert_eq!((first["content"].clone(), also.len()), (json!("Here"), 2));
    for row in &also {
        assert_eq!(row["group_id"], first["group_id"]);
        let file = &row["attachments"][0];
        assert_eq!(
            (&file["state"], &file["mime"]),
            (&json!("ready"), &json!("image/png"))
        );
        // Ours at once, and its own: the upload goes after a day.
        let url = text(&file["url"]);
        assert_ne!(url, text(&one["url"]));
        let _ = app.admin.send(Method::GET, &url, None).await.expect(200);
        is_out(&app, &id, &text(&row["id"])).await;
    }
    assert_eq!(handovers(&app).await.len(), 2);
    let sends = app.sends().await;
    let payload = &sends[1]["body"]["message"]["attachment"]["payload"];
    assert!(payload["attachment_id"].is_string(), "{payload}");
    // The customer's phone shows the very bytes.
    app.quiet().await;
    let shown = on_the_phone(&app, &anna).await;
    let url = text(&shown["attachments"][0]["url"]);
    let bytes = testkit::api::client()
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(bytes, PNG);
    app.finish().await;
}

async fn a_retried_send_hands_over_once(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = text(&app.write(SHOP, "Show me").await["id"]);
    let fault = json!({"match": "POST */message_attachments", "times": 1, "then": "html_502"});
    app.sim.post("/_sim/faults", &fault).await;
    let fault = json!({"match": "POST */messages", "times": 1, "then": {"error": {"status": 400, "code": 2, "is_transient": true}}});
    app.sim.post("/_sim/faults", &fault).await;
    let file = uploaded(&app, "a.png", PNG).await;
    let sent = send(&app, &chat, json!({"attachments": [image(&file)]})).await;
    let id = text(&sent.expect(200).json()["id"]);
    is_out(&app, &chat, &id).await;
    let accepted: Vec<_> = handovers(&app)
        .await
        .into_iter()
        .map(|c| c["accepted"] == true)
        .collect();
    assert_eq!(
        accepted,
        [true, false],
        "once lost on its way, then once for all tries"
    );
    app.finish().await;
}

async fn a_file_that_meta_refuses_fails_its_message(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = text(&app.write(SHOP, "Show me").await["id"]);
    let fault = json!({"match": "POST */message_attachments", "times": 1, "then": {"error": {"code": 100, "subcode": 2_018_047}}});
    app.sim.post("/_sim/faults", &fault).await;
    let file = uploaded(&app, "a.png", PNG).await;
    let sent = send(&app, &chat, json!({"attachments": [image(&file)]})).await;
    let id = text(&sent.expect(200).json()["id"]);
    let failed = app.message_is(&chat, &id, "failed").await;
    assert_eq!(failed["error"]["code"], "content_refused");
    assert!(app.sends().await.is_empty(), "nothing else was tried");
    app.finish().await;
}

async fn what_cannot_be_sent_is_refused(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = text(&app.write(SHOP, "Show me").await["id"]);
    let (picture, page) = (
        uploaded(&app, "a.png", PNG).await,
        uploaded(&app, "a.png", b"<html><script>alert(1)</script></html>").await,
    );
    // What it is called, and what type it is said to be, counts for nothing.
    assert_eq!(
        (&page["type"], &page["mime"]),
        (&json!("file"), &json!("application/octet-stream"))
    );
    let url = text(&page["url"]);
    let served = app.admin.send(Method::GET, &url, None).await.expect(200);
    assert_eq!(
        served.header("content-type"),
        Some("application/octet-stream")
    );
    assert!(
        served
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    let theirs = app
        .agent
        .upload(PATH, "b.png", PNG, &[])
        .await
        .expect(200)
        .json();
    for (file, pointer) in [
        (image(&page), "/attachments/0"),
        (
            json!({"type": "file", "upload_id": page["upload_id"]}),
            "/attachments/0",
        ),
        (image(&theirs), "/attachments/0/upload_id"),
        (
            json!({"type": "image", "upload_id": NOBODY}),
            "/attachments/0/upload_id",
        ),
        (json!({"type": "image"}), "/attachments/0/url"),
        (
            json!({"type": "image", "upload_id": picture["upload_id"], "url": "https://a.example/x.png"}),
            "/attachments/0",
        ),
    ] {
        invalid(
            send(&app, &chat, json!({"attachments": [file]})).await,
            pointer,
        );
    }
    // Messenger takes any file.
    let page_chat = app.write(crate::app::PAGE, "Show me").await;
    let file = json!({"attachments": [{"type": "file", "upload_id": page["upload_id"]}]});
    let _ = send(&app, &text(&page_chat["id"]), file).await.expect(200);
    invalid(app.admin.upload(PATH, "a.png", b"", &[]).await, "/file");
    let large = vec![0_u8; 25 * 1024 * 1024 + 1];
    problem(
        app.admin.upload(PATH, "a", &large, &[]).await,
        413,
        "file_too_large",
        "",
    );
    app.quiet().await;
    let halves = app.app().config.data.join("media/.incoming");
    let left = std::fs::read_dir(halves).unwrap().count();
    assert_eq!(left, 0, "nothing is left of what was refused");
    app.finish().await;
}

async fn the_same_key_keeps_one_file(place: &Place) {
    let app = place.mock(&[]).await;
    let key = [("idempotency-key", "k")];
    let first = app
        .admin
        .upload(PATH, "a.png", PNG, &key)
        .await
        .expect(200)
        .json();
    let again = app
        .admin
        .upload(PATH, "a.png", PNG, &key)
        .await
        .expect(200)
        .json();
    assert_eq!(first, again);
    assert_eq!(app.files(), 1);
    let other = app.admin.upload(PATH, "a.pdf", PDF, &key).await;
    problem(other, 409, "idempotency_mismatch", "");
    let agents = app
        .agent
        .upload(PATH, "a.pdf", PDF, &key)
        .await
        .expect(200)
        .json();
    assert_ne!(
        agents["upload_id"], first["upload_id"],
        "a key is a person's own"
    );
    assert_eq!(app.files(), 2);
    app.finish().await;
}

async fn the_main_job_in_real_mode(place: &Place) {
    let app = place.real(&[]).await;
    let shop = Account::instagram("17841400000000042");
    let known = json!({"platform": "instagram", "id": shop.id});
    app.sim.post("/_sim/accounts", &known).await;
    app.connect(&shop).await;
    let anna = app
        .sim
        .post("/_sim/customers", &json!({"account_id": shop.id}))
        .await;
    let anna = text(&anna["id"]);
    let path = format!("/_sim/customers/{anna}/messages");
    app.sim
        .post(&path, &json!({"attachments": [{"type": "image"}]}))
        .await;
    let chat = text(&app.chat_of(&anna).await["id"]);
    app.quiet().await;
    let thread = app.admin.get(&format!("/api/chats/{chat}")).await;
    let file = &thread["messages"][0]["attachments"][0];
    assert_eq!(file["state"], "ready", "{file}");
    assert!(text(&thread["profile_pic_url"]).starts_with("/api/media/"));
    let upload = uploaded(&app, "a.png", PNG).await;
    let sent = send(&app, &chat, json!({"attachments": [image(&upload)]})).await;
    let sent = text(&sent.expect(200).json()["id"]);
    is_out(&app, &chat, &sent).await;
    let call = handovers(&app).await.remove(0);
    assert_eq!(
        call["body"]["filedata"],
        format!("a.png (image/png, {} bytes)", PNG.len())
    );
    app.finish().await;
}

/// Every answer of the two routes, as clients see it.
async fn every_body(place: &Place) {
    let app = place.mock(&[]).await;
    let mut album = Album::of(app.sim.base());
    let a = &mut album;
    let chat = text(&app.write(SHOP, "Show me").await["id"]);
    let take = |a: &mut Album, name: &str, answer: &Answer| {
        let status = answer.status.as_u16();
        a.take(
            name,
            json!({"asked": "POST /api/uploads", "status": status, "body": answer.json()}),
        );
    };
    let key = [("idempotency-key", "album")];
    let made = app.admin.upload(PATH, "pot.png", PNG, &key).await;
    take(a, "upload", &made);
    let other = app.admin.upload(PATH, "pot.pdf", PDF, &key).await;
    take(a, "upload-409", &other);
    let nobody = app.nobody.upload(PATH, "pot.png", PNG, &[]).await;
    take(a, "upload-401", &nobody);
    let empty = app.admin.upload(PATH, "pot.png", b"", &[]).await;
    take(a, "upload-422-empty", &empty);
    let made = made.json();
    let get = Method::GET;
    let route = "/api/media/{id}";
    let url = text(&made["url"]);
    let whole = app.admin.send(get.clone(), &url, None).await.expect(200);
    let head = |name: &str| whole.header(name).map(str::to_owned);
    let shown = json!({"asked": format!("GET {route}"), "status": 200, "body": "[the file]", "headers": {
        "content-type": head("content-type"), "content-length": head("content-length"),
        "content-disposition": head("content-disposition"), "cache-control": head("cache-control"),
        "accept-ranges": head("accept-ranges"), "content-security-policy": head("content-security-policy"),
    }});
    a.take("media", shown);
    a.ask("media-401", &app.nobody, (get.clone(), route, &url), None)
        .await;
    a.ask("media-403", &app.agent, (get.clone(), route, &url), None)
        .await;
    let none = format!("/api/media/{NOBODY}");
    a.ask("media-404", &app.admin, (get.clone(), route, &none), None)
        .await;
    let size = format!("{url}?size=huge");
    a.ask("media-422", &app.admin, (get.clone(), route, &size), None)
        .await;
    let beyond = [("range", "bytes=999999-")];
    a.ask_with("media-416", &app.admin, (get, route, &url), None, &beyond)
        .await;
    // Messages that cannot be made of these files.
    let path = format!("/api/chats/{chat}/message");
    let template = "/api/chats/{id}/message";
    let body = json!({"attachments": [{"type": "file", "upload_id": made["upload_id"]}]});
    let route = (Method::POST, template, path.as_str());
    a.ask("message-422-upload-type", &app.admin, route, Some(body))
        .await;
    let body = json!({"attachments": [{"type": "image", "upload_id": NOBODY}]});
    let route = (Method::POST, template, path.as_str());
    a.ask("message-422-upload", &app.admin, route, Some(body))
        .await;
    app.finish().await;
}
