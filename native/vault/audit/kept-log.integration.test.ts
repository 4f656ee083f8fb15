import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Work } from '../../../core/ports/work.ts'
import { ok } from '../../../core/result.ts'
import { type MadeLog, makeLog } from '../../../tools/audit-log.ts'
import { auditLogOf, type KeptLog } from './kept-log.ts'
import type { AuditRow } from './log-walk.ts'
import { type AuditProof, proofFault } from './proof-document.ts'

const made: MadeLog = makeLog(50, 16)
const work: Work = { signal: new AbortController().signal, onProgress: () => {} }
let home: string
let proved: string | null
let read: number

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'audit-kept-'))
})

afterAll(async () => {
  await rm(home, { recursive: true })
})

beforeEach(() => {
  proved = null
  read = 0
})

function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index)
  if (item === undefined) throw new RangeError('no such item')
  return item
}

/** A log that is kept in memory. */
function kept(rows: readonly AuditRow[] = made.rows, changed: Partial<KeptLog> = {}): KeptLog {
  return {
    rows: async function* (from, until = rows.length) {
      for (const row of rows.slice(from, until)) {
        read++
        yield row
      }
    },
    checkpoints: async () => made.checkpoints,
    checkpoint: async () => ok(at(made.checkpoints, -1)),
    publicKeys: async () => [...made.keys.values()],
    anchors: async () => [],
    provedState: async () => proved,
    keepProvedState: async (text) => {
      proved = text
    },
    ...changed,
  }
}

const altered = made.rows.with(20, { ...at(made.rows, 20), text: '{}' })
const everything = { incremental: false, anchors: [] }

test('a good log is reported as such, and the next verification goes on where it ended', async () => {
  const log = auditLogOf(kept())
  const { size, root } = at(made.checkpoints, -1)
  const report = { ok: true, entries: size, head: root, firstBad: null, anchors: [], notes: [] }
  expect(await log.verify(everything, work)).toEqual(ok({ ...report, checkpoints: 4 }))
  expect(read).toBe(50)
  expect(await log.verify({ ...everything, incremental: true }, work)).toEqual(ok({ ...report, checkpoints: 1 }))
  expect(read).toBe(50)
})

test('a bad log is reported with its place, and nothing goes on from it', async () => {
  const verified = await auditLogOf(kept(altered)).verify(everything, work)
  expect(verified).toMatchObject({ ok: true, value: { ok: false, firstBad: { seq: 20, why: 'altered' } } })
  expect(proved).toBeNull()
})

test('kept and given anchors are told apart, and oddities are said in sentences', async () => {
  const [first, second] = [at(made.checkpoints, 0), at(made.checkpoints, 1)].map(({ size, root }) => ({ size, root }))
  if (!first || !second) throw new Error('no checkpoints')
  const log = kept(made.rows.slice(0, 47), {
    anchors: async () => [{ anchor: first, from: 'certificate' }],
    checkpoints: async () => made.checkpoints.slice(0, 2),
  })
  expect(await auditLogOf(log).verify({ incremental: false, anchors: [second] }, work)).toMatchObject({
    value: {
      ok: true,
      anchors: [
        { from: 'certificate', size: 16, verdict: 'fits' },
        { from: 'given', size: 32, verdict: 'fits' },
      ],
      notes: [
        'No checkpoint vouches for the last 15 entries yet.',
        'What began with entry 46 has no end: it is still going on, or it was interrupted.',
      ],
    },
  })
})

test('a good log is exported, a broken one is not', async () => {
  const log = kept()
  const out = join(home, 'out')
  const exported = await auditLogOf(log).exportTo(out, work)
  expect(exported).toMatchObject({ ok: true, value: { entries: 50, root: at(made.checkpoints, -1).root } })
  expect(await readdir(out)).toHaveLength(5)
  expect(await auditLogOf(kept(altered)).exportTo(join(home, 'broken'), work)).toEqual({
    ok: false,
    failure: { kind: 'audit-broken', seq: 20, why: 'altered' },
  })
  expect(await readdir(home)).toEqual(['out'])
})

test('an entry is proved, with growth since a checkpoint; others and broken ones are not', async () => {
  const log = auditLogOf(kept())
  for (const [seq, older] of [
    [0, null],
    [31, 16],
    [49, 50],
  ] as const) {
    const proof = await log.prove(seq, older)
    if (!proof.ok) throw new Error(proof.failure.kind)
    expect(proofFault(proof.value as AuditProof, made.keys)).toBeNull()
    expect((proof.value as AuditProof).older?.checkpoint.size ?? null).toBe(older)
  }
  for (const [seq, older] of [
    [50, null],
    [-1, null],
    [3, 17],
    [3, 0],
  ] as const)
    expect(await log.prove(seq, older)).toMatchObject({ ok: false, failure: { kind: 'out-of-range', what: 'entry' } })
  expect(await auditLogOf(kept(altered)).prove(20, null)).toMatchObject({ failure: { kind: 'audit-broken', seq: 20 } })
  const gone = made.rows.toSpliced(20, 30)
  expect(await auditLogOf(kept(gone)).prove(20, null)).toMatchObject({
    failure: { kind: 'audit-broken', why: 'missing' },
  })
})
