//! Connected accounts, their tokens, and the deliveries that came before them.

use domain::account::{AccountStatus, Platform};
use domain::delivery::Outcome;
use domain::ids::{AccountId, ExternalId};
use domain::time::MINUTE;
use secrecy::{ExposeSecret as _, SecretString};
use store::StoreError;
use store::accounts::{NewAccount, Source, TokenHost};
use store::crypt::Sealer;

use crate::deliveries::journal;
use crate::site::{ANNA, NODE, SHOP, Site, text_of};

both!(
    tokens_are_sealed,
    connecting_again_keeps_id_and_history,
    disconnecting_destroys_the_token,
    accounts_are_listed_by_platform,
    parked_deliveries_come_back,
    nothing_is_parked_behind_a_connection,
    pauses_end,
);

fn account(site: &Site, token: &str) -> NewAccount {
    NewAccount {
        id: AccountId::new(site.uuid()),
        platform: Platform::Instagram,
        external: ExternalId::new(SHOP),
        username: "made.up.shop".to_owned(),
        token: SecretString::from(token.to_owned()),
        host: TokenHost::Instagram,
        sender_id: "26160".to_owned(),
        facebook_page_id: Some("100".to_owned()),
        source: Source::Env,
        user: None,
    }
}

async fn tokens_are_sealed(site: &Site) {
    let new = account(site, "EAA-secret");
    let (stored, _) = site
        .db
        .connect_account(&site.sealer(), &new, NODE, site.now())
        .await
        .unwrap();
    assert_eq!(
        stored
            .token(&site.sealer())
            .unwrap()
            .unwrap()
            .expose_secret(),
        "EAA-secret"
    );
    assert_eq!(
        (stored.host, stored.source, stored.status),
        (TokenHost::Instagram, Source::Env, AccountStatus::Active)
    );
    assert_eq!(
        (
            stored.sender_id.as_str(),
            stored.facebook_page_id.as_deref()
        ),
        ("26160", Some("100"))
    );
    assert!(stored.connected);
    let raw = site.texts("SELECT token FROM account").await;
    assert!(!raw[0].contains("EAA"), "{raw:?}");
    let wrong = Sealer::new(&SecretString::from("another key".to_owned()));
    assert!(matches!(
        stored.token(&wrong).unwrap_err(),
        StoreError::WrongKey
    ));
    // A row copied onto another account opens nothing.
    site.connect(Platform::Facebook, "7").await;
    site.sql("UPDATE account SET token = (SELECT a.token FROM account a WHERE a.platform = 'INSTAGRAM') WHERE platform = 'FACEBOOK'").await;
    let other = site
        .db
        .account_of(Platform::Facebook, &ExternalId::new("7"))
        .await
        .unwrap()
        .unwrap();
    assert!(other.token(&site.sealer()).is_err());
}

async fn connecting_again_keeps_id_and_history(site: &Site) {
    let first = site.shop().await;
    let chat = site.chat(ANNA).await;
    assert!(site.db.disconnect_account(first.id).await.unwrap());
    site.clock.advance(MINUTE);
    let (again, _) = site
        .db
        .connect_account(&site.sealer(), &account(site, "new"), NODE, site.now())
        .await
        .unwrap();
    assert_eq!(again.id, first.id);
    assert_eq!(again.connected_at, site.now());
    assert_eq!(again.username, "made.up.shop");
    assert_eq!(site.thread(chat).await.len(), 1);
    assert_eq!(site.chat(ANNA).await, chat);
}

async fn disconnecting_destroys_the_token(site: &Site) {
    let shop = site.shop().await;
    assert!(site.db.disconnect_account(shop.id).await.unwrap());
    assert!(
        !site.db.disconnect_account(shop.id).await.unwrap(),
        "it is gone already"
    );
    let left = site.db.account(shop.id).await.unwrap().unwrap();
    assert!(!left.connected);
    assert!(left.token(&site.sealer()).unwrap().is_none());
    assert_eq!(
        site.number("SELECT COUNT(*) FROM account WHERE token IS NOT NULL")
            .await,
        0
    );
    assert!(site.db.accounts(None).await.unwrap().is_empty());
    let outcomes = site.apply(&[text_of(ANNA, "m1", "hi", site.now())]).await;
    assert_eq!(outcomes[0].outcome, Outcome::Parked);
}

async fn accounts_are_listed_by_platform(site: &Site) {
    site.shop().await;
    site.clock.advance(MINUTE);
    site.connect(Platform::Facebook, "100").await;
    // The same digits on the other platform are another account.
    site.clock.advance(MINUTE);
    site.connect(Platform::Facebook, SHOP).await;
    let ids = |list: Vec<store::accounts::Account>| {
        list.into_iter()
            .map(|a| a.external.into_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(site.db.accounts(None).await.unwrap()),
        [SHOP, "100", SHOP]
    );
    assert_eq!(
        ids(site.db.accounts(Some(Platform::Facebook)).await.unwrap()),
        [SHOP, "100"]
    );
    assert_eq!(
        ids(site.db.accounts(Some(Platform::Instagram)).await.unwrap()),
        [SHOP]
    );
}

async fn parked_deliveries_come_back(site: &Site) {
    let shop = testkit::webhook::Account::instagram(SHOP);
    let at = site.now().millis();
    let both = vec![
        shop.text(ANNA, at, "m1", "hello"),
        shop.text(ANNA, at, "m2", "there"),
    ];
    journal(
        site,
        &[
            shop.deliver(at, &both),
            shop.deliver(at, &[shop.text(ANNA, at, "m1", "hello")]),
        ],
    )
    .await;
    let outcomes: Vec<_> = site
        .process()
        .await
        .into_iter()
        .map(|o| o.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Parked; 3]);
    let parked = site
        .db
        .deliveries(None, Some(Outcome::Parked), 10)
        .await
        .unwrap();
    assert_eq!(parked.len(), 2);
    assert!(parked[0].items[0].reason.as_deref().unwrap().contains(SHOP));

    let other = site.connect_counting(Platform::Facebook, SHOP).await.1;
    assert_eq!(other, 0, "they are for Instagram");
    let (_, waiting) = site.connect_counting(Platform::Instagram, SHOP).await;
    assert_eq!(waiting, 2);
    let outcomes: Vec<_> = site
        .process()
        .await
        .into_iter()
        .map(|o| o.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Outcome::Applied, Outcome::Applied, Outcome::Duplicate]
    );
    let chat = site
        .db
        .chat_of_customer(Platform::Instagram, ANNA)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(chat.summary.unread, 2);
    assert!(
        site.db
            .deliveries(None, Some(Outcome::Parked), 10)
            .await
            .unwrap()
            .is_empty()
    );
    let (_, waiting) = site.connect_counting(Platform::Instagram, SHOP).await;
    assert_eq!(waiting, 0, "they are applied");
}

/// A delivery is applied at the same moment as its account is connected: either the one sees the account, or the
/// other takes the parked delivery back.
async fn nothing_is_parked_behind_a_connection(site: &Site) {
    let at = site.now().millis();
    for n in 0..12 {
        let id = format!("{}", 1_000 + n);
        let shop = testkit::webhook::Account::instagram(&id);
        journal(
            site,
            &[shop.deliver(at, &[shop.text(ANNA, at, "m1", "hello")])],
        )
        .await;
        tokio::join!(site.process(), site.connect(Platform::Instagram, &id));
        site.process().await;
        let parked = site
            .db
            .deliveries(None, Some(Outcome::Parked), 10)
            .await
            .unwrap();
        assert!(parked.is_empty(), "round {n}: {parked:?}");
    }
}

async fn pauses_end(site: &Site) {
    let shop = site.shop().await;
    let until = site.now().plus(MINUTE);
    site.sql(&format!(
        "UPDATE account SET status = 'paused', status_reason = 'x', paused_until = {}",
        until.micros()
    ))
    .await;
    assert_eq!(site.db.resume_accounts(until.plus(-1)).await.unwrap(), 0);
    let seq = site.head().await;
    assert_eq!(site.db.resume_accounts(until).await.unwrap(), 1);
    let now = site.db.account(shop.id).await.unwrap().unwrap();
    assert_eq!(
        (now.status, now.status_reason),
        (AccountStatus::Active, None)
    );
    assert_eq!(site.kinds_after(seq).await, ["account_status"]);
    assert_eq!(site.db.resume_accounts(until).await.unwrap(), 0);
}
