//! Reading back: profiles, threads, messages, accounts.

use serde_json::{Value, json};

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, config};

async fn rig() -> (Receiver, Rig) {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    (receiver, rig)
}

async fn ask(rig: &Rig, path: &str) -> (u16, Value) {
    rig.graph("GET", &format!("{}{path}", rig.ig), "reader", None)
        .await
}

#[tokio::test]
async fn a_message_reads_back_as_it_stands_now() {
    let (_receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    let mid = rig.write(&id, "frist").await["mid"]
        .as_str()
        .unwrap()
        .to_owned();
    let fields = "?fields=id,created_time,from,to,message,attachments";
    rig.act(&id, json!({"action": "edit", "mid": mid, "text": "first"}))
        .await;
    let (status, node) = ask(&rig, &format!("/v25.0/{mid}{fields}")).await;
    assert_eq!((status, &node["message"]), (200, &json!("first")));
    assert_eq!(node["from"]["id"], json!(id));
    assert_eq!(node["to"]["data"][0]["id"], json!(INSTAGRAM));
    assert!(node["created_time"].as_str().unwrap().ends_with("+0000"));
    rig.act(&id, json!({"action": "unsend", "mid": mid})).await;
    let (status, gone) = ask(&rig, &format!("/{mid}{fields}")).await;
    assert_eq!((status, &gone["error"]["code"]), (400, &json!(9_000_001)));
    let (_, bare) = ask(&rig, &format!("/{mid}?fields=nonsense")).await;
    assert!(bare["error"]["code"].is_number());
}

#[tokio::test]
async fn threads_page_newest_first_with_details_of_twenty() {
    let (_receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    for n in 0..24 {
        rig.write(&id, &format!("m{n}")).await;
    }
    let found = ask(
        &rig,
        &format!("/me/conversations?platform=instagram&user_id={id}"),
    )
    .await
    .1;
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert_eq!(found.get("paging"), None);
    let thread = found["data"][0]["id"].as_str().unwrap().to_owned();
    let (status, node) = ask(
        &rig,
        &format!("/{thread}?fields=messages.limit(3){{id,message}}"),
    )
    .await;
    let texts: Vec<&Value> = node["messages"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["message"])
        .collect();
    assert_eq!(
        (status, texts),
        (200, vec![&json!("m23"), &json!("m22"), &json!("m21")])
    );

    // §9.4: two a second; the pages below need a fresh second, which the limit itself tells us.
    let page = async |path: String| loop {
        let answer = ask(&rig, &path).await;
        if answer.1["error"]["code"] != json!(613) {
            return answer.1;
        }
        tokio::task::yield_now().await;
    };
    let first = page(format!(
        "/{thread}/messages?limit=22&fields=id,message,created_time"
    ))
    .await;
    let data = first["data"].as_array().unwrap();
    assert_eq!(data.len(), 22);
    assert!(
        data[19].get("message").is_some() && data[20].get("message").is_none(),
        "details of twenty only"
    );
    let next = first["paging"]["next"].as_str().unwrap().to_owned();
    let second = loop {
        let answer: Value = rig
            .http
            .get(&next)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        if answer["error"]["code"] != json!(613) {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(second["data"].as_array().unwrap().len(), 3);
    assert_eq!(second["paging"].get("next"), None);
}

#[tokio::test]
async fn profiles_need_consent() {
    let (_receiver, rig) = rig().await;
    let silent = rig
        .post(
            "/_sim/customers",
            json!({"account_id": INSTAGRAM, "name": "Rosa Silva"}),
        )
        .await;
    let silent = silent["id"].as_str().unwrap().to_owned();
    let path = format!("/{silent}?fields=name,username,profile_pic");
    let (status, answer) = ask(&rig, &path).await;
    assert_eq!((status, &answer["error"]["code"]), (500, &json!(230)));
    rig.write(&silent, "hello").await;
    let (status, answer) = ask(&rig, &path).await;
    assert_eq!(
        (status, &answer["name"], &answer["id"]),
        (200, &json!("Rosa Silva"), &json!(silent))
    );
    let picture = answer["profile_pic"].as_str().unwrap();
    let response = rig.http.get(picture).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");

    let psid = rig.customer(PAGE).await;
    let url = format!("{}/{psid}?fields=first_name,last_name", rig.base);
    let answer = rig.graph("GET", &url, "page-token", None).await;
    assert_eq!(
        answer,
        (
            200,
            json!({"id": psid, "first_name": "Ada", "last_name": "Byron"})
        )
    );
}

#[tokio::test]
async fn accounts_know_their_other_ids() {
    let (_receiver, rig) = rig().await;
    let url = format!(
        "{}/v18.0/{INSTAGRAM_PAGE}?fields=instagram_business_account{{id,username}}",
        rig.base
    );
    let (status, page) = rig.graph("GET", &url, "page", None).await;
    assert_eq!(status, 200);
    assert_eq!(page["instagram_business_account"]["id"], json!(INSTAGRAM));
    assert_eq!(page["id"], json!(INSTAGRAM_PAGE));
    let (_, me) = rig
        .graph(
            "GET",
            &format!("{}/me?fields=id,user_id,username", rig.ig),
            "IGAAx",
            None,
        )
        .await;
    assert_eq!(
        (&me["user_id"], &me["username"]),
        (&json!(INSTAGRAM), &json!("fernandkiln"))
    );
    assert_ne!(me["id"], json!(INSTAGRAM), "the app-scoped id is another");
    let (_, list) = rig
        .graph("GET", &format!("{}/me/accounts", rig.base), "person", None)
        .await;
    let pages = list["data"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    let token = pages.iter().find(|p| p["id"] == json!(PAGE)).unwrap()["access_token"]
        .as_str()
        .unwrap();
    let (_, mine) = rig
        .graph(
            "GET",
            &format!("{}/me?fields=id,name", rig.base),
            token,
            None,
        )
        .await;
    assert_eq!(mine["id"], json!(PAGE));
    let calls = rig.get("/_sim/calls").await.to_string();
    assert!(!calls.contains(token), "tokens are never kept");
}

#[tokio::test]
async fn unknown_paths_and_objects_answer_as_meta_does() {
    let (_receiver, rig) = rig().await;
    let (status, answer) = ask(&rig, &format!("/{INSTAGRAM}/impressions/day")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(2500)));
    assert_eq!(answer["error"]["type"], json!("IGApiException"));
    let url = format!("{}/{}", rig.base, "x".repeat(200));
    let (status, answer) = rig.graph("GET", &url, "t", None).await;
    assert_eq!(
        (status, &answer["error"]["error_subcode"]),
        (400, &json!(33))
    );
    assert_eq!(answer["error"]["type"], json!("GraphMethodException"));
}
