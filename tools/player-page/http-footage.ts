import { clipIndexOf, indexDocument } from '../../contract/index-document.ts'
import type { Failure } from '../../core/failure.ts'
import type { DecodedFrame } from '../../core/ports/media-engine.ts'
import { frameIndex } from '../../core/time.ts'
import { type ClipFootage, FootageFault } from '../../renderer/features/player/index.ts'

/** Bytes before each frame's own: its number, what is true of it, its sides, and how many bytes follow. */
const headBytes = 20

async function answered(path: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(path, { signal })
  if (!response.ok) throw new Error(`the bench's server said ${response.status}`)
  return response
}

/** A clip that the bench's own server holds. */
export async function httpFootage(name: string): Promise<ClipFootage> {
  const never = new AbortController().signal
  const index = clipIndexOf(indexDocument.parse(await (await answered(`/clips/${name}/index`, never)).json()))
  return {
    index,
    bytes: index.bytes,
    readRange: async (start, end, signal) =>
      new Uint8Array(await (await answered(`/clips/${name}/bytes?start=${start}&end=${end}`, signal)).arrayBuffer()),
    decodeSound: async (track, fromSample, samples, signal) => {
      const path = `/clips/${name}/sound?track=${track}&from=${fromSample}&samples=${samples}`
      const response = await answered(path, signal)
      if (response.headers.get('content-type') === 'application/json')
        throw new FootageFault((await response.json()) as Failure)
      const floats = new Float32Array(await response.arrayBuffer())
      const { channels = 1 } = index.audio.find((audio) => audio.track === track) ?? {}
      const length = floats.length / channels
      return length === 0
        ? []
        : Array.from({ length: channels }, (_, nth) => floats.subarray(nth * length, (nth + 1) * length))
    },
    decodeFrames: (first, count, signal) => framesOf(`/clips/${name}/frames?first=${first}&count=${count}`, signal),
  }
}

async function* framesOf(path: string, signal: AbortSignal): AsyncGenerator<DecodedFrame, void, undefined> {
  const stop = new AbortController()
  const response = await answered(path, AbortSignal.any([signal, stop.signal]))
  if (!response.body) throw new Error('an answer without a body')
  const reader = response.body.getReader()
  let held = new Uint8Array(0)
  const take = async (length: number): Promise<Uint8Array<ArrayBuffer> | null> => {
    const parts: Uint8Array[] = [held]
    let there = held.length
    while (there < length) {
      const { done, value } = await reader.read()
      if (done) return null
      parts.push(value)
      there += value.length
    }
    const all = new Uint8Array(there)
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    held = all.slice(length)
    return all.slice(0, length)
  }
  try {
    for (;;) {
      const head = await take(headBytes)
      if (!head) return
      const [frame = 0, flags = 0, width = 0, height = 0, length = 0] = new Uint32Array(head.buffer)
      const bytes = await take(length)
      if (!bytes) throw new Error('a frame came short')
      const picture = length > 0 ? { width, height, fullRange: (flags & 2) !== 0, bytes } : null
      yield { frame: frameIndex(frame), damaged: (flags & 1) !== 0, picture }
    }
  } finally {
    stop.abort()
  }
}
