//! What reports count, and where work begins.

use domain::chat::ChatState;
use domain::reports::{Calendar, Counting, Place, Report};
use domain::time::{DAY, HOUR, MINUTE, Timestamp};
use domain::user::Viewer;
use store::ingest::View;

use crate::setting_aside::put;
use crate::site::{ANNA, BERT, SHOP, Site, text_of};

both!(
    history_is_no_work,
    work_begins_after_it_ended,
    what_was_there_before
);

/// One day without end.
struct Ever;

impl Calendar for Ever {
    fn place(&self, _: Timestamp) -> Place {
        Place {
            day: Timestamp::EPOCH,
            weekday: 1,
            hour: 0,
        }
    }

    fn days(&self, _: Timestamp, _: Timestamp) -> Vec<Timestamp> {
        vec![Timestamp::EPOCH]
    }
}

async fn report(site: &Site, reader: Viewer) -> Report {
    let until = site.now().plus(1);
    let mut counting = Counting::new(until.plus(-DAY), until, reader, &Ever);
    site.db.count(&mut counting, None).await.unwrap();
    counting.report(|_| String::new())
}

async fn history_is_no_work(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let old = text_of(ANNA, "m1", "a year ago", site.now().plus(-365 * DAY));
    let late = text_of(ANNA, "m2", "yesterday", site.now().plus(-DAY));
    let items =
        [old, late].map(|event| site.item(domain::account::Platform::Instagram, SHOP, &event));
    let view = View {
        history: true,
        ..site.view()
    };
    let read = site.db.apply(&site.clock, view, &items, &[]).await.unwrap();
    let chat = read.outcomes[0].chat.unwrap();
    site.clock.advance(HOUR);
    let quiet = report(site, admin).await;
    assert_eq!((quiet.first_answer.waiting, quiet.resolution.count), (0, 0));
    site.hears(ANNA, "m3", "now", site.now()).await;
    assert_eq!(report(site, admin).await.first_answer.waiting, 1);
    site.clock.advance(HOUR);
    put(site, &admin, chat, ChatState::Resolved, None).await;
    let done = report(site, admin).await;
    assert_eq!(done.resolution.median_seconds, Some(3600), "not a year");
    assert_eq!((done.resolution.count, done.first_answer.waiting), (1, 0));
}

async fn work_begins_after_it_ended(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.hears(ANNA, "m1", "hello", site.now()).await;
    for minutes in [10, 20] {
        site.clock.advance(minutes * MINUTE);
        put(site, &admin, chat, ChatState::Resolved, None).await;
        site.clock.advance(HOUR);
        let mid = format!("m-{minutes}");
        site.hears(ANNA, &mid, "and again", site.now()).await;
    }
    let found = report(site, admin).await;
    assert_eq!(found.resolution.count, 2);
    assert_eq!(found.resolution.median_seconds, Some(10 * 60));
    assert_eq!(found.resolution.p90_seconds, Some(20 * 60));
    assert_eq!(found.first_answer.waiting, 1);
}

/// The migration that begins to count says where the work on older chats begins.
async fn what_was_there_before(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let year = site.now().plus(-365 * DAY);
    let answered = site.hears(ANNA, "m1", "long ago", year).await;
    let resolved = site.hears(BERT, "m2", "long ago", year).await;
    put(site, &admin, resolved, ChatState::Resolved, None).await;
    site.sql(&format!(
        "DELETE FROM resolution; UPDATE chat SET last_outgoing_at = {} WHERE id = '{answered}'",
        year.plus(HOUR).micros()
    ))
    .await;
    site.sql(include_str!(
        "../../migrations/sqlite/0021_where_work_begins.sql"
    ))
    .await;
    site.clock.advance(HOUR);
    for (customer, mid) in [(ANNA, "m3"), (BERT, "m4")] {
        site.hears(customer, mid, "now", site.now()).await;
    }
    site.clock.advance(MINUTE);
    for chat in [answered, resolved] {
        put(site, &admin, chat, ChatState::Resolved, None).await;
    }
    let found = report(site, admin).await;
    assert_eq!(found.resolution.count, 2);
    assert_eq!(found.resolution.p90_seconds, Some(60));
}
