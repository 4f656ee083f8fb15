import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import { shownText } from '../../vault/shown.ts'
import { vaultFolderOf } from '../../vault/sign-in.ts'
import { vaultOptions } from '../../vault/vault-options.ts'

/** `occlude vault serve`. */
export const vaultServeCommand: Command = {
  name: 'vault serve',
  group: 'vault',
  summary: 'hold a vault open, so that several people and commands work in it at once',
  operands: [],
  options: [vaultOptions.vault, vaultOptions.user, sharedOptions.json],
  details: [
    'Opens the vault with your passphrase and serves the commands of this system user over a local socket until Ctrl-C. Each command',
    'signs in with a passphrase of its own; nobody works in your name. When nobody was signed in for the minutes of the policy profile,',
    'the vault is locked; the next sign-in unlocks it. "occlude vault lock" locks it at once.',
  ],
  examples: ['vault serve --vault footage --user "Control Room"'],
  async run(args, session): Promise<Outcome> {
    const json = args.flag('json')
    const served = await session.holdVault(args, (vault) =>
      session.print(
        json ? `${JSON.stringify({ type: 'serving', vault })}\n` : `Serving ${shownText(vault)} until Ctrl-C.\n`,
      ),
    )
    if (!served.ok) return stopped(served.failure)
    return told({ vault: served.value }, ['The vault is closed.'])
  },
}

/** `occlude vault lock`. */
export const vaultLockCommand: Command = {
  name: 'vault lock',
  group: 'vault',
  summary: 'lock a vault that another program holds open',
  operands: [],
  options: [vaultOptions.vault, sharedOptions.json],
  details: [
    'Asks the program that has the vault open to sign everybody out and forget the keys, now. Needs no passphrase: it only takes away.',
  ],
  examples: ['vault lock --vault footage'],
  async run(args, session): Promise<Outcome> {
    const folder = vaultFolderOf(args, session.signIn)
    if (!folder.ok) return stopped(folder.failure)
    const locked = await session.lockVault(folder.value)
    if (!locked.ok) return stopped(locked.failure)
    const { value } = locked
    const line =
      value === null
        ? 'No program has the vault open: it is closed.'
        : `${shownText(value.program)} has locked the vault${value.locked ? '' : ' before'}.`
    return told({ vault: folder.value, program: value?.program ?? null, locked: value?.locked ?? false }, [line])
  },
}
