import { describe, expect, test } from 'vitest'
import { linkDetections } from './link-detections.ts'
import { detected } from './synthetic/detector.ts'
import { countLeaks, perFrameMasks, trackMasks } from './synthetic/leak-rate.ts'
import { scenes } from './synthetic/scene.ts'
import { defaultTrackingSettings } from './tracking-settings.ts'

describe('leak rate on synthetic paths', () => {
  test('prints', () => {
    for (const stride of [1, 2, 3, 5, 8]) {
      let sums = [0, 0, 0]
      for (const scene of scenes) {
        const run = detected(scene, { seed: 7, stride, weakFalse: 6, strongFalse: 0.5 })
        const { tracks, lookHere } = linkDetections(run, scene, defaultTrackingSettings)
        const tracked = countLeaks(scene, trackMasks(tracks))
        const alone = countLeaks(scene, perFrameMasks(run.detections, 0.3, stride))
        sums = [(sums[0] ?? 0) + tracked.faceFrames, (sums[1] ?? 0) + tracked.leaked, (sums[2] ?? 0) + alone.leaked]
        console.log(
          stride,
          scene.name.padEnd(16),
          `faces ${tracked.faceFrames} tracks ${tracks.length} keys ${tracks.reduce((a, t) => a + t.keys.length, 0)} look ${lookHere.length}`,
          `per 1000: tracked ${((1000 * tracked.leaked) / tracked.faceFrames).toFixed(1)} alone ${((1000 * alone.leaked) / alone.faceFrames).toFixed(1)}`,
          `painted ${tracked.painted.toFixed(2)} / ${alone.painted.toFixed(2)}`,
          JSON.stringify(
            tracked.where
              .slice(0, 200)
              .reduce((m: Record<string, string>, w) => ({ ...m, [w.face]: `${m[w.face] ?? ''} ${w.frame}` }), {}),
          ).slice(0, 300),
        )
      }
      console.log(
        stride,
        'ALL',
        sums.slice(1).map((leaked) => ((1000 * leaked) / (sums[0] ?? 1)).toFixed(1)),
      )
    }
    expect(true).toBe(true)
  })
})
