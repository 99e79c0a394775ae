//! Fetching media that a send names by address (platform notes §2.2).
//!
//! Meta fetches every address. The simulator does so only on loopback, where the server under test
//! serves its uploads; it never reaches out to the network, other addresses are taken as reachable.

use std::time::Duration;

use serde_json::Value;
use url::{Host as UrlHost, Url};

use crate::db::Media;
use crate::graph::GraphCall;
use crate::ids;
use crate::sim::Sim;

/// How long a fetch may take.
const FETCH_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest file of either platform (§2.2: 25 MB).
pub(crate) const MAX_FILE: usize = 25 * 1024 * 1024;
/// The largest image (§2.2: 8 MB).
pub(crate) const MAX_IMAGE: usize = 8 * 1024 * 1024;
/// Addresses looked at in one call: more than any message may hold.
const MAX_URLS: usize = 40;

/// What came of fetching one address.
#[derive(Clone, Debug)]
pub(crate) enum Fetched {
    /// Our own copy.
    Copy(Media),
    Failed,
    TooLarge,
}

/// Fetches what the call's message names on loopback.
pub(crate) async fn fetch_named(sim: &Sim, mut call: GraphCall) -> GraphCall {
    if call.method != "POST" {
        return call;
    }
    let mut urls = Vec::new();
    if let Some(message) = call.params.value("message") {
        collect(&message, &mut urls);
    }
    urls.truncate(MAX_URLS);
    for url in urls {
        let Ok(parsed) = Url::parse(&url) else {
            continue;
        };
        if !is_loopback(&parsed) || is_own(sim, &parsed) {
            continue;
        }
        let fetched = fetch(sim, parsed).await;
        call.fetched.insert(url, fetched);
    }
    call
}

fn collect(message: &Value, urls: &mut Vec<String>) {
    let one = message.get("attachment").into_iter();
    let many = message
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for attachment in one.chain(many) {
        if let Some(url) = attachment.pointer("/payload/url").and_then(Value::as_str) {
            urls.push(url.to_owned());
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && match url.host() {
            Some(UrlHost::Domain(name)) => name == "localhost",
            Some(UrlHost::Ipv4(ip)) => ip.is_loopback(),
            Some(UrlHost::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

fn is_own(sim: &Sim, url: &Url) -> bool {
    url.origin() == sim.fixed.base_url.origin()
}

async fn fetch(sim: &Sim, url: Url) -> Fetched {
    let name = url
        .path_segments()
        .and_then(Iterator::last)
        .unwrap_or_default()
        .to_owned();
    let Ok(mut response) = sim.http.get(url).timeout(FETCH_TIMEOUT).send().await else {
        return Fetched::Failed;
    };
    if !response.status().is_success() {
        return Fetched::Failed;
    }
    let mime = response
        .headers()
        .get(reqwest::header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("application/octet-stream")
        .to_owned();
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                bytes.extend_from_slice(&chunk);
                if bytes.len() > MAX_FILE {
                    return Fetched::TooLarge;
                }
            }
            Ok(None) => break,
            Err(_) => return Fetched::Failed,
        }
    }
    let id = sim.take(|w| {
        let n = w.next();
        ids::digits(w.instance(), "asset", n, 17)
    });
    Fetched::Copy(Media {
        id,
        mime,
        name,
        bytes: bytes.into(),
    })
}
