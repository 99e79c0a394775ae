//! Logging in: the dialogs of both products, and codes that are good once (§8.1, §8.2).

use meta_sim::SimConfig;
use reqwest::header::LOCATION;
use serde_json::{Value, json};
use url::Url;

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, SECRET, config};

const APP: &str = "1234567890";
const HOME: &str = "https://shop.example/back?of=it";

async fn strict(receiver: &Receiver) -> Rig {
    Rig::start(SimConfig {
        strict: true,
        ..config(receiver)
    })
    .await
}

/// Where the dialog leads, with what a person decides there.
async fn decided(dialog: &str, more: &[(&str, &str)]) -> (u16, Option<Url>) {
    let mut url = Url::parse(dialog).unwrap();
    url.query_pairs_mut()
        .extend_pairs([
            ("client_id", APP),
            ("redirect_uri", HOME),
            ("scope", "pages_messaging,instagram_basic"),
            ("state", "s&1"),
        ])
        .extend_pairs(more);
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let answer = http.get(url).send().await.unwrap();
    let place = answer.headers().get(LOCATION).map(|v| v.to_str().unwrap());
    let place = place.map(|place| Url::parse(place).unwrap());
    (answer.status().as_u16(), place)
}

fn value(url: &Url, key: &str) -> Option<String> {
    let mut pairs = url.query_pairs();
    pairs.find(|(k, _)| k == key).map(|(_, v)| v.into_owned())
}

/// A code of this dialog.
async fn code(dialog: &str, more: &[(&str, &str)]) -> String {
    let allow = [&[("decision", "allow")], more].concat();
    let (status, place) = decided(dialog, &allow).await;
    let place = place.unwrap();
    assert_eq!((status, place.fragment().is_some()), (302, true));
    assert_eq!(value(&place, "state").as_deref(), Some("s&1"));
    assert_eq!(
        value(&place, "of").as_deref(),
        Some("it"),
        "its own query stays"
    );
    value(&place, "code").unwrap()
}

#[tokio::test]
async fn with_facebook() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let dialog = format!("{}/v25.0/dialog/oauth", rig.base);
    // Until somebody decides there is a page; who declines comes back without a code.
    assert_eq!(decided(&dialog, &[]).await.0, 200);
    let (_, denied) = decided(&dialog, &[("decision", "deny")]).await;
    assert_eq!(
        value(&denied.unwrap(), "error").as_deref(),
        Some("access_denied")
    );

    let exchange = async |code: &str, secret: &str, home: &str| {
        let mut url = Url::parse(&format!("{}/v25.0/oauth/access_token", rig.base)).unwrap();
        url.query_pairs_mut().extend_pairs([
            ("client_id", APP),
            ("client_secret", secret),
            ("redirect_uri", home),
            ("code", code),
        ]);
        let answer = rig.http.get(url).send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        )
    };
    let chosen = [("chosen", PAGE), ("without", "instagram_basic")];
    let good = code(&dialog, &chosen).await;
    assert_ne!(exchange(&good, "wrong", HOME).await.0, 200);
    assert_eq!(
        exchange(&good, SECRET, "https://shop.example/other")
            .await
            .0,
        400
    );
    let (status, token) = exchange(&good, SECRET, HOME).await;
    assert_eq!(status, 200, "{token}");
    assert_eq!(
        exchange(&good, SECRET, HOME).await.0,
        400,
        "a code is good once"
    );

    // It is a person's, short, with what was allowed and the Pages that were chosen.
    let short = token["access_token"].as_str().unwrap();
    let url = format!("{}/v25.0/me/accounts?fields=id,access_token", rig.base);
    let (_, pages) = rig.graph("GET", &url, short, None).await;
    let ids: Vec<&Value> = pages["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["id"])
        .collect();
    assert_eq!(ids, [PAGE]);
    let debug = format!("{}/v25.0/debug_token?input_token={short}", rig.base);
    let (_, debug) = rig
        .graph("GET", &debug, &format!("{APP}|{SECRET}"), None)
        .await;
    assert_eq!(debug["data"]["scopes"], json!(["pages_messaging"]));
    // For a long one.
    let long = format!(
        "{}/v25.0/oauth/access_token?grant_type=fb_exchange_token&client_id={APP}&client_secret={SECRET}&fb_exchange_token={short}",
        rig.base
    );
    let long: Value = rig
        .http
        .get(long)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(long["expires_in"].as_i64().unwrap() > 50 * 86_400, "{long}");
    rig.stop().await;
}

#[tokio::test]
async fn with_instagram() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let dialog = format!("{}/oauth/authorize", rig.ig);
    let exchange = async |code: &str, home: &str| {
        let form = [
            ("client_id", APP),
            ("client_secret", SECRET),
            ("grant_type", "authorization_code"),
            ("redirect_uri", home),
            ("code", code),
        ];
        let url = format!("{}/oauth/access_token", rig.ig);
        let answer = rig.http.post(url).form(&form).send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        )
    };
    let good = code(&dialog, &[("chosen", INSTAGRAM)]).await;
    let (status, refused) = exchange(&good, "https://shop.example/other").await;
    // An envelope of its own (§8.2).
    assert_eq!(
        (
            status,
            refused["error_type"].is_string(),
            refused.get("error")
        ),
        (400, true, None),
        "{refused}"
    );
    let (status, token) = exchange(&good, HOME).await;
    assert_eq!(
        (status, token["user_id"].is_number()),
        (200, true),
        "{token}"
    );
    assert_eq!(exchange(&good, HOME).await.0, 400, "a code is good once");
    let short = token["access_token"].as_str().unwrap();
    let long = format!(
        "{}/access_token?grant_type=ig_exchange_token&client_secret={SECRET}&access_token={short}",
        rig.ig
    );
    let long: Value = rig
        .http
        .get(long)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(long["expires_in"].as_i64().unwrap() > 50 * 86_400, "{long}");
    let long = long["access_token"].as_str().unwrap();
    let me = format!("{}/v25.0/me?fields=user_id", rig.ig);
    let (status, me) = rig.graph("GET", &me, long, None).await;
    assert_eq!((status, &me["user_id"]), (200, &json!(INSTAGRAM)), "{me}");
    // A code of one product is nothing to the other, nor is an app that nobody made.
    let other = code(&dialog, &[("chosen", INSTAGRAM_PAGE)]).await;
    let mut url = Url::parse(&format!("{}/oauth/access_token", rig.base)).unwrap();
    url.query_pairs_mut().extend_pairs([
        ("client_id", APP),
        ("client_secret", SECRET),
        ("redirect_uri", HOME),
        ("code", &other),
    ]);
    assert_eq!(rig.http.get(url).send().await.unwrap().status(), 400);
    let unknown = format!("{dialog}?client_id=1&redirect_uri=https://shop.example/&decision=allow");
    assert_eq!(rig.http.get(unknown).send().await.unwrap().status(), 400);
    rig.stop().await;
}
