//! An event as a client sends it, before anything is checked.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::{Map, Number, Value};

use crate::ids::ChatId;
use crate::time::Timestamp;

/// An event to be sent to Meta.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Draft {
    /// `Purchase`, `Lead`, … or one of your own.
    pub event_name: String,
    /// When it happened: Unix seconds, or RFC 3339. At most 7 days ago, 62 from a shop.
    #[serde(deserialize_with = "moment")]
    #[schema(value_type = i64)]
    pub event_time: Timestamp,
    /// What it was worth; needs a currency.
    #[serde(default, deserialize_with = "amount")]
    #[schema(value_type = Option<f64>)]
    pub value: Option<Number>,
    /// ISO 4217, three letters.
    #[serde(default)]
    pub currency: Option<String>,
    /// Who it was, by Meta's keys: `em`, `ph`, `fn`, `ln`, `db`, `ge`, `ct`, `st`, `zp`, `country`, `external_id` (hashed
    /// here before anything is stored), `client_ip_address`, `client_user_agent`, `fbc`, `fbp`, … (sent as they are).
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub user_data: Option<Map<String, Value>>,
    /// What it was about, by Meta's keys.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub custom_data: Option<Map<String, Value>>,
    /// The page where it happened; required for `website`.
    #[serde(default)]
    pub event_source_url: Option<String>,
    /// Where it happened. If it is left out: `business_messaging` with a chat, `website` with an `event_source_url`, else
    /// `other`.
    #[serde(default)]
    #[schema(value_type = Option<super::ActionSource>)]
    pub action_source: Option<String>,
    /// Shows it in Meta's test view. Meta counts it all the same.
    #[serde(default)]
    pub test_event_code: Option<String>,
    /// What tells a repeat; one is made if it is left out.
    #[serde(default)]
    pub event_id: Option<String>,
    /// The pixel or dataset, if it is not that of `PIXEL_ID`.
    #[serde(default)]
    pub pixel_id: Option<String>,
    /// The chat that it came of.
    #[serde(default)]
    pub chat_id: Option<ChatId>,
    /// Meta must not use it to choose whom ads are shown to.
    #[serde(default)]
    pub opt_out: Option<bool>,
    /// `["LDU"]` asks for limited data use, `[]` says that none is asked for.
    #[serde(default)]
    pub data_processing_options: Option<Vec<String>>,
    /// The country that this is asked for; 0 lets Meta find out.
    #[serde(default)]
    pub data_processing_options_country: Option<i64>,
    /// The state that this is asked for; 0 lets Meta find out.
    #[serde(default)]
    pub data_processing_options_state: Option<i64>,
    /// The page that led there.
    #[serde(default)]
    pub referrer_url: Option<String>,
}

/// Unix seconds as a number or text, or RFC 3339.
fn moment<'de, D: Deserializer<'de>>(d: D) -> Result<Timestamp, D::Error> {
    let wrong =
        || D::Error::custom("expected whole Unix seconds, or a time like 2025-11-10T14:35:20Z");
    match Value::deserialize(d)? {
        Value::Number(n) => n.as_i64().map(Timestamp::from_secs).ok_or_else(wrong),
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(secs) => Ok(Timestamp::from_secs(secs)),
            Err(_) => serde_json::from_value(Value::String(text)).map_err(|_| wrong()),
        },
        _ => Err(wrong()),
    }
}

/// A number, or text that holds one.
fn amount<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Number>, D::Error> {
    match Value::deserialize(d)? {
        Value::Null => Ok(None),
        value => super::prepare::number_of(&value)
            .map(Some)
            .ok_or_else(|| D::Error::custom("expected a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(extra: Value) -> Result<Draft, String> {
        let mut body = json!({"event_name": "Purchase", "event_time": 1_762_785_321});
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        serde_json::from_value(body).map_err(|e| e.to_string())
    }

    #[test]
    fn times_come_in_three_forms() {
        let at = Timestamp::from_secs(1_762_785_321);
        for time in [
            json!(1_762_785_321),
            json!("1762785321"),
            json!("2025-11-10T14:35:21Z"),
            json!("2025-11-10T15:35:21+01:00"),
        ] {
            assert_eq!(read(json!({"event_time": time})).unwrap().event_time, at);
        }
        for wrong in [json!("yesterday"), json!(1.5), json!(null), json!([])] {
            assert!(read(json!({"event_time": wrong})).is_err());
        }
    }

    #[test]
    fn amounts_may_be_text() {
        assert_eq!(
            read(json!({"value": "142.52"})).unwrap().value,
            Number::from_f64(142.52)
        );
        assert_eq!(read(json!({"value": null})).unwrap().value, None);
        assert!(read(json!({"value": "much"})).is_err());
        assert!(read(json!({"value": true})).is_err());
    }
}
