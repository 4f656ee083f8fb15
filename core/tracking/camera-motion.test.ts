import { describe, expect, test } from 'vitest'
import type { Box } from '../geometry/shape.ts'
import { cameraShift } from './camera-motion.ts'

const faces: readonly Box[] = [
  [100, 100, 40, 50],
  [300, 140, 60, 75],
  [520, 90, 50, 62],
  [700, 300, 44, 55],
]

function moved(boxes: readonly Box[], dx: number, dy: number): Box[] {
  return boxes.map(([x, y, width, height]) => [x + dx, y + dy, width, height])
}

describe('cameraShift', () => {
  test('finds a displacement larger than the faces, with one face missing and a false box', () => {
    const seen: Box[] = [...moved(faces.slice(0, 3), 130, -45), [50, 400, 30, 30]]
    const [x, y] = cameraShift(faces, seen, 400)
    expect(x).toBeCloseTo(130)
    expect(y).toBeCloseTo(-45)
  })

  test('one who walks does not move the camera', () => {
    const [first, ...others] = faces
    if (!first) throw new Error('no face')
    const [x, y] = cameraShift(faces, [...moved([first], 60, 0), ...others], 400)
    expect([x, y]).toEqual([0, 0])
  })

  test('two faces, or a displacement beyond the limit, prove nothing', () => {
    expect(cameraShift(faces.slice(0, 2), moved(faces.slice(0, 2), 100, 0), 400)).toEqual([0, 0])
    expect(cameraShift(faces, moved(faces, 450, 0), 400)).toEqual([0, 0])
  })
})
