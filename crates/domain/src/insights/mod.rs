//! What Meta says about how an account and its posts are doing (platform notes §6).
//!
//! [`table`] has the metrics with what each needs to be asked, [`plan`] turns a wish into calls, [`asking`] decides what
//! follows from a refusal, and [`Snapshot`] is what is kept of the answers.

pub mod asking;
mod fresh;
pub mod plan;
mod range;
mod snapshot;
pub mod table;
pub mod wire;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Timestamp;

pub use fresh::{Age, fresh_for};
pub use range::{BadRange, KEPT, LONGEST, range};
pub use snapshot::{Details, Sample, Snapshot, StoryFigures};

/// Points of one series that are kept: Meta gives at most 30 days of daily values (§6.1), and 24 hours of a day.
pub const MAX_POINTS: usize = 100;
/// Parts of one figure that are kept: demographics have the top 45 of four dimensions (§6.1).
pub const MAX_CELLS: usize = 400;
/// Metrics of one answer that are kept: Meta's longest list has some 30 names, so more is no list of Meta's.
pub const MAX_METRICS: usize = 100;

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The account as a whole.
    Account,
    /// A post or reel.
    Media,
    /// A story.
    Story,
}

impl Scope {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Media => "media",
            Self::Story => "story",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Account, Self::Media, Self::Story]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// Over which time a figure is summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Days; of an account.
    Day,
    /// Since the beginning.
    Lifetime,
}

impl Period {
    /// As stored, on the wire, and in Meta's parameter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Lifetime => "lifetime",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Day, Self::Lifetime]
            .into_iter()
            .find(|p| p.as_str() == text)
    }
}

/// A number as Meta gives it; most are counts, some are milliseconds or percent with a fraction. Whole numbers are
/// written without one.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Figure(f64);

/// Up to here every whole number is exact as a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Figure {
    /// From a number; `None` for one that JSON cannot write.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        // Minus zero is zero.
        value.is_finite().then_some(Self(value + 0.0))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() <= EXACT {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "whole, and within what both types hold exactly"
            )]
            return serializer.serialize_i64(self.0 as i64);
        }
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Self::new(value).ok_or_else(|| serde::de::Error::custom("not a number"))
    }
}

/// One point of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Point {
    /// The end of the day that it is about. Meta's days are those of the US Pacific coast.
    pub at: Timestamp,
    /// The figure.
    #[schema(value_type = f64)]
    pub value: Figure,
}

/// One part of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Cell {
    /// Which part: dimension to value, like `country` to `DE`. Values are in lower case, as Meta's spelling varies.
    pub by: BTreeMap<String, String>,
    /// The figure.
    #[schema(value_type = f64)]
    pub value: Figure,
}

/// What Meta answered for one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Its name.
    pub metric: String,
    /// The figure; `None` where Meta gives parts only.
    pub value: Option<Figure>,
    /// Day by day, oldest first.
    pub series: Vec<Point>,
    /// In parts.
    pub breakdowns: Vec<Cell>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_figures_have_no_fraction() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1510.0, "1510"),
            (-1.0, "-1"),
            (41.25, "41.25"),
        ] {
            let figure = Figure::new(value).unwrap();
            assert_eq!(serde_json::to_string(&figure).unwrap(), text);
            assert_eq!(serde_json::from_str::<Figure>(text).unwrap(), figure);
        }
        assert_eq!(Figure::new(f64::NAN), None);
        assert_eq!(Figure::new(f64::INFINITY), None);
    }

    #[test]
    fn words_come_back() {
        for scope in ["account", "media", "story"] {
            assert_eq!(Scope::parse(scope).map(Scope::as_str), Some(scope));
        }
        for period in ["day", "lifetime"] {
            assert_eq!(Period::parse(period).map(Period::as_str), Some(period));
        }
        assert_eq!(Scope::parse("Account"), None);
        assert_eq!(Period::parse("week"), None);
    }
}
