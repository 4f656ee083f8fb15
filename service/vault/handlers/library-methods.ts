import type { OutputOf, ParsedInputOf } from '../../../contract/methods/all.ts'
import type { ClipRow } from '../../../contract/vault-schemas.ts'
import { isBefore } from '../../../core/calendar.ts'
import type { ClipQuery, VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { SourceTask } from '../../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../../core/vault/clip-record.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import { clipRowOf } from './clip-rows.ts'
import { documentOf } from './documents.ts'
import { nameOf } from './name-of.ts'
import { theClip } from './the-clip.ts'

type ListCall = CallContext<'clip.list'>

/** What a search came to. `restricted` counts what the asker may only know to exist; `more`: there is more than was asked for. */
type Found = Pick<OutputOf<'clip.list'>, 'more' | 'total' | 'restricted'> & { readonly rows: readonly ClipRow[] }

/** What of the vault the asker may see, and what they may only know to exist, as a part of a query; null where there is none. */
export type Reach = { readonly seen: Pick<ClipQuery, 'like'>; readonly known: Pick<ClipQuery, 'like'> | null }

/** Access is decided for one clip of each kind; where it leaves nothing out, the search has nothing to leave out either. */
export async function reachOf({ store, allowed }: Pick<CallContext, 'store' | 'allowed'>): Promise<Reach> {
  const kinds = (await store.read.kindsOfAccess()).map((clip) => ({ clip, decision: allowed(clip) }))
  const idsOf = (of: typeof kinds) => of.map(({ clip }) => clip.id)
  const open = kinds.filter(({ clip }) => clip.restriction === null)
  const restricted = kinds.filter(({ clip }) => clip.restriction !== null)
  const isSeen = ({ decision }: (typeof kinds)[number]) => decision.allowed
  const like = {
    open: open.every(isSeen) ? ('all' as const) : idsOf(open.filter(isSeen)),
    restricted: idsOf(restricted.filter(isSeen)),
  }
  // Only of what has an access list may somebody know no more than that it is there.
  const known = idsOf(restricted.filter(({ decision }) => !decision.allowed && decision.mayKnowItExists))
  return {
    seen: kinds.every(isSeen) ? {} : { like },
    known: known.length === 0 ? null : { like: { open: [], restricted: known } },
  }
}

async function search(context: ListCall, query: ClipQuery): Promise<Found> {
  const { store, profile, now } = context
  const { seen, known } = await reachOf(context)
  const asked = { ...query, ...seen }
  const clips = await store.read.clips({ ...asked, limit: query.limit + 1 })
  // Whatever the search found: what the asker may not see does not leave.
  const within = clips.slice(0, query.limit).filter((clip) => context.allowed(clip).allowed)
  return {
    rows: await Promise.all(within.map((clip) => clipRowOf(clip, { read: store.read, profile, now }))),
    more: clips.length > query.limit,
    total: query.after === undefined ? await store.read.countClips(asked) : null,
    restricted: known === null ? 0 : await store.read.countClips({ ...query, ...known }),
  }
}

/** What had been deleted already, of what is being looked for (Buzzard-Quashie v CC Northamptonshire [2025] EWCA Civ 1397). */
async function deletedOf({ store }: ListCall, query: ClipQuery): Promise<readonly DeletionRecord[]> {
  const {
    text: _text,
    kind: _kind,
    expiry: _expiry,
    held: _held,
    missing: _missing,
    unindexed: _unindexed,
    ...known
  } = query
  const { after: _after, order: _order, offset: _offset, like: _like, limit: _limit, ...asked } = known
  return store.read.deletions(asked)
}

type Kept = { readonly found: Found; readonly deletions: readonly DeletionRecord[] }

/** Keeps a search as a signed record: what was looked for and where, what was found, what had been deleted under which rule. */
async function keepSearch(
  context: ListCall,
  { query, keep }: ParsedInputOf<'clip.list'>,
  { found, deletions }: Kept,
  ports: Pick<ServicePorts, 'newId' | 'json'>,
): Promise<Result<string | null>> {
  if (keep === null) return ok(null)
  const { store, user, now } = context
  const id = ports.newId()
  const at = now()
  const text = ports.json.textOf({
    version: 1,
    id,
    at,
    by: user.name,
    purpose: keep,
    query,
    scope: user.grants.map(({ role, scope }) => ({ role, scope })),
    hits: found.rows.map(({ clip, sha256, recordedOn, officer }) => ({ clip, sha256, recordedOn, officer })),
    more: found.more,
    restricted: found.restricted,
    deleted: deletions,
  })
  const { signature, keyId } = store.sign(`occlude-search-v1\n${text}`)
  const draft = context.draft('search.record', { object: { kind: 'search', id }, outcome: 'done' })
  return store.change(draft, async (write) => {
    await write.putSearch({ id, at, by: user.id, purpose: keep, text, signature, keyId })
    return ok(id)
  })
}

/** A hold as every face shows it: with the name of whoever placed it. */
export async function holdRow(hold: HoldRecord, read: VaultReader) {
  const { id, kind, reason, owner, placedAt, until, reviewOn, released } = hold
  return {
    hold: id,
    kind,
    reason,
    owner: await nameOf(read, owner),
    placedAt,
    endsAt: until,
    reviewAt: reviewOn,
    releasedAt: released?.at ?? null,
  }
}

function taskRow({ id, clip, kind, openedAt, confirmedAt, confirmedBy }: SourceTask) {
  return { task: id, clip, kind, openedAt, confirmedAt, confirmedBy }
}

function todoRow({ id, clip, officer, missing, dueAt }: TodoRecord, { now }: Pick<CallContext, 'now'>) {
  return { todo: id, clip, officer, missing, dueAt, overdue: isBefore(dueAt, now()) }
}

/** What is to be done about clips that the asker may know of; of a clip that is gone, only that it is to be done. */
async function withinReach<T extends { readonly clip: ClipRecord['id'] }>(
  open: readonly T[],
  { store, allowed }: Pick<CallContext, 'store' | 'allowed'>,
): Promise<readonly T[]> {
  const within: T[] = []
  for (const each of open) {
    const clip = await store.read.clip(each.clip)
    if (clip === null || allowed(clip).allowed) within.push(each)
  }
  return within
}

async function show(context: CallContext<'clip.show'>) {
  const { store, profile, now } = context
  const { read } = store
  const clip = theClip(context)
  const objects = await read.objects(clip.id)
  const certificate = await documentOf(store, clip.id, 'certificate')
  if (!certificate.ok) return certificate
  const attachments = objects.filter(({ kind }) => kind === 'attachment')
  return ok({
    clip: await clipRowOf(clip, { read, profile, now }),
    holds: await Promise.all((await read.holds(clip.id)).map((hold) => holdRow(hold, read))),
    todos: (await read.todosOf(clip.id)).filter(({ doneAt }) => doneAt === null).map((todo) => todoRow(todo, context)),
    sourceTasks: (await read.sourceTasksOf(clip.id)).map(taskRow),
    source: clip.source,
    attachments: attachments.map(({ label, sha256, bytes }) => ({ name: label, sha256, bytes })),
    copies: (await read.copiesOf(clip.id)).map(({ id }) => id),
    certificate: certificate.value,
  })
}

/** What there is, and what has to be done about it: the handlers that show no picture. */
export function libraryHandlers(ports: Pick<ServicePorts, 'newId' | 'json'>) {
  return {
    'clip.list': async (context, input) => {
      const found = await search(context, input.query)
      const deletions = await deletedOf(context, input.query)
      const kept = await keepSearch(context, input, { found, deletions }, ports)
      if (!kept.ok) return kept
      const { rows, more, total, restricted } = found
      return ok({ clips: rows, more, total, restricted, deleted: deletions.length, searchRecord: kept.value })
    },

    'clip.show': show,

    'source.tasks': async (context) => {
      const open = await context.store.read.sourceTasks(true)
      return ok({ tasks: (await withinReach(open, context)).map(taskRow) })
    },

    'todo.list': async (context) => {
      const open = await context.store.read.todos(true)
      return ok({ todos: (await withinReach(open, context)).map((todo) => todoRow(todo, context)) })
    },
  } satisfies Pick<Handlers, 'clip.list' | 'clip.show' | 'source.tasks' | 'todo.list'>
}
