//! Sockets against a real log: resuming, confirming, ending, and nothing lost or repeated under load.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod confirm;
mod ends;
mod load;
mod presence;
mod resume;
mod slow;
mod world;
