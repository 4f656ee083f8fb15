import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DetectionProfile, detectionProfiles } from '../../core/detection/detection.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import { frameIndex } from '../../core/time.ts'
import { openModelFolder } from './model-folder.ts'
import { framesToExamine, passesAt } from './schedule.ts'

const opened = await openModelFolder()
if (!opened.ok) throw new Error(opened.failure.kind)
const { manifest } = opened.value
const faceModels = manifest.models.filter((model) => model.id === 'centerface')

function request(profile: DetectionProfile, from: number, until: number): DetectionRequest {
  return { profile, classes: ['face'], fromFrame: frameIndex(from), untilFrame: frameIndex(until) }
}

function scales(
  profile: DetectionProfile,
  frame: number,
  frames = 100,
  range: readonly [from: number, until: number] = [0, frames],
): number[] {
  return passesAt(faceModels, request(profile, ...range), frames, frameIndex(frame)).map((pass) => pass.scale)
}

test('fast looks at every third frame, with a small pass at every sixth', () => {
  expect([1, 2, 3, 4, 5, 6, 9, 12].map((frame) => scales('fast', frame))).toEqual([
    [],
    [],
    [960],
    [],
    [],
    [960, 480],
    [960],
    [960, 480],
  ])
})

test('balanced looks at every second frame, large at every eighth; thorough at all scales everywhere', () => {
  expect(scales('balanced', 7)).toEqual([])
  expect(scales('balanced', 6)).toEqual([960, 640])
  expect(scales('balanced', 8)).toEqual([1920, 960, 640])
  expect(scales('thorough', 7)).toEqual([1920, 960, 640])
})

test('the first and the last frame of the clip get every pass, the last one asked for the steady ones', () => {
  expect(scales('balanced', 0)).toEqual([1920, 960, 640])
  expect(scales('balanced', 99)).toEqual([1920, 960, 640])
  expect(scales('fast', 49, 100, [10, 50])).toEqual([960])
  expect(scales('balanced', 49, 100, [10, 50])).toEqual([960, 640])
  expect(scales('fast', 9, 100, [10, 50])).toEqual([])
  expect(scales('fast', 51, 100, [10, 50])).toEqual([])
})

test('every part of a clip is looked at as the whole is, but for the last frame asked for', () => {
  const clip = fc.integer({ min: 1, max: 400 }).chain((frames) =>
    fc.record({
      frames: fc.constant(frames),
      profile: fc.constantFrom(...detectionProfiles),
      from: fc.nat(frames - 1),
      length: fc.integer({ min: 1, max: frames }),
    }),
  )
  fc.assert(
    fc.property(clip, ({ frames, profile, from, length }) => {
      const until = Math.min(from + length, frames)
      const whole = framesToExamine(manifest, request(profile, 0, frames), frames)
      const part = framesToExamine(manifest, request(profile, from, until), frames)
      const expected = whole.filter((frame) => frame >= from && frame < until - 1)
      expect(part).toEqual([...expected, until - 1])
      for (const frame of expected)
        expect(scales(profile, frame, frames, [from, until])).toEqual(scales(profile, frame, frames))
    }),
  )
})

test('no frame is further than the stride from one that is looked at, and ranges past the end are cut', () => {
  for (const [profile, stride] of [
    ['fast', 3],
    ['balanced', 2],
    ['thorough', 1],
  ] as const) {
    const examined = framesToExamine(manifest, request(profile, 0, 5000), 1000)
    const gaps = examined.slice(1).map((frame, index) => frame - (examined[index] ?? 0))
    expect(Math.max(...gaps)).toBe(stride)
    expect([examined[0], examined.at(-1)]).toEqual([0, 999])
  }
  expect(framesToExamine(manifest, request('fast', 1000, 2000), 1000)).toEqual([])
})

test('classes that no model looks for are not looked for', () => {
  const overlays = { ...request('fast', 0, 10), classes: ['overlay'] as const }
  expect(framesToExamine(manifest, overlays, 10)).toEqual([])
})
