//! `fields` expansion (platform notes §9.5): `a,b{c},d.limit(5){e}`.

use serde_json::{Map, Value};

use crate::graph::Host;
use crate::graph::error::GraphError;

/// Deeper nesting than any documented call; a bound for a hostile query.
const MAX_DEPTH: usize = 6;

/// One asked-for field with what is asked of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) limit: Option<usize>,
    /// What stands in the parentheses of any other modifier: `mentioned_media.media_id(18)`.
    pub(crate) argument: Option<String>,
    pub(crate) sub: Vec<Field>,
}

/// Parses a field list; unknown modifiers are skipped.
pub(crate) fn parse(text: &str) -> Vec<Field> {
    let mut rest = text.chars().peekable();
    list(&mut rest, 0)
}

fn list(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, depth: usize) -> Vec<Field> {
    let mut out = Vec::new();
    let mut field = Field::default();
    while let Some(&c) = rest.peek() {
        rest.next();
        match c {
            ',' => push(&mut out, &mut field),
            '{' if depth < MAX_DEPTH => field.sub = list(rest, depth + 1),
            '}' => break,
            '.' => {
                let mut name = String::new();
                while let Some(&c) = rest.peek() {
                    if matches!(c, '(' | ',' | '{' | '}') {
                        break;
                    }
                    name.push(c);
                    rest.next();
                }
                let mut argument = String::new();
                if rest.peek() == Some(&'(') {
                    rest.next();
                    for c in rest.by_ref() {
                        if c == ')' {
                            break;
                        }
                        argument.push(c);
                    }
                }
                if name == "limit" {
                    field.limit = argument.parse().ok();
                } else if !argument.is_empty() {
                    field.argument = Some(argument);
                }
            }
            c if c.is_whitespace() => {}
            c => field.name.push(c),
        }
    }
    push(&mut out, &mut field);
    out
}

fn push(out: &mut Vec<Field>, field: &mut Field) {
    let field = std::mem::take(field);
    if !field.name.is_empty() {
        out.push(field);
    }
}

/// Keeps what was asked for; `id` always stays. A name outside `known` is Meta's “nonexisting field”.
pub(crate) fn project(
    node: &Value,
    fields: &[Field],
    known: &[&str],
    host: Host,
    kind: &str,
) -> Result<Value, GraphError> {
    if let Some(bad) = fields.iter().find(|f| !known.contains(&f.name.as_str())) {
        return Err(GraphError::no_field(&bad.name, host, kind));
    }
    Ok(pick(node, fields))
}

fn pick(node: &Value, fields: &[Field]) -> Value {
    let Value::Object(node) = node else {
        return node.clone();
    };
    if let (Some(Value::Array(data)), false) =
        (node.get("data"), fields.iter().any(|f| f.name == "data"))
    {
        let mut out = node.clone();
        out.insert(
            "data".into(),
            data.iter().map(|item| pick(item, fields)).collect(),
        );
        return Value::Object(out);
    }
    let mut out = Map::new();
    for field in fields {
        let Some(value) = node.get(&field.name) else {
            continue;
        };
        let mut value = value.clone();
        if let (Some(limit), Some(data)) = (
            field.limit,
            value.get_mut("data").and_then(Value::as_array_mut),
        ) {
            data.truncate(limit);
        }
        if !field.sub.is_empty() {
            value = pick(&value, &field.sub);
        }
        out.insert(field.name.clone(), value);
    }
    if let Some(id) = node.get("id") {
        out.insert("id".into(), id.clone());
    }
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parses_nested_lists_with_limits() {
        let fields =
            parse("id,participants,messages.limit(20){id,from{username}},x.after(abc).limit(3)");
        assert_eq!(fields.len(), 4);
        assert_eq!(fields[2].limit, Some(20));
        assert_eq!(fields[2].sub[1].sub[0].name, "username");
        assert_eq!((fields[3].name.as_str(), fields[3].limit), ("x", Some(3)));
    }

    #[test]
    fn projects_lists_and_keeps_ids() {
        let node = json!({"id": "1", "a": 1, "m": {"data": [{"id": "2", "t": "x", "u": 1}, {"id": "3", "t": "y"}]}});
        let out = project(
            &node,
            &parse("m.limit(1){t}"),
            &["a", "m"],
            Host::Facebook,
            "N",
        );
        assert_eq!(
            out,
            Ok(json!({"id": "1", "m": {"data": [{"id": "2", "t": "x"}]}}))
        );
        let bad = project(&node, &parse("zzz"), &["a"], Host::Facebook, "N");
        assert!(bad.is_err_and(|e| e.code == 100 && e.message.contains("(zzz) on node type (N)")));
    }

    #[test]
    fn odd_input_ends() {
        for text in [
            "",
            "{",
            "}}}",
            "a{",
            "a.limit(",
            "a{b{c{d{e{f{g{h{i}}}}}}}}}",
            ",,,",
        ] {
            let _ = parse(text);
        }
    }
}
