//! Files that are handed over once and sent by their id (§2.4).

use serde_json::{Value, json};

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, config};

/// Hands three bytes over as a picture of this Page; gives the id.
async fn hand_over(rig: &Rig, page: &str, token: &str) -> String {
    let part = reqwest::multipart::Part::bytes(vec![1, 2, 3])
        .file_name("p.png")
        .mime_str("image/png")
        .unwrap();
    let message = json!({"attachment": {"type": "image", "payload": {"is_reusable": true}}});
    let form = reqwest::multipart::Form::new()
        .text("message", message.to_string())
        .part("filedata", part);
    let url = format!("{}/{page}/message_attachments", rig.base);
    let request = rig.http.post(url).bearer_auth(token).multipart(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["attachment_id"].as_str().unwrap().to_owned()
}

async fn send(rig: &Rig, token: &str, customer: &str, attachment: &str) -> (u16, Value) {
    let message =
        json!({"attachment": {"type": "image", "payload": {"attachment_id": attachment}}});
    let body =
        json!({"recipient": {"id": customer}, "messaging_type": "RESPONSE", "message": message});
    let url = format!("{}/me/messages", rig.base);
    rig.graph("POST", &url, token, Some(body)).await
}

#[tokio::test]
async fn uploads_can_be_sent_by_id() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let customer = rig.customer(PAGE).await;
    let id = hand_over(&rig, PAGE, "t").await;
    assert_eq!(send(&rig, "t", &customer, &id).await.0, 200);
    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    let url = echo.event()["message"]["attachments"][0]["payload"]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let bytes = rig.http.get(url).send().await.unwrap().bytes().await;
    assert_eq!(bytes.unwrap().as_ref(), [1, 2, 3]);
    rig.stop().await;
}

/// Even where the unknown is adopted: this one is known, and it is another's.
#[tokio::test]
async fn an_upload_is_of_the_page_that_made_it() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let (theirs, ours) = (rig.customer(PAGE).await, rig.customer(INSTAGRAM).await);
    let id = hand_over(&rig, PAGE, "of-the-page").await;
    let own = hand_over(&rig, INSTAGRAM_PAGE, "of-the-shop").await;
    let (status, refused) = send(&rig, "of-the-shop", &ours, &id).await;
    assert_eq!(
        (status, &refused["error"]["error_subcode"]),
        (400, &json!(2_018_074)),
        "{refused}"
    );
    assert_eq!(send(&rig, "of-the-shop", &ours, &own).await.0, 200);
    assert_eq!(send(&rig, "of-the-page", &theirs, &id).await.0, 200);
    rig.stop().await;
}
