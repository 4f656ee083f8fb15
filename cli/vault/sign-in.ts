import { failed, ok, type Result } from '../../core/result.ts'
import { readTextFile } from '../../native/evidence/text-file.ts'
import type { Arguments } from '../arguments.ts'

/** What the environment says about vaults; never a passphrase itself. */
export type VaultEnvironment = {
  /** OCCLUDE_VAULT */
  readonly vault: string | null
  /** OCCLUDE_USER */
  readonly user: string | null
  /** OCCLUDE_PASSPHRASE_FILE */
  readonly passphraseFile: string | null
  /** OCCLUDE_NO_KEYRING=1 */
  readonly noKeyring: boolean
}

/** How a person is asked. */
export type Asking = {
  /** Asks on the terminal without showing what is typed; null where there is no terminal to ask on. */
  readonly secret: (question: string) => Promise<string | null>
  /** Asks on the terminal; null where there is none. */
  readonly line: (question: string) => Promise<string | null>
  /** The next line of standard input where that is no terminal; null at its end. */
  readonly input: () => Promise<string | null>
}

/** What reading a sign-in takes. */
export type SignInPorts = {
  readonly environment: VaultEnvironment
  readonly asking: Asking
  readonly locate: (given: string) => string
}

function missing(detail: string): Result<never> {
  return failed({ kind: 'usage', detail })
}

/** The vault's folder, absolute. */
export function vaultFolderOf(args: Arguments, { environment, locate }: SignInPorts): Result<string> {
  const given = args.text('vault') ?? environment.vault
  return given === null || given === '' ? missing('say which vault: --vault DIR or OCCLUDE_VAULT') : ok(locate(given))
}

/** The name to sign in with. */
export function userOf(args: Arguments, { environment }: SignInPorts): Result<string> {
  const given = args.text('user') ?? environment.user
  return given === null || given === '' ? missing('say who you are: --user NAME or OCCLUDE_USER') : ok(given)
}

/** A file's only line, without its end. Spaces belong to a passphrase. */
function onlyLine(text: string): string {
  return text.replace(/\r?\n$/, '')
}

/** What was given for a passphrase; an empty one is a mistake that costs no attempt. */
function given(text: string): Result<string> {
  const passphrase = onlyLine(text)
  return passphrase === '' ? missing('no passphrase was given: it is empty') : ok(passphrase)
}

/** The passphrase in a file. */
export async function passphraseIn(path: string, { locate }: Pick<SignInPorts, 'locate'>): Promise<Result<string>> {
  const file = await readTextFile(locate(path), path)
  return file.ok ? given(file.value.text) : file
}

/** The passphrase of whoever signs in: from the file that the environment names, asked for, or a line of standard input. */
export async function passphraseOf(ports: SignInPorts, question: string): Promise<Result<string>> {
  const { passphraseFile } = ports.environment
  if (passphraseFile !== null) return passphraseIn(passphraseFile, ports)
  const typed = (await ports.asking.secret(question)) ?? (await ports.asking.input())
  return typed === null
    ? missing('the passphrase is asked for on a terminal, or read from standard input or OCCLUDE_PASSPHRASE_FILE')
    : given(typed)
}

async function askedTwice({ asking }: SignInPorts, question: string): Promise<Result<string | null>> {
  const typed = await asking.secret(question)
  if (typed === null) return ok(null)
  const again = await asking.secret('Once more, to be sure: ')
  return again === typed ? ok(typed) : missing('the two passphrases were not the same')
}

/** A passphrase that is to be set: from a file, else asked for twice, else a line of standard input. */
export async function newPassphraseOf(
  ports: SignInPorts,
  file: string | null,
  question: string,
): Promise<Result<string>> {
  if (file !== null) return passphraseIn(file, ports)
  const asked = await askedTwice(ports, question)
  if (!asked.ok) return asked
  const typed = asked.value ?? (await ports.asking.input())
  return typed === null
    ? missing('the new passphrase is asked for on a terminal, or read from standard input or --passphrase-file')
    : given(typed)
}

/** The reason that was given, or asked for on a terminal where one is needed. */
export async function reasonOf(args: Arguments, { asking }: SignInPorts, needed: boolean): Promise<string | null> {
  const given = args.text('reason')
  if (given !== null || !needed) return given
  return asking.line('Reason (it stands in the audit log): ')
}
