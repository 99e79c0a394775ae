//! Handing a file over before it is sent (§2.4).

use domain::account::Platform;
use domain::message::SendKind;
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Method};
use serde_json::json;

use super::client::{Call, GraphClient};
use super::error::CallError;
use super::{Credentials, Host};
use crate::loose;

/// A file to hand over.
#[derive(Debug)]
pub struct Upload {
    /// As what it will be sent.
    pub kind: SendKind,
    /// Its type; Meta refuses a part without one.
    pub mime: String,
    /// Its name, as the customer will see it.
    pub name: String,
    /// How many bytes `body` has.
    pub size: u64,
    /// The bytes, as they come.
    pub body: Body,
}

impl GraphClient {
    /// Hands a file over and gives Meta's id of it, with which any number of messages of this account can send it. Doing it
    /// twice only makes two of them.
    ///
    /// # Errors
    /// [`CallError`]; `Final` with `ContentRefused` if Meta does not take the file.
    pub async fn upload(
        &self,
        creds: &Credentials,
        platform: Platform,
        upload: Upload,
    ) -> Result<String, CallError> {
        let message = json!({
            "attachment": {"type": upload.kind.as_str(), "payload": {"is_reusable": true}},
        });
        let typed = |part: Part, mime: &str| {
            part.mime_str(mime).map_err(|_| CallError::NoAnswer {
                why: format!("{mime} is not a media type"),
            })
        };
        let message = typed(Part::text(message.to_string()), "application/json")?;
        let file = Part::stream_with_length(upload.body, upload.size).file_name(upload.name);
        let mut form = Form::new().part("message", message);
        // An older page asks for it on this host; the other has no second platform.
        if creds.host == Host::Facebook && platform == Platform::Instagram {
            form = form.part("platform", typed(Part::text("instagram"), "text/plain")?);
        }
        let form = form.part("filedata", typed(file, &upload.mime)?);
        let call = Call {
            name: "upload",
            method: Method::POST,
            path: &[&creds.sender_id, "message_attachments"],
            query: &[],
            body: None,
        };
        let answer = self.ask_form(creds, call, form).await?;
        answer
            .as_object()
            .and_then(|a| loose::id_in(a, "attachment_id"))
            .ok_or_else(|| CallError::NoAnswer {
                why: "success without an attachment id".to_owned(),
            })
    }
}
