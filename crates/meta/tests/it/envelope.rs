//! The rules of the envelope (§1.5, §1.9, §1.10): what varies, and what must not change with it.

use serde_json::{Value, json};

use super::describe::{AT, CUSTOMER, IG, delivery, elements, event, lines, lines_of, message, one};

fn reason(body: &[u8]) -> String {
    elements(body).unwrap_err().reason().to_owned()
}

#[test]
fn bodies_without_any_element_say_why() {
    assert_eq!(reason(b""), "the body is empty");
    assert_eq!(reason(b" \n"), "the body is empty");
    assert!(reason(b"hello").starts_with("not JSON: "));
    assert!(reason(b"{\"object\":").starts_with("not JSON: "));
    assert!(reason(b"{} trailing").starts_with("not JSON: "));
    assert_eq!(
        reason(b"[{\"object\":\"page\"}]"),
        "JSON, but a list where an object was expected"
    );
    assert_eq!(
        reason(b"\"x\""),
        "JSON, but text where an object was expected"
    );
    assert_eq!(
        reason(b"7"),
        "JSON, but a plain value where an object was expected"
    );
    assert_eq!(reason(b"{}"), "it has no `entry`");
    assert_eq!(
        reason(br#"{"object":"page","entry":null}"#),
        "it has no `entry`"
    );
    assert_eq!(
        reason(br#"{"object":"page","entry":"x"}"#),
        "`entry` is text, not a list"
    );
    assert_eq!(
        reason(br#"{"object":"page","entry":[]}"#),
        "nothing is in it: no entry has an event"
    );
    assert_eq!(
        reason(br#"{"object":"page","entry":[{"id":"1","messaging":[]}]}"#),
        "nothing is in it: no entry has an event"
    );
    assert_eq!(
        reason(&[b'['; 100_000]),
        "JSON, but a list where an object was expected"
    );
    assert!(reason(b"\xFF\xFE\0").starts_with("not JSON: "));
    for body in [&b"\xFF".repeat(10_000)[..], b"{\"\0\":"] {
        assert!(reason(body).chars().count() <= 300);
    }
}

#[test]
fn more_elements_than_meta_sends_are_refused_whole() {
    let most = vec![Value::Null; meta::inbound::MAX_ELEMENTS];
    assert_eq!(
        elements(delivery(&most).to_string().as_bytes())
            .unwrap()
            .len(),
        meta::inbound::MAX_ELEMENTS
    );
    let more = vec![Value::Null; meta::inbound::MAX_ELEMENTS + 1];
    assert_eq!(
        reason(delivery(&more).to_string().as_bytes()),
        "more than 10000 elements in one delivery"
    );
}

#[test]
fn depth_costs_only_its_own_element() {
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let body = format!(
        r#"{{"deep":{deep},"object":"instagram","entry":[{{"id":"{IG}","deep":{deep},"messaging":[
            {{"sender":{{"id":"{CUSTOMER}"}},"message":{{"mid":"m1","text":{deep}}}}},
            {{"sender":{{"id":"{CUSTOMER}"}},"message":{{"mid":"m2","text":"fine"}}}}]}},{deep}]}}"#
    );
    assert_eq!(
        lines(body.as_bytes()),
        [
            "17841400000000001 messaging: quarantined: nested more than 127 levels deep",
            "17841400000000001 message: 1000000000000101 @no time message m2 \"fine\"",
            "- entry: quarantined: an entry that is a list, not an object",
        ]
    );
}

#[test]
fn numbers_beyond_every_range_cost_only_their_own_element() {
    let body = format!(
        r#"{{"object":"instagram","entry":[{{"id":"{IG}","time":1e999,"messaging":[
            {{"sender":{{"id":"{CUSTOMER}"}},"timestamp":1e999,"message":{{"mid":"m1","text":"a"}}}},
            {{"sender":{{"id":"{CUSTOMER}"}},"message":{{"mid":"m2","text":"b"}}}}]}}]}}"#
    );
    let lines = lines(body.as_bytes());
    assert!(
        lines[0].contains("messaging: quarantined: cannot be read: number out of range"),
        "{}",
        lines[0]
    );
    assert_eq!(
        lines[1],
        "17841400000000001 message: 1000000000000101 @no time message m2 \"b\""
    );
}

#[test]
fn surrogates_nul_and_bad_utf8_cost_only_a_character() {
    let start = format!(
        r#"{{"object":"instagram","entry":[{{"id":"{IG}","messaging":[{{"sender":{{"id":"{CUSTOMER}"}},"message":{{"mid":"m1","text":""#
    );
    for bad in [&br"\ud83d"[..], br"\u0000", b"\0", b"\xFF"] {
        let body = [start.as_bytes(), b"a", bad, b"b\"}}]}]}"].concat();
        assert_eq!(
            lines(&body),
            ["17841400000000001 message: 1000000000000101 @no time message m1 \"a\u{FFFD}b\""],
            "{bad:?}"
        );
    }
}

#[test]
fn the_envelope_varies() {
    let text = event("message", json!({"mid": "m1", "text": "hi"}));
    let expected = ["17841400000000001 message: 1000000000000101 @1762785320762 message m1 \"hi\""];
    for body in [
        json!({"entry": [{"messaging": [text], "time": AT, "id": IG}], "object": "instagram"}),
        json!({"object": "instagram", "entry": {"id": IG, "messaging": [text]}}),
        json!({"object": "instagram", "entry": [{"id": IG, "messaging": text}]}),
        json!({"object": "instagram", "entry": [{"id": 17_841_400_000_000_001_u64, "messaging": [text]}]}),
        json!({"object": "instagram", "entry": [{"messaging": [text]}]}),
        json!({"object": "instagram", "entry": [{"id": [], "messaging": [text]}]}),
        json!({"object": "instagram", "entry": [{"id": IG, "changes": [{"field": "messages", "value": text}]}]}),
        json!({"object": "instagram", "entry": [{"id": IG, "changes": {"value": text, "field": "messages"}}]}),
        json!({"object": "instagram", "entry": [{"id": IG, "field": "messages", "value": text}]}),
        json!({"object": "instagram", "entry": [{"id": IG, "messaging": [text], "standby": [], "changes": null}]}),
    ] {
        assert_eq!(lines_of(&body), expected, "{body}");
    }
}

#[test]
fn lists_of_one_entry_keep_their_order_and_number() {
    let text = |mid: &str| event("message", json!({"mid": mid, "text": "x"}));
    let body = format!(
        r#"{{"object":"instagram","entry":[{{"changes":[{{"field":"comments"}}],"messaging":[{},{}],"id":"{IG}","standby":[{}]}},{{"id":"2","field":"mentions"}}]}}"#,
        text("m1"),
        text("m2"),
        text("m3")
    );
    let parsed = elements(body.as_bytes()).unwrap();
    let kinds: Vec<_> = parsed.iter().map(|e| (e.index, e.kind.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (0, "comments"),
            (1, "message"),
            (2, "message"),
            (3, "message"),
            (4, "mentions")
        ]
    );
    assert_eq!(parsed[4].account.as_ref().unwrap().1.as_str(), "2");
}

#[test]
fn one_bad_element_leaves_its_neighbours_alone() {
    let good = event("message", json!({"mid": "m1", "text": "hi"}));
    let bad = [
        (json!("x"), "messaging: quarantined: an event that is text"),
        (json!(null), "messaging: quarantined: an event that is null"),
        (
            json!({}),
            "messaging: quarantined: an event that does not name its kind",
        ),
        (
            json!({"sender": {"id": CUSTOMER}, "message": "x"}),
            "message: quarantined: `message` is text, not an object",
        ),
        (
            json!({"message": {"mid": "m", "text": "x"}}),
            "message: quarantined: it does not name the customer",
        ),
        (
            event("message", json!({"mid": [], "text": "x"})),
            "message: quarantined: `mid` is no id: not text of at most 1000 bytes",
        ),
        (
            event("message", json!({"mid": "m", "text": {"a": 1}})),
            "message: quarantined: `text` is an object, not text",
        ),
        (
            event("message", json!({"mid": "m", "attachments": 7})),
            "message: quarantined: `attachments` is a number, not a list",
        ),
        (
            event("message", json!({"is_deleted": true})),
            "message: quarantined: an unsend that does not name its message (`mid`)",
        ),
        (
            event("reaction", json!({"action": "react"})),
            "reaction: quarantined: the reaction does not name its message (`mid`)",
        ),
        (
            event("reaction", json!({"mid": "m", "action": "explode"})),
            "reaction: quarantined: the reaction's action is `explode`",
        ),
        (
            event("reaction", json!({"mid": "m"})),
            "reaction: quarantined: the reaction says neither what it is nor that it was removed",
        ),
        (
            event("read", json!({})),
            "read: quarantined: the read receipt has neither a mid nor a watermark",
        ),
        (
            event("read", json!({"watermark": -5})),
            "read: quarantined: the read receipt has neither a mid nor a watermark",
        ),
        (
            event("delivery", json!({"mids": [true]})),
            "delivery: quarantined: the delivery receipt has neither mids nor a watermark",
        ),
        (
            event("postback", json!([])),
            "postback: quarantined: `postback` is a list, not an object",
        ),
        (
            event("referral", json!("x")),
            "referral: quarantined: `referral` is text, not an object",
        ),
        (
            event("message_edit", json!({"mid": "m", "num_edit": 1})),
            "message_edit: quarantined: the edit has no text",
        ),
        (
            event(
                "message_edit",
                json!({"mid": "m", "text": "x", "num_edit": -1}),
            ),
            "message_edit: quarantined: `num_edit` is not a small whole number",
        ),
        (
            event("message_edit", json!({"mid": "m"})),
            "message_edit: quarantined: the edit has neither a number nor a text",
        ),
    ];
    for (bad, expected) in bad {
        let lines = lines_of(&delivery(&[good.clone(), bad.clone(), good.clone()]));
        assert_eq!(lines.len(), 3, "{bad}");
        assert_eq!(lines[0], lines[2]);
        assert!(lines[0].ends_with("message m1 \"hi\""));
        assert_eq!(lines[1], format!("{IG} {expected}"), "{bad}");
    }
}

#[test]
fn bad_entries_and_changes_leave_their_neighbours_alone() {
    let good = event("message", json!({"mid": "m1", "text": "hi"}));
    let body = json!({"object": "instagram", "entry": [
        7,
        {"id": IG, "messaging": "x"},
        {"id": IG},
        {"id": IG, "changed_fields": ["feed"]},
        {"id": IG, "changes": [4, {}, {"field": "messages"}, {"field": "messages", "value": 3}, {"field": "new_thing", "value": {}}]},
        {"id": IG, "messaging": [good]},
    ]});
    assert_eq!(
        lines_of(&body),
        [
            "- entry: quarantined: an entry that is a number, not an object",
            "17841400000000001 messaging: quarantined: `messaging` is text, not a list",
            "17841400000000001 entry: quarantined: an entry without messaging, standby, changes or field",
            "17841400000000001 entry: quarantined: it names changed fields without their values: the subscription lacks include_values=true",
            "17841400000000001 changes: quarantined: a change that is a number",
            "17841400000000001 changes: quarantined: a change that does not name its field",
            "17841400000000001 messages: quarantined: a change without a value",
            "17841400000000001 messaging: quarantined: an event that is a number",
            "17841400000000001 new_thing: unknown",
            "17841400000000001 message: 1000000000000101 @1762785320762 message m1 \"hi\"",
        ]
    );
}

#[test]
fn an_unknown_object_is_kept_without_an_owner() {
    for object in [
        json!("whatsapp_business_account"),
        json!(7),
        json!(null),
        json!({}),
    ] {
        let body = json!({"object": object, "entry": [{"id": IG,
            "messaging": [event("message", json!({"mid": "m1", "text": "hi"})), event("sparkle", json!({}))],
            "changes": [{"field": "comments", "value": {"id": "c1"}}]}]});
        let mut lines = lines_of(&body);
        lines.sort();
        assert_eq!(
            lines,
            [
                "- comments: unknown",
                "- message: unknown",
                "- sparkle: unknown"
            ]
        );
    }
}

#[test]
fn the_test_button_is_told_by_its_entry_or_its_mid() {
    let sample = event("message", json!({"mid": "m1", "text": "random_text"}));
    for id in [json!("0"), json!(0)] {
        let body = json!({"object": "page", "entry": [{"id": id, "messaging": [sample], "changes": [{"field": "feed"}]}]});
        let parsed = elements(body.to_string().as_bytes()).unwrap();
        assert!(
            parsed
                .iter()
                .all(|e| e.meaning == domain::inbound::Meaning::Test),
            "{body}"
        );
    }
    for mid in ["random_mid", "test_message_id"] {
        assert_eq!(message(json!({"mid": mid, "text": "x"})), "message: test");
    }
    assert_eq!(
        lines(br#"{"field":"comments","value":{"id":"1"}}"#),
        ["- comments: test"]
    );
}

#[test]
fn what_nobody_described_is_shown_when_a_customer_sent_it() {
    assert_eq!(
        one(event("hologram", json!({"url": "x"}))),
        "hologram: unknown, 1000000000000101 @1762785320762 unsupported hologram"
    );
    let own = json!({"sender": {"id": IG}, "recipient": {"id": CUSTOMER}, "hologram": {}});
    assert_eq!(one(own), "hologram: unknown");
    assert_eq!(
        one(json!({"recipient": {"id": IG}, "hologram": {}})),
        "hologram: unknown"
    );
    let long = "k".repeat(500);
    assert!(one(event(&long, json!({}))).starts_with(&format!("{}: unknown", "k".repeat(64))));
}

#[test]
fn who_is_who() {
    let from = |sender: Value, recipient: Value, body: Value| {
        one(json!({"sender": sender, "recipient": recipient, "message": body}))
    };
    let hi = json!({"mid": "m1", "text": "hi"});
    let echo = json!({"mid": "m1", "text": "hi", "is_echo": "true"});
    assert_eq!(
        from(
            json!({"id": 1_000_000_000_000_101_u64}),
            json!(IG),
            hi.clone()
        ),
        "message: 1000000000000101 @no time message m1 \"hi\""
    );
    assert_eq!(
        from(json!(CUSTOMER), json!(null), hi.clone()),
        "message: 1000000000000101 @no time message m1 \"hi\""
    );
    assert_eq!(
        from(json!({"id": IG}), json!({"id": CUSTOMER}), echo.clone()),
        "message: business to 1000000000000101 @no time message m1 \"hi\" echo"
    );
    assert_eq!(
        from(json!({"id": CUSTOMER}), json!({"id": IG}), echo.clone()),
        "message: business to 1000000000000101 @no time message m1 \"hi\" echo",
        "an echo whose sides were not swapped"
    );
    assert_eq!(
        from(json!({"id": IG}), json!({"id": IG}), echo.clone()),
        "message: business to 17841400000000001 @no time message m1 \"hi\" echo self"
    );
    assert_eq!(
        from(json!({"id": IG}), json!(null), echo),
        "message: quarantined: it does not name the customer"
    );
    assert_eq!(
        from(json!({"id": IG}), json!({"id": CUSTOMER}), hi),
        "message: business to 1000000000000101 @no time message m1 \"hi\"",
        "an own message that is not marked as an echo"
    );
    let reaction = json!({"sender": {"id": IG}, "recipient": {"id": CUSTOMER}, "reaction": {"mid": "m1", "action": "react", "reaction": "love"}});
    assert_eq!(
        one(reaction),
        "reaction: business to 1000000000000101 @no time reacted love None to m1"
    );
    let receipt =
        json!({"sender": {"id": IG}, "recipient": {"id": CUSTOMER}, "read": {"mid": "m1"}});
    assert_eq!(one(receipt), "read: unknown");
    let nobody = json!({"recipient": {"user_ref": "R"}, "optin": {"ref": "r", "user_ref": "R"}});
    assert_eq!(
        one(nobody),
        r#"optin: nobody @no time opt-in {"ref":"r","user_ref":"R"}"#
    );
    assert_eq!(
        one(json!({"optin": {"ref": "r"}})),
        "optin: quarantined: it does not name the customer"
    );
}

#[test]
fn ids_are_opaque_and_of_any_sensible_length() {
    let long = "9".repeat(500);
    let body = json!({"sender": {"id": long}, "message": {"mid": long, "text": "x"}});
    assert!(one(body).starts_with(&format!("message: {long} ")));
    let beyond = "9".repeat(1_001);
    assert_eq!(
        one(json!({"sender": {"id": beyond}, "message": {"text": "x"}})),
        "message: quarantined: it does not name the customer"
    );
    assert_eq!(
        message(json!({"mid": beyond, "text": "x"})),
        "message: quarantined: `mid` is no id: not text of at most 1000 bytes"
    );
}
