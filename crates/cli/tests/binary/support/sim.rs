//! The simulator: what it is told to do, and its record of what it took.

use std::fs::{File, OpenOptions};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::api::{Api, Method};
use testkit::{process, wait};

use super::SECRET;

/// The simulator's control API.
#[derive(Clone, Debug)]
pub(crate) struct Sim {
    api: Api,
}

impl Sim {
    pub(crate) fn at(base: &str) -> Self {
        Self {
            api: Api::new(base),
        }
    }

    /// A new person who may write to the account.
    pub(crate) async fn customer(&self, account: &str, name: &str) -> String {
        let body = json!({ "account_id": account, "name": name });
        let made = self.api.post("/_sim/customers", &body).await;
        made["id"].as_str().expect("an id").to_owned()
    }

    /// The person writes; gives Meta's id of the message.
    pub(crate) async fn writes(&self, customer: &str, text: &str) -> String {
        let path = format!("/_sim/customers/{customer}/messages");
        let made = self.api.post(&path, &json!({ "text": text })).await;
        made["mid"].as_str().expect("a mid").to_owned()
    }

    /// One fault, or a list of them.
    pub(crate) async fn fault(&self, fault: Value) {
        self.api.post("/_sim/faults", &fault).await;
    }

    pub(crate) async fn settings(&self, settings: Value) {
        self.api.post("/_sim/settings", &settings).await;
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        self.api.post(path, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.api.get(path).await
    }

    /// Calls that fit `METHOD path`, oldest first.
    pub(crate) async fn calls(&self, pattern: &str) -> Vec<Value> {
        let pattern = pattern.replace(' ', "%20");
        let path = format!("/_sim/calls?limit=5000&match={pattern}");
        let mut calls = list(self.api.get(&path).await);
        calls.reverse();
        calls
    }

    /// Every try to send this text to this person, taken or not, oldest first.
    pub(crate) async fn tries(&self, customer: &str, text: &str) -> Vec<Value> {
        let sends = |call: &Value| {
            call["body"]["recipient"]["id"] == customer && call["body"]["message"]["text"] == text
        };
        let mut calls = self.calls("POST */messages").await;
        calls.retain(sends);
        calls
    }

    /// How often this text was taken for this person.
    pub(crate) async fn accepted(&self, customer: &str, text: &str) -> usize {
        let tries = self.tries(customer, text).await;
        tries.iter().filter(|call| call["accepted"] == true).count()
    }

    /// Waits until this text was taken for this person.
    pub(crate) async fn until_accepted(&self, customer: &str, text: &str) {
        wait::until(wait::PATIENCE, "the simulator to take a send", async || {
            (self.accepted(customer, text).await > 0).then_some(())
        })
        .await;
    }
}

pub(crate) fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        other => panic!("a list, not {other}"),
    }
}

/// The simulator as a process of its own; killed when the value is dropped.
#[derive(Debug)]
pub(crate) struct SimProcess {
    child: Child,
    folder: TempDir,
    address: SocketAddr,
    args: Vec<String>,
}

impl SimProcess {
    pub(crate) async fn start(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let address = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .expect("a port");
        let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
        let child = Self::spawn(&folder, address, &args);
        let mut process = Self {
            child,
            folder,
            address,
            args,
        };
        process.until_up().await;
        process
    }

    fn spawn(folder: &TempDir, address: SocketAddr, args: &[String]) -> Child {
        let log = || -> File {
            let mut options = OpenOptions::new();
            let options = options.create(true).append(true);
            options
                .open(folder.path().join("sim.log"))
                .expect("a log file")
        };
        process::command(folder.path())
            .args(["sim", "--listen", &address.to_string(), "--data", "."])
            .args(args)
            .env("FACEBOOK_APP_SECRET", SECRET)
            .stdin(Stdio::null())
            .stdout(log())
            .stderr(log())
            .spawn()
            .expect("the simulator starts")
    }

    async fn until_up(&mut self) {
        let api = Api::new(&self.base());
        wait::until(wait::PATIENCE, "the simulator to answer", async || {
            if let Ok(Some(status)) = self.child.try_wait() {
                let log = std::fs::read_to_string(self.folder.path().join("sim.log"));
                panic!("the simulator {status}: {log:?}");
            }
            let asked = api.try_send(Method::GET, "/_sim/state", None, &[]).await;
            asked.ok().filter(|answer| answer.status == 200).map(drop)
        })
        .await;
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// SIGKILL: nobody answers any more.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again on the same port and data.
    pub(crate) async fn restart(&mut self) {
        self.kill();
        self.child = Self::spawn(&self.folder, self.address, &self.args);
        self.until_up().await;
    }
}

impl Drop for SimProcess {
    fn drop(&mut self) {
        self.kill();
    }
}
