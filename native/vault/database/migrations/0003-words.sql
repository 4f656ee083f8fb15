-- The words by which clips and deletion records are found. 'secure-delete' takes the words of a deleted clip out of the index at once;
-- otherwise they would stay in it until it is merged.

CREATE VIRTUAL TABLE clip_words USING fts5 (
  name, officer, device, category, incident, place, owner_force,
  tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO clip_words (clip_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER clip_words_come AFTER INSERT ON clips BEGIN
  INSERT INTO clip_words (rowid, name, officer, device, category, incident, place, owner_force)
  VALUES (
    NEW.row, NEW.name, NEW.officer, NEW.device,
    (SELECT group_concat(value, char(10)) FROM json_each(NEW.categories)),
    NEW.incident, NEW.place, NEW.owner_force
  );
END;

CREATE TRIGGER clip_words_change AFTER UPDATE ON clips
WHEN (OLD.name, OLD.officer, OLD.device, OLD.categories, OLD.incident, OLD.place, OLD.owner_force)
  IS NOT (NEW.name, NEW.officer, NEW.device, NEW.categories, NEW.incident, NEW.place, NEW.owner_force) BEGIN
  UPDATE clip_words SET
    name = NEW.name, officer = NEW.officer, device = NEW.device,
    category = (SELECT group_concat(value, char(10)) FROM json_each(NEW.categories)),
    incident = NEW.incident, place = NEW.place, owner_force = NEW.owner_force
  WHERE rowid = OLD.row;
END;

CREATE TRIGGER clip_words_go AFTER DELETE ON clips BEGIN
  DELETE FROM clip_words WHERE rowid = OLD.row;
END;

CREATE VIRTUAL TABLE deletion_words USING fts5 (
  officer, device, category, incident, place, owner_force,
  tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO deletion_words (deletion_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER deletion_words_come AFTER INSERT ON deletions BEGIN
  INSERT INTO deletion_words (rowid, officer, device, category, incident, place, owner_force)
  VALUES (
    NEW.row, NEW.officer, NEW.device,
    (SELECT group_concat(value, char(10)) FROM json_each(NEW.categories)),
    NEW.incident, NEW.place, NEW.owner_force
  );
END;

-- What was deleted is answered for as long as the vault is there.
CREATE TRIGGER deletions_stay BEFORE UPDATE ON deletions BEGIN
  SELECT RAISE(ABORT, 'deletion records stay');
END;

CREATE TRIGGER deletions_are_kept BEFORE DELETE ON deletions BEGIN
  SELECT RAISE(ABORT, 'deletion records stay');
END;
