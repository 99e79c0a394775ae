//! Everything that is known of a customer in one list: what was said in private and in public, where they came from,
//! what they bought, what the team noted.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk::Note;
use crate::time::Timestamp;
use crate::wire;

/// Where a customer came from: an ad, a link, a shop (platform notes §1.6 and §1.7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Referral {
    /// The link's or the ad's own word.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Meta's word for the way: `ADS`, `SHORTLINK`, `IGME-SOURCE-LINK`, …
    pub source: Option<String>,
    /// Meta's word for what it was: `OPEN_THREAD`, or what the person agreed to.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The ad.
    pub ad_id: Option<String>,
    /// Its title.
    pub ad_title: Option<String>,
    /// Its picture; ends after some days.
    pub photo_url: Option<String>,
    /// Its video; ends after some days.
    pub video_url: Option<String>,
    /// The post behind the ad.
    pub post_id: Option<String>,
    /// The product of a shop.
    pub product_id: Option<String>,
}

/// Text of Meta's that may come as a number.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Referral {
    /// From Meta's object as it came; what it does not say is left out.
    #[must_use]
    pub fn of(context: &Value) -> Self {
        let ad = &context["ads_context_data"];
        Self {
            reference: text(&context["ref"]),
            source: text(&context["source"]),
            kind: text(&context["type"]),
            ad_id: text(&context["ad_id"]),
            ad_title: text(&ad["ad_title"]),
            photo_url: text(&ad["photo_url"]),
            video_url: text(&ad["video_url"]),
            post_id: text(&ad["post_id"]),
            product_id: text(&context["product"]["id"]).or_else(|| text(&ad["product_id"])),
        }
    }
}

/// One entry of the list. What its `kind` says lies in the field of that name.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A direct message, in either direction.
    Message {
        /// When.
        at: Timestamp,
        /// The message as in the thread.
        message: Box<wire::Message>,
    },
    /// The customer came through an ad or a link, with or without a message.
    Referral {
        /// When.
        at: Timestamp,
        /// Where they came from.
        referral: Box<Referral>,
    },
    /// What they wrote under a post.
    Comment {
        /// When it was written.
        at: Timestamp,
        /// The comment.
        comment: Box<crate::comment::Shape>,
    },
    /// Where they mentioned the account.
    Mention {
        /// When it came.
        at: Timestamp,
        /// The mention.
        mention: Box<crate::comment::Mentioned>,
    },
    /// What came of it: a conversion that was reported to Meta.
    Conversion {
        /// When it happened.
        at: Timestamp,
        /// The event.
        conversion: Box<crate::conversion::MarketingEvent>,
    },
    /// A private note of the team.
    Note {
        /// When.
        at: Timestamp,
        /// The note.
        note: Box<Note>,
    },
}

/// Where an entry stands: newest first, and in a fixed order among those of one moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Microseconds.
    pub at: i64,
    /// The kind, and what tells apart entries of one kind at one moment.
    pub key: String,
}

impl Place {
    /// Of something that one of the sources gave: `source` names it, `key` tells apart what it has of one moment.
    #[must_use]
    pub fn of(at: Timestamp, source: &str, key: &str) -> Self {
        Self {
            at: at.micros(),
            key: format!("{source}{key}"),
        }
    }

    /// What a source has to give after the place where a page ended: everything before this time and key. Of the
    /// moment at which it ended, sources later in the alphabet have given all, those before it nothing yet.
    #[must_use]
    pub fn before(after: Option<&Self>, source: &str) -> (i64, String) {
        let Some(place) = after else {
            return (i64::MAX, String::new());
        };
        match place.key.strip_prefix(source) {
            Some(key) => (place.at, key.to_owned()),
            None if source < place.key.as_str() => (place.at.saturating_add(1), String::new()),
            None => (place.at, String::new()),
        }
    }
}

/// The newest `limit` of what several sources know, each of which gives its own newest first; the last one's place, if
/// there are more.
#[must_use]
pub fn merge<T>(sources: Vec<Vec<(Place, T)>>, limit: usize) -> (Vec<T>, Option<Place>) {
    let mut all: Vec<(Place, T)> = sources.into_iter().flatten().collect();
    all.sort_by(|a, b| b.0.cmp(&a.0));
    let more = all.len() > limit;
    all.truncate(limit);
    let last = all.last().map(|(place, _)| place.clone()).filter(|_| more);
    (all.into_iter().map(|(_, entry)| entry).collect(), last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn an_ad_says_where_somebody_came_from() {
        let ad = json!({"ref": "spring", "ad_id": 120_210_000_i64, "source": "ADS", "type": "OPEN_THREAD",
            "ads_context_data": {"ad_title": "Spring", "photo_url": "https://cdn.example/p.jpg", "post_id": "1_2", "product_id": "9"}});
        let referral = Referral::of(&ad);
        assert_eq!(referral.ad_id.as_deref(), Some("120210000"));
        assert_eq!(referral.ad_title.as_deref(), Some("Spring"));
        assert_eq!(referral.product_id.as_deref(), Some("9"));
        assert_eq!(referral.video_url, None);
        assert_eq!(
            Referral::of(&json!({"product": {"id": "7"}}))
                .product_id
                .as_deref(),
            Some("7")
        );
        assert_eq!(Referral::of(&json!("odd")), Referral::default());
    }

    proptest! {
        /// Page after page gives everything once, newest first, however the sources are mixed.
        #[test]
        fn pages_join(sources in prop::collection::vec(prop::collection::vec(0_i64..6, 0..8), 1..4), limit in 1_usize..5) {
            let entries: Vec<Vec<Place>> = sources
                .iter()
                .enumerate()
                .map(|(s, times)| {
                    let mut places: Vec<Place> = times.iter().enumerate().map(|(n, at)| Place { at: *at, key: format!("{s}:{n}") }).collect();
                    places.sort_by(|a, b| b.cmp(a));
                    places
                })
                .collect();
            let mut seen: Vec<Place> = Vec::new();
            let mut after: Option<Place> = None;
            loop {
                let page = entries.iter().map(|source| {
                    // As a database gives it: by time and its own key.
                    let name = source.first().map_or("", |p| &p.key[..2]);
                    let (at, key) = Place::before(after.as_ref(), name);
                    let rest = source.iter().filter(|p| (p.at, &p.key[2..]) < (at, key.as_str()));
                    rest.take(limit + 1).map(|p| (p.clone(), p.clone())).collect()
                });
                let (page, next) = merge(page.collect(), limit);
                prop_assert!(page.len() == limit || next.is_none());
                seen.extend(page);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            let mut all: Vec<Place> = entries.into_iter().flatten().collect();
            all.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(seen, all);
        }
    }
}
