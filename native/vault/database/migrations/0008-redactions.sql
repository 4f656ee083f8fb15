-- The work on clips for purposes: where each redaction began, and every step since, which only a deletion of its clip takes away.

CREATE TABLE redactions (
  id TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  purpose TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  base TEXT NOT NULL CHECK (json_valid(base)),
  revision INTEGER NOT NULL CHECK (revision >= 0),
  undecided INTEGER NOT NULL CHECK (undecided >= 0),
  examined INTEGER NOT NULL CHECK (examined >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX redactions_by_clip ON redactions (clip, created_at, id);

-- What replaces a redaction has an id that is taken.
CREATE TRIGGER redactions_are_new BEFORE INSERT ON redactions
WHEN NEW.revision <> 0 OR EXISTS (SELECT 1 FROM redactions WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'a redaction begins once');
END;

CREATE TRIGGER redactions_stay BEFORE UPDATE ON redactions
WHEN OLD.id IS NOT NEW.id OR OLD.clip IS NOT NEW.clip OR OLD.purpose IS NOT NEW.purpose OR OLD.created_at IS NOT NEW.created_at
  OR OLD.created_by IS NOT NEW.created_by OR OLD.base IS NOT NEW.base OR NEW.revision < OLD.revision BEGIN
  SELECT RAISE(ABORT, 'where a redaction began stays');
END;

CREATE TRIGGER redactions_go_with_clips BEFORE DELETE ON redactions
WHEN EXISTS (SELECT 1 FROM clips WHERE id = OLD.clip) BEGIN
  SELECT RAISE(ABORT, 'redactions go with their clip alone');
END;

CREATE TABLE redaction_steps (
  redaction TEXT NOT NULL REFERENCES redactions (id) DEFERRABLE INITIALLY DEFERRED,
  revision INTEGER NOT NULL CHECK (revision > 0),
  at TEXT NOT NULL,
  -- NULL: the detection.
  by TEXT,
  step TEXT NOT NULL CHECK (json_valid(step)),
  PRIMARY KEY (redaction, revision)
) STRICT;

-- Holds for INSERT OR REPLACE, too: what replaces a step has a number that is taken.
CREATE TRIGGER redaction_steps_go_on BEFORE INSERT ON redaction_steps
WHEN NEW.revision IS NOT (SELECT revision + 1 FROM redactions WHERE id = NEW.redaction) BEGIN
  SELECT RAISE(ABORT, 'the steps of a redaction go on where they end');
END;

CREATE TRIGGER redaction_steps_count AFTER INSERT ON redaction_steps BEGIN
  UPDATE redactions SET revision = NEW.revision WHERE id = NEW.redaction;
END;

CREATE TRIGGER redaction_steps_stay BEFORE UPDATE ON redaction_steps BEGIN
  SELECT RAISE(ABORT, 'the steps of a redaction are only added to');
END;

CREATE TRIGGER redaction_steps_are_kept BEFORE DELETE ON redaction_steps
WHEN EXISTS (SELECT 1 FROM redactions WHERE id = OLD.redaction) BEGIN
  SELECT RAISE(ABORT, 'the steps of a redaction are only added to');
END;

-- Finished blocks of its detection, for going on after the machine went down. Blocks of another basis (models, versions, search) are
-- of no use and make room.
CREATE TABLE redaction_blocks (
  redaction TEXT NOT NULL REFERENCES redactions (id) DEFERRABLE INITIALLY DEFERRED,
  block INTEGER NOT NULL CHECK (block >= 0),
  basis TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  PRIMARY KEY (redaction, block)
) STRICT;
