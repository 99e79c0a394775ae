//! Comments as the Graph API shows and takes them (platform notes §5.1, §5.3), and what it says of mentions (§5.2).

use serde_json::{Value, json};

use crate::clock::graph_time;
use crate::comments::Comment;
use crate::graph::error::GraphError;
use crate::graph::fields::{self, Field};
use crate::graph::{GraphCall, Host, Reply, auth, media, read};
use crate::types::{Account, Platform};
use crate::world::World;

const INSTAGRAM_FIELDS: [&str; 13] = [
    "id",
    "text",
    "timestamp",
    "username",
    "from",
    "user",
    "like_count",
    "hidden",
    "parent_id",
    "replies",
    "media",
    "legacy_instagram_comment_id",
    "comments",
];
const PAGE_FIELDS: [&str; 14] = [
    "id",
    "message",
    "created_time",
    "from",
    "parent",
    "is_hidden",
    "can_hide",
    "can_remove",
    "can_reply_privately",
    "attachment",
    "permalink_url",
    "comment_count",
    "like_count",
    "object",
];
/// Fields that only comments have: who asks for one means a comment by an unknown id.
const TELLING: [&str; 7] = [
    "hidden",
    "is_hidden",
    "parent_id",
    "parent",
    "can_hide",
    "can_reply_privately",
    "text",
];
const MENTIONED_MEDIA_FIELDS: [&str; 9] = [
    "id",
    "caption",
    "media_type",
    "media_url",
    "permalink",
    "timestamp",
    "username",
    "comments_count",
    "like_count",
];
const MENTIONED_COMMENT_FIELDS: [&str; 6] =
    ["id", "text", "timestamp", "username", "like_count", "media"];
/// §5.1: comments per page of a list.
const MAX_LIMIT: usize = 50;
/// The product's limit of a comment's length (§11).
const INSTAGRAM_CHARS: usize = 2_200;
const PAGE_CHARS: usize = 8_000;
/// Longer ids are something else.
const MAX_ADOPTED_ID: usize = 48;

/// The comment of this id; one that nobody knows is taken as existing where the call plainly means a comment.
pub(crate) fn found_or_adopted(
    w: &mut World,
    print: &str,
    id: &str,
    asked: &[Field],
) -> Option<Comment> {
    if let Some(comment) = w.comments.get(id) {
        return Some(comment.clone());
    }
    let means_one = asked.iter().any(|f| TELLING.contains(&f.name.as_str()));
    means_one.then(|| adopt(w, print, id)).flatten()
}

fn adopt(w: &mut World, print: &str, id: &str) -> Option<Comment> {
    let taken = w.customers.get(id).is_some()
        || w.messages.get(id).is_some()
        || w.posts.get(id).is_some()
        || w.mentions.get(id).is_some()
        || w.account(id).is_some()
        || w.account_of_page(id).is_some();
    let could_be = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if w.fixed.strict || taken || !could_be || id.len() > MAX_ADOPTED_ID {
        return None;
    }
    let page = w.tokens.get(print).and_then(|t| t.page_id.clone())?;
    let account = w.account_of_page(&page).cloned()?;
    // §1.8: a Page's comments have two parts, Instagram's one.
    if id.contains('_') != (account.platform == Platform::Facebook) {
        return None;
    }
    Some(w.adopt_comment(&account, id))
}

/// The account of a comment, if this host and this token may see it (100/33 where not, §9.2).
fn owner(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    comment: &Comment,
) -> Result<Account, GraphError> {
    let gone = || GraphError::unsupported(&call.method, &comment.id);
    let account = w.account(&comment.account_id).cloned().ok_or_else(gone)?;
    let other_host = call.host == Host::Instagram && account.platform != Platform::Instagram;
    let page = w.tokens.get(print).and_then(|t| t.page_id.clone());
    let other_account = page.is_some_and(|page| page != account.page_id);
    if other_host || other_account || !w.is_there(comment) {
        return Err(gone());
    }
    auth::bind(w, print, &account)?;
    Ok(account)
}

/// A comment that the call means for certain: an unknown one is adopted.
fn certain(w: &mut World, call: &GraphCall, id: &str) -> Result<(Comment, Account), GraphError> {
    let print = auth::token(w, call)?;
    let comment = w.comments.get(id).cloned();
    let comment = comment
        .or_else(|| adopt(w, &print, id))
        .ok_or_else(|| GraphError::unsupported(&call.method, id))?;
    let account = owner(w, call, &print, &comment)?;
    Ok((comment, account))
}

/// `GET /{comment-id}`.
pub(crate) fn node(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    comment: &Comment,
    asked: Vec<Field>,
) -> Result<Reply, GraphError> {
    let account = owner(w, call, print, comment)?;
    let body = project(w, call, &account, comment, asked)?;
    read::found(call, body, "comment")
}

fn project(
    w: &World,
    call: &GraphCall,
    account: &Account,
    comment: &Comment,
    asked: Vec<Field>,
) -> Result<Value, GraphError> {
    let node = shown(w, account, comment, true);
    match account.platform {
        Platform::Instagram => {
            let asked = read::defaults(asked, &["id", "text", "timestamp"]);
            fields::project(&node, &asked, &INSTAGRAM_FIELDS, call.host, "IGComment")
        }
        Platform::Facebook => {
            let asked = read::defaults(asked, &["id", "message", "created_time", "from"]);
            fields::project(&node, &asked, &PAGE_FIELDS, call.host, "Comment")
        }
    }
}

/// The readable answers of a comment, oldest first.
fn answers(w: &World, id: &str) -> Vec<Comment> {
    let mut found: Vec<Comment> = w
        .comments
        .values()
        .filter(|c| c.parent_id.as_deref() == Some(id) && w.is_there(c))
        .cloned()
        .collect();
    found.sort_by_key(|c| c.seq);
    found
}

fn shown(w: &World, account: &Account, comment: &Comment, deep: bool) -> Value {
    let author = w.author(account, comment);
    let below = answers(w, &comment.id);
    match account.platform {
        Platform::Instagram => {
            let product = if comment.live { "LIVE" } else { "FEED" };
            let mut node = json!({
                "id": comment.id, "text": comment.text, "timestamp": graph_time(comment.timestamp),
                "username": author["username"], "from": {"id": author["id"], "username": author["username"]},
                "like_count": 0, "hidden": comment.hidden,
                "media": {"id": comment.media_id, "media_product_type": product},
            });
            if let Some(parent) = &comment.parent_id {
                node["parent_id"] = json!(parent);
            }
            // §5.1: `user` only on own comments.
            if comment.author_id.is_none() {
                node["user"] = json!({"id": account.id});
            }
            if deep && !below.is_empty() {
                let data: Vec<Value> = below.iter().map(|c| shown(w, account, c, false)).collect();
                node["replies"] = json!({"data": data});
            }
            node
        }
        Platform::Facebook => {
            let mut node = json!({
                "id": comment.id, "message": comment.text, "created_time": graph_time(comment.timestamp),
                "from": author, "is_hidden": comment.hidden, "can_hide": comment.author_id.is_some(),
                "can_remove": true, "can_reply_privately": can_reply_privately(w, comment),
                "comment_count": below.len(), "like_count": 0,
                "permalink_url": format!("https://www.facebook.com/{}?comment_id={}", comment.media_id, comment.id),
                "object": {"id": comment.media_id},
            });
            if let Some(parent) = &comment.parent_id {
                node["parent"] = json!({"id": parent});
            }
            if let Some(photo) = &comment.photo {
                node["attachment"] = json!({"type": "photo", "media": {"image": {"src": photo}}});
            }
            node
        }
    }
}

/// §2.3: once, within seven days, not to oneself; a live one only during the broadcast.
pub(crate) fn can_reply_privately(w: &World, comment: &Comment) -> bool {
    let age = w.meta_now() - comment.timestamp;
    w.is_there(comment)
        && comment.author_id.is_some()
        && age <= PRIVATE_MS
        && w.private_replies.get(&comment.id).is_none()
}

/// §2.3.
const PRIVATE_MS: i64 = 7 * 24 * 3_600_000;

/// `GET /{media|post|comment}/comments` and `GET /{comment}/replies`: newest first under a post, oldest first below a
/// comment; hidden ones too, since the business asks.
pub(crate) fn list(w: &mut World, call: &GraphCall, id: &str) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let (account, mut found) = if w.comments.get(id).is_some() {
        let (_, account) = certain(w, call, id)?;
        (account, answers(w, id))
    } else {
        let post = w.posts.get(id).cloned();
        let post = post
            .or_else(|| media::adopt(w, &print, id))
            .ok_or_else(|| GraphError::unsupported("GET", id))?;
        let account = media::owner(w, call, &print, &post)?;
        let mut found: Vec<Comment> = w
            .comments
            .values()
            .filter(|c| c.media_id == id && c.parent_id.is_none() && w.is_there(c))
            .cloned()
            .collect();
        found.sort_by_key(|c| std::cmp::Reverse((c.timestamp, c.seq)));
        (account, found)
    };
    let start = read::after(call, &found, |c| &c.id);
    let limit = read::limit(call).min(MAX_LIMIT);
    let more = start + limit < found.len();
    found = found.into_iter().skip(start).take(limit).collect();
    let mut data = Vec::new();
    for comment in &found {
        data.push(project(w, call, &account, comment, read::asked(call))?);
    }
    let mut body = json!({"data": data});
    if let Some(last) = found.last() {
        body["paging"] = read::paging(w, call, &last.id, more);
    }
    read::found(call, body, "comments")
}

/// `POST /{media|post|comment}/comments`, `POST /{comment}/replies`: the parameter is `message` (§5.1).
pub(crate) fn write(
    w: &mut World,
    call: &GraphCall,
    id: &str,
    edge: &str,
) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let below = w.comments.get(id).is_some() || edge == "replies";
    let (account, media_id, parent) = if below {
        let (comment, account) = certain(w, call, id)?;
        // Each platform has its own name for the edge.
        if (edge == "replies") != (account.platform == Platform::Instagram) {
            return Err(GraphError::unknown_path(edge));
        }
        if account.platform == Platform::Instagram && (comment.hidden || comment.live) {
            return Err(GraphError::parameter(
                "(#100) Replies are not allowed on hidden or live comments",
            ));
        }
        // §5.1: an answer to an answer is attached to the top-level comment.
        let parent = match (account.platform, comment.parent_id) {
            (Platform::Instagram, Some(top)) => top,
            _ => comment.id,
        };
        (account, comment.media_id, Some(parent))
    } else {
        let post = w.posts.get(id).cloned();
        let post = post
            .or_else(|| media::adopt(w, &print, id))
            .ok_or_else(|| GraphError::unsupported("POST", id))?;
        let account = media::owner(w, call, &print, &post)?;
        (account, post.id, None)
    };
    let text = call.params.text("message").unwrap_or_default();
    let most = match account.platform {
        Platform::Instagram => INSTAGRAM_CHARS,
        Platform::Facebook => PAGE_CHARS,
    };
    if text.is_empty() && call.params.text("attachment_url").is_none() {
        return Err(GraphError::required("message"));
    }
    if text.chars().count() > most {
        return Err(GraphError::parameter(format!(
            "(#100) Param message must be at most {most} characters"
        )));
    }
    let timestamp = w.meta_now();
    let comment = Comment {
        text,
        photo: call.params.text("attachment_url"),
        ..w.new_comment(&account, &media_id, parent, timestamp)
    };
    let told = w.tell_comment(&account, &comment, "add", true, None);
    let made = comment.id.clone();
    w.comments.put(made.clone(), comment);
    let mut reply = Reply::new(json!({"id": made}));
    reply.held = told.into_iter().collect();
    reply.account = Some((account.page_id.clone(), account.platform));
    reply.summary = String::from(if below { "reply" } else { "comment" });
    Ok(reply)
}

/// `POST /{comment}`: `hide` on Instagram, `is_hidden` or a new `message` on a Page (§5.1, §5.3).
pub(crate) fn change(w: &mut World, call: &GraphCall, id: &str) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let names = ["hide", "is_hidden"];
    let switch = names.iter().find_map(|name| {
        let value = call.params.text(name)?;
        Some((*name, value))
    });
    // Without any of them the call names nothing that an unknown id could be adopted as.
    if w.comments.get(id).is_none() && switch.is_none() {
        let _ = print;
        return Err(GraphError::unsupported("POST", id));
    }
    let (mut comment, account) = certain(w, call, id)?;
    let wanted = match account.platform {
        Platform::Instagram => "hide",
        Platform::Facebook => "is_hidden",
    };
    let verb = match switch {
        Some((name, value)) if name == wanted => {
            let hide = match value.as_str() {
                "true" | "1" => true,
                "false" | "0" => false,
                other => {
                    return Err(GraphError::parameter(format!(
                        "(#100) Param {name} must be a boolean - got \"{other}\""
                    )));
                }
            };
            // §5.1: hiding one's own is answered and ignored.
            if comment.author_id.is_some() {
                comment.hidden = hide;
            }
            if hide { "hide" } else { "unhide" }
        }
        _ if account.platform == Platform::Instagram => {
            return Err(GraphError::parameter("The parameter hide is required."));
        }
        _ => {
            let text = call
                .params
                .text("message")
                .ok_or_else(|| GraphError::required("message"))?;
            // §5.3: only the Page's own can be edited.
            if comment.author_id.is_some() {
                return Err(GraphError::permissions());
            }
            comment.text = text;
            "edited"
        }
    };
    let told = w.tell_comment(&account, &comment, verb, true, None);
    w.comments.put(id, comment);
    success(&account, verb, told)
}

/// `DELETE /{comment}`; the second time it is gone (§5.1).
pub(crate) fn remove(w: &mut World, call: &GraphCall, id: &str) -> Result<Reply, GraphError> {
    let (mut comment, account) = certain(w, call, id)?;
    comment.removed = true;
    let told = w.tell_comment(&account, &comment, "remove", true, None);
    w.comments.put(id, comment);
    success(&account, "delete", told)
}

fn success(account: &Account, what: &str, told: Option<String>) -> Result<Reply, GraphError> {
    let mut reply = Reply::new(json!({"success": true}));
    reply.held = told.into_iter().collect();
    reply.account = Some((account.page_id.clone(), account.platform));
    reply.summary = what.to_owned();
    Ok(reply)
}

/// `mentioned_comment.comment_id(…){…}` and `mentioned_media.media_id(…){…}` on an Instagram account's node (§5.2). The
/// Instagram host knows neither.
pub(crate) fn mentioned(
    w: &World,
    call: &GraphCall,
    account: &Account,
    asked: &[Field],
) -> Result<Option<Value>, GraphError> {
    let Some(field) = asked
        .iter()
        .find(|f| matches!(f.name.as_str(), "mentioned_comment" | "mentioned_media"))
    else {
        return Ok(None);
    };
    if call.host == Host::Instagram {
        return Err(GraphError::no_field(&field.name, call.host, "User"));
    }
    let by_comment = field.name == "mentioned_comment";
    let id = field
        .argument
        .as_deref()
        .ok_or_else(|| GraphError::required(if by_comment { "comment_id" } else { "media_id" }))?;
    let mention = w
        .mentions
        .get(id)
        .filter(|m| m.account_id == account.id && m.comment_id.is_some() == by_comment)
        .ok_or_else(|| GraphError::unsupported("GET", id))?;
    let base = w.fixed.base_url.as_str().trim_end_matches('/');
    let post = json!({
        "id": mention.media_id, "media_type": "IMAGE", "media_url": format!("{base}/_sim/media/sample.png"),
        // §5.2: a leading `@` is stripped.
        "caption": mention.caption.trim_start_matches('@'),
        "permalink": format!("https://www.instagram.com/p/{}/", crate::ids::letters(w.instance(), &mention.media_id, 0, 11)),
        "timestamp": graph_time(mention.timestamp), "username": mention.username, "comments_count": 1, "like_count": 0,
        "owner": {"id": "0"},
    });
    let node = if by_comment {
        json!({
            "id": id, "text": mention.text, "timestamp": graph_time(mention.timestamp), "username": mention.username,
            "like_count": 0, "media": post,
        })
    } else {
        post
    };
    let known: &[&str] = if by_comment {
        &MENTIONED_COMMENT_FIELDS
    } else {
        &MENTIONED_MEDIA_FIELDS
    };
    let kind = if by_comment {
        "ShadowIGComment"
    } else {
        "ShadowIGMedia"
    };
    let inner = read::defaults(field.sub.clone(), &["id"]);
    let shown = fields::project(&node, &inner, known, call.host, kind)?;
    let mut body = json!({"id": account.id});
    body[&field.name] = shown;
    Ok(Some(body))
}
