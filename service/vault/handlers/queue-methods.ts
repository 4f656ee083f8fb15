import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { detailText } from '../../../core/audit/audit-entry.ts'
import type { VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import type { QueuedRedaction } from '../../../core/redaction/redaction-queue.ts'
import { type RedactionId, redactionId } from '../../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { wholeSearch } from '../propose-tracks.ts'
import { isSigned } from '../queue-turn.ts'
import type { WorkInHand } from '../work-in-hand.ts'
import { type BeginPorts, beginRedaction, redactable } from './begin-redaction.ts'
import { redactionOf } from './redaction-methods.ts'
import { theClip } from './the-clip.ts'

type QueueCall = CallContext<'redaction.queue'>
type InHand = Pick<WorkInHand, 'proposing' | 'redactions'>

async function queue(
  context: QueueCall,
  { purpose, search: asked }: ParsedInputOf<'redaction.queue'>,
  ports: BeginPorts & Pick<InHand, 'redactions'>,
): Promise<Result<{ readonly redaction: RedactionId }>> {
  const clip = theClip(context)
  const ready = redactable(clip)
  if (!ready.ok) return ready
  if (asked.classes.length === 0) return failed({ kind: 'usage', detail: 'there is nothing to look for' })
  const { user, role, session, now, store } = context
  // The clip's latest redaction of the purpose, else a new one.
  const same = (await store.read.redactions(clip.id)).findLast((each) => each.purpose === purpose)
  const redaction = same?.id ?? redactionId(ports.newId())
  // Through a lock nobody can read what was looked for before.
  const whole = same ? await wholeSearch({ ...ports, store }, { id: same.id, search: asked }) : ok(asked)
  if (!whole.ok) return whole
  const put = async (write: VaultWriter): Promise<Result<{ readonly redaction: RedactionId }>> => {
    if (!same) await beginRedaction(write, context, { id: redaction, clip, purpose }, ports)
    else if (await isSigned(write, redaction))
      return failed({
        kind: 'usage',
        detail: 'the redaction of this purpose is signed: what is found anew would undo that',
      })
    const before = (await write.redactionQueue()).find((each) => each.redaction === redaction)
    const at = before && !before.failure ? before.at : now()
    const turn = { by: user.id, role, session, reason: context.reason ?? purpose, search: whole.value, failure: null }
    await write.putQueuedRedaction({ redaction, at, ...turn })
    return ok({ redaction })
  }
  return context.change(put, undefined, { redaction, purpose: detailText(purpose) })
}

type Unqueue = ParsedInputOf<'redaction.unqueue'>

/** What of the queue the call may take out. */
async function withinReach(
  context: CallContext<'redaction.unqueue'>,
  { only }: Unqueue,
): Promise<Result<readonly QueuedRedaction[]>> {
  const { read } = context.store
  const all = await read.redactionQueue()
  if (only) {
    const found = await redactionOf(read, context, only.redaction)
    return found.ok ? ok(all.filter(({ redaction }) => redaction === only.redaction)) : found
  }
  const within = []
  for (const each of all) {
    const record = await read.redaction(each.redaction)
    const clip = record && (await read.clip(record.clip))
    if (clip && context.allowed(clip).allowed) within.push(each)
  }
  return ok(within)
}

async function unqueue(context: CallContext<'redaction.unqueue'>, input: Unqueue, { proposing }: InHand) {
  const found = await withinReach(context, input)
  if (!found.ok) return found
  const ids = found.value.map(({ redaction }) => redaction)
  const removed = await context.change(
    async (write) => {
      for (const id of ids) await write.removeQueuedRedaction(id)
      return ok({ removed: ids.length })
    },
    undefined,
    { removed: ids.length, ...(input.only ? { redaction: input.only.redaction } : {}) },
  )
  if (removed.ok) for (const id of ids) await proposing.stopQueued(id)
  return removed
}

/** The queue of redactions: what goes in, what is taken out. */
export function queueHandlers(ports: BeginPorts, inHand: InHand) {
  return {
    'redaction.queue': (context, input) => queue(context, input, { ...ports, redactions: inHand.redactions }),
    'redaction.unqueue': (context, input) => unqueue(context, input, inHand),
  } satisfies Pick<Handlers, `redaction.${'queue' | 'unqueue'}`>
}
