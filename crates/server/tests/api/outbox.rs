//! Failed work, asked for once more by an operator.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};

use crate::album::Album;
use crate::app::{NOBODY, Place, TestApp, all, invalid, problem, text};

both!(
    a_failed_message_goes_again,
    other_failed_work_goes_again,
    what_may_have_arrived_is_not_sent_again
);

async fn retry(person: &Api, job: &str) -> Answer {
    let path = format!("/api/outbox/{job}/retry");
    person.send(Method::POST, &path, Some(&json!({}))).await
}

/// The newest failed job of a kind, once there is one.
async fn failed(app: &TestApp, kind: &str) -> Value {
    until(PATIENCE, "a failed job", async || {
        let failed = all(app.admin.get("/api/outbox?state=failed").await);
        failed.into_iter().find(|j| j["kind"] == kind)
    })
    .await
}

async fn fault(app: &TestApp, matching: &str, then: Value) {
    let fault = json!({"match": matching, "times": 1, "then": then});
    app.sim.post("/_sim/faults", &fault).await;
}

/// A message that Meta refuses once.
async fn refused(app: &TestApp, chat: &str) -> String {
    fault(
        app,
        "POST */messages",
        json!({"error": {"code": 100, "subcode": 2_018_048}}),
    )
    .await;
    let path = format!("/api/chats/{chat}/message");
    let message = app.admin.post(&path, &json!({"content": "hello"})).await;
    let message = text(&message["id"]);
    app.message_is(chat, &message, "failed").await;
    message
}

async fn a_failed_message_goes_again(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.generate(1, "instagram").await.remove(0);
    app.quiet().await;
    let message = refused(&app, &chat).await;
    let job = text(&failed(&app, "send").await["id"]);
    problem(retry(&app.agent, &job).await, 403, "admin_required", "");
    let path = format!("/api/outbox/{job}/retry");
    let key = [("idempotency-key", "once")];
    for _ in 0..3 {
        let again = app
            .admin
            .send_with(Method::POST, &path, Some(&json!({})), &key)
            .await;
        assert_eq!(again.expect(200).json()["id"], job.as_str());
    }
    let other = json!({"a": 1});
    let other = app
        .admin
        .send_with(Method::POST, &path, Some(&other), &key)
        .await;
    problem(other, 409, "idempotency_mismatch", "");
    app.message_is(&chat, &message, "read").await;
    assert_eq!(app.sends().await.len(), 1, "the refused one was not taken");
    problem(retry(&app.admin, &job).await, 409, "not_failed", "");
    problem(
        retry(&app.admin, NOBODY).await,
        404,
        "not_found",
        "Job not found",
    );
    invalid(
        app.admin.send(Method::POST, &path, Some(&json!([]))).await,
        "",
    );

    // Its window has closed in the meantime.
    refused(&app, &chat).await;
    let job = text(&failed(&app, "send").await["id"]);
    app.sql("UPDATE chat SET window_at = 1").await;
    problem(
        retry(&app.admin, &job).await,
        403,
        "reply_window_closed",
        "",
    );
    assert_eq!(failed(&app, "send").await["id"], job.as_str());
    app.finish().await;
}

async fn other_failed_work_goes_again(place: &Place) {
    let app = place.mock(&[]).await;
    fault(
        &app,
        "GET *",
        json!({"error": {"code": 100, "subcode": 33}}),
    )
    .await;
    let chat = app.generate(1, "instagram").await.remove(0);
    let job = failed(&app, "fetch_profile").await;
    assert_eq!(job["subject"], chat.as_str());
    let id = app.agent.get("/api/auth/me").await["id"].clone();
    assert!(id.is_string());
    let shown = retry(&app.admin, &text(&job["id"]))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&shown["id"], &shown["last_error"]),
        (&job["id"], &Value::Null)
    );
    until(PATIENCE, "the profile", async || {
        let chat = app.admin.get(&format!("/api/chats/{chat}")).await;
        (chat["username"] != chat["instagram_user_id"]).then_some(())
    })
    .await;
    app.quiet().await;
    problem(
        retry(&app.admin, &text(&job["id"])).await,
        409,
        "not_failed",
        "",
    );
    app.finish().await;
}

async fn what_may_have_arrived_is_not_sent_again(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.generate(1, "instagram").await.remove(0);
    app.quiet().await;
    // Meta takes it, and nobody ever hears of it.
    fault(&app, "WEBHOOK message_echoes", json!("drop")).await;
    fault(&app, "POST */messages", json!("accept_then_timeout")).await;
    let path = format!("/api/chats/{chat}/message");
    let message = text(&app.admin.post(&path, &json!({"content": "hello"})).await["id"]);
    let waiting = until(PATIENCE, "the answer to be missed", async || {
        let open = all(app.admin.get("/api/outbox").await);
        open.into_iter()
            .find(|j| j["subject"] == message.as_str() && j["state"] == "waiting")
    })
    .await;
    problem(
        retry(&app.admin, &text(&waiting["id"])).await,
        409,
        "confirmation_needed",
        "",
    );
    app.stop().await;
}

/// The bodies of this route.
pub(crate) async fn shapes(album: &mut Album, app: &TestApp, chat: &str) {
    album.chapter();
    let message = refused(app, chat).await;
    let job = text(&failed(app, "send").await["id"]);
    let of_job = "/api/outbox/{id}/retry";
    let path = format!("/api/outbox/{job}/retry");
    let body = Some(json!({}));
    album
        .ask(
            "job-retry-403",
            &app.agent,
            (Method::POST, of_job, &path),
            body.clone(),
        )
        .await;
    // Held back, so that the answer does not depend on how quickly it goes.
    app.sql("UPDATE account SET paused_until = 9000000000000000")
        .await;
    album
        .ask(
            "job-retry",
            &app.admin,
            (Method::POST, of_job, &path),
            body.clone(),
        )
        .await;
    album
        .ask(
            "job-retry-409",
            &app.admin,
            (Method::POST, of_job, &path),
            body.clone(),
        )
        .await;
    app.sql("UPDATE account SET paused_until = NULL").await;
    app.message_is(chat, &message, "read").await;
    app.quiet().await;
    let nowhere = format!("/api/outbox/{NOBODY}/retry");
    album
        .ask(
            "job-retry-404",
            &app.admin,
            (Method::POST, of_job, &nowhere),
            body,
        )
        .await;
}
