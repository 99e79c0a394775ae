//! The socket's way in: who is it, where do they go on; everything after that is in [`crate::realtime`].

use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use crate::app::App;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Agent, is_same_origin, person, token_of};
use crate::realtime::{Connected, Realtime, Resume};

/// Close code of a login that does not hold: clients stop trying (contract §3).
const POLICY: u16 = 1008;
/// Subprotocol under which a token can be carried, after this word.
const BEARER: &str = "bearer";

/// Opens a socket. A bad token is accepted and then closed with 1008, so that clients stop retrying.
pub(super) async fn socket(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> ApiResult<Response> {
    let query: Vec<_> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let value = |name: &str| {
        query
            .iter()
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.clone())
    };
    let agent = match who(&app, &headers, value("token")).await {
        Ok(agent) => Ok(agent),
        Err(problem) if problem.status().is_server_error() => return Err(problem),
        Err(_) => Err("Invalid token"),
    };
    let resume = resume(value("since").as_deref(), value("log"));
    let upgrade = Realtime::bounded(upgrade).protocols([BEARER]);
    Ok(upgrade.on_upgrade(async move |socket| match agent {
        Ok(agent) => {
            let connected = Connected {
                viewer: agent.viewer,
                session: agent.session,
                resume,
            };
            app.realtime.serve(socket, connected).await;
        }
        Err(reason) => refuse(socket, reason).await,
    }))
}

fn resume(since: Option<&str>, log: Option<String>) -> Resume {
    // A position that is no number is of no log of ours: the client reads afresh.
    since.map_or(Resume::Delivered, |text| Resume::Since {
        seq: text.parse().unwrap_or(-1),
        log,
    })
}

/// The person behind `?token=`, the `bearer` subprotocol, the header or the session cookie. The cookie counts only
/// from our own pages: other sites' scripts can open sockets that carry it.
async fn who(app: &App, headers: &HeaderMap, token: Option<String>) -> ApiResult<Agent> {
    if let Some(token) = token.or_else(|| subprotocol(headers)) {
        return person(app, &token).await;
    }
    let token = token_of(headers)?;
    if token.from_cookie && !is_same_origin(headers, &app.config.cors_origins) {
        return Err(ApiError::denied());
    }
    person(app, &token.text).await
}

/// `Sec-WebSocket-Protocol: bearer, <token>`.
fn subprotocol(headers: &HeaderMap) -> Option<String> {
    let offered = headers.get(header::SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    let mut words = offered.split(',').map(str::trim);
    words.find(|w| w.eq_ignore_ascii_case(BEARER))?;
    words.next().filter(|t| !t.is_empty()).map(str::to_owned)
}

async fn refuse(mut socket: WebSocket, reason: &'static str) {
    // If it is gone already, nobody is left to be told.
    let _ = socket
        .send(Message::Close(Some(CloseFrame {
            code: POLICY,
            reason: reason.into(),
        })))
        .await;
}
