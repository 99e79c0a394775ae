//! What a page needs to begin, and everything that changes after.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use crate::config::Mode;
use crate::control::hosts;
use crate::sim::Sim;

/// Everything but threads and traffic.
pub(super) async fn state(State(sim): State<Arc<Sim>>) -> Json<Value> {
    let hosts = hosts(&sim);
    Json(sim.look(|w| {
        json!({
            "mode": if sim.fixed.mode == Mode::Stepped { "stepped" } else { "auto" },
            "strict": sim.fixed.strict,
            "seed": sim.fixed.seed,
            "now": w.now,
            "offset_ms": w.offset_ms(),
            "webhook_url": w.webhook_url(),
            "auto_read": w.auto_read(),
            "auto_answer": w.auto_answer(),
            "dashboard_url": sim.fixed.dashboard_url.as_ref().map(url::Url::as_str),
            "hosts": hosts,
            "accounts": w.accounts.values().collect::<Vec<_>>(),
            "customers": w.customers.values().collect::<Vec<_>>(),
            "faults": w.faults.values().collect::<Vec<_>>(),
            "counts": {"calls": w.calls.len(), "deliveries": w.deliveries.len(), "messages": w.messages.len()},
        })
    }))
}

/// Changed documents as they are committed: `{kind, id, doc}`; `resync` when the reader fell behind.
pub(super) async fn stream(
    State(sim): State<Arc<Sim>>,
) -> Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>> {
    let receiver = sim.live.subscribe();
    let stop = sim.stop.clone();
    let events = stream::unfold(
        (receiver, stop, true),
        |(mut receiver, stop, first)| async move {
            if first {
                return Some((
                    Ok(Event::default().event("hello").data("{}")),
                    (receiver, stop, false),
                ));
            }
            let got = tokio::select! {
                () = stop.cancelled() => return None,
                got = receiver.recv() => got,
            };
            let event = match got {
                Ok(line) => Event::default().event("doc").data(&*line),
                Err(RecvError::Lagged(_)) => Event::default().event("resync").data("{}"),
                Err(RecvError::Closed) => return None,
            };
            Some((Ok(event), (receiver, stop, false)))
        },
    );
    Sse::new(events).keep_alive(KeepAlive::default())
}
