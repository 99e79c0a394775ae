//! The last word about a story (§1.9): about an hour after its end, once, and Meta keeps nothing of it.

use domain::ids::MediaId;
use domain::inbound::Meaning;
use domain::insights::plan::is_name;
use domain::insights::{MAX_METRICS, StoryFigures};
use serde_json::Value;

use super::{Understood, kinds};
use crate::graph::insights::figure;
use crate::loose as read;

/// What the value of `story_insights` says: every number is a figure under Meta's name, and below zero means below five.
pub(super) fn understand(value: Option<&Value>) -> Understood {
    let Some(value) = value.and_then(Value::as_object) else {
        return Understood::quarantined(kinds::STORY_INSIGHTS, "a change without a value");
    };
    let Some(media) = read::id_in(value, "media_id") else {
        return Understood::quarantined(kinds::STORY_INSIGHTS, "the story has no id");
    };
    let figures = value
        .iter()
        .filter(|(name, _)| *name != "media_id" && is_name(name))
        .filter_map(|(name, value)| Some((name.clone(), figure(value)?)))
        .map(|(name, figure)| (name, Some(figure).filter(|f| f.get() >= 0.0)))
        .take(MAX_METRICS);
    let figures = StoryFigures {
        metrics: figures.collect(),
        media: MediaId::new(media),
    };
    Understood::new(
        kinds::STORY_INSIGHTS,
        Meaning::StoryEnded(Box::new(figures)),
    )
}
