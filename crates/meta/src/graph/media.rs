//! Media of an Instagram account and posts of a Page: the nodes, and the lists of what is there (§5.3, §6.2).

use domain::account::Platform;
use domain::time::Timestamp;
use serde_json::Value;

use super::client::GraphClient;
use super::error::CallError;
use super::{Credentials, fetch};
use crate::loose::{self, Object};

/// One unknown field fails the whole call (§9.5), so each platform is asked for what it documents.
const INSTAGRAM_MEDIA: &str = "id,owner,username,media_type,media_product_type,media_url,thumbnail_url,permalink,caption,timestamp";
const PAGE_POST: &str =
    "id,from,message,created_time,permalink_url,full_picture,attachments{media_type}";
/// What stands in for `media_product_type`, which Page posts have not.
const PAGE_PRODUCT: &str = "POST";
/// Stories of one account that are live at once: people post a handful a day, and Instagram shows at most 100.
const MAX_STORIES: usize = 100;

/// A medium or a Page post, as far as Meta shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// Meta's id.
    pub id: String,
    /// The account or Page that owns it, where Meta says so.
    pub owner: Option<String>,
    /// The owner's handle or name.
    pub username: Option<String>,
    /// `IMAGE`, `VIDEO` or `CAROUSEL_ALBUM`; a Page's words are brought to these.
    pub media_type: Option<String>,
    /// `FEED`, `REELS`, `STORY` or `AD`; `POST` for a Page's.
    pub product_type: Option<String>,
    /// Its picture or video; expires within days.
    pub media_url: Option<String>,
    /// A still of a video.
    pub thumbnail_url: Option<String>,
    /// Its page for people.
    pub permalink: Option<String>,
    /// The caption or text.
    pub caption: Option<String>,
    /// When it was posted.
    pub posted_at: Option<Timestamp>,
}

impl GraphClient {
    /// A medium or a Page post by its id.
    ///
    /// # Errors
    /// [`CallError`]; `Final` with `ObjectMissing` if there is none that this token may see.
    pub async fn media(
        &self,
        creds: &Credentials,
        platform: Platform,
        id: &str,
    ) -> Result<Media, CallError> {
        let fields = match platform {
            Platform::Instagram => INSTAGRAM_MEDIA,
            Platform::Facebook => PAGE_POST,
        };
        let answer = self
            .get(creds, "media", &[id], &[("fields", fields)])
            .await?;
        answer
            .as_object()
            .and_then(|node| media_of(platform, node))
            .ok_or_else(|| CallError::NoAnswer {
                why: "the post has no id".to_owned(),
            })
    }

    /// The stories of an Instagram account that are live now (§6.2), at most 100.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn stories(
        &self,
        creds: &Credentials,
        account: &str,
    ) -> Result<Vec<Media>, CallError> {
        let limit = MAX_STORIES.to_string();
        let query = [("fields", INSTAGRAM_MEDIA), ("limit", limit.as_str())];
        let answer = self
            .get(creds, "stories", &[account, "stories"], &query)
            .await?;
        let list = fetch::data(answer.as_object()).unwrap_or_default();
        Ok(list
            .iter()
            .filter_map(Value::as_object)
            .filter_map(|node| media_of(Platform::Instagram, node))
            .take(MAX_STORIES)
            .collect())
    }
}

fn media_of(platform: Platform, node: &Object) -> Option<Media> {
    let text = |key| loose::text_in(node, key);
    let id = loose::id_in(node, "id")?;
    Some(match platform {
        Platform::Instagram => Media {
            id,
            owner: loose::party(node, "owner"),
            username: text("username"),
            media_type: text("media_type"),
            product_type: text("media_product_type"),
            media_url: loose::url_in(node, "media_url"),
            thumbnail_url: loose::url_in(node, "thumbnail_url"),
            permalink: loose::url_in(node, "permalink"),
            caption: text("caption"),
            posted_at: loose::time_in(node, "timestamp"),
        },
        Platform::Facebook => Media {
            // `<page>_<post>`: the first half says whose it is where `from` is left out.
            owner: loose::party(node, "from")
                .or_else(|| id.rsplit_once('_').map(|(page, _)| page.to_owned())),
            username: loose::object(node, "from").and_then(|from| loose::text_in(from, "name")),
            media_type: page_media_type(node),
            product_type: Some(PAGE_PRODUCT.to_owned()),
            media_url: loose::url_in(node, "full_picture"),
            thumbnail_url: None,
            permalink: loose::url_in(node, "permalink_url"),
            caption: text("message"),
            posted_at: loose::time_in(node, "created_time"),
            id,
        },
    })
}

/// A Page's `photo`, `video` and `album` in Instagram's words; a post without anything attached has none.
fn page_media_type(node: &Object) -> Option<String> {
    let attachments = loose::object(node, "attachments");
    let first = fetch::data(attachments)?.first()?.as_object()?;
    let word = loose::text_in(first, "media_type")?;
    Some(match word.as_str() {
        "photo" => "IMAGE".to_owned(),
        "video" => "VIDEO".to_owned(),
        "album" => "CAROUSEL_ALBUM".to_owned(),
        _ => word.to_ascii_uppercase(),
    })
}
