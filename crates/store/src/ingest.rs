//! Applies a batch of understood elements in one transaction: read what it touches, fold it in memory, write back
//! what changed, each with one statement per table, and append the events last.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::account::Platform;
use domain::clock::Ids;
use domain::comment::Source;
use domain::delivery::Outcome;
use domain::fold::{AccountFacts, FollowUp, Item, ItemOutcome, Keys, State, keys};
use domain::ids::{AccountId, ExternalId, JobId, MediaId};
use domain::post::POST_FRESH;
use domain::time::{HOUR, MINUTE, Timestamp};
use domain::user::AutoAssign;
use sqlx::FromRow;

use crate::accounts;
use crate::connections;
use crate::db::{Db, Tx, batch, lock_accounts, lock_name};
use crate::deliveries::{self, Finished};
use crate::error::{Result, inconsistent};
use crate::events;
use crate::insights;
use crate::jobs::{self, JobKind, NewJob};
use crate::media_queue;
use crate::posts;
use crate::read::read;
use crate::rows::{self, Key};
use crate::write::write;
use crate::{call_ends, comments};

sql! {
    ACCOUNTS = "SELECT a.id, a.platform, a.external_id, a.username, a.connected, a.policy, a.policy_at, a.policy_reason FROM json_each(CAST($1 AS TEXT)) k \
        JOIN account a ON a.platform = k.value ->> 'a' AND a.external_id = k.value ->> 'b'";
}

/// Longest of Meta's ids that an index of PostgreSQL can hold with room to spare (its rows end at 2,704 bytes).
/// Real ids have at most 170.
const MAX_ID_BYTES: usize = 2_000;

/// What is decided and shown depends on this besides the rows.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Now.
    pub now: Timestamp,
    /// Whether the app has Meta's Human Agent feature.
    pub human_agent: bool,
    /// Who gets the chats that nobody has.
    pub auto_assign: AutoAssign,
    /// What is applied was said and done with before anybody here could answer: it is read, belongs to nobody's work, and
    /// no bell rings for it.
    pub history: bool,
}

/// What a batch did.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Events appended.
    pub events: usize,
    /// Jobs added.
    pub jobs: usize,
    /// What became of each element, in the order given.
    pub outcomes: Vec<ItemOutcome>,
}

#[derive(FromRow)]
struct AccountRow {
    id: String,
    platform: String,
    external_id: String,
    username: String,
    connected: i64,
    policy: Option<String>,
    policy_at: Option<i64>,
    policy_reason: Option<String>,
}

impl Db {
    /// Applies `items` and marks `finished` deliveries, all in one transaction. Without finished deliveries only the
    /// rows are written: for what was fetched, not delivered, and for elements tried one by one.
    ///
    /// # Errors
    /// What the database said; nothing is stored then. [`crate::StoreError::is_passing`] says whether to repeat.
    pub async fn apply(
        &self,
        ids: &dyn Ids,
        view: View,
        items: &[Item],
        finished: &[Finished],
    ) -> Result<Applied> {
        let mut tx = self.write().await?;
        let accounts = accounts_of(&mut tx, items).await?;
        // Whoever connects an account takes back what was parked for it. Both take this lock, so that nothing is
        // parked behind the back of a connection that is being made.
        let unconnected = unconnected(items, &accounts);
        let accounts = if unconnected.is_empty() {
            accounts
        } else {
            for (platform, external) in &unconnected {
                lock_name(&mut tx, &connections::lock(*platform, external)).await?;
            }
            accounts_of(&mut tx, items).await?
        };
        let account_ids: Vec<AccountId> = accounts.iter().map(|a| a.id).collect();
        lock_accounts(&mut tx, &account_ids).await?;
        let by_key: HashMap<_, _> = accounts
            .iter()
            .map(|a| ((a.platform, a.external.clone()), a.id))
            .collect();
        let mut wanted = BTreeMap::<AccountId, Keys>::new();
        for item in items {
            let Some(account) = item
                .element
                .account
                .as_ref()
                .and_then(|key| by_key.get(key))
            else {
                continue;
            };
            keys(&item.element.meaning, wanted.entry(*account).or_default());
        }
        let (chats, messages) = read(&mut tx, &wanted).await?;
        let (comments, mentions) = comments::read(&mut tx, &wanted).await?;
        let state = State::new(ids, accounts, chats.clone(), messages);
        let stories = insights::stories(&mut tx, &wanted).await?;
        let state = if view.history {
            state.of_history()
        } else {
            state
        };
        let mut state = state.with_public(comments, mentions).with_stories(stories);
        let outcomes: Vec<ItemOutcome> = items
            .iter()
            .map(|item| apply_bounded(&mut state, item))
            .collect();
        let folded = state.finish();
        let jobs = follow_up(&mut tx, ids, view.now, &folded.follow_ups).await?;
        if !finished.is_empty() {
            deliveries::finish(&mut tx, finished, &outcomes, view.now).await?;
            deliveries::seen(&mut tx, &account_ids, view.now).await?;
        }
        let mut events = write(&mut tx, view, &folded, &chats).await?;
        events.extend(comments::write(&mut tx, view, &folded, Source::Webhook).await?);
        events.extend(insights::end_stories(&mut tx, &folded.stories).await?);
        events.extend(accounts::note_policies(&mut tx, &folded.policies, view.now).await?);
        let settled = call_ends::recognise_private(&mut tx, &folded, &chats, view.now).await?;
        events.extend(settled);
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        Ok(Applied {
            events: events.len(),
            jobs,
            outcomes,
        })
    }
}

/// Ids beyond what an index holds are refused as elements, so that they cannot fail the batch.
fn apply_bounded(state: &mut State<'_>, item: &Item) -> ItemOutcome {
    let mut found = Keys::default();
    keys(&item.element.meaning, &mut found);
    let lengths = found
        .mids
        .iter()
        .map(|m| m.as_str().len())
        .chain(found.customers.iter().map(|c| c.as_str().len()))
        .chain(found.comments.iter().map(|c| c.as_str().len()))
        .chain(found.mentions.iter().map(|m| m.as_str().len()));
    if lengths.max().unwrap_or(0) <= MAX_ID_BYTES {
        return state.apply(item);
    }
    ItemOutcome {
        delivery: item.delivery,
        index: item.element.index,
        kind: item.element.kind.clone(),
        outcome: Outcome::Quarantined,
        reason: Some(format!("an id is longer than {MAX_ID_BYTES} bytes")),
        account: None,
        chat: None,
        message: None,
    }
}

/// The accounts that items name and that are not connected, in a fixed order.
fn unconnected(items: &[Item], accounts: &[AccountFacts]) -> BTreeSet<(Platform, ExternalId)> {
    let connected = |platform: Platform, external: &ExternalId| {
        accounts
            .iter()
            .any(|a| a.connected && a.platform == platform && a.external == *external)
    };
    let named = items.iter().filter_map(|i| i.element.account.as_ref());
    named
        .filter(|(platform, external)| !connected(*platform, external))
        .cloned()
        .collect()
}

async fn accounts_of(tx: &mut Tx, items: &[Item]) -> Result<Vec<AccountFacts>> {
    let named: BTreeSet<_> = items
        .iter()
        .filter_map(|i| i.element.account.as_ref())
        .collect();
    let named: Vec<_> = named
        .into_iter()
        .map(|(p, e)| Key {
            a: p.as_str(),
            b: e.as_str(),
        })
        .collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<AccountRow> = on_tx!(tx, |c| sqlx::query_as(ACCOUNTS)
        .bind(batch(&named))
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|r| {
            Ok(AccountFacts {
                id: rows::id("account", "id", &r.id)?,
                platform: Platform::parse(&r.platform)
                    .ok_or_else(|| inconsistent("account", "platform", &r.id))?,
                external: ExternalId::new(r.external_id),
                username: r.username,
                connected: r.connected != 0,
                policy: accounts::policy(r.policy, r.policy_at, r.policy_reason),
            })
        })
        .collect()
}

/// The posts that comments have come for.
fn commented(follow_ups: &BTreeSet<FollowUp>) -> Vec<&MediaId> {
    let posts = follow_ups.iter().filter_map(|f| match f {
        FollowUp::FetchPost(_, media) => Some(media),
        _ => None,
    });
    posts.collect()
}

/// Stores the work that follows from a batch; says how many jobs that made.
pub(crate) async fn follow_up(
    tx: &mut Tx,
    ids: &dyn Ids,
    now: Timestamp,
    follow_ups: &BTreeSet<FollowUp>,
) -> Result<usize> {
    let mut new = Vec::new();
    let mut over = Vec::new();
    let fresh = posts::fresh(tx, &commented(follow_ups), now.plus(-POST_FRESH)).await?;
    let (mut keep, mut drop) = (Vec::new(), Vec::new());
    for follow_up in follow_ups {
        let mut job = |kind: JobKind, account: Option<AccountId>, subject: String, due: &str| {
            new.push(NewJob {
                id: JobId::new(ids.next()),
                kind,
                dedupe: format!(
                    "{}:{subject}:{due}{}",
                    kind.as_str(),
                    account.map(|a| a.to_string()).unwrap_or_default()
                ),
                order_key: None,
                account,
                subject,
                run_at: now,
            });
        };
        match follow_up {
            FollowUp::FetchMessage(account, mid) => job(
                JobKind::FetchMessage,
                Some(*account),
                mid.as_str().to_owned(),
                "",
            ),
            FollowUp::FetchProfile(chat) => job(JobKind::FetchProfile, None, chat.to_string(), ""),
            // Once for each time that it is due.
            FollowUp::RefreshProfile(chat, due) => {
                let due = due.micros().to_string();
                job(JobKind::FetchProfile, None, chat.to_string(), &due);
            }
            FollowUp::KeepMedia(wanted) => keep.push(wanted),
            FollowUp::DropMedia(message) => drop.push(*message),
            FollowUp::CompleteSend(message) => over.push(*message),
            FollowUp::FetchPost(_, media) if fresh.contains(media.as_str()) => {}
            FollowUp::FetchPost(account, media) => {
                new.push(jobs::fetch_post(ids, *account, media, now, HOUR));
            }
            FollowUp::RefreshPost(account, media) => {
                new.push(jobs::fetch_post(ids, *account, media, now, MINUTE));
            }
            FollowUp::FetchMention(account, key) => job(
                JobKind::FetchMention,
                Some(*account),
                key.as_str().to_owned(),
                "",
            ),
        }
    }
    jobs::complete_sends(tx, &over, now).await?;
    jobs::add(tx, &new, now).await?;
    // What goes first makes room for what comes.
    media_queue::drop_of(tx, &drop, now).await?;
    media_queue::want(tx, ids, &keep, now).await?;
    Ok(new.len() + keep.len() + drop.len())
}
