import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { type RedactionRecord, redactionId } from '../../../core/redaction/redaction-record.ts'
import { ok } from '../../../core/result.ts'
import { clipOf, deletionOf, draftOf, idOf, keep, someone, started, trialFolder } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** The list of redactions, told from their rows; and the queue, which goes with its clips. */

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
  await keep(database, [clipOf(1), clipOf(2), { ...clipOf(3), restriction: { kind: 'child', allowed: [] } }])
  await database.change(draftOf('redaction.create'), async (write) => {
    for (const [number, clip] of [
      [20, 1],
      [21, 1],
      [22, 2],
      [23, 3],
    ] as const)
      await write.beginRedaction(redactionOf(number, clip))
    return ok(undefined)
  })
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

const at = instant('2026-11-23T10:00:00.000Z')
const idAt = (number: number) => redactionId(idOf(number))

function redactionOf(number: number, clip: number): RedactionRecord {
  return {
    ...{ id: idAt(number), clip: clipOf(clip).id, purpose: 'request 12', createdAt: at, createdBy: someone },
    ...{ base: '{"version":1}', revision: 0, undecided: 0, examined: 0, proposed: 0 },
  }
}

const change = (run: Parameters<VaultDatabase['change']>[1]) => database.change(draftOf('redaction.edit'), run)
const all = { clip: null, signedBy: 'approver', offset: 0, limit: 100 } as const
const order = async (query = {}) => (await database.read.listedRedactions({ ...all, ...query })).map(({ id }) => id)

async function step(number: number, revision: number, undecided: number, lookHere: number): Promise<void> {
  await change(async (write) =>
    ok(
      await write.addRedactionSteps(idAt(number), [{ revision, at, by: someone, step: { kind: 'undo' } }], {
        undecided,
        lookHere,
      }),
    ),
  )
}

const asked = { at, by: someone, role: 'disclosure-officer', session: idOf(90), reason: 'a request' } as const
const search = { profile: 'balanced', classes: ['face'] } as const

test('what leaves most to a person is first, what is equal in that stays in its order', async () => {
  await step(21, 1, 2, 1)
  await step(22, 1, 2, 7)
  await step(23, 1, 5, 0)
  expect(await order()).toEqual([23, 22, 21, 20].map(idAt))
  const [first] = await database.read.listedRedactions(all)
  expect(first).toMatchObject({ undecided: 5, lookHere: 0, looked: null, isSigned: false, queued: null })
  expect(first).not.toHaveProperty('base')
  expect(await order({ offset: 1, limit: 2 })).toEqual([22, 21].map(idAt))
  expect(await order({ clip: clipOf(1).id })).toEqual([20, 21].map(idAt))
  expect(await database.read.countRedactions({ clip: null })).toBe(4)
})

test('of clips that somebody may not know of none is listed or counted', async () => {
  const like = { open: 'all', restricted: [] } as const
  expect(await order({ like })).toEqual([22, 21, 20].map(idAt))
  expect(await database.read.countRedactions({ clip: null, like })).toBe(3)
})

test('what failed comes first, what is signed as it is last', async () => {
  const failure = { kind: 'vault-locked' } as const
  await change(async (write) => {
    await write.putQueuedRedaction({ ...asked, redaction: idAt(20), search, failure })
    await write.putQueuedRedaction({ ...asked, redaction: idAt(21), search, failure: null })
    for (const as of ['author', 'approver'] as const)
      await write.addApproval({
        ...{
          id: idOf(as === 'author' ? 60 : 61),
          redaction: idAt(23),
          as,
          by: someone,
          role: 'disclosure-officer',
          at,
        },
        ...{ revision: 1, projectSha256: clipOf(1).sha256, nothingToHide: false },
      })
    return ok(undefined)
  })
  expect(await order()).toEqual([20, 22, 21, 23].map(idAt))
  const [failed, , waiting, signed] = await database.read.listedRedactions(all)
  expect([failed?.queued, waiting?.queued, signed?.isSigned]).toEqual([{ failure }, { failure: null }, true])
  await step(23, 2, 5, 0)
  expect((await database.read.listedRedactions(all)).some(({ isSigned }) => isSigned)).toBe(false)
})

test('an author alone has signed it where nobody else is asked', async () => {
  await change(async (write) => {
    await write.addApproval({
      ...{ id: idOf(62), redaction: idAt(22), as: 'author', by: someone, role: 'disclosure-officer', at, revision: 1 },
      ...{ projectSha256: clipOf(1).sha256, nothingToHide: false },
    })
    return ok(undefined)
  })
  expect((await order()).at(-1)).not.toBe(idAt(22))
  expect((await order({ signedBy: 'author' })).at(-1)).toBe(idAt(22))
})

test('of those who looked at the last revision, whoever has come furthest counts', async () => {
  const look = (revision: number, unseen: number) =>
    change(async (write) => ok(await write.putRedactionLooked(idAt(21), { revision, unseen })))
  const looked = async () => (await database.read.listedRedactions(all)).find(({ id }) => id === idAt(21))?.looked
  await look(1, 40)
  await look(1, 90)
  expect(await looked()).toEqual({ revision: 1, unseen: 40 })
  await look(2, 60)
  await look(1, 10)
  expect(await looked()).toEqual({ revision: 2, unseen: 60 })
})

test('the queue is in the order in which it was asked for, and goes with its clip', async () => {
  const later = instant('2026-11-23T11:00:00.000Z')
  await change(async (write) => {
    await write.putQueuedRedaction({ ...asked, at: later, redaction: idAt(20), search, failure: null })
    await write.putQueuedRedaction({
      ...asked,
      redaction: idAt(22),
      search: { ...search, extent: 'head' },
      failure: null,
    })
    return ok(undefined)
  })
  expect((await database.read.redactionQueue()).map(({ redaction }) => redaction)).toEqual([21, 22, 20].map(idAt))
  expect(await change(async (write) => ok(await write.removeQueuedRedaction(idAt(22))))).toMatchObject({ ok: true })
  await database.change(draftOf('retention.delete'), async (write) => {
    await write.deleteClip({ ...deletionOf(50), clip: clipOf(1).id })
    return ok(undefined)
  })
  expect(await database.read.redactionQueue()).toEqual([])
  expect(await order()).toEqual([23, 22].map(idAt))
})
