//! Fetches files from Meta, bounded in time and size, and from nowhere else.

use std::time::Duration;

use bytes::Bytes;
use domain::media::FetchFault;
use futures_util::{Stream, StreamExt as _};
use reqwest::{Client, StatusCode, redirect};
use url::Url;

use super::guard::{self, PublicOnly};

/// Longest time to connect.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest silence of a download.
const SILENCE: Duration = Duration::from_secs(15);
/// Longest download: the largest file at 5 Mbit/s.
pub const LONGEST: Duration = Duration::from_secs(120);
/// Meta's media hosts send on once or twice.
const REDIRECTS: usize = 3;

/// Fetches files.
#[derive(Clone, Debug)]
pub struct Pull {
    /// The one origin besides Meta's hosts: the simulator.
    simulator: Option<(Client, Url)>,
    /// For Meta's hosts; none in mock mode, which reaches out to nobody.
    meta: Option<Client>,
}

/// Why a file cannot be fetched now, and in which words an operator learns it.
#[derive(Debug)]
pub struct Refused {
    /// What kind of trouble it is.
    pub fault: FetchFault,
    /// In words.
    pub why: String,
}

/// A file that begins to come.
pub struct Pulled<S> {
    /// Its name, if the other side gave one.
    pub name: Option<String>,
    /// Its bytes.
    pub body: S,
}

fn refused(fault: FetchFault, why: impl Into<String>) -> Refused {
    Refused {
        fault,
        why: why.into(),
    }
}

impl Pull {
    /// From the simulator at `simulator`, and in real mode from Meta.
    ///
    /// # Errors
    /// If no HTTP client can be made.
    pub fn new(simulator: Option<Url>, real: bool) -> anyhow::Result<Self> {
        let builder = || {
            Client::builder()
                .no_proxy()
                .connect_timeout(CONNECT)
                .read_timeout(SILENCE)
                .timeout(LONGEST)
        };
        // Against a simulator on this machine nobody asks the system for certificates that it may not have.
        let meta = (real && simulator.is_none())
            .then(|| {
                let policy = redirect::Policy::custom(|attempt| {
                    if attempt.previous().len() > REDIRECTS {
                        attempt.error("sent on too often")
                    } else if guard::is_metas(attempt.url()) {
                        attempt.follow()
                    } else {
                        attempt.error("sent on to a host that is not Meta's")
                    }
                });
                builder()
                    .redirect(policy)
                    .dns_resolver(PublicOnly)
                    .https_only(true)
                    .build()
            })
            .transpose()?;
        let simulator = simulator
            .map(|origin| {
                let plain = origin.scheme() == "http";
                let mut client = builder().redirect(redirect::Policy::none());
                if plain {
                    client = client.tls_certs_only([]);
                }
                client.build().map(|client| (client, origin))
            })
            .transpose()?;
        Ok(Self { simulator, meta })
    }

    /// Begins to fetch a file.
    ///
    /// # Errors
    /// [`Refused`]: from elsewhere, gone, or not to be had now.
    pub async fn begin(
        &self,
        address: &str,
    ) -> Result<Pulled<impl Stream<Item = Result<Bytes, String>> + use<>>, Refused> {
        let foreign = || refused(FetchFault::Refused, "the address is not one of Meta's");
        let url = Url::parse(address).map_err(|_| foreign())?;
        let client = match (&self.simulator, &self.meta) {
            (Some((client, origin)), _) if origin.origin() == url.origin() => client,
            (_, Some(client)) if guard::is_metas(&url) => client,
            _ => return Err(foreign()),
        };
        let answer = client.get(url).send().await.map_err(|e| {
            // Where it leads does not change by asking again.
            let fault = if e.is_redirect() {
                FetchFault::Refused
            } else {
                FetchFault::Passing
            };
            refused(fault, words(&e.without_url()))
        })?;
        let status = answer.status();
        if !status.is_success() {
            let fault = match status {
                StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => {
                    FetchFault::Gone
                }
                s if s.is_server_error() => FetchFault::Passing,
                StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => FetchFault::Passing,
                _ => FetchFault::Refused,
            };
            return Err(refused(fault, format!("HTTP {}", status.as_u16())));
        }
        let name = answer
            .headers()
            .get(reqwest::header::CONTENT_DISPOSITION)
            .and_then(|v| v.to_str().ok())
            .and_then(file_name);
        let body = answer
            .bytes_stream()
            .map(|chunk| chunk.map_err(|e| words(&e.without_url())));
        Ok(Pulled { name, body })
    }
}

/// The last cause tells, and no address stands in it.
fn words(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

/// Longest file name that is kept; file systems take no more.
const NAME_CHARS: usize = 200;

/// `filename="…"` of a `Content-Disposition`.
fn file_name(disposition: &str) -> Option<String> {
    let parts = disposition.split(';').map(str::trim);
    let value = parts
        .filter_map(|p| p.split_once('='))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case("filename"))?
        .1;
    clean_name(value.trim().trim_matches('"'))
}

/// A file name without folders and control characters; `None` if nothing is left.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME_CHARS)
        .collect();
    let plain = plain.trim().trim_matches('.').trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_only_names() {
        let name = |text: &str| file_name(text);
        assert_eq!(
            name("attachment; filename=\"a b.pdf\"").as_deref(),
            Some("a b.pdf")
        );
        assert_eq!(name("inline;FILENAME=x.png").as_deref(), Some("x.png"));
        assert_eq!(
            name("attachment; filename=\"../../etc/passwd\"").as_deref(),
            Some("passwd")
        );
        assert_eq!(name("attachment"), None);
        assert_eq!(clean_name("..\\..\\\u{7}x\n.exe").as_deref(), Some("x.exe"));
        assert_eq!(clean_name("../.."), None);
        assert_eq!(
            clean_name(&"ä".repeat(500)).map(|n| n.chars().count()),
            Some(NAME_CHARS)
        );
    }

    #[tokio::test]
    async fn mock_mode_reaches_out_to_nobody_but_the_simulator() {
        let pull = Pull::new(Some(Url::parse("http://127.0.0.1:1/").unwrap()), false).unwrap();
        for (address, fault) in [
            ("https://scontent.xx.fbcdn.net/a", FetchFault::Refused),
            ("http://127.0.0.1:2/a", FetchFault::Refused),
            ("http://localhost:1/a", FetchFault::Refused),
            ("file:///etc/passwd", FetchFault::Refused),
            ("not an address", FetchFault::Refused),
            // Nobody listens there.
            ("http://127.0.0.1:1/a", FetchFault::Passing),
        ] {
            let Err(problem) = pull.begin(address).await else {
                panic!("{address}")
            };
            assert_eq!(problem.fault, fault, "{address}: {}", problem.why);
        }
    }

    #[tokio::test]
    async fn real_mode_refuses_what_is_not_metas() {
        let Ok(pull) = Pull::new(None, true) else {
            // A machine without certificates cannot run real mode at all.
            return;
        };
        for address in [
            "http://169.254.169.254/latest",
            "https://10.0.0.1/a",
            "https://shop.example/a",
        ] {
            let Err(problem) = pull.begin(address).await else {
                panic!("{address}")
            };
            assert_eq!(problem.fault, FetchFault::Refused, "{address}");
        }
    }
}
