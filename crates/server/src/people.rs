//! People without the web: from the command line, and the link that makes the first admin.

use domain::person::{Email, Name, Strictness, check_password};
use domain::time::HOUR;
use store::Db;
use url::Url;

use crate::app::App;
use crate::auth::password::Passwords;
use crate::auth::token;
use crate::config::Mode;
use crate::http;
use crate::lifecycle::{Opened, Sources};

/// How long a set-up link works: as long as it takes to copy it from a terminal, and a night.
const SETUP: i64 = 24 * HOUR;

/// The link that makes the first admin, in real mode while there is nobody (contract §6). Only its hash is stored, and
/// each start replaces it.
pub(crate) async fn setup_link(app: &App, own: &Url) -> anyhow::Result<Option<String>> {
    if app.config.mode == Mode::Mock {
        return Ok(None);
    }
    let token = token::fresh();
    let until = app.clock.now().plus(SETUP);
    if !app.db.offer_setup(&token, until).await? {
        return Ok(None);
    }
    let mut link = app
        .config
        .public_url
        .as_ref()
        .unwrap_or(own)
        .join("/setup")?;
    link.query_pairs_mut().append_pair("token", &token);
    Ok(Some(link.to_string()))
}

/// People, managed without the web.
pub struct People<'a> {
    db: &'a Db,
    passwords: Passwords,
    sources: Sources,
    strictness: Strictness,
}

impl<'a> People<'a> {
    /// Of an opened installation in this mode, which says how much is asked of a password.
    ///
    /// # Errors
    /// If passwords cannot be hashed here.
    pub fn of(opened: &'a Opened, mode: Mode) -> anyhow::Result<Self> {
        Ok(Self {
            db: &opened.db,
            passwords: Passwords::new()?,
            sources: Sources::default(),
            strictness: http::users::strictness(mode),
        })
    }

    /// Adds a person.
    ///
    /// # Errors
    /// If the address is taken or no address, or name or password are not accepted.
    pub async fn create(
        &self,
        email: &str,
        name: &str,
        role: domain::user::Role,
        password: String,
    ) -> anyhow::Result<domain::wire::User> {
        let email = Email::parse(email)?;
        let new = store::users::NewUser {
            id: domain::ids::UserId::new(self.sources.ids.next()),
            email: email.as_str().to_owned(),
            name: Name::parse(name)?.as_str().to_owned(),
            role,
            password_hash: self.hash(email.as_str(), password).await?,
        };
        Ok(self.db.add_user(&new, self.sources.clock.now()).await?)
    }

    /// Gives a person a new password and ends their sessions.
    ///
    /// # Errors
    /// If there is no such person, or the password is not accepted.
    pub async fn reset_password(&self, email: &str, password: String) -> anyhow::Result<()> {
        let hash = self.hash(email, password).await?;
        let found = self.db.user_for_login(email).await?;
        let (user, _) = found.ok_or_else(|| anyhow::anyhow!("nobody has the address {email}"))?;
        self.db
            .set_password(user.id, &hash, self.sources.clock.now())
            .await?;
        Ok(())
    }

    async fn hash(&self, email: &str, password: String) -> anyhow::Result<String> {
        check_password(&password, email, self.strictness)?;
        Ok(self.passwords.hash(password).await?)
    }
}
