//! The Graph API of both hosts: reads a call, lets faults happen, answers in Meta's form, keeps a record.

pub(crate) mod account;
mod answer;
pub(crate) mod auth;
mod batch;
pub(crate) mod comments;
pub(crate) mod content;
mod conversions;
pub(crate) mod error;
pub(crate) mod fetch;
pub(crate) mod fields;
pub(crate) mod insights;
pub(crate) mod login;
pub(crate) mod media;
pub(crate) mod nodes;
pub(crate) mod params;
pub(crate) mod read;
pub(crate) mod send;
pub(crate) mod templates;
pub(crate) mod token;
mod upload;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::faults::{Subject, Then};
use crate::graph::error::GraphError;
use crate::graph::fetch::Fetched;
use crate::graph::params::Params;
use crate::ids;
use crate::sim::Sim;
use crate::types::{Call, Platform};
use crate::world::World;

/// Below this path the simulator is `graph.instagram.com`; everywhere else `graph.facebook.com`.
pub(crate) const INSTAGRAM_HOST_PATH: &str = "/ig-host";
/// The oldest version Meta still serves, and the newest (platform notes §0).
const VERSIONS: [u32; 6] = [21, 22, 23, 24, 25, 26];
/// How much of an answer is kept in the record of a call.
const ANSWER_KEPT: usize = 16 * 1024;

/// Which of Meta's two hosts was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Facebook,
    Instagram,
}

impl Host {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Facebook => "graph.facebook.com",
            Self::Instagram => "graph.instagram.com",
        }
    }
}

/// A call, understood as far as HTTP goes.
#[derive(Debug)]
pub(crate) struct GraphCall {
    pub(crate) host: Host,
    pub(crate) method: String,
    /// `/me/messages`: without host path and version.
    pub(crate) path: String,
    pub(crate) version: Option<String>,
    pub(crate) segments: Vec<String>,
    pub(crate) params: Params,
    /// Media the call names by address, fetched beforehand.
    pub(crate) fetched: HashMap<String, Fetched>,
    pub(crate) trace: String,
}

/// A successful answer and what it touched.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    pub(crate) body: Value,
    pub(crate) mid: Option<String>,
    pub(crate) customer_id: Option<String>,
    pub(crate) account: Option<(String, Platform)>,
    /// Deliveries that wait until this answer is out.
    pub(crate) held: Vec<String>,
    /// The echo must arrive before this answer.
    pub(crate) echo_first: bool,
    pub(crate) summary: String,
}

impl Reply {
    pub(crate) fn new(body: Value) -> Self {
        Self {
            body,
            ..Self::default()
        }
    }
}

/// Everything decided about a call, under the world's lock.
struct Decided {
    status: u16,
    body: Value,
    held: Vec<String>,
    echo_first: bool,
    lost: bool,
    html: bool,
    headers: HeaderMap,
}

/// The entry of every Graph path.
pub(crate) async fn handle(State(sim): State<Arc<Sim>>, request: Request) -> Response {
    let started = Instant::now();
    let call = match parse(&sim, request).await {
        Ok(call) => call,
        Err(response) => return *response,
    };
    // On a task of its own: a call that has come in whole is done to its end, echo and all, even if the caller hangs up.
    let serving = if batch::is_batch(&call) {
        tokio::spawn(batch::serve_all(sim, call))
    } else {
        tokio::spawn(serve(sim, call, started))
    };
    serving.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a Graph call ended before its answer");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

/// Does a call, with whatever goes wrong on the way.
async fn serve(sim: Arc<Sim>, call: GraphCall, started: Instant) -> Response {
    let faults = match sim
        .change(|w| {
            let symbolic = symbolic(w, &call.segments);
            let (method, path) = (call.method.as_str(), call.path.as_str());
            w.strike(
                Subject::Call {
                    method,
                    path,
                    symbolic: &symbolic,
                },
                Then::meets_calls,
            )
        })
        .await
    {
        Ok(faults) => faults,
        Err(error) => return answer::broken(&error),
    };
    for fault in &faults {
        if let Then::DelayMs(ms) = fault {
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(*ms)) => {}
                () = sim.stop.cancelled() => {}
            }
        }
    }
    let call = fetch::fetch_named(&sim, call).await;
    let decided = match sim.change(|w| decide(w, &call, &faults, started)).await {
        Ok(decided) => decided,
        Err(error) => return answer::broken(&error),
    };
    if decided.echo_first {
        for id in &decided.held {
            if let Err(error) = crate::deliver::send_now(&sim, id).await {
                tracing::error!(%error, "an echo could not go first");
            }
        }
    }
    answer::answer(&sim, decided)
}

async fn parse(sim: &Sim, request: Request) -> Result<GraphCall, Box<Response>> {
    let method = request.method().as_str().to_ascii_uppercase();
    let path = request.uri().path().to_owned();
    let by_name = request
        .headers()
        .get(header::HOST)
        .and_then(|h| h.to_str().ok())
        .is_some_and(|h| h.starts_with("graph.instagram.com"));
    let (host, path) = match path.strip_prefix(INSTAGRAM_HOST_PATH) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            (Host::Instagram, rest.to_owned())
        }
        _ if by_name => (Host::Instagram, path),
        _ => (Host::Facebook, path),
    };
    let mut segments: Vec<String> = path
        .split('/')
        .filter(|s| !s.is_empty())
        .map(percent_decode)
        .collect();
    let version = match segments.first() {
        Some(first) if is_version(first) => Some(segments.remove(0)),
        _ => None,
    };
    let params = Params::read(request, !sim.fixed.strict).await;
    // §9.5: POST with ?method=delete is a DELETE.
    let method = match params.text("method").map(|m| m.to_ascii_uppercase()) {
        Some(over) if matches!(over.as_str(), "GET" | "POST" | "DELETE") => over,
        _ => method,
    };
    let trace = sim.take(|w| {
        let n = w.next();
        format!("A{}", ids::letters(w.instance(), "trace", n, 22))
    });
    let path = format!("/{}", segments.join("/"));
    Ok(GraphCall {
        host,
        method,
        path,
        version,
        segments,
        params,
        fetched: HashMap::new(),
        trace,
    })
}

/// The path with what its ids stand for, so that a fault can mean every profile: `/{customer}`.
pub(crate) fn symbolic(w: &World, segments: &[String]) -> String {
    segments.iter().fold(String::new(), |mut out, segment| {
        out.push('/');
        out.push_str(if w.customers.get(segment).is_some() {
            "{customer}"
        } else if w.messages.get(segment).is_some() {
            "{message}"
        } else if w.comments.get(segment).is_some() {
            "{comment}"
        } else if w.posts.get(segment).is_some() {
            "{media}"
        } else if w.conversations.contains_key(segment) {
            "{thread}"
        } else if w.accounts.get(segment).is_some() || w.account_of_page(segment).is_some() {
            "{account}"
        } else {
            segment
        });
        out
    })
}

fn percent_decode(text: &str) -> String {
    // A path segment has no `+` for space, so that sign is kept out of form decoding.
    let text = text.replace('+', "%2B");
    url::form_urlencoded::parse(format!("x={text}").as_bytes())
        .next()
        .map(|(_, v)| v.into_owned())
        .unwrap_or_default()
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .and_then(|v| v.split_once('.'))
        .is_some_and(|(major, minor)| {
            !major.is_empty()
                && major.bytes().all(|b| b.is_ascii_digit())
                && minor.bytes().all(|b| b.is_ascii_digit())
        })
}

/// The version that serves the call: an expired one is silently replaced by the oldest living (§0).
fn served_version(asked: Option<&str>) -> String {
    let oldest = VERSIONS[0];
    let major = asked
        .and_then(|v| {
            v.trim_start_matches('v')
                .split('.')
                .next()?
                .parse::<u32>()
                .ok()
        })
        .unwrap_or(oldest)
        .clamp(oldest, VERSIONS[VERSIONS.len() - 1]);
    format!("v{major}.0")
}

/// Does the call or refuses it, and keeps the record.
fn decide(w: &mut World, call: &GraphCall, faults: &[Then], started: Instant) -> Decided {
    let mut lost = false;
    let mut html = false;
    let mut fault_name = faults.first().map(|f| f.name().to_owned());
    let refusal = faults.iter().find_map(|f| match f {
        Then::Error(spec) => Some(GraphError::from_spec(spec)),
        _ => None,
    });
    let result = if let Some(error) = refusal {
        Err(error)
    } else if faults.contains(&Then::Html502) {
        html = true;
        Err(GraphError::new(502, 0, None, "Bad Gateway"))
    } else if faults.contains(&Then::RefuseBeforeAccept) {
        lost = true;
        Err(GraphError::new(
            0,
            0,
            None,
            "The line was cut before the call was taken.",
        ))
    } else {
        route(w, call)
    };
    let accepted = result.is_ok();
    let (mut status, mut body, reply) = match result {
        Ok(reply) => (200, reply.body.clone(), reply),
        Err(error) => (
            error.status,
            error.body(call.host, &call.trace),
            Reply::default(),
        ),
    };
    if accepted {
        for fault in faults {
            match fault {
                Then::AcceptThenTimeout => {
                    lost = true;
                    fault_name = Some(fault.name().to_owned());
                }
                Then::AcceptThen5xx(code) => {
                    status = *code;
                    // §2.5: the message was sent, the answer says otherwise.
                    let error =
                        GraphError::new(status, 1, Some(1_357_046), "Received invalid JSON reply");
                    body = error.body(call.host, &call.trace);
                    fault_name = Some(fault.name().to_owned());
                }
                _ => {}
            }
        }
    }
    if let Some(mid) = reply
        .mid
        .as_deref()
        .filter(|_| accepted && status == 200 && !lost)
    {
        w.told(mid);
    }
    let headers = answer::headers(w, call, status, &body, &reply);
    let seq = w.next();
    let id = format!("g{seq:010}");
    let shown = if body.to_string().len() > ANSWER_KEPT {
        Value::String(body.to_string().chars().take(ANSWER_KEPT).collect())
    } else {
        body.clone()
    };
    let record = Call {
        id: id.clone(),
        seq,
        at: w.now,
        host: call.host.name().to_owned(),
        method: call.method.clone(),
        path: call.path.clone(),
        version: call.version.clone(),
        token: call.params.token.as_deref().map(ids::fingerprint),
        body: call.params.shown(),
        status: (!lost).then_some(status),
        answer: auth::without_tokens(shown),
        accepted,
        fault: fault_name,
        ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        summary: if reply.summary.is_empty() {
            send::wish(call)
        } else {
            reply.summary.clone()
        },
        mid: reply.mid.clone(),
        customer_id: reply.customer_id.clone(),
    };
    w.calls.put(id, record);
    Decided {
        status,
        body,
        held: reply.held,
        echo_first: reply.echo_first,
        lost,
        html,
        headers,
    }
}

/// The table of paths.
fn route(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("POST", [owner, "messages"]) => send::messages(w, call, owner),
        (_, [owner, "message_templates"]) => templates::edge(w, call, owner),
        ("POST", [owner, "message_attachments"]) => upload::upload(w, call, owner),
        ("POST", [pixel, "events"]) => conversions::events(w, call, pixel),
        ("POST", [owner, "dataset"]) => conversions::dataset(w, call, owner),
        ("GET", ["debug_token"]) => token::debug(w, call),
        ("GET", ["access_token"]) if call.host == Host::Instagram => login::instagram_long(w, call),
        ("POST", ["oauth", "access_token"]) if call.host == Host::Instagram => {
            login::instagram_code(w, call)
        }
        ("GET" | "POST", ["oauth", "access_token"])
            if call.host == Host::Facebook && call.params.text("grant_type").is_none() =>
        {
            login::facebook_code(w, call)
        }
        ("GET", ["refresh_access_token"]) if call.host == Host::Instagram => {
            token::refresh(w, call)
        }
        ("GET" | "POST", ["oauth", "access_token"])
            if call.host == Host::Facebook
                && call.params.text("grant_type").as_deref() == Some("fb_exchange_token") =>
        {
            token::exchange(w, call)
        }
        ("GET", ["me", "accounts"]) if call.host == Host::Facebook => account::my_accounts(w, call),
        (_, [owner, "subscribed_apps"]) => account::subscribed_apps(w, call, owner),
        ("GET", [owner, "conversations"]) => read::conversations(w, call, owner),
        (
            "GET",
            [
                owner,
                edge @ ("media" | "stories" | "posts" | "published_posts" | "feed"),
            ],
        ) => media::edge(w, call, owner, edge),
        ("GET", [id, "insights"]) => insights::insights(w, call, id),
        ("GET", [id, "messages"]) => read::conversation_messages(w, call, id),
        ("GET", [id, "comments" | "replies"]) => comments::list(w, call, id),
        ("POST", [id, edge @ ("comments" | "replies")]) => comments::write(w, call, id, edge),
        ("GET", [id]) => read::node(w, call, id),
        ("POST", [id]) => comments::change(w, call, id),
        ("DELETE", [id]) => comments::remove(w, call, id),
        (method, [id]) => {
            auth::token(w, call)?;
            Err(GraphError::unsupported(method, id))
        }
        (_, [_, rest @ ..]) => Err(GraphError::unknown_path(&rest.join("/"))),
        (method, []) => Err(GraphError::unsupported(method, "/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_recognised_and_replaced() {
        assert!(is_version("v21.0") && is_version("v9.0"));
        assert!(!is_version("void") && !is_version("v21") && !is_version("v.0"));
        assert_eq!(served_version(Some("v18.0")), "v21.0");
        assert_eq!(served_version(Some("v25.0")), "v25.0");
        assert_eq!(served_version(None), "v21.0");
    }

    #[test]
    fn segments_are_decoded() {
        assert_eq!(percent_decode("a%2Fb+c"), "a/b+c");
    }
}
