import { expect, test } from 'vitest'
import type { Box } from '../../../core/geometry/shape.ts'
import type { ModelOutputs } from './decode-family.ts'
import { movenet } from './movenet.ts'

const input = { width: 256, height: 256 }
const side = 64
const cells = side * side
const everything = new Map([
  [0, 0.2],
  [1, 0.2],
  [2, 0.2],
])

type Point = readonly [x: number, y: number]

/** A person in cells: middle, and the joints from nose to right wrist, each with the score of its own map. */
type Person = {
  readonly middle: Point
  readonly score: number
  readonly joints: readonly Point[]
  readonly sure: number
}

function outputsOf(...people: readonly Person[]): ModelOutputs {
  const tensor = (channels: number) => ({ data: new Float32Array(channels * cells), dims: [1, channels, side, side] })
  const outputs = {
    ...{ centres: tensor(1), sizes: tensor(2), offsets: tensor(2) },
    ...{ joints: tensor(34), jointScores: tensor(17), jointOffsets: tensor(34) },
  }
  for (const { middle, score, joints, sure } of people) {
    const cell = middle[1] * side + middle[0]
    outputs.centres.data[cell] = score
    outputs.sizes.data[cell] = 40
    outputs.sizes.data[cells + cell] = 16
    for (const [joint, [x, y]] of joints.entries()) {
      outputs.joints.data[2 * joint * cells + cell] = y - middle[1]
      outputs.joints.data[(2 * joint + 1) * cells + cell] = x - middle[0]
      outputs.jointScores.data[joint * cells + Math.round(y) * side + Math.round(x)] = sure
    }
  }
  return outputs
}

/** Arms hang down; the head is given. */
function standing(
  x: number,
  head: readonly [nose: Point, eyes: Point, more: Point, ear: Point, other: Point],
  width: number,
) {
  const arms: Point[] = [
    [x + width / 2, 20],
    [x - width / 2, 20],
    [x + width / 2 + 1, 27],
    [x - width / 2 - 1, 27],
    [x + width / 2 + 1, 34],
    [x - width / 2 - 1, 34],
  ]
  return { middle: [x, 30] as const, score: 0.81, joints: [...head, ...arms], sure: 0.64 }
}

function boxesOf(label: number, ...people: readonly Person[]): readonly Box[] {
  const found = movenet.decode(outputsOf(...people), input, everything)
  return found.filter((box) => box.label === label).map(({ box }) => box)
}

/** True when the whole skull round the ears' middle is in the box: 4 cells before and behind, 5 above, 4.5 below. */
function holdsSkull([x, y, width, height]: Box, [earX, earY]: Point): boolean {
  const [before, behind] = [x <= (earX - 4) * 4, x + width >= (earX + 4) * 4]
  return before && behind && y <= (earY - 5) * 4 && y + height >= (earY + 4.5) * 4
}

test.each<[string, Person, Point]>([
  [
    'from the front',
    standing(
      32,
      [
        [32, 12],
        [33, 11],
        [31, 11],
        [35, 11],
        [29, 11],
      ],
      14,
    ),
    [32, 11],
  ],
  [
    'from behind',
    standing(
      32,
      [
        [32, 11],
        [32, 11],
        [32, 11],
        [35, 11],
        [29, 11],
      ],
      14,
    ),
    [32, 11],
  ],
  [
    'in profile',
    standing(
      32,
      [
        [36, 12],
        [35, 11],
        [35, 11],
        [32, 11],
        [32, 11],
      ],
      3,
    ),
    [32, 11],
  ],
])('a head seen %s is in its box, hair and back of the head included', (_, person, ears) => {
  const [head, ...more] = boxesOf(0, person)
  if (!head) throw new Error('no head')
  expect(more).toEqual([])
  expect(holdsSkull(head, ears)).toBe(true)
  // Nor is it the whole upper body.
  expect(head[2] * head[3]).toBeLessThan(16 * 16 * 16)
})

test('the body is where sizes say, hands are beyond the wrists', () => {
  const person = standing(
    32,
    [
      [32, 12],
      [33, 11],
      [31, 11],
      [35, 11],
      [29, 11],
    ],
    14,
  )
  expect(boxesOf(1, person)).toEqual([[96, 40, 64, 160]])
  const hands = boxesOf(2, person).toSorted((a, b) => a[0] - b[0])
  expect(hands).toHaveLength(2)
  for (const [index, x] of [24, 40].entries()) {
    const [left = 0, top = 0, width = 0, height = 0] = hands[index] ?? []
    expect(left < x * 4 && left + width > x * 4 && top < 35 * 4 && top + height > 38 * 4).toBe(true)
  }
})

test('scores join how sure the person and the joints are; two people are two', () => {
  const left = standing(
    16,
    [
      [16, 12],
      [17, 11],
      [15, 11],
      [19, 11],
      [13, 11],
    ],
    10,
  )
  const right = {
    ...standing(
      48,
      [
        [48, 12],
        [49, 11],
        [47, 11],
        [51, 11],
        [45, 11],
      ],
      10,
    ),
    score: 0.49,
  }
  const found = movenet.decode(outputsOf(left, right), input, new Map([[0, 0.2]]))
  expect(found.map(({ score }) => Math.round(score * 100))).toEqual([72, 56])
})

test('joints that their own map does not show stay where the person says, with a low score', () => {
  const person = {
    ...standing(
      32,
      [
        [32, 12],
        [33, 11],
        [31, 11],
        [35, 11],
        [29, 11],
      ],
      14,
    ),
    sure: 0.05,
  }
  const [head] = movenet.decode(outputsOf(person), input, new Map([[0, 0.1]]))
  expect(head && holdsSkull(head.box, [32, 11])).toBe(true)
  expect(Math.round((head?.score ?? 0) * 100)).toBe(20)
})
