//! Labels of chats: short words that a team sorts its work by.

use std::collections::BTreeMap;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::search::fold;

/// Labels of one chat: more than fit under its name on a screen tell nothing.
pub const MAX_LABELS: usize = 20;
/// Characters of a label: what a chip on a phone shows in one line.
pub const MAX_CHARS: usize = 40;

/// A label in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is compared by: two labels that differ in case only are one.
    pub key: String,
    /// As it was written, without needless space.
    pub name: String,
}

/// Why a list of labels is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Nothing is left of it. Holds its place in the list.
    #[error("A label must have at least one letter, digit or sign")]
    Empty(usize),
    /// Too long. Holds its place in the list.
    #[error("A label can have at most {MAX_CHARS} characters")]
    Long(usize),
    /// Too many.
    #[error("A chat can have at most {MAX_LABELS} labels")]
    Many,
}

impl LabelError {
    /// Where in the body it is wrong.
    #[must_use]
    pub fn pointer(&self) -> String {
        match self {
            Self::Empty(n) | Self::Long(n) => format!("/labels/{n}"),
            Self::Many => "/labels".to_owned(),
        }
    }
}

impl Label {
    /// Reads a label: composed letters, one space between words, nothing that cannot be seen.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
        let seen: String = composed
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            key: fold(&name),
            name,
        }
    }
}

/// The labels of a chat: each once, in the order of the alphabet. Of two that differ in case the first one is kept.
///
/// # Errors
/// If one of them is empty or too long, or if there are too many.
pub fn labels(texts: &[String]) -> Result<Vec<Label>, LabelError> {
    let mut kept = BTreeMap::new();
    for (n, text) in texts.iter().enumerate() {
        let label = Label::new(text);
        if label.key.is_empty() {
            return Err(LabelError::Empty(n));
        }
        if label.name.chars().count() > MAX_CHARS {
            return Err(LabelError::Long(n));
        }
        kept.entry(label.key.clone()).or_insert(label);
        if kept.len() > MAX_LABELS {
            return Err(LabelError::Many);
        }
    }
    Ok(kept.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(texts: &[&str]) -> Result<Vec<String>, LabelError> {
        let texts: Vec<String> = texts.iter().map(|t| (*t).to_owned()).collect();
        Ok(labels(&texts)?.into_iter().map(|l| l.name).collect())
    }

    #[test]
    fn are_tidied_sorted_and_each_once() {
        assert_eq!(
            names(&[
                " wholesale ",
                "VIP",
                "big\t \n order",
                "vip",
                "Straße",
                "STRASSE",
                "e\u{301}"
            ]),
            Ok(["big order", "Straße", "VIP", "wholesale", "é"]
                .map(str::to_owned)
                .to_vec())
        );
        assert_eq!(names(&[]), Ok(Vec::new()));
    }

    #[test]
    fn bounds_hold() {
        assert_eq!(names(&["x", " \0 "]), Err(LabelError::Empty(1)));
        assert_eq!(
            names(&["ä".repeat(MAX_CHARS).as_str()]).map(|l| l.len()),
            Ok(1)
        );
        let long = names(&["x".repeat(MAX_CHARS + 1).as_str()]).unwrap_err();
        assert_eq!(
            (long.clone(), long.pointer().as_str()),
            (LabelError::Long(0), "/labels/0")
        );
        let many: Vec<String> = (0..=MAX_LABELS).map(|n| n.to_string()).collect();
        assert_eq!(labels(&many), Err(LabelError::Many));
        assert!(labels(&many[1..]).is_ok());
    }
}
