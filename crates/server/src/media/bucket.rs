//! A bucket of an S3-compatible store: the three calls that files need, signed with Signature Version 4 (AWS's
//! documentation, "Authenticating Requests: Using the Authorization Header").

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use domain::clock::Clock;
use domain::time::Timestamp;
use futures_util::{StreamExt as _, TryStreamExt as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, RANGE};
use reqwest::{Body, Client, Method, Response, StatusCode, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use tokio_util::io::ReaderStream;
use url::Url;

use super::files::FileStream;
use crate::config::S3Place;

/// Longest time to connect.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest silence while a file comes.
const SILENCE: Duration = Duration::from_secs(15);
/// Longest call: the largest file at 5 Mbit/s.
const LONGEST: Duration = Duration::from_secs(120);
/// Tries of one call; all of them may be repeated. A person waits for the answer.
const TRIES: u32 = 3;
/// Pause before the second try; it doubles.
const PAUSE: Duration = Duration::from_millis(200);
/// SHA-256 of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// Code of the answer of a store whose disk is full.
const NO_ROOM: u16 = 507;

/// A bucket.
pub(super) struct Bucket {
    http: Client,
    base: Url,
    prefix: String,
    signer: Signer,
    clock: Arc<dyn Clock>,
}

struct Signer {
    key_id: String,
    secret: SecretString,
    region: String,
}

impl Bucket {
    pub(super) fn open(place: &S3Place, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let amazon = || {
            format!(
                "https://{}.s3.{}.amazonaws.com/",
                place.bucket, place.region
            )
        };
        let base = match &place.endpoint {
            None => Url::parse(&amazon())?,
            // Stores that are not Amazon's seldom have a name for each bucket.
            Some(endpoint) => {
                let mut base = endpoint.clone();
                base.path_segments_mut()
                    .map_err(|()| anyhow::anyhow!("AWS_ENDPOINT_URL: it cannot have a path"))?
                    .pop_if_empty()
                    .push(&place.bucket)
                    .push("");
                base
            }
        };
        let mut http = Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .timeout(LONGEST)
            .redirect(redirect::Policy::none());
        if base.scheme() == "http" {
            http = http.no_proxy().tls_certs_only([]);
        }
        Ok(Self {
            http: http
                .build()
                .context("the HTTP client for MEDIA_URL cannot be made")?,
            base,
            prefix: place.prefix.clone(),
            signer: Signer {
                key_id: place.key_id.clone(),
                secret: place.secret.clone(),
                region: place.region.clone(),
            },
            clock,
        })
    }

    /// Stores a whole file.
    pub(super) async fn put(
        &self,
        name: &str,
        file: &Path,
        size: u64,
        sha256: &str,
    ) -> io::Result<()> {
        let answer = self
            .call(&Method::PUT, name, None, sha256, Some((file, size)))
            .await?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(refused(status)),
        }
    }

    /// A file, or a part of it. `None`: there is none.
    pub(super) async fn get(
        &self,
        name: &str,
        part: Option<Range<u64>>,
    ) -> io::Result<Option<FileStream>> {
        let range = part
            .filter(|p| p.end > p.start)
            .map(|p| format!("bytes={}-{}", p.start, p.end - 1));
        let answer = self
            .call(&Method::GET, name, range.as_deref(), EMPTY, None)
            .await?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            // The whole in place of a part would be taken for the part.
            status
                if status == StatusCode::PARTIAL_CONTENT
                    || (status.is_success() && range.is_none()) =>
            {
                let stream = answer
                    .bytes_stream()
                    .map_err(|e| io::Error::other(e.without_url()));
                Ok(Some(stream.boxed()))
            }
            status => Err(refused(status)),
        }
    }

    /// Removes a file; what is not there is removed already.
    pub(super) async fn remove(&self, name: &str) -> io::Result<()> {
        let answer = self.call(&Method::DELETE, name, None, EMPTY, None).await?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(()),
            status if status.is_success() => Ok(()),
            status => Err(refused(status)),
        }
    }

    async fn call(
        &self,
        method: &Method,
        name: &str,
        range: Option<&str>,
        sha256: &str,
        body: Option<(&Path, u64)>,
    ) -> io::Result<Response> {
        let url = self.address(name)?;
        let mut pause = PAUSE;
        for last in (0..TRIES).map(|n| n + 1 == TRIES) {
            let signed = self
                .signer
                .sign(method, &url, range, sha256, self.clock.now());
            let mut request = self
                .http
                .request(method.clone(), url.clone())
                .header("x-amz-date", signed.date)
                .header("x-amz-content-sha256", sha256)
                .header(AUTHORIZATION, signed.authorization);
            if let Some(range) = range {
                request = request.header(RANGE, range);
            }
            if let Some((file, size)) = body {
                let file = tokio::fs::File::open(file).await?;
                let stream = ReaderStream::new(file);
                request = request
                    .header(CONTENT_LENGTH, size)
                    .body(Body::wrap_stream(stream));
            }
            match request.send().await {
                Ok(answer) if last || !passes(answer.status()) => return Ok(answer),
                Err(e) if last => return Err(io::Error::other(e.without_url())),
                Ok(_) | Err(_) => {}
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(io::Error::other("it was not tried"))
    }

    fn address(&self, name: &str) -> io::Result<Url> {
        let mut url = self.base.clone();
        let segments = self.prefix.split('/').chain(name.split('/'));
        url.path_segments_mut()
            .map_err(|()| io::Error::other("the bucket's address cannot have a path"))?
            .pop_if_empty()
            .extend(segments.filter(|s| !s.is_empty()));
        Ok(url)
    }
}

fn passes(status: StatusCode) -> bool {
    (status.is_server_error() && status.as_u16() != NO_ROOM)
        || status == StatusCode::TOO_MANY_REQUESTS
}

fn refused(status: StatusCode) -> io::Error {
    let kind = match status.as_u16() {
        NO_ROOM => io::ErrorKind::StorageFull,
        403 => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("the bucket answered {}", status.as_u16()))
}

struct Signed {
    date: String,
    authorization: String,
}

impl Signer {
    /// Signs a call: its path, host, time, range and the hash of its body.
    fn sign(
        &self,
        method: &Method,
        url: &Url,
        range: Option<&str>,
        sha256: &str,
        now: Timestamp,
    ) -> Signed {
        let date = basic(now);
        let day = date.get(..8).unwrap_or_default();
        let host = match (url.host_str().unwrap_or_default(), url.port()) {
            (host, Some(port)) => format!("{host}:{port}"),
            (host, None) => host.to_owned(),
        };
        let range_line = range.map_or(String::new(), |r| format!("range:{r}\n"));
        let names = if range.is_some() {
            "host;range;x-amz-content-sha256;x-amz-date"
        } else {
            "host;x-amz-content-sha256;x-amz-date"
        };
        let canonical = format!(
            "{method}\n{}\n\nhost:{host}\n{range_line}x-amz-content-sha256:{sha256}\nx-amz-date:{date}\n\n{names}\n{sha256}",
            url.path()
        );
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let hashed = hex::encode(Sha256::digest(canonical));
        let words = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashed}");
        let first = format!("AWS4{}", self.secret.expose_secret());
        let key = [day, &self.region, "s3", "aws4_request"]
            .iter()
            .fold(first.into_bytes(), |key, part| hmac(&key, part));
        let signature = hex::encode(hmac(&key, &words));
        Signed {
            authorization: format!(
                "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}",
                self.key_id
            ),
            date,
        }
    }
}

/// `20130524T000000Z`.
fn basic(at: Timestamp) -> String {
    let text = Timestamp::from_secs(at.secs()).to_string();
    let digits: String = text
        .chars()
        .take(19)
        .filter(|c| !matches!(c, '-' | ':'))
        .collect();
    format!("{digits}Z")
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length; were one refused, the store would say that the signature is wrong.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mut mac| {
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        })
        .unwrap_or_default()
}

#[cfg(test)]
#[path = "bucket_tests.rs"]
mod tests;
