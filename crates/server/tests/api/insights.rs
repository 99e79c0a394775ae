//! Figures of accounts, posts and stories: from Meta, from the store, and on schedule.

use std::collections::BTreeSet;

use domain::time::{DAY, HOUR, MINUTE};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Api;
use testkit::wait::{PATIENCE, until};

use crate::album::Album;
use crate::app::{PAGE, Place, SHOP, TestApp, all, at_once, invalid, manual, problem, text, time};

both!(
    figures_of_an_account,
    days_and_people_of_an_account,
    whose_account,
    figures_of_posts,
    figures_of_stories,
    bad_metrics_never_fail_the_rest,
    equal_questions_make_one_call,
    what_is_stored_outlives_meta,
    plots,
    on_schedule,
    the_last_word_of_a_story,
    in_real_mode,
);

const ACCOUNT: &str = "/api/insights/account";
/// The account of the stories in real mode.
const FERN: &str = "17841400000000001";
const FERN_TOKEN: &str = "EAAtoken-of-the-environment";

async fn account(app: &TestApp, query: &str) -> Value {
    app.agent.get(&format!("{ACCOUNT}?{query}")).await
}

async fn media(app: &TestApp, id: &str, query: &str) -> Value {
    let path = format!("/api/insights/media?media_id={id}&{query}");
    app.agent.get(&path).await
}

async fn story(app: &TestApp, id: &str, query: &str) -> Value {
    let path = format!("/api/insights/story?story_id={id}&{query}");
    app.agent.get(&path).await
}

/// The account posts something in the simulator.
async fn posted(app: &TestApp, account: &str, new: Value) -> String {
    let path = format!("/_sim/accounts/{account}/media");
    text(&app.sim.post(&path, &new).await["id"])
}

/// People come by it.
async fn visit(app: &TestApp, media: &str, people: u32, did: &[&str]) {
    let path = format!("/_sim/media/{media}/visits");
    let _ = app
        .sim
        .post(&path, &json!({"people": people, "did": did}))
        .await;
}

/// What Meta was asked for figures, oldest first: the metrics of each call.
async fn asked(app: &TestApp) -> Vec<String> {
    let calls = app
        .sim
        .get("/_sim/calls?limit=5000&match=GET */insights")
        .await;
    let mut calls: Vec<String> = all(calls)
        .iter()
        .map(|c| text(&c["body"]["metric"]))
        .collect();
    calls.reverse();
    calls
}

async fn fault(app: &TestApp, then: Value, times: u32) {
    let fault = json!({"match": "GET */insights", "times": times, "then": then});
    let _ = app.sim.post("/_sim/faults", &fault).await;
}

fn names(object: &Value) -> BTreeSet<&str> {
    let object = object.as_object().unwrap_or_else(|| panic!("{object}"));
    object.keys().map(String::as_str).collect()
}

async fn figures_of_an_account(place: &Place) {
    let app = place.mock(&[]).await;
    let mut socket = app.socket(&app.agent).await;
    let first = account(&app, "").await;
    assert_eq!(
        (&first["scope"], &first["entity_id"], &first["period"]),
        (&json!("account"), &json!(SHOP), &json!("day"))
    );
    assert_eq!(
        (&first["cached"], &first["ended"]),
        (&json!(false), &json!(false))
    );
    // The demo's story is three hours old, and 240 people came by it.
    assert_eq!(first["metrics"]["reach"], 180);
    assert_eq!(first["metrics"]["views"], 240);
    assert_eq!(first["metrics"]["likes"], 41);
    let figures: Value = serde_json::from_str(&text(&first["metrics_json"])).unwrap();
    assert_eq!(figures, first["metrics"]);
    // Parts without a sum are no failure.
    assert_eq!(first["metrics"]["follows_and_unfollows"], Value::Null);
    assert_eq!(
        first["breakdowns"]["follows_and_unfollows"][0],
        json!({"by": {"follow_type": "follower"}, "value": 7})
    );
    assert!(
        !names(&first["unavailable"]).contains("follows_and_unfollows"),
        "{first}"
    );

    // Everybody is told, with all that is stored.
    let told = socket.next_of("ig_insights").await;
    assert_eq!(told["metrics"], first["metrics"]);
    assert_eq!(
        (&told["scope"], &told["entity_id"]),
        (&json!("account"), &json!(SHOP))
    );
    assert_eq!(told["timestamp"], time(&first["fetched_at"]).secs());

    // Again: from the store, whoever asks and for whichever of them.
    let calls = asked(&app).await;
    let again = app
        .admin
        .get(&format!("{ACCOUNT}?metrics=views,reach"))
        .await;
    assert_eq!(again["cached"], true);
    assert_eq!(
        (&again["id"], &again["fetched_at"]),
        (&first["id"], &first["fetched_at"])
    );
    assert_eq!(again["metrics"], json!({"reach": 180, "views": 240}));
    assert_eq!(asked(&app).await, calls);

    // To be refreshed: all that is stored, so that one time is true of it.
    let fresh = account(&app, "metrics=views&refresh=true").await;
    assert_eq!(
        (&fresh["cached"], &fresh["id"]),
        (&json!(false), &first["id"])
    );
    assert!(time(&fresh["fetched_at"]) > time(&first["fetched_at"]));
    let more = asked(&app).await.split_off(calls.len());
    assert_eq!(more, calls, "the same calls once more");
    let whole = account(&app, "").await;
    assert_eq!(
        (&whole["cached"], &whole["metrics"]),
        (&json!(true), &first["metrics"])
    );

    // What others read.
    app.sql("CREATE TABLE seen AS SELECT id, scope, entity_id, period, metrics_json, fetched_at FROM instagram_insights")
        .await;
    app.finish().await;
}

async fn days_and_people_of_an_account(place: &Place) {
    let app = place.mock(&[]).await;
    let now = time(&account(&app, "metrics=reach").await["fetched_at"]);
    let since = now.plus(-7 * DAY).secs();
    let range = account(&app, &format!("metrics=reach,views&since={since}")).await;
    let days = all(range["series"]["reach"].clone());
    assert!((6..=7).contains(&days.len()), "{range}");
    assert!(days.iter().any(|d| d["value"] == 180), "{range}");
    assert!(
        text(&days[0]["at"]).ends_with("T08:00:00.000000Z"),
        "{range}"
    );
    assert_eq!(range["metrics"]["reach"], 180);
    assert_eq!(time(&range["since"]).secs(), since);
    let again = account(&app, &format!("metrics=views&since={since}")).await;
    assert_eq!(
        (&again["cached"], &again["id"]),
        (&json!(true), &range["id"])
    );

    let people = account(&app, "metrics=follower_demographics").await;
    assert_eq!(people["period"], "lifetime", "the only one that it has");
    let cells = all(people["breakdowns"]["follower_demographics"].clone());
    let by: BTreeSet<&str> = cells.iter().flat_map(|c| names(&c["by"])).collect();
    assert_eq!(by, BTreeSet::from(["age", "city", "country", "gender"]));
    assert!(cells.iter().any(|c| c["by"]["country"] == "DE"), "{people}");
    assert_eq!(
        asked(&app)
            .await
            .iter()
            .filter(|m| *m == "follower_demographics")
            .count(),
        4
    );
    app.finish().await;
}

async fn whose_account(place: &Place) {
    let app = place.mock(&[]).await;
    let get = async |person: &Api, query: &str| {
        person
            .send(Method::GET, &format!("{ACCOUNT}?{query}"), None)
            .await
    };
    let named = get(&app.agent, &format!("ig_user_id={SHOP}&metrics=reach")).await;
    assert_eq!(named.expect(200).json()["entity_id"], SHOP);
    for page in [PAGE, "100000000000123"] {
        let answer = get(&app.agent, &format!("ig_user_id={page}")).await;
        let body = answer.expect(422).json();
        if page == PAGE {
            assert!(
                text(&body["detail"]).starts_with("This is a Facebook Page."),
                "{body}"
            );
        }
    }
    let answer = get(&app.agent, "ig_user_id=17841400000000099").await;
    problem(answer, 404, "not_found", "Instagram account not found");
    for (query, pointer) in [
        ("metrics=Views", "/metrics"),
        ("metrics=a%20b", "/metrics"),
        (&format!("metrics={}", "x,".repeat(51)), "/metrics"),
        ("period=week", "/period"),
        (
            "period=lifetime&since=2026-01-01&until=2026-01-02",
            "/since",
        ),
        ("since=tomorrow", "/since"),
        ("until=2026-13-01", "/until"),
        ("since=4000000000", "/since"),
        ("since=2020-01-01&until=2020-01-02", "/since"),
        (&format!("ig_user_id={}", "1".repeat(201)), "/ig_user_id"),
        ("refresh=perhaps", "/refresh"),
    ] {
        invalid(get(&app.agent, query).await, pointer);
    }
    let today = app.app().clock.now();
    let range = format!(
        "since={}&until={}",
        today.plus(-31 * DAY).secs(),
        today.secs()
    );
    let body = get(&app.agent, &range).await.expect(422).json();
    assert_eq!(
        body["detail"],
        "Meta sums up at most 30 days. Ask for a shorter range."
    );
    let lifetime = format!("period=lifetime&since={}", today.plus(-DAY).secs());
    invalid(get(&app.agent, &lifetime).await, "/period");
    assert_eq!(asked(&app).await, ["reach"], "nothing of that reached Meta");
    app.finish().await;
}

async fn figures_of_posts(place: &Place) {
    let app = place.mock(&[]).await;
    let reel = posted(&app, SHOP, json!({"kind": "reel"})).await;
    visit(&app, &reel, 20, &["view", "view", "like"]).await;
    visit(&app, &reel, 6, &["save", "skip"]).await;
    let row = media(&app, &reel, "").await;
    assert_eq!(
        (&row["scope"], &row["entity_id"]),
        (&json!("media"), &json!(reel))
    );
    assert_eq!(
        (&row["period"], &row["unavailable"]),
        (&json!("lifetime"), &json!({}))
    );
    assert_eq!(
        row["metrics"],
        json!({"reach": 20, "views": 46, "total_interactions": 26, "shares": 0, "likes": 20, "comments": 0, "saved": 6,
            "reposts": 0, "ig_reels_avg_watch_time": 6400, "ig_reels_video_view_total_time": 294_400, "reels_skip_rate": 13})
    );
    // More is asked for than is stored: all of it is fetched anew.
    visit(&app, &reel, 20, &["view"]).await;
    let more = media(&app, &reel, "metrics=total_views,views").await;
    assert_eq!(more["metrics"], json!({"total_views": 66, "views": 66}));
    assert_eq!((&more["cached"], &more["id"]), (&json!(false), &row["id"]));
    let all_of_it = media(&app, &reel, "").await;
    assert_eq!(
        (&all_of_it["cached"], &all_of_it["metrics"]["saved"]),
        (&json!(true), &json!(6))
    );

    // A post that nobody has told us of is looked up, once, and belongs to the default account.
    let unknown = media(&app, "18000000000000042", "metrics=likes").await;
    assert_eq!(unknown["metrics"]["likes"], 0);
    let _ = media(&app, "18000000000000042", "metrics=likes&refresh=true").await;
    let calls = app
        .sim
        .get("/_sim/calls?match=GET /18000000000000042")
        .await;
    assert_eq!(all(calls).len(), 1);

    let get = async |path: &str| app.agent.send(Method::GET, path, None).await;
    let page = posted(&app, PAGE, json!({"caption": "Open"})).await;
    invalid(
        get(&format!("/api/insights/media?media_id={page}")).await,
        "/media_id",
    );
    invalid(get("/api/insights/media").await, "/media_id");
    invalid(get("/api/insights/media?media_id=1%0A2").await, "/media_id");
    let odd = get("/api/insights/media?media_id=..%2Fme%2Faccounts").await;
    // The simulator takes any id for a post's; it is one segment of the path, whatever it says.
    let _ = odd.expect(200);
    let calls = app.sim.get("/_sim/calls?match=GET /me/accounts").await;
    assert_eq!(all(calls), Vec::<Value>::new());
    app.finish().await;
}

async fn figures_of_stories(place: &Place) {
    let app = place.mock(&[]).await;
    let id = posted(&app, SHOP, json!({"kind": "story"})).await;
    visit(&app, &id, 4, &["view"]).await;
    let few = story(&app, &id, "").await;
    assert_eq!(
        (&few["scope"], &few["metrics"]["reach"]),
        (&json!("story"), &Value::Null)
    );
    assert_eq!(
        few["unavailable"]["reach"],
        "Fewer than five people have seen it, and Meta shows no figures then."
    );
    visit(&app, &id, 30, &["view", "tap_forward"]).await;
    let fresh = story(&app, &id, "refresh=true").await;
    assert_eq!(fresh["metrics"]["reach"], 30);
    assert_eq!(
        (&fresh["metrics"]["navigation"], &fresh["unavailable"]),
        (&json!(30), &json!({}))
    );
    let cells = all(fresh["breakdowns"]["navigation"].clone());
    assert_eq!(
        cells[0],
        json!({"by": {"story_navigation_action_type": "tap_forward"}, "value": 30})
    );
    // By the other route it is a story all the same, and one row.
    let same = media(&app, &id, "metrics=reach").await;
    assert_eq!(
        (&same["scope"], &same["id"]),
        (&json!("story"), &fresh["id"])
    );
    let reel = posted(&app, SHOP, json!({"kind": "reel"})).await;
    let get = async |path: &str| app.agent.send(Method::GET, path, None).await;
    let other = get(&format!("/api/insights/story?story_id={reel}")).await;
    problem(
        other,
        422,
        "not_a_story",
        "This is a post, not a story. Ask for it with /api/insights/media.",
    );
    invalid(get("/api/insights/story").await, "/story_id");
    app.finish().await;
}

async fn bad_metrics_never_fail_the_rest(place: &Place) {
    let app = place.mock(&[]).await;
    let row = account(
        &app,
        "metrics=reach,impressions,website_clicks,hologram,saved",
    )
    .await;
    assert_eq!(
        row["metrics"],
        json!({"reach": 180, "impressions": null, "website_clicks": null, "hologram": null, "saved": null})
    );
    assert_eq!(
        row["replacements"],
        json!({"impressions": "views", "website_clicks": "profile_links_taps", "saved": "saves"})
    );
    assert_eq!(
        row["unavailable"]["impressions"],
        "Meta has taken this metric away on 2025-04-21. Ask for views instead."
    );
    assert_eq!(asked(&app).await, ["reach"], "the others never reach Meta");
    // Nothing at all can be asked for: still an answer.
    let none = account(&app, "metrics=impressions").await;
    assert_eq!(
        (&none["cached"], &none["metrics"]),
        (&json!(true), &json!({"impressions": null}))
    );

    // Meta refuses one that we thought good, and says which are allowed.
    let reel = posted(&app, SHOP, json!({"kind": "reel"})).await;
    visit(&app, &reel, 9, &["like"]).await;
    let list = "(#100) metric[1] must be one of the following values: reach, views";
    fault(&app, json!({"error": {"code": 100, "message": list}}), 1).await;
    let before = asked(&app).await.len();
    let row = media(&app, &reel, "metrics=reach,likes,views").await;
    assert_eq!(
        row["metrics"],
        json!({"likes": null, "reach": 9, "views": 9})
    );
    let reason = text(&row["unavailable"]["likes"]);
    assert!(
        reason.starts_with("Meta refused this metric: (#100)"),
        "{reason}"
    );
    assert_eq!(
        asked(&app).await.split_off(before),
        ["reach,views,likes", "reach,views"]
    );
    // It says nothing of use: the bad one is found by halving.
    fault(
        &app,
        json!({"error": {"code": 100, "message": "Invalid parameter"}}),
        2,
    )
    .await;
    let row = media(&app, &reel, "metrics=reach,likes,views&refresh=true").await;
    assert_eq!(row["metrics"]["likes"], 9);
    assert_eq!(row["metrics"]["reach"], Value::Null);
    app.finish().await;
}

async fn equal_questions_make_one_call(place: &Place) {
    let app = place.mock(&[]).await;
    let path = format!(
        "{}/api/insights/account?metrics=reach&refresh=true",
        app.base
    );
    let token = app.agent.token().to_owned();
    fault(&app, json!({"delay_ms": 300}), 1).await;
    let ask = |_| {
        let (path, token) = (path.clone(), token.clone());
        async move {
            let answer = testkit::api::client().get(path).bearer_auth(token).send();
            answer.await.unwrap().json::<Value>().await.unwrap()
        }
    };
    let answers = at_once((0..20).map(ask)).await;
    assert_eq!(asked(&app).await, ["reach"]);
    let first: BTreeSet<String> = answers.iter().map(|a| text(&a["id"])).collect();
    assert_eq!(first.len(), 1, "{answers:?}");
    let made: Vec<&Value> = answers.iter().filter(|a| a["cached"] == false).collect();
    assert_eq!(made.len(), 1, "one asked, the others waited");
    app.finish().await;
}

async fn what_is_stored_outlives_meta(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let first = account(&app, "metrics=reach").await;
    clock.advance(2 * HOUR);
    fault(&app, json!("html_502"), 1).await;
    let old = account(&app, "metrics=reach").await;
    assert_eq!(
        (&old["cached"], &old["fetched_at"]),
        (&json!(true), &first["fetched_at"])
    );
    fault(&app, json!("html_502"), 1).await;
    let path = format!("{ACCOUNT}?metrics=reach&refresh=true");
    let answer = app.agent.send(Method::GET, &path, None).await;
    problem(answer, 502, "meta_unreachable", "");
    fault(&app, json!("html_502"), 1).await;
    let path = format!("{ACCOUNT}?metrics=likes");
    let answer = app.agent.send(Method::GET, &path, None).await;
    problem(answer, 502, "meta_unreachable", "");
    // A dead token stops the account, and admins are told.
    let mut socket = app.socket(&app.admin).await;
    fault(&app, json!({"error": {"code": 190, "subcode": 460}}), 1).await;
    let answer = app.agent.send(Method::GET, &path, None).await;
    problem(answer, 502, "account_reconnect", "");
    assert_eq!(
        socket.next_of("account_status").await["status"],
        "reconnect"
    );
    app.finish().await;
}

async fn plots(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let reel = posted(&app, SHOP, json!({"kind": "reel"})).await;
    for people in [3, 5, 8] {
        visit(&app, &reel, people, &["view"]).await;
        let _ = media(&app, &reel, "metrics=reach,views&refresh=true").await;
        clock.advance(10 * MINUTE);
    }
    let path = format!("/api/insights/history?scope=media&entity_id={reel}");
    let points = |answer: &Value| -> Vec<(String, f64)> {
        let list = all(answer.clone()).into_iter();
        list.map(|p| (text(&p["metric"]), p["value"].as_f64().unwrap()))
            .collect()
    };
    let whole = app.agent.get(&path).await;
    let expected = [
        ("reach", 3.0),
        ("views", 3.0),
        ("reach", 5.0),
        ("views", 8.0),
        ("reach", 8.0),
        ("views", 16.0),
    ];
    assert_eq!(points(&whole), expected.map(|(m, v)| (m.to_owned(), v)));
    let one = app.agent.get(&format!("{path}&metric=reach")).await;
    assert_eq!(
        points(&one).iter().map(|p| p.1).collect::<Vec<_>>(),
        [3.0, 5.0, 8.0]
    );
    let newest = time(&all(whole.clone())[5]["at"]);
    let last = app
        .agent
        .get(&format!("{path}&since={}", newest.secs()))
        .await;
    assert_eq!(points(&last).len(), 2);

    // Page by page, without a gap.
    let mut next = Some(format!("{path}&limit=4"));
    let mut seen = Vec::new();
    while let Some(path) = next {
        let answer = app.agent.send(Method::GET, &path, None).await.expect(200);
        seen.extend(points(&answer.json()));
        next = answer.header("link").map(|l| {
            let start = l.strip_prefix('<').unwrap();
            start.split_once('>').unwrap().0.to_owned()
        });
    }
    assert_eq!(seen, points(&whole));
    let get = async |query: &str| {
        let path = format!("/api/insights/history?{query}");
        app.agent.send(Method::GET, &path, None).await
    };
    for (query, pointer) in [
        ("entity_id=1", "/scope"),
        ("scope=week&entity_id=1", "/scope"),
        ("scope=media", "/entity_id"),
        ("scope=media&entity_id=1&metric=A", "/metric"),
        ("scope=media&entity_id=1&limit=0", "/limit"),
        ("scope=media&entity_id=1&cursor=x", "/cursor"),
        (
            "scope=media&entity_id=1&since=2026-01-02&until=2026-01-01",
            "/since",
        ),
    ] {
        invalid(get(query).await, pointer);
    }
    let nothing = get("scope=story&entity_id=nobody").await.expect(200);
    assert_eq!(nothing.json(), json!([]));
    app.finish().await;
}

async fn on_schedule(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let id = posted(&app, SHOP, json!({"kind": "story"})).await;
    visit(&app, &id, 12, &["view"]).await;
    // At first a while after the start: the account's figures, and its stories.
    let db = &app.app().db;
    let now = app.app().clock.now();
    db.ensure_insight_plans(now.plus(10 * MINUTE), now)
        .await
        .unwrap();
    clock.advance(11 * MINUTE);
    until(PATIENCE, "the account's figures", async || {
        (asked(&app).await.len() == 3).then_some(())
    })
    .await;
    app.quiet().await;
    let plot = async |scope: &str, id: &str| {
        let path = format!("/api/insights/history?scope={scope}&entity_id={id}&metric=reach");
        all(app.agent.get(&path).await).len()
    };
    assert_eq!(plot("account", SHOP).await, 1);
    assert_eq!(
        plot("story", &id).await,
        0,
        "it has most of its day before it"
    );
    clock.advance(23 * HOUR + 20 * MINUTE);
    until(PATIENCE, "the story's last figures", async || {
        (plot("story", &id).await == 1).then_some(())
    })
    .await;
    let row = story(&app, &id, "").await;
    assert_eq!(row["metrics"]["reach"], 12);
    app.quiet().await;
    // When it is over Meta is not asked, and the last figures stay.
    clock.advance(HOUR);
    let calls = asked(&app).await.len();
    let over = story(
        &app,
        &id,
        "metrics=reach,shares,link_clicks,profile_activity&refresh=true",
    )
    .await;
    assert_eq!(
        (&over["ended"], &over["cached"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(over["metrics"]["reach"], 12);
    assert_eq!(
        over["unavailable"]["profile_activity"],
        "The story has ended, and Meta tells nothing of it any more."
    );
    assert_eq!(asked(&app).await.len(), calls);
    app.finish().await;
}

async fn the_last_word_of_a_story(place: &Place) {
    let app = place.mock(&[]).await;
    let mut socket = app.socket(&app.agent).await;
    let value = json!({"media_id": "18000000000000055", "impressions": 28, "reach": 17, "taps_forward": 12, "taps_back": -1, "replies": -1});
    let body = |n: u32| {
        let change = json!({"field": "story_insights", "value": value});
        let entry = json!({"id": SHOP, "time": 1_762_785_321 + n, "changes": [change]});
        json!({"object": "instagram", "entry": [entry]}).to_string()
    };
    let seen = app.deliver(body(0).as_bytes()).await;
    assert_eq!(seen["items"][0]["outcome"], "applied", "{seen}");
    let told = socket.next_of("ig_insights").await;
    assert_eq!(
        told["metrics"],
        json!({"impressions": 28, "reach": 17, "taps_forward": 12, "taps_back": null, "replies": null})
    );
    assert_eq!(
        (&told["scope"], &told["entity_id"]),
        (&json!("story"), &json!("18000000000000055"))
    );
    let again = app.deliver(body(1).as_bytes()).await;
    assert_eq!(again["items"][0]["outcome"], "duplicate", "{again}");
    let row = story(
        &app,
        "18000000000000055",
        "metrics=reach,taps_back,shares&refresh=true",
    )
    .await;
    assert_eq!(
        (&row["ended"], &row["cached"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        row["metrics"],
        json!({"reach": 17, "taps_back": null, "shares": null})
    );
    assert_eq!(
        row["unavailable"]["taps_back"],
        "It is below five, and Meta does not say how much."
    );
    assert_eq!(asked(&app).await, [""; 0], "Meta forgets it");
    app.finish().await;
}

async fn in_real_mode(place: &Place) {
    let app = place.strict(FERN, FERN_TOKEN, &[]).await;
    let reel = posted(&app, FERN, json!({"kind": "reel"})).await;
    visit(&app, &reel, 11, &["view", "like"]).await;
    let row = media(&app, &reel, "").await;
    assert_eq!(
        (&row["metrics"]["likes"], &row["unavailable"]),
        (&json!(11), &json!({}))
    );
    let whole = account(&app, "").await;
    assert_eq!(
        (&whole["entity_id"], &whole["metrics"]["likes"]),
        (&json!(FERN), &json!(11))
    );
    let get = async |path: &str| app.agent.send(Method::GET, path, None).await;
    let unknown = get("/api/insights/media?media_id=18000000000000042").await;
    problem(unknown, 404, "not_found", "Media not found");
    // Somebody else's post is as if it were not there.
    let other = json!({"id": "17841400000000002", "platform": "instagram", "token": "EAAother"});
    let _ = app.sim.post("/_sim/accounts", &other).await;
    let theirs = posted(&app, "17841400000000002", json!({})).await;
    let answer = get(&format!("/api/insights/media?media_id={theirs}")).await;
    problem(answer, 404, "not_found", "Media not found");
    app.finish().await;
}

/// The body of every answer.
pub(crate) async fn shapes(album: &mut Album, app: &TestApp) {
    album.chapter();
    let get = Method::GET;
    let of = |route: &'static str, path: &'static str| (get.clone(), route, path);
    let reel = json!({"id": "18000000000000077", "kind": "reel"});
    let reel = posted(app, SHOP, reel).await;
    let story = posted(
        app,
        SHOP,
        json!({"id": "18000000000000078", "kind": "story"}),
    )
    .await;
    for id in [&reel, &story] {
        visit(app, id, 9, &["view", "share"]).await;
    }
    let media = "/api/insights/media";
    let story = "/api/insights/story";
    let history = "/api/insights/history";
    let posts = "/api/insights/posts";
    for (name, person, route) in [
        (
            "insights-posts-422",
            &app.agent,
            of(posts, "/api/insights/posts?scope=reel"),
        ),
        (
            "insights-media",
            &app.agent,
            of(media, "/api/insights/media?media_id=18000000000000077"),
        ),
        (
            "insights-media-refused",
            &app.agent,
            of(
                media,
                "/api/insights/media?media_id=18000000000000077&metrics=views,plays,navigation,hologram,saves",
            ),
        ),
        ("insights-media-401", &app.nobody, of(media, media)),
        (
            "insights-media-404",
            &app.agent,
            of(media, "/api/insights/media?media_id=.."),
        ),
        ("insights-media-422", &app.agent, of(media, media)),
        (
            "insights-story",
            &app.agent,
            of(story, "/api/insights/story?story_id=18000000000000078"),
        ),
        (
            "insights-posts",
            &app.agent,
            of(posts, "/api/insights/posts?scope=story&limit=1"),
        ),
        ("insights-story-401", &app.nobody, of(story, story)),
        (
            "insights-story-404",
            &app.agent,
            of(story, "/api/insights/story?story_id=.."),
        ),
        (
            "insights-story-422",
            &app.agent,
            of(story, "/api/insights/story?story_id=18000000000000077"),
        ),
        (
            "insights-account",
            &app.agent,
            of(ACCOUNT, "/api/insights/account?metrics=reposts,impressions"),
        ),
        ("insights-account-401", &app.nobody, of(ACCOUNT, ACCOUNT)),
        (
            "insights-account-404",
            &app.agent,
            of(ACCOUNT, "/api/insights/account?ig_user_id=1"),
        ),
        (
            "insights-account-422",
            &app.agent,
            of(ACCOUNT, "/api/insights/account?ig_user_id=mock_fb_123"),
        ),
        (
            "insights-history",
            &app.agent,
            of(
                history,
                "/api/insights/history?scope=media&entity_id=18000000000000077&metric=views,shares",
            ),
        ),
        ("insights-history-401", &app.nobody, of(history, history)),
        ("insights-history-422", &app.agent, of(history, history)),
    ] {
        album.ask(name, person, route, None).await;
    }
    for (name, route) in [
        (
            "insights-account-502",
            of(ACCOUNT, "/api/insights/account?refresh=true"),
        ),
        (
            "insights-media-502",
            of(
                media,
                "/api/insights/media?media_id=18000000000000077&refresh=true",
            ),
        ),
        (
            "insights-story-502",
            of(
                story,
                "/api/insights/story?story_id=18000000000000078&refresh=true",
            ),
        ),
    ] {
        fault(app, json!("html_502"), 1).await;
        album.ask(name, &app.agent, route, None).await;
    }
}
