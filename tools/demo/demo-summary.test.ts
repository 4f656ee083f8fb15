import { expect, test } from 'vitest'
import { sha256 } from '../../core/clips/clip-index.ts'
import { instant } from '../../core/ports/clock.ts'
import { frameIndex } from '../../core/time.ts'
import type { CertificatePayload } from '../../core/verification/certificate.ts'
import type { LeakRate } from '../leak-rate.ts'
import { type DemoSummary, summaryLines } from './demo-summary.ts'

const hash = sha256('0'.repeat(64))
const certificate: CertificatePayload = {
  version: 1,
  issuedAt: instant('2026-01-02T03:04:05.000Z'),
  source: { sha256: hash, bytes: 1 },
  copy: { sha256: hash, bytes: 1 },
  ...{ planSha256: hash, projectSha256: hash, frameMap: [], partial: true, missingFrames: 0, versions: {}, models: {} },
  damagedFrames: [frameIndex(3)],
  detection: { profile: 'balanced', classes: ['face'] },
  checks: [
    { check: 'frames', outcome: 'passed', figures: {}, failures: [] },
    { check: 'blur', outcome: 'not-applicable', figures: {}, failures: [] },
  ],
  lookHere: [{ frame: frameIndex(3), why: 'damaged' }],
  counts: {
    ...{ sourceFrames: 1200, copyFrames: 1200, omittedFrames: 0, blankedFrames: 1 },
    ...{ tracksHidden: 1, tracksKept: 0, tracksIgnored: 0 },
  },
  mutedSeconds: [40],
  bleepedSeconds: [0],
}
const summary: DemoSummary = {
  ...{ clip: 'a clip', detections: 1, tracks: 2, kept: [], certificate },
  seconds: { detect: 61, check: 20 },
  files: { original: 'o.mp4', copy: 'c.mp4', certificate: 'c.json', project: 'p.json', contactSheet: null },
}

test('says what was done, also where it was little', () => {
  const text = summaryLines(summary).join('\n')
  expect(text).toContain('1 sighting of faces, linked into 2 tracks')
  expect(text).toMatch(/Kept +nobody/)
  expect(text).toContain('1 track in 1,200 frames; 1 damaged frames covered wholly')
  expect(text).toContain('1 check passed; 1 frame for a person to look at')
  expect(text).toContain('81 s (detect 61 s, check 20 s)')
  expect(text).toContain('verify c.mp4 --certificate c.json --original o.mp4 --project p.json')
  expect(text).not.toMatch(/Leaks|ontact sheet/)
})

test('the leak rate stands beside the one without tracking', () => {
  const rate = (perThousand: number): LeakRate => ({
    ...{ label: 'all', personFrames: 4000, leaked: 4 * perThousand, perThousand, worst: [] },
    bySize: [
      { label: 'under 40 px', personFrames: 0, leaked: 0, perThousand: 0 },
      { label: '40-80 px', personFrames: 4000, leaked: 8, perThousand: 2 },
    ],
    ...{ paintedShare: 0.066, overPaintedShare: 0.005, requesterHiddenPerThousand: 0 },
  })
  const text = summaryLines({ ...summary, leaks: { copy: rate(2), singleFrames: rate(100) } }).join('\n')
  expect(text).toContain('2.0 of 1,000 third-party person-frames (8 of 4,000); single frames without tracking: 100.0')
  expect(text).toContain('by height of the face: 40-80 px: 2.0')
  expect(text).toContain('painted 6.6 % of the picture')
})
