//! A place for a story: an empty database and a data folder, and the servers that work there.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use domain::account::Platform;
use domain::clock::{Clock as _, Ids as _, Manual, System};
use domain::ids::{AccountId, ExternalId};
use domain::time::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use server::lifecycle::People;
use server::{Config, Environment, Options, Server, Sources};
use store::accounts::{NewAccount, Source, TokenHost};
use testkit::api::{Answer, Api};
use testkit::postgres::Database;
use testkit::wait::{PATIENCE, try_until, until};
use testkit::webhook::{Account, Poster};
use testkit::ws::{Connect, Socket};
use tokio_util::sync::CancellationToken;

/// The Meta app's secret in every story: deliveries are signed with it.
pub(crate) const SECRET: &str = "f00dfeed0123456789abcdef01234567";
/// The Instagram account that mock mode begins with.
pub(crate) const SHOP: &str = "mock_ig_123";
/// The Page that mock mode begins with.
pub(crate) const PAGE: &str = "mock_fb_123";
/// When a seeded simulator's history begins: 2026-01-01T00:00:00Z.
pub(crate) const STEPPED_START: Timestamp = Timestamp::from_secs(1_767_225_600);
/// An id that nothing has.
pub(crate) const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// One test per database for each of these stories.
macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                Box::pin(super::$name(&crate::app::Place::sqlite())).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let name = concat!(module_path!(), "::", stringify!($name));
                if let Some(place) = crate::app::Place::postgres(name).await {
                    Box::pin(super::$name(&place)).await;
                }
            })*
        }
    };
}

/// Outlives the servers that work there.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    database: Option<Database>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            database: None,
        }
    }

    pub(crate) async fn postgres(test: &str) -> Option<Self> {
        let database = testkit::postgres::database_or_skip(test).await?;
        Some(Self {
            database: Some(database),
            ..Self::sqlite()
        })
    }

    /// The data folder.
    pub(crate) fn data(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the database, if it is not a file in the data folder.
    pub(crate) fn database_url(&self) -> Option<&str> {
        self.database.as_ref().map(Database::url)
    }

    fn config(&self, vars: &[(&str, &str)]) -> Config {
        let data = self.data().to_str().unwrap();
        let mut all = vec![
            ("LISTEN", "127.0.0.1:0"),
            ("SIM_LISTEN", "127.0.0.1:0"),
            ("FACEBOOK_APP_SECRET", SECRET),
            ("DATA", data),
        ];
        all.extend(self.database_url().map(|url| ("DATABASE_URL", url)));
        all.extend(vars);
        // Later ones win, as in a map.
        let vars = all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let env = Environment::new(vars, "");
        Config::read(&env, &Options::default()).unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// A server in mock mode with its own simulator.
    pub(crate) async fn mock(&self, vars: &[(&str, &str)]) -> TestApp {
        self.mock_at(vars, Sources::default()).await
    }

    /// The same with a clock that the story moves.
    pub(crate) async fn mock_at(&self, vars: &[(&str, &str)], sources: Sources) -> TestApp {
        let server = Server::start(self.config(vars), sources).await.unwrap();
        let sim = server.app.simulator.as_ref().unwrap().base.to_string();
        TestApp::of(server, &sim, None).await
    }

    /// Real mode against a simulator that knows nothing but this Instagram account, which the environment names.
    pub(crate) async fn strict(
        &self,
        account: &str,
        token: &str,
        vars: &[(&str, &str)],
    ) -> TestApp {
        let named = [
            ("INSTAGRAM_PAGE_ID", account),
            ("INSTAGRAM_PAGE_ACCESS_TOKEN", token),
        ];
        let known = json!({"platform": "instagram", "id": account, "token": token});
        self.against(true, &[known], &[&named, vars].concat()).await
    }

    /// Real mode against a simulator that knows nothing but what a story introduces there.
    pub(crate) async fn strict_at(&self, vars: &[(&str, &str)], sources: Sources) -> TestApp {
        self.begun(true, &[], vars, true, sources).await
    }

    /// Real mode against a strict simulator in which nothing moves until it is told to, beginning at [`STEPPED_START`].
    pub(crate) async fn stepped(
        &self,
        seed: u64,
        vars: &[(&str, &str)],
        sources: Sources,
    ) -> TestApp {
        let sim = meta_sim::SimConfig {
            strict: true,
            mode: meta_sim::Mode::Stepped,
            seed: Some(seed),
            ..meta_sim::SimConfig::default()
        };
        self.beside(sim, &[], vars, true, sources).await
    }

    /// A server in real mode against a simulator that somebody else started, as a test of real mode is done. It has
    /// the same people as mock mode, made as an operator makes them.
    pub(crate) async fn real(&self, vars: &[(&str, &str)]) -> TestApp {
        self.against(false, &[], vars).await
    }

    /// The same, with nobody in it but those whom a story has made there.
    pub(crate) async fn empty(&self, vars: &[(&str, &str)]) -> TestApp {
        self.begun(false, &[], vars, false, Sources::default())
            .await
    }

    async fn against(&self, strict: bool, known: &[Value], vars: &[(&str, &str)]) -> TestApp {
        self.begun(strict, known, vars, true, Sources::default())
            .await
    }

    async fn begun(
        &self,
        strict: bool,
        known: &[Value],
        vars: &[(&str, &str)],
        people: bool,
        sources: Sources,
    ) -> TestApp {
        let sim = meta_sim::SimConfig {
            strict,
            ..meta_sim::SimConfig::default()
        };
        self.beside(sim, known, vars, people, sources).await
    }

    async fn beside(
        &self,
        sim: meta_sim::SimConfig,
        known: &[Value],
        vars: &[(&str, &str)],
        people: bool,
        sources: Sources,
    ) -> TestApp {
        let stop = CancellationToken::new();
        let config = meta_sim::SimConfig {
            app_secret: SECRET.to_owned(),
            ..sim
        };
        let sim = meta_sim::start(config, stop.clone()).await.unwrap();
        for account in known {
            let control = Api::new(&sim.graph_base_url());
            let _ = control.post("/_sim/accounts", account).await;
        }
        let graph = sim.graph_base_url();
        let mut all = vec![
            ("INSTAGRAM_MODE", "real"),
            ("FACEBOOK_APP_ID", "1234567890"),
            ("VERIFY_TOKEN", "the verify token/of these+tests"),
            ("TICKLEGRAM_KEY", "the key of these tests"),
            ("GRAPH_BASE_URL", &graph),
        ];
        all.extend(vars);
        let config = self.config(&all);
        if people {
            add_people(&config).await;
        }
        let server = Server::start(config, sources).await.unwrap();
        let url = format!("http://{}/webhook", server.addr).parse().unwrap();
        sim.set_webhook_url(url);
        if people {
            TestApp::of(server, &graph, Some((sim, stop))).await
        } else {
            TestApp::unknown(server, &graph, Some((sim, stop)))
        }
    }
}

/// Real mode knows nobody: its people are made on the command line.
async fn add_people(config: &Config) {
    let opened = server::lifecycle::open(config).await.unwrap();
    let people = People::of(&opened, config.mode).unwrap();
    for person in server::seed::DEMO_USERS {
        let email = real_email(person.email);
        let known = opened.db.user_for_login(&email).await.unwrap();
        if known.is_none() {
            people
                .create(&email, person.name, person.role, REAL_PASSWORD.to_owned())
                .await
                .unwrap();
        }
    }
    opened.db.close().await;
}

/// What people of real mode log in with: nothing that mock mode seeds.
const REAL_PASSWORD: &str = "seven green lamps over there";

fn real_email(email: &str) -> String {
    email.replace("@ticklegram.com", "@shop.example")
}

/// A running server and those who look at it.
pub(crate) struct TestApp {
    server: Option<Server>,
    sim_task: Option<(meta_sim::SimHandle, CancellationToken)>,
    /// `http://127.0.0.1:…`
    pub(crate) base: String,
    /// Nobody.
    pub(crate) nobody: Api,
    /// The admin.
    pub(crate) admin: Api,
    /// The first agent.
    pub(crate) agent: Api,
    /// The second agent.
    pub(crate) other: Api,
    /// The simulator's control API.
    pub(crate) sim: Api,
}

impl TestApp {
    async fn of(
        server: Server,
        sim: &str,
        sim_task: Option<(meta_sim::SimHandle, CancellationToken)>,
    ) -> Self {
        let mut app = Self::unknown(server, sim, sim_task);
        let real = app.sim_task.is_some();
        let login = async |n: usize| {
            let person = server::seed::DEMO_USERS[n];
            match real {
                true => {
                    app.nobody
                        .login(&real_email(person.email), REAL_PASSWORD)
                        .await
                }
                false => app.nobody.login(person.email, person.password).await,
            }
        };
        let people = (login(0).await, login(1).await, login(2).await);
        (app.admin, app.agent, app.other) = people;
        app
    }

    /// A server where nobody is logged in.
    fn unknown(
        server: Server,
        sim: &str,
        sim_task: Option<(meta_sim::SimHandle, CancellationToken)>,
    ) -> Self {
        let base = format!("http://{}", server.addr);
        let nobody = Api::new(&base);
        Self {
            admin: nobody.clone(),
            agent: nobody.clone(),
            other: nobody.clone(),
            sim: Api::new(sim),
            nobody,
            base,
            server: Some(server),
            sim_task,
        }
    }

    /// The link by which the first admin is made.
    pub(crate) fn setup_link(&self) -> &str {
        let server = self.server.as_ref().unwrap();
        server.setup_link.as_deref().unwrap()
    }

    /// The server's own handles.
    pub(crate) fn app(&self) -> &Arc<server::app::App> {
        &self.server.as_ref().unwrap().app
    }

    /// Waits until nothing is left to do, and stops it.
    pub(crate) async fn finish(self) {
        self.quiet().await;
        self.stop().await;
    }

    /// Waits until nothing is left to do: profiles of new customers fetched, everything sent.
    pub(crate) async fn quiet(&self) {
        let db = &self.app().db;
        until(PATIENCE, "every delivery to be understood", async || {
            (db.pending_deliveries().await.unwrap() == 0).then_some(())
        })
        .await;
        until(PATIENCE, "every job to end", async || {
            (db.open_jobs().await.unwrap() == 0).then_some(())
        })
        .await;
        until(PATIENCE, "every file to be fetched", async || {
            (db.waiting_media().await.unwrap() == 0).then_some(())
        })
        .await;
        until(PATIENCE, "every word to be counted", async || {
            (db.uncounted_texts(1).await.unwrap() == 0).then_some(())
        })
        .await;
    }

    /// Waits until nothing moves any more, pictures of customers included: their arrival is an event too.
    pub(crate) async fn still(&self) {
        self.quiet().await;
        let db = &self.app().db;
        until(PATIENCE, "every file to be fetched", async || {
            (db.waiting_media().await.unwrap() == 0).then_some(())
        })
        .await;
    }

    /// Stops it as it is, for stories that leave work to the next one.
    pub(crate) async fn stop(mut self) {
        let server = self.server.take().unwrap();
        assert!(server.stop().await, "it stops in time");
        if let Some((sim, stop)) = self.sim_task.take() {
            stop.cancel();
            sim.wait().await;
        }
    }

    /// Runs a statement as an operator would.
    pub(crate) async fn sql(&self, text: &str) {
        let text = sqlx::AssertSqlSafe(text.to_owned());
        let mut tx = self.app().db.write().await.unwrap();
        store::on_tx!(&mut tx, |c| {
            sqlx::raw_sql(text)
                .execute(c)
                .await
                .unwrap()
                .rows_affected()
        });
        tx.commit().await.unwrap();
    }

    /// How many files lie in the place for files.
    pub(crate) fn files(&self) -> usize {
        let folder = self.app().config.data.join("media");
        let shards = std::fs::read_dir(folder)
            .unwrap()
            .map(|s| s.unwrap().path());
        let shards = shards.filter(|s| !s.ends_with(".incoming"));
        shards.flat_map(|s| std::fs::read_dir(s).unwrap()).count()
    }

    /// The frames of this kind in the event log, oldest first.
    pub(crate) async fn events(&self, kind: &str) -> Vec<String> {
        let all = self.app().db.events_after(0, 1_000).await.unwrap();
        let frames = all.into_iter().map(|e| e.frame);
        frames
            .filter(|f| domain::event::kind(f).as_deref() == Some(kind))
            .collect()
    }

    /// Waits until a chat has so many messages.
    pub(crate) async fn chat_has(&self, chat: &str, count: usize) {
        until(PATIENCE, "the messages of the chat", async || {
            let thread = self.admin.get(&format!("/api/chats/{chat}")).await;
            (all(thread["messages"].clone()).len() == count).then_some(())
        })
        .await;
    }

    /// The position of the event log.
    pub(crate) async fn head(&self) -> i64 {
        self.app().db.head().await.unwrap().seq
    }

    /// An open socket of this person, from now on.
    pub(crate) async fn socket(&self, person: &Api) -> Socket {
        let mut socket = Socket::connect(&self.base, &Connect::with_token(person.token())).await;
        socket.ready().await;
        socket
    }

    /// The id of whoever asks.
    pub(crate) async fn id_of(&self, person: &Api) -> String {
        text(&person.get("/api/auth/me").await["id"])
    }

    /// Posts signed deliveries, as Meta does.
    pub(crate) fn meta(&self) -> Poster {
        Poster::new(&format!("{}/webhook", self.base), SECRET)
    }

    /// Posts a signed delivery and waits until it is understood; gives what the operator sees of it.
    pub(crate) async fn deliver(&self, body: &[u8]) -> Value {
        let (status, answer) = self.meta().post(body).await;
        assert_eq!(status, 200, "{answer} to {}", String::from_utf8_lossy(body));
        assert_eq!(answer, r#"{"status":"received"}"#);
        let found = self.delivery_of(body).await.unwrap();
        self.understood(&found).await
    }

    /// The id of the delivery with these bytes.
    pub(crate) async fn delivery_of(&self, body: &[u8]) -> Option<String> {
        let shown = String::from_utf8_lossy(body);
        for delivery in all(self.admin.get("/api/deliveries?limit=200").await) {
            if delivery["size"] == body.len() {
                let id = text(&delivery["id"]);
                let detail = self.admin.get(&format!("/api/deliveries/{id}")).await;
                if detail["body"] == *shown {
                    return Some(id);
                }
            }
        }
        None
    }

    /// What the operator sees of a delivery, once it is understood.
    pub(crate) async fn understood(&self, id: &str) -> Value {
        until(PATIENCE, "the delivery to be understood", async || {
            let found = self.admin.get(&format!("/api/deliveries/{id}")).await;
            (found["state"] != "new").then_some(found)
        })
        .await
    }

    /// A customer of an account writes in the simulator; gives the chat once the message is in it.
    pub(crate) async fn write(&self, account: &str, words: &str) -> Value {
        let customer = json!({"account_id": account});
        let customer = self.sim.post("/_sim/customers", &customer).await;
        let customer = text(&customer["id"]);
        let path = format!("/_sim/customers/{customer}/messages");
        self.sim.post(&path, &json!({"text": words})).await;
        self.chat_of(&customer).await
    }

    /// The chat of a customer, once there is one.
    pub(crate) async fn chat_of(&self, customer: &str) -> Value {
        until(PATIENCE, "the customer's chat", async || {
            let found = self.admin.get(&format!("/api/chats?q={customer}")).await;
            all(found)
                .into_iter()
                .find(|c| c["instagram_user_id"] == customer)
        })
        .await
    }

    /// Chats that the simulator's customers open, newest first.
    pub(crate) async fn generate(&self, count: usize, platform: &str) -> Vec<String> {
        let path = format!("/api/mock/generate-chats?count={count}&platform={platform}");
        let made = self.admin.post(&path, &json!({})).await;
        let mut ids: Vec<String> = all(made["chat_ids"].clone()).iter().map(text).collect();
        ids.reverse();
        ids
    }

    /// Gives a chat to a person.
    pub(crate) async fn assign(&self, chat: &str, to: Option<&str>) {
        let body = json!({"agent_id": to});
        let path = format!("/api/chats/{chat}/assign");
        self.admin.post(&path, &body).await;
    }

    /// Waits until a message of a chat has come so far; gives it.
    pub(crate) async fn message_is(&self, chat: &str, message: &str, status: &str) -> Value {
        let reached = try_until(PATIENCE, status, async || {
            let found = self.message(chat, message).await;
            (found["delivery_status"] == status).then_some(found)
        });
        match reached.await {
            Ok(message) => message,
            Err(late) => panic!("{late}: {}", self.message(chat, message).await),
        }
    }

    /// A message of a chat.
    pub(crate) async fn message(&self, chat: &str, message: &str) -> Value {
        let thread = self
            .admin
            .get(&format!("/api/chats/{chat}?limit=200"))
            .await;
        let mut found = all(thread["messages"].clone()).into_iter();
        found.find(|m| m["id"] == message).unwrap()
    }

    /// What the simulator was asked to send, oldest first: `(path, body)` of each accepted call that has a message.
    pub(crate) async fn sends(&self) -> Vec<Value> {
        let calls = self
            .sim
            .get("/_sim/calls?limit=5000&match=POST */messages")
            .await;
        let mut sends: Vec<Value> = all(calls)
            .into_iter()
            .filter(|c| c["accepted"] == true && c["body"]["message"].is_object())
            .collect();
        sends.reverse();
        sends
    }

    /// Connects an account as the server does it at start, for kinds that the API cannot connect yet.
    pub(crate) async fn connect(&self, account: &Account) {
        let app = self.app();
        let platform = match account.object {
            testkit::webhook::Object::Instagram => Platform::Instagram,
            testkit::webhook::Object::Page => Platform::Facebook,
        };
        let new = NewAccount {
            id: AccountId::new(System.next()),
            platform,
            external: ExternalId::new(account.id.as_str()),
            username: format!("account {}", account.id),
            token: SecretString::from(format!("token of {}", account.id)),
            host: match platform {
                Platform::Instagram => TokenHost::Instagram,
                Platform::Facebook => TokenHost::Facebook,
            },
            sender_id: account.id.clone(),
            facebook_page_id: None,
            source: Source::Api,
            user: None,
        };
        app.db
            .connect_account(&app.sealer, &new, &app.node, app.clock.now())
            .await
            .unwrap();
        app.wake.deliveries.notify_one();
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let ended = self.server.is_none();
        assert!(
            ended || std::thread::panicking(),
            "a story ends with finish()"
        );
    }
}

/// A clock that stands at the machine's time until it is moved.
pub(crate) fn manual() -> (Manual, Sources) {
    let clock = Manual::at(System.now());
    let sources = Sources {
        clock: Arc::new(clock.clone()),
        ids: Arc::new(System),
    };
    (clock, sources)
}

/// Milliseconds since 1970, so many hours ago.
pub(crate) fn hours_ago(hours: i64) -> i64 {
    System.now().plus(-hours * domain::time::HOUR).millis()
}

/// A time on the wire.
pub(crate) fn time(value: &Value) -> Timestamp {
    serde_json::from_value(value.clone()).unwrap()
}

/// A JSON list.
#[track_caller]
pub(crate) fn all(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        other => panic!("not a list: {other}"),
    }
}

/// A JSON text.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => panic!("not a text: {value}"),
    }
}

/// The ids of a list.
#[track_caller]
pub(crate) fn ids(list: Value) -> Vec<String> {
    all(list).iter().map(|row| text(&row["id"])).collect()
}

/// The answer is this problem, in the shape that the contract gives it.
#[track_caller]
pub(crate) fn problem(answer: Answer, status: u16, code: &str, detail: &str) -> Value {
    let answer = answer.expect(status);
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{answer}"
    );
    let body = answer.json();
    assert_eq!(body["status"], status, "{body}");
    assert_eq!(body["code"], code, "{body}");
    if !detail.is_empty() {
        assert_eq!(body["detail"], detail, "{body}");
    }
    for field in ["type", "title", "detail"] {
        assert!(
            body[field].as_str().is_some_and(|t| !t.is_empty()),
            "{body}"
        );
    }
    body
}

/// The answer is a refusal of this field.
#[track_caller]
pub(crate) fn invalid(answer: Answer, pointer: &str) {
    let body = problem(answer, 422, "validation_failed", "");
    let pointers: Vec<&Value> = body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["pointer"])
        .collect();
    assert_eq!(pointers, [pointer], "{body}");
    let message = text(&body["errors"][0]["message"]);
    assert!(
        !message.is_empty() && !message.contains("struct "),
        "{body}"
    );
}

/// Awaits all of these at once.
pub(crate) async fn at_once<T: Send + 'static>(
    futures: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = futures.into_iter().map(tokio::spawn).collect();
    let mut done = Vec::with_capacity(tasks.len());
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}
