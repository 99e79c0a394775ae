//! Sends conversions, several in a call. What an answer means is decided in `domain::conversion`; here it is carried out.

use domain::conversion::{Failure, Next, Outcome, next, pause};
use domain::ids::{AccountId, ConversionId};
use domain::meta_error::Reason;
use domain::time::{MINUTE, SECOND, Timestamp};
use meta::graph::{CallError, Credentials, Events, GraphError, Host, SendError};
use rand::RngExt as _;
use secrecy::SecretString;
use serde_json::{Value, json};
use store::Result;
use store::accounts::{Account, TokenHost};
use store::conversion_sends::{Taken, Verdict};
use store::jobs::{ClaimedJob, JobEnd};
use tracing::{error, info, warn};

use crate::app::App;
use crate::credentials::{credentials, heed};

/// Pause after a token was refused that belongs to no account: somebody has to set another one.
const TOKEN_PAUSE: i64 = 30 * MINUTE;
/// Pause after the database did not say whose account it is.
const PUT_BACK: i64 = 5 * SECOND;

/// How a try ended for all its events, before each one's own history is looked at.
struct Ended {
    outcome: Outcome,
    /// For a refusal that is no answer of Meta's.
    failure: Option<Failure>,
    /// When to try again, if that is not left to the pauses.
    at: Option<Timestamp>,
    /// For the operator.
    why: String,
    response: Option<Value>,
}

impl Ended {
    fn new(outcome: Outcome, why: impl Into<String>) -> Self {
        Self {
            outcome,
            failure: None,
            at: None,
            why: why.into(),
            response: None,
        }
    }

    fn refused(failure: Failure) -> Self {
        Self {
            failure: Some(failure),
            ..Self::new(Outcome::Refused(Reason::Rejected), "it cannot be sent")
        }
    }
}

/// Runs the job of an event: sends it with what waits beside it.
pub(super) async fn run(app: &App, job: &ClaimedJob) -> Result<()> {
    let Ok(own) = job.subject.parse::<ConversionId>() else {
        let why = "it names no conversion".to_owned();
        let end = JobEnd::Failed { why };
        app.db.finish_job(job, &end, app.clock.now()).await?;
        return Ok(());
    };
    let taken = app.db.start_conversions(job, own, app.clock.now()).await?;
    let Some(taken) = taken.filter(|t| !t.events.is_empty()) else {
        app.db
            .finish_job(job, &JobEnd::Done, app.clock.now())
            .await?;
        return Ok(());
    };
    let ended = attempt(app, &taken).await?;
    metrics::counter!("ticklegram_conversions_total", "result" => name_of(ended.outcome))
        .increment(taken.events.len() as u64);
    info!(conversion.id = %own, conversions = taken.events.len(), attempt = job.attempt, result = name_of(ended.outcome), why = %ended.why, "a call with conversions ended");
    let now = app.clock.now();
    let verdicts: Vec<Verdict> = taken
        .events
        .iter()
        .map(|event| verdict(event, taken.events.len(), &ended, now))
        .collect();
    let end = end_of(&taken, &verdicts, own, &ended, now);
    app.db.finish_conversions(job, &verdicts, &end, now).await
}

const fn name_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Taken => "taken",
        Outcome::NotTaken => "not_taken",
        Outcome::Held => "held",
        Outcome::Lost => "lost",
        Outcome::Refused(_) => "refused",
        Outcome::Split => "split",
    }
}

/// What the end of the call means for one of its events.
fn verdict(
    event: &domain::conversion::Conversion,
    together: usize,
    ended: &Ended,
    now: Timestamp,
) -> Verdict {
    let waiting = event.waiting();
    let next = match (&ended.failure, next(&waiting, ended.outcome, now)) {
        (Some(failure), Next::Failed(_)) => Next::Failed(failure.clone()),
        (_, next) => next,
    };
    let lost_at = match ended.outcome {
        Outcome::Lost => event.lost_at.or(Some(now)),
        _ => event.lost_at,
    };
    let half = i64::try_from(together.div_ceil(2)).unwrap_or(1);
    Verdict {
        event: event.id,
        next,
        lost_at,
        batch: if ended.outcome == Outcome::Split {
            half.min(event.batch)
        } else {
            event.batch
        },
        response: ended.response.clone(),
    }
}

/// What becomes of the job itself: it goes with its own event.
fn end_of(
    taken: &Taken,
    verdicts: &[Verdict],
    own: ConversionId,
    ended: &Ended,
    now: Timestamp,
) -> JobEnd {
    let event = taken.events.iter().find(|e| e.id == own);
    let verdict = verdicts.iter().find(|v| v.event == own);
    match (event, verdict.map(|v| &v.next)) {
        (Some(event), Some(Next::Again)) => {
            let waited = now.since(event.since);
            let pause = pause(waited, rand::rng().random_range(0..=1_000));
            let at = match ended.outcome {
                Outcome::Split => now,
                _ => ended.at.unwrap_or_else(|| now.plus(pause)),
            };
            JobEnd::Again {
                at,
                why: ended.why.clone(),
            }
        }
        (_, Some(Next::Failed(failure))) => JobEnd::Failed {
            why: failure.code.clone(),
        },
        _ => JobEnd::Done,
    }
}

/// One call with these events.
async fn attempt(app: &App, taken: &Taken) -> Result<Ended> {
    let Some(first) = taken.events.first() else {
        return Ok(Ended::new(Outcome::Taken, "nothing was left"));
    };
    let (creds, holder) = match token_of(app, first.account).await {
        Ok(Ok(found)) => found,
        Ok(Err(failure)) => return Ok(Ended::refused(failure)),
        // Nothing has left yet, and it must not look as if something might have.
        Err(problem) => {
            warn!(error = %problem, conversion.id = %first.id, "a conversion was put back: its account could not be read from the database");
            let mut ended = Ended::new(Outcome::Held, "the account could not be read");
            ended.at = Some(app.clock.now().plus(PUT_BACK));
            return Ok(ended);
        }
    };
    let pixel = match &first.pixel {
        Some(pixel) => pixel.clone(),
        None => match dataset(app, &creds, first.account, &taken.lane).await? {
            Ok(dataset) => dataset,
            Err(problem) => return after_error(app, holder, nothing_left(problem), 1).await,
        },
    };
    let events = Events {
        data: taken.events.iter().map(|e| e.event.clone()).collect(),
        test_event_code: first.test_event_code.clone(),
    };
    match app.graph.send_events(&creds, &pixel, &events).await {
        Ok(received) => {
            let all = received
                .events
                .is_none_or(|n| n >= events.data.len() as u64);
            let outcome = match (all, events.data.len()) {
                (true, _) => Outcome::Taken,
                (false, 1) => Outcome::Refused(Reason::Rejected),
                (false, _) => Outcome::Split,
            };
            let mut ended = Ended::new(outcome, "Meta answered");
            ended.response = Some(received.answer);
            Ok(ended)
        }
        Err(problem) => after_error(app, holder, problem, events.data.len()).await,
    }
}

/// The token for conversions, or that of the account; and whose it is.
async fn token_of(
    app: &App,
    account: Option<AccountId>,
) -> Result<std::result::Result<(Credentials, Option<Account>), Failure>> {
    if let Some(token) = &app.config.capi_token {
        return Ok(Ok((own_token(token), None)));
    }
    let disconnected = Failure::refused(Reason::AccountDisconnected);
    let Some(account) = account else {
        return Ok(Err(disconnected));
    };
    Ok(match credentials(app, account).await? {
        None => Err(disconnected),
        Some((row, _)) if !row.is_active => Err(Failure::refused(Reason::SendingOff)),
        Some((row, _)) if row.host == TokenHost::Instagram => Err(Failure::needs_token()),
        Some((row, creds)) => Ok((creds, Some(row))),
    })
}

fn own_token(token: &SecretString) -> Credentials {
    Credentials {
        host: Host::Facebook,
        // For logs and usage only: there is no account behind it.
        sender_id: "conversions".to_owned(),
        token: token.clone(),
    }
}

/// The dataset of an account: known, or asked for and kept.
async fn dataset(
    app: &App,
    creds: &Credentials,
    account: Option<AccountId>,
    lane: &str,
) -> Result<std::result::Result<String, CallError>> {
    let row = match account {
        Some(account) => app.db.account(account).await?,
        None => None,
    };
    let Some(row) = row else {
        let why = "the account of the dataset is gone".to_owned();
        return Ok(Err(CallError::NoAnswer { why }));
    };
    let asked = match app.db.dataset(row.id).await? {
        Some(known) => Ok(known),
        None => app.graph.dataset(creds, row.external.as_str()).await,
    };
    if let Ok(dataset) = &asked {
        app.db.store_dataset(row.id, lane, dataset).await?;
    }
    Ok(asked)
}

/// A failed question, as the events that wait for its answer see it: none of them has left.
fn nothing_left(problem: CallError) -> SendError {
    match problem {
        CallError::NoAnswer { why } => SendError::NotReached { why },
        CallError::Throttled { wait_micros, error } => SendError::Throttled { wait_micros, error },
        CallError::Transient(error) => SendError::Transient(error),
        CallError::Final { reason, error } => SendError::Final { reason, error },
        CallError::TokenDead(error) => SendError::TokenDead(error),
        CallError::Paused { micros, error } => SendError::Paused { micros, error },
    }
}

/// What a failed call means; a dead token or a hold is noted in the account whose token it was.
async fn after_error(
    app: &App,
    holder: Option<Account>,
    problem: SendError,
    together: usize,
) -> Result<Ended> {
    let now = app.clock.now();
    let about_an_event = problem.is_about_an_event();
    let mut ended = Ended::new(Outcome::NotTaken, problem.to_string());
    ended.response = problem.graph().map(answer);
    match problem {
        SendError::NotReached { .. } | SendError::Transient(_) => {}
        SendError::Unknown { .. } => ended.outcome = Outcome::Lost,
        // Trying sooner would prolong it.
        SendError::Throttled { wait_micros, .. } => ended.at = Some(now.plus(wait_micros)),
        SendError::Final { .. } if about_an_event && together > 1 => {
            ended.outcome = Outcome::Split;
        }
        SendError::Final { reason, .. } => ended.outcome = Outcome::Refused(reason),
        SendError::Paused { micros, error } => {
            ended.at = Some(now.plus(micros));
            if let Some(account) = holder {
                heed(app, &account, &CallError::Paused { micros, error }).await?;
            }
        }
        SendError::TokenDead(error) => {
            ended.outcome = Outcome::Held;
            match holder {
                // Its jobs wait until it is connected again.
                Some(account) => {
                    ended.at = Some(now);
                    heed(app, &account, &CallError::TokenDead(error)).await?;
                }
                None => {
                    ended.at = Some(now.plus(TOKEN_PAUSE));
                    error!(
                        "Meta no longer accepts CAPI_ACCESS_TOKEN. Conversions wait until another one is set."
                    );
                }
            }
        }
    }
    Ok(ended)
}

/// Meta's error as it answered it, without what could hold a token.
fn answer(error: &GraphError) -> Value {
    let mut fields = json!({"message": error.message, "type": error.kind, "code": error.code});
    let more = [
        ("error_subcode", error.subcode.map(Value::from)),
        (
            "error_user_title",
            error.user_title.clone().map(Value::from),
        ),
        ("error_user_msg", error.user_msg.clone().map(Value::from)),
        ("fbtrace_id", error.fbtrace_id.clone().map(Value::from)),
    ];
    for (key, value) in more {
        if let Some(value) = value {
            fields[key] = value;
        }
    }
    json!({"error": fields})
}
