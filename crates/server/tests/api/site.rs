//! What stands around the API: health, metrics, the document, the dashboard, headers.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Answer;

use crate::app::{NOBODY, Place, SECRET, TestApp, problem, text};

both!(health_and_metrics, paths_and_headers);

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    app.nobody.send_with(Method::GET, path, None, headers).await
}

async fn health_and_metrics(place: &Place) {
    let app = place.mock(&[]).await;
    assert_eq!(app.nobody.get("/healthz").await, json!({"status": "ok"}));
    let ready = app.nobody.get("/readyz").await;
    assert_eq!(
        ready,
        json!({"status": "ready", "store": true, "intake": true, "simulator": true, "warnings": []})
    );
    let chat = app.generate(1, "instagram").await.remove(0);
    let words = json!({"content": "some words of an agent"});
    let sent = app
        .admin
        .post(&format!("/api/chats/{chat}/message"), &words)
        .await;
    app.message_is(&chat, &text(&sent["id"]), "sent").await;
    let _ = get(
        &app,
        "/webhook?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1",
        &[],
    )
    .await;
    let answer = get(&app, "/metrics", &[]).await.expect(200);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/plain")
    );
    let metrics = &answer.text;
    for name in [
        "ticklegram_http_requests_total{method=\"POST\",route=\"/api/chats/{id}/message\",status=\"200\"}",
        "ticklegram_deliveries_total{answer=\"kept\"}",
        "ticklegram_delivery_elements_total{outcome=\"applied\"}",
        "ticklegram_sends_total{result=\"sent\"}",
        "ticklegram_http_request_seconds_bucket",
    ] {
        assert!(metrics.contains(name), "{name} in {metrics}");
    }
    let customer = text(&app.admin.get(&format!("/api/chats/{chat}")).await["instagram_user_id"]);
    for private in [
        SECRET,
        app.admin.token(),
        "admin@",
        "admin123",
        "some words",
        "guess",
        "mock-token",
        &customer,
        &chat,
    ] {
        assert!(!metrics.contains(private), "{private} in {metrics}");
    }
    app.finish().await;
    // Against a simulator in real mode: the operator is told that nothing reaches Meta.
    let place = match place.database_url() {
        None => Place::sqlite(),
        Some(_) => Place::postgres("health_and_metrics").await.unwrap(),
    };
    let app = place.real(&[("INSTAGRAM_SKIP_SIGNATURE", "true")]).await;
    let ready = app.nobody.get("/readyz").await;
    assert_eq!(
        (&ready["status"], &ready["simulator"]),
        (&json!("ready"), &Value::Null)
    );
    let warnings = ready["warnings"].to_string();
    assert!(
        warnings.contains("GRAPH_BASE_URL") && warnings.contains("INSTAGRAM_SKIP_SIGNATURE"),
        "{warnings}"
    );
    assert_eq!(
        app.nobody.get("/api/auth/config").await["signature_check_off"],
        true
    );
    let (status, _) = app.meta().post_with(b"{}", &[]).await;
    assert_eq!(status, 200);
    assert_eq!(app.admin.get("/api/deliveries").await[0]["signed"], false);
    app.finish().await;
}

async fn paths_and_headers(place: &Place) {
    let app = place
        .mock(&[("CORS_ORIGINS", "https://desk.example")])
        .await;
    let document = get(&app, "/openapi.json", &[]).await.expect(200);
    assert_eq!(document.header("content-type"), Some("application/json"));
    assert!(document.text == server::http::document().unwrap());
    assert_eq!(
        document.json()["openapi"].as_str().map(|v| &v[..3]),
        Some("3.1")
    );

    // Read on a machine without a network, and without running anything.
    for path in ["/docs", "/docs/errors"] {
        let page = get(&app, path, &[]).await.expect(200);
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        let rules = page.header("content-security-policy").unwrap();
        assert!(rules.starts_with("default-src 'none'"), "{rules}");
        assert!(
            !page.text.contains("<script") && !page.text.contains("http://"),
            "{path}"
        );
        assert!(page.text.contains("href=\"/docs/docs.css\""));
    }
    let style = get(&app, "/docs/docs.css", &[]).await.expect(200);
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert!(style.text.contains("prefers-color-scheme: light") && !style.text.contains("url("));
    // The type of a problem leads to its row.
    let refused = get(&app, "/api/chats", &[]).await.expect(401).json();
    let (page, anchor) = refused["type"].as_str().unwrap().split_once('#').unwrap();
    let page = get(&app, page, &[]).await.expect(200);
    assert!(page.text.contains(&format!("id=\"{anchor}\"")));

    for path in [
        "/api/",
        "/api/nothing",
        "/api/chats/",
        "/api/chats/x/y/z",
        "/webhook/x",
        "/messages/x",
        "/assets/none.js",
        "/none.png",
        "/..%2fCargo.toml",
    ] {
        problem(get(&app, path, &[]).await, 404, "not_found", "");
    }
    for (method, path) in [
        (Method::POST, "/nothing"),
        (Method::DELETE, "/"),
        (Method::POST, "/api/nothing"),
    ] {
        problem(
            app.admin.send(method, path, Some(&json!({}))).await,
            404,
            "not_found",
            "",
        );
    }
    for (method, path, allowed) in [
        (Method::DELETE, "/api/chats", "GET,HEAD"),
        (Method::GET, "/api/auth/login", "POST"),
        (Method::PUT, "/webhook", "GET,HEAD,POST"),
        (Method::POST, "/healthz", "GET,HEAD"),
        (Method::PATCH, "/api/instagram/accounts", "GET,HEAD,POST"),
    ] {
        let answer = app.admin.send(method, path, Some(&json!({}))).await;
        let mut methods: Vec<&str> = answer.header("allow").unwrap().split(',').collect();
        methods.sort_unstable();
        assert_eq!(methods.join(","), allowed, "{path}");
        problem(answer, 405, "method_not_allowed", "");
    }

    // The dashboard, if it was built: its page for every other path, and files by what the browser takes.
    let page = get(&app, "/", &[]).await;
    if page.json_code() == Some("dashboard_not_built".to_owned()) {
        problem(page, 404, "dashboard_not_built", "");
    } else {
        let page = page.expect(200);
        assert!(
            page.text.contains("<!doctype html>") || page.text.contains("<!DOCTYPE html>"),
            "{page}"
        );
        assert!(
            page.header("content-security-policy")
                .unwrap()
                .contains("script-src 'self'")
        );
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        for path in ["/login", &format!("/inbox/{NOBODY}"), "/a/b/c?d=e"] {
            assert_eq!(get(&app, path, &[]).await.expect(200).text, page.text);
        }
        let tag = page.header("etag").unwrap();
        assert_eq!(
            get(&app, "/", &[("if-none-match", tag)])
                .await
                .expect(304)
                .text,
            ""
        );
        let small = testkit::api::client()
            .get(&app.base)
            .header("accept-encoding", "br, gzip")
            .send()
            .await
            .unwrap();
        assert_eq!(small.headers()["content-encoding"], "br");
        let head = app.nobody.send(Method::HEAD, "/", None).await.expect(200);
        assert_eq!(head.text, "");
        let script = page
            .text
            .split('"')
            .find(|p| p.starts_with("/assets/") && p.ends_with(".js"))
            .unwrap();
        let script = get(&app, script, &[]).await.expect(200);
        assert_eq!(
            script.header("content-type"),
            Some("text/javascript; charset=utf-8")
        );
        assert!(
            script
                .header("cache-control")
                .unwrap()
                .contains("immutable")
        );
    }

    // Whatever is answered, browsers are told to stay strict.
    for path in [
        "/",
        "/healthz",
        "/api/chats",
        "/api/nothing",
        "/openapi.json",
        "/metrics",
        "/webhook",
    ] {
        let answer = get(&app, path, &[("origin", "https://evil.example")]).await;
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
    }
    // Only pages that were named may call us from elsewhere.
    let desk = [("origin", "https://desk.example")];
    let answer = get(&app, "/api/chats", &desk).await;
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://desk.example")
    );
    let exposed = answer
        .header("access-control-expose-headers")
        .unwrap()
        .to_owned();
    assert!(
        ["link", "x-event-seq", "retry-after"]
            .iter()
            .all(|h| exposed.contains(h)),
        "{exposed}"
    );
    for (origin, allowed) in [
        ("https://desk.example", true),
        ("https://evil.example", false),
        ("http://desk.example", false),
    ] {
        let asked = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            (
                "access-control-request-headers",
                "authorization,idempotency-key",
            ),
        ];
        let answer = app
            .nobody
            .send_with(Method::OPTIONS, "/api/chats/x/message", None, &asked)
            .await;
        assert_eq!(
            answer.header("access-control-allow-origin").is_some(),
            allowed,
            "{origin}"
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
    app.finish().await;
}

trait JsonCode {
    /// The code of a problem, if it is one.
    fn json_code(&self) -> Option<String>;
}

impl JsonCode for Answer {
    fn json_code(&self) -> Option<String> {
        let body: Value = serde_json::from_str(&self.text).ok()?;
        body["code"].as_str().map(str::to_owned)
    }
}
