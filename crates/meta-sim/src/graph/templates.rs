//! Utility templates of a Page: handed in, reviewed, looked at, sent (platform notes §2.7).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::graph::content::Content;
use crate::graph::error::GraphError;
use crate::graph::fields;
use crate::graph::{GraphCall, Host, Reply, auth, read};
use crate::ids;
use crate::types::{Account, Platform, Template};
use crate::world::World;

/// §2.7.
const BODY_CHARS: usize = 1_024;
/// Letters of text per parameter below which the review refuses: Meta does not print its measure (§2.7).
const CHARS_PER_PARAMETER: usize = 8;
/// Words that the review takes for advertising; Meta's own judgement is not printed (§2.7).
const ADVERTISING: [&str; 6] = [
    "% off",
    "discount",
    "sale",
    "buy now",
    "coupon",
    "special offer",
];
const NODE_FIELDS: [&str; 8] = [
    "id",
    "name",
    "language",
    "status",
    "category",
    "components",
    "rejected_reason",
    "creation_time",
];
/// Templates of one answer unless a limit is asked for.
const PAGE: usize = 25;

/// `/{page-id}/message_templates`: hands in, lists, deletes.
pub(crate) fn edge(w: &mut World, call: &GraphCall, owner: &str) -> Result<Reply, GraphError> {
    if call.params.broken {
        return Err(GraphError::no_token());
    }
    let page = auth::account(w, call, owner)?;
    if call.host != Host::Facebook || page.platform != Platform::Facebook {
        return Err(GraphError::unsupported(&call.method, owner));
    }
    match call.method.as_str() {
        "POST" => create(w, call, &page),
        "GET" => list(w, call, &page),
        "DELETE" => delete(w, call, &page),
        method => Err(GraphError::unsupported(method, owner)),
    }
}

fn create(w: &mut World, call: &GraphCall, page: &Account) -> Result<Reply, GraphError> {
    let text = |key: &str| {
        call.params
            .text(key)
            .ok_or_else(|| GraphError::required(key))
    };
    let (name, language, category) = (text("name")?, text("language")?, text("category")?);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(GraphError::parameter(
            "(#100) Param name must hold lowercase letters, digits and underscores only",
        ));
    }
    if category != "UTILITY" {
        return Err(GraphError::parameter(
            "(#100) Param category must be one of {UTILITY}",
        ));
    }
    let components = call
        .params
        .value("components")
        .filter(Value::is_array)
        .ok_or_else(|| GraphError::required("components"))?;
    let body = component(&components, "BODY").ok_or_else(|| GraphError::required("components"))?;
    let words = body["text"].as_str().unwrap_or_default().to_owned();
    if words.trim().is_empty() || words.chars().count() > BODY_CHARS {
        return Err(GraphError::parameter(format!(
            "(#100) Length of param components[0][text] must be between 1 and {BODY_CHARS}"
        )));
    }
    // §2.7: such a one "will not be able to be created".
    let trimmed = words.trim();
    if trimmed.starts_with("{{") || trimmed.ends_with("}}") {
        return Err(GraphError::parameter(
            "(#100) Invalid parameter: variables can't be at the start or end of the template",
        ));
    }
    let same = |t: &Template| t.page_id == page.page_id && t.name == name && t.language == language;
    if w.templates.values().any(same) {
        return Err(GraphError::parameter(
            "(#100) A template with this name and language already exists",
        ));
    }
    let named = call.params.text("parameter_format").as_deref() == Some("NAMED");
    let reason = verdict(&words, body, named);
    let status = match reason {
        Some(_) => "REJECTED",
        None if w.holds_reviews() => "PENDING",
        None => "APPROVED",
    };
    let seq = w.next();
    let id = ids::digits(w.instance(), "template", seq, 15);
    let template = Template {
        id: id.clone(),
        seq,
        page_id: page.page_id.clone(),
        name,
        language,
        body: words,
        components,
        status: status.to_owned(),
        rejected_reason: reason.map(str::to_owned),
        created_at: w.now,
    };
    w.templates.put(id.clone(), template);
    let mut reply = Reply::new(json!({"id": id, "status": status, "category": "UTILITY"}));
    reply.summary = format!("template {status}");
    Ok(reply)
}

/// What the review finds; `None`: nothing.
fn verdict(words: &str, body: &Value, named: bool) -> Option<&'static str> {
    let names = parameters(words);
    let (key, count) = if named {
        let list = body.pointer("/example/body_text_named_params");
        (list, list.and_then(Value::as_array).map_or(0, Vec::len))
    } else {
        let list = body.pointer("/example/body_text/0");
        (list, list.and_then(Value::as_array).map_or(0, Vec::len))
    };
    let in_order = names
        .iter()
        .enumerate()
        .all(|(n, name)| *name == (n + 1).to_string());
    if !named && !in_order {
        return Some("INCORRECT_PARAMS");
    }
    if !names.is_empty() && (key.is_none() || count < names.len()) {
        return Some("TEMPLATE_VARIABLES_MISSING_SAMPLE_VALUES");
    }
    let standing =
        words.chars().count() - names.iter().map(|n| n.chars().count() + 4).sum::<usize>();
    if standing < names.len() * CHARS_PER_PARAMETER {
        return Some("PARAMS_TO_WORD_RATIO_EXCEED_LIMIT");
    }
    let lower = words.to_lowercase();
    ADVERTISING
        .iter()
        .any(|word| lower.contains(word))
        .then_some("TAG_SHOULD_BE_MARKETING")
}

/// The names between double braces, in order.
fn parameters(words: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = words;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        names.push(name.trim().to_owned());
        rest = after;
    }
    names
}

fn component<'a>(components: &'a Value, kind: &str) -> Option<&'a Value> {
    let mut list = components.as_array().into_iter().flatten();
    list.find(|c| {
        c["type"]
            .as_str()
            .is_some_and(|t| t.eq_ignore_ascii_case(kind))
    })
}

fn shown(template: &Template) -> Value {
    json!({
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "status": template.status,
        "category": "UTILITY",
        "components": template.components,
        "rejected_reason": template.rejected_reason.as_deref().unwrap_or("NONE"),
        "creation_time": template.created_at / 1_000,
    })
}

/// Parts of names are found (§2.7), newest first.
fn list(w: &mut World, call: &GraphCall, page: &Account) -> Result<Reply, GraphError> {
    let name = call.params.text("name").unwrap_or_default();
    let status = call.params.text("status");
    let mut found: Vec<Template> = w
        .templates
        .values()
        .filter(|t| t.page_id == page.page_id && t.name.contains(&name))
        .filter(|t| status.as_ref().is_none_or(|s| *s == t.status))
        .cloned()
        .collect();
    found.sort_by_key(|t| std::cmp::Reverse(t.seq));
    let asked = fields::parse(&call.params.text("fields").unwrap_or_default());
    let asked = read::defaults(
        asked,
        &["id", "name", "language", "status", "category", "components"],
    );
    let start = read::after(call, &found, |t| &t.id);
    let limit = call.params.number("limit").unwrap_or(PAGE).clamp(1, 100);
    let some: Vec<&Template> = found.iter().skip(start).take(limit).collect();
    let mut data = Vec::new();
    for template in &some {
        data.push(fields::project(
            &shown(template),
            &asked,
            &NODE_FIELDS,
            call.host,
            "MessengerBusinessTemplate",
        )?);
    }
    let mut body = json!({"data": data});
    if let Some(last) = some.last() {
        body["paging"] = read::paging(w, call, &last.id, start + some.len() < found.len());
    }
    read::found(call, body, "templates")
}

/// `GET /{template-id}`.
pub(crate) fn node(
    w: &mut World,
    call: &GraphCall,
    template: &Template,
) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let page = w
        .account_of_page(&template.page_id)
        .cloned()
        .ok_or_else(|| GraphError::unsupported("GET", &template.id))?;
    auth::bind(w, &print, &page)?;
    let asked = fields::parse(&call.params.text("fields").unwrap_or_default());
    let asked = read::defaults(asked, &["id", "name", "language", "status", "category"]);
    let body = fields::project(
        &shown(template),
        &asked,
        &NODE_FIELDS,
        call.host,
        "MessengerBusinessTemplate",
    )?;
    read::found(call, body, "template")
}

/// One by its id, or every language of a name (§2.7).
fn delete(w: &mut World, call: &GraphCall, page: &Account) -> Result<Reply, GraphError> {
    let (id, name) = (call.params.text("hsm_id"), call.params.text("name"));
    if id.is_none() && name.is_none() {
        return Err(GraphError::required("name"));
    }
    let meant = |t: &&Template| {
        t.page_id == page.page_id
            && id.as_ref().is_none_or(|id| *id == t.id)
            && name.as_ref().is_none_or(|name| *name == t.name)
    };
    let gone: Vec<String> = w
        .templates
        .values()
        .filter(meant)
        .map(|t| t.id.clone())
        .collect();
    if gone.is_empty() {
        return Err(GraphError::parameter("(#100) Message template not found"));
    }
    for id in gone {
        w.templates.remove(&id);
    }
    read::found(call, json!({"success": true}), "template deleted")
}

/// What a send by template says: the text with its values (§2.7: a body alone is plain text to whoever reads it).
pub(crate) fn content(
    w: &World,
    call: &GraphCall,
    page: &Account,
    message: &Value,
) -> Result<Content, GraphError> {
    let asked = &message["template"];
    let missing = || GraphError::parameter("(#100) Message template not found or not approved");
    if page.platform != Platform::Facebook || call.host != Host::Facebook {
        return Err(GraphError::parameter("(#100) Invalid message data"));
    }
    if call
        .params
        .text("messaging_type")
        .is_some_and(|kind| kind != "UTILITY")
    {
        return Err(GraphError::parameter(
            "(#100) A template is sent with messaging_type UTILITY",
        ));
    }
    let name = asked["name"].as_str().unwrap_or_default();
    let language = asked
        .pointer("/language/code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let template = w
        .templates
        .values()
        .find(|t| t.page_id == page.page_id && t.name == name && t.language == language)
        .filter(|t| t.status == "APPROVED")
        .ok_or_else(missing)?;
    let given = component(&asked["components"], "body").map(|c| &c["parameters"]);
    let given = given.and_then(Value::as_array).cloned().unwrap_or_default();
    let names = parameters(&template.body);
    if given.len() != names.len() {
        return Err(GraphError::parameter(format!(
            "(#100) Number of parameters does not match the template: {} for {}",
            given.len(),
            names.len()
        )));
    }
    let mut values = BTreeMap::new();
    for (n, value) in given.iter().enumerate() {
        let by_name = value["parameter_name"].as_str().map(str::to_owned);
        let text = value["text"].as_str().unwrap_or_default();
        if text.is_empty() {
            return Err(GraphError::parameter("(#100) A parameter has no text"));
        }
        values.insert(by_name.unwrap_or_else(|| names[n].clone()), text.to_owned());
    }
    let mut words = String::new();
    let mut rest = template.body.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        words.push_str(before);
        words.push_str(values.get(name.trim()).ok_or_else(missing)?);
        rest = after;
    }
    words.push_str(rest);
    Ok(Content {
        text: Some(words),
        metadata: message["metadata"].as_str().map(str::to_owned),
        utility: true,
        ..Content::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_review_has_its_reasons() {
        let example = |n: usize| json!({"example": {"body_text": [vec!["x"; n]]}});
        let long = "Your order #{{1}} is on its way, {{2}}. Thank you!";
        assert_eq!(verdict(long, &example(2), false), None);
        assert_eq!(
            verdict(long, &example(1), false),
            Some("TEMPLATE_VARIABLES_MISSING_SAMPLE_VALUES")
        );
        assert_eq!(
            verdict(long, &json!({}), false),
            Some("TEMPLATE_VARIABLES_MISSING_SAMPLE_VALUES")
        );
        let gap = "Your order #{{1}} is on its way, {{3}}. Thank you!";
        assert_eq!(verdict(gap, &example(2), false), Some("INCORRECT_PARAMS"));
        let few = "A {{1}} {{2}}.";
        assert_eq!(
            verdict(few, &example(2), false),
            Some("PARAMS_TO_WORD_RATIO_EXCEED_LIMIT")
        );
        let advert = "Hello {{1}}, everything is 20% off today.";
        assert_eq!(
            verdict(advert, &example(1), false),
            Some("TAG_SHOULD_BE_MARKETING")
        );
        let named =
            json!({"example": {"body_text_named_params": [{"param_name": "id", "example": "1"}]}});
        assert_eq!(verdict("Your order #{{id}} is ready.", &named, true), None);
    }
}
