import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Sha256, sha256 } from '../../core/clips/clip-index.ts'
import { codeOf } from './storage-failure.ts'

/** Bytes that are read at once: a whole number of any disk's blocks. */
const pages = 16
const pageBytes = 65_536

/** What was read of a file. */
export type ReadBack = { readonly sha256: Sha256; readonly bytes: number }

async function openFor(path: string, flags: number): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | flags)
}

async function hashOf(path: string, flags: number): Promise<ReadBack> {
  const handle = await openFor(path, flags)
  try {
    // Past the cache the system wants memory that begins at a page, as WebAssembly's does.
    const block = new Uint8Array(new WebAssembly.Memory({ initial: pages }).buffer, 0, pages * pageBytes)
    const hash = createHash('sha256')
    let bytes = 0
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, block.length, bytes)
      hash.update(block.subarray(0, bytesRead))
      bytes += bytesRead
      // Less than asked is the end; where it is no whole number of blocks, nothing can be asked for behind it.
      if (bytesRead < block.length) break
    }
    return { sha256: sha256(hash.digest('hex')), bytes }
  } finally {
    await handle.close()
  }
}

/**
 * Reads a file back past the system's memory of it, so that the bytes come from the disk or stick itself (`O_DIRECT`; Linux alone has
 * it, and not every file system). Elsewhere it is read as the system gives it. Rejects with the system's error.
 */
export async function hashFromMedium(path: string): Promise<ReadBack> {
  const direct = process.platform === 'linux' ? constants.O_DIRECT : 0
  try {
    return await hashOf(path, direct)
  } catch (error) {
    if (codeOf(error) !== 'EINVAL' || direct === 0) throw error
    return hashOf(path, 0)
  }
}
