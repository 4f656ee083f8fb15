import type { EntryName } from '../../../core/intake/candidate.ts'
import { displayName } from '../../../core/intake/display-name.ts'

/** The name in the bytes that the file system has. What is not UTF-8 reads as U+FFFD and is shown so. */
export function entryName(bytes: Uint8Array): EntryName {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { text, display: displayName(text) }
}

/** A path within a folder, in bytes: names need not be text. */
export function pathWithin(folder: Buffer, name: Uint8Array): Buffer {
  const between = folder.at(-1) === slash ? '' : '/'
  return Buffer.concat([folder, Buffer.from(between), name])
}

const slash = 47

/** The last part of a path. */
export function lastPart(path: Buffer): Buffer {
  return path.subarray(path.lastIndexOf(slash) + 1)
}
