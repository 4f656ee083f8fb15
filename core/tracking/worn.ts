import { type Appearance, appearanceDistance } from '../detection/appearance.ts'

/** How many of a trail's last appearances count. */
const remembered = 4

/** Distances over this are surely of differently dressed people; under `alike` they may well be of one. */
export const clearMismatch = 0.5
export const alike = 0.3

/** What a trail was seen to wear last, newest first. */
export type Worn = readonly Appearance[]

/** Takes another appearance in; none changes nothing. */
export function wearing(worn: Worn, seen: Appearance | undefined): Worn {
  return seen === undefined ? worn : [seen, ...worn.slice(0, remembered - 1)]
}

/**
 * How differently a trail and a sighting are dressed, 0 to 1: the nearest of the trail's last appearances, since somebody
 * in front may have been in one of them. Null where either tells nothing.
 */
export function wornDistance(worn: Worn, seen: Appearance | undefined): number | null {
  if (seen === undefined || worn.length === 0) return null
  return Math.min(...worn.map((one) => appearanceDistance(one, seen)))
}
