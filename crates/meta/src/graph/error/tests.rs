use serde_json::json;

use super::*;

fn parse(status: u16, body: Value) -> GraphError {
    GraphError::parse(status, body.to_string().as_bytes()).unwrap()
}

#[test]
fn bodies_that_are_no_graph_errors() {
    for body in [
        "",
        "<html>502</html>",
        "null",
        "[]",
        "{}",
        r#"{"message_id":"m"}"#,
        r#"{"error":null}"#,
        "\u{0}",
    ] {
        assert_eq!(GraphError::parse(502, body.as_bytes()), None, "{body}");
    }
}

#[test]
fn fields_of_any_type_are_survived() {
    let error = parse(
        400,
        json!({"error": {"code": "190", "error_subcode": "463", "message": 5, "is_transient": "true"}}),
    );
    assert_eq!(
        (
            error.code,
            error.subcode,
            error.message.as_str(),
            error.transient
        ),
        (190, Some(463), "5", true)
    );
    let error = parse(
        400,
        json!({"error": {"code": {}, "error_subcode": 0, "message": []}}),
    );
    assert_eq!(
        (error.code, error.subcode, error.message.as_str()),
        (0, None, "")
    );
    let error = parse(
        400,
        json!({"error": "invalid_request", "error_description": "why"}),
    );
    assert_eq!(
        (error.kind.as_str(), error.message.as_str()),
        ("invalid_request", "why")
    );
}

#[test]
fn tokens_in_metas_words_are_taken_out() {
    let token = format!("EAAG{}", "x1_-".repeat(20));
    let error = parse(
        400,
        json!({"error": {"code": 190, "message": format!("Malformed access token {token}: bad")}}),
    );
    assert_eq!(error.message, "Malformed access token [token]: bad");
    assert!(!format!("{error:?} {error}").contains(&token));
    assert_eq!(
        without_tokens("EAA is not one, IGAA neither"),
        "EAA is not one, IGAA neither"
    );
}

#[test]
fn long_texts_are_cut() {
    let error = parse(
        400,
        json!({"error": {"code": 1, "message": "é".repeat(10_000)}}),
    );
    assert_eq!(error.message.chars().count(), MAX_TEXT_CHARS);
}

#[test]
fn metas_estimate_goes_before_the_least_wait() {
    let error = parse(400, json!({"error": {"code": 613}}));
    let pace = |wait_minutes, retry_after| Pace {
        usage: Usage {
            percent: 100,
            wait_minutes,
        },
        retry_after,
    };
    let wait = |pace| match refused_send(error.clone(), pace) {
        Some(SendError::Throttled { wait_micros, .. }) => wait_micros,
        other => panic!("{other:?}"),
    };
    assert_eq!(wait(pace(0, None)), LEAST_THROTTLE);
    assert_eq!(wait(pace(7, None)), 7 * MINUTE);
    assert_eq!(wait(pace(1, Some(600))), 10 * MINUTE);
    assert_eq!(wait(pace(u32::MAX, Some(u32::MAX))), MAX_WAIT);
    let told = parse(
        400,
        json!({"error": {"code": 80_006, "error_data": {"estimated_time_to_regain_access": 3}}}),
    );
    assert!(matches!(
        refused_send(told, Pace::default()),
        Some(SendError::Throttled { wait_micros, .. }) if wait_micros == 3 * MINUTE
    ));
}

#[test]
fn after_an_internal_failure_only_described_refusals_are_certain() {
    let send = |status, code: i64, subcode: i64, transient: bool| {
        let body =
            json!({"error": {"code": code, "error_subcode": subcode, "is_transient": transient}});
        refused_send(parse(status, body), Pace::default())
    };
    for (status, code, subcode) in [
        (500, 1, 0),
        (500, 2, 0),
        (503, 987_654, 0),
        (502, 0, 0),
        (400, 1, 1_357_046),
    ] {
        for transient in [false, true] {
            let got = send(status, code, subcode, transient);
            assert!(
                matches!(got, Some(SendError::Unknown { .. })),
                "{status} {code}/{subcode}: {got:?}"
            );
        }
    }
    assert!(matches!(
        send(400, 2, 0, true),
        Some(SendError::Transient(_))
    ));
    assert!(matches!(
        send(500, 190, 0, true),
        Some(SendError::TokenDead(_))
    ));
    assert!(matches!(
        send(500, 230, 0, false),
        Some(SendError::Final {
            reason: Reason::PersonUnavailable,
            ..
        })
    ));
    assert!(matches!(
        send(500, 10, 2_018_278, false),
        Some(SendError::Final {
            reason: Reason::WindowClosed,
            ..
        })
    ));
    assert_eq!(send(400, 506, 0, false), None);
}

#[test]
fn calls_without_effect_are_simply_repeated() {
    let call = |status, code: i64| {
        refused_call(
            parse(status, json!({"error": {"code": code}})),
            Pace::default(),
        )
    };
    assert!(matches!(call(500, 1), CallError::Transient(_)));
    assert!(matches!(call(503, 987_654), CallError::Transient(_)));
    assert!(matches!(call(500, 230), CallError::Final { .. }));
}
