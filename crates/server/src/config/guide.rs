//! `docs/CONFIGURATION.md`, made from the list of variables, so that no page says what the code does not do.

use std::fmt::Write as _;

use super::variables::{VARIABLES, Variable};

/// A part of the page.
struct Section {
    title: &'static str,
    about: &'static str,
    names: &'static [&'static str],
}

const SECTIONS: &[Section] = &[
    Section {
        title: "Where it runs",
        about: "Each of these is there in both modes. `--listen` and `--data` are the same as LISTEN and DATA.",
        names: &[
            "INSTAGRAM_MODE",
            "FACEBOOK_MODE",
            "LISTEN",
            "DATA",
            "PUBLIC_URL",
            "CORS_ORIGINS",
            "LOG_FILE",
        ],
    },
    Section {
        title: "Where data are kept",
        about: "Without any of these everything is in the data folder. Several nodes share a PostgreSQL and a place for files, and need one TICKLEGRAM_KEY.",
        names: &[
            "DATABASE_URL",
            "TICKLEGRAM_KEY",
            "EVENT_BUS_URL",
            "MEDIA_URL",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_REGION",
            "AWS_ENDPOINT_URL",
        ],
    },
    Section {
        title: "The Meta app",
        about: "Real mode needs FACEBOOK_APP_ID, one app secret and one verify token; a start that lacks some names all of them at once. Mock mode makes its own.",
        names: &[
            "FACEBOOK_APP_ID",
            "FACEBOOK_APP_SECRET",
            "INSTAGRAM_APP_ID",
            "INSTAGRAM_APP_SECRET",
            "INSTAGRAM_APP_SECRET_ALT",
            "FACEBOOK_WEBHOOK_VERIFY_TOKEN",
            "INSTAGRAM_WEBHOOK_VERIFY_TOKEN",
            "VERIFY_TOKEN",
            "HUMAN_AGENT",
        ],
    },
    Section {
        title: "Accounts and conversions",
        about: "Accounts are connected in the dashboard. These name one that is always there, and where conversions go.",
        names: &[
            "INSTAGRAM_PAGE_ID",
            "INSTAGRAM_PAGE_ACCESS_TOKEN",
            "PIXEL_ID",
            "CAPI_ACCESS_TOKEN",
        ],
    },
    Section {
        title: "How people work",
        about: "The first admin of real mode is made by the link that the server prints, or by `ticklegram admin create-user`.",
        names: &[
            "AGENT_CHAT_VISIBILITY",
            "AUTO_ASSIGN",
            "ALLOW_PUBLIC_SIGNUP",
        ],
    },
    Section {
        title: "Calls to Meta",
        about: "Nothing here has to be changed.",
        names: &[
            "GRAPH_VERSION",
            "GRAPH_BASE_URL",
            "INSTAGRAM_GRAPH_BASE_URL",
            "INSTAGRAM_WEBHOOK_TIMEOUT",
        ],
    },
    Section {
        title: "Looking for a fault",
        about: "Leave both off where customers write: the first takes deliveries from anybody, and says so at every start.",
        names: &["INSTAGRAM_SKIP_SIGNATURE", "INSTAGRAM_HMAC_DEBUG"],
    },
    Section {
        title: "Mock mode only",
        about: "Mock mode has passwords that everybody knows, so it listens on this machine alone unless told otherwise.",
        names: &["ALLOW_PUBLIC_MOCK", "SIM_LISTEN", "SIM_STRICT"],
    },
];

const HEAD: &str = "# Configuration

<!-- Made by `ticklegram docs configuration` from crates/server/src/config; change it there. -->

The server reads its environment, and below it the file `.env` in the working directory; what stands in both is taken from the
environment. `${OTHER}` is replaced by the value of `OTHER`. `NAME_FILE=/path` reads `NAME` from a file, for secrets. An empty
value counts as unset; in mock mode so does a placeholder that begins with `your-`. Real mode refuses placeholders and well-known
secrets, and names every fault at once.

Mock mode needs none of them: `ticklegram serve` starts with everything inside.
";

/// The page.
#[must_use]
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    for section in SECTIONS {
        let named = |v: &&Variable| section.names.contains(&v.name);
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "\n## {}\n\n{}\n\n| variable | default | meaning |\n|---|---|---|\n",
            section.title, section.about
        );
        for variable in VARIABLES.iter().filter(named) {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} |",
                variable.name,
                cell(variable.default),
                cell(variable.help)
            );
        }
    }
    out
}

/// Text in a table: its bars are no borders.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_has_one_line() {
        let page = page();
        for variable in VARIABLES {
            let line = format!("| `{}` |", variable.name);
            assert_eq!(
                page.matches(&line).count(),
                1,
                "{}: give it a section",
                variable.name
            );
        }
    }
}
