//! Texts that are sent again and again, and what Meta thinks of them.

use domain::account::Platform;
use domain::clock::Ids;
use domain::ids::{AccountId, JobId, TemplateId, UserId};
use domain::template::{self, APPROVED, Approved, UNKNOWN};
use domain::time::Timestamp;
use domain::wire;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Db, Tx, lock_name, plain};
use crate::error::{Result, inconsistent};
use crate::jobs::{self, JobKind, NewJob};
use crate::rows::{self, all, id};
use crate::sends::{IdempotencyKey, Kept, keep_key};

macro_rules! columns {
    () => {
        "id, name, content, category, platform, language, account_id, meta_name, meta_template_id, meta_submission_id, meta_submission_status, meta_reason, \
         meta_content, created_by, created_at, updated_at"
    };
}

sql! {
    ADD = "INSERT INTO template (id, name, content, category, platform, language, created_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    ONE = concat!("SELECT ", columns!(), " FROM template WHERE id = $1");
    LIST = concat!("SELECT ", columns!(), " FROM template WHERE (created_at, id) < ($1, $2) AND ($3 = '' OR platform = $3) AND ($4 = '' OR category = $4) \
        ORDER BY created_at DESC, id DESC LIMIT $5");
    CHANGE = "UPDATE template SET name = $2, content = $3, category = $4, platform = $5, language = $6, updated_at = $7 WHERE id = $1";
    DELETE = "DELETE FROM template WHERE id = $1";
    BEGIN = "UPDATE template SET account_id = $2, meta_name = $3, meta_template_id = NULL, meta_submission_id = $4, meta_submission_status = $5, meta_reason = NULL, \
        meta_content = content, updated_at = $6 WHERE id = $1";
    // Only of the submission that it is about: another may have begun.
    STATE = "UPDATE template SET meta_template_id = COALESCE($3, meta_template_id), meta_submission_status = $4, meta_reason = $5, updated_at = $6 \
        WHERE id = $1 AND meta_submission_id = $2";
    // There is nothing left to look for.
    END_LOOKS = "UPDATE job SET state = 'done', last_error = NULL, updated_at = $2 WHERE kind = 'template_status' AND subject = $1 AND state = 'ready'";
    FORGET = "UPDATE template SET account_id = NULL, meta_name = NULL, meta_template_id = NULL, meta_submission_id = NULL, meta_submission_status = NULL, meta_reason = NULL, \
        meta_content = NULL, updated_at = $3 WHERE id = $1 AND meta_submission_id = $2";
}

/// A template to be stored; its limits are `domain::template`'s.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    /// What people call it.
    pub name: String,
    /// The text with its variables.
    pub content: String,
    /// A word to sort by.
    pub category: String,
    /// Where it is sent.
    pub platform: Platform,
    /// Its language, as Meta writes it.
    pub language: String,
}

/// A stored template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Our id.
    pub id: TemplateId,
    /// What people call it.
    pub name: String,
    /// The text with its variables.
    pub content: String,
    /// A word to sort by.
    pub category: String,
    /// Where it is sent.
    pub platform: Platform,
    /// Its language, as Meta writes it.
    pub language: String,
    /// What was handed in to Meta, if it was.
    pub submission: Option<Submission>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A template as Meta has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Ours: one per handing in.
    pub id: Uuid,
    /// The Page that it is for.
    pub account: AccountId,
    /// Its name at Meta.
    pub name: String,
    /// Meta's id, once it is known.
    pub meta_id: Option<String>,
    /// Meta's word for its state, or [`UNKNOWN`].
    pub status: String,
    /// Why not, in Meta's words.
    pub reason: Option<String>,
    /// What was handed in.
    pub content: String,
}

impl Template {
    /// Whether Meta has approved the text as it stands now.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.current().is_some_and(|s| s.status == APPROVED)
    }

    /// The submission of the text as it stands now.
    #[must_use]
    pub fn current(&self) -> Option<&Submission> {
        self.submission
            .as_ref()
            .filter(|s| s.content == self.content)
    }

    /// How it may leave outside the window for this account, with these values in Meta's order.
    #[must_use]
    pub fn approved_for(&self, account: AccountId, parameters: Vec<String>) -> Option<Approved> {
        let submission = self.current().filter(|s| s.status == APPROVED)?;
        (submission.account == account).then(|| Approved {
            name: submission.name.clone(),
            language: self.language.clone(),
            parameters,
        })
    }

    /// Its shape.
    #[must_use]
    pub fn shape(&self) -> wire::Template {
        let submission = self.submission.as_ref();
        wire::Template {
            id: self.id,
            name: self.name.clone(),
            content: self.content.clone(),
            category: self.category.clone(),
            platform: self.platform,
            language: self.language.clone(),
            variables: template::variables(&self.content)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            meta_template_id: submission.and_then(|s| s.meta_id.clone()),
            meta_submission_id: submission.map(|s| s.id.to_string()),
            meta_submission_status: submission.map(|s| s.status.clone()),
            meta_reason: submission.and_then(|s| s.reason.clone()),
            is_meta_approved: self.is_approved(),
            created_by: self.created_by,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// Where a page of templates ends: the next begins after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateCursor {
    /// Microseconds of its making.
    pub at: i64,
    /// The last template.
    pub id: TemplateId,
}

/// What became of a wish to hand a template in.
#[derive(Clone, Debug)]
pub enum Begun {
    /// It is to be handed in now, and by nobody else.
    Now(Template),
    /// Meta has this text already, or somebody is handing it in.
    Before(Template),
    /// There is no such template.
    None,
}

/// What Meta says of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its id, if this tells.
    pub meta_id: Option<String>,
    /// Its word.
    pub status: String,
    /// Why not.
    pub reason: Option<String>,
}

#[derive(FromRow)]
struct TemplateRow {
    id: String,
    name: String,
    content: String,
    category: String,
    platform: String,
    language: String,
    account_id: Option<String>,
    meta_name: Option<String>,
    meta_template_id: Option<String>,
    meta_submission_id: Option<String>,
    meta_submission_status: Option<String>,
    meta_reason: Option<String>,
    meta_content: Option<String>,
    created_by: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<TemplateRow> for Template {
    type Error = crate::error::StoreError;

    fn try_from(r: TemplateRow) -> Result<Self> {
        const T: &str = "template";
        let submission = match (r.meta_submission_id, r.account_id, r.meta_name) {
            (Some(submission), Some(account), Some(name)) => Some(Submission {
                id: Uuid::try_parse(&submission)
                    .map_err(|_| inconsistent(T, "meta_submission_id", &r.id))?,
                account: id(T, "account_id", &account)?,
                name,
                meta_id: r.meta_template_id,
                status: r
                    .meta_submission_status
                    .unwrap_or_else(|| UNKNOWN.to_owned()),
                reason: r.meta_reason,
                content: r.meta_content.unwrap_or_default(),
            }),
            _ => None,
        };
        Ok(Self {
            id: id(T, "id", &r.id)?,
            name: r.name,
            content: r.content,
            category: r.category,
            platform: Platform::parse(&r.platform)
                .ok_or_else(|| inconsistent(T, "platform", &r.id))?,
            language: r.language,
            submission,
            created_by: rows::ids(T, "created_by", r.created_by.as_deref())?,
            created_at: Timestamp::from_micros(r.created_at),
            updated_at: Timestamp::from_micros(r.updated_at),
        })
    }
}

impl Db {
    /// Stores a template, or finds the one that the key stands for. `None`: the key was used with another body.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn add_template(
        &self,
        ids: &dyn Ids,
        author: UserId,
        new: &NewTemplate,
        key: Option<&IdempotencyKey>,
        now: Timestamp,
    ) -> Result<Option<Template>> {
        let mut tx = self.write().await?;
        let mut template = TemplateId::new(ids.next());
        if let Some(key) = key {
            match keep_key(&mut tx, author, key, &template.to_string(), now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(None),
                Kept::Before(subject) => template = id("idempotency", "subject", &subject)?,
            }
        }
        if let Some(known) = one(&mut tx, template).await? {
            return Ok(Some(known));
        }
        on_tx!(&mut tx, |c| sqlx::query(ADD)
            .bind(template.to_string())
            .bind(plain(&new.name))
            .bind(plain(&new.content))
            .bind(plain(&new.category))
            .bind(new.platform.as_str())
            .bind(plain(&new.language))
            .bind(author.to_string())
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let made = one(&mut tx, template).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// One template.
    ///
    /// # Errors
    /// What the database said.
    pub async fn template(&self, template: TemplateId) -> Result<Option<Template>> {
        let row: Option<TemplateRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(template.to_string())
            .fetch_optional(c)
            .await?);
        row.map(Template::try_from).transpose()
    }

    /// A page of templates, newest first, at most `limit`; `None` and `""` mean all.
    ///
    /// # Errors
    /// What the database said.
    pub async fn templates(
        &self,
        platform: Option<Platform>,
        category: &str,
        after: Option<&TemplateCursor>,
        limit: i64,
    ) -> Result<Vec<Template>> {
        let (at, before) = after.map_or((i64::MAX, String::new()), |c| (c.at, c.id.to_string()));
        let rows: Vec<TemplateRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(at)
            .bind(&before)
            .bind(platform.map_or("", Platform::as_str))
            .bind(plain(category))
            .bind(limit)
            .fetch_all(c)
            .await?);
        all(rows)
    }

    /// Changes what people wrote; what Meta has stays as it is. `None`: there is no such template.
    ///
    /// # Errors
    /// What the database said.
    pub async fn change_template(
        &self,
        template: TemplateId,
        new: &NewTemplate,
        now: Timestamp,
    ) -> Result<Option<Template>> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(CHANGE)
            .bind(template.to_string())
            .bind(plain(&new.name))
            .bind(plain(&new.content))
            .bind(plain(&new.category))
            .bind(new.platform.as_str())
            .bind(plain(&new.language))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let changed = one(&mut tx, template).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Forgets a template; says whether there was one. Messages that were made from it stay.
    ///
    /// # Errors
    /// What the database said.
    pub async fn delete_template(&self, template: TemplateId, now: Timestamp) -> Result<bool> {
        let mut tx = self.write().await?;
        let gone = on_tx!(&mut tx, |c| sqlx::query(DELETE)
            .bind(template.to_string())
            .execute(c)
            .await?
            .rows_affected());
        end_looks(&mut tx, template, now).await?;
        tx.commit().await?;
        Ok(gone > 0)
    }

    /// Notes, durably and before anything leaves, that a template is being handed in for a Page, and has its state asked
    /// for from `look_at` on. Once per text: whoever comes second is told what the first one does.
    ///
    /// # Errors
    /// What the database said; nothing may be handed in then.
    pub async fn begin_submission(
        &self,
        ids: &dyn Ids,
        template: TemplateId,
        account: AccountId,
        look_at: Timestamp,
        now: Timestamp,
    ) -> Result<Begun> {
        let mut tx = self.write().await?;
        lock_name(&mut tx, &format!("template:{template}")).await?;
        let Some(row) = one(&mut tx, template).await? else {
            return Ok(Begun::None);
        };
        let standing = |s: &&Submission| {
            s.account == account && (s.status == APPROVED || template::is_open(&s.status))
        };
        if row.current().is_some_and(|s| standing(&s)) {
            return Ok(Begun::Before(row));
        }
        let submission = ids.next();
        on_tx!(&mut tx, |c| sqlx::query(BEGIN)
            .bind(template.to_string())
            .bind(account.to_string())
            .bind(template::meta_name(&row.name, submission))
            .bind(submission.to_string())
            .bind(UNKNOWN)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let job = NewJob {
            id: JobId::new(ids.next()),
            kind: JobKind::TemplateStatus,
            dedupe: format!("template_status:{submission}"),
            order_key: None,
            account: Some(account),
            subject: template.to_string(),
            run_at: look_at,
        };
        jobs::add(&mut tx, &[job], now).await?;
        let begun = one(&mut tx, template).await?;
        tx.commit().await?;
        Ok(begun.map_or(Begun::None, Begun::Now))
    }

    /// Stores what Meta says of a submission; another one of the same template is left alone.
    ///
    /// # Errors
    /// What the database said.
    pub async fn judge_submission(
        &self,
        template: TemplateId,
        submission: Uuid,
        verdict: &Verdict,
        now: Timestamp,
    ) -> Result<Option<Template>> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(STATE)
            .bind(template.to_string())
            .bind(submission.to_string())
            .bind(verdict.meta_id.as_deref().map(plain))
            .bind(plain(&verdict.status))
            .bind(verdict.reason.as_deref().map(plain))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let judged = one(&mut tx, template).await?;
        let open = |s: &Submission| template::is_open(&s.status);
        if !judged
            .as_ref()
            .and_then(|t| t.submission.as_ref())
            .is_some_and(open)
        {
            end_looks(&mut tx, template, now).await?;
        }
        tx.commit().await?;
        Ok(judged)
    }

    /// Forgets a submission that Meta has certainly not got.
    ///
    /// # Errors
    /// What the database said.
    pub async fn forget_submission(
        &self,
        template: TemplateId,
        submission: Uuid,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(FORGET)
            .bind(template.to_string())
            .bind(submission.to_string())
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let left = one(&mut tx, template).await?;
        if left.is_none_or(|t| t.submission.is_none()) {
            end_looks(&mut tx, template, now).await?;
        }
        tx.commit().await
    }
}

async fn end_looks(tx: &mut Tx, template: TemplateId, now: Timestamp) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(END_LOOKS)
        .bind(template.to_string())
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

async fn one(tx: &mut Tx, template: TemplateId) -> Result<Option<Template>> {
    let row: Option<TemplateRow> = on_tx!(tx, |c| sqlx::query_as(ONE)
        .bind(template.to_string())
        .fetch_optional(c)
        .await?);
    row.map(Template::try_from).transpose()
}
