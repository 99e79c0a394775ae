//! Lists of chats. Every filter is a condition of one statement; what differs is the index that the rows come from,
//! chosen so that few rows are read in vain however many there are.

use domain::account::Platform;
use domain::chat::{Chat, ChatState};
use domain::ids::{ChatId, UserId};
use domain::label::Label;
use domain::search::{Range, ranges};
use domain::time::Timestamp;
use domain::user::{AgentVisibility, Role, Viewer};
use domain::window::WindowFilter;
use domain::wire;
use serde::{Deserialize, Serialize};

use crate::chat_columns;
use crate::db::{Db, batch, plain};
use crate::error::Result;
use crate::ingest::View;
use crate::rows::{self, ChatRow, Key};

/// A page of a list: from where the rows come, their place in the order of the list, and what narrows them down. `$1`
/// to `$15` are the same in each.
macro_rules! list {
    ($from:literal, $at:literal, $id:literal, $scope:literal) => {
        concat!("SELECT ", chat_columns!(), " FROM ", $from, " WHERE c.last_at IS NOT NULL AND (", $at, ", ", $id, ") < ($1, $2) ", $scope, " \
        AND ($3 = '' OR c.platform = $3) \
        AND ($5 = '' OR ($5 = 'assigned' AND c.assigned_to IS NOT NULL) OR ($5 = 'unassigned' AND c.assigned_to IS NULL)) \
        AND ($6 = '' OR c.state = $6) \
        AND ($7 = 0 OR c.assigned_to = $4) \
        AND ($8 = 0 OR c.unread > 0) \
        AND ($9 = 0 OR (COALESCE(c.window_at, -1) >= $10 AND COALESCE(c.window_at, -1) < $11 AND (c.window_at IS NOT NULL OR c.begun_here = 0))) \
        AND ($12 = '' OR EXISTS (SELECT 1 FROM chat_label h WHERE h.chat_id = c.id AND h.label = $12)) \
        AND ($15 = 2 OR c.assigned_to = $4 OR ($15 = 1 AND c.assigned_to IS NULL)) \
        AND NOT EXISTS (SELECT 1 FROM json_each(CAST($13 AS TEXT)) k WHERE NOT EXISTS \
            (SELECT 1 FROM chat_word w WHERE w.chat_id = c.id AND w.word >= k.value ->> 'a' AND w.word < k.value ->> 'b')) \
        ORDER BY ", $at, " DESC, ", $id, " DESC LIMIT $14")
    };
}

sql! {
    LIST = list!("chat c", "c.last_at", "c.id", "");
    LIST_OF_PLATFORM = list!("chat c", "c.last_at", "c.id", "AND c.platform = $3");
    LIST_OF_AGENT = list!("chat c", "c.last_at", "c.id", "AND c.assigned_to = $4");
    LIST_OF_NOBODY = list!("chat c", "c.last_at", "c.id", "AND c.assigned_to IS NULL");
    LIST_OF_STATE = list!("chat c", "c.last_at", "c.id", "AND c.state = $6");
    LIST_UNREAD = list!("chat c", "c.last_at", "c.id", "AND c.unread > 0");
    LIST_OF_LABEL = list!("chat_label l CROSS JOIN chat c", "l.last_at", "l.chat_id", "AND l.label = $12 AND c.id = l.chat_id");
    // All of them, few as they are, put into order.
    LIST_OF_WINDOW = list!("(SELECT o.id FROM chat o WHERE o.window_at >= $10 AND o.window_at < $11) AS few CROSS JOIN chat c", "c.last_at", "c.id", "AND c.id = few.id");
    LIST_FOUND = list!("(SELECT DISTINCT f.chat_id AS id FROM chat_word f WHERE f.word >= $16 AND f.word < $17) AS few CROSS JOIN chat c", "c.last_at", "c.id", "AND c.id = few.id");
    WINDOWS = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM chat WHERE window_at >= $1 AND window_at < $2 LIMIT $3) AS found";
    // The next label after each, which an index gives without reading its chats.
    LABELS = "WITH RECURSIVE next (label) AS (SELECT MIN(label) FROM chat_label WHERE label > $1 \
        UNION ALL SELECT (SELECT MIN(l.label) FROM chat_label l WHERE l.label > next.label) FROM next WHERE next.label IS NOT NULL) \
        SELECT (SELECT l.name FROM chat_label l WHERE l.label = next.label ORDER BY l.label, l.last_at, l.chat_id LIMIT 1) FROM next WHERE next.label IS NOT NULL LIMIT $2";
}

/// Up to this many chats are read and sorted for a page; beyond that, what is looked for is common, and reading the
/// newest chats until a page is full reads fewer. Sorting 2,000 takes a few milliseconds.
pub(crate) const FEW: i64 = 2_000;

/// Which chats a list shows. `None` and `false` mean all.
#[derive(Clone, Debug, Default)]
pub struct ChatFilter {
    /// On this platform.
    pub platform: Option<Platform>,
    /// That somebody has, or that nobody has.
    pub assigned: Option<bool>,
    /// In this state.
    pub state: Option<ChatState>,
    /// Assigned to whoever asks.
    pub mine: bool,
    /// With unread messages.
    pub unread: bool,
    /// With this window.
    pub window: Option<WindowFilter>,
    /// With this label, in any case.
    pub label: Option<String>,
    /// Whose name, id or messages have words that begin so.
    pub search: Option<String>,
}

/// Where a page of chats ends: the next begins after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatCursor {
    /// Microseconds of the last chat's newest message.
    pub at: i64,
    /// The last chat.
    pub id: ChatId,
}

/// The lists that together hold what is asked for.
struct Choice {
    lists: &'static [&'static str],
    /// What `$16` and `$17` are.
    found: Option<Range>,
}

/// Those that an index serves, of which the shortest is taken.
const fn by_owner(viewer: &Viewer, filter: &ChatFilter) -> &'static [&'static str] {
    match (viewer.role, viewer.visibility, filter.mine) {
        (_, _, true) | (Role::Agent, AgentVisibility::Assigned, _) => &[LIST_OF_AGENT],
        (Role::Agent, AgentVisibility::Unassigned, false) => &[LIST_OF_AGENT, LIST_OF_NOBODY],
        (Role::Admin, ..) if matches!(filter.assigned, Some(false)) => &[LIST_OF_NOBODY],
        (Role::Admin, ..) if filter.platform.is_some() => &[LIST_OF_PLATFORM],
        (Role::Admin, ..) => &[LIST],
    }
}

impl Db {
    /// From where a page is read: from what is rare, if anything asked for is.
    async fn choose(
        &self,
        viewer: &Viewer,
        filter: &ChatFilter,
        wanted: &[Range],
        window: (i64, i64),
    ) -> Result<Choice> {
        let from = |lists| Choice { lists, found: None };
        if let Some((found, true)) = self.rarest(wanted, FEW).await? {
            return Ok(Choice {
                lists: &[LIST_FOUND],
                found: Some(found),
            });
        }
        if filter.label.is_some() {
            return Ok(from(&[LIST_OF_LABEL]));
        }
        // What was never open is the rule where nobody writes first: closed ones are not few.
        if filter.window.is_some_and(|w| w != WindowFilter::Closed) {
            let n: i64 = on_db!(self, |c| sqlx::query_scalar(WINDOWS)
                .bind(window.0)
                .bind(window.1)
                .bind(FEW + 1)
                .fetch_one(c)
                .await?);
            if n <= FEW {
                return Ok(from(&[LIST_OF_WINDOW]));
            }
        }
        if filter.unread {
            return Ok(from(&[LIST_UNREAD]));
        }
        if filter.state.is_some_and(|s| s != ChatState::Open) {
            return Ok(from(&[LIST_OF_STATE]));
        }
        Ok(from(by_owner(viewer, filter)))
    }

    /// A page of chats that `viewer` may see, newest activity first, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn chats(
        &self,
        viewer: &Viewer,
        view: View,
        filter: &ChatFilter,
        after: Option<&ChatCursor>,
        limit: i64,
    ) -> Result<Vec<wire::Chat>> {
        let search = filter
            .search
            .as_deref()
            .map(str::trim)
            .filter(|q| !q.is_empty());
        let wanted = search.map(ranges).unwrap_or_default();
        if !wanted.is_empty() {
            self.catch_up().await?;
        }
        let (before_at, before_id) =
            after.map_or((i64::MAX, String::new()), |c| (c.at, c.id.to_string()));
        let (from, to) = filter
            .window
            .map_or((0, 0), |w| w.range(view.now, view.human_agent));
        let label = filter
            .label
            .as_deref()
            .map(|l| Label::new(l).key)
            .unwrap_or_default();
        // Nothing that can be found was asked for.
        if (search.is_some() && wanted.is_empty()) || (filter.label.is_some() && label.is_empty()) {
            return Ok(Vec::new());
        }
        let words: Vec<_> = wanted
            .iter()
            .map(|r| Key {
                a: r.from.as_str(),
                b: r.to.as_str(),
            })
            .collect();
        let words = batch(&words);
        let assigned = match filter.assigned {
            None => "",
            Some(true) => "assigned",
            Some(false) => "unassigned",
        };
        let sees = match (viewer.role, viewer.visibility) {
            (Role::Admin, _) => 2_i64,
            (Role::Agent, AgentVisibility::Unassigned) => 1,
            (Role::Agent, AgentVisibility::Assigned) => 0,
        };
        let choice = self.choose(viewer, filter, &wanted, (from, to)).await?;
        let mut rows: Vec<ChatRow> = Vec::new();
        for &list in choice.lists {
            rows.extend(on_db!(self, |c| {
                let query = sqlx::query_as::<_, ChatRow>(list)
                    .bind(before_at)
                    .bind(&before_id)
                    .bind(filter.platform.map_or("", Platform::as_str))
                    .bind(viewer.id.to_string())
                    .bind(assigned)
                    .bind(filter.state.map_or("", ChatState::as_str))
                    .bind(i64::from(filter.mine))
                    .bind(i64::from(filter.unread))
                    .bind(i64::from(filter.window.is_some()))
                    .bind(from)
                    .bind(to)
                    .bind(plain(&label))
                    .bind(&words)
                    .bind(limit)
                    .bind(sees);
                let query = match &choice.found {
                    Some(found) => query.bind(&found.from).bind(&found.to),
                    None => query,
                };
                query.fetch_all(c).await?
            }));
        }
        let mut chats: Vec<Chat> = rows::all(rows)?;
        chats.sort_by_key(|c| std::cmp::Reverse((c.summary.last_at, c.id)));
        chats.truncate(usize::try_from(limit).unwrap_or(0));
        let people = self
            .people(chats.iter().filter_map(|c| c.assigned_to))
            .await?;
        let agent = |id: Option<UserId>| id.and_then(|id| people.get(&id).cloned());
        Ok(chats
            .iter()
            .map(|c| wire::Chat::of(c, agent(c.assigned_to), view.now, view.human_agent))
            .collect())
    }

    /// The labels that chats have now, by the alphabet, after the one given, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn labels(&self, after: Option<&str>, limit: i64) -> Result<Vec<String>> {
        let after = after.map(|text| Label::new(text).key).unwrap_or_default();
        Ok(on_db!(self, |c| sqlx::query_scalar(LABELS)
            .bind(plain(&after))
            .bind(limit)
            .fetch_all(c)
            .await?))
    }
}

/// The cursor after the last of these chats.
#[must_use]
pub fn cursor_after(chats: &[wire::Chat]) -> Option<ChatCursor> {
    chats.last().map(|c| ChatCursor {
        at: Timestamp::micros(c.updated_at),
        id: c.id,
    })
}
