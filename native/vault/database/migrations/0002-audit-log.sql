-- The audit log (DPA 2018 s.62): entries as canonical texts, in order and without gaps, each with the hash of its leaf (RFC 6962).
-- Whoever holds the database's key can drop these triggers; what then shows is the tree, against checkpoints and anchors kept elsewhere.

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  text TEXT NOT NULL CHECK (json_valid(text) AND text ->> '$.seq' = seq),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

-- Holds for INSERT OR REPLACE, too: what replaces a row has a number that is taken.
CREATE TRIGGER audit_goes_on BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM audit) BEGIN
  SELECT RAISE(ABORT, 'the audit log goes on where it ends');
END;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is only added to');
END;

-- Derived from the entries: what it takes to add the next leaf.
CREATE TABLE audit_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL CHECK (size >= 0),
  peaks BLOB NOT NULL
) STRICT;

INSERT INTO audit_state (one, size, peaks) VALUES (1, 0, x'');

-- Derived from the entries: what began and has not ended.
CREATE TABLE audit_open (seq INTEGER PRIMARY KEY REFERENCES audit (seq)) STRICT;

CREATE TRIGGER audit_begins AFTER INSERT ON audit WHEN NEW.text ->> '$.outcome' = 'begun' BEGIN
  INSERT INTO audit_open (seq) VALUES (NEW.seq);
END;

CREATE TRIGGER audit_ends AFTER INSERT ON audit
WHEN NEW.text ->> '$.outcome' <> 'begun' AND NEW.text ->> '$.ref' IS NOT NULL BEGIN
  DELETE FROM audit_open WHERE seq = NEW.text ->> '$.ref';
END;

CREATE TABLE checkpoints (
  row INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  root TEXT NOT NULL,
  at TEXT NOT NULL,
  device TEXT NOT NULL,
  signature TEXT NOT NULL,
  UNIQUE (size, device)
) STRICT;

CREATE TRIGGER checkpoints_go_on BEFORE INSERT ON checkpoints
WHEN NEW.size < (SELECT coalesce(max(size), 0) FROM checkpoints)
  OR NEW.row IN (SELECT row FROM checkpoints)
  OR EXISTS (SELECT 1 FROM checkpoints WHERE size = NEW.size AND device = NEW.device) BEGIN
  SELECT RAISE(ABORT, 'checkpoints are only added to');
END;

CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON checkpoints BEGIN
  SELECT RAISE(ABORT, 'checkpoints are only added to');
END;

CREATE TRIGGER checkpoints_are_kept BEFORE DELETE ON checkpoints BEGIN
  SELECT RAISE(ABORT, 'checkpoints are only added to');
END;
