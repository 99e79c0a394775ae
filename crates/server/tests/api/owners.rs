//! Who may see a chat, who gives it to whom, and who is told.

use std::slice::from_ref;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Api;
use testkit::ws::Socket;

use crate::app::{NOBODY, Place, TestApp, all, ids, invalid, problem, text};
use crate::chats::{get, list, next};

both!(visibility, assigning);

/// Everything of a chat that an agent who may not see it could reach for.
async fn is_denied(person: &Api, chat: &str) {
    for (method, path, body) in [
        (Method::GET, format!("/api/chats/{chat}"), None),
        (
            Method::GET,
            format!("/api/chats/{chat}?before={NOBODY}"),
            None,
        ),
        (Method::POST, format!("/api/chats/{chat}/mark_read"), None),
        (
            Method::PATCH,
            format!("/api/chats/{chat}"),
            Some(json!({"state": "resolved"})),
        ),
        (Method::GET, format!("/api/chats/{chat}/notes"), None),
        (
            Method::POST,
            format!("/api/chats/{chat}/notes"),
            Some(json!({"text": "x"})),
        ),
        (
            Method::POST,
            format!("/api/chats/{chat}/message"),
            Some(json!({"content": "hi"})),
        ),
        (
            Method::POST,
            format!("/api/chats/{chat}/messages/{NOBODY}/retry"),
            Some(json!({})),
        ),
        (
            Method::POST,
            format!("/api/chats/{chat}/assign"),
            Some(json!({"agent_id": null})),
        ),
        (
            Method::POST,
            "/api/mock/simulate-message".to_owned(),
            Some(json!({"chat_id": chat, "message": "x"})),
        ),
    ] {
        let answer = person.send(method, &path, body.as_ref()).await;
        problem(answer, 403, "access_denied", "Access denied");
    }
}

async fn visibility(place: &Place) {
    let app = place.mock(&[]).await;
    let [mine, others, free]: [String; 3] = app.generate(3, "instagram").await.try_into().unwrap();
    let me = app.id_of(&app.agent).await;
    app.assign(&mine, Some(&me)).await;
    app.assign(&others, Some(&app.id_of(&app.other).await))
        .await;
    assert_eq!(list(&app.agent, "").await, from_ref(&mine));
    assert_eq!(
        list(&app.agent, "status_filter=unassigned").await,
        Vec::<String>::new()
    );
    assert_eq!(
        app.agent.get(&format!("/api/chats/{mine}")).await["assigned_agent"]["id"],
        me.as_str()
    );
    is_denied(&app.agent, &others).await;
    is_denied(&app.agent, &free).await;
    let stats = |total: i64, assigned: i64, facebook: i64| {
        json!({"total_chats": total, "assigned_chats": assigned, "unassigned_chats": total - assigned,
            "total_messages": total, "active_agents": 2, "instagram_chats": total - facebook, "facebook_chats": facebook})
    };
    let _ = app.generate(2, "facebook").await;
    assert_eq!(app.admin.get("/api/dashboard/stats").await, stats(5, 2, 2));
    assert_eq!(app.agent.get("/api/dashboard/stats").await, stats(1, 1, 0));
    let agents = all(app.agent.get("/api/users/agents").await);
    let emails: Vec<String> = agents.iter().map(|a| text(&a["email"])).collect();
    assert_eq!(emails, ["agent1@ticklegram.com", "agent2@ticklegram.com"]);
    assert!(
        agents
            .iter()
            .all(|a| a["role"] == "agent" && a.get("password_hash").is_none())
    );
    app.finish().await;

    // The same installation, where agents see what nobody has.
    let app = place.mock(&[("AGENT_CHAT_VISIBILITY", "unassigned")]).await;
    let seen = list(&app.agent, "").await;
    assert_eq!(
        (seen.len(), seen.contains(&mine), seen.contains(&others)),
        (4, true, false)
    );
    assert_eq!(
        list(&app.agent, "status_filter=assigned").await,
        from_ref(&mine)
    );
    assert_eq!(
        list(&app.agent, "platform=instagram&status_filter=unassigned").await,
        from_ref(&free)
    );
    assert_eq!(
        list(&app.agent, "assigned_to_me=true").await,
        from_ref(&mine)
    );
    // Two lists behind one page: the order and the pages are those of one.
    let mut turned = Vec::new();
    let mut page = Some("/api/chats?limit=1".to_owned());
    while let Some(path) = page {
        let answer = get(&app.agent, &path).await.expect(200);
        page = next(&answer);
        turned.extend(ids(answer.json()));
    }
    assert_eq!(turned, seen);
    is_denied(&app.agent, &others).await;
    let answer = app.agent.get(&format!("/api/chats/{free}")).await;
    assert_eq!(answer["assigned_to"], Value::Null);
    assert_eq!(app.agent.get("/api/dashboard/stats").await, stats(4, 1, 2));
    app.finish().await;
}

/// What a socket is told until the log's present end.
async fn told(app: &TestApp, socket: &mut Socket) -> Vec<Value> {
    app.still().await;
    let head = app.head().await;
    socket.collect_to(head).await
}

async fn assigning(place: &Place) {
    let app = place.mock(&[("AGENT_CHAT_VISIBILITY", "unassigned")]).await;
    let [chat, second]: [String; 2] = app.generate(2, "instagram").await.try_into().unwrap();
    let (me, you, boss) = (
        app.id_of(&app.agent).await,
        app.id_of(&app.other).await,
        app.id_of(&app.admin).await,
    );
    let path = format!("/api/chats/{chat}/assign");
    let assign = async |person: &Api, to: Value| {
        person
            .send(Method::POST, &path, Some(&json!({"agent_id": to})))
            .await
    };
    let (to_me, to_you) = (json!(me), json!(you));
    // An agent takes what nobody has, for themselves only, and gives back their own.
    problem(
        assign(&app.agent, to_you.clone()).await,
        403,
        "access_denied",
        "Access denied",
    );
    let taken = assign(&app.agent, to_me.clone()).await.expect(200).json();
    assert_eq!(taken["success"], true);
    assert_eq!(taken["chat"]["status"], "assigned");
    assert_eq!(
        taken["chat"]["assigned_agent"]["email"],
        "agent1@ticklegram.com"
    );
    problem(
        assign(&app.other, to_you.clone()).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        assign(&app.other, Value::Null).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        assign(&app.agent, to_you.clone()).await,
        403,
        "access_denied",
        "Access denied",
    );
    let back = assign(&app.agent, Value::Null).await.expect(200).json();
    assert_eq!(
        (&back["chat"]["status"], &back["chat"]["assigned_agent"]),
        (&json!("unassigned"), &Value::Null)
    );
    // An admin assigns as they like, to people who are there.
    app.still().await;
    let head = app.head().await;
    problem(
        assign(&app.admin, json!(NOBODY)).await,
        404,
        "not_found",
        "Agent not found",
    );
    for (body, pointer) in [
        (json!({"agent_id": "x"}), "/agent_id"),
        (json!({"agent_id": 5}), "/agent_id"),
        (json!({}), "/agent_id"),
        (json!({"agent": me}), "/agent_id"),
        (json!([me]), ""),
    ] {
        invalid(
            app.admin.send(Method::POST, &path, Some(&body)).await,
            pointer,
        );
    }
    let nowhere = format!("/api/chats/{NOBODY}/assign");
    problem(
        app.admin
            .send(Method::POST, &nowhere, Some(&json!({"agent_id": me})))
            .await,
        404,
        "not_found",
        "Chat not found",
    );
    assert_eq!(app.head().await, head, "nothing was changed");
    assert_eq!(
        assign(&app.admin, json!(boss)).await.expect(200).json()["chat"]["assigned_to"],
        boss.as_str()
    );
    let _ = assign(&app.admin, to_me.clone()).await.expect(200);

    // The old agent and the new one are told; then the old one hears no more of it.
    let mut mine = app.socket(&app.agent).await;
    let mut yours = app.socket(&app.other).await;
    let _ = assign(&app.admin, to_you.clone()).await.expect(200);
    let lost = mine.next_of("chat_updated").await;
    let gained = yours.next_of("chat_updated").await;
    assert_eq!(
        (&lost["chat"]["id"], &lost["chat"]["assigned_to"]),
        (&json!(chat), &to_you)
    );
    assert_eq!(lost, gained);
    let _ = app
        .admin
        .post(
            "/api/mock/simulate-message",
            &json!({"chat_id": chat, "message": "who is it now?"}),
        )
        .await;
    let heard = yours.next_of("new_message").await;
    assert_eq!(heard["message"]["content"], "who is it now?");
    app.assign(&second, Some(&me)).await;
    let frames = told(&app, &mut mine).await;
    assert!(
        frames.iter().any(|f| f["chat"]["id"] == second.as_str()),
        "{frames:?}"
    );
    assert!(
        !frames.iter().any(|f| f.to_string().contains(&chat)),
        "{frames:?}"
    );
    // Assigning what is so already changes and tells nothing.
    app.still().await;
    let head = app.head().await;
    let _ = assign(&app.admin, to_you).await.expect(200);
    assert_eq!(app.head().await, head);
    assert_eq!(list(&app.agent, "platform=instagram").await, [second]);
    app.finish().await;
}
