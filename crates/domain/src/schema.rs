//! How our scalar types look in the OpenAPI document.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::ids::{
    AccountId, ChatId, CommentId, ConversionId, CustomerId, DeliveryId, ExternalId, FileId,
    GroupId, InsightId, JobId, MediaId, MessageId, Mid, NoteId, SessionId, TemplateId, UserId,
};
use crate::time::Timestamp;

fn text(format: Option<KnownFormat>, description: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description));
    match format {
        Some(f) => object.format(Some(SchemaFormat::KnownFormat(f))).into(),
        None => object.into(),
    }
}

macro_rules! scalar {
    ($($name:ty, $format:expr, $description:literal;)*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> { text($format, $description) }
        }
        impl ToSchema for $name {}
    )*};
}

scalar! {
    Timestamp, Some(KnownFormat::DateTime), "RFC 3339 in UTC with `Z`.";
    AccountId, Some(KnownFormat::Uuid), "Our id of a connected account.";
    ChatId, Some(KnownFormat::Uuid), "Our id of a chat.";
    MessageId, Some(KnownFormat::Uuid), "Our id of a message.";
    GroupId, Some(KnownFormat::Uuid), "Shared by the messages that were posted together.";
    DeliveryId, Some(KnownFormat::Uuid), "Our id of a delivery.";
    JobId, Some(KnownFormat::Uuid), "Our id of a job.";
    TemplateId, Some(KnownFormat::Uuid), "Our id of a template.";
    FileId, Some(KnownFormat::Uuid), "Our id of a file.";
    UserId, Some(KnownFormat::Uuid), "Our id of a person who works here.";
    SessionId, Some(KnownFormat::Uuid), "Our id of a login.";
    NoteId, Some(KnownFormat::Uuid), "Our id of a private note.";
    ConversionId, Some(KnownFormat::Uuid), "Our id of a conversion.";
    InsightId, Some(KnownFormat::Uuid), "Our id of a stored answer about figures.";
    CustomerId, None, "Meta's id of the customer, scoped to the account; opaque.";
    ExternalId, None, "Meta's id of the account; opaque.";
    Mid, None, "Meta's id of a message; opaque.";
    CommentId, None, "Meta's id of a comment; opaque.";
    MediaId, None, "Meta's id of a post; opaque.";
}
