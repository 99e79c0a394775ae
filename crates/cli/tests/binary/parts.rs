//! The main job of every part in real mode, on the built program, against the strict simulator as a program of its own:
//! nothing works here that was not connected, subscribed and permitted first.

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::api::{Answer, Method, client};
use testkit::wait::{PATIENCE, until};

use crate::real::real;
use crate::support::{SECRET, SimProcess, Thread, World, list};

const FERN: &str = "17841400000000001";
const FERN_PAGE: &str = "100000000000001";
const MOSS: &str = "100000000000003";
const PIXEL: &str = "1000000000001";

/// The smallest picture.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0xf8, 0x0f, 0, 1, 4, 1, 0, 0x5f, 0xe5, 0xc3, 0x4b, 0, 0, 0,
    0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// An Instagram account and a Page, both connected by the API with the tokens that Meta knows.
async fn connected() -> (TempDir, World) {
    let process = SimProcess::start(&["--strict", "--empty"]).await;
    let (folder, world) = real(process, &[("PIXEL_ID", PIXEL)]).await;
    for account in [
        json!({"platform": "instagram", "id": FERN, "page_id": FERN_PAGE, "username": "fern", "token": "EAAfern"}),
        json!({"platform": "facebook", "id": MOSS, "name": "Moss", "token": "EAAmoss"}),
    ] {
        let _ = world.sim.post("/_sim/accounts", &account).await;
    }
    for (path, id, token) in [
        ("/api/instagram/accounts", FERN, "EAAfern"),
        ("/api/facebook/pages", MOSS, "EAAmoss"),
    ] {
        let body = json!({"page_id": id, "access_token": token});
        let made = world.admin.post(path, &body).await;
        assert_eq!(made["status"], "active", "{made}");
    }
    (folder, world)
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}

async fn ask(world: &World, method: Method, path: &str, body: Value) -> Answer {
    world.admin.send(method, path, Some(&body)).await
}

async fn post(world: &World, path: &str, body: Value) -> Value {
    ask(world, Method::POST, path, body)
        .await
        .expect(200)
        .json()
}

/// The answer to `GET path`, once it is as wanted.
async fn once<T>(world: &World, path: &str, wanted: impl Fn(&Value) -> Option<T>) -> T {
    until(PATIENCE, path, async || {
        wanted(&world.admin.get(path).await)
    })
    .await
}

#[tokio::test]
async fn unsigned_deliveries_are_refused() {
    let (_folder, world) = connected().await;
    let thread = world.conversation_of(FERN, "Anna").await;
    let told = json!({"object": "instagram", "entry": [{"id": FERN, "time": 1, "messaging": [
        {"sender": {"id": thread.customer}, "recipient": {"id": FERN}, "timestamp": 1, "message": {"mid": "m_1", "text": "forged"}}]}]});
    for path in [
        "/webhook",
        "/api/webhooks/instagram",
        "/api/webhooks/facebook",
    ] {
        let unsigned = world
            .server
            .api()
            .send(Method::POST, path, Some(&told))
            .await;
        assert_eq!(unsigned.status, 401, "{unsigned}");
    }
    for path in ["/api/mock/generate-chats", "/api/mock/simulate-message"] {
        assert_eq!(ask(&world, Method::POST, path, json!({})).await.status, 404);
    }
    world.applied().await;
    let said = world.messages(&thread).await;
    assert_eq!(said.len(), 1, "{said:?}");
}

#[tokio::test]
async fn comments_and_mentions() {
    let (_folder, world) = connected().await;
    for (platform, account, kind) in [("instagram", FERN, "image"), ("facebook", MOSS, "page")] {
        let media = format!("/_sim/accounts/{account}/media");
        let media = world
            .sim
            .post(&media, &json!({"kind": kind, "caption": "Mugs"}))
            .await;
        let anna = world.sim.customer(account, "Anna").await;
        let path = format!("/_sim/customers/{anna}/comments");
        let body = json!({"text": "How much?", "media_id": media["id"]});
        let id = text(&world.sim.post(&path, &body).await["comment_id"]);
        let comments = format!("/api/{platform}/comments?deleted=true");
        let find = async |wanted: &dyn Fn(&Value) -> bool| {
            once(&world, &comments, |found| {
                let found = list(found.clone()).into_iter();
                found
                    .into_iter()
                    .find(|c| c["id"] == id.as_str() && wanted(c))
            })
            .await
        };
        let row = find(&|c| c["post"]["caption"] == "Mugs").await;
        assert_eq!(row["text"], "How much?");
        let one = format!("/api/{platform}/comments/{id}");
        let reply = post(&world, &format!("{one}/reply"), json!({"text": "9 Euro"})).await;
        assert_eq!(reply["parent_id"], id.as_str(), "{reply}");
        let private = format!("{one}/private-reply");
        let private = post(&world, &private, json!({"text": "8 for you"})).await;
        assert_eq!(private["status"], "sent", "{private}");
        let hide = json!({"comment_id": id, "hide": true});
        let hidden = post(&world, "/api/comments/hide", hide).await;
        assert_eq!(hidden["hidden"], true, "{hidden}");
        let delete = format!("/api/comments/delete?comment_id={id}");
        let _ = ask(&world, Method::DELETE, &delete, json!({}))
            .await
            .expect(200);
        find(&|c| c["action"] == "deleted").await;
    }
    let anna = world.sim.customer(FERN, "Anna").await;
    let path = format!("/_sim/customers/{anna}/mentions");
    let _ = world
        .sim
        .post(&path, &json!({"text": "as good as it gets"}))
        .await;
    let mention = once(&world, "/api/instagram/mentions", |found| {
        list(found["data"].clone())
            .into_iter()
            .find(|m| m["text"].is_string())
    })
    .await;
    assert!(
        text(&mention["text"]).contains("as good as it gets"),
        "{mention}"
    );
}

#[tokio::test]
async fn photos_come_and_go() {
    let (_folder, world) = connected().await;
    for account in [FERN, MOSS] {
        let thread = world.conversation_of(account, "Anna").await;
        let path = format!("/_sim/customers/{}/messages", thread.customer);
        let photo = json!({"attachments": [{"type": "image"}]});
        let _ = world.sim.post(&path, &photo).await;
        let url = until(PATIENCE, "the photo", async || {
            let newest = world.messages(&thread).await.pop()?;
            let file = &newest["attachments"][0];
            (file["state"] == "ready").then(|| text(&file["url"]))
        })
        .await;
        assert!(url.starts_with("/api/media/"), "{url}: ours, not Meta's");
        let served = world.admin.send(Method::GET, &url, None).await.expect(200);
        assert!(
            served
                .header("content-type")
                .is_some_and(|t| t.starts_with("image/"))
        );
        let nobody = world.server.api().send(Method::GET, &url, None).await;
        assert_eq!(nobody.status, 401);

        let upload = world.admin.upload("/api/uploads", "a.png", PNG, &[]).await;
        let upload = upload.expect(200).json();
        let body = json!({"attachments": [{"type": "image", "upload_id": upload["upload_id"]}]});
        let path = format!("/api/chats/{}/message", thread.chat);
        let id = text(&post(&world, &path, body).await["id"]);
        world.until(&thread, &id, &["read"]).await;
        // The customer's phone shows the very bytes.
        let phone = format!("/_sim/customers/{}/messages", thread.customer);
        let shown = world.sim.get(&phone).await;
        let shown = shown.get("messages").cloned().unwrap_or(shown);
        let newest = list(shown).pop().expect("a message");
        let url = text(&newest["attachments"][0]["url"]);
        let bytes = client()
            .get(url)
            .send()
            .await
            .expect("an answer")
            .bytes()
            .await;
        assert_eq!(bytes.expect("a body"), PNG);
    }
}

#[tokio::test]
async fn templates_of_a_page() {
    let (_folder, world) = connected().await;
    let content = "Hello {username}, your order #{order} is ready. Thank you!";
    let body = json!({"name": "Ready", "content": content, "platform": "FACEBOOK"});
    let made = post(&world, "/api/templates", body).await;
    let one = format!("/api/templates/{}", text(&made["id"]));
    let examples = json!({"examples": {"order": "566701"}});
    let submitted = post(&world, &format!("{one}/submit-to-meta"), examples).await;
    assert_eq!(submitted["is_meta_approved"], true, "{submitted}");
    // To somebody who has only commented: there is no window, and a utility template needs none.
    let customer = world.sim.customer(MOSS, "Maya").await;
    let post_of = format!("/_sim/accounts/{MOSS}/media");
    let _ = world.sim.post(&post_of, &json!({"kind": "page"})).await;
    let path = format!("/_sim/customers/{customer}/comments");
    let id = text(&world.sim.post(&path, &json!({"text": "My order?"})).await["comment_id"]);
    once(&world, "/api/facebook/comments", |found| {
        list(found.clone())
            .into_iter()
            .find(|c| c["id"] == id.as_str())
    })
    .await;
    let private = format!("/api/facebook/comments/{id}/private-reply");
    let private = post(&world, &private, json!({"text": "We look"})).await;
    let chat = text(&private["chat_id"]);
    let late = ask(
        &world,
        Method::POST,
        &format!("/api/chats/{chat}/message"),
        json!({"content": "and more"}),
    )
    .await;
    assert_eq!(late.status, 403, "{late}");
    let body = json!({"chat_id": chat, "variables": {"username": "Maya", "order": 4711}});
    let sent = post(&world, &format!("{one}/send"), body).await;
    let thread = Thread { chat, customer };
    world.until(&thread, &text(&sent["id"]), &["read"]).await;
    let calls = world.sim.calls("POST */messages").await;
    let call = calls.last().expect("a call");
    assert_eq!(call["body"]["messaging_type"], "UTILITY", "{call}");
}

#[tokio::test]
async fn insights_and_conversions() {
    let (_folder, world) = connected().await;
    let path = format!("/_sim/accounts/{FERN}/media");
    let reel = text(&world.sim.post(&path, &json!({"kind": "reel"})).await["id"]);
    let visits = format!("/_sim/media/{reel}/visits");
    let _ = world
        .sim
        .post(&visits, &json!({"people": 11, "did": ["view", "like"]}))
        .await;
    let figures = format!("/api/insights/media?media_id={reel}");
    let figures = world.admin.get(&figures).await;
    assert_eq!(figures["metrics"]["likes"], 11, "{figures}");
    let account = format!("/api/insights/account?ig_id={FERN}");
    let whole = world.admin.get(&account).await;
    assert_eq!(whole["entity_id"], FERN, "{whole}");

    let _ = world.sim.post("/_sim/pixels", &json!({"id": PIXEL})).await;
    let thread = world.conversation_of(FERN, "Anna").await;
    let at = now();
    let shop = json!({"event_name": "Purchase", "event_time": at, "action_source": "system_generated",
        "user_data": {"em": "john@example.com"}, "event_id": "order-1"});
    let chat = json!({"event_name": "LeadSubmitted", "event_time": at, "action_source": "business_messaging",
        "chat_id": thread.chat, "event_id": "lead-1"});
    for event in [shop, chat] {
        let stored = post(&world, "/api/marketing/events", event).await;
        let id = text(&stored["id"]);
        once(&world, "/api/marketing/events", |found| {
            let found = list(found.clone());
            found
                .into_iter()
                .find(|e| e["id"] == id.as_str() && e["status"] == "success")
        })
        .await;
    }
    let got = list(world.sim.get("/_sim/events").await);
    assert_eq!(got.len(), 2, "{got:?}");
}

/// Seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "Meta's clock is that of the world"
)]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("a clock").as_secs()
}

#[tokio::test]
async fn a_dead_token_is_told_of_and_replaced_and_nothing_is_missed() {
    let (_folder, world) = connected().await;
    let thread = world.conversation_of(FERN, "Anna").await;
    let dead = json!({"token": "EAAfern", "dead": 460});
    let _ = world.sim.post("/_sim/tokens", &dead).await;
    let id = world.say(&thread, "Still here?").await;
    let accounts = "/api/instagram/accounts";
    once(&world, accounts, |found| {
        (found[0]["status"] == "reconnect").then_some(())
    })
    .await;
    // What customers write comes all the same, and what waits is not called sent.
    world.sim.writes(&thread.customer, "hello?").await;
    until(PATIENCE, "the message to come", async || {
        let said = world.messages(&thread).await;
        said.iter().any(|m| m["content"] == "hello?").then_some(())
    })
    .await;
    let waits = world.message(&thread, &id).await;
    assert_eq!(waits["delivery_status"], "queued", "{waits}");
    let fresh = json!({"token": "EAAfern2", "account_id": FERN});
    let _ = world.sim.post("/_sim/tokens", &fresh).await;
    let body = json!({"page_id": FERN, "access_token": "EAAfern2"});
    let again = post(&world, accounts, body).await;
    assert_eq!(again["status"], "active", "{again}");
    world.until(&thread, &id, &["read"]).await;
    world.sent_exactly(&thread, "Still here?", 1).await;
    let found = list(world.admin.get(accounts).await);
    assert_eq!(found.len(), 1, "a reconnect keeps the account: {found:?}");
    // Its secrets are nowhere to be read.
    let shown = world.admin.send(Method::GET, accounts, None).await;
    for secret in ["EAAfern", SECRET] {
        assert!(!shown.text.contains(secret), "{}", shown.text);
    }
}
