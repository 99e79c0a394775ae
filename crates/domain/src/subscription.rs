//! Which webhooks an account's Page or Instagram account is subscribed to (platform notes §1.4, layer 2).

use crate::account::Platform;
use crate::token::TokenKind;

/// Messenger: what fills the inbox, its receipts, and the Page's comments. Names are the Page's own, plural ones.
const PAGE: [&str; 9] = [
    "messages",
    "message_echoes",
    "message_deliveries",
    "message_reads",
    "message_reactions",
    "messaging_postbacks",
    "messaging_referrals",
    "feed",
    "mention",
];
/// Any field of the Page switches on all of its Instagram account's; `feed` is the one that Meta's own text names, and
/// needs no permission for Messenger.
const INSTAGRAM_BEHIND_PAGE: [&str; 1] = ["feed"];
/// Instagram Login: the account's own subscription. Mentions and story insights do not exist there.
const INSTAGRAM_LOGIN: [&str; 9] = [
    "messages",
    "message_echoes",
    "message_reactions",
    "message_edit",
    "messaging_postbacks",
    "messaging_seen",
    "messaging_referral",
    "comments",
    "live_comments",
];

/// The fields that an account needs, by Meta's names.
#[must_use]
pub const fn wanted(platform: Platform, kind: TokenKind) -> &'static [&'static str] {
    match (platform, kind) {
        (Platform::Facebook, _) => &PAGE,
        (Platform::Instagram, TokenKind::Facebook) => &INSTAGRAM_BEHIND_PAGE,
        (Platform::Instagram, TokenKind::Instagram) => &INSTAGRAM_LOGIN,
    }
}

/// What is wanted and not there. Behind a Page any field does.
#[must_use]
pub fn missing(platform: Platform, kind: TokenKind, subscribed: &[String]) -> Vec<&'static str> {
    let any_does = platform == Platform::Instagram && kind == TokenKind::Facebook;
    if any_does && !subscribed.is_empty() {
        return Vec::new();
    }
    wanted(platform, kind)
        .iter()
        .filter(|w| !subscribed.iter().any(|s| s == *w))
        .copied()
        .collect()
}

/// What to subscribe so that nothing is lost that is subscribed already: a Page may serve Messenger and an Instagram
/// account at once, and a call replaces the list.
#[must_use]
pub fn to_subscribe(platform: Platform, kind: TokenKind, subscribed: &[String]) -> Vec<String> {
    let mut all: Vec<String> = subscribed.to_vec();
    for field in wanted(platform, kind) {
        if !all.iter().any(|s| s == field) {
            all.push((*field).to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_field_of_the_page_serves_instagram() {
        let kind = TokenKind::Facebook;
        assert_eq!(missing(Platform::Instagram, kind, &[]), ["feed"]);
        assert!(missing(Platform::Instagram, kind, &["messages".to_owned()]).is_empty());
        assert_eq!(
            missing(Platform::Facebook, kind, &["messages".to_owned()]).len(),
            PAGE.len() - 1
        );
    }

    #[test]
    fn nothing_that_is_subscribed_is_lost() {
        let before = ["leadgen".to_owned(), "messages".to_owned()];
        let after = to_subscribe(Platform::Facebook, TokenKind::Facebook, &before);
        assert_eq!(after[..2], before);
        assert_eq!(after.len(), PAGE.len() + 1);
    }
}
