//! `/{ig-id}/insights` and `/{media-id}/insights` (platform notes §6).

use serde_json::{Value, json};

use crate::clock::graph_time;
use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Host, Reply, auth, media, read};
use crate::insights::{Counted, Did, FEW};
use crate::types::{Account, Platform, Post, PostKind};
use crate::world::World;

const DAY_MS: i64 = 24 * 3_600_000;
/// §6.1: longest range.
const LONGEST_MS: i64 = 30 * DAY_MS;
/// §6.1: days are those of the US Pacific coast; 08:00 UTC without summer time.
const DAY_ENDS_MS: i64 = 8 * 3_600_000;
/// §6.2: media posted since then have no `impressions`: 2024-07-02.
const NO_IMPRESSIONS_MS: i64 = 1_719_878_400_000;
/// Followers of every account, as its node says.
const FOLLOWERS: u64 = 1_280;
/// Subcode of a metric that cancels the whole call for a story (§6.2).
const CANCELLED: i64 = 2_207_086;

/// §6.1: metrics of an account as one figure of its days.
const TOTALS: [&str; 13] = [
    "reach",
    "accounts_engaged",
    "total_interactions",
    "likes",
    "comments",
    "shares",
    "saves",
    "replies",
    "follows_and_unfollows",
    "profile_links_taps",
    "views",
    "reposts",
    "content_views",
];
/// §6.1: without `metric_type`, day by day.
const SERIES: [&str; 2] = ["follower_count", "online_followers"];
const PEOPLE: [&str; 3] = [
    "engaged_audience_demographics",
    "reached_audience_demographics",
    "follower_demographics",
];

/// §6.2: where each metric of media exists: FEED, REELS, STORY.
const MEDIA: [(&str, [bool; 3]); 25] = [
    ("reach", [true, true, true]),
    ("replies", [false, false, true]),
    ("saved", [true, true, false]),
    ("likes", [true, true, false]),
    ("comments", [true, true, false]),
    ("shares", [true, true, true]),
    ("total_interactions", [true, true, true]),
    ("follows", [true, false, true]),
    ("profile_visits", [true, false, true]),
    ("profile_activity", [true, false, true]),
    ("navigation", [false, false, true]),
    ("link_clicks", [false, false, true]),
    ("ig_reels_video_view_total_time", [false, true, false]),
    ("ig_reels_avg_watch_time", [false, true, false]),
    ("reels_skip_rate", [false, true, false]),
    ("crossposted_views", [false, true, false]),
    ("facebook_views", [false, true, false]),
    ("views", [true, true, true]),
    ("reposts", [true, true, false]),
    ("total_views", [true, true, false]),
    ("total_likes", [true, true, false]),
    ("total_comments", [true, true, false]),
    ("impressions", [true, true, true]),
    ("plays", [false, false, false]),
    ("video_views", [false, false, false]),
];
/// §6.2: only on the Facebook host.
const FACEBOOK_ONLY: [&str; 3] = ["total_views", "total_likes", "total_comments"];
/// The parts of a story's navigation, lower case as in captures (§6.2).
const NAVIGATION: [(&str, Did); 4] = [
    ("tap_forward", Did::TapForward),
    ("tap_back", Did::TapBack),
    ("tap_exit", Did::TapExit),
    ("swipe_forward", Did::SwipeForward),
];
/// How long a view of a reel lasts, ms: the same for everybody here.
const WATCHED_MS: u64 = 6_400;

/// `GET /{id}/insights`.
pub(crate) fn insights(w: &mut World, call: &GraphCall, id: &str) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let account = w.account(id).is_some() || w.account_of_page(id).is_some() || id == "me";
    let means_account = account || auth::is_instagram_id(id);
    let post = if means_account {
        None
    } else {
        media::adopt_for_insights(w, &print, id)
    };
    match post {
        Some(post) => of_media(w, call, &print, &post),
        None if means_account => {
            let account = media::instagram_account(w, call, id)?;
            if account.platform == Platform::Facebook {
                return Err(GraphError::unsupported("GET", id));
            }
            of_account(w, call, &account)
        }
        None => Err(GraphError::unsupported("GET", id)),
    }
}

fn asked(call: &GraphCall) -> Result<Vec<String>, GraphError> {
    let list = call
        .params
        .text("metric")
        .ok_or_else(|| GraphError::required("metric"))?;
    Ok(list.split(',').map(|m| m.trim().to_owned()).collect())
}

/// §6.1: one bad metric fails the whole call, and the words list the good ones.
fn all_known(metrics: &[String], known: &[&str]) -> Result<(), GraphError> {
    match metrics
        .iter()
        .enumerate()
        .find(|(_, m)| !known.contains(&m.as_str()))
    {
        Some((at, _)) => Err(GraphError::parameter(format!(
            "(#100) metric[{at}] must be one of the following values: {}",
            known.join(", ")
        ))),
        None => Ok(()),
    }
}

fn node(id: &str, name: &str, period: &str) -> Value {
    let title = name.replace('_', " ");
    json!({"name": name, "period": period, "title": title, "description": title, "id": format!("{id}/insights/{name}/{period}")})
}

fn of_account(w: &World, call: &GraphCall, account: &Account) -> Result<Reply, GraphError> {
    let metrics = asked(call)?;
    let known: Vec<&str> = TOTALS
        .iter()
        .chain(&SERIES)
        .chain(&PEOPLE)
        .copied()
        .collect();
    all_known(&metrics, &known)?;
    let period = call
        .params
        .text("period")
        .ok_or_else(|| GraphError::required("period"))?;
    let total = call.params.text("metric_type").as_deref() == Some("total_value");
    let series = call.params.text("metric_type").as_deref() == Some("time_series");
    let breakdown = call.params.text("breakdown");
    let (since, until) = days(w, call)?;
    let mut data = Vec::new();
    for metric in &metrics {
        let metric = metric.as_str();
        let lifetime = PEOPLE.contains(&metric) || metric == "online_followers";
        if (period == "lifetime") != lifetime || !matches!(period.as_str(), "day" | "lifetime") {
            return Err(GraphError::parameter(format!(
                "(#100) The following metrics ({metric}) are incompatible with the period ({period})"
            )));
        }
        let plain = SERIES.contains(&metric);
        if !(plain || total || metric == "reach" && series) {
            return Err(GraphError::parameter(format!(
                "(#100) The following metrics ({metric}) should be specified with parameter metric_type=total_value"
            )));
        }
        if !fits(metric, breakdown.as_deref()) {
            // §6.1.
            return Err(GraphError::new(
                500,
                1,
                None,
                "An unknown error has occurred.",
            ));
        }
        let mut node = node(&account.id, metric, &period);
        if plain || (metric == "reach" && series) {
            node["values"] = by_day(w, account, metric, since, until);
        } else if PEOPLE.contains(&metric) {
            node["total_value"] =
                people(account, metric, breakdown.as_deref().unwrap_or("country"));
        } else {
            let counted = w.counted(&account.id, None, since, until);
            node["total_value"] = account_total(metric, &counted, breakdown.as_deref());
        }
        data.push(node);
    }
    read::found(call, json!({"data": data}), "insights")
}

/// Which parts a metric of an account can be split into (§6.1).
fn fits(metric: &str, breakdown: Option<&str>) -> bool {
    let Some(breakdown) = breakdown else {
        return true;
    };
    match metric {
        "likes" | "comments" | "saves" | "shares" | "total_interactions" => {
            breakdown == "media_product_type"
        }
        "reach" => matches!(breakdown, "media_product_type" | "follow_type"),
        "views" => matches!(breakdown, "media_product_type" | "follower_type"),
        "follows_and_unfollows" => breakdown == "follow_type",
        "profile_links_taps" => breakdown == "contact_button_type",
        m if PEOPLE.contains(&m) => matches!(breakdown, "age" | "city" | "country" | "gender"),
        _ => false,
    }
}

/// `since` and `until`, by default the last 24 hours; at most 30 days (§6.1).
fn days(w: &World, call: &GraphCall) -> Result<(i64, i64), GraphError> {
    let read = |name: &str| {
        let text = call.params.text(name)?;
        text.parse::<i64>().ok().map(|s| s * 1_000)
    };
    let until = read("until").unwrap_or_else(|| w.meta_now() + 1);
    let since = read("since").unwrap_or(until - DAY_MS);
    if until - since > LONGEST_MS {
        return Err(GraphError::parameter(
            "(#100) There cannot be more than 30 days (2592000 s) between since and until",
        ));
    }
    Ok((since, until))
}

fn account_total(metric: &str, counted: &Counted, breakdown: Option<&str>) -> Value {
    let value = match metric {
        "reach" => counted.reach(),
        "accounts_engaged" => counted.engaged(),
        "total_interactions" => counted.interactions(),
        "likes" => counted.times(Did::Like),
        "comments" => counted.times(Did::Comment),
        "shares" => counted.times(Did::Share),
        "saves" => counted.times(Did::Save),
        "replies" => counted.replies(),
        "reposts" => counted.times(Did::Repost),
        "profile_links_taps" => counted.times(Did::LinkClick),
        "follows_and_unfollows" => counted.times(Did::Follow),
        _ => counted.times(Did::View),
    };
    match (metric, breakdown) {
        // §6.1: parts without a sum.
        ("follows_and_unfollows", Some(key)) => {
            parts(None, key, &[("FOLLOWER", value), ("NON_FOLLOWER", 0)])
        }
        ("views" | "reach", Some(key @ ("follower_type" | "follow_type"))) => {
            let followers = value * 4 / 5;
            parts(
                Some(value),
                key,
                &[("FOLLOWER", followers), ("NON_FOLLOWER", value - followers)],
            )
        }
        (_, Some(key)) => parts(Some(value), key, &[("POST", value)]),
        (_, None) => json!({"value": value}),
    }
}

fn parts(value: Option<u64>, key: &str, results: &[(&str, u64)]) -> Value {
    let results: Vec<Value> = results
        .iter()
        .map(|(name, n)| json!({"dimension_values": [name], "value": n}))
        .collect();
    let mut total = json!({"breakdowns": [{"dimension_keys": [key], "results": results}]});
    if let Some(value) = value {
        total["value"] = json!(value);
    }
    total
}

/// One figure for each day that has ended in the range.
fn by_day(w: &World, account: &Account, metric: &str, since: i64, until: i64) -> Value {
    let first = (since - DAY_ENDS_MS).div_euclid(DAY_MS) * DAY_MS + DAY_ENDS_MS;
    let mut values = Vec::new();
    let mut end = first + DAY_MS;
    while end <= until {
        let counted = w.counted(&account.id, None, end - DAY_MS, end);
        let value = match metric {
            "reach" => json!(counted.reach()),
            "follower_count" => json!(counted.times(Did::Follow)),
            // Online at each hour of the day: everybody who was reached.
            _ => json!(
                (0..24)
                    .map(|h| (h.to_string(), json!(counted.reach() * (h + 1) / 24)))
                    .collect::<serde_json::Map<_, _>>()
            ),
        };
        values.push(json!({"value": value, "end_time": graph_time(end)}));
        end += DAY_MS;
    }
    json!(values)
}

/// Who the people are: always the same ones for one account.
fn people(account: &Account, metric: &str, key: &str) -> Value {
    let names: &[&str] = match key {
        "age" => &["18-24", "25-34", "35-44", "45-54"],
        "gender" => &["F", "M", "U"],
        "city" => &[
            "Berlin, Berlin",
            "Lisbon, Lisbon",
            "Osaka, Osaka Prefecture",
        ],
        _ => &["DE", "PT", "JP", "US"],
    };
    let mut left = if metric == "follower_demographics" {
        FOLLOWERS
    } else {
        FOLLOWERS / 2
    };
    let seed = account
        .id
        .bytes()
        .fold(7_u64, |n, b| n.wrapping_mul(31) + u64::from(b));
    let results: Vec<(&str, u64)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let share = left * (40 + (seed >> at) % 20) / 100;
            left -= share;
            (*name, share)
        })
        .collect();
    parts(None, key, &results)
}

fn of_media(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    post: &Post,
) -> Result<Reply, GraphError> {
    let account = media::owner(w, call, print, post)?;
    if account.platform == Platform::Facebook {
        return Err(GraphError::unsupported("GET", &post.id));
    }
    let metrics = asked(call)?;
    let known: Vec<&str> = MEDIA.iter().map(|(name, _)| *name).collect();
    all_known(&metrics, &known)?;
    let place = match post.kind {
        PostKind::Reel => 1,
        PostKind::Story => 2,
        _ => 0,
    };
    for metric in &metrics {
        if metric == "facebook_views" && post.kind == PostKind::Story {
            return Err(GraphError::new(
                400,
                100,
                Some(CANCELLED),
                "Invalid parameter",
            ));
        }
        let here = MEDIA.iter().any(|(name, on)| name == metric && on[place]);
        let other_host = FACEBOOK_ONLY.contains(&metric.as_str()) && call.host == Host::Instagram;
        let too_young = metric == "impressions" && post.posted_at >= NO_IMPRESSIONS_MS;
        if !here || other_host || too_young {
            return Err(GraphError::parameter(format!(
                "(#100) The Media Insights API does not support the {metric} metric for this media product type."
            )));
        }
    }
    let breakdown = call.params.text("breakdown");
    let splits = |metric: &str| match breakdown.as_deref() {
        None => true,
        Some("story_navigation_action_type") => metric == "navigation",
        Some("action_type") => metric == "profile_activity",
        Some(_) => false,
    };
    if !metrics.iter().all(|m| splits(m)) {
        return Err(GraphError::new(
            500,
            1,
            None,
            "An unknown error has occurred.",
        ));
    }
    let counted = w.counted(&account.id, Some(&post.id), 0, i64::MAX);
    if post.kind == PostKind::Story && counted.reach() < FEW {
        return Err(GraphError::new(
            400,
            10,
            None,
            "(#10) Not enough viewers for the media to show insights",
        ));
    }
    let data: Vec<Value> = metrics
        .iter()
        .map(|metric| {
            let mut node = node(&post.id, metric, "lifetime");
            let value = media_total(metric, &counted);
            if let Some(key) = &breakdown {
                node["total_value"] = media_parts(metric, key, &counted);
            }
            node["values"] = json!([{"value": value}]);
            node
        })
        .collect();
    read::found(call, json!({"data": data}), "insights")
}

fn media_total(metric: &str, counted: &Counted) -> Value {
    let views = counted.times(Did::View);
    json!(match metric {
        "reach" => counted.reach(),
        "replies" => counted.replies(),
        "saved" => counted.times(Did::Save),
        "likes" | "total_likes" => counted.times(Did::Like),
        "comments" | "total_comments" => counted.times(Did::Comment),
        "shares" => counted.times(Did::Share),
        "reposts" => counted.times(Did::Repost),
        "total_interactions" => counted.interactions(),
        "follows" => counted.times(Did::Follow),
        "profile_visits" => counted.times(Did::ProfileVisit),
        "profile_activity" | "link_clicks" => counted.times(Did::LinkClick),
        "navigation" => NAVIGATION.iter().map(|(_, did)| counted.times(*did)).sum(),
        "ig_reels_avg_watch_time" if views == 0 => 0,
        "ig_reels_avg_watch_time" => WATCHED_MS,
        "ig_reels_video_view_total_time" => WATCHED_MS * views,
        // Percent, with a fraction.
        "reels_skip_rate" => return json!(percent(counted.times(Did::Skip), views)),
        // Nobody sees it on Facebook here.
        "crossposted_views" | "facebook_views" => 0,
        _ => views,
    })
}

fn percent(part: u64, whole: u64) -> f64 {
    // In tenths, so that the same visits give the same digits everywhere.
    let tenths = u32::try_from(part * 1_000 / whole.max(1)).unwrap_or(1_000);
    f64::from(tenths) / 10.0
}

fn media_parts(metric: &str, key: &str, counted: &Counted) -> Value {
    if metric == "navigation" {
        let results: Vec<(&str, u64)> = NAVIGATION
            .iter()
            .map(|(name, did)| (*name, counted.times(*did)))
            .collect();
        let sum = results.iter().map(|(_, n)| n).sum();
        return parts(Some(sum), key, &results);
    }
    let taps = counted.times(Did::LinkClick);
    parts(Some(taps), key, &[("bio_link_clicked", taps)])
}
