//! What Meta says is kept, told when it is new, plotted once, and fetched on schedule.

use std::collections::BTreeMap;

use domain::account::{AccountStatus, Platform};
use domain::ids::{InsightId, MediaId};
use domain::insights::plan::Plan;
use domain::insights::{Figure, Period, Point, Reading, Scope, Snapshot};
use domain::post::Post;
use domain::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use serde_json::{Value, json};
use store::insights::{HistoryFilter, InsightKey};
use store::jobs::JobKind;

use crate::site::{LEASE, NODE, Site};

both!(
    an_answer_comes_back_and_is_told_once,
    the_view_shows_what_is_stored,
    ranges_and_periods_stand_beside_each_other,
    plots_keep_one_point_in_five_minutes,
    plots_are_paged_by_time,
    old_ranges_and_points_go,
    schedules_become_jobs_once,
    a_story_is_planned_before_it_ends,
    schedules_wait_for_a_token_that_works,
);

fn figure(value: f64) -> Figure {
    Figure::new(value).unwrap()
}

async fn answer(site: &Site, entity: &str, figures: &[(&str, f64)]) -> Snapshot {
    let shop = site.shop().await;
    let id = InsightId::new(site.uuid());
    let mut row = Snapshot::empty(
        id,
        shop.id,
        Scope::Media,
        entity,
        Period::Lifetime,
        site.now(),
    );
    let readings = figures.iter().map(|(metric, value)| Reading {
        metric: (*metric).to_owned(),
        value: Some(figure(*value)),
        ..Reading::default()
    });
    let wanted = figures.iter().map(|(m, _)| (*m).to_owned());
    let plan = Plan {
        wanted: wanted.collect(),
        ..Plan::default()
    };
    row.fill(&plan, readings.collect(), &BTreeMap::new());
    row
}

fn key(entity: &str) -> InsightKey<'_> {
    InsightKey {
        scope: Scope::Media,
        entity,
        period: Period::Lifetime,
        range: None,
    }
}

async fn told(site: &Site) -> Vec<Value> {
    let events = site.db.events_after(0, 100).await.unwrap();
    events
        .iter()
        .map(|e| serde_json::from_str::<Value>(&e.frame).unwrap())
        .filter(|f| f["type"] == "ig_insights")
        .collect()
}

async fn an_answer_comes_back_and_is_told_once(site: &Site) {
    let row = answer(site, "18", &[("reach", 7.0), ("rate", 41.25)]).await;
    assert_eq!(site.db.insight(key("18")).await.unwrap(), None);
    let (stored, changed) = site.db.save_insight(row.clone()).await.unwrap();
    assert_eq!((&stored, changed), (&row, true));
    assert_eq!(site.db.insight(key("18")).await.unwrap(), Some(row.clone()));
    site.clock.advance(HOUR);
    let same = answer(site, "18", &[("reach", 7.0), ("rate", 41.25)]).await;
    let (stored, changed) = site.db.save_insight(same.clone()).await.unwrap();
    assert!(!changed, "it says nothing new");
    assert_eq!(stored.id, row.id, "one row for one thing");
    assert_eq!(stored.fetched_at, same.fetched_at);
    let next = answer(site, "18", &[("reach", 8.0)]).await;
    assert!(site.db.save_insight(next).await.unwrap().1);
    assert_eq!(
        told(site).await,
        [
            json!({"type": "ig_insights", "scope": "media", "entity_id": "18", "metrics": {"rate": 41.25, "reach": 7}, "timestamp": row.fetched_at.secs()}),
            json!({"type": "ig_insights", "scope": "media", "entity_id": "18", "metrics": {"reach": 8}, "timestamp": site.now().secs()}),
        ]
    );
}

async fn the_view_shows_what_is_stored(site: &Site) {
    let row = answer(site, "18", &[("reach", 7.0)]).await;
    site.db.save_insight(row.clone()).await.unwrap();
    let view = "SELECT id || ' ' || scope || ' ' || entity_id || ' ' || period || ' ' || metrics_json || ' ' || CAST(fetched_at AS TEXT) FROM instagram_insights";
    let shown = site.texts(view).await;
    let micros = row.fetched_at.micros();
    assert_eq!(
        shown,
        [format!(
            "{} media 18 lifetime {{\"reach\":7}} {micros}",
            row.id
        )]
    );
}

async fn ranges_and_periods_stand_beside_each_other(site: &Site) {
    let row = answer(site, "17841", &[("reach", 7.0)]).await;
    let range = (site.now().plus(-DAY), site.now());
    let day = Snapshot {
        scope: Scope::Account,
        period: Period::Day,
        ..row.clone()
    };
    let ranged = Snapshot {
        id: InsightId::new(site.uuid()),
        since: Some(range.0),
        until: Some(range.1),
        ..day.clone()
    };
    for row in [&row, &ranged] {
        site.db.save_insight(row.clone()).await.unwrap();
    }
    let of = |range| InsightKey {
        scope: Scope::Account,
        entity: "17841",
        period: Period::Day,
        range,
    };
    assert_eq!(site.db.insight(of(None)).await.unwrap(), None);
    assert_eq!(
        site.db.insight(of(Some(range))).await.unwrap(),
        Some(ranged)
    );
    assert_eq!(site.db.insight(key("17841")).await.unwrap(), Some(row));
}

fn all<'a>(entity: &'a str, limit: i64) -> HistoryFilter<'a> {
    HistoryFilter {
        scope: Scope::Media,
        entity,
        metrics: &[],
        since: Timestamp::EPOCH,
        until: Timestamp::from_secs(9_999_999_999),
        after: None,
        limit,
    }
}

async fn plots_keep_one_point_in_five_minutes(site: &Site) {
    let start = site.now();
    for (step, reach) in [(0, 1.0), (MINUTE, 2.0), (5 * MINUTE, 3.0)] {
        site.clock.advance(step);
        let row = answer(site, "18", &[("reach", reach), ("rate", 0.5)]).await;
        site.db.save_insight(row).await.unwrap();
    }
    let days = Reading {
        metric: "reach".to_owned(),
        series: vec![Point {
            at: start.plus(-DAY),
            value: figure(9.0),
        }],
        ..Reading::default()
    };
    let mut row = answer(site, "18", &[]).await;
    row.fill(&Plan::default(), vec![days], &BTreeMap::new());
    site.db.save_insight(row).await.unwrap();
    let only = ["reach".to_owned()];
    let filter = HistoryFilter {
        metrics: &only,
        ..all("18", 50)
    };
    let points = site.db.insight_history(filter).await.unwrap();
    let shown: Vec<(i64, f64)> = points
        .iter()
        .map(|p| (p.at.since(start) / SECOND, p.value.get()))
        .collect();
    assert_eq!(shown, [(-86_400, 9.0), (0, 1.0), (360, 3.0)]);
    assert_eq!(
        site.db.insight_history(all("18", 50)).await.unwrap().len(),
        5
    );
    assert_eq!(site.db.insight_history(all("19", 50)).await.unwrap(), []);
}

async fn plots_are_paged_by_time(site: &Site) {
    let start = site.now();
    for n in 0..4 {
        let row = answer(site, "18", &[("a", f64::from(n)), ("b", 0.0)]).await;
        site.db.save_insight(row).await.unwrap();
        site.clock.advance(HOUR);
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let filter = HistoryFilter {
            after,
            since: start.plus(HOUR),
            until: start.plus(3 * HOUR),
            ..all("18", 3)
        };
        let page = site.db.insight_history(filter).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.at, last.metric.clone()));
        seen.extend(
            page.iter()
                .map(|p| (p.at.since(start) / HOUR, p.metric.clone())),
        );
    }
    let expected = [(1, "a"), (1, "b"), (2, "a"), (2, "b")].map(|(h, m)| (h, m.to_owned()));
    assert_eq!(seen, expected);
}

async fn old_ranges_and_points_go(site: &Site) {
    let whole = answer(site, "18", &[("reach", 1.0)]).await;
    let range = Snapshot {
        id: InsightId::new(site.uuid()),
        since: Some(site.now().plus(-HOUR)),
        until: Some(site.now()),
        ..whole.clone()
    };
    for row in [whole, range] {
        site.db.save_insight(row).await.unwrap();
    }
    let now = site.now();
    let kept = site.db.prune_insights(now, now).await.unwrap();
    assert_eq!(kept, 0, "nothing is older than now");
    let later = now.plus(1);
    assert_eq!(site.db.prune_insights(later, later).await.unwrap(), 2);
    assert_eq!(site.number("SELECT COUNT(*) FROM insight").await, 1);
    assert_eq!(site.number("SELECT COUNT(*) FROM insight_sample").await, 0);
}

async fn released(site: &Site) -> Vec<(JobKind, String)> {
    let now = site.now();
    site.db
        .release_insight_plans(&site.clock, now)
        .await
        .unwrap();
    let jobs = site
        .db
        .claim_jobs(NODE, now, LEASE, 100, 100)
        .await
        .unwrap();
    let mut found = Vec::new();
    for job in jobs {
        site.db
            .finish_job(&job, &store::jobs::JobEnd::Done, now)
            .await
            .unwrap();
        found.push((job.kind, job.subject));
    }
    found.sort_by_key(|(kind, subject)| (kind.as_str(), subject.clone()));
    found
}

async fn schedules_become_jobs_once(site: &Site) {
    let shop = site.shop().await;
    site.connect(Platform::Facebook, "100").await;
    let first = site.now().plus(10 * MINUTE);
    let ensure = async || {
        let now = site.now();
        site.db.ensure_insight_plans(first, now).await.unwrap();
    };
    ensure().await;
    ensure().await;
    assert_eq!(released(site).await, []);
    site.clock.advance(10 * MINUTE);
    let id = shop.id.to_string();
    let both = [
        (JobKind::FindStories, id.clone()),
        (JobKind::SampleAccount, id.clone()),
    ];
    assert_eq!(released(site).await, both);
    assert_eq!(released(site).await, [], "once");
    site.clock.advance(6 * HOUR);
    assert_eq!(released(site).await, [(JobKind::FindStories, id)]);
    // A long sleep is not caught up.
    site.clock.advance(30 * DAY);
    assert_eq!(released(site).await, both);
    assert_eq!(released(site).await, []);
    site.db.disconnect_account(shop.id).await.unwrap();
    site.clock.advance(2 * DAY);
    assert_eq!(released(site).await, [], "not without an account");
    ensure().await;
    assert_eq!(site.number("SELECT COUNT(*) FROM insight_plan").await, 0);
}

async fn a_story_is_planned_before_it_ends(site: &Site) {
    let shop = site.shop().await;
    let story = |id: &str, product: &str, age: i64| Post {
        product_type: Some(product.to_owned()),
        posted_at: Some(site.now().plus(-age)),
        fetched_at: Some(site.now()),
        ..Post::named(MediaId::new(id), shop.id, Platform::Instagram)
    };
    let posts = [
        story("new", "STORY", HOUR),
        story("late", "STORY", 23 * HOUR + 50 * MINUTE),
        story("over", "STORY", 25 * HOUR),
        story("reel", "REELS", HOUR),
    ];
    site.db.save_posts(&posts).await.unwrap();
    site.db.save_posts(&posts).await.unwrap();
    let sample = |id: &str| (JobKind::SampleStory, id.to_owned());
    assert_eq!(released(site).await, [sample("late")]);
    site.clock.advance(22 * HOUR + 30 * MINUTE - 1);
    assert_eq!(released(site).await, []);
    site.clock.advance(1);
    assert_eq!(released(site).await, [sample("new")]);
    site.clock.advance(2 * DAY);
    assert_eq!(released(site).await, []);
}

async fn schedules_wait_for_a_token_that_works(site: &Site) {
    let shop = site.shop().await;
    let now = site.now();
    site.db.ensure_insight_plans(now, now).await.unwrap();
    let dead = AccountStatus::Reconnect;
    site.db
        .hold_account(shop.id, dead, "dead", None, now, now)
        .await
        .unwrap();
    assert_eq!(released(site).await, []);
    site.shop().await;
    let again = site.connect(Platform::Instagram, crate::site::SHOP).await;
    assert_eq!(again.id, shop.id);
    assert_eq!(released(site).await.len(), 2);
}
