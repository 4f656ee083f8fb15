-- The orders in which clips are listed, at any place of the list. Each index holds everything that clips are filtered by, and what
-- decides who may know of a clip, so that a walk along it to a far place reads no clip on its way.

-- What is no JSON is left to the column's own check to refuse.
ALTER TABLE clips ADD COLUMN category TEXT GENERATED ALWAYS AS (
  iif(json_valid(categories), categories ->> '$[0]', NULL)
) VIRTUAL;

DROP INDEX clips_in_order;

CREATE INDEX clips_in_order ON clips (
  recorded_order DESC, id,
  kind, expiry_state, unindexed, missing_fields, owner_force, area, team, imported_by, restriction
);

CREATE INDEX clips_by_officer ON clips (
  officer COLLATE NOCASE, recorded_order DESC, id,
  kind, expiry_state, unindexed, missing_fields, owner_force, area, team, imported_by, restriction
);

CREATE INDEX clips_by_category ON clips (
  category COLLATE NOCASE, recorded_order DESC, id,
  kind, expiry_state, unindexed, missing_fields, owner_force, area, team, imported_by, restriction
);

CREATE INDEX clips_by_import ON clips (
  imported_at DESC, id,
  recorded_order, kind, expiry_state, unindexed, missing_fields, owner_force, area, team, imported_by, restriction
);

-- Which facts there are that access is decided by.
CREATE INDEX clips_by_reach ON clips (owner_force, area, team, imported_by, restriction);
