//! Understands deliveries, tolerantly.
//!
//! Written from the rules of §1.5 to §1.10, not from samples: key order, `messaging`, `standby`, `changes` and
//! the flat form, objects where lists belong, numbers as text and the reverse. Each element is read on its own,
//! so that whatever is wrong with one (types, depth, numbers beyond every range) never costs its neighbours.

mod attachment;
mod changes;
mod event;
mod kinds;
mod message;
mod repair;
mod stories;

use domain::account::Platform;
use domain::ids::ExternalId;
use domain::inbound::{Element, Meaning};
use domain::time::Timestamp;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::loose::{self as read, kind_name, reason};
use crate::verify::Verified;
use kinds::Family;

/// Most elements of one delivery. Meta documents up to 1000 updates in one (§1.3); ten times that is no longer
/// something Meta sends, and each element costs a row.
pub const MAX_ELEMENTS: usize = 10_000;

/// The account id of the dashboard's test button (§1.10).
const TEST_ENTRY: &str = "0";

/// Kinds that an earlier version put off and this one applies. What was taken in then is applied by a replay.
pub const ONCE_DEFERRED: &[&str] = &[
    kinds::COMMENTS,
    kinds::LIVE_COMMENTS,
    kinds::MENTIONS,
    kinds::MENTION,
    kinds::FEED,
    kinds::STORY_INSIGHTS,
    kinds::STANDBY,
    kinds::PASS,
    kinds::TAKE,
    kinds::REQUEST,
    kinds::RELEASE,
    kinds::EXTEND,
    kinds::ROLES,
    kinds::FEEDBACK,
    kinds::POLICY,
    kinds::LINKING,
];

/// The body as a whole shows no elements; the reason is for the operator and bounded to 300 characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(String);

impl Malformed {
    fn because(words: impl Into<String>) -> Self {
        Self(reason(words))
    }

    /// The reason, in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0
    }
}

/// What the delivery says, element by element, in its own order. Pure: equal bytes give equal elements.
///
/// # Errors
/// [`Malformed`] if no element can be seen at all: not JSON, not an object, nothing in it.
pub fn parse(delivery: &Verified<'_>) -> Result<Vec<Element>, Malformed> {
    let body = repair::repair(delivery.body());
    if body.trim().is_empty() {
        return Err(Malformed::because("the body is empty"));
    }
    let fields: Fields<'_> = serde_json::from_str(&body).map_err(|e| not_an_object(&body, &e))?;
    let object = fields
        .get("object")
        .and_then(value_of)
        .as_ref()
        .and_then(read::text);
    let platform = object.as_deref().and_then(Platform::from_object);
    let mut out = Elements {
        platform,
        list: Vec::new(),
    };

    if fields.get("entry").is_none() {
        let Some(field) = fields
            .get("field")
            .and_then(value_of)
            .as_ref()
            .and_then(read::text)
        else {
            return Err(Malformed::because("it has no `entry`"));
        };
        // The dashboard shows its samples like this; a real delivery always names an account (§1.10).
        out.push(None, kind_name(&field), Meaning::Test)?;
        return Ok(out.list);
    }
    for entries in fields.all("entry") {
        match one_or_many(entries) {
            Ok(entries) => entries.into_iter().try_for_each(|entry| out.entry(entry))?,
            Err(found) => {
                return Err(Malformed::because(format!(
                    "`entry` is {found}, not a list"
                )));
            }
        }
    }
    if out.list.is_empty() {
        return Err(Malformed::because(
            "nothing is in it: no entry has an event",
        ));
    }
    Ok(out.list)
}

fn not_an_object(body: &str, error: &serde_json::Error) -> Malformed {
    if error.is_data() {
        let found = match body.trim_start().bytes().next() {
            Some(b'[') => "a list",
            Some(b'"') => "text",
            Some(b'{') => "something else",
            _ => "a plain value",
        };
        Malformed::because(format!("JSON, but {found} where an object was expected"))
    } else {
        Malformed::because(format!("not JSON: {error}"))
    }
}

/// The elements found so far.
struct Elements {
    platform: Option<Platform>,
    list: Vec<Element>,
}

impl Elements {
    fn push(
        &mut self,
        account: Option<ExternalId>,
        kind: String,
        meaning: Meaning,
    ) -> Result<(), Malformed> {
        if self.list.len() >= MAX_ELEMENTS {
            return Err(Malformed::because(format!(
                "more than {MAX_ELEMENTS} elements in one delivery"
            )));
        }
        let index = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let account = self.platform.zip(account);
        let meaning = match meaning {
            // Of an `object` that we do not know we cannot say whose it is.
            Meaning::Event(_) | Meaning::Unknown(_) if self.platform.is_none() => {
                Meaning::Unknown(None)
            }
            Meaning::Comment(_) | Meaning::Mention(_) | Meaning::Post(_)
                if self.platform.is_none() =>
            {
                Meaning::Unknown(None)
            }
            Meaning::Event(_) | Meaning::Comment(_) | Meaning::Mention(_) | Meaning::Post(_)
                if account.is_none() =>
            {
                Meaning::Quarantined("neither the entry nor the event names the account".into())
            }
            Meaning::Unknown(_) if account.is_none() => Meaning::Unknown(None),
            Meaning::Quarantined(words) => Meaning::Quarantined(reason(words)),
            meaning => meaning,
        };
        self.list.push(Element {
            index,
            account,
            kind,
            meaning,
        });
        Ok(())
    }

    fn entry(&mut self, raw: &RawValue) -> Result<(), Malformed> {
        let Ok(fields) = serde_json::from_str::<Fields<'_>>(raw.get()) else {
            let words = format!("an entry that is {}, not an object", raw_type(raw));
            return self.push(None, "entry".into(), Meaning::Quarantined(words));
        };
        let id = fields
            .get("id")
            .and_then(value_of)
            .as_ref()
            .and_then(read::id);
        let time = fields.get("time").and_then(value_of);
        let entry = Entry {
            time: time.as_ref().and_then(read::time),
            test: id.as_deref() == Some(TEST_ENTRY),
            account: id.map(ExternalId::new),
        };

        let mut recognised = false;
        for (key, value) in &fields.0 {
            let Some(read) = reader(key) else { continue };
            recognised = true;
            match one_or_many(value) {
                Ok(items) => items
                    .into_iter()
                    .try_for_each(|item| self.item(&entry, key, item, read))?,
                Err(found) => {
                    let words = format!("`{key}` is {found}, not a list");
                    self.understood(&entry, Understood::quarantined(key, words))?;
                }
            }
        }
        // The flat form: the entry itself is the change (§1.5).
        if let Some(field) = fields.get("field").and_then(value_of) {
            recognised = true;
            let understood = match fields.get("value").map(parsed) {
                Some(Err(words)) => Understood::quarantined("field", words),
                Some(Ok(value)) => change(&entry, Some(&field), Some(&value)),
                None => change(&entry, Some(&field), None),
            };
            self.understood(&entry, understood)?;
        }
        if !recognised {
            let words = if fields.get("changed_fields").is_some() {
                "it names changed fields without their values: the subscription lacks include_values=true"
            } else {
                "an entry without messaging, standby, changes or field"
            };
            self.understood(&entry, Understood::quarantined("entry", words))?;
        }
        Ok(())
    }

    fn item(
        &mut self,
        entry: &Entry,
        list: &str,
        raw: &RawValue,
        read: Reader,
    ) -> Result<(), Malformed> {
        let understood = match parsed(raw) {
            Ok(value) => read(entry, &value),
            Err(words) => Understood::quarantined(list, words),
        };
        self.understood(entry, understood)
    }

    fn understood(&mut self, entry: &Entry, understood: Understood) -> Result<(), Malformed> {
        let meaning = if entry.test {
            Meaning::Test
        } else {
            understood.meaning
        };
        self.push(
            entry.account.clone().or(understood.account),
            understood.kind,
            meaning,
        )
    }
}

/// What an entry says about all of its elements.
struct Entry {
    /// The dashboard's test button made it.
    test: bool,
    /// Whose it is.
    account: Option<ExternalId>,
    /// When the delivery left Meta.
    time: Option<Timestamp>,
}

/// One element, read.
struct Understood {
    kind: String,
    /// The account that the event itself names, for entries that name none.
    account: Option<ExternalId>,
    meaning: Meaning,
}

impl Understood {
    fn new(kind: &str, meaning: Meaning) -> Self {
        Self {
            kind: kind_name(kind),
            account: None,
            meaning,
        }
    }

    fn quarantined(kind: &str, words: impl Into<String>) -> Self {
        Self::new(kind, Meaning::Quarantined(words.into()))
    }
}

type Reader = fn(&Entry, &Value) -> Understood;

/// How the lists of an entry are read.
fn reader(key: &str) -> Option<Reader> {
    match key {
        "messaging" => Some(event::understand),
        kinds::STANDBY => Some(event::stands_by),
        "changes" => Some(|entry, value| match value.as_object() {
            Some(object) => change(
                entry,
                read::field(object, "field"),
                read::field(object, "value"),
            ),
            None => Understood::quarantined(
                "changes",
                format!("a change that is {}", read::type_name(value)),
            ),
        }),
        _ => None,
    }
}

/// One element of `changes`, or the flat form of it.
fn change(entry: &Entry, field: Option<&Value>, value: Option<&Value>) -> Understood {
    let Some(field) = field.and_then(read::text) else {
        return Understood::quarantined("changes", "a change that does not name its field");
    };
    match kinds::family(&field) {
        Family::Public => changes::understand(entry, &field, value),
        Family::Story => stories::understand(value),
        Family::Later => Understood::new(&field, Meaning::Deferred),
        Family::Messaging => match value {
            Some(value) => event::understand(entry, value),
            None => Understood::quarantined(&field, "a change without a value"),
        },
        Family::Standby => match value {
            Some(value) => event::stands_by(entry, value),
            None => Understood::quarantined(&field, "a change without a value"),
        },
        Family::Nobodys => Understood::new(&field, Meaning::Unknown(None)),
    }
}

/// The fields of an object in their order, unread, doubled keys included.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Fields<'a> {
    fn all(&self, key: &str) -> impl Iterator<Item = &'a RawValue> {
        self.0
            .iter()
            .filter(move |(name, value)| name == key && value.get() != "null")
            .map(|(_, value)| *value)
    }

    fn get(&self, key: &str) -> Option<&'a RawValue> {
        self.all(key).last()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(InOrder).map(Fields)
    }
}

/// The elements of a list; one object counts as a list of one, `null` as an empty one. Otherwise what it is.
fn one_or_many(raw: &RawValue) -> Result<Vec<&RawValue>, &'static str> {
    match raw.get().bytes().next() {
        Some(b'[') => serde_json::from_str(raw.get()).map_err(|_| "a list that cannot be read"),
        Some(b'{') => Ok(vec![raw]),
        Some(b'n') => Ok(Vec::new()),
        _ => Err(raw_type(raw)),
    }
}

fn raw_type(raw: &RawValue) -> &'static str {
    match raw.get().bytes().next() {
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b'"') => "text",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// A value read whole, or why it cannot be.
fn parsed(raw: &RawValue) -> Result<Value, String> {
    serde_json::from_str(raw.get()).map_err(|error| {
        let words = error.to_string();
        if words.contains("recursion limit") {
            "nested more than 127 levels deep".to_owned()
        } else {
            format!("cannot be read: {words}")
        }
    })
}

fn value_of(raw: &RawValue) -> Option<Value> {
    parsed(raw).ok()
}
