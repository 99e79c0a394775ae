//! Applies a batch of understood elements in one transaction: read what it touches, fold it in memory, write back
//! what changed, each with one statement per table, and append the events last.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::account::Platform;
use domain::chat::Chat;
use domain::clock::Ids;
use domain::delivery::Outcome;
use domain::event::{self, NewEvent};
use domain::fold::{AccountFacts, Folded, FollowUp, Item, ItemOutcome, Keys, State, Touched, keys};
use domain::ids::{AccountId, ChatId, ExternalId, JobId, MessageId};
use domain::message::{Message, Presence};
use domain::time::Timestamp;
use domain::wire;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, lock_accounts};
use crate::deliveries::{self, Finished};
use crate::error::{Result, inconsistent};
use crate::jobs::{self, JobKind, NewJob};
use crate::rows::{self, ChatOut, ChatRow, Key, MessageOut, MessageRow};
use crate::{chat_columns, events, message_columns};

sql! {
    ACCOUNTS = "SELECT a.id, a.platform, a.external_id, a.connected FROM json_each(CAST($1 AS TEXT)) k \
        JOIN account a ON a.platform = k.value ->> 'a' AND a.external_id = k.value ->> 'b'";
    CHATS = concat!("SELECT ", chat_columns!(), " FROM json_each(CAST($1 AS TEXT)) k \
        JOIN chat c ON c.account_id = k.value ->> 'a' AND c.customer_id = k.value ->> 'b'");
    CHATS_BY_ID = concat!("SELECT ", chat_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN chat c ON c.id = k.value ->> 'a'");
    BY_MID = concat!("SELECT ", message_columns!(), " FROM json_each(CAST($1 AS TEXT)) k \
        JOIN message m ON m.account_id = k.value ->> 'a' AND m.mid = k.value ->> 'b'");
    BY_ID = concat!("SELECT ", message_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN message m ON m.id = k.value ->> 'a'");
    OPEN = concat!("SELECT ", message_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN message m ON m.chat_id = k.value ->> 'a' WHERE m.open = 1");
    PUT_CHATS = "INSERT INTO chat (id, account_id, external_id, platform, customer_id, state, labels, window_at, read_mark, delivered_mark, last_message, unread) \
        SELECT value ->> 'id', value ->> 'account_id', value ->> 'external_id', value ->> 'platform', value ->> 'customer_id', value ->> 'state', '[]', \
            CAST(value ->> 'window_at' AS BIGINT), CAST(value ->> 'read_mark' AS BIGINT), CAST(value ->> 'delivered_mark' AS BIGINT), '', 0 \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, window_at = excluded.window_at, read_mark = excluded.read_mark, delivered_mark = excluded.delivered_mark";
    DROP_MESSAGES = "DELETE FROM message WHERE id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT)))";
    PUT_MESSAGES = "INSERT INTO message (id, account_id, chat_id, mid, group_id, presence, rank, direction, at, ord, content, text, preview, reply_mid, edit, unsent_at, \
            reactions, unread, open, read_here, read_mark, delivered_mark, send, status, failure, sent_by, held_until) \
        SELECT value ->> 'id', value ->> 'account_id', value ->> 'chat_id', value ->> 'mid', value ->> 'group_id', value ->> 'presence', value ->> 'rank', \
            value ->> 'direction', CAST(value ->> 'at' AS BIGINT), value ->> 'ord', value ->> 'content', value ->> 'text', value ->> 'preview', value ->> 'reply_mid', value ->> 'edit', \
            CAST(value ->> 'unsent_at' AS BIGINT), value ->> 'reactions', CAST(value ->> 'unread' AS BIGINT), CAST(value ->> 'open' AS BIGINT), CAST(value ->> 'read_here' AS BIGINT), \
            CAST(value ->> 'read_mark' AS BIGINT), CAST(value ->> 'delivered_mark' AS BIGINT), value ->> 'send', value ->> 'status', value ->> 'failure', value ->> 'sent_by', \
            CAST(value ->> 'held_until' AS BIGINT) \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (id) DO UPDATE SET chat_id = excluded.chat_id, mid = excluded.mid, group_id = excluded.group_id, presence = excluded.presence, rank = excluded.rank, \
            direction = excluded.direction, at = excluded.at, ord = excluded.ord, content = excluded.content, text = excluded.text, preview = excluded.preview, reply_mid = excluded.reply_mid, \
            edit = excluded.edit, unsent_at = excluded.unsent_at, reactions = excluded.reactions, unread = excluded.unread, open = excluded.open, read_here = excluded.read_here, \
            read_mark = excluded.read_mark, delivered_mark = excluded.delivered_mark, send = excluded.send, status = excluded.status, failure = excluded.failure, \
            held_until = excluded.held_until";
    // Watermarks cover every message before them, also those this batch did not touch; Seen goes before Delivered.
    SEEN_UP_TO = concat!("UPDATE message AS m SET status = 'read' WHERE m.status IN ('sent', 'delivered') \
        AND m.chat_id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT))) \
        AND m.at <= (SELECT c.read_mark FROM chat c WHERE c.id = m.chat_id) RETURNING ", message_columns!());
    DELIVERED_UP_TO = concat!("UPDATE message AS m SET status = 'delivered' WHERE m.status = 'sent' \
        AND m.chat_id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT))) \
        AND m.at <= (SELECT c.delivered_mark FROM chat c WHERE c.id = m.chat_id) RETURNING ", message_columns!());
    SUMMARISE = "UPDATE chat SET \
            first_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.rank <> 'nothing' ORDER BY m.at LIMIT 1), \
            last_message = COALESCE((SELECT m.preview FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' AND m.unsent_at IS NULL ORDER BY m.at DESC, m.ord DESC LIMIT 1), ''), \
            last_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' ORDER BY m.at DESC LIMIT 1), \
            last_incoming_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' AND m.direction = 'inbound' ORDER BY m.at DESC LIMIT 1), \
            last_outgoing_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' AND m.direction = 'outbound' ORDER BY m.at DESC LIMIT 1), \
            unread = (SELECT COUNT(*) FROM message m WHERE m.chat_id = chat.id AND m.unread = 1) \
        WHERE id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT)))";
}

/// Longest of Meta's ids that an index of PostgreSQL can hold with room to spare (its rows end at 2,704 bytes).
/// Real ids have at most 170.
const MAX_ID_BYTES: usize = 2_000;

/// What the shapes of events depend on besides the rows.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Now.
    pub now: Timestamp,
    /// Whether the app has Meta's Human Agent feature.
    pub human_agent: bool,
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
    connected: i64,
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
        let mut state = State::new(ids, accounts, chats.clone(), messages);
        let outcomes: Vec<ItemOutcome> = items
            .iter()
            .map(|item| apply_bounded(&mut state, item))
            .collect();
        let folded = state.finish();
        let jobs = follow_up(&mut tx, ids, view.now, &folded.follow_ups).await?;
        let events = write(&mut tx, view, &folded, &chats).await?;
        if !finished.is_empty() {
            deliveries::finish(&mut tx, finished, &outcomes, view.now).await?;
            deliveries::seen(&mut tx, &account_ids, view.now).await?;
        }
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
        .chain(found.customers.iter().map(|c| c.as_str().len()));
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
                connected: r.connected != 0,
            })
        })
        .collect()
}

/// Reads the rows that the keys name, and the open sends and held echoes of their chats.
async fn read(
    tx: &mut Tx,
    wanted: &BTreeMap<AccountId, Keys>,
) -> Result<(Vec<Chat>, Vec<Message>)> {
    let customers = wanted.iter().flat_map(|(a, k)| {
        k.customers.iter().map(|c| Key {
            a: a.to_string(),
            b: c.as_str(),
        })
    });
    let customers: Vec<_> = customers.collect();
    let mids: Vec<_> = wanted
        .iter()
        .flat_map(|(a, k)| {
            k.mids.iter().map(|m| Key {
                a: a.to_string(),
                b: m.as_str(),
            })
        })
        .collect();
    let own: Vec<_> = wanted
        .values()
        .flat_map(|k| {
            k.own.iter().map(|id| Key {
                a: id.to_string(),
                b: (),
            })
        })
        .collect();
    let mut chats: Vec<Chat> = Vec::new();
    if !customers.is_empty() {
        let rows: Vec<ChatRow> = on_tx!(tx, |c| sqlx::query_as(CHATS)
            .bind(batch(&customers))
            .fetch_all(c)
            .await?);
        chats = rows::all(rows)?;
    }
    let mut messages: Vec<MessageRow> = Vec::new();
    if !mids.is_empty() {
        messages = on_tx!(tx, |c| sqlx::query_as(BY_MID)
            .bind(batch(&mids))
            .fetch_all(c)
            .await?);
    }
    if !own.is_empty() {
        messages.extend(on_tx!(tx, |c| sqlx::query_as::<_, MessageRow>(BY_ID)
            .bind(batch(&own))
            .fetch_all(c)
            .await?));
    }
    // A receipt may name a message without naming its customer: its chat is touched all the same.
    let known: BTreeSet<String> = chats.iter().map(|c| c.id.to_string()).collect();
    let more: BTreeSet<String> = messages
        .iter()
        .filter_map(|m| m.chat_id.clone())
        .filter(|id| !known.contains(id))
        .collect();
    if !more.is_empty() {
        chats.extend(chats_by_id(tx, more.iter().map(String::as_str)).await?);
    }
    let open = open_rows(tx, chats.iter().map(|c| c.id)).await?;
    let mut seen = BTreeSet::new();
    let messages = rows::all::<_, Message>(messages)?
        .into_iter()
        .chain(open)
        .filter(|m| seen.insert(m.id))
        .collect();
    Ok((chats, messages))
}

pub(crate) async fn chats_by_id(tx: &mut Tx, ids: impl Iterator<Item = &str>) -> Result<Vec<Chat>> {
    let keys: Vec<_> = ids.map(|id| Key { a: id, b: () }).collect();
    let rows: Vec<ChatRow> = on_tx!(tx, |c| sqlx::query_as(CHATS_BY_ID)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

pub(crate) async fn messages_by_id(tx: &mut Tx, ids: &[MessageId]) -> Result<Vec<Message>> {
    let keys: Vec<_> = ids
        .iter()
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    let rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(BY_ID)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

pub(crate) async fn message_by_mid(
    tx: &mut Tx,
    account: AccountId,
    mid: &str,
) -> Result<Option<Message>> {
    let keys = [Key {
        a: account.to_string(),
        b: mid,
    }];
    let row: Option<MessageRow> = on_tx!(tx, |c| sqlx::query_as(BY_MID)
        .bind(batch(&keys))
        .fetch_optional(c)
        .await?);
    row.map(Message::try_from).transpose()
}

/// The sends of these chats whose outcome is not known, and the echoes that wait for them.
pub(crate) async fn open_rows(
    tx: &mut Tx,
    chats: impl Iterator<Item = ChatId>,
) -> Result<Vec<Message>> {
    let keys: Vec<_> = chats
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(OPEN)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

/// Writes what changed, brings receipts and summaries into line, and says which events that makes.
pub(crate) async fn write(
    tx: &mut Tx,
    view: View,
    folded: &Folded,
    before: &[Chat],
) -> Result<Vec<NewEvent>> {
    if !folded.chats.is_empty() {
        let rows: Vec<_> = folded.chats.iter().map(ChatOut::from).collect();
        on_tx!(tx, |c| sqlx::query(PUT_CHATS)
            .bind(batch(&rows))
            .execute(c)
            .await?
            .rows_affected());
    }
    if !folded.removed.is_empty() {
        let keys: Vec<_> = folded
            .removed
            .iter()
            .map(|m| Key {
                a: m.id.to_string(),
                b: (),
            })
            .collect();
        on_tx!(tx, |c| sqlx::query(DROP_MESSAGES)
            .bind(batch(&keys))
            .execute(c)
            .await?
            .rows_affected());
    }
    if !folded.messages.is_empty() {
        let rows: Vec<_> = folded
            .messages
            .iter()
            .map(|t| MessageOut::from(&t.message))
            .collect();
        on_tx!(tx, |c| sqlx::query(PUT_MESSAGES)
            .bind(batch(&rows))
            .execute(c)
            .await?
            .rows_affected());
    }
    let mut touched: BTreeSet<ChatId> = folded.chats.iter().map(|c| c.id).collect();
    touched.extend(folded.messages.iter().filter_map(|t| t.message.chat));
    touched.extend(folded.removed.iter().filter_map(|m| m.chat));
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let covered = receipts(tx, &touched).await?;
    let chats = summarise(tx, &touched).await?;
    let shapes = shapes(tx, view, &chats).await?;
    let before = shapes_of(view, before, &shapes);
    let answers = answers(
        tx,
        folded
            .messages
            .iter()
            .map(|t| &t.message)
            .chain(covered.values()),
    )
    .await?;
    Ok(events_of(folded, &covered, &shapes, &before, &answers))
}

/// Moves the status of every message that a watermark covers; returns them as they are now.
async fn receipts(tx: &mut Tx, chats: &BTreeSet<ChatId>) -> Result<BTreeMap<MessageId, Message>> {
    let keys: Vec<_> = chats
        .iter()
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    let keys = batch(&keys);
    let mut rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(SEEN_UP_TO)
        .bind(&keys)
        .fetch_all(c)
        .await?);
    rows.extend(on_tx!(tx, |c| sqlx::query_as::<_, MessageRow>(
        DELIVERED_UP_TO
    )
    .bind(&keys)
    .fetch_all(c)
    .await?));
    Ok(rows::all::<_, Message>(rows)?
        .into_iter()
        .map(|m| (m.id, m))
        .collect())
}

/// Computes what the rows of these chats add up to, and reads the chats.
pub(crate) async fn summarise(tx: &mut Tx, chats: &BTreeSet<ChatId>) -> Result<Vec<Chat>> {
    let keys: Vec<_> = chats
        .iter()
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    let keys = batch(&keys);
    on_tx!(tx, |c| sqlx::query(SUMMARISE)
        .bind(&keys)
        .execute(c)
        .await?
        .rows_affected());
    let rows: Vec<ChatRow> = on_tx!(tx, |c| sqlx::query_as(CHATS_BY_ID)
        .bind(&keys)
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

/// The shapes of chats, with the people they are assigned to.
pub(crate) async fn shapes(
    tx: &mut Tx,
    view: View,
    chats: &[Chat],
) -> Result<HashMap<ChatId, wire::Chat>> {
    let people = crate::users::by_ids(tx, chats.iter().filter_map(|c| c.assigned_to)).await?;
    let shape = |c: &Chat| {
        let agent = c.assigned_to.and_then(|id| people.get(&id).cloned());
        (c.id, wire::Chat::of(c, agent, view.now, view.human_agent))
    };
    Ok(chats.iter().map(shape).collect())
}

/// The shapes of chats as they were before, to tell whether anything a screen shows has changed.
fn shapes_of(
    view: View,
    before: &[Chat],
    now: &HashMap<ChatId, wire::Chat>,
) -> HashMap<ChatId, wire::Chat> {
    let shape = |c: &Chat| {
        let agent = now
            .get(&c.id)
            .and_then(|s| s.assigned_agent.clone())
            .filter(|a| Some(a.id) == c.assigned_to);
        (c.id, wire::Chat::of(c, agent, view.now, view.human_agent))
    };
    before.iter().map(shape).collect()
}

/// Our ids of the messages that these answer.
pub(crate) async fn answers<'m>(
    tx: &mut Tx,
    messages: impl Iterator<Item = &'m Message>,
) -> Result<HashMap<MessageId, MessageId>> {
    let replies: Vec<_> = messages
        .filter_map(|m| Some((m.id, m.account, m.content.reply_mid.clone()?)))
        .collect();
    if replies.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<_> = replies
        .iter()
        .map(|(_, a, mid)| Key {
            a: a.to_string(),
            b: mid.as_str(),
        })
        .collect();
    let rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(BY_MID)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    let found = rows::all::<_, Message>(rows)?
        .into_iter()
        .filter(|m| m.presence == Presence::Shown);
    let found: HashMap<_, _> = found
        .filter_map(|m| Some(((m.account, m.mid?), m.id)))
        .collect();
    Ok(replies
        .into_iter()
        .filter_map(|(id, account, mid)| Some((id, *found.get(&(account, mid))?)))
        .collect())
}

fn events_of(
    folded: &Folded,
    covered: &BTreeMap<MessageId, Message>,
    chats: &HashMap<ChatId, wire::Chat>,
    before: &HashMap<ChatId, wire::Chat>,
    answers: &HashMap<MessageId, MessageId>,
) -> Vec<NewEvent> {
    let mut events = Vec::new();
    for gone in folded
        .removed
        .iter()
        .filter(|m| m.presence == Presence::Shown)
    {
        if let Some(chat) = gone.chat.and_then(|id| chats.get(&id)) {
            events.push(event::message_removed(chat, gone.id));
        }
    }
    let shape = |m: &Message| {
        let chat = chats.get(&m.chat?)?;
        Some((
            chat,
            wire::Message::of(m, chat.id, chat.platform, answers.get(&m.id).copied()),
        ))
    };
    let mut touched: Vec<&Touched> = folded
        .messages
        .iter()
        .filter(|t| t.message.presence == Presence::Shown)
        .collect();
    touched.sort_by_key(|t| (t.message.at, t.message.id));
    let written: BTreeSet<MessageId> = touched.iter().map(|t| t.message.id).collect();
    for t in touched {
        // A watermark may have moved it further than the fold knew.
        let row = covered.get(&t.message.id).unwrap_or(&t.message);
        let Some((chat, message)) = shape(row) else {
            continue;
        };
        if t.appears() {
            events.extend(event::ig_dm(chat, &message));
            events.push(event::new_message(chat, &message));
        } else {
            if t.status_changed() || covered.contains_key(&row.id) {
                events.extend(event::ig_dm(chat, &message));
            }
            events.push(event::message_updated(chat, &message));
        }
    }
    for row in covered
        .values()
        .filter(|m| m.presence == Presence::Shown && !written.contains(&m.id))
    {
        if let Some((chat, message)) = shape(row) {
            events.extend(event::ig_dm(chat, &message));
            events.push(event::message_updated(chat, &message));
        }
    }
    let mut changed: Vec<_> = chats
        .values()
        .filter(|c| c.last_incoming_at.or(c.last_outgoing_at).is_some())
        .collect();
    changed.retain(|c| before.get(&c.id) != Some(c));
    changed.sort_by_key(|c| (c.updated_at, c.id));
    events.extend(changed.into_iter().map(|c| event::chat_updated(c, None)));
    events
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
    for follow_up in follow_ups {
        let mut job = |kind: JobKind, account: Option<AccountId>, subject: String| {
            new.push(NewJob {
                id: JobId::new(ids.next()),
                kind,
                dedupe: format!(
                    "{}:{subject}:{}",
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
            ),
            FollowUp::FetchProfile(chat) => job(JobKind::FetchProfile, None, chat.to_string()),
            FollowUp::CompleteSend(message) => over.push(*message),
        }
    }
    jobs::complete_sends(tx, &over, now).await?;
    jobs::add(tx, &new, now).await?;
    Ok(new.len())
}
