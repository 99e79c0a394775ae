//! Insights in every shape that Meta answers with (§6).

use domain::insights::plan::Ask;
use domain::insights::table::{Form, Kind};
use domain::insights::{Period, Reading};
use domain::time::Timestamp;
use meta::graph::{CallError, Host};
use serde_json::{Value, json};

use super::{Answer, Meta, creds, sample};

fn ask(metrics: &[&str], form: Form, period: Period) -> Ask {
    Ask {
        metrics: metrics.iter().map(|m| (*m).to_owned()).collect(),
        period,
        form,
        breakdown: None,
        timeframe: None,
    }
}

async fn read(answer: Answer) -> Result<Vec<Reading>, CallError> {
    let meta = Meta::answering(vec![answer]).await;
    let ask = ask(&["x"], Form::Plain, Period::Lifetime);
    meta.client
        .insights(&creds(Host::Facebook), "18", Kind::Feed, &ask, None)
        .await
}

async fn of(name: &str) -> Vec<Reading> {
    read(Answer::of(&sample(name))).await.unwrap()
}

/// `name=value [day:value …] {part:value …}`
fn line(reading: &Reading) -> String {
    let show = |f: domain::insights::Figure| f.get().to_string();
    let days = reading
        .series
        .iter()
        .map(|p| format!("{}:{}", &p.at.to_string()[..10], show(p.value)));
    let parts = reading.breakdowns.iter().map(|c| {
        let by: Vec<String> = c.by.iter().map(|(k, v)| format!("{k}={v}")).collect();
        format!("{}:{}", by.join("+"), show(c.value))
    });
    format!(
        "{}={} [{}] {{{}}}",
        reading.metric,
        reading.value.map_or("-".to_owned(), show),
        days.collect::<Vec<_>>().join(" "),
        parts.collect::<Vec<_>>().join(" ")
    )
}

fn lines(readings: &[Reading]) -> Vec<String> {
    readings.iter().map(line).collect()
}

#[tokio::test]
async fn every_sample_reads_as_it_says() {
    assert_eq!(
        lines(&of("insights-media").await),
        ["shares=0 [] {}", "comments=0 [] {}"]
    );
    assert_eq!(
        lines(&of("insights-story-navigation").await),
        [
            "navigation=25 [] {story_navigation_action_type=tap_forward:19 story_navigation_action_type=tap_back:4 story_navigation_action_type=tap_exit:1 story_navigation_action_type=swipe_forward:1}"
        ]
    );
    assert_eq!(
        lines(&of("insights-account-total-value").await),
        [
            "total_interactions=42 [] {}",
            "views=1510 [] {follower_type=follower:1200 follower_type=non_follower:310}"
        ]
    );
    assert_eq!(
        lines(&of("insights-account-reach-series").await),
        ["reach=3 [2025-12-09:0 2025-12-10:3] {}"]
    );
    assert_eq!(
        lines(&of("insights-demographics").await),
        ["follower_demographics=- [] {country=US:64 country=DE:12}"]
    );
    assert_eq!(
        lines(&of("insights-follows-unfollows").await),
        ["follows_and_unfollows=- [] {follow_type=follower:9 follow_type=non_follower:2}"]
    );
    assert_eq!(of("insights-empty").await, []);
}

#[tokio::test]
async fn odd_shapes_are_read_as_far_as_they_go() {
    let body = json!({"data": [
        {"name": "online_followers", "values": [{"value": {"0": 7, "1": "9"}, "end_time": "2025-12-10T08:00:00+0000"}]},
        {"name": "a", "values": [{"value": "12"}]},
        {"name": "b", "values": "none", "total_value": 7},
        {"name": "c", "values": [{"value": null}, {"value": 41.5}]},
        {"name": "late", "values": [{"value": 2, "end_time": "2025-12-10T08:00:00+0000"}, {"value": 1, "end_time": "2025-12-09T08:00:00+0000"}]},
        {"values": [{"value": 1}]},
        7,
    ]});
    assert_eq!(
        lines(&read(Answer::json(200, &body)).await.unwrap()),
        [
            "online_followers=- [] {key=0:7 key=1:9}",
            "a=12 [] {}",
            "b=- [] {}",
            "c=41.5 [] {}",
            "late=2 [2025-12-09:1 2025-12-10:2] {}",
        ]
    );
    for body in [json!({}), json!({"data": {}}), json!({"data": null})] {
        assert_eq!(read(Answer::json(200, &body)).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_long_answer_is_cut() {
    let day = |n: i64| json!({"value": n, "end_time": 1_700_000_000 + n * 86_400});
    let values: Vec<Value> = (0..500).map(day).collect();
    let results: Vec<Value> = (0..900)
        .map(|n| json!({"dimension_values": [n.to_string()], "value": n}))
        .collect();
    let node = json!({"name": "x", "values": values,
        "total_value": {"breakdowns": [{"dimension_keys": ["city"], "results": results}]}});
    let mut nodes = vec![json!({"name": "y", "values": []}); 150];
    nodes[0] = node;
    let got = read(Answer::json(200, &json!({"data": nodes})))
        .await
        .unwrap();
    assert_eq!(got.len(), 100);
    assert_eq!(got[0].series.len(), 100);
    assert_eq!(got[0].breakdowns.len(), 400);
    let newest = got[0].series.last().unwrap();
    assert_eq!(Some(newest.value), got[0].value, "the newest days are kept");
}

#[tokio::test]
async fn an_account_is_asked_with_period_type_and_range() {
    let meta = Meta::answering(vec![Answer::json(200, &json!({"data": []}))]).await;
    let creds = creds(Host::Facebook);
    let range = Some((
        Timestamp::from_secs(1_700_000_000),
        Timestamp::from_secs(1_700_086_400),
    ));
    let total = ask(&["reach", "views"], Form::Total, Period::Day);
    let parts = Ask {
        breakdown: Some("country"),
        timeframe: Some("this_month"),
        ..ask(&["follower_demographics"], Form::Total, Period::Lifetime)
    };
    let days = ask(&["reach"], Form::Series, Period::Day);
    for (kind, ask, range) in [
        (Kind::Account, &total, range),
        (Kind::Account, &parts, None),
        (Kind::Account, &days, None),
        (
            Kind::Story,
            &ask(&["replies"], Form::Plain, Period::Lifetime),
            range,
        ),
    ] {
        let asked = meta.client.insights(&creds, "17/841", kind, ask, range);
        assert_eq!(asked.await.unwrap(), []);
    }
    let uris: Vec<String> = meta.seen().into_iter().map(|s| s.uri).collect();
    assert_eq!(
        uris,
        [
            "/v25.0/17%2F841/insights?metric=reach%2Cviews&period=day&metric_type=total_value&since=1700000000&until=1700086400",
            "/v25.0/17%2F841/insights?metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=country&timeframe=this_month",
            "/v25.0/17%2F841/insights?metric=reach&period=day&metric_type=time_series",
            "/v25.0/17%2F841/insights?metric=replies",
        ]
    );
}

#[tokio::test]
async fn refusals_keep_what_is_needed_to_decide() {
    for (name, subcode, words) in [
        (
            "error-insights-metric",
            None,
            "must be one of the following values: reach",
        ),
        (
            "error-insights-metric-for-media",
            None,
            "does not support the impressions metric",
        ),
        ("error-insights-range", None, "30 days"),
        ("error-insights-viewers", None, "Not enough viewers"),
        (
            "error-insights-before-conversion",
            Some(2_108_006),
            "Invalid parameter",
        ),
    ] {
        let problem = read(Answer::of(&sample(name))).await.unwrap_err();
        let CallError::Final { error, .. } = problem else {
            panic!("{name}: {problem:?}");
        };
        assert_eq!(error.subcode, subcode, "{name}");
        assert!(error.message.contains(words), "{name}: {}", error.message);
    }
}
