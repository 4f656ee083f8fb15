import type { FootageAccess } from '../../access/decide-access.ts'
import type { Failure } from '../../failure.ts'
import type { Result } from '../../result.ts'
import type { ClipId, ObjectId } from '../../vault/ids.ts'
import type { ObjectKind, ObjectRecord } from '../../vault/object-record.ts'
import type { ByteSource } from '../bytes.ts'
import type { ClipSource } from '../clip-source.ts'
import type { AppendOnlySink } from './append-only-sink.ts'

/** An object being encrypted into a file of its own. Nobody finds it before a change keeps it. */
export type NewObject = {
  readonly id: ObjectId
  readonly sink: AppendOnlySink
  /** Why the last write failed, when the storage was at fault. */
  fault(): Failure | null
  /** Ends the file and makes it durable; answers the record that `keepObject` takes. */
  finish(): Promise<Result<ObjectRecord>>
  /** Plain bytes of the finished object, until `close`; for checks before it is kept. */
  read(): Promise<Result<OpenObject>>
  /** Removes what was written, unless it was kept. Safe at any time. */
  discard(): Promise<void>
}

/** An object open for reading. */
export type OpenObject = { readonly bytes: ByteSource; fault(): Failure | null; close(): Promise<void> }

/** A clip or copy of the vault, open for reading. */
export type OpenClip = ClipSource & { close(): Promise<void> }

/** What an object is made for. */
export type NewObjectRequest = { readonly clip: ClipId; readonly kind: ObjectKind; readonly label?: string }

/** The encrypted files of a vault. Footage (clip, copy, poster) opens only for whoever was given access to it. */
export type VaultObjects = {
  begin(request: NewObjectRequest): Promise<Result<NewObject>>
  /**
   * Goes on with an import that the machine's end interrupted: compares `source` from its start with what was written, and
   * answers where to go on. `null`: it cannot be gone on with (other bytes, or nothing usable): begin anew.
   */
  resume(
    object: ObjectId,
    source: ByteSource,
  ): Promise<Result<{ readonly object: NewObject; readonly at: number } | null>>
  /** Writes a small object whole; text as UTF-8. */
  put(request: NewObjectRequest, bytes: Uint8Array | string): Promise<Result<ObjectRecord>>
  /** Opens the clip or copy `clip`, for as long as the vault is open or a job lease holds it. */
  openClip(access: FootageAccess, clip: ClipId): Promise<Result<OpenClip>>
  /**
   * Opens a clip for the media engine's decode pass, which nobody watches: what leaves it are counts. Therefore without
   * anybody's access; whoever shows a picture takes `openClip`.
   */
  openUnseen(clip: ClipId): Promise<Result<OpenClip>>
  /** A poster of a clip, PNG bytes as base64. */
  readPoster(access: FootageAccess, object: ObjectId): Promise<Result<string>>
  /**
   * The UTF-8 text of an object that shows no footage: index, project, certificate, report. Fails with `not-permitted` for
   * the rest.
   */
  readText(object: ObjectId): Promise<Result<string>>
}
