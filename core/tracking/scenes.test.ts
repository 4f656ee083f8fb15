import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byScene, sceneAt, scenesOf } from './scenes.ts'

test('scenes follow one another without gaps, whatever the cuts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 120 })), fc.integer({ min: 1, max: 100 }), (cuts, frames) => {
      const scenes = scenesOf(cuts, frames)
      expect(scenes[0]?.fromFrame).toBe(0)
      expect(scenes.at(-1)?.untilFrame).toBe(frames)
      for (const [at, scene] of scenes.entries()) {
        expect(scene.untilFrame).toBeGreaterThan(scene.fromFrame)
        expect(scene.fromFrame).toBe(scenes[at - 1]?.untilFrame ?? 0)
        expect(sceneAt(scenes, scene.fromFrame)).toBe(at)
        expect(sceneAt(scenes, scene.untilFrame - 1)).toBe(at)
      }
    }),
  )
})

test('items go to their scenes in order; outside the clip there is none', () => {
  const scenes = scenesOf([30, 10, 10], 40)
  expect(scenes.map((scene) => scene.fromFrame)).toEqual([0, 10, 30])
  expect(byScene(scenes, [9, 30, 10, 39, 29, 40, -1], (frame) => frame)).toEqual([[9], [10, 29], [30, 39]])
})
