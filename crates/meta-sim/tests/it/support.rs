//! A receiver of webhooks, a simulator, and ways to wait for what should happen.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use meta_sim::{SimConfig, SimHandle, Timings};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::Url;

/// The longest a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const SECRET: &str = "made_up_app_secret_0123456789abcdef";
pub(crate) const INSTAGRAM: &str = "mock_ig_123";
pub(crate) const INSTAGRAM_PAGE: &str = "100000000000123";
pub(crate) const PAGE: &str = "mock_fb_123";

/// One webhook as it came.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Vec<u8>,
    pub(crate) body: Value,
}

impl Got {
    /// The first event in it.
    pub(crate) fn event(&self) -> &Value {
        &self.body["entry"][0]["messaging"][0]
    }

    pub(crate) fn text(&self) -> Option<&str> {
        self.event()["message"]["text"].as_str()
    }

    pub(crate) fn is_echo(&self) -> bool {
        self.event()["message"]["is_echo"] == json!(true)
    }
}

/// Answers webhooks and remembers them.
pub(crate) struct Receiver {
    pub(crate) url: Url,
    inner: Arc<Inner>,
    stop: CancellationToken,
}

struct Inner {
    got: Mutex<Vec<Got>>,
    count: watch::Sender<usize>,
    status: Mutex<StatusCode>,
    hang: Mutex<bool>,
}

async fn take(State(inner): State<Arc<Inner>>, headers: HeaderMap, raw: Bytes) -> StatusCode {
    let body = serde_json::from_slice(&raw).unwrap_or(Value::Null);
    inner.got.lock().unwrap().push(Got {
        headers,
        raw: raw.to_vec(),
        body,
    });
    inner.count.send_modify(|n| *n += 1);
    let hang = *inner.hang.lock().unwrap();
    if hang {
        std::future::pending::<()>().await;
    }
    *inner.status.lock().unwrap()
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let inner = Arc::new(Inner {
            got: Mutex::default(),
            count: watch::Sender::new(0),
            status: Mutex::new(StatusCode::OK),
            hang: Mutex::new(false),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!(
            "http://{}/webhook",
            listener.local_addr().unwrap()
        ))
        .unwrap();
        let router = Router::new().fallback(take).with_state(Arc::clone(&inner));
        let stop = CancellationToken::new();
        let until = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                result = axum::serve(listener, router) => result.unwrap(),
                () = until.cancelled() => {}
            }
        });
        Self { url, inner, stop }
    }

    pub(crate) fn answer(&self, status: StatusCode) {
        *self.inner.status.lock().unwrap() = status;
    }

    pub(crate) fn hang(&self, hang: bool) {
        *self.inner.hang.lock().unwrap() = hang;
    }

    pub(crate) fn all(&self) -> Vec<Got> {
        self.inner.got.lock().unwrap().clone()
    }

    /// Waits until so many webhooks fit.
    pub(crate) async fn wait(&self, n: usize, what: impl Fn(&Got) -> bool) -> Vec<Got> {
        let mut seen = self.inner.count.subscribe();
        let fitting = || {
            self.all()
                .into_iter()
                .filter(|g| what(g))
                .collect::<Vec<_>>()
        };
        let waiting = async {
            loop {
                let got = fitting();
                if got.len() >= n {
                    return got;
                }
                seen.changed().await.unwrap();
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(got) => got,
            Err(_) => panic!(
                "waited for {n}, got {:#?}",
                self.all().iter().map(|g| &g.body).collect::<Vec<_>>()
            ),
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A simulator with its HTTP client.
pub(crate) struct Rig {
    pub(crate) sim: Option<SimHandle>,
    pub(crate) base: String,
    pub(crate) ig: String,
    pub(crate) http: reqwest::Client,
    pub(crate) stop: CancellationToken,
}

/// Short times: nothing here waits for a person.
pub(crate) fn quick() -> Timings {
    Timings {
        read_after: Duration::from_millis(30),
        delivered_after: Duration::from_millis(10),
        webhook_timeout: Duration::from_secs(5),
        retry: [5, 10, 20, 40].map(Duration::from_millis).to_vec(),
        ordered_retries: 3,
        unsubscribe_after: Duration::from_secs(3_600),
        echo_after: Duration::from_millis(5),
    }
}

pub(crate) fn config(receiver: &Receiver) -> SimConfig {
    SimConfig {
        webhook_url: Some(receiver.url.clone()),
        app_secret: SECRET.into(),
        demo: true,
        timings: quick(),
        ..SimConfig::default()
    }
}

impl Rig {
    pub(crate) async fn start(config: SimConfig) -> Self {
        let stop = CancellationToken::new();
        let sim = meta_sim::start(config, stop.clone()).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            base: sim.graph_base_url(),
            ig: sim.instagram_graph_base_url(),
            sim: Some(sim),
            http,
            stop,
        }
    }

    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        self.sim.take().unwrap().wait().await;
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.http
            .get(format!("{}{path}", self.base))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.http
            .post(format!("{}{path}", self.base))
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Status and body of a Graph call.
    pub(crate) async fn graph(
        &self,
        method: &str,
        url: &str,
        token: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.http.request(method, url).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// A new person at this account who has written once.
    pub(crate) async fn customer(&self, account: &str) -> String {
        let made = self
            .post(
                "/_sim/customers",
                json!({"account_id": account, "name": "Ada Byron"}),
            )
            .await;
        let id = made["id"].as_str().unwrap().to_owned();
        self.write(&id, "hello").await;
        id
    }

    pub(crate) async fn write(&self, customer: &str, text: &str) -> Value {
        self.post(
            &format!("/_sim/customers/{customer}/messages"),
            json!({"text": text}),
        )
        .await
    }

    pub(crate) async fn act(&self, customer: &str, act: Value) -> Value {
        self.post(&format!("/_sim/customers/{customer}/actions"), act)
            .await
    }

    /// Sends text from the business on the host that fits.
    pub(crate) async fn send(&self, account: &str, customer: &str, text: &str) -> (u16, Value) {
        let body = json!({"recipient": {"id": customer}, "messaging_type": "RESPONSE", "message": {"text": text}});
        let url = match account {
            INSTAGRAM => format!("{}/v25.0/{INSTAGRAM_PAGE}/messages", self.base),
            other => format!("{}/v25.0/{other}/messages", self.base),
        };
        self.graph("POST", &url, &format!("token-of-{account}"), Some(body))
            .await
    }

    /// Asks the control API again and again until the answer fits.
    pub(crate) async fn until(&self, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let asking = async {
            loop {
                let value = self.get(path).await;
                if fits(&value) {
                    return value;
                }
                tokio::task::yield_now().await;
            }
        };
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(value) => value,
            Err(_) => panic!("{path} never fitted; now {:#}", self.get(path).await),
        }
    }
}
