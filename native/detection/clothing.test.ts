import { expect, it } from 'vitest'
import { appearanceDistance, isAppearance } from '../../core/detection/appearance.ts'
import type { Box } from '../../core/geometry/shape.ts'
import { clothingOf, type SmallPicture } from './clothing.ts'

type Colour = readonly [number, number, number]

/** A small picture of a large one in which every point has a colour. */
function picture(colourAt: (x: number, y: number) => Colour, light = 1): SmallPicture {
  const size = { width: 320, height: 180 }
  const rgb = new Uint8Array(size.width * size.height * 3)
  for (let at = 0; at < rgb.length / 3; at += 1)
    rgb.set(
      colourAt(at % size.width, Math.floor(at / size.width)).map((value) => Math.round(value * light)),
      at * 3,
    )
  return { rgb, size, of: { width: 1280, height: 720 } }
}

const face: Box = [400, 100, 60, 70]
const red: Colour = [190, 40, 45]
const blue: Colour = [40, 60, 170]

function dressed(of: SmallPicture, box = face): string {
  const appearance = clothingOf('face', box, of)
  if (appearance === null) throw new Error('nothing worn')
  return appearance
}

it('tells colours apart, more than light', () => {
  const wornRed = dressed(picture(() => red))
  expect(isAppearance(wornRed)).toBe(true)
  const dimmed = appearanceDistance(wornRed, dressed(picture(() => red, 0.85)))
  expect(appearanceDistance(wornRed, dressed(picture(() => blue)))).toBeGreaterThan(2 * dimmed)
  expect(appearanceDistance(wornRed, dressed(picture(() => [120, 120, 120])))).toBeGreaterThan(2 * dimmed)
})

it('tells stripes from plain cloth, and their direction', () => {
  const striped = (of: (x: number, y: number) => number) =>
    dressed(picture((x, y) => (of(x, y) % 8 < 4 ? [60, 60, 60] : [180, 180, 180])))
  const across = striped((_, y) => y)
  const down = striped((x) => x)
  expect(appearanceDistance(across, down)).toBeGreaterThan(0.2)
  const plain = dressed(picture(() => [120, 120, 120]))
  expect(appearanceDistance(across, plain)).toBeGreaterThan(0.2)
})

it('looks under the face, never at it', () => {
  const shirt = (_: number, y: number): Colour => (y > 43 ? blue : red)
  expect(dressed(picture(shirt))).toBe(dressed(picture((_, y) => (y > 43 ? blue : [9, 200, 30]))))
})

it('has nothing to say where the picture ends, or of things', () => {
  const cloth = picture(() => red)
  expect(clothingOf('face', [400, 600, 60, 70], cloth)).toBeNull()
  expect(clothingOf('face', [400, 100, 3, 3], cloth)).toBeNull()
  expect(clothingOf('plate', face, cloth)).toBeNull()
  expect(clothingOf('person', [300, 100, 200, 500], cloth)).not.toBeNull()
  expect(clothingOf('head', face, cloth)).not.toBeNull()
})
