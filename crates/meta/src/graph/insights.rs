//! Insights of accounts and media (§6): one call, read in all the shapes that Meta answers with.

use std::collections::BTreeMap;

use domain::insights::plan::Ask;
use domain::insights::table::{Form, Kind};
use domain::insights::{Cell, Figure, MAX_CELLS, MAX_METRICS, MAX_POINTS, Point, Reading};
use domain::time::Timestamp;
use serde_json::Value;

use super::client::GraphClient;
use super::error::CallError;
use super::{Credentials, fetch};
use crate::loose::{self, Object};

/// What a value is called that is split by keys of its own, like the hours of `online_followers`.
const OWN_KEYS: &str = "key";
/// Dimensions that end so have words for values, which Meta spells in both cases (§6.2); others hold names of places and
/// codes of countries.
const WORDS: &str = "_type";

impl GraphClient {
    /// The figures of one account or medium.
    ///
    /// `range` counts for accounts only; Meta allows 30 days (§6.1).
    ///
    /// # Errors
    /// [`CallError`]; one bad metric fails the whole call, and `domain::insights::asking` says what to do about it.
    pub async fn insights(
        &self,
        creds: &Credentials,
        entity: &str,
        kind: Kind,
        ask: &Ask,
        range: Option<(Timestamp, Timestamp)>,
    ) -> Result<Vec<Reading>, CallError> {
        let metrics = ask.metrics.join(",");
        let mut query = vec![("metric", metrics.as_str())];
        // Media know one period only, and need no word for it.
        if kind == Kind::Account {
            query.push(("period", ask.period.as_str()));
        }
        match ask.form {
            Form::Total => query.push(("metric_type", "total_value")),
            Form::Series => query.push(("metric_type", "time_series")),
            Form::Plain => {}
        }
        query.extend(ask.breakdown.map(|b| ("breakdown", b)));
        query.extend(ask.timeframe.map(|t| ("timeframe", t)));
        let range = range.map(|(since, until)| [since, until].map(|t| t.secs().to_string()));
        if let Some([since, until]) = range.as_ref().filter(|_| kind == Kind::Account) {
            query.extend([("since", since.as_str()), ("until", until.as_str())]);
        }
        let answer = self
            .get(creds, "insights", &[entity, "insights"], &query)
            .await?;
        Ok(readings(&answer))
    }
}

/// Every metric of an answer; none if it has no data yet.
fn readings(answer: &Value) -> Vec<Reading> {
    let data = fetch::data(answer.as_object()).unwrap_or_default();
    data.iter()
        .filter_map(Value::as_object)
        .filter_map(reading)
        .take(MAX_METRICS)
        .collect()
}

fn reading(node: &Object) -> Option<Reading> {
    let mut out = Reading {
        metric: loose::text_in(node, "name")?,
        ..Reading::default()
    };
    let values = loose::field(node, "values").and_then(Value::as_array);
    for value in values.into_iter().flatten().filter_map(Value::as_object) {
        let number = loose::field(value, "value");
        match (number.and_then(figure), loose::time_in(value, "end_time")) {
            (Some(value), Some(at)) => out.series.push(Point { at, value }),
            (value, _) => out.value = value.or(out.value),
        }
        // The newest that is split is the one that counts.
        if let Some(Value::Object(parts)) = number {
            out.breakdowns = own_parts(parts);
        }
    }
    out.series.sort_by_key(|p| p.at);
    let surplus = out.series.len().saturating_sub(MAX_POINTS);
    out.series.drain(..surplus);
    out.value = out.series.last().map(|p| p.value).or(out.value);
    if let Some(total) = loose::object(node, "total_value") {
        out.value = loose::field(total, "value").and_then(figure).or(out.value);
        let parts = loose::field(total, "breakdowns").and_then(Value::as_array);
        let parts = parts.into_iter().flatten().filter_map(Value::as_object);
        out.breakdowns.extend(parts.flat_map(cells));
    }
    out.breakdowns.truncate(MAX_CELLS);
    Some(out)
}

fn own_parts(parts: &Object) -> Vec<Cell> {
    let cell = |(key, value): (&String, &Value)| {
        Some(Cell {
            by: BTreeMap::from([(OWN_KEYS.to_owned(), key.clone())]),
            value: figure(value)?,
        })
    };
    parts.iter().filter_map(cell).take(MAX_CELLS).collect()
}

/// One breakdown: each of its results names a value for each dimension.
fn cells(breakdown: &Object) -> Vec<Cell> {
    let list = |object: &Object, key: &str| -> Vec<String> {
        let list = loose::field(object, key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(loose::text).collect()
    };
    let keys = list(breakdown, "dimension_keys");
    let results = loose::field(breakdown, "results").and_then(Value::as_array);
    let results = results.into_iter().flatten().filter_map(Value::as_object);
    results
        .filter_map(|result| {
            let values = list(result, "dimension_values");
            let by = keys.iter().cloned().zip(values).map(|(key, value)| {
                let value = if key.ends_with(WORDS) {
                    value.to_lowercase()
                } else {
                    value
                };
                (key, value)
            });
            Some(Cell {
                by: by.collect(),
                value: loose::field(result, "value").and_then(figure)?,
            })
        })
        .take(MAX_CELLS)
        .collect()
}

/// A number, or text that is one.
pub(crate) fn figure(value: &Value) -> Option<Figure> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.and_then(Figure::new)
}
