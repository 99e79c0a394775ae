//! Connecting by logging in at Meta, and what Meta calls by itself, in real mode against the strict simulator.

use reqwest::Method;
use serde_json::{Value, json};
use server::Sources;
use testkit::api::{Answer, client};
use testkit::wait::{PATIENCE, until};
use url::Url;

use crate::album::Album;
use crate::app::{NOBODY, Place, TestApp, all, manual, problem, text};

both!(
    a_facebook_login,
    an_instagram_login,
    logins_are_good_once,
    an_app_is_removed,
    a_person_is_erased,
);

const FERN: &str = "17841400000000001";
const FERN_PAGE: &str = "100000000000001";
const MOSS: &str = "100000000000003";
const GET: Method = Method::GET;
const POST: Method = Method::POST;
const START: &str = "/api/oauth/{platform}/start";
const CALLBACK: &str = "/api/oauth/{platform}/callback";
const CHOICE: &str = "/api/oauth/choices/{choice}";
/// Where browsers are sent back to; stories follow the path only.
const HOME: [(&str, &str); 1] = [("PUBLIC_URL", "https://desk.example")];

async fn introduce(app: &TestApp) {
    let fern = json!({"platform": "instagram", "id": FERN, "page_id": FERN_PAGE, "username": "fern", "name": "Fern", "token": "EAAfern"});
    let _ = app.sim.post("/_sim/accounts", &fern).await;
    let moss = json!({"platform": "facebook", "id": MOSS, "name": "Moss", "token": "EAAmoss"});
    let _ = app.sim.post("/_sim/accounts", &moss).await;
}

fn place_of(answer: &Answer) -> String {
    answer.header("location").unwrap().to_owned()
}

/// Begins a login and decides in Meta's dialog; gives path and query of the address that Meta sends the browser to.
async fn at_meta(app: &TestApp, platform: &str, decided: &str) -> String {
    let begun = app
        .admin
        .send(GET, &format!("/api/oauth/{platform}/start"), None)
        .await
        .expect(302);
    let dialog = place_of(&begun);
    let shown = client().get(&dialog).send().await.unwrap();
    let page = shown.text().await.unwrap();
    assert!(
        page.contains("Continue") && page.contains("fern") || page.contains("Moss"),
        "{page}"
    );
    let decision = client()
        .get(format!("{dialog}&{decided}"))
        .send()
        .await
        .unwrap();
    assert_eq!(decision.status(), 302);
    let back = decision.headers()["location"].to_str().unwrap().to_owned();
    let home = format!("https://desk.example/api/oauth/{platform}/callback?");
    assert!(back.starts_with(&home), "{back}");
    let back = back.split('#').next().unwrap();
    back.trim_start_matches("https://desk.example").to_owned()
}

/// Goes where Meta sent the browser to; gives the dashboard's address.
async fn come_back(app: &TestApp, back: &str) -> Url {
    let answer = app.admin.send(GET, back, None).await.expect(302);
    let place = place_of(&answer);
    assert!(place.starts_with("/accounts?"), "{place}");
    Url::parse("https://desk.example")
        .unwrap()
        .join(&place)
        .unwrap()
}

fn said(place: &Url, key: &str) -> String {
    let found = place.query_pairs().find(|(k, _)| k == key);
    found
        .unwrap_or_else(|| panic!("no {key} in {place}"))
        .1
        .into_owned()
}

async fn a_facebook_login(place: &Place) {
    let app = place.strict_at(&HOME, Sources::default()).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app).await;
    let start = "/api/oauth/facebook/start";
    let _ = album
        .ask("login-start-403", &app.agent, (GET, START, start), None)
        .await;
    let begun = app.admin.send(GET, start, None).await.expect(302);
    let dialog = Url::parse(&place_of(&begun)).unwrap();
    assert_eq!(dialog.path(), "/v25.0/dialog/oauth");
    let scope = said(&dialog, "scope");
    assert!(scope.contains("pages_show_list,") && scope.contains("instagram_manage_messages"));
    assert_eq!(begun.header("cache-control"), Some("no-store"));

    // Several accounts: the admin chooses.
    let back = at_meta(&app, "facebook", "decision=allow").await;
    let choose = said(&come_back(&app, &back).await, "choose");
    let path = format!("/api/oauth/choices/{choose}");
    let route = |m: Method| (m, CHOICE, path.as_str());
    let choice = album
        .ask("login-choice", &app.admin, route(GET), None)
        .await
        .expect(200)
        .json();
    assert_eq!(choice["accounts"].as_array().unwrap().len(), 3, "{choice}");
    let gone = format!("/api/oauth/choices/{NOBODY}");
    let _ = album
        .ask(
            "login-choice-404",
            &app.admin,
            (GET, CHOICE, gone.as_str()),
            None,
        )
        .await;
    let _ = album
        .ask(
            "login-choose-404",
            &app.admin,
            (POST, CHOICE, gone.as_str()),
            Some(json!({"accounts": [FERN]})),
        )
        .await;
    for (body, name) in [
        (json!({"accounts": []}), "login-choose-none"),
        (json!({"accounts": ["17"]}), "login-choose-unknown"),
    ] {
        let _ = album
            .ask(name, &app.admin, route(POST), Some(body))
            .await
            .expect(422);
    }
    let chosen = json!({"accounts": [FERN, MOSS]});
    let key = [("idempotency-key", "k")];
    let made = album
        .ask_with(
            "login-choose",
            &app.admin,
            route(POST),
            Some(chosen.clone()),
            &key,
        )
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &made["success"],
            made["connected"].as_array().unwrap().len()
        ),
        (&json!(true), 2),
        "{made}"
    );
    let again = app
        .admin
        .send_with(POST, &path, Some(&chosen), &key)
        .await
        .expect(200)
        .json();
    assert_eq!(again, made);
    let other = json!({"accounts": [MOSS]});
    problem(
        app.admin.send_with(POST, &path, Some(&other), &key).await,
        409,
        "idempotency_mismatch",
        "",
    );
    // Connected for good: the Page's own token has no end, and deliveries come.
    let account = app.admin.get("/api/instagram/accounts").await[0].clone();
    assert_eq!(
        (&account["page_id"], &account["token_expires_at"]),
        (&json!(FERN), &Value::Null)
    );
    app.write(FERN, "found you").await;

    // One account is connected at once, and takes the new token.
    let back = at_meta(&app, "facebook", &format!("decision=allow&chosen={MOSS}")).await;
    let connected = said(&come_back(&app, &back).await, "connected");
    assert_eq!(
        app.admin.get("/api/facebook/pages").await[0]["id"],
        connected
    );
    let lacking = format!("decision=allow&chosen={MOSS}&without=pages_messaging");
    let back = at_meta(&app, "facebook", &lacking).await;
    assert_eq!(
        said(&come_back(&app, &back).await, "login_error"),
        "Nothing was connected. The access token lacks the permission pages_messaging. Make one that has it, and connect again."
    );
    app.finish().await;
}

async fn an_instagram_login(place: &Place) {
    let app = place.strict_at(&HOME, Sources::default()).await;
    introduce(&app).await;
    let back = at_meta(&app, "instagram", "decision=allow").await;
    // §8.2: pasted addresses end in `#_`, which some browsers pass on encoded.
    let connected = said(&come_back(&app, &back).await, "connected");
    let path = format!("/api/instagram/accounts/{connected}");
    let account = app.admin.get(&path).await;
    assert_eq!(
        (
            &account["page_id"],
            &account["username"],
            &account["facebook_page_id"]
        ),
        (&json!(FERN), &json!("fern"), &Value::Null)
    );
    assert!(
        account["token_expires_at"].is_string(),
        "it lives 60 days: {account}"
    );
    let health = app
        .admin
        .get(&format!("/api/accounts/{connected}/health"))
        .await;
    let well: Vec<_> = all(health["checks"].clone())
        .into_iter()
        .map(|c| (text(&c["name"]), c["ok"].clone()))
        .collect();
    assert!(
        well.contains(&("permissions".to_owned(), json!(true))),
        "{health}"
    );
    app.write(FERN, "hello").await;
    let denied = at_meta(&app, "instagram", "decision=deny").await;
    assert_eq!(
        said(&come_back(&app, &denied).await, "login_error"),
        "Nothing was connected: the login was cancelled at Meta."
    );
    // No secret stands in an address that the simulator was called with, apart from the one that Meta wants there.
    for call in all(app.sim.get("/_sim/calls?limit=500").await) {
        assert!(!call["path"].as_str().unwrap().contains("EAA"), "{call}");
    }
    app.finish().await;
}

async fn logins_are_good_once(place: &Place) {
    let (clock, sources) = manual();
    let app = place.strict_at(&HOME, sources).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app).await;
    let expired = |answer: Answer| {
        problem(
            answer,
            400,
            "login_expired",
            "This login was not begun here, took longer than ten minutes, or came back before. Begin again.",
        )
    };
    let back = at_meta(&app, "facebook", "decision=allow").await;
    problem(
        app.nobody.send(GET, &back, None).await,
        401,
        "unauthorized",
        "",
    );
    let _ = come_back(&app, &back).await;
    expired(app.admin.send(GET, &back, None).await);
    // Ten minutes, and not at the other product.
    let back = at_meta(&app, "facebook", "decision=allow").await;
    clock.advance(10 * domain::time::MINUTE + 1);
    expired(app.admin.send(GET, &back, None).await);
    let back = at_meta(&app, "facebook", "decision=allow").await;
    expired(
        app.admin
            .send(GET, &back.replace("/facebook/", "/instagram/"), None)
            .await,
    );
    let unknown = "/api/oauth/facebook/callback?code=AQB&state=nobodys";
    let _ = album
        .ask(
            "login-callback-400",
            &app.admin,
            (GET, CALLBACK, unknown),
            None,
        )
        .await
        .expect(400);
    let _ = album
        .ask(
            "login-start-404",
            &app.admin,
            (GET, START, "/api/oauth/myspace/start"),
            None,
        )
        .await
        .expect(404);
    // A code that Meta does not know.
    let back = at_meta(&app, "instagram", "decision=allow").await;
    let code = back
        .split("code=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    let wrong = said(
        &come_back(&app, &back.replace(&code, "AQBwrong")).await,
        "login_error",
    );
    assert_eq!(
        wrong,
        "Nothing was connected. Meta refused the call (Matching code was not found or was already used)."
    );
    // The statuses of success, which have no body to take.
    for (name, template, path) in [
        ("login-start", START, "/api/oauth/facebook/start".to_owned()),
        (
            "login-callback",
            CALLBACK,
            at_meta(&app, "facebook", "decision=deny").await,
        ),
    ] {
        let _ = album
            .ask(name, &app.admin, (GET, template, path.as_str()), None)
            .await
            .expect(302);
    }
    app.finish().await;
    let app = place.strict_at(&[], Sources::default()).await;
    problem(
        app.admin.send(GET, "/api/oauth/facebook/start", None).await,
        409,
        "public_url_required",
        "Meta has to know where to send you back to. Ask the operator to set PUBLIC_URL.",
    );
    app.finish().await;
}

async fn an_app_is_removed(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app).await;
    let body = json!({"page_id": FERN, "access_token": "EAAfern"});
    let _ = app.admin.post("/api/instagram/accounts", &body).await;
    let path = "/api/meta/deauthorize";
    for form in ["", "signed_request=x", "signed_request=x.y", "other=1"] {
        let answer = client()
            .post(format!("{}{path}", app.base))
            .body(form)
            .send()
            .await
            .unwrap();
        assert!([400, 401].contains(&answer.status().as_u16()), "{form}");
    }
    let _ = album
        .ask("deauthorize-400", &app.nobody, (POST, path, path), None)
        .await
        .expect(400);
    let called = app
        .sim
        .post(
            "/_sim/callbacks",
            &json!({"kind": "deauthorize", "user_id": "somebody else"}),
        )
        .await;
    assert_eq!(called["status"], 200, "{called}");
    let status = async || app.admin.get("/api/instagram/accounts").await[0]["status"].clone();
    assert_eq!(status().await, "active");
    let called = app
        .sim
        .post("/_sim/callbacks", &json!({"kind": "deauthorize"}))
        .await;
    assert_eq!(called["answer"], json!({"success": true}), "{called}");
    album.take(
        "deauthorize",
        json!({"asked": format!("POST {path}"), "status": 200, "body": called["answer"]}),
    );
    assert_eq!(status().await, "reconnect");
    let account = app.admin.get("/api/instagram/accounts").await[0].clone();
    assert!(text(&account["status_reason"]).starts_with("The owner has removed this app"));
    app.finish().await;
}

async fn a_person_is_erased(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app).await;
    let body = json!({"page_id": FERN, "access_token": "EAAfern"});
    let _ = app.admin.post("/api/instagram/accounts", &body).await;
    let secret = "my address is Rosenweg 7";
    let chat = app.write(FERN, secret).await;
    let other = app.write(FERN, "somebody else's words").await;
    let person = text(&chat["instagram_user_id"]);
    let path = format!("/api/chats/{}/message", text(&chat["id"]));
    let sent = app
        .admin
        .post(&path, &json!({"content": "Rosenweg 7, noted"}))
        .await;
    app.message_is(&text(&chat["id"]), &text(&sent["id"]), "read")
        .await;
    app.quiet().await;
    let route = "/api/meta/data-deletion";
    let _ = album
        .ask("data-deletion-400", &app.nobody, (POST, route, route), None)
        .await
        .expect(400);
    let called = app
        .sim
        .post(
            "/_sim/callbacks",
            &json!({"kind": "data-deletion", "user_id": person}),
        )
        .await;
    assert_eq!(called["status"], 200, "{called}");
    let code = text(&called["answer"]["confirmation_code"]);
    assert_eq!(
        called["answer"]["url"],
        format!("{}{route}/{code}", app.base)
    );
    let shown = called["answer"]
        .to_string()
        .replace(&code, "[code]")
        .replace(&app.base, "[server]");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    album.take(
        "data-deletion",
        json!({"asked": format!("POST {route}"), "status": 200, "body": shown}),
    );
    let status = format!("{route}/{code}");
    until(PATIENCE, "the person to be erased", async || {
        (app.nobody.get(&status).await["status"] == "done").then_some(())
    })
    .await;
    let template = "/api/meta/data-deletion/{code}";
    let done = album
        .ask(
            "data-deletion-status",
            &app.nobody,
            (GET, template, &status),
            None,
        )
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&done["chats"], &done["messages"]),
        (&json!(1), &json!(2)),
        "{done}"
    );
    let none = format!("{route}/none");
    let _ = album
        .ask(
            "data-deletion-status-404",
            &app.nobody,
            (GET, template, &none),
            None,
        )
        .await
        .expect(404);
    let page = app
        .nobody
        .send_with(GET, &status, None, &[("accept", "text/html")])
        .await
        .expect(200);
    assert!(
        page.text.contains("<h1>Erasure of your data</h1>") && page.text.contains("Done on "),
        "{page}"
    );

    // Nothing of that person is left anywhere, and all of the other's.
    let mut left = app.admin.get("/api/chats").await.to_string();
    for chat in all(app.admin.get("/api/chats").await) {
        left += &app
            .admin
            .get(&format!("/api/chats/{}", text(&chat["id"])))
            .await
            .to_string();
    }
    for delivery in all(app.admin.get("/api/deliveries?limit=200").await) {
        left += &app
            .admin
            .get(&format!("/api/deliveries/{}", text(&delivery["id"])))
            .await
            .to_string();
    }
    for event in app.app().db.events_after(0, 1_000).await.unwrap() {
        left += &event.frame;
    }
    for gone in [person.as_str(), "Rosenweg"] {
        assert!(!left.contains(gone), "{gone} is left");
    }
    assert!(
        left.contains("somebody else's words") && left.contains(&text(&other["instagram_user_id"]))
    );
    app.finish().await;
}
