//! Addresses of media as Meta's servers hand them out: signed, and good for a while (platform notes §3: `oe` is the end in
//! hexadecimal Unix seconds). After it, and with a forged one, they answer 403.
//!
//! An address without `oe` is the phone page's own and has no end.

use sha2::{Digest as _, Sha256};

use crate::types::Attachment;
use crate::world::World;

/// How long an address lives: that of pictures in captures (§3).
pub(crate) const LIFE_MS: i64 = 5 * 24 * 3_600_000;
/// Media of a story end with it.
const STORY_MS: i64 = 24 * 3_600_000;
/// Where files and faces lie.
const OWN: [&str; 2] = ["/_sim/media/", "/_sim/avatar/"];
/// Letters of the signature: enough against guessing in a toy.
const SIGNATURE: usize = 16;

/// The address of an attachment as Meta tells it now.
pub(crate) fn address(w: &World, attachment: &Attachment) -> Option<String> {
    let url = attachment.url.as_deref()?;
    let life = if attachment.kind == "story_mention" {
        STORY_MS
    } else {
        LIFE_MS
    };
    Some(signed(w, url, life))
}

/// The same address, good for `life` ms from Meta's now. Addresses elsewhere, and those that are signed, stay as they are.
pub(crate) fn signed(w: &World, url: &str, life: i64) -> String {
    let base = w.fixed.base_url.as_str().trim_end_matches('/');
    let path = url.strip_prefix(base).unwrap_or_default();
    if !OWN.iter().any(|own| path.starts_with(own)) || path.contains('?') {
        return url.to_owned();
    }
    let end = (w.meta_now() + life) / 1_000;
    format!("{url}?oe={end:X}&oh={}", signature(w, path, end))
}

/// Whether an address of ours is good now: `path` without its query.
pub(crate) fn is_good(w: &World, path: &str, query: Option<&str>) -> bool {
    let Some(query) = query else { return true };
    let value = |key: &str| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(k, _)| k == key)
            .map(|(_, v)| v.into_owned())
    };
    let Some(oe) = value("oe") else { return true };
    let Ok(end) = i64::from_str_radix(&oe, 16) else {
        return false;
    };
    value("oh").is_some_and(|oh| oh == signature(w, path, end)) && w.meta_now() <= end * 1_000
}

fn signature(w: &World, path: &str, end: i64) -> String {
    let mut hash = Sha256::new();
    hash.update(w.instance().to_be_bytes());
    hash.update(w.fixed.app_secret.as_bytes());
    hash.update(format!("{path}?{end}"));
    let digest = hex::encode(hash.finalize());
    digest.get(..SIGNATURE).unwrap_or_default().to_owned()
}
