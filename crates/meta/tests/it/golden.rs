//! Client and simulator are held to the same samples of Meta without sharing a type: what the simulator sends and answers
//! has the form of the sample, key by key, and the client reads both alike.

use std::collections::BTreeSet;
use std::path::Path;

use meta_sim::{SimConfig, SimHandle, Timings};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::describe::lines_of;
use crate::graph::{Answer, Meta};

const SHOP: &str = "17841400000000001";
const SHOP_PAGE: &str = "100000000000009";
const PAGE: &str = "100000000000001";

fn sample(path: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let text = std::fs::read_to_string(folder.join(path).with_extension("json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The simulator, and what it delivers to.
struct Stage {
    sim: SimHandle,
    receiver: Meta,
    http: reqwest::Client,
    stop: CancellationToken,
}

impl Stage {
    async fn begin() -> Self {
        let receiver = Meta::answering(vec![Answer::json(200, &json!({}))]).await;
        let stop = CancellationToken::new();
        let config = SimConfig {
            webhook_url: Some(format!("{}/webhook", receiver.base()).parse().unwrap()),
            strict: true,
            mode: meta_sim::Mode::Stepped,
            seed: Some(3),
            timings: Timings::default(),
            ..SimConfig::default()
        };
        let sim = meta_sim::start(config, stop.clone()).await.unwrap();
        let stage = Self {
            sim,
            receiver,
            http: reqwest::Client::builder()
                .timeout(std::time::Duration::from_secs(30))
                .build()
                .unwrap(),
            stop,
        };
        for account in [
            json!({"platform": "instagram", "id": SHOP, "page_id": SHOP_PAGE, "token": "shop", "subscribed": true}),
            json!({"platform": "facebook", "id": PAGE, "token": "page", "subscribed": true}),
        ] {
            stage.control("accounts", &account).await;
        }
        stage
    }

    async fn control(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_sim/{path}", self.sim.graph_base_url());
        let answer = self.http.post(url).json(body).send().await.unwrap();
        let status = answer.status();
        let value: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{path}: {value}");
        value
    }

    async fn customer(&self, account: &str) -> String {
        let made = self
            .control(
                "customers",
                &json!({"account_id": account, "name": "Made Up", "username": "made_up_customer"}),
            )
            .await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn write(&self, customer: &str, message: Value) -> String {
        let written = self
            .control(&format!("customers/{customer}/messages"), &message)
            .await;
        written["mid"].as_str().unwrap().to_owned()
    }

    async fn act(&self, customer: &str, act: Value) {
        self.control(&format!("customers/{customer}/actions"), &act)
            .await;
    }

    /// What was delivered since the last look.
    async fn delivered(&self) -> Vec<Value> {
        let before = self.receiver.seen().len();
        self.control("step", &json!({"all": true})).await;
        let seen = self.receiver.seen();
        seen[before..]
            .iter()
            .map(|call| call.body.clone())
            .collect()
    }

    /// A call to the Graph API: status and body.
    async fn graph(
        &self,
        host: &str,
        method: &str,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let base = self.sim.graph_base_url();
        let base = if host == "instagram" {
            format!("{}/ig-host", base.trim_end_matches('/'))
        } else {
            base.trim_end_matches('/').to_owned()
        };
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let call = self
            .http
            .request(method, format!("{base}/v25.0{path}"))
            .bearer_auth(token);
        let call = match body {
            Some(body) => call.json(&body),
            None => call,
        };
        let answer = call.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn end(self) {
        self.stop.cancel();
        self.sim.wait().await;
    }
}

/// A sample, the host, the method, the path and the body of a call that is answered like it, and what else a test says of it.
type Asked<'a, T> = (&'a str, &'a str, &'a str, String, Option<Value>, T);

/// The form of a value: every path in it with the kind of what stands there; lists by their first element.
fn form(value: &Value) -> BTreeSet<String> {
    fn walk(at: &str, value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| walk(&format!("{at}/{key}"), value, out)),
            Value::Array(list) => {
                let first = list.first();
                out.insert(format!("{at} list"));
                if let Some(first) = first {
                    walk(&format!("{at}/*"), first, out);
                }
            }
            Value::Null => {
                out.insert(format!("{at} null"));
            }
            Value::Bool(_) => {
                out.insert(format!("{at} bool"));
            }
            Value::Number(_) => {
                out.insert(format!("{at} number"));
            }
            Value::String(_) => {
                out.insert(format!("{at} text"));
            }
        }
    }
    let mut out = BTreeSet::new();
    walk("", value, &mut out);
    out
}

/// Both have the same form, but for what `may_differ` names by the end of its path.
#[track_caller]
fn same_form(name: &str, golden: &Value, made: &Value, may_differ: &[&str]) {
    let free = |path: &&String| !may_differ.iter().any(|part| path.contains(part));
    let (golden_form, made_form) = (form(golden), form(made));
    let differ: Vec<&String> = golden_form
        .symmetric_difference(&made_form)
        .filter(free)
        .collect();
    assert!(
        differ.is_empty(),
        "{name}: {differ:#?}\ngolden {golden:#}\nmade {made:#}"
    );
}

/// What the client reads of a delivery: the kind and what happened, without ids, times and words.
fn reads(body: &Value) -> Vec<String> {
    let plain = |line: String| {
        let line = line
            .split_once(' ')
            .map_or(line.clone(), |(_, rest)| rest.to_owned());
        let words: Vec<String> = line
            .split(' ')
            .map(|word| {
                let named = word.chars().any(|c| c.is_ascii_digit())
                    || word.contains('…')
                    || word.contains("MADEUP");
                if named {
                    "#".to_owned()
                } else {
                    word.to_owned()
                }
            })
            .collect();
        let line = words.join(" ");
        // Words in quotes are whatever somebody wrote.
        let mut out = String::new();
        let mut inside = false;
        for c in line.chars() {
            if c == '"' {
                inside = !inside;
                out.push(c);
            } else if !inside {
                out.push(c);
            }
        }
        out
    };
    lines_of(body).into_iter().map(plain).collect()
}

#[tokio::test]
async fn deliveries_have_the_form_of_the_samples_and_read_alike() {
    let stage = Stage::begin().await;
    let anna = stage.customer(SHOP).await;
    let paul = stage.customer(PAGE).await;
    let mut golden: Vec<(&str, Vec<Value>, &[&str])> = Vec::new();

    let mid = stage.write(&anna, json!({"text": "Hello"})).await;
    golden.push(("instagram/doc-message-text", stage.delivered().await, &[]));
    stage
        .write(&anna, json!({"text": "that one", "reply_to": mid}))
        .await;
    golden.push((
        "instagram/doc-message-reply-to-mid",
        stage.delivered().await,
        &[],
    ));
    stage
        .write(
            &anna,
            json!({"attachments": [{"type": "audio", "url": "https://example.com/a.mp4"}]}),
        )
        .await;
    golden.push(("instagram/doc-message-audio", stage.delivered().await, &[]));
    stage
        .act(
            &anna,
            json!({"action": "edit", "mid": mid, "text": "Hello!"}),
        )
        .await;
    golden.push(("instagram/doc-message-edit", stage.delivered().await, &[]));
    stage
        .act(
            &anna,
            json!({"action": "react", "mid": mid, "reaction": "love", "emoji": "❤️"}),
        )
        .await;
    golden.push(("instagram/doc-reaction", stage.delivered().await, &[]));
    stage
        .act(&anna, json!({"action": "unreact", "mid": mid}))
        .await;
    golden.push((
        "instagram/doc-unreact",
        stage.delivered().await,
        &["/reaction/"],
    ));
    stage
        .act(&anna, json!({"action": "unsend", "mid": mid}))
        .await;
    golden.push((
        "instagram/doc-message-deleted",
        stage.delivered().await,
        &[],
    ));
    stage
        .act(
            &anna,
            json!({"action": "postback", "title": "Hours?", "payload": "HOURS"}),
        )
        .await;
    golden.push((
        "instagram/doc-postback-icebreaker",
        stage.delivered().await,
        &[],
    ));
    let said = json!({"recipient": {"id": anna}, "message": {"text": "Yes"}});
    let (status, _) = stage
        .graph(
            "facebook",
            "POST",
            &format!("/{SHOP_PAGE}/messages"),
            "shop",
            Some(said),
        )
        .await;
    assert_eq!(status, 200);
    let mut out = stage.delivered().await;
    golden.push(("instagram/doc-seen", vec![out.pop().unwrap()], &[]));
    golden.push(("instagram/doc-message-echo", out, &[]));

    stage.write(&paul, json!({"text": "Hello"})).await;
    golden.push(("page/doc-message-text", stage.delivered().await, &[]));
    let said = json!({"recipient": {"id": paul}, "messaging_type": "RESPONSE", "message": {"text": "Yes"}});
    let (status, _) = stage
        .graph(
            "facebook",
            "POST",
            &format!("/{PAGE}/messages"),
            "page",
            Some(said),
        )
        .await;
    assert_eq!(status, 200);
    let mut out = stage.delivered().await;
    golden.push(("page/doc-read", vec![out.pop().unwrap()], &[]));
    // The sample has no time of its own.
    golden.push((
        "page/doc-delivery",
        vec![out.pop().unwrap()],
        &["/timestamp"],
    ));

    for (name, made, may_differ) in golden {
        let golden = sample(&format!("webhooks/{name}"));
        assert_eq!(made.len(), 1, "{name}: {made:?}");
        same_form(name, &golden, &made[0], may_differ);
        assert_eq!(reads(&made[0]).len(), reads(&golden).len(), "{name}");
        let kind = |lines: Vec<String>| {
            lines
                .into_iter()
                .map(|l| l.split(':').next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(kind(reads(&made[0])), kind(reads(&golden)), "{name}");
    }
    stage.end().await;
}

#[tokio::test]
async fn answers_have_the_form_of_the_samples() {
    let stage = Stage::begin().await;
    let anna = stage.customer(SHOP).await;
    let mid = stage.write(&anna, json!({"text": "Hello"})).await;
    stage.delivered().await;
    let send = json!({"recipient": {"id": anna}, "message": {"text": "Yes"}});
    let ig = "instagram";
    let fb = "facebook";
    let cases: Vec<Asked<'_, &[&str]>> = vec![
        (
            "send-ig-login-text",
            ig,
            "POST",
            "/me/messages".into(),
            Some(send.clone()),
            &[],
        ),
        (
            "send-fb-login-ig-text",
            fb,
            "POST",
            format!("/{SHOP_PAGE}/messages"),
            Some(send),
            &[],
        ),
        (
            "message-ig",
            ig,
            "GET",
            format!("/{mid}?fields=id,created_time,from,to,message"),
            None,
            &[],
        ),
        (
            "conversations-ig-user-filter",
            ig,
            "GET",
            format!("/me/conversations?platform=instagram&user_id={anna}"),
            None,
            &[],
        ),
        (
            "conversations-ig-participants",
            ig,
            "GET",
            "/me/conversations?platform=instagram&fields=id,updated_time,participants".into(),
            None,
            &["/paging"],
        ),
        (
            "profile-igsid",
            fb,
            "GET",
            format!(
                "/{anna}?fields=name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user"
            ),
            None,
            &[],
        ),
    ];
    for (name, host, method, path, body, may_differ) in cases {
        let golden = sample(&format!("graph/{name}"));
        let (status, made) = stage.graph(host, method, &path, "shop", body).await;
        assert_eq!(
            u64::from(status),
            golden["status"].as_u64().unwrap(),
            "{name}: {made}"
        );
        same_form(name, &golden["body"], &made, may_differ);
    }
    stage.end().await;
}

#[tokio::test]
async fn refusals_are_those_of_the_samples() {
    let stage = Stage::begin().await;
    let anna = stage.customer(SHOP).await;
    let mid = stage.write(&anna, json!({"text": "Hello"})).await;
    let gone = stage.write(&anna, json!({"text": "oops"})).await;
    stage
        .act(&anna, json!({"action": "unsend", "mid": gone}))
        .await;
    stage.delivered().await;
    stage
        .control(
            "tokens",
            &json!({"token": "ended", "account_id": SHOP, "dead": 463}),
        )
        .await;
    stage
        .control(
            "tokens",
            &json!({"token": "changed", "account_id": SHOP, "dead": 460}),
        )
        .await;
    let to = |id: &str, message: Value| Some(json!({"recipient": {"id": id}, "message": message}));
    let own = format!("/{SHOP_PAGE}/messages");
    // Two days later the window is closed.
    let cases: Vec<Asked<'_, (&str, &str)>> = vec![
        (
            "error-190-463-expired",
            "facebook",
            "POST",
            own.clone(),
            to(&anna, json!({"text": "x"})),
            ("before", "ended"),
        ),
        (
            "error-190-460-password",
            "facebook",
            "POST",
            own.clone(),
            to(&anna, json!({"text": "x"})),
            ("before", "changed"),
        ),
        (
            "error-2500-no-token",
            "facebook",
            "GET",
            "/me".into(),
            None,
            ("before", ""),
        ),
        (
            "error-message-deleted",
            "facebook",
            "GET",
            format!("/{gone}?fields=message"),
            None,
            ("before", "shop"),
        ),
        (
            "error-100-field",
            "instagram",
            "GET",
            format!("/{mid}?fields=nonsense"),
            None,
            ("before", "shop"),
        ),
        (
            "error-100-33-get",
            "facebook",
            "GET",
            "/999?fields=id".into(),
            None,
            ("before", "shop"),
        ),
        (
            "error-10-2534022-window-page",
            "facebook",
            "POST",
            own.clone(),
            to(&anna, json!({"text": "x"})),
            ("after", "shop"),
        ),
        (
            "error-10-2534022-window-iglogin",
            "instagram",
            "POST",
            "/me/messages".into(),
            to(&anna, json!({"text": "x"})),
            ("after", "shop"),
        ),
    ];
    let mut late = false;
    for (name, host, method, path, body, (when, token)) in cases {
        if when == "after" && !late {
            stage
                .control(
                    "clock",
                    &json!({"advance_ms": 2 * 24 * 60 * 60 * 1_000_i64}),
                )
                .await;
            late = true;
        }
        let golden = sample(&format!("graph/{name}"));
        let (status, made) = stage.graph(host, method, &path, token, body).await;
        assert_eq!(
            u64::from(status),
            golden["status"].as_u64().unwrap(),
            "{name}: {made}"
        );
        for key in ["code", "error_subcode", "type"] {
            assert_eq!(
                made["error"][key], golden["body"]["error"][key],
                "{name}, {key}: {made}"
            );
        }
    }
    stage.end().await;
}
