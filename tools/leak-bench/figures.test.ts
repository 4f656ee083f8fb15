import { expect, test } from 'vitest'
import { allSizes, bootstrapRatio, differ, leakFigure, over40, type PersonFrame, sizeBins } from './figures.ts'

const frames = (person: string, height: number, covered: readonly number[]): PersonFrame[] =>
  covered.map((share, frame) => ({ clip: 'c', frame, person, height, covered: share }))

test('a person-frame leaks below 90 % and is counted in its size alone', () => {
  const all = [
    ...frames('a', 15, [1, 0.9, 0.89, 0]),
    ...frames('b', 20, [0, 1]),
    ...frames('c', 39.9, [1, 1]),
    ...frames('d', 160, [0.5, 1, 1, 1]),
  ]
  expect(
    sizeBins
      .map((bin) => leakFigure(all, bin))
      .map(({ people, personFrames, leaked }) => [people, personFrames, leaked]),
  ).toEqual([
    [1, 4, 2],
    [2, 4, 1],
    [0, 0, 0],
    [0, 0, 0],
    [1, 4, 1],
  ])
  expect(leakFigure(all, over40)).toMatchObject({ people: 1, perThousand: 250, interval: [250, 250] })
  expect(leakFigure(all, allSizes)).toMatchObject({ people: 4, personFrames: 12, leaked: 4 })
})

test('the interval is of people, not of frames: one bad person among many widens it', () => {
  const good = Array.from({ length: 9 }, (_, at) => frames(`good-${at}`, 50, Array(100).fill(1))).flat()
  const figure = leakFigure([...good, ...frames('bad', 50, Array(100).fill(0))], allSizes)
  expect(figure.perThousand).toBe(100)
  expect(figure.interval[0]).toBe(0)
  expect(figure.interval[1]).toBeGreaterThan(250)
  expect(figure.interval[1]).toBeLessThanOrEqual(400)
})

test('the same groups give the same interval, which is where theory puts it', () => {
  const groups = Array.from({ length: 400 }, (_, at) => [at % 4 === 0 ? 1 : 0, 1] as const)
  const [low, high] = bootstrapRatio(groups)
  expect(bootstrapRatio(groups)).toEqual([low, high])
  // A share of a quarter of 400: 1.96 standard errors of 0.0217 either way.
  expect(low).toBeCloseTo(0.2075, 1)
  expect(high).toBeCloseTo(0.2925, 1)
  expect(high - low).toBeCloseTo(0.085, 1)
  expect(bootstrapRatio([])).toEqual([0, 0])
})

test('overlapping intervals show no difference', () => {
  const figure = (low: number, high: number) => ({
    ...{ people: 5, personFrames: 100, leaked: 1, perThousand: (low + high) / 2 },
    interval: [low, high] as const,
  })
  expect(differ(figure(0, 10), figure(10, 30))).toBe(false)
  expect(differ(figure(0, 10), figure(10.1, 30))).toBe(true)
  expect(differ(figure(20, 30), figure(0, 19))).toBe(true)
})
