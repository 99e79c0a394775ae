//! What businesses post: pictures, albums, reels, stories with their day of life, and a Page's posts (platform notes
//! §5.3, §6.2).

use serde::Deserialize;

use crate::ids;
use crate::types::{Account, Platform, Post, PostKind};
use crate::world::World;

/// §6.2: a story is live for 24 hours.
pub(crate) const STORY_LIFE_MS: i64 = 24 * 3_600_000;
/// Digits of a media id behind its `18`, and of a Page post behind its Page (§1.8).
const ID_DIGITS: usize = 15;

/// A post as the control API takes it; everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct NewPost {
    #[serde(default)]
    pub(crate) id: Option<String>,
    #[serde(default)]
    pub(crate) kind: Option<PostKind>,
    #[serde(default)]
    pub(crate) caption: String,
    #[serde(default)]
    pub(crate) media_url: Option<String>,
    /// ms; now by Meta's reckoning if absent.
    #[serde(default)]
    pub(crate) posted_at: Option<i64>,
}

impl PostKind {
    /// Whether this kind can stand on such an account.
    pub(crate) fn fits(self, platform: Platform) -> bool {
        (self == Self::Page) == (platform == Platform::Facebook)
    }

    /// What is posted where nobody says.
    pub(crate) fn usual(platform: Platform) -> Self {
        match platform {
            Platform::Instagram => Self::Image,
            Platform::Facebook => Self::Page,
        }
    }
}

impl World {
    /// The business posts something. The kind has to fit the account.
    pub(crate) fn add_post(&mut self, account: &Account, new: NewPost, adopted: bool) -> Post {
        // Not from the common counter: posts of the demo leave all other ids as they were.
        let seq = self.posts.len() as u64 + 1;
        let kind = new
            .kind
            .unwrap_or_else(|| PostKind::usual(account.platform));
        let digits = ids::digits(self.instance(), "post", seq, ID_DIGITS);
        let id = new.id.unwrap_or_else(|| match account.platform {
            Platform::Instagram => format!("18{digits}"),
            Platform::Facebook => format!("{}_{digits}", account.id),
        });
        let base = self.fixed.base_url.as_str().trim_end_matches('/');
        let post = Post {
            id: id.clone(),
            seq,
            account_id: account.id.clone(),
            kind,
            caption: new.caption,
            media_url: new
                .media_url
                .or_else(|| Some(format!("{base}/_sim/media/sample.png"))),
            posted_at: new.posted_at.unwrap_or_else(|| self.meta_now()),
            ended: false,
            adopted,
        };
        self.posts.put(id, post.clone());
        if kind == PostKind::Story {
            self.plan_last_word(&post);
        }
        post
    }

    /// The posts of an account, newest first.
    pub(crate) fn posts_of(&self, account: &str) -> Vec<Post> {
        let mut posts: Vec<Post> = self
            .posts
            .values()
            .filter(|p| p.account_id == account)
            .cloned()
            .collect();
        posts.sort_by_key(|p| std::cmp::Reverse((p.posted_at, p.seq)));
        posts
    }

    /// Whether a post can be seen: a story only while it is live.
    pub(crate) fn is_live(&self, post: &Post) -> bool {
        post.kind != PostKind::Story
            || (!post.ended && self.meta_now() < post.posted_at + STORY_LIFE_MS)
    }
}
