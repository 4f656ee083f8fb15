import { join } from 'node:path'
import { readCertificate } from '../../../contract/certificate-file.ts'
import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import type { AuditLog } from '../../../core/ports/vault/audit-log.ts'
import type { VaultObjects } from '../../../core/ports/vault/vault-objects.ts'
import { failed, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import { writeWholeFile } from '../../evidence/place-file.ts'
import { auditLogOf, type KeptAnchor } from '../audit/kept-log.ts'
import type { AuditRow } from '../audit/log-walk.ts'
import { readFileEnd } from '../keys/bounded-file.ts'
import type { CredentialStore } from '../keys/credential-store.ts'
import { answering } from '../objects/answering.ts'
import { keptAnchor } from './kept-anchor.ts'
import type { OpenState } from './open-state.ts'

/** How far the log was found good, under the master key: nobody without it can make a verification begin later. */
const provedName = 'proved'
const provedPlace = { kind: 'audit-state', id: 'proved' }
const mostBytes = 1024 * 1024
const batch = 500

/** What the log of an open vault is made of. */
export type LogParts = {
  readonly state: OpenState
  readonly keyring: CredentialStore
  readonly objects: Pick<VaultObjects, 'readText'>
  /** The signed head of the log now, in its turn. */
  readonly checkpoint: () => Promise<Result<Checkpoint>>
}

async function* certificates(state: OpenState): AsyncGenerator<ObjectId> {
  let after: ObjectId | null = null
  for (;;) {
    const records: readonly ObjectRecord[] = await state.database().read.objectsAfter(after, batch)
    yield* records.filter(({ kind }) => kind === 'certificate').map(({ id }) => id)
    const last = records.at(-1)
    if (!last) return
    after = last.id
  }
}

/** Heads of the log in the certificates of copies that were made here. */
async function certificateAnchors({ state, objects }: LogParts): Promise<readonly KeptAnchor[]> {
  const found: KeptAnchor[] = []
  for await (const id of certificates(state)) {
    const text = await objects.readText(id)
    const certificate = text.ok ? readCertificate(text.value, 'certificate') : text
    if (!certificate.ok) continue
    const anchor = certificate.value.payload.auditAnchor
    if (anchor) found.push({ anchor, from: 'certificate' })
  }
  return found
}

async function anchors(parts: LogParts): Promise<readonly KeptAnchor[]> {
  const anchor = await keptAnchor(parts.keyring, parts.state.facts().vaultId)
  const kept: readonly KeptAnchor[] = anchor ? [{ anchor, from: 'credential-store' }] : []
  return [...kept, ...(await certificateAnchors(parts))]
}

async function provedState({ state }: LogParts): Promise<string | null> {
  const end = await readFileEnd(join(state.folder, provedName), provedName, mostBytes)
  if (!end.ok || !end.value?.whole) return null
  const opened = state.held.unwrap(end.value.bytes, provedPlace)
  return opened.ok && opened.value ? Buffer.from(opened.value).toString('utf8') : null
}

/** Where it cannot be kept, the next verification begins earlier: no fault. */
async function keepProvedState({ state }: LogParts, text: string): Promise<void> {
  const sealed = state.held.wrap(Buffer.from(text, 'utf8'), provedPlace)
  if (!sealed.ok || sealed.value.length > mostBytes) return
  const path = join(state.folder, provedName)
  await writeWholeFile({ path, name: provedName, overwrite: true, inputs: [] }, sealed.value)
}

/** Rows of whatever database is the vault's at that moment: a rotation that comes between copies them as they are. */
async function* rowsOf(
  state: OpenState,
  from: number,
  until: number = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<AuditRow> {
  for (let next = from; next < until; ) {
    const end = Math.min(until, next + batch)
    for await (const row of state.database().auditRows(next, end)) {
      yield row
      next = row.seq + 1
    }
    if (next < end) return
  }
}

/** The audit log of an open vault, to be verified, exported and proved; each answers `vault-locked` when the vault is locked. */
export function logOfVault(parts: LogParts): AuditLog {
  const { state } = parts
  const log = auditLogOf({
    rows: (from, until) => rowsOf(state, from, until),
    checkpoints: () => state.database().read.checkpoints(),
    checkpoint: async () => (state.isOpen ? parts.checkpoint() : failed({ kind: 'vault-locked' })),
    publicKeys: async () => state.devicePublicKeys(),
    anchors: () => anchors(parts),
    provedState: () => provedState(parts),
    keepProvedState: (text) => keepProvedState(parts, text),
  })
  return {
    verify: (asked, work) => answering(() => log.verify(asked, work)),
    exportTo: (folder, work) => answering(() => log.exportTo(folder, work)),
    prove: (seq, consistencyFrom) => answering(() => log.prove(seq, consistencyFrom)),
  }
}
