//! Meta's errors: envelope, statuses and the texts that captures and documentation show (platform notes §9.1, §9.2).

use serde_json::{Value, json};

use crate::faults::ErrorSpec;
use crate::graph::Host;
use crate::types::Platform;

/// One error as the Graph API answers it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GraphError {
    pub(crate) status: u16,
    pub(crate) code: i64,
    pub(crate) subcode: Option<i64>,
    /// `type`; the host's usual one if not set.
    pub(crate) kind: Option<String>,
    pub(crate) message: String,
    pub(crate) transient: Option<bool>,
    /// `error_user_title` and `error_user_msg`.
    pub(crate) user: Option<Box<(String, String)>>,
    /// Answered in the envelope of Instagram's login (§8.2).
    pub(crate) of_login: bool,
}

impl GraphError {
    pub(crate) fn new(
        status: u16,
        code: i64,
        subcode: Option<i64>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code,
            subcode,
            kind: None,
            message: message.into(),
            transient: None,
            user: None,
            of_login: false,
        }
    }

    fn kind(mut self, kind: &str) -> Self {
        self.kind = Some(kind.to_owned());
        self
    }

    /// §9.2: 2500 without a token.
    pub(crate) fn no_token() -> Self {
        let text =
            "An active access token must be used to query information about the current user.";
        Self::new(400, 2500, None, text).kind("OAuthException")
    }

    /// A token that is garbage, or made for the other host (§ "two flavours").
    pub(crate) fn cannot_parse_token() -> Self {
        Self::new(
            401,
            190,
            None,
            "Invalid OAuth access token - Cannot parse access token",
        )
        .kind("OAuthException")
    }

    /// §8.5: a token that has died, with its subcode.
    pub(crate) fn dead_token(subcode: i64) -> Self {
        let text = match subcode {
            458 => {
                "Error validating access token: The user has not authorized application 1234567890."
            }
            459 => {
                "Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given."
            }
            460 => {
                "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons."
            }
            463 => "Error validating access token: Session has expired.",
            464 => {
                "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user."
            }
            467 => {
                "Error validating access token: The session is invalid because the user logged out."
            }
            492 => {
                "Error validating access token: The user does not have a role on the Page any more."
            }
            _ => "Error validating access token.",
        };
        Self::new(400, 190, (subcode != 0).then_some(subcode), text).kind("OAuthException")
    }

    /// A token used for a business it was not given for.
    pub(crate) fn permissions() -> Self {
        Self::new(403, 200, None, "(#200) Permissions error").kind("OAuthException")
    }

    /// §8.6: a token without the permission for this call.
    pub(crate) fn lacks(scope: &str) -> Self {
        let text = format!("(#200) Requires {scope} permission to manage the object");
        Self::new(403, 200, None, text).kind("OAuthException")
    }

    /// §8.2: Instagram's login has an envelope of its own.
    pub(crate) fn login(message: &str) -> Self {
        Self {
            of_login: true,
            ..Self::new(400, 400, None, message).kind("OAuthException")
        }
    }

    /// §8.4: a wrong `appsecret_proof`.
    pub(crate) fn proof() -> Self {
        let text = "Invalid appsecret_proof provided in the API argument";
        Self::new(400, 100, None, text).kind("GraphMethodException")
    }

    /// §9.2: 100/33, the object is missing, not visible, or of another kind.
    pub(crate) fn unsupported(method: &str, id: &str) -> Self {
        let text = format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
            method.to_ascii_lowercase()
        );
        Self::new(400, 100, Some(33), text).kind("GraphMethodException")
    }

    /// §9.2: 2500 for a path that does not exist.
    pub(crate) fn unknown_path(rest: &str) -> Self {
        Self::new(400, 2500, None, format!("Unknown path components: /{rest}"))
    }

    /// §9.5: an unknown field.
    pub(crate) fn no_field(field: &str, host: Host, node: &str) -> Self {
        let text = match host {
            Host::Instagram => format!("Tried accessing nonexisting field ({field})"),
            Host::Facebook => {
                format!("(#100) Tried accessing nonexisting field ({field}) on node type ({node})")
            }
        };
        Self::new(400, 100, None, text)
    }

    pub(crate) fn required(parameter: &str) -> Self {
        Self::new(
            400,
            100,
            None,
            format!("(#100) The parameter {parameter} is required"),
        )
    }

    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new(400, 100, None, message)
    }

    /// §7: what is wrong with an event. The message says only that something is.
    pub(crate) fn invalid_parameter(subcode: i64, title: &str, words: &str) -> Self {
        Self {
            transient: Some(false),
            user: Some(Box::new((title.to_owned(), words.to_owned()))),
            ..Self::new(400, 100, Some(subcode), "Invalid parameter")
        }
    }

    /// §2.3: outside the window. The Instagram host answers 403.
    pub(crate) fn window(host: Host, platform: Platform) -> Self {
        let text = "(#10) This message is sent outside of allowed window.";
        match (host, platform) {
            (Host::Instagram, _) => Self::new(
                403,
                10,
                Some(2_534_022),
                "This message is sent outside of allowed window.",
            ),
            (Host::Facebook, Platform::Instagram) => Self::new(400, 10, Some(2_534_022), text),
            (Host::Facebook, Platform::Facebook) => Self::new(
                400,
                10,
                Some(2_018_278),
                "(#10) This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview",
            ),
        }
    }

    /// §9.2: nobody with this id wrote to this account.
    pub(crate) fn no_user(platform: Platform) -> Self {
        match platform {
            Platform::Facebook => {
                Self::new(400, 100, Some(2_018_001), "(#100) No matching user found")
            }
            Platform::Instagram => Self::new(
                400,
                100,
                Some(2_534_014),
                "The requested user cannot be found.",
            ),
        }
    }

    /// §9.2: the person blocked the business or is gone; prefix and code disagree in reality too (§2.5).
    pub(crate) fn unavailable() -> Self {
        Self::new(
            400,
            200,
            Some(1_545_041),
            "(#551) This person isn't available right now.",
        )
    }

    /// §3: the profile of somebody who never wrote; HTTP 500 on purpose.
    pub(crate) fn consent() -> Self {
        Self::new(
            500,
            230,
            None,
            "User consent is required to access user profile",
        )
    }

    /// §4: unsent, or older than the 20 newest.
    pub(crate) fn message_deleted() -> Self {
        Self::new(
            400,
            9_000_001,
            None,
            "This Message has been deleted by the user or the business.",
        )
    }

    /// §9.4: too many calls.
    pub(crate) fn rate() -> Self {
        Self::new(
            400,
            613,
            Some(2_534_040),
            "(#613) Calls to this api have exceeded the rate limit.",
        )
    }

    /// What a fault asks for, completed from what is known of that code.
    pub(crate) fn from_spec(spec: &ErrorSpec) -> Self {
        let mut error = known(spec.code, spec.subcode);
        if let Some(status) = spec.status {
            error.status = status;
        }
        if let Some(message) = &spec.message {
            error.message.clone_from(message);
        }
        if spec.kind.is_some() {
            error.kind.clone_from(&spec.kind);
        }
        if spec.is_transient.is_some() {
            error.transient = spec.is_transient;
        }
        error
    }

    /// The envelope (§9.1).
    pub(crate) fn body(&self, host: Host, fbtrace_id: &str) -> Value {
        if self.of_login {
            return json!({"error_type": self.kind, "code": self.code, "error_message": self.message});
        }
        let kind = self.kind.as_deref().unwrap_or(match host {
            Host::Facebook => "OAuthException",
            Host::Instagram => "IGApiException",
        });
        let mut error = json!({"message": self.message, "type": kind, "code": self.code, "fbtrace_id": fbtrace_id});
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some(transient) = self.transient {
            error["is_transient"] = json!(transient);
        }
        if let Some((title, words)) = self.user.as_deref() {
            error["error_user_title"] = json!(title);
            error["error_user_msg"] = json!(words);
        }
        json!({"error": error})
    }

    /// Whether it says that we call too often.
    pub(crate) fn is_throttle(&self) -> bool {
        matches!(
            self.code,
            4 | 17 | 32 | 341 | 613 | 80_001 | 80_002 | 80_006
        )
    }
}

/// Statuses and texts of errors that a fault names by number only.
fn known(code: i64, subcode: Option<i64>) -> GraphError {
    let error = |status: u16, text: &str| GraphError::new(status, code, subcode, text);
    match (code, subcode) {
        (1, Some(1_357_046)) => GraphError {
            transient: Some(true),
            ..error(500, "Received invalid JSON reply")
        },
        (1, _) => error(500, "An unknown error has occurred."),
        (2, _) => GraphError {
            transient: Some(true),
            ..error(
                500,
                "An unexpected error has occurred. Please retry your request later.",
            )
        },
        (3, _) => error(
            400,
            "(#3) Application does not have the capability to make this API call.",
        ),
        (4, _) => GraphError {
            transient: Some(true),
            ..error(403, "(#4) Application request limit reached")
        },
        (10, Some(2_018_278 | 2_534_022)) => {
            error(400, "(#10) This message is sent outside of allowed window.")
        }
        (10, _) => error(
            403,
            "(#10) Application does not have permission for this action",
        ),
        (17, _) => error(400, "(#17) User request limit reached"),
        (32, _) => error(400, "(#32) Page request limit reached"),
        (100, Some(2_018_001)) => error(400, "(#100) No matching user found"),
        (190, subcode) => GraphError::dead_token(subcode.unwrap_or(0)),
        (200, Some(2_534_041)) => {
            error(400, "(#200) The owner has switched off access to messages.")
        }
        (200, Some(1_545_041)) => GraphError::unavailable(),
        (200, _) => error(403, "(#200) Permissions error"),
        (230, _) => GraphError::consent(),
        (368, _) => error(
            400,
            "(#368) The action attempted has been deemed abusive or is otherwise disallowed",
        ),
        (551, _) => error(400, "(#551) This person isn't available right now."),
        (613, _) => GraphError {
            subcode: subcode.or(Some(2_534_040)),
            ..GraphError::rate()
        },
        (2_018_218 | 2_018_247, _) => error(400, "(#100) No profile available for this user."),
        (9_000_001, _) => GraphError::message_deleted(),
        (36_103, _) => error(400, "(#36103) This IG account is not eligible for API yet"),
        (80_001..=80_006, _) => error(
            400,
            "There have been too many calls to this account. Wait a bit and try again.",
        ),
        _ => error(400, &format!("(#{code}) The call failed.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_error_differs_by_host() {
        let ig = GraphError::window(Host::Instagram, Platform::Instagram);
        assert_eq!((ig.status, ig.code, ig.subcode), (403, 10, Some(2_534_022)));
        assert_eq!(
            ig.body(Host::Instagram, "A")["error"]["type"],
            "IGApiException"
        );
        let page = GraphError::window(Host::Facebook, Platform::Facebook);
        assert_eq!((page.status, page.subcode), (400, Some(2_018_278)));
        assert_eq!(
            page.body(Host::Facebook, "A")["error"]["type"],
            "OAuthException"
        );
    }

    #[test]
    fn a_spec_overrides_the_table() {
        let spec = ErrorSpec {
            code: 230,
            status: Some(400),
            ..ErrorSpec::default()
        };
        let error = GraphError::from_spec(&spec);
        assert_eq!((error.status, error.code), (400, 230));
        assert!(error.message.contains("consent"));
    }
}
