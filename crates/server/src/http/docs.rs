//! `/docs`: the document as a page that needs nothing but this server, and `/docs/errors`: every code of an error.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::meta_error::Reason;
use serde_json::Value;

use super::document::complete;
use super::error::{ApiError, ApiResult, Problem};
use super::error_codes::CODES;
use super::tags::TAGS;

const CSS: &str = include_str!("../../assets/docs.css");
/// The pages run no script and load nothing but their style sheet.
const CSP: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Methods in the order in which a resource's operations are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// How deep fields are listed below a body; what nests deeper has a schema of its own.
const MAX_DEPTH: usize = 5;

/// The API as a page.
#[utoipa::path(get, path = "/docs", tag = "operator", responses(
    (status = 200, description = "A page for people.", body = String, content_type = "text/html"),
    (status = 500, description = "The document could not be made.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn docs() -> ApiResult<Response> {
    let document = complete().map_err(|_| unreadable())?;
    Ok(page("The API of TickleGram", &reference(&document)))
}

/// Every stable code of an error, with what it means and what helps.
#[utoipa::path(get, path = "/docs/errors", tag = "operator", responses(
    (status = 200, description = "A page for people; each code has an anchor of its name.", body = String, content_type = "text/html"),
))]
pub async fn errors() -> Response {
    page("Errors of TickleGram", &error_list())
}

/// The style of the pages.
#[utoipa::path(get, path = "/docs/docs.css", tag = "operator", responses(
    (status = 200, description = "A style sheet.", body = String, content_type = "text/css"),
))]
pub async fn style() -> Response {
    let kind = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    let cache = (header::CACHE_CONTROL, "no-cache");
    ([kind, cache], CSS).into_response()
}

/// The document for programs.
#[utoipa::path(get, path = "/openapi.json", tag = "operator", responses(
    (status = 200, description = "OpenAPI 3.1.", body = Value, content_type = "application/json"),
    (status = 500, description = "The document could not be made.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn openapi() -> ApiResult<Response> {
    let text = super::document().map_err(|_| unreadable())?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

fn unreadable() -> ApiError {
    let detail = "The document could not be written.";
    let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
    ApiError::new(status, "internal", detail)
}

fn page(title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/docs/docs.css\"></head><body>{body}</body></html>"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, html).into_response()
}

/// Text as HTML: `code` in back quotes, nothing else.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, part) in text.split('`').enumerate() {
        if n % 2 == 1 {
            out.push_str("<code>");
            out.push_str(&escaped(part));
            out.push_str("</code>");
        } else {
            out.push_str(&escaped(part));
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn error_list() -> String {
    let row = |code: &str, meaning: &str, remedy: &str| {
        format!(
            "<tr id=\"{code}\"><td><a href=\"#{code}\"><code>{code}</code></a></td><td>{}</td><td>{}</td></tr>",
            words(meaning),
            words(remedy)
        )
    };
    let ours = CODES.iter().map(|c| row(c.code, c.meaning, c.remedy));
    // Some of Meta's reasons are also ours; those have a row already.
    let listed = |r: &&Reason| CODES.iter().any(|c| c.code == r.code());
    let metas = Reason::ALL.iter().filter(|r| !listed(r));
    let metas = metas.map(|r| row(r.code(), r.detail(), r.remedy()));
    let head = "<thead><tr><th>Code</th><th>What has happened</th><th>What helps</th></tr></thead>";
    format!(
        "<main class=\"alone\"><p><a href=\"/docs\">The API</a></p><h1>Errors</h1>\
         <p>Every error is <code>application/problem+json</code> (RFC 9457): <code>code</code> is the stable word below, \
         <code>detail</code> one sentence for the person, <code>errors</code> the fields that are wrong.</p>\
         <h2>What the server says</h2><table>{head}<tbody>{}</tbody></table>\
         <h2>What Meta says</h2><p>As <code>code</code> of a 502, and in <code>error</code> of a message that was not sent.</p>\
         <table>{head}<tbody>{}</tbody></table></main>",
        ours.collect::<String>(),
        metas.collect::<String>()
    )
}

fn reference(document: &Value) -> String {
    let mut nav = String::new();
    let mut body = String::new();
    for (tag, about) in TAGS {
        let operations = of_tag(document, tag);
        if operations.is_empty() {
            continue;
        }
        nav.push_str(&format!("<h2><a href=\"#{tag}\">{tag}</a></h2><ul>"));
        body.push_str(&format!(
            "<section id=\"{tag}\"><h2>{tag}</h2><p>{}</p>",
            words(about)
        ));
        for (method, path, operation) in operations {
            let id = text(&operation["operationId"]);
            let path = escaped(path);
            nav.push_str(&format!(
                "<li><a href=\"#{id}\"><b class=\"{method}\">{method}</b> {path}</a></li>"
            ));
            body.push_str(&one(id, method, &path, operation, document));
        }
        nav.push_str("</ul>");
        body.push_str("</section>");
    }
    let about = words(text(&document["info"]["description"]));
    format!(
        "<nav aria-label=\"Routes\"><p class=\"brand\">TickleGram</p>{nav}</nav><main><h1>The API</h1><p>{about}</p>\
         <p><a href=\"/docs/errors\">Every error</a> · <a href=\"/openapi.json\">For programs</a></p>{body}</main>"
    )
}

fn of_tag<'a>(document: &'a Value, tag: &str) -> Vec<(&'static str, &'a str, &'a Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let operation = &item[method];
            if operation["tags"][0] == tag {
                found.push((method, path.as_str(), operation));
            }
        }
    }
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn one(id: &str, method: &str, path: &str, operation: &Value, document: &Value) -> String {
    let mut out = format!(
        "<article id=\"{id}\"><h3><b class=\"{method}\">{method}</b> <a href=\"#{id}\">{path}</a></h3><p>{}</p>",
        words(text(&operation["summary"]))
    );
    let more = text(&operation["description"]);
    if !more.is_empty() {
        out.push_str(&format!("<p>{}</p>", words(more)));
    }
    if !operation["security"].is_array() {
        out.push_str("<p class=\"hint\">Needs no login.</p>");
    }
    let parameters = operation["parameters"].as_array();
    let rows: String = parameters.into_iter().flatten().map(parameter).collect();
    if !rows.is_empty() {
        out.push_str(&format!(
            "<h4>Parameters</h4><table><tbody>{rows}</tbody></table>"
        ));
    }
    for (kind, media) in content(&operation["requestBody"]) {
        let words = format!("Body <span class=\"hint\">{}</span>", escaped(kind));
        out.push_str(&body(&words, media, document));
    }
    out.push_str("<h4>Answers</h4>");
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let line = format!("<b>{status}</b> {}", words(text(&answer["description"])));
        let shown = content(answer).find(|(kind, _)| *kind == "application/json");
        match shown {
            Some((_, media)) => out.push_str(&body(&line, media, document)),
            None => out.push_str(&format!("<p class=\"answer\">{line}</p>")),
        }
    }
    out.push_str("</article>");
    out
}

fn content(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let kinds = value["content"].as_object().into_iter().flatten();
    kinds.map(|(kind, media)| (kind.as_str(), media))
}

fn parameter(parameter: &Value) -> String {
    let needed = if parameter["required"] == true {
        " *"
    } else {
        ""
    };
    format!(
        "<tr><td><code>{}</code>{needed}</td><td class=\"hint\">{} {}</td><td>{}</td></tr>",
        escaped(text(&parameter["name"])),
        escaped(text(&parameter["in"])),
        kind(&parameter["schema"]),
        words(text(&parameter["description"]))
    )
}

/// A body with its fields and an example, folded up.
fn body(line: &str, media: &Value, document: &Value) -> String {
    let mut rows = String::new();
    fields("", &media["schema"], document, 0, &mut rows);
    let example = serde_json::to_string_pretty(&media["example"]).unwrap_or_default();
    let example = match example.as_str() {
        "null" => String::new(),
        json => format!("<pre>{}</pre>", escaped(json)),
    };
    format!(
        "<details><summary>{line}</summary><table><tbody>{rows}</tbody></table>{example}</details>"
    )
}

/// The fields of a schema, those of nested ones below them. Fields that must be there carry a star.
fn fields(prefix: &str, schema: &Value, document: &Value, depth: usize, out: &mut String) {
    let schema = resolved(schema, document);
    if depth > MAX_DEPTH {
        return;
    }
    for part in ["allOf", "oneOf", "anyOf"] {
        for part in schema[part].as_array().into_iter().flatten() {
            fields(prefix, part, document, depth + 1, out);
        }
    }
    if schema["items"].is_object() {
        fields(
            &format!("{prefix}[]."),
            &schema["items"],
            document,
            depth + 1,
            out,
        );
    }
    let required = schema["required"].as_array();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let needed = required.is_some_and(|r| r.iter().any(|n| n == name.as_str()));
        let inner = resolved(field, document);
        let about = [&field["description"], &inner["description"]];
        let about = about
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or_default();
        let values = inner["enum"].as_array().into_iter().flatten();
        let values: Vec<&str> = values.filter_map(Value::as_str).collect();
        let values = if values.is_empty() {
            String::new()
        } else {
            format!(" <code>{}</code>", escaped(&values.join(" | ")))
        };
        out.push_str(&format!(
            "<tr><td><code>{}{}</code>{}</td><td class=\"hint\">{}</td><td>{}{values}</td></tr>",
            escaped(prefix),
            escaped(name),
            if needed { " *" } else { "" },
            kind(inner),
            words(about)
        ));
        fields(&format!("{prefix}{name}."), field, document, depth + 1, out);
    }
}

fn resolved<'a>(schema: &'a Value, document: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        Some(name) => &document["components"]["schemas"][name],
        None => schema,
    }
}

fn kind(schema: &Value) -> String {
    let kind = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            kinds.collect::<Vec<_>>().join(" or ")
        }
        _ => String::new(),
    };
    let format = text(&schema["format"]);
    let format = if format.is_empty() {
        String::new()
    } else {
        format!(" ({format})")
    };
    escaped(&format!("{kind}{format}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_every_route_and_its_fields() {
        let document = complete().unwrap();
        let page = reference(&document);
        for (path, item) in document["paths"].as_object().unwrap() {
            for method in METHODS.iter().filter(|m| item[**m].is_object()) {
                let id = text(&item[*method]["operationId"]);
                assert!(
                    page.contains(&format!("<article id=\"{id}\">")),
                    "{method} {path}"
                );
            }
        }
        assert!(page.contains("<code>access_token</code> *"));
        assert!(page.contains("[].assigned_agent.role"));
        assert!(!page.contains("<script"));
    }

    #[test]
    fn every_code_has_its_anchor() {
        let page = error_list();
        for code in CODES
            .iter()
            .map(|c| c.code)
            .chain(Reason::ALL.iter().map(|r| r.code()))
        {
            let anchor = format!("id=\"{code}\"");
            assert_eq!(page.matches(&anchor).count(), 1, "{code}");
        }
    }

    #[test]
    fn text_is_text() {
        assert_eq!(
            words("a `<b>` & \"c\""),
            "a <code>&lt;b&gt;</code> &amp; &quot;c&quot;"
        );
    }
}
