import { isCalendarDay } from '../../../core/calendar.ts'
import { ok, type Result } from '../../../core/result.ts'
import { type Arguments, required } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { counted, factLines, shownDay, shownText } from '../../vault/shown.ts'
import { userOf, vaultFolderOf } from '../../vault/sign-in.ts'
import type { AskedRestore } from '../../vault/unopened-vaults.ts'
import { signInOptions, vaultOptions } from '../../vault/vault-options.ts'
import { profileTextOf } from './vault-profile-text.ts'

/** `occlude vault backup`. */
export const vaultBackupCommand: Command = {
  name: 'vault backup',
  group: 'vault',
  summary: 'write an encrypted backup of a vault',
  operands: [],
  options: [{ name: 'out', value: 'F', help: 'where the backup goes' }, ...signInOptions, sharedOptions.json],
  details: [
    'Writes everything into one encrypted file, also while others work. It has a key of its own that expires on a day that the',
    'policy profile sets, so that what is deleted later does not live on in old backups.',
  ],
  examples: ['vault backup --out footage.backup --vault footage --user "Control Room"'],
  async run(args, session) {
    const out = required(args, 'out')
    if (!out.ok) return stopped(out.failure)
    const path = session.locate(out.value)
    const made = await session.callVault(args, 'vault.backup', { out: path })
    if (!made.ok) return stopped(made.failure)
    const { bytes, sha256, backup, expiresAt } = made.value
    const lines = factLines([
      ['backup', path],
      ['id', backup],
      ['bytes', String(bytes)],
      ['sha256', sha256],
      ['expires', shownDay(expiresAt)],
    ])
    return told({ out: path, bytes, sha256, backup, expiresAt }, lines)
  },
}

async function readRestore(args: Arguments, session: Session): Promise<Result<AskedRestore>> {
  const from = required(args, 'from')
  if (!from.ok) return from
  const folder = vaultFolderOf(args, session.signIn)
  if (!folder.ok) return folder
  const user = userOf(args, session.signIn)
  if (!user.ok) return user
  const passphrase = await session.passphraseOf(user.value)
  if (!passphrase.ok) return passphrase
  const after = args.text('after')
  const { noKeyring } = session.signIn.environment
  return ok({
    from: session.locate(from.value),
    folder: folder.value,
    after: after === null ? null : session.locate(after),
    ...{ user: user.value, passphrase: passphrase.value, noKeyring },
  })
}

/** `occlude vault restore`. */
export const vaultRestoreCommand: Command = {
  name: 'vault restore',
  group: 'vault',
  summary: 'make a vault from a backup',
  operands: [],
  options: [
    { name: 'from', value: 'F', help: 'the backup' },
    { ...vaultOptions.vault, help: 'folder of the vault that is made: empty, or not there yet (or OCCLUDE_VAULT)' },
    {
      name: 'after',
      value: 'OLDDIR',
      help: 'what is left of the old vault: what it has deleted since is deleted again',
    },
    vaultOptions.user,
    sharedOptions.json,
  ],
  details: [
    'Checks the whole backup first, then makes the vault; nothing that exists is replaced. An expired backup is refused.',
    'Sign in as somebody who could open the vault when the backup was made.',
  ],
  examples: [
    'vault restore --from footage.backup --vault footage-again --user "Control Room"',
    'vault restore --from footage.backup --vault footage-again --after footage --user "Control Room"',
  ],
  async run(args, session): Promise<Outcome> {
    const asked = await readRestore(args, session)
    if (!asked.ok) return stopped(asked.failure)
    const restored = await session.unopenedVaults.restore(asked.value, session.work)
    if (!restored.ok) return stopped(restored.failure)
    const { vaultId, objects, deletedAgain, laterDeletions } = restored.value
    const again = deletedAgain > 0 ? `, ${counted(deletedAgain, 'clip')} deleted again` : ''
    const line = `Restored vault ${vaultId} to ${asked.value.folder}: ${objects} encrypted files${again}.`
    const unknown =
      'Nobody could say what was deleted after the backup was made: give --after with what is left of the old vault.'
    return told(
      { vault: asked.value.folder, ...restored.value },
      laterDeletions === 'unknown' ? [line, unknown] : [line],
    )
  },
}

/** `occlude vault confirm-profile`. */
export const vaultConfirmProfileCommand: Command = {
  name: 'vault confirm-profile',
  group: 'vault',
  summary: 'say that the policy profile still holds, until a day',
  operands: ['DATE'],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'Past its review date a profile is shown as overdue for its review, until a named person confirms it for longer.',
  ],
  examples: ['vault confirm-profile 2027-05-31 --reason "reviewed by the policy board"'],
  async run(args, session) {
    const until = args.operands[0] ?? ''
    if (!isCalendarDay(until)) return stopped({ kind: 'usage', detail: `"${until}" is no day such as 2027-05-31` })
    const confirmed = await session.callVault(args, 'vault.confirm-profile', { until })
    if (!confirmed.ok) return stopped(confirmed.failure)
    const { profile, confirmedUntil } = confirmed.value
    return told({ profile, confirmedUntil }, [
      `The profile ${shownText(profile)} is confirmed until ${shownDay(confirmedUntil)}.`,
    ])
  },
}

/** `occlude vault profile`. */
export const vaultProfileCommand: Command = {
  name: 'vault profile',
  group: 'vault',
  summary: 'put another policy profile in force',
  operands: ['NAME|FILE'],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'Takes essex, kent, campus, blank, or a file of your own (docs/FORMATS.md). Who may do what and how long clips are kept',
    'follow it from then on; a shorter period never deletes at once.',
  ],
  examples: ['vault profile kent --vault footage --user "Information Office" --reason "moved to Kent"'],
  async run(args, session) {
    const profileText = await profileTextOf(args.operands[0] ?? '', session)
    if (!profileText.ok) return stopped(profileText.failure)
    const changed = await session.callVault(args, 'vault.profile', { profileText: profileText.value })
    if (!changed.ok) return stopped(changed.failure)
    const { profile } = changed.value
    return told({ profile }, [`The profile ${shownText(profile)} is in force.`])
  },
}
