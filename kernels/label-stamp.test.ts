import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterCell, letterRows } from './label-font.ts'
import { type LabelLayout, type LabelledPicture, labelStamp, stampLabel } from './label-stamp.ts'
import type { PlanarPicture } from './plane.ts'
import { countSamples, type Spans, subtractSpans } from './spans.ts'

function laid(lines: readonly string[], scale = 1, at: readonly [number, number] = [2, 4]): LabelLayout {
  const widest = Math.max(...lines.map((line) => line.length)) * 8 * scale
  const [x, y] = at
  return { lines, scale, box: [x, y, widest + 8, lines.length * 13 * scale + 5], origin: [x + 4, y + 2] }
}

function marksOf(spans: Spans, width: number, height: number): Uint8Array {
  const marks = new Uint8Array(width * height)
  for (let i = 0; i < spans.length; i += 3)
    marks.fill(1, (spans[i] ?? 0) * width + (spans[i + 1] ?? 0), (spans[i] ?? 0) * width + (spans[i + 2] ?? 0))
  return marks
}

/** A picture's marks as they are displayed: turned clockwise, so that at 90 degrees its left column is the upper row. */
function displayed(marks: Uint8Array, { width, height, rotation }: LabelledPicture): Uint8Array {
  const across = rotation % 180 === 0 ? width : height
  const shown = new Uint8Array(width * height)
  for (const [at, mark] of marks.entries()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const places = { 0: [x, y], 90: [height - 1 - y, x], 180: [width - 1 - x, height - 1 - y], 270: [y, width - 1 - x] }
    const [column = 0, row = 0] = places[rotation]
    shown[row * across + column] = mark
  }
  return shown
}

describe('letters', () => {
  it('are there for printable ASCII and Latin-1, each another, in cells of 8 x 13', () => {
    const codes = [...Array(0x100).keys()].filter(
      (code) => (code > 0x1f && code < 0x7f) || (code > 0xa0 && code !== 0xad),
    )
    const all = codes.map((code) => letterRows(String.fromCodePoint(code)))
    expect(all.every((rows) => rows.length === letterCell.height && rows.every((row) => row >= 0 && row < 256))).toBe(
      true,
    )
    expect(new Set(all.map((rows) => rows.join())).size).toBe(codes.length)
    expect(all.filter((rows) => rows.every((row) => row === 0))).toHaveLength(1)
  })

  it('are not there for anything else', () => {
    for (const sign of ['\n', '\u00a0', '\u00ad', '\u0100', '', '漢', '😀', 'ab'])
      expect(() => letterRows(sign)).toThrow(RangeError)
  })
})

describe('a stamp', () => {
  it('draws what the font says, upright', () => {
    const { letters } = labelStamp(laid(['L7']), { width: 40, height: 30, rotation: 0 })
    const marks = marksOf(letters, 40, 30)
    const rows = Array.from({ length: 13 }, (_, row) =>
      [...marks.subarray((6 + row) * 40 + 6, (6 + row) * 40 + 22)].map((mark) => (mark ? '#' : '.')).join(''),
    )
    expect(rows).toEqual([
      '................',
      '##......#######.',
      '##...........##.',
      '##...........##.',
      '##..........##..',
      '##.........##...',
      '##.........##...',
      '##........##....',
      '##........##....',
      '##....#...##....',
      '#######...##....',
      '................',
      '................',
    ])
  })

  it('has so many times as many pixels at each scale, all of them in its box', () => {
    const once = countSamples(labelStamp(laid(['Rg 1']), { width: 200, height: 100, rotation: 0 }).letters)
    const { box, letters } = labelStamp(laid(['Rg 1'], 3), { width: 200, height: 100, rotation: 0 })
    expect(countSamples(letters)).toBe(once * 9)
    expect(subtractSpans(letters, box)).toHaveLength(0)
  })

  it('is turned with the picture: whoever sees it displayed reads it', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aR7£ '), minLength: 1, maxLength: 4 })
    const rotations = fc.constantFrom(90 as const, 180 as const, 270 as const)
    fc.assert(
      fc.property(text, rotations, fc.integer({ min: 1, max: 2 }), (line, rotation, scale) => {
        const [across, down] = [120, 80]
        const upright = labelStamp(laid([line], scale), { width: across, height: down, rotation: 0 })
        const coded = rotation === 180 ? [across, down] : [down, across]
        const [width = 0, height = 0] = coded
        const turned = labelStamp(laid([line], scale), { width, height, rotation })
        for (const part of ['box', 'letters'] as const) {
          const shown = displayed(marksOf(turned[part], width, height), { width, height, rotation })
          expect(shown).toEqual(marksOf(upright[part], across, down))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is refused where it reaches out of its picture', () => {
    expect(() => labelStamp(laid(['Redacted']), { width: 40, height: 30, rotation: 0 })).toThrow(RangeError)
    expect(() => labelStamp(laid(['R'], 1, [-1, 0]), { width: 40, height: 30, rotation: 0 })).toThrow(RangeError)
  })
})

describe('stamping', () => {
  const planesOf = (value: number): PlanarPicture => {
    const plane = (shift: number) => {
      const [width, height] = [60 >> shift, 40 >> shift]
      return { data: new Uint8Array(width * height).fill(value), stride: width, width, height }
    }
    const halved = { shiftX: 1, shiftY: 1 }
    return { planes: [plane(0), plane(1), plane(1)], subsampling: [{ shiftX: 0, shiftY: 0 }, halved, halved] }
  }
  const layout: LabelLayout = { ...laid(['Hi']), box: [2, 4, 24, 18] }
  const stamp = labelStamp(layout, { width: 60, height: 40, rotation: 0 })
  const colours = { dark: [16, 128, 128], bright: [235, 128, 128] }

  it.each([0, 1, 2])('leaves nothing of what was there in the box, and all of it beside: plane %i', (index) => {
    const [one, other] = [planesOf(3), planesOf(250)]
    stampLabel(one, stamp, colours)
    stampLabel(other, stamp, colours)
    const [plane, shift] = [one.planes[index], index === 0 ? 0 : 1]
    const found = [...(plane?.data ?? [])].map((value, at) => ({
      pair: [value, other.planes[index]?.data[at]],
      x: (at % (plane?.width ?? 1)) << shift,
      y: Math.floor(at / (plane?.width ?? 1)) << shift,
    }))
    const isInside = ({ x, y }: { readonly x: number; readonly y: number }) => x >= 2 && x < 26 && y >= 4 && y < 22
    expect(new Set(found.filter((each) => !isInside(each)).map(({ pair }) => pair.join()))).toEqual(new Set(['3,250']))
    expect(new Set(found.filter(isInside).map(({ pair }) => pair.join()))).toEqual(
      new Set(index === 0 ? ['16,16', '235,235'] : ['128,128']),
    )
  })

  it('twice is once', () => {
    const [once, twice] = [planesOf(90), planesOf(90)]
    stampLabel(once, stamp, colours)
    stampLabel(twice, stamp, colours)
    stampLabel(twice, stamp, colours)
    expect(twice).toEqual(once)
  })
})
