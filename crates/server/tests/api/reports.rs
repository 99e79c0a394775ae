//! What reports count.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Api;
use testkit::wait::{PATIENCE, until};

use crate::app::{Place, invalid, text};

both!(a_day_of_work, periods_and_zones);

async fn report(person: &Api, query: &str) -> Value {
    person.get(&format!("/api/reports?{query}")).await
}

async fn a_day_of_work(place: &Place) {
    let app = place.mock(&[]).await;
    let mine = app.generate(2, "instagram").await;
    let other = app.generate(1, "facebook").await.remove(0);
    let agent = app.id_of(&app.agent).await;
    app.assign(&mine[0], Some(&agent)).await;
    let path = format!("/api/chats/{}/message", mine[0]);
    for words in ["Yes, we have.", "Two of them."] {
        app.agent.post(&path, &json!({ "content": words })).await;
    }
    let path = format!("/api/chats/{}", mine[0]);
    for state in ["resolved", "open", "resolved"] {
        let body = json!({ "state": state });
        let done = app.agent.send(Method::PATCH, &path, Some(&body)).await;
        assert_eq!(done.status, 200);
    }
    until(PATIENCE, "both answers to count", async || {
        let found = report(&app.admin, "").await;
        (found["by_agent"][0]["sent"] == 2).then_some(())
    })
    .await;
    let all = report(&app.admin, "").await;
    assert_eq!(all["first_answer"]["count"], 1, "{all}");
    assert_eq!(all["first_answer"]["waiting"], 2);
    // Done twice, and the second time nobody had written since.
    assert_eq!(all["resolution"]["count"], 2);
    assert!(all["resolution"]["median_seconds"].is_i64(), "{all}");
    let inbound = |rows: &Value| -> i64 {
        let rows = rows.as_array().expect("rows");
        rows.iter().filter_map(|d| d["inbound"].as_i64()).sum()
    };
    assert_eq!(inbound(&all["volume"]), inbound(&all["by_hour"]));
    assert_eq!(inbound(&all["volume"]), inbound(&all["by_platform"]));
    assert_eq!(all["by_agent"][0]["user"]["id"], agent.as_str());
    assert_eq!(all["by_agent"][0]["first_answers"], 1);
    assert_eq!(all["by_agent"][0]["resolved"], 2);
    let facebook = report(&app.admin, "platform=facebook").await;
    assert_eq!(facebook["by_platform"].as_array().map(Vec::len), Some(1));
    assert_eq!(facebook["first_answer"]["waiting"], 1, "{other}");
    let own = report(&app.agent, "").await;
    assert_eq!(own["first_answer"]["waiting"], 0, "{own}");
    assert_eq!(own["by_agent"].as_array().map(Vec::len), Some(1));
    app.finish().await;
}

async fn periods_and_zones(place: &Place) {
    let app = place.mock(&[]).await;
    let year = report(
        &app.admin,
        "since=2026-01-01&until=2026-12-31&tz=Asia/Kolkata",
    )
    .await;
    let days = year["volume"].as_array().expect("days");
    assert_eq!(days.len(), 365);
    assert_eq!(text(&days[0]["at"]), "2025-12-31T18:30:00.000000Z");
    assert_eq!(year["by_agent"], json!([]));
    for (query, field) in [
        ("tz=Europe/Atlantis", "/tz"),
        ("since=yesterday", "/since"),
        ("until=2026-02-30", "/until"),
        ("since=2026-02-02&until=2026-02-01", "/since"),
        ("since=2024-01-01&until=2026-01-01", "/since"),
        ("platform=telegram", "/platform"),
    ] {
        let answer = app
            .admin
            .send(Method::GET, &format!("/api/reports?{query}"), None)
            .await;
        invalid(answer, field);
    }
    app.finish().await;
}
