-- What the vault knows: people, clips, what is to be done about them, and the keys of everything that is encrypted in a file of its own.
-- Moments are ISO 8601 texts in UTC. Columns that hold JSON say so by a check. Nobody runs ANALYZE on this database: its samples would
-- keep words of clips that are deleted.

CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  -- What spellings of one name have in common (core/vault/user-name.ts).
  name_key TEXT NOT NULL UNIQUE,
  known_as TEXT NOT NULL CHECK (json_valid(known_as)),
  grants TEXT NOT NULL CHECK (json_valid(grants)),
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT, WITHOUT ROWID;

-- What people did stays theirs.
CREATE TRIGGER users_stay BEFORE DELETE ON users BEGIN
  SELECT RAISE(ABORT, 'users stay');
END;

CREATE TABLE clips (
  -- Of its own, because VACUUM renumbers rows without one, and the words of a clip are found by it.
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('clip', 'copy')),
  made_from TEXT,
  object TEXT NOT NULL UNIQUE REFERENCES objects (id) DEFERRABLE INITIALLY DEFERRED,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL,
  recorded_on TEXT,
  recorded_until TEXT,
  officer TEXT,
  device TEXT,
  categories TEXT NOT NULL CHECK (json_valid(categories)),
  incident TEXT,
  place TEXT,
  pre_event_seconds REAL,
  owner_force TEXT,
  area TEXT,
  team TEXT,
  store_of_record TEXT NOT NULL CHECK (json_valid(store_of_record)),
  source_id TEXT,
  imported_at TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  frames_state TEXT NOT NULL CHECK (json_valid(frames_state)),
  restriction TEXT NOT NULL CHECK (json_valid(restriction)),
  involved TEXT NOT NULL CHECK (json_valid(involved)),
  source TEXT NOT NULL CHECK (json_valid(source)),
  expiry TEXT NOT NULL CHECK (json_valid(expiry)),
  due_before TEXT,
  reviewed_at TEXT,
  released_at TEXT,
  -- A bit for every fact that a profile may ask for and that is not known (missing-fields.ts).
  missing_fields INTEGER NOT NULL,
  -- Always with three decimals, so that texts stand in the order of their moments.
  recorded_order TEXT GENERATED ALWAYS AS (
    substr(substr(recorded_on, 1, length(recorded_on) - 1) || iif(length(recorded_on) = 20, '.', '') || '000', 1, 23)
  ) VIRTUAL,
  expiry_state TEXT GENERATED ALWAYS AS (expiry ->> '$.state') VIRTUAL,
  unindexed INTEGER GENERATED ALWAYS AS (frames_state ->> '$.state' = 'unindexed') VIRTUAL,
  CHECK ((kind = 'copy') = (made_from IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX clips_once ON clips (sha256) WHERE kind = 'clip';
CREATE INDEX clips_by_content ON clips (sha256);
CREATE INDEX clips_by_origin ON clips (made_from) WHERE made_from IS NOT NULL;
-- Everything that clips are filtered by, so that a walk along it reads no clip that it leaves out.
CREATE INDEX clips_in_order ON clips (recorded_order DESC, id, kind, expiry_state, unindexed, missing_fields);

CREATE TABLE objects (
  id TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('clip', 'copy', 'poster', 'index', 'project', 'certificate', 'attachment', 'report')),
  label TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  stored_sha256 TEXT NOT NULL,
  stored_bytes INTEGER NOT NULL CHECK (stored_bytes >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX objects_by_clip ON objects (clip);

-- The only place where a wrapped key lies: without this row nobody reads the object's file again.
CREATE TABLE object_keys (
  object TEXT NOT NULL PRIMARY KEY REFERENCES objects (id) DEFERRABLE INITIALLY DEFERRED,
  wrapped BLOB NOT NULL CHECK (length(wrapped) > 0),
  generation INTEGER NOT NULL CHECK (generation > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_imports (
  object TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL,
  source_name TEXT NOT NULL,
  source_bytes INTEGER NOT NULL CHECK (source_bytes >= 0),
  source_modified TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  begun_by TEXT NOT NULL,
  wrapped BLOB NOT NULL CHECK (length(wrapped) > 0),
  generation INTEGER NOT NULL CHECK (generation > 0)
) STRICT, WITHOUT ROWID;

-- Files of deleted objects, until somebody has removed them.
CREATE TABLE unlinks (object TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE holds (
  id TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  placed_at TEXT NOT NULL,
  until TEXT,
  review_on TEXT,
  released TEXT NOT NULL CHECK (json_valid(released))
) STRICT, WITHOUT ROWID;

CREATE INDEX holds_by_clip ON holds (clip);
CREATE INDEX holds_blocking ON holds (clip) WHERE released = 'null';

CREATE TABLE todos (
  id TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL REFERENCES clips (id) DEFERRABLE INITIALLY DEFERRED,
  officer TEXT,
  missing TEXT NOT NULL CHECK (json_valid(missing)),
  opened_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  done_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX todos_by_clip ON todos (clip);
CREATE INDEX todos_open ON todos (due_at) WHERE done_at IS NULL;

-- Without a reference to the clip: that it is to be deleted elsewhere, too, stays to be done after it is deleted here.
CREATE TABLE source_tasks (
  id TEXT NOT NULL PRIMARY KEY,
  clip TEXT NOT NULL,
  kind TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  confirmed_by TEXT,
  confirmed_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX source_tasks_by_clip ON source_tasks (clip);
CREATE INDEX source_tasks_open ON source_tasks (opened_at) WHERE confirmed_at IS NULL;

CREATE TABLE deletions (
  row INTEGER PRIMARY KEY,
  clip TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('clip', 'copy')),
  made_from TEXT,
  sha256 TEXT NOT NULL,
  recorded_on TEXT,
  recorded_until TEXT,
  imported_at TEXT NOT NULL,
  officer TEXT,
  device TEXT,
  incident TEXT,
  owner_force TEXT,
  store_of_record TEXT NOT NULL CHECK (json_valid(store_of_record)),
  place TEXT,
  categories TEXT NOT NULL CHECK (json_valid(categories)),
  rule TEXT NOT NULL,
  approved_by TEXT,
  applied_by TEXT NOT NULL,
  deleted_at TEXT NOT NULL,
  backups TEXT NOT NULL CHECK (json_valid(backups)),
  recorded_order TEXT GENERATED ALWAYS AS (
    substr(substr(recorded_on, 1, length(recorded_on) - 1) || iif(length(recorded_on) = 20, '.', '') || '000', 1, 23)
  ) VIRTUAL
) STRICT;

CREATE INDEX deletions_in_order ON deletions (recorded_order DESC, clip);
CREATE INDEX deletions_by_content ON deletions (sha256);

CREATE TABLE searches (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  purpose TEXT NOT NULL,
  text TEXT NOT NULL,
  signature TEXT NOT NULL,
  key_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE backups (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  by TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  clip TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  seen_at TEXT
) STRICT, WITHOUT ROWID;

-- Settings and facts are JSON values by name.
CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;
CREATE TABLE vault_facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;

-- Signing keys of workstations; the private half is wrapped like the key of an object.
CREATE TABLE devices (
  fingerprint TEXT NOT NULL PRIMARY KEY,
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  wrapped BLOB NOT NULL CHECK (length(wrapped) > 0),
  generation INTEGER NOT NULL CHECK (generation > 0),
  added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
