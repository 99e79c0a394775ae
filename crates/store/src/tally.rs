//! How many chats and messages everybody has, kept as they change.

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::chat::Chat;
use domain::ids::UserId;
use serde::Serialize;

use crate::db::{Tx, batch};
use crate::error::Result;

sql! {
    // In a fixed order, so that two nodes do not wait for each other.
    ADD = "INSERT INTO tally (owner, platform, chats, messages) \
        SELECT value ->> 'owner', value ->> 'platform', CAST(value ->> 'chats' AS BIGINT), CAST(value ->> 'messages' AS BIGINT) \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (owner, platform) DO UPDATE SET chats = tally.chats + excluded.chats, messages = tally.messages + excluded.messages";
    MESSAGES = "SELECT messages FROM chat WHERE id = $1";
}

/// Changes of the figures, by owner and platform.
#[derive(Debug, Default)]
pub(crate) struct Changes(BTreeMap<(String, &'static str), (i64, i64)>);

#[derive(Serialize)]
struct ChangeOut<'a> {
    owner: &'a str,
    platform: &'a str,
    chats: i64,
    messages: i64,
}

impl Changes {
    /// Adds to what `owner` has.
    pub(crate) fn add(
        &mut self,
        owner: Option<UserId>,
        platform: Platform,
        chats: i64,
        messages: i64,
    ) {
        let owner = owner.map(|u| u.to_string()).unwrap_or_default();
        let slot = self.0.entry((owner, platform.as_str())).or_default();
        slot.0 += chats;
        slot.1 += messages;
    }

    /// Stores the changes. These rows are shared by all accounts, and stay locked until the commit: this comes right
    /// before the events.
    pub(crate) async fn store(&self, tx: &mut Tx) -> Result<()> {
        let rows: Vec<_> = self
            .0
            .iter()
            .filter(|(_, change)| **change != (0, 0))
            .map(|((owner, platform), (chats, messages))| ChangeOut {
                owner,
                platform,
                chats: *chats,
                messages: *messages,
            })
            .collect();
        if !rows.is_empty() {
            on_tx!(tx, |c| sqlx::query(ADD)
                .bind(batch(&rows))
                .execute(c)
                .await?
                .rows_affected());
        }
        Ok(())
    }
}

/// A chat goes from whoever had it to `to`, with its messages.
pub(crate) async fn moved(tx: &mut Tx, chat: &Chat, to: Option<UserId>) -> Result<()> {
    let messages: i64 = on_tx!(tx, |c| sqlx::query_scalar(MESSAGES)
        .bind(chat.id.to_string())
        .fetch_one(c)
        .await?);
    let listed = i64::from(chat.summary.last_at.is_some());
    let mut changes = Changes::default();
    changes.add(chat.assigned_to, chat.platform, -listed, -messages);
    changes.add(to, chat.platform, listed, messages);
    changes.store(tx).await
}
