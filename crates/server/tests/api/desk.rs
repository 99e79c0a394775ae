//! Chats put aside, labelled, noted on, found, and given to agents in turn.

use domain::clock::{Clock as _, System};
use domain::time::{DAY, HOUR, SECOND};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};
use testkit::webhook::Account;

use crate::album::Album;
use crate::app::{
    NOBODY, Place, SHOP, TestApp, all, at_once, hours_ago, ids, invalid, manual, problem, text,
};
use crate::chats::{get, list, next};

both!(
    aside_and_back,
    labels,
    notes,
    one_note_for_one_key,
    found_in_any_language,
    in_turn,
    one_list,
    in_real_mode_too,
);

async fn patch(person: &Api, chat: &str, body: Value) -> Answer {
    let path = format!("/api/chats/{chat}");
    person.send(Method::PATCH, &path, Some(&body)).await
}

async fn writes(app: &TestApp, chat: &str, words: &str) {
    let body = json!({"chat_id": chat, "message": words});
    app.admin.post("/api/mock/simulate-message", &body).await;
}

async fn aside_and_back(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    // The simulator has the machine's clock: what it says comes a second after what is done here.
    let act = || clock.set(System.now().plus(-SECOND));
    let listen = || clock.set(System.now().plus(SECOND));
    let chat = app.generate(1, "instagram").await.remove(0);
    let agent = app.id_of(&app.agent).await;
    app.assign(&chat, Some(&agent)).await;
    let mut socket = app.socket(&app.agent).await;
    let state = |wanted: &'static str| {
        move |f: &Value| f["type"] == "chat_updated" && f["chat"]["state"] == wanted
    };
    act();
    let done = patch(&app.agent, &chat, json!({"state": "resolved"})).await;
    let done = done.expect(200).json();
    let shown = (&done["state"], &done["snoozed_until"]);
    assert_eq!(shown, (&json!("resolved"), &Value::Null));
    socket
        .next_where(PATIENCE, "it to be resolved", state("resolved"))
        .await;
    assert_eq!(list(&app.agent, "state=resolved").await, [chat.as_str()]);
    assert_eq!(list(&app.agent, "state=open").await, Vec::<String>::new());
    listen();
    writes(&app, &chat, "one more thing").await;
    socket
        .next_where(PATIENCE, "it to come back", state("open"))
        .await;

    // Without a time it sleeps until the customer writes.
    act();
    let asleep = patch(&app.agent, &chat, json!({"state": "snoozed"})).await;
    assert_eq!(asleep.expect(200).json()["snoozed_until"], Value::Null);
    assert_eq!(list(&app.agent, "state=snoozed").await, [chat.as_str()]);
    listen();
    writes(&app, &chat, "still there?").await;
    let shape = app.agent.get(&format!("/api/chats/{chat}")).await;
    assert_eq!(shape["state"], "open");

    // A time alone snoozes; it wakes by itself, and the screens learn of it.
    let until = clock.now().plus(HOUR);
    let asleep = patch(&app.agent, &chat, json!({"snoozed_until": until})).await;
    let asleep = asleep.expect(200).json();
    let shown = (&asleep["state"], &asleep["snoozed_until"]);
    assert_eq!(shown, (&json!("snoozed"), &json!(until)));
    socket
        .next_where(PATIENCE, "it to sleep", |f| {
            f["chat"]["snoozed_until"] == json!(until)
        })
        .await;
    clock.advance(HOUR);
    let awake = socket
        .next_where(PATIENCE, "it to wake", state("open"))
        .await;
    assert_eq!(awake["chat"]["snoozed_until"], Value::Null);

    let now = clock.now();
    for (body, pointer) in [
        (json!({"state": "asleep"}), "/state"),
        (json!({"state": null}), ""),
        (json!({}), ""),
        (json!({"snoozed_until": "tomorrow"}), "/snoozed_until"),
        (json!({"snoozed_until": now}), "/snoozed_until"),
        (
            json!({"snoozed_until": now.plus(367 * DAY)}),
            "/snoozed_until",
        ),
        (
            json!({"state": "open", "snoozed_until": now.plus(DAY)}),
            "/snoozed_until",
        ),
        (json!({"labels": "vip"}), "/labels"),
        (json!({"labels": ["ok", " "]}), "/labels/1"),
        (json!({"labels": ["x".repeat(41)]}), "/labels/0"),
        (
            json!({"labels": (0..21).map(|n| n.to_string()).collect::<Vec<_>>()}),
            "/labels",
        ),
    ] {
        invalid(patch(&app.agent, &chat, body).await, pointer);
    }
    let wish = json!({"state": "resolved"});
    problem(
        patch(&app.other, &chat, wish.clone()).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        patch(&app.admin, NOBODY, wish.clone()).await,
        404,
        "not_found",
        "Chat not found",
    );
    problem(
        patch(&app.nobody, &chat, wish).await,
        401,
        "unauthorized",
        "",
    );
    app.finish().await;
}

async fn labels(place: &Place) {
    let app = place.mock(&[]).await;
    let [two, one]: [String; 2] = app.generate(2, "instagram").await.try_into().unwrap();
    let names = json!({"labels": [" wholesale", "VIP", "vip", "Straße"]});
    let shape = patch(&app.admin, &one, names).await.expect(200).json();
    assert_eq!(shape["labels"], json!(["Straße", "VIP", "wholesale"]));
    let _ = patch(&app.admin, &two, json!({"labels": ["vip"]}))
        .await
        .expect(200);
    assert_eq!(
        list(&app.admin, "label=Vip").await,
        [two.as_str(), one.as_str()]
    );
    assert_eq!(
        list(&app.admin, "label=STRASSE&state=open").await,
        [one.as_str()]
    );
    assert_eq!(list(&app.admin, "label=who").await, Vec::<String>::new());
    assert_eq!(list(&app.admin, "label=%00").await, Vec::<String>::new());
    let first = get(&app.agent, "/api/labels?limit=2").await.expect(200);
    let rest = get(&app.agent, &next(&first).unwrap()).await.expect(200);
    assert_eq!(
        (all(first.json()).len(), all(rest.json())),
        (2, vec![json!("wholesale")])
    );
    assert!(next(&rest).is_none());
    invalid(get(&app.agent, "/api/labels?limit=0").await, "/limit");
    invalid(get(&app.agent, "/api/labels?cursor=x").await, "/cursor");
    // What is not named stays.
    let _ = patch(&app.admin, &one, json!({"state": "resolved"}))
        .await
        .expect(200);
    let shape = app.admin.get(&format!("/api/chats/{one}")).await;
    assert_eq!(
        (shape["state"].clone(), all(shape["labels"].clone()).len()),
        (json!("resolved"), 3)
    );
    let shape = patch(&app.admin, &one, json!({"labels": []}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&shape["state"], &shape["labels"]),
        (&json!("resolved"), &json!([]))
    );
    app.finish().await;
}

async fn notes(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.generate(1, "facebook").await.remove(0);
    let agent = app.id_of(&app.agent).await;
    app.assign(&chat, Some(&agent)).await;
    let mut socket = app.socket(&app.admin).await;
    let path = format!("/api/chats/{chat}/notes");
    assert_eq!(app.agent.get(&path).await, json!([]));
    let note = app
        .agent
        .post(&path, &json!({"text": " Calls back on Monday.\n"}))
        .await;
    assert_eq!(
        (&note["text"], &note["author_id"]),
        (&json!("Calls back on Monday."), &json!(agent))
    );
    assert_eq!(note["author"]["id"], json!(agent));
    let told = socket.next_of("chat_note").await;
    assert_eq!((&told["chat_id"], &told["note"]), (&json!(chat), &note));
    let mut written = vec![text(&note["id"])];
    for n in 0..4 {
        let note = app
            .admin
            .post(&path, &json!({"text": format!("note {n}")}))
            .await;
        written.push(text(&note["id"]));
    }
    written.reverse();
    let mut seen = Vec::new();
    let mut page = Some(format!("{path}?limit=2"));
    while let Some(path) = page {
        let answer = get(&app.agent, &path).await.expect(200);
        page = next(&answer);
        seen.extend(ids(answer.json()));
    }
    assert_eq!(seen, written, "newest first");
    // Nothing of it is sent, and it is no message.
    app.quiet().await;
    assert_eq!(app.sends().await, Vec::<Value>::new());
    let thread = app.agent.get(&format!("/api/chats/{chat}")).await;
    assert_eq!(all(thread["messages"].clone()).len(), 1);
    let post = async |person: &Api, path: &str, body: Value| {
        person.send(Method::POST, path, Some(&body)).await
    };
    for (body, pointer) in [
        (json!({}), "/text"),
        (json!({"text": "  "}), "/text"),
        (json!({"text": "x".repeat(5_001)}), "/text"),
        (json!({"text": 7}), "/text"),
    ] {
        invalid(post(&app.agent, &path, body).await, pointer);
    }
    let nowhere = format!("/api/chats/{NOBODY}/notes");
    let body = json!({"text": "x"});
    for (person, path, status, code) in [
        (&app.other, &path, 403, "access_denied"),
        (&app.admin, &nowhere, 404, "not_found"),
        (&app.nobody, &path, 401, "unauthorized"),
    ] {
        problem(post(person, path, body.clone()).await, status, code, "");
        problem(get(person, path).await, status, code, "");
    }
    invalid(
        get(&app.agent, &format!("{path}?cursor=x")).await,
        "/cursor",
    );
    app.finish().await;
}

async fn one_note_for_one_key(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.generate(1, "instagram").await.remove(0);
    let path = format!("/api/chats/{chat}/notes");
    let ask = |body: Value| {
        let (admin, path) = (app.admin.clone(), path.clone());
        async move {
            let key = [("idempotency-key", "a key")];
            admin
                .send_with(Method::POST, &path, Some(&body), &key)
                .await
        }
    };
    let answers = at_once((0..50).map(|_| ask(json!({"text": "once"})))).await;
    let answers: Vec<Value> = answers.into_iter().map(|a| a.expect(200).json()).collect();
    assert!(answers.iter().all(|a| *a == answers[0]));
    assert_eq!(ids(app.admin.get(&path).await), [text(&answers[0]["id"])]);
    problem(
        ask(json!({"text": "twice"})).await,
        409,
        "idempotency_mismatch",
        "",
    );
    app.finish().await;
}

async fn found_in_any_language(place: &Place) {
    let app = place.mock(&[]).await;
    let mut chats = Vec::new();
    for words in [
        "Où est l'École ?",
        "Bis zur Straße 50%_off",
        "നമസ്കാരം സുഹൃത്തേ",
        "青いシャツ",
    ] {
        chats.push(text(&app.write(SHOP, words).await["id"]));
    }
    for (q, place) in [
        ("ÉCOLE", 0),
        ("e\u{301}cole où", 0),
        ("STRASSE", 1),
        ("50% off", 1),
        ("സുഹൃ", 2),
        ("シャツ", 3),
    ] {
        let q: String = url_encoded(q);
        assert_eq!(
            list(&app.admin, &format!("q={q}")).await,
            [chats[place].as_str()],
            "{q}"
        );
    }
    // A customer's name at Meta finds them as well as their handle does.
    let person = json!({"account_id": SHOP, "name": "Žofia Přemyslová", "username": "zm_19871209"});
    let person = text(&app.sim.post("/_sim/customers", &person).await["id"]);
    let path = format!("/_sim/customers/{person}/messages");
    app.sim.post(&path, &json!({"text": "hello"})).await;
    let chat = text(&app.chat_of(&person).await["id"]);
    for q in [
        "P%C5%98EMYSL",
        "%C5%BDOF",
        "zm_19871209",
        "19871209",
        &person,
    ] {
        until(PATIENCE, &format!("{q} to be known"), async || {
            (list(&app.admin, &format!("q={q}")).await == [chat.as_str()]).then_some(())
        })
        .await;
    }
    app.finish().await;
}

fn url_encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

async fn in_turn(place: &Place) {
    let app = place.mock(&[("AUTO_ASSIGN", "round_robin")]).await;
    let people = [app.id_of(&app.agent).await, app.id_of(&app.other).await];
    let mut socket = app.socket(&app.agent).await;
    let mut chats = Vec::new();
    for n in 0..4 {
        let account = [SHOP, crate::app::PAGE][n % 2];
        chats.push(app.write(account, "hello").await);
    }
    let owners: Vec<String> = chats.iter().map(|c| text(&c["assigned_to"])).collect();
    let mut both = owners[..2].to_vec();
    both.sort();
    let mut all_people = people.to_vec();
    all_people.sort();
    assert_eq!(both, all_people, "one each");
    assert_eq!(owners[..2], owners[2..], "and round again");
    let mine = chats
        .iter()
        .find(|c| c["assigned_to"] == people[0].as_str())
        .unwrap();
    let is_mine = |f: &Value| f["type"] == "chat_updated" && f["chat"]["id"] == mine["id"];
    let told = socket.next_where(PATIENCE, "the chat", is_mine).await;
    assert_eq!(told["chat"]["assigned_agent"]["id"], people[0].as_str());
    let stats = app.agent.get("/api/dashboard/stats").await;
    assert_eq!(
        (&stats["total_chats"], &stats["assigned_chats"]),
        (&json!(2), &json!(2))
    );
    app.finish().await;
}

/// The same against Meta's rules, with people made on the command line.
async fn in_real_mode_too(place: &Place) {
    let vars = [
        ("AUTO_ASSIGN", "round_robin"),
        ("INSTAGRAM_PAGE_ID", "17841400000000001"),
        ("INSTAGRAM_PAGE_ACCESS_TOKEN", "EAAtoken"),
    ];
    let app = place.real(&vars).await;
    let chat = app.write("17841400000000001", "hello").await;
    let id = text(&chat["id"]);
    let owner = text(&chat["assigned_to"]);
    let owner = if owner == app.id_of(&app.agent).await {
        &app.agent
    } else {
        &app.other
    };
    let _ = patch(owner, &id, json!({"state": "resolved", "labels": ["vip"]}))
        .await
        .expect(200);
    owner
        .post(&format!("/api/chats/{id}/notes"), &json!({"text": "done"}))
        .await;
    let customer = text(&chat["instagram_user_id"]);
    let path = format!("/_sim/customers/{customer}/messages");
    app.sim
        .post(&path, &json!({"text": "one more thing"}))
        .await;
    until(PATIENCE, "it to come back", async || {
        (list(owner, "state=open&label=vip&q=thing").await == [id.as_str()]).then_some(())
    })
    .await;
    app.finish().await;
}

async fn one_list(place: &Place) {
    let app = place.mock(&[("PIXEL_ID", "1234567890")]).await;
    let shop = Account::instagram(SHOP);
    let now = hours_ago(1);
    let ad = json!({"ref": "spring", "source": "ADS", "type": "OPEN_THREAD", "ad_id": "120",
        "ads_context_data": {"ad_title": "Spring sale", "photo_url": "https://cdn.example/ad.jpg", "post_id": "1_2"}});
    let from_ad = shop.from_customer(
        "anna",
        now,
        json!({"message": {"mid": "m-ad", "text": "Is this still on?", "referral": ad}}),
    );
    let events = [
        from_ad,
        shop.referral("anna", now + 1_000, "flyer"),
        shop.echo("anna", now + 2_000, "m-echo", "Yes", None),
    ];
    app.deliver(&shop.deliver(now, &events)).await;
    let chat = text(&app.chat_of("anna").await["id"]);
    app.assign(&chat, Some(&app.id_of(&app.agent).await)).await;
    app.agent
        .post(
            &format!("/api/chats/{chat}/notes"),
            &json!({"text": "came by an ad"}),
        )
        .await;
    let path = format!("/api/chats/{chat}/timeline");
    let list = all(app.agent.get(&path).await);
    let kinds: Vec<&str> = list.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["note", "message", "referral", "referral", "message"]
    );
    assert_eq!(list[0]["note"]["text"], "came by an ad");
    assert_eq!(list[1]["message"]["direction"], "outbound");
    assert_eq!(list[2]["referral"]["ref"], "flyer");
    assert_eq!(
        (
            &list[3]["referral"]["ad_title"],
            &list[3]["referral"]["ad_id"]
        ),
        (&json!("Spring sale"), &json!("120"))
    );
    assert_eq!(list[4]["message"]["content"], "Is this still on?");
    assert_eq!(list[4]["at"], list[4]["message"]["timestamp"]);
    // What they said in public before, where they named the shop, and what came of it.
    let written = now / 1_000 - 60;
    let comment = json!({"id": "c-anna", "text": "Lovely", "from": {"id": "anna", "username": "anna"},
        "media": {"id": "post-1", "media_product_type": "FEED"}});
    let foreign = json!({"id": "c-bert", "text": "Hm", "from": {"id": "bert", "username": "bert"},
        "media": {"id": "post-1", "media_product_type": "FEED"}});
    for value in [comment, foreign] {
        let body = json!({"object": "instagram", "entry": [{"id": SHOP, "time": written,
            "changes": [{"field": "comments", "value": value}]}]});
        app.deliver(body.to_string().as_bytes()).await;
    }
    let sale = json!({"event_name": "Purchase", "event_time": now / 1_000 + 60, "value": 25, "currency": "EUR", "chat_id": chat});
    app.agent.post("/api/marketing/events", &sale).await;
    let list = all(app.agent.get(&path).await);
    let kinds: Vec<&str> = list.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "note",
            "conversion",
            "message",
            "referral",
            "referral",
            "message",
            "comment"
        ]
    );
    assert_eq!(list[1]["conversion"]["event_name"], "Purchase");
    assert_eq!(list[6]["comment"]["text"], "Lovely");
    let times: Vec<_> = list.iter().map(|e| crate::app::time(&e["at"])).collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "newest first");
    app.quiet().await;
    let list = all(app.agent.get(&path).await);
    let mut seen = Vec::new();
    let mut page = Some(format!("{path}?limit=2"));
    while let Some(path) = page {
        let answer = get(&app.agent, &path).await.expect(200);
        page = next(&answer);
        seen.extend(all(answer.json()));
    }
    assert_eq!(seen, list);
    invalid(get(&app.agent, &format!("{path}?limit=0")).await, "/limit");
    invalid(
        get(&app.agent, &format!("{path}?cursor=x")).await,
        "/cursor",
    );
    problem(get(&app.other, &path).await, 403, "access_denied", "");
    problem(
        get(&app.admin, &format!("/api/chats/{NOBODY}/timeline")).await,
        404,
        "not_found",
        "Chat not found",
    );
    app.finish().await;
}

/// The bodies of these routes.
pub(crate) async fn shapes(album: &mut Album, app: &TestApp, chat: &str) {
    album.chapter();
    let (get, post, patch) = (Method::GET, Method::POST, Method::PATCH);
    let of_chat = "/api/chats/{id}";
    let path = format!("/api/chats/{chat}");
    let change = json!({"state": "resolved", "labels": ["VIP", "wholesale"]});
    album
        .ask(
            "chat-change",
            &app.agent,
            (patch.clone(), of_chat, &path),
            Some(change.clone()),
        )
        .await;
    album
        .ask(
            "chat-change-403",
            &app.other,
            (patch.clone(), of_chat, &path),
            Some(change.clone()),
        )
        .await;
    let nowhere = format!("/api/chats/{NOBODY}");
    album
        .ask(
            "chat-change-404",
            &app.admin,
            (patch.clone(), of_chat, &nowhere),
            Some(change),
        )
        .await;
    let past = json!({"snoozed_until": "2020-01-01T00:00:00Z"});
    album
        .ask(
            "chat-change-422-time",
            &app.agent,
            (patch.clone(), of_chat, &path),
            Some(past),
        )
        .await;
    let empty = json!({"labels": ["VIP", ""]});
    album
        .ask(
            "chat-change-422-label",
            &app.agent,
            (patch.clone(), of_chat, &path),
            Some(empty),
        )
        .await;
    album
        .ask(
            "chat-change-422-nothing",
            &app.agent,
            (patch, of_chat, &path),
            Some(json!({})),
        )
        .await;

    let of_notes = "/api/chats/{id}/notes";
    let notes = format!("{path}/notes");
    let key = [("idempotency-key", "note")];
    let body = json!({"text": "Calls back on Monday."});
    let mut socket = app.socket(&app.agent).await;
    album
        .ask_with(
            "note",
            &app.agent,
            (post.clone(), of_notes, &notes),
            Some(body.clone()),
            &key,
        )
        .await;
    album.take("frame-chat_note", socket.next_of("chat_note").await);
    album
        .ask_with(
            "note-409",
            &app.agent,
            (post.clone(), of_notes, &notes),
            Some(json!({"text": "No."})),
            &key,
        )
        .await;
    album
        .ask(
            "note-403",
            &app.other,
            (post.clone(), of_notes, &notes),
            Some(body.clone()),
        )
        .await;
    let nowhere = format!("{nowhere}/notes");
    album
        .ask(
            "note-404",
            &app.admin,
            (post.clone(), of_notes, &nowhere),
            Some(body),
        )
        .await;
    album
        .ask(
            "note-422",
            &app.agent,
            (post.clone(), of_notes, &notes),
            Some(json!({"text": " "})),
        )
        .await;
    album
        .ask("notes", &app.agent, (get.clone(), of_notes, &notes), None)
        .await;
    album
        .ask(
            "notes-403",
            &app.other,
            (get.clone(), of_notes, &notes),
            None,
        )
        .await;
    let odd = format!("{notes}?limit=0");
    album
        .ask("notes-422", &app.agent, (get.clone(), of_notes, &odd), None)
        .await;
    let of_timeline = "/api/chats/{id}/timeline";
    let timeline = format!("{path}/timeline?limit=3");
    album
        .ask(
            "timeline",
            &app.agent,
            (get.clone(), of_timeline, &timeline),
            None,
        )
        .await;
    album
        .ask(
            "timeline-403",
            &app.other,
            (get.clone(), of_timeline, &timeline),
            None,
        )
        .await;
    let of_labels = "/api/labels";
    album
        .ask(
            "labels",
            &app.agent,
            (get.clone(), of_labels, of_labels),
            None,
        )
        .await;
    album
        .ask(
            "labels-422",
            &app.agent,
            (get, of_labels, "/api/labels?cursor=x"),
            None,
        )
        .await;
    // As it was, for those that come after.
    let back = json!({"state": "open", "labels": []});
    let _ = app
        .agent
        .send(Method::PATCH, &path, Some(&back))
        .await
        .expect(200);
}
