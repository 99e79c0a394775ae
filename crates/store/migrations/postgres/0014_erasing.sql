-- What an erasure finds a person's traces by: their comments, shown or not, and what was done with these.

CREATE INDEX comment_person ON comment (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX comment_call_target ON comment_call (target);
CREATE INDEX audit_subject ON audit (subject);
