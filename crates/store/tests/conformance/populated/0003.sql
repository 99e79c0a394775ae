-- What the third schema added to it: a chat that was put aside, with a label, a note and its words.
UPDATE chat SET state = 'snoozed', state_at = 1762785322000000, snoozed_until = 1762789999000000, customer_name = 'Anna B.';
INSERT INTO chat_label (label, name, chat_id, last_at) VALUES ('vip', 'VIP', '00000000-0000-7000-8000-000000000005', 1762785321000000);
INSERT INTO chat_note (id, chat_id, author_id, at, text)
VALUES ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000001', 1762785322000000, 'calls back');
INSERT INTO setting (key, value) VALUES ('search_rules', '1');
INSERT INTO chat_word (chat_id, word, texts) VALUES ('00000000-0000-7000-8000-000000000005', 'hello', 1), ('00000000-0000-7000-8000-000000000005', 'anna', 1);
UPDATE rotation SET agent_id = '00000000-0000-7000-8000-000000000001';
