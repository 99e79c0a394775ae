//! What the store promises, told to SQLite and to PostgreSQL: every case is one test per database, so that a failure
//! names the one that breaks its word.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

#[macro_use]
mod site;

mod accounts;
mod chats;
mod comments;
mod concurrency;
mod convergence;
mod conversions;
mod deliveries;
mod desk;
mod direct;
mod erasing;
mod events;
mod finding;
mod insights;
mod jobs;
mod keeping;
mod media;
mod outcomes;
mod passwords;
mod people;
mod plans;
mod posts;
mod push;
mod random;
mod reports;
mod rotation;
mod schema;
mod sends;
mod setting_aside;
mod templates;
mod threads;
mod timeline;
mod upgrade;
mod views;
mod watch;
mod writer;
