import type { SoundSource } from './sound-source.ts'

/** A short part of one track as it was recorded: the loudest of its channels at each sample, the first at `start` of the track's clock. */
export type CloseWave = { readonly start: number; readonly sampleRate: number; readonly samples: Float32Array }

/** Reads `[from, until)` in clip seconds of a track, sample by sample; null where there is none. */
export async function waveOf(
  source: Pick<SoundSource, 'blocks'>,
  [from, until]: readonly [from: number, until: number],
  signal: AbortSignal,
): Promise<CloseWave | null> {
  let wave: CloseWave | null = null
  for await (const { clipSeconds, sampleRate, planes } of source.blocks(from, signal)) {
    if (clipSeconds >= until) break
    const at = Math.round(clipSeconds * sampleRate)
    wave ??= { start: at, sampleRate, samples: new Float32Array(Math.ceil((until - clipSeconds) * sampleRate)) }
    for (const plane of planes) addPlane(wave.samples, at - wave.start, plane)
  }
  return wave
}

function addPlane(samples: Float32Array, offset: number, plane: Float32Array): void {
  for (const [at, value] of plane.entries()) {
    const place = offset + at
    if (place >= 0 && place < samples.length && Math.abs(value) > Math.abs(samples[place] ?? 0)) samples[place] = value
  }
}
