//! Connecting in real mode against the strict simulator: whose token it is, what it may do, and that deliveries come.

use reqwest::Method;
use serde_json::{Value, json};
use server::Sources;
use testkit::api::Api;
use testkit::wait::{PATIENCE, until};

use crate::album::Album;
use crate::app::{NOBODY, Place, TestApp, all, at_once, manual, problem, text};

both!(
    instagram_accounts,
    pages,
    a_page_serves_two,
    once_however_often_it_is_asked,
    health_and_repair,
    tokens_are_looked_after,
    the_environments_account_is_subscribed,
);

const LIST: &str = "/api/instagram/accounts";
const PAGES: &str = "/api/facebook/pages";
const FERN: &str = "17841400000000001";
const FERN_PAGE: &str = "100000000000001";
const KILN: &str = "17841400000000002";
const KILN_PAGE: &str = "100000000000002";
const MOSS: &str = "100000000000003";
const GET: Method = Method::GET;
const POST: Method = Method::POST;
const DELETE: Method = Method::DELETE;

/// An Instagram account with its Page, whose token is `EAA` and its name.
async fn introduce(app: &TestApp, id: &str, page: &str, name: &str) {
    let account = json!({"platform": "instagram", "id": id, "page_id": page, "username": name, "name": name, "token": format!("EAA{name}")});
    let _ = app.sim.post("/_sim/accounts", &account).await;
}

async fn introduce_page(app: &TestApp, id: &str, name: &str) {
    let page =
        json!({"platform": "facebook", "id": id, "name": name, "token": format!("EAA{name}")});
    let _ = app.sim.post("/_sim/accounts", &page).await;
}

async fn token(app: &TestApp, token: &Value) {
    let _ = app.sim.post("/_sim/tokens", token).await;
}

async fn connect(app: &TestApp, list: &str, id: &str, token: &str) -> Value {
    app.admin
        .post(list, &json!({"page_id": id, "access_token": token}))
        .await
}

/// Why it was refused.
async fn refusal(app: &TestApp, list: &str, id: &str, token: &str) -> String {
    let body = json!({"page_id": id, "access_token": token});
    let answer = app.admin.send(POST, list, Some(&body)).await;
    let body = problem(answer, 400, "verification_failed", "");
    let detail = text(&body["detail"]);
    assert!(!detail.contains(token), "{detail}");
    detail
}

/// A request with a snapshot of its answer, which has this status.
async fn snap(
    album: &mut Album,
    name: &str,
    person: &Api,
    route: (Method, &str, &str),
    body: Option<Value>,
    status: u16,
) -> Value {
    album
        .ask(name, person, route, body)
        .await
        .expect(status)
        .json()
}

/// The simulator's row of an account.
async fn at_meta(app: &TestApp, id: &str) -> Value {
    let accounts = all(app.sim.get("/_sim/accounts").await);
    accounts.into_iter().find(|a| a["id"] == id).unwrap()
}

async fn instagram_accounts(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    introduce(&app, KILN, KILN_PAGE, "kiln").await;
    introduce_page(&app, MOSS, "moss").await;

    // What cannot be verified is not connected, and says why.
    for (id, with, why) in [
        (
            FERN,
            "EAAunknown",
            "Meta does not accept the access token (Invalid OAuth access token - Cannot parse access token).",
        ),
        (
            FERN,
            "EAAkiln",
            "The access token belongs to the Instagram account 17841400000000002. Use the id and the token of the same account.",
        ),
        (
            "17841400000000009",
            "EAAfern",
            "The access token belongs to the Instagram account 17841400000000001. Use the id and the token of the same account.",
        ),
        (
            MOSS,
            "EAAmoss",
            "The Page moss has no Instagram professional account. Link one to it at Meta, then connect again.",
        ),
        (
            "a/../me",
            "EAAfern",
            "The access token belongs to the Instagram account 17841400000000001. Use the id and the token of the same account.",
        ),
        (
            "..",
            "EAAfern",
            "The access token belongs to the Instagram account 17841400000000001. Use the id and the token of the same account.",
        ),
    ] {
        assert_eq!(
            refusal(&app, LIST, id, with).await,
            format!("Failed to verify Instagram account: {why}"),
            "{id} {with}"
        );
    }
    let scopes =
        json!({"token": "EAAfern", "scopes": ["instagram_basic", "pages_manage_metadata"]});
    token(&app, &scopes).await;
    let body = json!({"page_id": FERN, "access_token": "EAAfern"});
    let route = |m: Method| (m, LIST, LIST);
    snap(
        &mut album,
        "real-connect-lacks-permission",
        &app.admin,
        route(POST),
        Some(body.clone()),
        400,
    )
    .await;
    token(
        &app,
        &json!({"token": "EAAfern", "expires_in": -60, "scopes": null}),
    )
    .await;
    snap(
        &mut album,
        "real-connect-ended-token",
        &app.admin,
        route(POST),
        Some(body.clone()),
        400,
    )
    .await;
    token(
        &app,
        &json!({"token": "EAAfern", "expires_in": 60 * 86_400}),
    )
    .await;
    let deaf =
        json!({"match": "POST */subscribed_apps", "times": 1, "then": {"error": {"code": 200}}});
    let _ = app.sim.post("/_sim/faults", &deaf).await;
    snap(
        &mut album,
        "real-connect-not-subscribed",
        &app.admin,
        route(POST),
        Some(body.clone()),
        400,
    )
    .await;
    let away = json!({"match": "GET */me", "times": 1, "then": "refuse_before_accept"});
    let _ = app.sim.post("/_sim/faults", &away).await;
    assert_eq!(
        refusal(&app, LIST, FERN, "EAAfern").await,
        "Failed to verify Instagram account: Meta was not reached. Try again in a moment."
    );
    assert_eq!(app.admin.get(LIST).await, json!([]));
    assert_eq!(at_meta(&app, FERN).await["subscribed"], false);

    // By the id of its Page; the handle, the expiry and the Page are found.
    let body = json!({"page_id": FERN_PAGE, "access_token": "EAAfern"});
    let made = snap(
        &mut album,
        "real-connect",
        &app.admin,
        route(POST),
        Some(body),
        200,
    )
    .await;
    assert_eq!(made["page_id"], FERN);
    assert!(made["token_expires_at"].is_string());
    assert_eq!(
        at_meta(&app, FERN).await["subscribed_fields"],
        json!(["feed"])
    );
    for id in [FERN, FERN_PAGE] {
        let body = json!({"page_id": id, "access_token": "EAAfern"});
        let answer = app.admin.send(POST, LIST, Some(&body)).await;
        problem(
            answer,
            400,
            "already_connected",
            "Instagram account already connected",
        );
    }
    // Deliveries come, and answers go.
    let chat = app.write(FERN, "is anybody there?").await;
    let path = format!("/api/chats/{}/message", text(&chat["id"]));
    let sent = app.admin.post(&path, &json!({"content": "we are"})).await;
    app.message_is(&text(&chat["id"]), &text(&sent["id"]), "sent")
        .await;

    // With the token of a person, the Page's own is kept.
    token(
        &app,
        &json!({"token": "EAAperson", "user": true, "expires_in": 3_600}),
    )
    .await;
    let kiln = connect(&app, LIST, KILN, "EAAperson").await;
    assert_eq!(
        (
            &kiln["username"],
            &kiln["facebook_page_id"],
            &kiln["token_expires_at"]
        ),
        (&json!("kiln"), &json!(KILN_PAGE), &Value::Null)
    );
    assert_eq!(
        refusal(&app, LIST, "17841400000000009", "EAAperson").await,
        "Failed to verify Instagram account: The access token belongs to a person who manages no Page with that Instagram account. Use the id and the token of the same account."
    );
    snap(
        &mut album,
        "real-accounts",
        &app.admin,
        (GET, LIST, LIST),
        None,
        200,
    )
    .await;
    // A page of the list, and the next one.
    let first = app.admin.send(GET, &format!("{LIST}?limit=1"), None).await;
    let link = first.header("link").unwrap().to_owned();
    let next = link.trim_start_matches('<').split('>').next().unwrap();
    assert_eq!(app.admin.get(next).await[0]["page_id"], FERN);

    // Its history outlives the connection; Meta is told.
    let one = format!("{LIST}/{}", text(&made["id"]));
    let _ = app.admin.delete(&one).await;
    assert_eq!(at_meta(&app, FERN).await["subscribed"], false);
    // Instagram Login, by the app-scoped id: the account that webhooks name is found.
    token(&app, &json!({"token": "IGAAfern", "account_id": FERN})).await;
    let scoped = text(&at_meta(&app, FERN).await["app_scoped_id"]);
    let again = connect(&app, LIST, &scoped, "IGAAfern").await;
    assert_eq!(
        (&again["id"], &again["page_id"], &again["facebook_page_id"]),
        (&made["id"], &json!(FERN), &Value::Null)
    );
    assert_eq!(
        at_meta(&app, FERN).await["subscribed_fields"]
            .as_array()
            .unwrap()
            .len(),
        9
    );
    let sent = app
        .admin
        .post(&path, &json!({"content": "back again"}))
        .await;
    app.message_is(&text(&chat["id"]), &text(&sent["id"]), "sent")
        .await;
    let dead = json!({"token": "IGAAfern", "dead": 460});
    token(&app, &dead).await;
    assert!(
        refusal(&app, LIST, FERN_PAGE, "IGAAfern")
            .await
            .contains("changed their password")
    );
    app.finish().await;
}

async fn pages(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    let mut album = Album::of(app.sim.base());
    introduce_page(&app, MOSS, "Moss & Stone").await;
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    let route = |m: Method| (m, PAGES, PAGES);
    let body = |with: &str| json!({"page_id": MOSS, "access_token": with});
    snap(
        &mut album,
        "page-connect-422",
        &app.admin,
        route(POST),
        Some(json!({"page_id": MOSS})),
        422,
    )
    .await;
    snap(
        &mut album,
        "page-connect-400",
        &app.admin,
        route(POST),
        Some(body("EAAfern")),
        400,
    )
    .await;
    snap(
        &mut album,
        "page-connect-403",
        &app.agent,
        route(POST),
        Some(body("EAAfern")),
        403,
    )
    .await;
    token(&app, &json!({"token": "IGAAfern", "account_id": FERN})).await;
    assert!(
        refusal(&app, PAGES, MOSS, "IGAAfern")
            .await
            .contains("a Page needs a Page access token")
    );
    let made = snap(
        &mut album,
        "page-connect",
        &app.admin,
        route(POST),
        Some(body("EAAMoss & Stone")),
        200,
    )
    .await;
    let fields = at_meta(&app, MOSS).await["subscribed_fields"].clone();
    assert!(
        all(fields.clone()).contains(&json!("message_reads")),
        "{fields}"
    );
    let chat = app.write(MOSS, "do you deliver?").await;
    let chat = text(&chat["id"]);

    let one = format!("{PAGES}/{MOSS}");
    let at = |m: Method| (m, "/api/facebook/pages/{page_id}", one.as_str());
    snap(&mut album, "page", &app.admin, at(GET), None, 200).await;
    snap(
        &mut album,
        "page-change-422",
        &app.admin,
        at(Method::PATCH),
        Some(json!({"is_active": "no"})),
        422,
    )
    .await;
    problem(
        app.admin
            .send(Method::PATCH, &one, Some(&json!({"page_name": " "})))
            .await,
        422,
        "validation_failed",
        "page_name must not be empty.",
    );
    // Off: everything comes in, nothing leaves, not even what waited.
    let db = &app.app().db;
    let page_id = text(&made["id"]).parse().unwrap();
    let now = app.app().clock.now();
    let until_later = Some(now.plus(domain::time::HOUR));
    db.hold_account(
        page_id,
        domain::account::AccountStatus::Paused,
        "a story",
        until_later,
        now,
        now,
    )
    .await
    .unwrap();
    let path = format!("/api/chats/{chat}/message");
    let waiting = app.admin.post(&path, &json!({"content": "we do"})).await;
    let off = json!({"is_active": false, "page_name": "Moss"});
    snap(
        &mut album,
        "page-change",
        &app.admin,
        at(Method::PATCH),
        Some(off),
        200,
    )
    .await;
    app.sql("UPDATE account SET paused_until = 1").await;
    let failed = app.message_is(&chat, &text(&waiting["id"]), "failed").await;
    assert_eq!(
        (&failed["error"]["code"], &failed["error"]["retryable"]),
        (&json!("account_inactive"), &json!(true))
    );
    let refused = app
        .admin
        .send(POST, &path, Some(&json!({"content": "anybody?"})))
        .await;
    problem(
        refused,
        409,
        "account_inactive",
        "Sending is switched off for this account. Ask an admin to switch it on.",
    );
    let customer = text(&app.admin.get(&format!("/api/chats/{chat}")).await["instagram_user_id"]);
    let more = json!({"text": "hello?"});
    let _ = app
        .sim
        .post(&format!("/_sim/customers/{customer}/messages"), &more)
        .await;
    until(
        PATIENCE,
        "the message that came while sending was off",
        async || {
            let now = app.admin.get(&format!("/api/chats/{chat}")).await;
            (now["last_message"] == "hello?").then_some(())
        },
    )
    .await;
    // A new token is no reason to switch it on, or to forget its name.
    let renewed = connect(&app, PAGES, MOSS, "EAAMoss & Stone").await;
    assert_eq!(
        (&renewed["id"], &renewed["is_active"], &renewed["page_name"]),
        (&made["id"], &json!(false), &json!("Moss"))
    );
    let on = app.admin.patch(&one, &json!({"is_active": true})).await;
    assert_eq!(on["is_active"], true);
    let sent = app
        .admin
        .post(&path, &json!({"content": "here we are"}))
        .await;
    app.message_is(&chat, &text(&sent["id"]), "sent").await;

    snap(&mut album, "pages", &app.admin, route(GET), None, 200).await;
    snap(&mut album, "pages-403", &app.agent, route(GET), None, 403).await;
    snap(
        &mut album,
        "page-disconnect",
        &app.admin,
        at(Method::DELETE),
        None,
        200,
    )
    .await;
    assert_eq!(at_meta(&app, MOSS).await["subscribed"], false);
    snap(&mut album, "page-404", &app.admin, at(GET), None, 404).await;
    snap(
        &mut album,
        "page-change-404",
        &app.admin,
        at(Method::PATCH),
        Some(json!({})),
        404,
    )
    .await;
    snap(
        &mut album,
        "page-disconnect-404",
        &app.admin,
        at(Method::DELETE),
        None,
        404,
    )
    .await;
    assert_eq!(app.admin.get(PAGES).await, json!([]));
    assert_eq!(
        connect(&app, PAGES, MOSS, "EAAMoss & Stone").await["id"],
        made["id"]
    );
    app.finish().await;
}

/// A Page's subscription ends only when nothing connected uses that Page.
async fn a_page_serves_two(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    let shop = connect(&app, LIST, FERN, "EAAfern").await;
    let page = connect(&app, PAGES, FERN_PAGE, "EAAfern").await;
    assert_eq!(page["page_name"], "fern");
    let fields = all(at_meta(&app, FERN).await["subscribed_fields"].clone());
    assert!(fields.contains(&json!("feed")) && fields.contains(&json!("messages")));
    let _ = app.admin.delete(&format!("{PAGES}/{FERN_PAGE}")).await;
    assert_eq!(at_meta(&app, FERN).await["subscribed"], true);
    let _ = app
        .admin
        .delete(&format!("{LIST}/{}", text(&shop["id"])))
        .await;
    assert_eq!(at_meta(&app, FERN).await["subscribed"], false);
    app.finish().await;
}

async fn once_however_often_it_is_asked(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    introduce_page(&app, MOSS, "moss").await;
    for (list, id, name) in [(LIST, FERN, "EAAfern"), (PAGES, MOSS, "EAAmoss")] {
        let asks = (0..20).map(|_| {
            let admin = app.admin.clone();
            async move {
                let body = json!({"page_id": id, "access_token": name});
                let key = [("idempotency-key", "the same")];
                let answer = admin.send_with(POST, list, Some(&body), &key).await;
                text(&answer.expect(200).json()["id"])
            }
        });
        let mut made = at_once(asks).await;
        made.dedup();
        assert_eq!(made.len(), 1);
        let other = json!({"page_id": id, "access_token": "EAAother"});
        let key = [("idempotency-key", "the same")];
        let answer = app.admin.send_with(POST, list, Some(&other), &key).await;
        problem(answer, 409, "idempotency_mismatch", "");
        assert_eq!(all(app.admin.get(list).await).len(), 1);
    }
    app.finish().await;
}

fn check<'a>(health: &'a Value, name: &str) -> &'a Value {
    let checks = health["checks"].as_array().unwrap();
    checks.iter().find(|c| c["name"] == name).unwrap()
}

/// The account's history once the first walk, which begins by itself, has ended.
async fn first_walk(app: &TestApp, shop: &str) -> Value {
    let path = format!("/api/accounts/{shop}/history");
    until(PATIENCE, "the first walk to end", async || {
        let history = app.admin.get(&path).await;
        (history["state"] == "idle" && history["last"].is_object()).then_some(history)
    })
    .await
}

/// How reading back stands, and what an admin does about it.
async fn histories(app: &TestApp, album: &mut Album, shop: &str) {
    const PATH: &str = "/api/accounts/{id}/history";
    let path = format!("/api/accounts/{shop}/history");
    let swept = first_walk(app, shop).await;
    assert_eq!(swept["last"]["whole"], true, "{swept}");
    snap(album, "history", &app.admin, (GET, PATH, &path), None, 200).await;
    // While Meta takes its time, the walk is under way.
    let slow = json!([{"match": "GET */conversations", "times": 1, "then": {"delay_ms": 5_000}}]);
    app.sim.post("/_sim/faults", &slow).await;
    let begun = snap(
        album,
        "history-again",
        &app.admin,
        (POST, PATH, &path),
        None,
        200,
    )
    .await;
    assert_eq!(begun["lost"], 0);
    snap(
        album,
        "history-stop",
        &app.admin,
        (DELETE, PATH, &path),
        None,
        200,
    )
    .await;
    let lost = format!("{path}/lost");
    let list = "/api/accounts/{id}/history/lost";
    snap(
        album,
        "history-lost",
        &app.admin,
        (GET, list, &lost),
        None,
        200,
    )
    .await;
    let wrong = format!("{lost}?kind=found");
    snap(
        album,
        "history-lost-422",
        &app.admin,
        (GET, list, &wrong),
        None,
        422,
    )
    .await;
    let nobody = format!("/api/accounts/{NOBODY}/history");
    for (name, method) in [("get", GET), ("post", POST), ("delete", DELETE)] {
        let name = format!("history-{name}-404");
        snap(album, &name, &app.admin, (method, PATH, &nobody), None, 404).await;
    }
}

async fn health_and_repair(place: &Place) {
    let app = place.strict_at(&[], Sources::default()).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    let shop = text(&connect(&app, LIST, FERN, "EAAfern").await["id"]);
    let (health, repair) = (
        format!("/api/accounts/{shop}/health"),
        format!("/api/accounts/{shop}/repair"),
    );
    let look = (GET, "/api/accounts/{id}/health", health.as_str());
    let mend = (POST, "/api/accounts/{id}/repair", repair.as_str());
    first_walk(&app, &shop).await;
    let well = snap(&mut album, "health", &app.admin, look.clone(), None, 200).await;
    for name in ["token", "expiry", "permissions", "subscription", "sending"] {
        assert_eq!(check(&well, name)["ok"], true, "{well}");
    }
    snap(
        &mut album,
        "health-403",
        &app.agent,
        look.clone(),
        None,
        403,
    )
    .await;
    let nobody = format!("/api/accounts/{NOBODY}/health");
    snap(
        &mut album,
        "health-404",
        &app.admin,
        (GET, look.1, nobody.as_str()),
        None,
        404,
    )
    .await;
    let nobody = format!("/api/accounts/{NOBODY}/repair");
    snap(
        &mut album,
        "repair-404",
        &app.admin,
        (POST, "/api/accounts/{id}/repair", nobody.as_str()),
        None,
        404,
    )
    .await;

    histories(&app, &mut album, &shop).await;
    // Meta has stopped sending, and the token may do less than before.
    let edge = format!("/{FERN_PAGE}/subscribed_apps?access_token=EAAfern");
    let _ = app.sim.delete(&edge).await;
    let less = json!({"token": "EAAfern", "scopes": ["instagram_basic", "instagram_manage_messages", "pages_manage_metadata", "pages_read_engagement"], "expires_in": 86_400});
    token(&app, &less).await;
    let head = app.head().await;
    let ill = snap(
        &mut album,
        "health-ill",
        &app.admin,
        look.clone(),
        None,
        200,
    )
    .await;
    assert_eq!(check(&ill, "subscription")["ok"], false);
    assert!(
        text(&check(&ill, "permissions")["remedy"])
            .contains("instagram_manage_comments and instagram_manage_insights")
    );
    assert_eq!(app.head().await, head, "looking changes nothing");
    let mut screen = app.socket(&app.admin).await;
    let mended = snap(&mut album, "repair", &app.admin, mend, None, 200).await;
    assert_eq!(check(&mended, "subscription")["ok"], true, "{mended}");
    assert_eq!(
        (&mended["status"], check(&mended, "expiry")["ok"].as_bool()),
        (&json!("expiring"), Some(false))
    );
    let told = screen.next_of("account_status").await;
    assert_eq!(
        (&told["account_id"], &told["status"]),
        (&json!(shop), &json!("expiring"))
    );
    assert!(text(&told["reason"]).starts_with("The token ends on "));
    app.write(FERN, "heard again").await;

    // Meta away, and then the token dead.
    let away =
        json!({"match": "GET */subscribed_apps", "times": 1, "then": "refuse_before_accept"});
    let _ = app.sim.post("/_sim/faults", &away).await;
    problem(
        app.admin.send(POST, &repair, None).await,
        502,
        "meta_unreachable",
        "",
    );
    token(&app, &json!({"token": "EAAfern", "dead": 460})).await;
    let dead = app.admin.post(&repair, &json!({})).await;
    assert_eq!(
        (&dead["status"], &check(&dead, "token")["ok"]),
        (&json!("reconnect"), &json!(false))
    );
    assert!(text(&check(&dead, "token")["detail"]).contains("changed their password"));
    assert_eq!(check(&dead, "subscription")["ok"], Value::Null);
    // It never stops receiving.
    let body = json!({"text": "still heard"});
    let customer = all(app.sim.get("/_sim/customers").await).remove(0);
    let path = format!("/_sim/customers/{}/messages", text(&customer["id"]));
    let _ = app.sim.post(&path, &body).await;
    until(
        PATIENCE,
        "a message in spite of the dead token",
        async || {
            let chats = all(app.admin.get("/api/chats").await);
            chats
                .into_iter()
                .find(|c| c["last_message"] == "still heard")
        },
    )
    .await;
    // A new token is what it needs, and is taken.
    token(&app, &json!({"token": "EAAnew", "account_id": FERN})).await;
    let again = connect(&app, LIST, FERN, "EAAnew").await;
    assert_eq!(
        (text(&again["id"]), &again["status"]),
        (shop, &json!("active"))
    );
    // What was to be fetched with the dead token waits a while.
    app.stop().await;
}

/// Waits until an account of the list stands so.
async fn stands(app: &TestApp, status: &str) -> Value {
    until(PATIENCE, status, async || {
        let list = all(app.admin.get(LIST).await);
        list.into_iter().find(|a| a["status"] == status)
    })
    .await
}

/// Waits until the look that is due is over, so that the clock may be moved on.
async fn looked_after(app: &TestApp, account: &str) {
    let account = account.parse().unwrap();
    until(PATIENCE, "the account to be looked after", async || {
        let next = app.app().db.watched_at(account).await.unwrap()?;
        (next > app.app().clock.now()).then_some(())
    })
    .await;
}

/// The hourly look: subscribes again, tells what ends, refreshes where Meta allows.
async fn tokens_are_looked_after(place: &Place) {
    use domain::time::{DAY, HOUR};
    let (clock, sources) = manual();
    let app = place.strict_at(&[], sources).await;
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    token(&app, &json!({"token": "EAAfern", "expires_in": 9 * 86_400})).await;
    let made = connect(&app, LIST, FERN, "EAAfern").await;
    let id = text(&made["id"]);
    let _ = app
        .sim
        .delete(&format!(
            "/{FERN_PAGE}/subscribed_apps?access_token=EAAfern"
        ))
        .await;
    clock.advance(HOUR + 1);
    until(
        PATIENCE,
        "the webhooks to be subscribed again",
        async || (at_meta(&app, FERN).await["subscribed"] == true).then_some(()),
    )
    .await;
    looked_after(&app, &id).await;
    assert_eq!(
        app.admin.get("/api/outbox").await,
        json!([]),
        "nothing waits"
    );
    clock.advance(2 * DAY);
    let ending = stands(&app, "expiring").await;
    assert!(text(&ending["status_reason"]).starts_with("The token ends on "));
    looked_after(&app, &id).await;
    // An expiring account takes a new token; that of Instagram Login is refreshed by itself.
    token(
        &app,
        &json!({"token": "IGAAfern", "account_id": FERN, "age": 86_400, "expires_in": 60 * 86_400}),
    )
    .await;
    let made = connect(&app, LIST, FERN, "IGAAfern").await;
    assert_eq!(
        (&made["status"], &made["token_expires_at"]),
        (&json!("active"), &Value::Null)
    );
    clock.advance(DAY + 2 * HOUR);
    let refreshed = until(PATIENCE, "the refreshed token", async || {
        let account = app
            .admin
            .get(&format!("{LIST}/{}", text(&made["id"])))
            .await;
        account["token_expires_at"].is_string().then_some(account)
    })
    .await;
    looked_after(&app, &id).await;
    assert_eq!(refreshed["status"], "active");
    let calls = all(app
        .sim
        .get("/_sim/calls?match=GET */refresh_access_token")
        .await);
    assert_eq!(calls.len(), 1);
    token(&app, &json!({"token": "IGAAfern", "dead": 467})).await;
    // The old one is dead, and nobody notices: the refreshed one is used.
    app.write(FERN, "hello").await;
    // Half of its life later once more; a refusal of Meta ends it.
    let dead = json!({"match": "GET */refresh_access_token", "times": 1, "then": {"error": {"code": 190, "subcode": 460}}});
    let _ = app.sim.post("/_sim/faults", &dead).await;
    let soon = app.app().clock.now().plus(20 * DAY).micros();
    app.sql(&format!(
        "UPDATE account SET token_expires_at = {soon}, token_since = 1"
    ))
    .await;
    clock.advance(HOUR + 1);
    let lost = stands(&app, "reconnect").await;
    assert_eq!(
        lost["status_reason"],
        "Meta no longer accepts the token. Connect the account again, and what waits goes out."
    );
    app.finish().await;
}

async fn the_environments_account_is_subscribed(place: &Place) {
    // Meta does not know it yet: the server starts all the same, and looks again.
    let (clock, sources) = manual();
    let vars = [
        ("INSTAGRAM_PAGE_ID", FERN),
        ("INSTAGRAM_PAGE_ACCESS_TOKEN", "EAAfern"),
    ];
    let app = place.strict_at(&vars, sources).await;
    assert_eq!(app.admin.get(LIST).await[0]["page_id"], FERN);
    introduce(&app, FERN, FERN_PAGE, "fern").await;
    clock.advance(61 * domain::time::SECOND);
    until(PATIENCE, "the webhooks to be subscribed", async || {
        (at_meta(&app, FERN).await["subscribed"] == true).then_some(())
    })
    .await;
    app.finish().await;
}
