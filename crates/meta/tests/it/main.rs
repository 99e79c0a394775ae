//! The crate from outside, in one binary.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may panic like the tests themselves"
)]

mod changes;
mod content;
mod control;
mod describe;
mod envelope;
mod fuzz;
mod golden;
mod grammar;
mod graph;
mod webhooks;
