import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { ClipIndex } from '../../../core/clips/clip-index.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import { StoreFault } from '../../../core/ports/vault/vault-store.ts'
import type { Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { followRegion } from '../../follow-region.ts'
import { indexClip } from '../../index-clip.ts'
import { listenClip } from '../../listen-clip.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { keptIndexOf } from '../kept-index.ts'
import { ProposeTracks } from '../propose-tracks.ts'
import type { ProposeRun } from '../proposing.ts'
import type { LentEngine, ServicePorts } from '../service-ports.ts'
import type { WorkInHand } from '../work-in-hand.ts'
import { endedWhen, withClip } from './engine-methods.ts'
import { redactionOf } from './redaction-methods.ts'
import { theClip } from './the-clip.ts'

type Ports = Pick<ServicePorts, 'now' | 'elapsed' | 'engine'>
type InHand = Pick<WorkInHand, 'redactions' | 'proposing' | 'heard'>
type ProposeCall = CallContext<'redaction.propose'>

/** The index that was kept with the clip, or a new one. */
export async function indexOf(
  context: Pick<CallContext, 'store' | 'clips'>,
  clip: OpenClip,
  engine: LentEngine,
  work: Work,
): Promise<Result<ClipIndex>> {
  const kept = await keptIndexOf(context.store, theClip(context).id)
  if (!kept.ok) return kept
  return kept.value ? ok(kept.value) : indexClip(engine, clip, false, work)
}

/** A job that rested goes on for whoever may still do what they might when they began it; else a new call has to ask. */
async function isAsItWas({ store, user, clips }: ProposeCall): Promise<boolean> {
  const clip = theClip({ clips })
  const factsOf = (person: typeof user | null, record: typeof clip | null) =>
    JSON.stringify([person?.grants, person?.disabledAt, record?.restriction, record?.expiry, record?.metadata])
  return factsOf(user, clip) === factsOf(await store.read.user(user.id), await store.read.clip(clip.id))
}

function proposeRun(
  context: ProposeCall,
  { redaction: id, search, playhead, threads, models }: ParsedInputOf<'redaction.propose'>,
  ports: Ports,
  { redactions }: InHand,
): ProposeRun {
  const { store } = context
  const clip = theClip(context)
  const object = { kind: clip.kind, id: clip.id, sha256: clip.sha256 } as const
  return async (stop, tell, late) => {
    try {
      if (!(await isAsItWas(context))) return failed({ kind: 'not-permitted', permission: 'redact', why: 'changed' })
      return await withClip(context, endedWhen(late, ports.engine({ threads, models })), async (opened, engine) => {
        const index = await indexOf(context, opened, engine, { signal: stop, onProgress: () => undefined })
        if (!index.ok) return index
        const draft = (detail: Readonly<Record<string, string | number>>) =>
          context.draft('redaction.propose', { object, outcome: 'done', detail })
        const subject = { id, index: index.value, search, playhead, draft }
        const begun = await ProposeTracks.begin({ ...ports, store, redactions }, subject, engine, { stop, tell })
        return begun.ok ? await begun.value.run(opened) : begun
      })
    } catch (error) {
      if (error instanceof StoreFault) return failed(error.failure)
      throw error
    }
  }
}

async function propose(context: ProposeCall, input: ParsedInputOf<'redaction.propose'>, ports: Ports, inHand: InHand) {
  const found = await redactionOf(context.store.read, context, input.redaction)
  if (!found.ok) return found
  if (input.search.classes.length === 0)
    return failed({ kind: 'usage', detail: 'there is nothing to look for' } as const)
  const { proposing } = inHand
  proposing.begin(input.redaction, context.user.id, proposeRun(context, input, ports, inHand))
  return proposing.watch(input.redaction, context.work.signal, (state) => context.work.onItem?.(state))
}

async function stop(
  context: CallContext<'redaction.stop'>,
  { redaction: id }: ParsedInputOf<'redaction.stop'>,
  { proposing }: InHand,
) {
  const found = await redactionOf(context.store.read, context, id)
  if (!found.ok) return found
  await proposing.stop(id)
  return context.change(async () => ok({}), undefined, { redaction: id })
}

async function follow(
  context: CallContext<'redaction.follow'>,
  { redaction: id, region, directions, from, until, backTo }: ParsedInputOf<'redaction.follow'>,
  ports: Ports,
) {
  const found = await redactionOf(context.store.read, context, id)
  if (!found.ok) return found
  return withClip(context, ports.engine({ threads: null, models: null }), async (clip, engine) => {
    const index = await indexOf(context, clip, engine, context.work)
    if (!index.ok) return index
    const wish = { directions, from, until, backTo }
    const followed = await followRegion(engine, clip, { index: index.value, regions: [region], wish }, context.work)
    if (!followed.ok) return followed
    const [one] = followed.value
    if (!one) throw new Error('one region was followed and none came back')
    const { followed: stops, ...rest } = one
    return ok({ region: rest, stops })
  })
}

async function listen(
  context: CallContext<'redaction.listen'>,
  { redaction: id }: ParsedInputOf<'redaction.listen'>,
  ports: Ports,
  { heard }: InHand,
) {
  const found = await redactionOf(context.store.read, context, id)
  if (!found.ok) return found
  const { id: clip } = theClip(context)
  const before = heard.of(clip)
  if (before) return ok({ tracks: [...before] })
  return withClip(context, ports.engine({ threads: null, models: null }), async (opened, engine) => {
    const index = await indexOf(context, opened, engine, context.work)
    if (!index.ok) return index
    const run = await listenClip(engine, opened, index.value, context.work)
    if (!run.ok) return run
    // A vault that was locked meanwhile has forgotten what was heard, and goes on doing so.
    if (!context.store.locked()) heard.remember(clip, run.value.tracks)
    return ok({ tracks: [...run.value.tracks] })
  })
}

/** What the engine finds for a redaction: proposals in the background, regions followed, and where somebody may be speaking. */
export function proposingHandlers(ports: Ports, inHand: InHand) {
  return {
    'redaction.propose': (context, input) => propose(context, input, ports, inHand),
    'redaction.stop': (context, input) => stop(context, input, inHand),
    'redaction.follow': (context, input) => follow(context, input, ports),
    'redaction.listen': (context, input) => listen(context, input, ports, inHand),
  } satisfies Pick<Handlers, `redaction.${'propose' | 'stop' | 'follow' | 'listen'}`>
}
