//! What everybody can see: comments and mentions. They have rows of their own and never touch a chat.

use std::collections::BTreeMap;

use crate::account::Platform;
use crate::comment::{Comment, Facts, Mention, MentionFacts, MentionKey, is_named};
use crate::ids::{AccountId, CommentId, CustomerId, MediaId, Mid, UserId};
use crate::inbound::{CommentEvent, MentionEvent};
use crate::message::{Content, Direction, Rank};
use crate::outbox::SendState;
use crate::time::Timestamp;

use super::apply::Applied;
use super::state::{AccountFacts, FollowUp, State};

/// The comments and mentions of a batch, as they are and as they were.
#[derive(Debug, Default)]
pub(super) struct Public {
    comments: BTreeMap<(AccountId, CommentId), Comment>,
    mentions: BTreeMap<(AccountId, MentionKey), Mention>,
    old_comments: BTreeMap<(AccountId, CommentId), Comment>,
    old_mentions: BTreeMap<(AccountId, MentionKey), Mention>,
}

impl Public {
    pub(super) fn changed_comments(&self) -> Vec<(Option<Comment>, Comment)> {
        let pairs = self.comments.iter().map(|(key, now)| {
            let before = self.old_comments.get(key);
            (before.cloned(), now.clone())
        });
        pairs
            .filter(|(before, now)| before.as_ref() != Some(now))
            .collect()
    }

    pub(super) fn changed_mentions(&self) -> Vec<Mention> {
        let changed = self
            .mentions
            .iter()
            .filter(|(key, now)| self.old_mentions.get(key) != Some(now));
        changed.map(|(_, mention)| mention.clone()).collect()
    }
}

impl State<'_> {
    /// Adds the comments and mentions that were read for the batch.
    #[must_use]
    pub fn with_public(mut self, comments: Vec<Comment>, mentions: Vec<Mention>) -> Self {
        let comments = comments.into_iter().map(|c| ((c.account, c.id.clone()), c));
        self.public.comments = comments.collect();
        self.public.old_comments.clone_from(&self.public.comments);
        let mentions = mentions
            .into_iter()
            .map(|m| ((m.account, m.key.clone()), m));
        self.public.mentions = mentions.collect();
        self.public.old_mentions.clone_from(&self.public.mentions);
        self
    }

    /// Takes in what is known of a comment from elsewhere than a delivery; says whether that changed anything.
    pub fn learn_comment(&mut self, account: &AccountFacts, id: &CommentId, facts: Facts) -> bool {
        let key = (account.id, id.clone());
        let existed = self.public.comments.contains_key(&key);
        let row = self.public.comments.entry(key).or_insert_with(|| Comment {
            account: account.id,
            external: account.external.clone(),
            platform: account.platform,
            id: id.clone(),
            facts: Facts::default(),
        });
        let before = row.facts.clone();
        row.facts.merge(facts);
        // Only Instagram's handles are one word that `@` can stand before.
        row.facts.mentions |= account.platform == Platform::Instagram
            && is_named(row.facts.text(), &account.username);
        let media = row.facts.media.clone();
        let changed = !existed || before != row.facts;
        if let (true, Some(media)) = (changed, media) {
            self.follow_ups
                .insert(FollowUp::FetchPost(account.id, media));
        }
        changed
    }

    pub(super) fn comment(
        &mut self,
        account: &AccountFacts,
        event: &CommentEvent,
        arrived: Timestamp,
    ) -> Applied {
        let facts = Facts::of_event(event, &account.external, arrived);
        nothing_of_a_chat(self.learn_comment(account, &event.id, facts))
    }

    pub(super) fn mention(
        &mut self,
        account: &AccountFacts,
        event: &MentionEvent,
        arrived: Timestamp,
    ) -> Applied {
        let key = MentionKey::of(event.media.as_ref(), event.comment.as_ref());
        let changed = self.learn_mention(account, &key, MentionFacts::of_event(event, arrived));
        if changed {
            self.follow_ups
                .insert(FollowUp::FetchMention(account.id, key));
        }
        nothing_of_a_chat(changed)
    }

    /// Takes in what is known of a mention; says whether that changed anything.
    pub fn learn_mention(
        &mut self,
        account: &AccountFacts,
        key: &MentionKey,
        facts: MentionFacts,
    ) -> bool {
        let at = (account.id, key.clone());
        let existed = self.public.mentions.contains_key(&at);
        let row = self.public.mentions.entry(at).or_insert_with(|| Mention {
            account: account.id,
            external: account.external.clone(),
            platform: account.platform,
            key: key.clone(),
            facts: MentionFacts::default(),
        });
        let before = row.facts.clone();
        row.facts.merge(facts);
        !existed || before != row.facts
    }

    /// Something happened to a post: it is fetched, whatever it was.
    pub(super) fn post(&mut self, account: &AccountFacts, media: &MediaId) -> Applied {
        let follow_up = FollowUp::RefreshPost(account.id, media.clone());
        nothing_of_a_chat(self.follow_ups.insert(follow_up))
    }
}

/// A comment that was answered with a message.
impl State<'_> {
    /// Puts a private reply that Meta took into the customer's chat, which it may be the first message of. It opens no
    /// window: only the customer's answer does (platform notes §2.3).
    #[expect(clippy::too_many_arguments, reason = "the parts of one message")]
    pub fn replied_privately(
        &mut self,
        account: &AccountFacts,
        customer: &CustomerId,
        mid: &Mid,
        text: &str,
        by: UserId,
        comment: &CommentId,
        at: Timestamp,
    ) {
        let chat = self.chat(account, customer);
        let id = self.row(account.id, mid);
        let content = Content {
            text: text.to_owned(),
            context: Some(serde_json::json!({"comment_id": comment})),
            ..Content::default()
        };
        self.show(id, chat, Rank::Ours, Direction::Outbound, at, &content);
        self.change(id, |m| {
            m.sent_by = Some(by);
            m.send = m.send.or(Some(SendState::Sent));
        });
    }
}

const fn nothing_of_a_chat(changed: bool) -> Applied {
    Applied {
        changed,
        chat: None,
        message: None,
    }
}
