import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesSupport, creditAfter, creditLess, type ReviewCredit } from './plausible-coverage.ts'

const pace = { reviewSpeed: 2, soundSpeed: 1.5 }

function claim(frameSeconds: number, soundSeconds = 0, speed = 1) {
  return { frameSeconds, soundSeconds, speed }
}

describe('time', () => {
  it('pays for what can have been watched since, and for nothing more', () => {
    const credit = creditAfter(null, 10, pace)
    expect(creditLess(credit, claim(24.01, 0, 2), pace)).toBe('time')
    expect(creditLess(credit, claim(0, 18.01, 1.5), pace)).toBe('time')
    const left = creditLess(credit, claim(24, 18, 1.5), pace)
    expect(left).toStrictEqual({ frames: 0, sound: 0 })
    // The same seconds pay once.
    expect(creditLess(left as ReviewCredit, claim(0.1), pace)).toBe('time')
  })

  it('refuses what was played too fast', () => {
    const credit = creditAfter(null, 10, pace)
    expect(creditLess(credit, claim(1, 0, 2.01), pace)).toBe('speed')
    expect(creditLess(credit, claim(0, 1, 1.51), pace)).toBe('speed')
    expect(creditLess(credit, claim(1, 0, 2), pace)).not.toBe('speed')
  })

  it('cannot be saved up: an hour of nothing is a minute', () => {
    const credit = creditAfter(null, 3_600, pace)
    expect(creditLess(credit, claim(120.1, 0, 2), pace)).toBe('time')
    expect(creditLess(credit, claim(120, 0, 2), pace)).not.toBe('time')
  })

  it('never lets more be claimed than has passed, however it is cut up', () => {
    const step = fc.record({
      elapsed: fc.double({ min: 0, max: 30, noNaN: true }),
      asked: fc.double({ min: 0, max: 80, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let credit: ReviewCredit | null = null
        let [passed, believed] = [0, 0]
        for (const { elapsed, asked } of steps) {
          passed += elapsed
          credit = creditAfter(credit, elapsed, pace)
          const left = creditLess(credit, claim(asked, 0, 2), pace)
          if (typeof left === 'string') continue
          credit = left
          believed += asked
        }
        expect(believed).toBeLessThanOrEqual((passed + 2) * pace.reviewSpeed + 1e-6)
      }),
    )
  })
})

describe('bytes', () => {
  const megabyte = 1 << 20
  const none = { bytes: 100 * megabyte, servedBytes: 0, frames: 10_000, claimed: [], decoded: [], soundSeconds: 0 }

  it('must have been handed out', () => {
    expect(bytesSupport({ ...none, claimed: [[0, 10_000]] })).toBe(false)
    expect(bytesSupport({ ...none, claimed: [[0, 1]] })).toBe(false)
    expect(bytesSupport({ ...none, soundSeconds: 1 })).toBe(false)
    expect(bytesSupport({ ...none, claimed: [[0, 10_000]], servedBytes: 49 * megabyte })).toBe(false)
    expect(bytesSupport({ ...none, claimed: [[0, 10_000]], servedBytes: 50 * megabyte })).toBe(true)
    expect(bytesSupport(none)).toBe(true)
  })

  it('may be few for few frames: they differ in size', () => {
    expect(bytesSupport({ ...none, claimed: [[0, 1_000]], servedBytes: megabyte })).toBe(true)
    expect(bytesSupport({ ...none, claimed: [[0, 5_000]], servedBytes: megabyte })).toBe(false)
    expect(bytesSupport({ ...none, claimed: [[0, 5_000]], servedBytes: 4 * megabyte })).toBe(true)
  })

  it('are not needed for what was decoded here', () => {
    expect(bytesSupport({ ...none, claimed: [[0, 5_000]], decoded: [[0, 5_000]] })).toBe(true)
    expect(bytesSupport({ ...none, claimed: [[0, 10_000]], decoded: [[0, 2_000]] })).toBe(false)
  })
})
