import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditAction } from '../../../core/audit/audit-action.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { noMetadata } from '../../../core/intake/clip-metadata.ts'
import type { CertificateSigner } from '../../../core/ports/certificate-signer.ts'
import { instant } from '../../../core/ports/clock.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { clipId, objectId, userId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { fingerprint } from '../keys/device-key.ts'
import { publicKeyOf, sign } from '../keys/key-pairs.ts'
import { createDatabase, openDatabase } from './open-database.ts'
import type { DatabasePorts, VaultDatabase } from './vault-database.ts'

/** What the tests of the database share: a folder, keys, records that say little. */

export const trialKey = Buffer.alloc(32, 0x5a)

const deviceKey = Buffer.alloc(32, 0x11)
export const devicePublicKey = publicKeyOf('ed25519', deviceKey)
export const device = sha256(fingerprint(devicePublicKey))

const signer: CertificateSigner = (message) => ({
  signature: Buffer.from(sign(deviceKey, Buffer.from(message))).toString('base64url'),
  publicKey: Buffer.from(devicePublicKey).toString('base64url'),
  keyId: device,
})

const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** An id of the right form for a number. */
export function idOf(number: number): string {
  let text = ''
  for (let left = number, digit = 0; digit < 16; digit++, left = Math.floor(left / 32)) text = letters[left % 32] + text
  return text
}

/** A made-up hash for a text. */
export function hashOf(text: string) {
  return sha256(createHash('sha256').update(text).digest('hex'))
}

/** The wrapped key that an object of the tests has. */
export function wrappedOf(object: string): Uint8Array {
  return createHash('sha512').update(`wrapped ${object}`).digest().subarray(0, 60)
}

export function trialPorts(more: Partial<DatabasePorts> = {}): DatabasePorts {
  return {
    now: () => instant('2026-11-23T10:00:00.000Z'),
    elapsed: () => 12.5,
    software: '0.1.0',
    device,
    sign: () => signer,
    wrappedKeys: { wrapped: (object) => ({ wrapped: wrappedOf(object), generation: 1 }) },
    ...more,
  }
}

export function draftOf(action: AuditAction, more: Partial<AuditDraft> = {}): AuditDraft {
  return {
    action,
    outcome: 'done',
    object: null,
    reason: null,
    user: null,
    role: null,
    session: idOf(7),
    ...more,
  }
}

export const someone = userId(idOf(100))

export function userOf(number: number, more: Partial<UserRecord> = {}): UserRecord {
  return {
    id: userId(idOf(number)),
    name: `User ${number}`,
    knownAs: [],
    grants: [],
    createdAt: instant('2026-11-01T08:00:00.000Z'),
    disabledAt: null,
    ...more,
  }
}

/** Number `n`'s object, which goes with `clipOf(n)`. */
export function objectOf(number: number, more: Partial<ObjectRecord> = {}): ObjectRecord {
  return {
    id: objectId(idOf(1_000_000 + number)),
    clip: clipId(idOf(number)),
    kind: 'clip',
    label: '',
    sha256: hashOf(`clip ${number}`),
    bytes: 1000 + number,
    storedSha256: hashOf(`stored ${number}`),
    storedBytes: 1100 + number,
    ...more,
  }
}

export function clipOf(number: number, more: Partial<ClipRecord> = {}): ClipRecord {
  return {
    id: clipId(idOf(number)),
    kind: 'clip',
    madeFrom: null,
    object: objectOf(number).id,
    sha256: hashOf(`clip ${number}`),
    bytes: 1000 + number,
    name: `clip ${number}.mp4`,
    metadata: noMetadata,
    importedAt: instant('2026-11-20T08:00:00.000Z'),
    importedBy: someone,
    index: { state: 'pending' },
    restriction: null,
    involved: [],
    source: null,
    expiry: { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
    ...more,
  }
}

/** What stays of number `n`'s clip: nothing that says more than that it was there. */
export function deletionOf(number: number, more: Partial<DeletionRecord> = {}): DeletionRecord {
  const { id, sha256: content, importedAt } = clipOf(number)
  return {
    clip: id,
    kind: 'clip',
    madeFrom: null,
    sha256: content,
    recordedOn: null,
    recordedUntil: null,
    importedAt,
    officer: null,
    device: null,
    incident: null,
    ownerForce: null,
    storeOfRecord: null,
    place: null,
    categories: [],
    rule: 'routine: 30 days from recording',
    approvedBy: someone,
    appliedBy: someone,
    deletedAt: instant('2026-11-23T10:00:00.000Z'),
    backups: [],
    ...more,
  }
}

/** A folder for databases, removed by `remove`. */
export async function trialFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-database-'))
  return { at: (name: string) => join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Opens a database, or makes it; throws where that fails. */
export function started(path: string, more: Partial<DatabasePorts> = {}, fresh = false): VaultDatabase {
  const opened = (fresh ? createDatabase : openDatabase)(path, trialKey)
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  const database = opened.value.start(trialPorts(more))
  if (!database.ok) throw new Error(JSON.stringify(database.failure))
  return database.value
}

/** Keeps clips with an object each; throws where that fails. */
export async function keep(database: VaultDatabase, records: readonly ClipRecord[]): Promise<void> {
  const kept = await database.change(draftOf('clip.import'), async (write) => {
    for (const clip of records) {
      await write.putClip(clip)
      await write.keepObject({ ...objectOf(0), id: clip.object, clip: clip.id, kind: clip.kind, sha256: clip.sha256 })
    }
    return { ok: true, value: undefined }
  })
  if (!kept.ok) throw new Error(JSON.stringify(kept.failure))
}
