-- Texts of chats that changed, and whose words no search knows yet.

CREATE TABLE text_change (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id  TEXT NOT NULL,
    old_text TEXT NOT NULL,                          -- '' if there was none
    new_text TEXT NOT NULL                           -- '' if there is none
);
CREATE INDEX text_change_of_chat ON text_change (chat_id);
