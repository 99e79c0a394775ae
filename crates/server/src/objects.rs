//! Whose an object of Meta is. An id that a client names is used only if a connected account owns what it names.

use domain::account::Platform;
use domain::ids::MediaId;
use domain::meta_error::Reason;
use domain::post::Post;
use meta::graph::{CallError, Credentials, Media};
use store::accounts::Account;

use crate::app::App;
use crate::credentials::{credentials, default_account, heed};
use crate::http::error::{ApiError, ApiResult};

/// Accounts that are asked for an unknown id where none is the default one. An installation with more of them knows its
/// posts from their deliveries, and one request should not cost a call for each.
const ASKED_ACCOUNTS: usize = 5;

/// A post, and the right to speak for the account that owns it.
pub struct Owned {
    /// Who owns it.
    pub account: Account,
    /// The right to speak for them.
    pub credentials: Credentials,
    /// The post as it was last seen.
    pub post: Post,
}

/// The post of this id with its owner. One that we know decides by itself; an unknown one is asked of Meta with the default
/// account's token (contract §2), and kept.
///
/// # Errors
/// 404 `Media not found` when it is nobody's; 502 when Meta does not say.
pub async fn owner_of_media(app: &App, id: &MediaId) -> ApiResult<Owned> {
    if let Some(post) = app.db.post(id).await? {
        let (account, credentials) = credentials(app, post.account).await?.ok_or_else(nobodys)?;
        return Ok(Owned {
            account,
            credentials,
            post,
        });
    }
    for account in candidates(app, id).await? {
        let Some((account, credentials)) = credentials(app, account.id).await? else {
            continue;
        };
        if let Some(post) = fetch_post(app, &account, &credentials, id).await? {
            return Ok(Owned {
                account,
                credentials,
                post,
            });
        }
    }
    Err(nobodys())
}

/// Asks Meta for a post and keeps it; `None` if it is not this account's.
///
/// # Errors
/// 502 when Meta does not say.
pub async fn fetch_post(
    app: &App,
    account: &Account,
    credentials: &Credentials,
    id: &MediaId,
) -> ApiResult<Option<Post>> {
    match app
        .graph
        .media(credentials, account.platform, id.as_str())
        .await
    {
        Ok(media) if is_owner(account, &media) => {
            let post = post_of(app, account, media);
            app.db.save_posts(std::slice::from_ref(&post)).await?;
            // As it stands now: somebody else may have had it first.
            let post = app.db.post(&post.id).await?.unwrap_or(post);
            Ok((post.account == account.id).then_some(post))
        }
        Ok(_) => Ok(None),
        Err(CallError::Final {
            reason: Reason::ObjectMissing,
            ..
        }) => Ok(None),
        Err(problem) => {
            heed(app, account, &problem).await?;
            Err(ApiError::from(&problem))
        }
    }
}

/// The row of a medium that Meta has just shown for this account.
pub fn post_of(app: &App, account: &Account, media: Media) -> Post {
    Post {
        username: media.username,
        media_type: media.media_type,
        product_type: media.product_type,
        media_url: media.media_url,
        thumbnail_url: media.thumbnail_url,
        permalink: media.permalink,
        caption: media.caption,
        posted_at: media.posted_at,
        fetched_at: Some(app.clock.now()),
        ..Post::named(MediaId::new(media.id), account.id, account.platform)
    }
}

/// Whose accounts an unknown id may belong to. A Page post names its Page, so only that one is asked.
async fn candidates(app: &App, id: &MediaId) -> ApiResult<Vec<Account>> {
    if let Some((page, _)) = id.as_str().rsplit_once('_') {
        let mut pages = app.db.accounts(Some(Platform::Facebook)).await?;
        pages.retain(|a| a.external.as_str() == page);
        // Nothing of Instagram's looks like that (§1.8): a Page that is not ours is nobody's here.
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !pages.is_empty() || id.as_str().split('_').all(digits) {
            return Ok(pages);
        }
    }
    let accounts = app.db.accounts(Some(Platform::Instagram)).await?;
    Ok(match default_account(app, Platform::Instagram).await {
        Ok(account) => vec![account],
        Err(_) => accounts.into_iter().take(ASKED_ACCOUNTS).collect(),
    })
}

/// Where Meta names no owner it has shown the medium to this account's token, which it does for nobody else's (§6.2). The
/// Instagram host may name its app-scoped id (§1.8), so the handle counts too.
fn is_owner(account: &Account, media: &Media) -> bool {
    media
        .owner
        .as_deref()
        .is_none_or(|owner| owner == account.external.as_str())
        || media.username.as_deref() == Some(account.username.as_str())
}

fn nobodys() -> ApiError {
    ApiError::not_found("Media not found")
}
