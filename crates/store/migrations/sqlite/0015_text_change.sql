-- Texts of chats that changed, and whose words no search knows yet.

CREATE TABLE text_change (
    -- Never given twice: whoever counts says by it what was counted, and new texts must not be meant.
    id       INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    chat_id  TEXT NOT NULL,
    old_text TEXT NOT NULL,                          -- '' if there was none
    new_text TEXT NOT NULL                           -- '' if there is none
) STRICT;
CREATE INDEX text_change_of_chat ON text_change (chat_id);
