//! Comments and mentions: what a customer writes is told of and can be read; what the business does takes effect once.

use meta_sim::SimConfig;
use serde_json::{Value, json};

use crate::support::{Got, INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, config};

const SHOP_TOKEN: &str = "EAAshop";
const PAGE_TOKEN: &str = "EAApage";

/// Strict, with both demo accounts subscribed and their tokens known.
async fn strict(receiver: &Receiver) -> Rig {
    let rig = Rig::start(SimConfig {
        strict: true,
        ..config(receiver)
    })
    .await;
    for (token, account, host) in [
        (SHOP_TOKEN, INSTAGRAM, INSTAGRAM_PAGE),
        (PAGE_TOKEN, PAGE, PAGE),
    ] {
        let known = json!({"token": token, "account_id": account});
        let _ = rig.post("/_sim/tokens", known).await;
        let url = format!("{}/{host}/subscribed_apps", rig.base);
        let fields = json!({"subscribed_fields": "messages,feed"});
        let (status, answer) = rig.graph("POST", &url, token, Some(fields)).await;
        assert_eq!(status, 200, "{answer}");
    }
    rig
}

/// The change of this kind in a delivery.
fn change<'a>(got: &'a Got, field: &str) -> Option<&'a Value> {
    let change = &got.body["entry"][0]["changes"][0];
    (change["field"] == field).then_some(&change["value"])
}

async fn call(rig: &Rig, method: &str, path: &str, token: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/v25.0/{path}", rig.base);
    let body = (method != "GET").then_some(body);
    rig.graph(method, &url, token, body).await
}

async fn person(rig: &Rig, account: &str) -> String {
    let body = json!({"account_id": account, "name": "Ada Byron", "username": "ada"});
    let made = rig.post("/_sim/customers", body).await;
    made["id"].as_str().unwrap().to_owned()
}

async fn comments(rig: &Rig, customer: &str, body: Value) -> String {
    let path = format!("/_sim/customers/{customer}/comments");
    let made = rig.post(&path, body).await;
    made["comment_id"].as_str().unwrap().to_owned()
}

fn subcode(answer: &(u16, Value)) -> (u16, i64, i64) {
    let error = &answer.1["error"];
    let number = |key: &str| error[key].as_i64().unwrap_or_default();
    (answer.0, number("code"), number("error_subcode"))
}

#[tokio::test]
async fn on_instagram() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let posted = json!({"kind": "image", "caption": "Mugs"});
    let path = format!("/_sim/accounts/{INSTAGRAM}/media");
    let media = rig.post(&path, posted).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let ada = person(&rig, INSTAGRAM).await;
    let id = comments(&rig, &ada, json!({"text": "How much?", "media_id": media})).await;
    let told = receiver.wait(1, |g| change(g, "comments").is_some()).await;
    let value = change(&told[0], "comments").unwrap();
    assert_eq!(told[0].body["object"], "instagram");
    assert_eq!(
        (
            &value["id"],
            &value["text"],
            &value["from"]["id"],
            &value["media"]["id"]
        ),
        (&json!(id), &json!("How much?"), &json!(ada), &json!(media))
    );

    let list = format!("{media}/comments?fields=id,text,hidden,replies%7Bid,text%7D");
    let (status, listed) = call(&rig, "GET", &list, SHOP_TOKEN, Value::Null).await;
    assert_eq!(
        (status, &listed["data"][0]["text"]),
        (200, &json!("How much?"))
    );
    // Answered, which is told of as well: that is how others who work with the account learn of it.
    let replies = format!("{id}/replies");
    let reply = call(
        &rig,
        "POST",
        &replies,
        SHOP_TOKEN,
        json!({"message": "9 Euro"}),
    )
    .await;
    assert_eq!(reply.0, 200, "{reply:?}");
    let own = receiver
        .wait(1, |g| {
            change(g, "comments").is_some_and(|v| v["parent_id"] == id.as_str())
        })
        .await;
    assert_eq!(
        change(&own[0], "comments").unwrap()["from"]["id"],
        INSTAGRAM
    );
    let (_, listed) = call(&rig, "GET", &list, SHOP_TOKEN, Value::Null).await;
    assert_eq!(listed["data"][0]["replies"]["data"][0]["text"], "9 Euro");
    // The Page's name of the edge is not Instagram's.
    let wrong = format!("{id}/comments");
    let wrong = call(&rig, "POST", &wrong, SHOP_TOKEN, json!({"message": "x"})).await;
    assert_ne!(wrong.0, 200, "{wrong:?}");

    let hide = call(&rig, "POST", &id, SHOP_TOKEN, json!({"hide": true})).await;
    assert_eq!(hide.1["success"], true, "{hide:?}");
    let (_, listed) = call(&rig, "GET", &list, SHOP_TOKEN, Value::Null).await;
    assert_eq!(listed["data"][0]["hidden"], true);
    let on_hidden = call(&rig, "POST", &replies, SHOP_TOKEN, json!({"message": "x"})).await;
    assert_eq!(subcode(&on_hidden).1, 100, "{on_hidden:?}");
    // Another account's token sees nothing.
    let foreign = call(&rig, "GET", &id, PAGE_TOKEN, Value::Null).await;
    assert_eq!(subcode(&foreign), (400, 100, 33));
    // Deleted once; the second time it is gone.
    assert_eq!(
        call(&rig, "DELETE", &id, SHOP_TOKEN, json!({})).await.0,
        200
    );
    let gone = call(&rig, "DELETE", &id, SHOP_TOKEN, json!({})).await;
    assert_eq!(subcode(&gone), (400, 100, 33));
    rig.stop().await;
}

#[tokio::test]
async fn on_a_page() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let path = format!("/_sim/accounts/{PAGE}/media");
    let post = rig
        .post(&path, json!({"kind": "page", "caption": "Hello"}))
        .await;
    let ada = person(&rig, PAGE).await;
    let id = comments(
        &rig,
        &ada,
        json!({"text": "Open today?", "media_id": post["id"]}),
    )
    .await;
    assert!(id.contains('_'), "{id}: two parts (§1.8)");
    let of = |verb: &'static str, id: String| {
        move |g: &Got| {
            change(g, "feed").is_some_and(|v| v["verb"] == verb && v["comment_id"] == id.as_str())
        }
    };
    let told = receiver.wait(1, of("add", id.clone())).await;
    let value = change(&told[0], "feed").unwrap();
    assert_eq!(
        (&value["item"], &value["message"], &value["from"]["name"]),
        (
            &json!("comment"),
            &json!("Open today?"),
            &json!("Ada Byron")
        )
    );
    let hide = call(&rig, "POST", &id, PAGE_TOKEN, json!({"is_hidden": true})).await;
    assert_eq!(hide.1["success"], true, "{hide:?}");
    // A Page is told what it did; it edits what it wrote and nothing else.
    receiver.wait(1, of("hide", id.clone())).await;
    let edit = call(&rig, "POST", &id, PAGE_TOKEN, json!({"message": "x"})).await;
    assert_eq!(edit.0, 403, "{edit:?}");
    let replies = format!("{id}/comments");
    let reply = call(
        &rig,
        "POST",
        &replies,
        PAGE_TOKEN,
        json!({"message": "Until six"}),
    )
    .await;
    let own = reply.1["id"].as_str().unwrap().to_owned();
    let edit = call(
        &rig,
        "POST",
        &own,
        PAGE_TOKEN,
        json!({"message": "Until seven"}),
    )
    .await;
    assert_eq!(edit.1["success"], true, "{edit:?}");
    receiver.wait(1, of("edited", own.clone())).await;
    let node = format!("{own}?fields=message,parent");
    let (_, node) = call(&rig, "GET", &node, PAGE_TOKEN, Value::Null).await;
    assert_eq!(
        (&node["message"], &node["parent"]["id"]),
        (&json!("Until seven"), &json!(id))
    );
    assert_eq!(
        call(&rig, "DELETE", &own, PAGE_TOKEN, json!({})).await.0,
        200
    );
    receiver.wait(1, of("remove", own)).await;
    rig.stop().await;
}

#[tokio::test]
async fn a_private_reply_is_good_once_and_for_seven_days() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let private = async |token: &str, page: &str, comment: &str| {
        let body = json!({"recipient": {"comment_id": comment}, "message": {"text": "For you"}});
        call(&rig, "POST", &format!("{page}/messages"), token, body).await
    };
    for (account, page, token) in [
        (INSTAGRAM, INSTAGRAM_PAGE, SHOP_TOKEN),
        (PAGE, PAGE, PAGE_TOKEN),
    ] {
        let ada = person(&rig, account).await;
        let id = comments(&rig, &ada, json!({"text": "How much?"})).await;
        let sent = private(token, page, &id).await;
        assert_eq!(
            (sent.0, &sent.1["recipient_id"]),
            (200, &json!(ada)),
            "{sent:?}"
        );
        let again = private(token, page, &id).await;
        assert_eq!(again.0, 400, "{again:?}");
        // It opens no window of its own.
        let body = json!({"recipient": {"id": ada}, "messaging_type": "RESPONSE", "message": {"text": "and more"}});
        let more = call(&rig, "POST", &format!("{page}/messages"), token, body).await;
        assert_eq!(subcode(&more).1, 10, "{more:?}");
        let late = comments(&rig, &ada, json!({"text": "And this?"})).await;
        let week = json!({"offset_ms": 7 * 24 * 3_600_000_i64 + 60_000});
        let _ = rig.post("/_sim/clock", week).await;
        let late = private(token, page, &late).await;
        assert_eq!(late.0, 400, "{late:?}");
        let _ = rig.post("/_sim/clock", json!({"offset_ms": 0})).await;
    }
    rig.stop().await;
}

#[tokio::test]
async fn a_mention_is_told_by_ids_and_read_on_the_accounts_node() {
    let receiver = Receiver::start().await;
    let rig = strict(&receiver).await;
    let ada = person(&rig, INSTAGRAM).await;
    let path = format!("/_sim/customers/{ada}/mentions");
    let _ = rig.post(&path, json!({"text": "like @shop has"})).await;
    let told = receiver.wait(1, |g| change(g, "mentions").is_some()).await;
    let value = change(&told[0], "mentions").unwrap();
    assert!(value.get("text").is_none(), "{value}: only ids (§5.2)");
    let id = value["comment_id"].as_str().unwrap();
    let field = format!("mentioned_comment.comment_id({id}){{text,username}}");
    let path = format!("{INSTAGRAM}?fields={field}");
    let (status, read) = call(&rig, "GET", &path, SHOP_TOKEN, Value::Null).await;
    assert_eq!(
        (status, &read["mentioned_comment"]["text"]),
        (200, &json!("@fernandkiln like @shop has"))
    );
    // The Instagram host knows no such field.
    let url = format!("{}/v25.0/{path}", rig.ig);
    let known = json!({"token": "IGAAshop", "account_id": INSTAGRAM});
    let _ = rig.post("/_sim/tokens", known).await;
    let refused = rig.graph("GET", &url, "IGAAshop", None).await;
    assert_eq!((refused.0, subcode(&refused).1), (400, 100), "{refused:?}");
    rig.stop().await;
}
