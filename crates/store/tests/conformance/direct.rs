//! Posts to people who are named by Meta's id, with and without a chat.

use domain::account::{AccountStatus, Platform};
use domain::ids::{AccountId, CustomerId, GroupId};
use domain::message::Content;
use domain::outbox::{DeliveryStatus, SendState};
use domain::time::{DAY, SECOND};
use domain::user::{AgentVisibility, Viewer};
use domain::window::WindowState;
use domain::wire;
use store::direct::DirectSend;
use store::jobs::JobKind;
use store::sends::{IdempotencyKey, Stored};

use crate::sends::{accepted, begin, finish};
use crate::site::{ANNA, BERT, SHOP, Site};

both!(
    a_chat_is_made_once,
    a_key_outlives_its_account,
    who_may_and_when,
    whose_chat_it_is,
    a_held_account_says_so,
);

async fn send(
    site: &Site,
    account: AccountId,
    author: Viewer,
    customer: &str,
    key: Option<&str>,
) -> Stored {
    let part = Content {
        text: "hello".to_owned(),
        ..Content::default()
    };
    let key = key.map(|key| IdempotencyKey {
        route: "POST /messages/send".to_owned(),
        key: key.to_owned(),
        body_sha256: "body".to_owned(),
    });
    let send = DirectSend {
        account,
        customer: CustomerId::new(customer),
        author,
        parts: vec![part],
        key,
    };
    site.db
        .store_direct(&site.clock, site.view(), &send)
        .await
        .unwrap()
}

fn only(stored: Stored) -> wire::Message {
    match stored {
        Stored::Messages(mut rows) if rows.len() == 1 => rows.remove(0),
        other => panic!("{other:?}"),
    }
}

async fn group_is(site: &Site, group: GroupId) -> (bool, Option<SendState>, DeliveryStatus) {
    let post = site.db.group(group).await.unwrap().unwrap();
    let row = &post.rows[0];
    (post.chat.begun_here, row.send, row.status)
}

async fn a_chat_is_made_once(site: &Site) {
    let shop = site.shop().await;
    let admin = site.admin().await;
    let seq = site.head().await;
    let message = only(send(site, shop.id, admin, ANNA, None).await);
    assert_eq!(message.delivery_status, DeliveryStatus::Queued);
    assert_eq!(
        site.kinds_after(seq).await,
        ["ig_dm", "new_message", "chat_updated"]
    );
    let group = message.group_id.unwrap();
    assert_eq!(
        group_is(site, group).await,
        (true, Some(SendState::Queued), DeliveryStatus::Queued)
    );
    // The profile is asked for, and the send leaves in the order of the chat.
    let jobs = site
        .db
        .claim_jobs("n", site.now(), SECOND, 9, 9)
        .await
        .unwrap();
    let mut kinds: Vec<JobKind> = jobs.iter().map(|j| j.kind).collect();
    kinds.sort_by_key(|k| k.as_str());
    assert_eq!(kinds, [JobKind::FetchProfile, JobKind::Send]);
    site.clock.advance(2 * SECOND);
    let job = begin(site).await;
    finish(site, &job, accepted("m-1")).await;
    assert_eq!(
        group_is(site, group).await,
        (true, Some(SendState::Sent), DeliveryStatus::Sent)
    );
    // Our own message opens and closes nothing, whatever the time.
    let window = async || site.shape(message.chat_id).await.reply_window.state;
    assert_eq!(window().await, WindowState::Unknown);
    site.clock.advance(30 * DAY);
    assert_eq!(window().await, WindowState::Unknown);
    let closed = store::chats::ChatFilter {
        window: Some(store::chats::WindowFilter::Closed),
        ..store::chats::ChatFilter::default()
    };
    let listed = site.db.chats(&admin, site.view(), &closed, None, 9).await;
    assert_eq!(listed.unwrap().len(), 0, "nor is it listed as closed");
    let again = only(send(site, shop.id, admin, ANNA, None).await);
    assert_eq!(again.chat_id, message.chat_id);
    // What the customer writes is history.
    let chat = site.hears(ANNA, "m-2", "hi", site.now()).await;
    assert_eq!(chat, message.chat_id);
    assert_eq!(window().await, WindowState::Open);
    site.clock.advance(2 * DAY);
    assert_eq!(window().await, WindowState::Closed);
    assert!(matches!(
        send(site, shop.id, admin, ANNA, None).await,
        Stored::WindowClosed(_)
    ));
    // Two at once for somebody new: one chat.
    let (one, two) = tokio::join!(
        send(site, shop.id, admin, BERT, None),
        send(site, shop.id, admin, BERT, None)
    );
    assert_eq!(only(one).chat_id, only(two).chat_id);
    assert_eq!(site.number("SELECT COUNT(*) FROM chat").await, 2);
    assert_eq!(site.db.stats(&admin).await.unwrap().total_chats, 2);
}

async fn a_key_outlives_its_account(site: &Site) {
    let shop = site.shop().await;
    let admin = site.admin().await;
    let sends = (0..20).map(|_| send(site, shop.id, admin, ANNA, Some("k")));
    let rows: Vec<wire::Message> = futures(sends).await.into_iter().map(only).collect();
    assert!(rows.iter().all(|m| m.id == rows[0].id), "{rows:?}");
    assert_eq!(site.number("SELECT COUNT(*) FROM message").await, 1);
    site.db.disconnect_account(shop.id).await.unwrap();
    assert!(matches!(
        send(site, shop.id, admin, ANNA, None).await,
        Stored::NoAccount
    ));
    assert_eq!(
        only(send(site, shop.id, admin, ANNA, Some("k")).await).id,
        rows[0].id
    );
    // A refused send leaves its key free.
    assert!(matches!(
        send(site, shop.id, admin, ANNA, Some("k2")).await,
        Stored::NoAccount
    ));
    site.shop().await;
    assert_ne!(
        only(send(site, shop.id, admin, ANNA, Some("k2")).await).id,
        rows[0].id
    );
}

/// All of these, one beside the other.
async fn futures<T>(list: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = list.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (slot, future) in done.iter_mut().zip(&mut waiting) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

async fn who_may_and_when(site: &Site) {
    let shop = site.shop().await;
    let agent = site.agent("agent").await;
    // Nobody's chat, or none: only where agents see what nobody has.
    assert!(matches!(
        send(site, shop.id, agent, ANNA, None).await,
        Stored::Denied
    ));
    assert_eq!(site.number("SELECT COUNT(*) FROM chat").await, 0);
    let seeing = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..agent
    };
    let message = only(send(site, shop.id, seeing, ANNA, None).await);
    assert_eq!(message.sent_by, Some(agent.id));
    assert!(matches!(
        send(site, shop.id, agent, ANNA, None).await,
        Stored::Denied
    ));
}

async fn whose_chat_it_is(site: &Site) {
    let of = async |customer: &str| {
        let found = site.db.chat_of_person(&CustomerId::new(customer)).await;
        found.unwrap().map(|c| c.account)
    };
    let admin = site.admin().await;
    let shop = site.shop().await;
    assert_eq!(of(ANNA).await, None);
    let page = site.connect(Platform::Facebook, "100").await;
    send(site, page.id, admin, ANNA, None).await;
    assert_eq!(of(ANNA).await, Some(page.id));
    send(site, shop.id, admin, ANNA, None).await;
    assert_eq!(of(ANNA).await, Some(shop.id), "Instagram goes before");
    site.db.disconnect_account(shop.id).await.unwrap();
    assert_eq!(of(ANNA).await, Some(page.id), "unless it cannot send");
    assert_eq!(of("x\0y").await, None);
    assert_ne!(SHOP, ANNA);
}

async fn a_held_account_says_so(site: &Site) {
    let shop = site.shop().await;
    assert_eq!(site.db.hold_of(shop.id).await.unwrap(), None);
    let until = site.now().plus(DAY);
    let status = AccountStatus::Paused;
    site.db
        .hold_account(
            shop.id,
            status,
            "slow down",
            Some(until),
            site.now(),
            site.now(),
        )
        .await
        .unwrap();
    let hold = site.db.hold_of(shop.id).await.unwrap().unwrap();
    assert_eq!(
        (hold.status, hold.reason.as_deref(), hold.until),
        (status, Some("slow down"), Some(until))
    );
    let status = AccountStatus::Reconnect;
    site.db
        .hold_account(
            shop.id,
            status,
            "connect again",
            None,
            site.now(),
            site.now(),
        )
        .await
        .unwrap();
    let hold = site.db.hold_of(shop.id).await.unwrap().unwrap();
    assert_eq!((hold.status, hold.until), (status, None));
    site.db.disconnect_account(shop.id).await.unwrap();
    assert_eq!(site.db.hold_of(shop.id).await.unwrap(), None);
}
