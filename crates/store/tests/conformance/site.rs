//! A fresh database for one test, and the short words that the stories are told in.

use domain::account::Platform;
use domain::clock::{Clock as _, Ids as _, Manual};
use domain::delivery::{DeliveryState, Outcome};
use domain::fold::{Item, ItemOutcome};
use domain::ids::{
    AccountId, ChatId, CustomerId, DeliveryId, ExternalId, MessageId, Mid, SessionId, UserId,
};
use domain::inbound::{Element, Inbound, Meaning, NewMessage, What};
use domain::message::Content;
use domain::time::Timestamp;
use domain::user::{AgentVisibility, Role, Viewer};
use domain::wire;
use meta::verify::{StoredPermit, Verified};
use secrecy::SecretString;
use store::accounts::{Account, NewAccount, Source, TokenHost};
use store::crypt::Sealer;
use store::deliveries::{Claimed, Finished};
use store::ingest::View;
use store::jobs::{ClaimedJob, JobKind};
use store::messages::Thread;
use store::sends::{IdempotencyKey, NewSend, Stored};
use store::users::NewUser;
use store::{Db, Location};

/// When every story begins: 2025-11-10T14:35:20Z.
pub(crate) const START: Timestamp = Timestamp::from_secs(1_762_785_320);
/// How long a claimed job is held, in microseconds.
pub(crate) const LEASE: i64 = 30 * domain::time::SECOND;
/// The node that most stories are told by.
pub(crate) const NODE: &str = "node-1";
/// Meta's id of the Instagram account that most stories use.
pub(crate) const SHOP: &str = "17841400000000001";
/// A customer.
pub(crate) const ANNA: &str = "1000000000000101";
/// Another one.
pub(crate) const BERT: &str = "1000000000000102";

/// One test per database for each of these stories.
macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                Box::pin(super::$name(&crate::site::Site::sqlite().await)).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let name = concat!(module_path!(), "::", stringify!($name));
                if let Some(site) = crate::site::Site::postgres(name).await {
                    Box::pin(super::$name(&site)).await;
                }
            })*
        }
    };
}

enum Keep {
    Folder {
        _folder: tempfile::TempDir,
    },
    Server {
        _database: testkit::postgres::Database,
    },
}

/// One open database.
pub(crate) struct Site {
    pub(crate) db: Db,
    pub(crate) location: Location,
    /// Ids, and the time that moves when it is told to.
    pub(crate) clock: Manual,
    _keep: Keep,
}

impl Site {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("data").join("ticklegram.db"));
        Self::open(location, Keep::Folder { _folder: folder }).await
    }

    pub(crate) async fn postgres(test: &str) -> Option<Self> {
        let database = testkit::postgres::database_or_skip(test).await?;
        let location = Location::Postgres(database.url().to_owned());
        Some(
            Self::open(
                location,
                Keep::Server {
                    _database: database,
                },
            )
            .await,
        )
    }

    async fn open(location: Location, keep: Keep) -> Self {
        let db = Db::open(&location).await.unwrap();
        Self {
            db,
            location,
            clock: Manual::at(START),
            _keep: keep,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn view(&self) -> View {
        View {
            now: self.now(),
            human_agent: false,
            auto_assign: domain::user::AutoAssign::Off,
            history: false,
        }
    }

    pub(crate) fn uuid(&self) -> uuid::Uuid {
        self.clock.next()
    }

    /// The same where new chats go to the agents in turn.
    pub(crate) fn in_turn(&self) -> View {
        View {
            auto_assign: domain::user::AutoAssign::RoundRobin,
            ..self.view()
        }
    }

    /// Runs a statement as an operator would.
    pub(crate) async fn sql(&self, text: &str) {
        let text = sqlx::AssertSqlSafe(text.to_owned());
        let mut tx = self.db.write().await.unwrap();
        store::on_tx!(&mut tx, |c| {
            sqlx::raw_sql(text).execute(c).await.unwrap();
        });
        tx.commit().await.unwrap();
    }

    /// Empties the database: quicker than making another one.
    pub(crate) async fn wipe(&self) {
        let tables = [
            "setting",
            "login",
            "erasure",
            "push_subscription",
            "session",
            "user_cursor",
            "media",
            "delivery_item",
            "delivery",
            "conversion",
            "dataset",
            "resolution",
            "message",
            "chat_label",
            "chat_note",
            "chat_word",
            "text_change",
            "chat",
            "comment",
            "mention",
            "comment_call",
            "audit",
            "post",
            "insight",
            "insight_sample",
            "insight_plan",
            "tally",
            "account",
            "event",
            "job",
            "idempotency",
            "users",
        ];
        let deletes = tables.map(|table| format!("DELETE FROM {table}; "));
        let all = deletes.concat()
            + "UPDATE head SET next = 1, low = 0; UPDATE rotation SET agent_id = NULL";
        self.sql(&all).await;
    }

    /// The first column of every row, as text.
    pub(crate) async fn texts(&self, text: &str) -> Vec<String> {
        let text = sqlx::AssertSqlSafe(text.to_owned());
        store::on_db!(&self.db, |c| sqlx::query_scalar(text)
            .fetch_all(c)
            .await
            .unwrap())
    }

    /// One number.
    pub(crate) async fn number(&self, text: &str) -> i64 {
        let text = sqlx::AssertSqlSafe(text.to_owned());
        store::on_db!(&self.db, |c| sqlx::query_scalar(text)
            .fetch_one(c)
            .await
            .unwrap())
    }

    pub(crate) fn sealer(&self) -> Sealer {
        Sealer::new(&SecretString::from("a key for tests".to_owned()))
    }

    pub(crate) async fn connect(&self, platform: Platform, external: &str) -> Account {
        self.connect_counting(platform, external).await.0
    }

    /// Connects, and says how many parked deliveries that put back in line.
    pub(crate) async fn connect_counting(
        &self,
        platform: Platform,
        external: &str,
    ) -> (Account, u64) {
        let new = NewAccount {
            id: AccountId::new(self.uuid()),
            platform,
            external: ExternalId::new(external),
            username: format!("shop_{external}"),
            token: SecretString::from(format!("token-of-{external}")),
            host: TokenHost::Facebook,
            sender_id: external.to_owned(),
            facebook_page_id: None,
            source: Source::Api,
            user: None,
        };
        self.db
            .connect_account(&self.sealer(), &new, NODE, self.now())
            .await
            .unwrap()
    }

    pub(crate) async fn shop(&self) -> Account {
        self.connect(Platform::Instagram, SHOP).await
    }

    pub(crate) async fn user(&self, name: &str, role: Role) -> wire::User {
        let new = NewUser {
            id: UserId::new(self.uuid()),
            email: format!("{name}@example.com"),
            name: name.to_owned(),
            role,
            password_hash: "hash".to_owned(),
        };
        self.db.add_user(&new, self.now()).await.unwrap()
    }

    pub(crate) async fn admin(&self) -> Viewer {
        viewer(
            &self.user("admin", Role::Admin).await,
            AgentVisibility::Assigned,
        )
    }

    pub(crate) async fn agent(&self, name: &str) -> Viewer {
        viewer(
            &self.user(name, Role::Agent).await,
            AgentVisibility::Assigned,
        )
    }

    pub(crate) fn session_id(&self) -> SessionId {
        SessionId::new(self.uuid())
    }

    /// Applies events of one Instagram shop as one delivery each.
    pub(crate) async fn apply(&self, events: &[Inbound]) -> Vec<ItemOutcome> {
        self.apply_to(Platform::Instagram, SHOP, events).await
    }

    pub(crate) async fn apply_to(
        &self,
        platform: Platform,
        external: &str,
        events: &[Inbound],
    ) -> Vec<ItemOutcome> {
        let items: Vec<Item> = events
            .iter()
            .map(|e| self.item(platform, external, e))
            .collect();
        self.db
            .apply(&self.clock, self.view(), &items, &[])
            .await
            .unwrap()
            .outcomes
    }

    pub(crate) fn item(&self, platform: Platform, external: &str, event: &Inbound) -> Item {
        Item {
            delivery: DeliveryId::new(self.uuid()),
            arrived: self.now(),
            element: Element {
                index: 0,
                account: Some((platform, ExternalId::new(external))),
                kind: "message".to_owned(),
                meaning: Meaning::Event(event.clone()),
            },
        }
    }

    /// A customer writes a text at `at`; the chat it ends in.
    pub(crate) async fn hears(
        &self,
        customer: &str,
        mid: &str,
        text: &str,
        at: Timestamp,
    ) -> ChatId {
        let outcomes = self.apply(&[text_of(customer, mid, text, at)]).await;
        assert!(
            matches!(outcomes[0].outcome, Outcome::Applied | Outcome::Duplicate),
            "{outcomes:?}"
        );
        outcomes[0].chat.unwrap()
    }

    /// A chat in which the customer has just written.
    pub(crate) async fn chat(&self, customer: &str) -> ChatId {
        self.hears(customer, &format!("mid-of-{customer}"), "hello", self.now())
            .await
    }

    pub(crate) async fn store_send(
        &self,
        chat: ChatId,
        author: Viewer,
        parts: &[&str],
        key: Option<IdempotencyKey>,
    ) -> Stored {
        let content = |text: &&str| Content {
            text: (*text).to_owned(),
            ..Content::default()
        };
        let send = NewSend {
            chat,
            author,
            parts: parts.iter().map(content).collect(),
            key,
        };
        self.db
            .store_send(&self.clock, self.view(), &send)
            .await
            .unwrap()
    }

    /// Stores a post of these texts and returns its rows.
    pub(crate) async fn says(
        &self,
        chat: ChatId,
        author: Viewer,
        parts: &[&str],
    ) -> Vec<wire::Message> {
        match self.store_send(chat, author, parts, None).await {
            Stored::Messages(rows) => rows,
            other => panic!("not stored: {other:?}"),
        }
    }

    pub(crate) async fn claim_jobs(&self) -> Vec<ClaimedJob> {
        self.db
            .claim_jobs(NODE, self.now(), LEASE, 100, 100)
            .await
            .unwrap()
    }

    /// The sends that may go out now; other jobs are claimed and ended.
    pub(crate) async fn claim_sends(&self) -> Vec<ClaimedJob> {
        let (sends, others): (Vec<_>, Vec<_>) = self
            .claim_jobs()
            .await
            .into_iter()
            .partition(|j| j.kind == JobKind::Send);
        for other in others {
            self.db
                .finish_job(&other, &store::jobs::JobEnd::Done, self.now())
                .await
                .unwrap();
        }
        sends
    }

    pub(crate) async fn thread(&self, chat: ChatId) -> Vec<wire::Message> {
        match self.db.thread(self.view(), chat, None, 200).await.unwrap() {
            Thread::Page { messages, .. } => messages,
            other => panic!("no thread: {other:?}"),
        }
    }

    pub(crate) async fn shape(&self, chat: ChatId) -> wire::Chat {
        let row = self.db.chat(chat).await.unwrap().unwrap();
        self.db.chat_shape(self.view(), &row).await.unwrap()
    }

    pub(crate) async fn message(&self, id: MessageId) -> domain::message::Message {
        self.db.message(id).await.unwrap().unwrap()
    }

    /// The kinds of the events after `seq`, in order.
    pub(crate) async fn kinds_after(&self, seq: i64) -> Vec<String> {
        let events = self.db.events_after(seq, 1_000).await.unwrap();
        events
            .iter()
            .map(|e| domain::event::kind(&e.frame).unwrap())
            .collect()
    }

    pub(crate) async fn head(&self) -> i64 {
        self.db.head().await.unwrap().seq
    }

    /// Does what the processor does: claims, understands, applies, until nothing waits. Returns all outcomes.
    pub(crate) async fn process(&self) -> Vec<ItemOutcome> {
        let mut outcomes = Vec::new();
        loop {
            let claimed = self
                .db
                .claim_deliveries(NODE, self.now(), 100)
                .await
                .unwrap();
            if claimed.is_empty() {
                return outcomes;
            }
            let (items, finished) = understand(&claimed);
            let applied = self
                .db
                .apply(&self.clock, self.view(), &items, &finished)
                .await
                .unwrap();
            outcomes.extend(applied.outcomes);
        }
    }
}

pub(crate) fn viewer(user: &wire::User, visibility: AgentVisibility) -> Viewer {
    Viewer {
        id: user.id,
        role: user.role,
        visibility,
    }
}

/// What the bodies say, and how each ends as a whole.
pub(crate) fn understand(claimed: &[Claimed]) -> (Vec<Item>, Vec<Finished>) {
    let mut items = Vec::new();
    let mut finished = Vec::new();
    for delivery in claimed {
        let body = Verified::stored(&delivery.body, StoredPermit::FromJournal);
        let (state, reason) = match meta::inbound::parse(&body) {
            Ok(elements) => {
                items.extend(elements.into_iter().map(|element| Item {
                    delivery: delivery.id,
                    arrived: delivery.received_at,
                    element,
                }));
                (DeliveryState::Done, None)
            }
            Err(malformed) => (
                DeliveryState::Quarantined,
                Some(malformed.reason().to_owned()),
            ),
        };
        finished.push(Finished {
            id: delivery.id,
            state,
            reason,
        });
    }
    (items, finished)
}

/// A text of a customer.
pub(crate) fn text_of(customer: &str, mid: &str, text: &str, at: Timestamp) -> Inbound {
    event_of(
        customer,
        at,
        What::Message(Box::new(NewMessage {
            mid: Some(Mid::new(mid)),
            text: text.to_owned(),
            ..NewMessage::default()
        })),
    )
}

/// Something a customer did.
pub(crate) fn event_of(customer: &str, at: Timestamp, what: What) -> Inbound {
    Inbound {
        customer: Some(CustomerId::new(customer)),
        from_business: false,
        at: Some(at),
        holder: None,
        what,
    }
}

/// An echo of a text that the business sent.
pub(crate) fn echo_of(
    customer: &str,
    mid: &str,
    text: &str,
    at: Timestamp,
    metadata: Option<&str>,
) -> Inbound {
    let message = NewMessage {
        mid: Some(Mid::new(mid)),
        text: text.to_owned(),
        echo: true,
        metadata: metadata.map(str::to_owned),
        ..NewMessage::default()
    };
    Inbound {
        from_business: true,
        ..event_of(customer, at, What::Message(Box::new(message)))
    }
}
