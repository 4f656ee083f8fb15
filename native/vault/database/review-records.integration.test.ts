import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { instant } from '../../../core/ports/clock.ts'
import { redactionId } from '../../../core/redaction/redaction-record.ts'
import { ok } from '../../../core/result.ts'
import type { Approval } from '../../../core/review/approval.ts'
import type { ReviewRecord } from '../../../core/review/review-record.ts'
import { userId } from '../../../core/vault/ids.ts'
import { closeConnection, openConnection } from './connection.ts'
import { Sqlite } from './sqlite.ts'
import { clipOf, deletionOf, draftOf, idOf, keep, someone, started, trialFolder, trialKey } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** What people have seen, heard and signed, as long as the clip is there. */

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
const redaction = redactionId(idOf(20))
const at = instant('2026-11-23T10:00:00.000Z')
const frames = 10_000

beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
  const clip = clipOf(1)
  await keep(database, [clip])
  await database.change(draftOf('redaction.create'), async (write) => {
    const begun = {
      createdAt: at,
      createdBy: someone,
      base: '{"version":1}',
      revision: 0,
      undecided: 0,
      ...{ examined: 0, proposed: 0 },
    }
    return ok(await write.beginRedaction({ ...begun, id: redaction, clip: clip.id, purpose: 'a request' }))
  })
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

function reviewBy(user: ReviewRecord['user'], seen: Float64Array): ReviewRecord {
  return { redaction, user, seen, heard: [{ audioTrack: 0, ranges: [[0, 48_000]] }] }
}

function put(review: ReviewRecord, from: number, until: number) {
  return database.change(draftOf('redaction.seen'), async (write) => ok(await write.putReview(review, [[from, until]])))
}

/** What was read of somebody, at the length of the clip. */
async function seenBy(user: ReviewRecord['user']): Promise<number[]> {
  const review = (await database.read.reviews(redaction)).find((each) => each.user === user)
  return Array.from({ length: frames }, (_, frame) => review?.seen[frame] ?? 0)
}

const whole = Float64Array.from({ length: frames }, (_, frame) => 2 ** 52 + frame)

test('what was seen is read as it was written, chunk by chunk and person by person', async () => {
  const other = userId(idOf(7))
  await put(reviewBy(someone, whole), 0, frames)
  expect(await seenBy(someone)).toEqual([...whole])
  expect((await database.read.reviews(redaction))[0]?.heard).toEqual(reviewBy(someone, whole).heard)
  // Of a later report only the chunks that changed are written; the last one alone makes a review of its own.
  const later = whole.slice()
  later[9_999] = 5
  later[0] = 6
  await put(reviewBy(someone, later), 9_999, frames)
  expect(await seenBy(someone)).toEqual([...whole.slice(0, -1), 5])
  await put(reviewBy(other, later), 9_000, frames)
  const his = await seenBy(other)
  expect(his.slice(0, 8_192).every((each) => each === 0)).toBe(true)
  expect(his.slice(8_192)).toEqual([...later.slice(8_192)])
  expect(await seenBy(someone)).toEqual([...whole.slice(0, -1), 5])
})

const approval: Approval = {
  id: idOf(60),
  redaction,
  as: 'author',
  by: someone,
  role: 'disclosure-officer',
  at,
  revision: 0,
  projectSha256: sha256('ab'.repeat(32)),
  nothingToHide: true,
}

function sign(given: Approval) {
  return database.change(draftOf('redaction.sign'), async (write) => ok(await write.addApproval(given)))
}

test('a signature is added to what there is, and to nothing else', async () => {
  await sign(approval)
  const second: Approval = { ...approval, id: idOf(61), as: 'approver', by: userId(idOf(7)), nothingToHide: false }
  await sign(second)
  expect(await database.read.approvals(redaction)).toEqual([approval, second])
  await expect(sign({ ...approval, id: idOf(62), revision: 1 })).rejects.toThrow()
  await expect(sign({ ...approval, as: 'approver' })).rejects.toThrow()
  expect(await database.read.approvals(redaction)).toEqual([approval, second])
})

test('signatures are never changed, replaced or taken away', async () => {
  await database.close()
  const opened = openConnection(folder.at('vault.db'), trialKey)
  if (!opened.ok) throw new Error(opened.failure.kind)
  for (const statement of [
    "UPDATE redaction_approvals SET given_as = 'approver'",
    'DELETE FROM redaction_approvals',
    'INSERT OR REPLACE INTO redaction_approvals SELECT * FROM redaction_approvals',
    "INSERT INTO redaction_seen SELECT redaction, 'x', 0, x'00' FROM redactions",
  ])
    expect(() => opened.value.exec(statement), statement).toThrow(Sqlite.SqliteError)
  opened.value.exec('UPDATE redaction_heard SET heard = \'[{"audioTrack":0,"ranges":[[5]]}]\'')
  closeConnection(opened.value)
  database = started(folder.at('vault.db'))
  expect(await database.read.approvals(redaction)).toHaveLength(2)
  // What nobody wrote is told as damage.
  await expect(database.read.reviews(redaction)).rejects.toThrow()
})

test('with their clip they go', async () => {
  await database.change(draftOf('retention.delete'), async (write) => {
    await write.deleteClip({ ...deletionOf(50), clip: clipOf(1).id })
    return ok(undefined)
  })
  expect(await database.read.approvals(redaction)).toEqual([])
  expect(await database.read.reviews(redaction)).toEqual([])
})
