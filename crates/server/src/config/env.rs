//! The environment as the server sees it: the process's variables over those of `.env`, with `${OTHER}` expanded
//! and `NAME_FILE` read.

use std::collections::BTreeMap;
use std::path::Path;

/// Times that a value may refer to another before it counts as a circle.
const MAX_EXPANSIONS: usize = 16;

/// Variables by name. Empty values are as good as unset.
#[derive(Clone, Default)]
pub struct Environment {
    values: BTreeMap<String, String>,
}

impl Environment {
    /// The process's variables over those of `dotenv`, the text of a `.env` file.
    #[must_use]
    pub fn new(process: impl IntoIterator<Item = (String, String)>, dotenv: &str) -> Self {
        let mut values = parse(dotenv);
        values.extend(process.into_iter().filter(|(_, v)| !v.is_empty()));
        let raw = values.clone();
        for value in values.values_mut() {
            *value = expand(value, &raw, MAX_EXPANSIONS);
        }
        Self { values }
    }

    /// Of this process, with `.env` of the working directory.
    ///
    /// # Errors
    /// If `.env` is there and cannot be read.
    pub fn of_process() -> std::io::Result<Self> {
        let dotenv = match std::fs::read_to_string(".env") {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(e) => return Err(e),
        };
        let process = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        Ok(Self::new(process, &dotenv))
    }

    /// A variable, or the content of the file that `<name>_FILE` names. `None` if unset or empty.
    ///
    /// # Errors
    /// A sentence, if the file cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<String>, String> {
        if let Some(value) = self
            .values
            .get(name)
            .map(|v| v.trim())
            .filter(|v| !v.is_empty())
        {
            return Ok(Some(value.to_owned()));
        }
        let Some(path) = self
            .values
            .get(&format!("{name}_FILE"))
            .map(|v| v.trim())
            .filter(|v| !v.is_empty())
        else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(Path::new(path))
            .map_err(|e| format!("{name}_FILE: {path} cannot be read ({e})"))?;
        Ok(Some(text.trim().to_owned()).filter(|t| !t.is_empty()))
    }
}

/// Reads `.env`: `NAME=value`, `export NAME=value`, quotes, comments on their own line or after white space.
fn parse(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim();
        if name.is_empty()
            || name.starts_with('#')
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            continue;
        }
        found.insert(name.to_owned(), unquote(value.trim()).to_owned());
    }
    found
}

fn unquote(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote)
            && let Some(end) = rest.find(quote)
        {
            return &rest[..end];
        }
    }
    if value.starts_with('#') {
        return "";
    }
    let comment = value.find(" #").or_else(|| value.find("\t#"));
    comment.map_or(value, |at| value[..at].trim_end())
}

fn expand(value: &str, values: &BTreeMap<String, String>, depth: usize) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find("${") {
        let Some(end) = rest[at..].find('}') else {
            break;
        };
        out.push_str(&rest[..at]);
        let name = &rest[at + 2..at + end];
        if depth > 0
            && let Some(other) = values.get(name)
        {
            out.push_str(&expand(other, values, depth - 1));
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(dotenv: &str) -> Environment {
        Environment::new([("HOME_OF".to_owned(), "process".to_owned())], dotenv)
    }

    #[test]
    fn the_process_wins_and_comments_end_values() {
        let e = env(
            "HOME_OF=file\nA=mock      # Use 'mock'\nexport B='x # y'\n# C=1\nD=\nE=   # nothing\n",
        );
        assert_eq!(e.get("HOME_OF").unwrap().as_deref(), Some("process"));
        assert_eq!(e.get("A").unwrap().as_deref(), Some("mock"));
        assert_eq!(e.get("B").unwrap().as_deref(), Some("x # y"));
        for unset in ["C", "D", "E", "F"] {
            assert_eq!(e.get(unset).unwrap(), None, "{unset}");
        }
    }

    #[test]
    fn others_are_expanded_and_circles_end() {
        let e = env("A=${B}-${HOME_OF}\nB=b${C}\nC=c\nX=${Y}\nY=${X}\nZ=${MISSING}\n");
        assert_eq!(e.get("A").unwrap().as_deref(), Some("bc-process"));
        assert_eq!(e.get("X").unwrap(), None);
        assert_eq!(e.get("Z").unwrap(), None);
    }

    #[test]
    fn files_hold_secrets() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        std::fs::write(&path, "s3cret\n").unwrap();
        let e = env(&format!(
            "KEY_FILE={}\nNONE_FILE=/nowhere/at/all\n",
            path.display()
        ));
        assert_eq!(e.get("KEY").unwrap().as_deref(), Some("s3cret"));
        assert!(e.get("NONE").unwrap_err().contains("NONE_FILE"));
    }
}
