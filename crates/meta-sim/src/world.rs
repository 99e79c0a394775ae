//! The simulated Meta itself: accounts, customers, threads, tokens, and what waits to be delivered.
//!
//! Everything in here is synchronous and happens under one lock; [`crate::sim::Sim::change`] makes it durable.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use url::Url;

use crate::comments::{Broadcast, Comment, Mention};
use crate::config::{Mode, Timings};
use crate::db::Media;
use crate::docs::{Change, Docs};
use crate::faults::{Fault, Subject, Then};
use crate::graph::login::Code;
use crate::ids;
use crate::insights::Visit;
use crate::lanes::Lanes;
use crate::types::{
    Account, Call, Conversion, Customer, Delivery, DeliveryState, Message, Meta, Pixel, Planned,
    Platform, Post, Side, Template, Token, Upload,
};

/// Finished deliveries and calls kept for looking at; beyond it the oldest go. A week of demo use fits.
const KEPT_TRAFFIC: usize = 20_000;
/// How many old rows go at once, so that pruning is not done for every single call.
const PRUNE_STEP: usize = 500;

/// What never changes while the simulator runs.
#[derive(Debug)]
pub(crate) struct Fixed {
    pub(crate) app_id: String,
    pub(crate) app_secret: String,
    pub(crate) strict: bool,
    pub(crate) mode: Mode,
    pub(crate) seed: Option<u64>,
    pub(crate) demo: bool,
    pub(crate) timings: Timings,
    pub(crate) base_url: Url,
    pub(crate) dashboard_url: Option<Url>,
}

/// The state.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) fixed: Arc<Fixed>,
    /// The time of the running change, ms.
    pub(crate) now: i64,
    pub(crate) meta: Docs<Meta>,
    pub(crate) accounts: Docs<Account>,
    pub(crate) customers: Docs<Customer>,
    pub(crate) messages: Docs<Message>,
    pub(crate) tokens: Docs<Token>,
    /// Codes of logins that were not used yet (§8.1, §8.2).
    pub(crate) codes: Docs<Code>,
    pub(crate) deliveries: Docs<Delivery>,
    pub(crate) calls: Docs<Call>,
    pub(crate) faults: Docs<Fault>,
    pub(crate) planned: Docs<Planned>,
    pub(crate) uploads: Docs<Upload>,
    /// What businesses posted.
    pub(crate) posts: Docs<Post>,
    /// What people did with them.
    pub(crate) visits: Docs<Visit>,
    /// Utility templates of Pages (§2.7).
    pub(crate) templates: Docs<Template>,
    pub(crate) comments: Docs<Comment>,
    pub(crate) broadcasts: Docs<Broadcast>,
    /// Mentions elsewhere, by comment or post.
    pub(crate) mentions: Docs<Mention>,
    /// Comments already answered privately (§2.3: once per comment), by comment id.
    pub(crate) private_replies: Docs<String>,
    pub(crate) pixels: Docs<Pixel>,
    /// Events of the Conversions API, as they came.
    pub(crate) conversions: Docs<Conversion>,
    /// When an event of this pixel, name and id was first received (§7).
    pub(crate) conversion_ids: HashMap<(String, String, String), i64>,
    /// Message ids per customer, in order.
    pub(crate) threads: HashMap<String, Vec<String>>,
    /// Customer by conversation id.
    pub(crate) conversations: HashMap<String, String>,
    pub(crate) lanes: Lanes,
    /// Planned acts by time.
    pub(crate) agenda: BTreeMap<(i64, u64), String>,
    /// Deliveries put back so that another may overtake them.
    pub(crate) overtaken: Vec<String>,
    /// The open batch delivery per account.
    pub(crate) batches: HashMap<String, String>,
    /// Files to be stored with the running change.
    pub(crate) new_media: Vec<Media>,
    /// Calls per second per account and kind, for Meta's limits (§9.4).
    pub(crate) rates: HashMap<(String, &'static str), (i64, u32)>,
    /// Set by `wipe`: the stored state goes with the running change.
    pub(crate) wiped: bool,
    /// Counts resets, so that answers to deliveries from before a reset are ignored.
    pub(crate) epoch: u64,
}

impl World {
    pub(crate) fn new(fixed: Arc<Fixed>, now: i64) -> Self {
        Self {
            fixed,
            now,
            meta: Docs::new("meta"),
            accounts: Docs::new("account"),
            customers: Docs::new("customer"),
            messages: Docs::new("message"),
            tokens: Docs::new("token"),
            codes: Docs::new("code"),
            deliveries: Docs::new("delivery"),
            calls: Docs::new("call"),
            faults: Docs::new("fault"),
            planned: Docs::new("planned"),
            uploads: Docs::new("upload"),
            posts: Docs::new("post"),
            visits: Docs::new("visit"),
            templates: Docs::new("template"),
            comments: Docs::new("comment"),
            broadcasts: Docs::new("broadcast"),
            mentions: Docs::new("mention"),
            private_replies: Docs::new("private_reply"),
            pixels: Docs::new("pixel"),
            conversions: Docs::new("conversion"),
            conversion_ids: HashMap::new(),
            threads: HashMap::new(),
            conversations: HashMap::new(),
            lanes: Lanes::default(),
            agenda: BTreeMap::new(),
            overtaken: Vec::new(),
            batches: HashMap::new(),
            new_media: Vec::new(),
            rates: HashMap::new(),
            wiped: false,
            epoch: 0,
        }
    }

    /// Begins a history: a new instance, and the demo's people if asked for.
    pub(crate) fn begin(&mut self, webhook_url: Option<String>) {
        let instance = self.fixed.seed.unwrap_or_else(rand::random);
        let meta = Meta {
            instance,
            last: 0,
            offset_ms: 0,
            manual_ms: None,
            webhook_url,
            auto_read: true,
            auto_answer: false,
            hold_reviews: false,
        };
        self.meta.put("0", meta);
        if self.fixed.demo {
            crate::demo::populate(self);
        }
    }

    /// Forgets everything.
    pub(crate) fn wipe(&mut self) {
        let webhook_url = self.webhook_url().map(str::to_owned);
        let epoch = self.epoch + 1;
        *self = Self::new(Arc::clone(&self.fixed), self.now);
        self.epoch = epoch;
        self.wiped = true;
        self.begin(webhook_url);
    }

    /// Takes a stored document in; false for a kind from another version.
    pub(crate) fn load(
        &mut self,
        kind: &str,
        id: String,
        body: &str,
    ) -> Result<bool, serde_json::Error> {
        match kind {
            "meta" => self.meta.load(id, body)?,
            "account" => self.accounts.load(id, body)?,
            "customer" => self.customers.load(id, body)?,
            "message" => self.messages.load(id, body)?,
            "token" => self.tokens.load(id, body)?,
            "code" => self.codes.load(id, body)?,
            "delivery" => self.deliveries.load(id, body)?,
            "call" => self.calls.load(id, body)?,
            "fault" => self.faults.load(id, body)?,
            "planned" => self.planned.load(id, body)?,
            "upload" => self.uploads.load(id, body)?,
            "post" => self.posts.load(id, body)?,
            "visit" => self.visits.load(id, body)?,
            "template" => self.templates.load(id, body)?,
            "comment" => self.comments.load(id, body)?,
            "broadcast" => self.broadcasts.load(id, body)?,
            "mention" => self.mentions.load(id, body)?,
            "private_reply" => self.private_replies.load(id, body)?,
            "pixel" => self.pixels.load(id, body)?,
            "conversion" => self.conversions.load(id, body)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Rebuilds what is derived from the documents.
    pub(crate) fn index(&mut self) {
        let mut messages: Vec<(u64, String, String)> = self
            .messages
            .values()
            .map(|m| (m.seq, m.customer_id.clone(), m.mid.clone()))
            .collect();
        messages.sort();
        for (_, customer, mid) in messages {
            self.threads.entry(customer).or_default().push(mid);
        }
        self.conversion_ids = self
            .conversions
            .values()
            .filter(|c| !c.duplicate && c.action_source.as_deref() != Some("business_messaging"))
            .filter_map(|c| {
                let key = (
                    c.pixel_id.clone(),
                    c.event_name.clone(),
                    c.event_id.clone()?,
                );
                Some((key, c.received_at))
            })
            .collect();
        self.conversations = self
            .customers
            .values()
            .map(|c| (c.conversation_id.clone(), c.id.clone()))
            .collect();
        let mut waiting: Vec<(u64, String, String, i64)> = self
            .deliveries
            .values()
            .filter(|d| d.state == DeliveryState::Pending)
            .map(|d| (d.seq, d.lane.clone(), d.id.clone(), d.due_at))
            .collect();
        waiting.sort();
        for (seq, lane, id, due) in waiting {
            // The call that held a delivery back is over with the process that answered it.
            self.lanes.push(&lane, &id, seq, due, false);
        }
        self.agenda = self
            .planned
            .values()
            .map(|p| ((p.due_at, p.seq), p.id.clone()))
            .collect();
    }

    /// Moves all changed documents into one list.
    pub(crate) fn drain(&mut self) -> Vec<Change> {
        self.prune();
        let mut out = Vec::new();
        self.meta.drain(&mut out);
        self.accounts.drain(&mut out);
        self.customers.drain(&mut out);
        self.messages.drain(&mut out);
        self.tokens.drain(&mut out);
        self.codes.drain(&mut out);
        self.deliveries.drain(&mut out);
        self.calls.drain(&mut out);
        self.faults.drain(&mut out);
        self.planned.drain(&mut out);
        self.uploads.drain(&mut out);
        self.posts.drain(&mut out);
        self.visits.drain(&mut out);
        self.templates.drain(&mut out);
        self.comments.drain(&mut out);
        self.broadcasts.drain(&mut out);
        self.mentions.drain(&mut out);
        self.private_replies.drain(&mut out);
        self.pixels.drain(&mut out);
        self.conversions.drain(&mut out);
        out
    }

    fn prune(&mut self) {
        if self.calls.len() > KEPT_TRAFFIC + PRUNE_STEP {
            let old: Vec<String> = self.calls.ids().take(PRUNE_STEP).cloned().collect();
            for id in old {
                self.calls.remove(&id);
            }
        }
        if self.conversions.len() > KEPT_TRAFFIC + PRUNE_STEP {
            let old: Vec<String> = self.conversions.ids().take(PRUNE_STEP).cloned().collect();
            for id in old {
                let gone = self.conversions.remove(&id);
                if let Some((gone, event_id)) = gone.and_then(|c| Some((c.clone(), c.event_id?))) {
                    self.conversion_ids
                        .remove(&(gone.pixel_id, gone.event_name, event_id));
                }
            }
        }
        if self.deliveries.len() > KEPT_TRAFFIC + PRUNE_STEP {
            let old: Vec<String> = self
                .deliveries
                .values()
                .filter(|d| d.state != DeliveryState::Pending)
                .take(PRUNE_STEP)
                .map(|d| d.id.clone())
                .collect();
            for id in old {
                self.deliveries.remove(&id);
            }
        }
    }

    fn meta_doc(&self) -> Option<&Meta> {
        self.meta.get("0")
    }

    pub(crate) fn instance(&self) -> u64 {
        self.meta_doc().map_or(0, |m| m.instance)
    }

    pub(crate) fn webhook_url(&self) -> Option<&str> {
        self.meta_doc()?.webhook_url.as_deref()
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.meta_doc().map_or(0, |m| m.offset_ms)
    }

    /// Whether templates wait for a reviewer's word.
    pub(crate) fn holds_reviews(&self) -> bool {
        self.meta_doc().is_some_and(|m| m.hold_reviews)
    }

    pub(crate) fn auto_read(&self) -> bool {
        self.meta_doc().is_some_and(|m| m.auto_read)
    }

    /// Whether customers answer by themselves.
    pub(crate) fn auto_answer(&self) -> bool {
        self.meta_doc().is_some_and(|m| m.auto_answer)
    }

    pub(crate) fn change_meta(&mut self, change: impl FnOnce(&mut Meta)) {
        if let Some(meta) = self.meta.get_mut("0") {
            change(meta);
        }
    }

    /// The next number; every id is made from one.
    pub(crate) fn next(&mut self) -> u64 {
        match self.meta.get_mut("0") {
            Some(meta) => {
                meta.last += 1;
                meta.last
            }
            None => 0,
        }
    }

    /// The time by which Meta reckons windows: the clock plus what a person moved it by.
    pub(crate) fn meta_now(&self) -> i64 {
        self.now + self.offset_ms()
    }

    /// The account whose webhook id this is.
    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id)
    }

    /// The account behind this Page id.
    pub(crate) fn account_of_page(&self, page_id: &str) -> Option<&Account> {
        if let Some(account) = self.accounts.get(page_id).filter(|a| a.page_id == page_id) {
            return Some(account);
        }
        self.accounts.values().find(|a| a.page_id == page_id)
    }

    /// Makes an account; an Instagram account gets a Page with another id.
    pub(crate) fn add_account(
        &mut self,
        id: Option<String>,
        platform: Platform,
        name: Option<String>,
        username: Option<String>,
        page_id: Option<String>,
        adopted: bool,
    ) -> Account {
        let n = self.next();
        let instance = self.instance();
        let id = id.unwrap_or_else(|| match platform {
            Platform::Instagram => format!("17841{}", ids::digits(instance, "ig", n, 12)),
            Platform::Facebook => ids::digits(instance, "page", n, 15),
        });
        let page_id = match platform {
            Platform::Facebook => id.clone(),
            Platform::Instagram => page_id.unwrap_or_else(|| ids::digits(instance, "page", n, 15)),
        };
        let short: String = id.chars().take(8).collect();
        let username = username.unwrap_or_else(|| match platform {
            Platform::Instagram => format!("ig_user_{short}"),
            Platform::Facebook => format!("page_{short}"),
        });
        let name = name.unwrap_or_else(|| match platform {
            Platform::Instagram => username.clone(),
            Platform::Facebook => format!("Page {short}"),
        });
        let account = Account {
            id: id.clone(),
            platform,
            name,
            username,
            page_id,
            app_scoped_id: format!("26{}", ids::digits(instance, "app", n, 15)),
            // §1.4: nothing leaves before `subscribed_apps` is called. Adopting, somebody has done that.
            subscribed: !self.fixed.strict,
            subscribed_fields: None,
            failing_since: None,
            human_agent: true,
            adopted,
            created_at: self.now,
        };
        self.accounts.put(id, account.clone());
        account
    }

    /// Makes a person who can write to this account.
    pub(crate) fn add_customer(
        &mut self,
        account: &Account,
        id: Option<String>,
        name: Option<String>,
        username: Option<String>,
        adopted: bool,
    ) -> Customer {
        let n = self.next();
        let instance = self.instance();
        let id = id.unwrap_or_else(|| ids::digits(instance, "customer", n, 16));
        let name = name.unwrap_or_else(|| crate::demo::name_for(&id));
        let username = username.unwrap_or_else(|| crate::demo::username_for(&name, &id));
        let conversation_id = match account.platform {
            Platform::Instagram => ids::ig_conversation(instance, &id),
            Platform::Facebook => ids::page_conversation(instance, &id),
        };
        let customer = Customer {
            id: id.clone(),
            seq: n,
            account_id: account.id.clone(),
            name,
            username,
            conversation_id: conversation_id.clone(),
            created_at: self.now,
            opened_at: None,
            consent: adopted,
            adopted,
            blocked: false,
            read_at: None,
            delivered_at: None,
            business_seen_at: None,
            typing_until: None,
            last_at: 0,
            last_text: String::new(),
        };
        self.conversations.insert(conversation_id, id.clone());
        self.customers.put(id, customer.clone());
        customer
    }

    /// A message id in the platform's form.
    pub(crate) fn new_mid(&mut self, platform: Platform, account: &str, customer: &str) -> String {
        let n = self.next();
        match platform {
            Platform::Instagram => ids::ig_mid(self.instance(), account, customer, n),
            Platform::Facebook => ids::messenger_mid(self.instance(), n),
        }
    }

    /// Adds a message to its thread.
    pub(crate) fn add_message(&mut self, message: Message) {
        let (mid, customer_id) = (message.mid.clone(), message.customer_id.clone());
        if let Some(customer) = self.customers.get_mut(&customer_id) {
            customer.last_at = message.timestamp;
            customer.last_text = preview(&message);
            if message.from == Side::Business {
                customer.typing_until = None;
            }
        }
        self.threads
            .entry(customer_id)
            .or_default()
            .push(mid.clone());
        self.messages.put(mid, message);
    }

    /// The messages of a customer, oldest first.
    pub(crate) fn thread(&self, customer: &str) -> impl DoubleEndedIterator<Item = &Message> {
        self.threads
            .get(customer)
            .into_iter()
            .flatten()
            .filter_map(|mid| self.messages.get(mid))
    }

    /// Plans an act of the customer's app.
    pub(crate) fn plan(
        &mut self,
        after_ms: i64,
        customer: &str,
        mid: &str,
        what: crate::types::PlannedKind,
    ) {
        let seq = self.next();
        let id = format!("p{seq:010}");
        let due_at = self.now + after_ms;
        let (customer_id, mid) = (customer.to_owned(), mid.to_owned());
        self.agenda.insert((due_at, seq), id.clone());
        self.planned.put(
            id.clone(),
            Planned {
                id,
                due_at,
                seq,
                customer_id,
                mid,
                what,
            },
        );
    }

    /// Takes the first planned act that is due.
    pub(crate) fn take_planned(&mut self, until: i64) -> Option<Planned> {
        let (key, id) = self
            .agenda
            .first_key_value()
            .map(|(k, v)| (*k, v.clone()))?;
        if key.0 > until {
            return None;
        }
        self.agenda.remove(&key);
        self.planned.remove(&id)
    }

    /// The fault that happens to this subject now, of those that `wanted` accepts.
    pub(crate) fn strike(
        &mut self,
        subject: Subject<'_>,
        wanted: impl Fn(&Then) -> bool,
    ) -> Vec<Then> {
        let met: Vec<(String, Then)> = self
            .faults
            .values()
            .filter(|f| f.times != Some(0) && f.meets(subject))
            .filter_map(|f| {
                Then::parse(&f.then)
                    .ok()
                    .filter(|t| wanted(t))
                    .map(|t| (f.id.clone(), t))
            })
            .collect();
        met.into_iter()
            .filter_map(|(id, then)| {
                self.faults
                    .get_mut(&id)
                    .is_some_and(Fault::strike)
                    .then_some(then)
            })
            .collect()
    }

    /// Counts one call of a kind against a limit per second; true when it is over.
    pub(crate) fn over_rate(&mut self, account: &str, kind: &'static str, per_second: u32) -> bool {
        // A stepped clock stands still, so a second would never end.
        if self.fixed.mode == Mode::Stepped {
            return false;
        }
        let second = self.now / 1_000;
        let entry = self
            .rates
            .entry((account.to_owned(), kind))
            .or_insert((second, 0));
        if entry.0 != second {
            *entry = (second, 0);
        }
        entry.1 += 1;
        entry.1 > per_second
    }
}

/// The last line of a list row.
pub(crate) fn preview(message: &Message) -> String {
    if message.deleted {
        return String::from("Unsent");
    }
    if let Some(text) = message.text.as_deref().filter(|t| !t.is_empty()) {
        return text.chars().take(120).collect();
    }
    match message.attachments.first() {
        Some(attachment) => format!("[{}]", attachment.kind),
        None => String::from("[message]"),
    }
}
