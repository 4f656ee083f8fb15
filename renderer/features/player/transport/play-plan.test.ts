import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClipTimes } from '../clip-times.ts'
import { type PlayMoment, playStep } from './play-plan.ts'
import { moved, type Rate, type Transport, transportOf } from './transport.ts'

/** Frames at these clip seconds. */
function timesOf(starts: readonly number[], end: number): ClipTimes {
  return {
    ...{ frames: starts.length, hasPicture: true, endSeconds: end },
    secondsOf: (frame) => starts[frame] ?? end,
    frameAt: (at) =>
      Math.max(
        0,
        starts.findLastIndex((start) => start <= at + 1e-9),
      ),
    frameOf: () => null,
    containerSecondsOf: () => 0,
  }
}

const steady = timesOf(
  Array.from({ length: 100 }, (_, at) => at / 30),
  100 / 30,
)

type Played = { readonly frames: number[]; passedOver: number; seconds: number }

type PlayOptions = {
  readonly times: ClipTimes
  readonly rate: Rate
  readonly pacing: PlayMoment['pacing']
  /** Seconds that a frame takes to be decoded; 0: all are there. */
  readonly decode?: number
}

/** Plays with a display of 60 Hz from one end to the other; answers what was shown. */
function played({ times, rate, pacing, decode = 0 }: PlayOptions): Played {
  const way = Math.sign(rate)
  const from = way < 0 ? times.frames - 1 : 0
  const clockAt = (frame: number): number => times.secondsOf(way < 0 ? frame + 1 : frame)
  const all: Played = { frames: [], passedOver: 0, seconds: 0 }
  let transport: Transport = { ...transportOf(times.frames), rate, frame: from }
  let clock = clockAt(from)
  for (let tick = 1; tick < 60_000 && transport.rate !== 0; tick++) {
    clock += rate / 60
    all.seconds = tick / 60
    const decoded = decode === 0 ? times.frames : all.seconds / decode
    const isReady = (frame: number): boolean => (frame - from) * way <= decoded
    const step = playStep({ transport, times, pacing, clock, isReady })
    if (step.do === 'end') break
    if (step.do !== 'show') continue
    all.frames.push(step.frame)
    all.passedOver += step.passedOver
    if (step.rebase) clock = clockAt(step.frame)
    transport = moved(transport, { do: 'play-on', frame: step.frame })
  }
  return all
}

const upTo = (until: number) => Array.from({ length: until }, (_, at) => at)

describe('keeping time', () => {
  test('shows every frame once where the machine keeps up, in the time that the clip takes', () => {
    const { frames, passedOver, seconds } = played({ times: steady, rate: 1, pacing: 'keep-time' })
    expect(frames).toEqual(upTo(100).slice(1))
    expect(passedOver).toBe(0)
    expect(seconds).toBeCloseTo(100 / 30, 1)
  })

  test("goes by the frames' own times where those are not even", () => {
    const starts = [0, 0.04, 0.06, 1, 1.02, 1.5, 3]
    const shown = played({ times: timesOf(starts, 3.1), rate: 1, pacing: 'keep-time' })
    expect(shown.frames).toEqual([1, 2, 3, 4, 5, 6])
    expect(shown.seconds).toBeCloseTo(3.1, 1)
  })

  test('passes over frames rather than fall behind', () => {
    const { frames, passedOver, seconds } = played({ times: steady, rate: 8, pacing: 'keep-time' })
    expect(passedOver).toBeGreaterThan(60)
    expect(frames.at(-1)).toBe(99)
    expect(seconds).toBeLessThan(0.6)
  })

  test('never goes back while it plays forward', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.005, max: 0.2, noNaN: true }), (decode) => {
        const { frames } = played({ times: steady, rate: 2, pacing: 'keep-time', decode })
        expect(frames.every((frame, at) => at === 0 || frame > (frames[at - 1] ?? 0))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('goes back frame by frame', () => {
    const { frames } = played({ times: steady, rate: -1, pacing: 'keep-time' })
    expect(frames).toEqual(upTo(99).toReversed())
  })
})

describe('every frame', () => {
  test('shows each frame however slow the decoder is and however fast it is to play', () => {
    fc.assert(
      fc.property(fc.constantFrom<Rate>(1, 2, 8), fc.double({ min: 0.001, max: 0.3, noNaN: true }), (rate, decode) => {
        const { frames, passedOver } = played({ times: steady, rate, pacing: 'every-frame', decode })
        expect(frames).toEqual(upTo(100).slice(1))
        expect(passedOver).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  test('takes no longer than the clip where the machine keeps up', () => {
    expect(played({ times: steady, rate: 1, pacing: 'every-frame' }).seconds).toBeCloseTo(100 / 30, 1)
  })

  test.each(['every-frame', 'keep-time'] as const)(
    'plays sound to its end where the picture ends before (%s)',
    (pacing) => {
      const { frames, seconds } = played({ times: { ...steady, endSeconds: 4 }, rate: 1, pacing })
      expect(frames).toEqual(upTo(100).slice(1))
      expect(seconds).toBeCloseTo(4, 1)
    },
  )
})

describe('a loop', () => {
  const looped: Transport = { ...transportOf(100), rate: 1, loop: true, markIn: 10, markOut: 20, frame: 19 }
  const moment = { transport: looped, times: steady, pacing: 'keep-time', isReady: () => true } as const

  test('begins again at its first frame, with a new clock, once the last has been shown its time', () => {
    expect(playStep({ ...moment, clock: 19.5 / 30 })).toMatchObject({ do: 'wait' })
    expect(playStep({ ...moment, clock: 20 / 30 })).toEqual({ do: 'show', frame: 10, passedOver: 0, rebase: true })
  })

  test('does the same where no frame may be passed over', () => {
    const every = { ...moment, pacing: 'every-frame' } as const
    expect(playStep({ ...every, clock: 19.5 / 30 })).toMatchObject({ do: 'wait' })
    expect(playStep({ ...every, clock: 20 / 30 })).toMatchObject({ do: 'show', frame: 10, rebase: true })
  })
})
