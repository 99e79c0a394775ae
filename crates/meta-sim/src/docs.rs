//! Collections that know what changed, so that every change can be made durable and shown live.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// One changed document on its way to the database and to the live stream; no body means it is gone.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) body: Option<String>,
}

/// A collection of documents of one kind, by id, in id order.
#[derive(Debug)]
pub(crate) struct Docs<T> {
    kind: &'static str,
    rows: BTreeMap<String, T>,
    dirty: BTreeSet<String>,
}

impl<T: Serialize + DeserializeOwned> Docs<T> {
    pub(crate) fn new(kind: &'static str) -> Self {
        Self {
            kind,
            rows: BTreeMap::new(),
            dirty: BTreeSet::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(id)
    }

    /// The document for changing; it counts as changed from here on.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let row = self.rows.get_mut(id)?;
        self.dirty.insert(id.to_owned());
        Some(row)
    }

    pub(crate) fn put(&mut self, id: impl Into<String>, row: T) {
        let id = id.into();
        self.dirty.insert(id.clone());
        self.rows.insert(id, row);
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let row = self.rows.remove(id)?;
        self.dirty.insert(id.to_owned());
        Some(row)
    }

    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values()
    }

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = &String> {
        self.rows.keys()
    }

    /// Takes one stored row back in at start; an unreadable one is a named inconsistency.
    pub(crate) fn load(&mut self, id: String, body: &str) -> Result<(), serde_json::Error> {
        let row = serde_json::from_str(body)?;
        self.rows.insert(id, row);
        Ok(())
    }

    /// Moves what changed since the last call into `out`.
    pub(crate) fn drain(&mut self, out: &mut Vec<Change>) {
        for id in std::mem::take(&mut self.dirty) {
            // Our own types always serialise; a failure would be a map with non-string keys, which none has.
            let body = self
                .rows
                .get(&id)
                .and_then(|row| serde_json::to_string(row).ok());
            out.push(Change {
                kind: self.kind,
                id,
                body,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_reported_once() {
        let mut docs: Docs<u32> = Docs::new("n");
        docs.put("a", 1);
        if let Some(n) = docs.get_mut("a") {
            *n = 2;
        }
        let mut out = Vec::new();
        docs.drain(&mut out);
        assert_eq!(out.len(), 1);
        assert_eq!(out[0].body.as_deref(), Some("2"));
        docs.drain(&mut out);
        assert_eq!(out.len(), 1);
        docs.remove("a");
        docs.drain(&mut out);
        assert_eq!(out[1].body, None);
    }
}
