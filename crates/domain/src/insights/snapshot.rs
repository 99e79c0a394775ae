//! What is kept of Meta's answers, and how the next one changes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, InsightId, MediaId};
use crate::time::Timestamp;

use super::plan::{Plan, Why};
use super::{Cell, Figure, MAX_CELLS, MAX_METRICS, MAX_POINTS, Period, Point, Reading, Scope};

/// What stands beside the figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Day by day, oldest first.
    #[serde(default)]
    pub series: BTreeMap<String, Vec<Point>>,
    /// In parts.
    #[serde(default)]
    pub breakdowns: BTreeMap<String, Vec<Cell>>,
    /// What to ask for in place of a metric that is gone.
    #[serde(default)]
    pub replacements: BTreeMap<String, String>,
}

/// The last that Meta said about one thing over one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Our id.
    pub id: InsightId,
    /// Whose.
    pub account: AccountId,
    /// What kind of thing.
    pub scope: Scope,
    /// Meta's id of it.
    pub entity: String,
    /// Over which time.
    pub period: Period,
    /// The range that was asked for, if one was.
    pub since: Option<Timestamp>,
    /// Its end.
    pub until: Option<Timestamp>,
    /// Name to figure; `None` for a metric that has none, or parts only.
    pub metrics: BTreeMap<String, Option<Figure>>,
    /// Why a metric has none.
    pub unavailable: BTreeMap<String, String>,
    /// Series and parts.
    pub details: Details,
    /// A story has ended: Meta has no more to say.
    pub ended: bool,
    /// When Meta said it.
    pub fetched_at: Timestamp,
}

/// One figure at one time, for a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Of which metric.
    pub metric: String,
    /// When.
    pub at: Timestamp,
    /// How much.
    pub value: Figure,
}

/// The last word about a story, which comes when it has ended (platform notes §1.9).
#[derive(Clone, Debug, PartialEq)]
pub struct StoryFigures {
    /// Which story.
    pub media: MediaId,
    /// Name to figure; `None` where Meta sent -1: below five.
    pub metrics: BTreeMap<String, Option<Figure>>,
}

impl Snapshot {
    /// Nothing said yet.
    #[must_use]
    pub fn empty(
        id: InsightId,
        account: AccountId,
        scope: Scope,
        entity: &str,
        period: Period,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            account,
            scope,
            entity: entity.to_owned(),
            period,
            since: None,
            until: None,
            metrics: BTreeMap::new(),
            unavailable: BTreeMap::new(),
            details: Details::default(),
            ended: false,
            fetched_at: now,
        }
    }

    /// Whether it says something about every one of these, be it that there is nothing.
    #[must_use]
    pub fn covers(&self, metrics: &[String]) -> bool {
        metrics.iter().all(|m| self.metrics.contains_key(m))
    }

    /// A story that ended: of what is not known by now nothing more will come.
    pub fn end(&mut self, wanted: &[String]) {
        self.ended = true;
        for name in wanted {
            if !self.metrics.contains_key(name) {
                self.metrics.insert(name.clone(), None);
                self.lacks(name, &Why::Ended);
            }
        }
    }

    /// Takes in what came of a plan.
    pub fn fill(&mut self, plan: &Plan, readings: Vec<Reading>, refused: &BTreeMap<String, Why>) {
        for reading in readings {
            self.read(reading);
        }
        for name in &plan.wanted {
            if self.metrics.get(name).is_some_and(Option::is_some)
                || self.unavailable.contains_key(name)
            {
                continue;
            }
            self.metrics.insert(name.clone(), None);
            let parts = self.details.breakdowns.contains_key(name)
                || self.details.series.contains_key(name);
            let why = plan.unavailable.get(name).or_else(|| refused.get(name));
            match why {
                // Some of its parts were refused, others came.
                Some(_) if parts => {}
                Some(why) => self.lacks(name, why),
                None if parts => {}
                None => self.lacks(name, &Why::NoData),
            }
        }
    }

    /// The story is over. Whatever is known stays: a last word "below five" takes no figure away, and names from the
    /// delivery stand beside those that were fetched. Says whether that changed anything.
    pub fn close(&mut self, figures: &StoryFigures, at: Timestamp) -> bool {
        let before = (self.metrics.clone(), self.ended);
        self.ended = true;
        for (name, value) in figures.metrics.iter().take(MAX_METRICS) {
            match (value, self.metrics.get(name)) {
                (Some(value), _) => {
                    self.metrics.insert(name.clone(), Some(*value));
                    self.unavailable.remove(name);
                }
                (None, Some(Some(_))) => {}
                (None, _) => {
                    self.metrics.insert(name.clone(), None);
                    self.lacks(name, &Why::BelowFive);
                }
            }
        }
        let changed = before != (self.metrics.clone(), true) || !before.1;
        if changed {
            self.fetched_at = self.fetched_at.max(at);
        }
        changed
    }

    /// What takes the place of `old`. An ended story keeps its last word against an answer that was on its way.
    #[must_use]
    pub fn after(self, old: Self) -> Self {
        if !old.ended {
            return Self { id: old.id, ..self };
        }
        let mut kept = old;
        for (name, value) in self.metrics {
            let known = kept.metrics.get(&name).is_some_and(Option::is_some);
            if known {
                continue;
            }
            if value.is_some() {
                kept.unavailable.remove(&name);
            } else if let Some(why) = self.unavailable.get(&name) {
                kept.unavailable.insert(name.clone(), why.clone());
            }
            kept.metrics.insert(name, value);
        }
        for (name, parts) in self.details.breakdowns {
            kept.details.breakdowns.entry(name).or_insert(parts);
        }
        kept
    }

    /// Its figures as points of plots: the sums where no range was asked for, and the days of each series.
    #[must_use]
    pub fn samples(&self) -> Vec<Sample> {
        let whole = self.since.is_none() && self.until.is_none();
        let sums = self.metrics.iter().filter(|(name, _)| {
            // The newest day of a series is no figure of this moment.
            whole && !self.details.series.contains_key(*name)
        });
        let sums = sums.filter_map(|(name, value)| {
            value.map(|value| Sample {
                metric: name.clone(),
                at: self.fetched_at,
                value,
            })
        });
        let days = self.details.series.iter().flat_map(|(name, points)| {
            points.iter().map(|point| Sample {
                metric: name.clone(),
                at: point.at,
                value: point.value,
            })
        });
        sums.chain(days).collect()
    }

    fn read(&mut self, reading: Reading) {
        let Reading {
            metric,
            value,
            series,
            breakdowns,
        } = reading;
        let room = self.metrics.len() < MAX_METRICS || self.metrics.contains_key(&metric);
        if !room {
            return;
        }
        // Below zero Meta means "below five" (§1.9); a sum stands before the newest day of the same metric.
        let below = value.is_some_and(|v| v.get() < 0.0);
        if below {
            self.lacks(&metric, &Why::BelowFive);
        }
        let value = value.filter(|_| !below);
        let slot = self.metrics.entry(metric.clone()).or_insert(None);
        if slot.is_none() {
            *slot = value;
        }
        if !series.is_empty() {
            let points = self.details.series.entry(metric.clone()).or_default();
            points.extend(
                series
                    .into_iter()
                    .take(MAX_POINTS - points.len().min(MAX_POINTS)),
            );
        }
        if !breakdowns.is_empty() {
            let cells = self.details.breakdowns.entry(metric).or_default();
            cells.extend(
                breakdowns
                    .into_iter()
                    .take(MAX_CELLS - cells.len().min(MAX_CELLS)),
            );
        }
    }

    fn lacks(&mut self, name: &str, why: &Why) {
        self.unavailable.insert(name.to_owned(), why.to_string());
        if let Some(instead) = why.instead() {
            let instead = instead.to_owned();
            self.details.replacements.insert(name.to_owned(), instead);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn now() -> Timestamp {
        Timestamp::from_secs(1_762_785_320)
    }

    fn figure(value: f64) -> Figure {
        Figure::new(value).unwrap()
    }

    fn story() -> Snapshot {
        Snapshot::empty(
            InsightId::new(Uuid::from_u128(1)),
            AccountId::new(Uuid::from_u128(2)),
            Scope::Story,
            "18",
            Period::Lifetime,
            now(),
        )
    }

    fn plan(wanted: &[&str]) -> Plan {
        Plan {
            wanted: wanted.iter().map(|w| (*w).to_owned()).collect(),
            ..Plan::default()
        }
    }

    fn reading(metric: &str, value: f64) -> Reading {
        Reading {
            metric: metric.to_owned(),
            value: Some(figure(value)),
            ..Reading::default()
        }
    }

    fn last_word(metrics: &[(&str, Option<f64>)]) -> StoryFigures {
        let metrics = metrics
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.map(figure)));
        StoryFigures {
            media: MediaId::new("18"),
            metrics: metrics.collect(),
        }
    }

    #[test]
    fn every_wanted_metric_has_a_figure_a_part_or_a_reason() {
        let mut row = story();
        let mut plan = plan(&["views", "reach", "navigation", "impressions", "likes"]);
        let why = Why::Retired {
            when: "",
            instead: Some("views"),
        };
        plan.unavailable.insert("impressions".to_owned(), why);
        let parts = Reading {
            metric: "navigation".to_owned(),
            breakdowns: vec![Cell {
                by: BTreeMap::from([("x".to_owned(), "tap".to_owned())]),
                value: figure(3.0),
            }],
            ..Reading::default()
        };
        let refused = BTreeMap::from([("likes".to_owned(), Why::refused("no"))]);
        row.fill(&plan, vec![reading("views", 9.0), parts], &refused);
        assert_eq!(row.metrics.len(), 5);
        assert_eq!(row.metrics["views"], Some(figure(9.0)));
        assert_eq!(row.metrics["navigation"], None);
        let reasons: Vec<&str> = row.unavailable.keys().map(String::as_str).collect();
        assert_eq!(reasons, ["impressions", "likes", "reach"]);
        assert_eq!(row.details.replacements["impressions"], "views");
        assert!(row.covers(&plan.wanted));
        assert!(!row.covers(&["saved".to_owned()]));
    }

    #[test]
    fn below_zero_is_below_five() {
        let mut row = story();
        row.fill(
            &plan(&["replies"]),
            vec![reading("replies", -1.0)],
            &BTreeMap::new(),
        );
        assert_eq!(row.metrics["replies"], None);
        assert_eq!(
            row.unavailable["replies"],
            "It is below five, and Meta does not say how much."
        );
    }

    #[test]
    fn the_last_word_takes_nothing_away_and_says_nothing_twice() {
        let mut row = story();
        let known = vec![reading("reach", 12.0), reading("views", 30.0)];
        row.fill(&plan(&["reach", "views"]), known, &BTreeMap::new());
        let figures = last_word(&[("reach", Some(17.0)), ("taps_back", None), ("views", None)]);
        assert!(row.close(&figures, now().plus(7)));
        assert_eq!(row.metrics["reach"], Some(figure(17.0)));
        assert_eq!(row.metrics["views"], Some(figure(30.0)));
        assert_eq!(row.metrics["taps_back"], None);
        assert!(row.unavailable.contains_key("taps_back"));
        assert_eq!((row.ended, row.fetched_at), (true, now().plus(7)));
        let settled = row.clone();
        assert!(!row.close(&figures, now().plus(99)));
        assert_eq!(row, settled);
    }

    #[test]
    fn an_answer_on_its_way_does_not_overwrite_the_last_word() {
        let mut old = story();
        old.close(&last_word(&[("reach", Some(17.0)), ("exits", None)]), now());
        let mut late = story();
        late.fill(
            &plan(&["reach", "shares"]),
            vec![reading("reach", 16.0), reading("shares", 2.0)],
            &BTreeMap::new(),
        );
        let merged = late.clone().after(old);
        assert!(merged.ended);
        assert_eq!(merged.metrics["reach"], Some(figure(17.0)));
        assert_eq!(merged.metrics["shares"], Some(figure(2.0)));
        assert_eq!(merged.metrics["exits"], None);
        // Of a live one the newer answer is the whole truth.
        let mut live = story();
        live.id = InsightId::new(Uuid::from_u128(9));
        live.fill(
            &plan(&["saved"]),
            vec![reading("saved", 1.0)],
            &BTreeMap::new(),
        );
        let next = late.after(live.clone());
        assert_eq!(next.id, live.id);
        assert!(!next.metrics.contains_key("saved"));
    }

    #[test]
    fn plots_get_sums_of_now_and_days_of_series() {
        let mut row = story();
        let days = Reading {
            metric: "reach".to_owned(),
            value: Some(figure(3.0)),
            series: vec![Point {
                at: now().plus(-5),
                value: figure(3.0),
            }],
            ..Reading::default()
        };
        row.fill(
            &plan(&["views", "reach"]),
            vec![reading("views", 8.0), days],
            &BTreeMap::new(),
        );
        let shown = |row: &Snapshot| -> Vec<(String, i64)> {
            let samples = row.samples().into_iter();
            samples.map(|s| (s.metric, s.at.since(now()))).collect()
        };
        assert_eq!(
            shown(&row),
            [("views".to_owned(), 0), ("reach".to_owned(), -5)]
        );
        let range = Snapshot {
            since: Some(now()),
            ..row
        };
        assert_eq!(shown(&range), [("reach".to_owned(), -5)]);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut row = story();
        let many = (0..200).map(|n| reading(&format!("m{n}"), 1.0)).collect();
        let long = Reading {
            metric: "m0".to_owned(),
            series: vec![
                Point {
                    at: now(),
                    value: figure(1.0)
                };
                500
            ],
            ..Reading::default()
        };
        row.fill(&plan(&[]), many, &BTreeMap::new());
        row.fill(&plan(&[]), vec![long.clone(), long], &BTreeMap::new());
        assert_eq!(row.metrics.len(), MAX_METRICS);
        assert_eq!(row.details.series["m0"].len(), MAX_POINTS);
    }
}
