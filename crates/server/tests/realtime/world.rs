//! A database, a log that grows by real calls of the store, and a server that has only the socket.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use domain::account::Platform;
use domain::clock::{Clock as _, Ids as _, System};
use domain::fold::Item;
use domain::ids::{AccountId, ChatId, CustomerId, DeliveryId, ExternalId, Mid, SessionId, UserId};
use domain::inbound::{Element, Inbound, Meaning, NewMessage, What};
use domain::user::{AgentVisibility, Role, Viewer};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use secrecy::SecretString;
use server::realtime::{Connected, Limits, Realtime, Resume};
use store::accounts::{NewAccount, Source, TokenHost};
use store::crypt::Sealer;
use store::ingest::View;
use store::users::NewUser;
use store::{Db, Location};
use testkit::wait::{PATIENCE, until};
use testkit::ws::{Connect, Socket};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const BUSINESS: &str = "17841400000000000";
pub(crate) const LOG: &str = "log-1";

/// A person with one login.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) viewer: Viewer,
    pub(crate) session: SessionId,
}

impl Person {
    /// The test's tokens are the ids of the logins.
    pub(crate) fn token(&self) -> String {
        self.session.to_string()
    }
}

/// The data; outlives its servers.
pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) admin: Person,
    pub(crate) anna: Person,
    pub(crate) ben: Person,
    said: AtomicU64,
    _folder: tempfile::TempDir,
}

/// One server on the data.
pub(crate) struct Node {
    pub(crate) realtime: Realtime,
    pub(crate) base: String,
    pub(crate) soft: CancellationToken,
    pub(crate) tracker: TaskTracker,
}

pub(crate) fn view() -> View {
    View {
        now: System.now(),
        human_agent: true,
        auto_assign: domain::user::AutoAssign::Off,
        history: false,
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Location::File(folder.path().join("t.db")))
            .await
            .unwrap();
        let mut people = Vec::new();
        for (name, role) in [
            ("admin", Role::Admin),
            ("anna", Role::Agent),
            ("ben", Role::Agent),
        ] {
            people.push(add_person(&db, name, role).await);
        }
        let account = NewAccount {
            id: AccountId::new(System.next()),
            platform: Platform::Instagram,
            external: ExternalId::new(BUSINESS),
            username: "shop".to_owned(),
            token: SecretString::from("token"),
            host: TokenHost::Facebook,
            sender_id: "1".to_owned(),
            facebook_page_id: None,
            source: Source::Seed,
            user: None,
        };
        let sealer = Sealer::new(&SecretString::from("key"));
        db.connect_account(&sealer, &account, "node", System.now())
            .await
            .unwrap();
        let said = AtomicU64::new(0);
        Self {
            db,
            admin: people[0],
            anna: people[1],
            ben: people[2],
            said,
            _folder: folder,
        }
    }

    /// A server on these data.
    pub(crate) async fn node(&self, limits: Limits) -> Node {
        let (tracker, soft) = (TaskTracker::new(), CancellationToken::new());
        let clock = Arc::new(System);
        let realtime = Realtime::start(
            self.db.clone(),
            clock,
            LOG.to_owned(),
            server::realtime::Node {
                name: System.next().to_string(),
                moved: Box::new(|| ()),
            },
            limits,
            &tracker,
            soft.clone(),
        )
        .await
        .unwrap();
        let app = Router::new()
            .route("/messenger/ws", get(upgrade))
            .with_state((self.db.clone(), realtime.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Node {
            realtime,
            base,
            soft,
            tracker,
        }
    }

    /// A customer writes; says which chat that is. Three events: `ig_dm`, `new_message`, `chat_updated`.
    pub(crate) async fn write(&self, customer: u32, text: &str) -> ChatId {
        let n = self.said.fetch_add(1, Ordering::Relaxed);
        let message = NewMessage {
            mid: Some(Mid::new(format!("m{n}"))),
            text: text.to_owned(),
            ..NewMessage::default()
        };
        let now = System.now();
        let inbound = Inbound {
            customer: Some(CustomerId::new(format!("customer{customer}"))),
            from_business: false,
            at: Some(now),
            holder: None,
            what: What::Message(Box::new(message)),
        };
        let element = Element {
            index: 0,
            account: Some((Platform::Instagram, ExternalId::new(BUSINESS))),
            kind: "message".to_owned(),
            meaning: Meaning::Event(inbound),
        };
        let item = Item {
            delivery: DeliveryId::new(System.next()),
            arrived: now,
            element,
        };
        let applied = self.db.apply(&System, view(), &[item], &[]).await.unwrap();
        applied.outcomes[0].chat.unwrap()
    }

    /// The name of a customer becomes known. One event: `chat_updated`.
    pub(crate) async fn rename(&self, chat: ChatId, name: &str) {
        self.db
            .store_profile(view(), chat, Some(name), None, None)
            .await
            .unwrap();
    }

    /// A chat is given to somebody. One event: `chat_updated`.
    pub(crate) async fn assign(&self, chat: ChatId, to: Option<&Person>) {
        let to = to.map(|p| p.viewer.id);
        self.db
            .assign(view(), &self.admin.viewer, chat, to)
            .await
            .unwrap();
    }

    pub(crate) async fn head(&self) -> i64 {
        self.db.head().await.unwrap().seq
    }

    pub(crate) async fn cursor(&self, person: &Person) -> Option<i64> {
        self.db.cursor(person.viewer.id).await.unwrap()
    }

    /// Waits until that is what the database has as confirmed.
    pub(crate) async fn confirmed(&self, person: &Person, seq: i64) {
        until(PATIENCE, "the confirmation to be stored", async || {
            (self.cursor(person).await == Some(seq)).then_some(())
        })
        .await;
    }

    /// The numbers of what this person may see now, after `after`.
    pub(crate) async fn visible(&self, person: &Person, after: i64) -> Vec<i64> {
        let events = self
            .db
            .events_after_for(&person.viewer, after, i64::MAX)
            .await
            .unwrap();
        events.iter().map(|e| e.seq).collect()
    }
}

pub(crate) async fn add_login(db: &Db, user: UserId) -> SessionId {
    let session = SessionId::new(System.next());
    let now = System.now();
    db.add_session(
        session,
        user,
        &session.to_string(),
        now,
        now.plus(domain::time::DAY),
    )
    .await
    .unwrap();
    session
}

async fn add_person(db: &Db, name: &str, role: Role) -> Person {
    let id = UserId::new(System.next());
    let new = NewUser {
        id,
        email: format!("{name}@a.example"),
        name: name.to_owned(),
        role,
        password_hash: String::new(),
    };
    db.add_user(&new, System.now()).await.unwrap();
    let session = add_login(db, id).await;
    Person {
        viewer: Viewer {
            id,
            role,
            visibility: AgentVisibility::Assigned,
        },
        session,
    }
}

#[derive(serde::Deserialize)]
struct Asked {
    token: SessionId,
    since: Option<i64>,
    log: Option<String>,
}

async fn upgrade(
    State((db, realtime)): State<(Db, Realtime)>,
    Query(asked): Query<Asked>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let (session, user) = db
        .session(&asked.token.to_string(), System.now())
        .await
        .unwrap()
        .unwrap();
    let viewer = Viewer {
        id: user.id,
        role: user.role,
        visibility: AgentVisibility::Assigned,
    };
    let resume = match asked.since {
        Some(seq) => Resume::Since {
            seq,
            log: asked.log,
        },
        None => Resume::Delivered,
    };
    let who = Connected {
        viewer,
        session,
        resume,
    };
    Realtime::bounded(upgrade).on_upgrade(async move |socket| {
        realtime.serve(socket, who).await;
    })
}

impl Node {
    /// Opens a socket that goes on where this person left off.
    pub(crate) async fn open(&self, person: &Person) -> Socket {
        Socket::connect(&self.base, &Connect::with_token(&person.token())).await
    }

    /// Opens a socket that goes on after `seq`.
    pub(crate) async fn open_since(&self, person: &Person, seq: i64) -> Socket {
        Socket::connect(
            &self.base,
            &Connect::with_token(&person.token()).since(seq, LOG),
        )
        .await
    }

    /// Waits until this many sockets are open.
    pub(crate) async fn sockets(&self, count: usize) {
        let what = format!("{count} open sockets");
        until(PATIENCE, &what, async || {
            (self.realtime.sockets() == count).then_some(())
        })
        .await;
    }
}

/// Leaves, and waits until the server has noticed.
pub(crate) async fn leave(node: &Node, socket: Socket) {
    let open = node.realtime.sockets();
    socket.close().await;
    node.sockets(open - 1).await;
}

/// The numbers of frames that stand in the log.
pub(crate) fn seqs(frames: &[serde_json::Value]) -> Vec<i64> {
    frames.iter().filter_map(|f| f["seq"].as_i64()).collect()
}

/// Limits under which things happen soon, and nothing ends by itself.
pub(crate) fn brisk() -> Limits {
    Limits {
        poll_every: Duration::from_millis(50),
        spread: Duration::from_millis(200),
        ..Limits::default()
    }
}

/// How many sockets of this process were ended for this reason. The recorder counts for all tests of the binary.
pub(crate) fn ended_for(reason: &str) -> usize {
    let text = recorder().render();
    let name = format!("realtime_sockets_closed_total{{reason=\"{reason}\"}} ");
    let line = text.lines().find_map(|line| line.strip_prefix(&name));
    line.map_or(0, |count| count.parse().unwrap())
}

/// Begins to count; what happens before is not seen.
pub(crate) fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().unwrap())
}

/// The answer to a ping: everything sent before it has been dealt with.
pub(crate) async fn pong(socket: &mut Socket) {
    socket.send(&serde_json::json!({"type": "ping"})).await;
    socket.next_of("pong").await;
}
