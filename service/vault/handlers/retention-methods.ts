import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import type { Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { deletionRecordOf } from '../../../core/retention/deletion-record.ts'
import { type Retention, undoUntil } from '../../../core/retention/retention.ts'
import type { ClipRecord, Expiry } from '../../../core/vault/clip-record.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import { clipRowOf, retentionFor } from './clip-rows.ts'
import { sourceTaskFor } from './source-tasks.ts'
import { currentClip } from './the-clip.ts'

/** Clips that are in memory at a time. */
const batch = 500

type RetentionCall = Pick<CallContext, 'store' | 'profile' | 'now' | 'draft'>

/** Where a clip goes next on its way; null where it stays. */
function nextExpiry(clip: ClipRecord, retention: Retention, call: RetentionCall, at: Instant): Expiry | null {
  const { state, rule } = retention
  if (state === 'review' && clip.expiry.state === 'kept') return { state: 'queued', since: at, rule }
  if (state === 'review' && clip.expiry.state === 'marked') return { state: 'queued', since: at, rule }
  if (state === 'due') {
    const { retention: policy } = call.profile
    return { state: 'marked', since: at, rule, undoUntil: undoUntil(at, policy), approvedBy: null }
  }
  const back = state === 'kept' || state === 'held'
  return back && clip.expiry.state === 'marked' ? { state: 'kept' } : null
}

async function judged(clip: ClipRecord, { store, profile }: RetentionCall, at: Instant): Promise<Retention> {
  return retentionFor(clip, await store.read.holds(clip.id), { profile, now: () => at })
}

/** All clips of the vault, in batches; stops between them when asked to. */
async function* everyClip(read: VaultReader, { signal, onProgress }: Work): AsyncGenerator<ClipRecord> {
  const total = await read.countClips({ limit: 1 })
  let after: ClipId | null = null
  let done = 0
  for (;;) {
    const clips: readonly ClipRecord[] = await read.clipsToEvaluate(after, batch)
    for (const clip of clips) {
      if (signal.aborted) return
      yield clip
    }
    const last = clips.at(-1)
    if (!last) return
    after = last.id
    done += clips.length
    onProgress({ stage: 'retention', done, total, seconds: 0 })
  }
}

async function move(clip: ClipRecord, expiry: Expiry, call: RetentionCall): Promise<Result<void>> {
  const object = { kind: clip.kind, id: clip.id, sha256: clip.sha256 }
  const rule = 'rule' in expiry ? { rule: expiry.rule } : {}
  const draft = call.draft('retention.queue', { object, outcome: 'done', detail: { to: expiry.state, ...rule } })
  return call.store.change(draft, async (write) => {
    // What was read before may have been held meanwhile.
    const current = await write.clip(clip.id)
    if (current) await write.putClip({ ...current, expiry })
    return ok(undefined)
  })
}

async function evaluate(context: CallContext<'retention.evaluate'>, asOf: Instant | null) {
  const { doubtful } = await clockOf(context)
  if (asOf === null && doubtful) return failed({ kind: 'clock-doubtful' } as const)
  const at = asOf ?? context.now()
  const changes = []
  let clips = 0
  for await (const clip of everyClip(context.store.read, context.work)) {
    clips += 1
    const retention = await judged(clip, context, at)
    const next = nextExpiry(clip, retention, context, at)
    if (!next) continue
    changes.push({ clip: clip.id, from: clip.expiry.state, to: next.state, rule: retention.rule, due: retention.due })
    if (asOf !== null) continue
    const moved = await move(clip, next, context)
    if (!moved.ok) return moved
  }
  if (context.work.signal.aborted) return failed({ kind: 'cancelled' } as const)
  return ok({ asOf: at, changed: asOf === null && changes.length > 0, changes, clips })
}

async function clockOf({ store }: RetentionCall): Promise<{ readonly doubtful: boolean }> {
  return { doubtful: (await store.read.settings()).clockDoubtful }
}

/** Why a clip cannot be deleted now; null when it can. */
async function obstacleTo(clip: ClipRecord, context: CallContext<'retention.apply'>): Promise<string | null> {
  const { expiry } = clip
  if (expiry.state !== 'marked') return 'not-queued'
  const { state } = await judged(clip, context, context.now())
  if (state === 'held') return 'on-hold'
  if (state !== 'deletable') return state
  return expiry.approvedBy === context.user.id ? 'second-person-needed' : null
}

async function deleteOne(clip: ClipRecord, context: CallContext<'retention.apply'>, newId: () => string) {
  const { store, now, user, draft } = context
  const object = { kind: clip.kind, id: clip.id, sha256: clip.sha256 }
  const { expiry } = clip
  const rule = expiry.state === 'marked' ? expiry.rule : ''
  return store.change(draft('retention.delete', { object, outcome: 'done', detail: { rule } }), async (write) => {
    const current = await write.clip(clip.id)
    // Judged once more inside of the transaction: a hold may have come between.
    const obstacle = current
      ? await obstacleTo(current, { ...context, store: { ...store, read: write } })
      : 'not-queued'
    if (!current || obstacle) return ok(obstacle)
    const approvedBy = current.expiry.state === 'marked' ? current.expiry.approvedBy : null
    const backups = await write.backups()
    await write.deleteClip(deletionRecordOf(current, { rule, approvedBy, appliedBy: user.id, at: now(), backups }))
    if (current.source) await write.putSourceTask(sourceTaskFor(current.id, 'deletion', { newId, now, user }))
    return ok(null)
  })
}

/** The ids of all clips that are marked; found before the first is deleted, so that no deletion moves the place in their order. */
async function everyMarked({ store, work }: CallContext<'retention.apply'>): Promise<readonly ClipId[]> {
  const found: ClipId[] = []
  for (let page: readonly ClipRecord[] | null = null; page === null || page.length === batch; ) {
    const after = found.at(-1)
    if (work.signal.aborted) break
    page = await store.read.clips({ expiry: 'marked', limit: batch, ...(after ? { after } : {}) })
    found.push(...page.map(({ id }) => id))
  }
  return found
}

type Left = { readonly clip: ClipId; readonly why: string }

async function applyEach(context: CallContext<'retention.apply'>, ids: readonly ClipId[], newId: () => string) {
  const deleted: ClipId[] = []
  const left: Left[] = []
  for (const id of ids) {
    if (context.work.signal.aborted) return failed({ kind: 'cancelled' } as const)
    const clip = await context.store.read.clip(id)
    // Somebody else may have deleted it since it was found.
    if (!clip) continue
    const done = await deleteOne(clip, context, newId)
    if (!done.ok) return done
    if (done.value === null) deleted.push(id)
    else left.push({ clip: id, why: done.value })
  }
  return ok({ deleted, left })
}

async function apply(context: CallContext<'retention.apply'>, clips: readonly ClipId[] | null, newId: () => string) {
  if ((await clockOf(context)).doubtful) return failed({ kind: 'clock-doubtful' } as const)
  const applied = await applyEach(context, clips ?? (await everyMarked(context)), newId)
  if (!applied.ok) return applied
  const { deleted, left } = applied.value
  const alone = deleted.length === 0 && left.length > 0 && left.every(({ why }) => why === 'second-person-needed')
  return alone ? failed({ kind: 'second-person-needed' } as const) : applied
}

async function page(
  { store: { read }, profile, now }: CallContext<'retention.page'>,
  { of: expiry, offset, limit }: ParsedInputOf<'retention.page'>,
) {
  const clips = await read.clips({ expiry, offset, limit, order: { by: 'due', reverse: false } })
  const shown = await Promise.all(clips.map((clip) => clipRowOf(clip, { read, profile, now })))
  return ok({ clips: shown, total: await read.countClips({ expiry, limit: 1 }) })
}

/** Still necessary: the next review counts from today, and a deletion date that is over no longer says that it may go. */
function keep(context: CallContext<'retention.keep'>) {
  const { profile, now } = context
  return context.change(async (write) => {
    const current = await currentClip(write, context)
    if (!current.ok) return current
    const clip = current.value
    if (clip.expiry.state === 'kept') return failed({ kind: 'not-queued', name: clip.id })
    const kept = { ...clip, expiry: { state: 'kept' }, reviewedAt: now() } as const
    await write.putClip(kept)
    return ok(await clipRowOf(kept, { read: write, profile, now }))
  })
}

/** When footage goes: the handlers of `retention.*`. */
export function retentionHandlers({ newId }: Pick<ServicePorts, 'newId'>) {
  const rows = async (
    { store, profile, now }: CallContext<'retention.queue'>,
    { of, after, limit }: ParsedInputOf<'retention.queue'>,
    expiry: 'queued' | 'marked',
  ) => {
    if (of !== null && of !== expiry) return []
    const clips = await store.read.clips({ expiry, limit, ...(after === null ? {} : { after }) })
    return Promise.all(clips.map((clip) => clipRowOf(clip, { read: store.read, profile, now })))
  }

  return {
    'retention.evaluate': (context, { asOf }) => evaluate(context, asOf),

    'retention.queue': async (context, page) =>
      ok({ queued: await rows(context, page, 'queued'), marked: await rows(context, page, 'marked') }),

    'retention.approve': async (context, _input) => {
      const { profile, now, user } = context
      if ((await clockOf(context)).doubtful) return failed({ kind: 'clock-doubtful' })
      return context.change(async (write) => {
        const current = await currentClip(write, context)
        if (!current.ok) return current
        const clip = current.value
        const since = now()
        const { approvable, holds, rule } = retentionFor(clip, await write.holds(clip.id), context)
        if (holds.length > 0) return failed({ kind: 'on-hold', name: clip.id, holds: holds.length })
        if (clip.expiry.state !== 'queued' || !approvable) return failed({ kind: 'not-queued', name: clip.id })
        const until = undoUntil(since, profile.retention)
        const expiry = { state: 'marked', since, rule, undoUntil: until, approvedBy: user.id } as const
        await write.putClip({ ...clip, expiry })
        return ok(await clipRowOf({ ...clip, expiry }, { read: write, profile, now }))
      })
    },

    'retention.page': (context, asked) => page(context, asked),

    'retention.keep': (context) => keep(context),

    /** Back into the queue, where it waits for a person: by itself it does not go any more. */
    'retention.undo': async (context, _input) => {
      const { profile, now } = context
      return context.change(async (write) => {
        const current = await currentClip(write, context)
        if (!current.ok) return current
        const clip = current.value
        if (clip.expiry.state !== 'marked') return failed({ kind: 'not-queued', name: clip.id })
        const expiry = { state: 'queued', since: now(), rule: clip.expiry.rule } as const
        await write.putClip({ ...clip, expiry })
        return ok(await clipRowOf({ ...clip, expiry }, { read: write, profile, now }))
      })
    },

    'retention.apply': (context, { clips }) => apply(context, clips, newId),

    'retention.deletions': async ({ store }, { limit }) =>
      ok({ deletions: (await store.read.deletions({})).slice(0, limit) }),
  } satisfies Pick<
    Handlers,
    | 'retention.evaluate'
    | 'retention.queue'
    | 'retention.page'
    | 'retention.approve'
    | 'retention.undo'
    | 'retention.keep'
    | 'retention.apply'
    | 'retention.deletions'
  >
}
