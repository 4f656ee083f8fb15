import { expect, test } from 'vitest'
import { instant } from '../ports/clock.ts'
import { seconds } from '../time.ts'
import { sha256 } from './clip-index.ts'
import { type SnapshotFacts, snapshotName, snapshotStamp } from './snapshot-stamp.ts'

const facts: SnapshotFacts = {
  vault: 'v1',
  clip: 'c1c1c1c1c1c1c1c1',
  clipName: 'bodycam.mp4',
  clipSha256: sha256('a'.repeat(64)),
  frame: 250,
  frames: 300,
  at: seconds(3_610.25),
  recordedOn: instant('2026-11-20T10:00:00.100Z'),
  offsetSeconds: 0,
  by: 'Dora Müller',
  takenAt: instant('2026-11-23T13:45:01.002Z'),
  reason: 'SAR 12',
}

const lineOf = (name: string, more: Partial<SnapshotFacts> = {}): string =>
  snapshotStamp({ ...facts, ...more }).find((line) => line.name === name)?.value ?? ''

test('a stamp tells which picture of which clip it is, who took it, when and why', () => {
  expect(lineOf('Clip')).toBe('c1c1c1c1c1c1c1c1, bodycam.mp4')
  expect(lineOf('Frame')).toBe('250 of 0 to 299')
  expect(lineOf('Clip time')).toBe('01:00:10.250')
  expect(lineOf('Recorded')).toBe('2026-11-20T11:00:10.350Z')
  expect(lineOf('Taken')).toBe('2026-11-23T13:45:01.002Z by Dora Müller')
  expect(lineOf('Reason')).toBe('SAR 12')
  expect(snapshotName(facts)).toBe('snapshot-frame-250-20261123T134501002Z.pdf')
})

test('a time that nobody knows is said to be so, and an offset is told apart from the evidence', () => {
  expect(lineOf('Recorded', { recordedOn: null })).toBe('not known')
  expect(lineOf('Recorded', { offsetSeconds: -61.5 })).toBe(
    '2026-11-20T11:00:10.350Z, without the recorded offset of -61.5 s',
  )
})

test('names and reasons stay on one line, in signs that every font has, and end', () => {
  const name = lineOf('Clip', { clipName: 'a\nb\u202egpj.mp4\u{1f600}' })
  expect(name).toBe('c1c1c1c1c1c1c1c1, a\\u{a}b\\u{202e}gpj.mp4\\u{1f600}')
  expect(lineOf('Reason', { reason: 'x'.repeat(2_000) })).toHaveLength(160)
})
