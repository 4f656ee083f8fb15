import type { Sentences } from './words.ts'

const shareFault = {
  mistyped: 'has a typing mistake',
  incomplete: 'is not whole',
  'other-vault': 'belongs to another vault',
  'same-share': 'is the same sheet as the other one',
  'not-a-pair': 'is not of the latest pair of sheets',
} as const

const passphraseFault = {
  'too-short': 'is too short',
  'too-long': 'is longer than 1,024 characters',
  common: 'is among those that are tried first',
  predictable: 'is mostly a name, a repetition or a row of keys',
  'not-text': 'holds characters that cannot be typed reliably',
} as const

/** Of what opens a vault: passphrases, recovery sheets, and the file of keys. */
export const keySentences = {
  'wrong-passphrase': ({ name }) =>
    `This is not the passphrase of ${name}. Nothing was opened and the attempt was noted; try again, or have it reset with both recovery sheets.`,
  'other-machine': ({ name }) =>
    `The passphrase of ${name} works only on the machine where it was set, or this machine's credential store is locked. Nothing was opened; unlock the store, go to that machine, or have the passphrase reset with both recovery sheets.`,
  'slots-damaged': ({ at }) =>
    `The file of keys (slots.json) is damaged: ${at}. Nothing was opened or changed; restore that file from a backup.`,
  'slots-swapped': () =>
    'The file of keys (slots.json) and the database do not belong to each other: one of them was exchanged or changed. Nothing was opened; do not type the passphrase again, restore both from one backup and have this looked into.',
  'slots-rolled-back': () =>
    'The file of keys (slots.json) is an older one, from before people or passphrases were changed. Nothing was opened; restore the latest one, and find out who put this one here.',
  'bad-shares': ({ why, share, group }) =>
    `Recovery sheet ${share ?? '1 or 2'} ${shareFault[why]}${group === undefined ? '' : ` in group ${group}`}. Nothing was opened; check it, and give both sheets of this vault.`,
  'weak-passphrase': ({ why, least }) =>
    `This passphrase ${passphraseFault[why]}${least === undefined ? '' : `: ${least} characters are needed`}. Nothing was changed; choose a longer one, such as four or more words that have nothing to do with each other.`,
  'too-many-attempts': ({ waitSeconds }) =>
    `There were too many wrong passphrases. Nothing was tried; wait ${waitSeconds} s, then try again.`,
} satisfies Sentences
