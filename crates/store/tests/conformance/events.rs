//! The event log: gap-free, for whom, confirmed how far, pruned where.

use domain::ids::UserId;
use domain::time::{DAY, HOUR};
use domain::user::{AgentVisibility, Viewer};
use store::events::Event;

use crate::site::{ANNA, BERT, Site, text_of};

both!(
    a_reader_loses_nothing_among_writers,
    visibility_is_that_of_now,
    live_readers_see_what_was_theirs,
    confirmations_never_go_back,
    pruning_keeps_the_low_mark,
    pruning_leaves_no_holes,
    pages_are_bounded,
);

/// Writers of several chats, and a reader that follows a cursor meanwhile: what it sees has no gap, no repetition and
/// no disorder.
async fn a_reader_loses_nothing_among_writers(site: &Site) {
    const WRITERS: usize = 6;
    const EACH: usize = 12;
    site.shop().await;
    let others = ["1", "2", "3"];
    for id in others {
        site.connect(domain::account::Platform::Instagram, id).await;
    }
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (db, clock, view) = (site.db.clone(), site.clock.clone(), site.view());
        let account = others[writer % others.len()];
        let events: Vec<_> = (0..EACH)
            .map(|n| {
                text_of(
                    &format!("customer-{writer}"),
                    &format!("m-{writer}-{n}"),
                    "hi",
                    site.now().plus(n as i64),
                )
            })
            .map(|event| site.item(domain::account::Platform::Instagram, account, &event))
            .collect();
        writers.spawn(async move {
            let mut appended = 0;
            for item in &events {
                appended += loop {
                    match db
                        .apply(&clock, view, std::slice::from_ref(item), &[])
                        .await
                    {
                        Ok(applied) => break applied.events,
                        Err(problem) => assert!(problem.is_passing(), "{problem}"),
                    }
                };
            }
            appended
        });
    }
    let mut seen: Vec<i64> = Vec::new();
    let mut cursor = 0;
    let mut read = async |seen: &mut Vec<i64>| {
        let page = site.db.events_after(cursor, 50).await.unwrap();
        seen.extend(page.iter().map(|e| e.seq));
        cursor = seen.last().copied().unwrap_or(0);
        page.len()
    };
    let mut appended = 0;
    while !writers.is_empty() {
        read(&mut seen).await;
        while let Some(done) = writers.try_join_next() {
            appended += done.unwrap();
        }
    }
    while read(&mut seen).await > 0 {}
    let head = site.head().await;
    assert_eq!(
        seen,
        (1..=head).collect::<Vec<_>>(),
        "no gap, no repetition, no disorder"
    );
    assert_eq!(appended as i64, head);
    assert!(head >= (WRITERS * EACH * 2) as i64);
}

fn kinds(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .map(|e| domain::event::kind(&e.frame).unwrap())
        .collect()
}

async fn visibility_is_that_of_now(site: &Site) {
    site.shop().await;
    let (admin, ann, bob) = (
        site.admin().await,
        site.agent("ann").await,
        site.agent("bob").await,
    );
    let open = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..bob
    };
    let (mine, other) = (site.chat(ANNA).await, site.chat(BERT).await);
    let for_viewer =
        async |viewer: &Viewer, seq| site.db.events_after_for(viewer, seq, 100).await.unwrap();
    let all = site.head().await;
    assert_eq!(for_viewer(&admin, 0).await.len() as i64, all);
    assert!(for_viewer(&ann, 0).await.is_empty());
    assert_eq!(
        for_viewer(&open, 0).await.len() as i64,
        all,
        "unassigned chats are everybody's where the setting says so"
    );

    site.db
        .assign(site.view(), &admin, mine, Some(ann.id))
        .await
        .unwrap();
    // What was written before is Ann's as well by now; the other chat is not.
    let hers = for_viewer(&ann, 0).await;
    assert_eq!(
        kinds(&hers),
        ["ig_dm", "new_message", "chat_updated", "chat_updated"]
    );
    assert!(hers.iter().all(|e| e.frame.contains(&mine.to_string())));
    assert!(hers.windows(2).all(|w| w[0].seq < w[1].seq));
    assert!(
        for_viewer(&open, 0)
            .await
            .iter()
            .all(|e| e.frame.contains(&other.to_string()))
    );

    // It goes to Bob: Ann is told that she lost it, and sees nothing else of it any more.
    site.db
        .assign(site.view(), &admin, mine, Some(bob.id))
        .await
        .unwrap();
    let lost = for_viewer(&ann, 0).await;
    assert_eq!(kinds(&lost), ["chat_updated"]);
    assert!(lost[0].frame.contains(&bob.id.to_string()));
    assert_eq!(for_viewer(&bob, 0).await.len(), 5);
    assert_eq!(for_viewer(&bob, lost[0].seq).await.len(), 0);
}

async fn live_readers_see_what_was_theirs(site: &Site) {
    site.shop().await;
    let (admin, ann, bob) = (
        site.admin().await,
        site.agent("ann").await,
        site.agent("bob").await,
    );
    let chat = site.chat(ANNA).await;
    site.db
        .assign(site.view(), &admin, chat, Some(ann.id))
        .await
        .unwrap();
    let seq = site.head().await;
    site.db
        .assign(site.view(), &admin, chat, Some(bob.id))
        .await
        .unwrap();
    let event = site.db.events_after(seq, 10).await.unwrap().remove(0);
    assert!(event.is_for(&ann) && event.is_for(&bob) && event.is_for(&admin));
    let stranger = Viewer {
        id: UserId::new(site.uuid()),
        ..ann
    };
    assert!(!event.is_for(&stranger));
    assert!(!event.is_for(&Viewer {
        visibility: AgentVisibility::Unassigned,
        ..stranger
    }));
}

async fn confirmations_never_go_back(site: &Site) {
    let ann = site.agent("ann").await;
    assert_eq!(site.db.cursor(ann.id).await.unwrap(), None);
    for (confirmed, stands) in [(5, 5), (3, 5), (5, 5), (9, 9), (0, 9)] {
        site.db
            .confirm(ann.id, confirmed, site.now())
            .await
            .unwrap();
        assert_eq!(site.db.cursor(ann.id).await.unwrap(), Some(stands));
    }
}

async fn pruning_keeps_the_low_mark(site: &Site) {
    site.shop().await;
    assert_eq!(site.db.prune_events(site.now()).await.unwrap(), 0);
    site.chat(ANNA).await;
    let old = site.head().await;
    site.clock.advance(DAY);
    site.chat(BERT).await;
    let head = site.head().await;
    assert_eq!(site.db.prune_events(site.now()).await.unwrap(), old as u64);
    let log = site.db.head().await.unwrap();
    assert_eq!((log.seq, log.low), (head, old));
    assert_eq!(site.db.events_after(0, 1).await.unwrap()[0].seq, old + 1);
    // All of it: the numbers go on.
    site.db.prune_events(site.now().plus(1)).await.unwrap();
    let log = site.db.head().await.unwrap();
    assert_eq!((log.seq, log.low), (head, head));
    site.hears(ANNA, "again", "hi", site.now()).await;
    assert_eq!(site.db.events_after(0, 1).await.unwrap()[0].seq, head + 1);
    assert_eq!(site.db.head().await.unwrap().low, head);
}

/// Nodes have different clocks: what is newer by its number and older by its time stays until its turn.
async fn pruning_leaves_no_holes(site: &Site) {
    site.shop().await;
    site.clock.advance(HOUR);
    site.chat(ANNA).await;
    let ahead = site.head().await;
    site.clock.advance(-HOUR);
    site.chat(BERT).await;
    assert_eq!(
        site.db.prune_events(site.now().plus(HOUR)).await.unwrap(),
        0
    );
    assert_eq!(site.db.head().await.unwrap().low, 0);
    assert_eq!(
        site.db
            .prune_events(site.now().plus(HOUR + 1))
            .await
            .unwrap() as i64,
        site.head().await
    );
    assert!(ahead > 0);
}

async fn pages_are_bounded(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    for n in 0..5 {
        site.hears(ANNA, &format!("m{n}"), "hi", site.now()).await;
    }
    assert_eq!(
        site.db
            .events_after(2, 3)
            .await
            .unwrap()
            .iter()
            .map(|e| e.seq)
            .collect::<Vec<_>>(),
        [3, 4, 5]
    );
    assert_eq!(
        site.db.events_after_for(&admin, 2, 3).await.unwrap().len(),
        3
    );
    assert!(
        site.db
            .events_after(site.head().await, 3)
            .await
            .unwrap()
            .is_empty()
    );
}
