import { createHash } from 'node:crypto'
import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Sha256, sha256 } from '../../core/clips/clip-index.ts'
import type { Failure } from '../../core/failure.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { ClipSource } from '../../core/ports/clip-source.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type FileIdentity, identityOf, statOrNull } from './file-identity.ts'
import { codeOf, readingFailure } from './storage-failure.ts'

/** Bytes asked for at once while hashing. */
const hashBlock = 1 << 20

/** A clip in a plain file, opened for reading only, until `close`. */
export type FileSource = ClipSource & {
  readonly identity: FileIdentity
  close(): Promise<void>
}

/** Reads `length` bytes from `offset`, or fewer at the end of the file. */
async function readFully(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled === length ? bytes : bytes.subarray(0, filled)
}

/** A handle's bytes, of which there are `size`. Rejects when the file has become shorter. */
export function bytesOfHandle(handle: FileHandle, size: number): ByteSource {
  return {
    size,
    read: async (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset))
      const bytes = await readFully(handle, offset, wanted)
      if (bytes.length < wanted) throw new RangeError('the file became shorter while it was read')
      return bytes
    },
  }
}

/** SHA-256 of everything in `bytes`, read in blocks. */
export async function hashOfBytes(bytes: ByteSource): Promise<Sha256> {
  const hash = createHash('sha256')
  for (let offset = 0; offset < bytes.size; offset += hashBlock) hash.update(await bytes.read(offset, hashBlock))
  return sha256(hash.digest('hex'))
}

/**
 * Opens the file at `path` as a clip; `name` is what the person called it. Fails on what is missing, unreadable, empty or
 * no regular file. Devices and pipes are told apart before they are opened, since opening one may wait for ever.
 */
export async function openFileSource(path: string, name: string): Promise<Result<FileSource>> {
  try {
    const before = await statOrNull(path)
    if (!before) return failed({ kind: 'file-missing', name })
    if (!before.isFile()) return failed({ kind: 'not-a-file', name })
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const opened = await handle.stat({ bigint: true })
    const failure: Failure | null = !opened.isFile()
      ? { kind: 'not-a-file', name }
      : opened.size === 0n
        ? { kind: 'file-empty', name }
        : null
    if (failure) {
      await handle.close()
      return failed(failure)
    }
    return ok(sourceOfHandle(handle, name, opened))
  } catch (error) {
    return failed(readingFailure(error, name))
  }
}

/** What the system says of an open file now; null where it no longer knows it. */
async function statOf(handle: FileHandle): Promise<BigIntStats | null> {
  try {
    return await handle.stat({ bigint: true })
  } catch (error) {
    if (codeOf(error) === null) throw error
    return null
  }
}

/** A clip in a file that is open already; `opened` is what the system said of it then. Closing the source closes the handle. */
export function sourceOfHandle(handle: FileHandle, name: string, opened: BigIntStats): FileSource {
  const plain = bytesOfHandle(handle, Number(opened.size))
  let fault: Failure | null = null
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    try {
      return await plain.read(offset, length)
    } catch (error) {
      fault ??= error instanceof RangeError ? { kind: 'clip-changed', name } : { kind: 'file-unreadable', name }
      throw error
    }
  }
  const bytes: ByteSource = { size: plain.size, read }
  return {
    name,
    identity: identityOf(opened),
    bytes,
    fault: () => fault,
    unchanged: async (hash) => {
      const now = await statOf(handle)
      if (now === null) {
        // A stick that was pulled out, a share that is gone.
        fault ??= { kind: 'file-unreadable', name }
        return false
      }
      if (now.size !== opened.size || now.mtimeNs !== opened.mtimeNs) return false
      // A changed inode time with the same size and date may be a new link or mode, or a date that was put back.
      return now.ctimeNs === opened.ctimeNs || (await hashOfBytes(bytes)) === hash
    },
    close: () => handle.close(),
  }
}
