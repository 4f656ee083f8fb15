import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameIndex, pts, type Seconds, sampleIndex, seconds } from '../time.ts'
import { type AudioIndex, type ClipIndex, sha256, type VideoIndex } from './clip-index.ts'
import {
  clipSeconds,
  endSecondOfFrame,
  frameAtSecond,
  framesBeginningWithin,
  framesShownWithin,
  sampleAtSecond,
  samplesWithin,
  secondOfFrame,
  secondsOfTicks,
} from './clock.ts'

function videoOf(ticks: readonly bigint[], timeBase: VideoIndex['timeBase'], lastDuration = 1n): VideoIndex {
  return {
    codec: 'h264',
    width: 640,
    height: 480,
    displayWidth: 640,
    displayHeight: 480,
    pixelAspect: [1, 1],
    rotation: 0,
    timeBase,
    pts: ticks.map(pts),
    lastDuration: pts(lastDuration),
    keyframes: [],
    variableRate: true,
    interlaced: false,
    pixelFormat: 'yuv420p',
    colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
    missingFrames: 0,
    damagedFrames: null,
  }
}

const zero = seconds(0)
/** Frames at 0.5, 0.6, 1.0 and 1.1 s; the last is shown for 0.3 s. */
const late = videoOf([5n, 6n, 10n, 11n], [1, 10], 3n)

function framesOf(range: { fromFrame: number; untilFrame: number } | null): readonly number[] | null {
  return range && [range.fromFrame, range.untilFrame]
}

describe('seconds', () => {
  it('come from ticks of any size', () => {
    expect(secondsOfTicks(30_030n, [1, 30_000])).toBe(1.001)
    expect(secondsOfTicks(-1024n, [1, 48_000])).toBe(-1024 / 48_000)
    expect(secondsOfTicks(1001n, [1001, 30_000])).toBe((1001 * 1001) / 30_000)
    expect(secondsOfTicks(4_611_686_018_427_387_904n, [1, 1_000_000_000])).toBe(4_611_686_018.427388)
  })

  it('stay exact at the end of the range of ticks, since the first frame is taken off before rounding', () => {
    const huge = 2n ** 62n
    const video = videoOf([huge, huge + 1001n, huge + 2002n], [1, 30_000])
    const origin = secondsOfTicks(huge, [1, 30_000])
    expect([0, 1, 2].map((frame) => secondOfFrame(video, origin, frameIndex(frame)))).toStrictEqual([
      0,
      1001 / 30_000,
      2002 / 30_000,
    ])
  })

  it('begin at 0 where the origin is the first frame, whatever rounding made of the origin', () => {
    const video = videoOf([2n ** 33n + 1n, 2n ** 33n + 3004n], [1, 90_000])
    const origin = seconds((2 ** 33 + 1) * (1 / 90_000))
    expect(origin).not.toBe((2 ** 33 + 1) / 90_000)
    expect(secondOfFrame(video, origin, frameIndex(0))).toBe(0)
    expect(secondOfFrame(video, origin, frameIndex(1))).toBe(3003 / 90_000)
  })

  it('end a frame where the next begins, and the last after its own duration', () => {
    expect(endSecondOfFrame(late, zero, frameIndex(1))).toBe(1)
    expect(endSecondOfFrame(late, zero, frameIndex(3))).toBe(1.4)
    expect(endSecondOfFrame(late, seconds(0.5), frameIndex(3))).toBeCloseTo(0.9, 12)
    expect(() => secondOfFrame(late, zero, frameIndex(4))).toThrow(RangeError)
  })
})

describe('the frame at a second', () => {
  it('is the last that has begun', () => {
    const at = [0.4, 0.5, 0.59, 0.6, 0.99, 1, 1.1, 9].map((second) => frameAtSecond(late, zero, seconds(second)))
    expect(at).toStrictEqual([null, 0, 0, 1, 1, 2, 3, 3])
    expect(frameAtSecond(videoOf([], [1, 10]), zero, zero)).toBeNull()
  })

  it('undoes the second of a frame, at variable rate, late starts and any time base', () => {
    const steps = fc.array(fc.bigInt({ min: 1n, max: 100_000n }), { minLength: 1, maxLength: 50 })
    const base = fc.constantFrom<VideoIndex['timeBase']>([1, 90_000], [1001, 30_000], [1, 1000], [1, 1_000_000])
    const first = fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n })
    fc.assert(
      fc.property(steps, base, first, fc.boolean(), (gaps, timeBase, start, fromOrigin) => {
        let at = start
        const video = videoOf([start, ...gaps.map((gap) => (at += gap))], timeBase)
        const origin = fromOrigin ? secondsOfTicks(start, timeBase) : zero
        for (let frame = 0; frame < video.pts.length; frame++) {
          const second = secondOfFrame(video, origin, frameIndex(frame))
          expect(frameAtSecond(video, origin, second)).toBe(frame)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('frames within seconds', () => {
  const shown = (from: number, until: number) => framesOf(framesShownWithin(late, zero, seconds(from), seconds(until)))
  const begun = (from: number, until: number) =>
    framesOf(framesBeginningWithin(late, zero, seconds(from), seconds(until)))

  it('are all that are on show, for what must be covered', () => {
    expect(shown(0, 0.5)).toBeNull()
    expect(shown(0, 0.51)).toStrictEqual([0, 1])
    expect(shown(0.7, 0.8)).toStrictEqual([1, 2])
    expect(shown(0.6, 1)).toStrictEqual([1, 2])
    expect(shown(0.59, 1.01)).toStrictEqual([0, 3])
    expect(shown(1.39, 5)).toStrictEqual([3, 4])
    expect(shown(1.4, 5)).toBeNull()
    expect(shown(1, 1)).toBeNull()
  })

  it('are those that begin there, for what is disclosed', () => {
    expect(begun(0.7, 0.8)).toBeNull()
    expect(begun(0.6, 1)).toStrictEqual([1, 2])
    expect(begun(0.61, 9)).toStrictEqual([2, 4])
  })

  it('share the clip out between spans that touch, each frame once', () => {
    const cut = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10)
    fc.assert(
      fc.property(fc.array(cut), (cuts) => {
        const edges = [...new Set([0, ...cuts, 3])].sort((a, b) => a - b)
        const frames = edges.slice(1).flatMap((until, at) => {
          const [from = 0, to = 0] = begun(edges[at] ?? 0, until) ?? []
          return Array.from({ length: to - from }, (_, offset) => from + offset)
        })
        expect(frames).toStrictEqual([0, 1, 2, 3])
      }),
    )
  })

  it('contains outwards what it contains inwards', () => {
    const tenths = fc.integer({ min: 0, max: 200 }).map((value): Seconds => seconds(value / 100))
    fc.assert(
      fc.property(tenths, tenths, (from, until) => {
        const [inner, outer] = [begun(from, until), shown(from, until)]
        if (inner) expect(outer?.[0]).toBeLessThanOrEqual(inner[0] ?? Infinity)
        if (inner) expect(outer?.[1]).toBe(inner[1])
      }),
    )
  })
})

describe('samples', () => {
  const audio: AudioIndex = {
    track: 0,
    codec: 'aac',
    sampleRate: 44_100,
    channels: 2,
    firstSample: sampleIndex(441),
    samples: 88_200,
  }

  it('are whole where rounding of seconds hides it', () => {
    // 1.001 * 48,000 is 48,047.99999999999 in doubles.
    expect(sampleAtSecond({ ...audio, sampleRate: 48_000 }, seconds(1.001))).toBe(48_048)
    expect(sampleAtSecond(audio, seconds(0.00001))).toBe(0)
  })

  it('widen outwards or narrow inwards', () => {
    const [from, until] = [seconds(0.0001), seconds(0.0009)]
    expect(samplesWithin(audio, from, until, 'outwards')).toStrictEqual({ fromSample: 4, untilSample: 40 })
    expect(samplesWithin(audio, from, until, 'inwards')).toStrictEqual({ fromSample: 5, untilSample: 39 })
    expect(samplesWithin(audio, from, seconds(0.00011), 'inwards')).toStrictEqual({ fromSample: 5, untilSample: 5 })
  })

  it('and frames together say how long a clip is', () => {
    const index: ClipIndex = {
      sha256: sha256('ab'.repeat(32)),
      bytes: 1,
      container: 'mov',
      originSeconds: zero,
      video: late,
      audio: [audio],
    }
    expect(clipSeconds(index)).toBeCloseTo(2.01, 12)
    expect(clipSeconds({ ...index, audio: [] })).toBe(1.4)
    expect(clipSeconds({ ...index, audio: [], video: null })).toBe(0)
  })
})
