-- What people write down while they look: places in clips with a note, filters that they use again, and how far a camera's clock was off.

CREATE TABLE bookmarks (
  id TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  frame INTEGER CHECK (frame >= 0),
  seconds REAL NOT NULL,
  text TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  changed_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX bookmarks_by_clip ON bookmarks (clip, seconds);

CREATE TABLE saved_filters (
  id TEXT NOT NULL PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL CHECK (json_valid(query)),
  saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX saved_filters_by_owner ON saved_filters (owner, name);

CREATE TABLE clock_offsets (
  clip TEXT NOT NULL PRIMARY KEY REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  seconds REAL NOT NULL,
  reason TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
