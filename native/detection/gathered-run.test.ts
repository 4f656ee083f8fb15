import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameIndex } from '../../core/time.ts'
import { GatheredRun, rangesMissed } from './gathered-run.ts'
import { type Look, looksAt } from './looks.ts'
import { openModelFolder } from './model-folder.ts'

const opened = await openModelFolder()
if (!opened.ok) throw new Error(opened.failure.kind)
const [model] = opened.value.manifest.models
if (!model) throw new Error('no model')
const entry = model

const picture = { width: 640, height: 360 }
const passes = [1920, 960, 640].map((scale) => ({ model: entry, scale }))

test('scales that come to the same on a small picture are looked at once', () => {
  expect(looksAt(passes, picture).map((look) => look.letterbox.input.width)).toEqual([1280, 960, 640])
  expect(looksAt(passes, { width: 100, height: 50 }).map((look) => look.letterbox.input)).toEqual([
    { width: 224, height: 128 },
  ])
})

test('the result does not depend on the order in which looks end', () => {
  const box = fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true }))
  const seen = fc.record({ frame: fc.nat(5), look: fc.nat(2), boxes: fc.array(box, { maxLength: 4 }) })
  const looks = looksAt(passes, picture)
  const gather = (all: readonly { frame: number; look: number; boxes: [number, number][] }[]) => {
    const run = new GatheredRun()
    for (const { frame, look, boxes } of all) {
      const found = boxes.map(([x, y]) => ({ class: 'face' as const, score: 0.123456, box: [x, y, 5, 5] as const }))
      run.add(frameIndex(frame), lookNumber(looks, look), found)
    }
    return JSON.stringify(run.sorted())
  }
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 12 }), (all) => {
      expect(gather(all.toReversed())).toBe(gather(all))
    }),
  )
})

function lookNumber(looks: readonly Look[], index: number): Look {
  const look = looks[index]
  if (!look) throw new Error('no such look')
  return look
}

test('boxes are rounded to hundredths, scores to ten-thousandths', () => {
  const run = new GatheredRun()
  const found = { class: 'face', score: 0.123456, box: [1.239, 2.001, 3.996, 4.5] } as const
  run.add(frameIndex(3), lookNumber(looksAt(passes, picture), 2), [found])
  expect(run.sorted()).toEqual({
    examined: [{ frame: 3, model: 'centerface', scale: 640 }],
    detections: [{ frame: 3, class: 'face', box: [1.24, 2, 4, 4.5], score: 0.1235, model: 'centerface' }],
  })
})

test('frames that did not decode stand for those up to the next that was examined', () => {
  const seen = [0, 9].map(frameIndex)
  expect(rangesMissed([3, 6, 12].map(frameIndex), seen, 14)).toEqual([
    [3, 9],
    [12, 14],
  ])
  expect(rangesMissed([], seen, 14)).toEqual([])
})

test('says what somebody wears where that is known', () => {
  const run = new GatheredRun()
  const [face, other] = [[1, 1, 2, 2] as const, [5, 5, 2, 2] as const]
  const found = [face, other].map((box) => ({ class: 'face', score: 0.5, box }) as const)
  const red = '0f'.repeat(16)
  run.add(frameIndex(0), lookNumber(looksAt(passes, picture), 0), found, ({ box }) => (box === face ? red : null))
  expect(run.sorted().detections.map(({ appearance }) => appearance)).toEqual([red, undefined])
})
