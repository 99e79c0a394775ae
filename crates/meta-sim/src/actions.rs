//! What a customer can do, and the webhook each act becomes (platform notes §1.6, §1.7).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::events::{self, Outgoing};
use crate::types::{Account, Attachment, Customer, Message, Platform, Reaction, Side};
use crate::world::{World, preview};

/// Messenger lets a message be edited this often (§1.7).
const MESSENGER_EDITS: u32 = 5;

/// A message as the control API takes it; everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct NewMessage {
    #[serde(default)]
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) attachments: Vec<Attachment>,
    #[serde(default)]
    pub(crate) reply_to: Option<String>,
    #[serde(default)]
    pub(crate) story: Option<Value>,
    #[serde(default)]
    pub(crate) quick_reply: Option<String>,
    #[serde(default)]
    pub(crate) referral: Option<Value>,
    #[serde(default)]
    pub(crate) unsupported: bool,
    /// When it was written, ms; for history. Now if absent.
    #[serde(default)]
    pub(crate) timestamp: Option<i64>,
}

/// An act beside writing.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum Act {
    /// Removes with `unreact`.
    React {
        mid: String,
        #[serde(default)]
        reaction: Option<String>,
        #[serde(default)]
        emoji: Option<String>,
    },
    Unreact {
        mid: String,
    },
    Edit {
        mid: String,
        text: String,
    },
    Unsend {
        mid: String,
    },
    Postback {
        #[serde(default)]
        mid: Option<String>,
        title: String,
        payload: String,
        #[serde(default)]
        referral: Option<Value>,
    },
    /// An ig.me or m.me link, or an ad, on a thread.
    Referral {
        #[serde(default)]
        referral: Option<Value>,
    },
    /// Sees everything the business wrote so far.
    Read,
}

/// What came of an act.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Acted {
    pub(crate) customer_id: String,
    pub(crate) mid: Option<String>,
    /// None where Meta sends nothing.
    pub(crate) delivery_id: Option<String>,
    pub(crate) timestamp: i64,
}

/// Why an act is impossible.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("no customer with this id")]
    NoCustomer,
    #[error("no message with this mid in the thread")]
    NoMessage,
    #[error("a message needs text, an attachment or something else to say")]
    Empty,
    #[error("only the customer's own messages can be edited or unsent")]
    NotTheirs,
    #[error("the account has no such post")]
    NoPost,
    #[error("no comment with this id")]
    NoComment,
    #[error("the message was unsent")]
    Unsent,
    #[error("Messenger allows five edits of a message")]
    TooManyEdits,
}

impl World {
    pub(crate) fn pair(&self, customer_id: &str) -> Result<(Account, Customer), Refused> {
        let customer = self
            .customers
            .get(customer_id)
            .ok_or(Refused::NoCustomer)?
            .clone();
        let account = self
            .accounts
            .get(&customer.account_id)
            .ok_or(Refused::NoCustomer)?
            .clone();
        Ok((account, customer))
    }

    /// Time of the next thing in a thread: never the same twice, so that a thread has one order.
    pub(crate) fn thread_time(&self, customer: &Customer) -> i64 {
        self.now.max(customer.last_at + 1)
    }

    /// The window opens for 24 hours (§2.3), and the profile may be read from now on (§3).
    fn open_window(&mut self, customer_id: &str) {
        let now = self.meta_now();
        if let Some(customer) = self.customers.get_mut(customer_id) {
            customer.opened_at = customer.opened_at.max(Some(now));
            customer.consent = true;
        }
    }

    /// The customer writes.
    pub(crate) fn write(&mut self, customer_id: &str, new: NewMessage) -> Result<Acted, Refused> {
        let (account, customer) = self.pair(customer_id)?;
        let says_nothing = new.text.as_deref().is_none_or(str::is_empty)
            && new.attachments.is_empty()
            && !new.unsupported
            && new.referral.is_none();
        if says_nothing {
            return Err(Refused::Empty);
        }
        let timestamp = new.timestamp.unwrap_or_else(|| self.thread_time(&customer));
        let mid = self.new_mid(account.platform, &account.id, customer_id);
        let seq = self.next();
        let sample = self.sample_urls(&new.attachments);
        let message = Message {
            mid: mid.clone(),
            seq,
            account_id: account.id.clone(),
            customer_id: customer_id.to_owned(),
            from: Side::Customer,
            text: new.text.filter(|t| !t.is_empty()),
            attachments: sample,
            reply_to: new.reply_to,
            story: new.story,
            quick_replies: Vec::new(),
            quick_reply_payload: new.quick_reply,
            postback: None,
            referral: new.referral,
            reactions: Vec::new(),
            edits: 0,
            deleted: false,
            unsupported: new.unsupported,
            timestamp,
            tag: None,
            untold: true,
        };
        let event = events::event(
            customer_id,
            &account.id,
            timestamp,
            json!({"message": events::message(self, &message)}),
        );
        let summary = events::summary(&message);
        self.add_message(message);
        self.open_window(customer_id);
        let delivery_id = self.send_out(account, customer_id, "messages", summary, event);
        Ok(Acted {
            customer_id: customer_id.to_owned(),
            mid: Some(mid),
            delivery_id,
            timestamp,
        })
    }

    /// An attachment that a person gave no address gets one of ours.
    fn sample_urls(&self, attachments: &[Attachment]) -> Vec<Attachment> {
        let base = self.fixed.base_url.as_str().trim_end_matches('/');
        attachments
            .iter()
            .cloned()
            .map(|mut attachment| {
                if attachment.url.is_none() && attachment.payload.is_none() {
                    attachment.url = match attachment.kind.as_str() {
                        "ephemeral" | "unsupported_type" => None,
                        "audio" => Some(format!("{base}/_sim/media/sample.wav")),
                        "file" => Some(format!("{base}/_sim/media/sample.pdf")),
                        _ => Some(format!("{base}/_sim/media/sample.png")),
                    };
                }
                attachment
            })
            .collect()
    }

    fn send_out(
        &mut self,
        account: Account,
        customer_id: &str,
        kind: &'static str,
        summary: String,
        event: Value,
    ) -> Option<String> {
        let customer_id = customer_id.to_owned();
        self.queue(Outgoing {
            account,
            customer_id,
            kind,
            summary,
            event,
            held: false,
            change: false,
        })
    }

    /// The customer does something else than writing.
    pub(crate) fn act(&mut self, customer_id: &str, act: Act) -> Result<Acted, Refused> {
        let (account, customer) = self.pair(customer_id)?;
        let timestamp = self.thread_time(&customer);
        let acted = |mid: Option<String>, delivery_id: Option<String>| Acted {
            customer_id: customer_id.to_owned(),
            mid,
            delivery_id,
            timestamp,
        };
        match act {
            Act::React {
                mid,
                reaction,
                emoji,
            } => {
                let (reaction, emoji) =
                    reaction_names(account.platform, reaction.as_deref(), emoji.as_deref());
                self.set_reaction(
                    customer_id,
                    &mid,
                    Some(Reaction {
                        from: Side::Customer,
                        reaction: reaction.clone(),
                        emoji: emoji.clone(),
                        at: timestamp,
                    }),
                )?;
                // §2.3: on Messenger a reaction opens the window too.
                if account.platform == Platform::Facebook {
                    self.open_window(customer_id);
                }
                let body =
                    json!({"mid": mid, "action": "react", "reaction": reaction, "emoji": emoji});
                let event = events::event(
                    customer_id,
                    &account.id,
                    timestamp,
                    json!({"reaction": body}),
                );
                let delivery =
                    self.send_out(account, customer_id, "message_reactions", reaction, event);
                Ok(acted(Some(mid), delivery))
            }
            Act::Unreact { mid } => {
                self.set_reaction(customer_id, &mid, None)?;
                // §1.6: no reaction, no emoji.
                let body = json!({"mid": mid, "action": "unreact"});
                let event = events::event(
                    customer_id,
                    &account.id,
                    timestamp,
                    json!({"reaction": body}),
                );
                let delivery = self.send_out(
                    account,
                    customer_id,
                    "message_reactions",
                    String::from("unreact"),
                    event,
                );
                Ok(acted(Some(mid), delivery))
            }
            Act::Edit { mid, text } => {
                let limit = (account.platform == Platform::Facebook).then_some(MESSENGER_EDITS);
                let message = self.own(customer_id, &mid)?;
                if limit.is_some_and(|n| message.edits >= n) {
                    return Err(Refused::TooManyEdits);
                }
                message.text = Some(text.clone());
                message.edits += 1;
                let number = message.edits;
                self.refresh_preview(customer_id, &mid);
                let body = json!({"mid": mid, "text": text, "num_edit": number});
                let event = events::event(
                    customer_id,
                    &account.id,
                    timestamp,
                    json!({"message_edit": body}),
                );
                let kind = match account.platform {
                    Platform::Instagram => "message_edit",
                    Platform::Facebook => "message_edits",
                };
                let delivery =
                    self.send_out(account, customer_id, kind, format!("edit {number}"), event);
                Ok(acted(Some(mid), delivery))
            }
            Act::Unsend { mid } => {
                let message = self.own(customer_id, &mid)?;
                message.deleted = true;
                message.text = None;
                message.attachments.clear();
                self.refresh_preview(customer_id, &mid);
                // §1.6; §1.7 knows no such event: Messenger tells nobody.
                let delivery = if account.platform == Platform::Instagram {
                    let body = json!({"mid": mid, "is_deleted": true});
                    let event = events::event(
                        customer_id,
                        &account.id,
                        timestamp,
                        json!({"message": body}),
                    );
                    self.send_out(
                        account,
                        customer_id,
                        "messages",
                        String::from("unsent"),
                        event,
                    )
                } else {
                    None
                };
                Ok(acted(Some(mid), delivery))
            }
            Act::Postback {
                mid: source,
                title,
                payload,
                referral,
            } => {
                let mid = self.new_mid(account.platform, &account.id, customer_id);
                let mut body = json!({"mid": mid, "title": title, "payload": payload});
                if let (Some(referral), Platform::Facebook) = (&referral, account.platform) {
                    body["referral"] = referral.clone();
                }
                let seq = self.next();
                self.add_message(Message {
                    mid: mid.clone(),
                    seq,
                    account_id: account.id.clone(),
                    customer_id: customer_id.to_owned(),
                    from: Side::Customer,
                    text: Some(title.clone()),
                    attachments: Vec::new(),
                    reply_to: source,
                    story: None,
                    quick_replies: Vec::new(),
                    quick_reply_payload: None,
                    postback: Some(json!({"title": title, "payload": payload})),
                    referral,
                    reactions: Vec::new(),
                    edits: 0,
                    deleted: false,
                    unsupported: false,
                    timestamp,
                    tag: None,
                    untold: true,
                });
                self.open_window(customer_id);
                let event = events::event(
                    customer_id,
                    &account.id,
                    timestamp,
                    json!({"postback": body}),
                );
                let delivery =
                    self.send_out(account, customer_id, "messaging_postbacks", title, event);
                Ok(acted(Some(mid), delivery))
            }
            Act::Referral { referral } => {
                let (kind, source) = match account.platform {
                    Platform::Instagram => ("messaging_referral", "IGME-SOURCE-LINK"),
                    Platform::Facebook => ("messaging_referrals", "SHORTLINK"),
                };
                let referral = referral.unwrap_or_else(
                    || json!({"ref": "winter-sale", "source": source, "type": "OPEN_THREAD"}),
                );
                self.open_window(customer_id);
                let event = events::event(
                    customer_id,
                    &account.id,
                    timestamp,
                    json!({"referral": referral}),
                );
                let delivery =
                    self.send_out(account, customer_id, kind, String::from("referral"), event);
                Ok(acted(None, delivery))
            }
            Act::Read => {
                let delivery = self.customer_read(customer_id, None);
                Ok(acted(None, delivery))
            }
        }
    }

    fn own(&mut self, customer_id: &str, mid: &str) -> Result<&mut Message, Refused> {
        let message = self.messages.get(mid).ok_or(Refused::NoMessage)?;
        if message.customer_id != customer_id {
            return Err(Refused::NoMessage);
        }
        if message.from != Side::Customer {
            return Err(Refused::NotTheirs);
        }
        if message.deleted {
            return Err(Refused::Unsent);
        }
        self.messages.get_mut(mid).ok_or(Refused::NoMessage)
    }

    /// Sets or removes the reaction of one side; a person has one reaction per message.
    pub(crate) fn set_reaction(
        &mut self,
        customer_id: &str,
        mid: &str,
        reaction: Option<Reaction>,
    ) -> Result<(), Refused> {
        let side = reaction.as_ref().map_or(Side::Customer, |r| r.from);
        self.set_reaction_of(side, customer_id, mid, reaction)
    }

    /// As [`Self::set_reaction`], for a side named outright.
    pub(crate) fn set_reaction_of(
        &mut self,
        side: Side,
        customer_id: &str,
        mid: &str,
        reaction: Option<Reaction>,
    ) -> Result<(), Refused> {
        let message = self
            .messages
            .get_mut(mid)
            .filter(|m| m.customer_id == customer_id)
            .ok_or(Refused::NoMessage)?;
        if message.deleted {
            return Err(Refused::Unsent);
        }
        message.reactions.retain(|r| r.from != side);
        message.reactions.extend(reaction);
        Ok(())
    }

    fn refresh_preview(&mut self, customer_id: &str, mid: &str) {
        if self
            .threads
            .get(customer_id)
            .and_then(|t| t.last())
            .is_some_and(|last| last == mid)
            && let Some(text) = self.messages.get(mid).map(preview)
            && let Some(customer) = self.customers.get_mut(customer_id)
        {
            customer.last_text = text;
        }
    }
}

/// Name and emoji of a reaction; Instagram and Messenger have different lists (§1.6, §1.7).
fn reaction_names(
    platform: Platform,
    reaction: Option<&str>,
    emoji: Option<&str>,
) -> (String, String) {
    const SHARED: [(&str, &str); 5] = [
        ("love", "\u{2764}\u{fe0f}"),
        ("wow", "😮"),
        ("sad", "😢"),
        ("angry", "😠"),
        ("like", "👍"),
    ];
    let own: &[(&str, &str)] = match platform {
        Platform::Instagram => &[("laugh", "😆")],
        Platform::Facebook => &[("smile", "😆"), ("dislike", "👎")],
    };
    let known = || SHARED.iter().chain(own);
    match (reaction, emoji) {
        (Some(reaction), Some(emoji)) => (reaction.to_owned(), emoji.to_owned()),
        (Some(reaction), None) => {
            let emoji = known()
                .find(|(name, _)| *name == reaction)
                .map_or("❤️", |(_, emoji)| emoji);
            (reaction.to_owned(), emoji.to_owned())
        }
        (None, Some(emoji)) => {
            let bare = emoji.trim_end_matches('\u{fe0f}');
            let name = known()
                .find(|(_, e)| e.trim_end_matches('\u{fe0f}') == bare)
                .map_or("other", |(name, _)| name);
            (name.to_owned(), emoji.to_owned())
        }
        (None, None) => (String::from("love"), String::from("❤️")),
    }
}
