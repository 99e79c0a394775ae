-- What the fourth schema adds: an upload that was sent, and what is still to be fetched.
UPDATE chat SET profile_due = 1762785320000000;
INSERT INTO media (id, kind, owner, place, state, object, thumb, mime, size, name, sha256, attempt, created_at)
VALUES ('00000000-0000-7000-8000-00000000000a', 'upload', '00000000-0000-7000-8000-000000000001', 0, 'ready',
    '0a/00000000-0000-7000-8000-00000000000a', 'image/jpeg', 'image/png', 70000, 'pot.png', 'abc', 0, 1762785320000000);
INSERT INTO media (id, kind, chat_id, message_id, place, state, source, attempt, run_at, created_at)
VALUES ('00000000-0000-7000-8000-00000000000b', 'attachment', '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000006', 1,
    'fetching', 'https://scontent.xx.fbcdn.net/a.jpg', 1, 1762785321000000, 1762785320000000);
INSERT INTO media (id, kind, chat_id, place, state, source, attempt, run_at, created_at)
VALUES ('00000000-0000-7000-8000-00000000000c', 'picture', '00000000-0000-7000-8000-000000000005', 0,
    'fetching', 'https://scontent.cdninstagram.com/p.jpg', 0, 1762785320000000, 1762785320000000);
