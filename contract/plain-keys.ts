import type { RegionKey } from '../core/redaction/project.ts'
import { farthest, mostFrames } from './schema-parts.ts'

function isPlainBox(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 4) return false
  for (let at = 0; at < 4; at++) {
    const part: unknown = value[at]
    if (typeof part !== 'number' || !(Math.abs(part) <= farthest) || (at >= 2 && part <= 0)) return false
  }
  return true
}

function isPlainKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  let fields = 0
  for (const name in value) {
    if (name !== 'frame' && name !== 'box') return false
    fields += 1
  }
  if (fields !== 2 || !('frame' in value) || !('box' in value)) return false
  const { frame, box } = value
  return typeof frame === 'number' && Number.isInteger(frame) && frame >= 0 && frame <= mostFrames && isPlainBox(box)
}

/**
 * Whether a value is a list of keys that are a frame and a box and nothing else, as nearly all are: what the schema would take just as
 * it is. By hand, since a project holds tens of thousands of them and the window, where no code may be made from text, reads them slowly.
 */
export function arePlainKeys(value: unknown, most: number): value is readonly RegionKey[] {
  return Array.isArray(value) && value.length <= most && value.every(isPlainKey)
}
