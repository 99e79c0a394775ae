//! Files: asked for with their message, told when they come, gone when their message goes.

use domain::clock::Ids as _;
use domain::ids::{ChatId, FileId, MessageId, Mid};
use domain::inbound::{AttachmentKind, Inbound, InboundAttachment, NewMessage, What};
use domain::media::AttachmentState;
use domain::message::Content;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::user::Viewer;
use store::media::{StoredFile, Uploaded};
use store::media_queue::{ClaimedMedia, MediaEnd, MediaWork};
use store::sends::{IdempotencyKey, NewSend, Stored};

use crate::site::{ANNA, Site, echo_of, event_of, text_of};

both!(
    a_file_is_asked_for_with_its_message,
    a_file_that_comes_is_told,
    a_crashed_fetch_is_due_again_and_only_the_newest_try_counts,
    an_unsent_message_gives_its_files_up,
    the_files_of_an_echo_that_is_ours_go,
    an_address_ends,
    a_picture_is_shown_once_it_is_here,
    a_profile_is_asked_for_again_once_it_is_due,
    an_upload_is_sent_and_stays_with_its_message,
    an_upload_key_stands_for_one_file,
    old_uploads_go_and_what_was_sent_of_them_stays,
);

const URL: &str = "https://scontent.xx.fbcdn.net/a.jpg";
const LONG: i64 = MINUTE;

fn attachment(kind: AttachmentKind) -> InboundAttachment {
    InboundAttachment {
        kind,
        meta_type: "x".to_owned(),
        url: Some(URL.to_owned()),
        title: None,
        target_id: None,
    }
}

fn sends(site: &Site, mid: &str, kinds: &[AttachmentKind]) -> Inbound {
    let message = NewMessage {
        mid: Some(Mid::new(mid)),
        attachments: kinds.iter().map(|k| attachment(*k)).collect(),
        ..NewMessage::default()
    };
    event_of(ANNA, site.now(), What::Message(Box::new(message)))
}

const fn file(object: &str) -> StoredFile<'_> {
    StoredFile {
        object,
        thumb: Some("image/jpeg"),
        mime: "image/png",
        size: 70_000,
        name: Some("pot.png"),
        sha256: "abc",
    }
}

impl Site {
    async fn claim_media(&self) -> Vec<ClaimedMedia> {
        self.db.claim_media(self.now(), LONG, 9).await.unwrap()
    }

    async fn finish(&self, claimed: &ClaimedMedia, end: &MediaEnd<'_>) -> bool {
        self.db
            .finish_media(&self.clock, self.view(), claimed, end)
            .await
            .unwrap()
    }

    /// A photo of Anna's that is here; gives its chat, its message and its file.
    async fn photo(&self) -> (ChatId, MessageId, FileId) {
        self.shop().await;
        let outcome = self
            .apply(&[sends(self, "m1", &[AttachmentKind::Image])])
            .await
            .remove(0);
        let claimed = self.claim_media().await.remove(0);
        assert!(self.finish(&claimed, &MediaEnd::Ready(file("ab/1"))).await);
        (outcome.chat.unwrap(), outcome.message.unwrap(), claimed.id)
    }

    async fn upload(&self, owner: &Viewer) -> FileId {
        let id = FileId::new(self.clock.next());
        let uploaded = self
            .db
            .add_upload(id, owner.id, &file("ab/upload"), None, self.now())
            .await
            .unwrap();
        assert!(matches!(uploaded, Uploaded::New(f) if f.is_ready() && f.id == id));
        id
    }

    async fn sends_upload(&self, author: &Viewer, chat: ChatId, upload: FileId) -> MessageId {
        let part = Content {
            attachments: vec![InboundAttachment {
                url: None,
                ..attachment(AttachmentKind::Image)
            }],
            upload: Some(upload),
            ..Content::default()
        };
        let send = NewSend {
            chat,
            author: *author,
            parts: vec![part],
            key: None,
        };
        match self
            .db
            .store_send(&self.clock, self.view(), &send)
            .await
            .unwrap()
        {
            Stored::Messages(rows) => rows[0].id,
            other => panic!("{other:?}"),
        }
    }
}

async fn a_file_is_asked_for_with_its_message(site: &Site) {
    site.shop().await;
    let kinds = [
        AttachmentKind::Ephemeral,
        AttachmentKind::Image,
        AttachmentKind::StoryMention,
        AttachmentKind::Share,
    ];
    let event = sends(site, "m1", &kinds);
    let outcome = site.apply(std::slice::from_ref(&event)).await.remove(0);
    let (chat, message) = (outcome.chat.unwrap(), outcome.message.unwrap());
    let states =
        |m: &domain::wire::Message| m.attachments.iter().map(|a| a.state).collect::<Vec<_>>();
    let row = site.thread(chat).await.remove(0);
    assert_eq!(
        states(&row),
        [
            AttachmentState::Ready,
            AttachmentState::Fetching,
            AttachmentState::Ready,
            AttachmentState::Ready
        ]
    );
    assert_eq!(row.attachments[1].url, None, "not before it is here");
    assert_eq!(
        row.attachments[3].url.as_deref(),
        Some(URL),
        "a link stays one"
    );
    // Said once, asked for once.
    site.apply(&[event]).await;
    assert_eq!(site.db.waiting_media().await.unwrap(), 1);
    assert_eq!(site.db.next_media_at().await.unwrap(), Some(site.now()));
    let claimed = site.claim_media().await;
    let work = MediaWork::Attachment {
        message,
        place: 1,
        url: URL.to_owned(),
    };
    assert_eq!((claimed.len(), &claimed[0].work), (1, &work));
    assert!(site.claim_media().await.is_empty(), "it is held");
}

async fn a_file_that_comes_is_told(site: &Site) {
    site.shop().await;
    let chat = site
        .apply(&[sends(site, "m1", &[AttachmentKind::Image])])
        .await[0]
        .chat
        .unwrap();
    let claimed = site.claim_media().await.remove(0);
    let seq = site.head().await;
    assert!(site.finish(&claimed, &MediaEnd::Ready(file("ab/1"))).await);
    assert_eq!(site.kinds_after(seq).await, ["message_updated"]);
    let shown = site.thread(chat).await[0].attachments[0].clone();
    let url = format!("/api/media/{}", claimed.id);
    assert_eq!(shown.url.as_deref(), Some(url.as_str()));
    assert_eq!(shown.preview_url, Some(format!("{url}?size=thumb")));
    assert_eq!(
        (shown.mime.as_deref(), shown.size, shown.name.as_deref()),
        (Some("image/png"), Some(70_000), Some("pot.png"))
    );
    let kept = site.db.media(claimed.id).await.unwrap().unwrap();
    assert!(kept.is_ready() && kept.chat == Some(chat) && kept.owner.is_none());
    assert_eq!(kept.object.as_deref(), Some("ab/1"));
    assert_eq!(site.db.waiting_media().await.unwrap(), 0);
    // What came of the file is no part of what Meta said: saying it again changes nothing.
    let seq = site.head().await;
    site.apply(&[sends(site, "m1", &[AttachmentKind::Image])])
        .await;
    assert_eq!(site.head().await, seq);
}

async fn a_crashed_fetch_is_due_again_and_only_the_newest_try_counts(site: &Site) {
    site.shop().await;
    site.apply(&[sends(site, "m1", &[AttachmentKind::Image])])
        .await;
    let first = site.claim_media().await.remove(0);
    site.clock.advance(LONG);
    let second = site.claim_media().await.remove(0);
    assert_eq!((second.attempt, second.id), (first.attempt + 1, first.id));
    assert!(!site.finish(&first, &MediaEnd::Ready(file("ab/1"))).await);
    let at = site.now().plus(SECOND);
    assert!(
        site.finish(
            &second,
            &MediaEnd::Again {
                at,
                why: "HTTP 502"
            }
        )
        .await
    );
    assert_eq!(site.db.next_media_at().await.unwrap(), Some(at));
    assert!(site.claim_media().await.is_empty());
    // A node that starts alone does not wait for the dead.
    site.db.reclaim_media(site.now()).await.unwrap();
    let third = site.claim_media().await.remove(0);
    let end = MediaEnd::Ended {
        state: AttachmentState::Expired,
        why: "HTTP 410",
    };
    assert!(site.finish(&third, &end).await);
    assert_eq!(
        site.texts("SELECT last_error FROM media").await,
        ["HTTP 410"]
    );
}

async fn an_unsent_message_gives_its_files_up(site: &Site) {
    let (chat, message, id) = site.photo().await;
    let unsent = What::Unsent {
        mid: Mid::new("m1"),
    };
    site.apply(&[event_of(ANNA, site.now(), unsent)]).await;
    assert!(site.thread(chat).await[0].attachments.is_empty());
    assert!(site.message(message).await.media.is_empty());
    assert!(!site.db.media(id).await.unwrap().unwrap().is_ready());
    let gone = site.claim_media().await.remove(0);
    let work = MediaWork::Remove {
        object: Some("ab/1".to_owned()),
        thumb: true,
    };
    assert_eq!(gone.work, work);
    assert!(!site.db.is_shared_object("ab/1", id).await.unwrap());
    let end = MediaEnd::Ended {
        state: AttachmentState::Expired,
        why: "removed",
    };
    assert!(site.finish(&gone, &end).await);
    assert_eq!(site.db.media(id).await.unwrap(), None);
}

async fn the_files_of_an_echo_that_is_ours_go(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.hears(ANNA, "m0", "hi", site.now()).await;
    let message = site.says(chat, admin, &["a photo follows"]).await[0].id;
    let sends = site.claim_sends().await;
    site.db
        .start_send(&site.clock, site.view(), &sends[0], message)
        .await
        .unwrap();
    // The echo comes first, with a file that ours has not, and is shown once its wait is over.
    let mut echo = echo_of(ANNA, "m1", "", site.now(), None);
    if let What::Message(m) = &mut echo.what {
        m.attachments = vec![attachment(AttachmentKind::Image)];
    }
    site.apply(&[echo]).await;
    site.clock.advance(2 * MINUTE);
    site.db
        .settle_overdue_echoes(&site.clock, site.view())
        .await
        .unwrap();
    assert_eq!(site.db.waiting_media().await.unwrap(), 1);
    let sent = store::sends::SendResult::Accepted(Mid::new("m1"));
    site.db
        .finish_send(&site.clock, site.view(), &sends[0], message, &sent)
        .await
        .unwrap();
    assert_eq!(site.texts("SELECT state FROM media").await, ["gone"]);
}

async fn an_address_ends(site: &Site) {
    site.shop().await;
    let chat = site
        .apply(&[sends(site, "m1", &[AttachmentKind::StoryMention])])
        .await[0]
        .chat
        .unwrap();
    assert_eq!(
        site.db.waiting_media().await.unwrap(),
        0,
        "nothing is fetched"
    );
    assert!(site.claim_media().await.is_empty());
    site.clock.advance(DAY);
    let claimed = site.claim_media().await.remove(0);
    assert!(matches!(claimed.work, MediaWork::Expire { place: 0, .. }));
    let seq = site.head().await;
    let end = MediaEnd::Ended {
        state: AttachmentState::Expired,
        why: "its address ended",
    };
    assert!(site.finish(&claimed, &end).await);
    assert_eq!(site.kinds_after(seq).await, ["message_updated"]);
    let shown = site.thread(chat).await[0].attachments[0].clone();
    assert_eq!((shown.state, shown.url), (AttachmentState::Expired, None));
}

async fn a_picture_is_shown_once_it_is_here(site: &Site) {
    site.shop().await;
    let chat = site.chat(ANNA).await;
    let told = async || {
        site.db
            .profile_read(&site.clock, site.now(), chat, Some(URL), site.now())
            .await
            .unwrap();
    };
    told().await;
    // A newer address takes the place of one that was not fetched yet.
    told().await;
    assert_eq!(site.shape(chat).await.profile_pic_url, None);
    let mut claimed = site.claim_media().await;
    claimed.sort_by_key(|c| matches!(c.work, MediaWork::Remove { .. }));
    assert_eq!(claimed.len(), 2);
    assert!(matches!(
        claimed[1].work,
        MediaWork::Remove { object: None, .. }
    ));
    let seq = site.head().await;
    assert!(
        site.finish(&claimed[0], &MediaEnd::Ready(file("ab/1")))
            .await
    );
    assert_eq!(site.kinds_after(seq).await, ["chat_updated"]);
    let url = site.shape(chat).await.profile_pic_url;
    assert_eq!(url, Some(format!("/api/media/{}", claimed[0].id)));
    // The same bytes keep their address; others take it over, and the old ones go.
    told().await;
    let same = site.claim_media().await.remove(0);
    assert!(site.finish(&same, &MediaEnd::Ready(file("ab/2"))).await);
    assert_eq!(site.shape(chat).await.profile_pic_url, url);
    told().await;
    let other = |c: &ClaimedMedia| matches!(c.work, MediaWork::Picture { .. });
    let new = site.claim_media().await.into_iter().find(other).unwrap();
    let bytes = StoredFile {
        sha256: "def",
        ..file("ab/3")
    };
    assert!(site.finish(&new, &MediaEnd::Ready(bytes)).await);
    assert_ne!(site.shape(chat).await.profile_pic_url, url);
    // One that cannot be fetched changes nothing.
    let seq = site.head().await;
    told().await;
    let failed = site.claim_media().await.into_iter().find(other).unwrap();
    let end = MediaEnd::Ended {
        state: AttachmentState::Expired,
        why: "HTTP 403",
    };
    assert!(site.finish(&failed, &end).await);
    assert_eq!(site.head().await, seq);
}

async fn a_profile_is_asked_for_again_once_it_is_due(site: &Site) {
    site.shop().await;
    let chat = site.chat(ANNA).await;
    let profiles = async || {
        let jobs = site.claim_jobs().await;
        for job in &jobs {
            site.db
                .finish_job(job, &store::jobs::JobEnd::Done, site.now())
                .await
                .unwrap();
        }
        jobs.len()
    };
    assert_eq!(profiles().await, 1, "the first");
    let due = site.now().plus(HOUR);
    site.db
        .profile_read(&site.clock, site.now(), chat, None, due)
        .await
        .unwrap();
    site.apply(&[text_of(ANNA, "m1", "soon", site.now())]).await;
    assert_eq!(profiles().await, 0);
    site.clock.advance(HOUR);
    site.apply(&[text_of(ANNA, "m2", "later", site.now())])
        .await;
    site.apply(&[text_of(ANNA, "m3", "and again", site.now())])
        .await;
    assert_eq!(profiles().await, 1, "once for each time that it is due");
}

async fn an_upload_is_sent_and_stays_with_its_message(site: &Site) {
    site.shop().await;
    let (admin, other) = (site.admin().await, site.agent("other").await);
    let chat = site.hears(ANNA, "m0", "hi", site.now()).await;
    let upload = site.upload(&admin).await;
    let message = site.sends_upload(&admin, chat, upload).await;
    let again = site.sends_upload(&admin, chat, upload).await;
    for message in [message, again] {
        let file = site.db.file_of(message).await.unwrap().unwrap();
        assert_eq!(
            (file.chat, file.object.as_deref()),
            (Some(chat), Some("ab/upload"))
        );
        assert_ne!(file.id, upload);
        let shown = site.thread(chat).await;
        let shown = shown.iter().find(|m| m.id == message).unwrap();
        let url = format!("/api/media/{}", file.id);
        assert_eq!(shown.attachments[0].url.as_deref(), Some(url.as_str()));
        site.db
            .handed_over(file.id, "1745504518999123")
            .await
            .unwrap();
        let file = site.db.file_of(message).await.unwrap().unwrap();
        assert_eq!(file.attachment_id.as_deref(), Some("1745504518999123"));
    }
    // Nobody sends another's upload: the row has no file, and the send will say so.
    site.db
        .assign(site.view(), &admin, chat, Some(other.id))
        .await
        .unwrap();
    let stolen = site.sends_upload(&other, chat, upload).await;
    assert_eq!(site.db.file_of(stolen).await.unwrap(), None);
    assert!(site.message(stolen).await.media.is_empty());
}

async fn an_upload_key_stands_for_one_file(site: &Site) {
    let admin = site.admin().await;
    let key = |sha: &str| IdempotencyKey {
        route: "POST /api/uploads".to_owned(),
        key: "k".to_owned(),
        body_sha256: sha.to_owned(),
    };
    let add = async |key: &IdempotencyKey| {
        let id = FileId::new(site.clock.next());
        site.db
            .add_upload(id, admin.id, &file("ab/u"), Some(key), site.now())
            .await
            .unwrap()
    };
    let Uploaded::New(first) = add(&key("abc")).await else {
        panic!("new")
    };
    assert_eq!(add(&key("abc")).await, Uploaded::Before(Some(first)));
    assert_eq!(add(&key("def")).await, Uploaded::KeyMismatch);
    let since = site.now().plus(-DAY);
    assert_eq!(site.db.uploads_of(admin.id, since, 9).await.unwrap(), 1);
    site.upload(&admin).await;
    assert_eq!(site.db.uploads_of(admin.id, since, 9).await.unwrap(), 2);
    assert_eq!(site.db.uploads_of(admin.id, since, 1).await.unwrap(), 1);
}

async fn old_uploads_go_and_what_was_sent_of_them_stays(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.hears(ANNA, "m0", "hi", site.now()).await;
    let upload = site.upload(&admin).await;
    site.sends_upload(&admin, chat, upload).await;
    site.clock.advance(DAY);
    let young = site.upload(&admin).await;
    let before = site.now().plus(-DAY + 1);
    assert_eq!(site.db.prune_uploads(before, site.now()).await.unwrap(), 1);
    assert_eq!(site.db.prune_uploads(before, site.now()).await.unwrap(), 0);
    let gone = site.claim_media().await.remove(0);
    assert_eq!(gone.id, upload);
    assert!(
        site.db.is_shared_object("ab/upload", upload).await.unwrap(),
        "the message sends the same bytes"
    );
    assert!(site.db.media(young).await.unwrap().unwrap().is_ready());
}
