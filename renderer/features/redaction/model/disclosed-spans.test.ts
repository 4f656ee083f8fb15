import { expect, it } from 'vitest'
import { frameIndex } from '../../../../core/time.ts'
import { alsoDisclosed, leavingOut } from './disclosed-spans.ts'

const span = (from: number, until: number) => [frameIndex(from), frameIndex(until)] as const
const whole = { spans: null }
const two = { spans: [span(0, 10), span(20, 30)], leftOutReason: 'third-party' }

it('discloses a part beside others, and keeps the ground for what is left out', () => {
  expect(alsoDisclosed(two, [40, 50])).toEqual({
    kind: 'set-spans',
    spans: [span(0, 10), span(20, 30), span(40, 50)],
    leftOutReason: 'third-party',
  })
  expect(alsoDisclosed(two, [5, 25])?.spans).toEqual([span(0, 30)])
  expect(alsoDisclosed(two, [22, 30])).toBeNull()
  expect(alsoDisclosed(whole, [22, 30])).toBeNull()
})

it('leaves a part out of the whole clip or of what is disclosed', () => {
  expect(leavingOut(whole, [10, 20], 30)).toEqual({ kind: 'set-spans', spans: [span(0, 10), span(20, 30)] })
  expect(leavingOut(two, [5, 25], 30)).toEqual({
    kind: 'set-spans',
    spans: [span(0, 5), span(25, 30)],
    leftOutReason: 'third-party',
  })
  expect(leavingOut(two, [12, 18], 30)).toBeNull()
  expect(leavingOut(whole, [0, 30], 30)).toBeNull()
})
