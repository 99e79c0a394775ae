//! Jobs that ask Meta for what a comment or mention only named. All may be repeated.

use std::cmp::Reverse;

use domain::account::Platform;
use domain::comment::{
    Dated, Dating, Details, Facts, MentionFacts, MentionKey, Micros, Said, Telling, Veil,
};
use domain::ids::{CommentId, ExternalId, MediaId};
use domain::meta_error::Reason;
use domain::time::Timestamp;
use meta::graph::{CallError, CommentNode};
use store::Result;
use store::jobs::ClaimedJob;

use super::fetch::{after, after_error, done};
use crate::app::App;
use crate::credentials::credentials;
use crate::objects::post_of;

/// Fetches the post that comments stand under.
pub(super) async fn post(app: &App, job: &ClaimedJob) -> Result<()> {
    let Some(account) = job.account else {
        return done(app, job).await;
    };
    let Some((account, creds)) = credentials(app, account).await? else {
        return done(app, job).await;
    };
    match app
        .graph
        .media(&creds, account.platform, &job.subject)
        .await
    {
        Ok(media) => {
            let post = post_of(app, &account, media);
            app.db.save_posts(std::slice::from_ref(&post)).await?;
            done(app, job).await
        }
        Err(problem) => after_error(app, job, &account, &problem).await,
    }
}

/// Fetches what a mention says (platform notes §5.2). A Page's mention says it in the webhook, as far as it is told at all.
pub(super) async fn mention(app: &App, job: &ClaimedJob) -> Result<()> {
    let Some(account) = job.account else {
        return done(app, job).await;
    };
    let key = MentionKey::stored(job.subject.clone());
    let Some(mention) = app.db.mention(account, &key).await? else {
        return done(app, job).await;
    };
    let Some((account, creds)) = credentials(app, account).await? else {
        return after(app, job, "the account is not connected", None).await;
    };
    if account.platform == Platform::Facebook {
        return done(app, job).await;
    }
    let facts = &mention.facts;
    let found = app
        .graph
        .mention(
            &creds,
            account.external.as_str(),
            facts.media.as_ref(),
            facts.comment.as_ref(),
        )
        .await;
    match found {
        Ok(node) => {
            let details = Details {
                media_type: node.media_type,
                media_url: node.media_url,
                permalink: node.permalink,
                caption: node.caption,
                username: node.username,
                text: node.text,
                at: node.at.map(Micros),
            };
            let now = app.clock.now();
            let facts = MentionFacts::fetched(details, now);
            app.db
                .learn_mention(&*app.ids, &account, &key, facts, now)
                .await?;
            done(app, job).await
        }
        Err(problem) => after_error(app, job, &account, &problem).await,
    }
}

/// Looks at a comment after the answer to a call about it was lost.
pub(super) async fn comment(app: &App, job: &ClaimedJob) -> Result<()> {
    let Some(account) = job.account else {
        return done(app, job).await;
    };
    let Some((account, creds)) = credentials(app, account).await? else {
        return done(app, job).await;
    };
    let id = CommentId::new(job.subject.clone());
    let now = app.clock.now();
    let facts = match app.graph.comment_node(&creds, account.platform, &id).await {
        Ok(node) => {
            let mut facts = facts_of(&node, &account.external, now);
            // Of a lost call it is told both ways.
            facts.veil = node.hidden.map(|hidden| Veil {
                at: Micros(now),
                hidden,
            });
            let known = app.db.comment_of(account.id, &id).await?;
            if known.is_some_and(|c| Some(c.facts.hidden()) == node.hidden) {
                facts.veil = None;
            }
            facts
        }
        // It was deleted, by the lost call or by somebody else.
        Err(CallError::Final {
            reason: Reason::ObjectMissing,
            ..
        }) => Facts::removed_here(now),
        Err(problem) => return after_error(app, job, &account, &problem).await,
    };
    app.db
        .learn_comment(&*app.ids, app.view(), &account, &id, facts, None)
        .await?;
    done(app, job).await
}

/// What Meta's node says of a comment.
pub(crate) fn facts_of(node: &CommentNode, own: &ExternalId, now: Timestamp) -> Facts {
    Facts {
        shown: true,
        media: node.media.clone().map(MediaId::new),
        parent: node.parent.clone().map(CommentId::new),
        own: node.author.as_deref() == Some(own.as_str()),
        author: node.author.clone(),
        author_name: node.author_name.clone().map(|name| (Micros(now), name)),
        live: node.live,
        written: node.at.map(|at| Dated {
            by: Dating::Meta,
            at: Reverse(Micros(at.min(now))),
        }),
        said: node.text.clone().map(|text| Said {
            by: Telling::Seen,
            at: Micros(now),
            text,
        }),
        photo: node.photo.clone().map(|url| (Micros(now), url)),
        // That it is not hidden is the rule and says nothing of a time.
        veil: node.hidden.filter(|hidden| *hidden).map(|hidden| Veil {
            at: Micros(now),
            hidden,
        }),
        ..Facts::default()
    }
}
