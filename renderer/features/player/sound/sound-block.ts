/** A run of samples of a track, a plane for each channel; `clipSeconds`: where the first lies. */
export type SoundBlock = {
  readonly clipSeconds: number
  readonly sampleRate: number
  readonly planes: readonly Float32Array[]
}

/** Blocks of a track in order from a clip second on. What lies between two of them is silent. */
export type SoundRun = (fromClipSeconds: number, signal: AbortSignal) => AsyncGenerator<SoundBlock, void, undefined>
