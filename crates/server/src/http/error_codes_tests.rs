use std::collections::BTreeSet;
use std::path::Path;

use domain::meta_error::Reason;

use super::*;

fn listed() -> BTreeSet<&'static str> {
    let ours = CODES.iter().map(|c| c.code);
    ours.chain(Reason::ALL.iter().map(|r| r.code())).collect()
}

fn is_code(text: &str) -> bool {
    text.len() > 2 && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The codes that a source file gives to an error: the first word in quotes after the name of the function.
fn used(source: &str) -> BTreeSet<String> {
    let calls = ["ApiError::new(", "Self::new(", "bad_request(", "later("];
    let starts = calls.iter().flat_map(|call| source.match_indices(call));
    let words = starts.filter_map(|(at, call)| {
        let call = &source[at + call.len()..];
        // Up to the end of the statement: a code that is not written there comes from a variable.
        let call = &call[..call.find(';').unwrap_or(call.len())];
        let word = call.split('"').nth(1)?;
        is_code(word).then(|| word.to_owned())
    });
    words.collect()
}

pub(crate) fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path.display().to_string(), text));
        }
    }
}

#[test]
fn every_code_that_is_used_is_listed() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut seen = BTreeSet::new();
    let mut missing = Vec::new();
    for (path, text) in &files {
        for code in used(text) {
            if !listed().contains(code.as_str()) {
                missing.push(format!("{code} in {path}"));
            }
            seen.insert(code);
        }
    }
    assert!(
        missing.is_empty(),
        "without a row in error_codes.rs: {missing:#?}"
    );
    assert!(seen.len() > 20, "the search finds what there is: {seen:?}");
}

/// The answers that the stories have kept.
#[test]
fn every_code_of_a_snapshot_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/snapshots");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
        let value: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
        if let Some(code) = value["body"]["code"].as_str() {
            assert!(
                listed().contains(code),
                "{code} has no row in error_codes.rs"
            );
            count += 1;
        }
    }
    assert!(count > 20);
}

#[test]
fn rows_are_sorted_and_say_something() {
    assert!(CODES.is_sorted_by_key(|c| c.code), "by name");
    let names: BTreeSet<&str> = CODES.iter().map(|c| c.code).collect();
    assert_eq!(names.len(), CODES.len(), "a code has two rows");
    for row in CODES {
        assert!(is_code(row.code), "{row:?}");
        for text in [row.meaning, row.remedy] {
            assert!(text.ends_with('.') && text.len() > 5, "{row:?}");
        }
    }
}
