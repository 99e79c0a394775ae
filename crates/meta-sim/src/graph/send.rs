//! The Send API (platform notes §2): messages and sender actions.

use serde_json::{Value, json};

use crate::actions::Refused;
use crate::events::{self, Outgoing};
use crate::faults::{Subject, Then};
use crate::graph::content::{self, Content};
use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Host, Reply, auth, comments, templates};
use crate::types::{Account, Customer, Message, PlannedKind, Platform, Reaction, Side};
use crate::world::World;

/// §2.3: any content, for so long after the customer's last act.
const WINDOW_MS: i64 = 24 * 3_600_000;
/// §2.3: a person's answer with `HUMAN_AGENT`, for so long.
const HUMAN_AGENT_MS: i64 = 7 * 24 * 3_600_000;
/// §2.2: the typing indicator ends by itself.
const TYPING_MS: i64 = 20_000;
/// §9.4, per second and account.
const TEXT_RATE_INSTAGRAM: u32 = 100;
const TEXT_RATE_MESSENGER: u32 = 300;
const MEDIA_RATE: u32 = 10;

/// A few words about what a call wants, also if it is refused.
pub(crate) fn wish(call: &GraphCall) -> String {
    if let Some(action) = call.params.text("sender_action") {
        return action;
    }
    let message = call.params.value("message").unwrap_or(Value::Null);
    if let Some(kind) = message.pointer("/attachment/type").and_then(Value::as_str) {
        return kind.to_owned();
    }
    if message.get("attachments").is_some() {
        return String::from("images");
    }
    if message.get("text").is_some() {
        return String::from("text");
    }
    if message.get("template").is_some() {
        return String::from("template");
    }
    String::new()
}

/// `POST /{page|ig|me}/messages` (§2.1).
pub(crate) fn messages(w: &mut World, call: &GraphCall, owner: &str) -> Result<Reply, GraphError> {
    if call.params.broken {
        return Err(GraphError::no_token());
    }
    let business = auth::account(w, call, owner)?;
    // §2.1: each product has its own permission.
    let permission = match (call.host, business.platform) {
        (Host::Instagram, _) => "instagram_business_manage_messages",
        (Host::Facebook, Platform::Instagram) => "instagram_manage_messages",
        (Host::Facebook, Platform::Facebook) => "pages_messaging",
    };
    auth::require(w, call, permission)?;
    let recipient = call
        .params
        .value("recipient")
        .filter(Value::is_object)
        .ok_or_else(|| GraphError::required("recipient"))?;
    let message = call.params.value("message").filter(|m| !m.is_null());
    let action = call.params.text("sender_action");
    if message.is_some() && action.is_some() {
        let text = "(#100) Cannot send both message and state at the same time.";
        return Err(GraphError::new(400, 100, Some(2_018_014), text));
    }
    let content = match &message {
        Some(message) if message.get("template").is_some() => {
            Some(templates::content(w, call, &business, message)?)
        }
        Some(message) => Some(content::read(
            w,
            call,
            &content::Sender {
                platform: platform_of(w, &business, &recipient),
                page_id: &business.page_id,
            },
            message,
        )?),
        None => None,
    };
    let (account, customer, private) = whom(w, call, business, &recipient)?;
    let mut reply = match (content, action) {
        (Some(content), _) => say(w, call, &account, &customer, content, private)?,
        (None, Some(action)) => gesture(w, call, &account, &customer, &action)?,
        (None, None) => return Err(GraphError::required("message")),
    };
    reply.account = Some((account.page_id.clone(), account.platform));
    reply.customer_id = Some(customer.id);
    Ok(reply)
}

/// Which platform's limits count: the recipient decides (§2.1).
fn platform_of(w: &World, business: &Account, recipient: &Value) -> Platform {
    recipient
        .get("id")
        .and_then(auth::text_of)
        .and_then(|id| w.account_of_customer(&id))
        .map_or(business.platform, |a| a.platform)
}

/// The customer a recipient means, and whether this is a private reply to a comment.
fn whom(
    w: &mut World,
    call: &GraphCall,
    business: Account,
    recipient: &Value,
) -> Result<(Account, Customer, bool), GraphError> {
    let comment = recipient
        .get("comment_id")
        .or_else(|| recipient.get("post_id"))
        .and_then(auth::text_of);
    if let Some(comment) = comment {
        return private_reply(w, business, &comment);
    }
    let Some(id) = recipient.get("id").and_then(auth::text_of) else {
        return Err(GraphError::required("recipient[id]"));
    };
    let customer = match w.customers.get(&id) {
        Some(customer) => customer.clone(),
        None if w.fixed.strict || w.accounts.get(&id).is_some() => {
            return Err(GraphError::no_user(business.platform));
        }
        // Adopted: taken as inside the window.
        None => w.add_customer(&business, Some(id), None, None, true),
    };
    let account = w
        .accounts
        .get(&customer.account_id)
        .cloned()
        .ok_or_else(|| GraphError::no_user(business.platform))?;
    // Ids are scoped to one account (§1.8): another account does not know this person.
    if account.page_id != business.page_id {
        return Err(GraphError::no_user(business.platform));
    }
    if call.host == Host::Instagram && account.platform != Platform::Instagram {
        return Err(GraphError::no_user(Platform::Instagram));
    }
    if customer.blocked {
        return Err(GraphError::unavailable());
    }
    Ok((account, customer, false))
}

/// §2.3: one private reply per comment, within seven days, not to oneself. Comments the simulator has never seen are adopted.
fn private_reply(
    w: &mut World,
    business: Account,
    comment: &str,
) -> Result<(Account, Customer, bool), GraphError> {
    let refused = || {
        GraphError::new(
            400,
            100,
            Some(2_534_025),
            "(#100) The comment is invalid for a private reply",
        )
    };
    let known = match w.comments.get(comment) {
        Some(known) => known.clone(),
        None if w.fixed.strict => return Err(refused()),
        None => w.adopt_comment(&business, comment),
    };
    let account = w
        .account(&known.account_id)
        .filter(|a| a.page_id == business.page_id)
        .cloned()
        .ok_or_else(refused)?;
    if !comments::can_reply_privately(w, &known) {
        return Err(refused());
    }
    let author = known.author_id.ok_or_else(refused)?;
    let customer = w.customers.get(&author).cloned().ok_or_else(refused)?;
    if customer.blocked {
        return Err(GraphError::unavailable());
    }
    w.private_replies.put(comment, author);
    Ok((account, customer, true))
}

/// Sends a message.
fn say(
    w: &mut World,
    call: &GraphCall,
    account: &Account,
    customer: &Customer,
    content: Content,
    private: bool,
) -> Result<Reply, GraphError> {
    let tag = call.params.text("tag");
    let kind = call.params.text("messaging_type");
    if let Some(kind) = &kind
        && !matches!(
            kind.as_str(),
            "RESPONSE" | "UPDATE" | "MESSAGE_TAG" | "UTILITY"
        )
    {
        return Err(GraphError::parameter(format!(
            "(#100) Param messaging_type must be one of {{RESPONSE, UPDATE, MESSAGE_TAG, UTILITY}} - got \"{kind}\""
        )));
    }
    // §2.6 says required; older senders leave it out, so only a strict simulator insists.
    if kind.is_none() && w.fixed.strict && account.platform == Platform::Facebook && !private {
        return Err(GraphError::required("messaging_type"));
    }
    if let Some(tag) = &tag {
        content::tag(call.host, account.platform, tag)?;
    }
    if kind.as_deref() == Some("UTILITY") && !content.utility {
        return Err(GraphError::parameter(
            "(#100) messaging_type UTILITY needs a template",
        ));
    }
    if !private && !content.utility {
        check_window(w, call, account, customer, tag.as_deref())?;
    }
    let media = !content.attachments.is_empty();
    let limit = match (media, account.platform) {
        (true, _) => MEDIA_RATE,
        (false, Platform::Instagram) => TEXT_RATE_INSTAGRAM,
        (false, Platform::Facebook) => TEXT_RATE_MESSENGER,
    };
    if w.over_rate(&account.id, if media { "media" } else { "text" }, limit) {
        return Err(GraphError::rate());
    }
    let reply_to = call
        .params
        .value("reply_to")
        .and_then(|r| r.get("mid").and_then(auth::text_of));
    if let Some(mid) = &reply_to {
        let known = w
            .messages
            .get(mid)
            .is_some_and(|m| m.customer_id == customer.id);
        if !known && (w.fixed.strict || w.messages.get(mid).is_some()) {
            return Err(GraphError::parameter("(#100) Invalid reply_to message id"));
        }
    }
    let timestamp = w.thread_time(customer);
    let mid = w.new_mid(account.platform, &account.id, &customer.id);
    let seq = w.next();
    let sent = Message {
        mid: mid.clone(),
        seq,
        account_id: account.id.clone(),
        customer_id: customer.id.clone(),
        from: Side::Business,
        text: content.text,
        attachments: content.attachments,
        reply_to,
        story: None,
        quick_replies: content.quick_replies,
        quick_reply_payload: None,
        postback: None,
        referral: None,
        reactions: Vec::new(),
        edits: 0,
        deleted: false,
        unsupported: false,
        timestamp,
        tag,
        untold: true,
    };
    let summary = events::summary(&sent);
    let (held, echo_first) = echo(
        w,
        call,
        account,
        &sent,
        content.metadata.as_deref(),
        &summary,
    );
    w.add_message(sent);
    if w.auto_read() {
        let timings = w.fixed.timings.clone();
        let ms = |d: std::time::Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX / 4);
        if account.platform == Platform::Facebook {
            w.plan(
                ms(timings.delivered_after),
                &customer.id,
                &mid,
                PlannedKind::Deliver,
            );
        }
        w.plan(
            ms(timings.read_after),
            &customer.id,
            &mid,
            PlannedKind::Read,
        );
    }
    let read_after = i64::try_from(w.fixed.timings.read_after.as_millis()).unwrap_or(i64::MAX / 4);
    w.plan_answer(&customer.id, &mid, read_after);
    let mut reply = Reply::new(json!({"recipient_id": customer.id, "message_id": mid}));
    reply.mid = Some(mid);
    reply.held = held;
    reply.echo_first = echo_first;
    reply.summary = summary.trim_start_matches("echo ").to_owned();
    Ok(reply)
}

/// Queues the echo of a send and says whether it goes before the answer (§1.11).
fn echo(
    w: &mut World,
    call: &GraphCall,
    account: &Account,
    sent: &Message,
    metadata: Option<&str>,
    summary: &str,
) -> (Vec<String>, bool) {
    let symbolic = crate::graph::symbolic(w, &call.segments);
    let by_call = w.strike(
        Subject::Call {
            method: &call.method,
            path: &call.path,
            symbolic: &symbolic,
        },
        Then::is_echo_mode,
    );
    let subject = Subject::Webhook {
        kind: "message_echoes",
        account: &account.id,
        customer: &sent.customer_id,
    };
    let by_webhook = w.strike(subject, Then::is_echo_mode);
    let modes: Vec<Then> = by_call.into_iter().chain(by_webhook).collect();
    if modes.contains(&Then::NoEcho) {
        return (Vec::new(), false);
    }
    let event = events::echo(w, account, sent, metadata);
    let queued = w.queue(Outgoing {
        account: account.clone(),
        customer_id: sent.customer_id.clone(),
        kind: "message_echoes",
        summary: summary.to_owned(),
        event,
        held: true,
        change: false,
    });
    (
        queued.into_iter().collect(),
        modes.contains(&Then::EchoBeforeAnswer),
    )
}

/// §2.3: the reply window by Meta's clock. An adopted customer without history counts as inside.
fn check_window(
    w: &World,
    call: &GraphCall,
    account: &Account,
    customer: &Customer,
    tag: Option<&str>,
) -> Result<(), GraphError> {
    let closed = || GraphError::window(call.host, account.platform);
    let Some(opened) = customer.opened_at else {
        return if customer.adopted {
            Ok(())
        } else {
            Err(closed())
        };
    };
    let age = w.meta_now() - opened;
    if age <= WINDOW_MS {
        return Ok(());
    }
    if tag == Some("HUMAN_AGENT") && account.human_agent && age <= HUMAN_AGENT_MS {
        return Ok(());
    }
    Err(closed())
}

/// Sender actions (§2.2): they answer only `recipient_id`, and need no open window to mark as seen.
fn gesture(
    w: &mut World,
    call: &GraphCall,
    account: &Account,
    customer: &Customer,
    action: &str,
) -> Result<Reply, GraphError> {
    let now = w.now;
    let mut mid = None;
    match action {
        "typing_on" | "typing_off" | "mark_seen" => {
            if let Some(customer) = w.customers.get_mut(&customer.id) {
                match action {
                    "typing_on" => customer.typing_until = Some(now + TYPING_MS),
                    "typing_off" => customer.typing_until = None,
                    _ => customer.business_seen_at = Some(now.max(customer.last_at)),
                }
            }
        }
        "react" | "unreact" => {
            let payload = call.params.value("payload").unwrap_or(Value::Null);
            let target = payload
                .get("message_id")
                .and_then(auth::text_of)
                .ok_or_else(|| GraphError::required("payload[message_id]"))?;
            let reaction = if action == "react" {
                let name = payload
                    .get("reaction")
                    .and_then(auth::text_of)
                    .ok_or_else(|| GraphError::required("payload[reaction]"))?;
                let emoji = if name == "love" {
                    String::from("❤️")
                } else {
                    name.clone()
                };
                Some(Reaction {
                    from: Side::Business,
                    reaction: name,
                    emoji,
                    at: now,
                })
            } else {
                None
            };
            // §1.6: no echo comes of it.
            match w.set_reaction_of(Side::Business, &customer.id, &target, reaction) {
                Ok(()) => {}
                Err(Refused::Unsent) => return Err(GraphError::message_deleted()),
                Err(_) if w.fixed.strict || w.messages.get(&target).is_some() => {
                    return Err(GraphError::parameter("(#100) Invalid message id"));
                }
                Err(_) => {}
            }
            mid = Some(target);
        }
        other => {
            return Err(GraphError::parameter(format!(
                "(#100) Param sender_action must be one of {{typing_on, typing_off, mark_seen, react, unreact}} - got \"{other}\""
            )));
        }
    }
    let _ = account;
    let mut reply = Reply::new(json!({"recipient_id": customer.id}));
    reply.mid = mid;
    reply.summary = action.to_owned();
    Ok(reply)
}
