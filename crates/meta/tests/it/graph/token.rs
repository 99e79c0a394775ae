//! Whose a token is, what it may do, and what is subscribed (§1.4, §8).

use domain::time::{SECOND, Timestamp};
use meta::graph::{CallError, Host, Owner};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::{Answer, Meta, PAGE, TOKEN, creds, sample};

fn token() -> SecretString {
    SecretString::from(TOKEN)
}

async fn answering(name: &str) -> Meta {
    Meta::answering(vec![Answer::of(&sample(name))]).await
}

async fn debug(meta: &Meta) -> meta::graph::TokenInfo {
    let secret = SecretString::from("the app secret");
    meta.client
        .debug_token("1234567890", &secret, &token())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_token_in_question_is_in_no_address() {
    let meta = answering("debug-token-page-never-expires").await;
    let info = debug(&meta).await;
    let seen = meta.seen().remove(0);
    assert_eq!(
        (seen.method.as_str(), seen.uri.as_str()),
        ("POST", "/v25.0/debug_token?method=GET")
    );
    assert_eq!(seen.body, json!({"input_token": TOKEN}));
    assert_eq!(seen.authorization, "Bearer 1234567890|the app secret");
    assert!(info.is_valid && info.problem.is_none());
    assert_eq!(info.expires_at, None, "0 is never");
    assert_eq!(
        info.data_access_expires_at,
        Some(Timestamp::from_secs(1_771_000_000))
    );
    assert_eq!(info.issued_at, Some(Timestamp::from_secs(1_762_000_000)));
    assert_eq!(info.profile_id.as_deref(), Some(PAGE));
    assert_eq!(info.user_id.as_deref(), Some("9876543212345"));
    // Granted for that Page alone; the others for all.
    assert_eq!(info.scopes_for(&[PAGE]).len(), 4);
    let elsewhere = info.scopes_for(&["7"]);
    assert_eq!(elsewhere.len(), 3);
    assert!(!elsewhere.contains(&"pages_messaging".to_owned()));
}

#[tokio::test]
async fn a_token_that_is_not_valid_is_no_error() {
    let info = debug(&answering("debug-token-invalid").await).await;
    assert!(!info.is_valid && info.scopes.is_empty());
    assert!(info.problem.unwrap().contains("Session has expired"));
    let info = debug(&answering("debug-token-user").await).await;
    assert_eq!(info.expires_at, Some(Timestamp::from_secs(1_641_733_200)));
    assert_eq!(info.kind.as_deref(), Some("USER"));
}

#[tokio::test]
async fn who_stands_behind_a_token() {
    let me = async |name: &str, host| {
        let meta = answering(name).await;
        meta.client.owner(host, &token()).await
    };
    let instagram = |app_scoped_id: Option<&str>, account_type: Option<&str>| Owner::Instagram {
        id: "17841400000000001".to_owned(),
        app_scoped_id: app_scoped_id.map(str::to_owned),
        username: Some("made_up_business".to_owned()),
        account_type: account_type.map(str::to_owned),
    };
    assert_eq!(
        me("me-ig-login", Host::Instagram).await.unwrap(),
        instagram(Some("26000000000000001"), Some("BUSINESS"))
    );
    assert_eq!(
        me("me-ig-login-doc-wrapper", Host::Instagram)
            .await
            .unwrap(),
        instagram(None, None)
    );
    let Owner::Page(page) = me("page-with-instagram", Host::Facebook).await.unwrap() else {
        panic!("a Page")
    };
    assert_eq!(page.id, PAGE);
    assert_eq!(page.instagram, Some(("17841400000000001".to_owned(), None)));
    // A person has no such field; a token of the other host cannot be read.
    assert_eq!(
        me("error-100-field", Host::Facebook).await.unwrap(),
        Owner::Person
    );
    assert!(matches!(
        me("error-190-cannot-parse", Host::Facebook).await,
        Err(CallError::TokenDead(_))
    ));
}

#[tokio::test]
async fn the_app_scoped_id_alone_is_no_account() {
    let meta = Meta::answering(vec![Answer::json(200, &json!({"id": "26000000000000001"}))]).await;
    let owner = meta.client.owner(Host::Instagram, &token()).await;
    assert!(
        matches!(owner, Err(CallError::NoAnswer { .. })),
        "{owner:?}"
    );
}

#[tokio::test]
async fn the_pages_of_a_person_have_tokens_of_their_own() {
    let meta = answering("me-accounts").await;
    let pages = meta.client.managed_pages(&token()).await.unwrap();
    assert_eq!(
        meta.seen().remove(0).uri,
        "/v25.0/me/accounts?fields=id%2Cname%2Cinstagram_business_account%7Bid%2Cusername%7D%2Caccess_token&limit=100"
    );
    let (page, token) = &pages[0];
    assert_eq!(
        (pages.len(), page.name.as_deref()),
        (1, Some("Made Up Page"))
    );
    assert_eq!(token.expose_secret(), "EAAMADEUPPAGETOKEN");
}

#[tokio::test]
async fn subscriptions_are_written_and_read() {
    for name in ["subscribed-apps-post", "subscribed-apps-post-string"] {
        let meta = answering(name).await;
        let fields = ["messages".to_owned(), "feed".to_owned()];
        meta.client
            .subscribe(&creds(Host::Facebook), &fields)
            .await
            .unwrap();
        let seen = meta.seen().remove(0);
        assert_eq!(
            (seen.method.as_str(), seen.uri),
            (
                "POST",
                format!("/v25.0/{PAGE}/subscribed_apps?subscribed_fields=messages%2Cfeed")
            )
        );
    }
    let read = async |name: &str, app: Option<&str>| {
        let meta = answering(name).await;
        let creds = creds(Host::Facebook);
        meta.client.subscribed_fields(&creds, app).await.unwrap()
    };
    let get = "subscribed-apps-get";
    assert_eq!(read(get, None).await, ["messages", "feed"]);
    assert_eq!(read(get, Some("1234567890")).await, ["messages", "feed"]);
    assert!(read(get, Some("another app's")).await.is_empty());
    assert!(read("subscribed-apps-get-empty", None).await.is_empty());
    let meta = Meta::answering(vec![Answer::json(200, &json!({"success": false}))]).await;
    let ended = meta.client.unsubscribe(&creds(Host::Instagram)).await;
    assert!(matches!(ended, Err(CallError::NoAnswer { .. })));
    assert_eq!(meta.seen().remove(0).method.as_str(), "DELETE");
    let meta = answering("error-100-subscribed-field").await;
    let refused = meta.client.subscribe(&creds(Host::Facebook), &[]).await;
    assert!(matches!(refused, Err(CallError::Final { .. })));
}

#[tokio::test]
async fn a_refresh_gives_sixty_days() {
    let meta = answering("oauth-ig-refresh").await;
    let long = meta.client.refresh(&creds(Host::Instagram)).await.unwrap();
    let seen = meta.seen().remove(0);
    assert_eq!(
        seen.uri,
        "/ig-host/refresh_access_token?grant_type=ig_refresh_token"
    );
    assert_eq!(seen.authorization, format!("Bearer {TOKEN}"));
    assert_eq!(long.token.expose_secret(), "IGAAMADEUPLONG2");
    assert_eq!(long.lives, Some(60 * 24 * 3_600 * SECOND));
    assert!(!format!("{long:?}").contains("MADEUP"));
    let meta = Meta::answering(vec![Answer::json(200, &json!({"expires_in": 5}))]).await;
    assert!(meta.client.refresh(&creds(Host::Instagram)).await.is_err());
}
