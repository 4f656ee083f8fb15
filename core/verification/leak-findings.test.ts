import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Box } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { leakFindings } from './leak-findings.ts'
import type { Leak } from './report.ts'

const place: Box = [100, 100, 40, 50]

function leak(frame: number, more: Partial<Leak> = {}): Leak {
  return { frame: frameIndex(frame), class: 'face', box: place, score: 0.7, ...more }
}

test('frames that follow each other are one finding, whose strongest is named', () => {
  const strongest = leak(12, { score: 0.95, box: [110, 100, 40, 50] })
  expect(leakFindings([leak(11), strongest, leak(13), leak(10)], 0)).toEqual([
    { class: 'face', span: [10, 14], leaks: [leak(10), leak(11), strongest, leak(13)], strongest },
  ])
})

test('a gap may be as long as it is said to be, and no longer', () => {
  expect(leakFindings([leak(10), leak(16)], 5)).toHaveLength(1)
  expect(leakFindings([leak(10), leak(17)], 5).map(({ span }) => span)).toEqual([
    [10, 11],
    [17, 18],
  ])
})

test('two in one frame are two, also where they overlap; each goes on where it is nearest', () => {
  const right = (frame: number) => leak(frame, { box: [115, 100, 40, 50] })
  const findings = leakFindings([leak(1), right(1), leak(2), right(2)], 3)
  expect(findings.map(({ leaks }) => leaks)).toEqual([
    [leak(1), leak(2)],
    [right(1), right(2)],
  ])
})

test('of another class, another part or in another place it is another thing', () => {
  const others = [leak(2, { class: 'plate' }), leak(3, { box: [400, 100, 40, 50] })]
  const [body, hand] = [leak(4, { class: 'person' }), leak(5, { class: 'person', part: 'hand' })]
  const findings = leakFindings([leak(1), ...others, body, hand], 9)
  expect(findings.map(({ span }) => span[0])).toEqual([1, 2, 3, 4, 5])
  expect(findings.at(-1)).toMatchObject({ class: 'person', part: 'hand' })
})

test('a head and its face are one thing, a face beside it another', () => {
  const head = (frame: number, x = 90) => leak(frame, { class: 'head', box: [x, 80, 60, 90], score: 0.6 })
  const beside = leak(2, { box: [400, 100, 40, 50] })
  const findings = leakFindings([leak(1), head(1), leak(2), head(2), head(4), beside], 3)
  expect(findings).toEqual([
    { class: 'head', span: [1, 5], leaks: [head(1), leak(1), head(2), leak(2), head(4)], strongest: leak(1) },
    { class: 'face', span: [2, 3], leaks: [beside], strongest: beside },
  ])
})

test('of two faces in one head, and of a face that was mostly found without it, one is another thing', () => {
  const head = (frame: number) => leak(frame, { class: 'head', box: [90, 80, 90, 90] })
  const other = leak(1, { box: [130, 100, 40, 50] })
  expect(leakFindings([head(1), leak(1), other], 3)).toHaveLength(2)
  expect(leakFindings([head(1), leak(1), leak(2), leak(3)], 3)).toHaveLength(2)
})

test('every leak is in one finding, in order, and of each frame a finding has one', () => {
  const anyLeak = fc
    .record({ frame: fc.nat(40), x: fc.nat(300), class: fc.constantFrom('face', 'plate') })
    .map(({ frame, x, ...kind }) => leak(frame, { ...kind, box: [x, 100, 40, 50] }))
  fc.assert(
    fc.property(fc.array(anyLeak, { maxLength: 60 }), fc.nat(10), (leaks, gap) => {
      const findings = leakFindings(leaks, gap)
      expect(findings.flatMap((finding) => finding.leaks).toSorted(byIdentity(leaks))).toEqual(
        leaks.toSorted(byIdentity(leaks)),
      )
      for (const { leaks: own, span } of findings) {
        const frames = own.map(({ frame }) => frame)
        expect(new Set(frames).size).toBe(frames.length)
        expect(frames).toEqual(frames.toSorted((a, b) => a - b))
        expect(span).toEqual([frames[0], Number(frames.at(-1)) + 1])
      }
    }),
  )
})

function byIdentity(leaks: readonly Leak[]) {
  return (a: Leak, b: Leak): number => leaks.indexOf(a) - leaks.indexOf(b)
}
