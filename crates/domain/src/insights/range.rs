//! Which days are asked about.

use crate::time::{DAY, HOUR, Timestamp};

/// Longest range that Meta sums up (platform notes §6.1).
pub const LONGEST: i64 = 30 * DAY;
/// So long Meta keeps the figures of an account (§6.1).
pub const KEPT: i64 = 90 * DAY;

/// Why a range cannot be asked about, one plain sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRange {
    /// Nothing lies between.
    #[error("since must be before until, and not in the future.")]
    Empty,
    /// Longer than Meta sums up.
    #[error("Meta sums up at most 30 days. Ask for a shorter range.")]
    TooLong,
    /// Before what Meta keeps.
    #[error("Meta keeps these figures for 90 days. Ask for a later beginning, or for the history.")]
    TooOld,
}

/// The range that is meant: without an end until now, without a beginning the day before the end. `None`: none is asked
/// for. What is open ends with the last full hour, so that the same wish finds the same stored answer.
///
/// # Errors
/// [`BadRange`].
pub fn range(
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Option<(Timestamp, Timestamp)>, BadRange> {
    let (since, until) = match (since, until) {
        (None, None) => return Ok(None),
        (Some(since), Some(until)) => (since, until.min(now)),
        (None, Some(until)) => {
            let until = until.min(now);
            (until.plus(-DAY), until)
        }
        (Some(since), None) => {
            let hour = Timestamp::from_micros(now.micros() - now.micros() % HOUR);
            (since, if since < hour { hour } else { now })
        }
    };
    if since >= until {
        return Err(BadRange::Empty);
    }
    if until.since(since) > LONGEST {
        return Err(BadRange::TooLong);
    }
    if now.since(since) > KEPT {
        return Err(BadRange::TooOld);
    }
    Ok(Some((since, until)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_762_785_320);

    fn ago(micros: i64) -> Option<Timestamp> {
        Some(NOW.plus(-micros))
    }

    #[test]
    fn what_is_left_open_is_filled_in() {
        assert_eq!(range(None, None, NOW), Ok(None));
        let day = range(None, ago(DAY), NOW).unwrap().unwrap();
        assert_eq!(day, (NOW.plus(-2 * DAY), NOW.plus(-DAY)));
        let open = range(ago(2 * DAY), None, NOW).unwrap().unwrap();
        assert_eq!(open.1.micros() % HOUR, 0);
        assert_eq!(range(ago(2 * DAY), None, NOW.plus(60)), Ok(Some(open)));
        let short = range(ago(1), None, NOW).unwrap().unwrap();
        assert_eq!(short, (NOW.plus(-1), NOW));
        let future = range(ago(DAY), Some(NOW.plus(DAY)), NOW).unwrap().unwrap();
        assert_eq!(future.1, NOW);
    }

    #[test]
    fn what_meta_refuses_is_refused_before() {
        assert_eq!(range(ago(1), ago(1), NOW), Err(BadRange::Empty));
        assert_eq!(range(ago(0), None, NOW), Err(BadRange::Empty));
        assert_eq!(range(ago(1), ago(2), NOW), Err(BadRange::Empty));
        assert!(range(ago(LONGEST), ago(0), NOW).is_ok());
        assert_eq!(range(ago(LONGEST + 1), ago(0), NOW), Err(BadRange::TooLong));
        assert!(range(ago(KEPT), ago(KEPT - DAY), NOW).is_ok());
        assert_eq!(
            range(ago(KEPT + 1), ago(KEPT - DAY), NOW),
            Err(BadRange::TooOld)
        );
    }
}
