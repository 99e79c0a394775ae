//! Templates: kept, changed, handed in once, and sent as the window allows.

use domain::account::Platform;
use domain::ids::{AccountId, TemplateId};
use domain::message::Content;
use domain::template::{Approved, TemplateUse, UNKNOWN};
use domain::time::{DAY, MINUTE, SECOND};
use domain::user::Viewer;
use store::jobs::JobKind;
use store::sends::{IdempotencyKey, NewSend, Stored};
use store::templates::{Begun, NewTemplate, Template, TemplateCursor, Verdict};

use crate::site::{ANNA, Site, text_of};

both!(
    kept_changed_and_forgotten,
    pages_and_filters,
    handed_in_once,
    as_the_window_allows,
);

fn new(name: &str, platform: Platform) -> NewTemplate {
    NewTemplate {
        name: name.to_owned(),
        content: "Hello {username}, your order is ready.".to_owned(),
        category: "orders".to_owned(),
        platform,
        language: "en_US".to_owned(),
    }
}

async fn add(site: &Site, author: Viewer, new: &NewTemplate) -> Template {
    site.db
        .add_template(&site.clock, author.id, new, None, site.now())
        .await
        .unwrap()
        .unwrap()
}

async fn kept_changed_and_forgotten(site: &Site) {
    let admin = site.admin().await;
    let key = |body: &str| IdempotencyKey {
        route: "POST /api/templates".to_owned(),
        key: "k".to_owned(),
        body_sha256: body.to_owned(),
    };
    let wanted = new("Ready\0", Platform::Instagram);
    let make = async |body: &str| {
        site.db
            .add_template(&site.clock, admin.id, &wanted, Some(&key(body)), site.now())
            .await
            .unwrap()
    };
    let made = make("a").await.unwrap();
    assert_eq!(made.name, "Ready\u{FFFD}");
    assert_eq!(
        (made.created_by, made.submission.clone()),
        (Some(admin.id), None)
    );
    assert_eq!(make("a").await.unwrap(), made, "a key makes one");
    assert!(make("b").await.is_none(), "and only of that body");
    site.clock.advance(SECOND);
    let other = NewTemplate {
        content: "Bye".to_owned(),
        ..new("Bye", Platform::Facebook)
    };
    let changed = site.db.change_template(made.id, &other, site.now()).await;
    let changed = changed.unwrap().unwrap();
    assert_eq!(
        (
            changed.name.as_str(),
            changed.content.as_str(),
            changed.platform
        ),
        ("Bye", "Bye", Platform::Facebook)
    );
    assert_eq!(
        (changed.created_at, changed.updated_at),
        (made.created_at, site.now())
    );
    assert!(site.db.delete_template(made.id, site.now()).await.unwrap());
    assert!(!site.db.delete_template(made.id, site.now()).await.unwrap());
    assert_eq!(site.db.template(made.id).await.unwrap(), None);
    let nobody = TemplateId::new(site.uuid());
    assert_eq!(
        site.db
            .change_template(nobody, &other, site.now())
            .await
            .unwrap(),
        None
    );
}

async fn pages_and_filters(site: &Site) {
    let admin = site.admin().await;
    let mut made = Vec::new();
    for n in 0..5 {
        let platform = if n % 2 == 0 {
            Platform::Instagram
        } else {
            Platform::Facebook
        };
        made.push(add(site, admin, &new(&n.to_string(), platform)).await.id);
    }
    made.reverse();
    let page =
        async |after: Option<&TemplateCursor>| site.db.templates(None, "", after, 2).await.unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let rows = page(after.as_ref()).await;
        let Some(last) = rows.last() else { break };
        after = Some(TemplateCursor {
            at: last.created_at.micros(),
            id: last.id,
        });
        seen.extend(rows.iter().map(|t| t.id));
    }
    assert_eq!(seen, made, "newest first, each once, also of one moment");
    let count = async |platform, category| {
        site.db
            .templates(platform, category, None, 9)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(count(Some(Platform::Instagram), "").await, 3);
    assert_eq!(count(Some(Platform::Facebook), "orders").await, 2);
    assert_eq!(count(None, "Orders").await, 0);
}

async fn begin(site: &Site, template: TemplateId, page: AccountId) -> Begun {
    let later = site.now().plus(MINUTE);
    site.db
        .begin_submission(&site.clock, template, page, later, site.now())
        .await
        .unwrap()
}

async fn handed_in_once(site: &Site) {
    let admin = site.admin().await;
    let page = site.connect(Platform::Facebook, "100").await.id;
    let row = add(site, admin, &new("Ready", Platform::Facebook)).await;
    let (one, two) = tokio::join!(begin(site, row.id, page), begin(site, row.id, page));
    let now = [&one, &two]
        .into_iter()
        .filter(|b| matches!(b, Begun::Now(_)));
    assert_eq!(now.count(), 1, "{one:?} {two:?}");
    let first = site.db.template(row.id).await.unwrap().unwrap();
    let submission = first.submission.clone().unwrap();
    assert_eq!(
        (
            submission.status.as_str(),
            submission.account,
            submission.content.as_str()
        ),
        (UNKNOWN, page, row.content.as_str())
    );
    assert!(submission.name.starts_with("ready_"), "{}", submission.name);
    // Its state is asked for later, once.
    assert_eq!(
        site.db
            .claim_jobs("n", site.now(), SECOND, 9, 9)
            .await
            .unwrap(),
        []
    );
    let due = site.now().plus(MINUTE);
    let jobs = site.db.claim_jobs("n", due, SECOND, 9, 9).await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(
        (jobs[0].kind, jobs[0].subject.clone()),
        (JobKind::TemplateStatus, row.id.to_string())
    );

    let judge = async |submission, status: &str| {
        let verdict = Verdict {
            meta_id: Some("555".to_owned()),
            status: status.to_owned(),
            reason: None,
        };
        let judged = site
            .db
            .judge_submission(row.id, submission, &verdict, site.now())
            .await;
        judged.unwrap().unwrap()
    };
    let stranger = site.uuid();
    assert_eq!(
        judge(stranger, "APPROVED").await.submission.unwrap().status,
        UNKNOWN
    );
    let approved = judge(submission.id, "APPROVED").await;
    assert!(approved.is_approved());
    let looks = "SELECT COUNT(*) FROM job WHERE state IN ('ready', 'waiting')";
    assert_eq!(
        site.number(looks).await,
        0,
        "there is nothing left to look for"
    );
    assert!(matches!(begin(site, row.id, page).await, Begun::Before(_)));
    let values = vec!["maya".to_owned()];
    assert!(approved.approved_for(page, values.clone()).is_some());
    let elsewhere = AccountId::new(site.uuid());
    assert_eq!(approved.approved_for(elsewhere, values.clone()), None);

    // Approval is for the text that was handed in.
    let other = NewTemplate {
        content: "Hello {username}, it is late.".to_owned(),
        ..new("Ready", Platform::Facebook)
    };
    let changed = site.db.change_template(row.id, &other, site.now()).await;
    let changed = changed.unwrap().unwrap();
    assert!(!changed.is_approved() && changed.approved_for(page, values).is_none());
    let Begun::Now(again) = begin(site, row.id, page).await else {
        panic!("another text is handed in anew");
    };
    let second = again.submission.unwrap();
    assert_ne!((second.id, &second.name), (submission.id, &submission.name));
    assert_eq!(second.meta_id, None);
    // What is refused may be handed in again, and what Meta never got is forgotten.
    judge(second.id, "REJECTED").await;
    assert!(matches!(begin(site, row.id, page).await, Begun::Now(_)));
    site.db
        .forget_submission(row.id, second.id, site.now())
        .await
        .unwrap();
    let kept = site.db.template(row.id).await.unwrap().unwrap().submission;
    let third = kept.unwrap();
    site.db
        .forget_submission(row.id, third.id, site.now())
        .await
        .unwrap();
    assert_eq!(
        site.db.template(row.id).await.unwrap().unwrap().submission,
        None
    );
    let nobody = TemplateId::new(site.uuid());
    assert!(matches!(begin(site, nobody, page).await, Begun::None));
}

async fn as_the_window_allows(site: &Site) {
    let admin = site.admin().await;
    let page = site.connect(Platform::Facebook, "100").await;
    let wrote = text_of(ANNA, "m-1", "hello", site.now());
    let outcomes = site.apply_to(Platform::Facebook, "100", &[wrote]).await;
    let chat = outcomes[0].chat.unwrap();
    let template = TemplateId::new(site.uuid());
    let say = async |approved: bool, template: Option<TemplateId>| {
        let used = template.map(|template| TemplateUse {
            template,
            approved: approved.then(|| Approved {
                name: "ready".to_owned(),
                language: "en_US".to_owned(),
                parameters: Vec::new(),
            }),
        });
        let content = Content {
            text: "Ready".to_owned(),
            template: used,
            ..Content::default()
        };
        let send = NewSend {
            chat,
            author: admin,
            parts: vec![content],
            key: None,
        };
        let view = store::ingest::View {
            now: site.now(),
            human_agent: true,
            auto_assign: domain::user::AutoAssign::Off,
            history: false,
        };
        let stored = site.db.store_send(&site.clock, view, &send).await.unwrap();
        matches!(stored, Stored::Messages(_))
    };
    assert!(say(false, Some(template)).await);
    site.clock.advance(2 * DAY);
    assert!(say(false, None).await, "a person's words, tagged");
    assert!(!say(false, Some(template)).await, "a program's are not");
    assert!(say(true, Some(template)).await, "unless Meta approved them");
    site.clock.advance(9 * DAY);
    assert!(!say(false, None).await);
    assert!(say(true, Some(template)).await);
    // What a row was made from is kept with it, for the runner and for retries.
    let rows = site
        .texts("SELECT content FROM message WHERE rank = 'ours' ORDER BY id")
        .await;
    let kept: Vec<Content> = rows
        .iter()
        .map(|r| serde_json::from_str(r).unwrap())
        .collect();
    let approved = |c: &Content| c.template.as_ref().map(|t| t.approved.is_some());
    assert_eq!(
        kept.iter().map(approved).collect::<Vec<_>>(),
        [Some(false), None, Some(true), Some(true)]
    );
    assert_eq!(page.external.as_str(), "100");
}
