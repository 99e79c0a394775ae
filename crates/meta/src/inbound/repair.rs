//! Makes a body readable as JSON text without touching what is stored of it.

use std::borrow::Cow;

/// What stands in the place of what cannot be text.
const REPLACEMENT: &str = "\u{FFFD}";
/// Length of `\uXXXX`.
const ESCAPE: usize = 6;

/// The body as text in which every string can be decoded and stored: invalid UTF-8, lone surrogate escapes
/// (a strict parser refuses the whole body for one of them) and NUL (databases refuse it in text) become U+FFFD.
pub(super) fn repair(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    match String::from_utf8_lossy(body) {
        Cow::Borrowed(text) => replace_escapes(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Cow::Owned(text) => Cow::Owned(replace_escapes(&text).unwrap_or(text)),
    }
}

/// `None` if nothing has to be replaced.
fn replace_escapes(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (bad, step) = match byte {
            0 => (true, 1),
            b'\\' => escape(bytes, at),
            _ => (false, 1),
        };
        if bad {
            // `at` and `at + step` stand on ASCII, so both are character boundaries.
            let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(REPLACEMENT);
            copied = at + step;
        }
        at += step;
    }
    let mut out = out?;
    out.push_str(text.get(copied..).unwrap_or_default());
    Some(out)
}

/// Whether the escape at `at` has to go, and how many bytes to move on.
fn escape(bytes: &[u8], at: usize) -> (bool, usize) {
    match code_unit(bytes, at) {
        Some(0) => (true, ESCAPE),
        Some(0xD800..=0xDBFF) => match code_unit(bytes, at + ESCAPE) {
            Some(0xDC00..=0xDFFF) => (false, 2 * ESCAPE),
            _ => (true, ESCAPE),
        },
        Some(0xDC00..=0xDFFF) => (true, ESCAPE),
        Some(_) => (false, ESCAPE),
        // `\\`, `\"` and the like: both bytes at once, so that `\\u0000` is read as a backslash and text.
        None => (false, 2),
    }
}

/// The code unit that `\uXXXX` at `at` names.
fn code_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + ESCAPE)?;
    let digits = escape.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit: u16, digit| {
        let value = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(value).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> String {
        serde_json::from_str(&repair(body)).unwrap()
    }

    #[test]
    fn good_text_is_borrowed() {
        for body in [
            r#""\ud83d\udc4b \u00e9 \\ud800 \\u0000""#,
            r#""plain""#,
            "\"\u{1F44B}\"",
        ] {
            assert!(
                matches!(repair(body.as_bytes()), Cow::Borrowed(_)),
                "{body}"
            );
        }
    }

    #[test]
    fn lone_surrogates_become_the_replacement_character() {
        assert_eq!(read(br#""a\ud83db""#), "a\u{FFFD}b");
        assert_eq!(read(br#""a\udc4b""#), "a\u{FFFD}");
        assert_eq!(read(br#""\uD83D\uD83D\uDC4B""#), "\u{FFFD}\u{1F44B}");
        assert_eq!(read(br#""\ud83d\u0041""#), "\u{FFFD}A");
        assert_eq!(read(br#""\ud83d\n""#), "\u{FFFD}\n");
        assert_eq!(read(br#""\\\ud83d""#), "\\\u{FFFD}");
    }

    #[test]
    fn nul_becomes_the_replacement_character_in_both_spellings() {
        assert_eq!(read(br#""a\u0000b""#), "a\u{FFFD}b");
        assert_eq!(read(b"\"a\0b\""), "a\u{FFFD}b");
        assert_eq!(read(br#""\\u0000""#), "\\u0000");
    }

    #[test]
    fn invalid_utf8_and_a_byte_order_mark_are_survived() {
        assert_eq!(
            read(b"\"a\xFFb\xED\xA0\x80\""),
            "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}"
        );
        assert_eq!(read(b"\xEF\xBB\xBF\"a\""), "a");
    }

    #[test]
    fn cut_off_escapes_do_not_panic() {
        for body in [
            "\"\\",
            "\"\\u",
            "\"\\ud8",
            "\"\\ud83d\\",
            "\"\\ud83d\\u",
            "\\é\0",
            "\\\0",
        ] {
            let _ = repair(body.as_bytes());
        }
    }
}
