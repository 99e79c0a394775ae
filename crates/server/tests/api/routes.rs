//! Who may call which route: every route of the document × everybody who could ask, from one table
//! (`routes.txt`), and every answer is one that the document names.

use std::collections::{BTreeMap, BTreeSet};

use domain::clock::{Clock as _, Ids as _, System};
use domain::ids::SessionId;
use domain::time::HOUR;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Answer;

use crate::app::{NOBODY, Place, SHOP, TestApp, all, text};

both!(every_route_knows_who_asks);

const TABLE: &str = include_str!("routes.txt");

/// Those who ask, in the order of the columns.
const PEOPLE: [&str; 5] = ["nobody", "bad", "agent", "other", "admin"];
/// The order in which they ask: who may change something comes last.
const TURNS: [usize; 5] = [0, 1, 3, 2, 4];

/// One line of the table.
struct Row {
    method: Method,
    path: String,
    statuses: [u16; 5],
    asks: String,
    body: Option<String>,
}

fn row(line: &str) -> Row {
    let mut cells = line.splitn(4, '|').map(str::trim);
    let (method, path) = cells.next().unwrap().split_once(' ').unwrap();
    let statuses = cells.next().expect(line).split_whitespace();
    let statuses: Vec<u16> = statuses.map(|s| s.parse().expect(line)).collect();
    let path = path.trim().to_owned();
    let asks = cells.next().filter(|c| !c.is_empty());
    Row {
        method: method.parse().unwrap(),
        asks: asks.map_or_else(|| path.clone(), str::to_owned),
        path,
        statuses: statuses.try_into().expect(line),
        body: cells.next().map(str::to_owned),
    }
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().map(str::trim);
    lines
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(row)
        .collect()
}

/// The statuses that the document names, by `METHOD /path`.
pub(crate) fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let document: Value = serde_json::from_str(&server::http::document().unwrap()).unwrap();
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let statuses = operation["responses"].as_object().unwrap().keys();
            let name = format!("{} {path}", method.to_uppercase());
            found.insert(name, statuses.cloned().collect());
        }
    }
    found
}

#[test]
fn every_route_has_one_row() {
    let mut seen = BTreeSet::new();
    for row in rows() {
        let name = format!("{} {}", row.method, row.path);
        assert!(!row.asks.contains('{'), "fill in what is asked of {name}");
        assert!(seen.insert(name.clone()), "{name} has two rows");
    }
    let routes: BTreeSet<String> = documented().into_keys().collect();
    let missing: Vec<_> = routes.difference(&seen).collect();
    let left: Vec<_> = seen.difference(&routes).collect();
    assert!(
        missing.is_empty(),
        "without a row in routes.txt: {missing:#?}"
    );
    assert!(left.is_empty(), "without a route: {left:#?}");
}

/// What the placeholders stand for: one chat of the first agent, and what is around it.
async fn things(app: &TestApp) -> BTreeMap<&'static str, String> {
    let chat = app.generate(1, "instagram").await.remove(0);
    let agent = app.id_of(&app.agent).await;
    app.assign(&chat, Some(&agent)).await;
    let thread = app.admin.get(&format!("/api/chats/{chat}")).await;
    let accounts = all(app.admin.get("/api/instagram/accounts").await);
    let account = accounts.iter().find(|a| a["page_id"] == SHOP).unwrap();
    let deliveries = all(app.admin.get("/api/deliveries").await);
    let template = json!({"name": "n", "content": "Hi {username}!", "platform": "INSTAGRAM"});
    let template = app.admin.post("/api/templates", &template).await;
    app.quiet().await;
    let shape = app.admin.get(&format!("/api/chats/{chat}")).await;
    let picture = text(&shape["profile_pic_url"]);
    let file = picture.strip_prefix("/api/media/").unwrap();
    BTreeMap::from([
        ("$file", file.to_owned()),
        ("$template", text(&template["id"])),
        ("$message", text(&thread["messages"][0]["id"])),
        ("$customer", text(&thread["instagram_user_id"])),
        ("$chat", chat),
        ("$account", text(&account["id"])),
        ("$delivery", text(&deliveries[0]["id"])),
        ("$agent", agent),
        ("$other", app.id_of(&app.other).await),
        ("$admin", app.id_of(&app.admin).await),
        ("$nobody", NOBODY.to_owned()),
    ])
}

fn filled(text: &str, things: &BTreeMap<&'static str, String>) -> String {
    // Longer names first, should one begin with another.
    things
        .iter()
        .rev()
        .fold(text.to_owned(), |text, (k, v)| text.replace(k, v))
}

/// A login of its own for each question: one of them ends it, and others throttle.
async fn authorization(app: &TestApp, person: &str, things: &BTreeMap<&str, String>) -> String {
    let Some(user) = things.get(format!("${person}").as_str()) else {
        return "Bearer nobody-has-this-token".to_owned();
    };
    let (session, now) = (SessionId::new(System.next()), System.now());
    let token = format!("token-{session}");
    let db = &app.app().db;
    let user = user.parse().unwrap();
    db.add_session(session, user, &token, now, now.plus(HOUR))
        .await
        .unwrap();
    format!("Bearer {token}")
}

async fn ask(
    app: &TestApp,
    row: &Row,
    person: &str,
    things: &BTreeMap<&'static str, String>,
) -> Answer {
    let path = filled(&row.asks, things);
    let url = format!("{}{path}", app.base);
    let mut request = testkit::api::client().request(row.method.clone(), url);
    if person != "nobody" {
        request = request.header("authorization", authorization(app, person, things).await);
    }
    if let Some(body) = &row.body {
        request = request
            .header("content-type", "application/json")
            .body(filled(body, things));
    }
    let response = request.send().await.unwrap();
    Answer {
        asked: format!("{} {} as {person}", row.method, row.path),
        status: response.status(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap_or_default(),
    }
}

async fn every_route_knows_who_asks(place: &Place) {
    let app = place.mock(&[]).await;
    let things = things(&app).await;
    let documented = documented();
    let mut wrong = Vec::new();
    for row in rows() {
        let name = format!("{} {}", row.method, row.path);
        let Some(known) = documented.get(&name) else {
            continue;
        };
        for turn in TURNS {
            let answer = ask(&app, &row, PEOPLE[turn], &things).await;
            let status = answer.status.as_u16();
            if status != row.statuses[turn] {
                wrong.push(format!("expected {}: {answer}", row.statuses[turn]));
            }
            if !known.contains(&status.to_string()) {
                wrong.push(format!("{status} is not in the document: {answer}"));
            }
            let kind = answer.header("content-type").unwrap_or_default();
            if status >= 400 && kind != "application/problem+json" {
                wrong.push(format!("no problem document but {kind:?}: {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    app.finish().await;
}
