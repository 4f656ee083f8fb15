import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Instant, instant } from '../ports/clock.ts'
import { backOffSeconds, type Refusal, secondsToWait } from './back-off.ts'

const noon = Date.parse('2026-11-23T12:00:00Z')

function at(secondsBeforeNoon: number): Instant {
  return instant(new Date(noon - secondsBeforeNoon * 1000).toISOString())
}

function wrong(name: string, secondsBeforeNoon: number): Refusal {
  return { at: at(secondsBeforeNoon), name, why: 'wrong-passphrase' }
}

it('lets two mistakes pass, then doubles up to a quarter of an hour', () => {
  expect([0, 1, 2, 3, 4, 5, 11, 12, 13, 1000, 5000].map(backOffSeconds)).toEqual([
    0, 0, 0, 2, 4, 8, 512, 900, 900, 900, 900,
  ])
  fc.assert(fc.property(fc.nat(2000), (failures) => backOffSeconds(failures) <= backOffSeconds(failures + 1)))
})

it('counts what is left of the wait, for the name in any case', () => {
  const refusals = [wrong('Ann', 60), wrong('ANN', 30), wrong('ann', 10), wrong('Ann', 1)]
  expect(secondsToWait(refusals, 'Ann', at(0))).toBe(3)
  expect(secondsToWait(refusals, 'ann', at(-3))).toBe(0)
  expect(secondsToWait(refusals, 'Ben', at(0))).toBe(0)
  expect(secondsToWait([], 'Ann', at(0))).toBe(0)
})

it('forgets after a day, and never counts what tells a guesser nothing', () => {
  const old = Array.from({ length: 9 }, (_, n) => wrong('Ann', 86_400 + n))
  expect(secondsToWait(old, 'Ann', at(0))).toBe(0)
  for (const why of ['other-machine', 'bad-shares', 'too-many-attempts']) {
    const others = Array.from({ length: 30 }, (_, n): Refusal => ({ ...wrong('Ann', n), why }))
    expect(secondsToWait(others, 'Ann', at(0))).toBe(0)
  }
})

it('slows everybody by half a minute at most while many names are tried once each', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => wrong(`user ${n}`, 0))
  expect([19, 20, 22, 25, 200].map((count) => secondsToWait(many(count), 'Ann', at(0)))).toEqual([0, 1, 4, 30, 30])
})

it('does not shorten a wait when the clock is set back, nor make it longer than the longest', () => {
  const refusals = Array.from({ length: 5 }, () => wrong('Ann', 0))
  expect(secondsToWait(refusals, 'Ann', at(3600))).toBe(8)
  const anything = fc.record({ name: fc.constantFrom('Ann', 'Ben'), before: fc.integer({ min: -1e6, max: 1e6 }) })
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), (given) => {
      const wait = secondsToWait(
        given.map(({ name, before }) => wrong(name, before)),
        'Ann',
        at(0),
      )
      return Number.isInteger(wait) && wait >= 0 && wait <= 900
    }),
  )
})
