-- What people have seen and heard of redactions, and what they have put their names to.

-- Per frame the number that stood for its looks when it was last displayed to them (core/review/frame-signatures.ts): 4,096 frames of
-- 64-bit floating point, little-endian, to a chunk.
CREATE TABLE redaction_seen (
  redaction TEXT NOT NULL REFERENCES redactions (id) DEFERRABLE INITIALLY DEFERRED,
  user TEXT NOT NULL,
  chunk INTEGER NOT NULL CHECK (chunk >= 0),
  signatures BLOB NOT NULL CHECK (length(signatures) BETWEEN 8 AND 32768 AND length(signatures) % 8 = 0),
  PRIMARY KEY (redaction, user, chunk)
) STRICT;

-- Samples of each audio track that were played to them.
CREATE TABLE redaction_heard (
  redaction TEXT NOT NULL REFERENCES redactions (id) DEFERRABLE INITIALLY DEFERRED,
  user TEXT NOT NULL,
  heard TEXT NOT NULL CHECK (json_valid(heard)),
  PRIMARY KEY (redaction, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE redaction_approvals (
  id TEXT NOT NULL PRIMARY KEY,
  redaction TEXT NOT NULL REFERENCES redactions (id) DEFERRABLE INITIALLY DEFERRED,
  given_as TEXT NOT NULL CHECK (given_as IN ('author', 'approver')),
  by TEXT NOT NULL,
  role TEXT NOT NULL,
  at TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 0),
  project_sha256 TEXT NOT NULL CHECK (length(project_sha256) = 64),
  nothing_to_hide TEXT NOT NULL CHECK (nothing_to_hide IN ('true', 'false'))
) STRICT;

CREATE INDEX redaction_approvals_by_redaction ON redaction_approvals (redaction);

-- Holds for INSERT OR REPLACE, too. Nobody signs what is not there any more, or not yet.
CREATE TRIGGER redaction_approvals_are_new BEFORE INSERT ON redaction_approvals
WHEN EXISTS (SELECT 1 FROM redaction_approvals WHERE id = NEW.id)
  OR NEW.revision IS NOT (SELECT revision FROM redactions WHERE id = NEW.redaction) BEGIN
  SELECT RAISE(ABORT, 'an approval is given once, for what there is');
END;

CREATE TRIGGER redaction_approvals_stay BEFORE UPDATE ON redaction_approvals BEGIN
  SELECT RAISE(ABORT, 'approvals are only added to');
END;

CREATE TRIGGER redaction_approvals_are_kept BEFORE DELETE ON redaction_approvals
WHEN EXISTS (SELECT 1 FROM redactions WHERE id = OLD.redaction) BEGIN
  SELECT RAISE(ABORT, 'approvals are only added to');
END;
