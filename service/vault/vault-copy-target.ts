import type { Failure } from '../../core/failure.ts'
import type { CopyTarget, PublishedCopy, UnpublishedCopy } from '../../core/ports/copy-target.ts'
import type { NewObject, OpenObject, VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import type { JobLease } from '../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { ObjectRecord } from '../../core/vault/object-record.ts'
import type { VerifiedCopy } from '../../core/verification/verified-copy.ts'

/** Where in the vault a copy is written. */
type CopyPlace = {
  readonly objects: VaultObjects
  readonly lease: JobLease
  readonly copy: ClipRecord['id']
}

/** What a copy in the vault is made of. */
export type VaultCopyRequest = CopyPlace & {
  /** The record that the copy will have; bytes, hash and object come from what was written. */
  readonly recordOf: (written: ObjectRecord) => ClipRecord
  /** Ends the job in the log. */
  readonly ending: (copy: ClipRecord) => AuditDraft
  /** Keeps the report of a copy that did not pass; answers what it is called. */
  readonly keepReport: (report: string) => Promise<Result<string>>
}

/** A copy target whose copies lie in the vault: encrypted as they are written, found by nobody before they are verified. */
export type VaultCopyTarget = CopyTarget & {
  /** The copy that was published; null before. */
  published(): ClipRecord | null
}

/** Makes the place for one copy in the vault. */
export function vaultCopyTarget(request: VaultCopyRequest): VaultCopyTarget {
  let published: ClipRecord | null = null
  return {
    published: () => published,
    keepReport: request.keepReport,
    begin: async () => {
      const begun = await beginWriting(request)
      if (!begun.ok) return begun
      return ok(
        unpublishedCopy(request, begun.value, (record) => {
          published = record
        }),
      )
    },
  }
}

/** A copy that is written encrypted and read again to be checked, and that is part of nothing. */
type WrittenCopy = Omit<UnpublishedCopy, 'publish'> & {
  /** What was written; null before it is finished. */
  written(): ObjectRecord | null
  /** Ends the reading; what was written stays. */
  close(): Promise<void>
}

function writtenCopy(object: NewObject): WrittenCopy {
  let written: ObjectRecord | null = null
  let reading: OpenObject | null = null
  const close = async (): Promise<void> => {
    await reading?.close()
    reading = null
  }
  return {
    sink: object.sink,
    fault: (): Failure | null => object.fault() ?? reading?.fault() ?? null,
    finish: async () => {
      const finished = await object.finish()
      if (!finished.ok) return finished
      const opened = await object.read()
      if (!opened.ok) return opened
      written = finished.value
      reading = opened.value
      return ok({ bytes: opened.value.bytes, sha256: finished.value.sha256 })
    },
    written: () => written,
    close,
    discard: async () => {
      await close()
      await object.discard()
    },
  }
}

/** Begins an object that a copy is written to; `lease`: its key stays while the vault is locked. */
async function beginWriting({ objects, lease, copy }: CopyPlace): Promise<Result<WrittenCopy>> {
  const begun = await objects.begin({ clip: copy, kind: 'copy' })
  if (!begun.ok) return begun
  lease.keep(begun.value.id)
  return ok(writtenCopy(begun.value))
}

/** A place for copies that are checked and never kept: nothing that is written there can become part of the vault. */
export function trialCopyTarget(place: CopyPlace): Pick<CopyTarget, 'begin'> {
  return {
    begin: async () => {
      const begun = await beginWriting(place)
      if (!begun.ok) return begun
      const { sink, fault, finish, discard } = begun.value
      const publish = (): never => {
        throw new Error('a trial copy is never published')
      }
      return ok({ sink, fault, finish, discard, publish })
    },
  }
}

function unpublishedCopy(
  request: VaultCopyRequest,
  copying: WrittenCopy,
  onPublished: (record: ClipRecord) => void,
): UnpublishedCopy {
  let kept = false
  const { sink, fault, finish } = copying
  return {
    sink,
    fault,
    finish,
    publish: async (copy: VerifiedCopy, documents): Promise<Result<PublishedCopy>> => {
      const written = copying.written()
      if (!written || written.sha256 !== copy.sha256)
        throw new Error('only the finished object that was checked can be published')
      const documentsKept = await putDocuments(request, documents)
      if (!documentsKept.ok) return documentsKept
      const record = request.recordOf(written)
      const result = { draft: request.ending(record), objects: [written, ...documentsKept.value], clips: [record] }
      const publishing = await request.lease.publish(result)
      if (!publishing.ok) return publishing
      kept = true
      onPublished(record)
      await copying.close()
      return ok({ copy: record.id, certificate: record.id, project: record.id })
    },
    discard: () => (kept ? copying.close() : copying.discard()),
  }
}

/** Certificate and project of a copy; whatever was written is removed when one of them could not be. */
async function putDocuments(
  { objects, lease, copy }: VaultCopyRequest,
  { certificate, project }: { readonly certificate: string; readonly project: string },
): Promise<Result<readonly ObjectRecord[]>> {
  const records: ObjectRecord[] = []
  for (const [kind, text] of [
    ['certificate', certificate],
    ['project', project],
  ] as const) {
    const put = await objects.put({ clip: copy, kind }, text)
    if (!put.ok) return failed(put.failure)
    lease.keep(put.value.id)
    records.push(put.value)
  }
  return ok(records)
}
