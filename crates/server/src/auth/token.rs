//! Bearer tokens and session cookies: 32 random bytes, shown once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng as _;

/// Bytes of randomness: beyond guessing for ever.
const BYTES: usize = 32;
/// Name of the dashboard's cookie.
pub const COOKIE: &str = "tg_session";
/// How long a login holds, in microseconds: a month, as people expect of an inbox they keep open.
pub const LIFETIME: i64 = 30 * domain::time::DAY;

/// A fresh token.
#[must_use]
pub fn fresh() -> String {
    let mut bytes = [0_u8; BYTES];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
