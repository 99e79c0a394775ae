//! The key that tells push services who we are (RFC 8292). Made at the first use and kept sealed; with another one every
//! browser would have to subscribe again.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::{HOUR, Timestamp};
use p256::SecretKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use store::error::StoreError;
use tokio::sync::OnceCell;
use url::{Host, Url};

use crate::app::App;

/// Where the key is kept, and what it is sealed for.
const SETTING: &str = "push_key";
/// A signature is good for this long; RFC 8292 allows a day.
const GOOD_FOR: i64 = 12 * HOUR;

/// Said where nothing better is known: a dashboard on this machine, tried out.
const NOBODY: &str = "mailto:operator@ticklegram.invalid";
/// Names that nobody can reach from outside. Apple refuses whoever names one.
const UNREACHABLE: [&str; 7] = [
    "example",
    "internal",
    "invalid",
    "lan",
    "local",
    "localhost",
    "test",
];

fn fresh() -> SecretKey {
    SecretKey::random(&mut p256::elliptic_curve::rand_core::OsRng)
}

async fn key(app: &App) -> store::Result<SecretKey> {
    let kept = match app.db.setting(SETTING).await? {
        Some(kept) => kept,
        None => {
            let made = SecretString::from(URL_SAFE_NO_PAD.encode(fresh().to_bytes()));
            let sealed = app.sealer.seal(SETTING, &made)?;
            app.db.setting_or(SETTING, &sealed).await?
        }
    };
    let opened = app.sealer.open(SETTING, &kept)?;
    let bytes = URL_SAFE_NO_PAD.decode(opened.expose_secret()).ok();
    bytes
        .and_then(|bytes| SecretKey::from_slice(&bytes).ok())
        .ok_or(StoreError::WrongKey)
}

/// The public key, as browsers want it: an uncompressed point, base64url.
pub(crate) async fn public_key(app: &App) -> store::Result<String> {
    Ok(encoded(&key(app).await?))
}

fn encoded(key: &SecretKey) -> String {
    URL_SAFE_NO_PAD.encode(key.public_key().to_encoded_point(false).as_bytes())
}

/// Signs requests to push services.
#[derive(Default)]
pub(super) struct Signer {
    key: OnceCell<SecretKey>,
}

impl Signer {
    /// The `Authorization` of a request to the push service at `endpoint`; `from` is the dashboard that its browser showed.
    pub(super) async fn authorization(
        &self,
        app: &App,
        endpoint: &Url,
        from: Option<&Url>,
    ) -> store::Result<String> {
        let key = self.key.get_or_try_init(|| key(app)).await?;
        let contact = contact(app.config.public_url.as_ref(), from);
        Ok(signed(key, endpoint, &contact, app.clock.now()))
    }
}

/// Where a push service finds whoever runs this server: the dashboard, by the address that the operator gave it, or by the
/// one that browsers use.
fn contact(public: Option<&Url>, from: Option<&Url>) -> String {
    let found = public.into_iter().chain(from).find(|url| is_reachable(url));
    found.map_or_else(
        || NOBODY.to_owned(),
        |url| url.origin().ascii_serialization(),
    )
}

fn is_reachable(url: &Url) -> bool {
    let Some(Host::Domain(name)) = url.host() else {
        return false;
    };
    let end = name.rsplit_once('.').map(|(_, end)| end);
    url.scheme() == "https" && end.is_some_and(|end| !UNREACHABLE.contains(&end))
}

fn signed(key: &SecretKey, endpoint: &Url, contact: &str, now: Timestamp) -> String {
    let header = json!({"typ": "JWT", "alg": "ES256"}).to_string();
    let claims = json!({
        "aud": endpoint.origin().ascii_serialization(),
        "exp": now.plus(GOOD_FOR).secs(),
        "sub": contact,
    });
    let text = [header, claims.to_string()].map(|part| URL_SAFE_NO_PAD.encode(part));
    let text = text.join(".");
    let signature: Signature = SigningKey::from(key).sign(text.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
    format!("vapid t={text}.{signature}, k={}", encoded(key))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier as _;

    use super::*;

    #[test]
    fn a_push_service_can_check_who_we_are() {
        let key = fresh();
        let endpoint = Url::parse("https://push.example/send/abc").unwrap();
        let now = Timestamp::from_secs(1_800_000_000);
        let header = signed(&key, &endpoint, "https://shop.example", now);
        let rest = header.strip_prefix("vapid t=").unwrap();
        let (token, public) = rest.split_once(", k=").unwrap();
        let (text, signature) = token.rsplit_once('.').unwrap();
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
        let verifier = VerifyingKey::from_sec1_bytes(&bytes(public)).unwrap();
        let signature = Signature::from_slice(&bytes(signature)).unwrap();
        verifier.verify(text.as_bytes(), &signature).unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&bytes(text.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        assert_eq!(claims["exp"], 1_800_000_000 + 12 * 3600);
        assert_eq!(claims["sub"], "https://shop.example");
    }

    #[test]
    fn the_contact_is_one_that_can_be_reached() {
        let url = |text: &str| Url::parse(text).unwrap();
        let said = |public: Option<&str>, from: Option<&str>| {
            contact(public.map(url).as_ref(), from.map(url).as_ref())
        };
        let (ours, theirs) = ("https://inbox.shop.com/x", "https://other.shop.com");
        assert_eq!(said(Some(ours), Some(theirs)), "https://inbox.shop.com");
        assert_eq!(said(None, Some(theirs)), theirs);
        for no in [
            "http://inbox.shop.com",
            "https://10.1.2.3",
            "https://inbox.local",
            "https://inbox",
        ] {
            assert_eq!(said(Some(no), Some(theirs)), theirs);
            assert_eq!(said(Some(no), None), NOBODY);
        }
    }
}
