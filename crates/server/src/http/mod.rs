//! The HTTP API: the whole route table stands in [`api`].

pub mod accounts;
pub mod audit;
pub mod auth;
pub mod chats;
pub mod comments;
pub mod desk;
pub mod direct;
pub mod error;
pub mod extract;
pub mod health;
pub mod insights;
pub mod marketing;
pub mod me;
mod meta;
pub mod mock;
pub mod operator;
pub mod outbox;
pub mod paging;
pub mod signup;
pub mod stats;
pub mod timeline;
pub mod users;
pub mod web;
pub mod webhooks;
pub mod ws;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::error::ApiError;
use crate::ingest;

/// A request that takes longer is given up: beyond the longest Graph call and its margin.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);

/// What the document says about the whole.
#[derive(OpenApi)]
#[openapi(
    info(title = "TickleGram", description = "One inbox for Instagram and Facebook. Errors are RFC 9457 problem documents with a stable `code`."),
    components(schemas(error::Problem, error::FieldError)),
    modifiers(&Bearer)
)]
struct Document;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{
            ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme,
        };
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The `access_token` of a login."))
            .build();
        let cookie =
            ApiKeyValue::with_description(crate::auth::token::COOKIE, "The dashboard's session.");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// Every route of the API, in the order of the contract.
fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Document::openapi())
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
        .routes(routes!(chats::assign))
        .routes(routes!(desk::notes, desk::add_note))
        .routes(routes!(timeline::timeline))
        .routes(routes!(desk::labels))
        .routes(routes!(stats::stats))
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
        .routes(routes!(mock::generate_chats))
        .routes(routes!(mock::simulate_message))
        .layer(DefaultBodyLimit::max(extract::JSON_LIMIT))
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
}

/// The OpenAPI document, as printed by `ticklegram openapi`.
///
/// # Errors
/// Never in practice: only if it could not be written as JSON.
pub fn document() -> serde_json::Result<String> {
    let (_, mut document) = api().split_for_parts();
    for (path, item) in &mut document.paths.paths {
        let methods = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
            }
        }
    }
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

/// One name per route: handlers of different modules may share theirs, operations may not.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|w| !w.is_empty() && *w != "api");
    std::iter::once(method)
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
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
        .route("/openapi.json", axum::routing::get(health::openapi))
        .route("/metrics", axum::routing::get(health::metrics))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
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
