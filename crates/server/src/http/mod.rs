//! The HTTP API: the whole route table stands in [`api`].

pub mod accounts;
pub mod approval;
pub mod audit;
pub mod auth;
pub mod callbacks;
pub mod chats;
pub mod comments;
pub mod desk;
pub mod direct;
pub mod docs;
pub mod document;
mod document_examples;
pub mod error;
pub mod error_codes;
pub mod extract;
pub mod gestures;
pub mod health;
pub mod insights;
pub mod marketing;
pub mod me;
pub mod media;
mod meta;
pub mod mock;
mod moments;
pub mod oauth;
pub mod operator;
pub mod outbox;
pub mod paging;
pub mod push;
pub mod reports;
pub mod signup;
pub mod stats;
mod tags;
pub mod templates;
pub mod timeline;
pub mod uploads;
pub mod users;
pub mod web;
pub mod webhooks;
pub mod ws;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use document::document;

use crate::app::App;
use crate::http::error::ApiError;
use crate::ingest;

/// A request that takes longer is given up: beyond the longest Graph call and its margin.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);

/// Every route of the API, in the order of the contract.
fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(document::Document::openapi())
        .routes(routes!(auth::login))
        .routes(routes!(auth::logout))
        .routes(routes!(me::me, me::update))
        .routes(routes!(me::change_password))
        .routes(routes!(me::sessions))
        .routes(routes!(me::end_session))
        .routes(routes!(auth::config))
        .routes(routes!(signup::signup))
        .routes(routes!(signup::register))
        .routes(routes!(signup::setup))
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::update))
        .routes(routes!(users::reset_password))
        .routes(routes!(users::agents))
        .routes(routes!(chats::list))
        .routes(routes!(chats::detail, desk::update))
        .routes(routes!(chats::mark_read))
        .routes(routes!(chats::message))
        .routes(routes!(chats::retry))
        .routes(routes!(gestures::react))
        .routes(routes!(gestures::typing))
        .routes(routes!(chats::assign))
        .routes(routes!(desk::notes, desk::add_note))
        .routes(routes!(timeline::timeline))
        .routes(routes!(desk::labels))
        .routes(routes!(media::media))
        .routes(routes!(stats::stats))
        .routes(routes!(reports::report))
        .routes(routes!(push::key))
        .routes(routes!(push::subscribe, push::unsubscribe))
        .routes(routes!(direct::send))
        .routes(routes!(direct::send_alias))
        .routes(routes!(comments::create_comment))
        .routes(routes!(comments::hide_comment))
        .routes(routes!(comments::delete_comment))
        .routes(routes!(comments::instagram_comments))
        .routes(routes!(comments::facebook_comments))
        .routes(routes!(comments::instagram_reply))
        .routes(routes!(comments::facebook_reply))
        .routes(routes!(comments::instagram_private_reply))
        .routes(routes!(comments::facebook_private_reply))
        .routes(routes!(comments::mentions))
        .routes(routes!(audit::audit))
        .routes(routes!(
            accounts::instagram::connect,
            accounts::instagram::list
        ))
        .routes(routes!(
            accounts::instagram::detail,
            accounts::instagram::disconnect
        ))
        .routes(routes!(accounts::pages::connect, accounts::pages::list))
        .routes(routes!(
            accounts::pages::detail,
            accounts::pages::change,
            accounts::pages::disconnect
        ))
        .routes(routes!(accounts::health::health))
        .routes(routes!(accounts::health::repair))
        .routes(routes!(
            accounts::history::history,
            accounts::history::import,
            accounts::history::stop
        ))
        .routes(routes!(accounts::history::lost))
        .routes(routes!(oauth::start))
        .routes(routes!(oauth::callback))
        .routes(routes!(oauth::choice, oauth::choose))
        .routes(routes!(callbacks::deauthorize))
        .routes(routes!(callbacks::data_deletion))
        .routes(routes!(callbacks::status))
        .routes(routes!(operator::deliveries))
        .routes(routes!(operator::delivery))
        .routes(routes!(operator::replay))
        .routes(routes!(operator::outbox))
        .routes(routes!(outbox::retry))
        .routes(routes!(marketing::create, marketing::list))
        .routes(routes!(marketing::retry))
        .routes(routes!(marketing::totals))
        .routes(routes!(insights::account))
        .routes(routes!(insights::media))
        .routes(routes!(insights::story))
        .routes(routes!(insights::history))
        .routes(routes!(insights::posts))
        .routes(routes!(templates::list, templates::create))
        .routes(routes!(templates::update, templates::remove))
        .routes(routes!(templates::send))
        .routes(routes!(approval::submit))
        .routes(routes!(approval::status))
        .routes(routes!(mock::generate_chats))
        .routes(routes!(mock::simulate_message))
        .layer(DefaultBodyLimit::max(extract::JSON_LIMIT))
        .merge(uploads_api())
        .routes(routes!(
            webhooks::verify_instagram,
            webhooks::receive_instagram
        ))
        .routes(routes!(webhooks::verify_plain, webhooks::receive_plain))
        .routes(routes!(
            webhooks::verify_facebook,
            webhooks::receive_facebook
        ))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
        .routes(routes!(docs::openapi))
        .routes(routes!(docs::docs))
        .routes(routes!(docs::errors))
        .routes(routes!(docs::style))
}

/// The one route that takes files has a limit of its own.
fn uploads_api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(uploads::upload))
        .layer(DefaultBodyLimit::max(uploads::BODY_LIMIT))
}

/// Everything the server answers.
pub fn router(app: Arc<App>) -> Router {
    let (api, _) = api().split_for_parts();
    let origins: Vec<HeaderValue> = app
        .config
        .cors_origins
        .iter()
        .filter_map(|o| o.parse().ok())
        .collect();
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([
            header::LINK,
            HeaderName::from_static("x-event-seq"),
            header::RETRY_AFTER,
        ]);
    let nosniff = SetResponseHeaderLayer::if_not_present(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    let referrer = SetResponseHeaderLayer::if_not_present(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    Router::new()
        .merge(api)
        .layer(from_fn_with_state(REQUEST_TIMEOUT, in_time))
        .route("/messenger/ws", axum::routing::get(ws::socket))
        .route("/ws", axum::routing::get(ws::socket))
        .fallback(web::serve)
        .method_not_allowed_fallback(|| async {
            ApiError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This path does not take this method.",
            )
        })
        .layer(axum::middleware::from_fn(crate::telemetry::observe))
        .layer(cors)
        .layer(nosniff)
        .layer(referrer)
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request panicked");
            let detail = "Something went wrong here; the log says more.";
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail).into_response()
        }))
        .layer(DefaultBodyLimit::max(ingest::BODY_LIMIT))
        .with_state(app)
}

/// Gives up a request that takes longer than this, with an answer that says what that means.
async fn in_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(limit, next.run(request)).await;
    answered.unwrap_or_else(|_| {
        let detail = "This took too long and was given up. What was asked for may have been done: look before you ask again.";
        ApiError::new(StatusCode::GATEWAY_TIMEOUT, "request_timeout", detail).into_response()
    })
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_request_that_never_ends_is_given_up_in_words() {
        let app: Router = Router::new()
            .route("/", axum::routing::get(std::future::pending::<()>))
            .layer(from_fn_with_state(Duration::from_millis(1), in_time));
        let answer = app.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(
            answer.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
        let body = to_bytes(answer.into_body(), 10_000).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["code"], "request_timeout");
    }
}
