//! Who goes next: deliveries wait in lanes, one lane per customer, so that order is kept where
//! nothing fails (platform notes §1.3), while lanes run beside each other.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// A delivery waiting in a lane.
#[derive(Clone, Debug)]
struct Waiting {
    id: String,
    seq: u64,
    due_at: i64,
    held: bool,
}

/// The waiting lines. Nothing here is stored: it is rebuilt from the pending deliveries at start.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    lanes: HashMap<String, VecDeque<Waiting>>,
    /// The first of each lane that may go, by time and order.
    heads: BTreeSet<(i64, u64, String)>,
    in_flight: HashSet<String>,
}

impl Lanes {
    pub(crate) fn push(&mut self, lane: &str, id: &str, seq: u64, due_at: i64, held: bool) {
        let line = self.lanes.entry(lane.to_owned()).or_default();
        line.push_back(Waiting {
            id: id.to_owned(),
            seq,
            due_at,
            held,
        });
        if line.len() == 1 {
            self.show(lane);
        }
    }

    /// Takes the first that is due; it stays the head of its lane until it is `done` or `retry`.
    pub(crate) fn take(&mut self, now: i64) -> Option<String> {
        let first = self.heads.first()?;
        if first.0 > now {
            return None;
        }
        let (_, _, lane) = self.heads.pop_first()?;
        let id = self.lanes.get(&lane)?.front()?.id.clone();
        self.in_flight.insert(lane);
        Some(id)
    }

    /// When the next one is due.
    pub(crate) fn next_due(&self) -> Option<(i64, u64)> {
        self.heads.first().map(|(due, seq, _)| (*due, *seq))
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// The head of this lane is finished, or has been put elsewhere.
    pub(crate) fn done(&mut self, lane: &str) {
        self.in_flight.remove(lane);
        if let Some(line) = self.lanes.get_mut(lane) {
            line.pop_front();
            if line.is_empty() {
                self.lanes.remove(lane);
            }
        }
        self.show(lane);
    }

    /// The head of this lane goes again later, before everything behind it.
    pub(crate) fn retry(&mut self, lane: &str, due_at: i64) {
        self.in_flight.remove(lane);
        if let Some(head) = self.lanes.get_mut(lane).and_then(VecDeque::front_mut) {
            head.due_at = due_at;
        }
        self.show(lane);
    }

    /// Lets a held delivery go, or moves its time.
    pub(crate) fn change(&mut self, lane: &str, id: &str, due_at: i64) {
        let Some(line) = self.lanes.get_mut(lane) else {
            return;
        };
        let Some(waiting) = line.iter_mut().find(|w| w.id == id) else {
            return;
        };
        let old = (waiting.due_at, waiting.seq, lane.to_owned());
        waiting.held = false;
        waiting.due_at = due_at;
        self.heads.remove(&old);
        self.show(lane);
    }

    /// Takes one out of its lane, unless it is on its way already.
    pub(crate) fn remove(&mut self, lane: &str, id: &str) {
        let Some(line) = self.lanes.get_mut(lane) else {
            return;
        };
        let Some(at) = line.iter().position(|w| w.id == id) else {
            return;
        };
        if at == 0 && self.in_flight.contains(lane) {
            return;
        }
        if let Some(gone) = line.remove(at) {
            self.heads.remove(&(gone.due_at, gone.seq, lane.to_owned()));
        }
        if line.is_empty() {
            self.lanes.remove(lane);
        }
        self.show(lane);
    }

    /// Puts the head of a lane among those that may go.
    fn show(&mut self, lane: &str) {
        if self.in_flight.contains(lane) {
            return;
        }
        if let Some(head) = self.lanes.get(lane).and_then(VecDeque::front)
            && !head.held
        {
            self.heads.insert((head.due_at, head.seq, lane.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_keeps_its_order_and_lanes_run_beside_each_other() {
        let mut lanes = Lanes::default();
        lanes.push("a", "a1", 1, 0, false);
        lanes.push("a", "a2", 2, 0, false);
        lanes.push("b", "b1", 3, 0, false);
        assert_eq!(lanes.take(0).as_deref(), Some("a1"));
        assert_eq!(lanes.take(0).as_deref(), Some("b1"));
        assert_eq!(lanes.take(0), None);
        lanes.retry("a", 10);
        assert_eq!(lanes.take(5), None);
        assert_eq!(lanes.take(10).as_deref(), Some("a1"));
        lanes.done("a");
        assert_eq!(lanes.take(10).as_deref(), Some("a2"));
        lanes.done("a");
        lanes.done("b");
        assert_eq!((lanes.next_due(), lanes.in_flight()), (None, 0));
    }

    #[test]
    fn a_held_delivery_holds_its_lane() {
        let mut lanes = Lanes::default();
        lanes.push("a", "a1", 1, 0, true);
        lanes.push("a", "a2", 2, 0, false);
        assert_eq!(lanes.take(0), None);
        lanes.change("a", "a1", 0);
        assert_eq!(lanes.take(0).as_deref(), Some("a1"));
    }

    #[test]
    fn removing_the_head_lets_the_next_go() {
        let mut lanes = Lanes::default();
        lanes.push("a", "a1", 1, 50, false);
        lanes.push("a", "a2", 2, 0, false);
        lanes.remove("a", "a1");
        assert_eq!(lanes.take(0).as_deref(), Some("a2"));
    }
}
