import type { OutputOf } from '../../../contract/methods/all.ts'
import type { Result } from '../../../core/result.ts'
import type { VaultAppearance } from '../../../native/vault/host/look-at-vault.ts'
import type { Arguments } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import { factLines, shownDay, shownMoment, shownText } from '../../vault/shown.ts'
import { vaultFolderOf } from '../../vault/sign-in.ts'
import { signInOptions } from '../../vault/vault-options.ts'

/** What has to be looked at by somebody, in words. */
function concerns(status: OutputOf<'vault.status'>): readonly string[] {
  return [
    ...(status.demo ? ['This is a demonstration vault: put no real footage in it.'] : []),
    ...(status.deviceSecret ? [] : ['The credential store is not used: passphrases alone open this vault.']),
    ...(status.reviewOverdue
      ? ['The policy profile is overdue for its review: "occlude vault confirm-profile" once it was reviewed.']
      : []),
    ...(status.rotationDue ? ['Keys are due to be changed: run "occlude vault rotate".'] : []),
    ...(status.clockDoubtful ? ['The clock has leapt: nothing is deleted until somebody confirms it.'] : []),
  ]
}

function confirmedText({ confirmedUntil, confirmedBy }: OutputOf<'vault.status'>['review']): string {
  return `until ${shownDay(confirmedUntil)}, by ${shownText(confirmedBy)}`
}

function statusLines(status: OutputOf<'vault.status'>): readonly string[] {
  const facts = factLines([
    ['vault id', status.vaultId],
    ['profile', shownText(status.profile)],
    ...(status.review.confirmedUntil === null ? [] : [['profile confirmed', confirmedText(status.review)] as const]),
    ['clips', String(status.clips)],
    ['users', String(status.users)],
    ['audit log', `${status.auditEntries} entries, root ${status.auditRoot}`],
    ['signing key', status.signer],
    ['keys', `generation ${status.generation}`],
    ['to do', `${status.todos} about metadata, ${status.sourceTasks} in stores of record`],
  ])
  return [...facts, ...concerns(status)]
}

/** What anybody may be told who can read the folder. */
function appearance({ vaultId, demo, createdAt, generation, users, holder }: VaultAppearance): Outcome {
  const deviceSecret = users.length > 0 && users.every(({ device }) => device)
  const open = holder && { program: holder.program, since: holder.since }
  const lines = factLines([
    ['vault id', vaultId],
    ['made', shownMoment(createdAt)],
    ['users', String(users.length)],
    ['keys', `generation ${generation}`],
    ['open in', open ? `${shownText(open.program)}, since ${shownMoment(open.since)}` : 'no program'],
  ])
  const facts = { vaultId, demo, createdAt, generation, users: users.length, deviceSecret, open, signedIn: false }
  return told(facts, [
    ...lines,
    'Nobody is signed in: this stands in the open and was not checked. Add --user for more.',
  ])
}

function namesUser(args: Arguments, session: Session): boolean {
  return (args.text('user') ?? session.signIn.environment.user ?? '') !== ''
}

async function lookedAt(args: Arguments, session: Session): Promise<Result<VaultAppearance>> {
  const folder = vaultFolderOf(args, session.signIn)
  return folder.ok ? session.unopenedVaults.look(folder.value) : folder
}

/** `occlude vault status`. */
export const vaultStatusCommand: Command = {
  name: 'vault status',
  group: 'vault',
  summary: 'say how a vault stands',
  operands: [],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'Signed in, tells the number of clips and entries, the key that signs, and what waits for somebody.',
    'Without a user it tells only what stands in the open in the folder.',
  ],
  examples: ['vault status --vault footage --user "Control Room"', 'vault status --vault footage --json'],
  async run(args, session) {
    if (!namesUser(args, session)) {
      const found = await lookedAt(args, session)
      return found.ok ? appearance(found.value) : stopped(found.failure)
    }
    const status = await session.callVault(args, 'vault.status', {})
    if (!status.ok) return stopped(status.failure)
    return told({ ...status.value, signedIn: true }, statusLines(status.value))
  },
}

/** `occlude vault rotate`. */
export const vaultRotateCommand: Command = {
  name: 'vault rotate',
  group: 'vault',
  summary: "change the vault's keys",
  operands: [],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'Makes a new master key and wraps all keys with it; footage itself is not written again. Nobody needs a new passphrase.',
    'It happens by itself when somebody leaves ("occlude user disable").',
  ],
  examples: ['vault rotate --vault footage --user "Control Room"'],
  async run(args, session) {
    const rotated = await session.callVault(args, 'vault.rotate', {})
    if (!rotated.ok) return stopped(rotated.failure)
    return told({ ...rotated.value }, [`The keys are changed; this is generation ${rotated.value.generation}.`])
  },
}

/** `occlude vault check`. */
export const vaultCheckCommand: Command = {
  name: 'vault check',
  group: 'vault',
  summary: 'check that everything in a vault is whole',
  operands: [],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'Checks the database, every encrypted file by its ciphertext, and that neither files nor records are left alone.',
    'Ends with exit code 5 and a list where something is wrong. Nothing is changed and no footage is decrypted.',
  ],
  examples: ['vault check --vault footage --user "Control Room" --json'],
  async run(args, session): Promise<Outcome> {
    const checked = await session.callVault(args, 'vault.check', {})
    if (!checked.ok) return stopped(checked.failure)
    const { ok: whole, objects, bytes, problems } = checked.value
    const facts = { objects, bytes, problems }
    const count = `${objects} encrypted files, ${bytes} bytes`
    if (whole) return told(facts, [`All is whole: ${count}.`])
    const lines = problems.map(({ kind, name, detail }) => [kind, shownText(name), shownText(detail)].join('  '))
    const sentence = `The vault is not whole (${problems.length} found among ${count}). Nothing was changed; restore what is damaged from a backup.`
    const failures = problems.map(({ kind, name, detail }) => ({ kind, detail: `${name}: ${detail}` }))
    return { ok: false, exit: exitCodes.notVerified, facts, failures, told: sentence, summary: lines }
  },
}
