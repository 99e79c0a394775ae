//! Notices to browsers, against a push service of our own that opens what it gets.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Api;
use testkit::wait::{PATIENCE, until};
use web_push_native::Auth;

use crate::app::{NOBODY, Place, SHOP, invalid, text};

both!(told_and_forgotten, trouble, refusals);

const AUTH: [u8; 16] = [7; 16];

#[derive(Clone)]
struct Service {
    key: SecretKey,
    heard: Arc<Mutex<Vec<Value>>>,
    /// `None`: no answer at all.
    answer: Arc<Mutex<Option<StatusCode>>>,
}

async fn deliver(State(service): State<Service>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signed = headers["authorization"].to_str().expect("text");
    assert!(signed.starts_with("vapid t="), "{signed}");
    let claims = signed.split('.').nth(1).expect("claims");
    let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64url");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!(
        claims["aud"],
        format!("http://{}", headers["host"].to_str().expect("text"))
    );
    assert_eq!(headers["content-encoding"], "aes128gcm");
    assert_eq!(headers["urgency"], "high");
    assert_eq!(headers["ttl"], "600");
    let auth = Auth::from(AUTH);
    let plain = web_push_native::decrypt(body.to_vec(), &service.key, &auth).expect("ours");
    let notice = serde_json::from_slice(&plain).expect("JSON");
    service.heard.lock().expect("no panic").push(notice);
    let answer = *service.answer.lock().expect("no panic");
    match answer {
        Some(status) => status,
        None => std::future::pending().await,
    }
}

impl Service {
    async fn start() -> (Self, String) {
        let service = Self {
            key: SecretKey::random(&mut p256::elliptic_curve::rand_core::OsRng),
            heard: Arc::default(),
            answer: Arc::new(Mutex::new(Some(StatusCode::CREATED))),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let endpoint = format!("http://{}/send/one", listener.local_addr().expect("it"));
        let router = axum::Router::new().route("/send/one", post(deliver));
        let router = router.with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (service, endpoint)
    }

    fn keys(&self) -> Value {
        let point = self.key.public_key().to_encoded_point(false);
        json!({"p256dh": URL_SAFE_NO_PAD.encode(point.as_bytes()), "auth": URL_SAFE_NO_PAD.encode(AUTH)})
    }

    fn answers(&self, with: Option<StatusCode>) {
        *self.answer.lock().expect("no panic") = with;
    }

    fn heard(&self) -> Vec<Value> {
        self.heard.lock().expect("no panic").clone()
    }

    async fn hears(&self, count: usize) {
        until(PATIENCE, "the push service to hear of it", async || {
            (self.heard().len() >= count).then_some(())
        })
        .await;
        assert_eq!(self.heard().len(), count);
    }
}

async fn subscribe(person: &Api, endpoint: &str, keys: &Value, prefs: Value) {
    let body = json!({"endpoint": endpoint, "keys": keys, "prefs": prefs});
    person.post("/api/push/subscriptions", &body).await;
}

async fn told_and_forgotten(place: &Place) {
    let app = place.mock(&[]).await;
    let key = app.agent.get("/api/push/key").await;
    let again = app.admin.get("/api/push/key").await;
    assert_eq!(key, again, "one key for all");
    let key = URL_SAFE_NO_PAD
        .decode(text(&key["public_key"]))
        .expect("base64url");
    assert_eq!(key.len(), 65);
    // Nobody is told of what came before.
    app.write(SHOP, "before").await;
    let (one, endpoint) = Service::start().await;
    // An admin's other browser hears of everything: what it has heard of was decided for all.
    let (all, other) = Service::start().await;
    subscribe(&app.admin, &other, &all.keys(), json!({})).await;
    subscribe(
        &app.admin,
        &endpoint,
        &one.keys(),
        json!({"show_text": true}),
    )
    .await;
    let chat = app.write(SHOP, "is the blue one left?").await;
    one.hears(1).await;
    all.hears(1).await;
    let notice = one.heard().remove(0);
    assert_eq!(notice["body"], "is the blue one left?");
    assert_eq!(notice["chat_id"], chat["id"]);
    // Another wish of the same browser takes the place of the first.
    subscribe(&app.admin, &endpoint, &one.keys(), json!({})).await;
    app.write(SHOP, "and the green one?").await;
    one.hears(2).await;
    all.hears(2).await;
    assert_eq!(one.heard()[1]["body"], "");
    // An agent is told of nothing that they may not see, whoever had the browser before.
    subscribe(&app.agent, &endpoint, &one.keys(), json!({})).await;
    let mine = app.write(SHOP, "for nobody yet").await;
    all.hears(3).await;
    let agent = app.id_of(&app.agent).await;
    app.assign(&text(&mine["id"]), Some(&agent)).await;
    let body = json!({"chat_id": mine["id"], "message": "for the agent"});
    let says = || app.admin.post("/api/mock/simulate-message", &body);
    says().await;
    one.hears(3).await;
    all.hears(4).await;
    assert_eq!(one.heard()[2]["chat_id"], mine["id"]);
    // A browser that its service does not know any more is asked once.
    one.answers(Some(StatusCode::GONE));
    says().await;
    one.hears(4).await;
    all.hears(5).await;
    one.answers(Some(StatusCode::CREATED));
    says().await;
    all.hears(6).await;
    one.hears(4).await;
    // With the login everything ends.
    subscribe(&app.agent, &endpoint, &one.keys(), json!({})).await;
    says().await;
    one.hears(5).await;
    all.hears(7).await;
    app.agent.post("/api/auth/logout", &json!({})).await;
    says().await;
    all.hears(8).await;
    one.hears(5).await;
    // And whoever wants no more of it says so.
    let gone = json!({"endpoint": other});
    let route = "/api/push/subscriptions";
    let answer = app.admin.send(Method::DELETE, route, Some(&gone)).await;
    assert_eq!(answer.status, 200);
    subscribe(&app.admin, &endpoint, &one.keys(), json!({})).await;
    says().await;
    one.hears(6).await;
    assert_eq!(all.heard().len(), 8);
    app.finish().await;
}

async fn trouble(place: &Place) {
    let app = place.mock(&[]).await;
    let (quick, there) = Service::start().await;
    let (slow, nowhere) = Service::start().await;
    slow.answers(None);
    subscribe(&app.agent, &nowhere, &slow.keys(), json!({})).await;
    subscribe(&app.admin, &there, &quick.keys(), json!({})).await;
    let chat = app.write(SHOP, "one").await;
    let agent = app.id_of(&app.agent).await;
    app.assign(&text(&chat["id"]), Some(&agent)).await;
    // Somebody whose push service never answers keeps nobody else waiting.
    for (n, words) in ["two", "three"].into_iter().enumerate() {
        let body = json!({"chat_id": chat["id"], "message": words});
        app.admin.post("/api/mock/simulate-message", &body).await;
        quick.hears(n + 2).await;
    }
    assert!(slow.heard().len() < quick.heard().len());
    // One that is overloaded is asked again.
    quick.answers(Some(StatusCode::SERVICE_UNAVAILABLE));
    app.write(SHOP, "four").await;
    quick.hears(4).await;
    quick.answers(Some(StatusCode::CREATED));
    quick.hears(5).await;
    assert_eq!(quick.heard()[3], quick.heard()[4]);
    app.finish().await;
}

async fn refusals(place: &Place) {
    let app = place.mock(&[]).await;
    let (service, endpoint) = Service::start().await;
    let route = "/api/push/subscriptions";
    let good = json!({"endpoint": endpoint, "keys": service.keys()});
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    for (body, field) in [
        (with("endpoint", json!("https://10.1.2.3/x")), "/endpoint"),
        (with("endpoint", json!("ftp://push.example/x")), "/endpoint"),
        (
            with("keys", json!({"p256dh": "AAAA", "auth": "AAAA"})),
            "/keys",
        ),
        (
            with("prefs", json!({"quiet_from": 1440, "quiet_to": 0})),
            "/prefs",
        ),
        (with("prefs", json!({"tz": "Europe/Atlantis"})), "/prefs/tz"),
    ] {
        let answer = app.agent.send(Method::POST, route, Some(&body)).await;
        invalid(answer, field);
    }
    let unknown = json!({"endpoint": format!("https://push.example/{NOBODY}")});
    let answer = app.agent.send(Method::DELETE, route, Some(&unknown)).await;
    assert_eq!(answer.status, 200);
    app.finish().await;
}
