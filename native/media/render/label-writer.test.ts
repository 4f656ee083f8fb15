import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleVideo } from '../../../core/clips/synthetic/sample-video.ts'
import { rotatedSize } from '../../../core/geometry/rotation.ts'
import { labelCorners, labelFault, layLabel } from '../../../core/redaction/copy-label.ts'
import { letterCell, subtractSpans } from '../../../kernels/index.ts'
import { LabelWriter } from './label-writer.ts'

test('every sign that a label may have can be drawn, and stands in the label’s box, however the picture is turned', () => {
  const signs = Array.from({ length: 0x250 }, (_, code) => String.fromCodePoint(code))
  const allowed = signs.filter((sign) => labelFault(`a${sign}a`) === null)
  expect(allowed).toHaveLength(189)
  const line = fc.array(fc.constantFrom(...allowed), { minLength: 1, maxLength: 60 }).map((all) => all.join(''))
  const coded = fc.record({ width: fc.integer({ min: 100, max: 900 }), height: fc.integer({ min: 100, max: 900 }) })
  const rotations = fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const)
  const corners = fc.constantFrom(...labelCorners)
  fc.assert(
    fc.property(line, coded, rotations, corners, (text, size, rotation, at) => {
      const label = labelFault(text) === null ? layLabel({ text, at }, rotatedSize(size, rotation)) : null
      if (!label) return
      const { stamp } = new LabelWriter({ label }, { ...sampleVideo(1), ...size, rotation }, false)
      expect(stamp && stamp.box.length > 0 && subtractSpans(stamp.letters, stamp.box).length === 0).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('what core lays out is as large as what the kernels draw', () => {
  const label = layLabel({ text: 'Copy', at: 'top-left' }, { width: 640, height: 360 })
  expect(label?.box.slice(2)).toEqual([4 * letterCell.width + 8, letterCell.height + 5])
})

test('without a label nothing is written', () => {
  const writer = new LabelWriter({}, sampleVideo(1), false)
  expect(writer.stamp).toBe(null)
  const data = new Uint8Array(16)
  writer.write({ planes: [{ data, stride: 4, width: 4, height: 4 }], subsampling: [{ shiftX: 0, shiftY: 0 }] })
  expect(data).toEqual(new Uint8Array(16))
})
