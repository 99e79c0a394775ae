//! What the business was told of its messages, so that the simulator can say what is lost for good: no webhook that was
//! taken brought it, no answer showed it, and none will, because Meta gives a conversation's twenty newest only
//! (platform notes §1.2, §4).

use serde_json::Value;

use crate::graph::nodes;
use crate::types::Message;
use crate::world::World;

impl World {
    /// The business knows this message.
    pub(crate) fn told(&mut self, mid: &str) {
        if self.messages.get(mid).is_some_and(|m| m.untold)
            && let Some(message) = self.messages.get_mut(mid)
        {
            message.untold = false;
        }
    }

    /// The answer of a list showed the newest messages of this thread, at most so many.
    pub(crate) fn told_newest(&mut self, customer: &str, shown: usize) {
        let newest: Vec<String> = self
            .thread(customer)
            .rev()
            .filter(|m| !m.deleted)
            .take(shown.min(nodes::READABLE))
            .filter(|m| m.untold)
            .map(|m| m.mid.clone())
            .collect();
        for mid in newest {
            self.told(&mid);
        }
    }

    /// A webhook with this body was taken.
    pub(crate) fn told_by(&mut self, body: &str) {
        let Ok(body) = serde_json::from_str::<Value>(body) else {
            return;
        };
        let entries = body["entry"].as_array().into_iter().flatten();
        let events = entries.flat_map(|entry| {
            let lists = ["messaging", "standby"].into_iter();
            let lists = lists.flat_map(|key| entry[key].as_array().into_iter().flatten());
            let changes = entry["changes"].as_array().into_iter().flatten();
            lists.chain(changes.map(|change| &change["value"]))
        });
        let mids: Vec<String> = events
            .flat_map(|event| [&event["message"]["mid"], &event["postback"]["mid"]])
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        for mid in mids {
            self.told(&mid);
        }
    }

    /// Messages that the business was never told of and cannot read any more, oldest first. What was unsent is not among
    /// them: Meta itself no longer has it.
    pub(crate) fn unrecoverable(&self, account: Option<&str>) -> Vec<&Message> {
        let mut lost: Vec<&Message> = self
            .messages
            .values()
            .filter(|m| m.untold && !m.deleted)
            .filter(|m| account.is_none_or(|id| id == m.account_id))
            .filter(|m| !nodes::is_readable(self, m))
            .collect();
        lost.sort_by_key(|m| m.seq);
        lost
    }
}
