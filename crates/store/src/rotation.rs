//! Gives chats to agents in turn, in the transaction that makes them (`AUTO_ASSIGN=round_robin`). Whose turn it is
//! stands in one row, which stays locked until the commit: two nodes never give the same turn twice.

use std::collections::BTreeMap;

use domain::chat::Chat;
use domain::ids::{ChatId, UserId};
use domain::rotation::{Claim, claim, deal};
use domain::user::AutoAssign;
use sqlx::FromRow;

use crate::db::{Tx, batch};
use crate::error::Result;
use crate::ingest::View;
use crate::rows::{Key, id};
use crate::{tally, users};

sql! {
    // Changes nothing, and holds the row.
    LAST_TURN = "UPDATE rotation SET agent_id = agent_id WHERE id = 1 RETURNING agent_id";
    ACTIVE = "SELECT u.id FROM users u WHERE u.role = 'agent' AND u.is_active = 1 ORDER BY u.id LIMIT $1";
    TURN = "UPDATE rotation SET agent_id = $1 WHERE id = 1";
    GIVE = "UPDATE chat SET assigned_to = k.value ->> 'b' FROM json_each(CAST($1 AS TEXT)) AS k WHERE chat.id = k.value ->> 'a' RETURNING chat.id, chat.messages";
}

/// Agents in one round: as many as a list of people shows.
const MOST_AGENTS: i64 = 200;

#[derive(FromRow)]
struct GivenRow {
    id: String,
    messages: i64,
}

/// Gives the chats that want an agent to the next in turn; changes `chats` and `figures` accordingly. Comes right
/// before the figures and the events are stored: its lock is shared by all accounts.
pub(crate) async fn take_turns(
    tx: &mut Tx,
    view: View,
    before: &[Chat],
    chats: &mut [Chat],
    figures: &mut tally::Changes,
) -> Result<()> {
    if view.auto_assign == AutoAssign::Off || view.history {
        return Ok(());
    }
    let before: BTreeMap<ChatId, &Chat> = before.iter().map(|c| (c.id, c)).collect();
    let mut wanting = Vec::new();
    let mut unless_gone = Vec::new();
    for chat in chats.iter() {
        match claim(before.get(&chat.id).copied(), chat) {
            Claim::Nothing => {}
            Claim::Agent => wanting.push(chat.id),
            Claim::UnlessActive(owner) => unless_gone.push((chat.id, owner)),
        }
    }
    if !unless_gone.is_empty() {
        let owners = users::by_ids(tx, unless_gone.iter().map(|(_, owner)| *owner)).await?;
        let gone = |owner: &UserId| !owners.get(owner).is_some_and(|u| u.is_active);
        wanting.extend(
            unless_gone
                .iter()
                .filter(|(_, owner)| gone(owner))
                .map(|(chat, _)| *chat),
        );
    }
    if wanting.is_empty() {
        return Ok(());
    }
    let last: Option<String> = on_tx!(tx, |c| sqlx::query_scalar(LAST_TURN).fetch_one(c).await?);
    let last = last
        .as_deref()
        .map(|text| id::<UserId>("rotation", "agent_id", text))
        .transpose()?;
    let agents: Vec<String> = on_tx!(tx, |c| sqlx::query_scalar(ACTIVE)
        .bind(MOST_AGENTS)
        .fetch_all(c)
        .await?);
    let agents = agents
        .iter()
        .map(|text| id::<UserId>("users", "id", text))
        .collect::<Result<Vec<_>>>()?;
    // Who has waited longest comes first.
    wanting.sort_by_key(|id| {
        (
            chats
                .iter()
                .find(|c| c.id == *id)
                .and_then(|c| c.summary.last_incoming_at),
            *id,
        )
    });
    let dealt = deal(&agents, last, wanting.len());
    let Some(turn) = dealt.last() else {
        return Ok(());
    };
    on_tx!(tx, |c| sqlx::query(TURN)
        .bind(turn.to_string())
        .execute(c)
        .await?
        .rows_affected());
    let given: BTreeMap<ChatId, UserId> = wanting.into_iter().zip(dealt).collect();
    let keys: Vec<_> = given
        .iter()
        .map(|(chat, agent)| Key {
            a: chat.to_string(),
            b: agent.to_string(),
        })
        .collect();
    let rows: Vec<GivenRow> = on_tx!(tx, |c| sqlx::query_as(GIVE)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    for row in rows {
        let chat = id::<ChatId>("chat", "id", &row.id)?;
        let (Some(chat), Some(agent)) = (chats.iter_mut().find(|c| c.id == chat), given.get(&chat))
        else {
            continue;
        };
        let listed = i64::from(chat.summary.last_at.is_some());
        figures.add(chat.assigned_to, chat.platform, -listed, -row.messages);
        figures.add(Some(*agent), chat.platform, listed, row.messages);
        chat.assigned_to = Some(*agent);
    }
    Ok(())
}
