import type { OutputOf } from '../../../contract/methods/all.ts'
import { redactionSearch } from '../../../core/detection/default-classes.ts'
import { redactionId } from '../../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { clipId } from '../../../core/vault/ids.ts'
import { type Arguments, required } from '../../arguments.ts'
import { readSearch, searchFor } from '../../asked-search.ts'
import { type Command, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { columns, counted, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'
import { sentenceFor } from '../../wording.ts'
import { clipNamed } from './in-vault.ts'

type Redaction = OutputOf<'redaction.list'>['redactions'][number]

const options = [...signInOptions, sharedOptions.json]

/** Redactions that are asked for at a time. */
const perPage = 500

/** All redactions that the caller may work on, page after page. */
async function allRedactions(args: Arguments, session: Session): Promise<Result<readonly Redaction[]>> {
  const rows: Redaction[] = []
  for (let offset = 0; ; offset += perPage) {
    const page = await session.callVault(args, 'redaction.list', { clip: null, offset, limit: perPage })
    if (!page.ok) return page
    rows.push(...page.value.redactions)
    if (offset + perPage >= page.value.total) return ok(rows)
  }
}

const inQueue: ReadonlySet<Redaction['state']> = new Set<Redaction['state']>(['waiting', 'examining', 'failed'])

function stateOf({ state, failure, detected }: Redaction): string {
  if (failure) return `could not be done: ${sentenceFor(failure)}`
  if (state === 'waiting') return 'waiting'
  return `being gone through, ${detected.done} of ${counted(detected.frames, 'frame')}`
}

const list: Command = {
  name: 'queue list',
  group: 'vault',
  summary: 'list the redactions whose clips wait to be gone through',
  operands: [],
  options,
  details: [
    'Lists the redactions whose clips wait for the detection, are being gone through now, or could not be. Clips are gone through one',
    'after the other while the window or `vault serve` has the vault open, and through a lock where the policy profile lets it.',
  ],
  examples: ['queue list', 'queue list --json'],
  async run(args, session) {
    const found = await allRedactions(args, session)
    if (!found.ok) return stopped(found.failure)
    const queue = found.value.filter(({ state }) => inQueue.has(state))
    const rows = queue.map((each) => {
      const { redaction, clip, clipName, purpose } = each
      return [redaction, clip, shownText(clipName), shownText(purpose), stateOf(each)]
    })
    const lines = columns(['REDACTION', 'CLIP', 'NAME', 'PURPOSE', 'HOW IT STANDS'], rows)
    return told({ queue }, [...lines, `${counted(queue.length, 'redaction')} in the queue.`])
  },
}

const add: Command = {
  name: 'queue add',
  group: 'vault',
  summary: 'have a clip gone through for a redaction, without anybody looking on',
  operands: ['ID'],
  options: [
    { name: 'purpose', value: 'TEXT', help: 'what it is redacted for; its redaction of that purpose, else a new one' },
    sharedOptions.profile,
    sharedOptions.classes,
    sharedOptions.extent,
    ...options,
  ],
  details: [
    'Puts a clip of the vault into the queue. What could not be done is tried again; what waits already keeps its place, and is looked',
    'for as it is asked now, with all that was looked for before. A redaction that is signed is refused: what is found anew would',
    'undo that.',
    'Without --classes everything is looked for that the window looks for; where they leave out what the profile usually looks for, no',
    'copy is made until that is looked for too. What the classes and extents are is told by',
    '"occlude detect --help".',
  ],
  examples: [
    'queue add 7k3qx9v2m4n8p6rt --purpose "SAR 12" --reason "SAR 12"',
    'queue add 7k3qx9v2m4n8p6rt --purpose "SAR 12" --profile thorough --reason "SAR 12"',
  ],
  async run(args, session) {
    const clip = clipNamed(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const purpose = required(args, 'purpose')
    if (!purpose.ok) return stopped(purpose.failure)
    const asked = readSearch(args)
    if (!asked.ok) return stopped(asked.failure)
    const search = searchFor(asked.value, redactionSearch)
    if (search.classes.length === 0) return stopped({ kind: 'usage', detail: '--classes names nothing to look for.' })
    const wanted = { clip: clip.value, purpose: purpose.value, search: { ...search, classes: [...search.classes] } }
    const queued = await session.callVault(args, 'redaction.queue', wanted)
    if (!queued.ok) return stopped(queued.failure)
    const { redaction } = queued.value
    return told({ redaction }, [`Redaction ${redaction} waits in the queue.`])
  },
}

/** A redaction as the list has it, by its id: what is taken out is named together with its clip. */
async function theRedaction(args: Arguments, session: Session, id: string): Promise<Result<Redaction>> {
  const found = await allRedactions(args, session)
  if (!found.ok) return found
  const one = found.value.find(({ redaction }) => redaction === id)
  return one ? ok(one) : failed({ kind: 'no-such-redaction' })
}

const remove: Command = {
  name: 'queue remove',
  group: 'vault',
  summary: 'take a redaction out of the queue, or all of them',
  operands: ['REDACTION'],
  insteadOfOperands: 'all',
  options: [{ name: 'all', value: null, help: 'everything in the queue that you could have put there' }, ...options],
  details: [
    'Takes a redaction out of the queue by its id ("occlude queue list"). What is being gone through stops; what was examined is kept, and the redaction',
    'with everything that people have decided stays.',
  ],
  examples: ['queue remove 0123456789abcdef', 'queue remove --all'],
  async run(args, session) {
    const [id] = args.operands
    const one = id === undefined ? ok(null) : await theRedaction(args, session, id)
    if (!one.ok) return stopped(one.failure)
    const only = one.value && { clip: clipId(one.value.clip), redaction: redactionId(one.value.redaction) }
    const done = await session.callVault(args, 'redaction.unqueue', { only })
    if (!done.ok) return stopped(done.failure)
    const { removed } = done.value
    return told({ removed }, [
      removed === 0 ? 'Nothing of it was in the queue.' : `${counted(removed, 'redaction')} taken out.`,
    ])
  },
}

/** `occlude queue list|add|remove`. */
export const queueCommands: readonly Command[] = [list, add, remove]
