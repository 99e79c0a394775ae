//! Days and hours as a place on earth counts them.

use domain::reports::{Calendar, Place};
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};

/// The calendar of a time zone of IANA's list, of the system's copy of it or, where there is none, of our own.
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// `Europe/Berlin`, `UTC`, …; `None` if there is no such zone.
    pub(crate) fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The beginning of a day such as `2026-11-27`; `None` if there is no such day.
    pub(crate) fn day(&self, text: &str) -> Option<Timestamp> {
        let date: jiff::civil::Date = text.parse().ok()?;
        let start = date.to_zoned(self.0.clone()).ok()?.start_of_day().ok()?;
        Some(of(&start))
    }

    /// The beginning of the day after.
    pub(crate) fn day_after(&self, day: Timestamp) -> Timestamp {
        let next = self.zoned(day).checked_add(1.day());
        next.and_then(|z| z.start_of_day())
            .map_or_else(|_| day.plus(domain::time::DAY), |z| of(&z))
    }

    /// The minute of the day, 0 to 1439.
    pub(crate) fn minute(&self, at: Timestamp) -> u16 {
        let zoned = self.zoned(at);
        let part = |value: i8| u16::try_from(value).unwrap_or(0);
        part(zoned.hour()) * 60 + part(zoned.minute())
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        jiff::Timestamp::from_microsecond(at.micros())
            .unwrap_or_default()
            .to_zoned(self.0.clone())
    }
}

fn of(zoned: &Zoned) -> Timestamp {
    Timestamp::from_micros(zoned.timestamp().as_microsecond())
}

impl Calendar for Zone {
    fn place(&self, at: Timestamp) -> Place {
        let zoned = self.zoned(at);
        Place {
            day: zoned.start_of_day().map_or(at, |start| of(&start)),
            weekday: u8::try_from(zoned.weekday().to_monday_one_offset()).unwrap_or(1),
            hour: u8::try_from(zoned.hour()).unwrap_or(0),
        }
    }

    fn days(&self, since: Timestamp, until: Timestamp) -> Vec<Timestamp> {
        let first = Some(self.place(since).day).filter(|day| *day < until);
        std::iter::successors(first, |day| {
            Some(self.day_after(*day)).filter(|next| *next > *day && *next < until)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_on_which_the_clock_changes_has_25_hours() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let sunday = berlin.day("2026-10-25").unwrap();
        let monday = berlin.day("2026-10-26").unwrap();
        assert_eq!(monday.since(sunday), 25 * domain::time::HOUR);
        assert_eq!(berlin.days(sunday, monday.plus(1)), [sunday, monday]);
        let late = monday.plus(-1);
        let place = berlin.place(late);
        assert_eq!((place.day, place.weekday, place.hour), (sunday, 7, 23));
        assert!(Zone::named("Europe/Atlantis").is_none());
    }

    #[test]
    fn a_day_that_begins_at_one_begins_there() {
        // Clocks in Lebanon go forward at midnight.
        let beirut = Zone::named("Asia/Beirut").unwrap();
        let day = beirut.day("2026-03-29").unwrap();
        assert_eq!(beirut.place(day).hour, 1);
        assert_eq!(beirut.place(day).day, day);
    }
}
