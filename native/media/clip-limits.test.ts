import { describe, expect, it } from 'vitest'
import { pts } from '../../core/time.ts'
import { believableAspect, beyondClock, beyondPicture, beyondSound } from './clip-limits.ts'

const hour = 3600

/** A picture track of two frames. */
const picture = (changes: object) => ({
  width: 1920,
  height: 1080,
  timeBase: [1, 30_000] as const,
  pts: [pts(0n), pts(1001n)],
  ...changes,
})

const sound = (changes: object) => [{ sampleRate: 48_000, channels: 2, ...changes }]

describe('clocks', () => {
  it.each([
    ['a body-worn clip', { earliest: 0, latest: 12 * hour, soundPause: 0 }, null],
    ['no packet at all', { earliest: Number.POSITIVE_INFINITY, latest: Number.NEGATIVE_INFINITY, soundPause: 0 }, null],
    ['a transport stream late in its clock', { earliest: 26 * hour, latest: 27 * hour, soundPause: 2 }, null],
    ['a day and a second', { earliest: 0, latest: 24 * hour + 1, soundPause: 0 }, 'length'],
    ['a pause of two hours in the sound', { earliest: 0, latest: 3 * hour, soundPause: 2 * hour }, 'times'],
    ['seconds since 1970', { earliest: 1.7e9, latest: 1.7e9 + 60, soundPause: 0 }, 'times'],
    ['what is no number', { earliest: Number.NaN, latest: 1, soundPause: 0 }, 'times'],
  ])('of %s', (_, facts, what) => {
    expect(beyondClock(facts)?.what ?? null).toBe(what)
  })
})

describe('pictures', () => {
  it.each([
    ['8K', { width: 7680, height: 4320 }, null],
    ['one pixel', { width: 1, height: 1 }, null],
    ['upright 8K', { width: 4320, height: 7680 }, null],
    ['16384 x 16384', { width: 16_384, height: 16_384 }, 'picture-size'],
    ['a side that no encoder takes', { width: 20_000, height: 2 }, 'picture-size'],
    ['no height', { height: 0 }, 'picture-size'],
    ['a pause of half an hour', { pts: [0n, 30_000n * 1800n] }, null],
    ['a pause of two hours', { pts: [0n, 30_000n * 7200n] }, 'times'],
    ['a step that MP4 cannot say', { timeBase: [1, 1_000_000_000], pts: [0n, 3_000_000_000n] }, 'times'],
    ['a far first frame', { timeBase: [1, 1000], pts: [2n ** 62n, 2n ** 62n + 40n] }, 'times'],
    ['a frame without a time', { pts: [-(2n ** 63n), 0n] }, 'times'],
    ['no frames', { pts: [] }, null],
  ])('of %s', (_, changes, what) => {
    expect(beyondPicture(picture(changes))?.what ?? null).toBe(what)
  })

  it('say how large they are', () => {
    expect(beyondPicture(picture({ width: 16_384, height: 16_384 }))).toEqual({
      what: 'picture-size',
      found: '16384x16384',
    })
  })
})

it.each([
  [16, 11, [16, 11]],
  [1, 1, [1, 1]],
  [1, 65_535, [1, 1]],
  [70_000, 60_000, [1, 1]],
  [0, 5, [1, 1]],
  [-4, -3, [1, 1]],
])('takes pixels of %i:%i as %j', (num, den, taken) => {
  expect(believableAspect(num, den)).toEqual(taken)
})

describe('sound', () => {
  it.each([
    ['telephone', sound({ sampleRate: 8000, channels: 1 }), null],
    ['192 kHz', sound({ sampleRate: 192_000 }), 'sample-rate'],
    ['no rate', sound({ sampleRate: 0 }), 'sample-rate'],
    ['no channel', sound({ channels: 0 }), 'channels'],
    ['64 channels', sound({ channels: 64 }), 'channels'],
    ['forty tracks', Array.from({ length: 40 }, () => ({ sampleRate: 48_000, channels: 1 })), 'sound-tracks'],
    ['none', [], null],
  ])('of %s', (_, tracks, what) => {
    expect(beyondSound(tracks)?.what ?? null).toBe(what)
  })
})
