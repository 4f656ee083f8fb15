import type { ItemOf } from '../../../contract/methods/all.ts'
import { importReasonWords } from '../../../contract/wording/record-words.ts'
import { openMapping, shippedMappingNames } from '../../../native/evidence/intake/mapping-source.ts'
import type { Arguments } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import { counted, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'
import { decodeAll, decodedLine } from './decode.ts'

type Item = ItemOf<'clip.import'>

function lineOf({ path, clip, status, why }: Item): string {
  const because = why === null ? '' : `  (${importReasonWords(why)})`
  return `${status.padEnd(10)}  ${clip ?? '-'.repeat(16)}  ${shownText(path)}${because}`
}

function exitOf({ refused, total }: { readonly refused: number; readonly total: number }) {
  if (refused === 0) return exitCodes.done
  return refused === total ? exitCodes.badInput : exitCodes.partial
}

/** A mapping that comes with Occlude, by its name; else a file, absolute. */
function mappingOf(args: Arguments, session: Session): string | null {
  const given = args.text('mapping')
  return given === null || shippedMappingNames.some((name) => name === given) ? given : session.locate(given)
}

/** `occlude import`. */
export const importCommand: Command = {
  name: 'import',
  group: 'vault',
  summary: 'bring clips into the vault',
  operands: ['PATH...'],
  manyOperands: true,
  options: [
    {
      name: 'mapping',
      value: 'generic|evidence-com|FILE',
      help: 'how files beside the clips say when, who and what (default generic)',
    },
    {
      name: 'wait',
      value: null,
      help: 'also decode what came in, to find what is damaged ("occlude decode" does it later)',
    },
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'Takes files, folders and memory sticks. Everything is read once, hashed and encrypted as it is read; what lies there is never',
    'changed. Files beside a clip (JSON, XML, CSV) are kept as they are and read for its metadata; what is missing opens a to-do.',
    'A clip that cannot be read is kept all the same, and marked. Given again after a power cut, an import goes on where it was.',
  ],
  examples: [
    'import /media/camera --reason "end of shift"',
    'import clip.mp4 clip.json --mapping evidence-com --reason "SAR 12"',
  ],
  async run(args, session): Promise<Outcome> {
    const mapping = await openMapping(mappingOf(args, session))
    if (!mapping.ok) return stopped(mapping.failure)
    const paths = args.operands.map((path) => session.locate(path))
    let printing = Promise.resolve()
    const imported = await session.callVault(args, 'clip.import', { paths, mapping: mapping.value.text }, (item) => {
      const line = session.json ? JSON.stringify(item) : lineOf(item)
      printing = printing.then(() => session.print(`${line}\n`))
    })
    await printing
    if (!imported.ok) return stopped(imported.failure)
    const { imported: fresh, duplicates, unindexed, refused } = imported.value
    const total = fresh + duplicates + unindexed + refused
    const decoded = args.flag('wait') ? await decodeAll(args, session) : null
    if (decoded && !decoded.ok) return stopped(decoded.failure)
    const summary = [
      `${counted(fresh, 'clip')} imported, ${duplicates} there already, ${unindexed} kept but not readable, ${refused} refused.`,
      ...(mapping.value.mapping.verified
        ? []
        : ['The mapping was never compared with real exports: check the metadata.']),
      ...(decoded ? [decodedLine(decoded.value)] : []),
      ...(fresh > 0 && !decoded ? ['They are counted, not decoded yet: "occlude decode" looks for damage.'] : []),
    ]
    const exit = exitOf({ refused, total })
    const facts = { ...imported.value, ...(decoded ? { decoded: decoded.value } : {}) }
    if (exit !== exitCodes.badInput) return { ok: true, exit, made: {}, facts, summary }
    const told = 'Nothing was taken in; what lies there was not changed. Each line above says why.'
    return { ok: false, exit, facts, failures: [{ kind: 'refused', detail: told }], told, summary: [] }
  },
}
