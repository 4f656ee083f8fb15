-- The register of disclosures tells of each attempt how it ended: a line from the first byte that is written out, the line of what left
-- (`disclosures`) as before, and a line about the end. What began and has no end is not known.

CREATE TABLE disclosure_attempts (
  id TEXT NOT NULL PRIMARY KEY,
  copy TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  recipient TEXT NOT NULL,
  route TEXT NOT NULL,
  reason TEXT NOT NULL,
  held_back TEXT NOT NULL CHECK (json_valid(held_back))
) STRICT, WITHOUT ROWID;

CREATE INDEX disclosure_attempts_by_time ON disclosure_attempts (at, id);
CREATE INDEX disclosure_attempts_by_copy ON disclosure_attempts (copy, at, id);

CREATE TABLE disclosure_endings (
  id TEXT NOT NULL PRIMARY KEY REFERENCES disclosure_attempts (id) DEFERRABLE INITIALLY DEFERRED,
  at TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('completed', 'failed')),
  -- JSON null where it did not fail, or nobody knows any more why it did.
  failure TEXT NOT NULL CHECK (json_valid(failure))
) STRICT, WITHOUT ROWID;

-- What earlier versions entered: where the call failed after it had been entered, the log says so by an entry about the same beginning.
INSERT INTO disclosure_attempts (id, copy, at, by, recipient, route, reason, held_back)
SELECT id, copy, at, by, recipient, route, reason, held_back FROM disclosures;

WITH ended AS MATERIALIZED (
  SELECT text ->> '$.ref' AS begun, text ->> '$.outcome' AS outcome, text ->> '$.detail.disclosure' AS id
  FROM audit WHERE text ->> '$.action' = 'clip.disclose' AND text ->> '$.ref' IS NOT NULL
)
INSERT INTO disclosure_endings (id, at, outcome, failure)
SELECT id, at, CASE WHEN EXISTS (
  SELECT 1 FROM ended AS done JOIN ended AS later ON later.begun = done.begun
  WHERE done.id = disclosures.id AND later.outcome IN ('failed', 'interrupted')
) THEN 'failed' ELSE 'completed' END, 'null' FROM disclosures;

CREATE TRIGGER disclosure_attempts_are_new BEFORE INSERT ON disclosure_attempts
WHEN EXISTS (SELECT 1 FROM disclosure_attempts WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'the register is only added to');
END;

CREATE TRIGGER disclosure_attempts_stay BEFORE UPDATE ON disclosure_attempts BEGIN
  SELECT RAISE(ABORT, 'the register is only added to');
END;

CREATE TRIGGER disclosure_attempts_are_kept BEFORE DELETE ON disclosure_attempts
WHEN EXISTS (SELECT 1 FROM clips WHERE id = OLD.copy) BEGIN
  SELECT RAISE(ABORT, 'lines of the register go with their copy alone');
END;

CREATE TRIGGER disclosure_endings_are_new BEFORE INSERT ON disclosure_endings
WHEN EXISTS (SELECT 1 FROM disclosure_endings WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'the register is only added to');
END;

CREATE TRIGGER disclosure_endings_stay BEFORE UPDATE ON disclosure_endings BEGIN
  SELECT RAISE(ABORT, 'the register is only added to');
END;

CREATE TRIGGER disclosure_endings_are_kept BEFORE DELETE ON disclosure_endings
WHEN EXISTS (SELECT 1 FROM disclosure_attempts WHERE id = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'lines of the register go with their copy alone');
END;
