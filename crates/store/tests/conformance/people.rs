//! Who works here, and their logins.

use domain::ids::UserId;
use domain::time::{HOUR, SECOND};
use domain::user::Role;
use store::StoreError;
use store::users::NewUser;

use crate::site::Site;

both!(
    addresses_know_no_case,
    an_address_is_taken_once,
    lists_are_sorted_and_by_role,
    passwords_change_and_end_sessions,
    sessions_end_by_time_and_by_hand,
    inactive_people_are_out_at_once,
    no_text_breaks_a_lookup,
);

async fn addresses_know_no_case(site: &Site) {
    let new = NewUser {
        id: UserId::new(site.uuid()),
        email: "  Élise@Example.COM ".to_owned(),
        name: "Élise".to_owned(),
        role: Role::Admin,
        password_hash: "$argon2id$1".to_owned(),
    };
    let added = site.db.add_user(&new, site.now()).await.unwrap();
    assert_eq!(added.email, "élise@example.com");
    let (found, hash) = site
        .db
        .user_for_login("ÉLISE@example.com")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found, hash.as_str()), (added.clone(), "$argon2id$1"));
    assert_eq!(site.db.user(added.id).await.unwrap(), Some(added));
    assert!(
        site.db
            .user_for_login("elise@example.com")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(site.db.count_users().await.unwrap(), 1);
}

async fn an_address_is_taken_once(site: &Site) {
    site.user("ann", Role::Agent).await;
    let again = NewUser {
        id: UserId::new(site.uuid()),
        email: "ANN@example.com".to_owned(),
        name: "Another".to_owned(),
        role: Role::Agent,
        password_hash: "x".to_owned(),
    };
    let refused = site.db.add_user(&again, site.now()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Taken(_)), "{refused}");
    // The connection is whole again.
    site.user("bob", Role::Agent).await;
    assert_eq!(site.db.count_users().await.unwrap(), 2);
}

async fn lists_are_sorted_and_by_role(site: &Site) {
    for (name, role) in [
        ("zoe", Role::Agent),
        ("adam", Role::Agent),
        ("mia", Role::Admin),
    ] {
        site.user(name, role).await;
    }
    let names =
        |list: Vec<domain::wire::User>| list.into_iter().map(|u| u.name).collect::<Vec<_>>();
    assert_eq!(
        names(site.db.users(None).await.unwrap()),
        ["adam", "mia", "zoe"]
    );
    assert_eq!(
        names(site.db.users(Some(Role::Agent)).await.unwrap()),
        ["adam", "zoe"]
    );
}

async fn passwords_change_and_end_sessions(site: &Site) {
    let ann = site.user("ann", Role::Agent).await;
    let until = site.now().plus(HOUR);
    site.db
        .add_session(site.session_id(), ann.id, "token", site.now(), until)
        .await
        .unwrap();
    site.db.rehash_password(ann.id, "better").await.unwrap();
    assert!(
        site.db
            .session("token", site.now())
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        site.db
            .set_password(ann.id, "new", site.now())
            .await
            .unwrap()
    );
    assert!(
        site.db
            .session("token", site.now())
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        site.db
            .user_for_login("ann@example.com")
            .await
            .unwrap()
            .unwrap()
            .1,
        "new"
    );
    assert!(
        !site
            .db
            .set_password(UserId::new(site.uuid()), "new", site.now())
            .await
            .unwrap()
    );
}

async fn sessions_end_by_time_and_by_hand(site: &Site) {
    let ann = site.user("ann", Role::Agent).await;
    let (one, two) = (site.session_id(), site.session_id());
    let until = site.now().plus(HOUR);
    site.db
        .add_session(one, ann.id, "token-1", site.now(), until)
        .await
        .unwrap();
    site.db
        .add_session(two, ann.id, "token-2", site.now(), until.plus(HOUR))
        .await
        .unwrap();
    let (found, who) = site
        .db
        .session("token-1", site.now())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found, who.id), (one, ann.id));
    assert!(
        site.db
            .session("token-3", site.now())
            .await
            .unwrap()
            .is_none()
    );
    // Nothing of a token is stored.
    assert_eq!(
        site.number("SELECT COUNT(*) FROM session WHERE token_hash LIKE '%token%'")
            .await,
        0
    );

    let before = until.plus(-SECOND);
    assert!(site.db.session("token-1", before).await.unwrap().is_some());
    assert!(site.db.session_alive(one, before).await.unwrap());
    assert!(site.db.session("token-1", until).await.unwrap().is_none());
    assert!(!site.db.session_alive(one, until).await.unwrap());
    assert_eq!(site.db.prune_sessions(until).await.unwrap(), 1);

    site.db.end_session(two, site.now()).await.unwrap();
    assert!(
        site.db
            .session("token-2", site.now())
            .await
            .unwrap()
            .is_none()
    );
    assert!(!site.db.session_alive(two, site.now()).await.unwrap());
}

async fn inactive_people_are_out_at_once(site: &Site) {
    let ann = site.user("ann", Role::Agent).await;
    let one = site.session_id();
    site.db
        .add_session(one, ann.id, "token", site.now(), site.now().plus(HOUR))
        .await
        .unwrap();
    assert!(site.db.session_alive(one, site.now()).await.unwrap());
    site.sql("UPDATE users SET is_active = 0").await;
    assert!(!site.db.session_alive(one, site.now()).await.unwrap());
    let (_, who) = site.db.session("token", site.now()).await.unwrap().unwrap();
    assert!(!who.is_active, "the caller is told, and refuses");
}

async fn no_text_breaks_a_lookup(site: &Site) {
    for text in ["", "a\0b", "\u{FFFD}", "'; DROP TABLE users; --", "%"] {
        assert!(site.db.user_for_login(text).await.unwrap().is_none());
        assert!(site.db.session(text, site.now()).await.unwrap().is_none());
        assert!(
            site.db
                .chat_of_customer(domain::account::Platform::Instagram, text)
                .await
                .unwrap()
                .is_none()
        );
        assert!(!site.db.has_mid(text).await.unwrap());
        let external = domain::ids::ExternalId::new(text);
        assert!(
            site.db
                .account_of(domain::account::Platform::Facebook, &external)
                .await
                .unwrap()
                .is_none()
        );
    }
}
