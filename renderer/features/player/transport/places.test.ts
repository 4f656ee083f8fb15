import { describe, expect, test } from 'vitest'
import type { ClipTimes } from '../clip-times.ts'
import { placeOf } from './go-to.ts'
import {
  frameAtPlace,
  frameRecordedAt,
  type RecordedStart,
  recordedAt,
  shownClipTime,
  shownOffset,
  shownRecorded,
} from './recorded-time.ts'
import { offsetOf } from './written-offset.ts'

const times: ClipTimes = {
  ...{ frames: 36_000, hasPicture: true, endSeconds: 1440 },
  secondsOf: (frame) => frame / 25,
  frameAt: (at) => Math.floor(at * 25 + 1e-6),
  frameOf: () => null,
  containerSecondsOf: (frame) => frame / 25,
}
const start: RecordedStart = {
  startMilliseconds: Date.UTC(2026, 6, 4, 22, 50, 0, 500),
  offsetSeconds: 0,
  zone: 'Europe/London',
}
const frameOf = (text: string, from = start): number | null => {
  const place = placeOf(text)
  return place && frameAtPlace(place, times, from)
}

describe('go to', () => {
  test.each([
    ['1234', 1234],
    ['f1234', 1234],
    ['12.5s', 312],
    ['90s', 2250],
    ['1:02', 1550],
    ['0:01:02.5', 1562],
    // 22:50:00.5 UTC is ten to midnight in London's summer; the clip runs past midnight.
    ['@23:51:00', 1487],
    ['at 23:50:01', 12],
    ['@00:00:00', 14_987],
    ['@2026-07-05 00:00:00', 14_987],
  ])('%s', (text, frame) => {
    expect(frameOf(text)).toBe(frame)
  })

  test.each(['', 'abc', '1:75', '36000', '1:00:00', '@22:00:00', '@25:00', '@2026-07-04 00:00:00', '-4', '1:2:3:4'])(
    'nothing at "%s"',
    (text) => {
      expect(frameOf(text)).toBeNull()
    },
  )

  test('recorded times follow an offset that somebody recorded', () => {
    expect(frameOf('@23:51:00', { ...start, offsetSeconds: 10 })).toBe(1237)
  })

  test('recorded times need a recording', () => {
    const place = placeOf('@23:51:00')
    expect(place && frameAtPlace(place, times, null)).toBeNull()
  })
})

test('a frame that begins together with another clip’s is shown with it', () => {
  const thirds: ClipTimes = {
    ...times,
    endSeconds: 60,
    secondsOf: (frame) => frame / 30,
    frameAt: (at) => Math.floor(at * 30 + 1e-9),
  }
  const later = { ...start, startMilliseconds: start.startMilliseconds + 1_000 }
  for (let frame = 0; frame < 1_800; frame++) {
    const at = recordedAt(start, thirds.secondsOf(frame))
    expect(frameRecordedAt(start, thirds, at)).toBe(frame)
    expect(frameRecordedAt(later, thirds, at)).toBe(frame < 30 ? null : frame - 30)
  }
})

describe('shown times', () => {
  test('the wall clock of where it was recorded, with its zone', () => {
    expect(shownRecorded(start, 0)).toBe('4 Jul 2026 23:50:00.500 BST')
    expect(shownRecorded({ ...start, offsetSeconds: -0.25 }, 600)).toBe('5 Jul 2026 00:00:00.250 BST')
    expect(shownRecorded({ ...start, startMilliseconds: Date.UTC(2026, 10, 22, 14, 3, 7) }, 0.04)).toBe(
      '22 Nov 2026 14:03:07.040 GMT',
    )
  })

  test('clocks that go back show the same hour twice, told apart by the zone', () => {
    const autumn = { ...start, startMilliseconds: Date.UTC(2026, 9, 25, 0, 30) }
    expect(shownRecorded(autumn, 0)).toBe('25 Oct 2026 01:30:00.000 BST')
    expect(shownRecorded(autumn, 3600)).toBe('25 Oct 2026 01:30:00.000 GMT')
  })

  test('clip times and offsets', () => {
    expect([0, 12.34, 3723.4564].map(shownClipTime)).toEqual(['0:00.000', '0:12.340', '1:02:03.456'])
    expect([0, 2.5, -3600].map(shownOffset)).toEqual(['', '+0:02.5', '−1:00:00'])
  })
})

test('offsets are read as they are written', () => {
  expect(['2.5', '-3600', '+1:00:00', '−0:02', '1,5'].map(offsetOf)).toEqual([2.5, -3600, 3600, -2, 1.5])
  expect(['', 'x', '1:2:3:4', '99999999999'].map(offsetOf)).toEqual([null, null, null, null])
})
