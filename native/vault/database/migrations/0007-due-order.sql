-- When clips may go by their period, so that they can be listed in that order. The date comes from the rules of core/retention, which a
-- function of the connection applies; the writer keeps it with the clip, and anew for all of them under another profile.

ALTER TABLE clips ADD COLUMN due_order TEXT;

UPDATE clips SET due_order = due_order_of(
  recorded_on, imported_at, categories, released_at, reviewed_at,
  (SELECT value FROM settings WHERE name = 'profileText')
);

CREATE INDEX clips_by_due ON clips (
  due_order, recorded_order DESC, id,
  kind, expiry_state, unindexed, missing_fields, owner_force, area, team, imported_by, restriction
);
