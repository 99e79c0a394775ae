//! What can go with a message besides text and files: quick replies, buttons and cards (platform notes §2.2).

use serde::{Deserialize, Serialize};

use crate::account::Platform;
use crate::limits::URL_BYTES;

/// Quick replies under one message.
pub const QUICK_REPLIES: usize = 13;
/// Characters of what is written on a button or a quick reply.
pub const TITLE_CHARS: usize = 20;
/// Characters of what comes back when one is pressed.
pub const PAYLOAD_CHARS: usize = 1_000;
/// Buttons under one text or card.
pub const BUTTONS: usize = 3;
/// Characters of a text with buttons.
pub const BUTTON_TEXT_CHARS: usize = 640;
/// Cards side by side.
pub const CARDS: usize = 10;
/// Characters of a card's title, and of the line under it.
pub const CARD_CHARS: usize = 80;

/// What goes with a message. One of them: Meta takes no two at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rich {
    /// Answers to choose from, shown once under a text; not on Instagram's desktop page.
    QuickReplies {
        /// At most 13.
        replies: Vec<QuickReply>,
    },
    /// Buttons under a text.
    Buttons {
        /// One to three.
        buttons: Vec<Button>,
    },
    /// Cards side by side, without a text.
    Cards {
        /// At most ten.
        cards: Vec<Card>,
    },
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct QuickReply {
    /// What stands on it, at most 20 characters.
    pub title: String,
    /// What comes back as the payload of the customer's message, at most 1,000 characters.
    pub payload: String,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Button {
    /// Opens a page.
    WebUrl {
        /// What stands on it, at most 20 characters.
        title: String,
        /// The page.
        url: String,
    },
    /// Comes back as a message of the customer's.
    Postback {
        /// What stands on it, at most 20 characters.
        title: String,
        /// What comes back, at most 1,000 characters.
        payload: String,
    },
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Card {
    /// At most 80 characters.
    pub title: String,
    /// At most 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// A picture that Meta can fetch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// What opens when the card is pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// At most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

/// Why something cannot be sent as it is: where, as a JSON pointer, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RichError {
    /// The field.
    pub pointer: String,
    /// What to do.
    pub words: String,
}

impl RichError {
    fn new(pointer: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            words: words.into(),
        }
    }
}

/// Checks what goes with `text` against Meta's limits.
///
/// # Errors
/// The first limit that is broken.
pub fn check(platform: Platform, text: &str, rich: &Rich) -> Result<(), RichError> {
    let text = text.trim();
    match rich {
        Rich::QuickReplies { replies } => {
            needs_text(text)?;
            count(
                "/quick_replies",
                "quick replies",
                replies.len(),
                QUICK_REPLIES,
            )?;
            for (n, reply) in replies.iter().enumerate() {
                let at = format!("/quick_replies/{n}");
                within(&at, "title", &reply.title, TITLE_CHARS)?;
                within(&at, "payload", &reply.payload, PAYLOAD_CHARS)?;
            }
            Ok(())
        }
        Rich::Buttons { buttons } => {
            needs_text(text)?;
            if text.chars().count() > BUTTON_TEXT_CHARS {
                let words = format!(
                    "A text with buttons has at most {BUTTON_TEXT_CHARS} characters on {}. Make it shorter, or send it without buttons.",
                    platform.name()
                );
                return Err(RichError::new("/content", words));
            }
            all_buttons("/buttons", buttons)
        }
        Rich::Cards { cards } => {
            if !text.is_empty() {
                return Err(RichError::new(
                    "/content",
                    "Cards go without a text. Send the text as a message of its own.",
                ));
            }
            count("/cards", "cards", cards.len(), CARDS)?;
            for (n, card) in cards.iter().enumerate() {
                let at = format!("/cards/{n}");
                within(&at, "title", &card.title, CARD_CHARS)?;
                if let Some(subtitle) = &card.subtitle {
                    within(&at, "subtitle", subtitle, CARD_CHARS)?;
                }
                for (name, url) in [("image_url", &card.image_url), ("url", &card.url)] {
                    if let Some(url) = url {
                        address(&format!("{at}/{name}"), url)?;
                    }
                }
                if !card.buttons.is_empty() {
                    all_buttons(&format!("{at}/buttons"), &card.buttons)?;
                }
            }
            Ok(())
        }
    }
}

fn needs_text(text: &str) -> Result<(), RichError> {
    if text.is_empty() {
        return Err(RichError::new(
            "/content",
            "Quick replies and buttons stand under a text. Write one.",
        ));
    }
    Ok(())
}

fn count(pointer: &str, what: &str, found: usize, most: usize) -> Result<(), RichError> {
    if (1..=most).contains(&found) {
        return Ok(());
    }
    let words = format!("There can be 1 to {most} {what}, and there are {found}.");
    Err(RichError::new(pointer, words))
}

fn within(at: &str, name: &str, text: &str, most: usize) -> Result<(), RichError> {
    let chars = text.chars().count();
    if !text.trim().is_empty() && chars <= most {
        return Ok(());
    }
    let words = format!("{name} must have 1 to {most} characters and has {chars}.");
    Err(RichError::new(format!("{at}/{name}"), words))
}

fn address(pointer: &str, url: &str) -> Result<(), RichError> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if web && url.len() <= URL_BYTES && !url.chars().any(char::is_whitespace) {
        return Ok(());
    }
    let words = format!(
        "An address must begin with http:// or https:// and have at most {URL_BYTES} bytes."
    );
    Err(RichError::new(pointer, words))
}

fn all_buttons(pointer: &str, buttons: &[Button]) -> Result<(), RichError> {
    count(pointer, "buttons", buttons.len(), BUTTONS)?;
    for (n, button) in buttons.iter().enumerate() {
        let at = format!("{pointer}/{n}");
        match button {
            Button::WebUrl { title, url } => {
                within(&at, "title", title, TITLE_CHARS)?;
                address(&format!("{at}/url"), url)?;
            }
            Button::Postback { title, payload } => {
                within(&at, "title", title, TITLE_CHARS)?;
                within(&at, "payload", payload, PAYLOAD_CHARS)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(title: &str) -> QuickReply {
        QuickReply {
            title: title.to_owned(),
            payload: "P".to_owned(),
        }
    }

    fn link(url: &str) -> Button {
        Button::WebUrl {
            title: "Open".to_owned(),
            url: url.to_owned(),
        }
    }

    fn card(title: &str) -> Card {
        Card {
            title: title.to_owned(),
            subtitle: None,
            image_url: None,
            url: None,
            buttons: Vec::new(),
        }
    }

    fn pointer(text: &str, rich: &Rich) -> Option<String> {
        check(Platform::Instagram, text, rich)
            .err()
            .map(|e| e.pointer)
    }

    #[test]
    fn what_meta_takes_passes() {
        let replies = vec![reply(&"x".repeat(TITLE_CHARS)); QUICK_REPLIES];
        assert_eq!(pointer("Pick", &Rich::QuickReplies { replies }), None);
        let buttons = vec![link("https://x.example"); BUTTONS];
        let text = "x".repeat(BUTTON_TEXT_CHARS);
        assert_eq!(
            pointer(
                &text,
                &Rich::Buttons {
                    buttons: buttons.clone()
                }
            ),
            None
        );
        let mut full = card(&"x".repeat(CARD_CHARS));
        full.buttons = buttons;
        full.image_url = Some("http://x.example/a.png".to_owned());
        assert_eq!(
            pointer(
                "",
                &Rich::Cards {
                    cards: vec![full; CARDS]
                }
            ),
            None
        );
    }

    #[test]
    fn each_limit_names_its_field() {
        let quick = |replies| Rich::QuickReplies { replies };
        for (text, rich, at) in [
            (" ", quick(vec![reply("Yes")]), "/content"),
            ("Pick", quick(Vec::new()), "/quick_replies"),
            (
                "Pick",
                quick(vec![reply("Yes"); QUICK_REPLIES + 1]),
                "/quick_replies",
            ),
            (
                "Pick",
                quick(vec![reply("Yes"), reply(&"x".repeat(TITLE_CHARS + 1))]),
                "/quick_replies/1/title",
            ),
            ("Pick", quick(vec![reply(" ")]), "/quick_replies/0/title"),
            (
                "",
                Rich::Buttons {
                    buttons: vec![link("https://x.example")],
                },
                "/content",
            ),
            (
                "Pick",
                Rich::Buttons {
                    buttons: vec![link("javascript:alert(1)")],
                },
                "/buttons/0/url",
            ),
            (
                "Pick",
                Rich::Buttons {
                    buttons: vec![link("https://x.example"); BUTTONS + 1],
                },
                "/buttons",
            ),
            (
                "text",
                Rich::Cards {
                    cards: vec![card("One")],
                },
                "/content",
            ),
            (
                "",
                Rich::Cards {
                    cards: vec![card("One"); CARDS + 1],
                },
                "/cards",
            ),
            (
                "",
                Rich::Cards {
                    cards: vec![card(&"x".repeat(CARD_CHARS + 1))],
                },
                "/cards/0/title",
            ),
        ] {
            assert_eq!(pointer(text, &rich).as_deref(), Some(at), "{rich:?}");
        }
        let long = "x".repeat(BUTTON_TEXT_CHARS + 1);
        let buttons = vec![link("https://x.example")];
        assert_eq!(
            pointer(&long, &Rich::Buttons { buttons }).as_deref(),
            Some("/content")
        );
    }
}
