//! Media and posts of the business: what comments stand under and insights are about.

use crate::account::Platform;
use crate::ids::{AccountId, MediaId};
use crate::time::{DAY, Timestamp};

/// How long a story is live (platform notes §6.2); after that Meta answers nothing about it any more.
pub const STORY_LIFE: i64 = DAY;

/// A post that was fetched within this time is shown as it is: Meta's addresses of pictures last for days, and captions
/// seldom change.
pub const POST_FRESH: i64 = DAY;

/// Where a post stands, Meta's `media_product_type`. It decides which figures there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Product {
    /// In the profile's grid: pictures, albums, older videos.
    Feed,
    /// A reel.
    Reels,
    /// Gone after a day.
    Story,
    /// Only ever shown as an advertisement.
    Ad,
    /// On a Facebook Page.
    PagePost,
}

impl Product {
    /// As stored; Meta's words, and `POST` for a Page, where Meta has none.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "FEED",
            Self::Reels => "REELS",
            Self::Story => "STORY",
            Self::Ad => "AD",
            Self::PagePost => "POST",
        }
    }

    /// Reads Meta's word in any case; `None` for one that nobody has described.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Feed,
            Self::Reels,
            Self::Story,
            Self::Ad,
            Self::PagePost,
        ]
        .into_iter()
        .find(|p| p.as_str().eq_ignore_ascii_case(text))
    }
}

/// A post as it was last seen. Every detail can be missing: Meta leaves out what it does not want to show, and a post
/// that was only named by a delivery has none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Meta's id.
    pub id: MediaId,
    /// Whose.
    pub account: AccountId,
    /// Where.
    pub platform: Platform,
    /// The handle or name it was posted under.
    pub username: Option<String>,
    /// `IMAGE`, `VIDEO` or `CAROUSEL_ALBUM`, Meta's word.
    pub media_type: Option<String>,
    /// Where it stands, Meta's word; see [`Post::product`].
    pub product_type: Option<String>,
    /// Its picture or video; the address expires within days.
    pub media_url: Option<String>,
    /// A still of a video; expires likewise.
    pub thumbnail_url: Option<String>,
    /// Its page for people.
    pub permalink: Option<String>,
    /// The caption, or a Page post's text.
    pub caption: Option<String>,
    /// When it was posted.
    pub posted_at: Option<Timestamp>,
    /// When Meta was last asked for it; `None` if it was only named so far.
    pub fetched_at: Option<Timestamp>,
}

impl Post {
    /// A post of which only the id is known.
    #[must_use]
    pub const fn named(id: MediaId, account: AccountId, platform: Platform) -> Self {
        Self {
            id,
            account,
            platform,
            username: None,
            media_type: None,
            product_type: None,
            media_url: None,
            thumbnail_url: None,
            permalink: None,
            caption: None,
            posted_at: None,
            fetched_at: None,
        }
    }

    /// Where it stands, if that is known and described.
    #[must_use]
    pub fn product(&self) -> Option<Product> {
        self.product_type.as_deref().and_then(Product::parse)
    }

    /// When a story ends; `None` for everything that stays, and for a story whose time is not known.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let story = self.product() == Some(Product::Story);
        self.posted_at
            .filter(|_| story)
            .map(|at| at.plus(STORY_LIFE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SECOND;
    use uuid::Uuid;

    fn post(product: Option<&str>, posted: Option<Timestamp>) -> Post {
        let account = AccountId::new(Uuid::from_u128(1));
        Post {
            product_type: product.map(str::to_owned),
            posted_at: posted,
            ..Post::named(MediaId::new("18"), account, Platform::Instagram)
        }
    }

    #[test]
    fn only_stories_end() {
        let at = Timestamp::from_secs(1_762_785_320);
        let end = at.plus(86_400 * SECOND);
        assert_eq!(post(Some("STORY"), Some(at)).ends_at(), Some(end));
        assert_eq!(post(Some("story"), Some(at)).ends_at(), Some(end));
        assert_eq!(post(Some("STORY"), None).ends_at(), None);
        assert_eq!(post(Some("REELS"), Some(at)).ends_at(), None);
        assert_eq!(post(None, Some(at)).ends_at(), None);
    }

    #[test]
    fn words_come_back() {
        for word in ["FEED", "REELS", "STORY", "AD", "POST"] {
            assert_eq!(Product::parse(word).map(Product::as_str), Some(word));
        }
        assert_eq!(Product::parse("HOLOGRAM"), None);
    }
}
