//! Utility templates: handed in, looked at, sent (§2.7).

use domain::account::Platform;
use domain::ids::CustomerId;
use domain::meta_error::Reason;
use domain::template::Approved;
use meta::graph::{Content, Host, NewTemplate, Outgoing, SendError};
use serde_json::json;

use super::{Answer, Meta, creds, sample};

fn examples() -> Vec<String> {
    vec!["566701".to_owned(), "Mark".to_owned()]
}

fn new(examples: &[String]) -> NewTemplate<'_> {
    NewTemplate {
        name: "order_1",
        language: "en_US",
        body: "Your order #{{1}} is on its way, {{2}}. Thank you!",
        examples,
    }
}

#[tokio::test]
async fn one_is_handed_in() {
    let meta = Meta::answering(vec![Answer::of(&sample("template-created"))]).await;
    let examples = examples();
    let state = meta
        .client
        .submit_template(&creds(Host::Facebook), &new(&examples))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (state.id.as_str(), state.status.as_str(), state.reason),
        ("104595129340398", "APPROVED", None)
    );
    let seen = meta.seen().remove(0);
    assert!(seen.uri.ends_with("/message_templates"), "{}", seen.uri);
    assert_eq!(
        seen.body,
        json!({
            "name": "order_1",
            "language": "en_US",
            "category": "UTILITY",
            "components": [{
                "type": "BODY",
                "text": "Your order #{{1}} is on its way, {{2}}. Thank you!",
                "example": {"body_text": [["566701", "Mark"]]},
            }],
        })
    );
}

#[tokio::test]
async fn a_refusal_is_final_and_a_silence_unknown() {
    let refusal = json!({"error": {"code": 100, "message": "Invalid parameter", "type": "OAuthException", "error_user_msg": "Variables can't be at the start."}});
    let meta = Meta::answering(vec![
        Answer::json(400, &refusal),
        Answer::json(200, &json!({"success": true})),
    ])
    .await;
    let creds = creds(Host::Facebook);
    let refused = meta.client.submit_template(&creds, &new(&[])).await;
    assert!(
        matches!(&refused, Err(SendError::Final { reason: Reason::Rejected | Reason::ContentRefused, error }) if error.user_msg.as_deref() == Some("Variables can't be at the start.")),
        "{refused:?}"
    );
    let doubtful = meta.client.submit_template(&creds, &new(&[])).await;
    assert!(
        matches!(doubtful, Err(SendError::Unknown { .. })),
        "{doubtful:?}"
    );
}

#[tokio::test]
async fn its_state_is_asked_for_by_id() {
    let rejected =
        json!({"id": "1", "status": "rejected", "rejected_reason": "TAG_SHOULD_BE_MARKETING"});
    let meta = Meta::answering(vec![
        Answer::json(200, &rejected),
        Answer::json(200, &json!({"id": 7, "rejected_reason": "NONE"})),
        Answer::json(200, &json!({"name": "x"})),
    ])
    .await;
    let creds = creds(Host::Facebook);
    let state = meta.client.template(&creds, "a/b").await.unwrap();
    assert_eq!(
        (state.status.as_str(), state.reason.as_deref()),
        ("REJECTED", Some("TAG_SHOULD_BE_MARKETING"))
    );
    let state = meta.client.template(&creds, "7").await.unwrap();
    assert_eq!(
        (state.id.as_str(), state.status.as_str(), state.reason),
        ("7", "PENDING", None)
    );
    assert!(meta.client.template(&creds, "7").await.is_err());
    assert!(meta.seen()[0].uri.contains("/a%2Fb?"), "one segment");
}

#[tokio::test]
async fn a_name_is_compared_as_a_whole() {
    let list = sample("template-list");
    let meta = Meta::answering(vec![
        Answer::of(&list),
        Answer::of(&list),
        Answer::json(200, &json!({"data": []})),
        Answer::json(200, &json!({})),
    ])
    .await;
    let creds = creds(Host::Facebook);
    let found = meta.client.template_named(&creds, "order_1", "en_US").await;
    assert_eq!(found.unwrap().unwrap().id, "104595129340398");
    let other = meta.client.template_named(&creds, "order_1", "de").await;
    assert_eq!(other.unwrap(), None);
    for _ in 0..2 {
        let none = meta.client.template_named(&creds, "order_1", "en_US").await;
        assert_eq!(none.unwrap(), None);
    }
}

#[tokio::test]
async fn one_is_sent_with_its_values() {
    let sent = json!({"recipient_id": "900", "message_id": "m_1"});
    let meta = Meta::answering(vec![Answer::json(200, &sent), Answer::json(200, &sent)]).await;
    let outgoing = |parameters: Vec<String>| Outgoing {
        platform: Platform::Facebook,
        recipient: CustomerId::new("900"),
        content: Content::Template(Approved {
            name: "order_1".to_owned(),
            language: "en_US".to_owned(),
            parameters,
        }),
        reply_to: None,
        tag: None,
        metadata: Some("row".to_owned()),
    };
    let creds = creds(Host::Facebook);
    for values in [examples(), Vec::new()] {
        meta.client.send(&creds, &outgoing(values)).await.unwrap();
    }
    let body = |n: usize| meta.seen().remove(n).body;
    assert_eq!(
        body(0),
        json!({
            "recipient": {"id": "900"},
            "messaging_type": "UTILITY",
            "message": {
                "template": {
                    "name": "order_1",
                    "language": {"code": "en_US"},
                    "components": [{"type": "body", "parameters": [
                        {"type": "text", "text": "566701"},
                        {"type": "text", "text": "Mark"},
                    ]}],
                },
                "metadata": "row",
            },
        })
    );
    assert_eq!(body(1)["message"]["template"]["components"], json!([]));
}
