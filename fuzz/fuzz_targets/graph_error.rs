//! What Meta answers instead of a result: any status with any body is a decision or none, and the same one again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use meta::graph::GraphError;

fuzz_target!(|data: (u16, &[u8])| {
    let (status, body) = data;
    let parse = || GraphError::parse(status, body);
    let error = parse();
    assert_eq!(format!("{error:?}"), format!("{:?}", parse()));
});
