use super::*;
use crate::config::VARIABLES;

fn config(dotenv: &str) -> Result<Config, Problems> {
    Config::read(&Environment::new([], dotenv), &Options::default())
}

fn problems(dotenv: &str) -> String {
    config(dotenv).expect_err("it must be refused").to_string()
}

/// The backend block of the product guide, word for word.
const GUIDE_BACKEND: &str = "\
# Instagram Configuration
INSTAGRAM_MODE=mock                           # Use 'mock' for dev, 'real' for production
INSTAGRAM_APP_SECRET=${FACEBOOK_APP_SECRET}   # Uses same app as Facebook
INSTAGRAM_WEBHOOK_VERIFY_TOKEN=${FACEBOOK_WEBHOOK_VERIFY_TOKEN}
INSTAGRAM_WEBHOOK_TIMEOUT=30
INSTAGRAM_PAGE_ID=your-instagram-page-id
INSTAGRAM_PAGE_ACCESS_TOKEN=your-instagram-page-access-token
VERIFY_TOKEN=your-instagram-verify-token
PIXEL_ID=your-meta-pixel-id
GRAPH_VERSION=v21.0
INSTAGRAM_SKIP_SIGNATURE=false          # Set true only for debugging signature issues
";
/// The frontend block of the product guide, word for word.
const GUIDE_FRONTEND: &str = "REACT_APP_BACKEND_URL=/api\nWDS_SOCKET_PORT=0\n";
/// Its block for real mode, with the placeholders still in place.
const GUIDE_REAL: &str = "\
# Backend .env
INSTAGRAM_MODE=real
FACEBOOK_APP_ID=your-actual-app-id
FACEBOOK_APP_SECRET=your-actual-app-secret
FACEBOOK_WEBHOOK_VERIFY_TOKEN=your-verify-token
";

#[test]
fn nothing_at_all_is_mock_mode_on_loopback() {
    let c = config("").unwrap();
    assert_eq!(c.mode, Mode::Mock);
    assert_eq!(c.listen.to_string(), "127.0.0.1:8001");
    assert!(c.human_agent && c.warnings.is_empty());
}

#[test]
fn the_guides_blocks_start_the_server() {
    let c = config(GUIDE_BACKEND).unwrap();
    assert_eq!(c.mode, Mode::Mock);
    assert!(c.webhook_secrets.is_empty() && c.verify_tokens.is_empty() && c.env_account.is_none());
    assert!(
        c.warnings.iter().any(|w| w.contains("2027-01-21")),
        "{:?}",
        c.warnings
    );
    assert!(config(GUIDE_FRONTEND).is_ok());
}

#[test]
fn real_mode_names_every_problem_at_once() {
    let text = problems(GUIDE_REAL);
    for name in [
        "FACEBOOK_APP_ID",
        "FACEBOOK_APP_SECRET",
        "FACEBOOK_WEBHOOK_VERIFY_TOKEN",
    ] {
        assert!(text.contains(name), "{name} is missing in: {text}");
    }
    let text = problems(
        "INSTAGRAM_MODE=real\nINSTAGRAM_WEBHOOK_TIMEOUT=soon\nHUMAN_AGENT=perhaps\nDATABASE_URL=postgres://x/y\nEVENT_BUS_URL=nats://x\nAUTO_ASSIGN=fairly\n",
    );
    for name in [
        "FACEBOOK_APP_ID",
        "APP_SECRET",
        "VERIFY_TOKEN",
        "INSTAGRAM_WEBHOOK_TIMEOUT",
        "HUMAN_AGENT",
        "EVENT_BUS_URL",
        "AUTO_ASSIGN",
        "TICKLEGRAM_KEY",
    ] {
        assert!(text.contains(name), "{name} is missing in: {text}");
    }
}

#[test]
fn well_known_secrets_do_not_start_real_mode() {
    let text = problems(
        "INSTAGRAM_MODE=real\nFACEBOOK_APP_ID=1\nFACEBOOK_APP_SECRET=changeme\nVERIFY_TOKEN=meatyhamhock\n",
    );
    assert!(
        text.contains("FACEBOOK_APP_SECRET") && text.contains("VERIFY_TOKEN"),
        "{text}"
    );
}

#[test]
fn a_proper_real_configuration() {
    let c = config("INSTAGRAM_MODE=real\nFACEBOOK_APP_ID=1\nFACEBOOK_APP_SECRET=5f1c\nVERIFY_TOKEN=b02a\nINSTAGRAM_APP_SECRET=${FACEBOOK_APP_SECRET}\n").unwrap();
    assert_eq!(c.webhook_secrets.len(), 2);
    assert!(!c.human_agent);
    assert!(
        matches!(c.graph, Graph::At { ref facebook, .. } if facebook.host_str() == Some("graph.facebook.com"))
    );
}

#[test]
fn the_safe_setting_is_the_default() {
    assert!(problems("LISTEN=0.0.0.0:8001\n").contains("ALLOW_PUBLIC_MOCK"));
    assert!(config("LISTEN=0.0.0.0:8001\nALLOW_PUBLIC_MOCK=true\n").is_ok());
    assert!(problems("SIM_LISTEN=0.0.0.0:8002\n").contains("ALLOW_PUBLIC_MOCK"));
    assert!(problems("GRAPH_BASE_URL=http://meta.example\n").contains("https"));
    assert!(problems("CORS_ORIGINS=*\n").contains("CORS_ORIGINS"));
    assert!(problems("FACEBOOK_MODE=real\n").contains("FACEBOOK_MODE"));
    assert!(
        config("INSTAGRAM_SKIP_SIGNATURE=true\n")
            .unwrap()
            .warnings
            .iter()
            .any(|w| w.contains("SKIP_SIGNATURE"))
    );
}

#[test]
fn secrets_do_not_show() {
    let c = config(
        "FACEBOOK_APP_SECRET=5f1c-hidden\nVERIFY_TOKEN=b02a-hidden\nTICKLEGRAM_KEY=77-hidden\n",
    )
    .unwrap();
    assert!(!format!("{c:?}").contains("hidden"));
}

#[test]
fn every_variable_that_is_read_is_listed() {
    let source = include_str!("read.rs");
    let named = source.match_indices("(\"").filter_map(|(at, _)| {
        let rest = &source[at + 2..];
        let name = &rest[..rest.find('"')?];
        (name.len() > 3 && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')).then_some(name)
    });
    for name in named {
        assert!(
            VARIABLES.iter().any(|v| v.name == name),
            "{name} is read but not listed"
        );
    }
}
