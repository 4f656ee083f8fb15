import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Anchor, Checkpoint } from '../../../core/audit/checkpoint.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { type MadeLog, madeEntry, makeLog } from '../../../tools/audit-log.ts'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { leafOfText } from './audit-leaf.ts'
import type { AuditRow } from './log-walk.ts'
import { type AuditToVerify, type AuditVerdict, verifyEntries } from './verify-entries.ts'

const count = 64
const every = 16
let log: MadeLog

beforeAll(() => {
  log = makeLog(count, every)
})

async function verdict(changed: Partial<AuditToVerify> = {}): Promise<AuditVerdict> {
  const verified = await verifyEntries({ ...log, anchors: [], ...changed })
  if (!verified.ok) throw new Error(verified.failure.kind)
  return verified.value
}

/** A row as somebody who can write to the database would write it: with a leaf hash that fits. */
function row(seq: number, text: string): AuditRow {
  return { seq, text, leaf: leafOfText(text) ?? new Uint8Array(0) }
}

/** Another entry of that number, in good form. */
function otherRow(seq: number): AuditRow {
  const { version, ...entry } = madeEntry(seq, log.checkpoints[0]?.device ?? '')
  return row(seq, canonicalJson.textOf({ version, ...entry, reason: 'another reason' }))
}

/** Rows numbered anew from 0, texts and leaf hashes too. */
function renumbered(rows: readonly AuditRow[]): AuditRow[] {
  return rows.map(({ text }, seq) => row(seq, canonicalJson.textOf({ ...JSON.parse(text), seq })))
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new RangeError('no such item')
  return item
}

const place = fc.integer({ min: 0, max: count - 1 })
const careful = fc.boolean()

/** A forged log and the first entry that is not what it was. */
type Forged = { readonly rows: readonly AuditRow[]; readonly changed: number }

/** Ways to forge, from careless to by somebody who knows the format but has no key. */
const forgeries: Readonly<Record<string, (seq: number, other: number, careful: boolean) => Forged>> = {
  edited: (seq, _, careful) => ({
    rows: log.rows.map((old) => (old.seq !== seq ? old : { ...otherRow(seq), ...(careful ? {} : { leaf: old.leaf }) })),
    changed: seq,
  }),
  deleted: (seq, _, careful) => {
    const rows = log.rows.toSpliced(seq, 1)
    return { rows: careful ? renumbered(rows) : rows, changed: seq }
  },
  inserted: (seq, _, careful) => {
    const rows = log.rows.toSpliced(seq, 0, otherRow(seq))
    return { rows: careful ? renumbered(rows) : rows, changed: seq }
  },
  swapped: (seq, other, careful) => {
    const [low, high] = [Math.min(seq, other), Math.max(seq, other)]
    const rows = log.rows.with(low, at(log.rows, high)).with(high, at(log.rows, low))
    return { rows: careful ? renumbered(rows) : rows, changed: low }
  },
  cut: (seq) => ({ rows: log.rows.slice(0, seq), changed: seq }),
  'made unreadable': (seq, other) => {
    const text = at(log.rows, seq).text
    return { rows: log.rows.with(seq, { ...row(seq, text.slice(0, other)), seq }), changed: seq }
  },
}

test('a log that nobody touched is good, from the start and in parts', async () => {
  const whole = await verdict()
  expect(whole).toMatchObject({ ok: true, entries: count, firstBad: null, checkpoints: 4, uncovered: 0, notes: [] })
  expect(whole.head).toEqual({ size: count, root: log.checkpoints.at(-1)?.root })
  const half = await verdict({ rows: log.rows.slice(0, 40), checkpoints: log.checkpoints.slice(0, 2) })
  expect(half).toMatchObject({ ok: true, entries: 40, uncovered: 8, state: { size: 32 } })
  if (!half.state) throw new Error('no state')
  const rest = await verdict({ rows: log.rows.slice(32), from: JSON.parse(JSON.stringify(half.state)) })
  expect(rest).toMatchObject({ ok: true, entries: count, checkpoints: 3, head: whole.head, state: whole.state })
})

test.for(Object.keys(forgeries))('a log that was %s is never good, and the place is found', async (name) => {
  await fc.assert(
    fc.asyncProperty(place, place, careful, async (seq, other, isCareful) => {
      fc.pre(name !== 'swapped' || seq !== other)
      const forged = forgeries[name]?.(seq, other, isCareful)
      if (!forged) throw new Error('no such forgery')
      const { ok, firstBad } = await verdict({ rows: forged.rows })
      expect(ok).toBe(false)
      expect(firstBad?.seq).toBeLessThanOrEqual(forged.changed)
      expect(firstBad?.lastSeq).toBeGreaterThanOrEqual(forged.changed)
      // Never vaguer than from one checkpoint to the next.
      expect(firstBad?.seq).toBeGreaterThanOrEqual(forged.changed - (forged.changed % every))
    }),
    { numRuns: 60 },
  )
})

test('an edit that left the old leaf hash is named to the entry', async () => {
  const rows = log.rows.with(21, { ...otherRow(21), leaf: at(log.rows, 21).leaf })
  expect((await verdict({ rows })).firstBad).toEqual({ seq: 21, lastSeq: 21, why: 'altered' })
  const renamed = log.rows.with(21, { ...at(log.rows, 22), seq: 21 })
  expect((await verdict({ rows: renamed })).firstBad).toEqual({ seq: 16, lastSeq: 31, why: 'renumbered' })
  const gone = log.rows.filter(({ seq }) => seq < 20 || seq > 22)
  expect((await verdict({ rows: gone })).firstBad).toEqual({ seq: 16, lastSeq: 22, why: 'missing' })
  const again = [...log.rows.slice(0, 20), ...log.rows.slice(18)]
  expect((await verdict({ rows: again })).firstBad).toEqual({ seq: 16, lastSeq: 20, why: 'out-of-order' })
  const short = log.rows.with(21, { ...at(log.rows, 21), leaf: new Uint8Array(31) })
  expect((await verdict({ rows: short })).firstBad).toEqual({ seq: 16, lastSeq: 21, why: 'altered' })
})

test('what is above the last checkpoint is said to be unproved', async () => {
  const checkpoints = log.checkpoints.slice(0, 3)
  const rows = log.rows.with(60, otherRow(60))
  expect(await verdict({ rows, checkpoints })).toMatchObject({ ok: true, uncovered: 16 })
})

const root = (text: string) => sha256(text.repeat(32))

test('a checkpoint is believed only when a known key signed just that', async () => {
  const forged: Record<string, Partial<Checkpoint>> = {
    'checkpoint-signature': { at: at(log.checkpoints, 0).at },
    'checkpoint-key': { device: root('ab') },
    'checkpoint-malformed': { signature: 'A' },
  }
  for (const [why, change] of Object.entries(forged)) {
    const checkpoints = log.checkpoints.with(1, { ...at(log.checkpoints, 1), ...change })
    expect((await verdict({ checkpoints })).firstBad).toEqual({ seq: 16, lastSeq: 31, why })
  }
  for (const change of [{ root: root('00') }, { size: 33 }, { size: 1e9 }]) {
    const checkpoints = log.checkpoints.with(1, { ...at(log.checkpoints, 1), ...change })
    expect((await verdict({ checkpoints })).firstBad?.why).toBe('checkpoint-signature')
  }
  const nowhere = log.checkpoints.with(1, { ...at(log.checkpoints, 1), size: Number.NaN })
  expect((await verdict({ checkpoints: nowhere })).firstBad).toMatchObject({ seq: 0, why: 'checkpoint-malformed' })
  expect((await verdict({ keys: new Map() })).firstBad?.why).toBe('checkpoint-key')
})

test('anchors from outside show a log that was rolled back or rewritten together with its checkpoints', async () => {
  const anchors = log.checkpoints.map(({ size, root }): Anchor => ({ size, root }))
  expect((await verdict({ anchors })).anchors.map((judged) => judged.verdict)).toEqual(anchors.map(() => 'fits'))

  const rolledBack = await verdict({ rows: log.rows.slice(0, 32), checkpoints: log.checkpoints.slice(0, 2), anchors })
  expect(rolledBack.firstBad).toEqual({ seq: 32, lastSeq: 47, why: 'anchor-ahead' })
  expect(rolledBack.anchors.map((judged) => judged.verdict)).toEqual(['fits', 'fits', 'log-shorter', 'log-shorter'])

  const rewritten = await verdict({ ...makeLog(count, every), anchors })
  expect(rewritten.firstBad).toEqual({ seq: 0, lastSeq: 15, why: 'anchor-root' })
  expect(rewritten.anchors[0]?.verdict).toBe('other-root')
  const [, , third] = anchors
  if (!third) throw new Error('no anchor')
  const between = await verdict({ anchors: [{ size: 41, root: third.root }], checkpoints: log.checkpoints.slice(0, 2) })
  expect(between.firstBad).toEqual({ seq: 0, lastSeq: 40, why: 'anchor-root' })
})

test('an incremental verification goes on only from what a checkpoint vouches for', async () => {
  const { state } = await verdict({ rows: log.rows.slice(0, 32), checkpoints: log.checkpoints.slice(0, 2) })
  if (!state) throw new Error('no state')
  const rows = log.rows.slice(32)
  const unsupported = { seq: 0, lastSeq: 31, why: 'state' }
  for (const from of [
    { ...state, peaks: '00'.repeat(32) },
    { ...state, peaks: '' },
  ])
    expect((await verdict({ rows, from })).firstBad).toEqual(unsupported)
  expect((await verdict({ rows, from: state, checkpoints: log.checkpoints.slice(2) })).firstBad).toEqual(unsupported)
  const anchors = [at(log.checkpoints, 0), at(log.checkpoints, 3)].map(({ size, root }) => ({ size, root }))
  expect(await verdict({ rows, from: state, anchors })).toMatchObject({
    ok: true,
    anchors: [{ verdict: 'fits' }, { verdict: 'fits' }],
  })
  const misfit = await verdict({
    rows,
    from: state,
    anchors: [
      { size: 16, root: root('11') },
      { size: 3, root: root('11') },
    ],
  })
  expect(misfit.anchors.map((judged) => judged.verdict)).toEqual(['other-root', 'not-checked'])
  expect(misfit.firstBad).toEqual({ seq: 0, lastSeq: 15, why: 'anchor-root' })
})

test('clocks that were changed and work that never ended are noted, and are no alteration', async () => {
  const changes: Readonly<Record<number, object>> = {
    4: { at: '2026-11-03T07:00:00.000Z' },
    10: { elapsedMs: 3_610_000 },
    13: { outcome: 'begun', ref: undefined },
    15: { ref: 2 },
  }
  const rows = log.rows.map(({ seq, text }) =>
    row(seq, canonicalJson.textOf(JSON.parse(JSON.stringify({ ...JSON.parse(text), ...changes[seq] })))),
  )
  const judged = await verdict({ rows, checkpoints: [] })
  expect(judged.ok).toBe(true)
  expect(judged.notes).toEqual([
    { kind: 'time-backwards', seq: 4, ms: 3_603_000 },
    { kind: 'clock-changed', seq: 5, ms: 3_604_000 },
    { kind: 'clock-changed', seq: 10, ms: -3_600_000 },
    { kind: 'clock-changed', seq: 11, ms: 3_600_000 },
    { kind: 'ends-nothing', seq: 15 },
    { kind: 'unfinished', seq: 12 },
    { kind: 'unfinished', seq: 13 },
    { kind: 'unfinished', seq: 14 },
  ])
  expect(judged.noteCount).toBe(8)
})

test('a verification can be stopped', async () => {
  const signal = AbortSignal.abort()
  expect(await verifyEntries({ ...log, anchors: [], signal })).toEqual({ ok: false, failure: { kind: 'cancelled' } })
})
