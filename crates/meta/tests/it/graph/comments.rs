//! Comments, private replies and mentions (§5, §2.3).

use domain::account::Platform;
use domain::ids::{CommentId, MediaId};
use domain::meta_error::Reason;
use meta::graph::{CallError, Host, SendError};
use serde_json::json;

use super::{Answer, Meta, PAGE, creds, sample};

fn id() -> CommentId {
    CommentId::new("a/b")
}

#[tokio::test]
async fn comments_and_answers_are_written_with_message() {
    let meta = Meta::answering(vec![
        Answer::of(&sample("comment-created")),
        Answer::of(&sample("comment-reply-created")),
        Answer::json(200, &json!({"id": "1_2"})),
    ])
    .await;
    let facebook = creds(Host::Facebook);
    let made = meta
        .client
        .comment(&facebook, &MediaId::new("18/x"), "Nice")
        .await;
    assert_eq!(made.unwrap().as_str(), "17870000000000001");
    let made = meta
        .client
        .reply(
            &creds(Host::Instagram),
            Platform::Instagram,
            &id(),
            "Thanks",
        )
        .await;
    assert_eq!(made.unwrap().as_str(), "18006000000000001");
    let made = meta
        .client
        .reply(&facebook, Platform::Facebook, &id(), "Thanks")
        .await;
    assert_eq!(made.unwrap().as_str(), "1_2");
    let seen = meta.seen();
    let paths: Vec<&str> = seen.iter().map(|s| s.uri.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/v25.0/18%2Fx/comments",
            "/ig-host/v25.0/a%2Fb/replies",
            "/v25.0/a%2Fb/comments"
        ]
    );
    assert_eq!(seen[0].body, json!({"message": "Nice"}));
}

#[tokio::test]
async fn a_success_without_an_id_is_not_known() {
    let meta = Meta::answering(vec![Answer::json(200, &json!({"success": true}))]).await;
    let made = meta
        .client
        .comment(&creds(Host::Facebook), &MediaId::new("18"), "x")
        .await;
    assert!(matches!(made, Err(SendError::Unknown { .. })), "{made:?}");
}

#[tokio::test]
async fn hiding_has_a_name_on_each_platform() {
    let done = || Answer::of(&sample("comment-hide"));
    let meta = Meta::answering(vec![
        done(),
        done(),
        Answer::json(200, &json!({"success": "true"})),
        Answer::of(&sample("error-100-33-delete")),
    ])
    .await;
    let facebook = creds(Host::Facebook);
    meta.client
        .hide_comment(&facebook, Platform::Instagram, &id(), true)
        .await
        .unwrap();
    meta.client
        .hide_comment(&facebook, Platform::Facebook, &id(), false)
        .await
        .unwrap();
    meta.client.delete_comment(&facebook, &id()).await.unwrap();
    let gone = meta.client.delete_comment(&facebook, &id()).await;
    assert!(
        matches!(
            gone,
            Err(SendError::Final {
                reason: Reason::ObjectMissing,
                ..
            })
        ),
        "{gone:?}"
    );
    let seen: Vec<String> = meta
        .seen()
        .iter()
        .map(|s| format!("{} {}", s.method, s.uri))
        .collect();
    assert_eq!(
        seen[..3],
        [
            "POST /v25.0/a%2Fb?hide=true",
            "POST /v25.0/a%2Fb?is_hidden=false",
            "DELETE /v25.0/a%2Fb"
        ]
    );
}

#[tokio::test]
async fn a_private_reply_names_the_comment() {
    let meta = Meta::answering(vec![
        Answer::json(200, &json!({"recipient_id": "101", "message_id": "m_1"})),
        Answer::json(200, &json!({"message_id": "m_1"})),
        Answer::of(&sample("error-100-2534025-private-reply")),
    ])
    .await;
    let facebook = creds(Host::Facebook);
    let sent = meta
        .client
        .private_reply(&facebook, &id(), "hi")
        .await
        .unwrap();
    assert_eq!((sent.customer.as_str(), sent.mid.as_str()), ("101", "m_1"));
    let seen = meta.seen().remove(0);
    assert_eq!(seen.uri, format!("/v25.0/{PAGE}/messages"));
    assert_eq!(seen.body["recipient"], json!({"comment_id": "a/b"}));
    // To whom it went is not told: the chat that it belongs to is not known.
    let lost = meta.client.private_reply(&facebook, &id(), "hi").await;
    assert!(matches!(lost, Err(SendError::Unknown { .. })), "{lost:?}");
    let refused = meta.client.private_reply(&facebook, &id(), "hi").await;
    assert!(
        matches!(
            refused,
            Err(SendError::Final {
                reason: Reason::PrivateReplyImpossible,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn nodes_of_both_platforms() {
    let meta = Meta::answering(vec![
        Answer::of(&sample("comment-node")),
        Answer::of(&sample("comment-node-no-user")),
        Answer::json(200, &json!({"id": "7_9", "message": "Hi", "from": {"id": "300", "name": "Anna"}, "is_hidden": true, "parent": {"id": "7_8"},
            "created_time": "2025-11-10T14:35:21+0000", "attachment": {"media": {"image": {"src": "https://cdn.example/1.jpg"}}}})),
        Answer::of(&sample("error-100-33-get")),
    ])
    .await;
    let facebook = creds(Host::Facebook);
    let own = meta
        .client
        .comment_node(&facebook, Platform::Instagram, &id())
        .await
        .unwrap();
    assert_eq!(
        (own.author.as_deref(), own.text.as_deref(), own.hidden),
        (Some("17841400000000001"), Some("Great!"), Some(false))
    );
    assert_eq!(own.media.as_deref(), Some("18000000000000001"));
    let other = meta
        .client
        .comment_node(&facebook, Platform::Instagram, &id())
        .await
        .unwrap();
    assert_eq!(
        (other.author, other.author_name.as_deref()),
        (None, Some("made_up_customer"))
    );
    let page = meta
        .client
        .comment_node(&facebook, Platform::Facebook, &id())
        .await
        .unwrap();
    assert_eq!(
        (page.media, page.parent.as_deref(), page.hidden),
        (Some(format!("{PAGE}_7")), Some("7_8"), Some(true))
    );
    assert_eq!(page.photo.as_deref(), Some("https://cdn.example/1.jpg"));
    let gone = meta
        .client
        .comment_node(&facebook, Platform::Instagram, &id())
        .await;
    assert!(
        matches!(
            gone,
            Err(CallError::Final {
                reason: Reason::ObjectMissing,
                ..
            })
        ),
        "{gone:?}"
    );
}

#[tokio::test]
async fn mentions_are_fields_of_the_account() {
    let meta = Meta::answering(vec![
        Answer::of(&sample("mentioned-comment")),
        Answer::of(&sample("mentioned-media")),
    ])
    .await;
    let facebook = creds(Host::Facebook);
    let (media, comment) = (MediaId::new("18"), CommentId::new("17"));
    let said = meta
        .client
        .mention(&facebook, "17841", Some(&media), Some(&comment))
        .await
        .unwrap();
    assert_eq!(said.text.as_deref(), Some("Shout out to @made_up_business"));
    assert!(said.media_url.is_some() && said.at.is_some());
    let said = meta
        .client
        .mention(&facebook, "17841", Some(&media), None)
        .await
        .unwrap();
    assert_eq!(
        (said.caption.as_deref(), said.media_type.as_deref()),
        (Some("made_up_business headquarters!"), Some("IMAGE"))
    );
    let seen = meta.seen();
    assert!(
        seen[0]
            .uri
            .starts_with("/v25.0/17841?fields=mentioned_comment.comment_id%2817%29"),
        "{}",
        seen[0].uri
    );
    assert!(
        seen[1]
            .uri
            .starts_with("/v25.0/17841?fields=mentioned_media.media_id%2818%29"),
        "{}",
        seen[1].uri
    );
    // An id that would end the parentheses is not asked for.
    let odd = MediaId::new("18){access_token");
    let refused = meta
        .client
        .mention(&facebook, "17841", Some(&odd), None)
        .await;
    assert!(
        matches!(refused, Err(CallError::NoAnswer { .. })),
        "{refused:?}"
    );
    assert_eq!(meta.seen().len(), 2);
}
