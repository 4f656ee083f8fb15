import type { Box, Size } from '../../core/geometry/shape.ts'
import { type FaceSheet, faceSheets, type Gallery, type SheetKind } from './face-sheets.ts'
import type { Weather } from './spoil-picture.ts'

/** Finds faces in a picture of packed RGB24 that is exactly as large as the network's input. */
export type Finder = (rgb: Uint8Array, size: Size) => Promise<readonly { readonly box: Box; readonly score: number }[]>

/** What two detectors made of the faces of one kind, in one weather, at one scale. */
export type Comparison = {
  readonly faces: number
  /** Share of the faces that each found from the threshold on. */
  readonly recall: readonly [first: number, second: number]
  /** Share of the boxes that show a face. */
  readonly precision: readonly [first: number, second: number]
  /** Mean overlap (intersection over union) of found faces with the truth. */
  readonly overlap: readonly [first: number, second: number]
  /** 95 % interval of the second's recall minus the first's, by a bootstrap over people. */
  readonly difference: readonly [from: number, until: number]
}

/** A face counts as found when a box overlaps it by this much (intersection over union). */
const enough = 0.35

/** What one detector made of one sheet. */
type Reading = { readonly found: readonly (number | null)[]; readonly boxes: number; readonly right: number }

type Pair<T> = readonly [T, T]

/** Lets both detectors look at the same sheets; a list of boxes counts from each threshold on, in their order. */
export async function compareDetectors(
  gallery: Gallery,
  finders: Pair<Finder>,
  { kind, weather, size }: { readonly kind: SheetKind; readonly weather: Weather; readonly size: Size },
  thresholds: readonly number[],
): Promise<readonly Comparison[]> {
  const sheets: { readonly sheet: FaceSheet; readonly readings: readonly Pair<Reading>[] }[] = []
  for (const sheet of faceSheets(gallery, kind, size, weather)) {
    const boxes = [await finders[0](sheet.rgb, size), await finders[1](sheet.rgb, size)] as const
    const readings = thresholds.map(
      (threshold): Pair<Reading> => [readingOf(sheet, boxes[0], threshold), readingOf(sheet, boxes[1], threshold)],
    )
    sheets.push({ sheet, readings })
  }
  return thresholds.map((_, index) =>
    summed(sheets.flatMap(({ sheet, readings }) => (readings[index] ? [{ sheet, pair: readings[index] }] : []))),
  )
}

function readingOf(
  { faces }: FaceSheet,
  boxes: readonly { readonly box: Box; readonly score: number }[],
  threshold: number,
): Reading {
  const counted = boxes.filter(({ score }) => score >= threshold)
  const found = faces.map((face) => {
    const best = Math.max(0, ...counted.map(({ box }) => overlapOf(box, face.box)))
    return best >= enough ? best : null
  })
  // A box well inside of a face, or around it, hides it although it does not count as found: it is no false one.
  const right = counted.filter(({ box }) => faces.some((face) => overlapOf(box, face.box) > 0.1)).length
  return { found, boxes: counted.length, right }
}

function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (a[2] * a[3] + b[2] * b[3] - width * height)
}

function summed(sheets: readonly { readonly sheet: FaceSheet; readonly pair: Pair<Reading> }[]): Comparison {
  const side = (which: 0 | 1) => {
    const found = sheets.flatMap(({ pair }) => pair[which].found)
    const overlaps = found.filter((overlap) => overlap !== null)
    const boxes = sheets.reduce((sum, { pair }) => sum + pair[which].boxes, 0)
    const right = sheets.reduce((sum, { pair }) => sum + pair[which].right, 0)
    return {
      recall: overlaps.length / Math.max(1, found.length),
      precision: boxes === 0 ? 1 : right / boxes,
      overlap: overlaps.reduce((sum, overlap) => sum + overlap, 0) / Math.max(1, overlaps.length),
      faces: found.length,
    }
  }
  const [first, second] = [side(0), side(1)]
  return {
    faces: first.faces,
    recall: [first.recall, second.recall],
    precision: [first.precision, second.precision],
    overlap: [first.overlap, second.overlap],
    difference: intervalOf(perPerson(sheets)),
  }
}

/** Of every person how often they were to be seen, and how much more often the second found them. */
type Person = { readonly seen: number; readonly gained: number }

function perPerson(sheets: readonly { readonly sheet: FaceSheet; readonly pair: Pair<Reading> }[]): readonly Person[] {
  const people = new Map<string, Person>()
  for (const { sheet, pair } of sheets) {
    sheet.faces.forEach(({ person }, at) => {
      const gained = Number(pair[1].found[at] !== null) - Number(pair[0].found[at] !== null)
      const before = people.get(person) ?? { seen: 0, gained: 0 }
      people.set(person, { seen: before.seen + 1, gained: before.gained + gained })
    })
  }
  return [...people.values()]
}

const draws = 1000

function intervalOf(people: readonly Person[]): readonly [number, number] {
  let state = 1
  const drawn = Array.from({ length: draws }, () => {
    let [seen, gained] = [0, 0]
    for (let i = 0; i < people.length; i += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const person = people[Math.floor((state / 2 ** 32) * people.length)]
      seen += person?.seen ?? 0
      gained += person?.gained ?? 0
    }
    return gained / Math.max(1, seen)
  }).sort((a, b) => a - b)
  return [drawn[Math.floor(draws * 0.025)] ?? 0, drawn[Math.ceil(draws * 0.975) - 1] ?? 0]
}
