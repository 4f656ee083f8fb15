import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dividerMoved, divisionOf, hasOutlines, isCovered, isReviewLook, type Look, nextLook } from './looks.ts'

const all: readonly Look[] = ['outlines', 'redacted', 'recorded', 'split', 'side-by-side']
const shares = fc.double({ min: 0, max: 1, noNaN: true })

test('panes fill the stage without a gap, in rooms of one size, and what was recorded stands left', () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), shares, fc.integer({ min: 40, max: 4_000 }), (look, divider, width) => {
      const panes = divisionOf(look, () => divider)(width)
      expect(panes[0].from).toBe(0)
      expect(panes.at(-1)?.until).toBe(width)
      for (const [at, pane] of panes.entries()) {
        expect(pane.width).toBe(panes[0].width)
        expect(pane.from).toBe(panes[at - 1]?.until ?? 0)
        expect(pane.until).toBeGreaterThanOrEqual(pane.from)
      }
      expect(panes.map(({ shows }) => shows)).toEqual(
        panes
          .map(({ shows }) => shows)
          .toSorted()
          .reverse(),
      )
    }),
  )
})

test('a frame counts where some pane shows all of it covered, and nowhere else', () => {
  for (const look of all) {
    const panes = divisionOf(look, () => 0.5)(1_000)
    const isWhole = panes.some(
      ({ shows, left, width, from, until }) => shows === 'covered' && from <= left && until >= left + width,
    )
    expect([look, isReviewLook(look)]).toEqual([look, isWhole])
    expect([look, isCovered(look)]).toEqual([look, panes.some(({ shows }) => shows === 'covered')])
  }
})

test('outlines are on what was recorded only, and not where it is looked at by itself', () => {
  const lined = all.map((look) => divisionOf(look, () => 0.5)(100).map((pane) => hasOutlines(look, pane)))
  expect(lined).toEqual([[true], [false], [false], [true, false], [true, false]])
})

test('the divider stays on the stage', () => {
  expect([dividerMoved(0.5, 0.25), dividerMoved(0.9, 0.25), dividerMoved(0.1, -0.25)]).toEqual([0.75, 1, 0])
})

test('looks go round, and from the divided ones back to outlines', () => {
  expect(all.map(nextLook)).toEqual(['redacted', 'recorded', 'outlines', 'outlines', 'outlines'])
})
