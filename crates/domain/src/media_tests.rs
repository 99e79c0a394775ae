use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{AccountId, Mid};
use crate::message::Direction;

const AT: Timestamp = Timestamp::from_secs(1_762_785_320);

fn attachment(kind: AttachmentKind, url: Option<&str>) -> InboundAttachment {
    InboundAttachment {
        kind,
        meta_type: "x".to_owned(),
        url: url.map(str::to_owned),
        title: None,
        target_id: None,
    }
}

fn message(attachments: Vec<InboundAttachment>) -> Message {
    let id = Uuid::from_u128(7);
    let mut m = Message::mark(MessageId::new(id), AccountId::new(id), Mid::new("m"));
    m.chat = Some(ChatId::new(id));
    m.presence = Presence::Shown;
    m.rank = Rank::Meta;
    m.direction = Direction::Inbound;
    m.at = AT;
    m.content.attachments = attachments;
    m
}

#[test]
fn files_are_copied_stories_are_not_and_links_stay() {
    let url = Some("https://scontent.xx.fbcdn.net/a.jpg?oe=691213e8&oh=1");
    for kind in [
        AttachmentKind::Image,
        AttachmentKind::Video,
        AttachmentKind::Audio,
        AttachmentKind::File,
    ] {
        assert_eq!(keep(&attachment(kind, url), AT), Keep::Copy);
        assert_eq!(keep(&attachment(kind, None), AT), Keep::AsItIs);
    }
    let mention = attachment(AttachmentKind::StoryMention, url);
    assert_eq!(keep(&mention, AT), Keep::Until(AT.plus(DAY)));
    let share = attachment(AttachmentKind::Share, url);
    let end = Timestamp::from_secs(0x6912_13e8);
    assert_eq!(keep(&share, AT), Keep::Until(end));
    let link = attachment(AttachmentKind::Share, Some("https://shop.example/"));
    assert_eq!(keep(&link, AT), Keep::AsItIs);
}

#[test]
fn only_what_meta_showed_and_nobody_looks_after_is_wanted() {
    let image = || attachment(AttachmentKind::Image, Some("https://a.fbcdn.net/1"));
    let mut m = message(vec![
        attachment(AttachmentKind::Ephemeral, None),
        image(),
        image(),
    ]);
    let places = |m: &Message| wanted(m).iter().map(|w| w.place).collect::<Vec<_>>();
    assert_eq!(places(&m), [1, 2]);
    let fact = MediaFact {
        place: 1,
        id: None,
        state: AttachmentState::Failed,
        mime: None,
        size: None,
        name: None,
        preview: false,
    };
    know(&mut m.media, fact.clone());
    know(&mut m.media, fact);
    assert_eq!((m.media.len(), places(&m)), (1, vec![2]));
    for change in [
        (|m: &mut Message| m.presence = Presence::Held) as fn(&mut Message),
        |m| m.rank = Rank::Ours,
        |m| m.unsent_at = Some(AT),
        |m| m.chat = None,
    ] {
        let mut other = m.clone();
        change(&mut other);
        assert_eq!(places(&other), Vec::<u32>::new());
    }
}

#[test]
fn the_end_of_an_address_is_hexadecimal_seconds() {
    let end = |url: &str| expires(url).map(Timestamp::secs);
    assert_eq!(end("https://x/y?a=1&oe=68BDB031&b=2#f"), Some(0x68BD_B031));
    for none in [
        "https://x/y",
        "https://x/y?oe=",
        "https://x/y?oe=zz",
        "?oe=-1",
        "https://x/?foe=1",
    ] {
        assert_eq!(end(none), None, "{none}");
    }
}

#[test]
fn what_is_gone_is_gone_and_what_passes_is_tried_again() {
    let after = |fault, age| after_fetch(fault, 1, age, 0);
    assert_eq!(
        after(FetchFault::Gone, 0),
        AfterFetch::Ends(AttachmentState::Expired)
    );
    assert_eq!(
        after(FetchFault::Refused, 0),
        AfterFetch::Ends(AttachmentState::Failed)
    );
    assert_eq!(after(FetchFault::Passing, 0), AfterFetch::Again(2 * SECOND));
    assert_eq!(
        after(FetchFault::Passing, FETCH_PATIENCE),
        AfterFetch::Ends(AttachmentState::Failed)
    );
    assert_eq!(
        after(FetchFault::Full, FETCH_PATIENCE),
        AfterFetch::Again(MINUTE)
    );
    assert_eq!(
        after(FetchFault::Full, FULL_PATIENCE),
        AfterFetch::Ends(AttachmentState::Failed)
    );
}

proptest! {
    #[test]
    fn pauses_grow_and_are_bounded(attempt in 1i64..1_000, jitter in 0u32..2_000) {
        let pause = |attempt| match after_fetch(FetchFault::Passing, attempt, 0, jitter) {
            AfterFetch::Again(micros) => micros,
            AfterFetch::Ends(_) => 0,
        };
        prop_assert!(pause(attempt) >= FIRST_PAUSE);
        prop_assert!(pause(attempt) <= LONGEST_PAUSE + LONGEST_PAUSE / 4);
        prop_assert!(pause(attempt + 1) >= pause(attempt));
    }

    /// Whatever an address says, a profile is neither asked for all the time nor never again.
    #[test]
    fn profiles_are_asked_for_again_within_bounds(oe in any::<u32>()) {
        let url = format!("https://x/y?oe={oe:X}");
        let due = profile_due(AT, Some(&url));
        prop_assert!(due >= AT.plus(PROFILE_REST) && due <= AT.plus(PROFILE_LIFE));
    }
}

#[test]
fn nothing_that_runs_is_shown() {
    for found in [
        "text/html",
        "image/svg+xml",
        "text/xml",
        "application/xhtml+xml",
    ] {
        assert_eq!(settled_type(Some(found), false), UNKNOWN_TYPE);
        assert!(!may_show(found));
    }
    assert_eq!(settled_type(None, false), UNKNOWN_TYPE);
    assert_eq!(settled_type(Some("video/mp4"), true), "audio/mp4");
    assert!(!may_show("application/pdf") && !may_show(UNKNOWN_TYPE) && may_show("image/png"));
    assert!(!fits(AttachmentKind::Image, UNKNOWN_TYPE) && fits(AttachmentKind::File, UNKNOWN_TYPE));
    assert!(fits(AttachmentKind::Audio, "video/mp4"));
}
