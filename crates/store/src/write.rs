//! Writes what a fold changed, one statement per table, and says which events that makes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::chat::{Chat, ChatState};
use domain::event::{self, NewEvent};
use domain::fold::{Folded, Touched};
use domain::ids::{ChatId, MessageId};
use domain::message::{Message, Presence};
use domain::wire;

use crate::db::{Tx, batch};
use crate::error::Result;
use crate::ingest::View;
use crate::read::{BY_MID, CHATS_BY_ID, messages_by_id};
use crate::rows::{self, ChatOut, ChatRow, Key, MessageOut, MessageRow};
use crate::{reports, rotation, search, tally};

sql! {
    PUT_CHATS = "INSERT INTO chat (id, account_id, external_id, platform, customer_id, state, labels, window_at, read_mark, delivered_mark, ours_mark, elsewhere_mark, begun_here, last_message, unread, messages) \
        SELECT value ->> 'id', value ->> 'account_id', value ->> 'external_id', value ->> 'platform', value ->> 'customer_id', value ->> 'state', '[]', \
            CAST(value ->> 'window_at' AS BIGINT), CAST(value ->> 'read_mark' AS BIGINT), CAST(value ->> 'delivered_mark' AS BIGINT), CAST(value ->> 'ours_mark' AS BIGINT), CAST(value ->> 'elsewhere_mark' AS BIGINT), CAST(value ->> 'begun_here' AS BIGINT), '', 0, 0 \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, snoozed_until = CASE WHEN excluded.state = 'snoozed' THEN chat.snoozed_until ELSE NULL END, window_at = excluded.window_at, read_mark = excluded.read_mark, delivered_mark = excluded.delivered_mark, \
            ours_mark = excluded.ours_mark, elsewhere_mark = excluded.elsewhere_mark";
    DROP_MESSAGES = "DELETE FROM message WHERE id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT)))";
    // The unique key is checked row by row: a mid that moves is let go before another row takes it.
    FREE_MIDS = "UPDATE message SET mid = NULL WHERE id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT)))";
    PUT_MESSAGES = "INSERT INTO message (id, account_id, chat_id, mid, group_id, presence, rank, direction, at, ord, content, media, text, preview, reply_mid, edit, unsent_at, \
            reactions, unread, open, read_here, read_mark, delivered_mark, send, status, failure, sent_by, held_until, refers) \
        SELECT value ->> 'id', value ->> 'account_id', value ->> 'chat_id', value ->> 'mid', value ->> 'group_id', value ->> 'presence', value ->> 'rank', \
            value ->> 'direction', CAST(value ->> 'at' AS BIGINT), value ->> 'ord', value ->> 'content', value ->> 'media', value ->> 'text', value ->> 'preview', value ->> 'reply_mid', value ->> 'edit', \
            CAST(value ->> 'unsent_at' AS BIGINT), value ->> 'reactions', CAST(value ->> 'unread' AS BIGINT), CAST(value ->> 'open' AS BIGINT), CAST(value ->> 'read_here' AS BIGINT), \
            CAST(value ->> 'read_mark' AS BIGINT), CAST(value ->> 'delivered_mark' AS BIGINT), value ->> 'send', value ->> 'status', value ->> 'failure', value ->> 'sent_by', \
            CAST(value ->> 'held_until' AS BIGINT), CAST(value ->> 'refers' AS BIGINT) \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (id) DO UPDATE SET chat_id = excluded.chat_id, mid = excluded.mid, group_id = excluded.group_id, presence = excluded.presence, rank = excluded.rank, \
            direction = excluded.direction, at = excluded.at, ord = excluded.ord, content = excluded.content, media = excluded.media, text = excluded.text, preview = excluded.preview, reply_mid = excluded.reply_mid, \
            edit = excluded.edit, unsent_at = excluded.unsent_at, reactions = excluded.reactions, unread = excluded.unread, open = excluded.open, read_here = excluded.read_here, \
            read_mark = excluded.read_mark, delivered_mark = excluded.delivered_mark, send = excluded.send, status = excluded.status, failure = excluded.failure, \
            sent_by = excluded.sent_by, held_until = excluded.held_until, refers = excluded.refers";
    // Watermarks cover every message before them, also those this batch did not touch; Seen goes before Delivered.
    SEEN_UP_TO = "UPDATE message SET status = 'read' FROM json_each(CAST($1 AS TEXT)) AS k, chat AS c \
        WHERE c.id = k.value ->> 'a' AND message.chat_id = c.id AND message.status IN ('sent', 'delivered') AND message.at <= c.read_mark \
        RETURNING message.id";
    DELIVERED_UP_TO = "UPDATE message SET status = 'delivered' FROM json_each(CAST($1 AS TEXT)) AS k, chat AS c \
        WHERE c.id = k.value ->> 'a' AND message.chat_id = c.id AND message.status IN ('sent', 'delivered') AND message.status = 'sent' \
            AND message.at <= c.delivered_mark \
        RETURNING message.id";
    SUMMARISE = "UPDATE chat SET \
            first_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.rank <> 'nothing' ORDER BY m.at LIMIT 1), \
            last_message = COALESCE((SELECT m.preview FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' AND m.unsent_at IS NULL ORDER BY m.at DESC, m.ord DESC LIMIT 1), ''), \
            last_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' ORDER BY m.at DESC LIMIT 1), \
            last_incoming_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' AND m.direction = 'inbound' ORDER BY m.at DESC LIMIT 1), \
            last_outgoing_at = (SELECT m.at FROM message m WHERE m.chat_id = chat.id AND m.presence = 'shown' AND m.direction = 'outbound' ORDER BY m.at DESC LIMIT 1), \
            unread = (SELECT COUNT(*) FROM message m WHERE m.chat_id = chat.id AND m.unread = 1), \
            messages = chat.messages + CAST(k.value ->> 'b' AS BIGINT) \
        FROM json_each(CAST($1 AS TEXT)) AS k WHERE chat.id = k.value ->> 'a'";
    // Labels stand in the order of the list.
    MOVE_LABELS = "UPDATE chat_label SET last_at = c.last_at FROM json_each(CAST($1 AS TEXT)) AS k, chat AS c \
        WHERE c.id = k.value ->> 'a' AND chat_label.chat_id = c.id AND (chat_label.last_at IS NULL OR chat_label.last_at <> c.last_at)";
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
        let new = |chat: &&Chat| before.iter().all(|b| b.id != chat.id);
        let aside = |chat: &&Chat| chat.state == ChatState::Resolved && new(chat);
        let aside: Vec<_> = folded.chats.iter().filter(aside).map(|c| c.id).collect();
        reports::put_aside(tx, &aside, view.now).await?;
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
    let moving: Vec<_> = folded
        .messages
        .iter()
        .filter(|t| t.before.is_some_and(|b| b.mid_moves))
        .map(|t| Key {
            a: t.message.id.to_string(),
            b: (),
        })
        .collect();
    if !moving.is_empty() {
        on_tx!(tx, |c| sqlx::query(FREE_MIDS)
            .bind(batch(&moving))
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
    search::folded(tx, folded).await?;
    let shown = shown(folded);
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let covered = receipts(tx, shown.keys()).await?;
    let mut chats = summarise(tx, &shown).await?;
    let mut figures = tally(&shown, before, &chats);
    rotation::take_turns(tx, view, before, &mut chats, &mut figures).await?;
    let shapes = shapes(tx, view, &chats).await?;
    let answers = answers(
        tx,
        folded
            .messages
            .iter()
            .map(|t| &t.message)
            .chain(covered.values()),
    )
    .await?;
    figures.store(tx).await?;
    let before = shapes_of(view, before, &shapes);
    Ok(events_of(
        view, folded, &covered, &shapes, &before, &answers,
    ))
}

/// The chats that were touched, and how many shown messages each gained or lost.
fn shown(folded: &Folded) -> BTreeMap<ChatId, i64> {
    let mut shown: BTreeMap<ChatId, i64> = folded.chats.iter().map(|c| (c.id, 0)).collect();
    for t in &folded.messages {
        if let Some(chat) = t.message.chat {
            *shown.entry(chat).or_default() += i64::from(t.appears());
        }
    }
    for gone in &folded.removed {
        if let Some(chat) = gone.chat {
            *shown.entry(chat).or_default() -= i64::from(gone.presence == Presence::Shown);
        }
    }
    shown
}

/// What that makes of everybody's figures; a chat counts once something is shown in it.
fn tally(shown: &BTreeMap<ChatId, i64>, before: &[Chat], chats: &[Chat]) -> tally::Changes {
    let mut changes = tally::Changes::default();
    for chat in chats {
        let was = before
            .iter()
            .any(|c| c.id == chat.id && c.summary.last_at.is_some());
        let listed = i64::from(chat.summary.last_at.is_some()) - i64::from(was);
        let messages = shown.get(&chat.id).copied().unwrap_or_default();
        changes.add(chat.assigned_to, chat.platform, listed, messages);
    }
    changes
}

/// Moves the status of every message that a watermark covers; returns them as they are now.
async fn receipts<'c>(
    tx: &mut Tx,
    chats: impl Iterator<Item = &'c ChatId>,
) -> Result<BTreeMap<MessageId, Message>> {
    let keys: Vec<_> = chats
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    let keys = batch(&keys);
    let mut moved: Vec<String> = on_tx!(tx, |c| sqlx::query_scalar(SEEN_UP_TO)
        .bind(&keys)
        .fetch_all(c)
        .await?);
    moved.extend(on_tx!(tx, |c| sqlx::query_scalar::<_, String>(
        DELIVERED_UP_TO
    )
    .bind(&keys)
    .fetch_all(c)
    .await?));
    if moved.is_empty() {
        return Ok(BTreeMap::new());
    }
    let moved = moved
        .iter()
        .map(|text| rows::id("message", "id", text))
        .collect::<Result<Vec<MessageId>>>()?;
    let rows = messages_by_id(tx, &moved).await?;
    Ok(rows.into_iter().map(|m| (m.id, m)).collect())
}

/// Computes what the rows of these chats add up to, given how many shown messages each gained, and reads the chats.
pub(crate) async fn summarise(tx: &mut Tx, chats: &BTreeMap<ChatId, i64>) -> Result<Vec<Chat>> {
    let keys: Vec<_> = chats
        .iter()
        .map(|(id, appeared)| Key {
            a: id.to_string(),
            b: *appeared,
        })
        .collect();
    let keys = batch(&keys);
    on_tx!(tx, |c| sqlx::query(SUMMARISE)
        .bind(&keys)
        .execute(c)
        .await?
        .rows_affected());
    on_tx!(tx, |c| sqlx::query(MOVE_LABELS)
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
    view: View,
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
        if view.history {
            // Screens see it when they open the chat.
        } else if t.appears() {
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
    events.extend(changed.into_iter().map(|c| {
        let owner = before.get(&c.id).and_then(|b| b.assigned_to);
        event::chat_updated(c, owner.filter(|_| owner != c.assigned_to))
    }));
    events
}
