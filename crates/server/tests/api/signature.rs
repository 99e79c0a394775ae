//! Who may deliver: signatures, verification, and what mock mode and real mode let in.

use std::path::Path;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::api::client;
use testkit::webhook::{Account, SIGNATURE_HEADER, sign};

use crate::app::{PAGE, Place, SECRET, SHOP, TestApp, all, hours_ago, problem, text};

both!(
    real_mode,
    mock_mode,
    verification,
    the_whole_path_in_real_mode
);

const PATHS: [&str; 3] = [
    "/webhook",
    "/api/webhooks/instagram",
    "/api/webhooks/facebook",
];

/// Posts these bytes with these headers and nothing else.
async fn post(app: &TestApp, path: &str, body: &[u8], headers: &[(&str, &str)]) -> StatusCode {
    let mut request = client()
        .post(format!("{}{path}", app.base))
        .body(body.to_vec());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    match status.as_u16() {
        200 => assert_eq!(body, json!({"status": "received"})),
        _ => assert_eq!(
            (&body["code"], &body["detail"]),
            (&json!("invalid_signature"), &json!("Invalid signature"))
        ),
    }
    status
}

/// A body, and the headers that it comes with.
type Refused<'a> = (&'a [u8], Vec<(&'a str, &'a str)>);

async fn count(app: &TestApp) -> usize {
    all(app.admin.get("/api/deliveries?limit=200").await).len()
}

fn vectors() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../meta/fixtures/webhooks/signature_vectors.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

async fn real_mode(place: &Place) {
    let vectors = vectors();
    let secret = text(&vectors[0]["app_secret"]);
    let app = place.real(&[("INSTAGRAM_APP_SECRET_ALT", &secret)]).await;
    assert!(vectors.len() >= 4 && vectors.iter().all(|v| v["app_secret"] == secret.as_str()));
    for vector in &vectors {
        let (body, good) = (
            text(&vector["raw_body"]),
            text(&vector["x_hub_signature_256"]),
        );
        let sha1 = text(&vector["x_hub_signature"]);
        for path in PATHS {
            let both = [
                (SIGNATURE_HEADER, good.as_str()),
                ("X-Hub-Signature", &sha1),
            ];
            assert_eq!(
                post(&app, path, body.as_bytes(), &both).await,
                200,
                "{vector}"
            );
        }
        let id = app.delivery_of(body.as_bytes()).await.unwrap();
        let kept = app.understood(&id).await;
        assert_eq!(
            (&kept["signed"], &kept["repeats"], &kept["body"]),
            (&json!(true), &json!(2), &json!(body))
        );
    }
    assert_eq!(count(&app).await, vectors.len());

    // Any one of the secrets will do, and every element of the check matters.
    let shop = Account::instagram(SHOP);
    let body = shop.deliver(hours_ago(0), &[shop.text("anna", hours_ago(0), "m", "hi")]);
    let good = sign(SECRET, &body);
    let mut flipped_body = body.clone();
    flipped_body[20] ^= 1;
    let mut flipped = good.clone().into_bytes();
    *flipped.last_mut().unwrap() ^= 1;
    let flipped = String::from_utf8(flipped).unwrap();
    let vector = vectors
        .iter()
        .find(|v| v["wrong_if_reserialised"] != v["x_hub_signature_256"])
        .unwrap();
    let reserialised = text(&vector["wrong_if_reserialised"]);
    let sha1 = text(&vector["x_hub_signature"]);
    let of_vector = text(&vector["raw_body"]);
    let bare = good.trim_start_matches("sha256=");
    let (empty, other, placeholder) = (
        sign("", &body),
        sign("another", &body),
        sign("your-app-secret", &body),
    );
    let upper = format!("SHA256={bare}");
    let (longer, shorter) = (format!("{good}0"), good[..good.len() - 1].to_owned());
    let refused: Vec<Refused<'_>> = vec![
        (&body, vec![]),
        (&body, vec![(SIGNATURE_HEADER, "")]),
        (&body, vec![(SIGNATURE_HEADER, "sha256=")]),
        (&body, vec![(SIGNATURE_HEADER, &flipped)]),
        (&flipped_body, vec![(SIGNATURE_HEADER, &good)]),
        (&body[1..], vec![(SIGNATURE_HEADER, &good)]),
        (b"", vec![(SIGNATURE_HEADER, &good)]),
        (&body, vec![(SIGNATURE_HEADER, &longer)]),
        (&body, vec![(SIGNATURE_HEADER, &shorter)]),
        (&body, vec![(SIGNATURE_HEADER, bare)]),
        (&body, vec![(SIGNATURE_HEADER, &upper)]),
        (&body, vec![(SIGNATURE_HEADER, &empty)]),
        (&body, vec![(SIGNATURE_HEADER, &other)]),
        (&body, vec![(SIGNATURE_HEADER, &placeholder)]),
        (
            of_vector.as_bytes(),
            vec![(SIGNATURE_HEADER, &reserialised)],
        ),
        (of_vector.as_bytes(), vec![("X-Hub-Signature", &sha1)]),
        (
            of_vector.as_bytes(),
            vec![("X-Hub-Signature", &sha1), (SIGNATURE_HEADER, &sha1)],
        ),
        (&body, vec![("X-Hub-Signature", &good)]),
        (&body, vec![("Authorization", &good)]),
    ];
    for (body, headers) in &refused {
        for path in PATHS {
            assert_eq!(post(&app, path, body, headers).await, 401, "{headers:?}");
        }
    }
    assert_eq!(count(&app).await, vectors.len(), "nothing of it was stored");
    assert_eq!(
        post(&app, "/webhook", &body, &[(SIGNATURE_HEADER, &good)]).await,
        200
    );

    // What belongs to mock mode is not there.
    for path in [
        "/api/mock/generate-chats?count=1",
        "/api/mock/simulate-message",
    ] {
        problem(
            app.admin.send(Method::POST, path, Some(&json!({}))).await,
            404,
            "not_found",
            "",
        );
    }
    for person in server::seed::DEMO_USERS {
        let body = json!({"email": person.email, "password": person.password});
        problem(
            app.nobody
                .send(Method::POST, "/api/auth/login", Some(&body))
                .await,
            401,
            "bad_credentials",
            "",
        );
    }
    let config = app.nobody.get("/api/auth/config").await;
    assert_eq!(
        (&config["mode"], &config["signup"]),
        (&json!("real"), &json!(false))
    );
    assert_eq!(
        (&config["demo_users"], &config["simulator_url"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(
        (&config["human_agent"], &config["signature_check_off"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(app.admin.get("/api/instagram/accounts").await, json!([]));
    app.finish().await;
}

async fn mock_mode(place: &Place) {
    let app = place.mock(&[]).await;
    let shop = Account::instagram(SHOP);
    let now = hours_ago(0);
    let body = |n: u32| shop.deliver(now, &[shop.text("anna", now, &format!("m{n}"), "hi")]);
    // From this machine, with neither header and not forwarded: older scripts do this.
    assert_eq!(post(&app, "/webhook", &body(1), &[]).await, 200);
    let kept = app
        .understood(&app.delivery_of(&body(1)).await.unwrap())
        .await;
    assert_eq!(
        (&kept["signed"], &kept["items"][0]["outcome"]),
        (&json!(false), &json!("applied"))
    );
    let good = sign(SECRET, &body(2));
    let wrong = sign("another", &body(2));
    for headers in [
        ("X-Forwarded-For", "127.0.0.1"),
        ("x-forwarded-proto", "https"),
        ("Forwarded", "for=127.0.0.1"),
        (SIGNATURE_HEADER, wrong.as_str()),
        (SIGNATURE_HEADER, ""),
        (
            "X-Hub-Signature",
            "sha1=f10c2da1837c52fd037839291fcb742bfa8da85d",
        ),
    ] {
        assert_eq!(
            post(&app, "/webhook", &body(2), &[headers]).await,
            401,
            "{headers:?}"
        );
    }
    assert_eq!(count(&app).await, 1);
    let proxied = [
        (SIGNATURE_HEADER, good.as_str()),
        ("X-Forwarded-For", "203.0.113.7"),
    ];
    assert_eq!(post(&app, "/webhook", &body(2), &proxied).await, 200);
    let kept = app
        .understood(&app.delivery_of(&body(2)).await.unwrap())
        .await;
    assert_eq!(kept["signed"], true);
    app.finish().await;
}

async fn verification(place: &Place) {
    let vars = [
        ("INSTAGRAM_WEBHOOK_VERIFY_TOKEN", "token-a"),
        ("FACEBOOK_WEBHOOK_VERIFY_TOKEN", "token-b"),
    ];
    let app = place.real(&vars).await;
    let ask = async |path: &str, query: &str| {
        app.nobody
            .send(Method::GET, &format!("{path}?{query}"), None)
            .await
    };
    for path in PATHS {
        for token in [
            "token-a",
            "token-b",
            "the%20verify%20token%2Fof%20these%2Btests",
            "the+verify+token/of+these%2Btests",
        ] {
            for (challenge, expected) in [
                ("1158201444", "1158201444"),
                ("%3Cb%3E+%C3%A4%2B%26", "<b> ä+&"),
                ("", ""),
                ("007", "007"),
            ] {
                let query = format!(
                    "hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={token}"
                );
                let answer = ask(path, &query).await.expect(200);
                assert_eq!(answer.text, expected);
                assert_eq!(
                    answer.header("content-type"),
                    Some("text/plain; charset=utf-8")
                );
            }
        }
        for query in [
            "",
            "hub.mode=subscribe&hub.challenge=1",
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=token-c",
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=token-",
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=TOKEN-A",
            "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=token-a",
            "hub.challenge=1&hub.verify_token=token-a",
            "hub_mode=subscribe&hub_challenge=1&hub_verify_token=token-a",
        ] {
            let refused = problem(ask(path, query).await, 403, "unknown_verify_token", "");
            assert!(!refused.to_string().contains("token-a"), "{refused}");
        }
    }
    app.finish().await;
}

/// As a first day with Meta goes: the account comes from the environment, a customer writes, and is answered.
async fn the_whole_path_in_real_mode(place: &Place) {
    let vars = [
        ("INSTAGRAM_PAGE_ID", "17841400000000001"),
        ("INSTAGRAM_PAGE_ACCESS_TOKEN", "EAAtoken"),
    ];
    let app = place.real(&vars).await;
    let page = Account::page(PAGE);
    app.connect(&page).await;
    for account in ["17841400000000001", PAGE] {
        let chat = app.write(account, "Is anybody there?").await;
        let id = text(&chat["id"]);
        let path = format!("/api/chats/{id}/message");
        let sent = app.admin.post(&path, &json!({"content": "Yes"})).await;
        app.message_is(&id, &text(&sent["id"]), "read").await;
        let thread = app.admin.get(&format!("/api/chats/{id}")).await;
        assert_eq!(
            all(thread["messages"].clone()).len(),
            2,
            "its echo is no second bubble"
        );
    }
    assert_eq!(app.sends().await.len(), 2);
    let deliveries = all(app.admin.get("/api/deliveries?limit=200").await);
    assert!(deliveries.iter().all(|d| d["signed"] == true));
    app.finish().await;
}
