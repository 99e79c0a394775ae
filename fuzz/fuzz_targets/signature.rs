//! The signature headers: only the right one passes, and no header of any form does anything else than fail.
#![no_main]

use libfuzzer_sys::fuzz_target;
use meta::verify::SecretSet;
use secrecy::SecretString;

fuzz_target!(|data: &[u8]| {
    let secrets = SecretSet::new([SecretString::from("c0ffee5ec2e7".to_owned())]);
    // The first line is the header, the rest the body.
    let at = data.iter().position(|b| *b == b'\n').unwrap_or(data.len());
    let (header, body) = data.split_at(at);
    // Nobody guesses 256 bits: no header passes that was not made with the secret.
    assert!(secrets.verify(Some(header), body).is_err());
    assert!(secrets.verify(None, body).is_err());
});
