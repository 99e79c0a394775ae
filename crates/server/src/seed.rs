//! What a server makes of itself at start: mock mode's people and accounts, the environment's account.

use domain::account::Platform;
use domain::ids::{AccountId, ExternalId, UserId};
use domain::user::Role;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use store::accounts::{NewAccount, Source, TokenHost};
use store::users::NewUser;
use tracing::info;

use crate::app::App;
use crate::config::Mode;

/// A person that mock mode makes, with a password that everybody knows.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct DemoUser {
    /// Address.
    pub email: &'static str,
    /// Password: known to everybody, so these never exist in real mode.
    pub password: &'static str,
    /// Display name.
    pub name: &'static str,
    /// What they may do.
    pub role: Role,
}

/// The people of mock mode (contract §6).
pub const DEMO_USERS: [DemoUser; 3] = [
    DemoUser {
        email: "admin@ticklegram.com",
        password: "admin123",
        name: "Admin",
        role: Role::Admin,
    },
    DemoUser {
        email: "agent1@ticklegram.com",
        password: "agent123",
        name: "Agent One",
        role: Role::Agent,
    },
    DemoUser {
        email: "agent2@ticklegram.com",
        password: "agent123",
        name: "Agent Two",
        role: Role::Agent,
    },
];
/// The Instagram account of mock mode.
pub const DEMO_INSTAGRAM: &str = "mock_ig_123";
/// The Facebook Page of mock mode.
pub const DEMO_PAGE: &str = "mock_fb_123";

/// Brings the database into the state that the configuration promises.
pub(crate) async fn prepare(app: &App) -> anyhow::Result<()> {
    if app.config.mode == Mode::Mock && app.db.count_users().await? == 0 {
        people(app).await?;
        accounts(app).await?;
    }
    environment(app).await
}

/// The account of `INSTAGRAM_PAGE_ID` is connected while its token is set (contract §2). One that was connected by the API
/// is an ordinary row, and its token the newer word.
async fn environment(app: &App) -> anyhow::Result<()> {
    let named = app.config.env_account.as_ref();
    for row in app.db.accounts(Some(Platform::Instagram)).await? {
        if row.source == Source::Env && named.is_none_or(|a| a.id != row.external.as_str()) {
            app.db.disconnect_account(row.id).await?;
            info!(account.external_id = %row.external, "an account is disconnected: INSTAGRAM_PAGE_ID no longer names it");
        }
    }
    if let Some(account) = named {
        let row = app
            .db
            .account_of(Platform::Instagram, &ExternalId::new(account.id.clone()))
            .await?;
        if let Some(row) = row.filter(|r| r.connected) {
            let token = row.token(&app.sealer)?;
            let same = token.is_some_and(|t| t.expose_secret() == account.token.expose_secret());
            if row.source != Source::Env || same {
                return Ok(());
            }
        }
        let new = instagram(app, &account.id, account.token.clone(), None, Source::Env).await;
        connect(app, &new).await?;
        info!(
            account.external_id = account.id,
            "the account of INSTAGRAM_PAGE_ID is connected"
        );
    }
    Ok(())
}

async fn people(app: &App) -> anyhow::Result<()> {
    for person in DEMO_USERS {
        let new = NewUser {
            id: UserId::new(app.ids.next()),
            email: person.email.to_owned(),
            name: person.name.to_owned(),
            role: person.role,
            password_hash: app.passwords.hash(person.password.to_owned()).await?,
        };
        app.db.add_user(&new, app.clock.now()).await?;
    }
    Ok(())
}

async fn accounts(app: &App) -> anyhow::Result<()> {
    let token = |name: &str| SecretString::from(format!("mock-token-{name}"));
    let new = instagram(
        app,
        DEMO_INSTAGRAM,
        token(DEMO_INSTAGRAM),
        Some("demo_shop"),
        Source::Seed,
    )
    .await;
    connect(app, &new).await?;
    let page = NewAccount {
        id: AccountId::new(app.ids.next()),
        platform: Platform::Facebook,
        external: ExternalId::new(DEMO_PAGE),
        username: "Demo Shop".to_owned(),
        token: token(DEMO_PAGE),
        host: TokenHost::Facebook,
        sender_id: DEMO_PAGE.to_owned(),
        facebook_page_id: Some(DEMO_PAGE.to_owned()),
        source: Source::Seed,
        user: None,
    };
    connect(app, &page).await
}

/// An Instagram account as it will be stored, with how messages are sent for it.
pub(crate) async fn instagram(
    app: &App,
    id: &str,
    token: SecretString,
    username: Option<&str>,
    source: Source,
) -> NewAccount {
    let route = crate::accounts::route(app, id, &token).await;
    // Mock mode promises a name of its own for accounts that nobody named (contract §2).
    let asked = route.username.filter(|_| app.config.mode == Mode::Real);
    NewAccount {
        id: AccountId::new(app.ids.next()),
        platform: Platform::Instagram,
        external: ExternalId::new(id),
        username: username
            .map(str::to_owned)
            .or(asked)
            .unwrap_or_else(|| crate::accounts::made_up_username(id)),
        token,
        host: route.host,
        sender_id: route.sender_id,
        facebook_page_id: route.page_id,
        source,
        user: None,
    }
}

async fn connect(app: &App, new: &NewAccount) -> anyhow::Result<()> {
    app.db
        .connect_account(&app.sealer, new, &app.node, app.clock.now())
        .await?;
    app.wake.deliveries.notify_one();
    Ok(())
}
