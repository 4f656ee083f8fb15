import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'
import { frameHashes, probe } from '../clips/read-back.ts'
import { makeCanvas, paint, spriteFrom } from '../demo/canvas.ts'
import { actor } from './cast.ts'
import { leaksOf } from './causes.ts'
import type { ClipTruth } from './clip-truth.ts'
import { installDeface } from './deface.ts'
import { allSizes, leakFigure } from './figures.ts'
import { writeClip } from './make-clips.ts'
import { ellipsePlan, personFrames } from './methods.ts'
import { paintedArea } from './painted-area.ts'
import { demoCast } from './people.ts'
import type { Recipe } from './recipes.ts'
import type { Scene } from './scene.ts'

const size = { width: 320, height: 180 }
const recipe: Recipe = {
  ...{ name: 'tiny', what: '', seconds: 1, crf: 25, weather: { light: 0.8, noise: 2 }, shutter: 0.25 },
  scenes: () => [],
}
let folder = ''
let clip = ''
let scenes: Scene[] = []
let truth: ClipTruth

/** Two people, 60 and 30 px, the smaller one turning right round, before a plain wall; a second scene from 0.5 s on. */
async function twoPeople(): Promise<Scene[]> {
  const [large, small] = (await demoCast()).slice(2, 4)
  if (!large || !small) throw new Error('the demo has ten people')
  const canvas = makeCanvas(320, 180)
  paint(canvas, [0, 0, 320, 180], [90, 110, 120])
  const background = spriteFrom(canvas, true)
  const key = (second: number, x: number, height: number) => ({ second, x, y: 70, height })
  const layers = [
    actor(large, { keys: [key(0, 90, 60), key(2, 110, 60)] }),
    actor(small, { keys: [key(0, 240, 30), key(2, 230, 30)], turnAt: (second) => (second < 0.5 ? 0 : 180) }),
  ]
  const cameraAt = (second: number) => ({ x: 20 * second, y: 0, roll: 4, zoom: 1 })
  return [0.5, 1].map((untilSecond) => ({ untilSecond, background, layers, cameraAt }))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-leak-bench-'))
  clip = join(folder, 'tiny.mp4')
  scenes = await twoPeople()
  truth = await writeClip(clip, recipe, scenes, 'tuning', size)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Covers every face with some to spare, but not that of `left` in `hole`. */
function planWithHole(left: string, hole: readonly number[]): PlanFrame[] {
  return truth.frames.map((faces, frame) => ({
    frame: frameIndex(frame),
    mode: 'hide',
    regions: faces
      .filter(({ person }) => person !== left || !hole.includes(frame))
      .map(({ person, box: [x, y, width, height] }) => ({
        ...{ shape: 'rect', box: [x - 2, y - 2, width + 4, height + 4], angle: 0 },
        ...{ track: person, style: 'solid', strength: 1 },
      })),
  }))
}

test('the clip is what its truth says: frames, a cut, faces until they are turned away, heads all along', async () => {
  expect((await probe(clip)).streams[0]).toMatchObject({ codec_name: 'h264', width: 320, height: 180 })
  expect(truth.frames).toHaveLength(30)
  expect(truth.facts.flatMap(({ cut }, frame) => (cut ? [frame] : []))).toEqual([15])
  expect(truth.frames.map((faces) => faces.length)).toEqual([...Array(15).fill(2), ...Array(15).fill(1)])
  expect(truth.heads.every((heads) => heads.length === 2)).toBe(true)
  for (const [frame, faces] of truth.frames.entries()) {
    for (const { person, box } of faces) {
      const head = truth.heads[frame]?.find((one) => one.person === person)?.box ?? [0, 0, 0, 0]
      expect(box[0]).toBeGreaterThanOrEqual(head[0])
      expect(box[0] + box[2]).toBeLessThanOrEqual(head[0] + head[2])
    }
  }
})

test('the same clip every time', async () => {
  const again = join(folder, 'again.mp4')
  expect(await writeClip(again, recipe, scenes, 'tuning', size)).toEqual(truth)
  expect(await frameHashes(again)).toEqual(await frameHashes(clip))
})

test('a plan with a known hole leaks exactly there', () => {
  const [larger] = truth.frames[0] ?? []
  const person = larger?.person ?? ''
  const frames = personFrames(truth, 'frames', planWithHole(person, [7, 8, 9, 20]))
  expect(leakFigure(frames, allSizes)).toMatchObject({ people: 2, personFrames: 45, leaked: 4 })
  const leaks = leaksOf(frames, new Map([['tiny', truth]]))
  expect(leaks.map(({ fromFrame, untilFrame, cause }) => [fromFrame, untilFrame, cause])).toEqual([
    [20, 21, 'after a cut'],
    [7, 10, 'none of these'],
  ])
  expect(leakFigure(personFrames(truth, 'frames', planWithHole('', [])), allSizes).leaked).toBe(0)
})

test('painted area: what covers the faces alone is not over-painted, all of the picture is', () => {
  const close = paintedArea(truth, 'faces', planWithHole('', []))
  expect(close.painted / close.needed).toBeGreaterThan(1)
  expect(close.painted / close.needed).toBeLessThan(1.6)
  expect(close.needless).toBe(0)
  const whole = truth.frames.map(() => [[-160, -90, 480, 270]])
  const everything = paintedArea(truth, 'faces', ellipsePlan(whole))
  expect(everything.painted).toBe(10 * 80 * 45)
  expect(everything.needless).toBeGreaterThan(everything.painted / 2)
})

test('without Python the comparison with deface is left out, and the report says so', async () => {
  vi.stubEnv('PATH', folder)
  try {
    expect(await installDeface(folder)).toEqual({ missing: expect.stringContaining('Python 3 is not installed') })
  } finally {
    vi.unstubAllEnvs()
  }
})
