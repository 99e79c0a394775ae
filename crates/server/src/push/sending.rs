//! One notice to one browser.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::push::Notice;
use reqwest::header::AUTHORIZATION;
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::{Host, Url};
use web_push_native::p256::PublicKey;
use web_push_native::{Auth, WebPushBuilder};

use super::vapid::Signer;
use crate::app::App;
use crate::config::Mode;
use crate::media::guard::{PublicOnly, is_loopback};

/// A push service answers at once.
const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
/// What cannot be handed over within this time is no news any more.
const KEEP: Duration = Duration::from_secs(600);
/// Longest endpoint; services use some 200 characters.
const MAX_ENDPOINT: usize = 2_000;

/// What a browser gave us to write to it.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct Subscription {
    /// The push service's address for this browser.
    pub endpoint: String,
    /// What its notices are encrypted for.
    pub keys: Keys,
}

/// The keys of a browser.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct Keys {
    /// A point of P-256, uncompressed, base64url.
    pub p256dh: String,
    /// 16 bytes, base64url.
    pub auth: String,
}

impl Subscription {
    /// Its keys, if they are ones.
    pub(crate) fn opened(&self) -> Option<(PublicKey, Auth)> {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let key = PublicKey::from_sec1_bytes(&bytes(&self.keys.p256dh)?).ok()?;
        let auth: [u8; 16] = bytes(&self.keys.auth)?.try_into().ok()?;
        Some((key, Auth::from(auth)))
    }

    /// As it is kept, with the dashboard that its browser showed.
    pub(crate) fn secret(self, from: Option<String>) -> SecretString {
        let kept = Kept {
            subscription: self,
            from: from.filter(|from| from.len() <= MAX_ENDPOINT),
        };
        SecretString::from(serde_json::to_string(&kept).unwrap_or_default())
    }
}

#[derive(Deserialize, Serialize)]
struct Kept {
    #[serde(flatten)]
    subscription: Subscription,
    #[serde(default)]
    from: Option<String>,
}

/// What stands for an endpoint in the database.
pub(crate) fn device_id(endpoint: &str) -> String {
    hex::encode(Sha256::digest(endpoint.as_bytes()))
}

/// Where notices may be sent: push services, which have names and HTTPS. In mock mode also this machine, for trying out.
pub(crate) fn check_endpoint(text: &str, mode: Mode) -> Option<Url> {
    let url = Url::parse(text)
        .ok()
        .filter(|_| text.len() <= MAX_ENDPOINT)?;
    let named = matches!(url.host(), Some(Host::Domain(name)) if name != "localhost");
    let plain = url.username().is_empty() && url.password().is_none();
    let service = url.scheme() == "https" && named && plain;
    (service || (mode == Mode::Mock && is_loopback(&url))).then_some(url)
}

/// What became of a notice.
pub(super) enum Outcome {
    /// The push service has it.
    Taken,
    /// The push service does not know this browser any more.
    Gone,
    /// It was not taken now; a little later it may be.
    Later(String),
    /// It was not taken and will not be.
    Refused(String),
}

/// Speaks to push services.
pub(super) struct Sender {
    outside: Option<reqwest::Client>,
    here: Option<reqwest::Client>,
    signer: Signer,
}

impl Sender {
    /// Only public addresses are dialled, whatever a name says.
    pub(super) fn new(app: &App) -> Self {
        let client = || {
            // Not through a proxy, which would look names up by itself.
            reqwest::Client::builder()
                .no_proxy()
                .connect_timeout(CONNECT)
                .timeout(TIMEOUT)
                .redirect(Policy::none())
        };
        let mock = app.config.mode == Mode::Mock;
        Self {
            outside: client().dns_resolver(PublicOnly).build().ok(),
            here: client().build().ok().filter(|_| mock),
            signer: Signer::default(),
        }
    }

    /// Sends a notice to the browser with this address, which is what [`Subscription::secret`] made.
    pub(super) async fn send(&self, app: &App, address: &SecretString, notice: &Notice) -> Outcome {
        let request = match self.request(app, address, notice).await {
            Ok(request) => request,
            Err(why) => return Outcome::Refused(why),
        };
        match request.send().await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Outcome::Taken,
            Ok(StatusCode::NOT_FOUND | StatusCode::GONE) => Outcome::Gone,
            Ok(status) if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                Outcome::Later(status.to_string())
            }
            Ok(status) => Outcome::Refused(status.to_string()),
            Err(problem) => Outcome::Later(problem.without_url().to_string()),
        }
    }

    async fn request(
        &self,
        app: &App,
        address: &SecretString,
        notice: &Notice,
    ) -> Result<RequestBuilder, String> {
        let words = |problem: &str| problem.to_owned();
        let Kept { subscription, from } = serde_json::from_str(address.expose_secret())
            .map_err(|_| words("the subscription cannot be read"))?;
        let (key, auth) = subscription.opened().ok_or("its keys cannot be read")?;
        let url = check_endpoint(&subscription.endpoint, app.config.mode)
            .ok_or("its address is none of a push service")?;
        let client = if is_loopback(&url) {
            self.here.as_ref()
        } else {
            self.outside.as_ref()
        };
        let client = client.ok_or("there is no client for it")?;
        let body = serde_json::to_vec(notice).map_err(|p| p.to_string())?;
        let endpoint = subscription
            .endpoint
            .parse()
            .map_err(|_| words("its address cannot be read"))?;
        let sealed = WebPushBuilder::new(endpoint, key, auth)
            .with_valid_duration(KEEP)
            .build(body)
            .map_err(|p| p.to_string())?;
        let from = from.and_then(|from| Url::parse(&from).ok());
        let signed = self.signer.authorization(app, &url, from.as_ref()).await;
        let signed = signed.map_err(|p| p.to_string())?;
        let (parts, body) = sealed.into_parts();
        Ok(client
            .post(url)
            .headers(parts.headers)
            .header("urgency", "high")
            // One notice per chat waits at the push service; the header takes 32 characters.
            .header("topic", &notice.chat_id.to_string().replace('-', "")[..32])
            .header(AUTHORIZATION, signed)
            .body(body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_push_services_are_written_to() {
        let real = |text: &str| check_endpoint(text, Mode::Real).is_some();
        assert!(real("https://fcm.googleapis.com/fcm/send/abc"));
        for no in [
            "http://fcm.googleapis.com/x",
            "https://10.0.0.1/x",
            "https://[::1]/x",
            "https://localhost/x",
            "https://user@push.example/x",
            "http://127.0.0.1:9/x",
            "nonsense",
        ] {
            assert!(!real(no), "{no}");
        }
        assert!(check_endpoint("http://127.0.0.1:9/x", Mode::Mock).is_some());
    }
}
