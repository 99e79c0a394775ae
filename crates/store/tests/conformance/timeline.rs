//! Everything of a customer in one list.

use domain::desk::Note;
use domain::ids::Mid;
use domain::inbound::{NewMessage, What};
use domain::time::SECOND;
use domain::timeline::{Entry, Place};
use serde_json::json;
use store::desk::Noted;

use crate::site::{ANNA, BERT, Site, echo_of, event_of, text_of};

both!(
    everything_is_there_once,
    an_unsent_referral_goes_with_its_message
);

fn kind(entry: &Entry) -> String {
    serde_json::to_value(entry).unwrap()["kind"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn everything_is_there_once(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.hears(ANNA, "m1", "hi", site.now()).await;
    site.hears(BERT, "other", "not hers", site.now()).await;
    let context = |word: &str| json!({"ref": word, "source": "ADS", "ad_id": 7, "ads_context_data": {"ad_title": "Spring"}});
    for n in 0..6_i64 {
        // Three moments, each with something of every kind.
        let at = site.now().plus(n % 3 * SECOND);
        let ad = NewMessage {
            mid: Some(Mid::new(format!("ad{n}"))),
            text: format!("from an ad {n}"),
            referral: Some(context(&format!("with{n}"))),
            ..NewMessage::default()
        };
        site.clock.set(at);
        site.apply(&[
            text_of(ANNA, &format!("t{n}"), &format!("text {n}"), at),
            echo_of(ANNA, &format!("e{n}"), &format!("echo {n}"), at, None),
            event_of(ANNA, at, What::Message(Box::new(ad))),
            event_of(ANNA, at, What::Referral(context(&format!("alone{n}")))),
        ])
        .await;
        let noted = site
            .db
            .add_note(
                &site.clock,
                site.view(),
                &admin,
                chat,
                &format!("note {n}"),
                None,
            )
            .await
            .unwrap();
        assert!(matches!(noted, Noted::Note(_)));
        site.clock.set(crate::site::START);
    }
    let row = site.db.chat(chat).await.unwrap().unwrap();
    let whole = site.db.timeline(&row, None, 200).await.unwrap();
    assert!(whole.next.is_none());
    let count = |wanted: &str| whole.entries.iter().filter(|e| kind(e) == wanted).count();
    assert_eq!(
        (count("message"), count("referral"), count("note")),
        (19, 12, 6)
    );
    let times: Vec<_> = whole
        .entries
        .iter()
        .map(|e| serde_json::to_value(e).unwrap()["at"].clone())
        .collect();
    assert!(
        times.windows(2).all(|w| w[0].as_str() >= w[1].as_str()),
        "newest first"
    );
    for limit in [1, 2, 5, 36, 37] {
        let mut seen = Vec::new();
        let mut after: Option<Place> = None;
        loop {
            let page = site.db.timeline(&row, after.as_ref(), limit).await.unwrap();
            assert!(page.entries.len() == usize::try_from(limit).unwrap() || page.next.is_none());
            seen.extend(page.entries);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, whole.entries, "pages of {limit}");
    }
    let notes: Vec<&Note> = whole
        .entries
        .iter()
        .filter_map(|e| match e {
            Entry::Note { note, .. } => Some(note.as_ref()),
            _ => None,
        })
        .collect();
    assert!(notes.iter().all(|n| n.chat_id == chat));
}

async fn an_unsent_referral_goes_with_its_message(site: &Site) {
    site.shop().await;
    let ad = NewMessage {
        mid: Some(Mid::new("ad")),
        text: "from an ad".to_owned(),
        referral: Some(json!({"ref": "spring"})),
        ..NewMessage::default()
    };
    let told = site
        .apply(&[event_of(ANNA, site.now(), What::Message(Box::new(ad)))])
        .await;
    let row = site.db.chat(told[0].chat.unwrap()).await.unwrap().unwrap();
    let kinds = async || {
        let page = site.db.timeline(&row, None, 9).await.unwrap();
        page.entries.iter().map(kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds().await, ["referral", "message"]);
    let unsend = What::Unsent {
        mid: Mid::new("ad"),
    };
    site.apply(&[event_of(ANNA, site.now(), unsend)]).await;
    assert_eq!(kinds().await, ["message"]);
}
