-- Which app has a conversation: the latest sign that no other has it, and the latest sign that another has it.

ALTER TABLE chat ADD COLUMN ours_mark INTEGER;
ALTER TABLE chat ADD COLUMN elsewhere_mark INTEGER;
