import { expect, test } from 'vitest'
import { type ClipIndex, sha256 } from '../../../core/clips/clip-index.ts'
import { frameIndex, pts, sampleIndex, seconds } from '../../../core/time.ts'
import { damageWords } from './damage-words.ts'

const index = {
  ...{ sha256: sha256('0'.repeat(64)), bytes: 1, container: 'mov', originSeconds: seconds(0) },
  video: {
    ...{ codec: 'h264', width: 4, height: 4, displayWidth: 4, displayHeight: 4, pixelAspect: [1, 1], rotation: 0 },
    ...{ timeBase: [1, 25], pts: [pts(0n), pts(1n)], lastDuration: pts(1n), keyframes: [], variableRate: false },
    ...{ interlaced: false, pixelFormat: 'yuv420p', missingFrames: 0, damagedFrames: null },
    colour: { range: 'tv', primaries: 'unknown', transfer: 'unknown', matrix: 'unknown' },
  },
  audio: [],
} as const satisfies ClipIndex
const { video } = index
const track = { track: 0, codec: 'aac', sampleRate: 48_000, channels: 1, firstSample: sampleIndex(0), samples: 9 }

test('a whole clip has nothing said about it', () => {
  expect(damageWords(index)).toBe('')
  expect(damageWords({ ...index, video: null, audio: [track] })).toBe('')
})

test.each([
  [{ video: { ...video, damagedFrames: [frameIndex(1)] } }, '1 frame is damaged'],
  [
    { video: { ...video, damagedFrames: [frameIndex(0), frameIndex(1)], missingFrames: 3 } },
    '2 frames are damaged, 3 frames are missing at the end',
  ],
  [{ audio: [{ ...track, lostSamples: 4 }] }, 'some of the sound is missing'],
  [{ lostSoundTracks: 1 }, '1 sound track cannot be read'],
])('what is damaged or missing is said: %#', (more, words) => {
  expect(damageWords({ ...index, ...more })).toBe(words)
})
