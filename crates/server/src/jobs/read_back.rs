//! Reads an account's conversations back, again and again: one call to Meta in each run, so that a restart loses nothing
//! and the account's allowance is never used up (platform notes §4, §9.4).

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::delivery::Outcome;
use domain::fold::Item;
use domain::ids::{CustomerId, DeliveryId, ExternalId, Mid};
use domain::inbound::{Element, Inbound, Meaning, What};
use domain::message::{Message, Rank};
use domain::reconcile::{
    AGAIN, Deep, Difference, EVERY, PACE, READABLE, Shown, Sweep, differences, may_be_after,
    placed, waiting,
};
use domain::time::Timestamp;
use meta::graph::{CallError, Conversation, Credentials, ReadBack};
use store::accounts::Account;
use store::ingest::View;
use store::jobs::{ClaimedJob, JobEnd};
use store::read_back::{Gap, GapKind};
use store::{Result, StoreError};
use tracing::{error, info, warn};
use uuid::Uuid;

use crate::app::App;
use crate::credentials::{credentials, heed};

/// One step of a sweep. The job never ends: it comes again.
pub(super) async fn run(app: &App, job: &ClaimedJob) -> Result<()> {
    let account = match job.account {
        Some(id) => credentials(app, id).await?,
        None => None,
    };
    let Some((account, creds)) = account else {
        app.db
            .finish_job(job, &JobEnd::Done, app.clock.now())
            .await?;
        return Ok(());
    };
    let state = app.db.read_back_state(account.id).await?;
    let mut sweep = state.sweep.unwrap_or_else(|| {
        Sweep::begin(
            app.clock.now(),
            state.swept_at,
            state.last.as_ref(),
            account.connected_at,
        )
    });
    let stepped = step(app, &account, &creds, &mut sweep).await?;
    let now = app.clock.now();
    let (wait, problem) = match stepped {
        Ok(()) if sweep.is_over() => {
            info!(
                account.id = %account.id, whole = sweep.whole, conversations = sweep.conversations, messages = sweep.messages,
                imported = sweep.imported, recovered = sweep.recovered, lost = sweep.lost, "conversations were read back"
            );
            (EVERY, None)
        }
        Ok(()) => (PACE, None),
        Err(problem) => {
            heed(app, &account, &problem).await?;
            let wait = match &problem {
                CallError::Throttled { wait_micros, .. } => (*wait_micros).max(AGAIN),
                CallError::Paused { micros, .. } => (*micros).max(AGAIN),
                CallError::NoAnswer { .. } | CallError::Transient(_) | CallError::TokenDead(_) => {
                    AGAIN
                }
                // A permission is missing, or the account is not eligible (36103).
                CallError::Final { .. } => EVERY,
            };
            (wait, Some(problem.to_string()))
        }
    };
    app.db
        .swept(
            job,
            account.id,
            &sweep,
            problem.as_deref(),
            now.plus(wait),
            now,
        )
        .await
}

/// One call to Meta, and what follows from its answer.
async fn step(
    app: &App,
    account: &Account,
    creds: &Credentials,
    sweep: &mut Sweep,
) -> Result<std::result::Result<(), CallError>> {
    if let Some(deep) = sweep.deep.last().cloned() {
        return deeper(app, account, creds, sweep, deep).await;
    }
    let asked = app.clock.now();
    let after = sweep.cursor.clone();
    let page = app
        .graph
        .conversations(creds, account.platform, &account.external, after.as_deref())
        .await;
    let page = match page {
        Ok(page) => page,
        Err(problem) => return Ok(Err(problem)),
    };
    for conversation in page.items {
        if sweep.is_beyond(conversation.updated_at) {
            sweep.listed = true;
            break;
        }
        Look {
            app,
            account,
            asked,
        }
        .compare(conversation, sweep)
        .await?;
    }
    sweep.listed |= page.after.is_none();
    sweep.cursor = page.after;
    Ok(Ok(()))
}

/// Compares the next ids of a long conversation: what is not here by now can only be counted.
async fn deeper(
    app: &App,
    account: &Account,
    creds: &Credentials,
    sweep: &mut Sweep,
    deep: Deep,
) -> Result<std::result::Result<(), CallError>> {
    let page = app
        .graph
        .message_ids(creds, &deep.thread, deep.cursor.as_deref())
        .await;
    let page = match page {
        Ok(page) => page,
        // It is gone: nothing more of it can be found out.
        Err(CallError::Final { .. }) => {
            sweep.deep.pop();
            return Ok(Ok(()));
        }
        Err(problem) => return Ok(Err(problem)),
    };
    let wanted: Vec<_> = page
        .items
        .iter()
        .filter(|(_, at)| {
            at.is_some_and(|at| may_be_after(at, deep.since)) && sweep.is_settled(*at)
        })
        .collect();
    let mids: Vec<&Mid> = wanted.iter().map(|(mid, _)| mid).collect();
    let known = known(app, account, &mids).await?;
    let lost: Vec<Gap> = wanted
        .iter()
        .filter(|(mid, _)| {
            let row = known.get(mid);
            row.is_none_or(|m| m.unsent_at.is_none() && m.rank < Rank::Meta)
        })
        .map(|(mid, at)| Gap {
            mid: mid.clone(),
            kind: GapKind::Lost,
            customer: Some(deep.customer.clone()),
            at: *at,
        })
        .collect();
    let new = app.db.note_gaps(account.id, &lost, app.clock.now()).await?;
    sweep.lost += i64::try_from(new).unwrap_or(i64::MAX);
    let at_end = page
        .items
        .last()
        .is_none_or(|(_, at)| at.is_some_and(|at| !may_be_after(at, deep.since)));
    match page.after.filter(|_| !at_end) {
        Some(after) => {
            if let Some(deep) = sweep.deep.last_mut() {
                deep.cursor = Some(after);
            }
        }
        None => {
            sweep.deep.pop();
        }
    }
    Ok(Ok(()))
}

/// The rows of messages by Meta's id.
async fn known(app: &App, account: &Account, mids: &[&Mid]) -> Result<BTreeMap<Mid, Message>> {
    let rows = app.db.messages_by_mid(account.id, mids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.mid.clone()?, row)))
        .collect())
}

/// A look at one conversation.
struct Look<'a> {
    app: &'a App,
    account: &'a Account,
    /// When Meta was asked.
    asked: Timestamp,
}

impl Look<'_> {
    /// Adds what is missing of a conversation, and counts it.
    async fn compare(&self, conversation: Conversation, sweep: &mut Sweep) -> Result<()> {
        let (app, account) = (self.app, self.account);
        sweep.conversations += 1;
        let Some(customer) = conversation.customer else {
            return Ok(());
        };
        let erased = app.db.erased_at(&customer).await?;
        let gone =
            |at: Option<Timestamp>| erased.is_some_and(|erased| at.is_none_or(|at| at <= erased));
        let full = conversation.messages.len() >= READABLE;
        let oldest = conversation.messages.last().and_then(|m| m.at);
        let messages: Vec<ReadBack> = conversation
            .messages
            .into_iter()
            .filter(|m| sweep.is_settled(m.at) && !gone(m.at))
            .collect();
        sweep.messages += i64::try_from(messages.len()).unwrap_or(i64::MAX);
        let floor = sweep.floor().max(erased.unwrap_or_default());
        if full && oldest.is_some_and(|at| may_be_after(at, floor)) {
            sweep.deep.push(Deep {
                thread: conversation.id,
                customer: customer.clone(),
                since: floor,
                cursor: None,
            });
        }
        let sides: Vec<_> = messages.iter().map(|m| (m.at, self.is_ours(m))).collect();
        let waiting = waiting(&sides, self.asked);
        let mids: Vec<&Mid> = messages.iter().map(|m| &m.mid).collect();
        let known = known(app, account, &mids).await?;
        let mut history = Vec::new();
        let mut news = Vec::new();
        let (mut imported, mut late) = (Vec::new(), Vec::new());
        // Oldest first, as they would have come.
        let mut last: Option<Timestamp> = None;
        for (place, mut message) in messages.into_iter().enumerate().rev() {
            let row = known.get(&message.mid).filter(|row| row.rank >= Rank::Meta);
            message.at = match row {
                Some(row) => Some(row.at),
                None => message.at.map(|second| placed(second, last)),
            };
            last = message.at.or(last);
            let shown = Shown {
                at: message.at,
                from_business: self.is_ours(&message),
                text: message.message().text.clone(),
                reactions: (account.platform == Platform::Instagram)
                    .then(|| message.reactions(&account.external)),
            };
            let found = differences(known.get(&message.mid), &shown, self.asked);
            let before = sweep.is_history(message.at);
            let is_history = before && place >= waiting;
            for difference in found {
                if difference == Difference::Missing {
                    if before {
                        imported.push(message.mid.clone());
                    } else {
                        late.push(Gap {
                            mid: message.mid.clone(),
                            kind: GapKind::Late,
                            customer: Some(customer.clone()),
                            at: message.at,
                        });
                    }
                }
                let event = self.event(&message, &customer, difference);
                if is_history { &mut history } else { &mut news }.push(self.item(event));
            }
        }
        // Noted first: what is added and not counted would never be known.
        let counted = app.db.note_gaps(account.id, &late, self.asked).await?;
        sweep.recovered += i64::try_from(counted).unwrap_or(i64::MAX);
        sweep.imported += i64::try_from(imported.len()).unwrap_or(i64::MAX);
        let view = app.view();
        let quiet = View {
            history: true,
            ..view
        };
        apply(app, quiet, &history).await?;
        apply(app, view, &news).await?;
        if !late.is_empty() {
            warn!(account.id = %account.id, messages = late.len(), "messages had not come by themselves and were read back");
        }
        Ok(())
    }

    fn is_ours(&self, message: &ReadBack) -> bool {
        message.is_from(&self.account.external)
            || message.is_from(&ExternalId::new(self.account.sender_id.clone()))
    }

    /// What a webhook would have said.
    fn event(&self, message: &ReadBack, customer: &str, difference: Difference) -> Inbound {
        let customer = CustomerId::new(customer);
        let (from_business, what) = match difference {
            Difference::Missing => {
                let mut event = message.clone().into_inbound(&self.account.external);
                // The conversation names the other side where the message does not.
                event.customer.get_or_insert(customer);
                return event;
            }
            Difference::Edited { number, text } => {
                let mid = message.mid.clone();
                let text = Some(text);
                (false, What::Edited { mid, number, text })
            }
            Difference::Reacted { business, reaction } => {
                let mid = message.mid.clone();
                (business, What::Reacted { mid, reaction })
            }
        };
        Inbound {
            customer: Some(customer),
            from_business,
            at: Some(self.asked),
            holder: None,
            what,
        }
    }

    fn item(&self, event: Inbound) -> Item {
        Item {
            // It came by no delivery: nothing is noted in the journal.
            delivery: DeliveryId::new(Uuid::nil()),
            arrived: self.app.clock.now(),
            element: Element {
                index: 0,
                account: Some((self.account.platform, self.account.external.clone())),
                kind: "message".to_owned(),
                meaning: Meaning::Event(event),
            },
        }
    }
}

/// Applies a conversation's items together; where one cannot be stored, its neighbours still are.
async fn apply(app: &App, view: View, items: &[Item]) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    match app.db.apply(&*app.ids, view, items, &[]).await {
        Ok(applied) => {
            for outcome in applied.outcomes {
                if outcome.outcome == Outcome::Quarantined {
                    warn!(
                        reason = outcome.reason,
                        "a message that was read back could not be applied"
                    );
                }
            }
        }
        Err(problem) if problem.is_passing() => return Err(problem),
        Err(_) => {
            for item in items {
                let one = std::slice::from_ref(item);
                match app.db.apply(&*app.ids, view, one, &[]).await {
                    Ok(_) => {}
                    Err(problem) if problem.is_passing() => return Err(problem),
                    Err(problem) => told(&problem),
                }
            }
        }
    }
    app.committed();
    Ok(())
}

fn told(problem: &StoreError) {
    error!(error = %problem, "a message that was read back could not be stored");
}
