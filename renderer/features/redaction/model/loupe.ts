import type { Point, Shape, Size } from '../../../../core/geometry/shape.ts'
import { handlesOf } from './outline-drag.ts'

/** What the loupe shows: what is under the pointer, or a place of the chosen outline, counted from its first. */
export type Loupe = { readonly at: 'pointer' } | { readonly at: 'handle'; readonly place: number }

/** Side of the loupe, in CSS pixels. */
export const loupeSide = 208
/** How much larger than the picture it shows it. */
export const loupeZoom = 4
/** How far from what it shows it stands, in CSS pixels. */
const apart = 24

/** Where its near corner comes to stand along one side: behind what it shows, or before where there is no room for it. */
function besideAt(at: number, room: number): number {
  const behind = at + apart
  return Math.max(0, behind + loupeSide <= room ? behind : at - apart - loupeSide)
}

/** Where the loupe stands on the stage: near to what it shows, and never over it where there is room beside. */
export function loupePlace([x, y]: Point, { width, height }: Size): Point {
  return [besideAt(x, width), besideAt(y, height)]
}

/** The loupe turned on, at the pointer, or off. */
export function toggledLoupe(loupe: Loupe | null): Loupe | null {
  return loupe === null ? { at: 'pointer' } : null
}

/** The loupe at the next place of the chosen outline. */
export function loupeFurther(loupe: Loupe | null): Loupe {
  return { at: 'handle', place: loupe?.at === 'handle' ? loupe.place + 1 : 0 }
}

/** A place of an outline: its corners and the middles of its sides, one after the other and round again. */
export function placeOfOutline(outline: Shape, place: number): Point | null {
  const places = handlesOf(outline, 1).filter(({ handle }) => handle.kind !== 'turn')
  return places[place % Math.max(1, places.length)]?.point ?? null
}
