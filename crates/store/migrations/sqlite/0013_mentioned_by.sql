-- Who mentioned an account, where only their handle is known (Instagram), for the timeline of a customer.

ALTER TABLE mention ADD COLUMN author_name TEXT;
UPDATE mention SET author_name = COALESCE(facts ->> '$.details[1].username', facts ->> '$.author_name');
CREATE INDEX mention_author ON mention (account_id, author_id, at, key);
CREATE INDEX mention_handle ON mention (account_id, author_name, at, key);
