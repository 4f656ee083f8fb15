import type { SourceTaskKind } from '../../core/store-of-record.ts'
import type { ClipRow } from '../vault-schemas.ts'
import { wordIn } from './words.ts'

/** Words of a vault's records, as people say them in every host. */

const fields: Readonly<Record<string, string>> = {
  recordedOn: 'recorded on',
  ownerForce: 'owner force',
  preEventSeconds: 'pre-event seconds',
}

/** The name of one of a clip's fields. */
export function fieldName(field: string): string {
  return wordIn(fields, field)
}

/** The names of fields, such as those that a clip lacks. */
export function fieldNames(missing: readonly string[]): string {
  return missing.map(fieldName).join(', ')
}

const tasks: Readonly<Record<SourceTaskKind, string>> = {
  hold: 'hold it there, too',
  'release-hold': 'release its hold there',
  category: 'change its category there',
  deletion: 'delete it there',
}

/** What has to be done in a store of record. */
export function sourceTaskWords(kind: string): string {
  return wordIn(tasks, kind)
}

/** How a clip stands with its store of record. */
export const atSourceWords: Readonly<Record<ClipRow['atSource'], string>> = {
  held: 'held there, too',
  'not-held-at-source': 'not held at source: nobody has confirmed it',
  'no-source': 'no other store is known',
  'not-needed': 'nothing is held here',
}

const importReasons: Readonly<Record<string, string>> = {
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

/** Why a file was not taken, or a clip is marked. */
export function importReasonWords(why: string): string {
  return wordIn(importReasons, why)
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
export function leftWords(why: string): string {
  return wordIn(leftovers, why)
}

const auditFaults: Readonly<Record<string, string>> = {
  missing: 'an entry is missing',
  'out-of-order': 'entries are out of order',
  unreadable: 'what is stored there is no entry',
  renumbered: 'an entry has another number than its place',
  altered: 'an entry was changed after it was written',
  'other-root': 'entries are not those that a checkpoint was signed for',
  'too-short': 'the log ends before a signed checkpoint',
  'anchor-root': 'the log was rewritten since a part of it was vouched for elsewhere',
  'anchor-ahead': 'the log was set back: more of it was vouched for elsewhere',
  state: 'no checkpoint vouches for where the last check ended',
  'checkpoint-malformed': 'a checkpoint is not well formed',
  'checkpoint-key': 'a checkpoint was signed by a key that is not trusted',
  'checkpoint-signature': 'the signature of a checkpoint does not fit',
  'not-included': 'the entry is not in the log that was signed',
  'not-consistent': 'the log is no continuation of what it was',
}

/** What is wrong with an audit log. */
export function auditFaultWords(why: string): string {
  return wordIn(auditFaults, why)
}
