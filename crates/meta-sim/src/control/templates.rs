//! The reviewers of templates, by hand.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::control::{Body, Failure};
use crate::sim::Sim;
use crate::types::Template;

/// Every template of every Page, newest first.
pub(super) async fn list(State(sim): State<Arc<Sim>>) -> Json<Vec<Template>> {
    Json(sim.look(|w| {
        let mut all: Vec<Template> = w.templates.values().cloned().collect();
        all.sort_by_key(|t| std::cmp::Reverse(t.seq));
        all
    }))
}

/// A reviewer's word.
#[derive(Deserialize)]
pub(super) struct Verdict {
    /// `APPROVED`, `REJECTED`, `PENDING`, `PAUSED`, …
    status: String,
    #[serde(default)]
    reason: Option<String>,
}

/// Sets the state of a template.
pub(super) async fn judge(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(verdict): Body<Verdict>,
) -> Result<Json<Template>, Failure> {
    let judged = sim
        .change(|w| {
            let template = w.templates.get_mut(&id)?;
            template.status = verdict.status;
            template.rejected_reason = verdict.reason;
            Some(template.clone())
        })
        .await?;
    judged
        .map(Json)
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "no template with this id"))
}
