//! No statement that runs often reads a whole table: each is served by an index, on both databases.

use store::Db;

use crate::site::Site;

both!(no_statement_reads_a_whole_table);

/// What may be read as a whole: tables of tens of rows, results of an inner select, and what stops at its limit.
const SMALL: [&str; 20] = [
    "account",
    "users",
    "tally",
    "SCAN u",
    "SCAN a",
    "SCAN waiting",
    "SCAN open_jobs",
    "SCAN first",
    // The answers of the comments of one page, ranked: what the window function and the select around it read.
    "SCAN ranked",
    "SCAN found",
    "SCAN uploads",
    "SCAN few",
    "SCAN next",
    // Due jobs, a few of each account.
    "SCAN d",
    "SCAN n",
    "SCAN p",
    "rotation",
    // Ten for each person.
    "push_subscription",
    // In the order of its key, up to a limit.
    "SCAN event",
    // The check of message.chat_id, for a change of chat.id, which does not happen.
    "SCAN message",
];

async fn no_statement_reads_a_whole_table(site: &Site) {
    let mut found = Vec::new();
    for (name, text) in store::statements() {
        let plan = match &site.db {
            Db::Sqlite { .. } if !name.contains("POSTGRES") => sqlite_plan(site, text).await,
            Db::Postgres(_) if !name.contains("SQLITE") => postgres_plan(site, text).await,
            _ => continue,
        };
        let small = |scan: &String| {
            let table = scan
                .split(" on ")
                .nth(1)
                .and_then(|rest| rest.split(' ').next());
            SMALL.contains(&table.unwrap_or(scan))
                || (table.is_none() && SMALL.contains(&scan.trim_start_matches("SCAN ")))
        };
        found.extend(
            plan.into_iter()
                .filter(|scan| !small(scan))
                .map(|scan| format!("{name}: {scan}")),
        );
    }
    assert!(found.is_empty(), "{found:#?}");
}

async fn sqlite_plan(site: &Site, text: &str) -> Vec<String> {
    let text = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
    let Db::Sqlite { write, .. } = &site.db else {
        return Vec::new();
    };
    let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(write).await.unwrap();
    let whole = |line: &String| {
        line.starts_with("SCAN")
            && !["VIRTUAL TABLE", " INDEX ", "CONSTANT ROW", "(subquery-"]
                .iter()
                .any(|ok| line.contains(ok))
    };
    rows.into_iter().map(|r| r.3).filter(whole).collect()
}

async fn postgres_plan(site: &Site, text: &str) -> Vec<String> {
    let Db::Postgres(pool) = &site.db else {
        return Vec::new();
    };
    let parameters = (1..=20)
        .rev()
        .find(|n| text.contains(&format!("${n}")))
        .unwrap_or(0);
    let nulls = vec!["NULL"; parameters].join(", ");
    let execute = if parameters == 0 {
        "EXECUTE plan".to_owned()
    } else {
        format!("EXECUTE plan ({nulls})")
    };
    let mut connection = pool.acquire().await.unwrap();
    // With sequential scans as the last resort, one that remains has no index to go by.
    for setup in [
        "SET enable_seqscan = off".to_owned(),
        "SET plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE plan AS {text}"),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(setup))
            .execute(&mut *connection)
            .await
            .unwrap();
    }
    let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("EXPLAIN {execute}")))
        .persistent(false)
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    sqlx::raw_sql("DEALLOCATE plan")
        .execute(&mut *connection)
        .await
        .unwrap();
    rows.into_iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| line.contains("Seq Scan on"))
        .collect()
}
