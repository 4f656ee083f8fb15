import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decideAccess, type FootageAccess } from '../../../../core/access/decide-access.ts'
import { noMetadata } from '../../../../core/intake/clip-metadata.ts'
import { type Instant, instant } from '../../../../core/ports/clock.ts'
import type { AuditDraft } from '../../../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../../../core/ports/vault/vault-store.ts'
import type { Work } from '../../../../core/ports/work.ts'
import { ok, type Result } from '../../../../core/result.ts'
import { deletionRecordOf } from '../../../../core/retention/deletion-record.ts'
import type { ClipRecord } from '../../../../core/vault/clip-record.ts'
import { type ClipId, clipId, type UserId, userId } from '../../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../../core/vault/object-record.ts'
import { createVault, type NewVaultRequest } from '../../host/create-vault.ts'
import { openVault } from '../../host/open-vault.ts'
import type { VaultHost } from '../../host/vault-host.ts'
import { openCredentialStore } from '../../keys/credential-store.ts'
import { toBase32 } from '../../keys/crockford.ts'
import { createObjectStore } from '../object-store.ts'

/** Who made the vaults of these tests. */
export const administrator = { name: 'Ada Ministrator', passphrase: 'violet kettle runs uphill' } as const

/** What a success carries; a failure ends the test that expected none. */
export function found<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(JSON.stringify(result.failure))
}

/** A fresh id. */
export function newId(): string {
  return toBase32(randomBytes(10))
}

/** Work that nobody stops and nobody watches. */
export const quietWork: Work = { signal: new AbortController().signal, onProgress: () => undefined }

/** SHA-256, hex. */
export function hexHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Bytes in which a marker stands again and again, so that it is found wherever they lie in the open. */
export function markedBytes(marker: string, length: number): Uint8Array {
  return new Uint8Array(Buffer.alloc(length, marker))
}

/** What a vault takes from these tests: a clock that they set, slots that cost milliseconds. */
export function testHost(now: () => Instant = () => instant(new Date().toISOString())): VaultHost {
  return {
    program: 'occlude test',
    software: '0.0.0',
    keyring: openCredentialStore({ disabled: true }),
    now,
    elapsed: () => performance.now(),
    newId,
    objects: createObjectStore,
    cost: { memoryKiB: 1024, passes: 1, lanes: 1 },
  }
}

/** An entry by somebody. */
export function draftOf(action: AuditDraft['action'], user: UserId): AuditDraft {
  const author = { user: { id: user, name: administrator.name }, role: 'administrator', session: newId() }
  return { ...author, action, outcome: 'done', object: null, reason: null }
}

/** The policy profile of these vaults. */
export function profileText(): Promise<string> {
  return readFile(new URL('../../../../resources/profiles/blank.json', import.meta.url), 'utf8')
}

/** Makes a vault in this folder. */
export async function makeVault(
  folder: string,
  host: VaultHost = testHost(),
  keepSheets: NewVaultRequest['keepSheets'] = async () => ok(undefined),
) {
  const request = { folder, profileText: await profileText(), administrator, demo: true, keepSheets }
  return found(await createVault(request, host))
}

/** Opens a vault of `makeVault` again. */
export function reopen(folder: string, host: VaultHost = testHost()) {
  return openVault({ folder }, administrator, host)
}

/** A token to see a clip. */
export function tokenFor(clip: ClipId): FootageAccess {
  const user = userId('annannannannanna')
  const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
  const grants = [{ role: 'disclosure-officer', scope: everywhere, from: null, until: null }] as const
  const decision = decideAccess({
    subject: { userId: user, name: 'Ann', knownAs: [], grants, disabled: false },
    permission: 'clip.view',
    object: {
      clip,
      ownerForce: null,
      area: null,
      team: null,
      officer: null,
      importedBy: user,
      involved: [],
      missing: [],
      restriction: null,
      state: 'live',
    },
    now: instant('2026-11-23T10:00:00Z'),
    profile: { permissions: { 'disclosure-officer': ['clip.view'] } },
  })
  if (!decision.allowed || !decision.footage) throw new Error('no token')
  return decision.footage
}

/** The record of a clip that was just written. */
export function recordOf(clip: ClipId, object: ObjectRecord, user: UserId): ClipRecord {
  return {
    id: clip,
    kind: 'clip',
    madeFrom: null,
    object: object.id,
    sha256: object.sha256,
    bytes: object.bytes,
    name: `${clip}.mp4`,
    metadata: noMetadata,
    importedAt: instant('2026-11-23T10:00:00.000Z'),
    importedBy: user,
    index: { state: 'pending' },
    restriction: null,
    involved: [],
    source: null,
    expiry: { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
  }
}

/** Puts a clip with a poster and a project into a vault, as an import does. */
export async function addClip(store: VaultStore, user: UserId, bytes: Uint8Array): Promise<ClipRecord> {
  const clip = clipId(newId())
  const begun = found(await store.objects.begin({ clip, kind: 'clip' }))
  for (let at = 0; at < bytes.length; at += 50_000) await begun.sink.write(at, bytes.subarray(at, at + 50_000))
  const object = found(await begun.finish())
  const poster = found(await store.objects.put({ clip, kind: 'poster', label: '0' }, bytes.subarray(0, 1000)))
  const project = found(await store.objects.put({ clip, kind: 'project' }, `project of ${clip}`))
  const record = recordOf(clip, object, user)
  found(
    await store.change(draftOf('clip.import', user), async (write) => {
      for (const each of [object, poster, project]) await write.keepObject(each)
      await write.putClip(record)
      return ok(undefined)
    }),
  )
  return record
}

/** Deletes a clip for good, as retention does. */
export async function deleteClip(store: VaultStore, user: UserId, clip: ClipRecord): Promise<void> {
  const how = { rule: 'R8', approvedBy: user, appliedBy: user, at: instant(new Date().toISOString()), backups: [] }
  found(
    await store.change(draftOf('retention.delete', user), async (write) => {
      await write.deleteClip(deletionRecordOf(clip, how))
      return ok(undefined)
    }),
  )
}

/** All bytes of a clip in a vault. */
export async function bytesOfClip(store: VaultStore, clip: ClipId): Promise<Uint8Array> {
  const open = found(await store.objects.openClip(tokenFor(clip), clip))
  try {
    return await open.bytes.read(0, open.bytes.size)
  } finally {
    await open.close()
  }
}

/** A folder for one test file, removed with everything in it. */
export async function makeFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-vault-'))
  return { path: (name: string) => join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Ids of the objects that have files. */
export async function filesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(join(folder, 'objects'))).map((name) => name.replace('.seg', '')).sort()
}
