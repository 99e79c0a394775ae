//! Reads single fields as Meta really sends them: numbers as strings, strings as numbers, seconds as
//! milliseconds (§1.5). What cannot be read is `None`; whether that matters is the caller's business.

use domain::time::Timestamp;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde_json::{Map, Value};

/// An object of the delivery.
pub(crate) type Object = Map<String, Value>;

/// Longest id that is taken. Meta's have at most about 165 characters (§1.8); the limit only keeps two ids
/// inside one index row of PostgreSQL, which holds 2704 bytes.
pub(crate) const MAX_ID_BYTES: usize = 1_000;
/// Longest name of a kind that is kept of one that nobody has described.
const MAX_KIND_CHARS: usize = 64;
/// Longest reason for the operator, in characters.
pub(crate) const MAX_REASON_CHARS: usize = 300;
/// Smaller numbers are seconds, larger ones milliseconds: as milliseconds this is March 1973 (§1.5).
const SECONDS_BELOW: i64 = 100_000_000_000;
/// 2004-01-01: nothing of Meta's is older, so an earlier time is no time.
const EARLIEST: Timestamp = Timestamp::from_secs(1_072_915_200);
/// The last second that RFC 3339 can write; a later time is no time.
const LATEST_SECS: i64 = 253_402_300_799;

/// A field that is there: missing and `null` are the same.
pub(crate) fn field<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// A field that is an object.
pub(crate) fn object<'a>(object: &'a Object, key: &str) -> Option<&'a Object> {
    field(object, key).and_then(Value::as_object)
}

/// An id: text, or a whole number with all its digits.
pub(crate) fn id(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        // A number with a fraction or beyond 64 bits has lost digits already.
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.len() <= MAX_ID_BYTES).then_some(text)
}

/// The id in a field.
pub(crate) fn id_in(object: &Object, key: &str) -> Option<String> {
    field(object, key).and_then(id)
}

/// The id of a person or an asset: `{"id": …}`, or the id itself.
pub(crate) fn party(object: &Object, key: &str) -> Option<String> {
    match field(object, key)? {
        Value::Object(party) => id_in(party, "id"),
        plain => id(plain),
    }
}

/// Text that is not empty; numbers read as their digits.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text in a field.
pub(crate) fn text_in(object: &Object, key: &str) -> Option<String> {
    field(object, key).and_then(text)
}

/// An address that a browser may follow; anything else in such a place is no address.
pub(crate) fn url_in(object: &Object, key: &str) -> Option<String> {
    let url = object.get(key)?.as_str()?;
    let web = ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    web.then(|| url.to_owned())
}

/// `true`, `"true"`, `1`, `"1"`.
pub(crate) fn flag(object: &Object, key: &str) -> bool {
    match object.get(key) {
        Some(Value::Bool(on)) => *on,
        Some(Value::Number(number)) => number.as_f64().is_some_and(|n| n != 0.0),
        Some(Value::String(word)) => word.eq_ignore_ascii_case("true") || word == "1",
        _ => false,
    }
}

/// A small count, as number or numeric text.
pub(crate) fn count(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|n| u32::try_from(n).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A time: seconds or milliseconds, as number or text, or the ISO text of the Graph API.
pub(crate) fn time(value: &Value) -> Option<Timestamp> {
    let time = match value {
        Value::Number(number) => match number.as_i64() {
            Some(n) => unix(n)?,
            None => unix_fraction(number.as_f64()?)?,
        },
        Value::String(text) => {
            let text = text.trim();
            match text.parse::<i64>() {
                Ok(n) => unix(n)?,
                Err(_) => iso(text)?,
            }
        }
        _ => return None,
    };
    (time >= EARLIEST).then_some(time)
}

/// The time in a field.
pub(crate) fn time_in(object: &Object, key: &str) -> Option<Timestamp> {
    field(object, key).and_then(time)
}

fn unix(n: i64) -> Option<Timestamp> {
    let (secs, time) = if n < SECONDS_BELOW {
        (n, Timestamp::from_secs(n))
    } else {
        (n / 1_000, Timestamp::from_millis(n))
    };
    (0..=LATEST_SECS).contains(&secs).then_some(time)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, NaN becomes 0, and both ends are refused as absurd"
)]
fn unix_fraction(n: f64) -> Option<Timestamp> {
    unix(n as i64)
}

fn iso(text: &str) -> Option<Timestamp> {
    let source: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        text.into_deserializer();
    Timestamp::deserialize(source).ok()
}

/// What a value is, in a word for the operator.
pub(crate) const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The name of a kind, bounded.
pub(crate) fn kind_name(name: &str) -> String {
    name.chars().take(MAX_KIND_CHARS).collect()
}

/// A reason, bounded.
pub(crate) fn reason(words: impl Into<String>) -> String {
    let words = words.into();
    match words.char_indices().nth(MAX_REASON_CHARS) {
        Some((end, _)) => words.get(..end).unwrap_or_default().to_owned(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_keep_every_digit() {
        assert_eq!(
            id(&json!(122_000_000_000_000_001_u64)),
            Some("122000000000000001".into())
        );
        assert_eq!(
            id(&json!(9_007_199_254_740_993_u64)),
            Some("9007199254740993".into())
        );
        assert_eq!(id(&json!(u64::MAX)), Some("18446744073709551615".into()));
        assert_eq!(id(&json!(i64::MIN)), Some("-9223372036854775808".into()));
        assert_eq!(
            id(&json!("17841400000000001")),
            Some("17841400000000001".into())
        );
        for none in [
            json!(1.5),
            json!(1e300),
            json!(""),
            json!(true),
            json!(null),
            json!([]),
            json!({"id": 1}),
        ] {
            assert_eq!(id(&none), None, "{none}");
        }
        let beyond: Value = serde_json::from_str("184467440737095516160").unwrap();
        assert_eq!(id(&beyond), None);
        assert_eq!(
            id(&json!("x".repeat(MAX_ID_BYTES))).map(|i| i.len()),
            Some(MAX_ID_BYTES)
        );
        assert_eq!(id(&json!("x".repeat(MAX_ID_BYTES + 1))), None);
    }

    #[test]
    fn times_come_in_every_spelling() {
        let ms = Timestamp::from_millis(1_762_785_321_123);
        let secs = Timestamp::from_secs(1_762_785_321);
        assert_eq!(time(&json!(1_762_785_321_123_i64)), Some(ms));
        assert_eq!(time(&json!("1762785321123")), Some(ms));
        assert_eq!(time(&json!(1_762_785_321)), Some(secs));
        assert_eq!(time(&json!("1762785321")), Some(secs));
        assert_eq!(time(&json!(1_762_785_321.75)), Some(secs));
        assert_eq!(time(&json!("2025-11-10T14:35:21+0000")), Some(secs));
        assert_eq!(time(&json!("2025-11-10T14:35:21Z")), Some(secs));
    }

    #[test]
    fn absurd_times_are_no_times() {
        for bad in [
            json!(-1),
            json!(0),
            json!("0"),
            json!(5),
            json!(i64::MAX),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
            json!(-1e300),
            json!("soon"),
            json!(""),
            json!(true),
            json!({}),
            json!(1_762_785_321_123_456_i64),
        ] {
            assert_eq!(time(&bad), None, "{bad}");
        }
    }

    #[test]
    fn flags_come_in_four_spellings() {
        let o = json!({"a": true, "b": "true", "c": 1, "d": "1", "e": "TRUE"});
        for key in ["a", "b", "c", "d", "e"] {
            assert!(flag(o.as_object().unwrap(), key), "{key}");
        }
        let o = json!({"a": false, "b": "false", "c": 0, "d": [], "e": null});
        for key in ["a", "b", "c", "d", "e", "missing"] {
            assert!(!flag(o.as_object().unwrap(), key), "{key}");
        }
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        let o = json!({"a": "https://x.example/", "b": "HTTP://x", "c": "javascript:alert(1)", "d": "é", "e": 1});
        let o = o.as_object().unwrap();
        assert!(url_in(o, "a").is_some() && url_in(o, "b").is_some());
        assert_eq!(
            [
                url_in(o, "c"),
                url_in(o, "d"),
                url_in(o, "e"),
                url_in(o, "f")
            ],
            [None, None, None, None]
        );
    }
}
