//! From a wish to calls: which metrics can be asked for, in which calls, and why the others cannot.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::time::Timestamp;

use super::table::{self, Form, Kind, Login, Metric, OTHER_NAMES, RETIRED};
use super::{MAX_METRICS, Period};

/// Longest name of a metric; Meta's longest has 36 characters.
pub const MAX_NAME: usize = 64;
/// Meta's own words in a reason: enough for its sentence, not for its list of all metrics.
const MAX_WORDS: usize = 200;

/// What the figures are about, as far as it decides which there are.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// What it is.
    pub kind: Kind,
    /// How the account is connected.
    pub login: Login,
    /// When it was posted, if it is a post and that is known.
    pub posted_at: Option<Timestamp>,
}

/// One call of Meta's insights. Its metrics can be asked for together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Meta's names, in the order of the table.
    pub metrics: Vec<String>,
    /// Over which time.
    pub period: Period,
    /// In which form.
    pub form: Form,
    /// In which parts.
    pub breakdown: Option<&'static str>,
    /// Of which time the people are.
    pub timeframe: Option<&'static str>,
}

/// What will be asked of Meta, and what will not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Everything that the answer names, in order.
    pub wanted: Vec<String>,
    /// The calls.
    pub asks: Vec<Ask>,
    /// What cannot be asked for.
    pub unavailable: BTreeMap<String, Why>,
}

/// Why a metric has no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has described a metric of this name.
    Unknown,
    /// Meta took it away.
    Retired {
        /// When, in words.
        when: &'static str,
        /// What tells about the same here.
        instead: Option<&'static str>,
    },
    /// It exists, but not for this kind of thing.
    Elsewhere {
        /// What was asked about.
        kind: Kind,
        /// What it is called here.
        instead: Option<&'static str>,
    },
    /// It exists over another time.
    OtherPeriod(Period),
    /// It exists for accounts that are connected in the other way.
    OtherLogin,
    /// Meta gives it for older posts only.
    TooYoung,
    /// Meta answered and left it out.
    NoData,
    /// Too few people have seen it (§6.2).
    FewViewers,
    /// Below five, and Meta does not say how much (§1.9).
    BelowFive,
    /// Posted before the account became a professional one (§6.2).
    BeforeProfessional,
    /// A story that has ended before anybody asked.
    Ended,
    /// Meta refused it, in its own words.
    Refused(String),
}

impl Why {
    /// Meta's refusal, bounded.
    #[must_use]
    pub fn refused(words: &str) -> Self {
        Self::Refused(words.chars().take(MAX_WORDS).collect())
    }

    /// The metric to ask for in its place.
    #[must_use]
    pub const fn instead(&self) -> Option<&'static str> {
        match self {
            Self::Retired { instead, .. } | Self::Elsewhere { instead, .. } => *instead,
            _ => None,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("Meta has no metric of this name. Look at the list in the API's description."),
            Self::Retired { when, instead } => {
                f.write_str("Meta has taken this metric away")?;
                if !when.is_empty() {
                    write!(f, " {when}")?;
                }
                match instead {
                    Some(name) => write!(f, ". Ask for {name} instead."),
                    None => f.write_str(", and nothing here replaces it."),
                }
            }
            Self::Elsewhere { kind, instead } => {
                write!(f, "Meta does not measure this for {}", kind.words())?;
                match instead {
                    Some(name) => write!(f, ". Ask for {name} instead."),
                    None => f.write_str("."),
                }
            }
            Self::OtherPeriod(period) => {
                write!(f, "Meta gives this with period={} only.", period.as_str())
            }
            Self::OtherLogin => f.write_str("Meta gives this only for accounts that are connected through Facebook Login."),
            Self::TooYoung => f.write_str("Meta gives this only for what was posted before 2024-07-02. Ask for views instead."),
            Self::NoData => f.write_str("Meta has no figure for this yet. It can take two days."),
            Self::FewViewers => f.write_str("Fewer than five people have seen it, and Meta shows no figures then."),
            Self::BelowFive => f.write_str("It is below five, and Meta does not say how much."),
            Self::BeforeProfessional => f.write_str("It was posted before the account became a professional one."),
            Self::Ended => f.write_str("The story has ended, and Meta tells nothing of it any more."),
            Self::Refused(words) => write!(f, "Meta refused this metric: {words}"),
        }
    }
}

/// Plans the calls for the metrics that are asked for, or the usual ones if none is. `range`: days are asked for from
/// one time to another.
#[must_use]
pub fn plan(subject: Subject, asked: &[String], period: Period, range: bool) -> Plan {
    let mut seen = BTreeSet::new();
    let mut wanted: Vec<String> = asked
        .iter()
        .filter(|name| seen.insert(name.as_str()))
        .take(MAX_METRICS)
        .cloned()
        .collect();
    if wanted.is_empty() {
        let usual = table::metrics().filter(|m| {
            m.usual && !m.with_range && m.period == period && exists(m, subject).is_ok()
        });
        wanted = usual.map(|m| m.name.to_owned()).collect();
    }
    let mut out = Plan {
        wanted,
        ..Plan::default()
    };
    for name in out.wanted.clone() {
        match find(&name, subject, period) {
            Ok(()) => {}
            Err(why) => {
                out.unavailable.insert(name, why);
            }
        }
    }
    let possible = |m: &&Metric| {
        m.period == period
            && (range || !m.with_range)
            && exists(m, subject).is_ok()
            && out.wanted.iter().any(|w| w == m.name)
    };
    for metric in table::metrics().filter(possible) {
        if metric.breakdowns.is_empty() {
            add(&mut out.asks, metric, None);
        }
        for breakdown in metric.breakdowns {
            add(&mut out.asks, metric, Some(breakdown));
        }
    }
    out
}

/// The period that fits what is asked for where none is named: days, unless all of it exists over the whole life only.
#[must_use]
pub fn usual_period(kind: Kind, asked: &[String]) -> Period {
    if kind != Kind::Account {
        return Period::Lifetime;
    }
    let of = |period: Period| {
        move |name: &String| {
            table::metrics().any(|m| m.name == *name && m.on.contains(&kind) && m.period == period)
        }
    };
    if !asked.is_empty() && asked.iter().all(of(Period::Lifetime)) {
        Period::Lifetime
    } else {
        Period::Day
    }
}

/// Whether a name has the form of Meta's.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_NAME
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Adds a metric to the call that it can share, or to a new one. What is asked for in parts goes alone: a breakdown that one
/// metric does not know fails the call (§6.1).
fn add(asks: &mut Vec<Ask>, metric: &Metric, breakdown: Option<&'static str>) {
    let fits = |ask: &&mut Ask| {
        breakdown.is_none()
            && ask.breakdown.is_none()
            && ask.form == metric.form
            && ask.period == metric.period
            && ask.timeframe == metric.timeframe
    };
    if let Some(ask) = asks.iter_mut().find(fits) {
        ask.metrics.push(metric.name.to_owned());
        return;
    }
    asks.push(Ask {
        metrics: vec![metric.name.to_owned()],
        period: metric.period,
        form: metric.form,
        breakdown,
        timeframe: metric.timeframe,
    });
}

/// Whether the row applies to the subject.
fn exists(metric: &Metric, subject: Subject) -> Result<(), Why> {
    if !metric.on.contains(&subject.kind) {
        return Err(Why::Elsewhere {
            kind: subject.kind,
            instead: None,
        });
    }
    if metric.login == Login::Facebook && subject.login != Login::Facebook {
        return Err(Why::OtherLogin);
    }
    match metric.posted_before {
        Some(before) if subject.posted_at.is_none_or(|at| at >= before) => Err(Why::TooYoung),
        _ => Ok(()),
    }
}

fn find(name: &str, subject: Subject, period: Period) -> Result<(), Why> {
    let rows = table::metrics().filter(|m| m.name == name && !m.with_range);
    let mut why = None;
    for metric in rows {
        match exists(metric, subject) {
            Ok(()) if metric.period == period => return Ok(()),
            Ok(()) => return Err(Why::OtherPeriod(metric.period)),
            Err(reason) => why = Some(reason),
        }
    }
    let here = |name: &&'static str| {
        table::metrics().any(|m| m.name == *name && exists(m, subject).is_ok())
    };
    if let Some(gone) = RETIRED.iter().find(|r| r.name == name) {
        // What older posts still have is not gone for them; for all others it is.
        return Err(Why::Retired {
            when: gone.when,
            instead: gone.instead.iter().copied().find(|n| here(n)),
        });
    }
    Err(match why {
        Some(Why::Elsewhere { kind, .. }) => {
            let other = OTHER_NAMES.iter().filter(|(n, _)| *n == name);
            let instead = other.map(|(_, other)| *other).find(|n| here(n));
            Why::Elsewhere { kind, instead }
        }
        Some(why) => why,
        None => Why::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(kind: Kind) -> Subject {
        Subject {
            kind,
            login: Login::Facebook,
            posted_at: Some(Timestamp::from_secs(1_762_785_320)),
        }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    fn words(plan: &Plan) -> String {
        let asks = plan.asks.iter().map(|a| {
            format!(
                "{}|{}|{:?}|{}|{}",
                a.metrics.join(","),
                a.period.as_str(),
                a.form,
                a.breakdown.unwrap_or("-"),
                a.timeframe.unwrap_or("-")
            )
        });
        asks.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_usual_metrics_of_each_kind() {
        let usual = |kind, period| words(&plan(subject(kind), &[], period, false));
        assert_eq!(
            usual(Kind::Account, Period::Day),
            "reach,views,accounts_engaged,total_interactions,likes,comments,saves,shares,replies,reposts,profile_links_taps|day|Total|-|-\n\
             follows_and_unfollows|day|Total|follow_type|-\n\
             follower_count|day|Plain|-|-"
        );
        assert_eq!(
            usual(Kind::Account, Period::Lifetime),
            ["follower_demographics", "engaged_audience_demographics"]
                .map(|m| ["age", "city", "country", "gender"]
                    .map(|b| format!("{m}|lifetime|Total|{b}|this_month"))
                    .join("\n"))
                .join("\n")
        );
        assert_eq!(
            usual(Kind::Feed, Period::Lifetime),
            "reach,views,total_interactions,shares,likes,comments,saved,reposts,follows,profile_visits|lifetime|Plain|-|-"
        );
        assert_eq!(
            usual(Kind::Reels, Period::Lifetime),
            "reach,views,total_interactions,shares,likes,comments,saved,reposts,ig_reels_avg_watch_time,ig_reels_video_view_total_time,reels_skip_rate|lifetime|Plain|-|-"
        );
        assert_eq!(
            usual(Kind::Story, Period::Lifetime),
            "reach,views,total_interactions,shares,follows,profile_visits,replies,link_clicks|lifetime|Plain|-|-\n\
             navigation|lifetime|Plain|story_navigation_action_type|-"
        );
    }

    #[test]
    fn a_range_shows_the_days_of_reach_beside_its_sum() {
        let asked = names(&["reach"]);
        let ranged = plan(subject(Kind::Account), &asked, Period::Day, true);
        assert_eq!(words(&ranged), "reach|day|Total|-|-\nreach|day|Series|-|-");
        assert_eq!(ranged.wanted, asked);
    }

    #[test]
    fn what_cannot_be_asked_for_says_why_and_leaves_the_rest() {
        let plan = plan(
            subject(Kind::Reels),
            &names(&[
                "views",
                "impressions",
                "plays",
                "navigation",
                "saves",
                "hologram_views",
                "views",
            ]),
            Period::Lifetime,
            false,
        );
        assert_eq!(words(&plan), "views|lifetime|Plain|-|-");
        let reasons: Vec<String> = plan
            .unavailable
            .iter()
            .map(|(name, why)| format!("{name} [{}]: {why}", why.instead().unwrap_or("-")))
            .collect();
        assert_eq!(
            reasons,
            [
                "hologram_views [-]: Meta has no metric of this name. Look at the list in the API's description.",
                "impressions [views]: Meta has taken this metric away on 2025-04-21. Ask for views instead.",
                "navigation [-]: Meta does not measure this for a reel.",
                "plays [views]: Meta has taken this metric away in 2025. Ask for views instead.",
                "saves [saved]: Meta does not measure this for a reel. Ask for saved instead.",
            ]
        );
        assert_eq!(plan.wanted.len(), 6, "each name once");
    }

    #[test]
    fn replacements_exist_where_they_are_named() {
        let name = |kind, name: &str, period| {
            let plan = plan(subject(kind), &names(&[name]), period, false);
            plan.unavailable.get(name).and_then(Why::instead)
        };
        let day = Period::Day;
        assert_eq!(
            name(Kind::Account, "website_clicks", day),
            Some("profile_links_taps")
        );
        assert_eq!(name(Kind::Account, "profile_views", day), Some("views"));
        assert_eq!(name(Kind::Account, "impressions", day), Some("views"));
        assert_eq!(name(Kind::Account, "saved", day), Some("saves"));
        assert_eq!(
            name(Kind::Account, "audience_city", day),
            Some("follower_demographics")
        );
        let life = Period::Lifetime;
        assert_eq!(
            name(Kind::Story, "website_clicks", life),
            Some("link_clicks")
        );
        assert_eq!(name(Kind::Feed, "taps_forward", life), None);
        assert_eq!(name(Kind::Story, "taps_forward", life), Some("navigation"));
    }

    #[test]
    fn old_posts_keep_their_impressions_and_hosts_differ() {
        let old = Subject {
            posted_at: Some(Timestamp::from_secs(1_700_000_000)),
            ..subject(Kind::Feed)
        };
        let asked = names(&["impressions", "total_views"]);
        let plan_of = |subject| plan(subject, &asked, Period::Lifetime, false);
        assert_eq!(
            words(&plan_of(old)),
            "total_views,impressions|lifetime|Plain|-|-"
        );
        let other = Subject {
            login: Login::Any,
            posted_at: None,
            ..old
        };
        let plan = plan_of(other);
        assert_eq!(plan.asks, []);
        assert_eq!(plan.unavailable["total_views"], Why::OtherLogin);
    }

    #[test]
    fn periods_are_told() {
        let asked = names(&["follower_demographics", "reach"]);
        let plan = plan(subject(Kind::Account), &asked, Period::Day, false);
        assert_eq!(
            plan.unavailable["follower_demographics"].to_string(),
            "Meta gives this with period=lifetime only."
        );
        assert_eq!(usual_period(Kind::Account, &asked), Period::Day);
        assert_eq!(usual_period(Kind::Account, &asked[..1]), Period::Lifetime);
        assert_eq!(usual_period(Kind::Account, &[]), Period::Day);
        assert_eq!(usual_period(Kind::Reels, &asked), Period::Lifetime);
    }

    #[test]
    fn every_call_can_be_made() {
        for kind in [Kind::Account, Kind::Feed, Kind::Reels, Kind::Story] {
            for period in [Period::Day, Period::Lifetime] {
                let all: Vec<String> = table::metrics().map(|m| m.name.to_owned()).collect();
                let plan = plan(subject(kind), &all, period, true);
                // Together at most a dozen calls, whatever is asked for.
                assert!(plan.asks.len() <= 15, "{kind:?}: {}", plan.asks.len());
                for ask in &plan.asks {
                    assert_eq!(ask.period, period);
                    assert!(ask.breakdown.is_none() || ask.metrics.len() == 1);
                }
                for name in &plan.wanted {
                    let asked = plan.asks.iter().any(|a| a.metrics.contains(name));
                    assert_ne!(asked, plan.unavailable.contains_key(name), "{name}");
                }
            }
        }
    }

    #[test]
    fn names_are_plain() {
        assert!(is_name("ig_reels_avg_watch_time"));
        for bad in ["", "Views", "a,b", "a b", "views\n", &"a".repeat(65)] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }
}
