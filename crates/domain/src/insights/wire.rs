//! Insights as they stand in answers and events (contract §1, §3).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::{Audience, NewEvent};
use crate::ids::InsightId;
use crate::time::Timestamp;

use super::{Cell, Figure, Period, Point, Scope, Snapshot};

/// What Meta says about an account, a post or a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Insight {
    /// Our id of the stored answer.
    pub id: InsightId,
    /// `account`, `media` or `story`.
    #[schema(value_type = String)]
    pub scope: Scope,
    /// Meta's id of what it is about.
    pub entity_id: String,
    /// `day` or `lifetime`.
    #[schema(value_type = String)]
    pub period: Period,
    /// Beginning of the range of days, if one was asked for.
    pub since: Option<Timestamp>,
    /// Its end.
    pub until: Option<Timestamp>,
    /// `metrics` as text.
    pub metrics_json: String,
    /// Name to figure. `null`: Meta has none (`unavailable` says why), or gives it in parts only (`breakdowns`).
    #[schema(value_type = BTreeMap<String, Option<f64>>)]
    pub metrics: BTreeMap<String, Option<Figure>>,
    /// Name to reason, one plain sentence.
    pub unavailable: BTreeMap<String, String>,
    /// What to ask for in place of a metric that Meta took away or calls otherwise here.
    pub replacements: BTreeMap<String, String>,
    /// Day by day, where Meta gives that.
    pub series: BTreeMap<String, Vec<Point>>,
    /// In parts, where Meta gives those.
    pub breakdowns: BTreeMap<String, Vec<Cell>>,
    /// A story that has ended: these are its last figures.
    pub ended: bool,
    /// When Meta said it.
    pub fetched_at: Timestamp,
    /// It was stored before this request, and Meta was not asked.
    pub cached: bool,
}

/// One point of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HistoryPoint {
    /// Of which metric.
    pub metric: String,
    /// When it was so.
    pub at: Timestamp,
    /// The figure.
    #[schema(value_type = f64)]
    pub value: Figure,
}

/// A post or story that is known here, with what Meta last said about it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct KnownPost {
    /// Meta's id.
    pub id: String,
    /// `IMAGE`, `VIDEO` or `CAROUSEL_ALBUM`.
    pub media_type: Option<String>,
    /// `FEED`, `REELS`, `STORY` or `AD`.
    pub product_type: Option<String>,
    /// Where the picture lies; expires and is fetched again.
    pub media_url: Option<String>,
    /// Its own address.
    pub permalink: Option<String>,
    /// Its words.
    pub caption: Option<String>,
    /// When it was posted.
    pub timestamp: Timestamp,
    /// Name to figure, as they were asked for last; null while nobody has asked.
    #[schema(value_type = Option<BTreeMap<String, Option<f64>>>)]
    pub metrics: Option<BTreeMap<String, Option<Figure>>>,
    /// When Meta said it.
    pub fetched_at: Option<Timestamp>,
}

impl Insight {
    /// The stored answer, as far as it was asked for; all of it if nobody named metrics.
    #[must_use]
    pub fn of(row: &Snapshot, wanted: &[String], cached: bool) -> Self {
        let asked = |name: &String| wanted.is_empty() || wanted.contains(name);
        let metrics = chosen(&row.metrics, asked);
        Self {
            id: row.id,
            scope: row.scope,
            entity_id: row.entity.clone(),
            period: row.period,
            since: row.since,
            until: row.until,
            metrics_json: text_of(&metrics),
            unavailable: chosen(&row.unavailable, asked),
            replacements: chosen(&row.details.replacements, asked),
            series: chosen(&row.details.series, asked),
            breakdowns: chosen(&row.details.breakdowns, asked),
            metrics,
            ended: row.ended,
            fetched_at: row.fetched_at,
            cached,
        }
    }
}

fn chosen<V: Clone>(
    all: &BTreeMap<String, V>,
    asked: impl Fn(&String) -> bool,
) -> BTreeMap<String, V> {
    all.iter()
        .filter(|(name, _)| asked(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Figures as JSON text.
#[must_use]
pub fn text_of(metrics: &BTreeMap<String, Option<Figure>>) -> String {
    // Text keys and finite numbers cannot fail to serialise.
    serde_json::to_string(metrics).unwrap_or_else(|_| "{}".to_owned())
}

#[derive(Serialize)]
struct IgInsights<'a> {
    r#type: &'static str,
    scope: Scope,
    entity_id: &'a str,
    metrics: &'a BTreeMap<String, Option<Figure>>,
    timestamp: i64,
}

/// `ig_insights`: what is stored of these figures changed.
#[must_use]
pub fn ig_insights(row: &Snapshot) -> NewEvent {
    let frame = IgInsights {
        r#type: "ig_insights",
        scope: row.scope,
        entity_id: &row.entity,
        metrics: &row.metrics,
        timestamp: row.fetched_at.secs(),
    };
    NewEvent::of(Audience::Everyone, &frame)
}
