//! Deliveries made from the rules of §1.5 to §1.7: every spelling of the same event means the same.

use domain::account::Platform;
use domain::ids::{CustomerId, ExternalId, Mid};
use domain::inbound::{
    AttachmentKind, Element, Holder, Inbound, InboundAttachment, InboundReply, Meaning, NewMessage,
    Reaction, ReadMark, StoryRef, What,
};
use domain::time::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::describe::elements;

/// An event and how Meta writes it, apart from the envelope.
#[derive(Clone, Debug)]
struct Event {
    what: What,
    /// The key that names the kind, its value, and the field that carries it in `changes`.
    key: &'static str,
    body: Value,
    field: &'static str,
}

fn mid() -> impl Strategy<Value = String> {
    prop_oneof![
        "aWdf[A-Za-z0-9]{150}ZDZD",
        "m_[A-Za-z0-9_-]{86}",
        "mid\\.[0-9]{13}:[a-f0-9]{18}",
        "[0-9]{17}"
    ]
}

fn text() -> impl Strategy<Value = String> {
    "[^\u{0}]{1,60}"
}

fn attachment() -> impl Strategy<Value = (InboundAttachment, Value)> {
    let word = select(
        &[
            ("image", AttachmentKind::Image),
            ("video", AttachmentKind::Video),
            ("audio", AttachmentKind::Audio),
            ("file", AttachmentKind::File),
            ("like_heart", AttachmentKind::Image),
            ("ig_reel", AttachmentKind::Share),
            ("reel", AttachmentKind::Share),
            ("post", AttachmentKind::Share),
            ("fallback", AttachmentKind::Share),
            ("story_mention", AttachmentKind::StoryMention),
            ("ephemeral", AttachmentKind::Ephemeral),
            ("location", AttachmentKind::Location),
            ("appointment_booking", AttachmentKind::Unknown),
            ("something_new", AttachmentKind::Unknown),
        ][..],
    );
    (
        word,
        proptest::option::of("https://[a-z]{3,9}\\.example/[a-z0-9]{0,9}"),
        proptest::option::of(text()),
        any::<bool>(),
    )
        .prop_map(|((word, kind), url, title, beside)| {
            let mut inner = Map::new();
            url.iter()
                .for_each(|url| drop(inner.insert("url".into(), json!(url))));
            title
                .iter()
                .for_each(|title| drop(inner.insert("title".into(), json!(title))));
            let mut outer = if beside { inner.clone() } else { Map::new() };
            outer.insert("type".into(), json!(word));
            outer.insert(
                "payload".into(),
                if beside {
                    Value::Null
                } else {
                    Value::Object(inner)
                },
            );
            let expected = InboundAttachment {
                kind,
                meta_type: word.into(),
                url,
                title,
                target_id: None,
            };
            (expected, Value::Object(outer))
        })
}

fn message() -> impl Strategy<Value = Event> {
    let reply = prop_oneof![
        2 => Just(None),
        1 => mid().prop_map(|m| Some((json!({"mid": m}), InboundReply::Message(Mid::new(m))))),
        1 => "[0-9]{17}".prop_map(|id| {
            let url = "https://lookaside.example/story";
            let story = StoryRef { id: Some(id.clone()), url: Some(url.into()), link_sticker_url: None };
            Some((json!({"story": {"id": id, "url": url}}), InboundReply::Story(story)))
        }),
    ];
    let parts = (
        proptest::option::weighted(0.9, mid()),
        text(),
        proptest::collection::vec(attachment(), 0..4),
        reply,
    );
    (parts, proptest::option::of(text()), any::<bool>()).prop_map(
        |((mid, text, attachments, reply), quick, referred)| {
            let mut body = json!({"text": text});
            let mut message = NewMessage {
                text,
                mid: mid.clone().map(Mid::new),
                ..NewMessage::default()
            };
            if let Some(mid) = mid {
                body["mid"] = json!(mid);
            }
            if !attachments.is_empty() {
                let (expected, written): (Vec<_>, Vec<_>) = attachments.into_iter().unzip();
                message.attachments = expected;
                body["attachments"] = Value::Array(written);
            }
            if let Some((written, expected)) = reply {
                body["reply_to"] = written;
                message.reply_to = Some(expected);
            }
            if let Some(payload) = quick {
                body["quick_reply"] = json!({"payload": payload});
                message.quick_reply = Some(payload);
            }
            if referred {
                body["referral"] = json!({"ref": "r", "source": "ADS", "type": "OPEN_THREAD"});
                message.referral = Some(body["referral"].clone());
            }
            Event {
                what: What::Message(Box::new(message)),
                key: "message",
                body,
                field: "messages",
            }
        },
    )
}

fn other() -> impl Strategy<Value = Event> {
    let event = |what, key, body, field| Event {
        what,
        key,
        body,
        field,
    };
    let at = 1_400_000_000_000_i64..1_900_000_000_000;
    prop_oneof![
        mid().prop_map(move |m| event(
            What::Unsent {
                mid: Mid::new(m.clone())
            },
            "message",
            json!({"mid": m, "is_deleted": true}),
            "messages"
        )),
        (mid(), 1..9_u32, text(), any::<bool>()).prop_map(move |(m, number, text, as_text)| {
            let n = if as_text {
                json!(number.to_string())
            } else {
                json!(number)
            };
            let body = json!({"mid": m, "text": text, "num_edit": n});
            event(
                What::Edited {
                    mid: Mid::new(m),
                    number,
                    text: Some(text),
                },
                "message_edit",
                body,
                "message_edit",
            )
        }),
        (
            mid(),
            select(&["love", "smile", "other"][..]),
            proptest::option::of(text())
        )
            .prop_map(move |(m, name, emoji)| {
                let body = json!({"mid": m, "action": "react", "reaction": name, "emoji": emoji});
                let reaction = Some(Reaction {
                    name: name.into(),
                    emoji,
                });
                event(
                    What::Reacted {
                        mid: Mid::new(m),
                        reaction,
                    },
                    "reaction",
                    body,
                    "message_reactions",
                )
            }),
        mid().prop_map(move |m| {
            let body = json!({"mid": m, "action": "unreact"});
            event(
                What::Reacted {
                    mid: Mid::new(m),
                    reaction: None,
                },
                "reaction",
                body,
                "message_reactions",
            )
        }),
        mid().prop_map(move |m| event(
            What::Read(ReadMark::Mid(Mid::new(m.clone()))),
            "read",
            json!({"mid": m}),
            "messaging_seen"
        )),
        at.clone().prop_map(move |ms| {
            event(
                What::Read(ReadMark::Watermark(Timestamp::from_millis(ms))),
                "read",
                json!({"watermark": ms}),
                "message_reads",
            )
        }),
        (proptest::collection::vec(mid(), 0..3), at).prop_map(move |(mids, ms)| {
            let body = json!({"mids": mids, "watermark": ms});
            let mids = mids.into_iter().map(Mid::new).collect();
            event(
                What::Delivered {
                    mids,
                    watermark: Some(Timestamp::from_millis(ms)),
                },
                "delivery",
                body,
                "message_deliveries",
            )
        }),
        (
            proptest::option::of(mid()),
            text(),
            proptest::option::of(text())
        )
            .prop_map(move |(m, title, payload)| {
                let body = json!({"mid": m, "title": title, "payload": payload});
                let what = What::Postback {
                    mid: m.map(Mid::new),
                    title: Some(title),
                    payload,
                    referral: None,
                };
                event(what, "postback", body, "messaging_postbacks")
            }),
        text().prop_map(move |r| {
            let body = json!({"ref": r, "source": "SHORTLINK", "type": "OPEN_THREAD"});
            event(
                What::Referral(body.clone()),
                "referral",
                body,
                "messaging_referrals",
            )
        }),
        text().prop_map(move |r| {
            let body = json!({"type": "notification_messages", "payload": r});
            event(
                What::OptedIn(body.clone()),
                "optin",
                body,
                "messaging_optins",
            )
        }),
    ]
}

/// How the same event may be written.
#[derive(Clone, Debug)]
struct Spelling {
    numeric_ids: bool,
    time_as_text: bool,
    lists_as_objects: bool,
    /// `messaging`, `changes`, or flat in the entry.
    form: u8,
    extra: bool,
}

fn spelling() -> impl Strategy<Value = Spelling> {
    (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0..3_u8,
        any::<bool>(),
    )
        .prop_map(
            |(numeric_ids, time_as_text, lists_as_objects, form, extra)| Spelling {
                numeric_ids,
                time_as_text,
                lists_as_objects,
                form,
                extra,
            },
        )
}

fn write(
    event: &Event,
    platform: Platform,
    account: u64,
    customer: u64,
    ms: i64,
    how: &Spelling,
) -> Value {
    let id = |id: u64| {
        if how.numeric_ids {
            json!(id)
        } else {
            json!(id.to_string())
        }
    };
    let list = |one: Value| {
        if how.lists_as_objects {
            one
        } else {
            json!([one])
        }
    };
    let mut written = json!({
        "sender": {"id": id(customer)},
        "recipient": {"id": id(account)},
        "timestamp": if how.time_as_text { json!(ms.to_string()) } else { json!(ms) },
    });
    written[event.key] = event.body.clone();
    if how.extra {
        // What is kept whole keeps its unknown fields too.
        if !matches!(event.what, What::Referral(_) | What::OptedIn(_)) {
            written[event.key]["nlp"] = json!({"entities": {}});
        }
        written["hop_context"] = json!([{"app_id": 1}]);
    }
    let mut entry = json!({"id": id(account), "time": ms / 1_000});
    match how.form {
        0 => entry["messaging"] = list(written),
        1 => entry["changes"] = list(json!({"field": event.field, "value": written})),
        _ => {
            entry["field"] = json!(event.field);
            entry["value"] = written;
        }
    }
    let object = if platform == Platform::Instagram {
        "instagram"
    } else {
        "page"
    };
    json!({"object": object, "entry": list(entry)})
}

/// Escapes as Meta does: everything beyond ASCII, and `/`.
fn as_meta_writes(body: &Value) -> String {
    let mut out = String::new();
    for c in body.to_string().chars() {
        match c {
            '/' => out.push_str("\\/"),
            c if c.is_ascii() => out.push(c),
            c => c
                .encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_spelling_means_the_same(
        event in prop_oneof![message(), other()],
        platform in select(&[Platform::Instagram, Platform::Facebook][..]),
        (account, customer) in (1_u64..=u64::MAX, 1_u64..=u64::MAX),
        ms in 1_400_000_000_000_i64..1_900_000_000_000,
        how in spelling(),
    ) {
        prop_assume!(account != customer);
        let expected = Element {
            index: 0,
            account: Some((platform, ExternalId::new(account.to_string()))),
            kind: event.key.into(),
            meaning: Meaning::Event(Inbound {
                customer: Some(CustomerId::new(customer.to_string())),
                from_business: false,
                at: Some(Timestamp::from_millis(ms)),
                holder: matches!(event.what, What::Message(_) | What::Postback { .. }).then_some(Holder::NoOtherApp),
                what: event.what.clone(),
            }),
        };
        let body = write(&event, platform, account, customer, ms, &how);
        prop_assert_eq!(elements(body.to_string().as_bytes()).unwrap(), [expected.clone()], "{}", body);
        let escaped = as_meta_writes(&body);
        prop_assert!(escaped.is_ascii());
        prop_assert_eq!(elements(escaped.as_bytes()).unwrap(), [expected], "{}", escaped);
    }
}
