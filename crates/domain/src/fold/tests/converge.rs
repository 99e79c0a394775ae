//! Convergence: a generated conversation, in any order, repeated, in batches of any size.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// One of the events of a small conversation: few mids, so that they meet, and everything that may happen to one.
fn any_event() -> impl Strategy<Value = (Inbound, Timestamp)> {
    let customer = |mid: usize| if mid % 5 == 4 { "bert" } else { ANNA };
    let time = |n: usize| T.plus(n as i64 * SECOND);
    let mids = 0_usize..6;
    let reaction = |n: usize| {
        (n > 0).then(|| Reaction {
            name: format!("r{n}"),
            emoji: None,
        })
    };
    prop_oneof![
        3 => (mids.clone(), 0_usize..2).prop_map(move |(m, variant)| {
            // The second variant disagrees about the same mid.
            let words = if variant == 0 { format!("text {m}") } else { format!("other {m}") };
            text(customer(m), &format!("m{m}"), &words, time(m))
        }),
        2 => mids.clone().prop_map(move |m| {
            let image = InboundAttachment { kind: AttachmentKind::Image, meta_type: "image".into(), url: Some(format!("u{m}")), title: None, target_id: None };
            let message = NewMessage { mid: Some(Mid::new(format!("i{m}"))), attachments: vec![image], ..NewMessage::default() };
            event(customer(m), time(m), What::Message(Box::new(message)))
        }),
        2 => mids.clone().prop_map(move |m| echo(customer(m), &format!("e{m}"), &format!("echo {m}"), time(m), None)),
        3 => (mids.clone(), 1_u32..4, 0_usize..9).prop_map(move |(m, number, t)| event(customer(m), time(t), What::Edited {
            mid: Mid::new(format!("m{m}")), number, text: Some(format!("edit {number}")),
        })),
        1 => (mids.clone(), any::<bool>()).prop_map(move |(m, named)| {
            let announced = event(customer(m), time(m), What::Edited { mid: Mid::new(format!("m{m}")), number: 0, text: None });
            Inbound { customer: announced.customer.filter(|_| named), ..announced }
        }),
        2 => (mids.clone(), prop::sample::select(vec!["m", "i", "e"]), 0_usize..9)
            .prop_map(move |(m, kind, t)| event(customer(m), time(t), What::Unsent { mid: Mid::new(format!("{kind}{m}")) })),
        3 => (mids.clone(), prop::sample::select(vec!["m", "e"]), 0_usize..3, 0_usize..9, any::<bool>()).prop_map(move |(m, kind, n, t, business)| {
            let what = What::Reacted { mid: Mid::new(format!("{kind}{m}")), reaction: reaction(n) };
            Inbound { from_business: business, ..event(customer(m), time(t), what) }
        }),
        2 => mids.clone().prop_map(move |m| seen(customer(m), ReadMark::Mid(Mid::new(format!("e{m}"))))),
        1 => (0_usize..9).prop_map(move |t| seen(ANNA, ReadMark::Watermark(time(t)))),
        2 => (mids, prop::option::of(0_usize..9)).prop_map(move |(m, t)| event(customer(m), T, What::Delivered {
            mids: vec![Mid::new(format!("e{m}"))], watermark: t.map(time),
        })),
        1 => (0_usize..3).prop_map(move |n| event(ANNA, time(n), What::Postback { mid: None, title: Some(format!("button {n}")), payload: None, referral: None })),
        1 => (0_usize..3).prop_map(move |n| event(ANNA, time(n), What::Referral(json!({"ref": n})))),
        1 => (0_usize..3).prop_map(move |n| event(ANNA, time(n), What::Unsupported(format!("kind {n}")))),
        2 => (0_usize..9).prop_map(move |t| event(ANNA, time(t), What::HandedOver)),
    ]
    .prop_flat_map(|event| {
        // Whatever it is, where it came may say who has the conversation; a handover always says it.
        let us = Some(Holder::NoOtherApp);
        let other = Some(Holder::AnotherApp);
        let holders = if event.what == What::HandedOver { vec![us, other] } else { vec![None, us, other] };
        prop::sample::select(holders).prop_map(move |holder| Inbound { holder, ..event.clone() })
    })
    .prop_flat_map(|event| {
        // Some arrive before their time. An echo does so always or never: its time is what a receipt covers, and
        // what was covered once stays so.
        let late = match &event.what {
            What::Message(m) if m.echo && m.text.ends_with('3') => (SECOND..=SECOND).boxed(),
            What::Message(m) if m.echo => (DAY..=DAY).boxed(),
            _ => prop_oneof![4 => DAY..=DAY, 1 => 0..9 * SECOND].boxed(),
        };
        late.prop_map(move |late| (event.clone(), T.plus(late)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_and_every_split_ends_in_the_same_rows(
        events in prop::collection::vec(any_event(), 1..30),
        platform in prop::sample::select(vec![Platform::Instagram, Platform::Facebook]),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..90),
        cuts in prop::collection::vec(1_usize..6, 1..90),
    ) {
        let mut straight = Store::new(platform);
        let items: Vec<Item> = events.iter().map(|(e, arrived)| straight.item(Meaning::Event(e.clone()), *arrived)).collect();
        straight.apply_items(&items);

        // Everything at least once, some several times, in batches of any size.
        let mut pool: Vec<Item> = order.iter().map(|i| i.get(&items).clone()).chain(items.iter().rev().cloned()).collect();
        let mut other = Store::new(platform);
        for size in cuts.iter().cycle() {
            if pool.is_empty() {
                break;
            }
            let rest = pool.split_off((*size).min(pool.len()));
            other.apply_items(&pool);
            pool = rest;
        }
        let (left, right) = (other.stored(), straight.stored());
        let differ: Vec<_> = left.iter().zip(&right).filter(|(l, r)| l != r).collect();
        prop_assert!(left == right, "{:#?}", differ);

        // And once more: nothing is new.
        let before = other.stored();
        let outcomes = other.apply_items(&items);
        prop_assert_eq!(other.stored(), before);
        prop_assert!(outcomes.iter().all(|o| o.outcome == Outcome::Duplicate), "{:?}", outcomes);
    }
}
