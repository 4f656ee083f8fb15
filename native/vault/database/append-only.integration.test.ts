import { afterEach, beforeEach, expect, test } from 'vitest'
import { noMetadata } from '../../../core/intake/clip-metadata.ts'
import { failed, ok } from '../../../core/result.ts'
import { closeConnection, createConnection, openConnection } from './connection.ts'
import { migrate, schemaVersion, schemaVersionOf } from './migrations.ts'
import { createDatabase, openDatabase } from './open-database.ts'
import { type Connection, Sqlite } from './sqlite.ts'
import { clipOf, deletionOf, draftOf, keep, started, trialFolder, trialKey, userOf } from './trial-vault.ts'

/**
 * What the schema itself refuses, whoever writes. Whoever holds the key can drop a trigger first: what then shows is the log's tree
 * against its checkpoints and anchors (native/vault/audit).
 */

let folder: Awaited<ReturnType<typeof trialFolder>>
beforeEach(async () => {
  folder = await trialFolder()
})
afterEach(() => folder.remove())

/** A vault with an audit log of 300 entries and a deletion record, closed, and then a bare connection to it. */
async function bareConnection(): Promise<Connection> {
  const database = started(folder.at('vault.db'), {}, true)
  await keep(database, [clipOf(1, { metadata: { ...noMetadata, officer: 'somebody' } })])
  for (let number = 0; number < 298; number++) await database.note(draftOf('clip.view'))
  await database.change(draftOf('user.add'), async (write) => {
    await write.putUser(userOf(1))
    return ok(await write.keepDeletion(deletionOf(2)))
  })
  await database.close()
  return connectionTo('vault.db')
}

function connectionTo(name: string): Connection {
  const opened = openConnection(folder.at(name), trialKey)
  if (!opened.ok) throw new Error(opened.failure.kind)
  return opened.value
}

const entry = `'{"outcome":"done","seq":300}', zeroblob(32)`
/** SQLite's word for why it refuses; not a mistake in the statement. */
function refusalOf(connection: Connection, statement: string): string {
  try {
    connection.exec(statement)
    return 'accepted'
  } catch (error) {
    return error instanceof Sqlite.SqliteError ? error.code : 'another error'
  }
}

/** Columns that a deletion record cannot do without. */
const needed = 'clip, kind, sha256, imported_at, store_of_record, categories, rule, applied_by, deleted_at, backups'
const other = `'{"outcome":"done","seq":5}', zeroblob(32)`

test('the log and its checkpoints are only added to, in order', async () => {
  const connection = await bareConnection()
  const before = JSON.stringify(connection.prepare('SELECT * FROM audit').all())
  for (const statement of [
    "UPDATE audit SET text = '{}'",
    'UPDATE audit SET seq = seq + 1000',
    'UPDATE audit SET leaf = zeroblob(32) WHERE seq = 5',
    'UPDATE OR REPLACE audit SET seq = 4 WHERE seq = 5',
    'DELETE FROM audit',
    'DELETE FROM audit WHERE seq = 299',
    `INSERT INTO audit VALUES (5, ${other})`,
    `INSERT OR REPLACE INTO audit VALUES (5, ${other})`,
    `REPLACE INTO audit VALUES (5, ${other})`,
    `INSERT OR IGNORE INTO audit VALUES (5, ${other})`,
    `INSERT INTO audit VALUES (5, ${other}) ON CONFLICT DO UPDATE SET text = excluded.text`,
    `INSERT INTO audit VALUES (301, '{"seq":301}', zeroblob(32))`,
    `INSERT INTO audit VALUES (-1, '{"seq":-1}', zeroblob(32))`,
    `INSERT INTO audit VALUES (300, '{"seq":299}', zeroblob(32))`,
    `INSERT INTO audit VALUES (300, 'no json', zeroblob(32))`,
    `INSERT INTO audit VALUES (300, '{"seq":300}', zeroblob(31))`,
    'DELETE FROM checkpoints',
    'UPDATE checkpoints SET size = 1',
    'INSERT OR REPLACE INTO checkpoints SELECT * FROM checkpoints',
    'INSERT OR REPLACE INTO checkpoints SELECT row + 1, size, root, at, device, signature FROM checkpoints',
    "INSERT INTO checkpoints SELECT row + 1, 10, root, at, 'other', signature FROM checkpoints",
    'DELETE FROM users',
    'INSERT OR REPLACE INTO users SELECT * FROM users',
    'DELETE FROM deletions',
    "UPDATE deletions SET rule = 'another'",
    `INSERT OR REPLACE INTO deletions (${needed}) SELECT ${needed} FROM deletions`,
  ])
    expect(refusalOf(connection, statement), statement).toMatch(/^SQLITE_CONSTRAINT/)
  expect(JSON.stringify(connection.prepare('SELECT * FROM audit').all())).toBe(before)
  // The same statement with the next number is what does go in.
  connection.exec(`INSERT INTO audit VALUES (300, ${entry})`)
  closeConnection(connection)
})

test('references lead somewhere, and what is stored has its form', async () => {
  const connection = await bareConnection()
  for (const statement of [
    'DELETE FROM objects',
    'DELETE FROM clips',
    "UPDATE clips SET object = 'none'",
    "INSERT INTO holds VALUES ('h', 'none', 'sar', 'r', 'o', 'p', NULL, NULL, 'null')",
    "INSERT INTO object_keys VALUES ('none', x'00', 1)",
    'UPDATE clips SET bytes = -1',
    "UPDATE clips SET bytes = 'many'",
    "UPDATE clips SET categories = 'no json'",
    "UPDATE clips SET kind = 'copy'",
    "UPDATE object_keys SET wrapped = x''",
  ])
    expect(refusalOf(connection, statement), statement).toMatch(/^SQLITE_CONSTRAINT/)
  closeConnection(connection)
})

test('steps of the schema are applied one by one, each once', () => {
  const made = createConnection(folder.at('new.db'), trialKey)
  if (!made.ok) throw new Error(made.failure.kind)
  for (let version = 1; version <= schemaVersion; version++) {
    migrate(made.value, version)
    expect(schemaVersionOf(made.value)).toBe(version)
    migrate(made.value, version)
    expect(made.value.pragma('integrity_check', { simple: true })).toBe('ok')
  }
  closeConnection(made.value)
  expect(connectionTablesOf('new.db')).toEqual(connectionTablesOf('whole.db', true))
})

function connectionTablesOf(name: string, fresh = false): unknown {
  if (fresh) {
    const made = createDatabase(folder.at(name), trialKey)
    if (made.ok) made.value.close()
  }
  const connection = connectionTo(name)
  const schema = connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
  closeConnection(connection)
  return schema
}

test('a step that fails is not there in part; opening goes on from an older schema and says so', () => {
  const made = createConnection(folder.at('old.db'), trialKey)
  if (!made.ok) throw new Error(made.failure.kind)
  migrate(made.value, 1)
  made.value.exec('CREATE TABLE checkpoints (in_the_way)')
  expect(() => migrate(made.value)).toThrow('checkpoints')
  expect(schemaVersionOf(made.value)).toBe(1)
  expect(made.value.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit'").get()).toBeUndefined()
  made.value.exec('DROP TABLE checkpoints')
  closeConnection(made.value)
  const opened = openDatabase(folder.at('old.db'), trialKey)
  if (!opened.ok) throw new Error(opened.failure.kind)
  expect(opened.value.migratedFrom).toBe(1)
  opened.value.close()
  const again = openDatabase(folder.at('old.db'), trialKey)
  if (!again.ok) throw new Error(again.failure.kind)
  expect(again.value.migratedFrom).toBeNull()
  again.value.close()
})

test('a newer schema, or a database of something else, is refused and not changed', async () => {
  const connection = await bareConnection()
  connection.pragma('user_version=99')
  closeConnection(connection)
  const newer = { kind: 'vault-newer', name: 'vault.db', found: 99, known: schemaVersion } as const
  expect(openDatabase(folder.at('vault.db'), trialKey)).toEqual(failed(newer))
  const strange = connectionTo('vault.db')
  expect(schemaVersionOf(strange)).toBe(99)
  strange.pragma('application_id=7')
  closeConnection(strange)
  expect(openDatabase(folder.at('vault.db'), trialKey)).toMatchObject({ failure: { kind: 'database-damaged' } })
})
