-- Redactions that wait for somebody to look for people in their clip, one after the other, through restarts and locks; and what a list of
-- redactions is put in order by, so that nobody replays their steps for it.

CREATE TABLE redaction_queue (
  redaction TEXT NOT NULL PRIMARY KEY REFERENCES redactions (id) DEFERRABLE INITIALLY DEFERRED,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  role TEXT NOT NULL,
  session TEXT NOT NULL,
  reason TEXT NOT NULL,
  search TEXT NOT NULL CHECK (json_valid(search)),
  -- JSON null while it waits; else why it could not be done.
  failure TEXT NOT NULL CHECK (json_valid(failure))
) STRICT, WITHOUT ROWID;

-- Frames to look at first, after the last step; NULL: not counted since an earlier version took that step.
ALTER TABLE redactions ADD COLUMN look_here INTEGER CHECK (look_here >= 0);

-- Of whoever had come furthest at the last revision that somebody looked at: which one, and how many frames they had not seen.
ALTER TABLE redactions ADD COLUMN looked_at INTEGER CHECK (looked_at >= 0);
ALTER TABLE redactions ADD COLUMN unseen INTEGER CHECK (unseen >= 0);
