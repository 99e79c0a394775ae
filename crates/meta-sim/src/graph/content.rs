//! What a message may hold (platform notes §2.2): limits, kinds, templates.

use serde_json::Value;
use url::Url;

use crate::graph::error::GraphError;
use crate::graph::fetch::{Fetched, MAX_FILE, MAX_IMAGE};
use crate::graph::{GraphCall, Host, auth};
use crate::types::{Attachment, Platform, Upload};
use crate::world::World;

/// §2.2: bytes of UTF-8.
const INSTAGRAM_TEXT_BYTES: usize = 1_000;
/// §2.2: fewer than so many characters.
const MESSENGER_TEXT_CHARS: usize = 2_000;
const QUICK_REPLIES: usize = 13;
/// Longer titles are cut, not refused.
const TITLE_CHARS: usize = 20;
const PAYLOAD_CHARS: usize = 1_000;
/// Fewer than so many characters.
const METADATA_CHARS: usize = 1_000;
const TEMPLATE_ELEMENTS: usize = 10;
const TEMPLATE_BUTTONS: usize = 3;
const TEMPLATE_TITLE: usize = 80;
const BUTTON_TEMPLATE_TEXT: usize = 640;

/// A message that may be sent.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) text: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) quick_replies: Vec<Value>,
    pub(crate) metadata: Option<String>,
    /// An approved template, which needs no open window (§2.7).
    pub(crate) utility: bool,
}

/// Who sends what is read.
pub(crate) struct Sender<'a> {
    /// Where it goes.
    pub(crate) platform: Platform,
    /// The Page of the account, whose uploads may be used.
    pub(crate) page_id: &'a str,
}

/// Reads and checks `message`.
pub(crate) fn read(
    w: &mut World,
    call: &GraphCall,
    sender: &Sender<'_>,
    message: &Value,
) -> Result<Content, GraphError> {
    let platform = sender.platform;
    let invalid = || GraphError::new(400, 100, Some(2_534_015), "(#100) Invalid message data");
    let Value::Object(map) = message else {
        return Err(invalid());
    };
    let mut content = Content::default();
    match map.get("text") {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => content.text = Some(checked_text(platform, text)?),
        Some(_) => return Err(invalid()),
    }
    let one = map.get("attachment").into_iter();
    let many = match map.get("attachments") {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) => return Err(invalid()),
    };
    if !many.is_empty() {
        let limit = match platform {
            Platform::Instagram => 10,
            Platform::Facebook => 30,
        };
        let only_images = many.iter().all(|a| a["type"].as_str() == Some("image"));
        if many.len() > limit || !only_images {
            let text =
                format!("(#100) A message can hold at most {limit} attachments, and images only");
            return Err(GraphError::new(400, 100, Some(2_534_068), text));
        }
    }
    for item in one.chain(many) {
        content.attachments.push(attachment(w, call, sender, item)?);
    }
    if content.text.is_some() && !content.attachments.is_empty() {
        return Err(GraphError::parameter(
            "(#100) A message can hold either text or an attachment",
        ));
    }
    if content.text.as_deref().unwrap_or_default().is_empty() && content.attachments.is_empty() {
        return Err(GraphError::parameter(
            "(#100) Message cannot be empty, must provide valid attachment or text",
        ));
    }
    if let Some(Value::Array(replies)) = map.get("quick_replies") {
        content.quick_replies = quick_replies(replies)?;
    }
    if let Some(metadata) = map.get("metadata").and_then(Value::as_str) {
        if metadata.chars().count() >= METADATA_CHARS {
            return Err(GraphError::parameter(
                "(#100) Length of param message[metadata] must be less than or equal to 1000",
            ));
        }
        content.metadata = Some(metadata.to_owned());
    }
    Ok(content)
}

fn checked_text(platform: Platform, text: &str) -> Result<String, GraphError> {
    match platform {
        Platform::Instagram if text.len() > INSTAGRAM_TEXT_BYTES => Err(GraphError::new(
            400,
            100,
            Some(2_534_015),
            "(#100) Length of param message[text] must be less than or equal to 1000",
        )),
        Platform::Facebook if text.chars().count() >= MESSENGER_TEXT_CHARS => {
            Err(GraphError::parameter(
                "(#100) Length of param message[text] must be less than or equal to 2000",
            ))
        }
        _ => Ok(text.to_owned()),
    }
}

fn quick_replies(replies: &[Value]) -> Result<Vec<Value>, GraphError> {
    if replies.len() > QUICK_REPLIES {
        return Err(GraphError::parameter(
            "(#100) Param message[quick_replies] has too many elements.",
        ));
    }
    let mut out = Vec::new();
    for reply in replies {
        let mut reply = reply.clone();
        if reply["payload"]
            .as_str()
            .is_some_and(|p| p.chars().count() > PAYLOAD_CHARS)
        {
            return Err(GraphError::parameter(
                "(#100) Length of param message[quick_replies][payload] must be less than or equal to 1000",
            ));
        }
        if let Some(title) = reply["title"].as_str() {
            reply["title"] = Value::String(title.chars().take(TITLE_CHARS).collect());
        }
        out.push(reply);
    }
    Ok(out)
}

/// One attachment: by address, by uploaded id, a share of an own post, a heart, a template.
fn attachment(
    w: &mut World,
    call: &GraphCall,
    sender: &Sender<'_>,
    item: &Value,
) -> Result<Attachment, GraphError> {
    let platform = sender.platform;
    let kind = item["type"].as_str().unwrap_or_default();
    let payload = item.get("payload").cloned().unwrap_or(Value::Null);
    match kind {
        "image" | "video" | "audio" | "file" => {
            if let Some(id) = payload.get("attachment_id").and_then(auth::text_of) {
                let upload = w.uploads.get(&id).cloned();
                let own = |u: &Upload| u.page_id.as_deref().is_none_or(|p| p == sender.page_id);
                return match upload {
                    Some(upload) if own(&upload) => Ok(Attachment {
                        kind: kind.into(),
                        url: Some(upload.url),
                        ..Attachment::default()
                    }),
                    // Another Page's is as if it did not exist (§2.4: an id belongs to whose token uploaded it).
                    other if w.fixed.strict || other.is_some() => Err(GraphError::new(
                        400,
                        100,
                        Some(2_018_074),
                        "(#100) Invalid attachment id",
                    )),
                    _ => Ok(Attachment {
                        kind: kind.into(),
                        ..Attachment::default()
                    }),
                };
            }
            let Some(url) = payload.get("url").and_then(Value::as_str) else {
                return Err(GraphError::parameter(format!(
                    "(#100) Param message[attachment][payload] needs a url for {kind}"
                )));
            };
            let url = fetched(w, call, kind, url)?;
            Ok(Attachment {
                kind: kind.into(),
                url: Some(url),
                ..Attachment::default()
            })
        }
        "MEDIA_SHARE" | "like_heart" if platform == Platform::Instagram => {
            let media_id = payload.get("id").and_then(auth::text_of);
            if kind == "MEDIA_SHARE" && media_id.is_none() {
                return Err(GraphError::required("message[attachment][payload][id]"));
            }
            Ok(Attachment {
                kind: kind.to_ascii_lowercase(),
                media_id,
                ..Attachment::default()
            })
        }
        "template" => {
            template(platform, &payload)?;
            Ok(Attachment {
                kind: kind.into(),
                payload: Some(payload),
                ..Attachment::default()
            })
        }
        other => Err(GraphError::parameter(format!(
            "(#100) Param message[attachment][type] must be one of {{AUDIO, FILE, IMAGE, TEMPLATE, VIDEO}} - got \"{other}\""
        ))),
    }
}

/// The address people will see: our copy where the simulator fetched one.
fn fetched(w: &mut World, call: &GraphCall, kind: &str, url: &str) -> Result<String, GraphError> {
    let failed = || {
        GraphError::new(
            400,
            100,
            Some(2_018_008),
            "(#100) Failed to fetch the file from the url",
        )
    };
    let too_large = || {
        GraphError::new(
            400,
            100,
            Some(2_018_109),
            "(#100) Attachment size exceeds allowable limit",
        )
    };
    let parsed = Url::parse(url).map_err(|_| failed())?;
    let unreachable = parsed
        .domain()
        .is_some_and(|d| d.ends_with(".invalid") || d == "invalid");
    if !matches!(parsed.scheme(), "http" | "https") || unreachable {
        return Err(failed());
    }
    match call.fetched.get(url) {
        None => Ok(url.to_owned()),
        Some(Fetched::Failed) => Err(failed()),
        Some(Fetched::TooLarge) => Err(too_large()),
        Some(Fetched::Copy(media)) => {
            check_file(kind, &media.mime, media.bytes.len())?;
            let base = w.fixed.base_url.as_str().trim_end_matches('/');
            let own = format!("{base}/_sim/media/{}", media.id);
            w.new_media.push(media.clone());
            Ok(own)
        }
    }
}

/// §2.2: sizes; and a type that is plainly another kind (100/2018047).
pub(crate) fn check_file(kind: &str, mime: &str, size: usize) -> Result<(), GraphError> {
    let limit = if kind == "image" { MAX_IMAGE } else { MAX_FILE };
    if size > limit {
        return Err(GraphError::new(
            400,
            100,
            Some(2_018_109),
            "(#100) Attachment size exceeds allowable limit",
        ));
    }
    let family = mime.split('/').next().unwrap_or_default();
    let fits = match kind {
        "image" => family == "image",
        "video" => family == "video",
        // §2.2: mp4 is among the audio formats.
        "audio" => family == "audio" || mime.starts_with("video/mp4"),
        _ => true,
    };
    if fits || mime.starts_with("application/octet-stream") {
        Ok(())
    } else {
        Err(GraphError::new(
            400,
            100,
            Some(2_018_047),
            "(#100) Upload attachment failure.",
        ))
    }
}

fn template(platform: Platform, payload: &Value) -> Result<(), GraphError> {
    let refuse = |text: &str| Err(GraphError::parameter(format!("(#100) {text}")));
    let too_long =
        |value: &Value, limit: usize| value.as_str().is_some_and(|t| t.chars().count() > limit);
    match payload["template_type"].as_str() {
        Some("generic") => {
            let elements = payload["elements"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            if elements.is_empty() || elements.len() > TEMPLATE_ELEMENTS {
                return refuse("Param elements must have between 1 and 10 elements");
            }
            for element in elements {
                if element["title"].as_str().is_none_or(str::is_empty) {
                    return refuse("The parameter title is required");
                }
                if too_long(&element["title"], TEMPLATE_TITLE)
                    || too_long(&element["subtitle"], TEMPLATE_TITLE)
                {
                    return refuse("Title and subtitle must be at most 80 characters");
                }
                buttons(platform, &element["buttons"], 0)?;
            }
            Ok(())
        }
        Some("button") => {
            if payload["text"].as_str().is_none_or(str::is_empty)
                || too_long(&payload["text"], BUTTON_TEMPLATE_TEXT)
            {
                return refuse("Param text must have between 1 and 640 characters");
            }
            buttons(platform, &payload["buttons"], 1)
        }
        Some("product") => {
            let elements = payload["elements"].as_array().map_or(0, Vec::len);
            if elements == 0 || elements > TEMPLATE_ELEMENTS {
                return refuse("Param elements must have between 1 and 10 elements");
            }
            Ok(())
        }
        Some(_) if platform == Platform::Facebook => Ok(()),
        _ => refuse("Param template_type must be one of {button, generic, product}"),
    }
}

fn buttons(platform: Platform, buttons: &Value, least: usize) -> Result<(), GraphError> {
    let list = buttons.as_array().map(Vec::as_slice).unwrap_or_default();
    if list.len() < least || list.len() > TEMPLATE_BUTTONS {
        return Err(GraphError::parameter(
            "(#100) Param buttons must have at most 3 elements",
        ));
    }
    for button in list {
        let kind = button["type"].as_str().unwrap_or_default();
        // §2.2: on Instagram web_url and postback only.
        if platform == Platform::Instagram && !matches!(kind, "web_url" | "postback") {
            return Err(GraphError::parameter(
                "(#100) Param buttons[type] must be one of {web_url, postback}",
            ));
        }
        if button["title"]
            .as_str()
            .is_some_and(|t| t.chars().count() > TITLE_CHARS)
        {
            return Err(GraphError::parameter(
                "(#100) Button title must be at most 20 characters",
            ));
        }
    }
    Ok(())
}

/// §2.3: tags that are still valid; the others answer 100 since 2026-04-27.
pub(crate) fn tag(host: Host, platform: Platform, tag: &str) -> Result<(), GraphError> {
    let valid = match platform {
        Platform::Instagram => &["HUMAN_AGENT"][..],
        Platform::Facebook => &["HUMAN_AGENT", "CUSTOMER_FEEDBACK"][..],
    };
    if valid.contains(&tag) {
        return Ok(());
    }
    let list = valid.join(", ");
    let prefix = if host == Host::Facebook {
        "(#100) "
    } else {
        ""
    };
    Err(GraphError::parameter(format!(
        "{prefix}Param tag must be one of {{{list}}} - got \"{tag}\""
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_limits_use_each_platforms_unit() {
        assert!(checked_text(Platform::Instagram, &"a".repeat(1_000)).is_ok());
        assert!(checked_text(Platform::Instagram, &"é".repeat(501)).is_err());
        assert!(checked_text(Platform::Facebook, &"é".repeat(1_999)).is_ok());
        assert!(checked_text(Platform::Facebook, &"a".repeat(2_000)).is_err());
    }

    #[test]
    fn file_limits() {
        assert!(check_file("image", "image/png", MAX_IMAGE).is_ok());
        assert!(
            check_file("image", "image/png", MAX_IMAGE + 1)
                .is_err_and(|e| e.subcode == Some(2_018_109))
        );
        assert!(check_file("image", "text/html", 10).is_err_and(|e| e.subcode == Some(2_018_047)));
        assert!(check_file("audio", "video/mp4", 10).is_ok());
    }
}
