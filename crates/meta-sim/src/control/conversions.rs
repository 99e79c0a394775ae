//! Pixels, and the events of the Conversions API as they came.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::control::{Body, Failure};
use crate::ids;
use crate::sim::Sim;
use crate::types::{Conversion, Pixel};

/// How many events a list gives unless told otherwise, and at most.
const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 5_000;

#[derive(Deserialize)]
pub(super) struct EventsQuery {
    limit: Option<usize>,
    /// Only those of this pixel.
    pixel: Option<String>,
    /// Only those with this name.
    name: Option<String>,
}

/// Every event, newest first.
pub(super) async fn events(
    State(sim): State<Arc<Sim>>,
    Query(query): Query<EventsQuery>,
) -> Json<Vec<Conversion>> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    Json(sim.look(|w| {
        w.conversions
            .values()
            .rev()
            .filter(|c| query.pixel.as_ref().is_none_or(|p| c.pixel_id == *p))
            .filter(|c| query.name.as_ref().is_none_or(|n| c.event_name == *n))
            .take(limit)
            .cloned()
            .collect()
    }))
}

/// Every pixel and dataset.
pub(super) async fn pixels(State(sim): State<Arc<Sim>>) -> Json<Vec<Pixel>> {
    Json(sim.look(|w| w.pixels.values().cloned().collect()))
}

#[derive(Deserialize)]
pub(super) struct NewPixel {
    id: Option<String>,
    /// Whose: only tokens of this business may send to it.
    account_id: Option<String>,
}

/// Introduces a pixel.
pub(super) async fn add_pixel(
    State(sim): State<Arc<Sim>>,
    Body(new): Body<NewPixel>,
) -> Result<Json<Pixel>, Failure> {
    let made = sim
        .change(|w| {
            let page_id = match &new.account_id {
                None => None,
                Some(id) => {
                    let account = w.account(id).or_else(|| w.account_of_page(id))?;
                    Some(account.page_id.clone())
                }
            };
            let n = w.next();
            let id = new
                .id
                .clone()
                .unwrap_or_else(|| ids::digits(w.instance(), "pixel", n, 16));
            let pixel = Pixel {
                id: id.clone(),
                page_id,
                dataset: false,
                adopted: false,
            };
            w.pixels.put(id, pixel.clone());
            Some(pixel)
        })
        .await?;
    made.map(Json)
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "no account with this id"))
}
