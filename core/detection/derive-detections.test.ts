import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iou, shareInside } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { type DerivedClass, derivableClasses, deriveDetections } from './derive-detections.ts'
import { type Detection, type DetectionClass, detectionClasses } from './detection.ts'

const picture = { width: 1280, height: 720 }
const thresholds = { start: 0.5, continue: 0.3 }
const evidence: Readonly<Record<DerivedClass['class'], readonly DetectionClass[]>> = {
  head: ['person'],
  document: ['text'],
  card: ['text'],
  plate: ['text', 'vehicle'],
  overlay: ['text'],
}

function rule(name: DerivedClass['class']): DerivedClass {
  return { class: name, from: evidence[name], thresholds }
}

const rules = derivableClasses.map(rule)

function seen(name: DetectionClass, box: Box, frame = 0, score = 0.9): Detection {
  return { frame: frameIndex(frame), class: name, box, score, model: `sees-${name}` }
}

/** Lines of text from the top left corner on. */
function lines(count: number, [x, y, width, height]: Box, spacing = 1.6): Detection[] {
  return Array.from({ length: count }, (_, at) => seen('text', [x, y + at * spacing * height, width, height]))
}

function derive(detections: readonly Detection[], ...names: DerivedClass['class'][]) {
  return deriveDetections(detections, names.length > 0 ? names.map(rule) : rules, picture)
}

function only(detections: readonly Detection[]): Detection {
  const [first, ...more] = detections
  if (!first || more.length > 0) throw new Error(`${detections.length} boxes, not 1`)
  return first
}

describe('documents and cards', () => {
  test('a page of lines is a document, grown to its margins', () => {
    const text: Box = [400, 100, 300, 12]
    const page = only(derive(lines(20, text)))
    expect(page).toMatchObject({ class: 'document', derivedFrom: 'text', model: 'sees-text', frame: 0 })
    expect(page.score).toBeCloseTo(0.9)
    expect(shareInside([400, 100, 300, 380], page.box)).toBe(1)
    expect(page.box[0]).toBeLessThan(370)
    expect(page.box[0] + page.box[2]).toBeGreaterThan(730)
    expect(page.box[1]).toBeLessThan(80)
  })

  test('words beside one another are a line', () => {
    const words = lines(12, [400, 100, 300, 12]).flatMap((line) => [
      { ...line, box: [400, line.box[1], 140, 12] as const },
      { ...line, box: [560, line.box[1], 140, 12] as const },
    ])
    expect(only(derive(words)).class).toBe('document')
  })

  test('a small block of the shape of a card is a card, with room for a photograph beside the text', () => {
    const card = only(derive(lines(4, [600, 300, 80, 9])))
    expect(card).toMatchObject({ class: 'card', derivedFrom: 'text' })
    // 80 x 52 px of text on a card of 105 x 66 px, on its left or right.
    expect(shareInside([579, 292, 105, 66], card.box)).toBeGreaterThan(0.95)
    expect(shareInside([596, 292, 105, 66], card.box)).toBeGreaterThan(0.95)
  })

  test('the same block filling the picture is a page', () => {
    expect(only(derive(lines(4, [100, 100, 900, 90]))).class).toBe('document')
  })

  test('one line, two signs and lettering far apart are neither', () => {
    expect(derive(lines(1, [600, 300, 80, 9]))).toEqual([])
    expect(derive(lines(2, [100, 300, 900, 60]))).toEqual([])
    expect(derive(lines(6, [100, 10, 400, 12], 9), 'document', 'card')).toEqual([])
  })

  test('two pages side by side are two documents', () => {
    const both = derive([...lines(20, [100, 100, 300, 12]), ...lines(20, [700, 100, 300, 12])])
    expect(both.map((one) => one.class)).toEqual(['document', 'document'])
  })

  test('few lines are less sure than many', () => {
    const few = only(derive(lines(4, [100, 100, 400, 12], 3), 'document'))
    const many = only(derive(lines(12, [100, 100, 400, 12], 3), 'document'))
    expect(few.score).toBeLessThan(many.score)
  })

  test('what was not asked for is not made', () => {
    expect(derive(lines(20, [400, 100, 300, 12]), 'card', 'plate', 'head')).toEqual([])
  })
})

describe('plates', () => {
  const car: Box = [300, 200, 500, 400]
  const front: Box = [500, 500, 110, 24]

  test('a line of the shape of a plate, low on a vehicle', () => {
    const plate = only(derive([seen('text', front), seen('vehicle', car)], 'plate'))
    expect(plate).toMatchObject({ class: 'plate', derivedFrom: 'text', model: 'sees-text', score: 0.9 })
    expect(shareInside(front, plate.box)).toBe(1)
    expect(plate.box[3]).toBeGreaterThan(34)
  })

  test('is found where the vehicle was seen in a frame near by, before or after', () => {
    for (const frame of [-1, 1, 20, -20]) {
      const found = derive([seen('text', front, 40), seen('vehicle', car, 40 + frame)], 'plate')
      expect(only(found)).toMatchObject({ frame: 40, score: 0.9 })
    }
    expect(derive([seen('text', front, 40, 0.4), seen('vehicle', car, 80)], 'plate')).toEqual([])
  })

  test('two short lines one above the other make a square plate', () => {
    const upper = seen('text', [500, 480, 60, 24], 0, 0.8)
    const lower = seen('text', [496, 508, 68, 24])
    const found = derive([upper, lower, seen('vehicle', car)], 'plate')
    expect(found.some(({ box }) => shareInside([496, 480, 68, 52], box) === 1)).toBe(true)
  })

  test('not on the windows, not as wide as the vehicle', () => {
    const onWindow = seen('text', [500, 220, 110, 24], 0, 0.4)
    const asWide = seen('text', [320, 500, 400, 90], 0, 0.4)
    expect(derive([onWindow, asWide, seen('vehicle', car)], 'plate')).toEqual([])
  })

  test('without a vehicle it is worth less, and only by itself', () => {
    expect(only(derive([seen('text', front)], 'plate')).score).toBeCloseTo(0.9 * 0.65)
    expect(derive(lines(3, front), 'plate')).toEqual([])
    expect(derive([...lines(3, front), seen('vehicle', car)], 'plate').length).toBeGreaterThan(0)
  })
})

describe('heads', () => {
  const upright: Box = [500, 100, 140, 400]

  test('on top of a person without one, worth less than the person', () => {
    const head = only(derive([seen('person', upright)], 'head'))
    expect(head).toMatchObject({ class: 'head', derivedFrom: 'person', model: 'sees-person', score: 0.63 })
    // Somebody is seven and a half heads tall.
    expect(shareInside([548, 100, 44, 53], head.box)).toBe(1)
    expect(head.box[3]).toBeLessThan(100)
  })

  test('of a bust it is the upper half', () => {
    const head = only(derive([seen('person', [500, 300, 300, 340])], 'head'))
    expect(shareInside([590, 300, 120, 150], head.box)).toBeGreaterThan(0.95)
  })

  test('of somebody who goes on below the picture it is larger', () => {
    const whole = only(derive([seen('person', [500, 200, 140, 400])], 'head'))
    const cut = only(derive([seen('person', [500, 320, 140, 400])], 'head'))
    expect(cut.box[3]).toBeGreaterThan(1.5 * whole.box[3])
  })

  test('not where a face or head was seen at about the same time', () => {
    const face = (frame: number) => seen('face', [540, 110, 50, 60], frame)
    expect(derive([seen('person', upright, 10), face(10)], 'head')).toEqual([])
    expect(derive([seen('person', upright, 10), face(12)], 'head')).toEqual([])
    expect(derive([seen('person', upright, 10), face(20)], 'head')).toHaveLength(1)
    expect(derive([seen('person', upright), seen('head', [545, 95, 60, 60])], 'head')).toEqual([])
  })

  test('a face lower down or beside is somebody else', () => {
    const lower = seen('face', [540, 350, 50, 60])
    const beside = seen('face', [700, 110, 50, 60])
    expect(derive([seen('person', upright), lower, beside], 'head')).toHaveLength(1)
  })

  test('not of hands, nor of whoever lies', () => {
    expect(derive([{ ...seen('person', [500, 100, 40, 40]), part: 'hand' }], 'head')).toEqual([])
    expect(derive([seen('person', [100, 500, 400, 140])], 'head')).toEqual([])
  })
})

const anyBoxes = fc.array(
  fc
    .record({
      frame: fc.integer({ min: 0, max: 40 }),
      class: fc.constantFrom(...detectionClasses),
      x: fc.integer({ min: -50, max: 1270 }),
      y: fc.integer({ min: -50, max: 700 }),
      width: fc.integer({ min: 0, max: 300 }),
      height: fc.integer({ min: 0, max: 200 }),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map((of) => seen(of.class, [of.x, of.y, of.width, of.height], of.frame, of.score)),
  { maxLength: 120 },
)

describe('deriveDetections, whatever was detected', () => {
  test('makes boxes in the picture, of asked classes, in frames with evidence, in order', () => {
    fc.assert(
      fc.property(anyBoxes, fc.subarray([...derivableClasses]), (detections, names) => {
        const made = deriveDetections(detections, names.map(rule), picture)
        for (const { class: name, box, score, frame, derivedFrom } of made) {
          expect(names).toContain(name)
          expect(Math.min(box[0], box[1])).toBeGreaterThanOrEqual(0)
          expect(box[0] + box[2]).toBeLessThanOrEqual(picture.width + 0.01)
          expect(box[1] + box[3]).toBeLessThanOrEqual(picture.height + 0.01)
          expect(Math.min(box[2], box[3])).toBeGreaterThan(0)
          expect(score).toBeGreaterThanOrEqual(thresholds.continue)
          expect(score).toBeLessThanOrEqual(1)
          expect(detections.some((one) => one.frame === frame && one.class === derivedFrom)).toBe(true)
        }
        expect(made.map(({ frame }) => frame)).toEqual(made.map(({ frame }) => frame).toSorted((a, b) => a - b))
      }),
    )
  })

  test('does not depend on the order, nor on what else was derived', () => {
    fc.assert(
      fc.property(anyBoxes, (detections) => {
        const made = deriveDetections(detections, rules, picture)
        expect(deriveDetections(detections.toReversed(), rules.toReversed(), picture)).toEqual(made)
        for (const one of rules)
          expect(deriveDetections(detections, [one], picture)).toEqual(made.filter((box) => box.class === one.class))
      }),
    )
  })

  test('a thousand boxes in a frame', () => {
    const words = Array.from({ length: 1000 }, (_, at) =>
      seen('text', [(at % 40) * 30, Math.floor(at / 40) * 20, 26, 12]),
    )
    const page = only(derive(words, 'document'))
    expect(iou(page.box, [0, 0, 1280, 720])).toBeGreaterThan(0.6)
  })
})
