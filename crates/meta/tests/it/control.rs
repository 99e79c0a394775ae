//! Who has a conversation (§1.7), and the notices that bring no content.

use domain::inbound::{Holder, Meaning};
use serde_json::{Value, json};

use super::describe::{CUSTOMER, IG, elements, event, lines_of, one};

#[test]
fn who_has_a_conversation_is_told_by_the_kind_and_by_where_it_stands() {
    let meant = |list: &str, key: &str, value: Value| {
        let mut told = event(key, value);
        told["sender"] = json!({"id": CUSTOMER});
        let body = json!({"object": "page", "entry": [{"id": IG, list: [told]}]});
        let Meaning::Event(inbound) = elements(body.to_string().as_bytes()).unwrap()[0]
            .meaning
            .clone()
        else {
            panic!("{list} {key} is no event");
        };
        assert_eq!(inbound.customer.unwrap().as_str(), CUSTOMER);
        inbound.holder
    };
    let (ours, other) = (Some(Holder::NoOtherApp), Some(Holder::AnotherApp));
    let message = || json!({"mid": "m1", "text": "hi"});
    for (list, key, value, holder) in [
        (
            "messaging",
            "pass_thread_control",
            json!({"new_owner_app_id": 1}),
            ours,
        ),
        // Meta's own inbox is never this app, whoever is told of it.
        (
            "messaging",
            "pass_thread_control",
            json!({"new_owner_app_id": 263_902_037_430_900_u64}),
            other,
        ),
        ("messaging", "take_thread_control", json!({}), other),
        ("messaging", "release_thread_control", json!({}), ours),
        ("messaging", "message", message(), ours),
        ("messaging", "postback", json!({"title": "Yes"}), ours),
        (
            "messaging",
            "read",
            json!({"watermark": 1_762_785_320_762_i64}),
            None,
        ),
        (
            "messaging",
            "reaction",
            json!({"mid": "m1", "reaction": "love"}),
            None,
        ),
        ("standby", "pass_thread_control", json!({}), other),
        ("standby", "take_thread_control", json!({}), other),
        ("standby", "request_thread_control", json!({}), other),
        ("standby", "release_thread_control", json!({}), ours),
        ("standby", "message", message(), other),
        ("standby", "postback", json!({"title": "Yes"}), other),
        (
            "standby",
            "read",
            json!({"watermark": 1_762_785_320_762_i64}),
            other,
        ),
        (
            "standby",
            "reaction",
            json!({"mid": "m1", "reaction": "love"}),
            other,
        ),
    ] {
        assert_eq!(meant(list, key, value), holder, "{key} in {list}");
    }
    // The business's own words come to every app.
    let echo = json!({"sender": {"id": IG}, "recipient": {"id": CUSTOMER}, "message": {"mid": "m1", "text": "x", "is_echo": true}});
    let body = json!({"object": "page", "entry": [{"id": IG, "messaging": [echo]}]});
    let Meaning::Event(inbound) = &elements(body.to_string().as_bytes()).unwrap()[0].meaning else {
        panic!("an echo is an event");
    };
    assert_eq!(inbound.holder, None);
}

#[test]
fn standby_holds_what_messaging_holds() {
    let body =
        |list: &str, told: Value| json!({"object": "page", "entry": [{"id": IG, list: [told]}]});
    assert_eq!(
        lines_of(&body("standby", json!("x"))),
        [format!("{IG} standby: quarantined: an event that is text")]
    );
    let told = event("message", json!({"mid": "m1", "text": "hi"}));
    let field = json!({"object": "page", "entry": [{"id": IG, "changes": [{"field": "standby", "value": told}]}]});
    assert_eq!(lines_of(&field), lines_of(&body("standby", told)));
    let field = json!({"object": "page", "entry": [{"id": IG, "changes": [{"field": "standby"}]}]});
    assert_eq!(
        lines_of(&field),
        [format!(
            "{IG} standby: quarantined: a change without a value"
        )]
    );
}

#[test]
fn what_is_shown_nowhere_says_so() {
    for key in [
        "request_thread_control",
        "extend_thread_control",
        "app_roles",
        "account_linking",
    ] {
        let told = one(event(key, json!({})));
        assert!(told.starts_with(&format!("{key}: not shown: ")), "{told}");
    }
    assert_eq!(
        one(event("account-linking", json!({}))),
        one(event("account_linking", json!({})))
    );
}

#[test]
fn feedback_is_a_reaction_that_opens_no_window() {
    for (words, shown) in [
        ("Good response", "good_response Some(\"👍\")"),
        ("bad response", "bad_response Some(\"👎\")"),
        ("Meh", "other None"),
    ] {
        let told = event("response_feedback", json!({"feedback": words, "mid": "m1"}));
        let line = one(told.clone());
        assert_eq!(
            line,
            format!("response_feedback: {CUSTOMER} @1762785320762 rated m1 {shown}")
        );
        let body = json!({"object": "page", "entry": [{"id": IG, "changes": [{"field": "response_feedback", "value": told}]}]});
        assert_eq!(lines_of(&body), [format!("{IG} {line}")]);
    }
    for nothing in [json!({"mid": "m1"}), json!({"feedback": "Good response"})] {
        let told = one(event("response_feedback", nothing));
        assert!(told.contains("quarantined"), "{told}");
    }
}

#[test]
fn what_meta_does_about_a_breach_is_told_in_both_spellings() {
    let block = json!({"action": "block", "reason": "Spam"});
    let expected = "policy_enforcement: block \"Spam\" at Some(1762785320762)";
    for key in ["policy_enforcement", "policy-enforcement"] {
        assert_eq!(one(event(key, block.clone())), expected);
    }
    // It has no sender, and Instagram's stand among the changes.
    let notice = json!({"recipient": {"id": IG}, "timestamp": 1_762_785_320_762_i64, "policy_enforcement": {"action": "UNBLOCK"}});
    let unblocked = format!("{IG} policy_enforcement: unblock \"\" at Some(1762785320762)");
    for body in [
        json!({"object": "page", "entry": [{"id": IG, "messaging": [notice]}]}),
        json!({"object": "instagram", "entry": [{"id": IG, "changes": [{"field": "messaging_policy_enforcement", "value": notice}]}]}),
    ] {
        assert_eq!(lines_of(&body).join("\n"), unblocked);
    }
    assert_eq!(
        one(event("policy_enforcement", json!({"action": "smile"}))),
        "policy_enforcement: quarantined: `policy_enforcement` says smile, not what is done"
    );
    assert_eq!(
        one(event("policy_enforcement", json!({}))),
        "policy_enforcement: quarantined: `policy_enforcement` says nothing, not what is done"
    );
}

#[test]
fn a_filled_in_form_is_kept_for_a_later_version() {
    let body = json!({"object": "page", "entry": [{"id": IG, "changes": [{"field": "leadgen"}]}]});
    assert_eq!(lines_of(&body), [format!("{IG} leadgen: deferred")]);
}
