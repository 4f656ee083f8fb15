import { failed, ok, type Result } from '../../../core/result.ts'
import { commonPasswords } from './common-passwords.ts'
import { piecesOf, repeatedUnit } from './predictable-text.ts'

/**
 * Lengths in code points after NFC. NIST SP 800-63B-4 section 3.1.1.2 asks for 15 where the password is the only factor, and
 * allows down to 8 beside another one. Here the device secret is that other one; 12 since a stolen computer has both file and
 * secret. It wants at least 64 to be possible.
 */
const [leastAlone, leastWithDevice, most] = [15, 12, 1024]

/** A passphrase needs more than this of known words, or more than this of other characters, to be more than decoration. */
const [fewWords, fewOthers] = [2, 3]

/** What a passphrase is judged against. */
export type PassphraseContext = {
  /** True when a device secret goes into the user's key as well. */
  readonly withDevice: boolean
  /** Words that somebody who knows the user would try: their name, the force's, the vault's. */
  readonly words: readonly string[]
}

const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cn}]/u

function isPredictable(plain: string, isKnown: (word: string) => boolean): boolean {
  const { known, other } = piecesOf(plain, isKnown)
  return known.size <= fewWords && other <= fewOthers
}

/**
 * Judges a new passphrase after NIST SP 800-63B-4 section 3.1.1.2: length, and a list of common and expected ones; no rules on
 * kinds of character, no expiry, no hints. Fails with `weak-passphrase`:
 *
 * - `not-text`: control characters, halves of pairs, unassigned code points
 * - `common`: is on the list as it stands
 * - `predictable`: a short text repeated, or at most two listed words, expected words or runs of keys with next to nothing else
 */
export async function judgePassphrase(passphrase: string, context: PassphraseContext): Promise<Result<void>> {
  const least = context.withDevice ? leastWithDevice : leastAlone
  if (passphrase.length > 4 * most) return failed({ kind: 'weak-passphrase', why: 'too-long' })
  const plain = passphrase.normalize('NFC')
  const length = [...plain].length
  if (length > most) return failed({ kind: 'weak-passphrase', why: 'too-long' })
  if (length < least) return failed({ kind: 'weak-passphrase', why: 'too-short', least })
  if (unfit.test(plain)) return failed({ kind: 'weak-passphrase', why: 'not-text' })
  const common = await commonPasswords()
  const lower = plain.toLowerCase()
  if (common.has(lower)) return failed({ kind: 'weak-passphrase', why: 'common' })
  const expected = new Set(wordsIn([...context.words, 'occlude']))
  const repeats = [...repeatedUnit(lower)].length < Math.min(least, length)
  if (repeats || isPredictable(lower, (word) => common.has(word) || expected.has(word)))
    return failed({ kind: 'weak-passphrase', why: 'predictable' })
  return ok(undefined)
}

/** Names as a whole and by their parts, without what is neither letter nor digit. */
function wordsIn(names: readonly string[]): string[] {
  const plain = names.map((name) => name.normalize('NFC').toLowerCase())
  const parts = plain.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}\p{M}]+/u)])
  return parts.map((part) => part.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, '')).filter((part) => part !== '')
}
