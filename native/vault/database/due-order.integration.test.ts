import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noMetadata } from '../../../core/intake/clip-metadata.ts'
import { instant } from '../../../core/ports/clock.ts'
import { ok } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { closeConnection, createConnection, openConnection } from './connection.ts'
import { migrate } from './migrations.ts'
import { clipOf, draftOf, keep, started, trialFolder, trialKey } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
let essex: string
beforeEach(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
  essex = await readFile(join(import.meta.dirname, '../../../resources/profiles/essex.json'), 'utf8')
  await putProfile(essex)
})
afterEach(async () => {
  await database.close()
  await folder.remove()
})

function of(number: number, categories: readonly string[], recordedOn: string | null): ClipRecord {
  const day = recordedOn === null ? null : instant(`${recordedOn}T10:00:00.000Z`)
  return clipOf(number, { metadata: { ...noMetadata, recordedOn: day, categories } })
}

async function putProfile(profileText: string): Promise<void> {
  await database.change(draftOf('vault.profile'), async (write) => ok(await write.putSettings({ profileText })))
}

async function names(): Promise<readonly string[]> {
  const listed = await database.read.clips({ order: { by: 'due', reverse: false }, limit: 10 })
  return listed.map(({ name }) => name.replace('.mp4', ''))
}

/** The profile with another number of days for a category; null: until somebody reviews it. */
function withDays(id: string, periodDays: number | null): string {
  const profile = JSON.parse(essex)
  const changed = profile.retention.categories.map((each: { readonly id: string }) =>
    each.id === id ? { ...each, periodDays, reviewDays: 365 } : each,
  )
  return JSON.stringify({ ...profile, retention: { ...profile.retention, categories: changed } })
}

test('what goes soonest comes first, what only a review lets go last, and the order follows edits and profiles', async () => {
  const [routine] = (JSON.parse(essex).retention.categories as { id: string; periodDays: number | null }[]).filter(
    ({ periodDays }) => periodDays !== null,
  )
  if (!routine) throw new Error('the profile has no period')
  await keep(database, [
    of(1, ['no such category'], '2026-11-01'),
    of(2, [routine.id], '2026-11-10'),
    of(3, [routine.id], '2026-11-02'),
    // Without a date of recording the import counts: 20 November.
    of(4, [routine.id], null),
  ])
  expect(await names()).toEqual(['clip 3', 'clip 2', 'clip 4', 'clip 1'])

  await keep(database, [of(3, ['no such category'], '2026-11-19')])
  expect(await names()).toEqual(['clip 2', 'clip 4', 'clip 3', 'clip 1'])

  await putProfile(withDays(routine.id, null))
  // Nothing has a date: the newest recording comes first.
  expect(await names()).toEqual(['clip 3', 'clip 2', 'clip 1', 'clip 4'])
  await putProfile(withDays(routine.id, 31))
  expect(await names()).toEqual(['clip 2', 'clip 4', 'clip 3', 'clip 1'])
})

/** Tables that came after the sixth step of the schema. */
function laterTables(): readonly string[] {
  const made = createConnection(folder.at('tables.db'), trialKey)
  if (!made.ok) throw new Error(made.failure.kind)
  const tables = () =>
    made.value
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map((row) => String((row as { readonly name: unknown }).name))
  migrate(made.value, 6)
  const before = new Set(tables())
  migrate(made.value)
  const later = tables().filter((name) => !before.has(name))
  closeConnection(made.value)
  return later
}

test('a vault of before has the order as soon as it is opened', async () => {
  await keep(database, [of(1, ['routine'], '2026-11-10'), of(2, ['routine'], '2026-11-02')])
  await database.close()
  const connection = openConnection(folder.at('vault.db'), trialKey)
  if (!connection.ok) throw new Error(connection.failure.kind)
  connection.value.exec('PRAGMA foreign_keys=OFF; DROP INDEX clips_by_due; ALTER TABLE clips DROP COLUMN due_order')
  connection.value.exec('DROP INDEX audit_of_edits')
  for (const table of laterTables()) connection.value.exec(`DROP TABLE ${table}`)
  connection.value.pragma('user_version=6')
  closeConnection(connection.value)
  database = started(folder.at('vault.db'))
  expect(await names()).toEqual(['clip 2', 'clip 1'])
})
