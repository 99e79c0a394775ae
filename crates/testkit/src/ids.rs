//! Names that no other test uses.

use uuid::Uuid;

/// A fresh random word of 32 hexadecimal digits: for database names, message ids and whatever else two tests that run
/// at the same time must not share.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the kit that makes random ids; nothing here is replayed from a seed"
)]
pub fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn differs_each_time() {
        assert_ne!(super::unique(), super::unique());
        assert_eq!(super::unique().len(), 32);
    }
}
