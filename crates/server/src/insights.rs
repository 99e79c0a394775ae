//! Figures of an account, a post or a story: from the store while they are fresh, else from Meta, and then kept.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use domain::account::Platform;
use domain::ids::InsightId;
use domain::insights::asking::{Asking, Refusal};
use domain::insights::plan::{Plan, Subject, Why, plan};
use domain::insights::table::{Kind, Login};
use domain::insights::wire::Insight;
use domain::insights::{Age, Period, Reading, Scope, Snapshot, fresh_for};
use domain::post::Post;
use domain::time::Timestamp;
use meta::graph::{CallError, Credentials, GraphError, Host};
use store::StoreError;
use store::accounts::Account;
use store::insights::InsightKey;
use tokio::sync::{Mutex, MutexGuard};

use crate::app::App;
use crate::credentials::heed;

/// Questions that may be with Meta at the same time; equal ones share a lane, and a few unequal ones do by chance.
const LANES: usize = 64;

/// Lets equal questions wait for one answer.
#[derive(Debug)]
pub struct Lanes([Mutex<()>; LANES]);

impl Default for Lanes {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::new(())))
    }
}

impl Lanes {
    async fn enter(&self, scope: Scope, entity: &str) -> MutexGuard<'_, ()> {
        let mut hash = DefaultHasher::new();
        (scope, entity).hash(&mut hash);
        let lane = usize::try_from(hash.finish() % LANES as u64).unwrap_or(0);
        self.0[lane].lock().await
    }
}

/// What is wanted to be known.
pub(crate) struct Wish<'a> {
    /// Whose figures.
    pub(crate) account: &'a Account,
    /// The right to ask for them.
    pub(crate) credentials: &'a Credentials,
    /// What kind of thing it is.
    pub(crate) scope: Scope,
    /// And more exactly: which metrics it has.
    pub(crate) kind: Kind,
    /// Meta's id of it.
    pub(crate) entity: &'a str,
    /// The post, if it is one.
    pub(crate) post: Option<&'a Post>,
    /// Over which time.
    pub(crate) period: Period,
    /// Which days, if not the last.
    pub(crate) range: Option<(Timestamp, Timestamp)>,
    /// Which metrics; the usual ones if empty.
    pub(crate) metrics: &'a [String],
    /// Ask Meta though a fresh answer is stored.
    pub(crate) refresh: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The database.
    Store(StoreError),
    /// Meta.
    Call(CallError),
}

impl From<StoreError> for Trouble {
    fn from(problem: StoreError) -> Self {
        Self::Store(problem)
    }
}

impl<'a> Wish<'a> {
    /// The figures of an account.
    pub(crate) fn account(account: &'a Account, credentials: &'a Credentials) -> Self {
        Self {
            account,
            credentials,
            scope: Scope::Account,
            kind: Kind::Account,
            entity: account.external.as_str(),
            post: None,
            period: Period::Day,
            range: None,
            metrics: &[],
            refresh: false,
        }
    }

    /// The figures of a post or a story; `None` for what Meta measures in other ways: posts of a Page.
    pub(crate) fn post(
        account: &'a Account,
        credentials: &'a Credentials,
        post: &'a Post,
    ) -> Option<Self> {
        // What Meta does not say the kind of is measured like a picture, which has the fewest metrics of its own.
        let kind = post.product().map_or(Some(Kind::Feed), Kind::of)?;
        if post.platform != Platform::Instagram {
            return None;
        }
        Some(Self {
            scope: if kind == Kind::Story {
                Scope::Story
            } else {
                Scope::Media
            },
            kind,
            entity: post.id.as_str(),
            post: Some(post),
            period: Period::Lifetime,
            ..Self::account(account, credentials)
        })
    }

    fn key(&self) -> InsightKey<'_> {
        InsightKey {
            scope: self.scope,
            entity: self.entity,
            period: self.period,
            range: self.range,
        }
    }

    fn plan(&self, metrics: &[String]) -> Plan {
        let subject = Subject {
            kind: self.kind,
            login: match self.credentials.host {
                Host::Facebook => Login::Facebook,
                Host::Instagram => Login::Any,
            },
            posted_at: self.post.and_then(|p| p.posted_at),
        };
        plan(subject, metrics, self.period, self.range.is_some())
    }

    /// A stored answer that needs no call: fresh enough, or as old as this question, or the last that there will be.
    fn is_good(
        &self,
        row: &Snapshot,
        wanted: &[String],
        asked_at: Timestamp,
        now: Timestamp,
    ) -> bool {
        if row.ended {
            return true;
        }
        if !row.covers(wanted) {
            return false;
        }
        let age = Age {
            posted_at: self.post.and_then(|p| p.posted_at),
            now,
        };
        let fresh = fresh_for(row, age).is_none_or(|fresh| now.since(row.fetched_at) < fresh);
        // Somebody else has just asked while this question waited.
        row.fetched_at >= asked_at || (fresh && !self.refresh)
    }
}

/// The figures that are wished for.
///
/// # Errors
/// [`Trouble`]. Where Meta cannot be asked, what is stored is served all the same, unless it was to be refreshed.
pub(crate) async fn current(app: &App, wish: &Wish<'_>) -> Result<Insight, Trouble> {
    let asked_at = app.clock.now();
    let _lane = app.figures.enter(wish.scope, wish.entity).await;
    let now = app.clock.now();
    let plan = wish.plan(wish.metrics);
    let shown = |row: &Snapshot, cached| Insight::of(row, wish.metrics, cached);
    let stored = app.db.insight(wish.key()).await?;
    let over = wish
        .post
        .and_then(Post::ends_at)
        .is_some_and(|end| end <= now);
    if let Some(mut row) = stored.clone() {
        if over {
            row.ended = true;
        }
        if wish.is_good(&row, &plan.wanted, asked_at, now) {
            if row.ended {
                row.end(wish.metrics);
            }
            return Ok(shown(&row, true));
        }
    }
    let mut row = Snapshot::empty(
        InsightId::new(app.ids.next()),
        wish.account.id,
        wish.scope,
        wish.entity,
        wish.period,
        now,
    );
    (row.since, row.until) = (wish.range.map(|r| r.0), wish.range.map(|r| r.1));
    if over {
        row.end(&plan.wanted);
    } else {
        // What was known before is asked for again, so that one time is true of the whole row.
        let mut metrics = plan.wanted.clone();
        metrics.extend(stored.iter().flat_map(|row| row.metrics.keys().cloned()));
        let plan = wish.plan(&metrics);
        match fetch(app, wish, &plan).await {
            Ok((readings, refused)) => {
                row.fetched_at = app.clock.now();
                row.fill(&plan, readings, &refused);
            }
            Err(problem) => {
                heed(app, wish.account, &problem).await?;
                let old = stored.filter(|row| row.covers(&plan.wanted) && !wish.refresh);
                return match old {
                    Some(row) => Ok(shown(&row, true)),
                    None => Err(Trouble::Call(problem)),
                };
            }
        }
    }
    let (row, changed) = app.db.save_insight(row).await?;
    if changed {
        app.committed();
    }
    Ok(shown(&row, false))
}

/// Makes the calls of a plan. What Meta refuses drops out; any other failure ends it.
async fn fetch(
    app: &App,
    wish: &Wish<'_>,
    plan: &Plan,
) -> Result<(Vec<Reading>, BTreeMap<String, Why>), CallError> {
    let (mut readings, mut refused) = (Vec::new(), BTreeMap::new());
    for ask in &plan.asks {
        let mut asking = Asking::new(wish.kind, ask.clone());
        while let Some(call) = asking.next_call() {
            let answer = app
                .graph
                .insights(wish.credentials, wish.entity, wish.kind, &call, wish.range)
                .await;
            match answer {
                Ok(found) => asking.answered(found),
                Err(problem) => {
                    if !error_of(&problem).is_some_and(|e| asking.refused(refusal(e))) {
                        return Err(problem);
                    }
                }
            }
        }
        let (found, lacking) = asking.finish();
        readings.extend(found);
        refused.extend(lacking);
    }
    Ok((readings, refused))
}

/// Meta's own words, where it is a refusal of what was asked and not of who asks.
fn error_of(problem: &CallError) -> Option<&GraphError> {
    match problem {
        CallError::Final { error, .. } | CallError::Transient(error) => Some(error),
        _ => None,
    }
}

fn refusal(error: &GraphError) -> Refusal<'_> {
    Refusal {
        code: error.code,
        subcode: error.subcode,
        message: &error.message,
    }
}
