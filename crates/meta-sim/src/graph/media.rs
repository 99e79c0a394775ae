//! Media and Page posts as the Graph API shows them (platform notes §5.3, §6.2).

use serde_json::{Value, json};

use crate::clock::graph_time;
use crate::graph::error::GraphError;
use crate::graph::fields::{self, Field};
use crate::graph::{GraphCall, Host, Reply, auth, read};
use crate::posts::NewPost;
use crate::types::{Account, Platform, Post, PostKind};
use crate::world::World;

pub(crate) const MEDIA_FIELDS: [&str; 16] = [
    "id",
    "caption",
    "comments_count",
    "is_comment_enabled",
    "like_count",
    "media_type",
    "media_product_type",
    "media_url",
    "owner",
    "permalink",
    "shortcode",
    "thumbnail_url",
    "timestamp",
    "username",
    "alt_text",
    "is_shared_to_feed",
];
pub(crate) const POST_FIELDS: [&str; 11] = [
    "id",
    "message",
    "story",
    "created_time",
    "updated_time",
    "permalink_url",
    "full_picture",
    "from",
    "attachments",
    "is_published",
    "status_type",
];

/// Fields that only media and posts have: who asks for one means such a thing by an unknown id.
const TELLING: [&str; 8] = [
    "media_type",
    "media_product_type",
    "media_url",
    "permalink",
    "caption",
    "permalink_url",
    "full_picture",
    "status_type",
];
/// An adopted id longer than this is something else.
const MAX_ADOPTED_ID: usize = 48;

/// The post of this id; one that nobody knows is taken as existing where the call plainly means a post.
pub(crate) fn found_or_adopted(
    w: &mut World,
    print: &str,
    id: &str,
    asked: &[Field],
) -> Option<Post> {
    if let Some(post) = w.posts.get(id) {
        return Some(post.clone());
    }
    if means_post(asked) {
        adopt(w, print, id)
    } else {
        None
    }
}

/// Whether only a post has what is asked for.
pub(crate) fn means_post(asked: &[Field]) -> bool {
    asked.iter().any(|f| TELLING.contains(&f.name.as_str()))
}

/// The same for a call that means a post whatever its fields.
pub(crate) fn adopt_for_insights(w: &mut World, print: &str, id: &str) -> Option<Post> {
    w.posts.get(id).cloned().or_else(|| adopt(w, print, id))
}

/// Takes a post as existing, unless the simulator is strict or the id is something else's. It belongs to the account of the
/// token, or to the Page that its id names; an id with the word in it is a story's or a reel's.
pub(crate) fn adopt(w: &mut World, print: &str, id: &str) -> Option<Post> {
    let taken = w.customers.get(id).is_some()
        || w.messages.get(id).is_some()
        || w.account(id).is_some()
        || w.account_of_page(id).is_some();
    if w.fixed.strict || taken || id.len() > MAX_ADOPTED_ID {
        return None;
    }
    let page = w.tokens.get(print).and_then(|t| t.page_id.clone());
    let named = id
        .rsplit_once('_')
        .and_then(|(page, _)| w.account(page).cloned());
    let account = match (named, page) {
        (Some(account), _) => account,
        (None, Some(page)) => w.account_of_page(&page)?.clone(),
        // A token that was never used says nothing about its owner: there must be one choice only.
        (None, None) => {
            let mut fitting = w
                .accounts
                .values()
                .filter(|a| a.platform == Platform::Instagram);
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => only.clone(),
                _ => return None,
            }
        }
    };
    let lower = id.to_ascii_lowercase();
    let kind = match account.platform {
        Platform::Facebook => PostKind::Page,
        Platform::Instagram if lower.contains("story") => PostKind::Story,
        Platform::Instagram if lower.contains("reel") => PostKind::Reel,
        Platform::Instagram => PostKind::Image,
    };
    let new = NewPost {
        id: Some(id.to_owned()),
        kind: Some(kind),
        ..NewPost::default()
    };
    Some(w.add_post(&account, new, true))
}

/// The owner of a post, if this host and this token may see it (100/33 where not, §9.2).
pub(crate) fn owner(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    post: &Post,
) -> Result<Account, GraphError> {
    let gone = || GraphError::unsupported(&call.method, &post.id);
    let account = w.account(&post.account_id).cloned().ok_or_else(gone)?;
    let other_host = call.host == Host::Instagram && account.platform != Platform::Instagram;
    let page = w.tokens.get(print).and_then(|t| t.page_id.clone());
    let other_account = page.is_some_and(|page| page != account.page_id);
    if other_host || other_account || !w.is_live(post) {
        return Err(gone());
    }
    auth::bind(w, print, &account)?;
    Ok(account)
}

/// `GET /{media-id}` and `GET /{post-id}`.
pub(crate) fn node(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    post: &Post,
    asked: Vec<Field>,
) -> Result<Reply, GraphError> {
    let account = owner(w, call, print, post)?;
    let node = shown(w, &account, post);
    read::found(call, project(call, &account, &node, asked)?, "media")
}

/// `GET /{ig-id}/media`, `/stories`, `GET /{page-id}/posts` and its other names: newest first, only live stories.
pub(crate) fn edge(
    w: &mut World,
    call: &GraphCall,
    owner: &str,
    edge: &str,
) -> Result<Reply, GraphError> {
    let of_instagram = matches!(edge, "media" | "stories");
    let account = if of_instagram {
        instagram_account(w, call, owner)?
    } else {
        auth::account(w, call, owner)?
    };
    if of_instagram != (account.platform == Platform::Instagram) {
        return Err(GraphError::no_field(edge, call.host, "Page"));
    }
    let posts: Vec<Post> = w
        .posts_of(&account.id)
        .into_iter()
        .filter(|p| (p.kind == PostKind::Story) == (edge == "stories") && w.is_live(p))
        .collect();
    let start = read::after(call, &posts, |p| &p.id);
    let limit = read::limit(call);
    let page: Vec<&Post> = posts.iter().skip(start).take(limit).collect();
    let mut data = Vec::new();
    for post in &page {
        let node = shown(w, &account, post);
        data.push(project(call, &account, &node, read::asked(call))?);
    }
    let mut body = json!({"data": data});
    if let Some(last) = page.last() {
        body["paging"] = read::paging(w, call, &last.id, start + page.len() < posts.len());
    }
    read::found(call, body, edge)
}

/// The Instagram account of an id. Its edges exist on the Facebook host too, unlike `messages` (§2.1, §6.1).
pub(crate) fn instagram_account(
    w: &mut World,
    call: &GraphCall,
    owner: &str,
) -> Result<Account, GraphError> {
    if call.host == Host::Instagram || owner == "me" {
        return auth::account(w, call, owner);
    }
    let print = auth::token(w, call)?;
    let known = w
        .account(owner)
        .filter(|a| a.platform == Platform::Instagram)
        .cloned();
    let account = match known {
        Some(account) => account,
        None if w.account_of_page(owner).is_some() => {
            return Err(GraphError::no_field("insights", call.host, "Page"));
        }
        None => auth::adopt(w, owner, Platform::Instagram)
            .ok_or_else(|| GraphError::unsupported(&call.method, owner))?,
    };
    auth::bind(w, &print, &account)?;
    Ok(account)
}

fn project(
    call: &GraphCall,
    account: &Account,
    node: &Value,
    asked: Vec<Field>,
) -> Result<Value, GraphError> {
    match account.platform {
        Platform::Instagram => {
            let asked = read::defaults(asked, &["id"]);
            fields::project(node, &asked, &MEDIA_FIELDS, call.host, "Media")
        }
        Platform::Facebook => {
            let asked = read::defaults(asked, &["id", "message", "created_time"]);
            fields::project(node, &asked, &POST_FIELDS, call.host, "Post")
        }
    }
}

fn shown(w: &World, account: &Account, post: &Post) -> Value {
    let code: String = crate::ids::letters(w.instance(), &post.id, post.seq, 11);
    match account.platform {
        Platform::Instagram => {
            let (kind, product) = match post.kind {
                PostKind::Video => ("VIDEO", "FEED"),
                PostKind::Carousel => ("CAROUSEL_ALBUM", "FEED"),
                PostKind::Reel => ("VIDEO", "REELS"),
                PostKind::Story => ("IMAGE", "STORY"),
                PostKind::Image | PostKind::Page => ("IMAGE", "FEED"),
            };
            let path = match post.kind {
                PostKind::Reel => format!("reel/{code}"),
                PostKind::Story => format!("stories/{}/{}", account.username, post.id),
                _ => format!("p/{code}"),
            };
            let mut node = json!({
                "id": post.id, "owner": {"id": account.id}, "username": account.username, "media_type": kind,
                "media_product_type": product, "media_url": post.media_url, "is_comment_enabled": true,
                "permalink": format!("https://www.instagram.com/{path}/"), "shortcode": code,
                "timestamp": graph_time(post.posted_at),
            });
            if kind == "VIDEO" {
                node["thumbnail_url"] = json!(post.media_url);
            }
            if !post.caption.is_empty() {
                node["caption"] = json!(post.caption);
            }
            node
        }
        Platform::Facebook => json!({
            "id": post.id, "from": {"id": account.id, "name": account.name}, "message": post.caption,
            "created_time": graph_time(post.posted_at), "updated_time": graph_time(post.posted_at),
            "permalink_url": format!("https://www.facebook.com/{}", post.id.replacen('_', "/posts/", 1)),
            "full_picture": post.media_url, "is_published": true, "status_type": "added_photos",
            "attachments": {"data": [{"media_type": "photo", "type": "photo"}]},
        }),
    }
}
