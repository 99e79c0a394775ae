//! Every variable of the server, with its default and what it does; `--help` prints this.

/// A variable that the server reads.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its default, in words.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

macro_rules! variables {
    ($($name:literal, $default:literal, $help:literal;)*) => {
        &[$(Variable { name: $name, default: $default, help: $help }),*]
    };
}

/// Every variable of `ticklegram serve`.
pub const VARIABLES: &[Variable] = variables! {
    "INSTAGRAM_MODE", "mock", "mock: our own simulator of Meta; real: Meta";
    "FACEBOOK_MODE", "as INSTAGRAM_MODE", "must be the same as INSTAGRAM_MODE";
    "LISTEN", "127.0.0.1:8001", "where to listen";
    "DATA", "./data", "the data folder";
    "DATABASE_URL", "SQLite in the data folder", "postgres://… for PostgreSQL";
    "EVENT_BUS_URL", "none", "must be empty: nodes that share a PostgreSQL hear each other through it";
    "MEDIA_URL", "a folder inside the data folder", "where files are kept: s3://bucket/folder or file:///folder; several nodes must share it";
    "AWS_ENDPOINT_URL", "Amazon's", "the S3-compatible store of MEDIA_URL";
    "AWS_REGION", "us-east-1", "the region of MEDIA_URL's bucket";
    "AWS_ACCESS_KEY_ID", "none", "who writes to MEDIA_URL's bucket";
    "AWS_SECRET_ACCESS_KEY", "none", "the secret of AWS_ACCESS_KEY_ID";
    "TICKLEGRAM_KEY", "made in the data folder", "seals access tokens at rest; required with PostgreSQL in real mode";
    "FACEBOOK_APP_ID", "none", "the Meta app's id; required in real mode";
    "FACEBOOK_APP_SECRET", "none", "the Meta app's secret";
    "INSTAGRAM_APP_ID", "FACEBOOK_APP_ID", "the Instagram app's id";
    "INSTAGRAM_APP_SECRET", "FACEBOOK_APP_SECRET", "the Instagram app's secret";
    "INSTAGRAM_APP_SECRET_ALT", "none", "one more secret that deliveries may be signed with";
    "FACEBOOK_WEBHOOK_VERIFY_TOKEN", "none", "answers Meta's verification";
    "INSTAGRAM_WEBHOOK_VERIFY_TOKEN", "FACEBOOK_WEBHOOK_VERIFY_TOKEN", "answers Meta's verification";
    "VERIFY_TOKEN", "none", "answers Meta's verification";
    "INSTAGRAM_SKIP_SIGNATURE", "false", "true accepts unsigned deliveries: for debugging only";
    "INSTAGRAM_HMAC_DEBUG", "false", "true logs why a signature was refused, never the secret";
    "INSTAGRAM_WEBHOOK_TIMEOUT", "30", "longest Graph call, in seconds";
    "INSTAGRAM_PAGE_ID", "none", "an account that counts as connected while its token is set";
    "INSTAGRAM_PAGE_ACCESS_TOKEN", "none", "the token of INSTAGRAM_PAGE_ID";
    "GRAPH_VERSION", "v25.0", "the Graph API's version";
    "GRAPH_BASE_URL", "https://graph.facebook.com", "where Meta is; mock mode points it at the simulator";
    "INSTAGRAM_GRAPH_BASE_URL", "https://graph.instagram.com", "where Instagram Login's host is";
    "HUMAN_AGENT", "on in mock mode, off in real mode", "the app has Meta's Human Agent feature";
    "PUBLIC_URL", "none", "how the server is reached from outside; push services are told it, and Apple refuses notices of a server with none that it can reach";
    "CORS_ORIGINS", "none", "other origins that may call the API from a browser, separated by commas";
    "LOG_FILE", "none", "a file to log to besides standard error";
    "AGENT_CHAT_VISIBILITY", "assigned", "assigned or unassigned: whether agents see chats that nobody has";
    "AUTO_ASSIGN", "off", "off or round_robin: whether new chats are given to active agents in turn";
    "ALLOW_PUBLIC_SIGNUP", "on in mock mode, off in real mode", "whether people may make themselves an agent's login";
    "PIXEL_ID", "none", "the Meta Pixel or dataset that conversions are sent to";
    "CAPI_ACCESS_TOKEN", "the account's token", "the token for conversions";
    "ALLOW_PUBLIC_MOCK", "false", "mock mode may listen beyond this machine";
    "SIM_LISTEN", "127.0.0.1:8002", "where mock mode's simulator listens; off starts none";
    "SIM_STRICT", "false", "the simulator refuses what it was never told of";
};
