import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../core/clips/clip-index.ts'
import { frameIndex, pts, sampleIndex, seconds } from '../core/time.ts'
import { clipIndexOf, indexDocument, indexDocumentOf } from './index-document.ts'

function indexWith(first: bigint, steps: readonly number[]): ClipIndex {
  const all = [first]
  for (const step of steps) all.push((all.at(-1) ?? first) + BigInt(step))
  return {
    sha256: sha256('ab'.repeat(32)),
    bytes: 12,
    container: 'mov',
    originSeconds: seconds(0.5),
    lostSoundTracks: 1,
    video: {
      codec: 'h264',
      width: 64,
      height: 48,
      displayWidth: 48,
      displayHeight: 64,
      pixelAspect: [1, 1],
      rotation: 90,
      timeBase: [1, 90_000],
      pts: all.map(pts),
      lastDuration: pts(3_000n),
      keyframes: [frameIndex(0)],
      variableRate: true,
      interlaced: false,
      pixelFormat: 'yuv420p',
      colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
      missingFrames: 0,
      damagedFrames: null,
    },
    audio: [
      { track: 0, codec: 'aac', sampleRate: 48_000, channels: 2, firstSample: sampleIndex(-1_024), samples: 96_000 },
    ],
  }
}

it('keeps every time of every frame through JSON', () => {
  const first = fc.bigInt({ min: -(1n << 60n), max: 1n << 60n })
  const steps = fc.array(fc.constantFrom(1, 2, 3_000, 3_003, 2 ** 40), { maxLength: 40 })
  fc.assert(
    fc.property(first, steps, (start, between) => {
      const index = indexWith(start, between)
      const read = indexDocument.parse(JSON.parse(JSON.stringify(indexDocumentOf(index))))
      expect(clipIndexOf(read)).toEqual(index)
    }),
  )
})

it('says a steady rate in one run, however long the clip is', () => {
  const { video } = indexDocumentOf(
    indexWith(
      0n,
      Array.from({ length: 1_000 }, () => 3_000),
    ),
  )
  expect(video?.times).toEqual({ first: '0', runs: [1_000, 3_000] })
})

it('keeps a clip without a picture', () => {
  const sound: ClipIndex = { ...indexWith(0n, []), video: null }
  expect(clipIndexOf(indexDocumentOf(sound))).toEqual(sound)
})

it('takes no times that stand still', () => {
  const document = indexDocumentOf(indexWith(0n, [1]))
  const still = { ...document, video: document.video && { ...document.video, times: { first: '0', runs: [1, 0] } } }
  expect(indexDocument.safeParse(still).success).toBe(false)
})

it.each([
  ['a run without frames', { times: { first: '0', runs: [0, 1] } }],
  ['a run without ticks', { times: { first: '0', runs: [1, 0] } }],
  ['half a run', { times: { first: '0', runs: [1] } }],
  ['more frames in all than any clip has', { times: { first: '0', runs: [9_999_999, 1, 9_999_999, 1] } }],
  ['a keyframe before the first', { keyframes: [-1] }],
  ['a keyframe between two', { keyframes: [0.5] }],
  ['a damaged frame that is none', { damagedFrames: ['0'] }],
])('refuses %s', (_what, more) => {
  const document = indexDocumentOf(indexWith(0n, [1]))
  expect(indexDocument.safeParse(document).success).toBe(true)
  expect(indexDocument.safeParse({ ...document, video: { ...document.video, ...more } }).success).toBe(false)
})

it('reads runs as pairs, too', () => {
  const document = indexDocumentOf(indexWith(7n, [3, 3, 5]))
  const asPairs = {
    ...document,
    video: {
      ...document.video,
      times: {
        first: '7',
        runs: [
          [2, 3],
          [1, 5],
        ],
      },
    },
  }
  expect(indexDocument.parse(asPairs)).toEqual(document)
})
