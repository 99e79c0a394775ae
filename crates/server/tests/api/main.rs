//! The server as its clients see it: a whole one in this process, its simulator beside it, on both databases.
//!
//! Each story is one test per database. A story starts few servers and asks them much.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[macro_use]
mod app;

mod accounts;
mod again;
mod album;
mod chats;
mod comments;
mod connect;
mod conversions;
mod desk;
mod direct;
mod gestures;
mod grammar;
mod insights;
mod login;
mod malformed;
mod media;
mod message;
mod mock;
mod outage;
mod outbox;
mod owners;
mod people;
mod push;
mod reading_back;
mod reports;
mod routes;
mod samples;
mod session;
mod shapes;
mod signature;
mod site;
mod switched_off;
mod templates;
mod uploads;
