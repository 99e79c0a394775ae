//! What everybody can see: comments, mentions and what happens on a Page's timeline (§1.9).
//!
//! Real deliveries name a comment by `value.id`, the documentation by `value.comment_id`, and the dashboard by the flat
//! form of the entry; all of them are read. A Page's `feed` tells much more than comments; what nothing here shows is
//! said so, for the operator.

use domain::ids::{CommentId, MediaId};
use domain::inbound::{CommentEvent, CommentVerb, Meaning, MentionEvent};
use serde_json::Value;

use super::{Entry, Understood, kinds};
use crate::loose::{self as read, Object};

/// The words of a feed item that are a post of some kind; everything else is neither a post nor a comment.
const POSTS: [&str; 9] = [
    "post",
    "status",
    "photo",
    "photo-album",
    "album",
    "video",
    "share",
    "link",
    "story",
];

/// What the value of a public field says.
pub(super) fn understand(entry: &Entry, field: &str, value: Option<&Value>) -> Understood {
    let Some(value) = value else {
        return Understood::quarantined(field, "a change without a value");
    };
    let Some(value) = value.as_object() else {
        let words = format!("a change whose value is {}", read::type_name(value));
        return Understood::quarantined(field, words);
    };
    let meaning = match field {
        kinds::COMMENTS | kinds::LIVE_COMMENTS => instagram_comment(entry, field, value),
        kinds::MENTIONS | kinds::MENTION => mention(entry, value),
        _ => feed(entry, value),
    };
    match meaning {
        Ok(meaning) => Understood::new(field, meaning),
        Err(words) => Understood::quarantined(field, words),
    }
}

/// Instagram: only the writing of a comment is told, nothing of what becomes of it.
fn instagram_comment(entry: &Entry, field: &str, value: &Object) -> Result<Meaning, &'static str> {
    let id = read::id_in(value, "id")
        .or_else(|| read::id_in(value, "comment_id"))
        .ok_or("the comment has no id")?;
    let media = read::object(value, "media");
    let media_id = media
        .and_then(|m| read::id_in(m, "id"))
        .or_else(|| read::id_in(value, "media_id"));
    let product = media.and_then(|m| read::text_in(m, "media_product_type"));
    let from = read::object(value, "from");
    Ok(Meaning::Comment(Box::new(CommentEvent {
        id: CommentId::new(id),
        verb: CommentVerb::Written,
        media: media_id.map(MediaId::new),
        original: media
            .and_then(|m| read::id_in(m, "original_media_id"))
            .map(MediaId::new),
        parent: read::id_in(value, "parent_id").map(CommentId::new),
        author: read::party(value, "from"),
        author_name: from.and_then(|f| read::text_in(f, "username")),
        by_business: from.is_some_and(|f| read::field(f, "self_ig_scoped_id").is_some()),
        text: read::text_in(value, "text").or_else(|| read::text_in(value, "message")),
        photo: None,
        live: field == kinds::LIVE_COMMENTS || product.as_deref() == Some("LIVE"),
        created: read::time_in(value, "timestamp").or_else(|| read::time_in(value, "created_time")),
        at: entry.time,
    })))
}

/// Both platforms: ids, and on Pages sometimes who and what.
fn mention(entry: &Entry, value: &Object) -> Result<Meaning, &'static str> {
    let media = read::id_in(value, "media_id").or_else(|| read::id_in(value, "post_id"));
    let comment = read::id_in(value, "comment_id");
    if media.is_none() && comment.is_none() {
        return Err("the mention names neither a post nor a comment");
    }
    if read::text_in(value, "verb").is_some_and(|verb| verb != "add") {
        return Ok(Meaning::NotShown(
            "a mention was edited or removed".to_owned(),
        ));
    }
    let (author, author_name) = actor(value);
    Ok(Meaning::Mention(Box::new(MentionEvent {
        media: media.map(MediaId::new),
        comment: comment.map(CommentId::new),
        author,
        author_name,
        text: read::text_in(value, "message"),
        at: read::time_in(value, "created_time").or(entry.time),
    })))
}

/// A Page's timeline.
fn feed(entry: &Entry, value: &Object) -> Result<Meaning, &'static str> {
    let item = read::text_in(value, "item").unwrap_or_default();
    let verb = read::text_in(value, "verb").unwrap_or_default();
    let named = |what: &str| read::kind_name(what);
    if item == "comment" || (item.is_empty() && read::id_in(value, "comment_id").is_some()) {
        return page_comment(entry, value, &verb);
    }
    if POSTS.contains(&item.as_str()) {
        let post = read::id_in(value, "post_id").map(MediaId::new);
        return Ok(match (verb.as_str(), post) {
            ("remove", _) => Meaning::NotShown("a post was removed; its comments are kept".into()),
            (_, Some(post)) => Meaning::Post(post),
            (_, None) => Meaning::NotShown(format!("{} without a post", named(&item))),
        });
    }
    if item.is_empty() {
        return Err("it does not say what of the timeline changed");
    }
    Ok(Meaning::NotShown(match item.as_str() {
        "reaction" | "like" => "a reaction to a post or comment; it is counted at Meta".to_owned(),
        item => format!("`{}` of the Page's timeline", named(item)),
    }))
}

fn page_comment(entry: &Entry, value: &Object, verb: &str) -> Result<Meaning, &'static str> {
    let id = read::id_in(value, "comment_id").ok_or("the comment has no id")?;
    let verb = match verb {
        "add" | "" => CommentVerb::Written,
        "edit" | "edited" | "update" => CommentVerb::Edited,
        "hide" => CommentVerb::Hidden,
        "unhide" => CommentVerb::Unhidden,
        "remove" | "delete" => CommentVerb::Removed,
        verb => {
            let verb = read::kind_name(verb);
            return Ok(Meaning::NotShown(format!("a comment, `{verb}`")));
        }
    };
    let post = read::id_in(value, "post_id").or_else(|| {
        let post = read::object(value, "post")?;
        read::id_in(post, "id")
    });
    let parent =
        read::id_in(value, "parent_id").filter(|parent| is_comment(parent, post.as_deref()));
    let (author, author_name) = actor(value);
    let created = read::time_in(value, "created_time");
    let writes = verb == CommentVerb::Written;
    Ok(Meaning::Comment(Box::new(CommentEvent {
        id: CommentId::new(id),
        verb,
        media: post.map(MediaId::new),
        original: None,
        parent: parent.map(CommentId::new),
        author,
        author_name,
        by_business: false,
        text: read::text_in(value, "message"),
        photo: read::url_in(value, "photo"),
        live: false,
        // With every other verb it is sometimes the time of the act and sometimes that of the comment.
        created: created.filter(|_| writes),
        at: entry.time.or(created),
    })))
}

/// Whether `parent_id` is a comment: for one that stands under the post it is the post (§1.9), in full or without
/// the Page's part.
fn is_comment(parent: &str, post: Option<&str>) -> bool {
    let Some(post) = post else {
        return true;
    };
    parent != post && Some(parent) != post.rsplit_once('_').map(|(_, rest)| rest)
}

/// Who acts: `from`, or the two fields of older subscriptions.
fn actor(value: &Object) -> (Option<String>, Option<String>) {
    let from = read::object(value, "from");
    let id = read::party(value, "from").or_else(|| read::id_in(value, "sender_id"));
    let name = from
        .and_then(|f| read::text_in(f, "name").or_else(|| read::text_in(f, "username")))
        .or_else(|| read::text_in(value, "sender_name"));
    (id, name)
}
