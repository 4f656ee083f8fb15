import type { DisclosedFile } from '../disclosure/disclosure-record.ts'
import type { Result } from '../result.ts'
import type { ByteSource } from './bytes.ts'
import type { ClipSource } from './clip-source.ts'
import type { Work } from './work.ts'

/** What a file is to hold; text as UTF-8. */
export type DisclosedContent = ByteSource | Uint8Array | string

/** Files on their way out. None has its name before `name`; until then each ends in `.partial`. */
export type UnfinishedDisclosure = {
  /**
   * Writes one of the files, makes it durable, and reads it back from where it lies: the hash is that of what was read back. Fails with
   * `written-differs` where that is not what was written, `medium-gone`, `disk-full`, `cancelled`.
   */
  write(name: string, content: DisclosedContent, work: Work): Promise<Result<DisclosedFile>>
  /** A file that was written, for checks where it lies; good until the names are given. */
  written(name: string): ClipSource
  /** Whether everything still lies there as it was read back. */
  unchanged(): Promise<Result<void>>
  /** Gives every file its name, the first of `names` last, and never another one's. Whatever fails, no file has its name. */
  name(): Promise<Result<void>>
  /** Removes every byte that has no name yet, as far as it can still be reached. Safe at any time. */
  discard(): Promise<void>
}

/** What goes out, by name, the copy first, and about how many bytes that will be. */
export type DisclosureRequest = {
  readonly names: readonly string[]
  /** The names that it would have in its other form: what an interrupted attempt left of that goes too. */
  readonly otherNames: readonly string[]
  readonly bytes: number
}

/**
 * Goes about writing into a folder (an absolute path), having looked whether that can be: it is there, is no link, lies in no vault,
 * holds none of the names, has room. What an interrupted attempt left under these names is gone. Fails with `folder-missing`,
 * `unfit-folder`, `file-exists`, `not-writable`, `disk-full`.
 */
export type DisclosureTarget = (folder: string, request: DisclosureRequest) => Promise<Result<UnfinishedDisclosure>>
