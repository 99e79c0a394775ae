//! Comments, mentions and broadcasts, by hand.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::comments::{Broadcast, Comment, CommentAct, Commented, NewComment, NewMention};
use crate::control::{Body, Failure};
use crate::sim::Sim;
use crate::types::Platform;

/// Comments answered at once.
const LIMIT: usize = 500;

#[derive(Deserialize)]
pub(super) struct Of {
    account_id: Option<String>,
    media_id: Option<String>,
}

/// The newest comments, removed ones included.
pub(super) async fn list(State(sim): State<Arc<Sim>>, Query(of): Query<Of>) -> Json<Vec<Comment>> {
    Json(sim.look(|w| {
        let wanted = |c: &&Comment| {
            of.account_id.as_ref().is_none_or(|id| *id == c.account_id)
                && of.media_id.as_ref().is_none_or(|id| *id == c.media_id)
        };
        let mut found: Vec<Comment> = w.comments.values().filter(wanted).cloned().collect();
        found.sort_by_key(|c| std::cmp::Reverse(c.seq));
        found.truncate(LIMIT);
        found
    }))
}

/// Answers when the comment is stored; the webhook follows.
pub(super) async fn write(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(new): Body<NewComment>,
) -> Result<Json<Commented>, Failure> {
    Ok(Json(sim.change(|w| w.customer_comments(&id, new)).await??))
}

/// The author, or the business in its app, does something to a comment.
pub(super) async fn act(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(act): Body<CommentAct>,
) -> Result<Json<Commented>, Failure> {
    Ok(Json(sim.change(|w| w.comment_act(&id, act)).await??))
}

/// A customer names the account under a post of their own.
pub(super) async fn mention(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(new): Body<NewMention>,
) -> Result<Json<Commented>, Failure> {
    Ok(Json(sim.change(|w| w.customer_mentions(&id, new)).await??))
}

/// An Instagram account goes on air.
pub(super) async fn go_live(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
) -> Result<Json<Broadcast>, Failure> {
    let made = sim
        .change(|w| {
            let account = w.account(&id).cloned();
            let account = account.filter(|a| a.platform == Platform::Instagram);
            account.map(|account| w.go_live(&account))
        })
        .await?;
    made.map(Json)
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "no Instagram account with this id"))
}

/// A broadcast ends: its comments can no longer be read or answered (§5.1).
pub(super) async fn end_live(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
) -> Result<Json<Broadcast>, Failure> {
    let ended = sim
        .change(|w| {
            let broadcast = w.broadcasts.get_mut(&id)?;
            broadcast.ended = true;
            Some(broadcast.clone())
        })
        .await?;
    ended
        .map(Json)
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "no broadcast with this id"))
}
