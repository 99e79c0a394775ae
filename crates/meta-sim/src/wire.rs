//! Bytes as Meta puts them on the wire: compact JSON in ASCII, `/` as `\/`, and the two signatures (platform notes §1.2).

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha1::Sha1;
use sha2::Sha256;

/// Meta's JSON: compact, everything beyond ASCII as lower-case `\uXXXX` (emoji as surrogate pairs), `/` as `\/`.
pub(crate) fn render(value: &Value) -> String {
    let plain = value.to_string();
    let mut out = String::with_capacity(plain.len() + plain.len() / 8);
    let mut units = [0u16; 2];
    for c in plain.chars() {
        match c {
            // A slash only ever stands inside a string.
            '/' => out.push_str("\\/"),
            c if c.is_ascii() => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

/// `X-Hub-Signature-256`: HMAC-SHA256 of the body's bytes under the app secret.
pub(crate) fn signature_256(secret: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length; an empty string here would only make a receiver refuse the delivery.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// `X-Hub-Signature`: the older sha1 form, still sent beside the other.
pub(crate) fn signature_1(secret: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    format!("sha1={}", hex::encode(mac.finalize().into_bytes()))
}

/// `appsecret_proof` (§8.4): HMAC-SHA256 of the token under the app secret.
pub(crate) fn proof(secret: &str, token: &str) -> String {
    signature_256(secret, token.as_bytes()).replace("sha256=", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SECRET: &str = "made_up_app_secret_0123456789abcdef";

    #[test]
    fn escapes_as_meta_does() {
        let body = render(
            &json!({"text": "café مرحبا 👋", "url": "https://a/b", "s": "<b>50% & @</b>\n\""}),
        );
        assert_eq!(
            body,
            "{\"s\":\"<b>50% & @<\\/b>\\n\\\"\",\"text\":\"caf\\u00e9 \\u0645\\u0631\\u062d\\u0628\\u0627 \\ud83d\\udc4b\",\"url\":\"https:\\/\\/a\\/b\"}"
        );
        assert!(body.is_ascii());
    }

    #[test]
    fn signs_the_published_vector() {
        let body = "{\"object\":\"page\",\"entry\":[{\"id\":\"100000000000001\",\"time\":1762785321062,\"messaging\":[{\"sender\":{\"id\":\"2000000000000101\"},\"recipient\":{\"id\":\"100000000000001\"},\"timestamp\":1762785320762,\"message\":{\"mid\":\"m_MADEUP000000000000000000000000000000000000000000000000000000000000000000000000000000001\",\"text\":\"hello\"}}]}]}";
        assert_eq!(
            signature_256(SECRET, body.as_bytes()),
            "sha256=c9ec64db76c56768ce0fe6a5d1bcba0a85f5122ecc8387d005eaccf22fa136ce"
        );
        assert_eq!(
            signature_1(SECRET, body.as_bytes()),
            "sha1=f10c2da1837c52fd037839291fcb742bfa8da85d"
        );
    }
}
