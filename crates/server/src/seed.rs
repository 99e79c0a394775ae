//! What a server makes of itself at start: mock mode's people and accounts, the environment's account.

use domain::account::Platform;
use domain::ids::UserId;
use domain::user::Role;
use secrecy::{ExposeSecret as _, SecretString};
use store::accounts::Source;
use store::users::NewUser;
use tracing::info;

use crate::app::App;
use crate::config::Mode;
use crate::connect::{self, By};

/// A person that mock mode makes, with a password that everybody knows.
#[derive(Clone, Copy, Debug)]
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
        if row.source == Source::Env && named.is_none_or(|a| !row.is_called(&a.id)) {
            app.db.disconnect_account(row.id).await?;
            info!(account.external_id = %row.external, "an account is disconnected: INSTAGRAM_PAGE_ID no longer names it");
        }
    }
    if let Some(account) = named {
        let row = app.db.instagram_named(&account.id).await?;
        if let Some(row) = row {
            let token = row.token(&app.sealer)?;
            let same = token.is_some_and(|t| t.expose_secret() == account.token.expose_secret());
            if row.source != Source::Env || same {
                return Ok(());
            }
        }
        let by = By {
            source: Source::Env,
            user: None,
        };
        let new = connect::instagram_anyway(app, &account.id, &account.token, None, by).await;
        connect::store(app, &new).await?;
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
    let by = By {
        source: Source::Seed,
        user: None,
    };
    let shop = token(DEMO_INSTAGRAM);
    let shop = connect::instagram_anyway(app, DEMO_INSTAGRAM, &shop, Some("demo_shop"), by).await;
    connect::store(app, &shop).await?;
    let page = token(DEMO_PAGE);
    let page = connect::page_anyway(app, DEMO_PAGE, &page, Some("Demo Shop"), by).await;
    connect::store(app, &page).await?;
    Ok(())
}
