//! One messaging event: who, when, and which kind (§1.6, §1.7).

use domain::ids::{CustomerId, ExternalId, Mid};
use domain::inbound::{Inbound, Meaning, Reaction, ReadMark, What};
use serde_json::Value;

use super::{Entry, Understood, kinds, message};
use crate::loose::{self as read, Object};

/// What Meta calls a reaction that it has no name for.
const UNNAMED_REACTION: &str = "other";

/// What one element of `messaging`, or one `changes[].value` of that family, says.
pub(super) fn understand(entry: &Entry, value: &Value) -> Understood {
    let Some(event) = value.as_object() else {
        return Understood::quarantined(
            "messaging",
            format!("an event that is {}", read::type_name(value)),
        );
    };
    let parties = Parties::of(entry, event);
    let mut understood = match kinds::EVENTS
        .iter()
        .find(|key| read::field(event, key).is_some())
    {
        Some(kind) => known(kind, event, &parties),
        None => other(event, &parties),
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

fn known(kind: &str, event: &Object, parties: &Parties) -> Understood {
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
                what,
            }),
        },
    };
    Understood::new(kind, meaning)
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

/// A kind of a later version, or one that nobody has described.
fn other(event: &Object, parties: &Parties) -> Understood {
    if let Some(name) = event.keys().find_map(|key| kinds::later_event(key)) {
        return Understood::new(name, Meaning::Deferred);
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
