//! What others read by plain SQL.

use domain::account::Platform;
use domain::time::{HOUR, SECOND};

use crate::site::{ANNA, BERT, SHOP, Site, echo_of, text_of};

both!(views_show_what_is_promised);

async fn views_show_what_is_promised(site: &Site) {
    let shop = site.shop().await;
    let gone = site.connect(Platform::Instagram, "2").await;
    site.connect(Platform::Facebook, "100").await;
    let early = site.now().plus(-HOUR);
    site.hears(ANNA, "m1", "zebra", early).await;
    site.apply(&[echo_of(ANNA, "m2", "antelope", early.plus(SECOND), None)])
        .await;
    site.hears(BERT, "m3", "hi", early).await;
    site.apply_to(
        Platform::Instagram,
        "2",
        &[text_of(ANNA, "m4", "mouse", early.plus(2 * SECOND))],
    )
    .await;
    site.apply_to(
        Platform::Facebook,
        "100",
        &[text_of("9", "m5", "not on Instagram", early)],
    )
    .await;
    let mark = domain::inbound::What::Unsent {
        mid: domain::ids::Mid::new("never came"),
    };
    site.apply(&[crate::site::event_of(ANNA, early, mark)])
        .await;
    site.db.disconnect_account(gone.id).await.unwrap();

    let accounts = site.texts("SELECT id || ' ' || COALESCE(user_id, '-') || ' ' || page_id || ' ' || username || ' ' || CAST(connected_at AS TEXT) FROM instagram_accounts").await;
    assert_eq!(
        accounts,
        [format!(
            "{} - {SHOP} shop_{SHOP} {}",
            shop.id,
            shop.connected_at.micros()
        )]
    );

    let users = site.texts("SELECT igsid || ' ' || CAST(first_seen_at AS TEXT) || ' ' || CAST(last_seen_at AS TEXT) || ' ' || last_message FROM instagram_users ORDER BY igsid").await;
    let micros = early.micros();
    assert_eq!(
        users,
        [
            format!("{ANNA} {micros} {} mouse", micros + 2 * SECOND),
            format!("{BERT} {micros} {micros} hi")
        ],
        "one row per person, the newest line"
    );

    let messages = site.texts("SELECT igsid || ' ' || direction || ' ' || text || ' ' || attachments_json || ' ' || CAST(ts AS TEXT) || ' ' || CAST(created_at AS TEXT) FROM instagram_messages WHERE igsid = '1000000000000101' ORDER BY created_at").await;
    let secs = early.secs();
    assert_eq!(
        messages,
        [
            format!("{ANNA} inbound zebra [] {secs} {micros}"),
            format!(
                "{ANNA} outbound antelope [] {} {}",
                secs + 1,
                micros + SECOND
            ),
            format!(
                "{ANNA} inbound mouse [] {} {}",
                secs + 2,
                micros + 2 * SECOND
            ),
        ]
    );
    assert_eq!(
        site.number("SELECT COUNT(*) FROM instagram_messages").await,
        4
    );
    assert_eq!(
        site.number("SELECT COUNT(DISTINCT id) FROM instagram_messages")
            .await,
        4
    );
}
