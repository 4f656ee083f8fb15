import { shownText } from './shown.ts'

/** Words of a vault's records, as people say them. What has none here stands as it is, fit for a terminal. */

function wordIn(words: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : shownText(word)
}

const fields: Readonly<Record<string, string>> = {
  recordedOn: 'time of recording',
  ownerForce: 'owning force',
}

/** Metadata that a clip lacks. */
export function shownFields(missing: readonly string[]): string {
  return missing.map((field) => wordIn(fields, field)).join(', ')
}

const tasks: Readonly<Record<string, string>> = {
  hold: 'hold it there, too',
  'release-hold': 'release its hold there',
  category: 'change its category there',
  deletion: 'delete it there',
}

/** What has to be done in a store of record. */
export function shownTask(kind: string): string {
  return wordIn(tasks, kind)
}

const reasons: Readonly<Record<string, string>> = {
  'not-media': 'no video or sound that Occlude knows',
  'nothing-to-redact': 'neither picture nor sound',
  'unsupported-media': 'a format that Occlude does not read',
  undecodable: 'nothing in it can be decoded',
  damaged: 'some of it cannot be decoded',
  'engine-died': 'the media engine stopped on it',
  'file-missing': 'not there',
  'file-empty': 'empty',
  'file-unreadable': 'cannot be read',
  'not-a-file': 'not a plain file',
  'not-stable': 'still being written: wait until copying has ended',
  'hostile-entry': 'a link or device, which is not followed',
  'bad-sidecar': 'what came beside it cannot be read',
}

/** Why a file was not taken or is marked. */
export function shownWhy(why: string): string {
  return wordIn(reasons, why)
}

const leftovers: Readonly<Record<string, string>> = {
  'not-queued': 'not marked for deletion',
  'on-hold': 'held',
  'undo-window': 'the time for undoing is not over',
  'second-person-needed': 'a second person has to carry it out',
  review: 'has to be reviewed first',
  kept: 'not due',
}

/** Why a clip was not deleted. */
export function shownLeft(why: string): string {
  return wordIn(leftovers, why)
}
