//! Answers as Meta gives them: headers, bodies, and the moment an echo may leave.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::stream;
use serde_json::{Value, json};

use crate::graph::error::GraphError;
use crate::graph::{Decided, GraphCall, Host, Reply, served_version};
use crate::ids;
use crate::serve::Hangup;
use crate::sim::Sim;
use crate::world::World;

/// Headers of real answers (§2.1, §9.3), different on each host.
pub(super) fn headers(
    w: &World,
    call: &GraphCall,
    status: u16,
    body: &Value,
    reply: &Reply,
) -> HeaderMap {
    let mut out = HeaderMap::new();
    let mut set = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            out.insert(HeaderName::from_static(name), value);
        }
    };
    let code = body.pointer("/error/code").and_then(Value::as_i64);
    let throttled =
        code.is_some_and(|code| GraphError::new(status, code, None, String::new()).is_throttle());
    let percent = if throttled { 100 } else { 2 };
    set(
        "content-type",
        String::from("application/json; charset=UTF-8"),
    );
    set(
        "x-fb-request-id",
        ids::letters(w.instance(), &call.trace, 1, 24),
    );
    set(
        "x-fb-trace-id",
        ids::letters(w.instance(), &call.trace, 2, 11),
    );
    set("x-fb-rev", String::from("1026701099"));
    set(
        "cache-control",
        String::from("private, no-cache, no-store, must-revalidate"),
    );
    set("pragma", String::from("no-cache"));
    set("expires", String::from("Sat, 01 Jan 2000 00:00:00 GMT"));
    let version = served_version(call.version.as_deref());
    match call.host {
        Host::Instagram => {
            set("instagram-api-version", version);
            // §9.3: other keys than on the Facebook host.
            let volume = if throttled { 100 } else { 0 };
            set(
                "x-app-usage",
                json!({"call_volume": volume, "cpu_time": 0}).to_string(),
            );
        }
        Host::Facebook => {
            set("facebook-api-version", version);
            let usage = json!({"call_count": percent, "total_cputime": 2, "total_time": 2});
            set("x-app-usage", usage.to_string());
            if let Some((page, _)) = &reply.account {
                set(
                    "x-business-use-case-usage",
                    business_usage(page, percent, throttled),
                );
            } else if throttled {
                let page = call.segments.first().cloned().unwrap_or_default();
                set(
                    "x-business-use-case-usage",
                    business_usage(&page, percent, true),
                );
            }
        }
    }
    if status >= 400 {
        let message = body
            .pointer("/error/message")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let plain: String = message
            .chars()
            .filter(|c| c.is_ascii() && !c.is_control() && *c != '"')
            .collect();
        set(
            "www-authenticate",
            format!("OAuth \"Facebook Platform\" \"invalid_request\" \"{plain}\""),
        );
    }
    out
}

fn business_usage(page: &str, percent: u32, throttled: bool) -> String {
    // §9.3: minutes until access is regained.
    let wait = u32::from(throttled);
    json!({page: [{
        "type": "messenger", "call_count": percent, "total_cputime": 1, "total_time": 1,
        "estimated_time_to_regain_access": wait,
    }]})
    .to_string()
}

/// Releases held deliveries when the answer has left, or has been given up.
struct Release {
    sim: Arc<Sim>,
    held: Vec<String>,
}

impl Drop for Release {
    fn drop(&mut self) {
        for id in self.held.drain(..) {
            // The receiver is gone only when the simulator stops; the delivery is stored and goes after restart.
            let _ = self.sim.releases.send(id);
        }
    }
}

pub(super) fn answer(sim: &Arc<Sim>, decided: Decided) -> Response {
    let held = if decided.echo_first {
        Vec::new()
    } else {
        decided.held
    };
    let release = Release {
        sim: Arc::clone(sim),
        held,
    };
    if decided.lost {
        let mut response = StatusCode::BAD_GATEWAY.into_response();
        response.extensions_mut().insert(Hangup);
        drop(release);
        return response;
    }
    let status = StatusCode::from_u16(decided.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if decided.html {
        // §9.1: a gateway failure may be HTML.
        let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";
        return (
            status,
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            page,
        )
            .into_response();
    }
    let bytes = Bytes::from(decided.body.to_string());
    let length = bytes.len();
    // The guard lives in the body's stream: it goes when the server has taken the last byte.
    let body = Body::from_stream(stream::unfold(
        (Some(bytes), release),
        |(bytes, release)| async move {
            let bytes = bytes?;
            Some((Ok::<_, std::convert::Infallible>(bytes), (None, release)))
        },
    ));
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = decided.headers;
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// The simulator's own store failed: nothing Meta would say fits better than “unknown error”.
pub(super) fn broken(error: &crate::SimError) -> Response {
    tracing::error!(%error, "a Graph call could not be made durable");
    let body =
        GraphError::new(500, 1, None, "An unknown error has occurred.").body(Host::Facebook, "A");
    (StatusCode::INTERNAL_SERVER_ERROR, axum::Json(body)).into_response()
}
