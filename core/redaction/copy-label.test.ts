import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { labelCorners, labelFault, layLabel, longestLabel, type PlanLabel, tidyLabel } from './copy-label.ts'

const text = 'Redacted copy. Essex Police. For the SAR of J. P., 2026/340'

/** Lines of words as somebody may type them, in signs that a label can have. */
const typed = fc
  .array(fc.string({ unit: fc.constantFrom(...'abXYZ019.,/-£é'), minLength: 1, maxLength: 30 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((words) => words.join(' '))
  .filter((line) => labelFault(line) === null)

const size = fc.record({ width: fc.integer({ min: 16, max: 4000 }), height: fc.integer({ min: 16, max: 2200 }) })

describe('laying out', () => {
  it('keeps every sign, inside of the picture, in at most three lines and a third of the height', () => {
    fc.assert(
      fc.property(typed, size, fc.constantFrom(...labelCorners), (line, picture, at) => {
        const laid = layLabel({ text: line, at }, picture)
        if (!laid) return
        const { lines, scale, box, origin } = laid
        const [x, y, width, height] = box
        expect(lines.join(' ').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''))
        expect(lines.length).toBeLessThanOrEqual(3)
        expect(height * 3).toBeLessThanOrEqual(picture.height)
        expect([x >= 0, y >= 0, x + width <= picture.width, y + height <= picture.height]).not.toContain(false)
        const widest = Math.max(...lines.map((each) => each.length)) * 8 * scale
        expect(origin[0] + widest <= x + width && origin[1] + lines.length * 13 * scale <= y + height).toBe(true)
        expect(origin[0] > x && origin[1] > y).toBe(true)
      }),
    )
  })

  it('shares no square of four pixels with what lies beside it: copies store one colour for each', () => {
    const halves = size.map(({ width, height }) => ({ width: width * 2, height: height * 2 }))
    fc.assert(
      fc.property(typed, halves, fc.constantFrom(...labelCorners), (line, picture, at) => {
        const laid = layLabel({ text: line, at }, picture)
        expect(laid?.box.filter((side) => side % 2 !== 0) ?? []).toEqual([])
      }),
    )
  })

  it('lies in the corner that was asked for', () => {
    const picture = { width: 640, height: 360 }
    const places = labelCorners.map((at) => layLabel({ text: 'Copy', at }, picture)?.box.slice(0, 2))
    expect(places).toEqual([
      [2, 2],
      [598, 2],
      [2, 340],
      [598, 340],
    ])
  })

  it.each([
    [{ width: 1920, height: 1080 }, 2, 1],
    [{ width: 1280, height: 720 }, 2, 1],
    [{ width: 3840, height: 2160 }, 5, 1],
    [{ width: 640, height: 360 }, 1, 1],
    [{ width: 320, height: 240 }, 1, 2],
    [{ width: 1080, height: 1920 }, 2, 1],
    [{ width: 720, height: 1280 }, 2, 2],
  ])('of %j has letters of %i times 13 pixels, in lines: %i', (picture, scale, lines) => {
    const laid = layLabel({ text, at: 'bottom-left' }, picture)
    expect([laid?.scale, laid?.lines.length]).toEqual([scale, lines])
  })

  it('takes smaller letters where the usual ones do not fit, and does not go below 13 pixels', () => {
    const long = 'word '.repeat(24).trim()
    const scaleOf = (picture: Parameters<typeof layLabel>[1]): PlanLabel['scale'] | undefined =>
      layLabel({ text: long, at: 'top-left' }, picture)?.scale
    expect(scaleOf({ width: 700, height: 900 })).toBe(2)
    expect(scaleOf({ width: 600, height: 900 })).toBe(1)
    expect(scaleOf({ width: 320, height: 900 })).toBe(undefined)
    expect(layLabel({ text: 'C', at: 'top-left' }, { width: 64, height: 48 })).toBe(null)
    expect(layLabel({ text: 'C', at: 'top-left' }, { width: 20, height: 60 })).not.toBe(null)
    expect(layLabel({ text: 'C', at: 'top-left' }, { width: 19, height: 60 })).toBe(null)
  })
})

describe('a text', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['x'.repeat(longestLabel + 1), 'too-long'],
    ['копия', 'sign'],
    ['a\u00a0b', 'sign'],
    ['a\u00adb', 'sign'],
    ['a\nb', 'sign'],
    ['\u202ea', 'sign'],
    [' a', 'blanks'],
    ['a  b', 'blanks'],
  ])('%j is none: %s', (line, why) => {
    expect(labelFault(line)).toMatchObject({ kind: 'label-unfit', why })
  })

  test.each([text, 'x'.repeat(longestLabel), '£5, “no”'.replaceAll(/[“”]/gu, '"'), 'Müller & Søn ½'])(
    '%s is one',
    (line) => {
      expect(labelFault(line)).toBe(null)
    },
  )

  test('is tidied once and for all', () => {
    expect(tidyLabel('  Redacted\u00a0copy\n– for  J.\u2019s “SAR”\u2026 ')).toBe('Redacted copy - for J.\'s "SAR"...')
    expect(tidyLabel('Mu\u0308ller')).toBe('Müller')
    fc.assert(fc.property(fc.string(), (line) => tidyLabel(tidyLabel(line)) === tidyLabel(line)))
  })
})
