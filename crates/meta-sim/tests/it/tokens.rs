//! Tokens and subscriptions: what they may do, how long they live, and what leaves without them (§1.4, §8).

use meta_sim::SimConfig;
use serde_json::{Value, json};

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, SECRET, config};

const APP: &str = "1234567890";

async fn strict(receiver: &Receiver) -> Rig {
    let config = SimConfig {
        strict: true,
        ..config(receiver)
    };
    Rig::start(config).await
}

async fn introduce(rig: &Rig, token: &Value) {
    let known = rig.post("/_sim/tokens", token.clone()).await;
    assert!(known["token"].is_string(), "{known}");
}

async fn get(rig: &Rig, path: &str, token: &str) -> (u16, Value) {
    rig.graph("GET", &format!("{}{path}", rig.base), token, None)
        .await
}

async fn debug(rig: &Rig, token: &str) -> Value {
    let url = format!("{}/v25.0/debug_token?method=GET", rig.base);
    let app = format!("{APP}|{SECRET}");
    let (status, answer) = rig
        .graph("POST", &url, &app, Some(json!({"input_token": token})))
        .await;
    assert_eq!(status, 200, "{answer}");
    answer["data"].clone()
}

fn error(answer: &(u16, Value)) -> (i64, Option<i64>) {
    let error = &answer.1["error"];
    (
        error["code"].as_i64().unwrap_or_default(),
        error["error_subcode"].as_i64(),
    )
}

#[tokio::test]
async fn debug_token_tells_life_and_permissions() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let unknown = debug(&rig, "EAAunknown").await;
    assert_eq!(
        (&unknown["is_valid"], &unknown["error"]["code"]),
        (&json!(false), &json!(190))
    );
    introduce(
        &rig,
        &json!({"token": "EAAshop", "account_id": INSTAGRAM, "expires_in": 3_600, "scopes": ["instagram_basic"]}),
    )
    .await;
    let known = debug(&rig, "EAAshop").await;
    assert_eq!(known["is_valid"], true);
    assert_eq!(
        (&known["type"], &known["profile_id"]),
        (&json!("PAGE"), &json!(INSTAGRAM_PAGE))
    );
    assert_eq!(known["scopes"], json!(["instagram_basic"]));
    assert_eq!(
        known["granular_scopes"][0]["target_ids"],
        json!([INSTAGRAM_PAGE, INSTAGRAM])
    );
    let life = known["expires_at"].as_i64().unwrap() - known["issued_at"].as_i64().unwrap();
    assert!((3_599..=3_601).contains(&life), "{known}");
    introduce(&rig, &json!({"token": "EAAshop", "expires_in": -1})).await;
    let ended = debug(&rig, "EAAshop").await;
    assert_eq!(ended["error"]["subcode"], 463, "{ended}");
    assert_eq!(
        error(&get(&rig, "/v25.0/me", "EAAshop").await),
        (190, Some(463))
    );
    introduce(
        &rig,
        &json!({"token": "EAAshop", "expires_in": null, "scopes": null}),
    )
    .await;
    let revived = debug(&rig, "EAAshop").await;
    assert_eq!(
        (
            &revived["expires_at"],
            revived["scopes"].as_array().map(Vec::len)
        ),
        (&json!(0), Some(9))
    );
    introduce(
        &rig,
        &json!({"token": "EAAshop", "data_access_expires_in": -5}),
    )
    .await;
    assert_eq!(
        error(&get(&rig, "/v25.0/me", "EAAshop").await),
        (190, Some(463))
    );
    // Only the app itself, or whoever has a token, is told.
    let (status, refused) = get(&rig, "/debug_token?input_token=EAAshop", "1234567890|wrong").await;
    assert_eq!((status, &refused["error"]["code"]), (401, &json!(190)));
    rig.stop().await;
}

#[tokio::test]
async fn a_wrong_proof_is_refused() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let path = format!("/{INSTAGRAM_PAGE}?fields=id&appsecret_proof=");
    let refused = get(&rig, &format!("{path}00"), "EAAshop").await;
    assert_eq!((refused.0, error(&refused)), (400, (100, None)));
    assert_eq!(refused.1["error"]["type"], "GraphMethodException");
    // HMAC-SHA256 of the token under the app secret, made with another program.
    let proof = "c89ca14e85f8bfa4e650599a9cae14ae6bac773338991d7f85469f4d300696fc";
    assert_eq!(get(&rig, &format!("{path}{proof}"), "EAAshop").await.0, 200);
    rig.stop().await;
}

#[tokio::test]
async fn strict_delivers_only_what_is_subscribed() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let shop = json!({"platform": "instagram", "id": "17841400000000001", "page_id": "100000000000001", "token": "EAAfern"});
    assert_eq!(rig.post("/_sim/accounts", shop).await["subscribed"], false);
    let made = rig
        .post(
            "/_sim/customers",
            json!({"account_id": "17841400000000001"}),
        )
        .await;
    let customer = made["id"].as_str().unwrap().to_owned();
    assert_eq!(
        rig.write(&customer, "nobody hears this").await["delivery_id"],
        Value::Null
    );
    let edge = format!("{}/v25.0/100000000000001/subscribed_apps", rig.base);
    assert_eq!(
        rig.graph("GET", &edge, "EAAfern", None).await.1,
        json!({"data": []})
    );
    let wrong = rig
        .graph(
            "POST",
            &format!("{edge}?subscribed_fields=feed,messaging_seen"),
            "EAAfern",
            None,
        )
        .await;
    assert_eq!(error(&wrong), (100, None), "{}", wrong.1);
    let named = wrong.1["error"]["message"].as_str().unwrap();
    assert!(
        named.contains("Param subscribed_fields[1] must be one of {feed, "),
        "{named}"
    );
    let subscribed = rig
        .graph(
            "POST",
            &format!("{edge}?subscribed_fields=feed"),
            "EAAfern",
            None,
        )
        .await;
    assert_eq!(subscribed.1, json!({"success": true}));
    let listed = rig.graph("GET", &edge, "EAAfern", None).await.1;
    assert_eq!(
        (
            &listed["data"][0]["id"],
            &listed["data"][0]["subscribed_fields"]
        ),
        (&json!(APP), &json!(["feed"]))
    );
    // Any field of the Page switches all of Instagram on.
    rig.write(&customer, "everybody hears this").await;
    receiver
        .wait(1, |g| g.text() == Some("everybody hears this"))
        .await;
    assert!(
        !receiver
            .all()
            .iter()
            .any(|g| g.text() == Some("nobody hears this"))
    );
    assert_eq!(rig.graph("DELETE", &edge, "EAAfern", None).await.0, 200);
    assert_eq!(
        rig.write(&customer, "gone").await["delivery_id"],
        Value::Null
    );
    rig.stop().await;
}

#[tokio::test]
async fn what_a_token_may_not_do_is_refused() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    introduce(
        &rig,
        &json!({"token": "EAAnarrow", "account_id": PAGE, "scopes": ["pages_show_list"]}),
    )
    .await;
    let customer = rig.customer(PAGE).await;
    let send = json!({"recipient": {"id": customer}, "message": {"text": "hi"}});
    let refused = rig
        .graph(
            "POST",
            &format!("{}/{PAGE}/messages", rig.base),
            "EAAnarrow",
            Some(send),
        )
        .await;
    assert_eq!((refused.0, error(&refused)), (403, (200, None)));
    assert!(
        refused.1["error"]["message"]
            .as_str()
            .unwrap()
            .contains("pages_messaging")
    );
    let edge = format!(
        "{}/{PAGE}/subscribed_apps?subscribed_fields=messages",
        rig.base
    );
    let refused = rig.graph("POST", &edge, "EAAnarrow", None).await;
    assert!(
        refused.1["error"]["message"]
            .as_str()
            .unwrap()
            .contains("pages_manage_metadata")
    );
    rig.stop().await;
}

#[tokio::test]
async fn instagram_tokens_are_refreshed_after_a_day() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let young =
        json!({"token": "IGAAyoung", "account_id": INSTAGRAM, "age": 86_000, "expires_in": 9_000});
    introduce(&rig, &young).await;
    let path = "/refresh_access_token?grant_type=ig_refresh_token";
    let refresh = async |token: &str| {
        rig.graph("GET", &format!("{}{path}", rig.ig), token, None)
            .await
    };
    assert_eq!(error(&refresh("IGAAyoung").await), (100, None));
    introduce(&rig, &json!({"token": "IGAAyoung", "age": 86_400})).await;
    let (status, answer) = refresh("IGAAyoung").await;
    assert_eq!(
        (status, &answer["expires_in"]),
        (200, &json!(5_184_000)),
        "{answer}"
    );
    let token = answer["access_token"].as_str().unwrap();
    let (_, me) = rig
        .graph(
            "GET",
            &format!("{}/me?fields=user_id,id", rig.ig),
            token,
            None,
        )
        .await;
    assert_eq!(me["user_id"], INSTAGRAM);
    assert_ne!(me["id"], INSTAGRAM, "the app-scoped id is another");
    introduce(&rig, &json!({"token": "IGAAyoung", "expires_in": -1})).await;
    assert_eq!(error(&refresh("IGAAyoung").await), (190, Some(463)));
    rig.stop().await;
}

#[tokio::test]
async fn a_person_gets_a_token_for_each_page() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    introduce(
        &rig,
        &json!({"token": "EAAperson", "user": true, "expires_in": 3_600}),
    )
    .await;
    let exchange = async |secret: &str| {
        let form = json!({"grant_type": "fb_exchange_token", "client_id": APP, "client_secret": secret, "fb_exchange_token": "EAAperson"});
        rig.post("/v25.0/oauth/access_token", form).await
    };
    assert!(exchange("wrong").await["error"].is_object());
    let long = exchange(SECRET).await;
    assert_eq!(long["expires_in"], 5_183_944, "{long}");
    let token = long["access_token"].as_str().unwrap();
    let fields = "id,name,access_token,instagram_business_account{id,username}";
    let (_, pages) = get(&rig, &format!("/me/accounts?fields={fields}"), token).await;
    let pages = pages["data"].as_array().unwrap();
    assert_eq!(pages.len(), 2, "{pages:?}");
    let shop = pages.iter().find(|p| p["id"] == INSTAGRAM_PAGE).unwrap();
    assert_eq!(shop["instagram_business_account"]["id"], INSTAGRAM);
    let own = debug(&rig, shop["access_token"].as_str().unwrap()).await;
    assert_eq!(
        (&own["type"], &own["expires_at"]),
        (&json!("PAGE"), &json!(0)),
        "it has no end"
    );
    // A person is no Page: the field is unknown there (§9.5).
    let asked = get(&rig, "/me?fields=instagram_business_account", token).await;
    assert_eq!(error(&asked), (100, None));
    rig.stop().await;
}
