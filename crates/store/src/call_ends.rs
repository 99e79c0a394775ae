//! How calls that write comments end: by Meta's answer, or by what a delivery brings after the answer was lost.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::chat::Chat;
use domain::clock::Ids;
use domain::comment::{Comment, Facts, Micros, PrivateReply, Source, changed};
use domain::event::NewEvent;
use domain::fold::{Folded, Keys, State};
use domain::ids::{AccountId, CallId, ChatId, CommentId, CustomerId, MediaId, MessageId, Mid};
use domain::message::{Direction, Message};
use domain::time::{MINUTE, Timestamp};

use crate::accounts::Account;
use crate::comment_calls::{CallEnd, CallKind, CallRow, CallState, CommentCall, get};
use crate::comments::{self, CommentRow, Learning, facts_of};
use crate::db::{Db, Tx, batch, lock_accounts};
use crate::error::Result;
use crate::ingest::{self, View};
use crate::rows::{self, Key};
use crate::write::write;
use crate::{call_columns, comment_columns, events, read};

sql! {
    END = "UPDATE comment_call SET state = $2, comment_id = COALESCE($3, comment_id), mid = COALESCE($4, mid), problem = $5, updated_at = $6 \
        WHERE id = $1 AND state IN ('pending', 'unknown')";
    UNKNOWN = concat!("SELECT ", call_columns!(), " FROM json_each(CAST($1 AS TEXT)) a JOIN comment_call k ON k.account_id = a.value ->> 'a' \
        WHERE k.state IN ('pending', 'unknown') AND k.state = 'unknown' ORDER BY k.created_at, k.id LIMIT 200");
    // Own comments that came by a delivery and say what a lost call said.
    ARRIVED = concat!("SELECT ", comment_columns!(), " FROM comment c WHERE c.account_id = $1 AND c.author_id = $2 AND c.at >= $3 AND c.shown = 1 AND c.own = 1 AND c.text = $4 \
        ORDER BY c.at, c.id LIMIT 200");
    SENT_PRIVATELY = "SELECT m.mid FROM chat c JOIN message m ON m.chat_id = c.id WHERE c.account_id = $1 AND c.customer_id = $2 AND m.presence = 'shown' AND m.direction = 'outbound' \
        AND m.at >= $3 AND m.send IS NULL AND m.mid IS NOT NULL AND m.text = $4 ORDER BY m.at LIMIT 1";
}

/// Two clocks may differ by this much when a lost call is looked for among what came.
const CLOCK_SKEW: i64 = 2 * MINUTE;

impl CommentCall {
    /// Whether this comment, which came by a delivery, is what the call wrote.
    fn is(&self, comment: &Comment) -> bool {
        let facts = &comment.facts;
        let place = match self.kind {
            CallKind::Comment => {
                facts.parent.is_none()
                    && facts.media.as_ref().map(MediaId::as_str) == Some(&self.target)
            }
            CallKind::Reply => facts.parent.as_ref().map(CommentId::as_str) == Some(&self.target),
            CallKind::PrivateReply => false,
        };
        place
            && comment.account == self.account
            && facts.own
            && facts.shown
            && facts.sent_by.is_none()
            && facts.text().trim() == self.text.trim()
            && facts.written_at() >= self.created_at.plus(-CLOCK_SKEW)
    }
}

async fn end(
    tx: &mut Tx,
    call: CallId,
    state: CallState,
    comment: Option<&CommentId>,
    mid: Option<&Mid>,
    problem: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(END)
        .bind(call.to_string())
        .bind(state.as_str())
        .bind(comment.map(CommentId::as_str))
        .bind(mid.map(Mid::as_str))
        .bind(problem)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// The calls of these accounts whose answers were lost, oldest first.
async fn unknown(tx: &mut Tx, accounts: &BTreeSet<AccountId>) -> Result<Vec<CommentCall>> {
    let keys: Vec<_> = accounts
        .iter()
        .map(|a| Key {
            a: a.to_string(),
            b: (),
        })
        .collect();
    let rows: Vec<CallRow> = on_tx!(tx, |c| sqlx::query_as(UNKNOWN)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

/// Own comments that have just come may be what lost calls wrote: each of them takes the oldest that says the same.
pub(crate) async fn recognise(
    tx: &mut Tx,
    changes: &mut [(Option<Comment>, Comment)],
    now: Timestamp,
) -> Result<()> {
    let candidate = |c: &Comment| c.facts.own && c.facts.shown && c.facts.sent_by.is_none();
    let accounts: BTreeSet<AccountId> = changes
        .iter()
        .filter(|(_, c)| candidate(c))
        .map(|(_, c)| c.account)
        .collect();
    if accounts.is_empty() {
        return Ok(());
    }
    let mut calls = unknown(tx, &accounts).await?;
    for (_, comment) in changes.iter_mut().filter(|(_, c)| candidate(c)) {
        let Some(place) = calls.iter().position(|call| call.is(comment)) else {
            continue;
        };
        let call = calls.remove(place);
        end(
            tx,
            call.id,
            CallState::Done,
            Some(&comment.id),
            None,
            None,
            now,
        )
        .await?;
        comment.facts.sent_by = Some(call.user);
    }
    Ok(())
}

/// Echoes that have just come may be lost private replies. Gives the events of the comments that they answered.
pub(crate) async fn recognise_private(
    tx: &mut Tx,
    folded: &Folded,
    known: &[Chat],
    now: Timestamp,
) -> Result<Vec<NewEvent>> {
    let echoes: Vec<&Message> = folded
        .messages
        .iter()
        .filter(|t| t.appears() && t.message.direction == Direction::Outbound)
        .map(|t| &t.message)
        .filter(|m| m.send.is_none() && m.mid.is_some())
        .collect();
    if echoes.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = echoes.iter().map(|m| m.account).collect();
    let mut calls = unknown(tx, &accounts).await?;
    calls.retain(|call| call.kind == CallKind::PrivateReply);
    if calls.is_empty() {
        return Ok(Vec::new());
    }
    let targets = calls
        .iter()
        .fold(BTreeMap::<AccountId, Keys>::new(), |mut all, call| {
            let keys = all.entry(call.account).or_default();
            keys.comments.insert(CommentId::new(call.target.clone()));
            all
        });
    let (found, _) = comments::read(tx, &targets).await?;
    let mut found: HashMap<_, _> = found
        .into_iter()
        .map(|c| ((c.account, c.id.as_str().to_owned()), c))
        .collect();
    let chats: HashMap<ChatId, &Chat> = known
        .iter()
        .chain(&folded.chats)
        .map(|chat| (chat.id, chat))
        .collect();
    let mut told = Vec::new();
    for echo in echoes {
        let customer = echo
            .chat
            .and_then(|id| chats.get(&id))
            .map(|c| c.customer.as_str());
        let place = calls.iter().position(|call| {
            let comment = found.get(&(call.account, call.target.clone()));
            call.account == echo.account
                && echo.text().trim() == call.text.trim()
                && echo.at >= call.created_at.plus(-CLOCK_SKEW)
                && comment.is_some_and(|c| may_be_author(c, customer))
        });
        let Some(place) = place else { continue };
        let call = calls.remove(place);
        end(
            tx,
            call.id,
            CallState::Done,
            None,
            echo.mid.as_ref(),
            None,
            now,
        )
        .await?;
        if let Some(comment) = found.get_mut(&(call.account, call.target.clone())) {
            let before = comment.clone();
            comment
                .facts
                .merge(replied(&call, echo.mid.as_ref(), echo.at));
            comments::put(tx, std::iter::once(&*comment)).await?;
            told.extend(changed(Some(&before), comment, Source::Webhook));
        }
    }
    Ok(told)
}

/// On Instagram a comment's author has the id that messages use; on a Page another one (platform notes §2.3).
fn may_be_author(comment: &Comment, customer: Option<&str>) -> bool {
    comment.platform == domain::account::Platform::Facebook
        || (customer.is_some() && comment.facts.author.as_deref() == customer)
}

fn replied(call: &CommentCall, mid: Option<&Mid>, at: Timestamp) -> Facts {
    Facts {
        private_reply: Some(PrivateReply {
            at: Micros(at),
            mid: mid.cloned(),
            by: Some(call.user),
        }),
        ..Facts::default()
    }
}

impl Db {
    /// Stores how a call ended, with what it wrote. A lost one that a delivery has already shown is done. Gives the call as
    /// it stands then.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn finish_call(
        &self,
        ids: &dyn Ids,
        view: View,
        account: &Account,
        call: &CommentCall,
        ended: CallEnd,
    ) -> Result<CommentCall> {
        let mut tx = self.write().await?;
        lock_accounts(&mut tx, &[account.id]).await?;
        let events = match ended {
            CallEnd::Written { id, facts } => {
                end(
                    &mut tx,
                    call.id,
                    CallState::Done,
                    Some(&id),
                    None,
                    None,
                    view.now,
                )
                .await?;
                let (mut learning, _) = Learning::load(&mut tx, ids, account, &id).await?;
                learning.learn(*facts);
                learning.store(&mut tx, ids, view).await?
            }
            CallEnd::SentPrivately { customer, mid } => {
                sent_privately(&mut tx, ids, view, account, call, &customer, &mid).await?
            }
            CallEnd::Failed(problem) => {
                let problem = Some(problem.as_str());
                end(
                    &mut tx,
                    call.id,
                    CallState::Failed,
                    None,
                    None,
                    problem,
                    view.now,
                )
                .await?;
                Vec::new()
            }
            CallEnd::Lost => lost(&mut tx, ids, view, account, call).await?,
        };
        let now = get(&mut tx, &call.id.to_string()).await?;
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        Ok(now.unwrap_or_else(|| call.clone()))
    }
}

/// Marks a call as lost, unless what it wrote has come by a delivery already.
async fn lost(
    tx: &mut Tx,
    ids: &dyn Ids,
    view: View,
    account: &Account,
    call: &CommentCall,
) -> Result<Vec<NewEvent>> {
    let since = call.created_at.plus(-CLOCK_SKEW).micros();
    if call.kind == CallKind::PrivateReply {
        let target = CommentId::new(call.target.clone());
        let (mut learning, comment) = Learning::load(tx, ids, account, &target).await?;
        let author = comment.and_then(|c| c.facts.author).unwrap_or_default();
        let mid: Option<String> = on_tx!(tx, |c| sqlx::query_scalar(SENT_PRIVATELY)
            .bind(account.id.to_string())
            .bind(author)
            .bind(since)
            .bind(&call.text)
            .fetch_optional(c)
            .await?);
        let Some(mid) = mid.map(Mid::new) else {
            end(tx, call.id, CallState::Unknown, None, None, None, view.now).await?;
            return Ok(Vec::new());
        };
        end(
            tx,
            call.id,
            CallState::Done,
            Some(&target),
            Some(&mid),
            None,
            view.now,
        )
        .await?;
        learning.learn(replied(call, Some(&mid), view.now));
        return learning.store(tx, ids, view).await;
    }
    let arrived: Vec<CommentRow> = on_tx!(tx, |c| sqlx::query_as(ARRIVED)
        .bind(account.id.to_string())
        .bind(account.external.as_str())
        .bind(since)
        .bind(&call.text)
        .fetch_all(c)
        .await?);
    let arrived = rows::all::<_, Comment>(arrived)?;
    let Some(comment) = arrived.into_iter().find(|c| call.is(c)) else {
        end(tx, call.id, CallState::Unknown, None, None, None, view.now).await?;
        return Ok(Vec::new());
    };
    end(
        tx,
        call.id,
        CallState::Done,
        Some(&comment.id),
        None,
        None,
        view.now,
    )
    .await?;
    let (mut learning, _) = Learning::load(tx, ids, account, &comment.id).await?;
    learning.learn(Facts {
        sent_by: Some(call.user),
        ..Facts::default()
    });
    learning.store(tx, ids, view).await
}

/// A private reply that Meta took: the comment has had it, and it is a message of the customer's chat.
async fn sent_privately(
    tx: &mut Tx,
    ids: &dyn Ids,
    view: View,
    account: &Account,
    call: &CommentCall,
    customer: &CustomerId,
    mid: &Mid,
) -> Result<Vec<NewEvent>> {
    let target = CommentId::new(call.target.clone());
    end(
        tx,
        call.id,
        CallState::Done,
        Some(&target),
        Some(mid),
        None,
        view.now,
    )
    .await?;
    let mut keys = Keys::default();
    keys.comments.insert(target.clone());
    keys.customers.insert(customer.clone());
    keys.mids.insert(mid.clone());
    let wanted = BTreeMap::from([(account.id, keys)]);
    let (chats, messages) = read::read(tx, &wanted).await?;
    let (known, _) = comments::read(tx, &wanted).await?;
    let facts = facts_of(account);
    let state = State::new(ids, vec![facts.clone()], chats.clone(), messages);
    let mut state = state.with_public(known, Vec::new());
    state.replied_privately(
        &facts, customer, mid, &call.text, call.user, &target, view.now,
    );
    state.learn_comment(&facts, &target, replied(call, Some(mid), view.now));
    let folded = state.finish();
    ingest::follow_up(tx, ids, view.now, &folded.follow_ups).await?;
    let mut told = write(tx, view, &folded, &chats).await?;
    told.extend(comments::write(tx, view, &folded, Source::Api).await?);
    Ok(told)
}

/// The row that a private reply became, for the answer.
impl Db {
    /// Our ids of the message with this mid and of its chat.
    ///
    /// # Errors
    /// What the database said.
    pub async fn place_of_mid(
        &self,
        account: AccountId,
        platform: domain::account::Platform,
        mid: &Mid,
    ) -> Result<Option<(ChatId, MessageId)>> {
        let shown = self.shown_message(account, platform, mid).await?;
        Ok(shown.map(|m| (m.chat_id, m.id)))
    }
}
