//! How much of Meta's allowance is used, from the headers of every answer (§9.3).

use reqwest::header::HeaderMap;
use serde_json::Value;

/// Percentages that may stand in one usage object; the two hosts use different names.
const PERCENTAGES: [&str; 5] = [
    "call_count",
    "total_time",
    "total_cputime",
    "call_volume",
    "cpu_time",
];
/// Minutes until calls are allowed again.
const REGAIN: &str = "estimated_time_to_regain_access";
/// The headers with one object for the app or Page.
const FLAT: [&str; 2] = ["x-app-usage", "x-page-usage"];
/// The header with a list per account.
const BUSINESS: &str = "x-business-use-case-usage";

/// The tightest of the limits that an answer names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Highest percentage used; can be over 100. Slow down from 80 (§9.3).
    pub percent: u32,
    /// Minutes until calls are allowed again, 0 if Meta does not say that they are not.
    pub wait_minutes: u32,
}

impl Usage {
    /// Reads all usage headers; unreadable ones count as absent.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let json = |name: &str| -> Option<Value> {
            serde_json::from_slice(headers.get(name)?.as_bytes()).ok()
        };
        let mut usage = Self::default();
        for value in FLAT.iter().filter_map(|name| json(name)) {
            usage.take(&value);
        }
        let business = json(BUSINESS);
        let accounts = business
            .as_ref()
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|o| o.values());
        for limit in accounts.filter_map(Value::as_array).flatten() {
            usage.take(limit);
        }
        usage
    }

    fn take(&mut self, limit: &Value) {
        for value in PERCENTAGES.iter().filter_map(|key| limit.get(key)) {
            self.percent = self.percent.max(whole(value));
        }
        if let Some(minutes) = limit.get(REGAIN) {
            self.wait_minutes = self.wait_minutes.max(whole(minutes));
        }
    }
}

/// A number rounded up, as number or text; what is none counts as 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is what a bound wants"
)]
pub(super) fn whole(value: &Value) -> u32 {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.map_or(0, |n: f64| n.ceil() as u32)
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn read(pairs: &[(&'static str, &str)]) -> Usage {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        Usage::read(&headers)
    }

    #[test]
    fn both_key_sets_of_the_app_header() {
        assert_eq!(read(&[]), Usage::default());
        assert_eq!(
            read(&[(
                "x-app-usage",
                r#"{"call_count":28,"total_time":208,"total_cputime":25}"#
            )])
            .percent,
            208
        );
        assert_eq!(
            read(&[("x-app-usage", r#"{"call_volume":3,"cpu_time":41.2}"#)]).percent,
            42
        );
        assert_eq!(
            read(&[("x-page-usage", r#"{"call_count":"7"}"#)]).percent,
            7
        );
    }

    #[test]
    fn the_tightest_account_counts() {
        let header = r#"{"1":[{"type":"pages","call_count":5,"estimated_time_to_regain_access":0}],
            "2":[{"type":"instagram","call_count":100,"total_time":101,"estimated_time_to_regain_access":19},
                 {"type":"messenger","estimated_time_to_regain_access":3}]}"#;
        let both = [
            ("x-business-use-case-usage", header.to_owned()),
            ("x-app-usage", r#"{"call_count":12}"#.to_owned()),
        ];
        let both: Vec<(&str, &str)> = both.iter().map(|(k, v)| (*k, v.as_str())).collect();
        // A header value holds no line breaks.
        let flat = header.replace('\n', " ");
        assert_eq!(
            read(&[(both[0].0, &flat), both[1]]),
            Usage {
                percent: 101,
                wait_minutes: 19
            }
        );
    }

    #[test]
    fn nonsense_counts_as_absent() {
        for text in [
            "",
            "x",
            "[]",
            "7",
            "null",
            r#"{"call_count":{}}"#,
            r#"{"call_count":-4}"#,
        ] {
            assert_eq!(
                read(&[("x-app-usage", text), ("x-business-use-case-usage", text)]),
                Usage::default(),
                "{text}"
            );
        }
        assert_eq!(
            read(&[("x-app-usage", r#"{"call_count":1e300}"#)]).percent,
            u32::MAX
        );
    }
}
