//! A small HTTP client for the API: no types of the product, JSON in and out, and failures that show everything.

use std::fmt;
use std::time::Duration;

use reqwest::{Client, header};
use serde_json::{Value, json};

/// What requests are made of, for those that depend on this crate alone.
pub use reqwest::{Method, StatusCode};

/// Longer than any answer may take (a send waits up to 30 s for Meta), so that a hanging server fails the test by name
/// and not by the runner's timeout.
const TIMEOUT: Duration = Duration::from_secs(40);

/// Between the parts of a form; no file of a test holds it.
const BOUNDARY: &str = "the-boundary-of-these-tests";

/// One person's (or nobody's) view of a server.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    base: String,
    token: Option<String>,
}

/// One answer of the server, whatever its status.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked, for messages: `GET /api/chats`.
    pub asked: String,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: header::HeaderMap,
    /// The body as text.
    pub text: String,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}: {}", self.asked, self.status, self.text)
    }
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        match serde_json::from_str(&self.text) {
            Ok(value) => value,
            Err(e) => panic!("no JSON ({e}): {self}"),
        }
    }

    /// This answer, if its status is the wanted one.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self}");
        self
    }

    /// A header's value, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A client with timeouts, without redirects and without the machine's proxy settings: what is tested is the server.
///
/// # Panics
/// When the TLS library cannot be set up.
#[must_use]
pub fn client() -> Client {
    let built = Client::builder()
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build();
    match built {
        Ok(client) => client,
        Err(e) => panic!("cannot make an HTTP client: {e}"),
    }
}

impl Api {
    /// Nobody's view of the server at `base` (`http://127.0.0.1:8001`).
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self {
            client: client(),
            base: base.trim_end_matches('/').to_owned(),
            token: None,
        }
    }

    /// The view of the person who logs in.
    ///
    /// # Panics
    /// When the server does not let that person in.
    pub async fn login(&self, email: &str, password: &str) -> Self {
        let body = json!({ "email": email, "password": password });
        let answer = self.post("/api/auth/login", &body).await;
        let Some(token) = answer["access_token"].as_str() else {
            panic!("POST /api/auth/login gave no access_token: {answer}");
        };
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// As [`login`](Self::login), for the administrator who is there in mock mode.
    pub async fn admin(&self) -> Self {
        self.login("admin@ticklegram.com", "admin123").await
    }

    /// As [`login`](Self::login), for the first agent who is there in mock mode.
    pub async fn agent(&self) -> Self {
        self.login("agent1@ticklegram.com", "agent123").await
    }

    /// The person's token.
    ///
    /// # Panics
    /// When nobody is logged in.
    #[track_caller]
    #[must_use]
    pub fn token(&self) -> &str {
        match &self.token {
            Some(token) => token,
            None => panic!("nobody is logged in"),
        }
    }

    /// The address that paths are added to.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Any request; the answer whatever its status.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.send_with(method, path, body, &[]).await
    }

    /// As [`send`](Self::send), with more headers.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send_with(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        match self.try_send(method, path, body, headers).await {
            Ok(answer) => answer,
            Err(e) => panic!("{e:#}"),
        }
    }

    /// As [`send_with`](Self::send_with), for servers that may be gone.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<Answer> {
        let asked = format!("{method} {path}");
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.to_string());
        }
        let gone = |e: reqwest::Error| anyhow::Error::new(e).context(format!("{asked}: no answer"));
        let response = request.send().await.map_err(gone)?;
        let status = response.status();
        let headers = response.headers().clone();
        let text = response.text().await.map_err(gone)?;
        Ok(Answer {
            asked,
            status,
            headers,
            text,
        })
    }

    /// Posts one file as a form; the answer whatever its status.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn upload(
        &self,
        path: &str,
        name: &str,
        bytes: &[u8],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut body = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: text/html\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut request = self
            .client
            .post(format!("{}{path}", self.base))
            .header(header::CONTENT_TYPE, kind)
            .body(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match request.send().await {
            Ok(response) => response,
            Err(e) => panic!("POST {path}: no answer: {e:#}"),
        };
        Answer {
            asked: format!("POST {path}"),
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap_or_default(),
        }
    }

    /// The JSON that `GET path` answers.
    ///
    /// # Panics
    /// When the answer is not a success, with method, path, status and body.
    pub async fn get(&self, path: &str) -> Value {
        succeeded(&self.send(Method::GET, path, None).await)
    }

    /// The JSON that `POST path` answers to `body`.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    pub async fn post(&self, path: &str, body: &Value) -> Value {
        succeeded(&self.send(Method::POST, path, Some(body)).await)
    }

    /// The JSON that `PATCH path` answers to `body`.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    pub async fn patch(&self, path: &str, body: &Value) -> Value {
        succeeded(&self.send(Method::PATCH, path, Some(body)).await)
    }

    /// The JSON that `DELETE path` answers.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    pub async fn delete(&self, path: &str) -> Value {
        succeeded(&self.send(Method::DELETE, path, None).await)
    }
}

#[track_caller]
fn succeeded(answer: &Answer) -> Value {
    assert!(answer.status.is_success(), "{answer}");
    answer.json()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::routing::{get, post};
    use axum::{Json, Router};

    use super::*;

    async fn server() -> String {
        let login = post(async |Json(body): Json<Value>| {
            if body["password"] == "right" {
                (StatusCode::OK, Json(json!({ "access_token": "t1" })))
            } else {
                (StatusCode::UNAUTHORIZED, Json(json!({ "detail": "no" })))
            }
        });
        let me = get(async |headers: HeaderMap| {
            Json(json!({ "auth": headers["authorization"].to_str().unwrap() }))
        });
        let app = Router::new()
            .route("/api/auth/login", login)
            .route("/me", me);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}")
    }

    #[tokio::test]
    async fn logs_in_and_asks_as_that_person() {
        let api = Api::new(&server().await).login("a@b.c", "right").await;
        assert_eq!(api.token(), "t1");
        assert_eq!(api.get("/me").await["auth"], "Bearer t1");
    }

    #[tokio::test]
    #[should_panic(
        expected = "POST /api/auth/login answered 401 Unauthorized: {\"detail\":\"no\"}"
    )]
    async fn a_refusal_shows_method_path_status_and_body() {
        let _ = Api::new(&server().await).login("a@b.c", "wrong").await;
    }

    #[tokio::test]
    async fn an_expected_failure_is_an_answer() {
        let api = Api::new(&server().await);
        let answer = api.send(Method::GET, "/nowhere", None).await.expect(404);
        assert_eq!(answer.asked, "GET /nowhere");
    }

    #[tokio::test]
    async fn a_server_that_is_gone_is_an_error() {
        let api = Api::new("http://127.0.0.1:1");
        let error = api
            .try_send(Method::GET, "/x", None, &[])
            .await
            .unwrap_err();
        assert!(error.to_string().contains("GET /x: no answer"));
    }
}
