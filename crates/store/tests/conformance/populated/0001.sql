-- A small installation as the first schema held it: one row of everything, in the words of that version.
INSERT INTO setting (key, value) VALUES ('mode', 'mock');
INSERT INTO users (id, email, name, role, is_active, password_hash, created_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'admin@example.com', 'Admin', 'admin', 1, 'hash', 1762785320000000);
INSERT INTO session (id, user_id, token_hash, created_at, expires_at)
VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001',
    '3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0', 1762785320000000, 1762871720000000);
INSERT INTO user_cursor (user_id, seq, updated_at) VALUES ('00000000-0000-7000-8000-000000000001', 1, 1762785320000000);
INSERT INTO account (id, platform, external_id, username, host, sender_id, source, connected, status, connected_at)
VALUES ('00000000-0000-7000-8000-000000000003', 'INSTAGRAM', '17841400000000001', 'shop', 'facebook', '100', 'api', 1, 'active', 1762785320000000);
INSERT INTO delivery (id, received_at, body, body_sha256, signed, repeats, state, node, claimed_until)
VALUES ('00000000-0000-7000-8000-000000000004', 1762785320000000, '{}', 'abc', 1, 2, 'done', 'node-1', 1762785324000000);
INSERT INTO delivery_item (delivery_id, idx, kind, outcome) VALUES ('00000000-0000-7000-8000-000000000004', 0, 'message', 'applied');
INSERT INTO chat (id, account_id, external_id, platform, customer_id, picture, assigned_to, state, labels, window_at, first_at, last_message, last_at, last_incoming_at, last_outgoing_at, unread, messages)
VALUES ('00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000003', '17841400000000001', 'INSTAGRAM', '1000000000000101',
    'https://scontent.cdninstagram.com/p.jpg', '00000000-0000-7000-8000-000000000001', 'open', '["VIP"]', 1762785320000000, 1762785320000000, 'hello', 1762785321000000, 1762785320000000, 1762785321000000, 1, 2);
INSERT INTO tally (owner, platform, chats, messages) VALUES ('00000000-0000-7000-8000-000000000001', 'INSTAGRAM', 1, 2);
INSERT INTO message (id, account_id, chat_id, mid, presence, rank, direction, at, ord, content, text, preview, reactions, unread, open, read_here, read_mark, delivered_mark, status)
VALUES ('00000000-0000-7000-8000-000000000006', '00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000005', 'm1', 'shown', 'meta', 'inbound',
    1762785320000000, 'm1', '{"text":"hi","attachments":[{"kind":"ephemeral","meta_type":"ephemeral","url":null,"title":null,"target_id":null},{"kind":"image","meta_type":"image","url":"https://scontent.xx.fbcdn.net/a.jpg","title":null,"target_id":null}]}', 'hi', 'hi', '[]', 1, 0, 0, 0, 0, 'received');
INSERT INTO message (id, account_id, chat_id, group_id, presence, rank, direction, at, ord, content, text, preview, reactions, unread, open, read_here, read_mark, delivered_mark, send, status, sent_by)
VALUES ('00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000008', 'shown', 'ours', 'outbound',
    1762785321000000, '00000000-0000-7000-8000-000000000007', '{"text":"hello"}', 'hello', 'hello', '[]', 0, 0, 0, 0, 0, 'queued', 'queued', '00000000-0000-7000-8000-000000000001');
INSERT INTO event (seq, at, audience, chat_id, frame)
VALUES (1, 1762785320000000, 'chat', '00000000-0000-7000-8000-000000000005', '{"type":"new_message"}');
UPDATE head SET next = 2;
INSERT INTO job (id, kind, dedupe, order_key, account_id, subject, state, run_at, attempt, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000009', 'send', 'send:00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000005',
    '00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000007', 'ready', 1762785321000000, 0, 1762785321000000, 1762785321000000);
INSERT INTO idempotency (user_id, route, key, body_sha256, subject, created_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'route', 'key', 'abc', '00000000-0000-7000-8000-000000000008', 1762785321000000);
