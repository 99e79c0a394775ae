//! The list of chats, and one thread.

use std::slice::from_ref;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};
use testkit::webhook::Account;

use crate::app::{NOBODY, Place, SHOP, all, hours_ago, ids, invalid, problem, text, time};

both!(filters, paging, threads, read_marks);

pub(crate) async fn get(person: &Api, path: &str) -> Answer {
    person.send(Method::GET, path, None).await
}

pub(crate) async fn list(person: &Api, query: &str) -> Vec<String> {
    ids(person.get(&format!("/api/chats?{query}")).await)
}

async fn filters(place: &Place) {
    let app = place.mock(&[]).await;
    // Newest first: a customer who wrote just now, and others long ago.
    let shop = Account::instagram(SHOP);
    for (n, hours) in [("dawn", 21), ("dusk", 25), ("noon", 8 * 24)] {
        let text = shop.text(
            n,
            hours_ago(hours),
            &format!("old{n}"),
            "50%_off? Ünd jetzt",
        );
        app.deliver(&shop.deliver(hours_ago(0), &[text])).await;
    }
    let [closing, human, closed] = [
        app.chat_of("dawn").await["id"].clone(),
        app.chat_of("dusk").await["id"].clone(),
        app.chat_of("noon").await["id"].clone(),
    ]
    .map(|id| text(&id));
    let facebook = app.generate(2, "facebook").await;
    let fresh = app.generate(1, "instagram").await.remove(0);
    let instagram = [&fresh, &closing, &human, &closed]
        .map(Clone::clone)
        .to_vec();
    let mut everything = vec![fresh.clone()];
    everything.extend(facebook.clone());
    everything.extend(instagram[1..].to_vec());
    let agent = app.id_of(&app.agent).await;
    app.assign(&human, Some(&agent)).await;
    let _ = app
        .admin
        .post(&format!("/api/chats/{closed}/mark_read"), &json!({}))
        .await;
    let but = |out: &str| {
        everything
            .iter()
            .filter(|c| *c != out)
            .cloned()
            .collect::<Vec<_>>()
    };
    let open = [from_ref(&fresh), &facebook[..], from_ref(&closing)].concat();
    let name = text(&app.chat_of("noon").await["username"]);
    let cases: &[(&str, Vec<String>)] = &[
        ("", everything.clone()),
        ("nothing_we_know=1", everything.clone()),
        ("platform=instagram", instagram.clone()),
        ("platform=INSTAGRAM", instagram.clone()),
        ("platform=Facebook", facebook.clone()),
        (
            "platform=facebook&status_filter=unassigned",
            facebook.clone(),
        ),
        ("status_filter=assigned", vec![human.clone()]),
        ("status_filter=Unassigned", but(&human)),
        ("state=open", everything.clone()),
        ("state=snoozed", vec![]),
        ("state=resolved", vec![]),
        ("assigned_to_me=true", vec![]),
        ("assigned_to_me=false", everything.clone()),
        ("unread=true", but(&closed)),
        ("unread=0", everything.clone()),
        ("window=open", open),
        ("window=closing", vec![closing.clone()]),
        ("window=human_agent", vec![human.clone()]),
        ("window=closed", vec![closed.clone()]),
        ("label=vip", vec![]),
        ("q=Noon", vec![closed.clone()]),
        (&format!("q={}", name.to_uppercase()), vec![closed.clone()]),
        (
            "q=50%25_OFF",
            vec![closing.clone(), human.clone(), closed.clone()],
        ),
        ("q=5_%25gone", vec![]),
        ("q=%25", vec![]),
        ("q=!!", vec![]),
        (
            "q=jetzt%20%C3%BCND",
            vec![closing.clone(), human.clone(), closed.clone()],
        ),
        ("q=no%00thing", vec![]),
        (
            "q=%C3%BCnd&window=closed&unread=false&platform=instagram&state=open&status_filter=unassigned",
            vec![closed.clone()],
        ),
        (
            "q=%C3%BCnd&unread=true&status_filter=assigned",
            vec![human.clone()],
        ),
        ("limit=2", everything[..2].to_vec()),
        ("limit=100000", everything.clone()),
    ];
    for (query, expected) in cases {
        assert_eq!(list(&app.admin, query).await, *expected, "{query}");
    }
    assert_eq!(list(&app.agent, "assigned_to_me=1").await, [human]);
    let long = format!("q={}", "x".repeat(201));
    for (query, pointer) in [
        ("platform=telegram", "/platform"),
        ("status_filter=mine", "/status_filter"),
        ("state=closed", "/state"),
        ("window=ajar", "/window"),
        ("unread=maybe", "/unread"),
        ("assigned_to_me=me", "/assigned_to_me"),
        ("limit=0", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=ten", "/limit"),
        ("limit=99999999999999999999", "/limit"),
        ("cursor=bm90aGluZw", "/cursor"),
        ("cursor=%00", "/cursor"),
        (&long, "/q"),
    ] {
        invalid(
            get(&app.admin, &format!("/api/chats?{query}")).await,
            pointer,
        );
    }
    app.finish().await;
}

/// The next page's address, from the `Link` header.
pub(crate) fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link")?;
    let (address, rel) = link.split_once('>').unwrap();
    assert_eq!(rel, "; rel=\"next\"", "{link}");
    Some(address.trim_start_matches('<').to_owned())
}

async fn paging(place: &Place) {
    let app = place.mock(&[]).await;
    let shop = Account::instagram(SHOP);
    let start = hours_ago(1);
    // Every third shares its time with its neighbours: the order must hold all the same.
    let texts = |from: usize, to: usize| {
        let text = |n: usize| {
            let at = start + i64::try_from(n / 3).unwrap() * 1_000;
            shop.text(
                &format!("c{n:04}"),
                at,
                &format!("mid{n}"),
                &format!("message {n}"),
            )
        };
        shop.deliver(start, &(from..to).map(text).collect::<Vec<_>>())
    };
    app.deliver(&texts(0, 130)).await;
    let before = ids(app.admin.get("/api/chats?limit=200").await);
    assert_eq!(before.len(), 130);
    let first = get(&app.admin, "/api/chats").await.expect(200);
    assert_eq!(all(first.json()).len(), 50, "the default");
    let mut seen = Vec::new();
    let mut page = Some("/api/chats?platform=instagram&limit=17&state=open".to_owned());
    let mut new = 130;
    let mut last_seq = 0;
    while let Some(path) = page {
        let answer = get(&app.admin, &path).await.expect(200);
        let seq: i64 = answer.header("x-event-seq").unwrap().parse().unwrap();
        assert!(seq >= last_seq && seq <= app.head().await, "{seq}");
        last_seq = seq;
        let rows = ids(answer.json());
        page = next(&answer);
        assert!(rows.len() == 17 || page.is_none(), "{}", rows.len());
        assert!(
            page.iter()
                .all(|p| p.contains("platform=instagram") && p.contains("state=open"))
        );
        seen.extend(rows);
        // More people write while somebody turns the pages.
        app.deliver(&texts(new, new + 3)).await;
        new += 3;
    }
    assert_eq!(seen, before, "nothing is lost, nothing comes twice");
    assert_eq!(
        ids(app.admin.get("/api/chats?limit=1000").await).len(),
        new,
        "below the clamp"
    );
    app.deliver(&texts(new, 210)).await;
    let clamped = get(&app.admin, "/api/chats?limit=1000").await.expect(200);
    assert_eq!(all(clamped.json()).len(), 200, "the clamp");
    let rest = get(&app.admin, &next(&clamped).unwrap()).await.expect(200);
    assert_eq!((all(rest.json()).len(), next(&rest)), (10, None));
    // The operator's lists page the same way.
    let deliveries = get(&app.admin, "/api/deliveries?limit=3").await.expect(200);
    let more = get(&app.admin, &next(&deliveries).unwrap())
        .await
        .expect(200);
    let (a, b) = (ids(deliveries.json()), ids(more.json()));
    assert!(a.iter().all(|id| !b.contains(id)) && a.len() == 3 && b.len() == 3);
    app.finish().await;
}

async fn threads(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.generate(1, "instagram").await.remove(0);
    let elsewhere = app.generate(1, "instagram").await.remove(0);
    for n in 2..=7 {
        let body = json!({"chat_id": chat, "message": format!("message {n}")});
        let _ = app.admin.post("/api/mock/simulate-message", &body).await;
    }
    let head = app.head().await;
    let path = format!("/api/chats/{chat}");
    let answer = get(&app.admin, &path).await.expect(200);
    assert_eq!(
        answer
            .header("x-event-seq")
            .unwrap()
            .parse::<i64>()
            .unwrap(),
        head
    );
    let whole = answer.json();
    let messages = all(whole["messages"].clone());
    assert_eq!(messages.len(), 7);
    assert!(
        messages.is_sorted_by_key(|m| time(&m["timestamp"])),
        "ascending"
    );
    let order: Vec<String> = messages.iter().map(|m| text(&m["id"])).collect();
    let page = async |query: &str| {
        ids(app.admin.get(&format!("{path}?{query}")).await["messages"].clone())
    };
    assert_eq!(page("limit=3").await, order[4..]);
    assert_eq!(
        page(&format!("limit=3&before={}", order[4])).await,
        order[1..4]
    );
    assert_eq!(
        page(&format!("limit=3&before={}", order[1])).await,
        order[..1]
    );
    assert_eq!(
        page(&format!("before={}", order[0])).await,
        Vec::<String>::new()
    );
    assert_eq!(page("limit=5000").await, order);
    // Looking changes nothing.
    assert_eq!(app.admin.get(&path).await["unread_count"], 7);
    assert_eq!(app.head().await, head);
    let foreign =
        ids(app.admin.get(&format!("/api/chats/{elsewhere}")).await["messages"].clone()).remove(0);
    for before in [foreign.as_str(), NOBODY, "x", &order[0][1..]] {
        invalid(
            get(&app.admin, &format!("{path}?before={before}")).await,
            "/before",
        );
    }
    invalid(get(&app.admin, &format!("{path}?limit=0")).await, "/limit");
    problem(
        get(&app.admin, &format!("/api/chats/{NOBODY}")).await,
        404,
        "not_found",
        "Chat not found",
    );
    for odd in ["1", "x", "%00", "..%2f..%2fetc", &chat.replace('-', "_")] {
        problem(
            get(&app.admin, &format!("/api/chats/{odd}")).await,
            404,
            "not_found",
            "",
        );
    }
    app.finish().await;
}

async fn read_marks(place: &Place) {
    let app = place.mock(&[]).await;
    let mut socket = app.socket(&app.admin).await;
    let chat = app.write(SHOP, "are you there?").await;
    let id = text(&chat["id"]);
    let customer = text(&chat["instagram_user_id"]);
    let _ = app
        .admin
        .post(
            "/api/mock/simulate-message",
            &json!({"chat_id": id, "message": "hello?"}),
        )
        .await;
    let updated = |unread: i64| {
        move |f: &Value| f["type"] == "chat_updated" && f["chat"]["unread_count"] == unread
    };
    socket.next_where(PATIENCE, "two unread", updated(2)).await;
    let path = format!("/api/chats/{id}/mark_read");
    for _ in 0..2 {
        let done = app.admin.post(&path, &json!({})).await;
        assert_eq!(done, json!({"success": true, "chat_id": id}));
    }
    socket
        .next_where(PATIENCE, "nothing unread", updated(0))
        .await;
    assert_eq!(
        app.admin.get(&format!("/api/chats/{id}")).await["unread_count"],
        0
    );
    // Meta is told, once.
    let seen = async || {
        let calls = all(app.sim.get("/_sim/calls?match=POST */messages").await);
        calls
            .into_iter()
            .filter(|c| c["body"]["sender_action"] == "mark_seen")
            .collect::<Vec<_>>()
    };
    let calls = until(PATIENCE, "the simulator to be told", async || {
        Some(seen().await).filter(|c| !c.is_empty())
    })
    .await;
    assert_eq!(calls[0]["accepted"], true, "{calls:?}");
    assert_eq!(calls[0]["customer_id"], customer.as_str());
    // The next message is unread again, and read again.
    let _ = app
        .admin
        .post(
            "/api/mock/simulate-message",
            &json!({"chat_id": id, "message": "still here"}),
        )
        .await;
    assert_eq!(
        app.admin.get(&format!("/api/chats/{id}")).await["unread_count"],
        1
    );
    let _ = app.admin.post(&path, &json!({})).await;
    until(PATIENCE, "the simulator to be told again", async || {
        (seen().await.len() == 2).then_some(())
    })
    .await;
    let post = async |person: &Api, path: &str| person.send(Method::POST, path, None).await;
    problem(
        post(&app.agent, &path).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        post(&app.admin, &format!("/api/chats/{NOBODY}/mark_read")).await,
        404,
        "not_found",
        "Chat not found",
    );
    problem(post(&app.nobody, &path).await, 401, "unauthorized", "");
    app.finish().await;
}
