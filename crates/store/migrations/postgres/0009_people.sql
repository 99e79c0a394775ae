-- One-time passwords, and what a list of logins shows.

-- Set while the password is one that an admin was given to pass on: it opens one login before this time, and no more.
ALTER TABLE users ADD COLUMN once_until BIGINT;
-- 1: opened with a one-time password, and may choose a new one without naming it.
ALTER TABLE session ADD COLUMN once BIGINT NOT NULL DEFAULT 0;
-- The program that logged in, in its own words.
ALTER TABLE session ADD COLUMN user_agent TEXT COLLATE "C";
CREATE INDEX users_by_name ON users (name, id);
DROP INDEX session_person;
CREATE INDEX session_person ON session (user_id, created_at, id);
