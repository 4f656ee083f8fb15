import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readDetections } from './detections-file.ts'

const run = {
  version: 1,
  clip: { sha256: 'ab'.repeat(32), frames: 10 },
  profile: 'fast',
  classes: ['face'],
  examined: [
    { frame: 0, model: 'centerface', scale: 960 },
    { frame: 9, model: 'centerface', scale: 320, roi: [0, 0, 10, 10] },
  ],
  failed: [[3, 4]],
  detections: [{ frame: 2, class: 'face', box: [1.5, 2, 3, 4], score: 0.71, model: 'centerface' }],
  cuts: [4, 7],
  camera: [
    [1, -3.5, 0],
    [3, 1, 2],
  ],
  machine: 'a later version',
}

function problemWith(change: Partial<Record<keyof typeof run, unknown>>): unknown {
  const read = readDetections(JSON.stringify({ ...run, ...change }), 'd.json')
  if (read.ok) return null
  return read.failure.kind === 'bad-json' ? [read.failure.at, read.failure.problem] : read.failure
}

it('reads a run as it was written', () => {
  expect(readDetections(JSON.stringify(run), 'd.json')).toStrictEqual({ ok: true, value: run })
})

it('names what is bad', () => {
  const [one] = run.detections
  expect(problemWith({ classes: ['ghost'] })).toMatchObject([
    'classes[0]',
    expect.stringMatching(/^expected face, head/),
  ])
  expect(problemWith({ detections: [{ ...one, score: 1.5 }] })).toStrictEqual([
    'detections[0].score',
    'expected at most 1',
  ])
  expect(problemWith({ detections: [{ ...one, frame: 10 }] })).toStrictEqual([
    'detections[0].frame',
    'past the last frame',
  ])
  expect(problemWith({ examined: [{ frame: 10, model: 'm', scale: 1 }] })).toStrictEqual([
    'examined[0].frame',
    'past the last frame',
  ])
  expect(problemWith({ failed: [[3, 11]] })).toStrictEqual(['failed[0]', 'past the last frame'])
  expect(problemWith({ failed: [[4, 3]] })).toStrictEqual(['failed[0]', 'range is empty or reversed'])
  expect(problemWith({ detections: [{ ...one, appearance: 'red' }] })).toStrictEqual([
    'detections[0].appearance',
    'expected 32 hexadecimal digits',
  ])
  expect(problemWith({ detections: [{ ...one, appearance: '0a'.repeat(16) }] })).toBeNull()
  expect(problemWith({ cuts: [4, 10] })).toStrictEqual(['cuts[1]', 'past the last frame'])
  expect(problemWith({ cuts: [4, 4] })).toStrictEqual(['cuts[1]', 'out of order'])
  expect(
    problemWith({
      camera: [
        [3, 1, 2],
        [1, 0, 0],
      ],
    }),
  ).toStrictEqual(['camera[1]', 'out of order'])
  expect(problemWith({ camera: [[1, 0, 'far']] })).toMatchObject(['camera[0][2]', expect.any(String)])
  expect(problemWith({ examined: undefined })).toStrictEqual(['examined', 'expected array'])
})

it('never throws', () => {
  const names = Object.keys(run)
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
      const read = readDetections(JSON.stringify({ ...run, [name]: value }), 'd.json')
      if (!read.ok) expect(read.failure.kind).toBe('bad-json')
    }),
    { numRuns: 500 },
  )
})
