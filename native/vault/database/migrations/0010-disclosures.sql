-- The register of what left: a line for each disclosure of a copy, which only a deletion of that copy takes away.

CREATE TABLE disclosures (
  id TEXT NOT NULL PRIMARY KEY,
  copy TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  recipient TEXT NOT NULL,
  route TEXT NOT NULL,
  reason TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  files TEXT NOT NULL CHECK (json_valid(files)),
  held_back TEXT NOT NULL CHECK (json_valid(held_back))
) STRICT, WITHOUT ROWID;

CREATE INDEX disclosures_by_copy ON disclosures (copy, at, id);

-- What replaces a line has an id that is taken.
CREATE TRIGGER disclosures_are_new BEFORE INSERT ON disclosures
WHEN EXISTS (SELECT 1 FROM disclosures WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'the register is only added to');
END;

CREATE TRIGGER disclosures_stay BEFORE UPDATE ON disclosures BEGIN
  SELECT RAISE(ABORT, 'the register is only added to');
END;

CREATE TRIGGER disclosures_are_kept BEFORE DELETE ON disclosures
WHEN EXISTS (SELECT 1 FROM clips WHERE id = OLD.copy) BEGIN
  SELECT RAISE(ABORT, 'lines of the register go with their copy alone');
END;
