/** A look at what is played: when (milliseconds), where (clip seconds) and how fast; at rate 0 it stands there. */
export type Look = { readonly at: number; readonly place: number; readonly rate: number; readonly audioTrack: number }

/** What was played between two looks: `[from, until)` in clip seconds, and at what speed. */
export type Heard = { readonly from: number; readonly until: number; readonly speed: number }

/** Seconds between two looks, at most; longer ones are gaps, of which nobody knows. */
const longestLook = 1

/** By how much a clock of sound may seem to run ahead of the time that has passed, in seconds: it goes in steps. */
const clockGrain = 0.05

/**
 * What was heard from one look to the next, from where playing began or until where it ended in between, too. Null where nothing was,
 * or where it is further than playing comes: that was a jump.
 */
export function heardBetween(last: Look | null, now: Look | null): Heard | null {
  if (!last || !now || last.audioTrack !== now.audioTrack) return null
  const speed = Math.max(last.rate, now.rate)
  const elapsed = (now.at - last.at) / 1000
  if (speed === 0 || elapsed > longestLook || now.place <= last.place) return null
  return now.place - last.place > elapsed * speed + clockGrain ? null : { from: last.place, until: now.place, speed }
}
