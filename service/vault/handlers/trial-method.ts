import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { JobLease } from '../../../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../../../core/result.ts'
import { clipId } from '../../../core/vault/ids.ts'
import { tryCopy } from '../../try-copy.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ReviewPorts } from '../review-state.ts'
import type { ServicePorts } from '../service-ports.ts'
import type { Trials } from '../trials.ts'
import { trialCopyTarget } from '../vault-copy-target.ts'
import { copyNameOf, underLease } from './make-copy.ts'
import { redactionOf } from './redaction-methods.ts'
import { usualSearch } from './render-method.ts'
import { theClip } from './the-clip.ts'

/** What a trial takes beside what a review does. */
export type TrialPorts = ReviewPorts & ServicePorts & { readonly trials: Trials }

/**
 * A locked vault writes no log: the end of the call waits in the inbox, as a copy's does. Fails where the lease is over; then the log
 * will call the trial interrupted, and nothing of it is told.
 */
async function endedUnderLease(context: CallContext<'redaction.trial'>, lease: JobLease): Promise<Result<unknown>> {
  const { kind, id, sha256 } = theClip(context)
  return lease.publish({ draft: context.ending({ object: { kind, id, sha256 } }), objects: [], clips: [] })
}

/**
 * The redaction as it is now, rendered, checked and thrown away. Permission is that of editing and rendering, and no hold is asked: a
 * trial changes nothing, and what it tells (classes, boxes, frames) says less than the clip, which whoever may redact can watch. So the
 * second person can try what they cannot edit.
 */
async function trial(
  context: CallContext<'redaction.trial'>,
  { redaction, threads, models }: ParsedInputOf<'redaction.trial'>,
  ports: TrialPorts,
) {
  const { store, work } = context
  const record = await redactionOf(store.read, context, redaction)
  if (!record.ok) return record
  const remember = ports.trials.begin(redaction)
  const now = await ports.redactions.nowOf(store.read, record.value)
  if (!now.ok) return now
  const { revision, edited } = now.value
  const { project } = edited
  const engine = () => ports.engine({ threads, models })
  const tried = await underLease(context, engine, async ({ clip, engine: lent, lease }) => {
    const copy = clipId(ports.newId())
    const target = trialCopyTarget({ objects: store.objects, lease, copy })
    const detection = project.search ?? usualSearch
    const copyName = copyNameOf(theClip(context), copy)
    const report = await tryCopy({ engine: lent }, { clip, target, copyName, detection, project }, work)
    const ended = report.ok && store.locked() ? await endedUnderLease(context, lease) : ok(undefined)
    return ended.ok ? report : ended
  })
  if (!tried.ok) return tried
  const told = { revision, projectSha256: ports.json.hashOf(project), report: tried.value }
  // Whoever asked may be gone by now, and the vault be locked.
  remember(told)
  return ok(told)
}

/** What a copy would show, before anybody watches. */
export function trialHandlers(ports: TrialPorts) {
  return {
    'redaction.trial': (context, input) => trial(context, input, ports),
    'redaction.tried': async (context, { redaction }) => {
      const record = await redactionOf(context.store.read, context, redaction)
      return record.ok ? ok({ tried: ports.trials.of(redaction) }) : record
    },
  } satisfies Pick<Handlers, 'redaction.trial' | 'redaction.tried'>
}
