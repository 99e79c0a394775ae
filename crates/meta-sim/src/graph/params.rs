//! Parameters of a Graph call, wherever they were put: query, JSON body, form, multipart (platform notes §2.1, §9.5).

use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use bytes::Bytes;
use serde_json::{Map, Value};

/// The largest body taken: Meta's largest file (25 MB, §2.2) with its multipart frame.
pub(crate) const MAX_BODY: usize = 26 * 1024 * 1024;
/// How much of a call's parameters is kept for showing.
const SHOWN: usize = 16 * 1024;
/// Parameters that are secrets: never kept.
const SECRETS: [&str; 6] = [
    "access_token",
    "appsecret_proof",
    "client_secret",
    "input_token",
    "fb_exchange_token",
    "code",
];

/// A file of a multipart upload.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) mime: Option<String>,
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// One call's parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    map: Map<String, Value>,
    pub(crate) token: Option<String>,
    pub(crate) file: Option<Part>,
    /// Set when the body could not be understood.
    pub(crate) broken: bool,
}

impl Params {
    /// Reads everything a request carries. `lenient` accepts a JSON body with form fields behind it,
    /// as `curl -d '{…}' -d access_token=…` sends it.
    pub(crate) async fn read(request: Request, lenient: bool) -> Self {
        let mut params = Self::default();
        if let Some(query) = request.uri().query() {
            params.form(query.as_bytes());
        }
        let bearer = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| {
                v.strip_prefix("Bearer ")
                    .or_else(|| v.strip_prefix("OAuth "))
            })
            .map(|token| token.trim().to_owned());
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.starts_with("multipart/") {
            params.multipart(request).await;
        } else {
            match axum::body::to_bytes(request.into_body(), MAX_BODY).await {
                Ok(body) if body.is_empty() => {}
                Ok(body) if kind.starts_with("application/json") || body.first() == Some(&b'{') => {
                    params.json(&body, lenient);
                }
                Ok(body) => params.form(&body),
                Err(_) => params.broken = true,
            }
        }
        params.token = match params.map.remove("access_token") {
            Some(Value::String(token)) if !token.is_empty() => Some(token),
            _ => bearer.filter(|t| !t.is_empty()),
        };
        params
    }

    fn json(&mut self, body: &[u8], lenient: bool) {
        let mut values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
        match values.next() {
            Some(Ok(Value::Object(map))) => {
                let rest = &body[values.byte_offset()..];
                let rest = rest.trim_ascii();
                self.map.extend(map);
                match rest.strip_prefix(b"&") {
                    Some(form) if lenient => self.form(form),
                    _ if rest.is_empty() => {}
                    _ => self.broken = true,
                }
            }
            _ => self.broken = true,
        }
    }

    fn form(&mut self, text: &[u8]) {
        for (key, value) in url::form_urlencoded::parse(text) {
            self.map
                .insert(key.into_owned(), Value::String(value.into_owned()));
        }
    }

    async fn multipart(&mut self, request: Request) {
        let Ok(mut multipart) = Multipart::from_request(request, &()).await else {
            self.broken = true;
            return;
        };
        loop {
            match multipart.next_field().await {
                Ok(Some(field)) => {
                    let key = field.name().unwrap_or_default().to_owned();
                    let file = field.file_name().map(str::to_owned);
                    let mime = field.content_type().map(str::to_owned);
                    let Ok(bytes) = field.bytes().await else {
                        self.broken = true;
                        return;
                    };
                    match file {
                        Some(name) => self.file = Some(Part { mime, name, bytes }),
                        None => {
                            let text = String::from_utf8_lossy(&bytes).into_owned();
                            self.map.insert(key, Value::String(text));
                        }
                    }
                }
                Ok(None) => return,
                Err(_) => {
                    self.broken = true;
                    return;
                }
            }
        }
    }

    /// A parameter as it came.
    pub(crate) fn raw(&self, key: &str) -> Option<&Value> {
        self.map.get(key).filter(|v| !v.is_null())
    }

    /// A parameter as text; numbers and booleans are accepted (§9.5: write paths accept numbers).
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match self.raw(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(n) => Some(n.to_string()),
            Value::Bool(b) => Some(b.to_string()),
            _ => None,
        }
    }

    /// A parameter that holds JSON, given as such or as text with JSON in it.
    pub(crate) fn value(&self, key: &str) -> Option<Value> {
        match self.raw(key)? {
            Value::String(text) => serde_json::from_str(text).ok(),
            value => Some(value.clone()),
        }
    }

    /// A number, however written.
    pub(crate) fn number(&self, key: &str) -> Option<usize> {
        self.text(key)?.parse().ok()
    }

    /// What may be kept and shown: no secrets, JSON unpacked, not too long.
    pub(crate) fn shown(&self) -> Value {
        let mut out = Map::new();
        for (key, value) in &self.map {
            if SECRETS.contains(&key.as_str()) {
                out.insert(key.clone(), Value::String("(hidden)".into()));
                continue;
            }
            let value = match value {
                Value::String(text) if text.starts_with('{') || text.starts_with('[') => {
                    serde_json::from_str(text).unwrap_or_else(|_| value.clone())
                }
                other => other.clone(),
            };
            out.insert(key.clone(), value);
        }
        if let Some(file) = &self.file {
            let mime = file.mime.as_deref().unwrap_or("no type");
            out.insert(
                "filedata".into(),
                Value::String(format!(
                    "{} ({mime}, {} bytes)",
                    file.name,
                    file.bytes.len()
                )),
            );
        }
        let value = Value::Object(out);
        let text = value.to_string();
        if text.len() > SHOWN {
            return Value::String(text.chars().take(SHOWN).collect());
        }
        value
    }
}
