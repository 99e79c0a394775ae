//! A server with a Meta of its own.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::api::{Answer, Api, Method};
use testkit::process::{Options, Server};
use testkit::proxy::Proxy;
use testkit::wait::{self, PATIENCE};
use testkit::webhook::Poster;
use testkit::ws::{Connect, Socket};

use super::thread::{bubbles, statuses};
use super::{Mark, Sim, SimProcess, Thread};

/// The Meta app's secret in these tests: the simulator signs with it, and so do we.
pub(crate) const SECRET: &str = "c0ffee5ec2e7";

/// One of the two demo accounts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shop {
    /// As in `?platform=`.
    pub(crate) platform: &'static str,
    /// What webhooks carry.
    pub(crate) account: &'static str,
    /// What stands in the path of a send.
    pub(crate) page: &'static str,
}

pub(crate) const INSTAGRAM: Shop = Shop {
    platform: "instagram",
    account: "mock_ig_123",
    page: "100000000000123",
};
pub(crate) const MESSENGER: Shop = Shop {
    platform: "facebook",
    account: "mock_fb_123",
    page: "mock_fb_123",
};

impl Shop {
    /// A fault on so many sends of this account.
    pub(crate) fn fault(self, times: u32, then: &Value) -> Value {
        json!({ "match": format!("POST /{}/messages", self.page), "times": times, "then": then })
    }
}

/// A running server, its simulator, and its administrator.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) sim: Sim,
    pub(crate) admin: Api,
    /// The simulator, where it is a process of its own.
    pub(crate) process: Option<SimProcess>,
    /// The line from the server to the simulator, where they are apart.
    pub(crate) line: Option<Proxy>,
}

impl World {
    /// Mock mode with the simulator inside.
    pub(crate) async fn start(options: Options) -> Self {
        let server = Server::start(options.env("FACEBOOK_APP_SECRET", SECRET)).await;
        let admin = server.api().admin().await;
        let sim = Sim::at(&server.simulator());
        Self {
            server,
            sim,
            admin,
            process: None,
            line: None,
        }
    }

    /// Mock mode with a simulator that outlives it, behind a line that can be cut or held.
    pub(crate) async fn apart(options: Options) -> Self {
        let process = SimProcess::start(&[]).await;
        let line = Proxy::start(process.address()).await;
        let base = line.base();
        Self::with(process, Some(line), &base, options).await
    }

    /// The same without a line that could be cut: where the simulator is gone, nobody is there.
    pub(crate) async fn beside(options: Options) -> Self {
        let process = SimProcess::start(&[]).await;
        let base = process.base();
        Self::with(process, None, &base, options).await
    }

    async fn with(process: SimProcess, line: Option<Proxy>, base: &str, options: Options) -> Self {
        let options = options
            .env("FACEBOOK_APP_SECRET", SECRET)
            .env("GRAPH_BASE_URL", base)
            .env("INSTAGRAM_GRAPH_BASE_URL", &format!("{base}/ig-host"));
        let server = Server::start(options).await;
        let sim = Sim::at(&process.base());
        let webhook = format!("{}/webhook", server.base());
        sim.settings(json!({ "webhook_url": webhook })).await;
        let admin = server.api().admin().await;
        Self {
            server,
            sim,
            admin,
            process: Some(process),
            line,
        }
    }

    pub(crate) fn line(&self) -> &Proxy {
        self.line
            .as_ref()
            .expect("a world whose simulator is apart")
    }

    /// Posts deliveries as Meta would.
    pub(crate) fn poster(&self) -> Poster {
        Poster::new(&format!("{}/webhook", self.server.base()), SECRET)
    }

    /// A new customer writes to the shop, and the chat is there.
    pub(crate) async fn conversation(&self, shop: Shop, name: &str) -> Thread {
        self.conversation_of(shop.account, name).await
    }

    /// The same with any account.
    pub(crate) async fn conversation_of(&self, account: &str, name: &str) -> Thread {
        let customer = self.sim.customer(account, name).await;
        self.sim.writes(&customer, "hello").await;
        let chat = self.chat_of(&customer).await;
        Thread { chat, customer }
    }

    /// Our chat with a customer who has written.
    pub(crate) async fn chat_of(&self, customer: &str) -> String {
        chat_of(&self.admin, customer).await
    }

    /// The agent answers; gives our id of the message.
    pub(crate) async fn say(&self, thread: &Thread, text: &str) -> String {
        let path = format!("/api/chats/{}/message", thread.chat);
        let message = self.admin.post(&path, &json!({ "content": text })).await;
        assert_eq!(message["delivery_status"], "queued", "{message}");
        message["id"].as_str().expect("an id").to_owned()
    }

    /// The agent wants a message sent again.
    pub(crate) async fn retry(&self, thread: &Thread, id: &str, confirm: bool) -> Answer {
        let path = format!("/api/chats/{}/messages/{id}/retry", thread.chat);
        let body = json!({ "confirm_unknown": confirm });
        self.admin.send(Method::POST, &path, Some(&body)).await
    }

    /// The newest messages of a chat.
    pub(crate) async fn messages(&self, thread: &Thread) -> Vec<Value> {
        let path = format!("/api/chats/{}?limit=200", thread.chat);
        super::sim::list(self.admin.get(&path).await["messages"].take())
    }

    pub(crate) async fn message(&self, thread: &Thread, id: &str) -> Value {
        let messages = self.messages(thread).await;
        let found = messages.into_iter().find(|message| message["id"] == id);
        found.unwrap_or_else(|| panic!("the chat has no message {id}"))
    }

    /// Waits until a message has one of these statuses, and gives it.
    pub(crate) async fn until(&self, thread: &Thread, id: &str, wanted: &[&str]) -> Value {
        self.until_within(PATIENCE, thread, id, wanted).await
    }

    /// The same, for what the product itself lets wait.
    pub(crate) async fn until_within(
        &self,
        time: Duration,
        thread: &Thread,
        id: &str,
        wanted: &[&str],
    ) -> Value {
        let mut last = Value::Null;
        let waited = wait::try_until(time, "a delivery status", async || {
            last = self.message(thread, id).await;
            let status = last["delivery_status"].as_str().unwrap_or_default();
            wanted.contains(&status).then_some(())
        })
        .await;
        assert!(waited.is_ok(), "waited {time:?} for {wanted:?}: {last}");
        last
    }

    /// Meta took this text so often.
    pub(crate) async fn taken_exactly(&self, thread: &Thread, text: &str, times: usize) {
        let taken = self.sim.accepted(&thread.customer, text).await;
        let tries = self.sim.tries(&thread.customer, text).await;
        assert_eq!(
            taken, times,
            "{text:?} in the simulator's record: {tries:?}"
        );
    }

    /// The thread has so many bubbles of ours with this text.
    pub(crate) async fn shown_exactly(
        &self,
        thread: &Thread,
        text: &str,
        times: usize,
    ) -> Vec<Value> {
        let mut shown = self.messages(thread).await;
        shown.retain(|m| m["direction"] == "outbound" && m["content"] == text);
        assert_eq!(shown.len(), times, "bubbles of {text:?}: {shown:?}");
        shown
    }

    /// Meta took this text so often, and the thread has one bubble for each.
    pub(crate) async fn sent_exactly(&self, thread: &Thread, text: &str, times: usize) {
        self.taken_exactly(thread, text, times).await;
        let shown = self.shown_exactly(thread, text, times).await;
        let mut mids: Vec<_> = shown
            .iter()
            .filter_map(|m| m["meta_message_id"].as_str())
            .collect();
        mids.sort_unstable();
        mids.dedup();
        assert_eq!(mids.len(), times, "one of Meta's ids for each: {shown:?}");
    }

    /// Where the log of events stands.
    pub(crate) async fn mark(&self) -> Mark {
        let connect = Connect::with_token(self.admin.token());
        let mut socket = Socket::connect(&self.server.base(), &connect).await;
        let (seq, log) = socket.ready().await;
        socket.close().await;
        Mark { seq, log }
    }

    /// Everything that was logged since.
    pub(crate) async fn events_since(&self, mark: &Mark) -> Vec<Value> {
        let connect = Connect::with_token(self.admin.token()).since(mark.seq, &mark.log);
        let mut socket = Socket::connect(&self.server.base(), &connect).await;
        let (head, _) = socket.ready().await;
        if head == mark.seq {
            return Vec::new();
        }
        socket.collect_to(head).await
    }

    /// Screens saw one bubble, which was never taken for failed and never went away.
    pub(crate) async fn seen_once(&self, mark: &Mark, thread: &Thread, id: &str, text: &str) {
        let events = self.events_since(mark).await;
        let way = statuses(&events, id);
        assert!(!way.contains(&"failed".to_owned()), "{id} went {way:?}");
        assert_eq!(bubbles(&events, thread, text), 1, "bubbles of {text:?}");
        let gone = events.iter().filter(|event| {
            event["type"] == "message_removed" && event["chat_id"] == thread.chat.as_str()
        });
        assert_eq!(gone.count(), 0, "bubbles of {text:?} that went away");
    }

    /// Waits until every delivery that was taken is applied.
    pub(crate) async fn applied(&self) {
        wait::until(PATIENCE, "deliveries to be applied", async || {
            let deliveries = self.admin.get("/api/deliveries?limit=200").await;
            let waits = |delivery: &Value| delivery["state"] == "new";
            (!deliveries.as_array()?.iter().any(waits)).then_some(())
        })
        .await;
    }

    /// Waits until nothing is left to do: what was taken is applied, and no job is open.
    pub(crate) async fn idle(&self) {
        self.applied().await;
        wait::until(PATIENCE, "the outbox to be empty", async || {
            let open = self.admin.get("/api/outbox").await;
            open.as_array()?.is_empty().then_some(())
        })
        .await;
    }

    /// A number of `/metrics`, summed over its labels.
    pub(crate) async fn metric(&self, name: &str) -> f64 {
        let answer = self.server.api().send(Method::GET, "/metrics", None).await;
        let of_it = |line: &&str| {
            line.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['{', ' ']))
        };
        let lines = answer.text.lines().filter(of_it);
        lines
            .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
            .sum()
    }
}

/// Our chat with a customer who has written, as this person sees it.
pub(crate) async fn chat_of(api: &Api, customer: &str) -> String {
    wait::until(PATIENCE, "the customer's chat", async || {
        let chats = api.get("/api/chats?limit=200").await;
        let found = chats
            .as_array()?
            .iter()
            .find(|chat| chat["instagram_user_id"] == customer)?;
        Some(found["id"].as_str()?.to_owned())
    })
    .await
}
