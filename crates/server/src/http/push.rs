//! Notices to browsers while no page of ours is open.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use domain::push::{DAY_MINUTES, Prefs};
use serde::{Deserialize, Serialize};
use store::push::Device;

use crate::app::App;
use crate::calendar::Zone;
use crate::http::auth::Done;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiJson};
use crate::push::{Subscription, check_endpoint, device_id, public_key};

/// What a browser needs to subscribe.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PushKey {
    /// Our public key (`applicationServerKey`): a point of P-256, uncompressed, base64url.
    pub public_key: String,
}

/// Our key, which a browser subscribes with.
#[utoipa::path(get, path = "/api/push/key", tag = "session", security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The key. It stays the same.", body = PushKey),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn key(State(app): State<Arc<App>>, _: Agent) -> ApiResult<Json<PushKey>> {
    Ok(Json(PushKey {
        public_key: public_key(&app).await?,
    }))
}

/// A browser's subscription, as its `PushSubscription` gives it, and what its person wants to be told of.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewSubscription {
    #[serde(flatten)]
    subscription: Subscription,
    /// What to tell of; everything, without its words, if it is left out.
    #[serde(default)]
    prefs: Prefs,
}

/// Tells this browser of messages from now on. The same endpoint again changes what it is told of. It ends with the login.
#[utoipa::path(post, path = "/api/push/subscriptions", tag = "session", request_body = NewSubscription, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Kept. Of more than ten of a person the oldest is forgotten.", body = Done),
    (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is larger than this route takes.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn subscribe(
    State(app): State<Arc<App>>,
    agent: Agent,
    headers: HeaderMap,
    ApiJson(new): ApiJson<NewSubscription>,
) -> ApiResult<Json<Done>> {
    let NewSubscription {
        subscription,
        prefs,
    } = new;
    if check_endpoint(&subscription.endpoint, app.config.mode).is_none() {
        let words = "endpoint must be the https address of a push service.";
        return Err(ApiError::invalid("/endpoint", words));
    }
    if subscription.opened().is_none() {
        let words = "keys must be those of the browser's subscription.";
        return Err(ApiError::invalid("/keys", words));
    }
    if [prefs.quiet_from, prefs.quiet_to]
        .into_iter()
        .flatten()
        .any(|minute| minute >= DAY_MINUTES)
    {
        let words = "quiet_from and quiet_to are minutes of the day, 0 to 1439.";
        return Err(ApiError::invalid("/prefs", words));
    }
    if !prefs.tz.is_empty() && Zone::named(&prefs.tz).is_none() {
        let words = "tz must be a time zone of IANA's list, such as Europe/Berlin.";
        return Err(ApiError::invalid("/prefs/tz", words));
    }
    let origin = headers.get(header::ORIGIN).and_then(|o| o.to_str().ok());
    let device = Device {
        id: device_id(&subscription.endpoint),
        user: agent.user.id,
        subscription: subscription.secret(origin.map(str::to_owned)),
        prefs,
    };
    let now = app.clock.now();
    app.db
        .subscribe(&app.sealer, &device, agent.session, now)
        .await?;
    Ok(Json(Done { success: true }))
}

/// Which browser.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct OldSubscription {
    /// The endpoint of its subscription.
    endpoint: String,
}

/// Tells this browser of nothing more.
#[utoipa::path(delete, path = "/api/push/subscriptions", tag = "session", request_body = OldSubscription, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Forgotten, if it was known.", body = Done),
    (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is larger than this route takes.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn unsubscribe(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiJson(old): ApiJson<OldSubscription>,
) -> ApiResult<Json<Done>> {
    let id = device_id(&old.endpoint);
    app.db.unsubscribe(&id, agent.user.id).await?;
    Ok(Json(Done { success: true }))
}
