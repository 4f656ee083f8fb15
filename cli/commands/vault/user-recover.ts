import { failed, ok, type Result } from '../../../core/result.ts'
import { readTextFile } from '../../../native/evidence/text-file.ts'
import { isUnfinishedShare } from '../../../native/vault/keys/recovery-shares.ts'
import type { Arguments } from '../../arguments.ts'
import { type Command, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { shownText } from '../../vault/shown.ts'
import { type Asking, reasonOf, vaultFolderOf } from '../../vault/sign-in.ts'
import { signInOptions } from '../../vault/vault-options.ts'
import { newPassphrase, passphraseFile } from './new-passphrase.ts'

/** A whole sheet has fewer lines. */
const mostLines = 60

/** A share as it is typed or piped: on one line or on the four of the sheet, until it is whole or an empty line says so. */
async function typedShare({ secret, input }: Asking, number: 1 | 2): Promise<string | null> {
  let typed = ''
  for (let line = 0; line < mostLines && isUnfinishedShare(typed); line++) {
    const question = line === 0 ? `Recovery share ${number}: ` : 'Its next line (none: press Enter): '
    const next = (await secret(question)) ?? (await input())
    if (next === null || (next.trim() === '' && typed !== '')) break
    typed += `${next}\n`
  }
  return typed.trim() === '' ? null : typed
}

async function shareOf(args: Arguments, session: Session, number: 1 | 2): Promise<Result<string>> {
  const given = args.text(`share-${number}`)
  if (given !== null) {
    const file = await readTextFile(session.locate(given), given)
    return file.ok ? ok(file.value.text) : file
  }
  const typed = await typedShare(session.signIn.asking, number)
  if (typed !== null) return ok(typed)
  const detail = `recovery share ${number} is asked for on a terminal, or read from standard input or --share-${number} F`
  return failed({ kind: 'usage', detail })
}

type Asked = {
  readonly name: string
  readonly shares: [string, string]
  readonly newPassphrase: string
}

async function askedOf(args: Arguments, session: Session, name: string): Promise<Result<Asked>> {
  const one = await shareOf(args, session, 1)
  if (!one.ok) return one
  const two = await shareOf(args, session, 2)
  if (!two.ok) return two
  const fresh = await newPassphrase(args, session, name)
  return fresh.ok ? ok({ name, shares: [one.value, two.value], newPassphrase: fresh.value }) : fresh
}

/** With the sheets alone: nobody is signed in, and nobody has the vault open. */
async function bySheets(args: Arguments, session: Session, name: string): Promise<Result<unknown>> {
  const folder = vaultFolderOf(args, session.signIn)
  if (!folder.ok) return folder
  const reason = ((await reasonOf(args, session.signIn, true)) ?? '').trim()
  if (reason === '') return failed({ kind: 'reason-missing', method: 'user.recover' })
  const asked = await askedOf(args, session, name)
  if (!asked.ok) return asked
  const { noKeyring } = session.signIn.environment
  return session.unopenedVaults.recover({ ...asked.value, folder: folder.value, reason, noKeyring })
}

/** With an administrator, whom the log names: also while the workstation has the vault open. */
async function byAdministrator(args: Arguments, session: Session, name: string): Promise<Result<unknown>> {
  const opened = await session.openVault(args)
  if (!opened.ok) return opened
  const asked = await askedOf(args, session, name)
  return asked.ok ? session.callVault(args, 'user.recover', asked.value) : asked
}

/** `occlude user recover`. */
export const userRecover: Command = {
  name: 'user recover',
  group: 'vault',
  summary: 'reset a passphrase with both recovery sheets',
  operands: ['NAME'],
  options: [
    {
      name: 'share-1',
      value: 'F',
      help: 'text of the first recovery sheet (else asked for, or read from standard input)',
    },
    { name: 'share-2', value: 'F', help: 'text of the second one' },
    passphraseFile,
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'Two people, each with one sheet, give somebody a new passphrase on this machine. Nobody has to be signed in.',
    'With --user an administrator signs in first: the log names them then, and it works while the workstation has the vault open.',
    'Standard input holds, in this order and as far as no file is named: the passphrase of --user, share 1, share 2, the new passphrase.',
    'The reason stands in the audit log.',
  ],
  examples: ['user recover "Control Room" --share-1 one.txt --share-2 two.txt --reason "passphrase forgotten"'],
  async run(args, session) {
    const name = args.operands[0] ?? ''
    const recovered = await (args.text('user') === null ? bySheets : byAdministrator)(args, session, name)
    return recovered.ok ? told({ name }, [`${shownText(name)} has a new passphrase.`]) : stopped(recovered.failure)
  },
}
