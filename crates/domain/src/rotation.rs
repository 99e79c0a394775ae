//! Whose turn it is: new chats go to the active agents one after the other (`AUTO_ASSIGN=round_robin`).

use crate::chat::{Chat, ChatState};
use crate::ids::UserId;

/// Whether a chat is to be given to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It stays as it is.
    Nothing,
    /// Whoever is next gets it.
    Agent,
    /// It stays with this person if they can still log in; else whoever is next gets it.
    UnlessActive(UserId),
}

/// What a batch of deliveries makes of a chat: the customer's first message asks for an agent, and so does one that
/// brings a resolved chat back. Whom somebody gave it to keeps it, as long as they are there.
#[must_use]
pub fn claim(before: Option<&Chat>, now: &Chat) -> Claim {
    let heard = now.summary.last_incoming_at;
    let first = heard.is_some() && before.is_none_or(|b| b.summary.last_incoming_at.is_none());
    let back =
        before.is_some_and(|b| b.state == ChatState::Resolved) && now.state == ChatState::Open;
    match (first || back, now.assigned_to) {
        (false, _) => Claim::Nothing,
        (true, None) => Claim::Agent,
        (true, Some(owner)) => Claim::UnlessActive(owner),
    }
}

/// Who gets the next `count` chats. `agents` are those who can take one now, in the order of their ids, which is that
/// in which they joined; `last` is who had the last turn, whether or not they are still there. Everybody gets one
/// before anybody gets a second; who joins is at the end of the round; nobody if there is nobody.
#[must_use]
pub fn deal(agents: &[UserId], last: Option<UserId>, count: usize) -> Vec<UserId> {
    let next = last.map_or(0, |last| agents.partition_point(|a| *a <= last));
    agents
        .iter()
        .cycle()
        .skip(next % agents.len().max(1))
        .take(count)
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn agent(n: u128) -> UserId {
        UserId::new(Uuid::from_u128(n))
    }

    #[test]
    fn the_first_message_and_one_that_brings_a_chat_back_ask_for_an_agent() {
        let silent = crate::chat::tests::chat();
        let mut heard = silent.clone();
        heard.summary.last_incoming_at = Some(crate::time::Timestamp::EPOCH);
        let resolved = Chat {
            state: ChatState::Resolved,
            ..heard.clone()
        };
        let mine = |chat: &Chat| Chat {
            assigned_to: Some(agent(1)),
            ..chat.clone()
        };
        assert_eq!(claim(None, &heard), Claim::Agent);
        assert_eq!(
            claim(Some(&silent), &heard),
            Claim::Agent,
            "a receipt made the chat"
        );
        assert_eq!(
            claim(Some(&mine(&silent)), &mine(&heard)),
            Claim::UnlessActive(agent(1))
        );
        assert_eq!(
            claim(None, &silent),
            Claim::Nothing,
            "the business wrote first"
        );
        assert_eq!(
            claim(Some(&heard), &heard),
            Claim::Nothing,
            "given back on purpose"
        );
        assert_eq!(claim(Some(&resolved), &heard), Claim::Agent);
        assert_eq!(
            claim(Some(&mine(&resolved)), &mine(&heard)),
            Claim::UnlessActive(agent(1))
        );
        assert_eq!(claim(Some(&resolved), &resolved), Claim::Nothing);
    }

    #[test]
    fn goes_round_and_skips_who_has_left() {
        let all = [agent(1), agent(2), agent(3)];
        assert_eq!(
            deal(&all, None, 4),
            [agent(1), agent(2), agent(3), agent(1)]
        );
        assert_eq!(deal(&all, Some(agent(2)), 2), [agent(3), agent(1)]);
        assert_eq!(deal(&all, Some(agent(3)), 1), [agent(1)]);
        assert_eq!(
            deal(&[agent(1), agent(3)], Some(agent(2)), 2),
            [agent(3), agent(1)]
        );
        assert!(deal(&[], Some(agent(2)), 2).is_empty());
    }

    proptest! {
        #[test]
        fn nobody_gets_two_more_than_another(agents in 1_u128..9, turns in prop::collection::vec(0_usize..6, 0..20)) {
            let agents: Vec<UserId> = (1..=agents).map(agent).collect();
            let mut got = vec![0_usize; agents.len()];
            let mut last = None;
            for count in turns {
                let dealt = deal(&agents, last, count);
                prop_assert_eq!(dealt.len(), count);
                for who in dealt {
                    got[agents.iter().position(|a| *a == who).unwrap()] += 1;
                    last = Some(who);
                }
            }
            let (least, most) = (got.iter().min().unwrap(), got.iter().max().unwrap());
            prop_assert!(most - least <= 1, "{got:?}");
        }
    }
}
