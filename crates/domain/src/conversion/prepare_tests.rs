use serde_json::json;

use super::*;
use crate::time::DAY;

const NOW: Timestamp = Timestamp::from_secs(1_762_785_400);
const EVENT: i64 = 1_762_785_321;
const CHAT: &str = "0199d6a0-0000-7000-8000-000000000001";

fn insta() -> Chat<'static> {
    Chat {
        platform: Platform::Instagram,
        account: "17841400000000001",
        customer: "1000000000000101",
    }
}

fn run_with(body: Value, chat: Option<Chat<'_>>) -> Result<Prepared, Problem> {
    let draft: Draft = serde_json::from_value(body).unwrap();
    prepare(&draft, chat, "fresh", NOW)
}

fn with(extra: Value) -> Value {
    let mut body =
        json!({"event_name": "Purchase", "event_time": EVENT, "user_data": {"em": "a@b.example"}});
    body.as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    body
}

fn run(extra: Value) -> Result<Prepared, Problem> {
    run_with(with(extra), None)
}

#[track_caller]
fn refused(extra: Value, pointer: &str) {
    let shown = extra.to_string();
    match run(extra) {
        Err(problem) => assert_eq!(problem.pointer, pointer, "{shown}"),
        Ok(found) => panic!("{shown} was taken: {found:?}"),
    }
}

/// Meta's sample (fixture `capi-ok.json`), from what a shop knows in the clear.
#[test]
fn a_website_event_is_metas_sample() {
    let found = run(json!({
        "event_id": "order-1001", "action_source": "website", "event_source_url": "https://shop.example/checkout",
        "value": 142.52, "currency": "usd",
        "user_data": {"em": "John_Smith@gmail.com", "ph": "+1 650 555 1212", "client_ip_address": "192.0.2.10",
            "client_user_agent": "Mozilla/5.0", "fbp": "fb.1.1596403881668.1116446470", "fbc": "fb.1.1554763741205.MADEUPclickid"},
        "custom_data": {"contents": [{"id": "product123", "quantity": 1}]},
        "test_event_code": "TEST12345",
    }))
    .unwrap();
    let sample: Value =
        serde_json::from_str(include_str!("../../../meta/fixtures/graph/capi-ok.json")).unwrap();
    assert_eq!(found.event, sample["request"]["body"]["data"][0]);
    assert_eq!(found.test_event_code.as_deref(), Some("TEST12345"));
    assert_eq!(
        (found.value, found.currency.as_deref()),
        (Some(142.52), Some("USD"))
    );
}

/// Meta's samples (fixtures `capi-business-messaging-*.json`), from a chat.
#[test]
fn an_event_of_a_chat_is_metas_sample() {
    let page = Chat {
        platform: Platform::Facebook,
        account: "100000000000001",
        customer: "2000000000000101",
    };
    for (chat, sample) in [
        (
            insta(),
            include_str!("../../../meta/fixtures/graph/capi-business-messaging-instagram.json"),
        ),
        (
            page,
            include_str!("../../../meta/fixtures/graph/capi-business-messaging-messenger.json"),
        ),
    ] {
        let body = json!({"event_name": "Purchase", "event_time": EVENT, "chat_id": CHAT, "value": 123, "currency": "USD"});
        let found = run_with(body, Some(chat)).unwrap();
        let sample: Value = serde_json::from_str(sample).unwrap();
        assert_eq!(found.event, sample["request"]["body"]["data"][0]);
        assert_eq!(found.event_id, "fresh");
    }
}

#[test]
fn a_chat_decides_who_it_was() {
    let body = with(
        json!({"chat_id": CHAT, "user_data": {"ig_sid": "somebody else", "em": "a@b.example"}}),
    );
    let found = run_with(body, Some(insta())).unwrap();
    assert_eq!(found.event["user_data"]["ig_sid"], "1000000000000101");
    assert!(found.event["user_data"]["em"].is_array());
    for (body, pointer) in [
        (
            with(json!({"action_source": "business_messaging"})),
            "/chat_id",
        ),
        (
            with(json!({"event_name": "Lead", "chat_id": CHAT})),
            "/event_name",
        ),
    ] {
        let chat = (pointer == "/event_name").then(insta);
        assert_eq!(run_with(body, chat).unwrap_err().pointer, pointer);
    }
    // The same chat, told of another way.
    let body = with(json!({"event_name": "Lead", "chat_id": CHAT, "action_source": "chat"}));
    let found = run_with(body, Some(insta())).unwrap();
    assert_eq!(found.source, ActionSource::Chat);
    assert_eq!(found.event["user_data"].get("ig_sid"), None);
}

#[test]
fn the_source_is_told_by_what_is_there() {
    assert_eq!(run(json!({})).unwrap().source, ActionSource::Other);
    let page = json!({"event_source_url": "https://shop.example/", "user_data": {"client_user_agent": "UA", "fbp": "fb.1.1.1"}});
    assert_eq!(run(page).unwrap().source, ActionSource::Website);
    refused(json!({"action_source": "web"}), "/action_source");
    refused(
        json!({"action_source": "website", "event_source_url": "https://a.example"}),
        "/user_data/client_user_agent",
    );
    let browser = json!({"em": "a@b.example", "client_user_agent": "UA"});
    refused(
        json!({"action_source": "website", "user_data": browser}),
        "/event_source_url",
    );
}

#[test]
fn events_are_of_the_last_days() {
    let at = |micros: i64| NOW.plus(micros).secs();
    assert!(run(json!({"event_time": at(-7 * DAY)})).is_ok());
    refused(json!({"event_time": at(-7 * DAY) - 1}), "/event_time");
    assert!(run(json!({"event_time": at(-62 * DAY), "action_source": "physical_store"})).is_ok());
    refused(
        json!({"event_time": at(-62 * DAY) - 1, "action_source": "physical_store"}),
        "/event_time",
    );
    assert!(run(json!({"event_time": at(CLOCK_SKEW)})).is_ok());
    refused(json!({"event_time": at(CLOCK_SKEW) + 1}), "/event_time");
    // Milliseconds.
    refused(json!({"event_time": EVENT * 1_000}), "/event_time");
}

#[test]
fn values_and_currencies() {
    let found = run(json!({"custom_data": {"value": "4999", "currency": "inr"}})).unwrap();
    assert_eq!(
        (found.value, found.currency.as_deref()),
        (Some(4999.0), Some("INR"))
    );
    assert_eq!(
        found.event["custom_data"],
        json!({"value": 4999, "currency": "INR"})
    );
    let both = run(json!({"value": 5, "currency": "EUR", "custom_data": {"value": 5.0, "currency": "eur", "order_id": "7"}})).unwrap();
    assert_eq!(
        both.event["custom_data"],
        json!({"value": 5, "currency": "EUR", "order_id": "7"})
    );
    assert_eq!(run(json!({"currency": "EUR"})).unwrap().value, None);
    assert_eq!(
        run(json!({"custom_data": {"value": null}}))
            .unwrap()
            .event
            .get("custom_data"),
        None
    );
    refused(json!({"value": 5}), "/currency");
    refused(json!({"value": -1, "currency": "EUR"}), "/value");
    refused(json!({"value": 1e13, "currency": "EUR"}), "/value");
    refused(json!({"value": 1, "currency": "EURO"}), "/currency");
    refused(json!({"value": 1, "currency": "E1R"}), "/currency");
    refused(
        json!({"custom_data": {"value": "much", "currency": "EUR"}}),
        "/custom_data/value",
    );
    refused(
        json!({"value": 1, "currency": "EUR", "custom_data": {"value": 2}}),
        "/custom_data/value",
    );
    refused(
        json!({"value": 1, "currency": "EUR", "custom_data": {"currency": "USD"}}),
        "/custom_data/currency",
    );
    refused(
        json!({"custom_data": {"currency": 5}}),
        "/custom_data/currency",
    );
}

#[test]
fn bounds_are_reached() {
    let long = |n: usize| "x".repeat(n);
    assert!(run(json!({"event_name": long(MAX_NAME), "event_id": long(MAX_EVENT_ID), "test_event_code": long(MAX_TEST_CODE)})).is_ok());
    refused(json!({"event_name": long(MAX_NAME + 1)}), "/event_name");
    refused(json!({"event_name": "  "}), "/event_name");
    refused(json!({"event_name": "a\u{0}b"}), "/event_name");
    refused(json!({"event_id": long(MAX_EVENT_ID + 1)}), "/event_id");
    refused(json!({"event_id": ""}), "/event_id");
    refused(
        json!({"test_event_code": long(MAX_TEST_CODE + 1)}),
        "/test_event_code",
    );
    refused(
        json!({"custom_data": {"a": long(MAX_CUSTOM_BYTES)}}),
        "/custom_data",
    );
    refused(
        json!({"referrer_url": "javascript:alert(1)"}),
        "/referrer_url",
    );
    refused(
        json!({"referrer_url": format!("https://a.example/{}", long(MAX_URL))}),
        "/referrer_url",
    );
    refused(
        json!({"data_processing_options": vec!["LDU"; MAX_OPTIONS + 1]}),
        "/data_processing_options",
    );
    refused(json!({"user_data": {}}), "/user_data");
    refused(
        json!({"user_data": {"client_user_agent": "UA", "email": "a@b.example"}}),
        "/user_data",
    );
    refused(json!({"user_data": {"em": "nobody"}}), "/user_data/em");
}

#[test]
fn what_a_person_decided_goes_along() {
    let found = run(json!({"opt_out": true, "data_processing_options": ["LDU"], "data_processing_options_country": 1,
        "data_processing_options_state": 1000, "referrer_url": "https://news.example/"}))
    .unwrap();
    for (key, value) in [
        ("opt_out", json!(true)),
        ("data_processing_options", json!(["LDU"])),
        ("data_processing_options_country", json!(1)),
        ("data_processing_options_state", json!(1000)),
        ("referrer_url", json!("https://news.example/")),
    ] {
        assert_eq!(found.event[key], value);
    }
}

#[test]
fn a_repeat_is_told_by_what_it_says() {
    let print = |extra: Value| run(extra).unwrap().fingerprint;
    let first = print(json!({"event_id": "1"}));
    assert_eq!(
        first,
        print(json!({"event_id": " 1 ", "user_data": {"em": " A@B.example"}, "unknown": 7}))
    );
    for other in [
        json!({"event_id": "2"}),
        json!({"event_id": "1", "event_time": EVENT + 1}),
        json!({"event_id": "1", "user_data": {"em": "c@b.example"}}),
        json!({"event_id": "1", "test_event_code": "TEST1"}),
        json!({"event_id": "1", "value": 1, "currency": "EUR"}),
    ] {
        assert_ne!(first, print(other.clone()), "{other}");
    }
}

#[test]
fn pixels_are_one_plain_segment() {
    for good in ["1234567890", "pixel_1", "a-b", &"9".repeat(MAX_PIXEL)] {
        assert!(is_pixel(good), "{good}");
    }
    for bad in [
        "",
        "me",
        ".",
        "..",
        "1/2",
        "1%2F2",
        "1?x",
        "é",
        "1 2",
        &"9".repeat(MAX_PIXEL + 1),
    ] {
        assert!(!is_pixel(bad), "{bad}");
    }
}
