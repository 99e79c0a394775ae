//! The simulator over real HTTP, against a small webhook receiver.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod cdn;
mod comments;
mod control;
mod conversions;
mod deliveries;
mod faults;
mod insights;
mod logins;
mod media;
mod reading;
mod sending;
mod support;
mod templates;
mod tokens;
mod told;
mod uploads;
