//! Every stable code of an error, in one table: what it means and what helps. The page `/docs/errors` shows it, the `type`
//! of each problem leads there, and a test finds codes that are used and not listed.

/// One code.
#[derive(Clone, Copy, Debug)]
pub struct ErrorCode {
    /// The word in `code`.
    pub code: &'static str,
    /// What has happened.
    pub meaning: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($code:literal, $meaning:literal, $remedy:literal;)*) => {
        &[$(ErrorCode { code: $code, meaning: $meaning, remedy: $remedy }),*]
    };
}

/// What the server itself refuses, by name. What Meta refuses comes from [`domain::meta_error::Reason`].
pub const CODES: &[ErrorCode] = codes! {
    "access_denied", "The person may not see this chat or what belongs to it.", "Ask an admin to assign the chat.";
    "account_paused", "Meta holds the account back for a while.", "Wait; an admin finds the reason on the account's quality page at Meta.";
    "account_reconnect", "Meta no longer accepts the account's token.", "Ask an admin to connect the account again.";
    "account_required", "Several accounts are connected and the request names none.", "Name one, or set INSTAGRAM_PAGE_ID.";
    "admin_required", "Only admins may do this.", "Ask an admin.";
    "already_connected", "The account is connected already.", "Use the one that is there.";
    "already_set_up", "The set-up link came after the first person.", "Log in, or ask an admin to add you.";
    "bad_address", "The address cannot be gone to.", "Check PUBLIC_URL.";
    "bad_body", "The body could not be read to its end.", "Send it again.";
    "bad_credentials", "Address and password do not belong together, or the person cannot log in.", "Try again, or ask an admin for a new password.";
    "bad_form", "The upload is no multipart form, or ends too early.", "Send the file as multipart/form-data.";
    "bad_idempotency_key", "The header Idempotency-Key is empty, too long or no ASCII.", "Send 1 to 200 ASCII characters, for example a UUID.";
    "bad_setup_token", "The set-up link is not the one that was printed last, or a day old.", "Start the server again for a new one.";
    "bad_signed_request", "The call is not signed by Meta.", "Check the app's secret.";
    "body_too_large", "The body is larger than the route takes.", "Send less.";
    "body_too_slow", "The body did not arrive in time.", "Send it again.";
    "broadcast_over", "The live broadcast is over, and with it private replies to its comments.", "Answer in public, or wait until the person writes.";
    "busy", "More passwords are being checked at once than the server can bear.", "Try again in a moment.";
    "capi_token_required", "No token is there to send conversions with.", "Set CAPI_ACCESS_TOKEN, or connect an account.";
    "comment_deleted", "The comment was deleted.", "Nothing is left to be done with it.";
    "comment_hidden", "The comment is hidden, and Meta takes no reply to it.", "Unhide it first.";
    "confirmation_needed", "The message may have been sent already.", "Look at the conversation; retry with confirm_unknown if it may go twice.";
    "cross_site_request", "The session cookie, or a login, came from another site's page.", "Reload the dashboard; other origins stand in CORS_ORIGINS.";
    "dashboard_not_built", "This binary was built without the dashboard.", "Build it with make build or make run.";
    "database_unavailable", "The database is busy or out of reach; nothing was changed.", "Try again after Retry-After; an operator looks at /readyz.";
    "delivery_too_large", "The delivery is larger than Meta makes them.", "Nothing: Meta's own are smaller.";
    "email_taken", "Somebody has this address already.", "Use another one.";
    "file_too_large", "The file is larger than any platform takes.", "Send a smaller one.";
    "idempotency_mismatch", "The Idempotency-Key was used for another request.", "Use a new key for a new request.";
    "internal", "Something went wrong here.", "Try again; an operator finds the cause in the log.";
    "invalid_signature", "The delivery is not signed with a secret that the server knows.", "Check FACEBOOK_APP_SECRET and INSTAGRAM_APP_SECRET; INSTAGRAM_HMAC_DEBUG says more.";
    "last_admin", "Nobody would be left to manage the others.", "Make somebody else an admin first.";
    "live_comment", "Meta takes no public reply to a comment of a live broadcast.", "Reply privately while the broadcast lasts.";
    "login_expired", "The login at Meta took too long, or was begun by somebody else.", "Begin it again.";
    "login_not_configured", "The app's id or secret for this login is missing.", "Set FACEBOOK_APP_ID or INSTAGRAM_APP_ID and the secret.";
    "media_gone", "The file is no longer there.", "Nothing: Meta no longer hands it out.";
    "media_not_ready", "The file is still being fetched.", "Try again after Retry-After.";
    "media_unavailable", "The place where files are kept does not answer.", "Try again after Retry-After; an operator looks at MEDIA_URL.";
    "meta_answer_lost", "Whether Meta took it is not known.", "Look before you try again.";
    "meta_fault", "Meta had a passing fault; nothing was changed.", "Try again in a moment.";
    "meta_refused", "Meta did not take it.", "The detail says why; mend that and try again.";
    "meta_throttled", "Meta limits the account.", "Try again after Retry-After.";
    "meta_unreachable", "Meta was not reached; nothing was changed.", "Try again in a moment.";
    "method_not_allowed", "The path does not take this method.", "Look at the header Allow.";
    "no_account", "No account is there to send with.", "Connect one, or set INSTAGRAM_PAGE_ID and its token.";
    "no_peer", "The connection has no address.", "Connect by TCP.";
    "not_a_story", "The id is that of a post.", "Ask for it as media.";
    "not_applied_yet", "What the simulator sent was not understood in time.", "Look at the deliveries; it follows.";
    "not_at_meta", "The message has no id of Meta's: it was not sent, or is not known there.", "React to another message.";
    "not_available_in_real_mode", "The route plays customers and is there in mock mode only.", "Use a server in mock mode.";
    "not_durable", "The delivery could not be kept.", "Nothing: Meta sends it again.";
    "not_failed", "Only a message that was not sent can be retried.", "Write a new one.";
    "not_found", "There is nothing at this path or with this id.", "Check the id.";
    "not_supported_by_meta", "Meta has this for Facebook only.", "Use it with a Facebook Page.";
    "own_comment", "Instagram does not hide what the business wrote itself.", "Delete it instead.";
    "pixel_not_configured", "Nothing says where conversions are sent to.", "Set PIXEL_ID, or name pixel_id.";
    "private_reply_expired", "The comment is older than seven days.", "Answer in public.";
    "private_reply_to_self", "The comment is the account's own.", "Reply to a customer's comment.";
    "private_reply_used", "The comment has had its one private reply.", "Answer in public, or in the chat once the customer writes.";
    "public_url_required", "Meta has to send the browser back to this server.", "Set PUBLIC_URL.";
    "range_not_satisfiable", "The file ends before the range begins.", "Ask for a range inside it.";
    "reply_window_closed", "The time in which the customer may be answered has passed.", "It opens again when they write.";
    "request_timeout", "The request took longer than two minutes and was given up; it may have been done.", "Look whether it was done, then ask again with the same Idempotency-Key.";
    "signup_off", "Nobody can sign up here.", "Ask an admin to add you, or set ALLOW_PUBLIC_SIGNUP.";
    "simulator_refused", "The simulator did not do what was asked.", "The detail says why.";
    "simulator_unavailable", "The simulator does not answer.", "Look at /readyz.";
    "storage_full", "There is no room for the file.", "An operator makes room where files are kept.";
    "too_many_logins", "Too many tries of a password.", "Wait for Retry-After.";
    "too_many_signups", "Too many newcomers from one address.", "Wait for Retry-After.";
    "too_many_uploads", "More is waiting to be sent than one person needs.", "Send or drop some first.";
    "unauthorized", "There is no login, or it has ended.", "Log in.";
    "unknown_verify_token", "The verify token is not one of the server's.", "Copy INSTAGRAM_WEBHOOK_VERIFY_TOKEN to Meta's page.";
    "upload_gone", "The upload was used or has ended.", "Upload the file again.";
    "validation_failed", "A field or a parameter is missing or not valid.", "errors names each of them.";
    "verification_failed", "Meta did not confirm the account and its token.", "The detail says what it found; make a new token with the permissions it names.";
    "wrong_password", "The current password is not right.", "Try again, or ask an admin for a new one.";
};

#[cfg(test)]
#[path = "error_codes_tests.rs"]
pub(crate) mod tests;
