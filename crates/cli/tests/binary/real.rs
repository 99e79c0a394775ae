//! Real mode, end to end, against the simulator as a program of its own.

use serde_json::json;
use tempfile::TempDir;
use testkit::api::Method;
use testkit::process::{Options, Server};

use crate::admin::admin;
use crate::support::{SECRET, Sim, SimProcess, Thread, World, chat_of};

const ACCOUNT: &str = "17841400000004242";
const TOKEN: &str = "EAArealmodetoken0000000042";

#[tokio::test]
async fn a_customer_is_answered_strictly() {
    let process = SimProcess::start(&["--strict", "--empty"]).await;
    let sim = Sim::at(&process.base());
    let account =
        json!({ "platform": "instagram", "id": ACCOUNT, "username": "shop", "token": TOKEN });
    sim.post("/_sim/accounts", &account).await;
    answered(process).await;
}

#[tokio::test]
async fn a_customer_is_answered_by_adoption() {
    answered(SimProcess::start(&["--empty"]).await).await;
}

/// A server in real mode beside this simulator, and Ada, whom the command line has made.
pub(crate) async fn real(process: SimProcess, vars: &[(&str, &str)]) -> (TempDir, World) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut options = Options::default()
        .data(&data)
        .env("INSTAGRAM_MODE", "real")
        .env("FACEBOOK_APP_ID", "1234567890")
        .env("FACEBOOK_APP_SECRET", SECRET)
        .env("VERIFY_TOKEN", "5d41402abc4b2a76")
        .env("GRAPH_BASE_URL", &process.base())
        .env(
            "INSTAGRAM_GRAPH_BASE_URL",
            &format!("{}/ig-host", process.base()),
        );
    for (name, value) in vars {
        options = options.env(name, value);
    }
    let person = [
        "create-user",
        "--email",
        "ada@example.com",
        "--name",
        "Ada",
        "--password-stdin",
    ];
    let made = admin(&data, &options.env, &person, "analytical engine");
    assert!(made.status.success(), "{made:?}");
    let server = Server::start(options).await;
    let sim = Sim::at(&process.base());
    let webhook = format!("{}/webhook", server.base());
    sim.settings(json!({ "webhook_url": webhook })).await;
    let ada = server
        .api()
        .login("ada@example.com", "analytical engine")
        .await;
    let world = World {
        server,
        sim,
        admin: ada,
        process: Some(process),
        line: None,
    };
    (folder, world)
}

async fn answered(process: SimProcess) {
    let named = [
        ("INSTAGRAM_PAGE_ID", ACCOUNT),
        ("INSTAGRAM_PAGE_ACCESS_TOKEN", TOKEN),
    ];
    let (_folder, world) = real(process, &named).await;
    for (email, password) in [
        ("admin@ticklegram.com", "admin123"),
        ("agent1@ticklegram.com", "agent123"),
    ] {
        let known = json!({ "email": email, "password": password });
        let api = world.server.api();
        let answer = api
            .send(Method::POST, "/api/auth/login", Some(&known))
            .await;
        assert_eq!(answer.status, 401, "{answer}");
    }
    let ada = &world.admin;
    let accounts = ada.get("/api/instagram/accounts").await;
    assert_eq!(accounts[0]["page_id"], ACCOUNT, "{accounts}");
    assert_eq!(accounts[0]["status"], "active", "{accounts}");
    let mock = ada
        .send(Method::POST, "/api/mock/generate-chats", None)
        .await;
    assert_eq!(mock.status, 404, "{mock}");

    let customer = world.sim.customer(ACCOUNT, "Charles").await;
    world.sim.writes(&customer, "does it compute?").await;
    let chat = chat_of(&world.admin, &customer).await;
    let thread = Thread { chat, customer };
    let messages = world.messages(&thread).await;
    assert_eq!(messages[0]["content"], "does it compute?");
    assert_eq!(messages[0]["direction"], "inbound");
    let id = world.say(&thread, "It weaves.").await;
    world.until(&thread, &id, &["read"]).await;
    world.sent_exactly(&thread, "It weaves.", 1).await;
}
