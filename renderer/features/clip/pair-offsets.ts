/** Offsets of clips that were watched beside each other, by clip; for each such set of clips, in whatever order they were opened. */
const kept = new Map<string, ReadonlyMap<string, number>>()

function keyOf(clips: readonly string[]): string {
  return clips.toSorted().join()
}

/** Seconds by which each of the clips was moved against the others, for those that were. Held while the window is open. */
export function pairOffsets(clips: readonly string[]): ReadonlyMap<string, number> {
  return kept.get(keyOf(clips)) ?? new Map()
}

/** Keeps how one of the clips was moved; answers all of them. */
export function keepPairOffset(clips: readonly string[], clip: string, seconds: number): ReadonlyMap<string, number> {
  const offsets = new Map(pairOffsets(clips)).set(clip, seconds)
  kept.set(keyOf(clips), offsets)
  return offsets
}
