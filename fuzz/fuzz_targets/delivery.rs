//! The body of a webhook: whatever the bytes are, it is understood or refused with a reason, and twice the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use meta::inbound::{MAX_ELEMENTS, parse};
use meta::verify::{StoredPermit, Verified};

fuzz_target!(|body: &[u8]| {
    let read = || parse(&Verified::stored(body, StoredPermit::FromJournal));
    match read() {
        Ok(elements) => {
            assert!(elements.len() <= MAX_ELEMENTS);
            for (at, element) in elements.iter().enumerate() {
                assert_eq!(element.index as usize, at, "elements are numbered in their order");
            }
            assert_eq!(Ok(elements), read());
        }
        Err(malformed) => assert!(!malformed.reason().is_empty()),
    }
});
