//! The server: takes deliveries in, understands them, sends answers out, and keeps every screen up to date.
//!
//! A delivery goes [`http::webhooks`] → the store's writer → [`ingest`] → events → [`realtime`]. An answer goes
//! [`http::chats`] → the store's outbox → [`jobs`] → Meta → events → [`realtime`].

pub mod app;
pub mod auth;
mod calendar;
pub mod config;
mod connect;
mod credentials;
pub mod http;
pub mod ingest;
pub mod insights;
pub mod jobs;
pub mod lifecycle;
mod listener;
pub mod media;
pub mod objects;
pub mod outcomes;
pub mod people;
mod push;
pub mod realtime;
pub mod seed;
pub mod telemetry;

pub use config::{Config, Environment, Options};
pub use lifecycle::{Server, Sources};

/// Longest call to the simulator's control API.
const SIM_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// Speaks to the simulator on this machine: no proxy stands in between, and no certificates are needed.
fn sim_client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .timeout(SIM_TIMEOUT)
        .build()?)
}
