//! The metrics Meta has, as data: where each exists, how it is asked for, and what became of those that are gone
//! (platform notes §6.1, §6.2).

use crate::post::Product;
use crate::time::Timestamp;

use super::Period;

/// What kind of thing the figures are about; each has its own metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An Instagram account.
    Account,
    /// A picture, an album, or a video of the grid.
    Feed,
    /// A reel.
    Reels,
    /// A story.
    Story,
}

impl Kind {
    /// What kind of medium stands where. Advertisements are measured like the posts that they were made of; a Page's posts
    /// have other figures, which are not ours.
    #[must_use]
    pub const fn of(product: Product) -> Option<Self> {
        match product {
            Product::Feed | Product::Ad => Some(Self::Feed),
            Product::Reels => Some(Self::Reels),
            Product::Story => Some(Self::Story),
            Product::PagePost => None,
        }
    }

    /// In a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Account => "an account",
            Self::Feed => "a post",
            Self::Reels => "a reel",
            Self::Story => "a story",
        }
    }
}

/// How a metric is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `metric_type=total_value`: one figure for the whole range. `views` is refused without it (§6.1).
    Total,
    /// `metric_type=time_series`: one figure a day.
    Series,
    /// Neither: the older series of accounts, and everything about media.
    Plain,
}

/// Which accounts a metric exists for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// Any.
    Any,
    /// Those connected through Facebook Login.
    Facebook,
}

/// One metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Meta's name.
    pub name: &'static str,
    /// Where it exists.
    pub on: &'static [Kind],
    /// Over which time.
    pub period: Period,
    /// How it is asked for.
    pub form: Form,
    /// In which parts; one call for each, and none of them may be mixed with others. Empty: as a whole.
    pub breakdowns: &'static [&'static str],
    /// `timeframe`, which demographics need.
    pub timeframe: Option<&'static str>,
    /// Asked for when nobody names metrics: what is a single figure or cheap to get.
    pub usual: bool,
    /// For whom.
    pub login: Login,
    /// Only for what was posted before this time.
    pub posted_before: Option<Timestamp>,
    /// Only beside its sum, when a range of days is asked for.
    pub with_range: bool,
}

/// 2024-07-02, the day since which media have no `impressions` (§6.2).
const NO_IMPRESSIONS_SINCE: Timestamp = Timestamp::from_secs(1_719_878_400);

const DEMOGRAPHY: &[&str] = &["age", "city", "country", "gender"];

const BASE: Metric = Metric {
    name: "",
    on: &[],
    period: Period::Lifetime,
    form: Form::Plain,
    breakdowns: &[],
    timeframe: None,
    usual: true,
    login: Login::Any,
    posted_before: None,
    with_range: false,
};

/// A figure of the account, over days.
const fn daily(name: &'static str) -> Metric {
    Metric {
        name,
        on: &[Kind::Account],
        period: Period::Day,
        form: Form::Total,
        ..BASE
    }
}

/// Who the people are.
const fn demography(name: &'static str) -> Metric {
    Metric {
        name,
        on: &[Kind::Account],
        form: Form::Total,
        breakdowns: DEMOGRAPHY,
        timeframe: Some("this_month"),
        ..BASE
    }
}

/// A figure of a medium.
const fn of(on: &'static [Kind], name: &'static str) -> Metric {
    Metric { name, on, ..BASE }
}

const ACCOUNT_TOTALS: &[Metric] = &[
    daily("reach"),
    daily("views"),
    daily("accounts_engaged"),
    daily("total_interactions"),
    daily("likes"),
    daily("comments"),
    daily("saves"),
    daily("shares"),
    daily("replies"),
    daily("reposts"),
];

const POSTED: &[Kind] = &[Kind::Feed, Kind::Reels];
const EVERYWHERE: &[Kind] = &[Kind::Feed, Kind::Reels, Kind::Story];
const BUT_REELS: &[Kind] = &[Kind::Feed, Kind::Story];
const REELS: &[Kind] = &[Kind::Reels];
const STORY: &[Kind] = &[Kind::Story];

const OTHERS: &[Metric] = &[
    daily("profile_links_taps"),
    Metric {
        breakdowns: &["follow_type"],
        ..daily("follows_and_unfollows")
    },
    Metric {
        form: Form::Plain,
        ..daily("follower_count")
    },
    Metric {
        form: Form::Plain,
        usual: false,
        ..of(&[Kind::Account], "online_followers")
    },
    demography("follower_demographics"),
    demography("engaged_audience_demographics"),
    // On one of Meta's pages only (§11): where it is refused it drops out.
    Metric {
        usual: false,
        ..demography("reached_audience_demographics")
    },
    of(EVERYWHERE, "reach"),
    of(EVERYWHERE, "views"),
    of(EVERYWHERE, "total_interactions"),
    of(EVERYWHERE, "shares"),
    of(POSTED, "likes"),
    of(POSTED, "comments"),
    of(POSTED, "saved"),
    of(POSTED, "reposts"),
    of(BUT_REELS, "follows"),
    of(BUT_REELS, "profile_visits"),
    Metric {
        breakdowns: &["action_type"],
        usual: false,
        ..of(BUT_REELS, "profile_activity")
    },
    of(STORY, "replies"),
    of(STORY, "link_clicks"),
    Metric {
        breakdowns: &["story_navigation_action_type"],
        ..of(STORY, "navigation")
    },
    of(REELS, "ig_reels_avg_watch_time"),
    of(REELS, "ig_reels_video_view_total_time"),
    of(REELS, "reels_skip_rate"),
    Metric {
        usual: false,
        ..of(REELS, "crossposted_views")
    },
    // For a story it cancels the whole call (§6.2).
    Metric {
        usual: false,
        ..of(REELS, "facebook_views")
    },
    facebook("total_views"),
    facebook("total_likes"),
    facebook("total_comments"),
    Metric {
        usual: false,
        posted_before: Some(NO_IMPRESSIONS_SINCE),
        ..of(EVERYWHERE, "impressions")
    },
    // The days of a range beside its sum.
    Metric {
        form: Form::Series,
        with_range: true,
        ..daily("reach")
    },
];

const fn facebook(name: &'static str) -> Metric {
    Metric {
        usual: false,
        login: Login::Facebook,
        ..of(POSTED, name)
    }
}

/// All metrics, in the order in which answers are asked for.
pub fn metrics() -> impl Iterator<Item = &'static Metric> {
    ACCOUNT_TOTALS.iter().chain(OTHERS.iter())
}

/// A metric that is gone.
#[derive(Clone, Copy, Debug)]
pub struct Retired {
    /// Its name.
    pub name: &'static str,
    /// What tells about the same, in this order; the first that exists where it was asked for is named.
    pub instead: &'static [&'static str],
    /// When Meta took it away; `""` where that is not known.
    pub when: &'static str,
}

/// What Meta took away, and names from elsewhere that mean the same (§6.1, §6.2).
pub const RETIRED: &[Retired] = &[
    gone("impressions", &["views"], "on 2025-04-21"),
    gone(
        "profile_views",
        &["profile_visits", "views"],
        "on 2025-01-08",
    ),
    gone(
        "website_clicks",
        &["profile_links_taps", "link_clicks"],
        "on 2025-01-08",
    ),
    gone("email_contacts", &["profile_links_taps"], "on 2025-01-08"),
    gone(
        "get_directions_clicks",
        &["profile_links_taps"],
        "on 2025-01-08",
    ),
    gone(
        "phone_call_clicks",
        &["profile_links_taps"],
        "on 2025-01-08",
    ),
    gone(
        "text_message_clicks",
        &["profile_links_taps"],
        "on 2025-01-08",
    ),
    gone("plays", &["views"], "in 2025"),
    gone("clips_replays_count", &["views"], "in 2025"),
    gone("ig_reels_aggregated_all_plays_count", &["views"], "in 2025"),
    gone("video_views", &["views"], "in 2025"),
    gone("engagement", &["total_interactions"], ""),
    gone("carousel_album_engagement", &["total_interactions"], ""),
    gone("carousel_album_impressions", &["views"], ""),
    gone("carousel_album_reach", &["reach"], ""),
    gone("carousel_album_saved", &["saved"], ""),
    gone("carousel_album_video_views", &["views"], ""),
    gone("audience_city", &["follower_demographics"], ""),
    gone("audience_country", &["follower_demographics"], ""),
    gone("audience_gender_age", &["follower_demographics"], ""),
    gone("audience_locale", &["follower_demographics"], ""),
    gone("exits", &["navigation"], ""),
    gone("taps_forward", &["navigation"], ""),
    gone("taps_back", &["navigation"], ""),
    gone("swipe_forward", &["navigation"], ""),
    gone("story_exits", &["navigation"], ""),
    gone("story_taps_forward", &["navigation"], ""),
    gone("story_taps_back", &["navigation"], ""),
    gone("story_impressions", &["views"], ""),
    gone("story_reach", &["reach"], ""),
    gone("reel_plays", &["views"], ""),
    gone("total_plays", &["views"], ""),
];

const fn gone(name: &'static str, instead: &'static [&'static str], when: &'static str) -> Retired {
    Retired {
        name,
        instead,
        when,
    }
}

/// The same thing under another name on the other level (§6.2): `saved` of a post is `saves` of an account.
pub const OTHER_NAMES: &[(&str, &str)] = &[
    ("saves", "saved"),
    ("saved", "saves"),
    ("follows", "follows_and_unfollows"),
    ("follower_count", "follows"),
];
