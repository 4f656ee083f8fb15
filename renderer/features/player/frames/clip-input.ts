import { ALL_FORMATS, CustomSource, Input } from 'mediabunny'
import { type ClipFootage, longestRange } from '../footage.ts'

/** Bytes of a clip that are kept for its demuxer. */
const cacheBytes = 48 << 20

/** A clip's demuxer: one for its picture and its sound, so that its tables are read once. */
export type ClipInput = {
  readonly input: Input
  /** Nothing is asked for after that. */
  close(): void
}

/** A demuxer over a clip's bytes: it asks for bounded ranges only. */
export function clipInput(footage: Pick<ClipFootage, 'bytes' | 'readRange'>): ClipInput {
  const stop = new AbortController()
  const { signal } = stop
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    if (end - start <= longestRange) return whole(await footage.readRange(start, end, signal), end - start)
    // Tables of long clips take several ranges: they are on their way at the same time.
    const bytes = new Uint8Array(end - start)
    const part = async (at: number): Promise<void> => {
      const until = Math.min(end, at + longestRange)
      bytes.set(whole(await footage.readRange(at, until, signal), until - at), at - start)
    }
    const parts = Array.from(
      { length: Math.ceil((end - start) / longestRange) },
      (_, nth) => start + nth * longestRange,
    )
    await Promise.all(parts.map(part))
    return bytes
  }
  const source = new CustomSource({
    getSize: () => footage.bytes,
    read,
    maxCacheSize: cacheBytes,
    prefetchProfile: 'fileSystem',
    // What reading ahead could not get is asked for again, and fails then, when it is needed.
    handleUnhandledError: () => undefined,
  })
  const input = new Input({ source, formats: ALL_FORMATS })
  return {
    input,
    close: () => {
      stop.abort()
      input.dispose()
    },
  }
}

function whole(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new Error('a range of the clip came short')
  return bytes
}
