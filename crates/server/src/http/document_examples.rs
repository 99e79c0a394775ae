//! Examples of bodies, made from their schemas: always of the right shape, and never out of date.

use serde_json::{Map, Value, json};

/// How deep an example goes; no body of ours nests deeper.
const MAX_DEPTH: usize = 8;

/// What stands for a text, by the end of its field's name; the first that fits.
const TEXTS: &[(&str, &str)] = &[
    ("email", "grace@example.com"),
    ("username", "anna.example"),
    ("page_name", "Example Shop"),
    ("page_id", "17841400000000001"),
    ("igsid", "1000000000000101"),
    ("instagram_user_id", "1000000000000101"),
    ("media_id", "17900000000000001"),
    ("comment_id", "17950000000000001"),
    ("meta_message_id", "aWdfZAG1faXRlbToxOk1lc3NhZ2VJRDox"),
    ("_url", "https://shop.example/picture.jpg"),
    ("url", "https://shop.example/picture.jpg"),
    ("password", "seven green lamps"),
    ("token", "not-a-real-token"),
    ("currency", "EUR"),
    ("event_name", "Purchase"),
    ("_json", "{}"),
    ("platform", "INSTAGRAM"),
    ("mime", "image/jpeg"),
    ("name", "Grace"),
    ("content", "Yes, it is in stock."),
    ("text", "Yes, it is in stock."),
    ("message", "Yes, it is in stock."),
];

/// An example of what `schema` describes.
pub(super) fn example(schema: &Value, components: &Value) -> Value {
    of("", schema, components, 0)
}

fn of(name: &str, schema: &Value, components: &Value, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return Value::Null;
    }
    let deeper = |name: &str, schema: &Value| of(name, schema, components, depth + 1);
    if let Some(target) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return deeper(name, &components["schemas"][target]);
    }
    for given in ["example", "const", "default"] {
        if let Some(value) = schema.get(given).filter(|v| !v.is_null()) {
            return value.clone();
        }
    }
    for several in ["examples", "enum"] {
        if let Some(first) = schema[several].as_array().and_then(|l| l.first()) {
            return first.clone();
        }
    }
    for choice in ["oneOf", "anyOf"] {
        let choices = schema[choice].as_array().into_iter().flatten();
        if let Some(first) = choices.into_iter().find(|s| s["type"] != "null") {
            return deeper(name, first);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| deeper(name, part));
        let fields = parts.filter_map(|part| match part {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        return Value::Object(fields.flatten().collect());
    }
    match kind(schema) {
        "object" => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields = fields.map(|(name, schema)| (name.clone(), deeper(name, schema)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        "array" => json!([deeper(name, &schema["items"])]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(true),
        "string" => json!(text(name, schema["format"].as_str())),
        _ => Value::Null,
    }
}

/// The type, the first of several that is not null.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|k| *k != "null")
            .unwrap_or_default(),
        _ if schema["properties"].is_object() => "object",
        _ => "",
    }
}

fn text(name: &str, format: Option<&str>) -> &'static str {
    match format {
        Some("uuid") => "0198c0de-0000-7000-8000-000000000001",
        Some("date-time") => "2026-01-31T09:30:00Z",
        Some("uri") => "https://shop.example/picture.jpg",
        _ => TEXTS
            .iter()
            .find(|(end, _)| name.ends_with(end))
            .map_or("text", |(_, text)| text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_have_the_shape_of_their_schema() {
        let components = json!({"schemas": {
            "User": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "email": {"type": ["string", "null"]}}},
            "Kind": {"type": "string", "enum": ["a", "b"]},
            "Loop": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Loop"}}},
        }});
        let user = json!({"$ref": "#/components/schemas/User"});
        let shape = json!({"allOf": [user, {"type": "object", "properties": {
            "kinds": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}},
            "maybe": {"oneOf": [{"type": "null"}, {"type": "integer", "minimum": 3}]},
            "given": {"type": "string", "example": "so"}}}]});
        assert_eq!(
            example(&shape, &components),
            json!({"id": "0198c0de-0000-7000-8000-000000000001", "email": "grace@example.com",
                "kinds": ["a"], "maybe": 3, "given": "so"})
        );
        let endless = json!({"$ref": "#/components/schemas/Loop"});
        assert!(example(&endless, &components).to_string().len() < 1_000);
    }
}
