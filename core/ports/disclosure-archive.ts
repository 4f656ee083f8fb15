import type { Sha256 } from '../clips/clip-index.ts'
import type { DisclosedFile } from '../disclosure/disclosure-record.ts'
import type { Result } from '../result.ts'
import type { ByteSource } from './bytes.ts'
import type { ClipSource } from './clip-source.ts'
import type { Instant } from './clock.ts'
import type { DisclosedContent } from './disclosure-target.ts'

/** A file that goes into an archive. */
export type ArchiveEntry = { readonly name: string; readonly content: DisclosedContent }

/** What an archive is made with. */
export type ArchiveRequest = {
  readonly passphrase: string
  /** The date that its files show. */
  readonly madeAt: Instant
}

/** What lies in an archive that was written. */
export type OpenedArchive = {
  /** The first of its files, for checks where it lies; good as long as what was opened. */
  readonly first: ClipSource
  readonly files: readonly DisclosedFile[]
}

/** An archive that is being made. */
export type SealedArchive = {
  /** All of it, to be read once, in order. Rejects as its entries do. */
  readonly bytes: ByteSource
  /**
   * Opens it with the passphrase where it was written, and holds every byte in it against what went in. `sha256` is that of the
   * written file. Fails with `written-differs`; rejects where it cannot be read.
   */
  opened(written: ClipSource, sha256: Sha256): Promise<Result<OpenedArchive>>
}

/** Several files in one, which only a passphrase opens: a zip file within an age file (age-encryption.org/v1, scrypt). */
export type DisclosureArchive = {
  /** Whether a passphrase does: the rule of passphrases that protect by themselves. Fails with `weak-passphrase`. */
  judge(passphrase: string, expectedWords: readonly string[]): Promise<Result<void>>
  /** What is read meanwhile of `entries` is neither kept nor written anywhere else. */
  seal(entries: readonly ArchiveEntry[], request: ArchiveRequest): Promise<SealedArchive>
}
