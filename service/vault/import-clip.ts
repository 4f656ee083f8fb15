import { addDays, dayOf, endOfDay } from '../../core/calendar.ts'
import type { Sha256 } from '../../core/clips/clip-index.ts'
import type { Candidate, OpenCandidate } from '../../core/intake/candidate.ts'
import type { ClipMetadata } from '../../core/intake/clip-metadata.ts'
import { mapSidecar } from '../../core/intake/map-sidecar.ts'
import type { Mapping } from '../../core/intake/mapping.ts'
import type { SidecarNote } from '../../core/intake/sidecar-note.ts'
import type { FirstLook } from '../../core/ports/media-engine.ts'
import type { NewObject, OpenObject } from '../../core/ports/vault/vault-objects.ts'
import type { VaultWriter } from '../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { latestTold } from '../../core/retention/retention.ts'
import type { ClipRecord, IndexState } from '../../core/vault/clip-record.ts'
import { type ClipId, clipId } from '../../core/vault/ids.ts'
import type { ObjectRecord } from '../../core/vault/object-record.ts'
import { lookAtClip } from '../index-clip.ts'
import { withFaults } from '../storage-faults.ts'
import { missingOf } from './access-facts.ts'
import type { CallContext } from './handler.ts'
import { retentionFor } from './handlers/clip-rows.ts'
import { countedState, unreadableState } from './index-state.ts'
import { putIndex } from './kept-index.ts'
import type { ServicePorts } from './service-ports.ts'

/** What importing takes from its host. */
export type ImportPorts = Pick<ServicePorts, 'engine' | 'newId' | 'intake'>

/** What became of one file. */
export type Imported = {
  readonly clip: ClipId
  readonly sha256: Sha256
  readonly status: 'imported' | 'duplicate' | 'unindexed'
  readonly why: string | null
  /** Remarks on what its sidecars say; never what they say. */
  readonly notes: readonly SidecarNote[]
}

type ImportCall = CallContext<'clip.import'>

/** Bytes read, hashed and encrypted at once. */
const block = 4 << 20

const mebibyte = 1 << 20

/** Longest side of a poster, in pixels. */
const posterSide = 320

/** Days in which a clip's officer completes what is missing (R9: metadata are due at upload). */
const todoDays = 7

/** A file on its way in: where its bytes go, and how many of them are there already. */
type Arriving = {
  readonly clip: ClipId
  readonly object: NewObject
  readonly at: number
  /** `seq` of the entry with which this run of it began. */
  readonly ref: number
}

/** The import of this very file that was interrupted, where its bytes are still what was written; null begins anew. */
async function resumed(context: ImportCall, entry: Candidate, source: OpenCandidate): Promise<Result<Arriving | null>> {
  const { store } = context
  const pending = (await store.read.pendingImports()).find(
    ({ sourceName, sourceBytes, sourceModified }) =>
      sourceName === entry.path.text && sourceBytes === entry.size && sourceModified === entry.modified,
  )
  if (!pending) return ok(null)
  const going = await withFaults([source], context.work.signal, () =>
    store.objects.resume(pending.object, source.bytes),
  )
  if (!going.ok) return going
  if (going.value) {
    const again = context.draft('clip.import', { object: { kind: 'clip', id: pending.clip }, outcome: 'begun' })
    const ref = await store.note(again)
    return ref.ok ? ok({ clip: pending.clip, ...going.value, ref: ref.value }) : ref
  }
  const given = context.draft('clip.import', { object: { kind: 'clip', id: pending.clip }, outcome: 'failed' })
  const ended = await store.change(given, async (write) => {
    await write.endImport(pending.object)
    return ok(null)
  })
  return ended
}

async function begun(context: ImportCall, entry: Candidate, newId: () => string): Promise<Result<Arriving>> {
  const { store, user, now } = context
  const clip = clipId(newId())
  const object = await store.objects.begin({ clip, kind: 'clip' })
  if (!object.ok) return object
  const draft = context.draft('clip.import', { object: { kind: 'clip', id: clip }, outcome: 'begun' })
  const noted = await store.change(draft, async (write) => {
    await write.beginImport({
      object: object.value.id,
      clip,
      sourceName: entry.path.text,
      sourceBytes: entry.size,
      sourceModified: entry.modified,
      begunAt: now(),
      begunBy: user.id,
    })
    // Its own entry is the next one of the log.
    return ok({ clip, object: object.value, at: 0, ref: await write.auditSize() })
  })
  if (!noted.ok) await object.value.discard()
  return noted
}

/** Reads the file once, from where it stands to its end; what is read is hashed and encrypted. */
async function copyIn(
  context: ImportCall,
  source: OpenCandidate,
  { object, at }: Arriving,
): Promise<Result<ObjectRecord>> {
  const { work } = context
  const total = source.bytes.size
  const copied = await withFaults([object, source], work.signal, async () => {
    for (let offset = at; offset < total; ) {
      if (work.signal.aborted) return failed({ kind: 'cancelled' })
      const bytes = await source.bytes.read(offset, block)
      await object.sink.write(offset, bytes)
      offset += bytes.length
      work.onProgress({ stage: 'import', done: offset / mebibyte, total: total / mebibyte, seconds: 0 })
    }
    return ok(undefined)
  })
  if (!copied.ok) return copied
  const finished = await object.finish()
  if (!finished.ok) return finished
  return withFaults([source], work.signal, async () =>
    (await source.unchanged(finished.value.sha256)) ? finished : failed({ kind: 'not-stable', name: source.name }),
  )
}

/** What the engine tells of the stored bytes. Reading them back proves that they can be. */
type Looked = { readonly index: IndexState; readonly made: readonly ObjectRecord[] }

async function keptPosters(
  { store }: ImportCall,
  clip: ClipId,
  posters: FirstLook['posters'],
): Promise<Result<readonly ObjectRecord[]>> {
  const made: ObjectRecord[] = []
  for (const { frame, png } of posters) {
    const put = await store.objects.put({ clip, kind: 'poster', label: String(frame) }, png)
    if (!put.ok) return put
    made.push(put.value)
  }
  return ok(made)
}

async function lookedAt(
  context: ImportCall,
  {
    arriving,
    stored,
    sha256,
    source,
  }: {
    readonly arriving: Arriving
    readonly stored: OpenObject
    readonly sha256: Sha256
    readonly source: OpenCandidate
  },
  ports: ImportPorts,
): Promise<Result<Looked>> {
  const engine = ports.engine({ threads: null, models: null })
  try {
    const { size, read } = stored.bytes
    const bytes = { size, read, sha256 }
    const clip = { name: source.name, bytes, fault: stored.fault, unchanged: async () => true }
    const looked = await lookAtClip(engine, clip, posterSide, context.work)
    if (!looked.ok) {
      const unreadable = unreadableState(looked.failure)
      return unreadable ? ok({ index: unreadable, made: [] }) : looked
    }
    const { index, posters } = looked.value
    const made = await keptPosters(context, arriving.clip, posters)
    if (!made.ok) return made
    // Kept with the clip, so that it opens for viewing at once, however long it is.
    const kept = await putIndex(context.store, arriving.clip, index)
    return kept.ok ? ok({ index: countedState(index), made: [...made.value, kept.value] }) : kept
  } finally {
    await engine.close()
  }
}

async function attachments(
  context: ImportCall,
  entry: Candidate,
  clip: ClipId,
): Promise<Result<readonly ObjectRecord[]>> {
  const kept: ObjectRecord[] = []
  for (const { document } of entry.sidecars) {
    const put = await context.store.objects.put({ clip, kind: 'attachment', label: document.name }, document.bytes)
    if (!put.ok) return put
    kept.push(put.value)
  }
  return ok(kept)
}

function recordOf(
  context: ImportCall,
  entry: Candidate,
  facts: {
    readonly clip: ClipId
    readonly stored: ObjectRecord
    readonly index: IndexState
    readonly metadata: ClipMetadata
  },
): ClipRecord {
  const { now, user } = context
  const { clip, stored, index, metadata } = facts
  const stated = metadata.storeOfRecord
  const record: ClipRecord = {
    id: clip,
    kind: 'clip',
    madeFrom: null,
    object: stored.id,
    sha256: stored.sha256,
    bytes: stored.bytes,
    name: entry.name.text,
    metadata,
    importedAt: now(),
    importedBy: user.id,
    index,
    restriction: null,
    involved: [],
    source: stated && { ...stated, confirmedBy: null, confirmedAt: null },
    expiry: { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
  }
  return { ...record, dueBefore: latestTold(null, retentionFor(record, [], context)) }
}

/** Incomplete metadata are due by a date, from the officer who recorded it (R9). */
async function openTodo(
  write: VaultWriter,
  record: ClipRecord,
  context: ImportCall,
  newId: () => string,
): Promise<void> {
  const missing = [...missingOf(record, context.profile)]
  if (missing.length === 0) return
  const openedAt = context.now()
  const dueAt = endOfDay(addDays(dayOf(openedAt), todoDays))
  const { officer } = record.metadata
  await write.putTodo({ id: newId(), clip: record.id, officer, missing, openedAt, dueAt, doneAt: null })
}

/** Everything about a clip that has arrived whole, in one change. */
async function kept(
  context: ImportCall,
  entry: Candidate,
  {
    record,
    objects,
    notes,
    ref,
  }: Pick<Imported, 'notes'> &
    Pick<Arriving, 'ref'> & { readonly record: ClipRecord; readonly objects: readonly ObjectRecord[] },
  newId: () => string,
): Promise<Result<Imported>> {
  const object = { kind: 'clip', id: record.id, sha256: record.sha256 } as const
  const problems = entry.sidecarFailures.length
  const detail = {
    bytes: record.bytes,
    index: record.index.state,
    sidecars: entry.sidecars.length,
    problems,
    notes: notes.length,
  }
  return context.store.change(context.draft('clip.import', { object, outcome: 'done', ref, detail }), async (write) => {
    const same = await write.clipBySha256(record.sha256)
    await write.endImport(record.object)
    if (same) return ok<Imported>({ clip: same.id, sha256: same.sha256, status: 'duplicate', why: null, notes })
    await write.putClip(record)
    for (const each of objects) await write.keepObject(each)
    await openTodo(write, record, context, newId)
    const { index } = record
    const unindexed = index.state === 'unindexed'
    return ok<Imported>({
      clip: record.id,
      sha256: record.sha256,
      status: unindexed ? 'unindexed' : 'imported',
      why: unindexed ? index.why : (entry.sidecarFailures[0]?.kind ?? null),
      notes,
    })
  })
}

/** The same bytes are there already: what has just been written goes again, and the log says who brought them once more. */
async function duplicate(context: ImportCall, arriving: Arriving, same: ClipRecord): Promise<Result<Imported>> {
  const object = { kind: 'clip', id: same.id, sha256: same.sha256 } as const
  const { ref } = arriving
  const draft = context.draft('clip.import', { object, outcome: 'done', ref, detail: { duplicate: 1 } })
  const ended = await context.store.change(draft, async (write) => {
    await write.endImport(arriving.object.id)
    return ok({ clip: same.id, sha256: same.sha256, status: 'duplicate', why: null, notes: [] } as const)
  })
  await arriving.object.discard()
  return ended
}

async function taken(
  context: ImportCall,
  {
    entry,
    source,
    arriving,
  }: { readonly entry: Candidate; readonly source: OpenCandidate; readonly arriving: Arriving },
  { mapping, ports }: { readonly mapping: Mapping; readonly ports: ImportPorts },
): Promise<Result<Imported>> {
  const stored = await copyIn(context, source, arriving)
  if (!stored.ok) return stored
  const same = await context.store.read.clipBySha256(stored.value.sha256)
  if (same) return duplicate(context, arriving, same)
  const opened = await arriving.object.read()
  if (!opened.ok) return opened
  try {
    const looked = await lookedAt(
      context,
      { arriving, stored: opened.value, sha256: stored.value.sha256, source },
      ports,
    )
    if (!looked.ok) return looked
    const attached = await attachments(context, entry, arriving.clip)
    if (!attached.ok) return attached
    const { metadata, notes } = mapSidecar(mapping, entry.sidecars)
    const facts = { clip: arriving.clip, stored: stored.value, index: looked.value.index, metadata }
    const objects = [stored.value, ...looked.value.made, ...attached.value]
    const { ref } = arriving
    return await kept(context, entry, { record: recordOf(context, entry, facts), objects, notes, ref }, ports.newId)
  } finally {
    await opened.value.close()
  }
}

/**
 * Brings one file into the vault: read once, hashed and encrypted as it is read; indexed from what was stored; kept in one
 * change with everything that belongs to it. A file that fails leaves nothing; one that was interrupted by the machine's end
 * goes on when it is imported again.
 */
export async function importOne(
  context: ImportCall,
  entry: Candidate,
  mapping: Mapping,
  ports: ImportPorts,
): Promise<Result<Imported>> {
  const source = await entry.open()
  if (!source.ok) return source
  try {
    const before = await resumed(context, entry, source.value)
    if (!before.ok) return before
    const arriving = before.value ? ok(before.value) : await begun(context, entry, ports.newId)
    if (!arriving.ok) return arriving
    const done = await taken(context, { entry, source: source.value, arriving: arriving.value }, { mapping, ports })
    if (!done.ok) await abandoned(context, arriving.value)
    return done
  } finally {
    await source.value.close()
  }
}

/** Nothing is left of an import that failed while the machine was up. */
async function abandoned(context: ImportCall, { clip, object, ref }: Arriving): Promise<void> {
  await object.discard()
  const draft = context.draft('clip.import', { object: { kind: 'clip', id: clip }, outcome: 'failed', ref })
  await context.store.change(draft, async (write) => {
    await write.endImport(object.id)
    return ok(undefined)
  })
}
