//! Reading: nodes by id, conversations and their messages (platform notes §3, §4).

use serde_json::{Value, json};

use crate::graph::error::GraphError;
use crate::graph::fields::{self, Field};
use crate::graph::{
    GraphCall, Host, INSTAGRAM_HOST_PATH, Reply, auth, comments, media, nodes, templates,
};
use crate::types::{Account, Customer, Platform};
use crate::world::World;

/// §9.4: Conversations API, calls per second and account.
const CONVERSATION_RATE: u32 = 2;
/// Lists without a `limit`.
const DEFAULT_LIMIT: usize = 25;
/// The longest page of a list.
const MAX_LIMIT: usize = 100;

pub(super) fn asked(call: &GraphCall) -> Vec<Field> {
    fields::parse(&call.params.text("fields").unwrap_or_default())
}

/// `GET /{id}`: whatever it is. Meta adds `id` always, and without `fields` gives the default ones.
pub(crate) fn node(w: &mut World, call: &GraphCall, id: &str) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let asked = asked(call);
    if id == "me" {
        return me(w, call, &print, &asked);
    }
    if let Some(message) = w.messages.get(id).cloned() {
        let (account, customer) = owner_of(w, call, &message.customer_id)?;
        auth::bind(w, &print, &account)?;
        if !nodes::is_readable(w, &message) {
            return Err(GraphError::message_deleted());
        }
        let node = nodes::message(w, &account, &customer, &message);
        let asked = defaults(asked, &["id", "created_time"]);
        if asked.iter().any(shows) {
            w.told(id);
        }
        return found(
            call,
            fields::project(&node, &asked, &nodes::MESSAGE_FIELDS, call.host, "Message")?,
            "message",
        );
    }
    if let Some(customer_id) = w.conversations.get(id).cloned() {
        return conversation(w, call, &print, &customer_id, asked);
    }
    if let Some(customer) = w.customers.get(id).cloned() {
        return profile(w, call, &print, &customer, asked);
    }
    if let Some(template) = w.templates.get(id).cloned() {
        return templates::node(w, call, &template);
    }
    if let Some(comment) = comments::found_or_adopted(w, &print, id, &asked) {
        return comments::node(w, call, &print, &comment, asked);
    }
    if let Some(post) = media::found_or_adopted(w, &print, id, &asked) {
        return media::node(w, call, &print, &post, asked);
    }
    // A post that nobody has is not taken for an account.
    if media::means_post(&asked) {
        return Err(GraphError::unsupported("GET", id));
    }
    if let Some(account) = account_node(w, call, id, &asked) {
        auth::bind(w, &print, &account)?;
        return show_account(w, call, &account, id, asked);
    }
    // Adopting: a person of the token's account, if the token has one and the fields fit a person.
    let bound = w.tokens.get(&print).and_then(|t| t.page_id.clone());
    let business = bound.and_then(|page| w.account_of_page(&page).cloned());
    let personal = asked.is_empty()
        || asked.iter().any(|f| {
            matches!(
                f.name.as_str(),
                "profile_pic" | "first_name" | "name" | "username"
            )
        });
    let could_be = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && id.len() <= 32;
    if let (Some(business), false, true, true) = (business, w.fixed.strict, personal, could_be) {
        let customer = w.add_customer(&business, Some(id.to_owned()), None, None, true);
        return profile(w, call, &print, &customer, asked);
    }
    Err(GraphError::unsupported("GET", id))
}

fn owner_of(
    w: &World,
    call: &GraphCall,
    customer_id: &str,
) -> Result<(Account, Customer), GraphError> {
    let gone = || GraphError::unsupported(&call.method, customer_id);
    let customer = w.customers.get(customer_id).cloned().ok_or_else(gone)?;
    let account = w
        .accounts
        .get(&customer.account_id)
        .cloned()
        .ok_or_else(gone)?;
    if call.host == Host::Instagram && account.platform != Platform::Instagram {
        return Err(gone());
    }
    Ok((account, customer))
}

pub(super) fn defaults(asked: Vec<Field>, names: &[&str]) -> Vec<Field> {
    if asked.is_empty() {
        return names
            .iter()
            .map(|n| Field {
                name: (*n).to_owned(),
                ..Field::default()
            })
            .collect();
    }
    asked
}

pub(super) fn found(call: &GraphCall, body: Value, what: &str) -> Result<Reply, GraphError> {
    let _ = call;
    let mut reply = Reply::new(body);
    reply.summary = what.to_owned();
    Ok(reply)
}

/// The account or Page behind an id; adopted if nobody knows it and it is not plainly something else.
fn account_node(w: &mut World, call: &GraphCall, id: &str, asked: &[Field]) -> Option<Account> {
    let known = w
        .account_of_page(id)
        .or_else(|| w.account(id))
        .or_else(|| w.accounts.values().find(|a| a.app_scoped_id == id));
    if let Some(account) = known {
        let on_this_host = call.host == Host::Facebook || account.platform == Platform::Instagram;
        return on_this_host.then(|| account.clone());
    }
    // A token that belongs somewhere already looks at a person; a fresh one at its own account.
    let fresh = call
        .params
        .token
        .as_deref()
        .and_then(|t| w.tokens.get(&crate::ids::fingerprint(t)))
        .is_none_or(|t| t.page_id.is_none());
    let wants = |name: &str| asked.iter().any(|f| f.name == name);
    let page_like =
        wants("instagram_business_account") || wants("category") || wants("access_token");
    let instagram_like = auth::is_instagram_id(id)
        || call.host == Host::Instagram
        || [
            "user_id",
            "account_type",
            "profile_picture_url",
            "followers_count",
            "media_count",
            "username",
        ]
        .iter()
        .any(|n| wants(n));
    if !fresh && !page_like && !auth::is_instagram_id(id) {
        return None;
    }
    let platform = if instagram_like && !page_like {
        Platform::Instagram
    } else {
        Platform::Facebook
    };
    auth::adopt(w, id, platform)
}

fn show_account(
    w: &World,
    call: &GraphCall,
    account: &Account,
    id: &str,
    asked: Vec<Field>,
) -> Result<Reply, GraphError> {
    if call.host == Host::Facebook && id == account.page_id {
        let node = nodes::page(w, account);
        let asked = defaults(asked, &["id", "name"]);
        return found(
            call,
            fields::project(&node, &asked, &nodes::PAGE_FIELDS, call.host, "Page")?,
            "page",
        );
    }
    if let Some(body) = comments::mentioned(w, call, account, &asked)? {
        return found(call, body, "mention");
    }
    let own_host = call.host == Host::Instagram;
    let mut node = nodes::instagram(w, account, own_host);
    if own_host && id == account.id {
        node["id"] = json!(account.id);
    }
    let asked = defaults(asked, &["id"]);
    let kind = if own_host { "User" } else { "IGUser" };
    found(
        call,
        fields::project(&node, &asked, &nodes::INSTAGRAM_FIELDS, call.host, kind)?,
        "account",
    )
}

/// `GET /me`: the Page of a Page token, the account of an Instagram token (§8.2).
fn me(w: &mut World, call: &GraphCall, print: &str, asked: &[Field]) -> Result<Reply, GraphError> {
    let user = w.tokens.get(print).is_some_and(|t| t.user);
    if user && call.host == Host::Facebook {
        let node =
            json!({"id": crate::ids::digits(w.instance(), print, 0, 16), "name": "Fern Owner"});
        let asked = defaults(asked.to_vec(), &["id", "name"]);
        return found(
            call,
            fields::project(&node, &asked, &["id", "name", "email"], call.host, "User")?,
            "me",
        );
    }
    let account = auth::me(w, call, print)?;
    auth::bind(w, print, &account)?;
    let id = match call.host {
        Host::Facebook => account.page_id.clone(),
        Host::Instagram => String::from("me"),
    };
    show_account(w, call, &account, &id, asked.to_vec())
}

/// A person's profile (§3): only after they wrote.
fn profile(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    customer: &Customer,
    asked: Vec<Field>,
) -> Result<Reply, GraphError> {
    let (account, customer) = owner_of(w, call, &customer.id)?;
    auth::bind(w, print, &account)?;
    if !customer.consent {
        return Err(match account.platform {
            Platform::Instagram => GraphError::consent(),
            Platform::Facebook => GraphError::unsupported("GET", &customer.id),
        });
    }
    let node = nodes::profile(w, account.platform, &customer);
    let (known, asked, kind) = match account.platform {
        Platform::Instagram => (
            &nodes::INSTAGRAM_PROFILE_FIELDS,
            defaults(asked, &["id", "name", "username"]),
            "IGBusinessScopedID",
        ),
        Platform::Facebook => (
            &nodes::MESSENGER_PROFILE_FIELDS,
            defaults(asked, &["id", "first_name", "last_name", "profile_pic"]),
            "User",
        ),
    };
    let mut reply = found(
        call,
        fields::project(&node, &asked, known, call.host, kind)?,
        "profile",
    )?;
    reply.customer_id = Some(customer.id);
    Ok(reply)
}

fn conversation(
    w: &mut World,
    call: &GraphCall,
    print: &str,
    customer_id: &str,
    asked: Vec<Field>,
) -> Result<Reply, GraphError> {
    let (account, customer) = owner_of(w, call, customer_id)?;
    auth::bind(w, print, &account)?;
    limited(w, &account)?;
    let node = nodes::conversation(w, &account, &customer, &|id| cursor(id));
    let asked = with_list_limits(defaults(asked, &["id", "updated_time"]));
    let shown = project_conversation(&node, &asked, call, account.platform)?;
    w.told_newest(&customer.id, shown_inside(&asked));
    let mut reply = found(call, shown, "thread")?;
    reply.customer_id = Some(customer.id);
    Ok(reply)
}

/// Whether a field of a message is more than its name and time.
fn shows(field: &Field) -> bool {
    !matches!(field.name.as_str(), "id" | "created_time")
}

/// How many messages of a thread an answer shows inside another node; none if only their ids were asked for.
fn shown_inside(asked: &[Field]) -> usize {
    let list = asked.iter().find(|f| f.name == "messages");
    list.filter(|f| f.sub.iter().any(shows))
        .and_then(|f| f.limit)
        .unwrap_or(0)
}

/// `messages` inside another node holds 25 unless told otherwise.
fn with_list_limits(mut asked: Vec<Field>) -> Vec<Field> {
    for field in &mut asked {
        if field.name == "messages" {
            field.limit = Some(field.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT));
            if field.sub.is_empty() {
                field.sub = defaults(Vec::new(), &["id", "created_time"]);
            }
        }
    }
    asked
}

fn project_conversation(
    node: &Value,
    asked: &[Field],
    call: &GraphCall,
    platform: Platform,
) -> Result<Value, GraphError> {
    let known: &[&str] = match platform {
        Platform::Instagram => &nodes::INSTAGRAM_CONVERSATION_FIELDS,
        Platform::Facebook => &nodes::PAGE_CONVERSATION_FIELDS,
    };
    for field in asked.iter().filter(|f| f.name == "messages") {
        if let Some(bad) = field
            .sub
            .iter()
            .find(|f| !nodes::MESSAGE_FIELDS.contains(&f.name.as_str()))
        {
            return Err(GraphError::no_field(&bad.name, call.host, "Message"));
        }
    }
    fields::project(node, asked, known, call.host, "UnifiedThread")
}

/// §9.4: two calls a second.
fn limited(w: &mut World, account: &Account) -> Result<(), GraphError> {
    if w.over_rate(&account.id, "conversations", CONVERSATION_RATE) {
        return Err(GraphError::rate());
    }
    Ok(())
}

/// `GET /{page|ig|me}/conversations` (§4), newest first; with `user_id` none or one, and no paging.
pub(crate) fn conversations(
    w: &mut World,
    call: &GraphCall,
    owner: &str,
) -> Result<Reply, GraphError> {
    let account = auth::account(w, call, owner)?;
    limited(w, &account)?;
    let platform = call.params.text("platform").map(|p| p.to_ascii_lowercase());
    let wanted = match (call.host, platform.as_deref()) {
        (Host::Instagram, _) | (_, Some("instagram")) => Platform::Instagram,
        (Host::Facebook, Some("messenger")) => Platform::Facebook,
        // Default messenger; a Page that exists only behind an Instagram account has none of those.
        (Host::Facebook, None) => Platform::Facebook,
        (_, Some(other)) => {
            return Err(GraphError::parameter(format!(
                "(#100) Param platform must be one of {{INSTAGRAM, MESSENGER}} - got \"{other}\""
            )));
        }
    };
    let user = call.params.text("user_id");
    let mut people: Vec<Customer> = w
        .customers
        .values()
        .filter(|c| c.account_id == account.id && account.platform == wanted && c.last_at > 0)
        .filter(|c| user.as_ref().is_none_or(|id| *id == c.id))
        .cloned()
        .collect();
    people.sort_by(|a, b| (b.last_at, &b.id).cmp(&(a.last_at, &a.id)));
    let asked = with_list_limits(defaults(asked(call), &["id", "updated_time"]));
    let start = after(call, &people, |c| &c.conversation_id);
    let limit = limit(call);
    let page: Vec<Customer> = people.iter().skip(start).take(limit).cloned().collect();
    let mut data = Vec::new();
    for customer in &page {
        let node = nodes::conversation(w, &account, customer, &|id| cursor(id));
        data.push(project_conversation(&node, &asked, call, account.platform)?);
        w.told_newest(&customer.id, shown_inside(&asked));
    }
    let mut body = json!({"data": data});
    if user.is_none()
        && let Some(last) = page.last()
    {
        let more = start + page.len() < people.len();
        body["paging"] = paging(w, call, &last.conversation_id, more);
    }
    found(call, body, "threads")
}

/// `GET /{conversation}/messages` (§4).
pub(crate) fn conversation_messages(
    w: &mut World,
    call: &GraphCall,
    id: &str,
) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let Some(customer_id) = w.conversations.get(id).cloned() else {
        return Err(GraphError::unsupported("GET", id));
    };
    let (account, customer) = owner_of(w, call, &customer_id)?;
    auth::bind(w, &print, &account)?;
    limited(w, &account)?;
    let asked = defaults(asked(call), &["id", "created_time"]);
    let all = nodes::messages(w, &account, &customer);
    let start = after(call, &all, |m| m["id"].as_str().unwrap_or_default());
    let limit = limit(call);
    let mut data = Vec::new();
    if asked.iter().any(shows) {
        w.told_newest(&customer.id, start + limit);
    }
    for node in all.iter().skip(start).take(limit) {
        data.push(fields::project(
            node,
            &asked,
            &nodes::MESSAGE_FIELDS,
            call.host,
            "Message",
        )?);
    }
    let mut body = json!({"data": data});
    if let Some(last) = all
        .get((start + limit).min(all.len()).wrapping_sub(1))
        .and_then(|m| m["id"].as_str())
    {
        body["paging"] = paging(w, call, last, start + limit < all.len());
    }
    let mut reply = found(call, body, "messages")?;
    reply.customer_id = Some(customer.id);
    Ok(reply)
}

pub(super) fn limit(call: &GraphCall) -> usize {
    call.params
        .number("limit")
        .unwrap_or(DEFAULT_LIMIT)
        .clamp(1, MAX_LIMIT)
}

/// A cursor names the last element seen, so a list may grow between two pages.
fn cursor(id: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(id)
}

pub(super) fn after<T>(call: &GraphCall, list: &[T], id: impl Fn(&T) -> &str) -> usize {
    let Some(after) = call.params.text("after") else {
        return 0;
    };
    list.iter()
        .position(|item| cursor(id(item)) == after)
        .map_or(list.len(), |at| at + 1)
}

/// §9.5: `next` only while there is more, with the token in it; Instagram lists have no `before` (§4).
pub(super) fn paging(w: &World, call: &GraphCall, last: &str, more: bool) -> Value {
    let after = cursor(last);
    let mut paging = json!({"cursors": {"after": after}});
    if call.host == Host::Facebook {
        paging["cursors"]["before"] = json!(cursor("start"));
    }
    if more {
        let base = w.fixed.base_url.as_str().trim_end_matches('/');
        let host = if call.host == Host::Instagram {
            INSTAGRAM_HOST_PATH
        } else {
            ""
        };
        let version = call
            .version
            .as_deref()
            .map(|v| format!("/{v}"))
            .unwrap_or_default();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(token) = &call.params.token {
            query.append_pair("access_token", token);
        }
        for key in ["platform", "fields", "limit"] {
            if let Some(value) = call.params.text(key) {
                query.append_pair(key, &value);
            }
        }
        query.append_pair("after", &after);
        paging["next"] = json!(format!(
            "{base}{host}{version}{}?{}",
            call.path,
            query.finish()
        ));
    }
    paging
}
