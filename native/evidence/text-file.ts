import { open } from 'node:fs/promises'
import { failed, ok, type Result } from '../../core/result.ts'
import { type FileIdentity, identityOf, statOrNull } from './file-identity.ts'
import { readingFailure } from './storage-failure.ts'

/** Larger than the detections of a ten-hour clip, and well inside what one string can hold. */
const largestText = 256 * 1024 * 1024

/** A text that somebody handed in, and which file it was. */
export type TextFile = { readonly text: string; readonly identity: FileIdentity }

/** Reads a whole UTF-8 text (a byte order mark is dropped). Fails on what is no text and on more than 256 MiB. */
export async function readTextFile(path: string, name: string): Promise<Result<TextFile>> {
  try {
    const stats = await statOrNull(path)
    if (!stats) return failed({ kind: 'file-missing', name })
    if (!stats.isFile()) return failed({ kind: 'not-a-file', name })
    if (stats.size === 0n) return failed({ kind: 'file-empty', name })
    if (stats.size > BigInt(largestText))
      return failed({ kind: 'bad-json', name, at: 'the file', problem: 'is larger than 256 MB' })
    const handle = await open(path, 'r')
    try {
      const text = decoded(await handle.readFile())
      return text === null
        ? failed({ kind: 'bad-json', name, at: 'the file', problem: 'is not UTF-8 text' })
        : ok({ text, identity: identityOf(stats) })
    } finally {
      await handle.close()
    }
  } catch (error) {
    return failed(readingFailure(error, name))
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
