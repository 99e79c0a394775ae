//! Every sample delivery, and what it means. The samples are Meta's documented shapes and real captures with
//! made-up values (§10); the expectations are written from what each of them shows.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::inbound::Meaning;

use super::describe::{elements, lines};

/// File, and the elements in it as [`super::describe::line`] writes them.
#[rustfmt::skip]
const TABLE: &[(&str, &[&str])] = &[
    ("instagram/built-batch-two-accounts-out-of-order", &["17841400000000001 message: 1000000000000101 @1762785320812 message aW…A0MQZDZD \"second\"", "17841400000000001 message: 1000000000000101 @1762785320762 message aW…A0MAZDZD \"first\"", "17841400000000002 message: 1000000000000201 @1762785320772 message aW…A0MgZDZD \"other tenant\"", "17841400000000001 comments: 1000000000000101 Written 17900000000000012 under 17900000000000011 by \"made_up_customer\" says \"How much?\" at 1762785321"]),
    ("instagram/capture-comment-iglogin-2024", &["17841400000000001 comments: 1000000000000101 Written 17900000000000021 under 18000000000000001 by \"made_up_customer\" says \"As campanhas estão top por aí em\" at 1734638812"]),
    ("instagram/capture-dashboard-flat", &["- messages: test"]),
    ("instagram/capture-dashboard-test-messages-changes", &["0 message: test"]),
    ("instagram/capture-dashboard-test-messages-messaging", &["0 message: test"]),
    ("instagram/capture-dashboard-test-reaction-changes", &["0 reaction: test"]),
    ("instagram/capture-message-edit-num0-no-sender", &["17841400000000001 message_edit: nobody @1762785320762 edit 0 of aW…AyMQZDZD None"]),
    ("instagram/capture-message-edit-num0-with-sender", &["17841400000000001 message_edit: 1000000000000101 @1762785320762 edit 0 of aW…AyMgZDZD None"]),
    ("instagram/doc-comment-ad", &["17841400000000001 comments: 1000000000000101 Written 17900000000000015 under 17900000000000014 of 17900000000000011 by \"made_up_customer\" says \"shipping?\" at 1762785321"]),
    ("instagram/doc-comment-changes-comment-id", &["17841400000000001 comments: 1000000000000101 Written 17900000000000012 under 17900000000000011 by \"made_up_customer\" says \"How much?\" at 1762785321"]),
    ("instagram/doc-comment-changes-id", &["17841400000000001 comments: 1000000000000101 Written 17900000000000012 under 17900000000000011 by \"made_up_customer\" says \"How much?\" at 1762785321"]),
    ("instagram/doc-comment-flat", &["17841400000000001 comments: 1000000000000101 Written 17900000000000016 under 17900000000000011 by \"made_up_customer\" says \"nice\" at 1762785321"]),
    ("instagram/doc-comment-reply", &["17841400000000001 comments: 1000000000000101 Written 17900000000000013 under 17900000000000011 answers 17900000000000012 by \"made_up_customer\" says \"and in blue?\" at 1762785321"]),
    ("instagram/doc-comment-self", &["17841400000000001 comments: 17841400000000001 Written 17900000000000017 under 17900000000000011 by \"made_up_shop\" itself  says \"Thank you all\" at 1762785321"]),
    ("instagram/doc-handover-pass", &["17841400000000001 pass_thread_control: 1000000000000101 @1762785320762 handed over, no other app's"]),
    ("instagram/doc-live-comment", &["17841400000000001 live_comments: live, 1000000000000101 Written 17900000000000018 under 17900000000000019 by \"made_up_customer\" says \"hello from live\" at 1762785321"]),
    ("instagram/doc-mention-comment", &["17841400000000001 mentions: mentioned in 17918195224117851 comment 17894227972186120 by nobody says None at Some(1520622968)"]),
    ("instagram/doc-mention-media", &["17841400000000001 mentions: mentioned in 17918195224117851 comment - by nobody says None at Some(1520622968)"]),
    ("instagram/doc-message-audio", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwMwZDZD \"\" [Audio/audio - - url]"]),
    ("instagram/doc-message-deleted", &["17841400000000001 message: 1000000000000101 @1762785320762 unsent aW…AwMQZDZD"]),
    ("instagram/doc-message-echo-self", &["17841400000000001 message: business to 1000000000000999 @1762785320762 message aW…AxOAZDZD \"note to self\" echo self"]),
    ("instagram/doc-message-echo", &["17841400000000001 message: business to 1000000000000101 @1762785320762 message aW…AxNwZDZD \"We will check and come back to you.\" echo"]),
    ("instagram/doc-message-edit-string-count", &["17841400000000001 message_edit: 1000000000000101 @1762785320762 edit 2 of aW…AwMQZDZD Some(\"Hello, is the green one in stock?\")"]),
    ("instagram/doc-message-edit", &["17841400000000001 message_edit: 1000000000000101 @1762785320762 edit 1 of aW…AwMQZDZD Some(\"Hello, is the BLUE one in stock?\")"]),
    ("instagram/doc-message-ephemeral", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwOQZDZD \"\" [Ephemeral/ephemeral - - no url]"]),
    ("instagram/doc-message-file", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwMwZDZD \"\" [File/file - - url]"]),
    ("instagram/doc-message-ig-post", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwNgZDZD \"\" [Share/ig_post 18000000000000001 Caption of the shared post url]"]),
    ("instagram/doc-message-ig-reel", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwNwZDZD \"\" [Share/ig_reel 18000000000000002 Reel caption url]"]),
    ("instagram/doc-message-image-video", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwMgZDZD \"\" [Image/image - - url] [Video/video - - url]"]),
    ("instagram/doc-message-quick-reply", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxMQZDZD \"Talk to a person\" quick=TALK_HUMAN"]),
    ("instagram/doc-message-referral-ad", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxMgZDZD \"Is this still on offer?\" ref=summer-ad"]),
    ("instagram/doc-message-referral-product", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxMwZDZD \"Do you ship this?\" ref={\"product\":{\"id\":\"1234567890123456\"}}"]),
    ("instagram/doc-message-reply-to-mid", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxNAZDZD \"yes, that one\" reply=aW…AwMgZDZD"]),
    ("instagram/doc-message-reply-to-story-link-sticker", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxNgZDZD \"price?\" story=18000000000000003 https://shop.example/item/1"]),
    ("instagram/doc-message-reply-to-story", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxNQZDZD \"Love it\" story=18000000000000003 -"]),
    ("instagram/doc-message-share-and-ig-post", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwNQZDZD \"\" [Share/ig_post 18000000000000001 Caption of the shared post url]"]),
    ("instagram/doc-message-share-legacy", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwNAZDZD \"\" [Share/share 18000000000000001 Caption of the shared post url]"]),
    ("instagram/doc-message-story-mention", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwOAZDZD \"\" [StoryMention/story_mention - - url]"]),
    ("instagram/doc-message-text", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AwMQZDZD \"Hello, is the red one in stock? مرحبا 👋\""]),
    ("instagram/doc-message-unsupported", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AxMAZDZD \"\" unsupported"]),
    ("instagram/doc-postback-icebreaker", &["17841400000000001 postback: 1000000000000101 @1762785320762 postback Some(\"aW…AyMAZDZD\") Some(\"What are your opening hours?\") Some(\"HOURS\") ref=none"]),
    ("instagram/doc-postback-self", &["17841400000000001 postback: business to 1000000000000999 @1762785320762 postback Some(\"aW…AxOQZDZD\") Some(\"Start Chatting\") Some(\"DEVELOPER_DEFINED_PAYLOAD\") ref=none"]),
    ("instagram/doc-reaction-other", &["17841400000000001 reaction: 1000000000000101 @1762785320762 reacted other Some(\"🔥\") to aW…AxNwZDZD"]),
    ("instagram/doc-reaction", &["17841400000000001 reaction: 1000000000000101 @1762785320762 reacted love Some(\"❤\\u{fe0f}\") to aW…AxNwZDZD"]),
    ("instagram/doc-referral-igme", &["17841400000000001 referral: 1000000000000101 @1762785320762 referral qr-table-12"]),
    ("instagram/doc-seen", &["17841400000000001 read: 1000000000000101 @1762785320762 read aW…AxNwZDZD"]),
    ("instagram/doc-standby", &["17841400000000001 message: 1000000000000101 @1762785320762 message aW…AzMAZDZD \"hello\", another app's"]),
    ("instagram/doc-story-insights-floor", &["17841400000000001 story_insights: story ended: exits=1 impressions=28 reach=17 replies=- taps_back=- taps_forward=12"]),
    ("instagram/doc-unreact", &["17841400000000001 reaction: 1000000000000101 @1762785320762 unreacted to aW…AxNwZDZD"]),
    ("page/capture-feed-comment-add", &["100000000000011 feed: 3000000000000001 Written 122141721440024001_759878495960329 under 100000000000011_122141721440024001 by \"Made Up Person\" says \"手动点赞\" created 1701413571 at 1701413579"]),
    ("page/capture-feed-comment-hide", &["100000000000011 feed: 100000000000011 Hidden 122141721440024001_1735528193537632 under 100000000000011_122141721440024001 by \"Made Up Page\" says \"hello\" at 1701684708"]),
    ("page/capture-feed-comment-photo", &["100000000000011 feed: 100000000000012 Written 122141721440024001_657063669920574 under 100000000000011_122141721440024001 by \"Made Up Page\" photo https://scontent.xx.fbcdn.net/v/t39.30808-6/MADEUP_n.jpg created 1701671865 at 1701671866"]),
    ("page/capture-feed-comment-unhide", &["100000000000011 feed: 100000000000011 Unhidden 122141721440024001_1735528193537632 under 100000000000011_122141721440024001 by \"Made Up Page\" says \"hello\" at 1701685569"]),
    ("page/capture-feed-post-remove", &["100000000000011 feed: not shown: a post was removed; its comments are kept"]),
    ("page/capture-feed-post-trashed", &["100000000000011 feed: post 100000000000011_122141721440024001"]),
    ("page/capture-feed-video-edited-unpublished", &["100000000000011 feed: post 100000000000011_122141721440024001"]),
    ("page/capture-message-text", &["100000000000011 message: 3000000000000001 @1701427704837 message m_…MADEUPtg \"测试私信\""]),
    ("page/doc-delivery-no-mids", &["100000000000001 delivery: 2000000000000101 @1762785320762 delivered [] until Some(1458668856253)"]),
    ("page/doc-delivery", &["100000000000001 delivery: 2000000000000101 @no time delivered [\"m_…00000015\"] until Some(1458668856253)"]),
    ("page/doc-echo-inbox", &["100000000000001 message: business to 2000000000000101 @1762785320762 message m_…00000015 \"typed by a colleague in the Page inbox\" echo app=263902037430900"]),
    ("page/doc-echo-standby-template", &["100000000000001 message: business to 2000000000000101 @1570053170673 message m_…00000014 \"\" [Template/template - - url] echo app=1517776481860111, another app's"]),
    ("page/doc-feed-comment-full", &["100000000000001 feed: 3000000000000001 Written 122000000000000002_905000000000001 under 100000000000001_122000000000000002 by \"Made Up Person\" says \"Do you deliver on Sunday?\" created 1762785320 at 1762785321"]),
    ("page/doc-feed-post", &["100000000000001 feed: post 100000000000001_122000000000000002"]),
    ("page/doc-message-appointment", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000008 \"\" [Unknown/appointment_booking - - no url]"]),
    ("page/doc-message-commands", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000013 \"find flights\""]),
    ("page/doc-message-edit", &["100000000000001 message_edit: 2000000000000101 @1762785320762 edit 1 of m_…00000001 Some(\"Hello, worlds!\")"]),
    ("page/doc-message-fallback-no-payload", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000011 \"\" [Share/fallback - - no url]"]),
    ("page/doc-message-fallback", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000010 \"This is where I want to go: https://youtu.be/MADEUP\" [Share/fallback - TAHITI - Heaven on Earth url]"]),
    ("page/doc-message-ig-post", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000006 \"\" [Share/ig_post 18000000000000001 Caption url]"]),
    ("page/doc-message-post", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000005 \"\" [Share/post 122000000000000001 Post title url]"]),
    ("page/doc-message-product", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000009 \"\" [Share/product 1234567890123456 Some product title url]"]),
    ("page/doc-message-reel", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000007 \"\" [Share/reel 123451234512345 Reel url]"]),
    ("page/doc-message-referral-ad", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000012 \"hello\" ref=summer"]),
    ("page/doc-message-reply-to", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000002 \"that one\" reply=m_…00000001"]),
    ("page/doc-message-sticker-transition", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000003 \"\" [Image/sticker 369239263222822 - url]"]),
    ("page/doc-message-sticker", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000004 \"\" [Image/sticker 369239263222822 - url]"]),
    ("page/doc-message-text", &["100000000000001 message: 2000000000000101 @1762785320762 message m_…00000001 \"Hello, world! äöå\""]),
    ("page/doc-optin-notification", &["100000000000001 optin: 2000000000000101 @1762785320762 opt-in {\"notification_messages_frequency\":\"DAILY\",\"notification_messages_status\":\"STOP_NOTIFICATIONS\",\"notification_messages_timezone\":\"UTC\",\"notification_messages_token\":\"1234567890\",\"payload\":\"INFO\",\"title\":\"News\",\"token_expiry_timestamp\":\"1790000000000\",\"type\":\"notification_messages\",\"user_token_status\":\"NOT_REFRESHED\"}"]),
    ("page/doc-pass-thread-control", &["100000000000001 pass_thread_control: 2000000000000101 @1762785320762 handed over, no other app's"]),
    ("page/doc-policy-enforcement", &["100000000000001 policy_enforcement: warning \"The bot violated our Platform Policies.\" at Some(1458692752478)"]),
    ("page/doc-policy-unblock", &["100000000000001 policy_enforcement: unblock \"\" at Some(1458692752478)"]),
    ("page/doc-postback-shortlink", &["100000000000001 postback: 2000000000000101 @1762785320762 postback Some(\"m_…00000016\") Some(\"Get Started\") Some(\"GET_STARTED\") ref=qr-1"]),
    ("page/doc-postback-user-ref-string-ts", &["100000000000001 postback: quarantined: it names the person only by a user_ref, which belongs to no chat"]),
    ("page/doc-reaction", &["100000000000001 reaction: 2000000000000101 @1762785320762 reacted smile Some(\"😆\") to m_…00000015"]),
    ("page/doc-read", &["100000000000001 read: 2000000000000101 @1762785320762 read until 1458668856253"]),
    ("page/doc-referral-ads", &["100000000000001 referral: 2000000000000101 @1762785320762 referral summer"]),
    ("page/doc-response-feedback", &["100000000000001 response_feedback: 2000000000000101 @1762785320762 rated m_…00000015 good_response Some(\"👍\")"]),
    ("page/doc-standby-postback-no-payload", &["100000000000001 postback: 2000000000000101 @1762785320762 postback None Some(\"Yes\") None ref=none, another app's"]),
    ("page/doc-take-thread-control", &["100000000000001 take_thread_control: 2000000000000101 @1762785320762 handed over, another app's"]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/webhooks")
}

/// The bytes of a sample.
pub(crate) fn read(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name).with_extension("json")).unwrap()
}

/// All samples.
pub(crate) fn names() -> Vec<&'static str> {
    TABLE.iter().map(|(name, _)| *name).collect()
}

#[test]
fn every_sample_means_what_it_shows() {
    for (name, expected) in TABLE {
        assert_eq!(lines(&read(name)), *expected, "{name}");
    }
}

#[test]
fn the_table_names_every_sample() {
    let files: BTreeSet<String> = ["instagram", "page"]
        .iter()
        .flat_map(|dir| {
            let entries = std::fs::read_dir(folder().join(dir)).unwrap();
            entries.map(move |entry| {
                let path = entry.unwrap().path();
                format!("{dir}/{}", path.file_stem().unwrap().to_str().unwrap())
            })
        })
        .collect();
    let named: BTreeSet<String> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named, files);
    assert_eq!(named.len(), 89);
}

/// §1.10: some deliveries come as `changes` instead of `messaging`. The meaning must not depend on it, nor on
/// the entry's time.
#[test]
fn the_envelope_does_not_change_the_meaning() {
    let fields = [
        ("message", "messages"),
        ("message_edit", "message_edit"),
        ("reaction", "message_reactions"),
        ("read", "messaging_seen"),
        ("delivery", "message_deliveries"),
        ("postback", "messaging_postbacks"),
        ("referral", "messaging_referral"),
        ("optin", "messaging_optins"),
        ("response_feedback", "response_feedback"),
        ("pass_thread_control", "messaging_handover"),
        ("take_thread_control", "messaging_handovers"),
    ];
    let mut seen = 0;
    for (name, _) in TABLE {
        let mut body: serde_json::Value = serde_json::from_slice(&read(name)).unwrap();
        let before = elements(&read(name)).unwrap();
        if !before
            .iter()
            .all(|e| matches!(e.meaning, Meaning::Event(_)))
        {
            continue;
        }
        for entry in body["entry"].as_array_mut().unwrap() {
            entry["time"] = 1.into();
            let entry_of = entry.as_object_mut().unwrap();
            let (events, list) = match entry_of.remove("messaging") {
                Some(events) => (events, None),
                None => (entry_of.remove("standby").unwrap(), Some("standby")),
            };
            entry["changes"] = events
                .as_array()
                .unwrap()
                .iter()
                .map(|event| {
                    let (_, field) = fields
                        .iter()
                        .find(|(key, _)| event.get(key).is_some())
                        .unwrap();
                    serde_json::json!({"field": list.unwrap_or(field), "value": event})
                })
                .collect();
        }
        assert_eq!(
            elements(body.to_string().as_bytes()).unwrap(),
            before,
            "{name}"
        );
        seen += 1;
    }
    assert!(seen > 40, "{seen}");
}
