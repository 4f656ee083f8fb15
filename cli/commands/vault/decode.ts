import type { ItemOf, OutputOf } from '../../../contract/methods/all.ts'
import type { Result } from '../../../core/result.ts'
import type { Arguments } from '../../arguments.ts'
import { type Command, sharedOptions, stopped } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import { counted } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'

type Found = ItemOf<'clip.decode'>
type Counts = OutputOf<'clip.decode'>

const words: Readonly<Record<Found['status'], string>> = {
  sound: 'every frame decodes',
  damaged: 'damaged: "occlude clip show" says how much, "occlude index --deep" which frames',
  unindexed: 'cannot be read; it is kept all the same',
  failed: 'could not be looked at now; it will be tried again',
}

/** Decodes whatever waits for it in the vault of these words; a line for each clip. */
export async function decodeAll(args: Arguments, session: Session): Promise<Result<Counts>> {
  return session.callVault(args, 'clip.decode', {}, ({ clip, status, why }) => {
    const because = why === null ? '' : `  (${why})`
    const line = session.json
      ? JSON.stringify({ type: 'decoded', clip, status, why })
      : `${status.padEnd(10)}  ${clip}  ${words[status]}${because}`
    return session.print(`${line}\n`)
  })
}

/** What the decode pass came to, for people. */
export function decodedLine({ sound, damaged, unindexed, failed }: Counts): string {
  const all = sound + damaged + unindexed + failed
  return all === 0
    ? 'Nothing waits to be decoded.'
    : `${counted(all, 'clip')} decoded: ${damaged} damaged, ${unindexed} not readable${failed > 0 ? `, ${failed} to be tried again` : ''}.`
}

/** `occlude decode`. */
export const decodeCommand: Command = {
  name: 'decode',
  group: 'vault',
  summary: 'decode what has come in, to find what is damaged',
  operands: [],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'An import counts the frames of a clip and leaves decoding them for later, so that the memory stick can go. This is later: every',
    'clip that waits is decoded whole and marked if something is damaged or missing. It shows nothing, may be stopped at any time and',
    'goes on where it was. A vault that the window has open does it by itself. A copy is never made from a clip that was not decoded whole.',
  ],
  examples: ['decode', 'decode --json'],
  async run(args, session) {
    const decoded = await decodeAll(args, session)
    if (!decoded.ok) return stopped(decoded.failure)
    const exit = decoded.value.failed > 0 ? exitCodes.partial : exitCodes.done
    return { ok: true, exit, made: {}, facts: { ...decoded.value }, summary: [decodedLine(decoded.value)] }
  },
}
