//! One HTTP client for all calls: its limits, its headers, its log line.

use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::multipart::Form;
use reqwest::{Client, Method, Request, RequestBuilder, redirect, retry};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use sha2::Sha256;
use url::Url;

use super::error::{
    CallError, GraphError, Pace, SendError, refused_call, refused_send, throttled_by_gateway,
};
use super::usage::Usage;
use super::{Credentials, GraphConfig, Host};
use domain::meta_error::Reason;

/// Longest time to connect, TLS included; several round trips to the far side of the world take 2 s. A failure
/// here is certain not to have sent anything, so it should show before the whole call's time is up.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Idle connections are closed before Meta's servers or a NAT do it under our feet: a request that meets a
/// connection just being closed has an unknown outcome.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);
/// Largest answer that is read. Twenty messages with long attachment addresses have some 100 kB, and five conversations
/// are read at once.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;
/// The answer of a gateway that throttles.
const TOO_MANY_REQUESTS: u16 = 429;

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not an address that paths can be put behind.
    #[error("{0} is not an http or https address")]
    BadBase(Url),
    /// Not a version.
    #[error("the Graph version must look like v25.0, not {0:?}")]
    BadVersion(String),
    /// TLS or the system's certificates.
    #[error("the HTTP client cannot be made: {0}")]
    Http(#[source] reqwest::Error),
}

/// What an answer says about Meta's limits; handed out on errors too (§9.3).
#[derive(Clone, Copy, Debug)]
pub struct UsageReport<'a> {
    /// Which host.
    pub host: Host,
    /// Whose limits.
    pub sender_id: &'a str,
    /// How far they are used.
    pub usage: Usage,
}

type UsageSink = Arc<dyn Fn(UsageReport<'_>) + Send + Sync>;

/// Calls the Graph API. Cheap to clone; all clones share connections.
#[derive(Clone)]
pub struct GraphClient {
    http: Client,
    config: Arc<GraphConfig>,
    usage: Option<UsageSink>,
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClient")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl GraphClient {
    /// A client with its own connection pool.
    ///
    /// # Errors
    /// [`ConfigError`] if the addresses or the version cannot be used, or the system's certificates not read.
    pub fn new(config: GraphConfig) -> Result<Self, ConfigError> {
        let bases = [&config.facebook_base, &config.instagram_base];
        if let Some(bad) = bases
            .iter()
            .find(|base| !matches!(base.scheme(), "http" | "https"))
        {
            return Err(ConfigError::BadBase((*bad).clone()));
        }
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let version = config
            .version
            .strip_prefix('v')
            .and_then(|v| v.split_once('.'));
        if !version.is_some_and(|(major, minor)| digits(major) && digits(minor)) {
            return Err(ConfigError::BadVersion(config.version));
        }
        let mut http = Client::builder()
            .user_agent(concat!("ticklegram/", env!("CARGO_PKG_VERSION")))
            .timeout(config.timeout)
            // Half of it at most, so that a call that never connected is told apart from one that may have.
            .connect_timeout(CONNECT_TIMEOUT.min(config.timeout / 2))
            .pool_idle_timeout(IDLE_TIMEOUT)
            // An answer from elsewhere is no answer, and a redirect would carry the token along.
            .redirect(redirect::Policy::none())
            // Repeating a send is the outbox's decision alone.
            .retry(retry::never());
        if bases.iter().any(|base| is_loopback(base)) {
            // A proxy of the environment cannot reach this machine.
            http = http.no_proxy();
        }
        if bases.iter().all(|base| base.scheme() == "http") {
            // No TLS is spoken: do not ask the system for certificates that it may not have.
            http = http.tls_certs_only([]);
        }
        let http = http.build().map_err(ConfigError::Http)?;
        Ok(Self {
            http,
            config: Arc::new(config),
            usage: None,
        })
    }

    /// Hands every answer's usage to `sink`, which must not block.
    #[must_use]
    pub fn on_usage(mut self, sink: impl Fn(UsageReport<'_>) + Send + Sync + 'static) -> Self {
        self.usage = Some(Arc::new(sink));
        self
    }

    /// The same client for the few calls about tokens that Meta documents without a version (§8.2).
    pub(super) fn unversioned(&self) -> Self {
        let config = GraphConfig {
            version: String::new(),
            ..(*self.config).clone()
        };
        Self {
            config: Arc::new(config),
            ..self.clone()
        }
    }

    /// The same client without a proof of the app's secret, for tokens that belong to another app (§8.4).
    pub(super) fn without_proof(&self) -> Self {
        let config = GraphConfig {
            app_secret: None,
            ..(*self.config).clone()
        };
        Self {
            config: Arc::new(config),
            ..self.clone()
        }
    }

    /// Makes one call and reads the answer whole, whatever its status.
    pub(super) async fn call(&self, creds: &Credentials, call: Call<'_>) -> Result<Reply, Failed> {
        let request = self.request(creds, &call)?;
        self.exchanged(creds, &call, request).await
    }

    /// Makes a request, with its log line and its report.
    async fn exchanged(
        &self,
        creds: &Credentials,
        call: &Call<'_>,
        request: Request,
    ) -> Result<Reply, Failed> {
        let started = Instant::now();
        let result = self.exchange(request).await;
        self.log(creds, call, started.elapsed(), &result);
        if let (Ok(reply), Some(sink)) = (&result, &self.usage) {
            sink(UsageReport {
                host: creds.host,
                sender_id: &creds.sender_id,
                usage: reply.pace.usage,
            });
        }
        result
    }

    /// Makes a call that may be repeated, and reads the JSON object of its answer.
    pub(super) async fn ask(
        &self,
        creds: &Credentials,
        call: Call<'_>,
    ) -> Result<Value, CallError> {
        answered(self.call(creds, call).await)
    }

    /// Makes a call that changes something at Meta, once, and reads the JSON object of its answer. `None`: Meta refused it
    /// as a duplicate of what it has.
    ///
    /// The error is the decision, as for a send: only what certainly was not taken may be repeated.
    pub(super) async fn once(
        &self,
        creds: &Credentials,
        call: Call<'_>,
    ) -> Result<Option<Value>, SendError> {
        let reply = self
            .call(creds, call)
            .await
            .map_err(|failed| match failed {
                Failed::NotReached(why) => SendError::NotReached { why },
                Failed::Lost(why) => SendError::Unknown { why },
                Failed::BadToken => SendError::TokenDead(Box::new(GraphError::unusable_token())),
                Failed::BadId => SendError::Final {
                    reason: Reason::ObjectMissing,
                    error: Box::new(unusable_id()),
                },
            })?;
        if let Some(error) = GraphError::parse(reply.status, &reply.body) {
            return refused_send(error, reply.pace).map_or(Ok(None), Err);
        }
        if reply.status == TOO_MANY_REQUESTS {
            let (wait_micros, error) = throttled_by_gateway(reply.status, reply.pace);
            return Err(SendError::Throttled { wait_micros, error });
        }
        match serde_json::from_slice::<Value>(&reply.body) {
            Ok(value) if value.is_object() && (200..300).contains(&reply.status) => Ok(Some(value)),
            // HTML of a gateway, or a redirect.
            _ => Err(SendError::Unknown {
                why: format!("HTTP {} without a readable answer", reply.status),
            }),
        }
    }

    /// `v25.0`.
    pub(super) fn version(&self) -> &str {
        &self.config.version
    }

    /// Posts a form to an address of the login (§8.1, §8.2), which takes no bearer token: what is secret travels in the
    /// body. The answer is a JSON object.
    pub(super) async fn form(
        &self,
        name: &'static str,
        url: Url,
        fields: &[(&str, &str)],
    ) -> Result<Value, CallError> {
        let no_answer = |why: String| CallError::NoAnswer { why };
        let request = self.http.post(url).form(fields).build();
        let request = request.map_err(|e| no_answer(words(&e.without_url())))?;
        let reply = self
            .exchange(request)
            .await
            .map_err(|failed| no_answer(failed.to_string()))?;
        tracing::debug!(
            graph.call = name,
            http.status = reply.status,
            "Meta answered {} to {name}",
            reply.status
        );
        if let Some(error) = GraphError::parse(reply.status, &reply.body) {
            return Err(refused_call(error, reply.pace));
        }
        match serde_json::from_slice::<Value>(&reply.body) {
            Ok(value) if value.is_object() && (200..300).contains(&reply.status) => Ok(value),
            _ => Err(no_answer(format!(
                "HTTP {} without a readable answer",
                reply.status
            ))),
        }
    }

    /// As [`GraphClient::ask`], with a form in place of a JSON body.
    pub(super) async fn ask_form(
        &self,
        creds: &Credentials,
        call: Call<'_>,
        form: Form,
    ) -> Result<Value, CallError> {
        let request = self.builder(creds, &call).map(|b| b.multipart(form));
        let reply = match request.and_then(build) {
            Ok(request) => self.exchanged(creds, &call, request).await,
            Err(failed) => Err(failed),
        };
        answered(reply)
    }

    fn request(&self, creds: &Credentials, call: &Call<'_>) -> Result<Request, Failed> {
        let mut request = self.builder(creds, call)?;
        if let Some(body) = call.body {
            request = request.json(body);
        }
        build(request)
    }

    fn builder(&self, creds: &Credentials, call: &Call<'_>) -> Result<RequestBuilder, Failed> {
        let mut url = self.address(creds.host, call.path).ok_or(Failed::BadId)?;
        {
            let mut query = url.query_pairs_mut();
            for (key, value) in call.query {
                query.append_pair(key, value);
            }
            if let (Host::Facebook, Some(secret)) = (creds.host, &self.config.app_secret) {
                query.append_pair(
                    "appsecret_proof",
                    &proof(secret.expose_secret(), creds.token.expose_secret()),
                );
            }
        }
        if url.query() == Some("") {
            url.set_query(None);
        }
        let bearer = format!("Bearer {}", creds.token.expose_secret());
        let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| Failed::BadToken)?;
        bearer.set_sensitive(true);
        Ok(self
            .http
            .request(call.method.clone(), url)
            .header(AUTHORIZATION, bearer))
    }

    /// The address of a call; every id is one encoded segment. `None` if an id could not be one: empty, or
    /// a step up the path.
    pub(super) fn address(&self, host: Host, path: &[&str]) -> Option<Url> {
        let mut url = match host {
            Host::Facebook => self.config.facebook_base.clone(),
            Host::Instagram => self.config.instagram_base.clone(),
        };
        url.set_query(None);
        url.set_fragment(None);
        if path
            .iter()
            .any(|segment| matches!(*segment, "" | "." | ".."))
        {
            return None;
        }
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .extend(Some(self.config.version.as_str()).filter(|v| !v.is_empty()))
            .extend(path);
        Some(url)
    }

    async fn exchange(&self, request: Request) -> Result<Reply, Failed> {
        let lost = |e: reqwest::Error| Failed::Lost(words(&e.without_url()));
        let mut response = self.http.execute(request).await.map_err(|e| {
            // Only here is it certain that not one byte of the request was written.
            if e.is_connect() || e.is_builder() {
                Failed::NotReached(words(&e.without_url()))
            } else {
                lost(e)
            }
        })?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(Failed::Lost(format!(
                    "the answer has more than {MAX_ANSWER_BYTES} bytes"
                )));
            }
            body.extend_from_slice(&chunk);
        }
        let headers = response.headers();
        let retry_after = text(headers, RETRY_AFTER.as_str()).and_then(|t| t.trim().parse().ok());
        Ok(Reply {
            status: response.status().as_u16(),
            pace: Pace {
                usage: Usage::read(headers),
                retry_after,
            },
            request_id: text(headers, "x-fb-request-id").map(str::to_owned),
            trace_id: text(headers, "x-fb-trace-id").map(str::to_owned),
            body,
        })
    }

    /// One line for each call: ids of Meta's support, never a body, a token or an address.
    fn log(
        &self,
        creds: &Credentials,
        call: &Call<'_>,
        took: Duration,
        result: &Result<Reply, Failed>,
    ) {
        let duration_ms = took.as_millis();
        let host = creds.host.as_str();
        match result {
            Ok(reply) => {
                let error = if reply.status < 300 {
                    None
                } else {
                    GraphError::parse(reply.status, &reply.body)
                };
                tracing::debug!(
                    graph.call = call.name,
                    graph.host = host,
                    graph.sender = creds.sender_id,
                    graph.status = reply.status,
                    graph.request_id = reply.request_id,
                    graph.trace_id = reply.trace_id,
                    graph.fbtrace_id = error.as_ref().and_then(|e| e.fbtrace_id.as_deref()),
                    graph.code = error.as_ref().map(|e| e.code),
                    graph.subcode = error.as_ref().and_then(|e| e.subcode),
                    graph.usage_percent = reply.pace.usage.percent,
                    duration_ms,
                    "Meta answered {} to {}",
                    reply.status,
                    call.name,
                );
            }
            Err(failed) => {
                tracing::debug!(
                    graph.call = call.name,
                    graph.host = host,
                    graph.sender = creds.sender_id,
                    duration_ms,
                    "no answer of Meta to {}: {failed}",
                    call.name,
                );
            }
        }
    }
}

/// One call, as far as it does not depend on whose it is.
pub(super) struct Call<'a> {
    /// For the log.
    pub(super) name: &'static str,
    pub(super) method: Method,
    /// Segments behind the version, not encoded.
    pub(super) path: &'a [&'a str],
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) body: Option<&'a Value>,
}

/// An answer, whatever it says.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    pub(super) pace: Pace,
    request_id: Option<String>,
    trace_id: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// The request was never written.
    #[error("not reached: {0}")]
    NotReached(String),
    /// It may have been taken.
    #[error("lost: {0}")]
    Lost(String),
    /// The token cannot be put into a header.
    #[error("the token cannot be sent")]
    BadToken,
    /// An id cannot be put into a path.
    #[error("an id cannot be sent")]
    BadId,
}

fn build(request: RequestBuilder) -> Result<Request, Failed> {
    request
        .build()
        .map_err(|e| Failed::NotReached(words(&e.without_url())))
}

/// What a call that may be repeated came to: the JSON object of its answer, or a decision.
fn answered(reply: Result<Reply, Failed>) -> Result<Value, CallError> {
    let reply = reply.map_err(|failed| match failed {
        Failed::NotReached(why) | Failed::Lost(why) => CallError::NoAnswer { why },
        Failed::BadToken => CallError::TokenDead(Box::new(GraphError::unusable_token())),
        Failed::BadId => CallError::Final {
            reason: Reason::ObjectMissing,
            error: Box::new(unusable_id()),
        },
    })?;
    if let Some(error) = GraphError::parse(reply.status, &reply.body) {
        return Err(refused_call(error, reply.pace));
    }
    if reply.status == TOO_MANY_REQUESTS {
        let (wait_micros, error) = throttled_by_gateway(reply.status, reply.pace);
        return Err(CallError::Throttled { wait_micros, error });
    }
    match serde_json::from_slice::<Value>(&reply.body) {
        Ok(value) if value.is_object() && (200..300).contains(&reply.status) => Ok(value),
        _ => Err(CallError::NoAnswer {
            why: format!("HTTP {} without a readable answer", reply.status),
        }),
    }
}

/// An id that cannot be one of Meta's.
pub(super) fn unusable_id() -> GraphError {
    GraphError::bare(0, "an id is empty or a step up the path")
}

/// §8.4.
fn proof(secret: &str, token: &str) -> String {
    // HMAC takes keys of any length; were one refused, Meta would answer that the proof is wrong.
    Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .map(|mut mac| {
            mac.update(token.as_bytes());
            hex::encode(mac.finalize().into_bytes())
        })
        .unwrap_or_default()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// An error with the cause behind it, which is what tells.
fn words(error: &reqwest::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests;
