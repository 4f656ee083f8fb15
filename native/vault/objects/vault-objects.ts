import { type FootageAccess, footageGranted } from '../../../core/access/decide-access.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type {
  NewObject,
  NewObjectRequest,
  OpenClip,
  OpenObject,
  VaultObjects,
} from '../../../core/ports/vault/vault-objects.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type ClipId, type ObjectId, objectId } from '../../../core/vault/ids.ts'
import type { ObjectKind, ObjectRecord } from '../../../core/vault/object-record.ts'
import { writingFailure } from '../../evidence/storage-failure.ts'
import type { ObjectPlace } from '../host/held-keys.ts'
import { unwrapObjectKey } from '../host/object-keys.ts'
import type { ObjectHost } from '../host/object-store.ts'
import { resumeSegmentWriter } from '../segments/resume-segments.ts'
import { segmentClipSource } from '../segments/segment-clip-source.ts'
import { newSegmentKey, type SegmentKey } from '../segments/segment-format.ts'
import { openSegments, type SegmentSource } from '../segments/segment-source.ts'
import { createSegmentWriter } from '../segments/segment-writer.ts'
import { answering } from './answering.ts'
import { newObject } from './new-object.ts'
import { createObjectFile, objectPath, openObjectFile, removeObjectFiles } from './object-files.ts'
import type { OpenFiles } from './open-files.ts'
import type { UnkeptObjects } from './unkept-objects.ts'

/** What the objects of an open vault share. */
export type ObjectDesk = { readonly host: ObjectHost; readonly files: OpenFiles; readonly unkept: UnkeptObjects }

/** Objects whose text shows no footage. */
const textKinds: ReadonlySet<ObjectKind> = new Set(['index', 'project', 'certificate', 'report'])

type OpenSegmentSource = { readonly source: SegmentSource; close(): Promise<void> }

/** Opens a finished file under a key that is held for as long as it is open. */
async function openWith(
  { host, files }: ObjectDesk,
  { id, kind, name }: ObjectPlace & { readonly name: string },
  key: SegmentKey,
): Promise<Result<OpenSegmentSource>> {
  const release = host.held.hold({ id, kind }, key)
  const handle = await openObjectFile(host.folder, id, { name })
  if (!handle.ok) {
    release()
    return handle
  }
  const close = files.add(id, async () => {
    release()
    await handle.value.close()
  })
  const source = await openSegments(handle.value, key, name)
  if (source.ok) return ok({ source: source.value, close })
  await close()
  return source
}

/** The key of an object: one that somebody uses already, also while the vault is locked, else from its record. */
async function keyOf({ host }: ObjectDesk, place: ObjectPlace): Promise<Result<SegmentKey>> {
  const used = host.held.dataKey(place.id)
  if (used) return ok(used.key)
  const row = await host.database().read.wrappedKey(place.id)
  if (!row) return failed({ kind: 'database-damaged', detail: 'an object without a key' })
  return unwrapObjectKey(host.held, place, row.wrapped)
}

async function openRecord(desk: ObjectDesk, record: ObjectRecord, name: string): Promise<Result<OpenSegmentSource>> {
  const key = await keyOf(desk, record)
  return key.ok ? openWith(desk, { id: record.id, kind: record.kind, name }, key.value) : key
}

/** What people call an object that is no clip. */
function nameOf({ kind, label }: Pick<NewObjectRequest, 'kind' | 'label'>): string {
  return label ? `${kind} ${label}` : kind
}

type Writing = {
  readonly id: ObjectId
  readonly request: NewObjectRequest
  readonly name: string
  readonly key: SegmentKey
}

function writing(
  desk: ObjectDesk,
  { id, request, name, key }: Writing,
  parts: Pick<Parameters<typeof newObject>[0], 'close' | 'writer' | 'at'>,
): NewObject {
  const { host, unkept } = desk
  return newObject({
    ...parts,
    id,
    request,
    name,
    path: objectPath(host.folder, id),
    read: async (): Promise<Result<OpenObject>> => {
      const opened = await openWith(desk, { id, kind: request.kind, name }, key)
      if (!opened.ok) return opened
      const { source, close } = opened.value
      return ok({ bytes: source, fault: () => source.fault(), close })
    },
    isKept: async () => {
      const found = await answering(async () => ok(await host.database().read.object(id)))
      return found.ok ? found.value !== null : null
    },
    forget: () => unkept.remove(id),
  })
}

async function begin(desk: ObjectDesk, request: NewObjectRequest): Promise<Result<NewObject>> {
  const { host, files, unkept } = desk
  const id = objectId(host.newId())
  const name = nameOf(request)
  const key = newSegmentKey()
  unkept.add(id, host.held.hold({ id, kind: request.kind }, key))
  try {
    const handle = await createObjectFile(host.folder, id)
    const close = files.add(id, () => handle.close())
    const writer = createSegmentWriter(handle, key, name)
    return ok(writing(desk, { id, request, name, key }, { close, writer, at: 0 }))
  } catch (error) {
    unkept.remove(id)
    return failed(writingFailure(error, name))
  }
}

type Resumed = { readonly object: NewObject; readonly at: number } | null

/** Goes on where a file was left, under the key that its import has kept. */
async function goOn(desk: ObjectDesk, part: Writing, source: ByteSource): Promise<Result<Resumed>> {
  const { host, files, unkept } = desk
  const handle = await openObjectFile(host.folder, part.id, { name: part.name, write: true })
  if (!handle.ok) return handle.failure.kind === 'object-missing' ? ok(null) : handle
  unkept.add(part.id, host.held.hold({ id: part.id, kind: part.request.kind }, part.key))
  const close = files.add(part.id, () => handle.value.close())
  let goes = false
  try {
    const resumed = await resumeSegmentWriter(handle.value, part.key, part.name, source)
    if (!resumed.ok) return resumed
    if (resumed.value.kind === 'start-again') {
      const removed = await removeObjectFiles(host.folder, [part.id])
      return removed.ok ? ok(null) : removed
    }
    goes = true
    const { writer, at } = resumed.value
    return ok({ object: writing(desk, part, { close, writer, at }), at })
  } finally {
    if (!goes) {
      await close()
      unkept.remove(part.id)
    }
  }
}

async function resume(desk: ObjectDesk, id: ObjectId, source: ByteSource): Promise<Result<Resumed>> {
  const { read } = desk.host.database()
  const pending = (await read.pendingImports()).find(({ object }) => object === id)
  if (!pending) return ok(null)
  const name = pending.sourceName
  // Two writers of one file would each take the other's segments for its own.
  if (desk.unkept.has(id)) return failed({ kind: 'output-taken', name })
  const key = await keyOf(desk, { id, kind: 'clip' })
  if (!key.ok) return key
  if (desk.unkept.has(id)) return failed({ kind: 'output-taken', name })
  return goOn(desk, { id, name, key: key.value, request: { clip: pending.clip, kind: 'clip' } }, source)
}

async function put(
  desk: ObjectDesk,
  request: NewObjectRequest,
  bytes: Uint8Array | string,
): Promise<Result<ObjectRecord>> {
  const begun = await begin(desk, request)
  if (!begun.ok) return begun
  const object = begun.value
  let finished: Result<ObjectRecord> | null = null
  try {
    await object.sink.write(0, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes)
    finished = await object.finish()
    return finished
  } catch (error) {
    const fault = object.fault()
    if (!fault) throw error
    return failed(fault)
  } finally {
    if (!finished?.ok) await object.discard()
  }
}

/** Checks a token for this clip. Throws on what is no token: no caller has one by accident. */
function granted(access: FootageAccess, clip: ClipId): Result<void> {
  const facts = footageGranted(access)
  if (!facts) throw new TypeError('not a token of a decision')
  return facts.clip === clip
    ? ok(undefined)
    : failed({ kind: 'not-permitted', permission: facts.permission, why: 'other-clip' })
}

async function openClip(desk: ObjectDesk, access: FootageAccess, clip: ClipId): Promise<Result<OpenClip>> {
  const allowed = granted(access, clip)
  return allowed.ok ? openUnseen(desk, clip) : allowed
}

/** Asks nobody: for the decode pass, which shows nothing. */
async function openUnseen(desk: ObjectDesk, clip: ClipId): Promise<Result<OpenClip>> {
  const { read } = desk.host.database()
  const record = await read.clip(clip)
  if (!record) return failed({ kind: 'no-such-clip', name: clip })
  const object = await read.object(record.object)
  if (object?.clip !== clip || object.kind !== record.kind)
    return failed({ kind: 'database-damaged', detail: 'the object of a clip' })
  const opened = await openRecord(desk, object, record.name)
  if (!opened.ok) return opened
  const { source, close } = opened.value
  return ok({ ...segmentClipSource(source, record.name, object.sha256), close })
}

/** All bytes of an object that is small. */
async function bytesOf(desk: ObjectDesk, record: ObjectRecord): Promise<Result<Uint8Array>> {
  const opened = await openRecord(desk, record, nameOf(record))
  if (!opened.ok) return opened
  const { source, close } = opened.value
  try {
    return ok(await source.read(0, source.size))
  } catch (error) {
    const fault = source.fault()
    if (!fault) throw error
    return failed(fault)
  } finally {
    await close()
  }
}

async function readPoster(desk: ObjectDesk, access: FootageAccess, id: ObjectId): Promise<Result<string>> {
  const record = await desk.host.database().read.object(id)
  if (record?.kind !== 'poster') return failed({ kind: 'object-missing', name: 'poster' })
  const allowed = granted(access, record.clip)
  if (!allowed.ok) return allowed
  const bytes = await bytesOf(desk, record)
  return bytes.ok ? ok(Buffer.from(bytes.value).toString('base64')) : bytes
}

async function readText(desk: ObjectDesk, id: ObjectId): Promise<Result<string>> {
  const record = await desk.host.database().read.object(id)
  if (!record) return failed({ kind: 'object-missing', name: id })
  if (!textKinds.has(record.kind)) return failed({ kind: 'not-permitted', permission: 'clip.view', why: 'footage' })
  const bytes = await bytesOf(desk, record)
  return bytes.ok ? ok(Buffer.from(bytes.value).toString('utf8')) : bytes
}

/**
 * The encrypted files of an open vault (`VaultObjects`). Every file is made exclusively, for its owner alone, under a key of its
 * own that lies in memory until a change keeps it. A token for another clip opens nothing and is told so (`not-permitted`).
 * While the vault is locked, files that a lease keeps go on; new ones can be begun, for what a lease publishes.
 */
export function createVaultObjects(desk: ObjectDesk): VaultObjects {
  return {
    begin: (request) => begin(desk, request),
    resume: (object, source) => answering(() => resume(desk, object, source)),
    put: (request, bytes) => put(desk, request, bytes),
    openClip: (access, clip) => answering(() => openClip(desk, access, clip)),
    openUnseen: (clip) => answering(() => openUnseen(desk, clip)),
    readPoster: (access, object) => answering(() => readPoster(desk, access, object)),
    readText: (object) => answering(() => readText(desk, object)),
  }
}
