//! People, managed from the command line.

use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::json;
use testkit::api::Method;
use testkit::process::{Options, Server, command};

/// Runs `ticklegram admin …` on a data folder, with the environment and the standard input given.
pub(crate) fn admin(data: &Path, env: &[(String, String)], args: &[&str], input: &str) -> Output {
    let mut command = command(data.parent().unwrap_or(data));
    command
        .args(["admin", "--data"])
        .arg(data)
        .args(args)
        .envs(env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("its standard input");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Beside a running server, as an operator does it.
#[tokio::test]
async fn people_are_made_and_given_new_passwords() {
    let server = Server::start(Options::default()).await;
    let data = server.data();
    let run = |args: &[&str], input: &str| admin(&data, &[], args, input);
    let made = run(
        &[
            "create-user",
            "--email",
            "Grace@Example.com",
            "--name",
            "Grace",
            "--role",
            "agent",
            "--password-stdin",
        ],
        "correct horse\n",
    );
    assert!(made.status.success(), "{}", text(&made.stderr));
    let api = server.api();
    let grace = api.login("grace@example.com", "correct horse").await;
    assert_eq!(grace.get("/api/auth/me").await["role"], "agent");

    let listed = run(&["list-users"], "");
    let listed = text(&listed.stdout);
    let line = listed.lines().find(|line| line.contains("Grace"));
    assert!(line.is_some_and(|line| line.contains("agent")), "{listed}");
    assert!(listed.contains("admin@ticklegram.com"), "{listed}");

    let reset = [
        "reset-password",
        "--email",
        "grace@example.com",
        "--password-stdin",
    ];
    let changed = run(&reset, "battery staple");
    assert!(changed.status.success(), "{}", text(&changed.stderr));
    let me = grace.send(Method::GET, "/api/auth/me", None).await;
    assert_eq!(me.status, 401, "her sessions have ended: {me}");
    let old = json!({ "email": "grace@example.com", "password": "correct horse" });
    let old = api.send(Method::POST, "/api/auth/login", Some(&old)).await;
    assert_eq!(old.status, 401, "{old}");
    api.login("grace@example.com", "battery staple").await;

    for (args, input, why) in [
        (&reset[..], "", "password"),
        (&reset[..], "short", "8"),
        (
            &[
                "reset-password",
                "--email",
                "nobody@example.com",
                "--password-stdin",
            ],
            "long enough",
            "nobody@example.com",
        ),
        (
            &[
                "create-user",
                "--email",
                "GRACE@example.com",
                "--name",
                "G",
                "--password-stdin",
            ],
            "long enough",
            "exists",
        ),
    ] {
        let refused = run(args, input);
        assert!(!refused.status.success(), "{args:?}");
        let said = text(&refused.stderr);
        assert!(said.contains(why), "{args:?}: {said}");
    }
}
