import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type SightFigures, sightConfidence } from './sight-confidence.ts'

const clear: SightFigures = { patient: 0.9, quick: 0.9, clearness: 30, apart: 0, likeness: 0.95 }

it('is sure of a clear sight', () => {
  expect(sightConfidence(clear)).toBe(1)
})

it('is not sure where one figure alone speaks against it', () => {
  const against: readonly Partial<SightFigures>[] = [
    { patient: 0 },
    { quick: 0 },
    { clearness: 1 },
    { apart: 1 },
    { likeness: 0 },
  ]
  for (const figure of against) expect(sightConfidence({ ...clear, ...figure })).toBe(0)
})

it('stays between 0 and 1, and never falls when a figure gets better', () => {
  const figure = fc.double({ min: -1, max: 40, noNaN: true })
  fc.assert(
    fc.property(fc.tuple(figure, figure, figure, figure, figure), ([patient, quick, clearness, apart, likeness]) => {
      const figures = { patient, quick, clearness, apart, likeness }
      const confidence = sightConfidence(figures)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
      const better = { ...figures, patient: patient + 1, likeness: likeness + 0.1, apart: apart - 0.2 }
      expect(sightConfidence(better)).toBeGreaterThanOrEqual(confidence)
    }),
  )
})
