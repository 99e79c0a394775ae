//! From variables to [`Config`], collecting every problem on the way.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use domain::user::{AgentVisibility, AutoAssign};
use secrecy::SecretString;
use store::Location;
use url::{Host, Url};

use super::{Config, EnvAccount, Environment, Graph, Mode, Options};

/// Longest `INSTAGRAM_WEBHOOK_TIMEOUT`: a request of ours must end before browsers and proxies give up (about 2 min).
const MAX_TIMEOUT: u64 = 110;
/// The version whose end Meta has announced, which older configurations name.
const ENDING_VERSION: &str = "v21.0";
/// Values that stand in tutorials: no secret at all.
const WELL_KNOWN: [&str; 9] = [
    "secret",
    "changeme",
    "change-me",
    "password",
    "default_secret",
    "app_secret",
    "verify_token",
    "test",
    "meatyhamhock",
];

/// Everything that keeps the server from starting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the configuration has {} problem(s):", self.0.len())?;
        self.0.iter().try_for_each(|p| writeln!(f, "  - {p}"))
    }
}

impl std::error::Error for Problems {}

struct Reader<'a> {
    env: &'a Environment,
    mode: Mode,
    problems: Vec<String>,
    warnings: Vec<String>,
}

pub(super) fn read(env: &Environment, options: &Options) -> Result<Config, Problems> {
    let mut r = Reader {
        env,
        mode: Mode::Mock,
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    r.mode = r.read_mode();
    let public_mock = r.flag("ALLOW_PUBLIC_MOCK", false);
    let data = options
        .data
        .clone()
        .or_else(|| r.text("DATA").map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("data"));
    let listen = options
        .listen
        .clone()
        .or_else(|| r.text("LISTEN"))
        .unwrap_or_else(|| "127.0.0.1:8001".to_owned());
    let listen = r.address("LISTEN", &listen);
    if r.mode == Mode::Mock && !listen.ip().is_loopback() && !public_mock {
        r.problem(format!("LISTEN: mock mode has known passwords and does not listen on {listen}; use 127.0.0.1, or set ALLOW_PUBLIC_MOCK=true"));
    }
    let database = r.database(&data);
    let (media, problem) = super::media::read(&data, |name| r.text(name));
    r.problems.extend(problem);
    let graph = r.graph(public_mock);
    let app_id = r.real("FACEBOOK_APP_ID");
    let instagram_app_id = r.text("INSTAGRAM_APP_ID").or_else(|| app_id.clone());
    let app_secret = r.secret("FACEBOOK_APP_SECRET");
    let instagram_secret = r.secret("INSTAGRAM_APP_SECRET");
    let alt_secret = r.secret("INSTAGRAM_APP_SECRET_ALT");
    let webhook_secrets: Vec<_> = [app_secret.clone(), instagram_secret.clone(), alt_secret]
        .into_iter()
        .flatten()
        .collect();
    let tokens = [
        "INSTAGRAM_WEBHOOK_VERIFY_TOKEN",
        "FACEBOOK_WEBHOOK_VERIFY_TOKEN",
        "VERIFY_TOKEN",
    ];
    let verify_tokens: Vec<_> = tokens
        .into_iter()
        .filter_map(|name| r.secret(name))
        .collect();
    let key = r.text("TICKLEGRAM_KEY").map(SecretString::from);
    r.require_real(
        app_id.is_some(),
        &webhook_secrets,
        &verify_tokens,
        key.is_some(),
        &database,
    );
    let skip_signature = r.flag("INSTAGRAM_SKIP_SIGNATURE", false);
    if skip_signature {
        r.warn("INSTAGRAM_SKIP_SIGNATURE is on: anybody who can reach this server can write messages in your customers' names");
    }
    if r.text("EVENT_BUS_URL").is_some() {
        r.problem("EVENT_BUS_URL: this version has no broker; leave it empty, and nodes that share a PostgreSQL hear each other through it".to_owned());
    }
    let graph_version = r.version();
    let config = Config {
        mode: r.mode,
        listen,
        data,
        database,
        media,
        graph,
        graph_version,
        graph_timeout: r.timeout(),
        app_id,
        instagram_app_id,
        instagram_app_secret: instagram_secret.clone().or_else(|| app_secret.clone()),
        app_secret: app_secret.or(instagram_secret),
        webhook_secrets,
        verify_tokens,
        skip_signature,
        hmac_debug: r.flag("INSTAGRAM_HMAC_DEBUG", false),
        env_account: r.env_account(),
        human_agent: r.flag("HUMAN_AGENT", r.mode == Mode::Mock),
        public_url: r.url("PUBLIC_URL"),
        key,
        cors_origins: r.origins(),
        log_file: r.text("LOG_FILE").map(PathBuf::from),
        visibility: r.visibility(),
        auto_assign: r.auto_assign(),
        public_signup: r.flag("ALLOW_PUBLIC_SIGNUP", r.mode == Mode::Mock),
        pixel_id: r.text("PIXEL_ID"),
        capi_token: r.text("CAPI_ACCESS_TOKEN").map(SecretString::from),
        public_mock,
        sim_strict: r.flag("SIM_STRICT", false),
        warnings: Vec::new(),
    };
    if r.problems.is_empty() {
        Ok(Config {
            warnings: r.warnings,
            ..config
        })
    } else {
        Err(Problems(r.problems))
    }
}

/// A value that a person was meant to replace.
fn is_placeholder(value: &str) -> bool {
    value.to_ascii_lowercase().starts_with("your-")
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl Reader<'_> {
    fn problem(&mut self, text: String) {
        self.problems.push(text);
    }

    fn warn(&mut self, text: &str) {
        self.warnings.push(text.to_owned());
    }

    /// A value; a placeholder counts as unset in mock mode and as a problem in real mode.
    fn text(&mut self, name: &'static str) -> Option<String> {
        let value = match self.env.get(name) {
            Ok(value) => value?,
            Err(problem) => {
                self.problem(problem);
                return None;
            }
        };
        if !is_placeholder(&value) {
            return Some(value);
        }
        if self.mode == Mode::Real {
            self.problem(format!(
                "{name}: it still holds the placeholder of the example; put the real value there"
            ));
        }
        None
    }

    /// A value that real mode needs. Missing ones are named by [`Reader::require_real`].
    fn real(&mut self, name: &'static str) -> Option<String> {
        self.text(name)
    }

    fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        let value = self.text(name)?;
        if self.mode == Mode::Real && WELL_KNOWN.contains(&value.to_ascii_lowercase().as_str()) {
            self.problem(format!(
                "{name}: this value stands in tutorials and is no secret; make one of your own"
            ));
            return None;
        }
        Some(SecretString::from(value))
    }

    fn flag(&mut self, name: &'static str, default: bool) -> bool {
        match self.text(name).map(|v| v.to_ascii_lowercase()).as_deref() {
            None => default,
            Some("true" | "1" | "yes" | "on") => true,
            Some("false" | "0" | "no" | "off") => false,
            Some(other) => {
                self.problem(format!("{name}: {other:?} is neither true nor false"));
                default
            }
        }
    }

    fn address(&mut self, name: &'static str, text: &str) -> SocketAddr {
        let text = text
            .strip_prefix("localhost:")
            .map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
        text.parse().unwrap_or_else(|_| {
            self.problem(format!(
                "{name}: {text:?} is not an address with a port, like 127.0.0.1:8001"
            ));
            SocketAddr::from(([127, 0, 0, 1], 0))
        })
    }

    fn url(&mut self, name: &'static str) -> Option<Url> {
        let text = self.text(name)?;
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {
                Some(url)
            }
            _ => {
                self.problem(format!("{name}: it must be an http or https address"));
                None
            }
        }
    }

    fn read_mode(&mut self) -> Mode {
        let mut one =
            |name: &'static str| match self.text(name).map(|v| v.to_ascii_lowercase()).as_deref() {
                None => None,
                Some("mock") => Some(Mode::Mock),
                Some("real") => Some(Mode::Real),
                Some(other) => {
                    self.problem(format!("{name}: {other:?} is neither mock nor real"));
                    None
                }
            };
        let instagram = one("INSTAGRAM_MODE").unwrap_or(Mode::Mock);
        let facebook = one("FACEBOOK_MODE").unwrap_or(instagram);
        if facebook != instagram {
            self.problem(format!(
                "FACEBOOK_MODE is {} and INSTAGRAM_MODE is {}: one server works against one Meta; use two servers, each with its own data",
                facebook.as_str(),
                instagram.as_str()
            ));
        }
        instagram
    }

    fn database(&mut self, data: &std::path::Path) -> Location {
        let url = self.text("DATABASE_URL");
        Location::parse(url.as_deref(), data).unwrap_or_else(|e| {
            self.problem(format!("DATABASE_URL: {e}"));
            Location::File(data.join("ticklegram.db"))
        })
    }

    fn graph(&mut self, public_mock: bool) -> Graph {
        let facebook = self.url("GRAPH_BASE_URL");
        let instagram = self.url("INSTAGRAM_GRAPH_BASE_URL");
        let named = facebook.is_some();
        for url in [&facebook, &instagram].into_iter().flatten() {
            if is_loopback(url) {
                if self.mode == Mode::Real {
                    self.warn("GRAPH_BASE_URL points at this machine: this is real mode against a simulator, nothing reaches Meta");
                }
            } else if url.scheme() != "https" {
                self.problem(format!(
                    "GRAPH_BASE_URL: {url} would carry tokens unencrypted; use https"
                ));
            }
        }
        let listen = self.text("SIM_LISTEN");
        let off = listen
            .as_deref()
            .is_some_and(|l| l.eq_ignore_ascii_case("off"));
        if self.mode == Mode::Mock && !named && !off {
            let addr = self.address("SIM_LISTEN", listen.as_deref().unwrap_or("127.0.0.1:8002"));
            if !addr.ip().is_loopback() && !public_mock {
                self.problem(format!("SIM_LISTEN: the simulator has no login and does not listen on {addr}; use 127.0.0.1, or set ALLOW_PUBLIC_MOCK=true"));
            }
            return Graph::OwnSimulator(addr);
        }
        let fixed = |text: &str| Url::parse(text).ok();
        let default = match self.mode {
            Mode::Real => (
                fixed("https://graph.facebook.com"),
                fixed("https://graph.instagram.com"),
            ),
            // Without a simulator of its own, mock mode looks for one where it would have been.
            Mode::Mock => (
                fixed("http://127.0.0.1:8002"),
                fixed("http://127.0.0.1:8002/ig-host"),
            ),
        };
        // One simulator serves both hosts; its second one lies below a path of the first.
        let beside = facebook
            .as_ref()
            .filter(|f| is_loopback(f))
            .and_then(|f| fixed(&format!("{}/ig-host", f.as_str().trim_end_matches('/'))));
        match (facebook.or(default.0), instagram.or(beside).or(default.1)) {
            (Some(facebook), Some(instagram)) => Graph::At {
                facebook,
                instagram,
            },
            _ => Graph::OwnSimulator(SocketAddr::from(([127, 0, 0, 1], 0))),
        }
    }

    fn require_real(
        &mut self,
        app_id: bool,
        secrets: &[SecretString],
        tokens: &[SecretString],
        key: bool,
        database: &Location,
    ) {
        if self.mode == Mode::Mock {
            return;
        }
        if !app_id {
            self.problem("FACEBOOK_APP_ID: real mode needs the Meta app's id".to_owned());
        }
        if secrets.is_empty() {
            self.problem("FACEBOOK_APP_SECRET: real mode needs an app secret (this one or INSTAGRAM_APP_SECRET) to check deliveries".to_owned());
        }
        if tokens.is_empty() {
            self.problem("FACEBOOK_WEBHOOK_VERIFY_TOKEN: real mode needs a verify token (this one, INSTAGRAM_WEBHOOK_VERIFY_TOKEN or VERIFY_TOKEN)".to_owned());
        }
        if !key && matches!(database, Location::Postgres(_)) {
            self.problem("TICKLEGRAM_KEY: with PostgreSQL real mode needs a key that seals access tokens; keep it apart from the database".to_owned());
        }
    }

    fn version(&mut self) -> String {
        let version = self
            .text("GRAPH_VERSION")
            .unwrap_or_else(|| "v25.0".to_owned());
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let valid = version
            .strip_prefix('v')
            .and_then(|v| v.split_once('.'))
            .is_some_and(|(a, b)| digits(a) && digits(b));
        if !valid {
            self.problem(format!(
                "GRAPH_VERSION: {version:?} does not look like v25.0"
            ));
        }
        if version == ENDING_VERSION {
            self.warn("GRAPH_VERSION is v21.0, which Meta ends on 2027-01-21; v25.0 lives until 2028-07-29");
        }
        version
    }

    fn timeout(&mut self) -> Duration {
        let text = self
            .text("INSTAGRAM_WEBHOOK_TIMEOUT")
            .unwrap_or_else(|| "30".to_owned());
        match text.parse::<u64>() {
            Ok(secs @ 1..=MAX_TIMEOUT) => Duration::from_secs(secs),
            _ => {
                self.problem(format!("INSTAGRAM_WEBHOOK_TIMEOUT: {text:?} is not a number of seconds from 1 to {MAX_TIMEOUT}"));
                Duration::from_secs(30)
            }
        }
    }

    fn env_account(&mut self) -> Option<EnvAccount> {
        let id = self.text("INSTAGRAM_PAGE_ID");
        let token = self.text("INSTAGRAM_PAGE_ACCESS_TOKEN");
        match (id, token) {
            (Some(id), Some(token)) => Some(EnvAccount {
                id,
                token: SecretString::from(token),
            }),
            (Some(_), None) => {
                self.warn("INSTAGRAM_PAGE_ID is set without INSTAGRAM_PAGE_ACCESS_TOKEN: that account is not connected");
                None
            }
            _ => None,
        }
    }

    fn origins(&mut self) -> Vec<String> {
        let text = self.text("CORS_ORIGINS").unwrap_or_default();
        let list = text
            .split(',')
            .map(|o| o.trim().trim_end_matches('/').to_owned())
            .filter(|o| !o.is_empty());
        let list: Vec<String> = list.collect();
        if list.iter().any(|o| o == "*") {
            self.problem(
                "CORS_ORIGINS: * would let any page act for a logged-in person; name the origins"
                    .to_owned(),
            );
        }
        list
    }

    fn auto_assign(&mut self) -> AutoAssign {
        match self
            .text("AUTO_ASSIGN")
            .map(|v| v.to_ascii_lowercase())
            .as_deref()
        {
            None | Some("off") => AutoAssign::Off,
            Some("round_robin") => AutoAssign::RoundRobin,
            Some(other) => {
                self.problem(format!(
                    "AUTO_ASSIGN: {other:?} is neither off nor round_robin"
                ));
                AutoAssign::Off
            }
        }
    }

    fn visibility(&mut self) -> AgentVisibility {
        match self
            .text("AGENT_CHAT_VISIBILITY")
            .map(|v| v.to_ascii_lowercase())
            .as_deref()
        {
            None | Some("assigned") => AgentVisibility::Assigned,
            Some("unassigned") => AgentVisibility::Unassigned,
            Some(other) => {
                self.problem(format!(
                    "AGENT_CHAT_VISIBILITY: {other:?} is neither assigned nor unassigned"
                ));
                AgentVisibility::Assigned
            }
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
