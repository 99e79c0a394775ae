//! Signed deliveries that are not as they should be: kept, explained, and harmless to their neighbours.

use reqwest::StatusCode;
use serde_json::{Value, json};
use testkit::webhook::{Account, to_wire};

use crate::app::{Place, SHOP, TestApp, all, hours_ago, problem, text};

both!(whole_bodies, single_elements, times_and_texts, sizes);

async fn message_texts(app: &TestApp, customer: &str) -> Vec<String> {
    let chat = app.chat_of(customer).await;
    let thread = app
        .admin
        .get(&format!("/api/chats/{}?limit=200", text(&chat["id"])))
        .await;
    all(thread["messages"].clone())
        .iter()
        .map(|m| text(&m["content"]))
        .collect()
}

async fn whole_bodies(place: &Place) {
    let app = place.mock(&[]).await;
    let deep_array = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let deep_object = [
        b"{\"entry\":".repeat(50_000),
        b"1".to_vec(),
        b"}".repeat(50_000),
    ]
    .concat();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", b"".to_vec()),
        ("white space", b" \r\n ".to_vec()),
        ("not JSON", b"object=instagram&entry=1".to_vec()),
        ("HTML", b"<html></html>".to_vec()),
        (
            "cut off",
            b"{\"object\":\"instagram\",\"entry\":[{\"id\":\"1\"".to_vec(),
        ),
        ("two values", b"{} {}".to_vec()),
        ("an array", b"[]".to_vec()),
        (
            "an array of entries",
            b"[{\"object\":\"instagram\",\"entry\":[]}]".to_vec(),
        ),
        ("a number", b"42".to_vec()),
        ("text", b"\"hello\"".to_vec()),
        ("null", b"null".to_vec()),
        ("no fields", b"{}".to_vec()),
        (
            "no entries",
            to_wire(&json!({"object": "instagram", "entry": []})),
        ),
        (
            "entry null",
            to_wire(&json!({"object": "instagram", "entry": null})),
        ),
        (
            "entry text",
            to_wire(&json!({"object": "instagram", "entry": "x"})),
        ),
        (
            "entry number",
            to_wire(&json!({"object": "instagram", "entry": 7})),
        ),
        (
            "entries without events",
            to_wire(&json!({"object": "instagram", "entry": [{"id": SHOP, "messaging": []}]})),
        ),
        ("deep array", deep_array),
        ("deep object", deep_object),
        ("invalid UTF-8", vec![0xff, 0xfe, 0x00, 0x80]),
        ("binary", (0..=255).collect()),
        ("NUL", vec![0; 64]),
        (
            "huge number",
            format!("{{\"entry\":{}}}", "9".repeat(5_000)).into_bytes(),
        ),
    ];
    let head = app.head().await;
    for (name, body) in &cases {
        let delivery = app.deliver(body).await;
        let reasons: Vec<&Value> = std::iter::once(&delivery["reason"])
            .chain(
                delivery["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|i| &i["reason"]),
            )
            .filter(|r| r.is_string())
            .collect();
        // As a whole, or as the one thing that could be seen in it.
        let whole = delivery["state"] == "quarantined" && delivery["items"] == json!([]);
        let single =
            delivery["items"][0]["outcome"] == "quarantined" && delivery["state"] == "done";
        assert!(
            (whole || single) && reasons.len() == 1,
            "{name}: {reasons:?}"
        );
        let reason = text(reasons[0]);
        assert!(
            !reason.is_empty() && reason.chars().count() <= 300,
            "{name}: {reason}"
        );
        assert_eq!(
            delivery["body"],
            String::from_utf8_lossy(body).into_owned(),
            "{name}: kept as it came"
        );
        // Running it again changes nothing.
        let id = text(&delivery["id"]);
        let _ = app
            .admin
            .post(&format!("/api/deliveries/{id}/replay"), &json!({}))
            .await;
        assert_eq!(
            app.understood(&id).await["reason"],
            delivery["reason"],
            "{name}"
        );
    }
    assert_eq!(
        all(app.admin.get("/api/deliveries?limit=200").await).len(),
        cases.len()
    );
    assert_eq!(app.head().await, head, "nobody is told of any of it");
    assert_eq!(app.admin.get("/api/chats").await, json!([]));
    app.finish().await;
}

/// One odd element between two good ones.
async fn among_neighbours(app: &TestApp, n: usize, odd: Value) -> Value {
    let shop = Account::instagram(SHOP);
    let good = |side: &str| {
        shop.text(
            &format!("neighbour-{side}-{n}"),
            hours_ago(1),
            &format!("mid-{side}-{n}"),
            "fine",
        )
    };
    let delivery = app
        .deliver(&shop.deliver(hours_ago(0), &[good("a"), odd.clone(), good("b")]))
        .await;
    let items = all(delivery["items"].clone());
    assert_eq!(items.len(), 3, "{odd}: {delivery}");
    for (at, side) in [(0, "a"), (2, "b")] {
        assert_eq!(items[at]["outcome"], "applied", "{odd}: {delivery}");
        let said = message_texts(app, &format!("neighbour-{side}-{n}")).await;
        assert_eq!(said, ["fine"], "{odd}");
    }
    items[1].clone()
}

async fn single_elements(place: &Place) {
    let app = place.mock(&[]).await;
    let from = |parts: Value| {
        let mut event =
            json!({"sender": {"id": "odd"}, "recipient": {"id": SHOP}, "timestamp": hours_ago(1)});
        event
            .as_object_mut()
            .unwrap()
            .extend(parts.as_object().unwrap().clone());
        event
    };
    let long = "i".repeat(5_000);
    let longish = "i".repeat(500);
    // What is understood all the same, and what is not.
    let cases: Vec<(Value, &str)> = vec![
        (json!(null), "quarantined"),
        (json!(5), "quarantined"),
        (json!("event"), "quarantined"),
        (json!([]), "quarantined"),
        (json!({}), "quarantined"),
        (from(json!({})), "quarantined"),
        (from(json!({"message": "hi"})), "quarantined"),
        (from(json!({"message": []})), "quarantined"),
        (from(json!({"message": 3})), "quarantined"),
        (from(json!({"message": {}, "sender": null})), "quarantined"),
        (
            from(json!({"message": {"mid": "s1", "text": "no sender"}, "sender": null})),
            "quarantined",
        ),
        (
            from(json!({"message": {"mid": "s2", "text": "no id"}, "sender": {}})),
            "quarantined",
        ),
        (
            from(json!({"message": {"mid": "s3", "text": "a list"}, "sender": [1]})),
            "quarantined",
        ),
        (
            from(json!({"message": {"mid": "s4", "text": "empty"}, "sender": {"id": ""}})),
            "quarantined",
        ),
        (
            from(json!({"message": {"mid": "s5", "text": "a fraction"}, "sender": {"id": 1.5}})),
            "quarantined",
        ),
        (
            from(json!({"message": {"mid": "s6", "text": "far too long"}, "sender": {"id": long}})),
            "quarantined",
        ),
        (
            from(json!({"message": {"mid": "s7", "text": "long"}, "sender": {"id": longish}})),
            "applied",
        ),
        (
            from(
                json!({"message": {"mid": "s8", "text": "a number"}, "sender": {"id": 1_000_000_000_000_001_u64}}),
            ),
            "applied",
        ),
        (
            from(json!({"message": {"mid": "s9", "text": "plain"}, "sender": "odd-plain"})),
            "applied",
        ),
        (
            from(json!({"message": {"mid": 12_345, "text": 67_890}})),
            "applied",
        ),
        (
            from(json!({"message": {"mid": longish, "text": "long mid"}})),
            "applied",
        ),
        (
            from(
                json!({"message": {"mid": "u1", "text": "unknown fields", "later": {"x": [1]}}, "new": {"y": 1}}),
            ),
            "applied",
        ),
        (
            from(
                json!({"message": {"mid": "u2", "text": "one attachment", "attachments": {"type": "image", "payload": {"url": "https://cdn.example/a.png"}}}}),
            ),
            "applied",
        ),
        (
            from(
                json!({"message": {"mid": "u3", "text": "odd attachments", "attachments": ["x", 5, null, {"type": 7}]}}),
            ),
            "applied",
        ),
        (
            from(
                json!({"message": {"mid": "u4", "text": "flags as text", "is_deleted": "false", "is_echo": 0}}),
            ),
            "applied",
        ),
        (
            from(json!({"message_edit": {"mid": "s8", "text": "edited", "num_edit": "many"}})),
            "quarantined",
        ),
        (
            from(json!({"message_edit": {"num_edit": 1, "text": "of what?"}})),
            "quarantined",
        ),
        (
            from(json!({"reaction": {"mid": "s8", "action": "dance"}})),
            "quarantined",
        ),
        (
            from(json!({"reaction": {"action": "react", "emoji": "x"}})),
            "quarantined",
        ),
        (from(json!({"read": {}})), "quarantined"),
        (from(json!({"read": {"watermark": "soon"}})), "quarantined"),
        (from(json!({"delivery": {"mids": 5.5}})), "quarantined"),
        (from(json!({"hologram": {"of": "a cat"}})), "unsupported"),
    ];
    for (n, (odd, expected)) in cases.into_iter().enumerate() {
        let item = among_neighbours(&app, n, odd.clone()).await;
        assert_eq!(item["outcome"], expected, "{odd}: {item}");
        if expected == "quarantined" {
            let reason = text(&item["reason"]);
            assert!(
                !reason.is_empty() && reason.chars().count() <= 300,
                "{odd}: {reason}"
            );
        }
    }
    // A message with an id that is far too long is kept without it or explained, and costs nobody anything.
    let odd = from(json!({"message": {"mid": long, "text": "a mid of 5000"}}));
    let item = among_neighbours(&app, 900, odd).await;
    assert!(
        item["outcome"] == "applied" || item["reason"].is_string(),
        "{item}"
    );
    // Too deep for any reader: explained, and the neighbours are read.
    let deep = (0..200).fold(json!(1), |inner, _| json!({"d": inner}));
    let item = among_neighbours(
        &app,
        901,
        from(json!({"message": {"mid": "d1", "text": "deep", "extra": deep}})),
    )
    .await;
    assert_eq!(item["outcome"], "quarantined", "{item}");
    assert!(text(&item["reason"]).contains("deep"), "{item}");
    // The same goes for entries: one that is nothing stands between two that are fine.
    let shop = Account::instagram(SHOP);
    let entry = |side: &str| json!({"id": SHOP, "time": 1, "messaging": [shop.text("entries", hours_ago(1), side, side)]});
    for (n, odd) in [
        json!(null),
        json!(1),
        json!("x"),
        json!([]),
        json!({}),
        json!({"id": SHOP}),
        json!({"id": SHOP, "messaging": 5}),
        json!({"id": SHOP, "changes": [{"value": {}}]}),
        json!({"id": SHOP, "changes": [null]}),
        json!({"id": SHOP, "changed_fields": ["messages"]}),
    ]
    .into_iter()
    .enumerate()
    {
        let body = json!({"object": "instagram", "entry": [entry(&format!("l{n}")), odd, entry(&format!("r{n}"))], "more": true});
        let delivery = app.deliver(&to_wire(&body)).await;
        let items = all(delivery["items"].clone());
        assert_eq!(
            items.iter().filter(|i| i["outcome"] == "applied").count(),
            2,
            "{odd}: {delivery}"
        );
        assert!(
            items
                .iter()
                .any(|i| i["outcome"] == "quarantined" && i["reason"].is_string()),
            "{odd}: {delivery}"
        );
    }
    assert_eq!(message_texts(&app, "entries").await.len(), 20);
    // Of an object that nobody knows it cannot be said whose it is.
    let strange = json!({"object": "whatsapp_business_account", "entry": [entry("strange")]});
    assert_eq!(
        app.deliver(&to_wire(&strange)).await["items"][0]["outcome"],
        "unsupported"
    );
    app.finish().await;
}

async fn times_and_texts(place: &Place) {
    let app = place.mock(&[]).await;
    let shop = Account::instagram(SHOP);
    let millis = hours_ago(2) / 1_000 * 1_000;
    let expected = chat_time(&app, &shop, "plain", json!(millis)).await;
    for (n, odd) in [
        json!(millis / 1_000),
        json!(millis.to_string()),
        json!((millis / 1_000).to_string()),
        json!(format!(" {millis} ")),
    ]
    .into_iter()
    .enumerate()
    {
        let found = chat_time(&app, &shop, &format!("equal-{n}"), odd.clone()).await;
        assert_eq!(found, expected, "{odd}");
    }
    // No usable time: its arrival. A time that is still to come: its arrival, too.
    for (n, odd) in [
        json!(null),
        json!("yesterday"),
        json!({}),
        json!([millis]),
        json!(true),
        json!(-5),
        json!(0),
        json!(1e300),
        json!(u64::MAX),
        json!("99999999999999999999999999"),
        json!(hours_ago(-48)),
    ]
    .into_iter()
    .enumerate()
    {
        let found = chat_time(&app, &shop, &format!("arrival-{n}"), odd.clone()).await;
        let age = crate::app::time(&json!(expected)).since(crate::app::time(&json!(found)));
        assert!(
            (-3 * domain::time::HOUR..=-domain::time::HOUR).contains(&age),
            "{odd}: {found}"
        );
    }
    // Bytes that no text can hold are replaced; what is around them stays.
    let body = |customer: &str, raw: &[u8]| {
        let whole = shop.deliver(
            millis,
            &[
                shop.text(customer, millis, &format!("mid-{customer}"), "@@"),
                shop.text(
                    &format!("{customer}-next"),
                    millis,
                    &format!("next-{customer}"),
                    "fine",
                ),
            ],
        );
        let at = whole.windows(2).position(|w| w == b"@@").unwrap();
        [&whole[..at], raw, &whole[at + 2..]].concat()
    };
    for (n, (raw, shown)) in [
        (&b"a\\u0000b"[..], "a\u{fffd}b"),
        (b"a\0b", "a\u{fffd}b"),
        (b"a\\ud83db", "a\u{fffd}b"),
        (b"a\\udc4bb", "a\u{fffd}b"),
        (b"\\ud83d\\ud83d\\udc4b", "\u{fffd}\u{1f44b}"),
        (b"a\xffb", "a\u{fffd}b"),
        (b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}"),
        (b"\\\\u0000 \\\"q\\\" \\/", "\\u0000 \"q\" /"),
    ]
    .into_iter()
    .enumerate()
    {
        let customer = format!("bytes-{n}");
        let delivery = app.deliver(&body(&customer, raw)).await;
        let outcomes: Vec<String> = all(delivery["items"].clone())
            .iter()
            .map(|i| text(&i["outcome"]))
            .collect();
        assert_eq!(outcomes, ["applied", "applied"], "{delivery}");
        assert_eq!(message_texts(&app, &customer).await, [shown]);
        assert_eq!(
            message_texts(&app, &format!("{customer}-next")).await,
            ["fine"]
        );
    }
    app.finish().await;
}

/// The time of a message that came with `at` for its time.
async fn chat_time(app: &TestApp, shop: &Account, customer: &str, at: Value) -> String {
    let mut event = shop.text(customer, 0, &format!("mid-{customer}"), "when?");
    event["timestamp"] = at;
    let delivery = app.deliver(&shop.deliver(hours_ago(0), &[event])).await;
    assert_eq!(delivery["items"][0]["outcome"], "applied", "{delivery}");
    text(&app.chat_of(customer).await["updated_at"])
}

async fn sizes(place: &Place) {
    let app = place.mock(&[]).await;
    let limit = server::ingest::BODY_LIMIT;
    let shop = Account::instagram(SHOP);
    // White space between two values is as good as any other byte.
    let sized = |size: usize| {
        let mut body = shop.deliver(
            hours_ago(1),
            &[shop.text("large", hours_ago(1), "mid-large", "large")],
        );
        let end = body.pop().unwrap();
        body.resize(size - 1, b' ');
        body.push(end);
        body
    };
    for path in [
        "/webhook",
        "/api/webhooks/instagram",
        "/api/webhooks/facebook",
    ] {
        let meta =
            testkit::webhook::Poster::new(&format!("{}{path}", app.base), crate::app::SECRET);
        let (status, answer) = meta.post(&sized(limit + 1)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["code"], "delivery_too_large", "{answer}");
    }
    assert_eq!(app.admin.get("/api/deliveries").await, json!([]));
    // A busy machine may not make so much durable in time; it is sent again then, as Meta does.
    let largest = sized(limit);
    testkit::wait::until(testkit::wait::PATIENCE, "it to be kept", async || {
        let (status, answer) = app.meta().post(&largest).await;
        assert!(status == 200 || status == 503, "{status} {answer}");
        (status == 200).then_some(())
    })
    .await;
    let delivery = app.deliver(&largest).await;
    assert_eq!(
        (&delivery["size"], &delivery["items"][0]["outcome"]),
        (&json!(limit), &json!("applied"))
    );
    // As many updates as Meta puts into one delivery.
    let texts: Vec<Value> = (0..1_000)
        .map(|n| {
            shop.text(
                &format!("many-{}", n % 50),
                hours_ago(1) + n,
                &format!("mid-{n}"),
                &format!("text {n}"),
            )
        })
        .collect();
    let delivery = app.deliver(&shop.deliver(hours_ago(0), &texts)).await;
    let items = all(delivery["items"].clone());
    assert!(items.len() == 1_000 && items.iter().all(|i| i["outcome"] == "applied"));
    assert_eq!(message_texts(&app, "many-7").await.len(), 20);
    let answer = app
        .nobody
        .send(reqwest::Method::PUT, "/webhook", None)
        .await;
    problem(answer, 405, "method_not_allowed", "");
    app.finish().await;
}
