-- How many of the frames that a detection has finished are in the proposals, too: blocks are kept before what is in them is proposed. Of
-- what an earlier version left nobody knows: nothing counts until it is proposed again, which its kept blocks make a matter of moments.

ALTER TABLE redactions ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0 CHECK (proposed >= 0);
