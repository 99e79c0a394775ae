//! Snapshots of answers, with whatever changes from run to run replaced by names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use reqwest::Method;
use serde_json::{Map, Value, json};
use testkit::api::{Answer, Api};

use crate::app::NOBODY;

/// Snapshots of one story.
#[derive(Default)]
pub(crate) struct Album {
    taken: BTreeSet<String>,
    /// What stands for what differs from run to run: the same for the same.
    names: BTreeMap<String, String>,
    simulator: String,
}

impl Album {
    /// Of a server with this simulator.
    pub(crate) fn of(simulator: &str) -> Self {
        Self {
            simulator: simulator.to_owned(),
            ..Self::default()
        }
    }

    /// Names begin anew, so that the snapshots that follow do not depend on those before.
    pub(crate) fn chapter(&mut self) {
        self.names.clear();
    }

    pub(crate) fn take(&mut self, name: &str, value: Value) {
        let value = self.still(None, value);
        assert!(self.taken.insert(name.to_owned()), "{name} is taken twice");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_json_snapshot!(name, value));
    }

    /// A request, and a snapshot of its answer.
    pub(crate) async fn ask(
        &mut self,
        name: &str,
        person: &Api,
        route: (Method, &str, &str),
        body: Option<Value>,
    ) -> Answer {
        self.ask_with(name, person, route, body, &[]).await
    }

    /// `route` is the method, the path in the document, and the path that is asked.
    pub(crate) async fn ask_with(
        &mut self,
        name: &str,
        person: &Api,
        route: (Method, &str, &str),
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let (method, template, path) = route;
        let answer = person
            .send_with(method.clone(), path, body.as_ref(), headers)
            .await;
        let status = answer.status.as_u16();
        let shown = serde_json::from_str(&answer.text)
            .unwrap_or_else(|_| Value::from(answer.text.as_str()));
        self.take(
            name,
            json!({"asked": format!("{method} {template}"), "status": status, "body": shown}),
        );
        answer
    }

    /// The same value with whatever changes from run to run replaced by names.
    fn still(&mut self, key: Option<&str>, value: Value) -> Value {
        match value {
            Value::Array(list) => {
                Value::Array(list.into_iter().map(|v| self.still(key, v)).collect())
            }
            Value::Object(map) => {
                let still = map
                    .into_iter()
                    .map(|(k, v)| (k.clone(), self.still(Some(&k), v)));
                Value::Object(still.collect::<Map<_, _>>())
            }
            // JSON as text: what it holds.
            Value::String(text) if key.is_some_and(|k| k.ends_with("_json")) => {
                let held = serde_json::from_str(&text).unwrap_or(Value::String(text));
                json!({"json": self.still(None, held)})
            }
            Value::String(_) if key == Some("fbtrace_id") => json!("[trace]"),
            Value::String(_) if key == Some("day") => json!("[day]"),
            Value::String(_) if key == Some("public_key") => json!("[key]"),
            Value::String(text) => Value::String(self.name(key.unwrap_or_default(), &text)),
            Value::Number(_) if matches!(key, Some("size")) => json!("[size]"),
            Value::Number(_) if matches!(key, Some("seq" | "timestamp" | "ts" | "event_time")) => {
                json!("[number]")
            }
            other => other,
        }
    }

    fn name(&mut self, key: &str, text: &str) -> String {
        let uuid = |t: &str| {
            t.len() == 36
                && t.bytes().enumerate().all(|(n, b)| {
                    if matches!(n, 8 | 13 | 18 | 23) {
                        b == b'-'
                    } else {
                        b.is_ascii_hexdigit()
                    }
                })
        };
        // Our own files: the id in the address changes, the rest tells which form of the file it is.
        if let Some(file) = text.strip_prefix("/api/media/") {
            let (id, rest) = file.split_at_checked(36).unwrap_or((file, ""));
            return format!("/api/media/{}{rest}", self.name("", id));
        }
        let time = text.len() > 19 && text.ends_with('Z') && text.as_bytes()[10] == b'T';
        let kind = match key {
            "access_token" => "token",
            "one_time_password" => "password",
            "meta_message_id" | "graph_message_id" | "meta_template_id" => "mid",
            "body" if text.starts_with('{') => "raw body",
            "detail" if text.starts_with("Too many tries") => {
                return text
                    .replace(|c: char| c.is_ascii_digit(), "#")
                    .replace("##", "#");
            }
            // Meta's of what was written here: under a post of a Page they begin with the post's.
            "id" | "comment_id" if text.len() > 14 && text.starts_with("179") => "comment",
            "id" if text.len() > 14 && (text.starts_with("9_") || text.starts_with("1_")) => {
                "comment"
            }
            // People whom the simulator made up.
            "author_id" if text.len() > 14 && text.bytes().all(|b| b.is_ascii_digit()) => "person",
            "author_username" if text.contains('.') => "handle",
            // The simulator makes a new one for each post.
            "permalink" => return "[permalink]".to_owned(),
            _ if text == NOBODY => return "[nobody]".to_owned(),
            _ if uuid(text.split('.').next().unwrap_or_default()) => "id",
            _ if time => return "[time]".to_owned(),
            _ => {
                let text = text.replace(&self.simulator, "[simulator]");
                return without_days(text.split("?oe=").next().unwrap_or_default());
            }
        };
        let (start, rest) = if kind == "id" {
            text.split_at(36)
        } else {
            (text, "")
        };
        let next = self.names.len() + 1;
        let name = self
            .names
            .entry(start.to_owned())
            .or_insert_with(|| format!("[{kind} {next}]"));
        format!("{name}{rest}")
    }
}

/// What the snapshots of all stories show: the statuses by route, as in the document.
fn shown() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/snapshots");
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        // A snapshot is the answer below the second line of dashes.
        let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
        let value: Value = serde_json::from_str(body).unwrap_or_default();
        if let (Some(asked), Some(status)) = (value["asked"].as_str(), value["status"].as_u64()) {
            let statuses = shown.entry(asked.to_owned()).or_default();
            statuses.insert(status.to_string());
        }
    }
    shown
}

/// Pages and figures for people: their stories are in `site.rs`.
const PAGES: [&str; 5] = [
    "GET /docs",
    "GET /docs/docs.css",
    "GET /docs/errors",
    "GET /metrics",
    "GET /openapi.json",
];

/// Every route has its success and, where it refuses anything, a refusal among the snapshots, and no snapshot shows what
/// the document does not describe.
#[test]
fn every_route_is_in_the_album() {
    let shown = shown();
    let mut wrong = Vec::new();
    let described = crate::routes::documented();
    for (route, described) in &described {
        if PAGES.contains(&route.as_str()) {
            continue;
        }
        let seen = shown.get(route).cloned().unwrap_or_default();
        // A browser that logs in at Meta is sent on: that is its success.
        if !seen
            .iter()
            .any(|s| s.starts_with('2') || s.starts_with('3'))
        {
            wrong.push(format!("{route}: no success was taken"));
        }
        let refuses = described.iter().any(|s| s.starts_with('4'));
        if refuses && !seen.iter().any(|s| s.starts_with('4')) {
            wrong.push(format!("{route}: no refusal was taken"));
        }
        for status in seen.difference(described) {
            wrong.push(format!("{route}: {status} is not described"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A sentence with the days in it replaced.
fn without_days(text: &str) -> String {
    let is_day = |word: &str| {
        word.len() == 10
            && word.bytes().enumerate().all(|(n, b)| match n {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            })
    };
    let words = text.split(' ').map(|word| {
        let (day, rest) = word.split_at_checked(10).unwrap_or((word, ""));
        if is_day(day) && rest.len() < 2 {
            format!("[day]{rest}")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
