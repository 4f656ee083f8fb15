import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Detection } from '../detection/detection.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { insidePicture } from '../geometry/overlap.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { linkDetections } from './link-detections.ts'
import { randomFrom, shuffled } from './synthetic/random.ts'
import { box, clip, coveredBy, link, runOf } from './synthetic/small-clip.ts'
import { defaultTrackingSettings } from './tracking-settings.ts'

const anyDetection: fc.Arbitrary<Detection> = fc
  .record({
    frame: fc.integer({ min: 0, max: clip.frames - 1 }),
    x: fc.integer({ min: -30, max: 630 }),
    y: fc.integer({ min: -30, max: 350 }),
    width: fc.integer({ min: 8, max: 120 }),
    tall: fc.double({ min: 0.7, max: 1.6, noNaN: true }),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ frame, x, y, width, tall, score }) => box(frame, [x, y, width, width * tall], score))

const anyDetections = fc.array(anyDetection, { maxLength: 80 })
const anyStride = fc.integer({ min: 1, max: 8 })

describe('linkDetections, whatever was detected', () => {
  test('a track has a region inside the picture in every frame up to its end', () => {
    fc.assert(
      fc.property(anyDetections, (detections) => {
        for (const track of link(detections).tracks) {
          const first = track.keys[0]?.frame ?? -1
          const frames = track.keys.map((key) => key.frame as number)
          expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b))
          expect(track.untilFrame).toBeGreaterThan(frames.at(-1) ?? track.untilFrame)
          expect(track.untilFrame).toBeLessThanOrEqual(clip.frames)
          for (let frame = first; frame < track.untilFrame; frame++) {
            const outline = outlineAt(track, frameIndex(frame))
            expect(outline && insidePicture(boundsOf(outline), clip)).not.toBeNull()
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('every strong detection is covered, margins applied', () => {
    fc.assert(
      fc.property(anyDetections, anyStride, (all, stride) => {
        const detections = all.filter((one) => one.frame % stride === 0)
        const { tracks } = link(detections)
        for (const one of detections) {
          if (one.score < 0.3 || !insidePicture(one.box, clip)) continue
          expect(coveredBy(tracks, one.frame, one.box)).toBeGreaterThanOrEqual(0.9)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('the order of detections, looks and failures does not matter', () => {
    fc.assert(
      fc.property(anyDetections, fc.integer(), (detections, seed) => {
        const run = runOf(detections, {
          failed: [
            [10, 14],
            [30, 33],
          ],
        })
        const random = randomFrom(seed)
        const other = {
          ...run,
          detections: shuffled(run.detections, random),
          examined: shuffled(run.examined, random),
          failed: run.failed.toReversed(),
        }
        const settings = defaultTrackingSettings
        expect(linkDetections(other, clip, settings)).toEqual(linkDetections(run, clip, settings))
      }),
      { numRuns: 60 },
    )
  })

  test('no track crosses a cut, and every strong detection is covered up to it and from it on', () => {
    const anyCuts = fc.array(fc.integer({ min: 1, max: clip.frames - 1 }), { maxLength: 4 })
    fc.assert(
      fc.property(anyDetections, anyCuts, (detections, at) => {
        const cuts = [...new Set(at)].sort((a, b) => a - b).map((frame) => frameIndex(frame))
        const { tracks, lookHere } = link(detections, { cuts })
        for (const track of tracks) {
          const first = track.keys[0]?.frame ?? 0
          expect(cuts.filter((cut) => first < cut && cut < track.untilFrame)).toEqual([])
        }
        for (const one of detections) {
          if (one.score < 0.3 || !insidePicture(one.box, clip)) continue
          expect(coveredBy(tracks, one.frame, one.box)).toBeGreaterThanOrEqual(0.9)
        }
        expect(lookHere.filter(({ why }) => why === 'cut').map(({ frame }) => frame)).toEqual(cuts)
      }),
      { numRuns: 60 },
    )
  })

  test('ids count from t1 by first frame, then x; what to look at is in order and within the clip', () => {
    fc.assert(
      fc.property(anyDetections, (detections) => {
        const { tracks, lookHere } = link(detections)
        expect(tracks.map((track) => track.id)).toEqual(tracks.map((_, position) => `t${position + 1}`))
        const starts = tracks.map((track) => {
          const key = track.keys[0]
          return [key?.frame ?? 0, key && 'box' in key ? key.box[0] : 0] as const
        })
        expect(starts).toEqual(starts.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]))
        const frames = lookHere.map((one) => one.frame as number)
        expect(frames).toEqual(frames.toSorted((a, b) => a - b))
        expect(frames.every((frame) => frame >= 0 && frame < clip.frames)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
