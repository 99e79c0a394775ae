//! The rules of TickleGram: plain types and pure functions.
//!
//! Nothing here does I/O, waits, reads a clock or knows SQL. What a customer's event means, how repeated and
//! shuffled events end in the same rows, how long an answer is allowed, what each of Meta's errors asks of us:
//! it is decided here and tested here, and the other crates carry it out.

pub mod account;
pub mod chat;
pub mod clock;
pub mod comment;
pub mod conversion;
pub mod delivery;
pub mod desk;
pub mod event;
pub mod fold;
pub mod health;
pub mod ids;
pub mod inbound;
pub mod insights;
pub mod label;
pub mod limits;
pub mod media;
pub mod message;
pub mod meta_error;
pub mod outbox;
pub mod permissions;
pub mod person;
pub mod policy;
pub mod post;
pub mod push;
pub mod reconcile;
pub mod reports;
pub mod rich;
pub mod rotation;
mod schema;
pub mod search;
pub mod subscription;
pub mod template;
pub mod time;
pub mod timeline;
pub mod token;
pub mod user;
pub mod window;
pub mod wire;
