import { expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Detection, DetectionRun } from '../detection/detection.ts'
import type { Box } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { withoutOverlays } from './overlay-zones.ts'

const zone = { box: [10, 10, 200, 24] as const, scores: [0.9], seen: [0, 9] as const }

function left(name: Detection['class'], box: Box, more: Partial<Detection> = {}): number {
  const detections = [{ frame: frameIndex(0), class: name, box, score: 0.9, model: 'm', ...more }]
  const about = { clip: { sha256: sha256('0'.repeat(64)), frames: 10 }, classes: [], examined: [], failed: [] }
  const run: DetectionRun = { version: 1, profile: 'fast', ...about, detections }
  return withoutOverlays(run, [zone]).detections.length
}

test('writing of an overlay, and what was derived from it, is the overlay; what lies beside it is not', () => {
  expect(left('text', [12, 12, 90, 18])).toBe(0)
  expect(left('card', [0, 0, 220, 50], { derivedFrom: 'text' })).toBe(0)
  expect(left('document', [0, 0, 400, 300], { derivedFrom: 'text' })).toBe(1)
  expect(left('text', [12, 60, 90, 18])).toBe(1)
  expect(left('face', [12, 12, 20, 20])).toBe(1)
})
