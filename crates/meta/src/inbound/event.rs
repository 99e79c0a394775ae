//! One messaging event: who, when, and which kind (§1.6, §1.7).

use domain::ids::{CustomerId, ExternalId, Mid};
use domain::inbound::{Holder, Inbound, Meaning, Reaction, ReadMark, What};
use domain::policy::PolicyAction;
use serde_json::Value;

use super::kinds::Notice;
use super::{Entry, Understood, kinds, message};
use crate::loose::{self as read, Object};

/// What Meta calls a reaction that it has no name for.
/// Longest reason of a policy notice that is kept, in characters.
const LONGEST_REASON: usize = 500;
const UNNAMED_REACTION: &str = "other";

/// What one element of `messaging`, or one `changes[].value` of that family, says.
pub(super) fn understand(entry: &Entry, value: &Value) -> Understood {
    read_from(Place::Messaging, entry, value)
}

/// What one element of `standby` says: the same events, of conversations that another app has.
pub(super) fn stands_by(entry: &Entry, value: &Value) -> Understood {
    read_from(Place::Standby, entry, value)
}

/// Where an event stands tells who has its conversation (§1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Comes to the app that has the conversation, and to all while no app has it.
    Messaging,
    /// Comes to the apps that do not have it.
    Standby,
}

fn read_from(place: Place, entry: &Entry, value: &Value) -> Understood {
    let Some(event) = value.as_object() else {
        return Understood::quarantined(
            match place {
                Place::Messaging => "messaging",
                Place::Standby => kinds::STANDBY,
            },
            format!("an event that is {}", read::type_name(value)),
        );
    };
    let parties = Parties::of(entry, event);
    let mut understood = match kinds::EVENTS
        .iter()
        .find(|key| read::field(event, key).is_some())
    {
        Some(kind) => known(kind, event, &parties, place),
        None => other(event, &parties, place),
    };
    understood.account = parties.business.map(ExternalId::new);
    understood
}

/// Who takes part.
struct Parties {
    sender: Option<String>,
    recipient: Option<String>,
    /// The account, from the entry, else from the event.
    business: Option<String>,
    from_business: bool,
    /// The business writes to itself (§1.6, self messaging).
    to_self: bool,
}

impl Parties {
    fn of(entry: &Entry, event: &Object) -> Self {
        let sender = read::party(event, "sender");
        let recipient = read::party(event, "recipient");
        let message = read::object(event, "message");
        let echo = message.is_some_and(|m| read::flag(m, "is_echo"));
        let business = entry.account.clone().map(ExternalId::into_string);
        let business = business.or_else(|| {
            if echo {
                sender.clone()
            } else {
                recipient.clone()
            }
        });
        let from_business = echo || (sender.is_some() && sender == business);
        let to_self = read::flag(event, "is_self")
            || message.is_some_and(|m| read::flag(m, "is_self"))
            || (sender.is_some() && sender == recipient);
        Self {
            sender,
            recipient,
            business,
            from_business,
            to_self,
        }
    }

    /// The other side of the thread. When the business writes to itself under one id, that id.
    fn customer(&self) -> Option<CustomerId> {
        if !self.from_business {
            return self.sender.clone().map(CustomerId::new);
        }
        let stranger = [&self.recipient, &self.sender]
            .into_iter()
            .flatten()
            .find(|id| Some(*id) != self.business.as_ref());
        stranger
            .or(self.recipient.as_ref())
            .cloned()
            .map(CustomerId::new)
    }
}

fn known(kind: &str, event: &Object, parties: &Parties, place: Place) -> Understood {
    let Some(body) = read::object(event, kind) else {
        let found = read::field(event, kind).map_or("missing", read::type_name);
        return Understood::quarantined(kind, format!("`{kind}` is {found}, not an object"));
    };
    if read::id_in(body, "mid")
        .as_deref()
        .is_some_and(kinds::is_test_mid)
    {
        return Understood::new(kind, Meaning::Test);
    }
    let what = match kind {
        "message" => message::read(body, event, parties.to_self),
        "message_edit" => edit(body),
        "reaction" => reaction(body),
        kinds::FEEDBACK => rating(body),
        "read" => seen(body),
        "delivery" => delivered(body),
        "postback" => Ok(postback(body, event)),
        "referral" => Ok(What::Referral(Value::Object(body.clone()))),
        _ => Ok(What::OptedIn(Value::Object(body.clone()))),
    };
    let meaning = match what {
        Err(words) => Meaning::Quarantined(words),
        // Receipts tell what a customer did; one of the business about itself says nothing that we show.
        Ok(What::Read(_) | What::Delivered { .. }) if parties.from_business => {
            Meaning::Unknown(None)
        }
        Ok(what) => match parties.customer() {
            None if !may_lack_customer(&what, body) => Meaning::Quarantined(no_customer(event)),
            customer => Meaning::Event(Inbound {
                customer,
                from_business: parties.from_business,
                at: read::time_in(event, "timestamp"),
                holder: holder(place, parties, &what),
                what,
            }),
        },
    };
    Understood::new(kind, meaning)
}

/// Whose conversation an event of this place belongs to. What a customer says comes as `messaging` only to an app that
/// may answer it, so a conversation comes back with it; of receipts and echoes Meta does not promise that.
fn holder(place: Place, parties: &Parties, what: &What) -> Option<Holder> {
    let said = matches!(what, What::Message(_) | What::Postback { .. });
    match place {
        Place::Standby => Some(Holder::AnotherApp),
        Place::Messaging => (said && !parties.from_business).then_some(Holder::NoOtherApp),
    }
}

/// What an event says that brings no content.
fn notice(
    name: &str,
    notice: Notice,
    event: &Object,
    parties: &Parties,
    place: Place,
) -> Understood {
    let holder = match (notice, place) {
        (Notice::Policy, _) => return policy(name, event),
        (Notice::Released, _) => Holder::NoOtherApp,
        (Notice::Passed, Place::Messaging) if !to_page_inbox(event) => Holder::NoOtherApp,
        (Notice::NotShown(words), Place::Messaging) => {
            return Understood::new(name, Meaning::NotShown(words.to_owned()));
        }
        // Whoever is told of another's feedback or roles learns nothing of a conversation.
        (Notice::NotShown(words), Place::Standby) if parties.customer().is_none() => {
            return Understood::new(name, Meaning::NotShown(words.to_owned()));
        }
        (Notice::Passed | Notice::Taken | Notice::NotShown(_), _) => Holder::AnotherApp,
    };
    let Some(customer) = parties.customer() else {
        return Understood::quarantined(name, no_customer(event));
    };
    let handed_over = Inbound {
        customer: Some(customer),
        from_business: parties.from_business,
        at: read::time_in(event, "timestamp"),
        holder: Some(holder),
        what: What::HandedOver,
    };
    Understood::new(name, Meaning::Event(handed_over))
}

/// What Meta does about an account that broke its rules; it names no customer.
fn policy(name: &str, event: &Object) -> Understood {
    let body = [kinds::POLICY, kinds::POLICY_BEFORE]
        .iter()
        .find_map(|key| read::object(event, key));
    let said = body.and_then(|body| read::text_in(body, "action"));
    let Some(action) = said.as_deref().and_then(PolicyAction::parse) else {
        let found = said.unwrap_or_else(|| "nothing".to_owned());
        return Understood::quarantined(name, format!("`{name}` says {found}, not what is done"));
    };
    let reason = body.and_then(|body| read::text_in(body, "reason"));
    let at = read::time_in(event, "timestamp");
    let reason = reason
        .unwrap_or_default()
        .chars()
        .take(LONGEST_REASON)
        .collect();
    Understood::new(name, Meaning::Policy(at, action, reason))
}

/// Whether a conversation was passed to Meta's own inbox, which is another app whoever is told of it.
fn to_page_inbox(event: &Object) -> bool {
    read::object(event, kinds::PASS)
        .and_then(|pass| read::id_in(pass, "new_owner_app_id"))
        .is_some_and(|app| app == kinds::PAGE_INBOX)
}

/// Meta leaves the customer out of some edits and of opt-ins by `user_ref` (§1.5, §1.6).
fn may_lack_customer(what: &What, body: &Object) -> bool {
    match what {
        What::Edited { .. } => true,
        What::OptedIn(_) => read::text_in(body, "user_ref").is_some(),
        _ => false,
    }
}

fn no_customer(event: &Object) -> String {
    let by_reference = read::object(event, "sender")
        .is_some_and(|sender| read::text_in(sender, "user_ref").is_some());
    if by_reference {
        "it names the person only by a user_ref, which belongs to no chat".into()
    } else {
        "it does not name the customer".into()
    }
}

/// A notice, or a kind that nobody has described.
fn other(event: &Object, parties: &Parties, place: Place) -> Understood {
    if let Some((name, found)) = event.keys().find_map(|key| kinds::notice(key)) {
        return notice(name, found, event, parties, place);
    }
    let mut names = event
        .iter()
        .filter(|(key, value)| !kinds::is_envelope(key) && !value.is_null());
    let Some((key, _)) = names
        .clone()
        .find(|(_, value)| value.is_object())
        .or_else(|| names.next())
    else {
        return Understood::quarantined("messaging", "an event that does not name its kind");
    };
    let key = read::kind_name(key);
    let inbound = parties
        .customer()
        .filter(|_| !parties.from_business)
        .map(|customer| Inbound {
            customer: Some(customer),
            from_business: false,
            at: read::time_in(event, "timestamp"),
            holder: (place == Place::Standby).then_some(Holder::AnotherApp),
            what: What::Unsupported(key.clone()),
        });
    Understood::new(&key, Meaning::Unknown(inbound))
}

fn mid_of(body: &Object, kind: &str) -> Result<Mid, String> {
    read::id_in(body, "mid")
        .map(Mid::new)
        .ok_or_else(|| format!("the {kind} does not name its message (`mid`)"))
}

fn edit(body: &Object) -> Result<What, String> {
    let mid = mid_of(body, "edit")?;
    let text = read::text_in(body, "text");
    let number = match read::field(body, "num_edit") {
        Some(value) => read::count(value).ok_or("`num_edit` is not a small whole number")?,
        // Without a number, text says that it is an edit.
        None if text.is_some() => 1,
        None => return Err("the edit has neither a number nor a text".into()),
    };
    match (number, text) {
        // Announces a new message, whose content has to be fetched (§1.6).
        (0, text) => Ok(What::Edited { mid, number, text }),
        (_, None) => Err("the edit has no text".into()),
        (_, text) => Ok(What::Edited { mid, number, text }),
    }
}

fn reaction(body: &Object) -> Result<What, String> {
    let mid = mid_of(body, "reaction")?;
    let name = read::text_in(body, "reaction");
    let emoji = read::text_in(body, "emoji");
    let set = match read::text_in(body, "action").as_deref() {
        Some("react") => true,
        Some("unreact") => false,
        Some(action) => {
            return Err(format!(
                "the reaction's action is `{}`",
                read::kind_name(action)
            ));
        }
        None if name.is_some() || emoji.is_some() => true,
        None => return Err("the reaction says neither what it is nor that it was removed".into()),
    };
    let reaction = set.then(|| Reaction {
        name: name.unwrap_or_else(|| UNNAMED_REACTION.into()),
        emoji,
    });
    Ok(What::Reacted { mid, reaction })
}

/// Meta's words for what a customer thinks of an answer (§1.6, §1.7), beside what a screen shows of them.
const RATINGS: [(&str, &str, &str); 2] = [
    ("good response", "good_response", "\u{1f44d}"),
    ("bad response", "bad_response", "\u{1f44e}"),
];

fn rating(body: &Object) -> Result<What, String> {
    let mid = mid_of(body, "feedback")?;
    let said = read::text_in(body, "feedback").ok_or("the feedback says nothing")?;
    let known = RATINGS
        .iter()
        .find(|(words, ..)| said.eq_ignore_ascii_case(words));
    let reaction = Reaction {
        name: known.map_or_else(
            || UNNAMED_REACTION.to_owned(),
            |(_, name, _)| (*name).to_owned(),
        ),
        emoji: known.map(|(.., emoji)| (*emoji).to_owned()),
    };
    Ok(What::Rated { mid, reaction })
}

fn seen(body: &Object) -> Result<What, String> {
    if let Some(mid) = read::id_in(body, "mid") {
        return Ok(What::Read(ReadMark::Mid(Mid::new(mid))));
    }
    let watermark = read::time_in(body, "watermark")
        .ok_or("the read receipt has neither a mid nor a watermark")?;
    Ok(What::Read(ReadMark::Watermark(watermark)))
}

fn delivered(body: &Object) -> Result<What, String> {
    let mids: Vec<Mid> = match read::field(body, "mids") {
        Some(Value::Array(mids)) => mids.iter().filter_map(read::id).map(Mid::new).collect(),
        Some(one) => read::id(one).map(Mid::new).into_iter().collect(),
        None => Vec::new(),
    };
    let watermark = read::time_in(body, "watermark");
    if mids.is_empty() && watermark.is_none() {
        return Err("the delivery receipt has neither mids nor a watermark".into());
    }
    Ok(What::Delivered { mids, watermark })
}

fn postback(body: &Object, event: &Object) -> What {
    What::Postback {
        mid: read::id_in(body, "mid").map(Mid::new),
        title: read::text_in(body, "title"),
        payload: read::text_in(body, "payload"),
        referral: referral(body).or_else(|| referral(event)),
    }
}

/// Where the person came from: inside the message or postback, or beside it.
pub(super) fn referral(object: &Object) -> Option<Value> {
    read::object(object, "referral")
        .filter(|referral| !referral.is_empty())
        .cloned()
        .map(Value::Object)
}
