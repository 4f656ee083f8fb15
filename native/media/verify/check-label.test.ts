import { describe, expect, it } from 'vitest'
import { layLabel } from '../../../core/redaction/copy-label.ts'
import { frameIndex } from '../../../core/time.ts'
import {
  blackOf,
  labelStamp,
  type PlanarPicture,
  stampLabel,
  typescriptKernels,
  whiteOf,
} from '../../../kernels/index.ts'
import { checkLabel } from './check-label.ts'
import { Tally } from './tally.ts'

const [width, height] = [320, 180]
const text = 'Redacted copy. For the SAR of J. P.'

/** A picture of stripes and checks, no two rows alike. */
function picture(change = 0): PlanarPicture {
  const plane = (shift: number) => {
    const [across, down] = [width >> shift, height >> shift]
    const data = Uint8Array.from({ length: across * down }, (_, at) => (at * 31 + (at >> 5) * 7 + change) % 200)
    return { data, stride: across, width: across, height: down }
  }
  const halved = { shiftX: 1, shiftY: 1 }
  return { planes: [plane(0), plane(1), plane(1)], subsampling: [{ shiftX: 0, shiftY: 0 }, halved, halved] }
}

function stampOf(written: string) {
  const laid = layLabel({ text: written, at: 'bottom-left' }, { width, height })
  if (!laid) throw new Error('the label does not fit')
  return labelStamp(laid, { width, height, rotation: 0 })
}

function labelled(written: string): PlanarPicture {
  const planes = picture()
  stampLabel(planes, stampOf(written), { dark: blackOf(false), bright: whiteOf(false) })
  return planes
}

/** Something between two pictures: `share` of the second. */
function between(one: PlanarPicture, other: PlanarPicture, share: number): PlanarPicture {
  const planes = one.planes.map((plane, index) => ({
    ...plane,
    data: plane.data.map((value, at) => value * (1 - share) + (other.planes[index]?.data[at] ?? 0) * share),
  }))
  return { ...one, planes }
}

function found(shown: PlanarPicture): readonly string[] {
  const tally = new Tally('label')
  const sides = { original: picture(), expected: labelled(text), found: shown }
  checkLabel({ frame: frameIndex(7), stamp: stampOf(text), ...sides }, typescriptKernels, tally)
  const { outcome, failures, figures } = tally.result()
  expect(outcome).toBe(failures.length > 0 ? 'failed' : 'passed')
  expect(figures['checked']).toBe(1)
  expect(failures.every(({ frame, kind }) => frame === 7 && kind === 'label')).toBe(true)
  return failures.map(({ detail }) => detail.replace(/[\d,]+$/u, 'x'))
}

describe('a label', () => {
  it('passes as it was planned, and with what compression takes', () => {
    expect(found(labelled(text))).toEqual([])
    const noisy = labelled(text)
    for (const plane of noisy.planes)
      for (let at = 0; at < plane.data.length; at++) plane.data[at] = (plane.data[at] ?? 0) + (at % 15)
    expect(found(noisy)).toEqual([])
  })

  it('that is not there is found', () => {
    expect(found(picture())).toContain('is not there')
  })

  it.each([
    ['another letter', labelled(text.replace('J', 'I'))],
    ['a comma for a full stop', labelled(text.replace('copy.', 'copy,'))],
    ['a letter less', labelled(text.slice(0, -1))],
  ])('with %s is another', (_what, shown) => {
    expect(found(shown)).toContain('is another at x')
  })

  it('through which something shows is found', () => {
    expect(found(between(labelled(text), picture(), 0.3)).join()).toMatch(/% of what it lies over/u)
  })

  it('of which only the colour was changed is found', () => {
    const tinted = labelled(text)
    for (const plane of tinted.planes.slice(1)) plane.data.fill(190)
    expect(found(tinted)).toContain('is another at x')
  })
})
