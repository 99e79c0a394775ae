//! A page of conversations: any JSON is a page, bounded, that never points to itself without having held anything.
#![no_main]

use libfuzzer_sys::fuzz_target;
use meta::graph::{conversations_in, ids_in};

fuzz_target!(|body: &[u8]| {
    let Ok(answer) = serde_json::from_slice(body) else {
        return;
    };
    let page = conversations_in(&answer, &["17841400000000001"]);
    assert!(page.after.is_none() || !page.items.is_empty());
    for conversation in &page.items {
        assert!(conversation.messages.len() <= domain::reconcile::READABLE);
        assert_ne!(conversation.customer.as_deref(), Some("17841400000000001"));
        for message in &conversation.messages {
            let account = domain::ids::ExternalId::new("17841400000000001");
            let _ = message.reactions(&account);
            let _ = message.clone().into_inbound(&account);
        }
    }
    assert_eq!(page, conversations_in(&answer, &["17841400000000001"]));
    let ids = ids_in(&answer);
    assert!(ids.after.is_none() || !ids.items.is_empty());
});
