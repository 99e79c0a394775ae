use super::*;

struct Op {
    name: String,
    value: Value,
}

fn operations() -> Vec<Op> {
    let mut document = complete().unwrap();
    let mut found = Vec::new();
    each_operation(&mut document, |method, path, value| {
        found.push(Op {
            name: format!("{method} {path}"),
            value: value.clone(),
        });
    });
    assert!(found.len() > 20);
    found
}

fn words(value: &Value) -> bool {
    value.as_str().is_some_and(|t| !t.trim().is_empty())
}

/// What a linter of OpenAPI documents would say.
#[test]
fn every_operation_says_what_it_is() {
    let mut ids = BTreeSet::new();
    let mut wrong = Vec::new();
    for Op { name, value } in operations() {
        let mut check = |good: bool, what: &str| {
            if !good {
                wrong.push(format!("{name}: {what}"));
            }
        };
        check(words(&value["summary"]), "no summary");
        check(
            ids.insert(value["operationId"].to_string()),
            "its operationId is taken",
        );
        let tags = value["tags"].as_array().cloned().unwrap_or_default();
        let known = |t: &Value| tags::TAGS.iter().any(|(tag, _)| t == tag);
        check(
            tags.len() == 1 && tags.iter().all(known),
            "its tag is not in tags.rs",
        );
        for (status, answer) in value["responses"].as_object().unwrap() {
            check(
                words(&answer["description"]),
                &format!("{status} has no description"),
            );
            let refused = status.starts_with('4') || status.starts_with('5');
            let kinds: Vec<&String> = answer["content"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(k, _)| k)
                .collect();
            // Readiness is the same shape either way.
            let readiness = name == "get /readyz";
            check(
                !refused || readiness || kinds == ["application/problem+json"],
                &format!("{status} is no problem document"),
            );
        }
        let path = name.split(' ').nth(1).unwrap();
        let parameters = value["parameters"].as_array().cloned().unwrap_or_default();
        for parameter in &parameters {
            let inside = path.contains(&format!("{{{}}}", parameter["name"].as_str().unwrap()));
            check(
                (parameter["in"] == "path") == inside,
                &format!("{parameter} is not in the path"),
            );
        }
        let named = parameters.iter().filter(|p| p["in"] == "path").count();
        check(
            path.matches('{').count() == named,
            "a parameter of its path is not described",
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    reached(value, &Value::Null, found);
}

#[test]
fn every_reference_leads_somewhere_and_nothing_is_left_over() {
    let document = complete().unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut used = BTreeSet::new();
    references(&document, &mut used);
    let there: BTreeSet<String> = schemas.keys().cloned().collect();
    assert_eq!(&used - &there, BTreeSet::new(), "no such schema");
    let mut from_paths = BTreeSet::new();
    reached(
        &document["paths"],
        &document["components"]["schemas"],
        &mut from_paths,
    );
    assert_eq!(&there - &from_paths, BTreeSet::new(), "used by no route");
}

#[test]
fn answers_have_all_their_fields_and_requests_only_what_they_need() {
    let document = complete().unwrap();
    let schema = |name: &str| document["components"]["schemas"][name].clone();
    let required = |name: &str| schema(name)["required"].as_array().unwrap().len();
    let fields = |name: &str| schema(name)["properties"].as_object().unwrap().len();
    for answer in ["User", "Chat", "Message", "Attachment", "InstagramAccount"] {
        assert_eq!(required(answer), fields(answer), "{answer}");
    }
    assert_eq!(required("Problem"), fields("Problem") - LEFT_OUT.len());
    assert_eq!(schema("NewPerson")["required"], json!(["name", "email"]));
    for (name, field) in LEFT_OUT {
        assert!(
            schema(name)["properties"][field].is_object(),
            "{name}.{field}"
        );
    }
}

#[test]
fn what_holds_for_all_is_said_of_each() {
    for Op { name, value } in operations() {
        let has = |status: &str| value["responses"].get(status).is_some();
        if value["security"].is_array() {
            assert!(has("401"), "{name}");
            assert!(name.starts_with("get ") || has("403"), "{name}");
        }
        if value["requestBody"].is_object() {
            assert!(has("413") && has("400"), "{name}");
        }
        for answer in value["responses"].as_object().unwrap().values() {
            assert!(answer.is_object(), "{name}: {answer}");
        }
    }
}

#[test]
fn bodies_are_shown() {
    let document = complete().unwrap();
    let login = &document["paths"]["/api/auth/login"]["post"];
    let sent = &login["requestBody"]["content"]["application/json"]["example"];
    assert_eq!(sent["email"], "grace@example.com");
    let answered = &login["responses"]["200"]["content"]["application/json"]["example"];
    assert_eq!(answered["user"]["role"], "admin");
}

/// Two types of one name would be one schema, and one of them wrong.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for name in ["server", "domain", "store"] {
        super::super::error_codes::tests::sources(&crates.join(name).join("src"), &mut files);
    }
    let mut names: Vec<String> = Vec::new();
    for (_, text) in &files {
        for (at, _) in text.match_indices("ToSchema)]") {
            let rest = &text[at..];
            let mut tokens = rest.split_whitespace();
            let before = tokens
                .by_ref()
                .take_while(|w| !matches!(*w, "struct" | "enum"));
            let before = before.collect::<Vec<_>>().join(" ");
            let renamed = before.split_once("schema(as = ").map(|(_, rest)| rest);
            let name = renamed.or(tokens.next()).unwrap_or_default();
            let end = |c: char| !c.is_ascii_alphanumeric();
            names.push(name.split(end).next().unwrap_or_default().to_owned());
        }
    }
    assert!(names.len() > 50);
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|w| w[0] == w[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
