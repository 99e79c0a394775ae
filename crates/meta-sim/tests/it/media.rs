//! What businesses posted: nodes, lists, a story's day.

use meta_sim::{Mode, SimConfig};
use serde_json::{Value, json};

use crate::support::{INSTAGRAM, PAGE, Receiver, Rig, config};

const FIELDS: &str = "?fields=id,owner,username,media_type,media_product_type,media_url,thumbnail_url,permalink,caption,timestamp";
const TOKEN: &str = "token-of-mock_ig_123";

async fn ask(rig: &Rig, path: &str, token: &str) -> (u16, Value) {
    rig.graph("GET", &format!("{}{path}", rig.base), token, None)
        .await
}

async fn posted(rig: &Rig, account: &str, new: Value) -> Value {
    rig.post(&format!("/_sim/accounts/{account}/media"), new)
        .await
}

fn ids(list: &Value) -> Vec<String> {
    let list = list["data"].as_array().unwrap_or_else(|| panic!("{list}"));
    list.iter()
        .map(|n| n["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_demo_has_posted_on_both() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let (status, media) = ask(&rig, &format!("/v25.0/{INSTAGRAM}/media{FIELDS}"), TOKEN).await;
    assert_eq!(status, 200, "{media}");
    let kinds: Vec<(&str, &str)> = media["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| {
            (
                n["media_type"].as_str().unwrap(),
                n["media_product_type"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("VIDEO", "REELS"),
            ("CAROUSEL_ALBUM", "FEED"),
            ("IMAGE", "FEED")
        ]
    );
    let (_, stories) = ask(&rig, &format!("/{INSTAGRAM}/stories"), TOKEN).await;
    assert_eq!(ids(&stories).len(), 1);
    let (_, posts) = ask(&rig, &format!("/{PAGE}/posts"), "token-of-page").await;
    assert_eq!(ids(&posts).len(), 2);
    assert!(ids(&posts)[0].starts_with("mock_fb_123_"), "{posts}");
    // The same account on its own host; a Page has none of these.
    let url = format!("{}/me/media", rig.ig);
    let (status, own) = rig.graph("GET", &url, TOKEN, None).await;
    assert_eq!((status, ids(&own)), (200, ids(&media)));
    let (status, refused) = ask(&rig, &format!("/{PAGE}/media"), "token-of-page").await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!(100)));
}

#[tokio::test]
async fn a_node_shows_what_was_posted_to_its_owner_only() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let made = posted(&rig, INSTAGRAM, json!({"kind": "reel", "caption": "wheel"})).await;
    let id = made["id"].as_str().unwrap();
    let (status, node) = ask(&rig, &format!("/v25.0/{id}{FIELDS}"), TOKEN).await;
    assert_eq!(status, 200, "{node}");
    assert_eq!(node["owner"]["id"], INSTAGRAM);
    assert_eq!(node["caption"], "wheel");
    assert_eq!(node["media_product_type"], "REELS");
    assert!(node["thumbnail_url"].is_string());
    let (_, bare) = ask(&rig, &format!("/{id}"), TOKEN).await;
    assert_eq!(bare, json!({"id": id}));
    let (status, odd) = ask(&rig, &format!("/{id}?fields=shoe_size"), TOKEN).await;
    assert_eq!((status, &odd["error"]["code"]), (400, &json!(100)));
    // Somebody else's token: as if it were not there.
    ask(&rig, &format!("/{PAGE}"), "token-of-page").await;
    let (status, gone) = ask(&rig, &format!("/{id}{FIELDS}"), "token-of-page").await;
    assert_eq!((status, &gone["error"]["error_subcode"]), (400, &json!(33)));
}

#[tokio::test]
async fn an_unknown_one_is_adopted_but_not_by_a_strict_simulator() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    ask(&rig, &format!("/{INSTAGRAM}/media"), TOKEN).await;
    let (status, node) = ask(&rig, &format!("/18000000000000001{FIELDS}"), TOKEN).await;
    assert_eq!((status, &node["owner"]["id"]), (200, &json!(INSTAGRAM)));
    let (_, story) = ask(&rig, &format!("/my_story_1{FIELDS}"), TOKEN).await;
    assert_eq!(story["media_product_type"], "STORY");
    // A person is still a person.
    let (_, person) = ask(&rig, "/1000000000000999?fields=name,profile_pic", TOKEN).await;
    assert!(person["profile_pic"].is_string(), "{person}");

    let strict = SimConfig {
        strict: true,
        ..config(&receiver)
    };
    let rig = Rig::start(strict).await;
    let token = json!({"token": TOKEN, "account_id": INSTAGRAM});
    rig.post("/_sim/tokens", token).await;
    let (status, gone) = ask(&rig, &format!("/18000000000000001{FIELDS}"), TOKEN).await;
    assert_eq!((status, &gone["error"]["error_subcode"]), (400, &json!(33)));
}

#[tokio::test]
async fn a_story_is_gone_after_a_day() {
    let receiver = Receiver::start().await;
    let stepped = SimConfig {
        mode: Mode::Stepped,
        ..config(&receiver)
    };
    let rig = Rig::start(stepped).await;
    let made = posted(&rig, INSTAGRAM, json!({"kind": "story"})).await;
    let id = made["id"].as_str().unwrap();
    let stories = format!("/{INSTAGRAM}/stories");
    assert!(ids(&ask(&rig, &stories, TOKEN).await.1).contains(&id.to_owned()));
    let almost = json!({"advance_ms": 24 * 3_600_000 - 1});
    rig.post("/_sim/clock", almost).await;
    assert_eq!(ask(&rig, &format!("/{id}"), TOKEN).await.0, 200);
    rig.post("/_sim/clock", json!({"advance_ms": 1})).await;
    assert_eq!(ask(&rig, &format!("/{id}"), TOKEN).await.0, 400);
    assert_eq!(ids(&ask(&rig, &stories, TOKEN).await.1), [""; 0]);
}

#[tokio::test]
async fn only_what_fits_can_be_posted() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    for (account, new, status) in [
        (PAGE, json!({"kind": "story"}), 422),
        (INSTAGRAM, json!({"kind": "page"}), 422),
        (INSTAGRAM, json!({"kind": "hologram"}), 422),
        ("nobody", json!({}), 404),
    ] {
        assert_eq!(posted(&rig, account, new).await["status"], status);
    }
    let made = posted(&rig, INSTAGRAM, json!({"id": "18"})).await;
    assert_eq!(made["id"], "18");
    let twice = posted(&rig, INSTAGRAM, json!({"id": "18"})).await;
    assert_eq!(twice["status"], 409);
}
