//! Comments and mentions: lists, writing, hiding, deleting, answering.

mod list;
mod mentions;
mod moderate;
mod write;

pub use list::*;
pub use mentions::*;
pub use moderate::*;
pub use write::*;

use domain::account::Platform;
use domain::comment::Comment;
use domain::ids::CommentId;
use domain::meta_error::Reason;
use meta::graph::{CallError, Credentials, SendError};
use store::accounts::Account;

use crate::app::App;
use crate::credentials::{credentials, default_account, heed, may_send};
use crate::http::error::{ApiError, ApiResult};
use crate::jobs::public::facts_of;

/// Longest of Meta's ids that is looked for, in bytes; theirs have at most 60 characters.
const MAX_ID: usize = 500;
/// Accounts that are asked for an unknown comment where none is the default one: one request should not cost a call for
/// each of many, and an installation with many knows its comments from their deliveries.
const ASKED_ACCOUNTS: usize = 5;

/// A comment of a connected account, and the right to speak for that account.
struct Target {
    account: Account,
    credentials: Credentials,
    comment: Comment,
}

fn not_found() -> ApiError {
    ApiError::not_found("Comment not found")
}

/// The comment that a client names. One that we know decides by itself; an unknown one is asked of Meta with the default
/// account's token (contract §2), and kept. What is done with it leaves the house, which an admin may have switched off.
async fn target(app: &App, id: &str, platform: Option<Platform>) -> ApiResult<Target> {
    let target = find(app, id, platform).await?;
    may_send(&target.account)?;
    Ok(target)
}

async fn find(app: &App, id: &str, platform: Option<Platform>) -> ApiResult<Target> {
    if id.is_empty() || id.len() > MAX_ID {
        return Err(not_found());
    }
    let id = CommentId::new(id);
    let known = app.db.comments_by_id(&id).await?;
    let ours = |c: &&Comment| platform.is_none_or(|p| p == c.platform);
    for comment in known.iter().filter(ours) {
        if let Some((account, credentials)) = credentials(app, comment.account).await? {
            return Ok(Target {
                account,
                credentials,
                comment: comment.clone(),
            });
        }
    }
    if !known.is_empty() {
        return Err(not_found());
    }
    // A Page's comments have two parts, Instagram's one (platform notes §1.8).
    let platform = platform.unwrap_or(if id.as_str().contains('_') {
        Platform::Facebook
    } else {
        Platform::Instagram
    });
    let candidates = match default_account(app, platform).await {
        Ok(account) => vec![account],
        Err(_) => {
            let all = app.db.accounts(Some(platform)).await?;
            all.into_iter().take(ASKED_ACCOUNTS).collect()
        }
    };
    for account in candidates {
        let Some((account, credentials)) = credentials(app, account.id).await? else {
            continue;
        };
        match app.graph.comment_node(&credentials, platform, &id).await {
            Ok(node) => {
                let facts = facts_of(&node, &account.external, app.clock.now());
                let comment = app
                    .db
                    .learn_comment(&*app.ids, app.view(), &account, &id, facts, None)
                    .await?;
                app.committed();
                let comment = comment.ok_or_else(not_found)?;
                return Ok(Target {
                    account,
                    credentials,
                    comment,
                });
            }
            Err(CallError::Final {
                reason: Reason::ObjectMissing,
                ..
            }) => {}
            Err(problem) => {
                heed(app, &account, &problem).await?;
                return Err(ApiError::from(&problem));
            }
        }
    }
    Err(not_found())
}

/// What Meta's refusal of a call about a comment means for the account and for the client.
async fn refusal(
    app: &App,
    account: &Account,
    problem: &SendError,
    missing: &'static str,
) -> ApiResult<ApiError> {
    let whole = match problem {
        SendError::TokenDead(error) => Some(CallError::TokenDead(error.clone())),
        SendError::Paused { micros, error } => Some(CallError::Paused {
            micros: *micros,
            error: error.clone(),
        }),
        _ => None,
    };
    if let Some(whole) = whole {
        heed(app, account, &whole).await?;
    }
    Ok(match problem {
        SendError::Final {
            reason: Reason::ObjectMissing,
            ..
        } => ApiError::not_found(missing),
        problem => ApiError::from(problem),
    })
}

/// A call whose answer was lost: 202, and never repeated by itself.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct LostAnswer {
    /// Always false: whether Meta has taken it is not known.
    success: bool,
    /// Always `unknown`.
    #[schema(value_type = String)]
    status: &'static str,
    /// What that means, one sentence.
    detail: &'static str,
    /// The comment that it was about.
    comment_id: Option<String>,
    /// The post that it was about.
    media_id: Option<String>,
    /// The words.
    text: Option<String>,
}

const LOST: &str = "Meta's answer was lost, so this may have been done. It is not repeated by itself; what Meta shows appears here as soon as it is known.";

impl LostAnswer {
    fn about(comment: Option<&str>, media: Option<&str>, text: Option<&str>) -> Self {
        Self {
            success: false,
            status: "unknown",
            detail: LOST,
            comment_id: comment.map(str::to_owned),
            media_id: media.map(str::to_owned),
            text: text.map(str::to_owned),
        }
    }
}
