//! The product guide's own commands, read from the guide and run by a shell as they stand there: only the host, tokens
//! and ids are filled in.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::process::Options;

use crate::support::{INSTAGRAM, Sim, SimProcess, World};

const GUIDE: &str = include_str!("../../../../docs/GUIDE.md");
const OUR_SERVER: &str = "http://localhost:8001";
const GRAPH: &str = "https://graph.facebook.com";
const LOG: &str = "/var/log/supervisor/backend.err.log";
const VERIFY: &str = "verify-me-4711";

/// The commands of the guide's shell blocks, in order.
fn commands() -> Vec<String> {
    let mut commands = Vec::new();
    for block in GUIDE.split("```bash\n").skip(1) {
        let block = block.split("```").next().expect("the end of a block");
        commands.extend(split(block));
    }
    commands.sort();
    commands.dedup();
    commands
}

/// Cuts a block where the shell would: at the end of a line, unless it is quoted or goes on.
fn split(block: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut command = String::new();
    let mut quote: Option<char> = None;
    let mut last = '\n';
    for c in block.chars() {
        match (quote, c) {
            (None, '\n') if last != '\\' => {
                out.push(std::mem::take(&mut command));
                last = c;
                continue;
            }
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
        command.push(c);
        last = c;
    }
    out.push(command);
    out.into_iter()
        .map(|c| c.trim().to_owned())
        .filter(|c| !c.is_empty() && !c.starts_with('#'))
        .collect()
}

/// A shell whose curl says nothing but the answer and its status.
struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = "silent\nnoproxy = \"*\"\nmax-time = 60\nwrite-out = \"\\n%{http_code}\"\n";
        std::fs::write(folder.path().join(".curlrc"), config).expect("curl's configuration");
        Self { folder }
    }

    /// Runs a command; gives what it printed.
    fn run(&self, command: &str) -> String {
        let output = Command::new("sh")
            .args(["-c", command])
            .env("CURL_HOME", self.folder.path())
            .current_dir(self.folder.path())
            .output()
            .expect("a shell");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs a curl command; gives its status and answer.
    fn curl(&self, command: &str) -> (u16, String) {
        let printed = self.run(command);
        let (body, status) = printed.rsplit_once('\n').unwrap_or(("", &printed));
        let status = status
            .parse()
            .unwrap_or_else(|_| panic!("{command}: {printed}"));
        (status, body.to_owned())
    }
}

/// A command with its host and placeholders filled in.
fn filled(command: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(command.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
}

/// The one command that holds these words.
fn the(words: &[&str]) -> String {
    let mut found = commands();
    found.retain(|c| words.iter().all(|w| c.contains(w)));
    assert_eq!(found.len(), 1, "{words:?}: {found:#?}");
    found.remove(0)
}

/// Words by which each command of the guide is known here: one that is added to the guide has to be added below too.
const KNOWN: [&[&str]; 12] = [
    &["curl -X GET", "{page-id}?fields=instagram_business_account"],
    &[
        "curl -X POST",
        "/api/mock/generate-chats?count=5&platform=instagram",
    ],
    &["curl -X POST", "/api/mock/simulate-message"],
    &["curl -X POST", "/IG_MEDIA_ID/comments"],
    &["curl -X POST", "/COMMENT_ID\"", "hide=true"],
    &["curl -X DELETE", "/COMMENT_ID?"],
    &["curl -X POST", "/PAGE_ID/messages"],
    &["curl -X POST", "/PIXEL_ID/events"],
    &["curl", "/api/webhooks/instagram?hub.mode=subscribe"],
    &["curl -X GET", "/api/instagram/accounts"],
    &["tail -f"],
    &["tail -n 50", "grep -i \"database\""],
];

#[test]
fn every_command_of_the_guide_is_known() {
    let mut left = commands();
    for words in KNOWN {
        let command = the(words);
        left.retain(|c| *c != command);
    }
    assert!(left.is_empty(), "not run here: {left:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn our_server_answers_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("backend.err.log").display().to_string();
    let options = Options::default()
        .env("VERIFY_TOKEN", VERIFY)
        .env("LOG_FILE", &log);
    let world = World::start(options).await;
    let base = world.server.base();
    let shell = Shell::new();
    let ours = |words: &[&str], values: &[(&str, &str)]| {
        let mut all = vec![(OUR_SERVER, base.as_str())];
        all.extend_from_slice(values);
        shell.curl(&filled(&the(words), &all))
    };
    let token = [("YOUR_TOKEN", world.admin.token())];

    let (status, body) = ours(KNOWN[9], &token);
    let accounts: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(
        (status, &accounts[0]["page_id"]),
        (200, &json!(INSTAGRAM.account))
    );

    let (status, body) = ours(KNOWN[1], &token);
    let made: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(
        (status, &made["success"], &made["count"], &made["platform"]),
        (200, &json!(true), &json!(5), &json!("INSTAGRAM")),
        "{made}"
    );
    let chat = made["chat_ids"][0].as_str().expect("a chat");

    let (status, body) = ours(KNOWN[2], &[token[0], ("CHAT_ID", chat)]);
    assert_eq!(status, 200, "{body}");
    let thread = world.admin.get(&format!("/api/chats/{chat}")).await;
    assert_eq!(thread["last_message"], "Test message", "{thread}");

    assert_eq!(
        ours(KNOWN[8], &[("YOUR_TOKEN", VERIFY)]),
        (200, "12345".to_owned())
    );
    assert_eq!(ours(KNOWN[8], &[("YOUR_TOKEN", "wrong")]).0, 403);
    for words in [KNOWN[1], KNOWN[2], KNOWN[9]] {
        assert_eq!(ours(words, &[("YOUR_TOKEN", "wrong")]).0, 401, "{words:?}");
    }

    // Its log stands where the guide looks, and says what the database does. The one that follows never ends by itself.
    let lines = shell.run(&filled(&the(KNOWN[11]), &[(LOG, &log)]));
    assert!(lines.contains("database"), "{lines}");
    let follow = filled(&the(KNOWN[10]), &[(LOG, &log)]);
    let lines = shell.run(&format!("timeout 1 {follow}"));
    assert!(lines.contains("TickleGram listens"), "{lines}");
    // Emptied in its place, as log rotation does it, it is written on.
    std::fs::write(&log, "").expect("an empty log");
    assert_eq!(ours(KNOWN[8], &[("YOUR_TOKEN", "wrong")]).0, 403);
    drop(world);
}

/// The Graph commands against a simulator, by their place in [`KNOWN`].
fn graph(shell: &Shell, base: &str, known: usize, values: &BTreeMap<&str, String>) -> (u16, Value) {
    // Longer placeholders first: one may hold another.
    let mut all: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    all.insert(0, (GRAPH, base));
    let command = filled(&the(KNOWN[known]), &all);
    let (status, body) = shell.curl(&command);
    let body = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{command}: {body}"));
    (status, body)
}

fn values(token: &str, page: &str) -> BTreeMap<&'static str, String> {
    let pairs = [
        ("GRAPH_VERSION", "v25.0"),
        ("{page-id}", page),
        ("{page-access-token}", token),
        ("PAGE_ACCESS_TOKEN", token),
        ("SYSTEM_OR_PAGE_TOKEN", token),
        ("PAGE_ID", page),
        ("PIXEL_ID", "1234567890123456"),
        ("IG_MEDIA_ID", "17900000000000077"),
        ("COMMENT_ID", "17900000000000078"),
        ("IG_SCOPED_USER_ID", "900100200300"),
    ];
    pairs.into_iter().map(|(k, v)| (k, v.to_owned())).collect()
}

/// Adopting: accounts, people, media and comments that nobody introduced are there, and the three ways in which the
/// guide's samples differ from Meta are taken (docs/SIMULATOR.md).
#[tokio::test(flavor = "multi_thread")]
async fn an_adopting_simulator_takes_every_graph_command() {
    let process = SimProcess::start(&[]).await;
    let shell = Shell::new();
    let base = process.base();
    let mut values = values("token-of-the-guide", INSTAGRAM.page);
    let run = |n, values: &BTreeMap<&str, String>| graph(&shell, &base, n, values);

    let (status, page) = run(0, &values);
    assert_eq!(
        (status, &page["instagram_business_account"]["id"]),
        (200, &json!(INSTAGRAM.account)),
        "{page}"
    );
    let (status, made) = run(3, &values);
    assert_eq!(status, 200, "{made}");
    values.insert(
        "COMMENT_ID",
        made["id"].as_str().expect("a comment").to_owned(),
    );
    for n in [4, 5] {
        let (status, done) = run(n, &values);
        assert_eq!((status, &done["success"]), (200, &json!(true)), "{done}");
    }
    let (status, sent) = run(6, &values);
    assert_eq!(
        (status, &sent["recipient_id"]),
        (200, &json!("900100200300")),
        "{sent}"
    );
    assert!(sent["message_id"].is_string(), "{sent}");
    // JSON with a form behind it, an old time and no action_source at once.
    let (status, taken) = run(7, &values);
    assert_eq!(
        (status, &taken["events_received"]),
        (200, &json!(1)),
        "{taken}"
    );
    // Tokens do not stand in the record.
    let calls = Sim::at(&base).get("/_sim/calls?limit=100").await;
    assert!(!calls.to_string().contains("token-of-the-guide"), "{calls}");
}

/// Strict: what nobody introduced is refused, and so is a body that is neither JSON nor a form.
#[tokio::test(flavor = "multi_thread")]
async fn a_strict_simulator_answers_as_meta_does() {
    let process = SimProcess::start(&["--strict", "--empty"]).await;
    let base = process.base();
    let sim = Sim::at(&base);
    let shell = Shell::new();
    let account = json!({
        "platform": "instagram", "id": "17841400000004242", "page_id": INSTAGRAM.page,
        "username": "shop", "token": "token-of-the-guide",
    });
    sim.post("/_sim/accounts", &account).await;
    let mut values = values("token-of-the-guide", INSTAGRAM.page);
    let run = |n, values: &BTreeMap<&str, String>| graph(&shell, &base, n, values);

    // The Page is known; the version of the command has ended and is served by the oldest that lives (§0).
    let (status, page) = run(0, &values);
    assert_eq!(
        (status, &page["instagram_business_account"]["id"]),
        (200, &json!("17841400000004242")),
        "{page}"
    );
    // Media and comments of nobody.
    for n in [3, 4, 5] {
        let (status, refused) = run(n, &values);
        assert_eq!(
            (status, &refused["error"]["code"]),
            (400, &json!(100)),
            "{refused}"
        );
    }
    // Curl joins several -d with an ampersand: behind a JSON body Meta finds no token (§0).
    for n in [6, 7] {
        let (status, refused) = run(n, &values);
        assert_eq!(
            (status, &refused["error"]["code"]),
            (400, &json!(2_500)),
            "{refused}"
        );
    }
    // A token that nobody gave.
    let mut stranger = values.clone();
    for name in ["{page-access-token}", "PAGE_ACCESS_TOKEN"] {
        stranger.insert(name, "EAAstranger".to_owned());
    }
    for n in [0, 3] {
        let (status, refused) = run(n, &stranger);
        assert_eq!(
            (status, &refused["error"]["code"]),
            (401, &json!(190)),
            "{refused}"
        );
    }
    // On media of its own the comment is made, hidden and deleted.
    let post = sim
        .post("/_sim/accounts/17841400000004242/media", &json!({}))
        .await;
    values.insert(
        "IG_MEDIA_ID",
        post["id"].as_str().expect("a post").to_owned(),
    );
    let (status, made) = run(3, &values);
    assert_eq!(status, 200, "{made}");
    values.insert(
        "COMMENT_ID",
        made["id"].as_str().expect("a comment").to_owned(),
    );
    for n in [4, 5] {
        let (status, done) = run(n, &values);
        assert_eq!((status, &done["success"]), (200, &json!(true)), "{done}");
    }
    let (status, gone) = run(5, &values);
    assert_eq!(
        (status, &gone["error"]["code"]),
        (400, &json!(100)),
        "{gone}"
    );
}
