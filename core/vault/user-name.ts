import type { Failure } from '../failure.ts'

/** Why a text cannot be a user's name. */
export type UserNameFault = Extract<Failure, { kind: 'bad-user-name' }>['why']

/** Longest name, in code points. */
const longest = 100

/**
 * Controls, format characters (among them those that turn the direction of writing and those without width), line ends, halves
 * of pairs, private and unassigned ones: a name made with them could look like another person's in a list or a log.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u
const loose = /^\p{Zs}|\p{Zs}$|\p{Zs}{2}/u

/** What stands against `name` as a user's name; null: nothing does. */
export function userNameFault(name: string): UserNameFault | null {
  const plain = name.normalize('NFC')
  if (plain.length > 2 * longest || [...plain].length > longest) return 'too-long'
  if (unseen.test(plain)) return 'invisible'
  if (plain.trim() === '') return 'empty'
  return loose.test(plain) ? 'spaces' : null
}

/** What two spellings of one name have in common: NFC, then lower case. Names with equal keys are one user. */
export function userNameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC')
}
