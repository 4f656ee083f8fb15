import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '../../core/result.ts'
import type { SegmentWork } from '../../native/vault/segments/check-segments.ts'
import { type FinishedSegments, type SegmentWriter, startAtHeader } from '../../native/vault/segments/segment-file.ts'
import { newSegmentKey, type SegmentKey, saltBytes, sealOf } from '../../native/vault/segments/segment-format.ts'

/** log2 of the segment size of small files: 16 bytes, so that every place in one can be tried. */
const smallBits = 4

/** A writer of segments of 16 plain bytes; with `salt`, one whose bytes are known beforehand. */
export function smallWriter(
  handle: FileHandle,
  key: SegmentKey,
  salt: Uint8Array = randomBytes(saltBytes),
): SegmentWriter {
  return startAtHeader({ handle, name: 'small', seal: sealOf(key, smallBits), segmentBytes: 2 ** smallBits, salt })
}

/** The value of a result; throws when there is none. */
export function found<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

/** SHA-256 as hex. */
export function hexHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A folder for one test file, and files in it that are closed and removed with it. */
export type SegmentDesk = {
  path(name: string): string
  /** Opens `name` for reading and writing, with these bytes in it; an earlier handle of that name is closed. */
  file(name: string, bytes?: Uint8Array): Promise<FileHandle>
  /** The stored bytes of a small file. */
  stored(plain: Uint8Array, key: SegmentKey): Promise<Uint8Array>
  remove(): Promise<void>
}

/** Makes an empty desk. */
export async function makeSegmentDesk(): Promise<SegmentDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-segments-'))
  const handles = new Map<string, FileHandle>()
  const path = (name: string): string => join(folder, name)
  const file = async (name: string, bytes: Uint8Array = new Uint8Array()): Promise<FileHandle> => {
    await handles.get(name)?.close()
    await writeFile(path(name), bytes)
    const handle = await open(path(name), 'r+')
    handles.set(name, handle)
    return handle
  }
  return {
    path,
    file,
    stored: async (plain, key) => {
      const handle = await file('stored')
      const writer = smallWriter(handle, key)
      await writer.append(plain)
      found<FinishedSegments>(await writer.finish())
      return new Uint8Array(await readFile(path('stored')))
    },
    remove: async () => {
      for (const handle of handles.values()) await handle.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Work that nobody stops and nobody watches. */
export const quietWork: SegmentWork = { signal: new AbortController().signal, onBytes: () => {} }

/** Plain bytes that differ from place to place. */
export function plainBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 37 + (index >> 4) * 11 + 5) & 255)
}

/** A key and file id that nothing else has. */
export const anyKey = newSegmentKey
