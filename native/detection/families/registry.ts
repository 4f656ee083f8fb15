import { centerface } from './centerface.ts'
import type { DecodeFamily } from './decode-family.ts'

const families: ReadonlyMap<string, DecodeFamily> = new Map([centerface].map((family) => [family.id, family]))

/** The decode family of that id; undefined when there is none. */
export function familyById(id: string): DecodeFamily | undefined {
  return families.get(id)
}
