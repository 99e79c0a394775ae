//! Whatever comes: no panic, one element for each element, and no element touches another.

use domain::inbound::{Element, Meaning};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::describe::{delivery, elements};
use super::webhooks::{names, read};

/// Words that mean something somewhere, so that random values get past the first check.
const WORDS: [&str; 16] = [
    "",
    "0",
    "id",
    "null",
    "true",
    "1527459824",
    "-1",
    "random_mid",
    "messages",
    "comments",
    "react",
    "unreact",
    "https://x.example/",
    "image",
    "\u{0}",
    "17841400000000001",
];
/// Keys that are looked for somewhere.
const KEYS: [&str; 34] = [
    "id",
    "mid",
    "sender",
    "recipient",
    "timestamp",
    "message",
    "text",
    "attachments",
    "type",
    "payload",
    "url",
    "title",
    "reaction",
    "action",
    "emoji",
    "read",
    "watermark",
    "delivery",
    "mids",
    "postback",
    "referral",
    "optin",
    "user_ref",
    "message_edit",
    "num_edit",
    "is_echo",
    "is_self",
    "is_deleted",
    "reply_to",
    "story",
    "quick_reply",
    "field",
    "value",
    "policy_enforcement",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i64..4_000_000_000_000).prop_map(Value::from),
        proptest::sample::select(&WORDS[..]).prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 48, 6, |inner| {
        let key = prop_oneof![3 => proptest::sample::select(&KEYS[..]).prop_map(str::to_owned), 1 => "[a-z_]{0,12}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key, inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Every place in a value.
fn places(value: &Value, here: &str, out: &mut Vec<String>) {
    out.push(here.to_owned());
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| places(value, &format!("{here}/{key}"), out)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, value)| places(value, &format!("{here}/{at}"), out));
        }
        _ => {}
    }
}

/// A sample with something else in some of its places.
fn mutated() -> impl Strategy<Value = Value> {
    let sample = proptest::sample::select(names());
    let changes = proptest::collection::vec((any::<proptest::sample::Index>(), value()), 1..4);
    (sample, changes).prop_map(|(name, changes)| {
        let mut body: Value = serde_json::from_slice(&read(name)).unwrap();
        for (place, value) in changes {
            let mut all = Vec::new();
            places(&body, "", &mut all);
            *body.pointer_mut(&all[place.index(all.len())]).unwrap() = value;
        }
        body
    })
}

/// How many elements a delivery has, counted without the parser.
fn count(body: &Value) -> Option<usize> {
    let listed = |value: &Value| match value {
        Value::Array(items) => items.len(),
        Value::Null => 0,
        _ => 1,
    };
    let body = body.as_object()?;
    let entry = match body.get("entry").filter(|entry| !entry.is_null()) {
        Some(Value::Array(entries)) => entries.clone(),
        Some(entry @ Value::Object(_)) => vec![entry.clone()],
        Some(_) => return None,
        None => {
            return body
                .get("field")
                .filter(|f| f.is_number() || f.as_str().is_some_and(|f| !f.is_empty()))
                .map(|_| 1);
        }
    };
    let total = entry
        .iter()
        .map(|entry| {
            let Some(entry) = entry.as_object() else {
                return 1;
            };
            let lists: Vec<&Value> = ["messaging", "standby", "changes"]
                .iter()
                .filter_map(|key| entry.get(*key))
                .collect();
            let flat = entry.get("field").is_some_and(|field| !field.is_null());
            if lists.is_empty() && !flat {
                1
            } else {
                lists.into_iter().map(listed).sum::<usize>() + usize::from(flat)
            }
        })
        .sum();
    (total > 0).then_some(total)
}

fn sound(list: &[Element]) {
    for (at, element) in list.iter().enumerate() {
        assert_eq!(element.index as usize, at);
        assert!(element.kind.chars().count() <= 64, "{}", element.kind);
        match &element.meaning {
            Meaning::Quarantined(reason) => {
                assert!((1..=300).contains(&reason.chars().count()), "{reason}");
            }
            Meaning::Event(_) | Meaning::Unknown(Some(_)) => assert!(element.account.is_some()),
            _ => {}
        }
        let text = format!("{element:?}").replace("\\\\", "");
        assert!(!text.contains("\\0"), "NUL cannot be stored: {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_anywhere(body in mutated()) {
        let text = body.to_string();
        match elements(text.as_bytes()) {
            Ok(list) => {
                prop_assert_eq!(Some(list.len()), count(&body), "{}", text);
                sound(&list);
                prop_assert_eq!(elements(text.as_bytes()).unwrap(), list);
            }
            Err(malformed) => {
                prop_assert_eq!(None, count(&body), "{}: {}", malformed, text);
                prop_assert!((1..=300).contains(&malformed.reason().chars().count()));
            }
        }
    }

    #[test]
    fn random_values_as_events(events in proptest::collection::vec(value(), 1..6)) {
        let list = elements(delivery(&events).to_string().as_bytes()).unwrap();
        sound(&list);
        // Each means alone what it means among the others.
        for (event, element) in events.iter().zip(&list) {
            let alone = elements(delivery(std::slice::from_ref(event)).to_string().as_bytes()).unwrap().remove(0);
            prop_assert_eq!((&alone.kind, &alone.meaning, &alone.account), (&element.kind, &element.meaning, &element.account));
        }
        prop_assert_eq!(list.len(), events.len());
    }

    #[test]
    fn random_values_as_changes(field in proptest::sample::select(&["messages", "message_reactions", "feed", "other"][..]), value in value()) {
        let body = json!({"object": "page", "entry": [{"id": "1", "changes": [{"field": field, "value": value}]}]});
        let list = elements(body.to_string().as_bytes()).unwrap();
        sound(&list);
        prop_assert_eq!(list.len(), 1);
    }

    #[test]
    fn damaged_bytes(name in proptest::sample::select(names()), damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0..4_u8), 1..8)) {
        let mut body = read(name);
        for (place, byte, how) in damage {
            if body.is_empty() {
                break;
            }
            let at = place.index(body.len());
            match how {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                2 => { body.remove(at); }
                _ => body.truncate(at.max(1)),
            }
        }
        if let Ok(list) = elements(&body) {
            sound(&list);
        }
    }

    #[test]
    fn random_bytes(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(elements(&body).is_err());
    }
}
