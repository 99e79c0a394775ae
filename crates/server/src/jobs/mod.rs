//! What is done after a transaction: sends, conversions, and fetching what a delivery only named.

mod conversion;
mod fetch;
mod hand_over;
mod insights;
mod media;
pub(crate) mod public;
mod read_back;
mod runner;
mod send;
mod template;
mod upkeep;
mod watch;
mod words;

use std::sync::Arc;

use store::turns::in_background;
use tokio_util::sync::CancellationToken;

use crate::app::App;

pub use media::run as media;
pub(crate) use media::small_picture;
pub use runner::run;

/// What has to be looked at from time to time, until `soft` is cancelled.
pub async fn upkeep(app: Arc<App>, soft: CancellationToken) {
    in_background(upkeep::run(app, soft)).await;
}

/// Counts the words of changed texts, until `soft` is cancelled.
pub async fn words(app: Arc<App>, soft: CancellationToken) {
    in_background(words::run(app, soft)).await;
}
