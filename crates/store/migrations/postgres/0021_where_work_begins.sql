-- Where the work on a chat begins that is there already: after it was put aside, or after the last answer. Nobody is named:
-- this is no work that counts, and without it the first resolution would seem to have taken as long as the chat is old.

INSERT INTO resolution (chat_id, at)
SELECT c.id, CASE WHEN c.state = 'resolved' THEN COALESCE(c.state_at, c.last_at) ELSE c.last_outgoing_at END FROM chat c
WHERE NOT EXISTS (SELECT 1 FROM resolution r WHERE r.chat_id = c.id)
    AND CASE WHEN c.state = 'resolved' THEN COALESCE(c.state_at, c.last_at) ELSE c.last_outgoing_at END IS NOT NULL;
