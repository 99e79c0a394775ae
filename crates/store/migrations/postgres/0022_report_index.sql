-- Reports read nothing but this index: of a hundred thousand messages, looking each up took most of the time.

DROP INDEX message_time;
CREATE INDEX message_time ON message (at, id, chat_id, direction, sent_by)
    WHERE presence = 'shown' AND status NOT IN ('queued', 'sending', 'failed', 'unknown');
