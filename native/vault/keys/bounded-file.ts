import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { failed, ok, type Result } from '../../../core/result.ts'
import { codeOf, readingFailure } from '../../evidence/storage-failure.ts'

/** Neither follows a link nor waits for the other end of a pipe that somebody put in the file's place. */
const plainly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The end of a file of the vault's folder. `whole` is false when there was more before it than was read. */
export type FileEnd = { readonly bytes: Buffer; readonly whole: boolean }

async function readEnd(handle: FileHandle, most: number): Promise<FileEnd | null> {
  const stats = await handle.stat()
  if (!stats.isFile()) return null
  const length = Math.min(stats.size, most)
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, stats.size - length)
  return { bytes: bytes.subarray(0, bytesRead), whole: stats.size <= most }
}

/** Reads at most the last `most` bytes of a file; null when it is not there. Links and devices are `not-a-file`. */
export async function readFileEnd(path: string, name: string, most: number): Promise<Result<FileEnd | null>> {
  try {
    const handle = await open(path, plainly)
    try {
      const end = await readEnd(handle, most)
      return end ? ok(end) : failed({ kind: 'not-a-file', name })
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ok(null)
    if (codeOf(error) === 'ELOOP') return failed({ kind: 'not-a-file', name })
    return failed(readingFailure(error, name))
  }
}
