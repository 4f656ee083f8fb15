import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { type ListedRedaction, redactionState } from '../../../core/redaction/redaction-queue.ts'
import { ok } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { CallContext } from '../handler.ts'
import type { WorkInHand } from '../work-in-hand.ts'
import { reachOf } from './library-methods.ts'
import { nameOf } from './name-of.ts'

type ListCall = CallContext<'redaction.list'>
type InHand = Pick<WorkInHand, 'redactions' | 'proposing'>

/** Frames of a clip that was indexed; of another nobody knows any. */
export function framesOf({ index }: ClipRecord): number {
  return index.state === 'indexed' ? index.frames : 0
}

async function redactionRow({ store }: ListCall, listed: ListedRedaction, clip: ClipRecord, inHand: InHand) {
  const { id, purpose, createdAt, createdBy, revision, undecided, examined, proposed } = listed
  const { lookHere, looked, isSigned, queued } = listed
  const frames = framesOf(clip)
  const running = inHand.proposing.stateOf(id)
  return {
    redaction: id,
    clip: clip.id,
    clipName: clip.name,
    purpose,
    createdAt,
    createdBy: await nameOf(store.read, createdBy),
    revision,
    editor: inHand.redactions.holder(id)?.name ?? null,
    undecided,
    lookHere,
    looked,
    approved: isSigned,
    state: redactionState({ proposed, frames, isSigned, queued, isExamined: running !== null }),
    failure: queued?.failure ?? null,
    secondsLeft: running?.secondsLeft ?? null,
    detected: { done: examined, proposed, frames },
  }
}

/** A page of the redactions that the caller may work on: what each leaves to decide is kept beside it, none is put together anew. */
export async function listRedactions(
  context: ListCall,
  { clip, offset, limit }: ParsedInputOf<'redaction.list'>,
  inHand: InHand,
) {
  const { read } = context.store
  const { like } = clip === null ? (await reachOf(context)).seen : {}
  const which = { clip, ...(like ? { like } : {}) }
  const signedBy = context.profile.redaction.secondCheck === 'single' ? 'author' : 'approver'
  const rows = []
  for (const listed of await read.listedRedactions({ ...which, signedBy, offset, limit })) {
    const own = await read.clip(listed.clip)
    // Whatever the list found: what the asker may not see does not leave.
    if (own && context.allowed(own).allowed) rows.push(await redactionRow(context, listed, own, inHand))
  }
  return ok({ redactions: rows, total: await read.countRedactions(which) })
}
