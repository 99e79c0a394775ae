//! The OpenAPI document: what the routes say of themselves, completed by what holds for all of them.
//!
//! The completion works on the document and not on the types: an answer has every listed field (contract §1), every
//! route may meet a busy database, and every body may be too large. Said once here, it cannot be forgotten there.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::document_examples::example;
use super::{error, tags};

/// What the document says about the whole.
#[derive(OpenApi)]
#[openapi(
    info(title = "TickleGram", description = "One inbox for Instagram and Facebook. Errors are RFC 9457 problem documents with a stable `code`; `/docs/errors` lists them all."),
    components(schemas(error::Problem, error::FieldError)),
    modifiers(&Bearer)
)]
pub(super) struct Document;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{
            ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme,
        };
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The `access_token` of a login."))
            .build();
        let cookie =
            ApiKeyValue::with_description(crate::auth::token::COOKIE, "The dashboard's session.");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// Fields of answers that are left out where they do not apply; every other field of an answer is always there.
const LEFT_OUT: [(&str, &str); 2] = [("Problem", "errors"), ("Problem", "reply_window")];

/// The document in the order in which people read it.
#[derive(Serialize)]
struct Ordered {
    openapi: Value,
    info: Value,
    tags: Value,
    paths: Value,
    components: Value,
}

/// The OpenAPI document, as printed by `ticklegram openapi`.
///
/// # Errors
/// Never in practice: only if it could not be written as JSON.
pub fn document() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&ordered(complete()?))?;
    text.push('\n');
    Ok(text)
}

fn ordered(mut document: Value) -> Ordered {
    Ordered {
        openapi: document["openapi"].take(),
        info: document["info"].take(),
        tags: tags::described(),
        paths: document["paths"].take(),
        components: document["components"].take(),
    }
}

/// The document as a value.
pub(super) fn complete() -> serde_json::Result<Value> {
    let (_, document) = super::api().split_for_parts();
    let mut document = serde_json::to_value(&document)?;
    let answers = only_answered(&document);
    require(&mut document["components"]["schemas"], &answers);
    let components = document["components"].clone();
    let mut named = BTreeSet::new();
    each_operation(&mut document, |method, path, operation| {
        let mut id = operation_id(method, path);
        // The same under an older path.
        while !named.insert(id.clone()) {
            id.push_str("_alias");
        }
        operation["operationId"] = id.into();
        share(method, path, operation);
        show(operation, &components);
    });
    Ok(document)
}

/// Calls `act` with each operation.
fn each_operation(document: &mut Value, mut act: impl FnMut(&str, &str, &mut Value)) {
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for (path, item) in paths {
        let operations = item.as_object_mut().into_iter().flatten();
        for (method, operation) in operations.filter(|(_, o)| o["responses"].is_object()) {
            act(method, path, operation);
        }
    }
}

/// One name per route: handlers of different modules may share theirs, operations may not.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|w| !w.is_empty() && *w != "api");
    std::iter::once(method)
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}

/// The names of the schemas that `value` refers to, directly and through others.
fn reached(value: &Value, schemas: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| reached(v, schemas, found)),
        Value::Object(map) => {
            for (key, value) in map {
                let name = value.as_str().and_then(|v| v.rsplit('/').next());
                match name.filter(|_| key == "$ref") {
                    Some(name) if found.insert(name.to_owned()) => {
                        reached(&schemas[name], schemas, found);
                    }
                    _ => reached(value, schemas, found),
                }
            }
        }
        _ => {}
    }
}

/// The schemas that stand in answers and in no request.
fn only_answered(document: &Value) -> BTreeSet<String> {
    let schemas = &document["components"]["schemas"];
    let (mut answered, mut asked) = (BTreeSet::new(), BTreeSet::new());
    let operations = document["paths"].as_object().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    for (_, operation) in operations {
        reached(&operation["responses"], schemas, &mut answered);
        reached(&operation["requestBody"], schemas, &mut asked);
    }
    &answered - &asked
}

/// Every field of an answer is there, null where it is empty.
fn require(schemas: &mut Value, answers: &BTreeSet<String>) {
    for name in answers {
        require_all(name, &mut schemas[name.as_str()]);
    }
}

fn require_all(name: &str, schema: &mut Value) {
    if let Some(properties) = schema["properties"].as_object() {
        let stays = |field: &&String| !LEFT_OUT.contains(&(name, field.as_str()));
        let required: Vec<Value> = properties
            .keys()
            .filter(stays)
            .map(|field| Value::from(field.as_str()))
            .collect();
        schema["required"] = required.into();
    }
    for part in ["allOf", "oneOf", "anyOf"] {
        let parts = schema.get_mut(part).and_then(Value::as_array_mut);
        parts
            .into_iter()
            .flatten()
            .for_each(|s| require_all(name, s));
    }
    for part in ["properties", "items"] {
        match schema.get_mut(part) {
            Some(Value::Object(fields)) if part == "properties" => {
                fields.values_mut().for_each(|s| require_all(name, s));
            }
            Some(items) => require_all(name, items),
            None => {}
        }
    }
}

fn problem(description: &str) -> Value {
    let schema = json!({"$ref": "#/components/schemas/Problem"});
    json!({"description": description, "content": {"application/problem+json": {"schema": schema}}})
}

/// Adds the refusals that hold for every route of its kind and that the route has no words of its own for.
fn share(method: &str, path: &str, operation: &mut Value) {
    let safe = method == "get" || method == "head";
    let needs_login = operation["security"].is_array();
    let takes_body = operation["requestBody"].is_object();
    let in_api = path.starts_with("/api/") || path.starts_with("/messages/");
    let webhook = path.contains("webhook");
    let shared = [
        (takes_body, "400", "The body cannot be read."),
        (needs_login, "401", "Not logged in."),
        (
            needs_login && !safe,
            "403",
            "The session cookie came from another site's page (`cross_site_request`).",
        ),
        (
            takes_body,
            "413",
            "The body is larger than this route takes.",
        ),
        (
            in_api && !webhook,
            "500",
            "Something went wrong here; the log says more.",
        ),
        (
            in_api && !webhook,
            "503",
            "The database is busy or out of reach. `Retry-After` says how long to wait.",
        ),
        (
            in_api && !webhook,
            "504",
            "`request_timeout`: it took longer than two minutes and was given up.",
        ),
    ];
    for (applies, status, words) in shared {
        if applies && operation["responses"].get(status).is_none() {
            operation["responses"][status] = problem(words);
        }
    }
    let seconds =
        json!({"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}});
    for status in ["429", "503"] {
        if operation["responses"][status].is_object() && in_api && !webhook {
            operation["responses"][status]["headers"]["Retry-After"] = seconds.clone();
        }
        // Indexing makes what is not there.
        if operation["responses"][status].is_null()
            && let Some(responses) = operation["responses"].as_object_mut()
        {
            responses.remove(status);
        }
    }
}

/// Shows an example of each JSON body that is asked for or answered.
fn show(operation: &mut Value, components: &Value) {
    let mut bodies: Vec<&mut Value> = Vec::new();
    if let Some(Value::Object(operation)) = Some(operation) {
        for (key, value) in operation.iter_mut() {
            match key.as_str() {
                "requestBody" => bodies.push(value),
                "responses" => {
                    let answers = value.as_object_mut().into_iter().flatten();
                    let answers = answers.filter(|(status, _)| status.starts_with('2'));
                    bodies.extend(answers.map(|(_, answer)| answer));
                }
                _ => {}
            }
        }
    }
    for body in bodies {
        let content = body.get_mut("content").and_then(Value::as_object_mut);
        for (kind, media) in content.into_iter().flatten() {
            let Some(media) = media.as_object_mut() else {
                continue;
            };
            if kind == "application/json" && !has_example(media) {
                let shown = media.get("schema").map(|s| example(s, components));
                media.extend(shown.map(|s| ("example".to_owned(), s)));
            }
        }
    }
}

fn has_example(media: &Map<String, Value>) -> bool {
    media.contains_key("example") || media.contains_key("examples")
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
