//! Files that are handed over once and sent by their id (platform notes §2.4).

use serde_json::{Value, json};

use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Reply, auth, content};
use crate::ids;
use crate::types::Upload;
use crate::world::World;

/// `POST /{page|ig|me}/message_attachments` (§2.4), by address or as multipart.
pub(crate) fn upload(w: &mut World, call: &GraphCall, owner: &str) -> Result<Reply, GraphError> {
    let account = auth::account(w, call, owner)?;
    let message = call
        .params
        .value("message")
        .ok_or_else(|| GraphError::required("message"))?;
    let kind = message
        .pointer("/attachment/type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let url = if let Some(file) = &call.params.file {
        // §2.4: each part needs a content type.
        let Some(mime) = file.mime.clone() else {
            return Err(GraphError::new(
                400,
                100,
                Some(2_018_047),
                "(#100) Upload attachment failure.",
            ));
        };
        content::check_file(&kind, &mime, file.bytes.len())?;
        let n = w.next();
        let id = ids::digits(w.instance(), "asset", n, 17);
        let base = w.fixed.base_url.as_str().trim_end_matches('/').to_owned();
        let (name, bytes) = (file.name.clone(), file.bytes.clone());
        w.new_media.push(crate::db::Media {
            id: id.clone(),
            mime,
            name,
            bytes,
        });
        format!("{base}/_sim/media/{id}")
    } else {
        let content = content::read(
            w,
            call,
            &content::Sender {
                platform: account.platform,
                page_id: &account.page_id,
            },
            &message,
        )?;
        let first = content.attachments.into_iter().next().and_then(|a| a.url);
        first.ok_or_else(|| {
            GraphError::new(
                400,
                100,
                Some(2_018_047),
                "(#100) Upload attachment failure.",
            )
        })?
    };
    let n = w.next();
    let id = ids::digits(w.instance(), "attachment", n, 16);
    let at = w.now;
    w.uploads.put(
        id.clone(),
        Upload {
            kind: kind.clone(),
            url,
            at,
            page_id: Some(account.page_id.clone()),
        },
    );
    let mut reply = Reply::new(json!({"attachment_id": id}));
    reply.account = Some((account.page_id, account.platform));
    reply.summary = format!("upload {kind}");
    Ok(reply)
}
