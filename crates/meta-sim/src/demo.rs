//! The people and accounts a demo begins with, and names for people nobody named.

use sha2::{Digest as _, Sha256};

use crate::config::Mode;
use crate::insights::{Did, NewVisit};
use crate::posts::NewPost;
use crate::types::{Platform, PostKind, Token};
use crate::world::World;

/// The demo Instagram account that the server seeds in mock mode.
pub(crate) const DEMO_INSTAGRAM: &str = "mock_ig_123";
/// The Page behind it: never the same id.
pub(crate) const DEMO_INSTAGRAM_PAGE: &str = "100000000000123";
/// The demo Page.
pub(crate) const DEMO_PAGE: &str = "mock_fb_123";
/// What the demo's tokens begin with, before the account's id.
const DEMO_TOKEN: &str = "mock-token-";

const FIRST: [&str; 24] = [
    "Maya",
    "Devon",
    "Priya",
    "Jonas",
    "Sam",
    "Leo",
    "Rosa",
    "Amara",
    "Noé",
    "Ingrid",
    "Kenji",
    "Lucía",
    "Tomasz",
    "Zeynep",
    "Oluwaseun",
    "Hana",
    "Mateo",
    "Freya",
    "Yusuf",
    "Chloé",
    "Björn",
    "Aisha",
    "Nikos",
    "Wei",
];
const LAST: [&str; 24] = [
    "Lindqvist",
    "Reyes",
    "Nair",
    "Weber",
    "Whitlock",
    "Okafor",
    "Moreau",
    "Tanaka",
    "Kowalski",
    "Yılmaz",
    "Adeyemi",
    "Sørensen",
    "Castillo",
    "Novak",
    "Haddad",
    "Peeters",
    "O’Brien",
    "Petrov",
    "Rossi",
    "Nguyen",
    "Müller",
    "Silva",
    "Papadakis",
    "Chen",
];

/// A name that always belongs to the same id.
pub(crate) fn name_for(id: &str) -> String {
    let hash = Sha256::digest(id.as_bytes());
    let first = FIRST[usize::from(hash[0]) % FIRST.len()];
    let last = LAST[usize::from(hash[1]) % LAST.len()];
    format!("{first} {last}")
}

/// A handle made from the name, with a little of the id so that namesakes differ.
pub(crate) fn username_for(name: &str, id: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'a'..='z' | '0'..='9' => Some(c),
            ' ' => Some('.'),
            'é' | 'è' => Some('e'),
            'í' | 'ı' => Some('i'),
            'ö' | 'ø' | 'ó' => Some('o'),
            'ü' => Some('u'),
            _ => None,
        })
        .collect();
    let hash = Sha256::digest(id.as_bytes());
    format!("{plain}_{:02}", hash[2] % 100)
}

const HOUR_MS: i64 = 3_600_000;
/// What the demo account has posted: kind, caption, hours ago.
const SHOP_POSTS: [(PostKind, &str, i64); 4] = [
    (
        PostKind::Image,
        "The speckled mugs are back, in three sizes",
        96,
    ),
    (PostKind::Carousel, "Glazing day, start to finish", 50),
    (PostKind::Reel, "Sixty seconds at the wheel", 26),
    (PostKind::Story, "Kiln opening at noon", 3),
];
/// Who came by each of them, an hour after it was posted.
const CROWD: &[(u32, &[Did])] = &[
    (180, &[Did::View, Did::TapForward]),
    (41, &[Did::View, Did::Like, Did::TapBack]),
    (12, &[Did::Save, Did::ProfileVisit]),
    (7, &[Did::Share, Did::Follow, Did::LinkClick, Did::TapExit]),
];
/// What the demo Page has posted.
const PAGE_POSTS: [(PostKind, &str, i64); 2] = [
    (PostKind::Page, "Open studio on Saturday, ten to four", 70),
    (
        PostKind::Page,
        "Two places left in the beginners’ class",
        20,
    ),
];

/// The demo: an Instagram account and a Page with a few customers and posts each, and no messages.
pub(crate) fn populate(world: &mut World) {
    if world.account(DEMO_PAGE).is_some() {
        return;
    }
    let shop = world.add_account(
        Some(DEMO_INSTAGRAM.into()),
        Platform::Instagram,
        Some("Fern & Kiln".into()),
        Some("fernandkiln".into()),
        Some(DEMO_INSTAGRAM_PAGE.into()),
        false,
    );
    for (name, handle) in [
        ("Maya Lindqvist", "maya.lindq"),
        ("Devon Reyes", "devonreyes_"),
        ("Priya Nair", "priya.nair"),
    ] {
        world.add_customer(&shop, None, Some(name.into()), Some(handle.into()), false);
    }
    let page = world.add_account(
        Some(DEMO_PAGE.into()),
        Platform::Facebook,
        Some("Fern & Kiln Studio".into()),
        Some("fernandkiln.studio".into()),
        None,
        false,
    );
    for (name, handle) in [
        ("Jonas Weber", "jonas.weber"),
        ("Sam Whitlock", "sam.whitlock"),
    ] {
        world.add_customer(&page, None, Some(name.into()), Some(handle.into()), false);
    }
    for (account, posts) in [(&shop, &SHOP_POSTS[..]), (&page, &PAGE_POSTS[..])] {
        for (kind, caption, hours) in posts {
            let new = NewPost {
                kind: Some(*kind),
                caption: (*caption).to_owned(),
                posted_at: Some(world.now - hours * HOUR_MS),
                ..NewPost::default()
            };
            // A stepped history has only what is put into it, and no story that ends by itself.
            if *kind == PostKind::Story && world.fixed.mode == Mode::Stepped {
                continue;
            }
            let post = world.add_post(account, new, false);
            for (people, did) in CROWD {
                let visit = NewVisit {
                    people: *people,
                    did: did.to_vec(),
                    at: Some(post.posted_at + HOUR_MS),
                    ..NewVisit::default()
                };
                world.visit(&post, visit);
            }
        }
    }
    for account in [&shop, &page] {
        // Connected from the beginning, whatever the strictness: subscribed, and its token known.
        if let Some(account) = world.accounts.get_mut(&account.id) {
            account.subscribed = true;
        }
        let token = Token {
            page_id: Some(account.page_id.clone()),
            issued_at: world.now,
            ..Token::default()
        };
        let print = crate::ids::fingerprint(&format!("{DEMO_TOKEN}{}", account.id));
        world.tokens.put(print, token);
    }
}
