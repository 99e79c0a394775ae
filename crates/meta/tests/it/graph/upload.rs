//! Handing files over (§2.4), and sending them by Meta's id (§2.2).

use domain::account::Platform;
use domain::message::SendKind;
use domain::meta_error::Reason;
use meta::graph::{CallError, Content, Host, Outgoing, Upload};
use serde_json::json;

use super::{Answer, Meta, PAGE, TOKEN, creds, sent, text};

fn photo() -> Upload {
    Upload {
        kind: SendKind::Image,
        mime: "image/png".into(),
        name: "pot.png".into(),
        size: 5,
        body: "bytes".into(),
    }
}

fn taken() -> Answer {
    Answer::json(200, &json!({"attachment_id": 1_745_504_518_999_123_u64}))
}

#[tokio::test]
async fn a_file_is_one_form_whose_parts_have_types() {
    let meta = Meta::answering(vec![taken()]).await;
    for host in [Host::Facebook, Host::Instagram] {
        let id = meta
            .client
            .upload(&creds(host), Platform::Instagram, photo())
            .await
            .unwrap();
        assert_eq!(id, "1745504518999123", "a number is as good as text");
    }
    let [facebook, instagram] = <[_; 2]>::try_from(meta.seen()).unwrap();
    assert_eq!(facebook.uri, format!("/v25.0/{PAGE}/message_attachments"));
    assert_eq!(
        instagram.uri,
        format!("/ig-host/v25.0/{PAGE}/message_attachments")
    );
    for (call, parts) in [(&facebook, 3), (&instagram, 2)] {
        assert_eq!(call.authorization, format!("Bearer {TOKEN}"));
        let body = String::from_utf8_lossy(&call.raw).to_ascii_lowercase();
        // §2.4: a part without a type is refused.
        assert_eq!(body.matches("content-disposition").count(), parts, "{body}");
        assert_eq!(body.matches("content-type").count(), parts, "{body}");
        assert!(
            body.contains("name=\"filedata\"; filename=\"pot.png\""),
            "{body}"
        );
        assert!(
            body.contains("content-type: image/png\r\n\r\nbytes\r\n"),
            "{body}"
        );
        assert!(body.contains(r#""payload":{"is_reusable":true}"#), "{body}");
        assert!(body.contains(r#""type":"image""#), "{body}");
        // Only this host serves both platforms.
        assert_eq!(body.contains("name=\"platform\""), parts == 3, "{body}");
    }
}

#[tokio::test]
async fn a_page_says_nothing_of_platforms() {
    let meta = Meta::answering(vec![taken()]).await;
    let _ = meta
        .client
        .upload(&creds(Host::Facebook), Platform::Facebook, photo())
        .await
        .unwrap();
    let body = String::from_utf8_lossy(&meta.seen()[0].raw).into_owned();
    assert!(!body.contains("platform"), "{body}");
}

#[tokio::test]
async fn a_refused_file_is_content_and_a_lost_answer_may_be_repeated() {
    let refused = json!({"error": {"message": "(#100) Upload attachment failure.", "type": "OAuthException", "code": 100, "error_subcode": 2_018_047}});
    let meta = Meta::answering(vec![
        Answer::json(400, &refused),
        Answer::json(502, &json!("a gateway's page")),
        Answer::json(200, &json!({"success": true})),
    ])
    .await;
    let upload = async || {
        meta.client
            .upload(&creds(Host::Instagram), Platform::Instagram, photo())
            .await
            .unwrap_err()
    };
    let first = upload().await;
    assert!(
        matches!(
            first,
            CallError::Final {
                reason: Reason::ContentRefused,
                ..
            }
        ),
        "{first:?}"
    );
    for _ in 0..2 {
        let lost = upload().await;
        assert!(matches!(lost, CallError::NoAnswer { .. }), "{lost:?}");
    }
}

#[tokio::test]
async fn it_is_sent_by_metas_id() {
    let meta = Meta::answering(vec![sent()]).await;
    let outgoing = Outgoing {
        content: Content::Uploaded {
            kind: SendKind::Image,
            attachment_id: "1745504518999123".into(),
        },
        ..text(Platform::Instagram, "")
    };
    let _ = meta
        .client
        .send(&creds(Host::Instagram), &outgoing)
        .await
        .unwrap();
    assert_eq!(
        meta.seen()[0].body["message"],
        json!({"attachment": {"type": "image", "payload": {"attachment_id": "1745504518999123"}}})
    );
}
