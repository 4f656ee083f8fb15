import { failed, ok, type Result } from '../../../core/result.ts'
import { type ClipId, clipId, isId } from '../../../core/vault/ids.ts'
import type { Arguments } from '../../arguments.ts'
import { type Command, type Outcome, stopped } from '../../command.ts'
import type { Session } from '../../session.ts'
import { signInOptions, vaultOptions } from '../../vault/vault-options.ts'

/** What a command does with a clip of the vault. */
export type VaultRun = (clip: ClipId, args: Arguments, session: Session) => Promise<Outcome>

/** The id of a clip as it was typed. Fails with `no-such-clip`: what has no form of an id is none. */
export function clipNamed(text: string): Result<ClipId> {
  return isId(text) ? ok(clipId(text)) : failed({ kind: 'no-such-clip', name: text })
}

/** A command on files that also takes a clip of the vault with `--clip`. */
export function inVault(command: Command, runInVault: VaultRun): Command {
  const known = new Set(command.options.map(({ name }) => name))
  const added = [vaultOptions.clip, ...signInOptions, vaultOptions.breakGlass].filter(({ name }) => !known.has(name))
  return {
    ...command,
    options: [...command.options, ...added],
    insteadOfOperands: vaultOptions.clip.name,
    details: [
      ...command.details,
      '',
      'With --clip ID and --reason a clip of the vault is taken instead of a file; no picture or sound leaves the vault that way.',
    ],
    run: async (args, session) => {
      const given = args.text(vaultOptions.clip.name)
      if (given === null) return command.run(args, session)
      const clip = clipNamed(given)
      return clip.ok ? runInVault(clip.value, args, session) : stopped(clip.failure)
    },
  }
}

/** A command that would write picture or sound: with a clip of the vault it is refused before anything else. */
export function refusedInVault(command: Command): Command {
  return inVault(command, async () => stopped({ kind: 'no-way-out', command: command.name }))
}
