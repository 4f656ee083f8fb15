import { centerface } from './centerface.ts'
import { dbnet } from './dbnet.ts'
import type { DecodeFamily } from './decode-family.ts'
import { movenet } from './movenet.ts'
import { nanodet } from './nanodet.ts'
import { yolo } from './yolo.ts'

const families: ReadonlyMap<string, DecodeFamily> = new Map(
  [centerface, movenet, nanodet, dbnet, yolo].map((family) => [family.id, family]),
)

/** The ids of all decode families. */
export const familyIds: readonly string[] = [...families.keys()]

/** The decode family of that id; undefined when there is none. */
export function familyById(id: string): DecodeFamily | undefined {
  return families.get(id)
}
