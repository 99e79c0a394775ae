//! What a search finds: the words of changed texts are counted soon after they were stored, many together, so that no
//! delivery waits for it.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::app::App;

/// Texts are gathered this long: under load several hundred are counted in one transaction, and nobody who searches for
/// what has just come notices.
const GATHER: Duration = Duration::from_millis(200);
/// Longest wait without a hint: what other nodes left comes without one.
const POLL: Duration = Duration::from_secs(1);
/// Between two transactions, in which deliveries get the database's write lock.
const BREATH: Duration = Duration::from_millis(20);

/// Counts until `soft` is cancelled.
pub(super) async fn run(app: Arc<App>, soft: CancellationToken) {
    let mut recounting = false;
    while !soft.is_cancelled() {
        let hint = app.wake.words.notified();
        let counted = match app.db.count_words().await {
            Ok(false) => app.db.recount_words().await.inspect(|more| {
                if *more != recounting {
                    recounting = *more;
                    if recounting {
                        info!("the words by which chats are found are counted anew; until then a search may miss old messages");
                    } else {
                        info!("the words of all chats are counted");
                    }
                }
            }),
            counted => counted,
        };
        match counted {
            Ok(true) => pause(BREATH, std::future::pending(), &soft).await,
            Ok(false) => {
                pause(POLL, hint, &soft).await;
                pause(GATHER, std::future::pending(), &soft).await;
            }
            Err(problem) => {
                error!(error = %problem, "words are counted later: the database did not answer");
                pause(POLL, std::future::pending(), &soft).await;
            }
        }
    }
}

async fn pause(longest: Duration, hint: impl Future<Output = ()>, soft: &CancellationToken) {
    tokio::select! {
        () = hint => {}
        () = tokio::time::sleep(longest) => {}
        () = soft.cancelled() => {}
    }
}
