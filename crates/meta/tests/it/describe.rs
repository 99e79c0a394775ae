//! Elements in one line each, for tables that a person can check.

use domain::inbound::{
    CommentEvent, Element, Holder, Inbound, InboundReply, Meaning, MentionEvent, NewMessage,
    ReadMark, What,
};
use meta::inbound::{Malformed, parse};
use meta::verify::{StoredPermit, Verified};
use serde_json::{Value, json};

/// Parses as a stored body.
pub(crate) fn elements(body: &[u8]) -> Result<Vec<Element>, Malformed> {
    parse(&Verified::stored(body, StoredPermit::FromJournal))
}

/// Parses a body that must show elements, one line for each.
pub(crate) fn lines(body: &[u8]) -> Vec<String> {
    elements(body)
        .unwrap_or_else(|e| panic!("{e}"))
        .iter()
        .map(line)
        .collect()
}

/// Parses what one JSON value says.
pub(crate) fn lines_of(body: &Value) -> Vec<String> {
    lines(body.to_string().as_bytes())
}

/// `account kind: meaning`.
pub(crate) fn line(element: &Element) -> String {
    let account = element.account.as_ref().map_or("-", |(_, id)| id.as_str());
    format!("{account} {}: {}", element.kind, meaning(&element.meaning))
}

fn meaning(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Event(inbound) => said(inbound),
        Meaning::Comment(comment) => commented(comment),
        Meaning::Mention(mention) => mentioned(mention),
        Meaning::Post(post) => format!("post {post}"),
        Meaning::StoryEnded(figures) => {
            let figures = figures.metrics.iter().map(|(name, value)| {
                let value = value.map_or("-".to_owned(), |v| v.get().to_string());
                format!(" {name}={value}")
            });
            format!("story ended:{}", figures.collect::<String>())
        }
        Meaning::Policy(at, action, reason) => format!(
            "{} {reason:?} at {:?}",
            action.as_str(),
            at.map(|t| t.millis())
        ),
        Meaning::NotShown(words) => format!("not shown: {words}"),
        Meaning::Deferred => "deferred".into(),
        Meaning::Test => "test".into(),
        Meaning::Unknown(None) => "unknown".into(),
        Meaning::Unknown(Some(inbound)) => format!("unknown, {}", said(inbound)),
        Meaning::Quarantined(reason) => format!("quarantined: {reason}"),
    }
}

/// `who verb id under media: text`, then what else is known.
fn commented(c: &CommentEvent) -> String {
    let mut out = format!(
        "{}{} {:?} {} under {}",
        if c.live { "live, " } else { "" },
        c.author.as_deref().unwrap_or("nobody"),
        c.verb,
        c.id,
        c.media.as_ref().map_or("-", |m| m.as_str()),
    );
    let mut also = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!(" {name} {value}"));
        }
    };
    also("of", c.original.as_ref().map(ToString::to_string));
    also("answers", c.parent.as_ref().map(ToString::to_string));
    also("by", c.author_name.as_ref().map(|n| format!("{n:?}")));
    also("itself", c.by_business.then(String::new));
    also("says", c.text.as_ref().map(|t| format!("{t:?}")));
    also("photo", c.photo.clone());
    also("created", c.created.map(|t| t.secs().to_string()));
    also("at", c.at.map(|t| t.secs().to_string()));
    out
}

fn mentioned(m: &MentionEvent) -> String {
    format!(
        "mentioned in {} comment {} by {}{} says {:?} at {:?}",
        m.media.as_ref().map_or("-", |m| m.as_str()),
        m.comment.as_ref().map_or("-", |c| c.as_str()),
        m.author.as_deref().unwrap_or("nobody"),
        m.author_name
            .as_ref()
            .map(|n| format!(" {n:?}"))
            .unwrap_or_default(),
        m.text,
        m.at.map(|t| t.secs()),
    )
}

/// `from → what at time`; the middle of long ids is left out.
fn said(inbound: &Inbound) -> String {
    let customer = inbound.customer.as_ref().map_or("nobody", |c| c.as_str());
    let from = if inbound.from_business {
        format!("business to {customer}")
    } else {
        customer.to_owned()
    };
    let at = inbound
        .at
        .map_or("no time".into(), |t| t.millis().to_string());
    let holder = match (inbound.holder, &inbound.what) {
        (Some(Holder::AnotherApp), _) => ", another app's",
        (Some(Holder::NoOtherApp), What::HandedOver) => ", no other app's",
        _ => "",
    };
    format!("{from} @{at} {}{holder}", what(&inbound.what))
}

fn what(what: &What) -> String {
    match what {
        What::Message(message) => new_message(message),
        What::Unsent { mid } => format!("unsent {}", short(mid.as_str())),
        What::Edited { mid, number, text } => {
            format!("edit {number} of {} {text:?}", short(mid.as_str()))
        }
        What::Reacted {
            mid,
            reaction: Some(r),
        } => format!(
            "reacted {} {:?} to {}",
            r.name,
            r.emoji,
            short(mid.as_str())
        ),
        What::Reacted {
            mid,
            reaction: None,
        } => format!("unreacted to {}", short(mid.as_str())),
        What::Read(ReadMark::Mid(mid)) => format!("read {}", short(mid.as_str())),
        What::Read(ReadMark::Watermark(at)) => format!("read until {}", at.millis()),
        What::Delivered { mids, watermark } => {
            let mids: Vec<_> = mids.iter().map(|m| short(m.as_str())).collect();
            format!(
                "delivered {mids:?} until {:?}",
                watermark.map(|w| w.millis())
            )
        }
        What::Postback {
            mid,
            title,
            payload,
            referral,
        } => {
            let mid = mid.as_ref().map(|m| short(m.as_str()));
            format!(
                "postback {mid:?} {title:?} {payload:?} ref={}",
                reference(referral.as_ref())
            )
        }
        What::Referral(value) => format!("referral {}", reference(Some(value))),
        What::OptedIn(value) => format!("opt-in {value}"),
        What::Unsupported(key) => format!("unsupported {key}"),
        What::HandedOver => "handed over".into(),
        What::Rated { mid, reaction } => {
            format!(
                "rated {} {} {:?}",
                short(mid.as_str()),
                reaction.name,
                reaction.emoji
            )
        }
    }
}

fn new_message(m: &NewMessage) -> String {
    let mut out = format!(
        "message {} {:?}",
        m.mid
            .as_ref()
            .map_or("without mid".into(), |m| short(m.as_str())),
        m.text
    );
    for a in &m.attachments {
        let id = a.target_id.as_deref().unwrap_or("-");
        let title = a.title.as_deref().unwrap_or("-");
        let url = if a.url.is_some() { "url" } else { "no url" };
        out += &format!(" [{:?}/{} {id} {title} {url}]", a.kind, a.meta_type);
    }
    if let Some(payload) = &m.quick_reply {
        out += &format!(" quick={payload}");
    }
    match &m.reply_to {
        Some(InboundReply::Message(mid)) => out += &format!(" reply={}", short(mid.as_str())),
        Some(InboundReply::Story(s)) => {
            out += &format!(
                " story={} {}",
                s.id.as_deref().unwrap_or("-"),
                s.link_sticker_url.as_deref().unwrap_or("-")
            );
        }
        None => {}
    }
    if m.referral.is_some() {
        out += &format!(" ref={}", reference(m.referral.as_ref()));
    }
    for (on, word) in [
        (m.unsupported, " unsupported"),
        (m.echo, " echo"),
        (m.to_self, " self"),
    ] {
        if on {
            out += word;
        }
    }
    if let Some(app) = &m.app_id {
        out += &format!(" app={app}");
    }
    if let Some(metadata) = &m.metadata {
        out += &format!(" metadata={metadata}");
    }
    out
}

fn reference(value: Option<&Value>) -> String {
    value.map_or("none".into(), |v| match &v["ref"] {
        Value::String(text) => text.clone(),
        _ => v.to_string(),
    })
}

/// The end of a mid, where made-up ones differ.
fn short(mid: &str) -> String {
    if mid.len() <= 24 {
        return mid.to_owned();
    }
    let start: String = mid.chars().take(2).collect();
    let end: String = mid.chars().skip(mid.chars().count() - 8).collect();
    format!("{start}…{end}")
}

pub(crate) const IG: &str = "17841400000000001";
pub(crate) const CUSTOMER: &str = "1000000000000101";
pub(crate) const AT: i64 = 1_762_785_320_762;

/// One event from the customer in `messaging`.
pub(crate) fn event(kind: &str, body: Value) -> Value {
    json!({"sender": {"id": CUSTOMER}, "recipient": {"id": IG}, "timestamp": AT, kind: body})
}

pub(crate) fn delivery(events: &[Value]) -> Value {
    json!({"object": "instagram", "entry": [{"id": IG, "time": AT, "messaging": events}]})
}

/// The line of a single event, without the account.
pub(crate) fn one(event: Value) -> String {
    let mut lines = lines_of(&delivery(&[event]));
    assert_eq!(lines.len(), 1);
    lines
        .remove(0)
        .strip_prefix("17841400000000001 ")
        .unwrap()
        .to_owned()
}

pub(crate) fn message(body: Value) -> String {
    one(event("message", body))
}
