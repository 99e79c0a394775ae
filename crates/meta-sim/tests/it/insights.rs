//! Figures that follow from what people did, and Meta's refusals (§6).

use meta_sim::{Mode, SimConfig};
use serde_json::{Value, json};

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, config};

const TOKEN: &str = "token-of-mock_ig_123";

async fn rig(receiver: &Receiver) -> Rig {
    Rig::start(SimConfig {
        mode: Mode::Stepped,
        ..config(receiver)
    })
    .await
}

async fn ask(rig: &Rig, path: &str) -> (u16, Value) {
    rig.graph("GET", &format!("{}/v25.0{path}", rig.base), TOKEN, None)
        .await
}

async fn posted(rig: &Rig, kind: &str) -> String {
    let path = format!("/_sim/accounts/{INSTAGRAM}/media");
    let made = rig.post(&path, json!({"kind": kind})).await;
    made["id"].as_str().unwrap().to_owned()
}

async fn visit(rig: &Rig, media: &str, visit: Value) -> Value {
    rig.post(&format!("/_sim/media/{media}/visits"), visit)
        .await
}

/// `name=value` of each, the sum of parts or the value itself.
fn figures(answer: &(u16, Value)) -> Vec<String> {
    assert_eq!(answer.0, 200, "{}", answer.1);
    let data = answer.1["data"].as_array().unwrap().iter();
    data.map(|node| {
        let value = match &node["values"][0]["value"] {
            Value::Null => &node["total_value"]["value"],
            value => value,
        };
        format!("{}={value}", node["name"].as_str().unwrap())
    })
    .collect()
}

fn error(answer: &(u16, Value)) -> (i64, Option<i64>, String) {
    let error = &answer.1["error"];
    (
        error["code"]
            .as_i64()
            .unwrap_or_else(|| panic!("{}", answer.1)),
        error["error_subcode"].as_i64(),
        error["message"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn a_post_counts_what_people_did() {
    let receiver = Receiver::start().await;
    let rig = rig(&receiver).await;
    let media = posted(&rig, "reel").await;
    let anna = rig.customer(INSTAGRAM).await;
    let path = format!(
        "/{media}/insights?metric=reach,views,likes,saved,shares,comments,total_interactions,ig_reels_avg_watch_time,ig_reels_video_view_total_time,reels_skip_rate"
    );
    assert_eq!(
        figures(&ask(&rig, &path).await),
        [
            "reach=0",
            "views=0",
            "likes=0",
            "saved=0",
            "shares=0",
            "comments=0",
            "total_interactions=0",
            "ig_reels_avg_watch_time=0",
            "ig_reels_video_view_total_time=0",
            "reels_skip_rate=0.0"
        ]
    );
    visit(
        &rig,
        &media,
        json!({"people": 10, "did": ["view", "view", "like"]}),
    )
    .await;
    visit(&rig, &media, json!({"people": 4, "did": ["save", "skip"]})).await;
    visit(
        &rig,
        &media,
        json!({"customer_id": anna, "did": ["comment", "like"]}),
    )
    .await;
    // Passed on in a message.
    let share = json!({"attachments": [{"type": "ig_reel", "media_id": media}]});
    rig.post(&format!("/_sim/customers/{anna}/messages"), share)
        .await;
    assert_eq!(
        figures(&ask(&rig, &path).await),
        [
            "reach=11",
            "views=25",
            "likes=11",
            "saved=4",
            "shares=1",
            "comments=1",
            "total_interactions=17",
            "ig_reels_avg_watch_time=6400",
            "ig_reels_video_view_total_time=160000",
            "reels_skip_rate=16.0"
        ]
    );
    // The account's are those of all its posts, over a day.
    let account = format!(
        "/{INSTAGRAM}/insights?metric=reach,views,likes,accounts_engaged&period=day&metric_type=total_value"
    );
    assert_eq!(
        figures(&ask(&rig, &account).await),
        ["reach=11", "views=25", "likes=11", "accounts_engaged=11"]
    );
    let own = format!(
        "{}/me/insights?metric=views&period=day&metric_type=total_value",
        rig.ig
    );
    assert_eq!(
        figures(&rig.graph("GET", &own, TOKEN, None).await),
        ["views=25"]
    );
    rig.post("/_sim/clock", json!({"advance_ms": 25 * 3_600_000}))
        .await;
    assert_eq!(
        figures(&ask(&rig, &account).await),
        ["reach=0", "views=0", "likes=0", "accounts_engaged=0"]
    );
}

#[tokio::test]
async fn days_end_at_midnight_of_the_west_coast() {
    let receiver = Receiver::start().await;
    let rig = rig(&receiver).await;
    let media = posted(&rig, "image").await;
    // 2025-11-10T07:59:59Z is still the ninth there.
    for (at, people) in [(1_762_761_599_000_i64, 5), (1_762_761_600_000, 8)] {
        visit(
            &rig,
            &media,
            json!({"people": people, "at": at, "did": ["view", "follow"]}),
        )
        .await;
    }
    let range = "period=day&since=1762675200&until=1762848000";
    let reach = ask(
        &rig,
        &format!("/{INSTAGRAM}/insights?metric=reach&metric_type=time_series&{range}"),
    )
    .await;
    assert_eq!(
        reach.1["data"][0]["values"],
        json!([{"value": 5, "end_time": "2025-11-10T08:00:00+0000"}, {"value": 8, "end_time": "2025-11-11T08:00:00+0000"}])
    );
    let followers = ask(
        &rig,
        &format!("/{INSTAGRAM}/insights?metric=follower_count&{range}"),
    )
    .await;
    assert_eq!(followers.1["data"][0]["values"][1]["value"], 8);
    let sum = ask(
        &rig,
        &format!("/{INSTAGRAM}/insights?metric=reach&metric_type=total_value&{range}"),
    )
    .await;
    assert_eq!(figures(&sum), ["reach=8"], "the same people come twice");
}

#[tokio::test]
async fn one_bad_metric_fails_the_whole_call() {
    let receiver = Receiver::start().await;
    let rig = rig(&receiver).await;
    let post = posted(&rig, "image").await;
    let reel = posted(&rig, "reel").await;
    let day = "period=day&metric_type=total_value";
    for (path, code, subcode, words) in [
        (
            format!("/{INSTAGRAM}/insights?metric=views,impressions&{day}"),
            100,
            None,
            "(#100) metric[1] must be one of the following values: reach, ",
        ),
        (
            format!("/{INSTAGRAM}/insights?metric=views&period=day"),
            100,
            None,
            "(views) should be specified with parameter metric_type=total_value",
        ),
        (
            format!("/{INSTAGRAM}/insights?metric=follower_demographics&{day}"),
            100,
            None,
            "(follower_demographics) are incompatible with the period (day)",
        ),
        (
            format!("/{INSTAGRAM}/insights?metric=likes&breakdown=country&{day}"),
            1,
            None,
            "An unknown error has occurred.",
        ),
        (
            format!("/{INSTAGRAM}/insights?metric=views&since=1700000000&until=1702592001&{day}"),
            100,
            None,
            "There cannot be more than 30 days",
        ),
        (
            format!("/{INSTAGRAM}/insights?{day}"),
            100,
            None,
            "The parameter metric is required",
        ),
        (
            format!("/{INSTAGRAM}/insights?metric=views"),
            100,
            None,
            "The parameter period is required",
        ),
        (
            format!("/{post}/insights?metric=reach,impressions"),
            100,
            None,
            "does not support the impressions metric for this media product type.",
        ),
        (
            format!("/{reel}/insights?metric=navigation"),
            100,
            None,
            "does not support the navigation metric",
        ),
        (
            format!("/{reel}/insights?metric=hologram"),
            100,
            None,
            "metric[0] must be one of the following values: reach, replies",
        ),
        (
            format!("/{reel}/insights?metric=reach&breakdown=age"),
            1,
            None,
            "An unknown error",
        ),
        (
            format!("/{PAGE}/insights?metric=views&{day}"),
            100,
            None,
            "nonexisting field (insights)",
        ),
        (
            "/nobody_at_all_1/insights?metric=views".to_owned(),
            200,
            None,
            "",
        ),
    ] {
        let answer = ask(&rig, &path).await;
        if code == 200 {
            // Adopted: nobody came by it yet.
            assert_eq!(figures(&answer), ["views=0"]);
            continue;
        }
        let (c, s, message) = error(&answer);
        assert_eq!((c, s), (code, subcode), "{path}: {message}");
        assert!(message.contains(words), "{path}: {message}");
    }
    let own = format!("{}/{post}/insights?metric=total_likes", rig.ig);
    let refused = rig.graph("GET", &own, TOKEN, None).await;
    assert_eq!(error(&refused).0, 100, "the Facebook host's only");
    assert_eq!(
        figures(&ask(&rig, &format!("/{post}/insights?metric=total_likes")).await),
        ["total_likes=0"]
    );
    let page = format!("{}/{INSTAGRAM_PAGE}/insights?metric=views&{day}", rig.base);
    assert_eq!(rig.graph("GET", &page, TOKEN, None).await.0, 400);
}

#[tokio::test]
async fn who_the_followers_are_comes_in_parts_without_a_sum() {
    let receiver = Receiver::start().await;
    let rig = rig(&receiver).await;
    for by in ["age", "city", "country", "gender"] {
        let path = format!(
            "/{INSTAGRAM}/insights?metric=follower_demographics&period=lifetime&metric_type=total_value&timeframe=this_month&breakdown={by}"
        );
        let (status, body) = ask(&rig, &path).await;
        assert_eq!(status, 200, "{body}");
        let total = &body["data"][0]["total_value"];
        assert_eq!(total.get("value"), None);
        assert_eq!(total["breakdowns"][0]["dimension_keys"], json!([by]));
        let results = total["breakdowns"][0]["results"].as_array().unwrap();
        let sum: u64 = results.iter().map(|r| r["value"].as_u64().unwrap()).sum();
        assert!(sum <= 1_280 && results.len() >= 3, "{body}");
    }
}

#[tokio::test]
async fn a_story_tells_its_last_word_when_it_has_ended() {
    let receiver = Receiver::start().await;
    let rig = rig(&receiver).await;
    let story = posted(&rig, "story").await;
    let anna = rig.customer(INSTAGRAM).await;
    let path = format!("/{story}/insights?metric=reach,replies");
    visit(
        &rig,
        &story,
        json!({"people": 4, "did": ["view", "tap_forward"]}),
    )
    .await;
    let few = error(&ask(&rig, &path).await);
    assert_eq!((few.0, few.1), (10, None));
    assert!(few.2.contains("Not enough viewers"));
    let answer = json!({"text": "lovely", "story": {"id": story, "url": "https://x.example/s"}});
    rig.post(&format!("/_sim/customers/{anna}/messages"), answer)
        .await;
    assert_eq!(figures(&ask(&rig, &path).await), ["reach=5", "replies=1"]);
    let navigation = ask(
        &rig,
        &format!("/{story}/insights?metric=navigation&breakdown=story_navigation_action_type"),
    )
    .await;
    let node = &navigation.1["data"][0];
    assert_eq!(
        (&node["values"][0]["value"], &node["total_value"]["value"]),
        (&json!(4), &json!(4))
    );
    let first = &node["total_value"]["breakdowns"][0]["results"][0];
    assert_eq!(
        first,
        &json!({"dimension_values": ["tap_forward"], "value": 4})
    );
    let cancelled = error(
        &ask(
            &rig,
            &format!("/{story}/insights?metric=reach,facebook_views"),
        )
        .await,
    );
    assert_eq!(cancelled.1, Some(2_207_086));

    // Step until everything has gone out; the last is the story's.
    rig.post("/_sim/step", json!({"all": true})).await;
    let got = receiver
        .wait(1, |g| {
            g.body["entry"][0]["changes"][0]["field"] == "story_insights"
        })
        .await;
    let entry = &got[0].body["entry"][0];
    assert_eq!(entry["id"], INSTAGRAM);
    assert!(entry["time"].as_i64().unwrap() < 100_000_000_000, "seconds");
    assert_eq!(
        entry["changes"][0]["value"],
        json!({"media_id": story, "impressions": 5, "reach": 5, "taps_forward": -1, "taps_back": -1, "exits": -1, "replies": -1})
    );
    let gone = error(&ask(&rig, &path).await);
    assert_eq!((gone.0, gone.1), (100, Some(33)));
    let clock = rig.get("/_sim/clock").await;
    assert!(clock["now"].as_i64().unwrap() > 0);
}

#[tokio::test]
async fn a_moved_clock_ends_stories_too() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let story = posted(&rig, "story").await;
    visit(&rig, &story, json!({"people": 9, "did": ["view"]})).await;
    rig.post("/_sim/clock", json!({"offset_ms": 25 * 3_600_000}))
        .await;
    let got = receiver
        .wait(1, |g| {
            g.body["entry"][0]["changes"][0]["value"]["media_id"] == json!(story)
        })
        .await;
    assert_eq!(got[0].body["entry"][0]["changes"][0]["value"]["reach"], 9);
}

#[tokio::test]
async fn only_somebody_can_come_by_something() {
    let receiver = Receiver::start().await;
    let rig = rig(&receiver).await;
    let media = posted(&rig, "image").await;
    for (media, new, status) in [
        ("nothing", json!({"people": 1}), 404),
        (media.as_str(), json!({"customer_id": "nobody"}), 404),
        (media.as_str(), json!({}), 422),
        (media.as_str(), json!({"people": 1, "did": ["fly"]}), 422),
    ] {
        assert_eq!(visit(&rig, media, new).await["status"], status);
    }
}
