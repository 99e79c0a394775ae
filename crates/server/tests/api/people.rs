//! People: added, changed, deactivated, given new passwords, and what they may do about themselves.

use domain::time::{DAY, HOUR};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};

use crate::album::Album;
use crate::app::{NOBODY, Place, TestApp, all, at_once, ids, invalid, manual, problem, text};
use crate::chats::{get, next};

both!(
    every_answer_about_people,
    adding_people,
    one_time_passwords,
    deactivation_and_new_roles_end_logins,
    somebody_stays_in_charge,
    changing_ones_own_password,
    logins_are_listed_and_ended,
    signing_up,
    real_mode_is_set_up_by_its_link,
);

async fn add(app: &TestApp, name: &str, role: &str) -> Value {
    let body = json!({"name": name, "email": format!("{name}@shop.example"), "role": role, "password": "long enough"});
    app.admin.post("/api/users", &body).await
}

async fn patch(person: &Api, user: &str, body: Value) -> Answer {
    let path = format!("/api/users/{user}");
    person.send(Method::PATCH, &path, Some(&body)).await
}

async fn post(person: &Api, path: &str, body: Value) -> Answer {
    person.send(Method::POST, path, Some(&body)).await
}

async fn is_out(person: &Api) {
    let answer = get(person, "/api/auth/me").await;
    problem(answer, 401, "unauthorized", "Invalid token");
}

/// One of each answer, as a client sees it.
async fn every_answer_about_people(place: &Place) {
    let app = place.mock(&[]).await;
    let mut album = Album::of(app.sim.base());
    let a = &mut album;
    let (read, write, change) = (Method::GET, Method::POST, Method::PATCH);
    let users = |m: &Method| (m.clone(), "/api/users", "/api/users");
    let grace = json!({"name": "Grace", "email": "Grace@Shop.example", "password": "long enough"});
    let key = [("idempotency-key", "grace")];
    let made = a
        .ask_with(
            "user-create",
            &app.admin,
            users(&write),
            Some(grace.clone()),
            &key,
        )
        .await
        .expect(200)
        .json();
    let again = a
        .ask_with(
            "user-create-again",
            &app.admin,
            users(&write),
            Some(grace.clone()),
            &key,
        )
        .await;
    assert_eq!(again.json()["id"], made["id"]);
    let other = json!({"name": "Greta", "email": "greta@shop.example"});
    a.ask_with(
        "user-create-409",
        &app.admin,
        users(&write),
        Some(other),
        &key,
    )
    .await;
    for (name, person, body) in [
        ("user-create-400", &app.admin, grace.clone()),
        ("user-create-401", &app.nobody, grace.clone()),
        ("user-create-403", &app.agent, grace),
        (
            "user-create-422-name",
            &app.admin,
            json!({"name": " ", "email": "a@b"}),
        ),
        (
            "user-create-422-email",
            &app.admin,
            json!({"name": "A", "email": "a b@c"}),
        ),
        (
            "user-create-422-password",
            &app.admin,
            json!({"name": "A", "email": "a@b", "password": "short"}),
        ),
        (
            "user-create-422-role",
            &app.admin,
            json!({"name": "A", "email": "a@b", "role": "owner"}),
        ),
    ] {
        a.ask(name, person, users(&write), Some(body)).await;
    }
    a.ask("users", &app.admin, users(&read), None).await;
    a.ask("users-401", &app.nobody, users(&read), None).await;
    a.ask("users-403", &app.agent, users(&read), None).await;
    let asked = (read.clone(), "/api/users", "/api/users?role=owner");
    a.ask("users-422", &app.admin, asked, None).await;
    let asked = (
        read.clone(),
        "/api/users/agents",
        "/api/users/agents?limit=0",
    );
    a.ask("agents-422", &app.agent, asked, None).await;

    let id = text(&made["id"]);
    let admin = app.id_of(&app.admin).await;
    let one = |user: &str| format!("/api/users/{user}");
    for (name, person, user, body) in [
        (
            "user-change",
            &app.admin,
            id.as_str(),
            json!({"name": "Grace H.", "role": "admin"}),
        ),
        (
            "user-change-400",
            &app.admin,
            &id,
            json!({"email": "agent1@ticklegram.com"}),
        ),
        ("user-change-401", &app.nobody, &id, json!({"name": "x"})),
        ("user-change-403", &app.agent, &id, json!({"name": "x"})),
        ("user-change-404", &app.admin, NOBODY, json!({"name": "x"})),
        (
            "user-change-422",
            &app.admin,
            &id,
            json!({"is_active": "no"}),
        ),
        (
            "user-change-back",
            &app.admin,
            &id,
            json!({"role": "agent", "is_active": false}),
        ),
        (
            "user-change-409",
            &app.admin,
            &admin,
            json!({"is_active": false}),
        ),
    ] {
        let path = one(user);
        let asked = (change.clone(), "/api/users/{id}", path.as_str());
        a.ask(name, person, asked, Some(body)).await;
    }
    let reset = "/api/users/{id}/reset-password";
    let path = format!("/api/users/{id}/reset-password");
    let key = [("idempotency-key", "reset")];
    let asked = || (write.clone(), reset, path.as_str());
    a.ask_with("user-reset", &app.admin, asked(), None, &key)
        .await;
    a.ask_with("user-reset-again", &app.admin, asked(), None, &key)
        .await;
    a.ask_with(
        "user-reset-409",
        &app.admin,
        asked(),
        Some(json!({"x": 1})),
        &key,
    )
    .await;
    a.ask("user-reset-401", &app.nobody, asked(), None).await;
    a.ask("user-reset-403", &app.agent, asked(), None).await;
    let nowhere = format!("/api/users/{NOBODY}/reset-password");
    a.ask(
        "user-reset-404",
        &app.admin,
        (write.clone(), reset, &nowhere),
        None,
    )
    .await;

    // Oneself.
    let me = |m: &Method| (m.clone(), "/api/auth/me", "/api/auth/me");
    for (name, person, body) in [
        ("me-change", &app.agent, json!({"name": "Agent 1"})),
        (
            "me-change-email",
            &app.agent,
            json!({"email": "one@shop.example", "current_password": "agent123"}),
        ),
        (
            "me-change-400",
            &app.agent,
            json!({"email": "two@shop.example", "current_password": "agent124"}),
        ),
        (
            "me-change-400-taken",
            &app.agent,
            json!({"email": "Admin@ticklegram.com", "current_password": "agent123"}),
        ),
        ("me-change-401", &app.nobody, json!({"name": "x"})),
        (
            "me-change-422",
            &app.agent,
            json!({"email": "two@shop.example"}),
        ),
    ] {
        a.ask(name, person, me(&change), Some(body)).await;
    }
    let path = "/api/auth/change-password";
    for (name, person, body) in [
        (
            "password-422",
            &app.agent,
            json!({"current_password": "agent123", "new_password": "short"}),
        ),
        (
            "password-422-missing",
            &app.agent,
            json!({"new_password": "long enough"}),
        ),
        (
            "password-400",
            &app.agent,
            json!({"current_password": "agent124", "new_password": "long enough"}),
        ),
        (
            "password-401",
            &app.nobody,
            json!({"current_password": "agent123", "new_password": "long enough"}),
        ),
        (
            "password",
            &app.agent,
            json!({"current_password": "agent123", "new_password": "long enough"}),
        ),
    ] {
        a.ask(name, person, (write.clone(), path, path), Some(body))
            .await;
    }
    let path = "/api/auth/sessions";
    let list = a
        .ask("sessions", &app.agent, (read.clone(), path, path), None)
        .await;
    a.ask(
        "sessions-401",
        &app.nobody,
        (read.clone(), path, path),
        None,
    )
    .await;
    let wrong = "/api/auth/sessions?cursor=x";
    a.ask("sessions-422", &app.agent, (read, path, wrong), None)
        .await;
    let mine = format!("{path}/{}", text(&list.json()[0]["id"]));
    let route = "/api/auth/sessions/{id}";
    for (name, person) in [
        ("session-end-401", &app.nobody),
        ("session-end-404", &app.other),
        ("session-end", &app.agent),
    ] {
        a.ask(name, person, (Method::DELETE, route, &mine), None)
            .await;
    }

    // Newcomers.
    for path in ["/api/auth/signup", "/api/auth/register"] {
        let word = path.rsplit('/').next().unwrap();
        let email = format!("{word}@shop.example");
        let body =
            json!({"name": "Ada", "email": email, "password": "long enough", "role": "admin"});
        for (name, body) in [
            (word.to_owned(), body.clone()),
            (format!("{word}-400"), body),
            (
                format!("{word}-422"),
                json!({"name": "Ada", "email": "ada@x"}),
            ),
        ] {
            a.ask(&name, &app.nobody, (write.clone(), path, path), Some(body))
                .await;
        }
    }
    let path = "/api/auth/setup";
    let body = json!({"token": "x", "name": "Ada", "email": "ada@x", "password": "long enough"});
    a.ask(
        "setup-409",
        &app.nobody,
        (write.clone(), path, path),
        Some(body),
    )
    .await;
    a.ask(
        "setup-422",
        &app.nobody,
        (write, path, path),
        Some(json!({})),
    )
    .await;
    app.finish().await;
}

async fn adding_people(place: &Place) {
    let app = place.mock(&[]).await;
    let mut socket = app.socket(&app.agent).await;
    let grace = add(&app, "grace", "agent").await;
    let told = socket.next_of("user_updated").await;
    assert_eq!(told["user"]["id"], grace["id"]);
    assert_eq!(told["user"].get("password_hash"), None);
    let api = app.nobody.login("GRACE@shop.example", "long enough").await;
    assert_eq!(api.get("/api/auth/me").await["role"], "agent");
    // Fifty requests at once with one key add one person.
    let url = app.base.clone();
    let token = app.admin.token().to_owned();
    let body = json!({"name": "Once", "email": "once@shop.example", "password": "long enough"});
    let wishes = (0..50).map(|_| {
        let (url, token, body) = (url.clone(), token.clone(), body.clone());
        async move {
            let authorization = format!("Bearer {token}");
            let headers = [
                ("authorization", authorization.as_str()),
                ("idempotency-key", "once"),
            ];
            // The hashes wait in line; whoever finds it full comes again, as the answer says.
            loop {
                let answer = Api::new(&url)
                    .send_with(Method::POST, "/api/users", Some(&body), &headers)
                    .await;
                if answer.status != 503 {
                    return text(&answer.expect(200).json()["id"]);
                }
            }
        }
    });
    let mut made = at_once(wishes).await;
    made.dedup();
    assert_eq!(made.len(), 1);
    // Pages by name, one at a time, hold everybody once.
    let mut turned = Vec::new();
    let mut page = Some("/api/users?limit=1".to_owned());
    while let Some(path) = page {
        let answer = get(&app.admin, &path).await.expect(200);
        page = next(&answer);
        turned.extend(ids(answer.json()));
    }
    assert_eq!(turned, ids(app.admin.get("/api/users").await));
    assert_eq!(turned.len(), 5);
    let admins = all(app.admin.get("/api/users?role=ADMIN").await);
    assert_eq!(admins.len(), 1);
    app.finish().await;
}

async fn one_time_passwords(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let body = json!({"name": "Grace", "email": "grace@shop.example"});
    let made = app.admin.post("/api/users", &body).await;
    let (id, first) = (text(&made["id"]), text(&made["one_time_password"]));
    let login = |password: &str| json!({"email": "grace@shop.example", "password": password});
    let path = "/api/auth/login";
    // Whoever is first has it; the others are told nothing.
    let url = app.base.clone();
    let tries = (0..5).map(|_| {
        let (api, body) = (Api::new(&url), login(&first));
        async move { api.send(Method::POST, path, Some(&body)).await }
    });
    let answers = at_once(tries).await;
    let won: Vec<_> = answers.iter().filter(|a| a.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for lost in answers.iter().filter(|a| a.status != 200) {
        problem(
            lost.clone(),
            401,
            "bad_credentials",
            "Incorrect email or password",
        );
    }
    let won = won[0].json();
    assert_eq!(won["password_change_required"], true);
    let authorization = format!("Bearer {}", text(&won["access_token"]));
    let headers = [("authorization", authorization.as_str())];
    let me = app
        .nobody
        .send_with(Method::GET, "/api/auth/me", None, &headers)
        .await;
    assert_eq!(me.json()["password_change_required"], true);
    // In that login a password is chosen without naming one.
    let chosen = json!({"new_password": "my own words"});
    let change = "/api/auth/change-password";
    let done = app
        .nobody
        .send_with(Method::POST, change, Some(&chosen), &headers)
        .await;
    assert_eq!(done.expect(200).json(), json!({"success": true}));
    let again = app
        .nobody
        .send_with(Method::POST, change, Some(&chosen), &headers)
        .await;
    invalid(again, "/current_password");
    let me = app
        .nobody
        .send_with(Method::GET, "/api/auth/me", None, &headers)
        .await;
    assert_eq!(me.json()["password_change_required"], false);
    let grace = app.nobody.login("grace@shop.example", "my own words").await;

    // A reset ends her logins and the password; the new one ends after a day.
    let mut socket = app.socket(&grace).await;
    let reset = format!("/api/users/{id}/reset-password");
    let second = text(&app.admin.post(&reset, &json!({})).await["one_time_password"]);
    assert_ne!(first, second);
    assert_eq!(socket.closed().await.0, 1008);
    is_out(&grace).await;
    for old in ["my own words", &first] {
        let answer = post(&app.nobody, path, login(old)).await;
        problem(answer, 401, "bad_credentials", "");
    }
    clock.advance(DAY);
    let answer = post(&app.nobody, path, login(&second)).await;
    problem(answer, 401, "bad_credentials", "");
    let third = text(&app.admin.post(&reset, &json!({})).await["one_time_password"]);
    clock.advance(DAY - HOUR);
    let _ = app.nobody.login("grace@shop.example", &third).await;
    // None of them is in the database, not even the last one's hash: it is used up.
    let db = &app.app().db;
    let known = db.known("grace@shop.example").await.unwrap().unwrap();
    assert_eq!((known.hash.as_str(), known.once_until), ("", None));
    for event in db.events_after(0, 1_000).await.unwrap() {
        for password in [&first, &second, &third] {
            assert!(!event.frame.contains(password.as_str()), "{event:?}");
        }
    }
    app.finish().await;
}

async fn deactivation_and_new_roles_end_logins(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.generate(1, "instagram").await.remove(0);
    let me = app.id_of(&app.agent).await;
    app.assign(&chat, Some(&me)).await;
    let mut watcher = app.socket(&app.admin).await;
    let mut mine = app.socket(&app.agent).await;
    let out = patch(&app.admin, &me, json!({"is_active": false})).await;
    assert_eq!(out.expect(200).json()["is_active"], false);
    assert_eq!(mine.closed().await, (1008, "session ended".to_owned()));
    is_out(&app.agent).await;
    let login = json!({"email": "agent1@ticklegram.com", "password": "agent123"});
    let answer = post(&app.nobody, "/api/auth/login", login).await;
    problem(
        answer,
        401,
        "bad_credentials",
        "Incorrect email or password",
    );
    let told = watcher.next_of("user_updated").await;
    assert_eq!(
        (&told["user"]["id"], &told["user"]["is_active"]),
        (&json!(me), &json!(false))
    );
    // The history stays, the chat stays theirs and says so, and nobody gives them another.
    let shown = app.admin.get(&format!("/api/chats/{chat}")).await;
    assert_eq!(shown["assigned_agent"]["id"], me.as_str());
    assert_eq!(shown["assigned_agent"]["is_active"], false);
    assert_eq!(
        app.admin.get("/api/dashboard/stats").await["active_agents"],
        1
    );
    let assign = format!("/api/chats/{chat}/assign");
    let answer = post(&app.admin, &assign, json!({"agent_id": me})).await;
    problem(answer, 404, "not_found", "Agent not found");
    // Back again, they log in anew.
    let _ = patch(&app.admin, &me, json!({"is_active": true}))
        .await
        .expect(200);
    is_out(&app.agent).await;
    let back = app.nobody.agent().await;
    assert_eq!(back.get("/api/chats").await[0]["id"], chat.as_str());

    // Another role is another login, on the way up and on the way down.
    let mut mine = app.socket(&back).await;
    let _ = patch(&app.admin, &me, json!({"role": "admin"}))
        .await
        .expect(200);
    assert_eq!(mine.closed().await.0, 1008);
    is_out(&back).await;
    let boss = app.nobody.agent().await;
    let _ = boss.get("/api/users").await;
    let _ = patch(&app.admin, &me, json!({"role": "agent", "name": "One"}))
        .await
        .expect(200);
    is_out(&boss).await;
    // A new name is no reason to go, and no change is no event.
    let back = app.nobody.agent().await;
    let _ = patch(&app.admin, &me, json!({"name": "Agent 1"}))
        .await
        .expect(200);
    let head = app.head().await;
    let _ = patch(&app.admin, &me, json!({"name": "Agent 1", "role": "agent"}))
        .await
        .expect(200);
    assert_eq!(app.head().await, head);
    assert_eq!(back.get("/api/auth/me").await["name"], "Agent 1");
    app.finish().await;
}

async fn somebody_stays_in_charge(place: &Place) {
    let app = place.mock(&[]).await;
    let first = app.id_of(&app.admin).await;
    for body in [json!({"role": "agent"}), json!({"is_active": false})] {
        let answer = patch(&app.admin, &first, body).await;
        problem(
            answer,
            409,
            "last_admin",
            "This is the last active admin. Make somebody else an admin first.",
        );
    }
    let _ = patch(&app.admin, &first, json!({"name": "Boss"}))
        .await
        .expect(200);
    // Two admins who demote each other at the same moment: one of them stays.
    for round in 0..3 {
        // Whoever lost the last round was logged out.
        let one = app.nobody.admin().await;
        let email = format!("second{round}@shop.example");
        let body =
            json!({"name": "Second", "email": email, "role": "admin", "password": "long enough"});
        let second = text(&one.post("/api/users", &body).await["id"]);
        let other = app.nobody.login(&email, "long enough").await;
        let wishes = [(other, first.clone()), (one, second.clone())];
        let wishes = wishes.map(|(person, whom)| async move {
            let body = json!({"role": "agent"});
            let path = format!("/api/users/{whom}");
            let answer = person.send(Method::PATCH, &path, Some(&body)).await;
            answer.status.as_u16()
        });
        let mut statuses = at_once(wishes).await;
        statuses.sort_unstable();
        // The loser was refused as the last one, or was no admin or not logged in any more.
        assert_eq!(statuses[0], 200, "{statuses:?}");
        assert!([401, 403, 409].contains(&statuses[1]), "{statuses:?}");
        app.sql("UPDATE users SET role = 'admin' WHERE email = 'admin@ticklegram.com'")
            .await;
        app.sql(&format!(
            "UPDATE users SET role = 'agent' WHERE id = '{second}'"
        ))
        .await;
    }
    app.finish().await;
}

async fn changing_ones_own_password(place: &Place) {
    let app = place.mock(&[]).await;
    let elsewhere = app.nobody.agent().await;
    let mut here = app.socket(&app.agent).await;
    let mut there = app.socket(&elsewhere).await;
    let body = json!({"current_password": "agent123", "new_password": "seven green lamps"});
    let answer = post(&app.agent, "/api/auth/change-password", body).await;
    assert_eq!(answer.expect(200).json(), json!({"success": true}));
    assert_eq!(there.closed().await.0, 1008);
    is_out(&elsewhere).await;
    // The login that asked goes on, and its socket too.
    here.next_of("logins_changed").await;
    let _ = app.agent.get("/api/auth/me").await;
    let old = json!({"email": "agent1@ticklegram.com", "password": "agent123"});
    let answer = post(&app.nobody, "/api/auth/login", old).await;
    problem(answer, 401, "bad_credentials", "");
    let _ = app
        .nobody
        .login("agent1@ticklegram.com", "seven green lamps")
        .await;
    // Guessing the password of an open screen is as slow as guessing at the door.
    let guess = json!({"current_password": "guess", "new_password": "long enough"});
    let path = "/api/auth/change-password";
    let mut seen = Vec::new();
    for _ in 0..10 {
        seen.push(post(&app.other, path, guess.clone()).await.status.as_u16());
    }
    assert_eq!(seen.iter().filter(|s| **s == 400).count(), 9, "{seen:?}");
    assert_eq!(
        seen.last(),
        Some(&429),
        "the story's login was the first try"
    );
    app.finish().await;
}

async fn logins_are_listed_and_ended(place: &Place) {
    let app = place.mock(&[]).await;
    let phone = {
        let body = json!({"email": "agent1@ticklegram.com", "password": "agent123"});
        let headers = [("user-agent", "Phone/1.0")];
        let answer = app
            .nobody
            .send_with(Method::POST, "/api/auth/login", Some(&body), &headers)
            .await;
        text(&answer.expect(200).json()["access_token"])
    };
    let logins = all(app.agent.get("/api/auth/sessions").await);
    assert_eq!(logins.len(), 2);
    assert_eq!(logins[0]["user_agent"], "Phone/1.0");
    assert_eq!(
        (&logins[0]["current"], &logins[1]["current"]),
        (&json!(false), &json!(true))
    );
    let page = get(&app.agent, "/api/auth/sessions?limit=1")
        .await
        .expect(200);
    let rest = get(&app.agent, &next(&page).unwrap()).await.expect(200);
    assert_eq!(ids(rest.json()), [text(&logins[1]["id"])]);
    let mut socket =
        testkit::ws::Socket::connect(&app.base, &testkit::ws::Connect::with_token(&phone)).await;
    socket.ready().await;
    let path = format!("/api/auth/sessions/{}", text(&logins[0]["id"]));
    let answer = app.other.send(Method::DELETE, &path, None).await;
    problem(answer, 404, "not_found", "You have no such login.");
    assert_eq!(app.agent.delete(&path).await, json!({"success": true}));
    assert_eq!(socket.closed().await.0, 1008);
    let headers = [("authorization", format!("Bearer {phone}"))];
    let headers = headers.each_ref().map(|(k, v)| (*k, v.as_str()));
    let answer = app
        .nobody
        .send_with(Method::GET, "/api/auth/me", None, &headers)
        .await;
    problem(answer, 401, "unauthorized", "Invalid token");
    assert_eq!(all(app.agent.get("/api/auth/sessions").await).len(), 1);
    app.finish().await;
}

async fn signing_up(place: &Place) {
    let app = place.mock(&[]).await;
    assert_eq!(app.nobody.get("/api/auth/config").await["signup"], true);
    let body = json!({"name": "Ada", "email": "Ada@Shop.example", "password": "long enough", "role": "admin", "is_active": false});
    let ada = app.nobody.post("/api/auth/signup", &body).await;
    assert_eq!(
        (&ada["role"], &ada["is_active"]),
        (&json!("agent"), &json!(true))
    );
    assert_eq!(ada["email"], "ada@shop.example");
    let api = app.nobody.login("ada@shop.example", "long enough").await;
    problem(
        get(&api, "/api/users").await,
        403,
        "admin_required",
        "Admin access required",
    );
    for path in ["/api/auth/signup", "/api/auth/register"] {
        let answer = post(&app.nobody, path, body.clone()).await;
        problem(answer, 400, "email_taken", "Email already registered");
    }
    // Another site's page does not sign anybody up.
    let headers = [("origin", "https://evil.example")];
    let answer = app
        .nobody
        .send_with(Method::POST, "/api/auth/signup", Some(&body), &headers)
        .await;
    problem(answer, 403, "cross_site_request", "");
    let mut statuses = Vec::new();
    for n in 0..20 {
        let email = format!("n{n}@x");
        let body = json!({"name": "N", "email": email, "password": "short"});
        let answer = post(&app.nobody, "/api/auth/register", body).await;
        statuses.push(answer.status.as_u16());
        if answer.status == 429 {
            let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=30).contains(&wait), "{wait}");
            problem(answer, 429, "too_many_signups", "");
        }
    }
    assert_eq!((statuses[0], statuses[19]), (422, 429));
    app.finish().await;

    let app = place.mock(&[("ALLOW_PUBLIC_SIGNUP", "false")]).await;
    assert_eq!(app.nobody.get("/api/auth/config").await["signup"], false);
    let answer = post(&app.nobody, "/api/auth/signup", body).await;
    problem(
        answer,
        403,
        "signup_off",
        "Nobody can sign up here. Ask an admin to add you.",
    );
    app.finish().await;
}

async fn real_mode_is_set_up_by_its_link(place: &Place) {
    let app = place.empty(&[]).await;
    let link: url::Url = app.setup_link().parse().unwrap();
    assert_eq!(link.path(), "/setup");
    let token = link.query_pairs().find(|(k, _)| k == "token").unwrap().1;
    assert_eq!(app.nobody.get("/api/auth/config").await["signup"], false);
    let body = |token: &str, password: &str| json!({"token": token, "name": "Ada", "email": "ada@shop.example", "password": password});
    let path = "/api/auth/setup";
    let mut album = Album::of(app.sim.base());
    let route = || (Method::POST, path, path);
    let guess = Some(body("guess", "seven green lamps"));
    album.ask("setup-403", &app.nobody, route(), guess).await;
    // What everybody tries first is refused here, and mock mode's logins are nobody's.
    for known in ["admin123", "password1", "ada@shop.example"] {
        invalid(
            post(&app.nobody, path, body(&token, known)).await,
            "/password",
        );
    }
    let seeded = json!({"email": "admin@ticklegram.com", "password": "admin123"});
    let answer = post(&app.nobody, "/api/auth/login", seeded).await;
    problem(answer, 401, "bad_credentials", "");
    let right = Some(body(&token, "seven green lamps"));
    let answer = album
        .ask("setup", &app.nobody, route(), right)
        .await
        .expect(200);
    assert!(
        answer
            .header("set-cookie")
            .is_some_and(|c| c.contains("HttpOnly"))
    );
    let user = &answer.json()["user"];
    assert_eq!(
        (&user["role"], &user["email"]),
        (&json!("admin"), &json!("ada@shop.example"))
    );
    let ada = app
        .nobody
        .login("ada@shop.example", "seven green lamps")
        .await;
    let answer = post(&app.nobody, path, body(&token, "seven green lamps")).await;
    problem(answer, 409, "already_set_up", "");
    // Nobody signs up in real mode unless that is wished.
    let new = json!({"name": "B", "email": "b@shop.example", "password": "six green lamps"});
    let answer = post(&app.nobody, "/api/auth/register", new.clone()).await;
    problem(answer, 403, "signup_off", "");
    let known = json!({"name": "B", "email": "b@shop.example", "password": "password1"});
    invalid(post(&ada, "/api/users", known).await, "/password");
    let _ = post(&ada, "/api/users", new).await.expect(200);
    let known = json!({"current_password": "seven green lamps", "new_password": "admin123"});
    invalid(
        post(&ada, "/api/auth/change-password", known).await,
        "/new_password",
    );
    app.finish().await;

    // Whoever starts it again is not asked to set it up.
    let app = place.empty(&[]).await;
    assert!(app.app().db.count_users().await.unwrap() > 0);
    app.finish().await;
}
