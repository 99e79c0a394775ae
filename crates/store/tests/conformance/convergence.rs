//! One conversation, told in every kind of order, repeated, split, merged and re-enveloped, through the journal, the
//! parser and the fold: the rows end the same on the real databases.

use domain::account::Platform;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use testkit::webhook::{Account, Object, to_wire};

use crate::deliveries::journal;
use crate::site::{ANNA, BERT, Site};

/// Cases per database: what fits into a few seconds each.
const SQLITE_CASES: u32 = 40;
const POSTGRES_CASES: u32 = 15;

mod sqlite {
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn conversations_converge() {
        let site = crate::site::Site::sqlite().await;
        tokio::task::block_in_place(|| super::converge(&site, super::SQLITE_CASES));
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn conversations_converge() {
        let Some(site) =
            crate::site::Site::postgres("convergence::postgres::conversations_converge").await
        else {
            return;
        };
        tokio::task::block_in_place(|| super::converge(&site, super::POSTGRES_CASES));
    }
}

/// An element of `messaging`, and the field that a change of it would have.
#[derive(Clone, Debug)]
struct Told {
    field: &'static str,
    value: Value,
}

fn told(field: &'static str, value: Value) -> Told {
    Told { field, value }
}

/// What everybody's conversation holds.
fn conversation(shop: &Account, start: i64) -> Vec<Told> {
    let at = |secs: i64| start + secs * 1_000;
    let mut all = vec![
        told(
            "messages",
            shop.text(ANNA, at(0), "m1", "Hällo 👋 http://example.com/?a=1&b=2"),
        ),
        told(
            "messages",
            shop.attachment(ANNA, at(1), "m2", "image", "https://cdn.example/1.jpg"),
        ),
        told("message_edit", shop.edit(ANNA, at(5), "m1", "Hello", 1)),
        told(
            "message_edit",
            shop.edit(ANNA, at(6), "m1", "Hello there", 2),
        ),
        told("messages", shop.text(ANNA, at(7), "m3", "never mind")),
        told("messages", shop.unsend(ANNA, at(9), "m3")),
        told("message_reactions", shop.react(ANNA, at(10), "m1")),
        told("message_reactions", shop.unreact(ANNA, at(11), "m1")),
        told("message_reactions", shop.react(ANNA, at(12), "e1")),
        told(
            "messages",
            shop.story_reply(ANNA, at(13), "m4", "nice!", "18001"),
        ),
        told(
            "message_echoes",
            shop.echo(ANNA, at(14), "e1", "thank you", None),
        ),
        told(
            "message_echoes",
            shop.echo(
                ANNA,
                at(20),
                "e2",
                "anything else?",
                Some("somebody else's"),
            ),
        ),
        told("message_reads", shop.read(ANNA, at(16), "e1", at(15))),
        told(
            "messaging_postbacks",
            shop.postback(ANNA, at(17), "p1", "Show more"),
        ),
        told("messaging_referrals", shop.referral(ANNA, at(18), "flyer")),
        told("messages", shop.reply(ANNA, at(19), "m5", "yes", "e2")),
        told("messages", shop.text(BERT, at(3), "m6", "another one")),
        told(
            "message_echoes",
            shop.echo(BERT, at(4), "e3", "welcome", None),
        ),
    ];
    if shop.object == Object::Page {
        all.push(told(
            "message_deliveries",
            shop.delivered(ANNA, at(15), "e1", at(15)),
        ));
    }
    all
}

/// What may come on top, about the same few messages.
fn extra(shop: Account, start: i64) -> impl Strategy<Value = Told> {
    let mid = prop::sample::select(vec!["m1", "m2", "m3", "m4", "e1", "e2", "e3", "x1", "x2"]);
    (mid, 0_i64..40, 0_usize..7, 1_u32..5).prop_map(move |(mid, secs, kind, n)| {
        let customer = if matches!(mid, "e3" | "x2") {
            BERT
        } else {
            ANNA
        };
        let at = start + secs * 1_000;
        match kind {
            0 => told(
                "messages",
                shop.text(
                    customer,
                    start + i64::from(n) * 500,
                    &format!("{mid}-{n}"),
                    &format!("more {n}"),
                ),
            ),
            1 => told(
                "message_edit",
                shop.edit(customer, at, mid, &format!("edit {n} of {mid}"), n),
            ),
            2 => told("message_reactions", shop.react(customer, at, mid)),
            3 => told("message_reactions", shop.unreact(customer, at, mid)),
            4 => told("message_reads", shop.read(customer, at, mid, at)),
            5 if shop.object == Object::Page => {
                told("message_deliveries", shop.delivered(customer, at, mid, at))
            }
            5 => told("messages", shop.unsend(customer, at, mid)),
            _ => told(
                "messaging_referrals",
                shop.referral(customer, start + i64::from(n) * 700, "poster"),
            ),
        }
    })
}

/// How a conversation is told: which elements once more, in which order, in which bodies.
#[derive(Clone, Debug)]
struct Telling {
    extra: Vec<Told>,
    again: Vec<Index>,
    order: Vec<Index>,
    /// Elements in a body, entries in it, and its form.
    bodies: Vec<(usize, bool, usize, i64)>,
    /// After how many bodies the processor runs.
    runs: Vec<usize>,
}

fn telling(object: Object, start: i64) -> impl Strategy<Value = Telling> {
    let shop = Account {
        object,
        id: "shop".to_owned(),
    };
    let body = (1_usize..7, any::<bool>(), 0_usize..3, -5_i64..900);
    (
        prop::collection::vec(extra(shop, start), 0..12),
        prop::collection::vec(any::<Index>(), 0..15),
        prop::collection::vec(any::<Index>(), 60),
        prop::collection::vec(body, 1..20),
        prop::collection::vec(1_usize..6, 1..10),
    )
        .prop_map(|(extra, again, order, bodies, runs)| Telling {
            extra,
            again,
            order,
            bodies,
            runs,
        })
}

/// The elements, made for one account, as bodies.
fn render(shop: &Account, elements: &[Told], telling: &Telling, start: i64) -> Vec<Vec<u8>> {
    let again: Vec<Told> = telling
        .again
        .iter()
        .map(|i| i.get(elements).clone())
        .collect();
    let mut left: Vec<Told> = elements.iter().cloned().chain(again).collect();
    for (n, index) in telling.order.iter().enumerate().take(left.len()) {
        let other = index.index(left.len());
        left.swap(n, other);
    }
    let mut bodies = Vec::new();
    for (size, split, form, late) in telling.bodies.iter().cycle() {
        if left.is_empty() {
            break;
        }
        let rest = left.split_off((*size).min(left.len()));
        let parts = if *split {
            left.chunks(2).map(<[Told]>::to_vec).collect()
        } else {
            vec![left]
        };
        let time = start + late * 1_000;
        let entries: Vec<Value> = parts
            .iter()
            .enumerate()
            .map(|(n, part)| entry(shop, part, (*form + n) % 3, time))
            .collect();
        bodies.push(to_wire(
            &json!({ "entry": entries, "object": shop.object.as_str() }),
        ));
        left = rest;
    }
    bodies
}

fn entry(shop: &Account, part: &[Told], form: usize, time: i64) -> Value {
    let values: Vec<&Value> = part.iter().map(|t| &t.value).collect();
    match form {
        0 => json!({ "id": shop.id, "time": time, "messaging": values }),
        1 => {
            let changes: Vec<Value> = part
                .iter()
                .map(|t| json!({ "value": t.value, "field": t.field }))
                .collect();
            json!({ "changes": changes, "id": shop.id, "time": time / 1_000 })
        }
        // Both lists in one entry.
        _ => {
            let (first, rest) = part.split_at(1);
            let changes: Vec<Value> = rest
                .iter()
                .map(|t| json!({ "field": t.field, "value": t.value }))
                .collect();
            json!({ "time": time, "id": shop.id, "messaging": first[0].value, "changes": changes })
        }
    }
}

/// Everything of an account's chats and messages except our ids.
pub(crate) async fn rows_of(site: &Site, external: &str) -> Vec<String> {
    let chats = "SELECT c.customer_id || ' ' || c.state || ' w' || COALESCE(CAST(c.window_at AS TEXT), '-') || ' r' || COALESCE(CAST(c.read_mark AS TEXT), '-') \
        || ' d' || COALESCE(CAST(c.delivered_mark AS TEXT), '-') || ' f' || COALESCE(CAST(c.first_at AS TEXT), '-') || ' ' || c.last_message \
        || ' l' || COALESCE(CAST(c.last_at AS TEXT), '-') || ' i' || COALESCE(CAST(c.last_incoming_at AS TEXT), '-') \
        || ' o' || COALESCE(CAST(c.last_outgoing_at AS TEXT), '-') || ' u' || CAST(c.unread AS TEXT) || ' m' || CAST(c.messages AS TEXT) \
        FROM chat c WHERE c.external_id = ";
    let messages = "SELECT COALESCE(c.customer_id, '-') || ' ' || COALESCE(m.mid, '-') || ' ' || m.presence || ' ' || m.rank || ' ' || m.direction || ' ' || CAST(m.at AS TEXT) \
        || ' ' || m.ord || ' ' || m.content || ' ' || m.text || ' ' || m.preview || ' ' || COALESCE(m.reply_mid, '-') || ' ' || COALESCE(m.edit, '-') \
        || ' ' || COALESCE(CAST(m.unsent_at AS TEXT), '-') || ' ' || m.reactions || ' ' || CAST(m.unread AS TEXT) || CAST(m.open AS TEXT) || CAST(m.read_here AS TEXT) \
        || CAST(m.read_mark AS TEXT) || CAST(m.delivered_mark AS TEXT) || ' ' || COALESCE(m.send, '-') || ' ' || m.status || ' ' || COALESCE(m.failure, '-') \
        FROM message m JOIN account a ON a.id = m.account_id LEFT JOIN chat c ON c.id = m.chat_id WHERE a.external_id = ";
    let mut all = site.texts(&format!("{chats}'{external}'")).await;
    all.extend(site.texts(&format!("{messages}'{external}'")).await);
    all.sort();
    all
}

/// The figures that are kept are those that counting gives.
pub(crate) async fn figures_are_true(site: &Site) {
    let kept = "SELECT owner || ' ' || platform || ' ' || CAST(chats AS TEXT) || ' ' || CAST(messages AS TEXT) FROM tally WHERE chats <> 0 OR messages <> 0 ORDER BY owner, platform";
    let counted = "SELECT COALESCE(c.assigned_to, '') || ' ' || c.platform || ' ' || CAST(COUNT(*) AS TEXT) || ' ' || CAST(SUM(\
        (SELECT COUNT(*) FROM message m WHERE m.chat_id = c.id AND m.presence = 'shown')) AS TEXT) \
        FROM chat c WHERE c.last_at IS NOT NULL GROUP BY COALESCE(c.assigned_to, ''), c.platform ORDER BY COALESCE(c.assigned_to, ''), c.platform";
    assert_eq!(site.texts(kept).await, site.texts(counted).await);
}

fn converge(site: &Site, cases: u32) {
    let runtime = tokio::runtime::Handle::current();
    let start = site.now().plus(-domain::time::HOUR).millis();
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let strategy =
        prop::sample::select(vec![Object::Instagram, Object::Page]).prop_flat_map(move |object| {
            telling(object, start).prop_map(move |telling| (object, telling))
        });
    let round = std::cell::Cell::new(0);
    let result = TestRunner::new(config).run(&strategy, |(object, telling)| {
        round.set(round.get() + 1);
        runtime.block_on(one(site, object, &telling, round.get(), start))
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    runtime.block_on(figures_are_true(site));
}

async fn one(
    site: &Site,
    object: Object,
    telling: &Telling,
    round: usize,
    start: i64,
) -> Result<(), TestCaseError> {
    let platform = if object == Object::Page {
        Platform::Facebook
    } else {
        Platform::Instagram
    };
    let (first, second) = (format!("first-{round}"), format!("second-{round}"));
    for id in [&first, &second] {
        site.connect(platform, id).await;
    }
    let made = |id: &str| {
        let shop = Account {
            object,
            id: id.to_owned(),
        };
        let mut elements = conversation(&shop, start);
        // The same extras, told to this account.
        elements.extend(telling.extra.iter().map(|t| Told {
            field: t.field,
            value: readdressed(&t.value, id),
        }));
        (shop, elements)
    };

    let (shop, elements) = made(&first);
    let bodies: Vec<Vec<u8>> = elements
        .iter()
        .enumerate()
        .map(|(n, t)| shop.deliver(start + n as i64, std::slice::from_ref(&t.value)))
        .collect();
    journal(site, &bodies).await;
    site.process().await;

    let (shop, elements) = made(&second);
    let mut bodies = render(&shop, &elements, telling, start);
    let mut runs = telling.runs.iter().cycle();
    while !bodies.is_empty() {
        let rest = bodies.split_off(runs.next().copied().unwrap_or(1).min(bodies.len()));
        journal(site, &bodies).await;
        site.process().await;
        bodies = rest;
    }

    let (left, right) = (rows_of(site, &first).await, rows_of(site, &second).await);
    prop_assert!(!left.is_empty());
    let differ: Vec<_> = left.iter().zip(&right).filter(|(l, r)| l != r).collect();
    prop_assert!(
        left == right,
        "{} and {} rows, {:#?}",
        left.len(),
        right.len(),
        differ
    );
    Ok(())
}

fn readdressed(element: &Value, to: &str) -> Value {
    let mut element = element.clone();
    for side in ["sender", "recipient"] {
        if element[side]["id"] == "shop" {
            element[side]["id"] = json!(to);
        }
    }
    element
}
