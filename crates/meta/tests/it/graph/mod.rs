//! The Graph client against a small server that answers as it is told.

mod comments;
mod conversions;
mod errors;
mod fetch;
mod insights;
mod lost;
mod media;
mod send;
mod templates;
mod token;
mod upload;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::account::Platform;
use domain::ids::CustomerId;
use meta::graph::{Content, Credentials, GraphClient, GraphConfig, Host, Outgoing, Usage};
use secrecy::SecretString;
use serde_json::{Value, json};

pub(crate) const TOKEN: &str = "EAAMADEUPtokenOfATestAccount";
pub(crate) const PAGE: &str = "100000000000001";
pub(crate) const CUSTOMER: &str = "1000000000000101";

/// What the server does with a call.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The answer of a sample file.
    pub(crate) fn of(file: &Value) -> Self {
        let mut answer = Self::json(
            u16::try_from(file["status"].as_u64().unwrap()).unwrap(),
            &file["body"],
        );
        for (name, value) in file["headers"].as_object().into_iter().flatten() {
            answer = answer.with(name, value.as_str().unwrap());
        }
        answer
    }
}

/// A call as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) uri: String,
    pub(crate) authorization: String,
    pub(crate) body: Value,
    /// As it came, for what is no JSON.
    pub(crate) raw: Vec<u8>,
}

#[derive(Default)]
struct Script {
    answers: Vec<Answer>,
    seen: Vec<Seen>,
    usage: Vec<(String, Usage)>,
}

/// The server, and a client that knows only it.
pub(crate) struct Meta {
    script: Arc<Mutex<Script>>,
    base: String,
    pub(crate) client: GraphClient,
}

impl Meta {
    /// Gives these answers in turn; the last one for ever.
    pub(crate) async fn answering(answers: Vec<Answer>) -> Self {
        let script = Arc::new(Mutex::new(Script {
            answers,
            ..Script::default()
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let app = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&script));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let base = format!("http://{addr}");
        let client = GraphClient::new(config(&base)).unwrap();
        let sink = Arc::clone(&script);
        let client = client.on_usage(move |report| {
            sink.lock()
                .unwrap()
                .usage
                .push((report.sender_id.to_owned(), report.usage));
        });
        Self {
            script,
            base,
            client,
        }
    }

    /// Where it is.
    pub(crate) fn base(&self) -> String {
        self.base.clone()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.script.lock().unwrap().seen.clone()
    }

    pub(crate) fn usage(&self) -> Vec<(String, Usage)> {
        self.script.lock().unwrap().usage.clone()
    }
}

async fn answer(
    State(script): State<Arc<Mutex<Script>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut script = script.lock().unwrap();
    script.seen.push(Seen {
        method,
        uri: uri.to_string(),
        authorization: headers
            .get("authorization")
            .map_or_else(String::new, |v| v.to_str().unwrap().to_owned()),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        raw: body.to_vec(),
    });
    let answer = if script.answers.len() > 1 {
        script.answers.remove(0)
    } else {
        script.answers[0].clone()
    };
    let mut response = (StatusCode::from_u16(answer.status).unwrap(), answer.body).into_response();
    for (name, value) in answer.headers {
        let name = HeaderName::try_from(name).unwrap();
        response
            .headers_mut()
            .insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    response
}

pub(crate) fn config(base: &str) -> GraphConfig {
    GraphConfig {
        facebook_base: base.parse().unwrap(),
        instagram_base: format!("{base}/ig-host").parse().unwrap(),
        version: "v25.0".into(),
        timeout: Duration::from_secs(20),
        app_secret: None,
    }
}

pub(crate) fn creds(host: Host) -> Credentials {
    Credentials {
        host,
        sender_id: PAGE.into(),
        token: SecretString::from(TOKEN),
    }
}

pub(crate) fn text(platform: Platform, text: &str) -> Outgoing {
    Outgoing {
        platform,
        recipient: CustomerId::new(CUSTOMER),
        content: Content::Text(text.into()),
        reply_to: None,
        tag: None,
        metadata: None,
    }
}

/// A sample file.
pub(crate) fn sample(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/graph")
        .join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The sample files whose names begin like this.
pub(crate) fn samples(start: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/graph");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .filter(|name| name.starts_with(start))
        .collect();
    names.sort();
    names
}

pub(crate) fn sent() -> Answer {
    Answer::json(200, &json!({"recipient_id": CUSTOMER, "message_id": "m_1"}))
}
