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

/// Letters and digits that nobody takes for others when they are read out: 32 of them, so that each carries five bits.
const SPEAKABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Groups of a one-time password, of four characters each: 80 bits, beyond guessing within its day.
const GROUPS: usize = 4;

/// A password to be read out or passed on.
#[must_use]
pub fn speakable() -> String {
    let mut bytes = [0_u8; GROUPS * 4];
    rand::rng().fill_bytes(&mut bytes);
    let letter = |byte: &u8| char::from(SPEAKABLE[usize::from(byte % 32)]);
    let groups = bytes.chunks(4).map(|c| c.iter().map(letter).collect());
    groups.collect::<Vec<String>>().join("-")
}

/// A fresh token.
#[must_use]
pub fn fresh() -> String {
    let mut bytes = [0_u8; BYTES];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_passwords_are_read_out_and_differ() {
        let (one, other) = (speakable(), speakable());
        assert_ne!(one, other);
        let groups: Vec<&str> = one.split('-').collect();
        assert_eq!(groups.len(), GROUPS);
        assert!(groups.iter().all(|g| g.len() == 4), "{one}");
        assert!(!one.contains(['l', 'o', '0', '1']), "{one}");
    }
}
