//! The rules of single events (§1.6, §1.7).

use serde_json::{Value, json};

use super::describe::{AT, CUSTOMER, IG, event, message, one};

/// What a message says, without its sender and time.
fn content(body: Value) -> String {
    let line = message(body);
    line.strip_prefix("message: 1000000000000101 @1762785320762 message ")
        .unwrap_or(&line)
        .to_owned()
}

#[test]
fn contents_of_messages() {
    assert_eq!(content(json!({"text": "no mid"})), "without mid \"no mid\"");
    assert_eq!(content(json!({"mid": "m", "text": 42})), "m \"42\"");
    assert_eq!(content(json!({"mid": 42, "text": "x"})), "42 \"x\"");
    assert_eq!(content(json!({"mid": "m"})), "m \"\" unsupported");
    assert_eq!(
        content(json!({"mid": "m", "text": "", "attachments": []})),
        "m \"\" unsupported"
    );
    assert_eq!(
        content(json!({"mid": "m", "gif": {"url": "https://x"}})),
        "m \"\" unsupported"
    );
    assert_eq!(
        content(json!({"mid": "m", "is_unsupported": 1})),
        "m \"\" unsupported"
    );
    assert_eq!(
        content(json!({"mid": "m", "text": {}, "attachments": [{"type": "image"}]})),
        "m \"\" [Image/image - - no url]"
    );
    assert_eq!(
        content(json!({"mid": "m", "text": "x", "quick_reply": {"payload": 1}})),
        "m \"x\" quick=1"
    );
    assert_eq!(
        content(json!({"mid": "m", "text": "x", "reply_to": "m0"})),
        "m \"x\" reply=m0"
    );
    assert_eq!(
        content(json!({"mid": "m", "text": "x", "reply_to": {"story": {}}})),
        "m \"x\" story=- -"
    );
    assert_eq!(
        content(json!({"mid": "m", "text": "x", "reply_to": [], "referral": {}, "nlp": {}})),
        "m \"x\""
    );
    assert_eq!(
        content(json!({"mid": "m", "is_deleted": "true", "text": "x"})),
        "message: 1000000000000101 @1762785320762 unsent m"
    );
    let beside = json!({"sender": {"id": CUSTOMER}, "message": {"mid": "m", "text": "x"}, "referral": {"ref": "ad"}});
    assert_eq!(
        one(beside),
        "message: 1000000000000101 @no time message m \"x\" ref=ad"
    );
    let own = json!({"sender": {"id": IG}, "recipient": {"id": CUSTOMER},
        "message": {"mid": "m", "text": "x", "is_echo": true, "app_id": 263_902_037_430_900_u64, "metadata": "row-1"}});
    assert_eq!(
        one(own),
        "message: business to 1000000000000101 @no time message m \"x\" echo app=263902037430900 metadata=row-1"
    );
}

#[test]
fn attachments_one_for_each_thing() {
    let files = |list: Value| content(json!({"mid": "m", "attachments": list}));
    assert_eq!(
        files(json!([{"type": "like_heart", "payload": {"url": "https://x"}}])),
        "m \"\" [Image/like_heart - - url]"
    );
    assert_eq!(
        files(json!({"type": "audio", "payload": {"url": "https://x"}})),
        "m \"\" [Audio/audio - - url]"
    );
    assert_eq!(
        files(json!([{"type": "hologram", "payload": {"id": 5}}, 7])),
        "m \"\" [Unknown/hologram 5 - no url] [Unknown/unknown - - no url]"
    );
    assert_eq!(
        files(json!([{"type": "unsupported_type"}])),
        "m \"\" [Unknown/unsupported_type - - no url]"
    );
    for payload in [json!(null), json!("null")] {
        assert_eq!(
            files(
                json!([{"type": "fallback", "title": "T", "url": "https://x", "payload": payload}])
            ),
            "m \"\" [Share/fallback - T url]"
        );
    }
    assert_eq!(
        files(
            json!([{"title": "Pinned", "url": "https://x", "type": "location", "payload": {"coordinates": {"lat": 1, "long": 2}}}])
        ),
        "m \"\" [Location/location - Pinned url]"
    );
    assert_eq!(
        files(json!([{"type": "image", "payload": {"url": "javascript:alert(1)"}}])),
        "m \"\" [Image/image - - no url]"
    );
    assert_eq!(
        files(
            json!([{"type": "template", "payload": {"template_type": "button", "text": "Pick"}}])
        ),
        "m \"\" [Template/template - Pick no url]"
    );
}

#[test]
fn doubled_attachments_are_shown_once() {
    let files = |list: Value| content(json!({"mid": "m", "attachments": list}));
    let image =
        |id: i64| json!({"type": "image", "payload": {"url": "https://x", "sticker_id": id}});
    let sticker =
        |id: i64| json!({"type": "sticker", "payload": {"url": "https://x", "sticker_id": id}});
    let photo = json!({"type": "image", "payload": {"url": "https://y"}});
    assert_eq!(
        files(json!([image(1), sticker(1)])),
        "m \"\" [Image/sticker 1 - url]"
    );
    assert_eq!(
        files(json!([sticker(1), image(1)])),
        "m \"\" [Image/sticker 1 - url]"
    );
    assert_eq!(
        files(json!([sticker(1), image(2)])),
        "m \"\" [Image/sticker 1 - url] [Image/image 2 - url]"
    );
    assert_eq!(
        files(json!([photo, sticker(1), image(1)])),
        "m \"\" [Image/image - - url] [Image/sticker 1 - url]"
    );
    assert_eq!(
        files(json!([image(1), sticker(1), image(1), sticker(1)])),
        "m \"\" [Image/sticker 1 - url] [Image/sticker 1 - url]"
    );

    let share = |payload: Value| json!({"type": "share", "payload": payload});
    let post = |payload: Value| json!({"type": "ig_post", "payload": payload});
    let full = json!({"ig_post_media_id": "1", "title": "T", "url": "https://x"});
    assert_eq!(
        files(json!([share(full.clone()), post(full.clone())])),
        "m \"\" [Share/ig_post 1 T url]"
    );
    assert_eq!(
        files(json!([
            post(json!({"ig_post_media_id": "1"})),
            share(full.clone())
        ])),
        "m \"\" [Share/ig_post 1 T url]"
    );
    assert_eq!(
        files(json!([
            share(json!({"url": "https://cdn/1"})),
            post(full.clone())
        ])),
        "m \"\" [Share/ig_post 1 T url]",
        "the older form without an id, under another address"
    );
    assert_eq!(
        files(json!([share(json!({"ig_post_media_id": "2"})), post(full)])),
        "m \"\" [Share/share 2 - no url] [Share/ig_post 1 T url]",
        "two different posts"
    );
}

#[test]
fn the_other_kinds() {
    let edit = |body: Value| one(event("message_edit", body));
    assert_eq!(
        edit(json!({"mid": "m", "text": "x", "num_edit": "3"})),
        "message_edit: 1000000000000101 @1762785320762 edit 3 of m Some(\"x\")"
    );
    assert_eq!(
        edit(json!({"mid": "m", "text": "x"})),
        "message_edit: 1000000000000101 @1762785320762 edit 1 of m Some(\"x\")"
    );
    assert_eq!(
        edit(json!({"mid": "m", "num_edit": "0"})),
        "message_edit: 1000000000000101 @1762785320762 edit 0 of m None"
    );
    assert_eq!(
        one(event(
            "reaction",
            json!({"mid": "m", "reaction": "love", "emoji": "❤"})
        )),
        "reaction: 1000000000000101 @1762785320762 reacted love Some(\"❤\") to m"
    );
    assert_eq!(
        one(event(
            "reaction",
            json!({"mid": "m", "action": "react", "emoji": "🔥"})
        )),
        "reaction: 1000000000000101 @1762785320762 reacted other Some(\"🔥\") to m"
    );
    assert_eq!(
        one(event(
            "delivery",
            json!({"mids": "m1", "watermark": "1458668856253", "seq": 37})
        )),
        "delivery: 1000000000000101 @1762785320762 delivered [\"m1\"] until Some(1458668856253)"
    );
    assert_eq!(
        one(event("delivery", json!({"mids": ["m1", null, 2, {}]}))),
        "delivery: 1000000000000101 @1762785320762 delivered [\"m1\", \"2\"] until None"
    );
    assert_eq!(
        one(event("read", json!({"watermark": 1_458_668_856}))),
        "read: 1000000000000101 @1762785320762 read until 1458668856000"
    );
    assert_eq!(
        one(event("postback", json!({"title": "Yes"}))),
        "postback: 1000000000000101 @1762785320762 postback None Some(\"Yes\") None ref=none"
    );
    let beside =
        json!({"sender": {"id": CUSTOMER}, "postback": {"payload": "P"}, "referral": {"ref": "r"}});
    assert_eq!(
        one(beside),
        "postback: 1000000000000101 @no time postback None None Some(\"P\") ref=r"
    );
}

#[test]
fn times_of_events() {
    let at = |timestamp: Value| {
        one(json!({"sender": {"id": CUSTOMER}, "timestamp": timestamp, "read": {"mid": "m"}}))
    };
    for timestamp in [json!(AT), json!("1762785320762")] {
        assert_eq!(
            at(timestamp),
            "read: 1000000000000101 @1762785320762 read m"
        );
    }
    for timestamp in [
        json!(1_762_785_320),
        json!("1762785320"),
        json!("2025-11-10T14:35:20+0000"),
    ] {
        assert_eq!(
            at(timestamp),
            "read: 1000000000000101 @1762785320000 read m"
        );
    }
    for timestamp in [
        json!(null),
        json!(-1),
        json!(0),
        json!(u64::MAX),
        json!("soon"),
        json!([]),
    ] {
        assert_eq!(at(timestamp), "read: 1000000000000101 @no time read m");
    }
}
