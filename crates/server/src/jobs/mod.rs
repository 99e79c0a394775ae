//! What is done after a transaction: sends, conversions, and fetching what a delivery only named.

mod conversion;
mod fetch;
mod insights;
pub(crate) mod public;
mod runner;
mod send;
mod template;
mod upkeep;
mod watch;

pub use runner::run;
pub use upkeep::run as upkeep;
