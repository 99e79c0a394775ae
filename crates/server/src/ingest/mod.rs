//! From a delivery that is durable to rows and events.

mod process;

pub use process::{run, understand};

/// Largest delivery that is taken. Meta puts up to 1000 updates into one (platform notes §1.3). The longest common
/// update is a message of 1000 bytes whose letters are escaped as `\uXXXX` (up to 6 bytes for 2), with a mid of 170
/// bytes, a signed media address of 1.5 kB and the envelope: about 6 kB, so 1000 of them have 6 MB; a third on top.
pub const BODY_LIMIT: usize = 8 * 1024 * 1024;
