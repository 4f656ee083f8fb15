import type { Instant } from '../ports/clock.ts'
import { userNameKey } from './user-name.ts'

/** Somebody who tried to open the vault and could not. */
export type Refusal = {
  readonly at: Instant
  /** As typed, up to 100 characters; it may hold anything, even a passphrase typed into the wrong place. */
  readonly name: string
  /** Kind of the failure. */
  readonly why: string
}

/** Guesses that cost nothing, and the longest wait in seconds: of one name, and of all together. */
const [freeGuesses, longestWait, freeGuessesOfAll, longestWaitOfAll] = [3, 900, 20, 30]

/** How long a guess counts: against its name, and against everybody. Milliseconds. */
const [counted, countedOfAll] = [86_400_000, 3_600_000]

/**
 * Failures that somebody who guesses would make. `other-machine` is told before the passphrase is tried, so it tells nothing;
 * nobody guesses 256 bits of a recovery share, and those who mistype one should not have to wait.
 */
const guesses: ReadonlySet<string> = new Set(['wrong-passphrase', 'no-such-user'])

/** Seconds until the next attempt after so many failed ones in a row: none after two, then 2, 4, 8 ... up to 15 minutes. */
export function backOffSeconds(failures: number): number {
  return failures < freeGuesses ? 0 : Math.min(longestWait, 2 ** (failures - freeGuesses + 1))
}

function remaining(times: readonly number[], now: number, wait: number): number {
  if (times.length === 0) return 0
  const sinceLast = Math.max(0, now - Math.max(...times))
  return Math.max(0, wait - sinceLast / 1000)
}

/**
 * Seconds that somebody called `name` still has to wait at `now`: doubling for a name whose passphrase was guessed wrong three
 * times or more within a day, and up to half a minute for everybody while many are guessed wrong within an hour, so that one
 * guess at each of many names is slow too. Attempts while somebody waits are not to be counted. Limits online guessing as NIST
 * SP 800-63B-4 section 3.2.2 asks. A clock that was set back does not shorten a wait.
 */
export function secondsToWait(refusals: readonly Refusal[], name: string, now: Instant): number {
  const at = Date.parse(now)
  const timesOf = (some: readonly Refusal[], since: number) =>
    some.map((refusal) => Date.parse(refusal.at)).filter((time) => time > at - since)
  const wrong = refusals.filter((refusal) => guesses.has(refusal.why))
  const key = userNameKey(name)
  const own = timesOf(
    wrong.filter((refusal) => userNameKey(refusal.name) === key),
    counted,
  )
  const all = timesOf(wrong, countedOfAll)
  const ofAll = all.length < freeGuessesOfAll ? 0 : Math.min(longestWaitOfAll, 2 ** (all.length - freeGuessesOfAll))
  return Math.ceil(Math.max(remaining(own, at, backOffSeconds(own.length)), remaining(all, at, ofAll)))
}
