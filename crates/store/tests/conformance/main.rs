//! What the store promises, told to SQLite and to PostgreSQL: every case is one test per database, so that a failure
//! names the one that breaks its word.

#[macro_use]
mod site;

mod accounts;
mod chats;
mod deliveries;
mod events;
mod jobs;
mod people;
mod schema;
mod sends;
mod threads;
mod views;
mod writer;
