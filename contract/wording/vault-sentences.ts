import type { ObjectProblem } from '../../core/failure.ts'
import { shownMoment } from '../../core/shown-date.ts'
import type { AdvisedSentences, Sentences } from './words.ts'

const objectFault: { readonly [Problem in ObjectProblem]: string } = {
  'not-ours': 'is not an encrypted file of this vault: something else was put in its place',
  'other-file': 'was exchanged for another one of this vault',
  'cut-short': 'is cut short',
  longer: 'has something added at its end',
  changed: 'was changed after it was written',
}

/** Of the vault as a whole: its database, its files, its clips, its backups. */
export const vaultSentences = {
  'database-rolled-back': () =>
    'The database is older than the file of keys or the last record of it: an earlier copy was put in its place. Nothing was changed; restore the latest backup as a whole, and find out who put this one here.',
  'object-damaged': ({ name, problem, bytes }) =>
    bytes
      ? `The encrypted file of ${name} is damaged: its bytes ${bytes[0]} to ${bytes[1] - 1} were changed after they were written. Nothing of them was used and the rest can still be read; restore it from a backup.`
      : `The encrypted file of ${name} ${objectFault[problem]}. Nothing of it was used; restore it from a backup, and find out what happened to it.`,
  'vault-locked': () =>
    'The vault was locked before this was finished. Nothing half-done is kept; sign in again, then start again.',
  'vault-exists': ({ name }) =>
    `There is a vault in ${name} already, and it was left as it is. Choose another folder for the new one, or open the one that is there.`,
  'vault-busy': ({ name, program, since }) =>
    `The vault in ${name} is open in another program (${program}, since ${shownMoment(since) ?? since}), so nothing was done. Wait until it has ended, or sign in there.`,
  'demo-vault-only': () =>
    'This program opens demonstration vaults only, and this is not one. It was not changed; open it with the workstation.',
  'not-encrypted': ({ name }) =>
    `${name} is not encrypted, so it was not used. It is not a vault that Occlude made; restore the vault from a backup.`,
  'vault-newer': ({ name, found, known }) =>
    `${name} was written by a newer version of Occlude (its database has version ${found}, this one knows ${known}). Nothing was changed; open it with that version or a later one.`,
  'database-damaged': ({ detail }) =>
    `The vault's database is damaged: ${detail}. Nothing was changed. Restore the vault from a backup; the files of clips may still be whole.`,
  'object-missing': ({ name }) =>
    `The file of ${name} is missing from the vault. The record of it is safe; restore the file from a backup, or import the clip again.`,
  'no-such-bookmark': () => 'That bookmark is not there any more. Nothing was changed; look at the list again.',
  'no-such-filter': () => 'That filter is not there any more. Nothing was changed; look at the list again.',
  'no-such-notice': () => 'There is no such notice. Nothing was changed; look at the list again.',
  'no-such-redaction': () => 'There is no such redaction of this clip. Nothing was changed; look at the list again.',
  'redaction-held': ({ by }) =>
    by === null
      ? 'The redaction is not open for editing here. Nothing was changed; open it again.'
      : `${by} has this redaction open and edits it. Nothing was changed; it can be read meanwhile, and edited once they have closed it.`,
  'redaction-moved': ({ revision }) =>
    `The redaction has gone on to step ${revision} meanwhile. Nothing was changed or lost; take over what is new, then save again.`,
  'not-open': () => 'The clip is no longer open here. Nothing is lost; open it again and say why.',
  'too-many-open': ({ most }) =>
    `There are ${most} clips open already, which is the most at once. Close one, then open this one.`,
  'backup-damaged': ({ name, detail }) =>
    `The backup ${name} is damaged or no backup: ${detail}. Nothing was restored; use another one.`,
  'backup-expired': ({ name, expiredOn }) =>
    `The backup ${name} expired on ${shownMoment(expiredOn) ?? expiredOn} and must not be restored, because it holds what has been deleted since. Nothing was restored; use a newer one and destroy this one.`,
} satisfies Sentences

/** The same, where the host says what to do next. */
export const advisedVaultSentences = {
  'vault-missing': ({ name }, advice) => `There is no vault in ${name}. Nothing was changed; ${advice}.`,
  'no-such-clip': ({ name }, advice) => `There is no clip ${name} in this vault. Nothing was done; ${advice}.`,
  'no-copy': ({ name }, advice) => `No copy has been made of clip ${name} yet. Nothing was done; ${advice}.`,
} satisfies AdvisedSentences
