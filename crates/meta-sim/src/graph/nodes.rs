//! Nodes as the Graph API shows them: accounts, people, threads, messages (platform notes §3, §4, §8).

use serde_json::{Map, Value, json};

use crate::cdn;
use crate::clock::graph_time;
use crate::types::{Account, Attachment, Customer, Message, Platform, Side};
use crate::world::World;

/// §4: details of the newest so many messages of a thread only.
pub(crate) const READABLE: usize = 20;

pub(crate) const MESSAGE_FIELDS: [&str; 12] = [
    "id",
    "created_time",
    "from",
    "to",
    "message",
    "attachments",
    "shares",
    "story",
    "reactions",
    "is_unsupported",
    "sticker",
    "tags",
];
pub(crate) const INSTAGRAM_PROFILE_FIELDS: [&str; 8] = [
    "id",
    "name",
    "username",
    "profile_pic",
    "follower_count",
    "is_user_follow_business",
    "is_business_follow_user",
    "is_verified_user",
];
pub(crate) const MESSENGER_PROFILE_FIELDS: [&str; 8] = [
    "id",
    "name",
    "first_name",
    "last_name",
    "profile_pic",
    "locale",
    "timezone",
    "gender",
];
pub(crate) const PAGE_FIELDS: [&str; 14] = [
    "id",
    "name",
    "username",
    "category",
    "link",
    "access_token",
    "tasks",
    "instagram_business_account",
    "connected_instagram_account",
    "picture",
    "fan_count",
    "followers_count",
    "about",
    "verification_status",
];
pub(crate) const INSTAGRAM_FIELDS: [&str; 12] = [
    "id",
    "user_id",
    "ig_id",
    "username",
    "name",
    "account_type",
    "profile_picture_url",
    "followers_count",
    "follows_count",
    "media_count",
    "biography",
    "website",
];
pub(crate) const INSTAGRAM_CONVERSATION_FIELDS: [&str; 6] = [
    "id",
    "updated_time",
    "participants",
    "messages",
    "name",
    "is_owner",
];
pub(crate) const PAGE_CONVERSATION_FIELDS: [&str; 12] = [
    "id",
    "link",
    "updated_time",
    "message_count",
    "unread_count",
    "participants",
    "senders",
    "can_reply",
    "snippet",
    "is_subscribed",
    "scoped_thread_key",
    "messages",
];

fn base(w: &World) -> &str {
    w.fixed.base_url.as_str().trim_end_matches('/')
}

fn picture(w: &World, id: &str) -> String {
    let face = format!("{}/_sim/avatar/{id}.png", base(w));
    cdn::signed(w, &face, cdn::LIFE_MS)
}

/// A customer's profile (§3).
pub(crate) fn profile(w: &World, platform: Platform, customer: &Customer) -> Value {
    match platform {
        Platform::Instagram => json!({
            "id": customer.id, "name": customer.name, "username": customer.username,
            "profile_pic": picture(w, &customer.id), "follower_count": 128, "is_user_follow_business": true,
            "is_business_follow_user": false, "is_verified_user": false,
        }),
        Platform::Facebook => {
            let (first, last) = customer
                .name
                .split_once(' ')
                .unwrap_or((customer.name.as_str(), ""));
            json!({
                "id": customer.id, "name": customer.name, "first_name": first, "last_name": last,
                "profile_pic": picture(w, &customer.id), "locale": "en_US", "timezone": 1,
            })
        }
    }
}

/// An Instagram professional account. On its own host `id` is the app-scoped one and `user_id` the webhook's (§8.2).
pub(crate) fn instagram(w: &World, account: &Account, own_host: bool) -> Value {
    json!({
        "id": if own_host { &account.app_scoped_id } else { &account.id },
        "user_id": account.id, "ig_id": account.id, "username": account.username, "name": account.name,
        "account_type": "BUSINESS", "profile_picture_url": picture(w, &account.id),
        "followers_count": 1280, "follows_count": 12, "media_count": 9, "biography": "", "website": "",
    })
}

/// A Page (§8.1); one without a linked Instagram account lacks that field.
pub(crate) fn page(w: &World, account: &Account) -> Value {
    let mut node = json!({
        "id": account.page_id, "name": account.name, "username": account.username, "category": "Shopping & retail",
        "link": format!("https://www.facebook.com/{}", account.page_id),
        "tasks": ["ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"],
        "picture": {"data": {"url": picture(w, &account.page_id)}}, "fan_count": 640, "followers_count": 700,
    });
    if account.platform == Platform::Instagram {
        let linked = json!({
            "id": account.id, "username": account.username, "name": account.name,
            "profile_picture_url": picture(w, &account.id),
        });
        node["instagram_business_account"] = linked.clone();
        node["connected_instagram_account"] = linked;
    }
    node
}

fn person(account: &Account, customer: &Customer, side: Side) -> Value {
    match (account.platform, side) {
        (Platform::Instagram, Side::Customer) => {
            json!({"username": customer.username, "id": customer.id})
        }
        (Platform::Instagram, Side::Business) => {
            json!({"username": account.username, "id": account.id})
        }
        (Platform::Facebook, Side::Customer) => {
            json!({"name": customer.name, "email": format!("{}@facebook.com", customer.id), "id": customer.id})
        }
        (Platform::Facebook, Side::Business) => {
            json!({"name": account.name, "email": format!("{}@facebook.com", account.id), "id": account.id})
        }
    }
}

/// A message with all its details (§4): other shapes than in the webhook.
pub(crate) fn message(
    w: &World,
    account: &Account,
    customer: &Customer,
    message: &Message,
) -> Value {
    let (from, to) = match message.from {
        Side::Customer => (Side::Customer, Side::Business),
        Side::Business => (Side::Business, Side::Customer),
    };
    let mut node = json!({
        "id": message.mid,
        "created_time": graph_time(message.timestamp),
        "from": person(account, customer, from),
        "to": {"data": [person(account, customer, to)]},
        "message": message.text.as_deref().unwrap_or_default(),
        "is_unsupported": message.unsupported,
    });
    let mut files = Vec::new();
    let mut shares = Vec::new();
    let mut story = None;
    for attachment in &message.attachments {
        let url = cdn::address(w, attachment);
        match attachment.kind.as_str() {
            "share" | "ig_post" | "ig_reel" | "reel" | "post" | "fallback" => {
                shares.push(json!({"link": url, "name": attachment.title}));
            }
            "story_mention" => {
                story = Some(json!({"mention": {"id": attachment.media_id, "link": url}}));
            }
            _ => files.push(file(attachment, &url.unwrap_or_default())),
        }
    }
    if let Some(to) = &message.story {
        story = Some(json!({"reply_to": {"id": to["id"], "link": to["url"]}}));
    }
    if !files.is_empty() {
        node["attachments"] = json!({"data": files});
    }
    if !shares.is_empty() {
        node["shares"] = json!({"data": shares});
    }
    if let Some(story) = story {
        node["story"] = story;
    }
    if !message.reactions.is_empty() {
        let data: Vec<Value> = message
            .reactions
            .iter()
            .map(|r| json!({"reaction": r.reaction, "users": [person(account, customer, r.from)]}))
            .collect();
        node["reactions"] = json!({"data": data});
    }
    node
}

fn file(attachment: &Attachment, url: &str) -> Value {
    match attachment.kind.as_str() {
        "image" | "like_heart" => json!({"image_data": {
            "url": url, "preview_url": url, "width": 1080, "height": 1080, "max_width": 1080, "max_height": 1080,
            "image_type": 1, "render_as_sticker": attachment.kind == "like_heart",
        }}),
        "video" => {
            json!({"video_data": {"url": url, "preview_url": url, "width": 720, "height": 1280, "length": 12, "video_type": 0}})
        }
        "template" => {
            let first = attachment
                .payload
                .as_ref()
                .and_then(|p| p.pointer("/elements/0"))
                .cloned()
                .unwrap_or(Value::Null);
            json!({"generic_template": {
                "title": first["title"], "subtitle": first["subtitle"], "media_url": first["image_url"],
            }})
        }
        _ => json!({"file_url": url}),
    }
}

/// The messages of a thread as lists show them, newest first: unsent ones are gone, and beyond the
/// newest twenty only id and time remain (§4).
pub(crate) fn messages(w: &World, account: &Account, customer: &Customer) -> Vec<Value> {
    w.thread(&customer.id)
        .rev()
        .filter(|m| !m.deleted)
        .enumerate()
        .map(|(place, m)| {
            if place < READABLE {
                message(w, account, customer, m)
            } else {
                json!({"id": m.mid, "created_time": graph_time(m.timestamp)})
            }
        })
        .collect()
}

/// Whether this message is still among those that Meta shows.
pub(crate) fn is_readable(w: &World, message: &Message) -> bool {
    !message.deleted
        && w.thread(&message.customer_id)
            .rev()
            .filter(|m| !m.deleted)
            .take(READABLE)
            .any(|m| m.mid == message.mid)
}

/// A conversation (§4); `unread_count` and the like exist on Messenger only.
pub(crate) fn conversation(
    w: &World,
    account: &Account,
    customer: &Customer,
    next: &dyn Fn(&str) -> String,
) -> Value {
    let all = messages(w, account, customer);
    let count = all.len();
    let mut node = Map::new();
    node.insert("id".into(), json!(customer.conversation_id));
    node.insert("updated_time".into(), json!(graph_time(customer.last_at)));
    let both = [
        person(account, customer, Side::Customer),
        person(account, customer, Side::Business),
    ];
    node.insert("participants".into(), json!({"data": both}));
    node.insert(
        "messages".into(),
        json!({"data": all, "paging": {"cursors": {"after": next(&customer.conversation_id)}}}),
    );
    if account.platform == Platform::Facebook {
        let unread = w
            .thread(&customer.id)
            .filter(|m| {
                m.from == Side::Customer
                    && customer
                        .business_seen_at
                        .is_none_or(|seen| m.timestamp > seen)
            })
            .count();
        node.insert(
            "link".into(),
            json!(format!("/{}/inbox/{}/", account.id, customer.id)),
        );
        node.insert("message_count".into(), json!(count));
        node.insert("unread_count".into(), json!(unread));
        node.insert("senders".into(), json!({"data": both}));
        node.insert(
            "can_reply".into(),
            json!(customer.opened_at.is_some() || customer.adopted),
        );
        node.insert("snippet".into(), json!(customer.last_text));
        node.insert("is_subscribed".into(), json!(true));
        node.insert("scoped_thread_key".into(), json!(customer.conversation_id));
    }
    Value::Object(node)
}
