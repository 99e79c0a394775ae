//! Connecting and disconnecting accounts, by the API and by the environment.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::webhook::Account;

use crate::app::{NOBODY, Place, TestApp, all, hours_ago, ids, invalid, problem, text};

both!(connecting, the_environments_account, tokens_stay_inside);

const LIST: &str = "/api/instagram/accounts";
const FERN: &str = "17841400000000001";

async fn ask(person: &Api, method: Method, path: &str, body: Option<&Value>) -> Answer {
    person.send(method, path, body).await
}

async fn connect(app: &TestApp, id: &str, token: &str) -> Value {
    app.admin
        .post(LIST, &json!({"page_id": id, "access_token": token}))
        .await
}

async fn connecting(place: &Place) {
    let app = place.mock(&[]).await;
    let fern = Account::instagram(FERN);
    // Deliveries that come before the account wait for it.
    let body = fern.deliver(
        hours_ago(1),
        &[fern.text("anna", hours_ago(1), "mid-1", "too early?")],
    );
    let delivery = app.deliver(&body).await;
    assert_eq!(delivery["items"][0]["outcome"], "parked", "{delivery}");
    assert!(text(&delivery["items"][0]["reason"]).contains(FERN));
    assert_eq!(
        all(app.admin.get("/api/deliveries?outcome=parked").await).len(),
        1
    );
    assert_eq!(app.admin.get("/api/chats").await, json!([]));

    let demo = all(app.admin.get(LIST).await);
    assert_eq!(demo.len(), 1);
    let body = json!({"page_id": FERN, "access_token": "EAAtoken-of-fern", "username": "@fern"});
    let made = app.admin.post(LIST, &body).await;
    assert_eq!(
        (&made["page_id"], &made["username"], &made["status"]),
        (&json!(FERN), &json!("fern"), &json!("active"))
    );
    assert!(
        made["facebook_page_id"].is_string(),
        "the Page behind it was found: {made}"
    );
    let id = text(&made["id"]);
    let chat = app.chat_of("anna").await;
    assert_eq!(
        (&chat["last_message"], &chat["facebook_page_id"]),
        (&json!("too early?"), &json!(FERN))
    );
    let delivery = app.understood(&text(&delivery["id"])).await;
    assert_eq!(delivery["items"][0]["outcome"], "applied", "{delivery}");
    assert_eq!(
        ids(app.admin.get(LIST).await),
        [id.clone(), text(&demo[0]["id"])],
        "newest first"
    );
    let one = format!("{LIST}/{id}");
    assert!(app.admin.get(&one).await["last_webhook_at"].is_string());
    problem(
        ask(&app.admin, Method::POST, LIST, Some(&body)).await,
        400,
        "already_connected",
        "Instagram account already connected",
    );
    let nameless = connect(&app, "17849999888877776", "EAAother").await;
    assert_eq!(nameless["username"], "ig_user_17849999");

    for (body, pointer) in [
        (json!({}), "/page_id"),
        (json!({"page_id": "1"}), "/access_token"),
        (json!({"access_token": "t"}), "/page_id"),
        (json!({"page_id": "", "access_token": "t"}), "/page_id"),
        (
            json!({"page_id": "1", "access_token": "  "}),
            "/access_token",
        ),
        (
            json!({"page_id": 17_841_400, "access_token": "t"}),
            "/page_id",
        ),
        (
            json!({"page_id": "1", "access_token": {"t": 1}}),
            "/access_token",
        ),
        (json!({"page_id": "1\n2", "access_token": "t"}), "/page_id"),
        (
            json!({"page_id": "1", "access_token": "t\u{0}"}),
            "/access_token",
        ),
        (
            json!({"page_id": "1".repeat(1_001), "access_token": "t"}),
            "/page_id",
        ),
        (
            json!({"page_id": "1", "access_token": "t", "username": 5}),
            "/username",
        ),
        (
            json!({"page_id": "1", "access_token": "t", "username": "a\u{7}"}),
            "/username",
        ),
    ] {
        invalid(
            ask(&app.admin, Method::POST, LIST, Some(&body)).await,
            pointer,
        );
    }
    let page = app
        .app()
        .db
        .accounts(Some(domain::account::Platform::Facebook))
        .await
        .unwrap()[0]
        .id
        .to_string();
    for none in [NOBODY, "x", FERN, &page] {
        for method in [Method::GET, Method::DELETE] {
            let answer = ask(&app.admin, method, &format!("{LIST}/{none}"), None).await;
            problem(answer, 404, "not_found", "");
        }
    }
    problem(
        ask(&app.admin, Method::GET, &format!("{LIST}/{NOBODY}"), None).await,
        404,
        "not_found",
        "Instagram account not found",
    );
    for (method, path) in [
        (Method::GET, LIST),
        (Method::POST, LIST),
        (Method::GET, &one),
        (Method::DELETE, &one),
    ] {
        let answer = ask(&app.agent, method.clone(), path, Some(&body)).await;
        problem(answer, 403, "admin_required", "Admin access required");
        problem(
            ask(&app.nobody, method, path, Some(&body)).await,
            401,
            "unauthorized",
            "",
        );
    }

    // Its history outlives the connection.
    let gone = app.admin.delete(&one).await;
    assert_eq!(
        gone,
        json!({"success": true, "message": "Instagram account disconnected"})
    );
    for method in [Method::GET, Method::DELETE] {
        problem(
            ask(&app.admin, method, &one, None).await,
            404,
            "not_found",
            "Instagram account not found",
        );
    }
    assert_eq!(all(app.admin.get(LIST).await).len(), 2);
    let chat_id = text(&chat["id"]);
    assert_eq!(
        app.admin.get(&format!("/api/chats/{chat_id}")).await["last_message"],
        "too early?"
    );
    let body = fern.deliver(
        hours_ago(0),
        &[fern.text("anna", hours_ago(0), "mid-2", "still there?")],
    );
    let parked = app.deliver(&body).await;
    assert_eq!(parked["items"][0]["outcome"], "parked");
    let path = format!("/api/chats/{chat_id}/message");
    let unsent = app
        .admin
        .post(&path, &json!({"content": "nobody can send this"}))
        .await;
    let failed = app
        .message_is(&chat_id, &text(&unsent["id"]), "failed")
        .await;
    assert_eq!(failed["error"]["code"], "account_disconnected");
    // Connecting it again takes the history up, and what waited.
    let again = connect(&app, FERN, "EAAnew-token-of-fern").await;
    assert_eq!(
        (&again["id"], &again["username"]),
        (&json!(id), &json!("ig_user_17841400"))
    );
    let parked = app.understood(&text(&parked["id"])).await;
    assert_eq!(parked["items"][0]["outcome"], "applied");
    let chat = app.admin.get(&format!("/api/chats/{chat_id}")).await;
    let said: Vec<&str> = chat["messages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|m| m["content"].as_str())
        .collect();
    assert_eq!(said, ["too early?", "still there?", "nobody can send this"]);
    app.finish().await;
}

async fn the_environments_account(place: &Place) {
    let vars = [
        ("INSTAGRAM_PAGE_ID", FERN),
        ("INSTAGRAM_PAGE_ACCESS_TOKEN", "EAAtoken-of-the-environment"),
    ];
    let connected = async |app: &TestApp| {
        let list = all(app.admin.get(LIST).await);
        list.into_iter().find(|a| a["page_id"] == FERN)
    };
    let app = place.mock(&vars).await;
    let by_env = connected(&app).await.unwrap();
    // It is the default account, beside the demo's.
    let chat = app.generate(1, "instagram").await.remove(0);
    let chat = app.admin.get(&format!("/api/chats/{chat}")).await;
    assert_eq!(chat["facebook_page_id"], FERN);
    let path = format!("/api/chats/{}/message", text(&chat["id"]));
    let sent = app
        .admin
        .post(&path, &json!({"content": "from the environment"}))
        .await;
    app.message_is(&text(&chat["id"]), &text(&sent["id"]), "sent")
        .await;
    app.finish().await;

    // It counts as connected while its token is set.
    let app = place.mock(&[]).await;
    assert_eq!(connected(&app).await, None);
    app.finish().await;

    // Connected by the API as well, it is an ordinary row, which keeps its name and stays.
    let app = place.mock(&vars).await;
    assert_eq!(connected(&app).await.unwrap()["id"], by_env["id"]);
    let body = json!({"page_id": FERN, "access_token": "EAAtoken-of-the-api", "username": "fern"});
    let ordinary = app.admin.post(LIST, &body).await;
    assert_eq!(
        (&ordinary["id"], &ordinary["username"]),
        (&by_env["id"], &json!("fern"))
    );
    problem(
        ask(&app.admin, Method::POST, LIST, Some(&body)).await,
        400,
        "already_connected",
        "",
    );
    app.finish().await;
    for vars in [&vars[..], &[]] {
        let app = place.mock(vars).await;
        assert_eq!(connected(&app).await.unwrap()["username"], "fern");
        app.finish().await;
    }
}

/// Everything that this process logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        // What the story's own client says of its requests is not the server's log.
        let filter = tracing_subscriber::EnvFilter::new("trace,tungstenite::handshake::client=off");
        tracing_subscriber::fmt()
            .with_ansi(false)
            .with_env_filter(filter)
            .with_writer(move || writer.clone())
            .init();
        log
    })
}

async fn tokens_stay_inside(place: &Place) {
    let log = log();
    let app = place
        .mock(&[("TICKLEGRAM_KEY", "a key of this story")])
        .await;
    let token = "EAAsecret0123456789";
    let mut said = connect(&app, FERN, token).await.to_string();
    let fern = Account::instagram(FERN);
    app.deliver(&fern.deliver(
        hours_ago(0),
        &[fern.text("anna", hours_ago(0), "mid-1", "hello")],
    ))
    .await;
    let chat = text(&app.chat_of("anna").await["id"]);
    let fault = json!({"match": "POST */messages", "times": 1, "then": {"error": {"code": 190, "subcode": 460}}});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    let sent = app
        .admin
        .post(
            &format!("/api/chats/{chat}/message"),
            &json!({"content": "hi"}),
        )
        .await;
    // A dead token holds the account; what waits is taken up when it is connected again.
    testkit::wait::until(
        testkit::wait::PATIENCE,
        "the account to need a new token",
        async || {
            let list = all(app.admin.get(LIST).await);
            list.into_iter().find(|a| a["status"] == "reconnect")
        },
    )
    .await;
    for path in [
        LIST,
        "/api/outbox",
        "/api/deliveries",
        "/metrics",
        "/readyz",
        "/api/auth/config",
        "/openapi.json",
    ] {
        said += &app
            .admin
            .send(Method::GET, path, None)
            .await
            .expect(200)
            .text;
    }
    said += &app
        .admin
        .send(Method::DELETE, &format!("{LIST}/{FERN}"), None)
        .await
        .text;
    let renewed = "EAAsecret9876543210";
    said += &connect(&app, FERN, renewed).await.to_string();
    app.message_is(&chat, &text(&sent["id"]), "sent").await;
    let session = app.admin.token().to_owned();
    // The only place where a token may stand is the query of a socket, and that is not written down.
    let _ = app.socket(&app.admin).await;
    app.finish().await;
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("stopped"), "the log is read");
    for secret in [
        token,
        renewed,
        session.as_str(),
        "admin123",
        crate::app::SECRET,
        "a key of this story",
    ] {
        let found = logged.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret} stands in the log");
        let shown = said.contains(secret);
        // The demo's passwords are offered on the login page of mock mode.
        assert_eq!(shown, secret == "admin123", "{secret} in an answer");
        for path in files(place.data()) {
            let bytes = std::fs::read(&path).unwrap();
            let there = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!there, "{secret} stands in {}", path.display());
        }
    }
}

/// Every file below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect()
}
