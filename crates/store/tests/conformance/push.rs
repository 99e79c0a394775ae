//! Browsers that are told of messages.

use domain::ids::SessionId;
use domain::push::Prefs;
use domain::time::{HOUR, MINUTE, SECOND};
use domain::user::Viewer;
use secrecy::{ExposeSecret as _, SecretString};
use store::push::{Device, MAX_DEVICES};

use crate::site::{ANNA, Site};

both!(
    the_longest_unused_gives_way,
    only_while_logged_in,
    one_node_tells
);

async fn login(site: &Site, who: &Viewer, token: &str) -> SessionId {
    let id = site.session_id();
    let until = site.now().plus(HOUR);
    let added = site.db.add_session(id, who.id, token, site.now(), until);
    added.await.unwrap();
    id
}

async fn subscribe(site: &Site, who: &Viewer, session: SessionId, id: &str) {
    let device = Device {
        id: id.to_owned(),
        user: who.id,
        subscription: SecretString::from(format!("address of {id}")),
        prefs: Prefs::default(),
    };
    let (db, sealer) = (&site.db, site.sealer());
    db.subscribe(&sealer, &device, session, site.now())
        .await
        .unwrap();
}

async fn listening(site: &Site) -> Vec<String> {
    let found = site.db.listeners(site.now()).await.unwrap();
    found.into_iter().map(|listener| listener.id).collect()
}

async fn the_longest_unused_gives_way(site: &Site) {
    let (anna, bert) = (site.agent("anna").await, site.agent("bert").await);
    let session = login(site, &anna, "one").await;
    for n in 0..MAX_DEVICES {
        subscribe(site, &anna, session, &format!("device-{n}")).await;
        site.clock.advance(SECOND);
    }
    let other = login(site, &bert, "two").await;
    subscribe(site, &bert, other, "another's").await;
    subscribe(site, &anna, session, "device-0").await;
    site.clock.advance(SECOND);
    subscribe(site, &anna, session, "new").await;
    let found = listening(site).await;
    assert_eq!(found.len(), usize::try_from(MAX_DEVICES).unwrap() + 1);
    for (id, there) in [
        ("device-0", true),
        ("device-1", false),
        ("new", true),
        ("another's", true),
    ] {
        assert_eq!(found.iter().any(|f| f == id), there, "{id}");
    }
}

async fn only_while_logged_in(site: &Site) {
    let (anna, bert) = (site.agent("anna").await, site.agent("bert").await);
    let session = login(site, &anna, "one").await;
    subscribe(site, &anna, session, "device").await;
    let address = async |who: &Viewer| {
        let (db, sealer) = (&site.db, site.sealer());
        let found = db.address(&sealer, "device", who.id, site.now()).await;
        found.unwrap().map(|a| a.expose_secret().to_owned())
    };
    assert_eq!(address(&anna).await.as_deref(), Some("address of device"));
    assert_eq!(address(&bert).await, None);
    let plain = site.texts("SELECT sealed FROM push_subscription").await;
    assert!(!plain[0].contains("address"));
    site.clock.advance(HOUR + SECOND);
    assert_eq!(address(&anna).await, None);
    assert_eq!(listening(site).await, [""; 0]);
    // Somebody else at the same browser has it from then on.
    let session = login(site, &bert, "two").await;
    subscribe(site, &bert, session, "device").await;
    assert_eq!(address(&bert).await.as_deref(), Some("address of device"));
    site.sql("UPDATE users SET is_active = 0").await;
    assert_eq!(address(&bert).await, None);
    assert_eq!(listening(site).await, [""; 0]);
}

async fn one_node_tells(site: &Site) {
    site.shop().await;
    let anna = site.agent("anna").await;
    site.chat(ANNA).await;
    let turn = async || site.db.take_push_turn(site.now()).await.unwrap();
    assert_eq!(turn().await, None, "nobody wants to be told");
    let session = login(site, &anna, "one").await;
    subscribe(site, &anna, session, "device").await;
    assert_eq!(turn().await, None, "of what came before nobody is told");
    let before = site.head().await;
    site.hears(ANNA, "m2", "news", site.now()).await;
    assert_eq!(turn().await, Some(before));
    assert_eq!(turn().await, None, "another node has the turn");
    site.clock.advance(MINUTE);
    assert_eq!(turn().await, Some(before), "that node is dead");
    site.db.push_told(site.head().await).await.unwrap();
    assert_eq!(turn().await, None, "everything is told");
}
