//! Conversions: stored once, sent together, ended one by one.

use domain::conversion::{ConversionStatus, Draft, Failure, Next, prepare};
use domain::ids::ConversionId;
use domain::meta_error::Reason;
use domain::time::{DAY, HOUR, SECOND, Timestamp};
use domain::user::Viewer;
use serde_json::{Value, json};
use store::conversion_sends::{Asked, Taken, Verdict};
use store::conversions::{ConversionFilter, NewConversion, Stored, Target};
use store::jobs::{ClaimedJob, JobEnd, JobKind};
use store::sends::IdempotencyKey;

use crate::site::{ANNA, LEASE, Site};

both!(
    stored_once,
    fifty_at_once_are_one,
    sent_together_and_settled_one_by_one,
    an_interrupted_try_is_a_lost_answer,
    a_person_sends_it_again,
    lists_and_totals,
    datasets,
    what_others_read,
);

const PIXEL: &str = "1000000000001";

fn draft(site: &Site, extra: &Value) -> Draft {
    let mut body = json!({"event_name": "Purchase", "event_time": site.now().secs(), "user_data": {"em": "a@b.example"}});
    let fields = body.as_object_mut().unwrap();
    fields.extend(extra.as_object().unwrap().clone());
    serde_json::from_value(body).unwrap()
}

fn new(site: &Site, who: &Viewer, extra: &Value) -> NewConversion {
    let id = site.uuid();
    let chat = domain::conversion::Chat {
        platform: domain::account::Platform::Instagram,
        account: "17841400000000001",
        customer: ANNA,
    };
    let draft = draft(site, extra);
    NewConversion {
        id: ConversionId::new(id),
        prepared: prepare(&draft, Some(chat), &id.to_string(), site.now()).unwrap(),
        target: Target::Pixel(PIXEL.to_owned()),
        chat: draft.chat_id,
        account: None,
        held_with_account: false,
        user: who.id,
        key: None,
    }
}

async fn store(site: &Site, new: &NewConversion) -> Stored {
    site.db
        .store_conversion(&site.clock, new, site.now())
        .await
        .unwrap()
}

async fn add(site: &Site, who: &Viewer, extra: &Value) -> ConversionId {
    match store(site, &new(site, who, extra)).await {
        Stored::Event(event) => event.id,
        other => panic!("{other:?}"),
    }
}

/// The jobs of conversions that are due.
async fn claim(site: &Site) -> Vec<ClaimedJob> {
    let mut jobs = site.claim_jobs().await;
    jobs.retain(|j| j.kind == JobKind::Conversion);
    jobs
}

async fn claim_one(site: &Site) -> ClaimedJob {
    let mut jobs = claim(site).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs.remove(0)
}

async fn start(site: &Site, job: &ClaimedJob) -> Option<Taken> {
    let event = job.subject.parse().unwrap();
    site.db
        .start_conversions(job, event, site.now())
        .await
        .unwrap()
}

fn verdict(event: ConversionId, next: Next) -> Verdict {
    Verdict {
        event,
        next,
        lost_at: None,
        batch: 100,
        response: Some(json!({"events_received": 1})),
    }
}

async fn finish(site: &Site, job: &ClaimedJob, verdicts: &[Verdict], end: &JobEnd) {
    site.db
        .finish_conversions(job, verdicts, end, site.now())
        .await
        .unwrap();
}

async fn status(site: &Site, event: ConversionId) -> ConversionStatus {
    site.db.conversion(event).await.unwrap().unwrap().status
}

/// `status` of each event that was told of this one, in order.
async fn told(site: &Site, event: ConversionId) -> Vec<String> {
    let events = site.db.events_after(0, 1_000).await.unwrap();
    let frames = events
        .iter()
        .map(|e| serde_json::from_str::<Value>(&e.frame).unwrap());
    frames
        .filter(|f| f["type"] == "ig_marketing_event" && f["id"] == json!(event))
        .map(|f| f["status"].as_str().unwrap().to_owned())
        .collect()
}

async fn stored_once(site: &Site) {
    let who = site.admin().await;
    let first = new(site, &who, &json!({"event_id": "order-1"}));
    let Stored::Event(event) = store(site, &first).await else {
        panic!("it is stored");
    };
    assert_eq!(
        (event.id, event.status, event.attempts),
        (first.id, ConversionStatus::Queued, 0)
    );
    assert!(!event.event.to_string().contains("a@b"), "{}", event.event);
    // The same again, with a key of its own that stands for the first from then on.
    let mut again = new(site, &who, &json!({"event_id": "order-1"}));
    let key = |body: &str| IdempotencyKey {
        route: "POST /api/marketing/events".to_owned(),
        key: "k".to_owned(),
        body_sha256: body.to_owned(),
    };
    again.key = Some(key("a"));
    for _ in 0..2 {
        assert_eq!(store(site, &again).await, Stored::Event(event.clone()));
    }
    again.key = Some(key("b"));
    assert_eq!(store(site, &again).await, Stored::KeyMismatch);
    // Another event under its id, and the same id elsewhere.
    let other = new(
        site,
        &who,
        &json!({"event_id": "order-1", "user_data": {"em": "c@d.example"}}),
    );
    assert_eq!(store(site, &other).await, Stored::Mismatch);
    let mut elsewhere = other.clone();
    elsewhere.target = Target::Pixel("2".to_owned());
    assert!(matches!(store(site, &elsewhere).await, Stored::Event(e) if e.id == other.id));
    assert_eq!(site.number("SELECT COUNT(*) FROM conversion").await, 2);
    assert_eq!(site.number("SELECT COUNT(*) FROM job").await, 2);
    assert_eq!(told(site, first.id).await, ["queued"]);
}

async fn fifty_at_once_are_one(site: &Site) {
    let who = site.admin().await;
    let mut asked = Vec::new();
    for _ in 0..50 {
        let (db, clock, now) = (site.db.clone(), site.clock.clone(), site.now());
        let new = new(site, &who, &json!({"event_id": "order-1"}));
        asked.push(tokio::spawn(async move {
            db.store_conversion(&clock, &new, now).await.unwrap()
        }));
    }
    let mut ids = std::collections::BTreeSet::new();
    for one in asked {
        match one.await.unwrap() {
            Stored::Event(event) => ids.insert(event.id),
            other => panic!("{other:?}"),
        };
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(site.number("SELECT COUNT(*) FROM conversion").await, 1);
    assert_eq!(site.number("SELECT COUNT(*) FROM job").await, 1);
    assert_eq!(site.db.head().await.unwrap().seq, 1, "told once");
}

async fn sent_together_and_settled_one_by_one(site: &Site) {
    let who = site.admin().await;
    let mut events = Vec::new();
    for n in 0..4 {
        events.push(add(site, &who, &json!({"event_id": format!("order-{n}")})).await);
    }
    // Another test code is another call.
    let apart = add(site, &who, &json!({"test_event_code": "TEST1"})).await;
    let mut jobs = claim(site).await;
    assert_eq!(jobs.len(), 2, "one call of each kind at a time");
    jobs.sort_by_key(|j| j.subject != events[0].to_string());
    assert_eq!(jobs[1].subject, apart.to_string());
    let taken = start(site, &jobs[0]).await.unwrap();
    let ids: Vec<_> = taken.events.iter().map(|e| e.id).collect();
    assert_eq!(ids, events);
    let failure = Failure::refused(Reason::Rejected);
    let verdicts = [
        verdict(events[0], Next::Again),
        verdict(events[1], Next::Success),
        verdict(events[2], Next::Failed(failure.clone())),
        verdict(events[3], Next::Unknown(Failure::answer_lost())),
    ];
    let at = site.now().plus(HOUR);
    let again = JobEnd::Again {
        at,
        why: "Meta had a passing fault".to_owned(),
    };
    finish(site, &jobs[0], &verdicts, &again).await;
    let row = site.db.conversion(events[2]).await.unwrap().unwrap();
    assert_eq!((row.attempts, row.failure), (1, Some(failure)));
    assert_eq!(row.response, Some(json!({"events_received": 1})));
    assert_eq!(told(site, events[0]).await, ["queued"]);
    assert_eq!(told(site, events[1]).await, ["queued", "success"]);
    assert_eq!(told(site, events[2]).await, ["queued", "failed"]);
    assert_eq!(told(site, events[3]).await, ["queued", "unknown"]);
    let open = site.db.outbox(false, None, 10).await.unwrap();
    let open: Vec<_> = open.iter().map(|j| j.subject.as_str()).collect();
    assert_eq!(open, [apart.to_string(), events[0].to_string()]);
    assert_eq!(site.db.outbox(true, None, 10).await.unwrap().len(), 1);
    // Its turn comes when its pause is over, and only what still waits is taken.
    finish(
        site,
        &jobs[1],
        &[verdict(apart, Next::Success)],
        &JobEnd::Done,
    )
    .await;
    assert!(claim(site).await.is_empty());
    site.clock.advance(HOUR);
    let job = claim_one(site).await;
    let taken = start(site, &job).await.unwrap();
    assert_eq!(taken.events.len(), 1);
    assert_eq!(taken.events[0].attempts, 1);
    // Somebody else has taken over: only what Meta took counts.
    site.clock.advance(2 * LEASE);
    let newer = claim_one(site).await;
    finish(
        site,
        &job,
        &[verdict(events[0], Next::Failed(Failure::too_old()))],
        &JobEnd::Done,
    )
    .await;
    assert_eq!(status(site, events[0]).await, ConversionStatus::Queued);
    finish(
        site,
        &job,
        &[verdict(events[0], Next::Success)],
        &JobEnd::Done,
    )
    .await;
    assert_eq!(status(site, events[0]).await, ConversionStatus::Success);
    assert_eq!(start(site, &newer).await, None, "nothing is left");
}

async fn an_interrupted_try_is_a_lost_answer(site: &Site) {
    let who = site.admin().await;
    site.shop().await;
    let chat = site.hears(ANNA, "m1", "I take it", site.now()).await;
    let shop = add(site, &who, &json!({})).await;
    let of_chat = add(site, &who, &json!({"chat_id": chat})).await;
    let second = add(site, &who, &json!({"chat_id": chat})).await;
    let jobs = claim(site).await;
    assert_eq!(jobs.len(), 2);
    for job in &jobs {
        let taken = start(site, job).await.unwrap();
        assert_eq!(taken.events.len(), 1, "from chats one by one");
    }
    // The process died; whoever takes over does not know what became of it.
    site.clock.advance(2 * LEASE);
    let died = site.now().plus(-2 * LEASE);
    let jobs = claim(site).await;
    assert_eq!(jobs.len(), 2);
    for job in &jobs {
        let taken = start(site, job).await.unwrap();
        match job.subject == shop.to_string() {
            // Meta knows a repeat by its id.
            true => assert_eq!(taken.events[0].lost_at, Some(died)),
            false => {
                assert!(taken.events.is_empty());
                finish(site, job, &[], &JobEnd::Done).await;
            }
        }
    }
    assert_eq!(status(site, shop).await, ConversionStatus::Queued);
    assert_eq!(status(site, of_chat).await, ConversionStatus::Unknown);
    assert_eq!(told(site, of_chat).await, ["queued", "unknown"]);
    // The next of the chat goes.
    let jobs = claim(site).await;
    assert_eq!(jobs[0].subject, second.to_string());
}

async fn a_person_sends_it_again(site: &Site) {
    let who = site.admin().await;
    let event = add(site, &who, &json!({})).await;
    let ask = async |confirm| {
        site.db
            .retry_conversion(&site.clock, event, confirm, false, site.now())
            .await
            .unwrap()
    };
    assert_eq!(ask(true).await, Asked::NotAllowed(ConversionStatus::Queued));
    let job = claim_one(site).await;
    start(site, &job).await.unwrap();
    let failed = Next::Failed(Failure::refused(Reason::ObjectMissing));
    let end = JobEnd::Failed {
        why: "object_missing".to_owned(),
    };
    finish(site, &job, &[verdict(event, failed)], &end).await;
    site.clock.advance(HOUR);
    let Asked::Queued(row) = ask(false).await else {
        panic!("a failed one goes again");
    };
    assert_eq!((row.failure, row.since), (None, site.now()));
    let job = claim_one(site).await;
    start(site, &job).await.unwrap();
    let doubt = Next::Unknown(Failure::answer_lost());
    finish(site, &job, &[verdict(event, doubt)], &JobEnd::Done).await;
    assert_eq!(
        ask(false).await,
        Asked::NotAllowed(ConversionStatus::Unknown)
    );
    // Its job may be forgotten by then.
    site.sql("DELETE FROM job").await;
    assert!(matches!(ask(true).await, Asked::Queued(_)));
    let job = claim_one(site).await;
    assert_eq!(start(site, &job).await.unwrap().events.len(), 1);
    finish(site, &job, &[verdict(event, Next::Success)], &JobEnd::Done).await;
    assert_eq!(
        told(site, event).await,
        ["queued", "failed", "queued", "unknown", "queued", "success"]
    );
    let nobody = ConversionId::new(site.uuid());
    let asked = site
        .db
        .retry_conversion(&site.clock, nobody, true, false, site.now());
    assert_eq!(asked.await.unwrap(), Asked::NoEvent);
}

async fn lists_and_totals(site: &Site) {
    let who = site.admin().await;
    site.shop().await;
    let chat = site.hears(ANNA, "m1", "I take it", site.now()).await;
    let price = |value: f64| json!({"value": value, "currency": "EUR"});
    let yesterday = site.now().plus(-DAY);
    let mut old = price(0.1);
    old["event_time"] = json!(yesterday.secs());
    let a = add(site, &who, &old).await;
    let b = add(site, &who, &price(0.1)).await;
    let c = add(site, &who, &price(0.2)).await;
    let d = add(
        site,
        &who,
        &json!({"event_name": "Lead", "chat_id": chat, "action_source": "chat"}),
    )
    .await;
    let jobs = claim(site).await;
    let job = &jobs[0];
    start(site, job).await.unwrap();
    let success = |id| verdict(id, Next::Success);
    finish(
        site,
        job,
        &[success(a), success(b), success(c)],
        &JobEnd::Done,
    )
    .await;
    let list = async |filter: &ConversionFilter, before, limit| {
        let rows = site.db.conversions(filter, before, limit).await.unwrap();
        rows.into_iter().map(|(c, _)| c.id).collect::<Vec<_>>()
    };
    let all = ConversionFilter::default();
    assert_eq!(list(&all, None, 10).await, [d, c, b, a]);
    assert_eq!(list(&all, Some(c), 1).await, [b]);
    let queued = ConversionFilter {
        status: Some(ConversionStatus::Queued),
        ..all.clone()
    };
    assert_eq!(list(&queued, None, 10).await, [d]);
    let bought = ConversionFilter {
        name: Some("Purchase".to_owned()),
        ..all.clone()
    };
    assert_eq!(list(&bought, None, 10).await, [c, b, a]);
    let elsewhere = ConversionFilter {
        pixel: Some("2".to_owned()),
        ..all.clone()
    };
    assert!(list(&elsewhere, None, 10).await.is_empty());
    let later = ConversionFilter {
        since: site.now().plus(SECOND),
        ..all
    };
    assert!(list(&later, None, 10).await.is_empty());
    let of_chat = site.db.conversions_of_chat(chat, None, 10).await.unwrap();
    assert_eq!(of_chat.iter().map(|c| c.id).collect::<Vec<_>>(), [d]);
    let before = Some((of_chat[0].time, d));
    let rest = site.db.conversions_of_chat(chat, before, 10).await.unwrap();
    assert!(rest.is_empty());
    let totals = site
        .db
        .conversion_totals(yesterday, site.now().plus(SECOND), 10)
        .await
        .unwrap();
    let shown: Vec<_> = totals
        .iter()
        .map(|t| {
            let value = t.value.as_ref().map(ToString::to_string);
            format!(
                "{} {} {:?} {}/{} {value:?}",
                t.day, t.event_name, t.currency, t.success, t.events
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2025-11-09 Purchase Some(\"EUR\") 1/1 Some(\"0.1\")",
            "2025-11-10 Lead None 0/1 None",
            "2025-11-10 Purchase Some(\"EUR\") 2/2 Some(\"0.3\")",
        ]
    );
}

async fn datasets(site: &Site) {
    let who = site.admin().await;
    let shop = site.shop().await;
    let mut event = new(site, &who, &json!({}));
    event.target = Target::DatasetOf(shop.id, None);
    event.account = Some(shop.id);
    event.held_with_account = true;
    store(site, &event).await;
    let job = claim_one(site).await;
    assert_eq!(job.account, Some(shop.id));
    let taken = start(site, &job).await.unwrap();
    assert_eq!(taken.events[0].pixel, None);
    assert_eq!(site.db.dataset(shop.id).await.unwrap(), None);
    site.db
        .store_dataset(shop.id, &taken.lane, "777")
        .await
        .unwrap();
    assert_eq!(
        site.db.dataset(shop.id).await.unwrap().as_deref(),
        Some("777")
    );
    let row = site.db.conversion(event.id).await.unwrap().unwrap();
    assert_eq!(row.pixel.as_deref(), Some("777"));
    // While the account needs a new token, its events wait.
    let end = JobEnd::Again {
        at: site.now(),
        why: "the token".to_owned(),
    };
    finish(site, &job, &[verdict(event.id, Next::Again)], &end).await;
    let status = domain::account::AccountStatus::Reconnect;
    site.db
        .hold_account(shop.id, status, "dead", None, site.now(), site.now())
        .await
        .unwrap();
    assert!(claim(site).await.is_empty());
}

async fn what_others_read(site: &Site) {
    let who = site.admin().await;
    let event = add(site, &who, &json!({"event_id": "order-1", "value": 142.52, "currency": "USD", "test_event_code": "TEST1"})).await;
    add(site, &who, &json!({"event_id": "order-2"})).await;
    let rows = site
        .texts("SELECT id || ' ' || event_name || ' ' || CAST(value AS TEXT) || ' ' || currency || ' ' || pixel_id || ' ' || external_event_id || ' ' || status || ' ' \
            || COALESCE(response_json, '-') || ' ' || CAST(ts AS TEXT) || ' ' || CAST(created_at AS TEXT) FROM instagram_marketing_events WHERE value IS NOT NULL")
        .await;
    let now: Timestamp = site.now();
    assert_eq!(
        rows,
        [format!(
            "{event} Purchase 142.52 USD {PIXEL} order-1 queued - {} {}",
            now.secs(),
            now.micros()
        )]
    );
    let payloads = site
        .texts("SELECT payload_json FROM instagram_marketing_events ORDER BY external_event_id")
        .await;
    let payloads: Vec<Value> = payloads
        .iter()
        .map(|p| serde_json::from_str(p).unwrap())
        .collect();
    assert_eq!(payloads[0]["test_event_code"], "TEST1");
    assert_eq!(payloads[0]["data"][0]["event_id"], "order-1");
    assert_eq!(payloads[1].get("test_event_code"), None);
    let stored = site.db.conversion(event).await.unwrap().unwrap();
    let wire: Value = serde_json::from_str(&stored.wire(true).payload_json).unwrap();
    assert_eq!(payloads[0], wire, "the API says the same");
}
