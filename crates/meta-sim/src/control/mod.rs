//! The control API: what a test or the phone page does to the simulated world.

mod callbacks;
mod comments;
mod conversions;
mod customers;
mod files;
mod live;
mod load;
mod posts;
mod templates;
mod tokens;
mod traffic;

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::SimError;
use crate::actions::Refused;
use crate::sim::Sim;
use crate::{graph, page};

/// The largest control body; uploads have their own limit.
const MAX_CONTROL_BODY: usize = 4 * 1024 * 1024;

/// The routes below `/_sim`.
pub(crate) fn router() -> Router<Arc<Sim>> {
    Router::new()
        .route("/state", get(live::state))
        .route("/stream", get(live::stream))
        .route(
            "/accounts",
            get(customers::accounts).post(customers::add_account),
        )
        .route("/accounts/{id}/media", get(posts::list).post(posts::add))
        .route("/media/{id}/visits", post(posts::visit))
        .route(
            "/customers",
            get(customers::customers).post(customers::add_customer),
        )
        .route(
            "/customers/{id}/messages",
            get(customers::thread).post(customers::write),
        )
        .route("/customers/{id}/actions", post(customers::act))
        .route("/tokens", post(tokens::token))
        .route("/callbacks", post(callbacks::call))
        .route("/customers/{id}/comments", post(comments::write))
        .route("/customers/{id}/mentions", post(comments::mention))
        .route("/comments", get(comments::list))
        .route("/comments/{id}", post(comments::act))
        .route("/accounts/{id}/broadcasts", post(comments::go_live))
        .route("/broadcasts/{id}", delete(comments::end_live))
        .route("/media", post(files::upload))
        .route("/media/{id}", get(files::media))
        .route("/avatar/{file}", get(files::avatar))
        .route("/calls", get(traffic::calls))
        .route("/unrecoverable", get(traffic::unrecoverable))
        .route("/tests", post(traffic::test))
        .route("/deliveries", get(traffic::deliveries).post(traffic::raw))
        .route("/deliveries/{id}/resend", post(traffic::resend))
        .route(
            "/faults",
            get(traffic::faults)
                .post(traffic::add_faults)
                .delete(traffic::clear_faults),
        )
        .route("/events", get(conversions::events))
        .route(
            "/pixels",
            get(conversions::pixels).post(conversions::add_pixel),
        )
        .route("/templates", get(templates::list))
        .route("/templates/{id}", post(templates::judge))
        .route("/faults/{id}", delete(traffic::remove_fault))
        .route("/clock", get(load::clock).post(load::set_clock))
        .route("/settings", post(load::settings))
        .route("/step", post(load::step))
        .route("/reset", post(load::reset))
        .route("/burst", post(load::burst))
        .route("/page/{file}", get(page::asset))
        .fallback(not_found)
}

async fn not_found() -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "no such control call; docs/SIMULATOR.md lists them",
    )
}

/// A refusal in plain words.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    detail: String,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({"status": self.status.as_u16(), "detail": self.detail});
        (
            self.status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            body.to_string(),
        )
            .into_response()
    }
}

impl From<SimError> for Failure {
    fn from(error: SimError) -> Self {
        tracing::error!(%error, "a control call could not be made durable");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the simulator could not store the change",
        )
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::NoCustomer | Refused::NoMessage | Refused::NoPost | Refused::NoComment => {
                StatusCode::NOT_FOUND
            }
            Refused::Empty => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::NotTheirs | Refused::Unsent | Refused::TooManyEdits => StatusCode::CONFLICT,
        };
        Self::new(status, refused.to_string())
    }
}

/// A JSON body whatever the content type says, so that plain `curl -d` works; an empty one is `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Sim>> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Arc<Sim>) -> Result<Self, Failure> {
        let bytes = axum::body::to_bytes(request.into_body(), MAX_CONTROL_BODY)
            .await
            .map_err(|_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"))?;
        let bytes = if bytes.is_empty() {
            &b"{}"[..]
        } else {
            &bytes[..]
        };
        serde_json::from_slice(bytes)
            .map(Body)
            .map_err(|error| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))
    }
}

/// Where the two hosts are, for whoever asks `/_sim/state`.
pub(crate) fn hosts(sim: &Sim) -> serde_json::Value {
    let base = sim.fixed.base_url.as_str().trim_end_matches('/');
    json!({"graph": base, "instagram": format!("{base}{}", graph::INSTAGRAM_HOST_PATH)})
}
