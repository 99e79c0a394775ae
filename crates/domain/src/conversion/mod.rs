//! Conversions: what a business tells Meta of a purchase, a lead, a shipment (Conversions API, platform notes §7).
//!
//! An event is checked and its user data hashed before anything is stored ([`prepare`]); what a try to send it means
//! is decided in [`progress`].

mod draft;
mod prepare;
mod progress;
mod user_data;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::Platform;
use crate::ids::{AccountId, ChatId, ConversionId};
use crate::time::Timestamp;

pub use draft::Draft;
pub use prepare::{Chat, Prepared, Problem, is_pixel, prepare};
pub use progress::{
    Failure, GIVE_UP_AFTER, Next, Outcome, REPEATS_KNOWN, Waiting, before_sending, next, pause,
};

/// Most events of one call. Meta takes 1000 (§7); one that it refuses makes it refuse all, and finding it in a hundred
/// takes seven more calls.
pub const BATCH: i64 = 100;

/// What the wire shows of an event's way (contract §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversionStatus {
    /// Waits to be sent, for the first time or again.
    Queued,
    /// Meta took it. That it is valid does not mean that Meta found the person (§7).
    Success,
    /// Meta refused it, or it could not be sent in time.
    Failed,
    /// It may have been taken: Meta's answer was lost, and a repeat could count twice.
    Unknown,
}

impl ConversionStatus {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Queued, Self::Success, Self::Failed, Self::Unknown]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// Where a conversion happened (`action_source`, §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionSource {
    /// By e-mail.
    Email,
    /// On a website; its address and the browser must be told.
    Website,
    /// In an app.
    App,
    /// By phone.
    PhoneCall,
    /// In a conversation, with what is known of the person apart from it.
    Chat,
    /// In a shop.
    PhysicalStore,
    /// By itself, like a renewed subscription.
    SystemGenerated,
    /// In a conversation on Instagram or Messenger, by the scoped id of the customer.
    BusinessMessaging,
    /// Any other way.
    Other,
}

impl ActionSource {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Website => "website",
            Self::App => "app",
            Self::PhoneCall => "phone_call",
            Self::Chat => "chat",
            Self::PhysicalStore => "physical_store",
            Self::SystemGenerated => "system_generated",
            Self::BusinessMessaging => "business_messaging",
            Self::Other => "other",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Email,
            Self::Website,
            Self::App,
            Self::PhoneCall,
            Self::Chat,
            Self::PhysicalStore,
            Self::SystemGenerated,
            Self::BusinessMessaging,
            Self::Other,
        ]
        .into_iter()
        .find(|s| s.as_str() == text)
    }

    /// Whether Meta recognises a repeat by name and `event_id`. It does not for business messaging (§7).
    #[must_use]
    pub const fn repeats_are_known(self) -> bool {
        !matches!(self, Self::BusinessMessaging)
    }

    /// How old an event may be, in microseconds: 62 days from a shop, 7 days otherwise (§7).
    #[must_use]
    pub const fn reach(self) -> i64 {
        let days = if matches!(self, Self::PhysicalStore) {
            62
        } else {
            7
        };
        days * crate::time::DAY
    }
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// Our id.
    pub id: ConversionId,
    /// The pixel or dataset; none while the dataset of an account has not been asked for yet.
    pub pixel: Option<String>,
    /// Its name.
    pub name: String,
    /// What tells a repeat: the client's, or one of ours.
    pub event_id: String,
    /// Where it happened.
    pub source: ActionSource,
    /// When it happened.
    pub time: Timestamp,
    /// What it was worth.
    pub value: Option<f64>,
    /// In which currency.
    pub currency: Option<String>,
    /// Shown in Meta's test view too. Meta counts it all the same (§7).
    pub test_event_code: Option<String>,
    /// The chat it came of.
    pub chat: Option<ChatId>,
    /// Whose token sends it, unless there is one for conversions.
    pub account: Option<AccountId>,
    /// The event as Meta gets it, hashed.
    pub event: Value,
    /// How far it has come.
    pub status: ConversionStatus,
    /// Calls to Meta that it was in.
    pub attempts: i64,
    /// Most events of the call that it goes in next: halved whenever Meta refuses a call as a whole.
    pub batch: i64,
    /// Since when it waits: written, or last asked for by a person.
    pub since: Timestamp,
    /// When an answer to it was first lost.
    pub lost_at: Option<Timestamp>,
    /// Meta's last answer.
    pub response: Option<Value>,
    /// Why it failed or is in doubt.
    pub failure: Option<Failure>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Conversion {
    /// What decides about its next try.
    #[must_use]
    pub const fn waiting(&self) -> Waiting {
        Waiting {
            source: self.source,
            time: self.time,
            since: self.since,
            lost_at: self.lost_at,
        }
    }

    /// The shape of the contract. `may_see_chat` says whether the reader may see the chat that it came of: if not, what
    /// names the customer is left out.
    #[must_use]
    pub fn wire(&self, may_see_chat: bool) -> MarketingEvent {
        let hidden = self.chat.is_some() && !may_see_chat;
        let mut event = self.event.clone();
        if hidden && let Some(event) = event.as_object_mut() {
            event.remove("user_data");
        }
        let mut payload = serde_json::json!({"data": [event]});
        if let Some(code) = &self.test_event_code {
            payload["test_event_code"] = Value::String(code.clone());
        }
        MarketingEvent {
            id: self.id,
            event_name: self.name.clone(),
            value: self.value.map(number),
            currency: self.currency.clone(),
            pixel_id: self.pixel.clone(),
            external_event_id: self.event_id.clone(),
            status: self.status,
            attempts: self.attempts,
            ts: self.time.secs(),
            created_at: self.created_at,
            payload_json: payload.to_string(),
            response_json: self.response.as_ref().map(Value::to_string),
            action_source: self.source,
            chat_id: self.chat.filter(|_| !hidden),
            error: self.failure.clone(),
            updated_at: self.updated_at,
        }
    }
}

/// The largest whole number that a float holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number as one writes it: `4999`, not `4999.0`.
#[must_use]
pub fn number(value: f64) -> serde_json::Number {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number below 2^53 fits"
    )]
    let whole = value as i64;
    if value.fract() == 0.0 && value.abs() < EXACT {
        return whole.into();
    }
    serde_json::Number::from_f64(value).unwrap_or_else(|| 0.into())
}

/// A conversion as clients see it (contract §1).
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MarketingEvent {
    /// Our id.
    pub id: ConversionId,
    /// Its name: `Purchase`, `Lead`, or one of your own.
    pub event_name: String,
    /// What it was worth.
    #[schema(value_type = Option<f64>)]
    pub value: Option<serde_json::Number>,
    /// ISO 4217, upper case.
    pub currency: Option<String>,
    /// The pixel or dataset; null while the dataset of a chat's account has not been asked for yet.
    pub pixel_id: Option<String>,
    /// What tells a repeat: yours, or one that was made for it.
    pub external_event_id: String,
    /// How far it has come.
    pub status: ConversionStatus,
    /// Calls to Meta that it was in.
    pub attempts: i64,
    /// When it happened, Unix seconds.
    pub ts: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// What Meta gets, as JSON text: user data hashed. Without user data where it came of a chat that you may not see.
    pub payload_json: String,
    /// Meta's last answer, as JSON text.
    pub response_json: Option<String>,
    /// Where it happened.
    pub action_source: ActionSource,
    /// The chat it came of, if you may see that.
    pub chat_id: Option<ChatId>,
    /// Why it failed or is in doubt.
    pub error: Option<Failure>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The user data by which Meta knows the customer of a chat (§7, S:CAPIBM), and the channel.
#[must_use]
pub(crate) fn scoped(chat: &Chat<'_>) -> (&'static str, [(&'static str, String); 2]) {
    let (account, customer) = (chat.account.to_owned(), chat.customer.to_owned());
    match chat.platform {
        Platform::Instagram => (
            "instagram",
            [
                ("instagram_business_account_id", account),
                ("ig_sid", customer),
            ],
        ),
        Platform::Facebook => (
            "messenger",
            [("page_id", account), ("page_scoped_user_id", customer)],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for status in ["queued", "success", "failed", "unknown"] {
            assert_eq!(ConversionStatus::parse(status).unwrap().as_str(), status);
        }
        for source in [
            "email",
            "website",
            "app",
            "phone_call",
            "chat",
            "physical_store",
            "system_generated",
            "business_messaging",
            "other",
        ] {
            let parsed = ActionSource::parse(source).unwrap();
            assert_eq!(parsed.as_str(), source);
            assert_eq!(
                serde_json::to_value(parsed).unwrap(),
                serde_json::json!(source)
            );
        }
        assert_eq!(ActionSource::parse("WEBSITE"), None);
    }

    #[test]
    fn whole_numbers_stay_whole() {
        assert_eq!(number(4999.0).to_string(), "4999");
        assert_eq!(number(142.52).to_string(), "142.52");
        assert_eq!(number(0.0).to_string(), "0");
        assert_eq!(number(1e300).to_string(), "1e+300");
    }
}
