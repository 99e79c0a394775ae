//! What businesses post, by hand.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::control::{Body, Failure};
use crate::insights::{NewVisit, Visit};
use crate::posts::NewPost;
use crate::sim::Sim;
use crate::types::Post;

fn no_account() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "no account with this id")
}

/// The posts of an account, newest first, ended stories included.
pub(super) async fn list(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
) -> Result<Json<Vec<Post>>, Failure> {
    let found = sim.look(|w| w.account(&id).map(|account| w.posts_of(&account.id)));
    found.map(Json).ok_or_else(no_account)
}

/// The business posts something.
pub(super) async fn add(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(new): Body<NewPost>,
) -> Result<Json<Post>, Failure> {
    let made = sim
        .change(|w| {
            let account = w.account(&id).cloned().ok_or_else(no_account)?;
            if new.kind.is_some_and(|kind| !kind.fits(account.platform)) {
                return Err(Failure::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "a Page posts kind page, an Instagram account image, video, carousel, reel or story",
                ));
            }
            if new.id.as_ref().is_some_and(|id| w.posts.get(id).is_some()) {
                return Err(Failure::new(
                    StatusCode::CONFLICT,
                    "a post with this id exists",
                ));
            }
            Ok(w.add_post(&account, new, false))
        })
        .await?;
    made.map(Json)
}

/// People come by a post and do something with it.
pub(super) async fn visit(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(new): Body<NewVisit>,
) -> Result<Json<Visit>, Failure> {
    let made = sim
        .change(|w| {
            let post = w.posts.get(&id).cloned();
            let post =
                post.ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "no post with this id"))?;
            let stranger = |id: &String| w.customers.get(id).is_none();
            if new.customer_id.as_ref().is_some_and(stranger) {
                return Err(Failure::new(
                    StatusCode::NOT_FOUND,
                    "no customer with this id",
                ));
            }
            if new.customer_id.is_none() && new.people == 0 {
                return Err(Failure::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "a visit is by a customer_id or by so many people",
                ));
            }
            Ok(w.visit(&post, new))
        })
        .await?;
    made.map(Json)
}
