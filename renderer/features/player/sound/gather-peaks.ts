import type { SoundSource } from './sound-source.ts'

/** Pieces of a second whose loudness is told. */
export const peaksPerSecond = 40

/** How loud a track is: `peaks[i]` is the largest magnitude (0 to 255) from `i / peaksPerSecond` seconds of the clip on; what is not read yet is 0. */
export type SoundPeaks = { readonly peaks: Uint8Array; readonly readUntil: number }

/** How often what has been gathered is told, in clip seconds. */
const tellEvery = 30

/** Reads a whole track for its waveform, telling as it goes; `rest` is awaited between pieces of it. */
export async function gatherPeaks(
  source: Pick<SoundSource, 'blocks'>,
  endSeconds: number,
  tell: (peaks: SoundPeaks) => void,
  { rest, signal }: { readonly rest: () => Promise<void>; readonly signal: AbortSignal },
): Promise<void> {
  const peaks = new Uint8Array(Math.max(1, Math.ceil(endSeconds * peaksPerSecond)))
  let told = 0
  for await (const { clipSeconds, sampleRate, planes } of source.blocks(0, signal)) {
    addPeaks(peaks, clipSeconds, sampleRate, planes)
    if (clipSeconds - told < tellEvery) continue
    told = clipSeconds
    tell({ peaks: peaks.slice(), readUntil: clipSeconds })
    await rest()
    if (signal.aborted) return
  }
  if (!signal.aborted) tell({ peaks, readUntil: endSeconds })
}

function addPeaks(peaks: Uint8Array, clipSeconds: number, sampleRate: number, planes: readonly Float32Array[]): void {
  for (const plane of planes) {
    for (let at = 0; at < plane.length; at++) {
      const piece = Math.floor((clipSeconds + at / sampleRate) * peaksPerSecond)
      const loud = Math.min(255, Math.round(Math.abs(plane[at] ?? 0) * 255))
      if (loud > (peaks[piece] ?? 255)) peaks[piece] = loud
    }
  }
}
