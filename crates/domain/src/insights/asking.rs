//! What follows from Meta's refusals. One bad metric fails a whole call (platform notes §6.1), so the bad one is found,
//! dropped, and the rest asked for again, within a bound.

use std::collections::BTreeMap;

use super::Reading;
use super::plan::{Ask, Why};
use super::table::Kind;

/// Calls for one [`Ask`] at most: its own, and those that find out which of its metrics was refused. Halving a list of
/// eleven finds one bad metric in eight.
const MAX_CALLS: u32 = 9;
/// Meta's code of a parameter that is not right.
const PARAMETER: i64 = 100;
/// Meta's code of a missing permission, and without a subcode of too few viewers (§6.2).
const PERMISSION: i64 = 10;
/// Meta's code of a call that it cannot explain; what it answers to a breakdown that does not fit (§6.1).
const UNEXPLAINED: i64 = 1;
/// Subcode: the medium is older than the professional account (§6.2).
const BEFORE_PROFESSIONAL: i64 = 2_108_006;
/// Subcode: a metric that cancels the whole call for a story (§6.2).
const CANCELLED: i64 = 2_207_086;
/// Subcode: the object is missing (§9.2).
const MISSING: i64 = 33;

/// The parts of Meta's error that decide.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'a> {
    /// Its code.
    pub code: i64,
    /// Its subcode.
    pub subcode: Option<i64>,
    /// Its words.
    pub message: &'a str,
}

/// What a refusal means for the call.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// These metrics are not for this call.
    Drop(Vec<String>),
    /// Nothing of it will ever come.
    Nothing(Why),
    /// Some metric is bad, and Meta does not say which.
    Split,
    /// It has nothing to do with the metrics.
    Other,
}

/// One planned call on its way to its answers.
#[derive(Debug)]
pub struct Asking {
    kind: Kind,
    ask: Ask,
    queue: Vec<Vec<String>>,
    calls: u32,
    readings: Vec<Reading>,
    refused: BTreeMap<String, Why>,
}

impl Asking {
    /// Begins.
    #[must_use]
    pub fn new(kind: Kind, ask: Ask) -> Self {
        Self {
            kind,
            queue: vec![ask.metrics.clone()],
            ask,
            calls: 0,
            readings: Vec::new(),
            refused: BTreeMap::new(),
        }
    }

    /// The next call to make; `None` when it is done.
    #[must_use]
    pub fn next_call(&self) -> Option<Ask> {
        self.queue.last().map(|metrics| Ask {
            metrics: metrics.clone(),
            ..self.ask.clone()
        })
    }

    /// Meta answered the call.
    pub fn answered(&mut self, readings: Vec<Reading>) {
        self.queue.pop();
        self.calls += 1;
        self.readings.extend(readings);
    }

    /// Meta refused the call. `false`: not because of its metrics, so that all of it fails.
    pub fn refused(&mut self, refusal: Refusal<'_>) -> bool {
        let verdict = verdict(self.kind, &self.ask, self.queue.last(), refusal);
        let Some(metrics) = self.queue.pop() else {
            return false;
        };
        self.calls += 1;
        let (bad, left) = match verdict {
            Verdict::Other => return false,
            Verdict::Nothing(why) => {
                self.give_up(metrics, &why);
                return true;
            }
            Verdict::Drop(bad) => metrics.into_iter().partition(|m| bad.contains(m)),
            Verdict::Split if metrics.len() < 2 => (metrics, Vec::new()),
            Verdict::Split => {
                let (left, right) = metrics.split_at(metrics.len() / 2);
                self.queue.push(right.to_vec());
                self.queue.push(left.to_vec());
                (Vec::new(), Vec::new())
            }
        };
        let why = Why::refused(refusal.message);
        self.give_up(bad, &why);
        if !left.is_empty() {
            self.queue.push(left);
        }
        if self.calls >= MAX_CALLS {
            for rest in std::mem::take(&mut self.queue) {
                self.give_up(rest, &why);
            }
        }
        true
    }

    /// What came of it: the answers, and the reasons for what has none.
    #[must_use]
    pub fn finish(self) -> (Vec<Reading>, BTreeMap<String, Why>) {
        (self.readings, self.refused)
    }

    fn give_up(&mut self, metrics: Vec<String>, why: &Why) {
        self.refused
            .extend(metrics.into_iter().map(|m| (m, why.clone())));
    }
}

fn verdict(kind: Kind, ask: &Ask, metrics: Option<&Vec<String>>, refusal: Refusal<'_>) -> Verdict {
    let metrics = metrics.map(Vec::as_slice).unwrap_or_default();
    match (refusal.code, refusal.subcode) {
        (_, Some(BEFORE_PROFESSIONAL)) => Verdict::Nothing(Why::BeforeProfessional),
        // A missing permission has the same number, and only the words tell them apart.
        (PERMISSION, None)
            if kind != Kind::Account
                && !refusal.message.to_ascii_lowercase().contains("permission") =>
        {
            Verdict::Nothing(Why::FewViewers)
        }
        (PARAMETER, Some(MISSING)) => Verdict::Other,
        (PARAMETER, _) => named(metrics, refusal.message),
        (_, Some(CANCELLED)) => Verdict::Split,
        (UNEXPLAINED, None) if ask.breakdown.is_some() => Verdict::Split,
        _ => Verdict::Other,
    }
}

/// Which metrics the words of a refusal name: the list of what is allowed, or the one that is not.
fn named(metrics: &[String], message: &str) -> Verdict {
    let bad: Vec<String> = if let Some((_, list)) = message.split_once("following values:") {
        let allowed: Vec<&str> = words(list).collect();
        let bad = metrics.iter().filter(|m| !allowed.contains(&m.as_str()));
        bad.cloned().collect()
    } else if message.contains("metric") {
        let said: Vec<&str> = words(message).collect();
        let bad = metrics.iter().filter(|m| said.contains(&m.as_str()));
        bad.cloned().collect()
    } else {
        Vec::new()
    };
    if bad.is_empty() {
        Verdict::Split
    } else {
        Verdict::Drop(bad)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::Period;
    use crate::insights::table::Form;

    fn ask(metrics: &[&str]) -> Ask {
        Ask {
            metrics: metrics.iter().map(|m| (*m).to_owned()).collect(),
            period: Period::Lifetime,
            form: Form::Plain,
            breakdown: None,
            timeframe: None,
        }
    }

    fn error(code: i64, subcode: Option<i64>, message: &str) -> Refusal<'_> {
        Refusal {
            code,
            subcode,
            message,
        }
    }

    /// Plays Meta, which knows `good` and answers with `words` where it does not; gives what was asked and what was refused.
    fn play(metrics: &[&str], good: &[&str], words: &str) -> (Vec<String>, Vec<String>) {
        let mut asking = Asking::new(Kind::Reels, ask(metrics));
        let mut asked = Vec::new();
        while let Some(call) = asking.next_call() {
            asked.push(call.metrics.join(","));
            if call.metrics.iter().all(|m| good.contains(&m.as_str())) {
                let readings = call.metrics.into_iter().map(|metric| Reading {
                    metric,
                    ..Reading::default()
                });
                asking.answered(readings.collect());
            } else {
                assert!(asking.refused(error(100, None, words)));
            }
        }
        let (readings, refused) = asking.finish();
        assert_eq!(readings.len() + refused.len(), metrics.len());
        (asked, refused.into_keys().collect())
    }

    #[test]
    fn a_list_of_what_is_allowed_names_the_bad_ones_at_once() {
        let (asked, refused) = play(
            &["reach", "old", "views", "older"],
            &["reach", "views"],
            "(#100) metric[1] must be one of the following values: reach, views, likes",
        );
        assert_eq!(asked, ["reach,old,views,older", "reach,views"]);
        assert_eq!(refused, ["old", "older"]);
    }

    #[test]
    fn a_sentence_names_the_bad_one() {
        let (asked, refused) = play(
            &["reach", "impressions"],
            &["reach"],
            "(#100) The Media Insights API does not support the impressions metric for this media product type.",
        );
        assert_eq!(asked, ["reach,impressions", "reach"]);
        assert_eq!(refused, ["impressions"]);
    }

    #[test]
    fn where_nothing_is_named_it_is_found_by_halving() {
        let metrics = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
        for bad in metrics {
            let good: Vec<&str> = metrics.into_iter().filter(|m| *m != bad).collect();
            let (asked, refused) = play(&metrics, &good, "Ung\u{fc}ltiger Parameter");
            assert_eq!(refused, [bad]);
            assert!(asked.len() <= MAX_CALLS as usize, "{asked:?}");
        }
    }

    #[test]
    fn it_ends_when_everything_is_bad() {
        let metrics = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
        let (asked, refused) = play(&metrics, &[], "no");
        assert_eq!(asked.len(), MAX_CALLS as usize);
        assert_eq!(refused.len(), metrics.len());
    }

    #[test]
    fn too_few_viewers_are_no_missing_permission() {
        let few = "(#10) Not enough viewers for the media to show insights";
        let mut story = Asking::new(Kind::Story, ask(&["reach", "views"]));
        assert!(story.refused(error(10, None, few)));
        assert_eq!(story.next_call(), None);
        assert_eq!(story.finish().1["views"], Why::FewViewers);
        let missing = "(#10) Application does not have permission for this action";
        for (kind, subcode, words) in [
            (Kind::Story, None, missing),
            (Kind::Account, None, few),
            (Kind::Story, Some(2_018_278), few),
        ] {
            let mut asking = Asking::new(kind, ask(&["reach"]));
            assert!(!asking.refused(error(10, subcode, words)));
        }
    }

    #[test]
    fn other_errors_fail_the_call() {
        for (code, subcode) in [
            (100, Some(33)),
            (190, None),
            (1, None),
            (4, None),
            (200, None),
        ] {
            let mut asking = Asking::new(Kind::Feed, ask(&["reach"]));
            assert!(!asking.refused(error(code, subcode, "x")), "{code}");
        }
    }

    #[test]
    fn a_breakdown_that_does_not_fit_costs_only_its_metric() {
        let parts = Ask {
            breakdown: Some("action_type"),
            ..ask(&["profile_activity"])
        };
        let mut asking = Asking::new(Kind::Feed, parts);
        assert!(asking.refused(error(1, None, "An unknown error has occurred.")));
        assert_eq!(asking.next_call(), None);
        let refused = asking.finish().1;
        assert_eq!(
            refused["profile_activity"].to_string(),
            "Meta refused this metric: An unknown error has occurred."
        );
    }

    #[test]
    fn posts_from_before_the_conversion_have_nothing() {
        let mut asking = Asking::new(Kind::Feed, ask(&["reach"]));
        assert!(asking.refused(error(100, Some(2_108_006), "Invalid parameter")));
        assert_eq!(asking.finish().1["reach"], Why::BeforeProfessional);
    }
}
