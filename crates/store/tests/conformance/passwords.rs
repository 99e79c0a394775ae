//! People who change: roles, one-time passwords, logins, and the link that makes the first admin.

use domain::ids::{SessionId, UserId};
use domain::person::{Change, Email, Name};
use domain::time::{HOUR, SECOND};
use domain::user::Role;
use domain::wire::User;
use store::people::{Added, Changed, Reset, SetUp};
use store::sends::IdempotencyKey;
use store::sessions::NewSession;
use store::users::NewUser;

use crate::site::{Site, viewer};

both!(
    changes_end_logins_and_are_told,
    the_last_admin_stays,
    admins_cannot_demote_each_other_at_once,
    one_key_adds_one_person,
    one_time_passwords_open_one_login,
    people_come_in_pages,
    logins_come_in_pages,
    the_setup_link_works_once,
    what_is_one_persons_is_no_admins,
);

fn role(role: Role) -> Change {
    Change {
        role: Some(role),
        ..Change::default()
    }
}

fn active(is_active: bool) -> Change {
    Change {
        is_active: Some(is_active),
        ..Change::default()
    }
}

fn new(site: &Site, name: &str) -> NewUser {
    NewUser {
        id: UserId::new(site.uuid()),
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        role: Role::Admin,
        password_hash: "hash".to_owned(),
    }
}

async fn login(site: &Site, user: UserId, token: &str, once: bool) -> SessionId {
    let session = NewSession {
        id: site.session_id(),
        user,
        token,
        until: site.now().plus(HOUR),
        user_agent: Some("Phone/1.0\0"),
        once,
    };
    site.db.open_session(&session, site.now()).await.unwrap();
    session.id
}

async fn change(site: &Site, user: &User, change: &Change) -> Changed {
    let changed = site.db.change_person(user.id, change, site.now()).await;
    changed.unwrap()
}

async fn is_in(site: &Site, token: &str) -> bool {
    let found = site.db.session(token, site.now()).await;
    found.unwrap().is_some()
}

async fn changes_end_logins_and_are_told(site: &Site) {
    site.user("boss", Role::Admin).await;
    let ann = site.user("ann", Role::Agent).await;
    login(site, ann.id, "token", false).await;
    let renamed = Change {
        name: Name::parse("Anna").ok(),
        email: Email::parse("Anna@Example.com").ok(),
        ..Change::default()
    };
    let head = site.head().await;
    let Changed::User(after) = change(site, &ann, &renamed).await else {
        panic!()
    };
    assert_eq!(
        (after.name.as_str(), after.email.as_str()),
        ("Anna", "anna@example.com")
    );
    assert!(is_in(site, "token").await, "a name is no reason to go");
    assert_eq!(site.kinds_after(head).await, ["user_updated"]);
    // What is so already is no event.
    let head = site.head().await;
    assert_eq!(
        change(site, &ann, &renamed).await,
        Changed::User(after.clone())
    );
    assert_eq!(site.head().await, head);
    let taken = Change {
        email: Email::parse("boss@example.com").ok(),
        ..Change::default()
    };
    assert_eq!(change(site, &ann, &taken).await, Changed::Taken);
    assert_eq!(site.head().await, head);

    for step in [role(Role::Admin), role(Role::Agent), active(false)] {
        let token = format!("{step:?}");
        login(site, ann.id, &token, false).await;
        let head = site.head().await;
        change(site, &ann, &step).await;
        assert!(!is_in(site, &token).await, "{step:?}");
        assert_eq!(
            site.kinds_after(head).await,
            ["user_updated", "logins_changed"]
        );
    }
    let nobody = UserId::new(site.uuid());
    let changed = site.db.change_person(nobody, &renamed, site.now()).await;
    assert_eq!(changed.unwrap(), Changed::NoUser);
}

async fn the_last_admin_stays(site: &Site) {
    let boss = site.user("boss", Role::Admin).await;
    let second = site.user("second", Role::Admin).await;
    assert!(matches!(
        change(site, &second, &active(false)).await,
        Changed::User(_)
    ));
    for step in [role(Role::Agent), active(false)] {
        assert_eq!(change(site, &boss, &step).await, Changed::LastAdmin);
    }
    // Somebody who cannot log in is nobody to rely on.
    assert!(matches!(
        change(site, &second, &active(true)).await,
        Changed::User(_)
    ));
    assert!(matches!(
        change(site, &boss, &role(Role::Agent)).await,
        Changed::User(_)
    ));
    assert_eq!(
        change(site, &second, &active(false)).await,
        Changed::LastAdmin
    );
}

async fn admins_cannot_demote_each_other_at_once(site: &Site) {
    let one = site.user("one", Role::Admin).await;
    let two = site.user("two", Role::Admin).await;
    for _ in 0..20 {
        let (agent, now) = (role(Role::Agent), site.now());
        let left = site.db.change_person(one.id, &agent, now);
        let right = site.db.change_person(two.id, &agent, now);
        let (left, right) = tokio::join!(left, right);
        let both = [left.unwrap(), right.unwrap()];
        let refused = both.iter().filter(|c| **c == Changed::LastAdmin).count();
        assert_eq!(refused, 1, "{both:?}");
        let admins = "SELECT COUNT(*) FROM users WHERE role = 'admin' AND is_active = 1";
        assert_eq!(site.number(admins).await, 1);
        site.sql("UPDATE users SET role = 'admin'").await;
    }
}

async fn one_key_adds_one_person(site: &Site) {
    let boss = site.user("boss", Role::Admin).await;
    let key = |body: &str| IdempotencyKey {
        route: "POST /api/users".to_owned(),
        key: "k".to_owned(),
        body_sha256: body.to_owned(),
    };
    let add = async |new: &NewUser, key: &IdempotencyKey| {
        let added = site
            .db
            .add_person(new, None, Some((boss.id, key)), site.now());
        added.await.unwrap()
    };
    let Added::User(ann) = add(&new(site, "ann"), &key("a")).await else {
        panic!()
    };
    assert_eq!(add(&new(site, "ann"), &key("a")).await, Added::Before(ann));
    assert_eq!(add(&new(site, "eve"), &key("b")).await, Added::KeyMismatch);
    let other = IdempotencyKey {
        key: "other".to_owned(),
        ..key("a")
    };
    assert_eq!(add(&new(site, "ann"), &other).await, Added::Taken);
    // A refusal keeps no key: whoever mends the address may use it.
    assert!(matches!(
        add(&new(site, "eve"), &other).await,
        Added::User(_)
    ));
}

async fn one_time_passwords_open_one_login(site: &Site) {
    let boss = site.user("boss", Role::Admin).await;
    let ann = site.user("ann", Role::Agent).await;
    login(site, ann.id, "before", false).await;
    let until = site.now().plus(HOUR);
    let key = IdempotencyKey {
        route: "reset".to_owned(),
        key: "k".to_owned(),
        body_sha256: "a".to_owned(),
    };
    let reset = async |hash: &str| {
        let key = Some((boss.id, &key));
        let reset = site.db.reset_person(ann.id, hash, until, key, site.now());
        reset.await.unwrap()
    };
    assert_eq!(reset("once").await, Reset::User(ann.clone()));
    assert!(!is_in(site, "before").await);
    assert_eq!(reset("never").await, Reset::Before(ann.clone()));
    let known = site.db.known("ANN@example.com").await.unwrap().unwrap();
    assert_eq!(
        (known.hash.as_str(), known.once_until),
        ("once", Some(until))
    );
    // Its time has passed; another one was given; many at once.
    assert!(!site.db.use_once(ann.id, "once", until).await.unwrap());
    assert!(!site.db.use_once(ann.id, "never", site.now()).await.unwrap());
    let tries = (0..10).map(|_| {
        let (db, now) = (site.db.clone(), site.now());
        tokio::spawn(async move { db.use_once(ann.id, "once", now).await.unwrap() })
    });
    let mut used = 0;
    for tried in tries.collect::<Vec<_>>() {
        used += i32::from(tried.await.unwrap());
    }
    assert_eq!(used, 1);
    let known = site.db.known("ann@example.com").await.unwrap().unwrap();
    assert_eq!((known.hash.as_str(), known.once_until), ("", None));

    let once = login(site, ann.id, "once", true).await;
    login(site, ann.id, "other", false).await;
    assert!(site.db.is_once(once).await.unwrap());
    let head = site.head().await;
    site.db
        .choose_password(ann.id, "chosen", once, site.now())
        .await
        .unwrap();
    assert!(!site.db.is_once(once).await.unwrap());
    assert!(is_in(site, "once").await && !is_in(site, "other").await);
    assert_eq!(site.kinds_after(head).await, ["logins_changed"]);
    // An ordinary password is not used up.
    assert!(
        !site
            .db
            .use_once(ann.id, "chosen", site.now())
            .await
            .unwrap()
    );
    let nobody = UserId::new(site.uuid());
    let reset = site.db.reset_person(nobody, "x", until, None, site.now());
    assert_eq!(reset.await.unwrap(), Reset::NoUser);
}

async fn people_come_in_pages(site: &Site) {
    for name in ["cleo", "anna", "bert", "anne"] {
        site.user(name, Role::Agent).await;
    }
    site.user("boss", Role::Admin).await;
    let mut turned = Vec::new();
    let mut after = None;
    loop {
        let page = site.db.people_page(None, after.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.name.clone(), last.id));
        turned.extend(page.into_iter().map(|u| u.name));
    }
    assert_eq!(turned, ["anna", "anne", "bert", "boss", "cleo"]);
    let admins = site
        .db
        .people_page(Some(Role::Admin), None, 9)
        .await
        .unwrap();
    assert_eq!(admins.len(), 1);
}

async fn logins_come_in_pages(site: &Site) {
    let ann = site.user("ann", Role::Agent).await;
    let bob = site.user("bob", Role::Agent).await;
    let one = login(site, ann.id, "one", false).await;
    let two = login(site, ann.id, "two", false).await;
    let bobs = login(site, bob.id, "bob", false).await;
    let page = async |before, now| site.db.sessions(ann.id, before, 1, now).await.unwrap();
    let first = page(None, site.now()).await.remove(0);
    assert_eq!(
        (first.id, first.user_agent.as_deref()),
        (two, Some("Phone/1.0\u{FFFD}"))
    );
    let next = page(Some((first.created_at, first.id)), site.now())
        .await
        .remove(0);
    assert_eq!(next.id, one);
    assert!(
        page(Some((next.created_at, next.id)), site.now())
            .await
            .is_empty()
    );
    assert!(
        page(None, site.now().plus(HOUR)).await.is_empty(),
        "they have ended"
    );
    // One's own, and no others.
    let end = async |id| {
        site.db
            .end_own_session(ann.id, id, site.now())
            .await
            .unwrap()
    };
    let head = site.head().await;
    assert!(!end(bobs).await && is_in(site, "bob").await);
    assert_eq!(site.head().await, head);
    assert!(end(one).await && !is_in(site, "one").await);
    assert!(!end(one).await);
    assert_eq!(site.kinds_after(head).await, ["logins_changed"]);
}

async fn the_setup_link_works_once(site: &Site) {
    let until = site.now().plus(HOUR);
    assert!(site.db.offer_setup("first", until).await.unwrap());
    assert!(site.db.offer_setup("second", until).await.unwrap());
    let stored = site.db.setting("setup").await.unwrap().unwrap();
    assert!(!stored.contains("second"), "{stored}");
    let set_up = async |token: &str, name: &str, now| {
        let set_up = site.db.set_up(token, &new(site, name), now).await;
        set_up.unwrap()
    };
    assert_eq!(set_up("first", "ann", site.now()).await, SetUp::BadToken);
    assert_eq!(set_up("", "ann", site.now()).await, SetUp::BadToken);
    assert_eq!(set_up("second", "ann", until).await, SetUp::BadToken);
    let (left, right) = tokio::join!(
        set_up("second", "ann", until.plus(-SECOND)),
        set_up("second", "eve", until.plus(-SECOND))
    );
    let over = [&left, &right].into_iter().filter(|s| **s == SetUp::Over);
    assert_eq!(over.count(), 1, "{left:?} {right:?}");
    assert_eq!(site.db.count_users().await.unwrap(), 1);
    assert_eq!(site.db.setting("setup").await.unwrap(), None);
    assert!(!site.db.offer_setup("third", until).await.unwrap());
}

async fn what_is_one_persons_is_no_admins(site: &Site) {
    let boss = site.admin().await;
    let ann = site.user("ann", Role::Agent).await;
    let one = login(site, ann.id, "one", false).await;
    let head = site.head().await;
    site.db.end_session(one, site.now()).await.unwrap();
    let ann = viewer(&ann, domain::user::AgentVisibility::Unassigned);
    let bob = site.agent("bob").await;
    for (who, count) in [(&ann, 1), (&boss, 0), (&bob, 0)] {
        let seen = site.db.events_after_for(who, head, 9).await.unwrap();
        assert_eq!(seen.len(), count, "{who:?}");
        let all = site.db.events_after(head, 9).await.unwrap();
        assert_eq!(all.iter().filter(|e| e.is_for(who)).count(), count);
    }
}
