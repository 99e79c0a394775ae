//! Deliveries as Meta makes them: their shapes, their exact bytes, their signature, and posting them.
//!
//! The bytes are what PHP's JSON encoder writes with its default settings, which is what Meta sends: compact, ASCII
//! only, with lower-case `\uXXXX` and `\/`. Nothing here is shared with the simulator or with the parser, so that the
//! three can contradict one another.

mod shapes;

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use sha2::Sha256;

pub use shapes::{Account, Object};

/// The header that decides.
pub const SIGNATURE_HEADER: &str = "X-Hub-Signature-256";

/// The bytes that Meta would send for `value`.
#[must_use]
pub fn to_wire(value: &Value) -> Vec<u8> {
    let mut wire = String::new();
    let mut in_string = false;
    let mut escaped = false;
    // In compact JSON everything beyond ASCII, and every slash, stands inside a string.
    for character in value.to_string().chars() {
        match character {
            '/' if in_string && !escaped => wire.push_str("\\/"),
            character if character.is_ascii() => wire.push(character),
            character => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(wire, "\\u{unit:04x}");
                }
            }
        }
        if character == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && character == '\\' && !escaped;
    }
    wire.into_bytes()
}

/// The value of [`SIGNATURE_HEADER`] for these bytes.
///
/// # Panics
/// Never: HMAC takes keys of any length.
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        panic!("HMAC takes keys of any length")
    };
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// Posts deliveries to one address, signed with one secret.
#[derive(Debug, Clone)]
pub struct Poster {
    client: Client,
    url: String,
    secret: String,
}

impl Poster {
    /// `url` is the webhook route in full.
    #[must_use]
    pub fn new(url: &str, secret: &str) -> Self {
        Self {
            client: crate::api::client(),
            url: url.to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// Where it posts to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Posts exactly these bytes with their signature.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn post(&self, body: &[u8]) -> (StatusCode, String) {
        let signature = sign(&self.secret, body);
        self.post_with(body, &[(SIGNATURE_HEADER, &signature)])
            .await
    }

    /// Posts exactly these bytes with whatever headers the test wants, and no signature of our own.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn post_with(&self, body: &[u8], headers: &[(&str, &str)]) -> (StatusCode, String) {
        match self.try_post(body, headers).await {
            Ok(answer) => answer,
            Err(e) => panic!("POST {} ({} bytes): no answer: {e:?}", self.url, body.len()),
        }
    }

    /// Posts with a signature, for servers that may be gone.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_post_signed(&self, body: &[u8]) -> reqwest::Result<(StatusCode, String)> {
        let signature = sign(&self.secret, body);
        self.try_post(body, &[(SIGNATURE_HEADER, &signature)]).await
    }

    async fn try_post(
        &self,
        body: &[u8],
        headers: &[(&str, &str)],
    ) -> reqwest::Result<(StatusCode, String)> {
        let mut request = self
            .client
            .post(&self.url)
            .header("Content-Type", "application/json")
            .header("User-Agent", "facebookexternalua")
            .body(body.to_vec());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await?;
        let status = response.status();
        Ok((status, response.text().await?))
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Bytes;
    use axum::http::HeaderMap;
    use axum::routing::post;
    use serde_json::json;

    use super::*;

    #[test]
    fn bytes_are_compact_ascii_with_escaped_slashes() {
        let value = json!({ "u": "https://x/y", "t": "caf\u{e9} \u{1f44b} \"q\" \\/ \\\\" });
        let wire = String::from_utf8(to_wire(&value)).unwrap();
        let wanted = r#"{"t":"caf\u00e9 \ud83d\udc4b \"q\" \\\/ \\\\","u":"https:\/\/x\/y"}"#;
        assert_eq!(wire, wanted);
        assert_eq!(
            serde_json::from_str::<Value>(&wire).unwrap(),
            value,
            "it means the same"
        );
    }

    /// Made with another implementation:
    /// `printf '%s' '{"entry":[]}' | openssl dgst -sha256 -hmac top-secret`.
    #[test]
    fn the_signature_is_the_standard_one() {
        assert_eq!(sign("top-secret", br#"{"entry":[]}"#), SIGNED_ELSEWHERE);
    }

    const SIGNED_ELSEWHERE: &str =
        "sha256=89eba21bb99fac87781e87c5ec1529301fb38054e2d38410c6b28c2154236d4a";

    #[tokio::test]
    async fn posts_the_bytes_as_they_are() {
        let echo = post(async |headers: HeaderMap, body: Bytes| {
            let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
            format!("{signature} {}", body.len())
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhook", listener.local_addr().unwrap());
        let app = Router::new().route("/webhook", echo);
        tokio::spawn(async move { axum::serve(listener, app).await });
        let (status, text) = Poster::new(&url, "top-secret")
            .post(br#"{"entry":[]}"#)
            .await;
        assert_eq!(status, 200);
        assert_eq!(text, format!("{SIGNED_ELSEWHERE} 12"));
    }
}
