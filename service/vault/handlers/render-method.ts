import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { defaultClasses } from '../../../core/detection/default-classes.ts'
import type { Search } from '../../../core/detection/detection.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { approvedRelease } from '../../../core/review/approval.ts'
import { shutGates } from '../../../core/review/release-gates.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { gatesOf, indexOf, type ReviewPorts, reviewersOf, reviewState } from '../review-state.ts'
import type { ServicePorts } from '../service-ports.ts'
import type { Trials } from '../trials.ts'
import { type CopyWanted, makeCopy, underLease } from './make-copy.ts'
import { redactionOf } from './redaction-methods.ts'
import { theClip } from './the-clip.ts'

type RenderCall = CallContext<'redaction.render'>
type RenderPorts = ReviewPorts & ServicePorts & { readonly trials: Pick<Trials, 'forget'> }
type RenderInput = ParsedInputOf<'redaction.render'>

/** What copies are searched for whose project says nothing of a search. */
export const usualSearch: Search = { profile: 'balanced', classes: defaultClasses.balanced }

/** Nothing is decided here: a copy is what was approved. */
const asItStands: CopyWanted['asked'] = {
  keep: [],
  inverse: false,
  style: null,
  spans: [],
  blanks: [],
  sound: { rest: null, mute: [], bleep: [] },
  regions: [],
}

/** The redaction as it is now, if it may be made into a copy: every gate passed, and approved just as it is. */
async function approved(
  context: RenderCall,
  { redaction }: Pick<RenderInput, 'redaction'>,
  ports: ReviewPorts,
): Promise<Result<CopyWanted>> {
  const { store, profile } = context
  const clip = theClip(context)
  const record = await redactionOf(store.read, context, redaction)
  if (!record.ok) return record
  const index = await indexOf(store, clip)
  if (!index.ok) return index
  const judged = { profile, clip, index: index.value, sign: store.sign }
  const state = await reviewState(store.read, record.value, judged, ports)
  if (!state.ok) return state
  const { standing, project } = state.value
  // Of whom gates tell whose signature does not hold makes no difference: without both there is no copy.
  const reviewers = reviewersOf(state.value, context.user.id)
  const gates = gatesOf(context, clip, state.value, { ...reviewers, saysNothingToHide: null })
  const shut = shutGates(gates, 'rendering')
  const release = approvedRelease(standing, state.value, profile.redaction.secondCheck)
  if (shut.length > 0 || !release) return failed({ kind: 'gates-shut', gates: shut })
  const earlier = { project, name: 'project' }
  return ok({ earlier, detection: project.search ?? usualSearch, asked: asItStands, release })
}

async function render(context: RenderCall, input: RenderInput, ports: RenderPorts) {
  const wanted = await approved(context, input, ports)
  if (!wanted.ok) return wanted
  const engine = () => ports.engine({ threads: input.threads, models: input.models })
  return underLease(context, engine, async (tools) => {
    const made = await makeCopy(context, wanted.value, { ...tools, ports })
    // What the copy itself has shown counts for more than a trial of it.
    if (made.ok || 'report' in made.failure) ports.trials.forget(input.redaction)
    if (!made.ok) return made
    const { copy, certificate } = made.value
    const { sha256, bytes } = certificate.payload.copy
    return ok({ copy: copy as string, sha256, bytes, partial: certificate.payload.partial, certificate })
  })
}

/** The copy of an approved redaction. */
export function renderHandlers(ports: RenderPorts) {
  return {
    'redaction.render': (context, input) => render(context, input, ports),
  } satisfies Pick<Handlers, 'redaction.render'>
}
