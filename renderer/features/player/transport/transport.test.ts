import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameAfter, moved, playedRange, type Transport, type TransportCommand, transportOf } from './transport.ts'

const run = (transport: Transport, ...commands: readonly TransportCommand['do'][]): Transport =>
  commands.reduce((at, command) => moved(at, { do: command } as TransportCommand), transport)

const commands = fc.oneof(
  fc
    .constantFrom('forward', 'back', 'stop', 'toggle', 'loop', 'mark-in', 'mark-out', 'clear-marks', 'start', 'end')
    .map((name) => ({ do: name }) as TransportCommand),
  fc.integer({ min: -30, max: 30 }).map((by) => ({ do: 'step', by }) as const),
  fc.double().map((frame) => ({ do: 'go-to', frame }) as const),
  fc.integer({ min: -5, max: 120 }).map((frame) => ({ do: 'play-on', frame }) as const),
)

test('whatever is asked for, one is at a frame of the clip and the marks hold a part of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.array(commands, { maxLength: 60 }), (frames, asked) => {
      let at = transportOf(frames)
      for (const command of asked) {
        at = moved(at, command)
        const [from, until] = playedRange(at)
        expect(Number.isInteger(at.frame) && at.frame >= 0 && at.frame < frames).toBe(true)
        expect(from >= 0 && from < until && until <= frames).toBe(true)
      }
    }),
  )
})

describe('J, K and L', () => {
  test('L doubles up to 8 times, J turns round at once', () => {
    const fast = run(transportOf(100), 'forward', 'forward', 'forward', 'forward', 'forward')
    expect(fast.rate).toBe(8)
    expect(run(fast, 'back').rate).toBe(-1)
    expect(run(fast, 'back', 'back', 'back', 'back', 'back').rate).toBe(-8)
    expect(run(fast, 'stop').rate).toBe(0)
  })

  test('space stops what plays, and plays what stands; from the last frame it begins again', () => {
    expect(run(transportOf(100), 'forward', 'forward', 'toggle').rate).toBe(0)
    expect(run(transportOf(100), 'end', 'toggle')).toMatchObject({ rate: 1, frame: 0 })
  })

  test('a step stops', () => {
    expect(moved(run(transportOf(100), 'forward'), { do: 'step', by: 10 })).toMatchObject({ rate: 0, frame: 10 })
  })
})

describe('marks and loop', () => {
  const marked = moved(
    run(
      moved(run(moved(transportOf(100), { do: 'go-to', frame: 20 }), 'mark-in'), { do: 'go-to', frame: 29 }),
      'mark-out',
    ),
    { do: 'loop' },
  )

  test('the marked frames are both within the part', () => {
    expect(playedRange(marked)).toEqual([20, 30])
    expect(frameAfter({ ...marked, rate: 1 }, 29)).toBe(20)
    expect(frameAfter({ ...marked, rate: -1 }, 20)).toBe(29)
  })

  test('an out before the in takes the in away', () => {
    expect(run(moved(marked, { do: 'go-to', frame: 5 }), 'mark-out')).toMatchObject({ markIn: null, markOut: 6 })
  })

  test('without a loop playing ends at the last frame', () => {
    expect(frameAfter({ ...transportOf(100), rate: 1 }, 99)).toBeNull()
    expect(frameAfter({ ...transportOf(100), rate: -1 }, 0)).toBeNull()
  })
})

test('next and previous go along what is given and stay where there is nothing', () => {
  const at = moved(transportOf(100), { do: 'go-to', frame: 30 })
  expect(moved(at, { do: 'next-of', of: [0, 30, 60] }).frame).toBe(60)
  expect(moved(at, { do: 'previous-of', of: [0, 30, 60] }).frame).toBe(0)
  expect(moved(at, { do: 'next-of', of: [0, 30] })).toBe(at)
})
