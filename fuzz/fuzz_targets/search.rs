//! The words of a search: bounded, found again, and never out of their own range.
#![no_main]

use domain::search::{MAX_SEARCH_WORDS, MAX_WORD_CHARS, MAX_WORDS, finds, fold, ranges, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(fold(&fold(text)), fold(text));
    let found = words(text);
    assert!(found.len() <= MAX_WORDS);
    for word in &found {
        assert!(word.chars().count() <= MAX_WORD_CHARS);
        assert!(finds(word, text), "{word:?}");
    }
    let wanted = ranges(text);
    assert!(wanted.len() <= MAX_SEARCH_WORDS);
    assert!(wanted.iter().all(|r| r.from < r.to));
});
