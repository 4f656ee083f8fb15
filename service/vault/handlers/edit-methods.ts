import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { VaultReader, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { datedHold, isBlocking } from '../../../core/retention/hold.ts'
import { latestTold } from '../../../core/retention/retention.ts'
import { type HoldKind, holdKinds } from '../../../core/retention/retention-policy.ts'
import type { ClipRecord, HoldRecord } from '../../../core/vault/clip-record.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import { missingOf } from '../access-facts.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import { toldDetail } from '../told-involvement.ts'
import { clipRowOf, retentionFor } from './clip-rows.ts'
import { holdRow } from './library-methods.ts'
import { sourceTaskFor } from './source-tasks.ts'
import { currentClip, theClip } from './the-clip.ts'

type Changes = ParsedInputOf<'clip.edit'>['changes']

/** People by the names they sign in with. Fails with `no-such-user`. */
export async function usersNamed(read: VaultReader, names: readonly string[]): Promise<Result<readonly UserId[]>> {
  const ids: UserId[] = []
  for (const name of names) {
    const user = await read.userByName(name)
    if (!user) return failed({ kind: 'no-such-user', name })
    ids.push(user.id)
  }
  return ok(ids)
}

/** The record with the changes; people are named and become ids. */
async function edited(clip: ClipRecord, changes: Changes, read: VaultReader): Promise<Result<ClipRecord>> {
  const { involved, restriction, category, categories, ...fields } = changes
  const people = involved === undefined ? ok(clip.involved) : await usersNamed(read, involved)
  if (!people.ok) return people
  const listed = await usersNamed(read, restriction?.allowed ?? [])
  if (!listed.ok) return listed
  const given = categories ?? (category === undefined ? clip.metadata.categories : category === null ? [] : [category])
  const kept = restriction === undefined ? clip.restriction : restriction
  return ok({
    ...clip,
    metadata: { ...clip.metadata, ...fields, categories: given },
    involved: people.value,
    restriction: kept && { kind: kept.kind, allowed: restriction ? listed.value : (clip.restriction?.allowed ?? []) },
  })
}

/** What is still missing stays to be done; nothing missing any more is done. */
async function settleTodos(write: VaultWriter, clip: ClipRecord, context: CallContext<'clip.edit'>): Promise<void> {
  const missing = [...missingOf(clip, context.profile)]
  for (const todo of await write.todosOf(clip.id)) {
    if (todo.doneAt !== null) continue
    await write.putTodo({ ...todo, missing, doneAt: missing.length === 0 ? context.now() : null })
  }
}

function sameCategories(one: ClipRecord, other: ClipRecord): boolean {
  return one.metadata.categories.join('\n') === other.metadata.categories.join('\n')
}

/** A clip that was on its way out and is now kept for longer waits no more. */
function withoutExpiry(clip: ClipRecord, holds: readonly HoldRecord[], context: CallContext<'clip.edit'>): ClipRecord {
  const standing = { ...clip, expiry: { state: 'kept' } as const }
  return retentionFor(standing, holds, context).state === 'kept' ? standing : clip
}

async function edit(context: CallContext<'clip.edit'>, { changes }: ParsedInputOf<'clip.edit'>, newId: () => string) {
  const { profile, now, user } = context
  const saved = async (write: VaultWriter) => {
    const current = await currentClip(write, context)
    if (!current.ok) return current
    const before = current.value
    const changed = await edited(before, changes, write)
    if (!changed.ok) return changed
    const holds = await write.holds(before.id)
    // Told before the change, so that a shorter period deletes nothing (core/retention).
    const dueBefore = latestTold(before.dueBefore, retentionFor(before, holds, context))
    const after = withoutExpiry({ ...changed.value, dueBefore }, holds, context)
    await write.putClip(after)
    await settleTodos(write, after, context)
    if (after.source && !sameCategories(before, after))
      await write.putSourceTask(sourceTaskFor(after.id, 'category', { newId, now, user }))
    return ok(await clipRowOf(after, { read: write, profile, now }))
  }
  return context.change(saved, undefined, toldDetail(changes))
}

function holdKind(text: string): Result<HoldKind> {
  const kind = holdKinds.find((each) => each === text)
  return kind ? ok(kind) : failed({ kind: 'usage', detail: `a hold is for ${holdKinds.join(', ')}, not "${text}"` })
}

async function hold(context: CallContext<'clip.hold'>, input: ParsedInputOf<'clip.hold'>, newId: () => string) {
  const { profile, now, user } = context
  const kind = holdKind(input.kind)
  if (!kind.ok) return kind
  const asked = { id: newId(), kind: kind.value, reason: context.reason ?? '', owner: user.id, placedAt: now() }
  const dated = datedHold({ ...asked, until: input.endsAt, reviewOn: input.reviewAt }, profile.retention)
  if (!dated.ok) return failed({ kind: 'usage', detail: 'the dates of a hold lie ahead' } as const)
  const placed = { ...dated.value, clip: theClip(context).id }
  return context.change(async (write) => {
    const current = await currentClip(write, context)
    if (!current.ok) return current
    const clip = current.value
    await write.putHold(placed)
    // What was on its way to deletion is not any more.
    if (clip.expiry.state !== 'kept') await write.putClip({ ...clip, expiry: { state: 'kept' } })
    if (clip.source) await write.putSourceTask(sourceTaskFor(clip.id, 'hold', { newId, now, user }))
    return ok(await holdRow(placed, write))
  })
}

async function unhold(context: CallContext<'clip.unhold'>, wanted: string | null, newId: () => string) {
  const { store, now, user } = context
  const clip = theClip(context)
  const holds = (await store.read.holds(clip.id)).filter(isBlocking)
  const chosen = holds.filter(({ id }) => wanted === null || id === wanted)
  if (chosen.length === 0) return failed({ kind: 'no-such-hold', name: clip.id } as const)
  return context.change(async (write) => {
    for (const each of chosen)
      await write.putHold({ ...each, released: { by: user.id, at: now(), reason: context.reason ?? '' } })
    if (clip.source && chosen.length === holds.length)
      await write.putSourceTask(sourceTaskFor(clip.id, 'release-hold', { newId, now, user }))
    return ok({ released: chosen.length })
  })
}

async function confirm(context: CallContext<'source.confirm'>, wanted: string | null) {
  const { store, now, user } = context
  const clip = theClip(context)
  const open = (await store.read.sourceTasksOf(clip.id)).filter(({ confirmedAt }) => confirmedAt === null)
  const chosen = open.filter(({ id }) => wanted === null || id === wanted)
  if (chosen.length === 0) return failed({ kind: 'no-such-task', name: clip.id } as const)
  return context.change(async (write) => {
    for (const task of chosen) await write.putSourceTask({ ...task, confirmedBy: user.id, confirmedAt: now() })
    return ok({ confirmed: chosen.length })
  })
}

/** What people change about clips: the handlers of `clip.edit`, holds and the store of record. */
export function editHandlers({ newId }: Pick<ServicePorts, 'newId'>) {
  return {
    'clip.edit': (context, input) => edit(context, input, newId),
    'clip.hold': (context, input) => hold(context, input, newId),
    'clip.unhold': (context, input) => unhold(context, input.hold, newId),
    'source.confirm': (context, { task }) => confirm(context, task),

    'source.set': (context, { system, id, category, deletionDate }) => {
      const { profile, now, user } = context
      const source = { system, id, category, deletionDate, confirmedBy: user.id, confirmedAt: now() }
      return context.change(async (write) => {
        const current = await currentClip(write, context)
        if (!current.ok) return current
        const clip = { ...current.value, source }
        await write.putClip(clip)
        // Held before anybody knew where it lives: it has to be held there, too.
        const isHeld = (await write.holds(clip.id)).some(isBlocking)
        if (isHeld && current.value.source?.system !== system)
          await write.putSourceTask(sourceTaskFor(clip.id, 'hold', { newId, now, user }))
        return ok(await clipRowOf(clip, { read: write, profile, now }))
      })
    },
  } satisfies Pick<Handlers, 'clip.edit' | 'clip.hold' | 'clip.unhold' | 'source.confirm' | 'source.set'>
}
