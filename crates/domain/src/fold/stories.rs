//! The last words about stories (platform notes §1.9). They have rows of their own and never touch a chat.

use std::collections::BTreeMap;

use crate::account::Platform;
use crate::ids::{InsightId, MediaId};
use crate::insights::{Period, Scope, Snapshot, StoryFigures};
use crate::time::Timestamp;

use super::apply::Applied;
use super::state::{AccountFacts, State};

/// The answers about the stories of a batch, and whether they changed.
#[derive(Debug, Default)]
pub(super) struct Stories(BTreeMap<MediaId, (Snapshot, bool)>);

impl Stories {
    pub(super) fn changed(self) -> Vec<Snapshot> {
        let rows = self.0.into_values();
        rows.filter(|(_, changed)| *changed)
            .map(|(row, _)| row)
            .collect()
    }
}

impl State<'_> {
    /// Adds what was stored about the stories of the batch.
    #[must_use]
    pub fn with_stories(mut self, rows: Vec<Snapshot>) -> Self {
        let rows = rows
            .into_iter()
            .map(|row| (MediaId::new(row.entity.as_str()), (row, false)));
        self.stories = Stories(rows.collect());
        self
    }

    /// A story has ended.
    pub(super) fn story(
        &mut self,
        account: &AccountFacts,
        figures: &StoryFigures,
        arrived: Timestamp,
    ) -> Result<Applied, &'static str> {
        if account.platform != Platform::Instagram {
            return Err("only an Instagram account has stories");
        }
        let ids = self.ids;
        let (row, changed) = self
            .stories
            .0
            .entry(figures.media.clone())
            .or_insert_with(|| {
                let row = Snapshot::empty(
                    InsightId::new(ids.next()),
                    account.id,
                    Scope::Story,
                    figures.media.as_str(),
                    Period::Lifetime,
                    arrived,
                );
                (row, false)
            });
        let said = row.close(figures, arrived);
        *changed |= said;
        Ok(Applied {
            changed: said,
            chat: None,
            message: None,
        })
    }
}
