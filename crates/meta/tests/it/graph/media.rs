//! Media, stories and Page posts (§5.3, §6.2).

use domain::account::Platform;
use domain::meta_error::Reason;
use meta::graph::{CallError, Host, Media as Medium};
use serde_json::{Value, json};

use super::{Answer, Meta, creds, sample};

async fn node(meta: &Meta, id: &str) -> Result<Medium, CallError> {
    meta.client
        .media(&creds(Host::Facebook), Platform::Instagram, id)
        .await
}

async fn stories(meta: &Meta) -> Vec<Medium> {
    meta.client
        .stories(&creds(Host::Instagram), "17841")
        .await
        .unwrap()
}

async fn media(platform: Platform, body: &Value) -> Medium {
    let meta = Meta::answering(vec![Answer::json(200, body)]).await;
    meta.client
        .media(&creds(Host::Facebook), platform, "a/b")
        .await
        .unwrap()
}

#[tokio::test]
async fn a_medium_of_instagram() {
    let meta = Meta::answering(vec![Answer::of(&sample("media-node"))]).await;
    let got = node(&meta, "a/b").await.unwrap();
    assert_eq!(
        meta.seen().remove(0).uri,
        "/v25.0/a%2Fb?fields=id%2Cowner%2Cusername%2Cmedia_type%2Cmedia_product_type%2Cmedia_url%2Cthumbnail_url%2Cpermalink%2Ccaption%2Ctimestamp"
    );
    assert_eq!(got.id, "18000000000000001");
    assert_eq!(got.owner.as_deref(), Some("17841400000000001"));
    assert_eq!(got.username.as_deref(), Some("made_up_business"));
    assert_eq!(got.media_type.as_deref(), Some("IMAGE"));
    assert_eq!(got.product_type.as_deref(), Some("FEED"));
    assert_eq!(got.caption.as_deref(), Some("a great picture"));
    assert_eq!(
        got.posted_at.unwrap().to_string(),
        "2018-02-22T10:00:29.000000Z"
    );
    assert_eq!(got.thumbnail_url, None);
}

#[tokio::test]
async fn a_post_of_a_page() {
    let got = media(
        Platform::Facebook,
        &json!({"id": "100_7", "from": {"id": "100", "name": "Studio"}, "message": "Open", "created_time": "2025-11-10T14:35:21+0000",
            "permalink_url": "https://www.facebook.com/100/posts/7", "full_picture": "https://cdn.example/p.jpg",
            "attachments": {"data": [{"media_type": "album"}]}}),
    )
    .await;
    assert_eq!(got.owner.as_deref(), Some("100"));
    assert_eq!(got.username.as_deref(), Some("Studio"));
    assert_eq!(got.media_type.as_deref(), Some("CAROUSEL_ALBUM"));
    assert_eq!(got.product_type.as_deref(), Some("POST"));
    assert_eq!(got.caption.as_deref(), Some("Open"));
    assert_eq!(got.posted_at.unwrap().secs(), 1_762_785_321);
    // Without permission to read who posted, the id still names the Page.
    let bare = media(Platform::Facebook, &json!({"id": "100_7"})).await;
    assert_eq!(
        (bare.owner.as_deref(), bare.media_type),
        (Some("100"), None)
    );
}

#[tokio::test]
async fn addresses_that_no_browser_may_follow_are_left_out() {
    let got = media(
        Platform::Instagram,
        &json!({"id": 18, "media_url": "javascript:alert(1)", "permalink": "file:///etc/passwd"}),
    )
    .await;
    assert_eq!(got.id, "18");
    assert_eq!((got.media_url, got.permalink), (None, None));
}

#[tokio::test]
async fn a_missing_one_is_final() {
    let meta = Meta::answering(vec![Answer::of(&sample("error-100-33-get"))]).await;
    let problem = node(&meta, "18").await.unwrap_err();
    assert!(
        matches!(
            problem,
            CallError::Final {
                reason: Reason::ObjectMissing,
                ..
            }
        ),
        "{problem:?}"
    );
    let meta = Meta::answering(vec![Answer::json(200, &json!({"caption": "no id"}))]).await;
    assert!(matches!(
        node(&meta, "18").await,
        Err(CallError::NoAnswer { .. })
    ));
}

#[tokio::test]
async fn stories_that_are_live() {
    let meta = Meta::answering(vec![Answer::of(&sample("stories-edge"))]).await;
    let ids: Vec<String> = stories(&meta).await.into_iter().map(|m| m.id).collect();
    assert_eq!(ids, ["17861000000000001", "17862000000000001"]);
    assert!(
        meta.seen()
            .remove(0)
            .uri
            .starts_with("/ig-host/v25.0/17841/stories?fields=id%2C"),
        "the account's own edge"
    );
    let many: Vec<Value> = (0..150).map(|n| json!({"id": n.to_string()})).collect();
    let meta = Meta::answering(vec![Answer::json(200, &json!({"data": many}))]).await;
    assert_eq!(stories(&meta).await.len(), 100);
}
