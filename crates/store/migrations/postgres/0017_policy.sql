-- What Meta last said of an account's behaviour: unblock, warning or block.

ALTER TABLE account ADD COLUMN policy TEXT;
ALTER TABLE account ADD COLUMN policy_at BIGINT;
ALTER TABLE account ADD COLUMN policy_reason TEXT;
