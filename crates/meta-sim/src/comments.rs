//! Comments under posts and broadcasts, mentions elsewhere, and the webhook each act becomes (platform notes §1.9, §5).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::actions::Refused;
use crate::events::Outgoing;
use crate::ids;
use crate::types::{Account, Customer, Platform, Post};
use crate::world::World;

/// Digits of a comment's id behind its `179` (§1.8).
const ID_DIGITS: usize = 14;

/// One comment. Without an author it is the business's own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) seq: u64,
    pub(crate) account_id: String,
    /// The post, or the broadcast.
    pub(crate) media_id: String,
    #[serde(default)]
    pub(crate) parent_id: Option<String>,
    /// The customer who wrote it.
    #[serde(default)]
    pub(crate) author_id: Option<String>,
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) photo: Option<String>,
    #[serde(default)]
    pub(crate) hidden: bool,
    #[serde(default)]
    pub(crate) removed: bool,
    /// Written during a broadcast.
    #[serde(default)]
    pub(crate) live: bool,
    /// ms.
    pub(crate) timestamp: i64,
    #[serde(default)]
    pub(crate) adopted: bool,
}

/// A live broadcast of an Instagram account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Broadcast {
    pub(crate) id: String,
    pub(crate) account_id: String,
    pub(crate) ended: bool,
}

/// Somebody named the account under a post of their own; what §5.2 gives to whoever asks with the ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mention {
    /// The comment, or the post where its caption names the account.
    pub(crate) id: String,
    pub(crate) account_id: String,
    pub(crate) media_id: String,
    #[serde(default)]
    pub(crate) comment_id: Option<String>,
    pub(crate) username: String,
    pub(crate) caption: String,
    #[serde(default)]
    pub(crate) text: Option<String>,
    /// ms.
    pub(crate) timestamp: i64,
}

/// A comment as the control API takes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct NewComment {
    /// The newest post of the account if absent.
    #[serde(default)]
    pub(crate) media_id: Option<String>,
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) parent_id: Option<String>,
    /// A Page's comments may be a photo alone.
    #[serde(default)]
    pub(crate) photo: Option<String>,
    /// The advertisement that the post was boosted as: the webhook names both (§1.9).
    #[serde(default)]
    pub(crate) ad_media_id: Option<String>,
    /// ms; now by Meta's reckoning if absent.
    #[serde(default)]
    pub(crate) timestamp: Option<i64>,
}

/// A mention as the control API takes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct NewMention {
    /// The words; the account's handle is put in front where they lack it.
    #[serde(default)]
    pub(crate) text: String,
    /// In the caption of a post instead of a comment.
    #[serde(default)]
    pub(crate) caption: bool,
}

/// What can become of a comment at Meta, by somebody else's hand than the API's.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum CommentAct {
    /// The author edits it (Pages; Instagram tells nobody).
    Edit { text: String },
    /// The author removes it.
    Remove,
    /// The business hides it in its app.
    Hide,
    /// The business shows it again.
    Unhide,
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Commented {
    pub(crate) comment_id: Option<String>,
    pub(crate) media_id: String,
    /// None where Meta sends nothing.
    pub(crate) delivery_id: Option<String>,
}

impl World {
    /// The customer comments under a post of the business.
    pub(crate) fn customer_comments(
        &mut self,
        customer_id: &str,
        new: NewComment,
    ) -> Result<Commented, Refused> {
        let (account, customer) = self.pair(customer_id)?;
        if new.text.is_empty() && new.photo.is_none() {
            return Err(Refused::Empty);
        }
        let media_id = match new.media_id {
            Some(id) => id,
            None => {
                let posts = self.posts_of(&account.id);
                posts.first().ok_or(Refused::NoPost)?.id.clone()
            }
        };
        let live = self.broadcasts.get(&media_id).is_some();
        let known = live
            || self
                .posts
                .get(&media_id)
                .is_some_and(|p| p.account_id == account.id);
        if !known && self.fixed.strict {
            return Err(Refused::NoPost);
        }
        if let Some(parent) = &new.parent_id
            && self.comments.get(parent).is_none()
        {
            return Err(Refused::NoComment);
        }
        let timestamp = new.timestamp.unwrap_or_else(|| self.meta_now());
        let comment = Comment {
            author_id: Some(customer.id),
            text: new.text,
            photo: new.photo,
            live,
            ..self.new_comment(&account, &media_id, new.parent_id, timestamp)
        };
        let delivery_id = self.tell_comment(&account, &comment, "add", false, new.ad_media_id);
        let id = comment.id.clone();
        self.comments.put(id.clone(), comment);
        Ok(Commented {
            comment_id: Some(id),
            media_id,
            delivery_id,
        })
    }

    /// A comment of the business with nothing in it yet.
    pub(crate) fn new_comment(
        &mut self,
        account: &Account,
        media_id: &str,
        parent_id: Option<String>,
        timestamp: i64,
    ) -> Comment {
        let seq = self.next();
        let digits = ids::digits(self.instance(), "comment", seq, ID_DIGITS);
        let id = match account.platform {
            Platform::Instagram => format!("179{digits}"),
            // §1.8: `<post>_<comment>`, without the Page's part.
            Platform::Facebook => {
                let post = media_id.rsplit_once('_').map_or(media_id, |(_, post)| post);
                format!("{post}_{digits}")
            }
        };
        Comment {
            id,
            seq,
            account_id: account.id.clone(),
            media_id: media_id.to_owned(),
            parent_id,
            author_id: None,
            text: String::new(),
            photo: None,
            hidden: false,
            removed: false,
            live: false,
            timestamp,
            adopted: false,
        }
    }

    /// Something happens to a comment that is not the API's doing.
    pub(crate) fn comment_act(&mut self, id: &str, act: CommentAct) -> Result<Commented, Refused> {
        let comment = self.comments.get_mut(id).ok_or(Refused::NoComment)?;
        if comment.removed {
            return Err(Refused::NoComment);
        }
        let verb = match act {
            CommentAct::Edit { text } => {
                comment.text = text;
                "edited"
            }
            CommentAct::Remove => {
                comment.removed = true;
                "remove"
            }
            CommentAct::Hide => {
                comment.hidden = true;
                "hide"
            }
            CommentAct::Unhide => {
                comment.hidden = false;
                "unhide"
            }
        };
        let comment = comment.clone();
        let account = self
            .accounts
            .get(&comment.account_id)
            .cloned()
            .ok_or(Refused::NoComment)?;
        let delivery_id = self.tell_comment(&account, &comment, verb, false, None);
        Ok(Commented {
            comment_id: Some(comment.id),
            media_id: comment.media_id,
            delivery_id,
        })
    }

    /// The customer names the account under a post of their own, or in its caption.
    pub(crate) fn customer_mentions(
        &mut self,
        customer_id: &str,
        new: NewMention,
    ) -> Result<Commented, Refused> {
        let (account, customer) = self.pair(customer_id)?;
        let handle = format!("@{}", account.username);
        let words = if new.text.contains(&handle) {
            new.text
        } else {
            format!("{handle} {}", new.text).trim().to_owned()
        };
        let n = self.next();
        let digits = ids::digits(self.instance(), "foreign", n, 15);
        let media_id = match account.platform {
            Platform::Instagram => format!("18{digits}"),
            Platform::Facebook => format!("{}_{digits}", public_id(self, &account, &customer.id)),
        };
        let comment_id = (!new.caption).then(|| format!("178{digits}"));
        let id = comment_id.clone().unwrap_or_else(|| media_id.clone());
        let (caption, text) = if new.caption {
            (words, None)
        } else {
            (String::from("Look what came in the mail"), Some(words))
        };
        let mention = Mention {
            id: id.clone(),
            account_id: account.id.clone(),
            media_id: media_id.clone(),
            comment_id: comment_id.clone(),
            username: customer.username.clone(),
            caption,
            text,
            timestamp: self.meta_now(),
        };
        let (kind, value) = match account.platform {
            // §1.9: ids only.
            Platform::Instagram => {
                let mut value = json!({"media_id": media_id});
                if let Some(comment) = &comment_id {
                    value["comment_id"] = json!(comment);
                }
                ("mentions", value)
            }
            Platform::Facebook => {
                let mut value = json!({
                    "item": if new.caption { "post" } else { "comment" }, "verb": "add", "post_id": media_id,
                    "message": mention.text.as_deref().unwrap_or(&mention.caption),
                    "sender_id": public_id(self, &account, &customer.id), "sender_name": customer.name,
                    "created_time": mention.timestamp / 1_000,
                });
                if let Some(comment) = &comment_id {
                    value["comment_id"] = json!(comment);
                }
                ("mention", value)
            }
        };
        self.mentions.put(id, mention);
        let delivery_id = self.tell(&account, &customer.id, kind, "mention", value, false);
        Ok(Commented {
            comment_id,
            media_id,
            delivery_id,
        })
    }

    /// The account goes on air; gives the broadcast.
    pub(crate) fn go_live(&mut self, account: &Account) -> Broadcast {
        let n = self.next();
        let id = format!("18{}", ids::digits(self.instance(), "broadcast", n, 15));
        let broadcast = Broadcast {
            id: id.clone(),
            account_id: account.id.clone(),
            ended: false,
        };
        self.broadcasts.put(id, broadcast.clone());
        broadcast
    }

    /// Whether a comment can be read and answered: not removed, and of a live one only while the broadcast runs (§5.1).
    pub(crate) fn is_there(&self, comment: &Comment) -> bool {
        let over = || {
            self.broadcasts
                .get(&comment.media_id)
                .is_none_or(|b| b.ended)
        };
        !(comment.removed || comment.live && over())
    }

    /// Queues what Meta tells about a comment. Instagram tells only that it was written, whoever wrote it; a Page's
    /// `feed` tells everything.
    pub(crate) fn tell_comment(
        &mut self,
        account: &Account,
        comment: &Comment,
        verb: &str,
        held: bool,
        ad: Option<String>,
    ) -> Option<String> {
        let person = comment.author_id.clone().unwrap_or_default();
        match account.platform {
            Platform::Instagram if verb != "add" => None,
            Platform::Instagram => {
                let kind = if comment.live {
                    "live_comments"
                } else {
                    "comments"
                };
                let value = self.instagram_value(account, comment, ad);
                self.tell(account, &person, kind, "comment", value, held)
            }
            Platform::Facebook => {
                let value = self.page_value(account, comment, verb);
                let summary = if verb == "add" { "comment" } else { verb };
                self.tell(account, &person, "feed", summary, value, held)
            }
        }
    }

    fn tell(
        &mut self,
        account: &Account,
        customer_id: &str,
        kind: &'static str,
        summary: &str,
        value: Value,
        held: bool,
    ) -> Option<String> {
        self.queue(Outgoing {
            account: account.clone(),
            customer_id: customer_id.to_owned(),
            kind,
            summary: summary.to_owned(),
            event: json!({"field": kind, "value": value}),
            held,
            change: true,
        })
    }

    fn instagram_value(&self, account: &Account, comment: &Comment, ad: Option<String>) -> Value {
        let product = if comment.live { "LIVE" } else { "FEED" };
        let mut media = json!({"id": comment.media_id, "media_product_type": product});
        if let Some(ad) = ad {
            media = json!({
                "id": ad, "ad_id": ids::digits(self.instance(), &ad, 0, 18), "ad_title": "Boosted post",
                "original_media_id": comment.media_id, "media_product_type": "AD",
            });
        }
        let mut value = json!({
            "from": self.author(account, comment), "id": comment.id, "text": comment.text, "media": media,
        });
        if let Some(parent) = &comment.parent_id {
            value["parent_id"] = json!(parent);
        }
        value
    }

    fn page_value(&self, account: &Account, comment: &Comment, verb: &str) -> Value {
        // §1.9: hiding and showing is the Page's act.
        let from = if matches!(verb, "hide" | "unhide") {
            json!({"id": account.id, "name": account.name})
        } else {
            self.author(account, comment)
        };
        let parent = comment.parent_id.as_ref().unwrap_or(&comment.media_id);
        let acted = if verb == "add" {
            comment.timestamp / 1_000
        } else {
            self.meta_now() / 1_000
        };
        let mut value = json!({
            "from": from, "item": "comment", "verb": verb, "comment_id": comment.id, "parent_id": parent,
            "post_id": comment.media_id, "created_time": acted,
            "post": {"id": comment.media_id, "status_type": "mobile_status_update", "is_published": true, "promotion_status": "inactive"},
        });
        if verb == "remove" {
            // §1.9: without words, and often without a time.
            if let Some(fields) = value.as_object_mut() {
                fields.remove("created_time");
            }
            return value;
        }
        if !comment.text.is_empty() {
            value["message"] = json!(comment.text);
        }
        if let Some(photo) = &comment.photo {
            value["photo"] = json!(photo);
        }
        value
    }

    /// Who wrote it, as its platform shows them.
    pub(crate) fn author(&self, account: &Account, comment: &Comment) -> Value {
        let customer = comment.author_id.as_ref().map(|id| self.customers.get(id));
        match (account.platform, customer) {
            (Platform::Instagram, None) => json!({
                "id": account.id, "username": account.username, "self_ig_scoped_id": account.app_scoped_id,
            }),
            (Platform::Facebook, None) => json!({"id": account.id, "name": account.name}),
            (Platform::Instagram, Some(person)) => {
                json!({"id": comment.author_id, "username": person.map(|p| p.username.as_str())})
            }
            (Platform::Facebook, Some(person)) => json!({
                "id": comment.author_id.as_ref().map(|id| public_id(self, account, id)),
                "name": person.map(|p| p.name.as_str()),
            }),
        }
    }

    /// A comment nobody has seen before, taken as existing under a post of the account.
    pub(crate) fn adopt_comment(&mut self, account: &Account, id: &str) -> Comment {
        let post: Option<Post> = match account.platform {
            Platform::Facebook => id.rsplit_once('_').and_then(|(post, _)| {
                let id = format!("{}_{post}", account.id);
                self.posts.get(&id).cloned()
            }),
            Platform::Instagram => self.posts_of(&account.id).into_iter().next(),
        };
        let post = post.unwrap_or_else(|| {
            let named = id
                .rsplit_once('_')
                .map(|(post, _)| format!("{}_{post}", account.id));
            let new = crate::posts::NewPost {
                id: named.filter(|_| account.platform == Platform::Facebook),
                ..crate::posts::NewPost::default()
            };
            self.add_post(account, new, true)
        });
        let author = ids::digits(self.instance(), id, 0, 16);
        let author: Customer = match self.customers.get(&author) {
            Some(known) => known.clone(),
            None => self.add_customer(account, Some(author), None, None, false),
        };
        let timestamp = self.meta_now();
        let comment = Comment {
            id: id.to_owned(),
            author_id: Some(author.id),
            text: String::from("An earlier comment"),
            adopted: true,
            ..self.new_comment(account, &post.id, None, timestamp)
        };
        self.comments.put(id, comment.clone());
        comment
    }
}

/// On a Page people comment under another id than the one they write messages with (§1.8, §2.3).
pub(crate) fn public_id(w: &World, account: &Account, customer: &str) -> String {
    match account.platform {
        Platform::Instagram => customer.to_owned(),
        Platform::Facebook => format!(
            "30{}",
            ids::digits(w.instance(), &format!("public {customer}"), 0, 14)
        ),
    }
}
