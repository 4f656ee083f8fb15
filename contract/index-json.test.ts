import { expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../core/clips/clip-index.ts'
import { clipSeconds } from '../core/clips/clock.ts'
import { frameIndex, pts, sampleIndex, seconds } from '../core/time.ts'
import { indexJson } from './index-json.ts'

const colour = { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' }

const index: ClipIndex = {
  sha256: sha256('ab'.repeat(32)),
  bytes: 1234,
  container: 'mov',
  originSeconds: seconds(0.5),
  video: {
    codec: 'h264',
    width: 1920,
    height: 1080,
    displayWidth: 1080,
    displayHeight: 1920,
    pixelAspect: [4, 3],
    rotation: 90,
    timeBase: [1, 30_000],
    pts: [pts(-1001n), pts(0n), pts(2n ** 62n)],
    lastDuration: pts(1001n),
    keyframes: [frameIndex(0)],
    variableRate: true,
    interlaced: false,
    pixelFormat: 'yuv420p',
    colour,
    missingFrames: 2,
    damagedFrames: null,
  },
  audio: [{ track: 0, codec: 'aac', sampleRate: 48_000, channels: 2, firstSample: sampleIndex(5), samples: 96_000 }],
}

it('has the fields of FORMATS.md, in their order, and goes through JSON', () => {
  const json = indexJson(index)
  expect(JSON.parse(JSON.stringify(json))).toStrictEqual(json)
  expect(json).toStrictEqual({
    version: 1,
    sha256: 'ab'.repeat(32),
    container: 'mov',
    video: {
      codec: 'h264',
      width: 1920,
      height: 1080,
      displayWidth: 1080,
      displayHeight: 1920,
      pixelAspect: [4, 3],
      rotation: 90,
      frames: 3,
      timeBase: [1, 30_000],
      firstPts: -1001,
      lastPts: '4611686018427387904',
      variableRate: true,
      keyframes: [0],
      damagedFrames: null,
      missingFrames: 2,
      interlaced: false,
      pixelFormat: 'yuv420p',
      colour,
    },
    audio: [{ codec: 'aac', sampleRate: 48_000, channels: 2, samples: 96_000, firstSample: 5, track: 0 }],
    bytes: 1234,
    originSeconds: 0.5,
    seconds: clipSeconds(index),
  })
  expect(Object.keys(json).slice(0, 5)).toStrictEqual(['version', 'sha256', 'container', 'video', 'audio'])
})

it('has no picture where the clip has none', () => {
  expect(indexJson({ ...index, video: null }).video).toBeNull()
})
