//! The attachments of a message: one for each thing that was sent, though Meta doubles some.

use domain::inbound::{AttachmentKind, InboundAttachment};
use serde_json::Value;

use crate::loose::{self as read, Object, kind_name};

/// The word for an attachment that does not say what it is.
const NAMELESS: &str = "unknown";
/// The word for a product that a customer shares; Meta wraps it in a template (§1.7).
const PRODUCT: &str = "product";
/// Where the id of what is shared may stand, in the order of preference.
const TARGET_KEYS: [&str; 5] = [
    "ig_post_media_id",
    "reel_video_id",
    "id",
    "sticker_id",
    "product_id",
];

/// All of them in Meta's order, the doubled ones merged. A single object counts as a list of one.
pub(super) fn read_all(value: Option<&Value>) -> Vec<InboundAttachment> {
    let mut all: Vec<InboundAttachment> = match value {
        Some(Value::Array(list)) => list.iter().map(read).collect(),
        Some(one @ Value::Object(_)) => vec![read(one)],
        _ => Vec::new(),
    };
    merge_stickers(&mut all);
    merge_shares(&mut all);
    all
}

fn read(value: &Value) -> InboundAttachment {
    let empty = Object::new();
    let outer = value.as_object().unwrap_or(&empty);
    // Old fallbacks have no payload, or `null`, or the text "null" (§1.7).
    let payload = read::object(outer, "payload").unwrap_or(&empty);
    let meta_type = read::text_in(outer, "type").map_or_else(|| NAMELESS.into(), |t| kind_name(&t));
    if meta_type == "template" {
        return template(outer, payload);
    }
    InboundAttachment {
        kind: kind_of(&meta_type),
        meta_type,
        url: read::url_in(payload, "url").or_else(|| read::url_in(outer, "url")),
        title: read::text_in(payload, "title").or_else(|| read::text_in(outer, "title")),
        target_id: target_id(payload),
    }
}

fn kind_of(meta_type: &str) -> AttachmentKind {
    match meta_type {
        "image" | "sticker" | "like_heart" => AttachmentKind::Image,
        "video" => AttachmentKind::Video,
        "audio" => AttachmentKind::Audio,
        "file" => AttachmentKind::File,
        "share" | "ig_post" | "ig_reel" | "reel" | "post" | "fallback" | PRODUCT => {
            AttachmentKind::Share
        }
        "story_mention" => AttachmentKind::StoryMention,
        "ephemeral" => AttachmentKind::Ephemeral,
        "location" => AttachmentKind::Location,
        _ => AttachmentKind::Unknown,
    }
}

fn target_id(payload: &Object) -> Option<String> {
    TARGET_KEYS.iter().find_map(|key| read::id_in(payload, key))
}

/// A product that a customer shares, or a template that the business sent.
fn template(outer: &Object, payload: &Object) -> InboundAttachment {
    if let Some(product) = read::object(payload, PRODUCT) {
        let first = first_element(product);
        return InboundAttachment {
            kind: AttachmentKind::Share,
            meta_type: PRODUCT.into(),
            url: first.and_then(|e| read::url_in(e, "image_url")),
            title: first
                .and_then(|e| read::text_in(e, "title").or_else(|| read::text_in(e, "name"))),
            target_id: first.and_then(|e| read::id_in(e, "id")),
        };
    }
    let first = first_element(payload);
    InboundAttachment {
        kind: AttachmentKind::Template,
        meta_type: "template".into(),
        url: read::url_in(outer, "url"),
        title: read::text_in(outer, "title")
            .or_else(|| read::text_in(payload, "text"))
            .or_else(|| read::text_in(payload, "title"))
            .or_else(|| first.and_then(|e| read::text_in(e, "title"))),
        target_id: None,
    }
}

/// The first of `elements`, which is a list in webhooks and `{"data": […]}` in answers.
fn first_element(object: &Object) -> Option<&Object> {
    let elements = match read::field(object, "elements")? {
        Value::Array(list) => list,
        Value::Object(wrapped) => read::field(wrapped, "data")?.as_array()?,
        _ => return None,
    };
    elements.first()?.as_object()
}

/// Until 2026-08-30 one sticker came as an image and as a sticker with the same id (§1.7): one is shown.
fn merge_stickers(all: &mut Vec<InboundAttachment>) {
    let stickers: Vec<String> = all
        .iter()
        .filter(|a| a.meta_type == "sticker")
        .filter_map(|a| a.target_id.clone())
        .collect();
    for id in stickers {
        let double = all
            .iter()
            .position(|a| a.meta_type == "image" && a.target_id.as_ref() == Some(&id));
        if let Some(double) = double {
            all.remove(double);
        }
    }
}

/// Since 2025-11-03 one shared post comes as `share` and as `ig_post` (§1.6): the newer form is shown, with what
/// only the older one says.
fn merge_shares(all: &mut Vec<InboundAttachment>) {
    let count =
        |all: &[InboundAttachment], t: &str| all.iter().filter(|a| a.meta_type == t).count();
    let one_each = count(all, "share") == 1 && count(all, "ig_post") == 1;
    let mut paired = vec![false; all.len()];
    let mut doubles = Vec::new();
    for (at, share) in all
        .iter()
        .enumerate()
        .filter(|(_, a)| a.meta_type == "share")
    {
        let same = |post: &InboundAttachment| match (&share.target_id, &post.target_id) {
            (Some(a), Some(b)) => a == b,
            _ => one_each || (share.url.is_some() && share.url == post.url),
        };
        let post = all
            .iter()
            .zip(&paired)
            .position(|(a, taken)| !taken && a.meta_type == "ig_post" && same(a));
        if let Some(post) = post {
            if let Some(taken) = paired.get_mut(post) {
                *taken = true;
            }
            doubles.push((at, post));
        }
    }
    for (share, post) in doubles.iter().copied() {
        let Some(older) = all.get(share).cloned() else {
            continue;
        };
        if let Some(newer) = all.get_mut(post) {
            newer.url = newer.url.take().or(older.url);
            newer.title = newer.title.take().or(older.title);
            newer.target_id = newer.target_id.take().or(older.target_id);
        }
    }
    let mut at = 0;
    all.retain(|_| {
        let double = doubles.iter().any(|(share, _)| *share == at);
        at += 1;
        !double
    });
}
