//! Errors as clients see them: RFC 9457 problem documents with a stable code and one plain sentence.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::window::ReplyWindow;
use serde::{Deserialize, Serialize};
use store::StoreError;
use tracing::error;

use crate::auth::password::PasswordError;

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where, as a JSON pointer; `""` is the body as a whole.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

/// The body of every error (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// A page about this kind of problem.
    pub r#type: String,
    /// The kind of problem, in a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened and what to do, one plain sentence that can be shown to an agent.
    pub detail: String,
    /// Stable word for programs.
    pub code: String,
    /// The fields that are wrong (422 only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldError>>,
    /// The window as it stands (`reply_window_closed` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_window: Option<ReplyWindow>,
}

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Option<Vec<FieldError>>,
    reply_window: Option<ReplyWindow>,
    retry_after: Option<u64>,
}

/// Result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// Any status, code and sentence.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: None,
            reply_window: None,
            retry_after: None,
        }
    }

    /// The sentence that is shown.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// 400.
    #[must_use]
    pub fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 401.
    #[must_use]
    pub fn unauthorized(detail: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
    }

    /// 403 for a role.
    #[must_use]
    pub fn admin_required() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "admin_required",
            "Admin access required",
        )
    }

    /// 403 for an object.
    #[must_use]
    pub fn denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, "access_denied", "Access denied")
    }

    /// 404.
    #[must_use]
    pub fn not_found(detail: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// 422 for one field.
    #[must_use]
    pub fn invalid(pointer: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let detail = message.clone();
        Self {
            errors: Some(vec![FieldError {
                pointer: pointer.to_owned(),
                message,
            }]),
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "validation_failed",
                detail,
            )
        }
    }

    /// 422 for several fields at once, each with its pointer and what is wrong with it.
    #[must_use]
    pub fn invalid_all(detail: String, fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let errors = fields
            .into_iter()
            .map(|(pointer, message)| FieldError { pointer, message });
        Self {
            errors: Some(errors.collect()),
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "validation_failed",
                detail,
            )
        }
    }

    /// 403 because the customer may not be answered now, with what is still possible.
    #[must_use]
    pub fn window_closed(window: ReplyWindow) -> Self {
        let detail = "The time in which this customer may be answered has passed. It opens again when they write.";
        Self {
            reply_window: Some(window),
            ..Self::new(StatusCode::FORBIDDEN, "reply_window_closed", detail)
        }
    }

    /// 429 or 503 with the seconds to wait.
    #[must_use]
    pub fn later(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<String>,
        seconds: u64,
    ) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(status, code, detail)
        }
    }

    /// The same about another field: bodies of several routes share their checks and not their names.
    #[must_use]
    pub fn moved(mut self, from: &str, to: &str) -> Self {
        let errors = self.errors.iter_mut().flatten();
        for error in errors.filter(|e| e.pointer == from) {
            to.clone_into(&mut error.pointer);
        }
        self
    }

    /// Its status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<StoreError> for ApiError {
    fn from(problem: StoreError) -> Self {
        // The one place where it is logged; the client learns nothing of the inside.
        error!(error = %problem, "a request failed in the database");
        if problem.is_passing() {
            let detail =
                "The database is busy or out of reach. Nothing was changed; try again in a moment.";
            return Self::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "database_unavailable",
                detail,
                2,
            );
        }
        let detail = "Something went wrong here. Nothing was changed; the log says more.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }
}

impl From<PasswordError> for ApiError {
    fn from(problem: PasswordError) -> Self {
        match problem {
            PasswordError::Busy => Self::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Many people are logging in. Try again in a moment.",
                2,
            ),
            PasswordError::Hash => {
                error!(error = %problem, "a password could not be hashed");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    "Something went wrong here; the log says more.",
                )
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = Problem {
            r#type: format!("/docs/errors#{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.to_owned(),
            errors: self.errors,
            reply_window: self.reply_window,
        };
        let kind = (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        let mut response = (self.status, [kind], Json(problem)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(
                HeaderName::from_static("www-authenticate"),
                HeaderValue::from_static("Bearer"),
            );
        }
        response
    }
}
