//! What is learned of connected accounts afterwards, and the job that looks after each.

use domain::account::{AccountStatus, Platform};
use domain::ids::{AccountId, ExternalId};
use domain::time::{DAY, HOUR, MINUTE, Timestamp};
use domain::token::TokenLife;
use secrecy::{ExposeSecret as _, SecretString};
use store::account_watch::Noted;
use store::accounts::{Account, Checked, NewAccount, Source, TokenFacts, TokenHost};
use store::jobs::{JobEnd, JobKind};

use crate::site::{LEASE, NODE, SHOP, Site};

both!(
    what_meta_said_is_kept,
    each_account_is_looked_after_once,
    what_is_learned_is_told_once,
    nothing_learned_of_an_older_token_is_written,
    pauses_outlast_what_is_learned,
    pages_are_shared,
    pages_of_accounts_follow_each_other,
    switching_sending_off_survives_a_new_token,
    what_meta_says_of_an_accounts_behaviour_is_told_to_admins,
);

fn new(site: &Site, external: &str, token: &str) -> Checked {
    let account = NewAccount {
        id: AccountId::new(site.uuid()),
        platform: Platform::Instagram,
        external: ExternalId::new(external),
        username: "shop".to_owned(),
        token: SecretString::from(token.to_owned()),
        host: TokenHost::Facebook,
        sender_id: "100".to_owned(),
        facebook_page_id: Some("100".to_owned()),
        source: Source::Api,
        user: None,
    };
    Checked {
        account,
        facts: TokenFacts::default(),
        watch_at: site.now().plus(HOUR),
    }
}

async fn connect(site: &Site, new: &Checked) -> Account {
    let made = site
        .db
        .connect_checked(&site.clock, &site.sealer(), new, NODE, site.now())
        .await;
    made.unwrap().0
}

fn noted(status: AccountStatus, reason: Option<&str>, ends: Option<Timestamp>) -> Noted {
    Noted {
        life: TokenLife {
            expires_at: ends,
            ..TokenLife::default()
        },
        scopes: Some(vec!["instagram_basic".to_owned()]),
        status,
        reason: reason.map(str::to_owned),
    }
}

async fn what_meta_said_is_kept(site: &Site) {
    let mut account = new(site, SHOP, "EAAone");
    account.facts = TokenFacts {
        life: TokenLife {
            since: Some(site.now().plus(-DAY)),
            expires_at: Some(site.now().plus(3 * DAY)),
            data_access_expires_at: Some(site.now().plus(60 * DAY)),
        },
        scopes: Some(vec!["a".to_owned(), "b\0".to_owned()]),
        app_scoped_id: Some("26160".to_owned()),
        owner_id: Some("9876".to_owned()),
    };
    let seq = site.head().await;
    let stored = connect(site, &account).await;
    assert_eq!(stored.life(), account.facts.life);
    assert_eq!(
        stored.scopes,
        Some(vec!["a".to_owned(), "b\u{fffd}".to_owned()])
    );
    assert_eq!(
        stored.status,
        AccountStatus::Expiring,
        "it ends within a week"
    );
    assert!(
        stored
            .status_reason
            .unwrap()
            .starts_with("The token ends on ")
    );
    assert_eq!(site.kinds_after(seq).await, ["account_status"]);
    for name in [SHOP, "100", "26160"] {
        let found = site.db.instagram_named(name).await.unwrap().unwrap();
        assert_eq!(found.id, stored.id);
        assert!(found.is_called(name) && !found.is_called("9876"));
    }
    // A newer word stands in the place of the older one.
    let again = connect(site, &new(site, SHOP, "EAAtwo")).await;
    assert_eq!(
        (again.id, again.scopes, again.owner_id),
        (stored.id, None, None)
    );
    assert_eq!(
        (again.status, again.token_expires_at),
        (AccountStatus::Active, None)
    );
    assert_eq!(
        again.token_since,
        Some(site.now()),
        "nobody said, so it counts from now"
    );
}

async fn each_account_is_looked_after_once(site: &Site) {
    let account = connect(site, &new(site, SHOP, "t")).await;
    let due = site.now().plus(HOUR);
    assert_eq!(site.db.watched_at(account.id).await.unwrap(), Some(due));
    assert_eq!(
        site.db.open_jobs().await.unwrap(),
        0,
        "it waits for nothing"
    );
    assert!(site.db.outbox(false, None, 9).await.unwrap().is_empty());
    // Its conversations are read back at once, and again and again.
    let first = site.db.claim_jobs(NODE, site.now(), LEASE, 9, 9).await;
    let first = first.unwrap();
    assert_eq!((first.len(), first[0].kind), (1, JobKind::ReadBack));
    let later = JobEnd::Again {
        at: due.plus(2 * DAY),
        why: "again".to_owned(),
    };
    assert!(
        site.db
            .finish_job(&first[0], &later, site.now())
            .await
            .unwrap()
    );
    site.clock.set(due);
    let jobs = site.db.claim_jobs(NODE, due, LEASE, 9, 9).await.unwrap();
    assert_eq!((jobs.len(), jobs[0].kind), (1, JobKind::WatchAccount));
    assert_eq!(jobs[0].subject, account.id.to_string());
    // Connected again meanwhile: one job, and the look that is under way finds its own gone.
    connect(site, &new(site, SHOP, "u")).await;
    let end = JobEnd::Again {
        at: due.plus(DAY),
        why: "again".to_owned(),
    };
    assert!(!site.db.finish_job(&jobs[0], &end, due).await.unwrap());
    let next = due.plus(HOUR);
    assert_eq!(site.db.watched_at(account.id).await.unwrap(), Some(next));
    // With a dead token there is nothing to look after, and disconnected nobody does.
    let reconnect = AccountStatus::Reconnect;
    site.db
        .hold_account(account.id, reconnect, "dead", None, due, due)
        .await
        .unwrap();
    assert!(
        site.db
            .claim_jobs(NODE, next, LEASE, 9, 9)
            .await
            .unwrap()
            .is_empty()
    );
    site.db.disconnect_account(account.id).await.unwrap();
    assert_eq!(site.db.watched_at(account.id).await.unwrap(), None);
}

async fn what_is_learned_is_told_once(site: &Site) {
    let account = connect(site, &new(site, SHOP, "t")).await;
    let ends = site.now().plus(2 * DAY);
    let expiring = noted(AccountStatus::Expiring, Some("soon"), Some(ends));
    let seq = site.head().await;
    for _ in 0..3 {
        assert!(
            site.db
                .note_account(&account, &expiring, site.now())
                .await
                .unwrap()
        );
    }
    assert_eq!(site.kinds_after(seq).await, ["account_status"]);
    let stored = site.db.account(account.id).await.unwrap().unwrap();
    assert_eq!(
        (stored.status, stored.status_reason.as_deref()),
        (AccountStatus::Expiring, Some("soon"))
    );
    assert_eq!(stored.token_expires_at, Some(ends));
    let well = Noted {
        scopes: None,
        ..noted(AccountStatus::Active, None, None)
    };
    site.db
        .note_account(&account, &well, site.now())
        .await
        .unwrap();
    let stored = site.db.account(account.id).await.unwrap().unwrap();
    assert_eq!(
        (stored.status, stored.status_reason),
        (AccountStatus::Active, None)
    );
    assert_eq!(
        stored.scopes.unwrap(),
        ["instagram_basic"],
        "what Meta does not say is not forgotten"
    );
    assert_eq!(site.kinds_after(seq).await.len(), 2);
}

async fn nothing_learned_of_an_older_token_is_written(site: &Site) {
    let older = connect(site, &new(site, SHOP, "older")).await;
    connect(site, &new(site, SHOP, "newer")).await;
    let dead = noted(AccountStatus::Reconnect, Some("dead"), None);
    assert!(
        !site
            .db
            .note_account(&older, &dead, site.now())
            .await
            .unwrap()
    );
    let renewed = SecretString::from("renewed");
    let renew = async |of: &Account| {
        site.db
            .renew_token(
                &site.sealer(),
                of,
                &renewed,
                Some(site.now().plus(60 * DAY)),
                site.now(),
            )
            .await
            .unwrap()
    };
    assert!(!renew(&older).await);
    let now = site.db.account(older.id).await.unwrap().unwrap();
    assert_eq!(now.status, AccountStatus::Active);
    assert_eq!(
        now.token(&site.sealer()).unwrap().unwrap().expose_secret(),
        "newer"
    );
    assert!(renew(&now).await);
    let after = site.db.account(older.id).await.unwrap().unwrap();
    assert_eq!(
        after
            .token(&site.sealer())
            .unwrap()
            .unwrap()
            .expose_secret(),
        "renewed"
    );
    assert_eq!(after.token_expires_at, Some(site.now().plus(60 * DAY)));
    let raw = site.texts("SELECT token FROM account").await;
    assert!(!raw[0].contains("renewed"));
}

async fn pauses_outlast_what_is_learned(site: &Site) {
    let account = connect(site, &new(site, SHOP, "t")).await;
    let until = site.now().plus(MINUTE);
    let paused = AccountStatus::Paused;
    site.db
        .hold_account(
            account.id,
            paused,
            "limits",
            Some(until),
            site.now(),
            site.now(),
        )
        .await
        .unwrap();
    let well = noted(AccountStatus::Active, None, None);
    assert!(
        site.db
            .note_account(&account, &well, site.now())
            .await
            .unwrap()
    );
    let stored = site.db.account(account.id).await.unwrap().unwrap();
    assert_eq!(
        (stored.status, stored.status_reason.as_deref()),
        (paused, Some("limits"))
    );
}

async fn pages_are_shared(site: &Site) {
    assert_eq!(site.db.users_of_page("100").await.unwrap(), 0);
    let shop = connect(site, &new(site, SHOP, "t")).await;
    let mut page = new(site, "100", "t");
    page.account.platform = Platform::Facebook;
    let page = connect(site, &page).await;
    let mut login = new(site, "17841400000000002", "IGAA");
    login.account.host = TokenHost::Instagram;
    connect(site, &login).await;
    assert_eq!(
        site.db.users_of_page("100").await.unwrap(),
        2,
        "Instagram Login has none"
    );
    site.db.disconnect_account(shop.id).await.unwrap();
    assert_eq!(site.db.users_of_page("100").await.unwrap(), 1);
    site.db.disconnect_account(page.id).await.unwrap();
    assert_eq!(site.db.users_of_page("100").await.unwrap(), 0);
}

async fn pages_of_accounts_follow_each_other(site: &Site) {
    let mut made = Vec::new();
    for n in 0..5 {
        // Two in the same moment: the id decides.
        if n != 3 {
            site.clock.advance(MINUTE);
        }
        made.push(connect(site, &new(site, &format!("1784{n}"), "t")).await.id);
    }
    made.reverse();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = site
            .db
            .accounts_page(Platform::Instagram, after, 2)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.connected_at, last.id));
        seen.extend(page.iter().map(|a| a.id));
    }
    assert_eq!(seen, made);
    assert!(
        site.db
            .accounts_page(Platform::Facebook, None, 2)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn switching_sending_off_survives_a_new_token(site: &Site) {
    let external = ExternalId::new(SHOP);
    let change = async |on: Option<bool>, name: Option<&str>| {
        let changed = site
            .db
            .change_account(Platform::Instagram, &external, on, name);
        changed.await.unwrap()
    };
    assert!(!change(Some(false), None).await, "there is none yet");
    let account = connect(site, &new(site, SHOP, "t")).await;
    assert!(account.is_active);
    assert!(change(Some(false), Some("renamed\0")).await);
    let off = site.db.account(account.id).await.unwrap().unwrap();
    assert_eq!(
        (off.is_active, off.username.as_str()),
        (false, "renamed\u{fffd}")
    );
    assert!(!connect(site, &new(site, SHOP, "u")).await.is_active);
    site.db.disconnect_account(account.id).await.unwrap();
    assert!(
        connect(site, &new(site, SHOP, "v")).await.is_active,
        "a new beginning"
    );
}

async fn what_meta_says_of_an_accounts_behaviour_is_told_to_admins(site: &Site) {
    use domain::inbound::{Element, Meaning};
    use domain::policy::PolicyAction::{self, Block, Unblock, Warning};
    let account = connect(site, &new(site, SHOP, "EAAone")).await;
    let told = |at: Timestamp, action: PolicyAction, reason: &str| domain::fold::Item {
        delivery: domain::ids::DeliveryId::new(site.uuid()),
        arrived: site.now(),
        element: Element {
            index: 0,
            account: Some((Platform::Instagram, ExternalId::new(SHOP))),
            kind: "policy_enforcement".to_owned(),
            meaning: Meaning::Policy(Some(at), action, reason.to_owned()),
        },
    };
    let apply = async |items: &[domain::fold::Item]| {
        let applied = site.db.apply(&site.clock, site.view(), items, &[]).await;
        applied.unwrap().outcomes
    };
    let outcome = async |item| apply(&[item]).await[0].outcome;
    let now = site.now();
    let seq = site.head().await;
    use domain::delivery::Outcome::{Applied, Duplicate};
    let block = told(now.plus(-HOUR), Block, "Spam\0");
    assert_eq!(outcome(block.clone()).await, Applied);
    assert_eq!(outcome(block).await, Duplicate);
    assert_eq!(site.kinds_after(seq).await, ["account_status"]);
    let read = async || site.db.account(account.id).await.unwrap().unwrap();
    let words = read().await.instagram(now).status_reason.unwrap();
    assert!(
        words.contains("blocks messages") && words.contains("Spam"),
        "{words}"
    );
    assert_eq!(
        read().await.status,
        AccountStatus::Active,
        "Meta's refusals decide that"
    );
    // An older word changes nothing, in one batch or in another.
    let older = [
        told(now.plus(-2 * HOUR), Unblock, ""),
        told(now.plus(-3 * HOUR), Warning, ""),
    ];
    for one in apply(&older).await {
        assert_eq!(one.outcome, Duplicate);
    }
    assert_eq!(outcome(told(now.plus(-MINUTE), Unblock, "")).await, Applied);
    assert_eq!(read().await.instagram(now).status_reason, None);
    assert_eq!(site.kinds_after(seq).await.len(), 2);
    // What holds it back goes before what Meta says of it, and a new token changes nothing of that.
    assert_eq!(outcome(told(now, Warning, "")).await, Applied);
    connect(site, &new(site, SHOP, "EAAtwo")).await;
    let words = read().await.page(now).status_reason.unwrap();
    assert!(words.contains("warned"), "{words}");
}
