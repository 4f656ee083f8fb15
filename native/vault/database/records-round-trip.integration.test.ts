import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restrictionKinds } from '../../../core/access/access-object.ts'
import { roles } from '../../../core/access/roles.ts'
import { calendarDay } from '../../../core/calendar.ts'
import type { ClipMetadata } from '../../../core/intake/clip-metadata.ts'
import { instant } from '../../../core/ports/clock.ts'
import type { PendingImport, SearchRecord } from '../../../core/ports/vault/vault-records.ts'
import { ok } from '../../../core/result.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import { holdKinds } from '../../../core/retention/retention-policy.ts'
import { sourceTaskKinds } from '../../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../../core/vault/clip-record.ts'
import { clipId, objectId, userId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { closeConnection, openConnection } from './connection.ts'
import { StorageFault } from './storage-fault.ts'
import {
  clipOf,
  deletionOf,
  draftOf,
  hashOf,
  idOf,
  keep,
  started,
  trialFolder,
  trialKey,
  userOf,
} from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** What is put is what is read, whatever it holds; and what is no record is neither put nor read. */

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...`'"\`;%_\\/\0\n\r\u202e\ufeff{}[]():*-é中🎥`), maxLength: 30 }),
  fc.constantFrom('', "'); DROP TABLE clips; --", 'null', '{"a":1}', '../..', 'x'.repeat(10_000)),
)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const moment = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => instant(date.toISOString())),
  fc.constantFrom(instant('2026-02-30T25:61:00Z'), instant('2026-02-03T04:05:06Z'), instant('2026-02-03T04:05:06.7Z')),
)
const day = fc.constantFrom(calendarDay('2026-05-31'), calendarDay('2024-02-29'))
const number = fc.nat(1_000_000)
const user = number.map((n) => userId(idOf(n)))
const count = fc.oneof(fc.nat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER))
const real = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
  fc.nat(600),
)
const texts = fc.array(text, { maxLength: 4 })

const statedStore = fc.record({ system: text, id: maybe(text), category: maybe(text), deletionDate: maybe(day) })
const metadata: fc.Arbitrary<ClipMetadata> = fc.record({
  recordedOn: maybe(moment),
  recordedUntil: maybe(moment),
  officer: maybe(text),
  device: maybe(text),
  categories: texts,
  incident: maybe(text),
  place: maybe(text),
  preEventSeconds: maybe(real),
  ownerForce: maybe(text),
  area: maybe(text),
  team: maybe(text),
  storeOfRecord: maybe(statedStore),
  sourceId: maybe(text),
})

/** Everything of a clip but what makes it this one. */
const clipParts: fc.Arbitrary<Partial<ClipRecord>> = fc.record({
  bytes: count,
  name: text,
  metadata,
  importedAt: moment,
  importedBy: user,
  index: fc.oneof(
    fc.constant({ state: 'pending' as const }),
    fc.record({
      state: fc.constant('indexed' as const),
      frames: count,
      seconds: real,
      deep: fc.constant(false as const),
    }),
    fc.record({
      state: fc.constant('indexed' as const),
      frames: count,
      seconds: real,
      deep: fc.constant(true as const),
      damage: fc.record({ frames: count, missing: count, samples: count, tracks: count }),
    }),
    fc.record({ state: fc.constant('unindexed' as const), why: text }),
  ),
  restriction: maybe(
    fc.record({ kind: fc.constantFrom(...restrictionKinds), allowed: fc.array(user, { maxLength: 3 }) }),
  ),
  involved: fc.array(user, { maxLength: 3 }),
  source: maybe(
    fc
      .tuple(statedStore, fc.record({ confirmedBy: maybe(user), confirmedAt: maybe(moment) }))
      .map(([stated, confirmed]) => ({ ...stated, ...confirmed })),
  ),
  expiry: fc.oneof(
    fc.constant({ state: 'kept' as const }),
    fc.record({ state: fc.constant('queued' as const), since: moment, rule: text }),
    fc.record({
      state: fc.constant('marked' as const),
      since: moment,
      rule: text,
      undoUntil: moment,
      approvedBy: maybe(user),
    }),
  ),
  dueBefore: maybe(moment),
  reviewedAt: maybe(moment),
  releasedAt: maybe(moment),
})

let next = 0
const fresh = () => ++next

test('clips', async () => {
  await fc.assert(
    fc.asyncProperty(clipParts, clipParts, async (first, second) => {
      const clip = clipOf(fresh(), first)
      await keep(database, [clip])
      expect(await database.read.clip(clip.id)).toEqual(clip)
      const edited = { ...clip, ...second }
      await database.change(draftOf('clip.edit'), async (write) => ok(await write.putClip(edited)))
      expect(await database.read.clip(clip.id)).toEqual(edited)
      expect(await database.read.clipBySha256(clip.sha256)).toEqual(edited)
    }),
    { numRuns: 150, seed: 1 },
  )
  expect(await database.check(true)).toEqual([])
})

test('people, by the name in any spelling of it', async () => {
  const reach = fc.oneof(fc.constant('all' as const), texts)
  const grant = fc.record({
    role: fc.constantFrom(...roles),
    scope: fc.record({ forces: reach, areas: reach, teams: reach }),
    from: maybe(moment),
    until: maybe(moment),
  })
  const person: fc.Arbitrary<Partial<UserRecord>> = fc.record({
    name: text,
    knownAs: texts,
    grants: fc.array(grant, { maxLength: 3 }),
    createdAt: moment,
    disabledAt: maybe(moment),
  })
  await fc.assert(
    fc.asyncProperty(person, async (parts) => {
      const number = fresh()
      const record = userOf(number, { ...parts, name: `${parts.name} ${number}` })
      await database.change(draftOf('user.add'), async (write) => ok(await write.putUser(record)))
      expect(await database.read.user(record.id)).toEqual(record)
      expect(await database.read.userByName(record.name)).toEqual(record)
      expect(await database.read.userByName(record.name.normalize('NFD'))).toEqual(record)
    }),
    { numRuns: 60, seed: 2 },
  )
})

test('holds, to-dos, tasks, imports, searches, backups, notices', async () => {
  const clip = clipOf(fresh())
  await keep(database, [clip])
  const records = fc.record({
    hold: fc.record({
      kind: fc.constantFrom(...holdKinds),
      reason: text,
      owner: user,
      placedAt: moment,
      until: maybe(moment),
      reviewOn: maybe(moment),
      released: maybe(fc.record({ by: user, at: moment, reason: text })),
    }),
    todo: fc.record({ officer: maybe(text), missing: texts, openedAt: moment, dueAt: moment, doneAt: maybe(moment) }),
    task: fc.record({
      kind: fc.constantFrom(...sourceTaskKinds),
      openedAt: moment,
      openedBy: user,
      confirmedBy: maybe(user),
      confirmedAt: maybe(moment),
    }),
    pending: fc.record({ sourceName: text, sourceBytes: count, sourceModified: text, begunAt: moment, begunBy: user }),
    search: fc.record({ at: moment, by: user, purpose: text, text, signature: text, keyId: text }),
    backup: fc.record({ at: moment, expiresAt: moment, by: user }),
    notice: fc.record({ at: moment, by: user, reason: text, seenAt: maybe(moment) }),
  })
  await fc.assert(
    fc.asyncProperty(records, async (parts) => {
      const id = `id ${fresh()}`
      const hold: HoldRecord = { ...parts.hold, id, clip: clip.id }
      const todo: TodoRecord = { ...parts.todo, id, clip: clip.id }
      const task = { ...parts.task, id, clip: clip.id }
      const pending: PendingImport = { ...parts.pending, object: objectId(idOf(2_000_000 + next)), clip: clip.id }
      const search: SearchRecord = { ...parts.search, id }
      const backup = { ...parts.backup, id, sha256: hashOf(id) }
      const notice = { ...parts.notice, id, clip: clip.id, kind: 'break-glass' as const }
      await database.change(draftOf('clip.edit'), async (write) => {
        await write.putHold(hold)
        await write.putTodo(todo)
        await write.putSourceTask(task)
        await write.beginImport(pending)
        await write.putSearch(search)
        await write.putBackup(backup)
        return ok(await write.putNotice(notice))
      })
      const { read } = database
      expect(await read.holds(clip.id)).toContainEqual(hold)
      expect(await read.todosOf(clip.id)).toContainEqual(todo)
      expect(await read.todos(todo.doneAt === null)).toContainEqual(todo)
      expect(await read.sourceTasksOf(clip.id)).toContainEqual(task)
      expect(await read.sourceTasks(task.confirmedAt === null)).toContainEqual(task)
      expect(await read.pendingImports()).toContainEqual(pending)
      expect(await read.searches()).toContainEqual(search)
      expect(await read.backups()).toContainEqual(backup)
      expect(await read.notices()).toContainEqual(notice)
    }),
    { numRuns: 50, seed: 4 },
  )
})

test('deletion records, found by what they are about', async () => {
  const parts: fc.Arbitrary<Partial<DeletionRecord>> = fc.record({
    recordedOn: maybe(moment),
    recordedUntil: maybe(moment),
    officer: maybe(text),
    device: maybe(text),
    incident: maybe(text),
    ownerForce: maybe(text),
    storeOfRecord: maybe(fc.record({ system: text, id: maybe(text) })),
    place: maybe(text),
    categories: texts,
    rule: text,
    approvedBy: maybe(user),
    backups: fc.array(fc.record({ id: text, expiresAt: moment }), { maxLength: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(parts, async (given) => {
      const record = deletionOf(fresh(), given)
      await database.change(draftOf('retention.delete'), async (write) => ok(await write.keepDeletion(record)))
      expect(await database.read.deletions({ sha256: record.sha256 })).toEqual([record])
    }),
    { numRuns: 60, seed: 6 },
  )
})

test('what is no record is not put', async () => {
  const wrong: readonly Record<string, unknown>[] = [
    { ...clipOf(fresh()), bytes: -1 },
    { ...clipOf(fresh()), bytes: 1.5 },
    { ...clipOf(fresh()), importedAt: 'yesterday' },
    { ...clipOf(fresh()), expiry: { state: 'gone' } },
    { ...clipOf(fresh()), more: 1 },
    { ...clipOf(fresh()), name: undefined },
  ]
  for (const record of wrong) {
    const put = database.change(draftOf('clip.edit'), async (write) => ok(await write.putClip(record as ClipRecord)))
    await expect(put).rejects.toThrow('not a record of clips')
  }
})

test('a row that is no record is never an answer', async () => {
  const clip = clipOf(fresh(), { name: 'before' })
  await keep(database, [clip])
  await database.close()
  const connection = openConnection(folder.at('vault.db'), trialKey)
  if (!connection.ok) throw new Error(connection.failure.kind)
  connection.value.prepare(`UPDATE clips SET expiry = '{"state":"gone"}' WHERE id = ?`).run(clip.id)
  closeConnection(connection.value)
  database = started(folder.at('vault.db'))
  const failure = { kind: 'database-damaged', detail: 'clips.expiry does not fit' }
  const asked = database.read.clip(clipId(clip.id))
  await expect(asked).rejects.toThrow(StorageFault)
  await expect(asked).rejects.toMatchObject({ failure })
  expect(database.fault()).toEqual(failure)
  const changed = await database.change(draftOf('clip.edit'), async (write) => ok(await write.clip(clip.id)))
  expect(changed).toEqual({ ok: false, failure })
})
