import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { VaultReader, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import { commandMisfit } from '../../../core/redaction/command-misfit.ts'
import { leftToDecide } from '../../../core/redaction/left-to-decide.ts'
import {
  type RedactionId,
  type RedactionRecord,
  type RedactionStep,
  redactionId,
} from '../../../core/redaction/redaction-record.ts'
import { takeStep } from '../../../core/redaction/replay-steps.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { RedactionNow, Redactions } from '../redactions.ts'
import type { WorkInHand } from '../work-in-hand.ts'
import { type BeginPorts, beginRedaction, redactable } from './begin-redaction.ts'
import { nameOf } from './name-of.ts'
import { framesOf, listRedactions } from './redaction-list.ts'
import { theClip } from './the-clip.ts'

/** A redaction of the call's own clip; one of another clip is as if there were none. */
export async function redactionOf(
  read: VaultReader,
  call: Pick<CallContext, 'clips'>,
  id: RedactionId,
): Promise<Result<RedactionRecord>> {
  const record = await read.redaction(id)
  return record?.clip === theClip(call).id ? ok(record) : failed({ kind: 'no-such-redaction' })
}

async function create(context: CallContext<'redaction.create'>, purpose: string, ports: BeginPorts) {
  const clip = theClip(context)
  const ready = redactable(clip)
  if (!ready.ok) return ready
  const redaction = redactionId(ports.newId())
  const begin = async (write: VaultWriter) => {
    await beginRedaction(write, context, { id: redaction, clip, purpose }, ports)
    return ok({ redaction })
  }
  return context.change(begin, undefined, { redaction })
}

async function open(
  context: CallContext<'redaction.open'>,
  id: RedactionId,
  redactions: Redactions,
  opening: string,
): Promise<Result<ReturnType<typeof opened>>> {
  const { read } = context.store
  const found = await redactionOf(read, context, id)
  if (!found.ok) return found
  const holder = redactions.hold(id, { session: context.session, name: context.user.name }, opening)
  const now = await redactions.nowOf(read, found.value)
  if (!now.ok) {
    redactions.release(id, context.session, opening)
    return now
  }
  const heldBy = holder.session === context.session ? null : holder.name
  const hold = heldBy === null ? opening : null
  return ok(opened(found.value, now.value, { heldBy, hold }, framesOf(theClip(context))))
}

type Holding = { readonly heldBy: string | null; readonly hold: string | null }

function opened(record: RedactionRecord, { revision, edited }: RedactionNow, holding: Holding, frames: number) {
  const { done, undone } = edited.history
  return {
    redaction: record.id as string,
    purpose: record.purpose,
    revision,
    project: JSON.stringify(edited.project),
    history: JSON.stringify({ done, undone }),
    writable: holding.hold !== null,
    ...holding,
    detected: { done: record.examined, proposed: record.proposed, frames },
  }
}

function close(
  context: CallContext<'redaction.close'>,
  { redaction: id, hold }: ParsedInputOf<'redaction.close'>,
  redactions: Redactions,
) {
  return context.change(
    async (write) => {
      const found = await redactionOf(write, context, id)
      if (!found.ok) return found
      if (hold !== null) redactions.release(id, context.session, hold)
      return ok({})
    },
    undefined,
    { redaction: id },
  )
}

/** The project after a person's steps, and the steps as they are kept. */
function withSteps(
  { revision, edited }: RedactionNow,
  asked: ParsedInputOf<'redaction.edit'>['steps'],
  { now, user }: Pick<CallContext, 'now' | 'user'>,
): { readonly after: RedactionNow; readonly steps: readonly RedactionStep[] } {
  const at = now()
  const steps = asked.map((step, place) => ({ revision: revision + place + 1, at, by: user.id, step }))
  const last = steps.reduce((before, { step }) => takeStep(before, step), edited)
  return { after: { revision: revision + steps.length, edited: last }, steps }
}

/** The steps written, and the project after them. */
async function written(
  write: VaultWriter,
  context: CallContext<'redaction.edit'>,
  { redaction: id, revision, steps: asked }: ParsedInputOf<'redaction.edit'>,
  redactions: Redactions,
): Promise<Result<RedactionNow>> {
  const found = await redactionOf(write, context, id)
  if (!found.ok) return found
  if (found.value.revision !== revision) return failed({ kind: 'redaction-moved', revision: found.value.revision })
  const now = await redactions.nowOf(write, found.value)
  if (!now.ok) return now
  const { frames } = now.value.edited.project.clip
  for (const step of asked) {
    const misfit = step.kind === 'do' ? commandMisfit(step.command, frames) : null
    if (misfit) return failed(misfit)
  }
  const { after, steps } = withSteps(now.value, asked, context)
  await write.addRedactionSteps(id, steps, leftToDecide(after.edited.project))
  return ok(after)
}

async function edit(
  context: CallContext<'redaction.edit'>,
  input: ParsedInputOf<'redaction.edit'>,
  redactions: Redactions,
) {
  const { redaction: id, revision, steps } = input
  const holder = redactions.holder(id)
  if (holder?.session !== context.session) return failed({ kind: 'redaction-held', by: holder?.name ?? null } as const)
  const saved = await context.change((write) => written(write, context, input, redactions), undefined, {
    redaction: id,
    steps: steps.length,
    revision: revision + steps.length,
  })
  if (!saved.ok) return saved
  redactions.keep(id, saved.value)
  return ok({ revision: saved.value.revision })
}

/** Steps that are read at once, and about how much text one answer may hold: what a detection found may be many megabytes. */
const stepBatch = 50
const stepText = 16_000_000

/** Steps of a redaction after a revision, in order, a few at a time. */
async function* stepsFrom(read: VaultReader, { id, revision }: RedactionRecord, after: number) {
  for (let last = after; last < revision; ) {
    const some = await read.redactionSteps(id, last, stepBatch)
    if (some.length === 0) throw new Error('a redaction has fewer steps than it counts')
    yield* some
    last = some.at(-1)?.revision ?? revision
  }
}

async function stepsAfter(
  context: CallContext<'redaction.steps'>,
  { redaction: id, after, limit }: ParsedInputOf<'redaction.steps'>,
) {
  const { read } = context.store
  const found = await redactionOf(read, context, id)
  if (!found.ok) return found
  const steps = []
  let text = 0
  for await (const { revision, at, by, step } of stepsFrom(read, found.value, after)) {
    text += JSON.stringify(step).length
    if (steps.length === limit || (steps.length > 0 && text > stepText)) break
    steps.push({ revision, at, by: by === null ? null : await nameOf(read, by), step })
  }
  return ok({ steps, revision: found.value.revision })
}

/** The work on clips: begun, opened by one who may write, saved step by step. */
export function redactionHandlers(ports: BeginPorts, inHand: Pick<WorkInHand, 'redactions' | 'proposing'>) {
  const { redactions } = inHand
  return {
    'redaction.list': (context, input) => listRedactions(context, input, inHand),
    'redaction.create': (context, { purpose }) => create(context, purpose, ports),
    'redaction.open': (context, { redaction }) => open(context, redaction, redactions, ports.newId()),
    'redaction.close': (context, input) => close(context, input, redactions),
    'redaction.edit': (context, input) => edit(context, input, redactions),
    'redaction.steps': (context, input) => stepsAfter(context, input),
  } satisfies Pick<Handlers, `redaction.${'list' | 'create' | 'open' | 'close' | 'edit' | 'steps'}`>
}
