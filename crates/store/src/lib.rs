//! The only crate that knows SQL: SQLite inside the data folder, or PostgreSQL, behind one set of methods.
//!
//! One text per statement serves both databases (see [`db`]); what really differs is in the migrations, which
//! give PostgreSQL two small functions that SQLite has built in, and in the claims of jobs (`SKIP LOCKED`). Every statement
//! is listed in [`statements`] and a test prepares each on both.

#[macro_use]
pub mod db;
pub mod account_watch;
pub mod accounts;
pub mod audit;
mod call_ends;
pub mod chats;
mod claims;
pub mod comment_calls;
pub mod comment_list;
pub mod comments;
pub mod connections;
pub mod conversion_sends;
pub mod conversions;
pub mod crypt;
pub mod deliveries;
pub mod desk;
pub mod direct;
pub mod erasure;
pub mod error;
pub mod events;
pub mod ingest;
pub mod insight_plans;
pub mod insights;
pub mod jobs;
pub mod lists;
pub mod logins;
pub mod lookups;
pub mod media;
pub mod media_queue;
pub mod messages;
pub mod nodes;
pub mod people;
pub mod posts;
mod progress;
pub mod push;
mod read;
pub mod read_back;
pub mod reports;
pub mod retention;
mod retries;
mod rotation;
mod rows;
mod search;
pub mod sends;
pub mod sessions;
pub mod settings;
mod tally;
pub mod templates;
pub mod timeline;
pub mod turns;
pub mod users;
mod write;
pub mod writer;

pub use db::{Db, Location};
pub use error::{Result, StoreError};

/// Every statement of the application, with a name, for the test that prepares them on both databases.
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        account_watch::SQL,
        accounts::SQL,
        audit::SQL,
        call_ends::SQL,
        chats::SQL,
        claims::SQL,
        connections::SQL,
        comment_calls::SQL,
        comment_list::SQL,
        comments::SQL,
        conversion_sends::SQL,
        conversions::SQL,
        deliveries::SQL,
        direct::SQL,
        desk::SQL,
        events::SQL,
        ingest::SQL,
        insight_plans::SQL,
        insights::SQL,
        jobs::SQL,
        lists::SQL,
        erasure::SQL,
        logins::SQL,
        lookups::SQL,
        media::SQL,
        media_queue::SQL,
        messages::SQL,
        people::SQL,
        posts::SQL,
        progress::SQL,
        read::SQL,
        read_back::SQL,
        retention::SQL,
        retries::SQL,
        rotation::SQL,
        search::SQL,
        sends::SQL,
        sessions::SQL,
        settings::SQL,
        tally::SQL,
        push::SQL,
        reports::SQL,
        timeline::SQL,
        templates::SQL,
        users::SQL,
        write::SQL,
    ]
    .concat()
}
