//! One thread: its pages, and what each event does to its rows.

use domain::ids::{ChatId, MessageId, Mid};
use domain::inbound::{
    AttachmentKind, Holder, Inbound, InboundAttachment, InboundReply, NewMessage, Reaction,
    ReadMark, What,
};
use domain::outbox::DeliveryStatus;
use domain::time::{DAY, SECOND};
use store::messages::Thread;

use crate::site::{ANNA, BERT, Site, echo_of, event_of, text_of};

both!(
    a_conversation_that_another_app_has_says_so,
    pages_join_at_equal_times,
    an_unsend_leaves_nothing_behind,
    edits_and_reactions_show,
    answers_name_what_they_answer,
    receipts_cover_what_came_before,
    events_tell_the_story,
    a_time_ahead_is_that_of_arrival,
    texts_of_every_kind_survive,
    previews_follow_the_newest,
);

async fn pages_join_at_equal_times(site: &Site) {
    site.shop().await;
    let mut chat = None;
    for n in 0..17 {
        chat = Some(
            site.hears(
                ANNA,
                &format!("m{n:02}"),
                &format!("text {n}"),
                site.now().plus(SECOND * (n / 4) - DAY),
            )
            .await,
        );
    }
    let chat = chat.unwrap();
    let other = site.chat(BERT).await;
    let all = site.thread(chat).await;
    assert_eq!(
        all.iter().map(|m| m.content.clone()).collect::<Vec<_>>(),
        (0..17).map(|n| format!("text {n}")).collect::<Vec<_>>()
    );
    for limit in [1, 3, 4, 17] {
        let mut seen: Vec<MessageId> = Vec::new();
        let mut before = None;
        loop {
            let Thread::Page { messages, seq, .. } = site
                .db
                .thread(site.view(), chat, before, limit)
                .await
                .unwrap()
            else {
                panic!()
            };
            assert_eq!(seq, site.head().await);
            let Some(first) = messages.first() else { break };
            before = Some(first.id);
            seen.splice(0..0, messages.iter().map(|m| m.id));
        }
        assert_eq!(
            seen,
            all.iter().map(|m| m.id).collect::<Vec<_>>(),
            "in pages of {limit}"
        );
    }
    let stranger = site.thread(other).await[0].id;
    assert!(matches!(
        site.db
            .thread(site.view(), chat, Some(stranger), 5)
            .await
            .unwrap(),
        Thread::NoMessage
    ));
    assert!(matches!(
        site.db
            .thread(site.view(), ChatId::new(site.uuid()), None, 5)
            .await
            .unwrap(),
        Thread::NoChat
    ));
}

fn image(mid: &str) -> NewMessage {
    NewMessage {
        mid: Some(Mid::new(mid)),
        attachments: vec![InboundAttachment {
            kind: AttachmentKind::Image,
            meta_type: "image".to_owned(),
            url: Some("https://cdn.example/secret.jpg".to_owned()),
            title: None,
            target_id: None,
        }],
        ..NewMessage::default()
    }
}

async fn an_unsend_leaves_nothing_behind(site: &Site) {
    site.shop().await;
    let heart = Reaction {
        name: "love".to_owned(),
        emoji: Some("❤".to_owned()),
    };
    let now = site.now().plus(-DAY);
    let chat = site.hears(ANNA, "m1", "my secret", now).await;
    site.apply(&[
        event_of(
            ANNA,
            now.plus(1),
            What::Edited {
                mid: Mid::new("m1"),
                number: 1,
                text: Some("my other secret".to_owned()),
            },
        ),
        event_of(
            ANNA,
            now.plus(2),
            What::Reacted {
                mid: Mid::new("m1"),
                reaction: Some(heart),
            },
        ),
        event_of(ANNA, now.plus(3), What::Message(Box::new(image("m2")))),
    ])
    .await;
    let unsend = |mid: &str| event_of(ANNA, now.plus(9), What::Unsent { mid: Mid::new(mid) });
    site.apply(&[unsend("m1"), unsend("m2")]).await;
    let thread = site.thread(chat).await;
    assert_eq!(thread.len(), 2);
    for message in &thread {
        assert_eq!(
            (
                message.content.as_str(),
                message.attachments.len(),
                message.reactions.len()
            ),
            ("", 0, 0)
        );
        assert_eq!(message.deleted_at, Some(now.plus(9)));
    }
    let shape = site.shape(chat).await;
    assert_eq!((shape.last_message.as_str(), shape.unread_count), ("", 0));
    assert_eq!(
        shape.updated_at,
        now.plus(3),
        "it still stands in the thread"
    );
    let kept = site
        .texts("SELECT content || text || preview || COALESCE(edit, '') || reactions FROM message")
        .await;
    assert!(
        kept.iter()
            .all(|t| !t.contains("secret") && !t.contains("love")),
        "{kept:?}"
    );
    // It does not come back either.
    site.hears(ANNA, "m1", "my secret", now).await;
    assert!(site.thread(chat).await.iter().all(|m| m.content.is_empty()));
}

async fn edits_and_reactions_show(site: &Site) {
    site.shop().await;
    let now = site.now().plus(-DAY);
    let chat = site.hears(ANNA, "m1", "frist", now).await;
    let edit = |number, text: &str, at| {
        event_of(
            ANNA,
            now.plus(at),
            What::Edited {
                mid: Mid::new("m1"),
                number,
                text: Some(text.to_owned()),
            },
        )
    };
    site.apply(&[edit(2, "first!", 20), edit(1, "first", 10)])
        .await;
    let laugh = |name: Option<&str>, at| {
        let reaction = name.map(|n| Reaction {
            name: n.to_owned(),
            emoji: None,
        });
        event_of(
            ANNA,
            now.plus(at),
            What::Reacted {
                mid: Mid::new("m1"),
                reaction,
            },
        )
    };
    site.apply(&[laugh(Some("haha"), 30), laugh(Some("love"), 40)])
        .await;
    let row = &site.thread(chat).await[0];
    assert_eq!(
        (row.content.as_str(), row.edited_at),
        ("first!", Some(now.plus(20)))
    );
    assert_eq!(
        row.reactions
            .iter()
            .map(|r| r.reaction.as_str())
            .collect::<Vec<_>>(),
        ["love"]
    );
    assert_eq!(site.shape(chat).await.last_message, "first!");
    site.apply(&[laugh(None, 50), laugh(Some("wow"), 45)]).await;
    assert!(site.thread(chat).await[0].reactions.is_empty());
}

async fn answers_name_what_they_answer(site: &Site) {
    site.shop().await;
    let now = site.now();
    let reply = NewMessage {
        reply_to: Some(InboundReply::Message(Mid::new("asked"))),
        mid: Some(Mid::new("answer")),
        text: "yes".to_owned(),
        ..NewMessage::default()
    };
    let chat = site
        .apply(&[event_of(ANNA, now, What::Message(Box::new(reply)))])
        .await[0]
        .chat
        .unwrap();
    let answer = async || {
        site.thread(chat)
            .await
            .into_iter()
            .find(|m| m.content == "yes")
            .unwrap()
            .reply_to
            .unwrap()
    };
    assert_eq!(
        (answer().await.message_id, answer().await.meta_message_id),
        (None, Some(Mid::new("asked")))
    );
    site.apply(&[echo_of(ANNA, "asked", "really?", now.plus(-SECOND), None)])
        .await;
    let asked = site.thread(chat).await[0].id;
    assert_eq!(answer().await.message_id, Some(asked));
}

async fn receipts_cover_what_came_before(site: &Site) {
    use domain::account::Platform;
    site.connect(Platform::Facebook, "100").await;
    let now = site.now().plus(-DAY);
    let page = async |event| site.apply_to(Platform::Facebook, "100", &[event]).await;
    let status = async |chat| {
        site.thread(chat)
            .await
            .into_iter()
            .map(|m| m.delivery_status)
            .collect::<Vec<_>>()
    };
    use DeliveryStatus::{Delivered, Read, Received, Sent};
    for n in 1..=3 {
        page(echo_of(
            ANNA,
            &format!("e{n}"),
            "x",
            now.plus(n * SECOND),
            None,
        ))
        .await;
    }
    let chat = page(text_of(ANNA, "m1", "hi", now.plus(4 * SECOND))).await[0]
        .chat
        .unwrap();
    assert_eq!(status(chat).await, [Sent, Sent, Sent, Received]);
    let seq = site.head().await;
    page(event_of(
        ANNA,
        now,
        What::Delivered {
            mids: vec![],
            watermark: Some(now.plus(2 * SECOND)),
        },
    ))
    .await;
    assert_eq!(status(chat).await, [Delivered, Delivered, Sent, Received]);
    assert_eq!(site.kinds_after(seq).await, ["message_updated"; 2]);
    page(event_of(
        ANNA,
        now,
        What::Read(ReadMark::Watermark(now.plus(SECOND))),
    ))
    .await;
    assert_eq!(status(chat).await, [Read, Delivered, Sent, Received]);
    // Maxima: what is older changes nothing, what was covered stays so, and a late one is covered when it comes.
    page(event_of(
        ANNA,
        now,
        What::Delivered {
            mids: vec![],
            watermark: Some(now.plus(SECOND)),
        },
    ))
    .await;
    page(event_of(ANNA, now, What::Read(ReadMark::Watermark(now)))).await;
    page(echo_of(ANNA, "e0", "x", now.plus(SECOND / 2), None)).await;
    assert_eq!(status(chat).await, [Read, Read, Delivered, Sent, Received]);
    page(event_of(
        ANNA,
        now,
        What::Delivered {
            mids: vec![Mid::new("e3")],
            watermark: None,
        },
    ))
    .await;
    page(event_of(
        ANNA,
        now,
        What::Read(ReadMark::Watermark(now.plus(DAY))),
    ))
    .await;
    assert_eq!(status(chat).await, [Read, Read, Read, Read, Received]);
}

async fn events_tell_the_story(site: &Site) {
    site.shop().await;
    let now = site.now().plus(-DAY);
    let told = async |event| {
        let seq = site.head().await;
        site.apply(&[event]).await;
        site.kinds_after(seq).await
    };
    assert_eq!(
        told(text_of(ANNA, "m1", "hi", now)).await,
        ["ig_dm", "new_message", "chat_updated"]
    );
    assert!(told(text_of(ANNA, "m1", "hi", now)).await.is_empty());
    assert_eq!(
        told(echo_of(ANNA, "e1", "hello", now.plus(1), None)).await,
        ["ig_dm", "new_message", "chat_updated"]
    );
    let edit = What::Edited {
        mid: Mid::new("m1"),
        number: 1,
        text: Some("hi!".to_owned()),
    };
    assert_eq!(
        told(event_of(ANNA, now.plus(2), edit)).await,
        ["message_updated"],
        "not the newest: the list stays as it is"
    );
    // The status moves: both the old and the new event of a message.
    let seen = What::Read(ReadMark::Mid(Mid::new("e1")));
    assert_eq!(
        told(event_of(ANNA, now.plus(3), seen.clone())).await,
        ["ig_dm", "message_updated"]
    );
    assert!(told(event_of(ANNA, now.plus(3), seen)).await.is_empty());
    // A mark for what has not come is kept silently.
    let early = What::Reacted {
        mid: Mid::new("m2"),
        reaction: Some(Reaction {
            name: "love".to_owned(),
            emoji: None,
        }),
    };
    assert!(told(event_of(ANNA, now.plus(5), early)).await.is_empty());
    let seq = site.head().await;
    site.hears(ANNA, "m2", "loved", now.plus(4)).await;
    let frames = site.db.events_after(seq, 10).await.unwrap();
    assert!(frames[1].frame.contains("\"love\""), "{frames:?}");
    // Messenger has no ig_dm.
    site.connect(domain::account::Platform::Facebook, "100")
        .await;
    let seq = site.head().await;
    site.apply_to(
        domain::account::Platform::Facebook,
        "100",
        &[text_of(ANNA, "m1", "hi", now)],
    )
    .await;
    assert_eq!(site.kinds_after(seq).await, ["new_message", "chat_updated"]);
}

async fn a_time_ahead_is_that_of_arrival(site: &Site) {
    site.shop().await;
    let chat = site
        .hears(ANNA, "m1", "from the future", site.now().plus(365 * DAY))
        .await;
    let shape = site.shape(chat).await;
    assert_eq!(
        (shape.updated_at, shape.reply_window.closes_at),
        (site.now(), Some(site.now().plus(DAY)))
    );
    let untimed = Inbound {
        at: None,
        ..text_of(BERT, "m2", "no time", site.now())
    };
    let other = site.apply(&[untimed]).await[0].chat.unwrap();
    assert_eq!(site.shape(other).await.updated_at, site.now());
}

async fn texts_of_every_kind_survive(site: &Site) {
    site.shop().await;
    let texts = [
        "",
        "plain",
        "Ünï ☃ 🏳️‍🌈 \u{10FFFF}",
        "quote \" back \\ slash / \\u0000 \\\\",
        "line\nand\ttab\r\u{1}",
        "{\"json\": [1]}",
        "a\u{FFFD}b",
        "' -- ; $1 %s",
    ];
    let mut chat = None;
    for (n, text) in texts.iter().enumerate() {
        chat = Some(
            site.hears(
                ANNA,
                &format!("m{n}"),
                text,
                site.now().plus(n as i64 - DAY),
            )
            .await,
        );
    }
    let chat = chat.unwrap();
    let stored: Vec<_> = site
        .thread(chat)
        .await
        .into_iter()
        .map(|m| m.content)
        .collect();
    assert_eq!(stored, texts);
    // NUL becomes U+FFFD on its way into text, and the row can be read, as JSON too.
    site.hears(ANNA, "nul", "a\0b", site.now()).await;
    assert_eq!(
        site.thread(chat).await.last().unwrap().content,
        "a\u{FFFD}b"
    );
    assert_eq!(
        site.number("SELECT COUNT(*) FROM instagram_messages WHERE attachments_json = '[]'")
            .await,
        texts.len() as i64 + 1
    );
}

async fn previews_follow_the_newest(site: &Site) {
    site.shop().await;
    let now = site.now().plus(-DAY);
    let chat = site.hears(ANNA, "m1", "one", now).await;
    site.apply(&[event_of(
        ANNA,
        now.plus(2),
        What::Message(Box::new(image("m3"))),
    )])
    .await;
    assert_eq!(site.shape(chat).await.last_message, "Photo");
    site.hears(ANNA, "m2", "two", now.plus(1)).await;
    let shape = site.shape(chat).await;
    assert_eq!(
        (
            shape.last_message.as_str(),
            shape.updated_at,
            shape.created_at
        ),
        ("Photo", now.plus(2), now)
    );
    site.apply(&[event_of(
        ANNA,
        now.plus(3),
        What::Unsent {
            mid: Mid::new("m3"),
        },
    )])
    .await;
    assert_eq!(site.shape(chat).await.last_message, "two");
    site.apply(&[echo_of(ANNA, "e1", "three", now.plus(9), None)])
        .await;
    let shape = site.shape(chat).await;
    assert_eq!(
        (shape.last_incoming_at, shape.last_outgoing_at),
        (Some(now.plus(2)), Some(now.plus(9)))
    );
    let referral = What::Referral(serde_json::json!({"ref": "flyer"}));
    site.apply(&[event_of(ANNA, now.plus(-5), referral)]).await;
    assert_eq!(
        site.shape(chat).await.created_at,
        now.plus(-5),
        "the earliest event of the thread"
    );
}

async fn a_conversation_that_another_app_has_says_so(site: &Site) {
    site.shop().await;
    let now = site.now();
    let chat = site.hears(ANNA, "m1", "hi", now).await;
    assert!(!site.shape(chat).await.held_by_another_app);
    let told = |holder, at| Inbound {
        holder: Some(holder),
        ..event_of(ANNA, at, What::HandedOver)
    };
    let seq = site.head().await;
    site.apply(&[told(Holder::AnotherApp, now)]).await;
    assert!(site.shape(chat).await.held_by_another_app);
    assert_eq!(site.kinds_after(seq).await, ["chat_updated"]);
    // What was told before is no news, and what is told after is.
    site.apply(&[told(Holder::NoOtherApp, now.plus(-SECOND))])
        .await;
    assert!(site.shape(chat).await.held_by_another_app);
    site.apply(&[told(Holder::NoOtherApp, now.plus(SECOND))])
        .await;
    assert!(
        site.shape(chat).await.held_by_another_app,
        "times of the future are bounded"
    );
    site.clock.advance(2 * SECOND);
    site.apply(&[told(Holder::NoOtherApp, site.now())]).await;
    assert!(!site.shape(chat).await.held_by_another_app);
    assert_eq!(site.thread(chat).await.len(), 1);
}
