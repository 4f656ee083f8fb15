import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { decideAccess } from '../../../core/access/decide-access.ts'
import { detailText } from '../../../core/audit/audit-entry.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { type RedactionId, type RedactionRecord, redactionId } from '../../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { Approval } from '../../../core/review/approval.ts'
import type { FramesRange } from '../../../core/review/frame-signatures.ts'
import {
  audibleSound,
  secondsOfSound,
  type TrackSound,
  unheardSound,
  withHeard,
} from '../../../core/review/heard-sound.ts'
import { lookHereFrames } from '../../../core/review/look-here-frames.ts'
import { type Gate, nowhere, shutGates } from '../../../core/review/release-gates.ts'
import { nothingSeen, unseenFrames, withSeen } from '../../../core/review/seen-frames.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { accessSubjectOf } from '../access-facts.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { Opening, Openings } from '../openings.ts'
import { gatesOf, indexOf, type ReviewPorts, type ReviewState, reviewersOf, reviewState } from '../review-state.ts'
import { approvalObjectOf } from '../told-involvement.ts'
import { nameOf } from './name-of.ts'
import { redactionOf } from './redaction-methods.ts'
import { currentClip, theClip } from './the-clip.ts'

type Ports = ReviewPorts & { readonly openings: Openings; readonly newId: () => string }

function asLists(ranges: readonly FramesRange[]): [number, number][] {
  return ranges.map(([from, until]) => [from, until])
}

function asSound(sound: readonly TrackSound[]) {
  return sound.map(({ audioTrack, ranges }) => ({ audioTrack, ranges: asLists(ranges) }))
}

function policy({ profile }: CallContext<'redaction.policy'>) {
  const { grounds, classReasons, classStyles, ...rest } = profile.redaction
  return ok({
    ...rest,
    grounds: grounds.map((each) => ({ ...each, uses: [...each.uses] })),
    classReasons: { ...classReasons },
    classStyles: { ...classStyles },
    overnight: profile.vault.overnight,
  })
}

type SeenInput = ParsedInputOf<'redaction.seen'>

/** What was displayed, as the redaction was when it was displayed: the seconds and bytes that it takes are spent. */
async function displayed(
  context: CallContext<'redaction.seen'>,
  input: SeenInput,
  { openings, reviews }: Ports,
): Promise<Result<Opening>> {
  const opening = openings.find(context.session, input.opening)
  if (opening?.clip !== theClip(context).id) return failed({ kind: 'not-open' })
  const { reviewSpeed, soundSpeed } = context.profile.redaction
  const why = reviews.believe(context.user.id, opening, input, { reviewSpeed, soundSpeed })
  return why ? failed({ kind: 'coverage-refused', why }) : ok(opening)
}

/** The redaction as it was at a revision that it had already. */
async function recordAt(
  read: VaultReader,
  context: CallContext<'redaction.seen'>,
  { redaction, revision }: SeenInput,
): Promise<Result<RedactionRecord>> {
  const found = await redactionOf(read, context, redaction)
  if (!found.ok) return found
  if (revision > found.value.revision) return failed({ kind: 'redaction-moved', revision: found.value.revision })
  return ok({ ...found.value, revision })
}

async function seen(context: CallContext<'redaction.seen'>, input: SeenInput, ports: Ports) {
  const asked = await recordAt(context.store.read, context, input)
  if (!asked.ok) return asked
  const shown = await displayed(context, input, ports)
  if (!shown.ok) return shown
  const { index } = shown.value
  if (!index) return failed({ kind: 'not-open' } as const)
  const { redactions, reviews } = ports
  const { user } = context
  const counted = async (write: Parameters<Parameters<typeof context.change>[0]>[0]) => {
    const record = await recordAt(write, context, input)
    if (!record.ok) return record
    const now = await redactions.nowOf(write, record.value)
    if (!now.ok) return now
    const { project } = now.value.edited
    const { values } = reviews.signatures(record.value.id, project, index)
    const before = (await write.reviews(record.value.id)).find((each) => each.user === user.id)
    const audible = audibleSound(project, index)
    const review = {
      redaction: record.value.id,
      user: user.id,
      seen: withSeen(before?.seen ?? nothingSeen(values.length), values, input.frames),
      heard: withHeard(before?.heard ?? [], input.sound, audible),
    }
    await write.putReview(review, input.frames)
    const open = unseenFrames(review.seen, values).reduce((sum, [from, until]) => sum + until - from, 0)
    await write.putRedactionLooked(record.value.id, { revision: input.revision, unseen: open })
    return ok({ unseenFrames: open, unheardSeconds: secondsOfSound(unheardSound(review.heard, audible), index) })
  }
  const detail = { redaction: input.redaction, revision: input.revision, speed: input.speed }
  return context.change(counted, undefined, detail)
}

type ReadCall = CallContext<'redaction.coverage'> | CallContext<'redaction.gates'>

async function stateOf(context: ReadCall, id: RedactionId, ports: Ports): Promise<Result<ReviewState>> {
  const { store } = context
  const record = await redactionOf(store.read, context, id)
  if (!record.ok) return record
  const clip = theClip(context)
  const index = await indexOf(store, clip)
  if (!index.ok) return index
  const judged = { profile: context.profile, clip, index: index.value, sign: store.sign }
  return reviewState(store.read, record.value, judged, ports)
}

async function coverage(context: CallContext<'redaction.coverage'>, id: RedactionId, ports: Ports) {
  const found = await stateOf(context, id, ports)
  if (!found.ok) return found
  const { revision, project, index, signatures, authors, reviewed } = found.value
  const audible = audibleSound(project, index)
  const reviewers = []
  for (const { user, seen: own, heard } of reviewed)
    reviewers.push({
      name: await nameOf(context.store.read, user),
      own: user === context.user.id,
      author: authors.has(user),
      unseen: asLists(unseenFrames(own, signatures.values)),
      unheard: asSound(unheardSound(heard, audible)),
    })
  const looks = lookHereFrames(project, signatures.damaged).filter(({ frame }) => signatures.values[frame] !== 0)
  return ok({
    revision,
    disclosedFrames: signatures.values.filter((each) => each !== 0).length,
    reviewers,
    lookHere: looks.map(({ frame, about, why }) => ({ frame: Number(frame), track: about?.track ?? null, why })),
  })
}

/** Gates as whoever calls may know them: what a second person will look at is drawn so that no author can tell. */
function gatesFor({ id }: UserRecord, { authors }: ReviewState, list: readonly Gate[]): readonly Gate[] {
  return list.map((gate) => (gate.kind === 'seen-by-approver' && authors.has(id) ? { ...gate, where: nowhere } : gate))
}

function gateRow({ kind, before, passed, where }: Gate) {
  const { frames, tracks, sound, fields, classes } = where
  return {
    kind,
    before,
    passed,
    where: {
      ...{ frames: asLists(frames), tracks: [...tracks], sound: asSound(sound) },
      ...{ fields: [...fields], classes: [...classes] },
    },
  }
}

async function approvalRow(read: VaultReader, given: Approval, { standing }: ReviewState) {
  const { as, by, role, at, revision, nothingToHide } = given
  const holds = standing.author?.id === given.id || standing.approver?.id === given.id
  return { as, by: await nameOf(read, by), role, at, revision, nothingToHide, holds }
}

/** Whether whoever calls could be the second person: no hand in it, no part in the clip, and a role that approves. */
async function mayApprove(context: CallContext<'redaction.gates'>, { authors }: ReviewState): Promise<boolean> {
  const { store, user, profile, now } = context
  if (authors.has(user.id)) return false
  const object = await approvalObjectOf(store.read, theClip(context), profile)
  return decideAccess({ subject: accessSubjectOf(user), permission: 'approve', object, now: now(), profile }).allowed
}

async function gates(context: CallContext<'redaction.gates'>, id: RedactionId, ports: Ports) {
  const found = await stateOf(context, id, ports)
  if (!found.ok) return found
  const state = found.value
  const { user, profile, store } = context
  const list = gatesOf(context, theClip(context), state, { ...reviewersOf(state, user.id), saysNothingToHide: null })
  const approvals = []
  for (const given of state.approvals) approvals.push(await approvalRow(store.read, given, state))
  return ok({
    revision: state.revision,
    projectSha256: state.projectSha256,
    secondCheck: profile.redaction.secondCheck,
    gates: gatesFor(user, state, list).map(gateRow),
    approvals,
    own: { maySign: state.authors.has(user.id), mayApprove: await mayApprove(context, state) },
  })
}

type SignCall = CallContext<'redaction.sign'> | CallContext<'redaction.approve'>
type SignInput = ParsedInputOf<'redaction.sign'>

/** What stands against somebody's signature; null: nothing. */
function refusalOf(
  context: SignCall,
  state: ReviewState,
  { as, nothingToHide }: Pick<Approval, 'as' | 'nothingToHide'>,
  clip: Parameters<typeof gatesOf>[1],
): Result<void> {
  const { id } = context.user
  const isAuthor = as === 'author'
  if (isAuthor && !state.authors.has(id)) return failed({ kind: 'signature-refused', why: 'not-an-author' })
  if (!isAuthor && state.authors.has(id)) return failed({ kind: 'signature-refused', why: 'own-work' })
  const reviewers = isAuthor
    ? { author: id, approver: null }
    : { author: state.standing.author?.by ?? null, approver: id }
  const list = gatesOf(context, clip, state, { ...reviewers, saysNothingToHide: nothingToHide ? as : null })
  const shut = shutGates(list, isAuthor ? 'signing' : 'approving')
  return shut.length === 0 ? ok(undefined) : failed({ kind: 'gates-shut', gates: shut })
}

/** Signs what there is: state, gates and signature are one transaction. */
async function sign(context: SignCall, input: SignInput, as: Approval['as'], ports: Ports) {
  const index = await indexOf(context.store, theClip(context))
  if (!index.ok) return index
  const { user, role, now } = context
  const { redaction, revision, nothingToHide } = input
  // What it is for stands in the log with every signature; a purpose never changes.
  const asked = await redactionOf(context.store.read, context, redaction)
  if (!asked.ok) return asked
  const { purpose } = asked.value
  return context.change(
    async (write) => {
      const clip = await currentClip(write, context)
      if (!clip.ok) return clip
      const record = await redactionOf(write, context, redaction)
      if (!record.ok) return record
      if (record.value.revision !== revision)
        return failed({ kind: 'redaction-moved', revision: record.value.revision })
      const { profile, store } = context
      const judged = { profile, clip: clip.value, index: index.value, sign: store.sign }
      const state = await reviewState(write, record.value, judged, ports)
      if (!state.ok) return state
      const refused = refusalOf(context, state.value, { as, nothingToHide }, clip.value)
      if (!refused.ok) return refused
      const id = ports.newId()
      const { projectSha256 } = state.value
      const signed = { id, redaction: redactionId(redaction), as, by: user.id, role, at: now() }
      await write.addApproval({ ...signed, revision, projectSha256, nothingToHide })
      return ok({ approval: id })
    },
    undefined,
    { redaction, revision, purpose: detailText(purpose) },
  )
}

/** Review of redactions: what was seen and heard, what is in the way, who signs. */
export function reviewHandlers(ports: Ports) {
  return {
    'redaction.policy': async (context) => policy(context),
    'redaction.seen': (context, input) => seen(context, input, ports),
    'redaction.coverage': (context, { redaction }) => coverage(context, redaction, ports),
    'redaction.gates': (context, { redaction }) => gates(context, redaction, ports),
    'redaction.sign': (context, input) => sign(context, input, 'author', ports),
    'redaction.approve': (context, input) => sign(context, input, 'approver', ports),
  } satisfies Pick<Handlers, `redaction.${'policy' | 'seen' | 'coverage' | 'gates' | 'sign' | 'approve'}`>
}
