//! Every error that Meta is known to answer, and what it decides for a send. Written from §9.2.

use domain::account::Platform;
use meta::graph::{Host, SendError};
use serde_json::json;

use super::{Answer, Meta, creds, sample, samples, text};

/// File, decision for a send, and what a person would be told where that is the end.
#[rustfmt::skip]
const TABLE: &[(&str, &str)] = &[
    ("error-1-1357046-sent-anyway", "unknown"),
    ("error-1-unknown", "unknown"),
    ("error-10-1893063-restricted", "paused 3600 s"),
    ("error-10-2018278-window", "final reply_window_closed"),
    ("error-10-2018278-window-localised", "final reply_window_closed"),
    ("error-10-2534022-window-iglogin", "final reply_window_closed"),
    ("error-10-2534022-window-page", "final reply_window_closed"),
    ("error-10-2534077-link", "final owner_action_needed"),
    ("error-10-permission", "final permission_missing"),
    ("error-100-2018001-no-user", "final no_such_person"),
    ("error-100-2018008-fetch-url", "final content_refused"),
    ("error-100-2018014-message-and-action", "final content_refused"),
    ("error-100-2018047-upload", "final content_refused"),
    ("error-100-2018109-size", "final content_refused"),
    ("error-100-2018294-video-timeout", "final content_refused"),
    ("error-100-2534013-not-linked", "final owner_action_needed"),
    ("error-100-2534014-no-ig-user", "final no_such_person"),
    ("error-100-2534015-invalid-data", "final content_refused"),
    ("error-100-2534025-private-reply", "final private_reply_impossible"),
    ("error-100-2534029-ig-blocked", "paused 3600 s"),
    ("error-100-2534037-not-owner", "final other_app_in_control"),
    ("error-100-33-delete", "final object_missing"),
    ("error-100-33-get", "final object_missing"),
    ("error-100-field", "final rejected_by_meta"),
    ("error-100-required", "final rejected_by_meta"),
    ("error-100-subscribed-field", "final rejected_by_meta"),
    ("error-100-tag-removed", "final rejected_by_meta"),
    ("error-17-user-limit", "throttled 60 s"),
    ("error-190-458-not-authorised", "token dead"),
    ("error-190-459-checkpoint", "token dead"),
    ("error-190-460-password", "token dead"),
    ("error-190-463-expired", "token dead"),
    ("error-190-464-unconfirmed", "token dead"),
    ("error-190-467-logged-out", "token dead"),
    ("error-190-492-page-role", "token dead"),
    ("error-190-app-deleted", "token dead"),
    ("error-190-cannot-parse", "token dead"),
    // Meta asks for a retry, but with HTTP 500 the message may have been delivered (§2.5).
    ("error-2-transient", "unknown"),
    ("error-200-1545041-prefix-mismatch", "final person_unavailable"),
    ("error-200-2018028-not-live", "final permission_missing"),
    ("error-200-2534041-access-disabled", "final owner_action_needed"),
    ("error-200-permissions", "final permission_missing"),
    ("error-2018218-no-profile", "final person_unavailable"),
    ("error-2018247-permission", "final permission_missing"),
    ("error-2018300-other-app", "final other_app_in_control"),
    ("error-2500-no-token", "final rejected_by_meta"),
    ("error-2500-path", "final rejected_by_meta"),
    ("error-3-capability", "final permission_missing"),
    ("error-32-page-limit", "throttled 60 s"),
    ("error-36103", "final business_restricted"),
    ("error-368-policy", "paused 86400 s"),
    ("error-4-1349210-ig", "throttled 60 s"),
    ("error-4-app-limit", "throttled 60 s"),
    ("error-551-1545041", "final person_unavailable"),
    ("error-613-2018338-abuse", "final business_restricted"),
    ("error-613-2534040-rate", "throttled 60 s"),
    // Meta's own estimate, from the header.
    ("error-80001-pages", "throttled 720 s"),
    ("error-80002-instagram", "throttled 420 s"),
    ("error-80006-messenger", "throttled 180 s"),
    ("error-capi-bm-event", "final rejected_by_meta"),
    ("error-capi-pixel", "final object_missing"),
    ("error-capi-token", "token dead"),
    ("error-capi-too-old", "final rejected_by_meta"),
    ("error-hide-required", "final rejected_by_meta"),
    ("error-insights-before-conversion", "final rejected_by_meta"),
    ("error-insights-metric", "final rejected_by_meta"),
    ("error-insights-metric-for-media", "final rejected_by_meta"),
    ("error-insights-range", "final rejected_by_meta"),
    ("error-insights-viewers", "final permission_missing"),
    ("error-media-too-large-inline", "final rejected_by_meta"),
    ("error-message-deleted", "final object_missing"),
    ("error-oauth-ig-code-used", "final rejected_by_meta"),
    ("error-oauth-redirect-uri", "final rejected_by_meta"),
    ("error-profile-consent", "final person_unavailable"),
    ("error-proof", "final rejected_by_meta"),
    ("error-with-user-texts", "token dead"),
];

fn decision(error: &SendError) -> String {
    let seconds = |micros: &i64| micros / domain::time::SECOND;
    match error {
        SendError::NotReached { .. } => "not reached".into(),
        SendError::Throttled { wait_micros, .. } => format!("throttled {} s", seconds(wait_micros)),
        SendError::Transient(_) => "transient".into(),
        SendError::Final { reason, .. } => format!("final {}", reason.code()),
        SendError::TokenDead(_) => "token dead".into(),
        SendError::Paused { micros, .. } => format!("paused {} s", seconds(micros)),
        SendError::Unknown { .. } => "unknown".into(),
    }
}

async fn send(answer: Answer) -> SendError {
    let meta = Meta::answering(vec![answer]).await;
    let result = meta
        .client
        .send(&creds(Host::Facebook), &text(Platform::Instagram, "hi"))
        .await;
    assert_eq!(
        meta.seen().len(),
        1,
        "a send is made once, whatever comes of it"
    );
    result.unwrap_err()
}

#[tokio::test]
async fn every_known_error_decides() {
    for (name, expected) in TABLE {
        assert_eq!(
            decision(&send(Answer::of(&sample(name))).await),
            *expected,
            "{name}"
        );
    }
}

#[test]
fn the_table_names_every_error() {
    let mut named: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    named.sort_unstable();
    assert_eq!(named, samples("error-"));
}

#[tokio::test]
async fn metas_words_and_ids_are_kept() {
    let error = send(Answer::of(&sample("error-with-user-texts"))).await;
    let graph = error.graph().unwrap();
    assert_eq!(
        (graph.code, graph.subcode, graph.status),
        (190, Some(460), 400)
    );
    assert_eq!(graph.kind, "OAuthException");
    assert_eq!(graph.user_title.as_deref(), Some("A title"));
    assert_eq!(graph.user_msg.as_deref(), Some("A message"));
    assert_eq!(graph.fbtrace_id.as_deref(), Some("AMADEUPtraceIdMadeUpTra"));
    let error = send(Answer::of(&sample("error-oauth-ig-code-used"))).await;
    let graph = error.graph().unwrap();
    assert_eq!((graph.code, graph.kind.as_str()), (400, "OAuthException"));
    assert_eq!(
        graph.message,
        "Matching code was not found or was already used"
    );
}

#[tokio::test]
async fn answers_that_prove_nothing_are_unknown() {
    let html = |status| Answer {
        status,
        headers: vec![],
        body: b"<html><h1>Bad gateway</h1></html>".to_vec(),
    };
    for answer in [
        html(502),
        html(503),
        html(500),
        html(400),
        html(200),
        Answer {
            status: 200,
            headers: vec![],
            body: vec![],
        },
        Answer {
            status: 204,
            headers: vec![],
            body: vec![],
        },
        Answer::json(200, &json!({"recipient_id": "1"})),
        Answer::json(200, &json!({"message_id": ""})),
        Answer::json(200, &json!(["message_id"])),
        Answer::json(500, &json!({"message_id": "m_1"})),
        Answer::json(302, &json!({})).with("location", "http://127.0.0.1:9/"),
        Answer {
            status: 200,
            headers: vec![],
            body: vec![b' '; 2 * 1024 * 1024],
        },
    ] {
        let status = answer.status;
        let error = send(answer).await;
        assert_eq!(decision(&error), "unknown", "{status}: {error}");
    }
}

#[tokio::test]
async fn a_gateway_that_throttles_took_nothing() {
    let html = Answer {
        status: 429,
        headers: vec![],
        body: b"slow down".to_vec(),
    };
    assert_eq!(decision(&send(html.clone()).await), "throttled 60 s");
    assert_eq!(
        decision(&send(html.with("retry-after", "300")).await),
        "throttled 300 s"
    );
}

#[tokio::test]
async fn an_error_with_status_200_is_an_error() {
    let answer = Answer::json(
        200,
        &json!({"error": {"code": 10, "error_subcode": 2_534_022}}),
    );
    assert_eq!(decision(&send(answer).await), "final reply_window_closed");
}
