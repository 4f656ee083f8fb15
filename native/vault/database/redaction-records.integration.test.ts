import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { type RedactionRecord, type RedactionStep, redactionId } from '../../../core/redaction/redaction-record.ts'
import { ok } from '../../../core/result.ts'
import { closeConnection, openConnection } from './connection.ts'
import { Sqlite } from './sqlite.ts'
import { clipOf, deletionOf, draftOf, idOf, keep, someone, started, trialFolder, trialKey } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** Redactions and their steps: added to and never changed, for as long as their clip is there. */

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
  await keep(database, [clipOf(1), clipOf(2)])
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

const at = instant('2026-11-23T10:00:00.000Z')

function redactionOf(number: number, clip: number): RedactionRecord {
  return {
    id: redactionId(idOf(number)),
    clip: clipOf(clip).id,
    purpose: "request 12'); DROP TABLE redactions; --",
    createdAt: at,
    createdBy: someone,
    base: '{"version":1}',
    revision: 0,
    undecided: 0,
    examined: 0,
    proposed: 0,
  }
}

const first = redactionOf(20, 1)
const second = redactionOf(21, 2)

const steps: readonly RedactionStep[] = [
  { revision: 1, at, by: null, step: { kind: 'propose', command: { kind: 'set-inverse', inverse: true } } },
  { revision: 2, at, by: someone, step: { kind: 'undo' } },
]

/** All redactions, in the order of the list. */
async function listed() {
  const rows = await database.read.listedRedactions({ clip: null, signedBy: 'approver', offset: 0, limit: 100 })
  return rows.map(({ id }) => id)
}

test('steps go on where the last one ended, and the redaction counts them', async () => {
  await database.change(draftOf('redaction.create'), async (write) => {
    await write.beginRedaction(first)
    await write.beginRedaction(second)
    return ok(undefined)
  })
  const { read } = database
  expect(await listed()).toEqual([first.id, second.id])
  await database.change(draftOf('redaction.edit'), async (write) =>
    ok(await write.addRedactionSteps(first.id, steps, { undecided: 3, lookHere: 5 })),
  )
  expect(await read.redaction(first.id)).toEqual({ ...first, revision: 2, undecided: 3 })
  expect(await read.redactionSteps(first.id, 0, 10)).toEqual(steps)
  expect(await read.redactionSteps(first.id, 1, 10)).toEqual(steps.slice(1))
  expect(await read.redactionSteps(first.id, 0, 1)).toEqual(steps.slice(0, 1))
  expect(await read.redactionSteps(second.id, 0, 10)).toEqual([])
  expect(await read.redactions(second.clip)).toEqual([second])
})

test('neither steps nor where a redaction began are changed, replaced or taken away', async () => {
  await database.close()
  const opened = openConnection(folder.at('vault.db'), trialKey)
  if (!opened.ok) throw new Error(opened.failure.kind)
  const columns = 'id, clip, purpose, created_at, created_by'
  for (const statement of [
    "UPDATE redactions SET base = '{}'",
    "UPDATE redactions SET purpose = 'another'",
    'UPDATE redactions SET revision = revision - 1 WHERE revision > 0',
    'DELETE FROM redactions',
    `INSERT OR REPLACE INTO redactions SELECT ${columns}, '{}', 0, 0, 0, 0, NULL, NULL, NULL FROM redactions`,
    `UPDATE redaction_steps SET step = '{"kind":"redo"}'`,
    'DELETE FROM redaction_steps',
    'INSERT OR REPLACE INTO redaction_steps SELECT * FROM redaction_steps',
    `INSERT INTO redaction_steps VALUES ('${first.id}', 4, 'now', NULL, '{}')`,
    `INSERT INTO redaction_steps VALUES ('${idOf(99)}', 1, 'now', NULL, '{}')`,
    `INSERT INTO redaction_steps VALUES ('${first.id}', 3, 'now', NULL, 'no json')`,
  ])
    expect(() => opened.value.exec(statement), statement).toThrow(Sqlite.SqliteError)
  closeConnection(opened.value)
  database = started(folder.at('vault.db'))
  expect(await database.read.redactionSteps(first.id, 0, 10)).toEqual(steps)
})

test('finished blocks are kept for one basis, each once, and counted', async () => {
  const put = (block: number, basis: string, content: string, examined: number) =>
    database.change(draftOf('redaction.propose'), async (write) =>
      ok(await write.putRedactionBlock(first.id, { block, basis, content }, examined)),
    )
  const { read } = database
  await put(3, 'models 1', '{"block":3}', 256)
  await put(1, 'models 1', '{"block":1}', 512)
  await put(1, 'models 1', '{"block":1,"again":true}', 512)
  expect(await read.redactionBlocks(first.id, 'models 1')).toEqual(['{"block":1,"again":true}', '{"block":3}'])
  expect((await read.redaction(first.id))?.examined).toBe(512)
  await put(0, 'models 2', '{"block":0}', 256)
  expect(await read.redactionBlocks(first.id, 'models 1')).toEqual([])
  expect(await read.redactionBlocks(first.id, 'models 2')).toEqual(['{"block":0}'])
  expect(await read.redactionBlocks(second.id, 'models 2')).toEqual([])
  expect((await read.redaction(first.id))?.examined).toBe(256)
})

test('how many frames are proposed is kept beside how many are examined', async () => {
  await database.change(draftOf('redaction.propose'), async (write) =>
    ok(await write.putRedactionProposed(first.id, 128)),
  )
  expect(await database.read.redaction(first.id)).toMatchObject({ examined: 256, proposed: 128 })
  expect(await database.read.redaction(second.id)).toMatchObject({ proposed: 0 })
})

test('with their clip they go, and nobody else with them', async () => {
  await database.change(draftOf('retention.delete'), async (write) => {
    await write.deleteClip({ ...deletionOf(50), clip: first.clip })
    return ok(undefined)
  })
  expect(await listed()).toEqual([second.id])
  expect(await database.read.redactionSteps(first.id, 0, 10)).toEqual([])
  expect(await database.read.redactionBlocks(first.id, 'models 2')).toEqual([])
})
