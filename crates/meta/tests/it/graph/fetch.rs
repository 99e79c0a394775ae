//! Profiles, messages and threads (§3, §4).

use domain::account::Platform;
use domain::ids::{CustomerId, ExternalId, Mid};
use domain::inbound::{Element, Inbound, Meaning};
use domain::meta_error::Reason;
use meta::graph::{CallError, Host, Profile, ReadBack};
use serde_json::{Value, json};

use super::{Answer, CUSTOMER, Meta, PAGE, creds, sample};
use crate::describe;

const BUSINESS: &str = "17841400000000001";

async fn profile(name: &str, platform: Platform) -> (Profile, String) {
    let meta = Meta::answering(vec![Answer::of(&sample(name))]).await;
    let got = meta
        .client
        .profile(&creds(Host::Facebook), platform, &CustomerId::new("a/b"))
        .await
        .unwrap();
    (got, meta.seen().remove(0).uri)
}

async fn message(body: Value) -> ReadBack {
    let meta = Meta::answering(vec![Answer::json(200, &body)]).await;
    meta.client
        .message(&creds(Host::Instagram), Platform::Instagram, &Mid::new("m"))
        .await
        .unwrap()
}

/// As the line that a webhook's element would have.
fn line(inbound: Inbound) -> String {
    let account = Some((Platform::Instagram, ExternalId::new(BUSINESS)));
    let line = describe::line(&Element {
        index: 0,
        account,
        kind: "message".into(),
        meaning: Meaning::Event(inbound),
    });
    line.strip_prefix("17841400000000001 message: ")
        .unwrap()
        .to_owned()
}

async fn line_of(body: Value) -> String {
    line(message(body).await.into_inbound(&ExternalId::new(BUSINESS)))
}

#[tokio::test]
async fn profiles_of_instagram() {
    let (got, uri) = profile("profile-igsid", Platform::Instagram).await;
    assert!(
        uri.starts_with("/v25.0/a%2Fb?fields=name%2Cusername%2Cprofile_pic"),
        "{uri}"
    );
    assert_eq!(got.name.as_deref(), Some("Made Up Shop"));
    assert_eq!(got.username.as_deref(), Some("made.up.shop"));
    assert!(got.picture_url.unwrap().ends_with("oe=68BDB031"));
    assert_eq!((got.followers, got.verified), (Some(1), Some(false)));
    let (got, _) = profile("profile-igsid-minimal", Platform::Instagram).await;
    assert_eq!((got.username, got.verified), (None, None));
}

#[tokio::test]
async fn profiles_of_messenger() {
    for name in ["profile-psid", "profile-psid-extended"] {
        let (got, uri) = profile(name, Platform::Facebook).await;
        assert_eq!(
            uri,
            "/v25.0/a%2Fb?fields=first_name%2Clast_name%2Cprofile_pic"
        );
        assert_eq!(got.name.as_deref(), Some("Made Up"));
        assert!(got.picture_url.is_some());
    }
}

#[tokio::test]
async fn missing_consent_is_final_in_spite_of_http_500() {
    for (name, reason) in [
        ("error-profile-consent", Reason::PersonUnavailable),
        ("error-2018218-no-profile", Reason::PersonUnavailable),
        ("error-2018247-permission", Reason::PermissionMissing),
        ("error-message-deleted", Reason::ObjectMissing),
    ] {
        let meta = Meta::answering(vec![Answer::of(&sample(name))]).await;
        let customer = CustomerId::new(CUSTOMER);
        let got = meta
            .client
            .profile(&creds(Host::Instagram), Platform::Instagram, &customer)
            .await;
        assert!(
            matches!(&got, Err(CallError::Final { reason: r, .. }) if *r == reason),
            "{name}: {got:?}"
        );
    }
}

#[tokio::test]
async fn unreadable_answers_to_a_question_may_be_asked_again() {
    for answer in [
        Answer {
            status: 502,
            headers: vec![],
            body: b"<html>".to_vec(),
        },
        Answer {
            status: 200,
            headers: vec![],
            body: b"<html>".to_vec(),
        },
        Answer::json(200, &json!([])),
        Answer::json(404, &json!({})),
    ] {
        let meta = Meta::answering(vec![answer]).await;
        let got = meta
            .client
            .profile(
                &creds(Host::Facebook),
                Platform::Facebook,
                &CustomerId::new(CUSTOMER),
            )
            .await;
        assert!(matches!(got, Err(CallError::NoAnswer { .. })), "{got:?}");
    }
    let meta = Meta::answering(vec![Answer::of(&sample("error-1-unknown"))]).await;
    let got = meta
        .client
        .profile(
            &creds(Host::Facebook),
            Platform::Facebook,
            &CustomerId::new(".."),
        )
        .await;
    assert!(
        matches!(
            got,
            Err(CallError::Final {
                reason: Reason::ObjectMissing,
                ..
            })
        ),
        "{got:?}"
    );
    assert!(
        meta.seen().is_empty(),
        "an id that is a step up the path is never asked for"
    );
}

#[tokio::test]
async fn a_message_that_was_only_announced() {
    let file = sample("message-ig");
    let meta = Meta::answering(vec![Answer::of(&file)]).await;
    let got = meta
        .client
        .message(
            &creds(Host::Instagram),
            Platform::Instagram,
            &Mid::new("aWdf=/+"),
        )
        .await
        .unwrap();
    let uri = meta.seen().remove(0).uri;
    assert!(
        uri.starts_with(
            "/ig-host/v25.0/aWdf=%2F+?fields=id%2Ccreated_time%2Cfrom%2Cto%2Cmessage%2Cattachments"
        ),
        "{uri}"
    );
    assert!(!got.is_from(&ExternalId::new(BUSINESS)));
    assert_eq!(
        line(got.into_inbound(&ExternalId::new(BUSINESS))),
        "1000000000000101 @1753742689000 message aW…AwNwZDZD \"hi\""
    );
}

#[tokio::test]
async fn the_other_side_is_the_customer() {
    let sides = |from: Value, to: Value| json!({"id": "m", "created_time": "2025-07-28T22:44:49+0000", "from": from, "to": {"data": to}, "message": "hi"});
    let business = json!({"id": BUSINESS, "username": "b"});
    let customer = json!({"id": CUSTOMER, "username": "c"});
    assert_eq!(
        line_of(sides(business.clone(), json!([customer]))).await,
        "business to 1000000000000101 @1753742689000 message m \"hi\" echo"
    );
    let scoped = json!({"id": "26160000000000001", "user_id": BUSINESS});
    assert_eq!(
        line_of(sides(scoped, json!([customer]))).await,
        "business to 1000000000000101 @1753742689000 message m \"hi\" echo",
        "the business under its app-scoped id"
    );
    assert_eq!(
        line_of(sides(business.clone(), json!([business]))).await,
        "business to 17841400000000001 @1753742689000 message m \"hi\" echo self"
    );
    assert_eq!(
        line_of(json!({"id": "m", "message": "hi"})).await,
        "nobody @no time message m \"hi\""
    );
}

#[tokio::test]
async fn attachments_have_another_shape_here() {
    assert_eq!(
        line_of(sample("message-ig-attachments")["body"].clone()).await,
        "1000000000000101 @1753737658000 message aW…AwNgZDZD \"\" [Image/image - - url] [Video/video - - url] [File/file - - url]"
    );
    assert_eq!(
        line_of(sample("message-ig-full-shape")["body"].clone()).await,
        "1000000000000101 @1753737566000 message aW…AwNAZDZD \"Look\" [Share/product 1234567890 Some product title url] \
         story=18000000000000010 - unsupported"
    );
    assert_eq!(
        line_of(sample("message-ig-story-reply")["body"].clone()).await,
        "1000000000000101 @1623794881000 message aW…AwMwZDZD \"Nice shot !👍🏼\" story=18000000000000011 -"
    );
    assert_eq!(
        line_of(sample("message-page-eu")["body"].clone()).await,
        "nobody @no time message m_…2ded9ef216 \"\" [Unknown/unknown 1234 Media not available due to new privacy rules in \
         Europe. See developer documentation for more info no url]"
            .replace("2ded9ef216", "ed9ef216")
    );
    let mut kinds = Vec::new();
    for node in sample("messages-page-attachments")["body"]
        .as_array()
        .unwrap()
    {
        kinds.extend(
            message(node.clone())
                .await
                .message()
                .attachments
                .iter()
                .map(|a| (a.meta_type.clone(), a.url.clone().unwrap())),
        );
    }
    let kinds: Vec<(&str, &str)> = kinds
        .iter()
        .map(|(kind, url)| (kind.as_str(), url.rsplit('/').next().unwrap()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("image", "12345678900_animated_gif.gif"),
            ("image", "47282572382.jpg"),
            ("file", "94627237835.txt"),
            ("file", "3242534253.jar"),
            ("video", "examplevideo.mp4"),
        ]
    );
    assert_eq!(
        line_of(json!({"id": "m"})).await,
        "nobody @no time message m \"\" unsupported"
    );
    assert_eq!(
        line_of(json!({"id": "m", "story": {"mention": {"id": "18", "link": "https://x"}}})).await,
        "nobody @no time message m \"\" [StoryMention/story_mention 18 - url]"
    );
}

#[tokio::test]
async fn wrong_types_in_an_answer_are_survived() {
    for bad in [
        json!(7),
        json!("x"),
        json!([7, {"a": []}]),
        json!({"data": {}}),
        json!({"data": [7, null, {}]}),
        json!(true),
    ] {
        let mut body = json!({"id": "m"});
        for key in [
            "created_time",
            "from",
            "to",
            "message",
            "attachments",
            "shares",
            "story",
            "is_unsupported",
        ] {
            body[key] = bad.clone();
        }
        let got = message(body).await;
        assert_eq!(got.mid, Mid::new("m"));
        let _ = got.into_inbound(&ExternalId::new(BUSINESS));
    }
    let meta = Meta::answering(vec![Answer::json(200, &json!({"id": {}}))]).await;
    let got = meta
        .client
        .message(&creds(Host::Instagram), Platform::Instagram, &Mid::new("m"))
        .await;
    assert!(matches!(got, Err(CallError::NoAnswer { .. })), "{got:?}");
}

#[tokio::test]
async fn a_thread_is_found_by_its_customer() {
    let meta = Meta::answering(vec![
        Answer::of(&sample("conversations-ig-user-filter")),
        Answer::of(&sample("conversation-messages-ids")),
    ])
    .await;
    let customer = CustomerId::new(CUSTOMER);
    let got = meta
        .client
        .thread(&creds(Host::Facebook), Platform::Instagram, &customer)
        .await
        .unwrap();
    let seen = meta.seen();
    assert_eq!(
        seen[0].uri,
        format!("/v25.0/{PAGE}/conversations?platform=instagram&user_id={CUSTOMER}")
    );
    assert!(
        seen[1]
            .uri
            .contains("fields=messages.limit%2820%29%7Bid%2Ccreated_time"),
        "{}",
        seen[1].uri
    );
    let times: Vec<_> = got.iter().map(|m| m.at.unwrap().secs()).collect();
    assert_eq!(
        times,
        [1_753_742_689, 1_753_737_658, 1_739_904_397],
        "newest first"
    );
}

#[tokio::test]
async fn no_thread_and_long_threads() {
    let meta = Meta::answering(vec![Answer::json(200, &json!({"data": []}))]).await;
    let customer = CustomerId::new(CUSTOMER);
    let got = meta
        .client
        .thread(&creds(Host::Facebook), Platform::Facebook, &customer)
        .await
        .unwrap();
    assert_eq!((got.len(), meta.seen().len()), (0, 1));
    assert!(meta.seen()[0].uri.contains("platform=messenger"));

    let many: Vec<Value> = (0..50).map(|n| json!({"id": format!("m{n}")})).collect();
    let meta = Meta::answering(vec![
        Answer::json(200, &json!({"data": [{"id": "t_1"}]})),
        Answer::json(200, &json!({"messages": {"data": many}, "id": "t_1"})),
    ])
    .await;
    let got = meta
        .client
        .thread(&creds(Host::Facebook), Platform::Facebook, &customer)
        .await
        .unwrap();
    assert_eq!(got.len(), 20);
}
