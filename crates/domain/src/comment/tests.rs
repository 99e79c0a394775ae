//! The merge of facts, and what follows from them.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::time::SECOND;

const T: Timestamp = Timestamp::from_secs(1_762_785_320);
const SHOP: &str = "17841400000000001";

fn event(verb: CommentVerb, at: i64, text: Option<&str>) -> CommentEvent {
    CommentEvent {
        id: CommentId::new("c1"),
        verb,
        media: Some(MediaId::new("m1")),
        original: None,
        parent: None,
        author: Some("anna".into()),
        author_name: Some("Anna".into()),
        by_business: false,
        text: text.map(str::to_owned),
        photo: None,
        live: false,
        created: None,
        at: Some(T.plus(at * SECOND)),
    }
}

fn facts(event: &CommentEvent) -> Facts {
    Facts::of_event(event, &ExternalId::new(SHOP), T.plus(3_600 * SECOND))
}

fn comment(facts: Facts) -> Comment {
    Comment {
        account: AccountId::new(Uuid::from_u128(7)),
        external: ExternalId::new(SHOP),
        platform: Platform::Instagram,
        id: CommentId::new("c1"),
        facts,
    }
}

fn told(events: &[CommentEvent]) -> Facts {
    events.iter().fold(Facts::default(), |mut all, event| {
        all.merge(facts(event));
        all
    })
}

#[test]
fn a_removal_keeps_the_words() {
    let written = event(CommentVerb::Written, 0, Some("How much?"));
    let edited = event(CommentVerb::Edited, 5, Some("How much is it?"));
    let removed = CommentEvent {
        author: Some(SHOP.into()),
        ..event(CommentVerb::Removed, 9, None)
    };
    let all = told(&[removed.clone(), edited.clone(), written.clone()]);
    assert_eq!(all, told(&[written, edited, removed]));
    assert_eq!(all.text(), "How much is it?");
    assert_eq!(all.action(), Action::Deleted);
    assert_eq!(
        all.author.as_deref(),
        Some("anna"),
        "who removes is not who wrote"
    );
    assert!(!all.own);
    assert_eq!(all.written_at(), T);
    assert_eq!(all.changed_at(), T.plus(9 * SECOND));
}

#[test]
fn a_removal_alone_is_not_shown() {
    let all = told(&[event(CommentVerb::Removed, 9, None)]);
    assert!(!all.shown);
    assert_eq!(changed(None, &comment(all), Source::Webhook), None);
}

#[test]
fn hiding_carries_words_but_never_replaces_them() {
    let hidden = CommentEvent {
        author: Some(SHOP.into()),
        author_name: Some("The Page".into()),
        ..event(CommentVerb::Hidden, 9, Some("as it was before"))
    };
    let alone = told(std::slice::from_ref(&hidden));
    assert!(alone.shown && alone.hidden() && !alone.own);
    assert_eq!(
        (alone.text(), alone.author.as_deref()),
        ("as it was before", None)
    );
    let edited = event(CommentVerb::Edited, 5, Some("as it is"));
    let all = told(&[hidden, edited]);
    assert_eq!(all.text(), "as it is");
    assert_eq!(all.author_name.unwrap().1, "Anna");
    let shown = told(&[
        event(CommentVerb::Unhidden, 12, None),
        event(CommentVerb::Hidden, 9, None),
    ]);
    assert!(!shown.hidden());
    assert_eq!(shown.action(), Action::Updated);
}

#[test]
fn the_times_of_a_comment_are_as_good_as_known() {
    let arrived = T.plus(60 * SECOND);
    let own = ExternalId::new(SHOP);
    let bare = CommentEvent {
        at: None,
        ..event(CommentVerb::Written, 0, Some("x"))
    };
    let mut all = Facts::of_event(&bare, &own, arrived);
    assert_eq!(all.written_at(), arrived);
    all.merge(facts(&event(CommentVerb::Written, 7, Some("x"))));
    assert_eq!(all.written_at(), T.plus(7 * SECOND));
    let dated = CommentEvent {
        created: Some(T.plus(9 * SECOND)),
        ..bare
    };
    all.merge(Facts::of_event(&dated, &own, arrived));
    assert_eq!(all.written_at(), T.plus(9 * SECOND));
    let future = CommentEvent {
        created: Some(T.plus(DAYS)),
        ..event(CommentVerb::Written, 0, Some("x"))
    };
    assert_eq!(
        Facts::of_event(&future, &own, arrived).written_at(),
        arrived
    );
}

const DAYS: i64 = 10 * crate::time::DAY;

#[test]
fn a_boosted_post_and_its_original_are_one() {
    let organic = event(CommentVerb::Written, 0, Some("shipping?"));
    let ad = CommentEvent {
        media: Some(MediaId::new("ad")),
        original: Some(MediaId::new("m1")),
        ..organic.clone()
    };
    let all = told(&[ad, organic]);
    assert_eq!(all.media, Some(MediaId::new("m1")));
    assert_eq!(all.ad, Some(MediaId::new("ad")));
}

#[test]
fn our_own_comments_are_recognised() {
    let by_id = CommentEvent {
        author: Some(SHOP.into()),
        ..event(CommentVerb::Written, 0, Some("Thank you"))
    };
    assert!(facts(&by_id).own);
    let by_mark = CommentEvent {
        by_business: true,
        ..event(CommentVerb::Written, 0, Some("Thank you"))
    };
    assert!(facts(&by_mark).own);
    assert!(!facts(&event(CommentVerb::Written, 0, Some("Thank you"))).own);
}

#[test]
fn the_webhook_of_our_own_comment_says_nothing_new() {
    let shop = ExternalId::new(SHOP);
    let by = UserId::new(Uuid::from_u128(3));
    let media = Some(MediaId::new("m1"));
    let ours = Facts::written_here(media, None, (&shop, "shop"), "Thanks!", by, T.plus(123_456));
    let before = comment(ours.clone());
    let created = changed(None, &before, Source::Api).unwrap();
    assert!(
        created.frame.contains(r#""action":"created""#)
            && created.frame.contains(r#""source":"api""#)
    );
    let mut all = ours;
    all.merge(facts(&CommentEvent {
        author: Some(SHOP.into()),
        author_name: Some("shop".into()),
        ..event(CommentVerb::Written, 1, Some("Thanks!"))
    }));
    let now = comment(all);
    assert_eq!(changed(Some(&before), &now, Source::Webhook), None);
    assert_eq!(now.facts.sent_by, Some(by));
    assert_eq!(now.facts.action(), Action::Created);
}

#[test]
fn our_own_acts_are_told_apart_within_a_second() {
    let mut all = Facts::veiled_here(true, T.plus(100));
    all.merge(Facts::veiled_here(false, T.plus(200)));
    assert!(!all.hidden());
    all.merge(facts(&event(CommentVerb::Hidden, 0, None)));
    assert!(!all.hidden(), "the webhook of our first act is older");
}

#[test]
fn handles_are_whole_words() {
    for text in ["@shop", "hi @SHOP!", "(@shop)", "a@b @shop.", "@shop, look"] {
        assert!(is_named(text, "shop"), "{text}");
    }
    for text in ["shop", "@shopping", "@shop_2", "@sho", "@shop.de", "", "@"] {
        assert!(!is_named(text, "shop"), "{text}");
    }
    assert!(is_named("@made.up_shop.", "made.up_shop"));
    assert!(!is_named("@", ""));
}

#[test]
fn private_replies_are_for_once_and_for_a_while() {
    let row = |change: &dyn Fn(&mut Facts)| {
        let mut facts = facts(&event(CommentVerb::Written, 0, Some("How much?")));
        change(&mut facts);
        comment(facts)
    };
    let at = |micros| T.plus(micros);
    let plain = row(&|_| {});
    assert_eq!(may_reply_privately(&plain, at(WINDOW)), Ok(()));
    assert_eq!(
        may_reply_privately(&plain, at(WINDOW + 1)),
        Err(Refusal::TooOld)
    );
    let live = row(&|f| f.live = true);
    assert_eq!(may_reply_privately(&live, at(LIVE)), Ok(()));
    assert_eq!(
        may_reply_privately(&live, at(LIVE + 1)),
        Err(Refusal::LiveOver)
    );
    let used = row(&|f| {
        f.private_reply = Some(PrivateReply {
            at: Micros(T),
            mid: None,
            by: None,
        });
    });
    assert_eq!(may_reply_privately(&used, T), Err(Refusal::Used));
    assert_eq!(
        may_reply_privately(&row(&|f| f.own = true), T),
        Err(Refusal::Own)
    );
    let removed = row(&|f| f.removed = Some(Reverse(Micros(T))));
    assert_eq!(may_reply_privately(&removed, T), Err(Refusal::Removed));
    for refusal in [
        Refusal::Own,
        Refusal::Removed,
        Refusal::Used,
        Refusal::TooOld,
        Refusal::LiveOver,
    ] {
        assert!(refusal.detail().ends_with('.') && !refusal.code().is_empty());
    }
}

#[test]
fn public_answers_have_their_rules() {
    let row = |platform, change: &dyn Fn(&mut Facts)| {
        let mut facts = facts(&event(CommentVerb::Written, 0, Some("How much?")));
        change(&mut facts);
        Comment {
            platform,
            ..comment(facts)
        }
    };
    let (instagram, page) = (Platform::Instagram, Platform::Facebook);
    let hide = |f: &mut Facts| f.merge(Facts::veiled_here(true, T));
    assert_eq!(may_reply(&row(instagram, &|_| {})), Ok(()));
    assert_eq!(may_reply(&row(instagram, &hide)), Err(NoReply::Hidden));
    assert_eq!(may_reply(&row(page, &hide)), Ok(()));
    assert_eq!(
        may_reply(&row(instagram, &|f| f.live = true)),
        Err(NoReply::Live)
    );
    let removed = |f: &mut Facts| f.merge(Facts::removed_here(T));
    assert_eq!(may_reply(&row(page, &removed)), Err(NoReply::Removed));
    for reason in [NoReply::Removed, NoReply::Hidden, NoReply::Live] {
        assert!(reason.detail().ends_with('.') && !reason.code().is_empty());
    }
    assert_eq!(check_words(instagram, &"ä".repeat(INSTAGRAM_CHARS)), Ok(()));
    assert!(
        check_words(instagram, &"ä".repeat(INSTAGRAM_CHARS + 1))
            .unwrap_err()
            .contains("2201")
    );
    assert_eq!(check_words(page, &"ä".repeat(PAGE_CHARS)), Ok(()));
    assert!(check_words(page, &"ä".repeat(PAGE_CHARS + 1)).is_err());
    assert!(check_words(page, " \n").is_err());
}

#[test]
fn facts_survive_their_stored_form() {
    let all = told(&[
        event(CommentVerb::Written, 0, Some("x")),
        event(CommentVerb::Hidden, 3, None),
        event(CommentVerb::Removed, 4, None),
    ]);
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), all);
    // A version that knows more facts, and one that knew fewer.
    assert_eq!(
        serde_json::from_str::<Facts>(r#"{"shown":true,"new":1}"#).unwrap(),
        Facts {
            shown: true,
            ..Facts::default()
        }
    );
}

/// Anything that may be told of one comment, by anybody.
fn any_facts() -> impl Strategy<Value = Facts> {
    let verb = prop::sample::select(vec![
        CommentVerb::Written,
        CommentVerb::Edited,
        CommentVerb::Hidden,
        CommentVerb::Unhidden,
        CommentVerb::Removed,
    ]);
    let text = prop::option::of(prop::sample::select(vec!["a", "b", "@shop"]));
    let other = (any::<bool>(), any::<bool>(), any::<bool>(), 0_i64..4);
    let webhook =
        (verb, 0_i64..6, text, other).prop_map(|(verb, at, text, (own, ad, dated, n))| {
            let mut event = event(verb, at, text);
            if own {
                event.author = Some(SHOP.into());
            }
            if ad {
                event.original = Some(MediaId::new("m0"));
            }
            event.created = dated.then(|| T.plus(n * SECOND));
            event.photo = (n == 1).then(|| format!("https://cdn.example/{at}"));
            event.author_name = (n > 1).then(|| format!("name {n}"));
            facts(&event)
        });
    let shop = ExternalId::new(SHOP);
    let ours = (0_i64..6, 0_u8..3).prop_map(move |(at, what)| match what {
        0 => Facts::written_here(
            Some(MediaId::new("m1")),
            None,
            (&shop, "shop"),
            "ours",
            UserId::new(Uuid::from_u128(3)),
            T.plus(at * SECOND),
        ),
        1 => Facts::veiled_here(at % 2 == 0, T.plus(at * SECOND)),
        _ => Facts::removed_here(T.plus(at * SECOND)),
    });
    prop_oneof![4 => webhook, 1 => ours]
}

proptest! {
    #[test]
    fn facts_converge(mut list in prop::collection::vec(any_facts(), 1..12), again in any::<prop::sample::Index>(), shuffle in any::<u64>()) {
        let fold = |list: &[Facts]| list.iter().cloned().fold(Facts::default(), |mut all, f| { all.merge(f); all });
        let first = fold(&list);
        let repeated = list[again.index(list.len())].clone();
        list.push(repeated);
        let len = list.len();
        for n in 0..len {
            list.swap(n, (shuffle as usize).wrapping_mul(n + 7) % len);
        }
        prop_assert_eq!(&fold(&list), &first);
        // In two batches, merged with each other.
        let (left, right) = list.split_at(len / 2);
        let mut joined = fold(right);
        joined.merge(fold(left));
        prop_assert_eq!(joined, first);
    }

    #[test]
    fn words_are_never_blanked(list in prop::collection::vec(any_facts(), 1..12)) {
        let mut all = Facts::default();
        for facts in list {
            let before = all.clone();
            all.merge(facts);
            prop_assert!(before.said.is_none() || all.said.is_some());
            prop_assert!(!before.shown || all.shown);
            prop_assert!(before.removed.is_none() || all.removed.is_some());
        }
    }
}
