//! Events on the wire, and what Meta's answers to them mean (§7).

use meta::graph::{Credentials, Events, GraphClient, Host, SendError};
use serde_json::{Value, json};

use super::{Answer, Meta, TOKEN, config, creds, sample};

const PIXEL: &str = "1000000000001";

fn events_of(sample: &Value) -> Events {
    let body = &sample["request"]["body"];
    Events {
        data: body["data"].as_array().unwrap().clone(),
        test_event_code: body["test_event_code"].as_str().map(str::to_owned),
    }
}

async fn send(meta: &Meta, creds: &Credentials) -> Result<meta::graph::Received, SendError> {
    let events = events_of(&sample("capi-ok"));
    meta.client.send_events(creds, PIXEL, &events).await
}

#[tokio::test]
async fn events_go_out_as_the_samples_show() {
    for name in [
        "capi-ok",
        "capi-business-messaging-instagram",
        "capi-business-messaging-messenger",
    ] {
        let sample = sample(name);
        let meta = Meta::answering(vec![Answer::of(&sample)]).await;
        // Whatever host the account is on.
        let creds = creds(Host::Instagram);
        let received = meta
            .client
            .send_events(&creds, PIXEL, &events_of(&sample))
            .await
            .unwrap();
        assert_eq!(received.events, Some(1));
        assert_eq!(received.answer, sample["body"]);
        let seen = meta.seen().remove(0);
        assert_eq!(
            (seen.method.as_str(), seen.uri.as_str()),
            ("POST", "/v25.0/1000000000001/events")
        );
        assert_eq!(seen.authorization, format!("Bearer {TOKEN}"));
        for key in ["data", "test_event_code"] {
            assert_eq!(
                seen.body.get(key),
                sample["request"]["body"].get(key),
                "{name}"
            );
        }
        assert_eq!(seen.body["partner_agent"], "ticklegram");
    }
}

#[tokio::test]
async fn refusals_decide() {
    for (name, about_an_event) in [
        ("error-capi-too-old", true),
        ("error-capi-bm-event", true),
        ("error-capi-pixel", false),
    ] {
        let meta = Meta::answering(vec![Answer::of(&sample(name))]).await;
        let refused = send(&meta, &creds(Host::Facebook)).await.unwrap_err();
        assert!(
            matches!(refused, SendError::Final { .. }),
            "{name}: {refused}"
        );
        assert_eq!(refused.is_about_an_event(), about_an_event, "{name}");
    }
    let meta = Meta::answering(vec![Answer::of(&sample("error-capi-token"))]).await;
    let dead = send(&meta, &creds(Host::Facebook)).await.unwrap_err();
    assert!(matches!(dead, SendError::TokenDead(_)), "{dead}");
    // What may have been taken is a decision of its own.
    let meta = Meta::answering(vec![Answer::json(500, &json!({"oops": true}))]).await;
    let lost = send(&meta, &creds(Host::Facebook)).await.unwrap_err();
    assert!(matches!(lost, SendError::Unknown { .. }), "{lost}");
}

#[tokio::test]
async fn a_token_of_another_app_goes_without_our_proof() {
    let refused = json!({"error": {"message": "Invalid appsecret_proof provided in the API argument", "type": "GraphMethodException", "code": 100}});
    let answers = vec![Answer::json(400, &refused), Answer::of(&sample("capi-ok"))];
    let meta = Meta::answering(answers).await;
    // The same server, asked by a client that knows a secret.
    let mut config = config(&meta.base());
    config.app_secret = Some(secrecy::SecretString::from("the app's secret"));
    let client = GraphClient::new(config).unwrap();
    let events = events_of(&sample("capi-ok"));
    let received = client
        .send_events(&creds(Host::Facebook), PIXEL, &events)
        .await;
    assert_eq!(received.unwrap().events, Some(1));
    let seen = meta.seen();
    assert!(seen[0].uri.contains("appsecret_proof="), "{}", seen[0].uri);
    assert!(!seen[1].uri.contains("appsecret_proof"), "{}", seen[1].uri);
}

#[tokio::test]
async fn an_account_names_its_dataset() {
    let meta = Meta::answering(vec![Answer::json(200, &json!({"id": 777}))]).await;
    let id = meta
        .client
        .dataset(&creds(Host::Facebook), "17841400000000001")
        .await;
    assert_eq!(id.unwrap(), "777");
    assert_eq!(meta.seen()[0].uri, "/v25.0/17841400000000001/dataset");
    let meta = Meta::answering(vec![Answer::json(200, &json!({"success": true}))]).await;
    assert!(
        meta.client
            .dataset(&creds(Host::Facebook), "1")
            .await
            .is_err()
    );
}
