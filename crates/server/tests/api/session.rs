//! Logging in and out: tokens, cookies, and what a page of somebody else may not do with them.

use domain::time::DAY;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::ws::Connect;

use crate::app::{Place, TestApp, invalid, manual, problem, text};

both!(
    logging_in,
    tokens_hold_until_logout,
    cookies_need_our_own_page,
    guessing_is_slowed_down,
    a_login_ends_by_itself,
);

const MISSING: &str = "Missing or invalid authorization header";

async fn login(app: &TestApp, body: &Value) -> Answer {
    app.nobody
        .send(Method::POST, "/api/auth/login", Some(body))
        .await
}

async fn logging_in(place: &Place) {
    let app = place.mock(&[]).await;
    for body in [
        json!({"email": "admin@ticklegram.com", "password": "admin123"}),
        json!({"email": "  Admin@TickleGram.COM ", "password": "admin123"}),
        json!({"identifier": "admin@ticklegram.com", "password": "admin123", "more": [1]}),
    ] {
        let answer = login(&app, &body).await.expect(200).json();
        assert_eq!(answer["token_type"], "bearer");
        assert_eq!(answer["user"]["email"], "admin@ticklegram.com");
        assert_eq!(answer["user"]["role"], "admin");
        assert!(text(&answer["access_token"]).len() >= 32);
        assert!(!answer.to_string().contains("hash"), "{answer}");
    }
    // The address exists, it does not, or it cannot: whoever asks cannot tell.
    app.sql("UPDATE users SET is_active = 0 WHERE email = 'agent2@ticklegram.com'")
        .await;
    let mut refusals = Vec::new();
    for (email, password) in [
        ("admin@ticklegram.com", "admin124"),
        ("nobody@ticklegram.com", "admin123"),
        ("agent2@ticklegram.com", "agent123"),
        ("' OR 1=1 --", "x"),
    ] {
        let answer = login(&app, &json!({"email": email, "password": password})).await;
        refusals.push(problem(
            answer,
            401,
            "bad_credentials",
            "Incorrect email or password",
        ));
    }
    refusals.dedup();
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    for (body, pointer) in [
        (json!({"email": "admin@ticklegram.com"}), "/password"),
        (json!({"password": "admin123"}), "/email"),
        (json!({"email": " ", "password": "admin123"}), "/email"),
        (json!({"email": 7, "password": "admin123"}), "/email"),
        (
            json!({"email": "a@b.example", "password": ["admin123"]}),
            "/password",
        ),
        (json!(["admin@ticklegram.com", "admin123"]), ""),
        (json!("admin123"), ""),
    ] {
        invalid(login(&app, &body).await, pointer);
    }
    for raw in ["", "{", "email=a&password=b", "{\"email\":\"a\"} x"] {
        let request = testkit::api::client().post(format!("{}/api/auth/login", app.base));
        let answer = request.body(raw).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{raw}");
    }
    // Somebody who was let in and then put out is told so.
    problem(
        get(&app.other, "/api/auth/me").await,
        401,
        "unauthorized",
        "User not found",
    );
    let config = app.nobody.get("/api/auth/config").await;
    assert_eq!(config["mode"], "mock");
    assert_eq!(config["demo_users"].as_array().unwrap().len(), 3);
    assert_eq!(config["simulator_url"], format!("{}/", app.sim.base()));
    app.finish().await;
}

async fn get(person: &Api, path: &str) -> Answer {
    person.send(Method::GET, path, None).await
}

async fn tokens_hold_until_logout(place: &Place) {
    let app = place.mock(&[]).await;
    let me = app.agent.get("/api/auth/me").await;
    assert_eq!(me["email"], "agent1@ticklegram.com");
    assert_eq!(me["role"], "agent");
    assert_eq!(me["is_active"], true);
    let token = app.agent.token();
    for header in ["", "Bearer", "Bearer ", "Basic YTpi", token, "bearer\t"] {
        let answer = app
            .nobody
            .send_with(
                Method::GET,
                "/api/auth/me",
                None,
                &[("authorization", header)],
            )
            .await;
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        problem(answer, 401, "unauthorized", MISSING);
    }
    problem(
        get(&app.nobody, "/api/auth/me").await,
        401,
        "unauthorized",
        MISSING,
    );
    let bad = format!("Bearer {token}x");
    let answer = app
        .nobody
        .send_with(
            Method::GET,
            "/api/auth/me",
            None,
            &[("authorization", &bad)],
        )
        .await;
    problem(answer, 401, "unauthorized", "Invalid token");
    // The query carries tokens to the socket, and nowhere else.
    let answer = get(&app.nobody, &format!("/api/auth/me?token={token}")).await;
    problem(answer, 401, "unauthorized", MISSING);

    let elsewhere = app.nobody.agent().await;
    let mut socket = app.socket(&app.agent).await;
    let mut spared = app.socket(&elsewhere).await;
    let done = app.agent.post("/api/auth/logout", &json!({})).await;
    assert_eq!(done, json!({"success": true}));
    problem(
        get(&app.agent, "/api/auth/me").await,
        401,
        "unauthorized",
        "Invalid token",
    );
    assert_eq!(
        socket.closed().await.0,
        1008,
        "the login's socket ends with it"
    );
    let mut late = testkit::ws::Socket::connect(&app.base, &Connect::with_token(token)).await;
    assert_eq!(late.closed().await.0, 1008, "and it opens no other");
    // Another login of the same person goes on.
    elsewhere.get("/api/auth/me").await;
    spared.send(&json!({"type": "ping"})).await;
    spared.next_of("pong").await;
    app.finish().await;
}

async fn cookies_need_our_own_page(place: &Place) {
    let app = place
        .mock(&[("CORS_ORIGINS", "https://desk.example")])
        .await;
    let body = json!({"email": "agent1@ticklegram.com", "password": "agent123"});
    let answer = login(&app, &body).await.expect(200);
    let set = answer.header("set-cookie").unwrap();
    for word in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(set.contains(word), "{set}");
    }
    let cookie = set.split(';').next().unwrap();
    let own = app.base.clone();
    let ask = async |method: Method, path: &str, headers: &[(&str, &str)]| {
        let mut all = vec![("cookie", cookie)];
        all.extend(headers);
        app.nobody
            .send_with(method, path, Some(&json!({})), &all)
            .await
    };
    let me = ask(
        Method::GET,
        "/api/auth/me",
        &[("origin", "https://evil.example")],
    )
    .await;
    assert_eq!(me.expect(200).json()["email"], "agent1@ticklegram.com");
    let other_port = own.replace("127.0.0.1:", "127.0.0.1:1");
    for origin in [
        "https://evil.example",
        "null",
        "",
        &other_port,
        "http://127.0.0.1",
    ] {
        let answer = ask(Method::POST, "/api/auth/logout", &[("origin", origin)]).await;
        problem(answer, 403, "cross_site_request", "");
    }
    let answer = ask(Method::POST, "/api/auth/logout", &[]).await;
    problem(answer, 403, "cross_site_request", "");
    for site in ["cross-site", "same-site", "none"] {
        let answer = ask(
            Method::POST,
            "/api/auth/logout",
            &[("sec-fetch-site", site)],
        )
        .await;
        problem(answer, 403, "cross_site_request", "");
    }
    // A page that may call us, our own page, and a browser that leaves the origin out.
    let chat = format!("/api/chats/{}/mark_read", crate::app::NOBODY);
    for headers in [
        [("origin", "https://desk.example")],
        [("origin", own.as_str())],
        [("sec-fetch-site", "same-origin")],
    ] {
        let answer = ask(Method::POST, &chat, &headers).await;
        problem(answer, 404, "not_found", "Chat not found");
    }
    // A token in the header is no cookie: no page can make a browser send it.
    let answer = app
        .admin
        .send_with(
            Method::POST,
            &chat,
            None,
            &[("origin", "https://evil.example")],
        )
        .await;
    problem(answer, 404, "not_found", "");
    let gone = ask(Method::POST, "/api/auth/logout", &[("origin", &own)])
        .await
        .expect(200);
    assert!(
        gone.header("set-cookie").unwrap().contains("Max-Age=0"),
        "{gone:?}"
    );
    problem(
        ask(Method::GET, "/api/auth/me", &[]).await,
        401,
        "unauthorized",
        "Invalid token",
    );
    app.finish().await;
}

async fn guessing_is_slowed_down(place: &Place) {
    let app = place.mock(&[]).await;
    let guess = |email: &str| json!({"email": email, "password": "guess"});
    // The story's own login was the first try of this account.
    for _ in 1..10 {
        problem(
            login(&app, &guess("agent2@ticklegram.com")).await,
            401,
            "bad_credentials",
            "",
        );
    }
    let right = json!({"email": "AGENT2@ticklegram.com", "password": "agent123"});
    let answer = login(&app, &right).await;
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    problem(answer, 429, "too_many_logins", "");
    // Nobody else waits, and an unknown address is slowed down the same way.
    app.nobody.agent().await;
    for _ in 0..10 {
        problem(
            login(&app, &guess("nobody@ticklegram.com")).await,
            401,
            "bad_credentials",
            "",
        );
    }
    problem(
        login(&app, &guess("nobody@ticklegram.com")).await,
        429,
        "too_many_logins",
        "",
    );
    app.finish().await;
}

async fn a_login_ends_by_itself(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    clock.advance(30 * DAY - 1);
    app.agent.get("/api/auth/me").await;
    clock.advance(1);
    problem(
        get(&app.agent, "/api/auth/me").await,
        401,
        "unauthorized",
        "Invalid token",
    );
    app.finish().await;
}
