import type { Pane, StageDivision } from '../../player/index.ts'

/**
 * How the picture is shown: with outlines, as the copy will show it, as it was recorded, divided in two, or twice. Where it is divided
 * or stands twice, the left one is as recorded with outlines, the right one as redacted.
 */
export type Look = 'outlines' | 'redacted' | 'recorded' | 'split' | 'side-by-side'

/** Width of what the divider is held by, in CSS pixels: the divider is never nearer than half of it to a side. */
export const dividerGrip = 16

/** Looks that show all of the picture as the copy will: in these, frames count as seen. A part of it says nothing of the rest. */
export function isReviewLook(look: Look): boolean {
  return look === 'redacted' || look === 'side-by-side'
}

/** Looks in which something is covered, and nothing is heard that the copy mutes. */
export function isCovered(look: Look): boolean {
  return look === 'split' || isReviewLook(look)
}

/** Where the divider stands, at a share of the way. */
function dividerAt(share: number, width: number): number {
  return dividerGrip / 2 + share * Math.max(0, width - dividerGrip)
}

/** How the stage is divided in a look; `divider`: how far to the right the divider is by now, 0 to 1. */
export function divisionOf(look: Look, divider: () => number): StageDivision {
  return (width) => {
    const whole: Pane = { shows: isCovered(look) ? 'covered' : 'recorded', left: 0, width, from: 0, until: width }
    if (look === 'split') {
      const at = dividerAt(divider(), width)
      return [
        { ...whole, shows: 'recorded', until: at },
        { ...whole, from: at },
      ]
    }
    if (look !== 'side-by-side') return [whole]
    const half = width / 2
    return [
      { shows: 'recorded', left: 0, width: half, from: 0, until: half },
      { shows: 'covered', left: half, width: half, from: half, until: width },
    ]
  }
}

/** Whether outlines are drawn in a pane: over what was recorded, unless that alone is looked at. */
export function hasOutlines(look: Look, { shows }: Pick<Pane, 'shows'>): boolean {
  return shows === 'recorded' && look !== 'recorded'
}

/** The divider moved by a share of the way. */
export function dividerMoved(divider: number, by: number): number {
  return Math.min(1, Math.max(0, divider + by))
}

/** What the key for looks goes through. */
const looksInTurn: readonly Look[] = ['outlines', 'redacted', 'recorded']

/** The look after this one. */
export function nextLook(look: Look): Look {
  return looksInTurn[(looksInTurn.indexOf(look) + 1) % looksInTurn.length] ?? 'outlines'
}
