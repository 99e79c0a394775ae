//! What is done after a transaction: sends, conversions, and fetching what a delivery only named.

mod conversion;
mod fetch;
mod hand_over;
mod insights;
mod media;
pub(crate) mod public;
mod runner;
mod send;
mod template;
mod upkeep;
mod watch;
mod words;

pub use media::run as media;
pub(crate) use media::small_picture;
pub use runner::run;
pub use upkeep::run as upkeep;
pub use words::run as words;
