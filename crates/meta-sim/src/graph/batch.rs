//! Several calls in one (§9.5): `POST /?batch=[{"method","relative_url","body"}]`, at most fifty, each answered as if it had
//! come alone, the answers as text inside one answer of 200.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::error::GraphError;
use super::{GraphCall, Host, INSTAGRAM_HOST_PATH, parse, serve};
use crate::serve::Hangup;
use crate::sim::Sim;

/// Calls in one batch.
const MOST: usize = 50;
/// Largest answer of one of them.
const LARGEST: usize = 4 * 1024 * 1024;

/// Whether this is a batch.
pub(super) fn is_batch(call: &GraphCall) -> bool {
    call.method == "POST" && call.segments.is_empty() && call.params.raw("batch").is_some()
}

/// Serves the calls one after the other, as they stand.
pub(super) async fn serve_all(sim: Arc<Sim>, call: GraphCall) -> Response {
    let items = call.params.value("batch");
    let Some(items) = items.as_ref().and_then(Value::as_array) else {
        return refused(&call, "(#100) batch parameter must be a JSON array");
    };
    if items.len() > MOST {
        return refused(
            &call,
            "(#100) Too many requests in batch message. The maximum batch size is 50",
        );
    }
    let mut answers = Vec::with_capacity(items.len());
    for item in items {
        answers.push(one(&sim, &call, item).await);
    }
    axum::Json(Value::Array(answers)).into_response()
}

fn refused(call: &GraphCall, words: &str) -> Response {
    let error = GraphError::parameter(words.to_owned());
    let status = axum::http::StatusCode::from_u16(error.status).unwrap_or_default();
    (status, axum::Json(error.body(call.host, &call.trace))).into_response()
}

/// One of the calls; `null` stands for one whose answer was lost.
async fn one(sim: &Arc<Sim>, outer: &GraphCall, item: &Value) -> Value {
    let text = |key: &str| item[key].as_str().unwrap_or_default();
    let method = match text("method") {
        "" => "GET",
        method => method,
    };
    let host = match outer.host {
        Host::Instagram => INSTAGRAM_HOST_PATH,
        Host::Facebook => "",
    };
    let version = outer.version.as_deref().map(|v| format!("/{v}"));
    let path = text("relative_url").trim_start_matches('/');
    let mut uri = format!("{host}{}/{path}", version.unwrap_or_default());
    // Each goes with the token of the whole, unless it has its own.
    if let Some(token) = &outer.params.token
        && !path.contains("access_token=")
        && !text("body").contains("access_token=")
    {
        let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        uri.push(if path.contains('?') { '&' } else { '?' });
        uri.push_str("access_token=");
        uri.push_str(&token);
    }
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(text("body").to_owned()));
    let Ok(request) = request else {
        let error = GraphError::parameter("(#100) Invalid relative_url or method".to_owned());
        let body = error.body(outer.host, &outer.trace).to_string();
        return json!({"code": error.status, "headers": [], "body": body});
    };
    let answer = match parse(sim, request).await {
        // A batch inside a batch is a call to nothing.
        Ok(call) => Box::pin(serve(Arc::clone(sim), call, Instant::now())).await,
        Err(response) => *response,
    };
    let (parts, body) = answer.into_parts();
    if parts.extensions.get::<Hangup>().is_some() {
        return Value::Null;
    }
    let headers: Vec<Value> = parts
        .headers
        .iter()
        .map(|(name, value)| json!({"name": name.as_str(), "value": value.to_str().unwrap_or_default()}))
        .collect();
    match axum::body::to_bytes(body, LARGEST).await {
        Ok(bytes) => {
            let body = String::from_utf8_lossy(&bytes).into_owned();
            json!({"code": parts.status.as_u16(), "headers": headers, "body": body})
        }
        Err(_) => Value::Null,
    }
}
