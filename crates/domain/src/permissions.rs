//! What an account's token must be allowed to do, and what stops working without it (platform notes §1.4, §8.6).

use crate::account::Platform;
use crate::token::TokenKind;

/// A permission of Meta's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Meta's name.
    pub name: &'static str,
    /// What does not work without it, to go on after "needed to".
    pub needed_to: &'static str,
    /// Without it an account is not connected at all: nothing would come in or go out.
    pub essential: bool,
}

const fn must(name: &'static str, needed_to: &'static str) -> Permission {
    Permission {
        name,
        needed_to,
        essential: true,
    }
}

const fn may(name: &'static str, needed_to: &'static str) -> Permission {
    Permission {
        name,
        needed_to,
        essential: false,
    }
}

const INSTAGRAM_BEHIND_PAGE: [Permission; 6] = [
    must("instagram_basic", "know the account"),
    must("instagram_manage_messages", "receive and send messages"),
    must("pages_manage_metadata", "receive anything at all"),
    may(
        "instagram_manage_comments",
        "receive and answer comments and mentions",
    ),
    may("instagram_manage_insights", "read insights"),
    may("pages_read_engagement", "receive comments"),
];
const INSTAGRAM_LOGIN: [Permission; 4] = [
    must("instagram_business_basic", "know the account"),
    must(
        "instagram_business_manage_messages",
        "receive and send messages",
    ),
    may(
        "instagram_business_manage_comments",
        "receive and answer comments",
    ),
    may("instagram_business_manage_insights", "read insights"),
];
const PAGE: [Permission; 4] = [
    must("pages_messaging", "receive and send messages"),
    must("pages_manage_metadata", "receive anything at all"),
    may("pages_read_engagement", "receive comments"),
    may("pages_manage_engagement", "answer and hide comments"),
];

/// What an account of this platform with a token of this kind should be allowed, the most important first.
#[must_use]
pub const fn wanted(platform: Platform, kind: TokenKind) -> &'static [Permission] {
    match (platform, kind) {
        (Platform::Instagram, TokenKind::Facebook) => &INSTAGRAM_BEHIND_PAGE,
        (Platform::Instagram, TokenKind::Instagram) => &INSTAGRAM_LOGIN,
        (Platform::Facebook, _) => &PAGE,
    }
}

/// The permissions to ask for at the login: all that any account of this login wants, each once.
#[must_use]
pub fn to_ask_for(kind: TokenKind) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = match kind {
        TokenKind::Instagram => INSTAGRAM_LOGIN.iter().map(|p| p.name).collect(),
        // §8.1: without the first the Pages cannot be listed.
        TokenKind::Facebook => std::iter::once("pages_show_list")
            .chain(PAGE.iter().map(|p| p.name))
            .chain(INSTAGRAM_BEHIND_PAGE.iter().map(|p| p.name))
            .collect(),
    };
    let mut seen = Vec::new();
    names.retain(|name| {
        let first = !seen.contains(name);
        seen.push(*name);
        first
    });
    names
}

/// Which of the wanted permissions a token lacks.
#[must_use]
pub fn missing(platform: Platform, kind: TokenKind, granted: &[String]) -> Vec<Permission> {
    wanted(platform, kind)
        .iter()
        .filter(|p| !granted.iter().any(|g| g == p.name))
        .copied()
        .collect()
}

/// Names in a sentence: `a, b and c`.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_product_has_its_own_names() {
        let granted = vec![
            "instagram_basic".to_owned(),
            "instagram_manage_messages".to_owned(),
        ];
        let lacks = missing(Platform::Instagram, TokenKind::Facebook, &granted);
        assert_eq!(lacks[0].name, "pages_manage_metadata");
        assert!(lacks[0].essential && !lacks[1].essential);
        let lacks = missing(Platform::Instagram, TokenKind::Instagram, &granted);
        assert_eq!(lacks.len(), INSTAGRAM_LOGIN.len());
    }

    #[test]
    fn the_login_asks_for_everything_once() {
        let names = to_ask_for(TokenKind::Facebook);
        for platform in [Platform::Facebook, Platform::Instagram] {
            for wanted in wanted(platform, TokenKind::Facebook) {
                assert_eq!(names.iter().filter(|n| **n == wanted.name).count(), 1);
            }
        }
        assert_eq!(names[0], "pages_show_list");
    }

    #[test]
    fn names_make_a_sentence() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
