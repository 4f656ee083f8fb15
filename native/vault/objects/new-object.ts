import type { NewObject, NewObjectRequest, OpenObject } from '../../../core/ports/vault/vault-objects.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import { removeIfThere, syncFolder } from '../../evidence/place-file.ts'
import { codeOf, writingFailure } from '../../evidence/storage-failure.ts'
import type { SegmentWriter } from '../segments/segment-file.ts'
import { appendOnlySink } from '../segments/segment-writer.ts'

/** What becomes an object. */
export type ObjectParts = {
  readonly id: ObjectId
  readonly request: NewObjectRequest
  readonly name: string
  readonly path: string
  /** Closes the file that is written; safe to call twice. */
  readonly close: () => Promise<void>
  readonly writer: SegmentWriter
  /** Plain bytes that are written already. */
  readonly at: number
  /** Opens the finished file for reading. */
  readonly read: () => Promise<Result<OpenObject>>
  /** Whether the vault has a record of it; null while nobody can tell, because it is locked. */
  readonly isKept: () => Promise<boolean | null>
  /** It was discarded: lets go of its key. */
  readonly forget: () => void
}

/** An object that is being written into its file. */
export function newObject(parts: ObjectParts): NewObject {
  const { id, request, name, path, close, writer, at } = parts
  let finished = false
  return {
    id,
    sink: appendOnlySink(writer, at),
    fault: () => writer.fault(),
    finish: async (): Promise<Result<ObjectRecord>> => {
      const written = await writer.finish()
      if (!written.ok) return written
      try {
        await close()
        await syncFolder(path)
      } catch (error) {
        return failed(writingFailure(error, name))
      }
      finished = true
      return ok({ id, clip: request.clip, kind: request.kind, label: request.label ?? '', ...written.value })
    },
    read: parts.read,
    discard: async () => {
      await close()
      // Only a finished object can have been kept; of one that cannot be asked about the next opening decides.
      if (finished && (await parts.isKept()) !== false) return
      try {
        await removeIfThere(path)
      } catch (error) {
        // Nobody has its key: what cannot be removed now is removed at the next opening.
        if (codeOf(error) === null) throw error
      }
      parts.forget()
    },
  }
}
