//! People.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use domain::user::Role;
use domain::wire::User;

use crate::app::App;
use crate::http::error::{ApiResult, Problem};
use crate::http::extract::Agent;

/// The people of role agent, by name.
#[utoipa::path(get, path = "/api/users/agents", tag = "users", security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Agents.", body = [User]),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn agents(State(app): State<Arc<App>>, _: Agent) -> ApiResult<Json<Vec<User>>> {
    Ok(Json(app.db.users(Some(Role::Agent)).await?))
}
