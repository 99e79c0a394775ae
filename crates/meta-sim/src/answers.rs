//! Customers who answer by themselves, for a demo without a second person and for load that talks back.

use crate::actions::NewMessage;
use crate::types::{PlannedKind, Side};
use crate::world::World;

/// How long the person thinks after having read.
const THINKS_MS: i64 = 3_000;
/// Answers to one customer's thread in a row without a person's word: an inbox that answers by itself would go on for ever.
const IN_A_ROW: usize = 5;
/// What they say, in turn.
const WORDS: [&str; 6] = [
    "Thank you!",
    "Great, and do you deliver on Saturdays?",
    "Perfect. Which sizes do you have?",
    "Ok, I'll think about it \u{1f642}",
    "That helps a lot, thanks",
    "Could you send me a picture?",
];

impl World {
    /// Plans the answer to what the business just said, once for several messages.
    pub(crate) fn plan_answer(&mut self, customer: &str, mid: &str, after_ms: i64) {
        let planned =
            |p: &crate::types::Planned| p.what == PlannedKind::Answer && p.customer_id == customer;
        if !self.auto_answer() || self.planned.values().any(planned) {
            return;
        }
        self.plan(after_ms + THINKS_MS, customer, mid, PlannedKind::Answer);
    }

    /// The person answers, unless the last words are theirs already or it has gone on for too long.
    pub(crate) fn answer(&mut self, customer: &str) -> Option<String> {
        let last = self.thread(customer).next_back().map(|m| m.from);
        if last != Some(Side::Business) {
            return None;
        }
        let by_itself = self
            .thread(customer)
            .rev()
            .filter(|m| m.from == Side::Customer)
            .take_while(|m| WORDS.contains(&m.text.as_deref().unwrap_or_default()))
            .take(IN_A_ROW)
            .count();
        if by_itself == IN_A_ROW {
            return None;
        }
        let said = self.thread(customer).count();
        let new = NewMessage {
            text: Some(WORDS[said % WORDS.len()].to_owned()),
            ..NewMessage::default()
        };
        self.write(customer, new).ok()?.delivery_id
    }
}
