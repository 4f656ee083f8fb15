import type { Sha256 } from '../clips/clip-index.ts'
import type { Failure } from '../failure.ts'
import type { Result } from '../result.ts'
import type { VerifiedCopy } from '../verification/verified-copy.ts'
import type { ByteSink, ByteSource } from './bytes.ts'

/** A copy being written, out of the reach of whoever looks for a finished one. */
export type UnpublishedCopy = {
  readonly sink: ByteSink
  /** Why the last write failed, when the storage was at fault. */
  fault(): Failure | null
  /** Ends writing and makes the bytes durable; then they can be read again, with their hash. */
  finish(): Promise<Result<{ readonly bytes: ByteSource; readonly sha256: Sha256 }>>
  /** Puts the copy in its place, with its documents beside it, all or nothing. Only what passed its checks can be published. */
  publish(copy: VerifiedCopy, documents: CopyDocuments): Promise<Result<PublishedCopy>>
  /** Removes every byte that was written. Safe to call at any time, also twice, also after `publish` (then it does nothing). */
  discard(): Promise<void>
}

/** Texts that go beside a copy. The project is for the workstation only and is never disclosed. */
export type CopyDocuments = { readonly certificate: string; readonly project: string }

/** Where things lie now, as a person would name them. */
export type PublishedCopy = { readonly copy: string; readonly certificate: string; readonly project: string }

/** The place that a copy is meant for. Nothing appears there before it has been verified. */
export type CopyTarget = {
  /** Starts a copy; what an earlier, interrupted attempt left behind is gone. */
  begin(): Promise<Result<UnpublishedCopy>>
  /** Keeps the report of a copy that failed its checks; answers where it lies. */
  keepReport(report: string): Promise<Result<string>>
}
