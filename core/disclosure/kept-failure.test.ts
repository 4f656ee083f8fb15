import { expect, test } from 'vitest'
import type { Failure } from '../failure.ts'
import { frameIndex } from '../time.ts'
import { clipId } from '../vault/ids.ts'
import type { CheckName, Leak, VerificationReport } from '../verification/report.ts'
import { keptFailure } from './kept-failure.ts'

const about = { copy: { id: clipId('c'.repeat(16)) }, source: { name: 'Smith arrest.mp4' } }
const kept = (failure: Failure) => keptFailure(failure, about)

test('no name of a clip, file or folder is kept', () => {
  const name = 'Smith arrest.mp4'
  const original = "cccccccccccccccc's original"
  const damaged = { kind: 'object-damaged', problem: 'changed', bytes: [0, 9] } as const
  expect(kept({ ...damaged, name })).toEqual({ ...damaged, name: original })
  expect(kept({ kind: 'file-unreadable', name })).toEqual({ kind: 'file-unreadable', name: original })
  for (const kind of ['file-unreadable', 'disk-full', 'written-differs', 'output-taken', 'not-approved'] as const)
    expect(kept({ kind, name: 'Smith, home address' })).toEqual({ kind, name: about.copy.id })
  const gone = { kind: 'medium-gone', registered: true } as const
  expect(kept({ ...gone, name: 'Smith, home address' })).toEqual({ ...gone, name: 'The folder' })
})

test('what names no clip and no place stays as it is', () => {
  const unnamed: readonly Failure[] = [
    { kind: 'cancelled' },
    { kind: 'certificate-mismatch', what: 'copy' },
    { kind: 'engine-died', during: 'verify', uncovered: [] },
    { kind: 'model-missing', name: 'face.onnx' },
    { kind: 'other-signer', name: 'certificate', signer: 'ab' },
  ]
  for (const failure of unnamed) expect(kept(failure)).toEqual(failure)
})

test('of a check that failed its outcomes stay, and no list that grows with the clip', () => {
  const frames = Array.from({ length: 5_000 }, (_, frame) => frameIndex(frame))
  const check = (name: CheckName) => {
    const failures = frames.map((frame) => ({ kind: name, frame, detail: 'a text' }))
    return { check: name, outcome: 'failed', figures: { failures: 5_000 }, failures } as const
  }
  const leaks = frames.map((frame): Leak => ({ frame, class: 'face', box: [1, 2, 3, 4], score: 0.9 }))
  const checks = [check('metadata'), check('leaks')]
  const report: VerificationReport = { outcome: 'failed', checks, leaks, lookHere: [] }
  for (const kind of ['verification-failed', 'verification-incomplete'] as const) {
    const failure = kept({ kind, report })
    expect(JSON.stringify(failure).length).toBeLessThan(3_000)
    expect(failure).toMatchObject({ kind, report: { outcome: 'failed', leaks: [], lookHere: [] } })
    expect(failure).toMatchObject({ report: { checks: [{ check: 'metadata', failures: [] }, { check: 'leaks' }] } })
    expect(failure).toMatchObject({ report: { checks: [{}, { outcome: 'failed', figures: { failures: 5_000 } }] } })
    expect('report' in failure && failure.report.checks[1]?.failures.length).toBe(20)
  }
})
