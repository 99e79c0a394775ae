//! What a send looks like on the wire (§2.1, §2.2).

use domain::account::Platform;
use domain::ids::{CustomerId, Mid};
use domain::message::SendKind;
use meta::graph::{Content, Host, Outgoing, SenderAction, Sent, Tag, Usage};
use serde_json::{Value, json};

use super::{Answer, CUSTOMER, Meta, PAGE, TOKEN, creds, sample, samples, sent, text};

/// Every sample of a send that this client makes, and how.
fn supported() -> Vec<(&'static str, Host, Outgoing)> {
    let hello = |platform, words: &str| text(platform, words);
    let to_page = |outgoing: Outgoing| Outgoing {
        recipient: CustomerId::new("2000000000000101"),
        ..outgoing
    };
    let tagged = |outgoing: Outgoing| Outgoing {
        tag: Some(Tag::HumanAgent),
        ..outgoing
    };
    let reply_to = sample("send-reply-to")["request"]["body"]["reply_to"]["mid"]
        .as_str()
        .unwrap()
        .to_owned();
    vec![
        (
            "send-ig-login-text",
            Host::Instagram,
            hello(Platform::Instagram, "Hello World!"),
        ),
        (
            "send-fb-login-ig-text",
            Host::Facebook,
            hello(Platform::Instagram, "Hello"),
        ),
        (
            "send-messenger-text",
            Host::Facebook,
            to_page(hello(Platform::Facebook, "Hello")),
        ),
        (
            "send-human-agent-ig-login",
            Host::Instagram,
            tagged(hello(Platform::Instagram, "Sorry for the delay")),
        ),
        (
            "send-human-agent-page",
            Host::Facebook,
            to_page(tagged(hello(Platform::Facebook, "Sorry for the delay"))),
        ),
        (
            "send-media-url",
            Host::Instagram,
            Outgoing {
                content: Content::Attachment {
                    kind: SendKind::Image,
                    url: "https://cdn.example/p.jpg".into(),
                },
                ..hello(Platform::Instagram, "")
            },
        ),
        (
            "send-reply-to",
            Host::Instagram,
            Outgoing {
                reply_to: Some(Mid::new(reply_to)),
                ..hello(Platform::Instagram, "about that")
            },
        ),
    ]
}

#[tokio::test]
async fn bodies_are_metas() {
    for (name, host, outgoing) in supported() {
        let file = sample(name);
        let meta = Meta::answering(vec![Answer::of(&file)]).await;
        let got = meta.client.send(&creds(host), &outgoing).await.unwrap();
        let seen = meta.seen().remove(0);
        assert_eq!(seen.body, file["request"]["body"], "{name}");
        let host_path = if host == Host::Instagram {
            "/ig-host"
        } else {
            ""
        };
        assert_eq!(
            seen.uri,
            format!("{host_path}/v25.0/{PAGE}/messages"),
            "{name}"
        );
        assert_eq!(
            (seen.method.as_str(), seen.authorization),
            ("POST", format!("Bearer {TOKEN}")),
            "{name}"
        );
        let answer = &file["body"];
        assert_eq!(
            got.mid.as_ref().map(Mid::as_str),
            answer["message_id"].as_str(),
            "{name}"
        );
        assert_eq!(
            got.recipient_id.as_deref(),
            answer["recipient_id"].as_str(),
            "{name}"
        );
    }
}

/// What other calls make, tested beside them, and what nobody here sends (shares, products, hearts, several images in one
/// message): so that a sample added later is not overlooked.
#[test]
fn every_sample_of_a_send_is_accounted_for() {
    let elsewhere = [
        "send-button-template",
        "send-generic-template",
        "send-images-multi",
        "send-legacy-messenger",
        "send-media-share",
        "send-private-reply",
        "send-product-template",
        "send-quick-replies",
        "send-reaction",
        "send-sticker-heart",
        "send-typing-on",
    ];
    let mut named: Vec<&str> = supported()
        .iter()
        .map(|(name, ..)| *name)
        .chain(elsewhere)
        .collect();
    named.sort_unstable();
    assert_eq!(named, samples("send-"));
}

#[tokio::test]
async fn the_old_form_of_a_mid_is_taken_as_it_is() {
    let meta = Meta::answering(vec![Answer::of(&sample("send-legacy-messenger"))]).await;
    let got = meta
        .client
        .send(&creds(Host::Facebook), &text(Platform::Facebook, "x"))
        .await
        .unwrap();
    assert_eq!(
        got.mid,
        Some(Mid::new("mid.1456970487936:c34767dfe57ee6e339"))
    );
}

#[tokio::test]
async fn metadata_goes_to_messenger_only() {
    let meta = Meta::answering(vec![sent()]).await;
    for platform in [Platform::Facebook, Platform::Instagram] {
        let outgoing = Outgoing {
            metadata: Some("row-1".into()),
            ..text(platform, "x")
        };
        meta.client
            .send(&creds(Host::Facebook), &outgoing)
            .await
            .unwrap();
    }
    let bodies: Vec<Value> = meta
        .seen()
        .into_iter()
        .map(|seen| seen.body["message"].clone())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({"text": "x", "metadata": "row-1"}),
            json!({"text": "x"})
        ]
    );
}

#[tokio::test]
async fn every_kind_of_file_has_metas_name() {
    let meta = Meta::answering(vec![sent()]).await;
    for kind in [
        SendKind::Image,
        SendKind::Video,
        SendKind::Audio,
        SendKind::File,
    ] {
        let content = Content::Attachment {
            kind,
            url: "https://cdn.example/x?a=1&b=\u{e9}".into(),
        };
        let outgoing = Outgoing {
            content,
            ..text(Platform::Facebook, "")
        };
        meta.client
            .send(&creds(Host::Facebook), &outgoing)
            .await
            .unwrap();
    }
    let kinds: Vec<Value> = meta
        .seen()
        .into_iter()
        .map(|seen| seen.body["message"]["attachment"].clone())
        .collect();
    for (attachment, kind) in kinds.iter().zip(["image", "video", "audio", "file"]) {
        assert_eq!(
            attachment,
            &json!({"type": kind, "payload": {"url": "https://cdn.example/x?a=1&b=\u{e9}"}})
        );
    }
}

#[tokio::test]
async fn a_refused_duplicate_counts_as_sent() {
    let meta = Meta::answering(vec![Answer::json(
        400,
        &json!({"error": {"code": 506, "message": "duplicate"}}),
    )])
    .await;
    let got = meta
        .client
        .send(&creds(Host::Facebook), &text(Platform::Instagram, "x"))
        .await;
    assert_eq!(
        got,
        Ok(Sent {
            mid: None,
            recipient_id: None
        })
    );
}

#[tokio::test]
async fn sender_actions_need_no_message_id() {
    let file = sample("send-typing-on");
    let meta = Meta::answering(vec![Answer::of(&file)]).await;
    let customer = CustomerId::new(CUSTOMER);
    for action in [
        SenderAction::TypingOn,
        SenderAction::MarkSeen,
        SenderAction::TypingOff,
    ] {
        meta.client
            .sender_action(&creds(Host::Instagram), &customer, action)
            .await
            .unwrap();
    }
    let seen = meta.seen();
    assert_eq!(seen[0].body, file["request"]["body"]);
    let words: Vec<&Value> = seen
        .iter()
        .map(|seen| &seen.body["sender_action"])
        .collect();
    assert_eq!(words, ["typing_on", "mark_seen", "typing_off"]);
}

#[tokio::test]
async fn usage_is_told_on_answers_and_on_errors() {
    let meta = Meta::answering(vec![
        Answer::of(&sample("send-messenger-text")),
        Answer::of(&sample("error-4-app-limit")),
        Answer::of(&sample("error-80002-instagram")),
        sent(),
    ])
    .await;
    for _ in 0..4 {
        let _ = meta
            .client
            .send(&creds(Host::Facebook), &text(Platform::Facebook, "x"))
            .await;
    }
    let usage = |percent, wait_minutes| {
        (
            PAGE.to_owned(),
            Usage {
                percent,
                wait_minutes,
            },
        )
    };
    assert_eq!(
        meta.usage(),
        [usage(2, 0), usage(208, 0), usage(101, 7), usage(0, 0)]
    );
}

#[tokio::test]
async fn what_goes_with_a_text_has_the_form_of_the_samples() {
    use domain::rich::{Button, Card, QuickReply, Rich};
    let link = |title: &str| Button::WebUrl {
        title: title.to_owned(),
        url: "https://shop.example/".to_owned(),
    };
    let postback = |title: &str, payload: &str| Button::Postback {
        title: title.to_owned(),
        payload: payload.to_owned(),
    };
    let body = async |text: &str, rich: Rich| {
        let meta = Meta::answering(vec![sent()]).await;
        let mut outgoing = super::text(Platform::Instagram, text);
        outgoing.content = Content::Rich {
            text: text.to_owned(),
            rich,
        };
        meta.client
            .send(&creds(Host::Instagram), &outgoing)
            .await
            .unwrap();
        meta.seen()[0].body.clone()
    };
    let golden = sample("send-button-template")["request"]["body"].clone();
    let buttons = vec![postback("Talk", "TALK")];
    assert_eq!(body("What next?", Rich::Buttons { buttons }).await, golden);

    let golden = sample("send-generic-template")["request"]["body"].clone();
    let element = &golden["message"]["attachment"]["payload"]["elements"][0];
    let buttons = element["buttons"].as_array().unwrap();
    let buttons = buttons.iter().map(|b| match b["type"].as_str().unwrap() {
        "web_url" => link(b["title"].as_str().unwrap()),
        _ => postback(b["title"].as_str().unwrap(), b["payload"].as_str().unwrap()),
    });
    let card = Card {
        title: "Welcome".to_owned(),
        subtitle: Some("sub".to_owned()),
        image_url: Some("https://cdn.example/p.jpg".to_owned()),
        url: Some("https://shop.example/".to_owned()),
        buttons: buttons.collect(),
    };
    assert_eq!(body("", Rich::Cards { cards: vec![card] }).await, golden);

    let replies = vec![QuickReply {
        title: "Yes".to_owned(),
        payload: "YES".to_owned(),
    }];
    let asked = body("Pick", Rich::QuickReplies { replies }).await;
    assert_eq!(
        asked["message"],
        json!({"text": "Pick", "quick_replies": [{"content_type": "text", "title": "Yes", "payload": "YES"}]})
    );
}

#[tokio::test]
async fn reactions_name_their_message() {
    let meta = Meta::answering(vec![Answer::json(200, &json!({"recipient_id": CUSTOMER}))]).await;
    let customer = CustomerId::new(CUSTOMER);
    let mid = Mid::new("mid1");
    for reaction in [Some("love"), None] {
        meta.client
            .react(&creds(Host::Instagram), &customer, &mid, reaction)
            .await
            .unwrap();
    }
    let seen = meta.seen();
    assert_eq!(
        seen[0].body,
        json!({"recipient": {"id": CUSTOMER}, "sender_action": "react", "payload": {"message_id": "mid1", "reaction": "love"}})
    );
    assert_eq!(
        seen[1].body,
        json!({"recipient": {"id": CUSTOMER}, "sender_action": "unreact", "payload": {"message_id": "mid1"}})
    );
}
