/** How the picture's place lies before whoever watches: wholly, in part (the rest is scrolled away), or behind a dialog. */
export type Sight = 'whole' | 'part' | 'behind'

/** The share of its place from which on it is wholly in sight: edges fall between the points of a screen. */
export const wholeFrom = 0.99

/** How it lies, by the share of its place that is in sight. */
export function sightOf(share: number, isBehind: boolean): Sight {
  if (isBehind) return 'behind'
  return share >= wholeFrom ? 'whole' : 'part'
}
