import type { Direction } from './follow-commands.ts'

/** Where following came to an end one way, as the engine says. */
export type FollowStop = { readonly direction: Direction; readonly lastCovered: number; readonly reason: string }

/** An end that somebody may put right and follow on from. */
export type LostEnd = { readonly direction: Direction; readonly frame: number }

/** Reasons for which following failed; it has come to its end by all others. */
const failures: ReadonlySet<string> = new Set(['lost', 'scene-cut', 'undecodable'])

/** The ends at which following failed, the one forward first; of ways that were not followed now, those from before. */
export function lostEnds(
  before: readonly LostEnd[],
  directions: readonly Direction[],
  stops: readonly FollowStop[],
): readonly LostEnd[] {
  const now = stops
    .filter(({ reason }) => failures.has(reason))
    .map(({ direction, lastCovered }): LostEnd => ({ direction, frame: lastCovered }))
  const old = before.filter(({ direction }) => !directions.includes(direction))
  return [...old, ...now].toSorted((a, b) => Number(a.direction === 'backward') - Number(b.direction === 'backward'))
}
