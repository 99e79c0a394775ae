//! These really start a server, unless one is named.

use super::*;
use crate::wait;

/// What `psql` says to one statement on the database.
fn ask(url: &str, statement: &str) -> Result<String, String> {
    let folder = binaries::folder();
    let psql = folder.map_or_else(|| "psql".into(), |folder| folder.join("psql"));
    let answer = Command::new(psql)
        .args(["-XAtc", statement])
        .arg(url)
        .output()
        .unwrap();
    if answer.status.success() {
        Ok(String::from_utf8(answer.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8(answer.stderr).unwrap())
    }
}

#[tokio::test]
async fn databases_are_empty_separate_and_utf8() {
    let Some(one) = database_or_skip("databases_are_empty_separate_and_utf8").await else {
        return;
    };
    let two = create_database().await;
    assert_ne!(one.name(), two.name());
    ask(one.url(), "create table only_here (x text)").unwrap();
    let tables = "select count(*) from pg_tables where schemaname = 'public'";
    assert_eq!(ask(one.url(), tables).unwrap(), "1");
    assert_eq!(ask(two.url(), tables).unwrap(), "0");
    assert_eq!(ask(one.url(), "show server_encoding").unwrap(), "UTF8");
    assert!(
        ask(one.url(), "select 1").is_ok(),
        "the URL holds all that is needed to log in"
    );
}

#[tokio::test]
async fn dropping_the_value_drops_the_database_with_its_sessions() {
    let Some(kept) = database_or_skip("dropping_the_value_drops_the_database").await else {
        return;
    };
    let gone = create_database().await;
    let url = gone.url().to_owned();
    let mut session = Command::new(binaries::folder().unwrap().join("psql"))
        .args(["-XAtc", "select pg_sleep(60)"])
        .arg(&url)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let open = format!(
        "select count(*) from pg_stat_activity where datname = '{}'",
        gone.name()
    );
    wait::until(wait::PATIENCE, "the session to be open", async || {
        (ask(kept.url(), &open).unwrap() == "1").then_some(())
    })
    .await;
    drop(gone);
    assert!(!session.wait().unwrap().success(), "the session was cut");
    assert!(
        ask(&url, "select 1")
            .unwrap_err()
            .contains("does not exist")
    );
}

#[tokio::test]
async fn many_at_once() {
    let Some(_first) = database_or_skip("many_at_once").await else {
        return;
    };
    let made = futures_util::future::join_all((0..8).map(|_| create_database())).await;
    let names: std::collections::BTreeSet<_> = made.iter().map(Database::name).collect();
    assert_eq!(names.len(), 8);
}

/// The server of a process that is gone must be gone too: neither a killed test nor a finished one leaves any.
#[tokio::test]
async fn a_server_ends_with_its_owner() {
    let Some(programs) = binaries::folder() else {
        assert!(may_skip(&NoDatabase::Missing), "{}", NoDatabase::Missing);
        return report_skip("a_server_ends_with_its_owner", binaries::HOW_TO_INSTALL);
    };
    let running = tokio::task::spawn_blocking(move || server::start(&programs))
        .await
        .unwrap()
        .unwrap();
    let url = running.url().clone();
    let address = (url.host_str().unwrap().to_owned(), url.port().unwrap());
    let folder = ask(url.as_str(), "show data_directory").unwrap();
    assert!(std::net::TcpStream::connect(&address).is_ok());
    tokio::task::spawn_blocking(move || drop(running))
        .await
        .unwrap();
    assert!(
        std::net::TcpStream::connect(&address).is_err(),
        "nobody listens any more"
    );
    assert!(
        !std::path::Path::new(&folder).exists(),
        "the folder is removed"
    );
}

#[test]
fn only_a_missing_server_may_be_skipped() {
    let broken = NoDatabase::Broken("out of memory".to_owned());
    assert!(!may_skip(&broken));
    assert!(broken.to_string().contains("out of memory"));
    assert!(
        NoDatabase::Missing
            .to_string()
            .contains("apt-get install postgresql")
    );
}
