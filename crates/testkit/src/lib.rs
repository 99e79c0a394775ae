//! What tests need and the product does not: a private PostgreSQL, the built binary as a child process, signed
//! webhooks, a load generator, a WebSocket client, a proxy that breaks connections, and waiting on conditions.
//!
//! Everything here talks to the product from outside (bytes on the wire, processes, files). Helpers panic with a
//! message that says what was expected and what was seen, because their only caller is a test.

pub mod api;
pub mod ids;
pub mod load;
pub mod postgres;
pub mod process;
pub mod proxy;
pub mod wait;
pub mod webhook;
pub mod ws;
