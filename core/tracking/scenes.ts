/** Frames between two cuts: `[fromFrame, untilFrame)`. Nothing is followed from one into another. */
export type Scene = { readonly fromFrame: number; readonly untilFrame: number }

/** The scenes of a clip, in order, from the first frames of new scenes in whatever order; no cuts, one scene. */
export function scenesOf(cuts: readonly number[], frames: number): readonly Scene[] {
  const inside = [...new Set(cuts)].filter((cut) => Number.isInteger(cut) && cut > 0 && cut < frames)
  const starts = [0, ...inside.sort((a, b) => a - b)]
  return starts.map((fromFrame, position) => ({ fromFrame, untilFrame: starts[position + 1] ?? frames }))
}

/** Items by scene, in the scenes' order; their order within a scene is kept. Those of no scene are left out. */
export function byScene<T>(
  scenes: readonly Scene[],
  items: readonly T[],
  frameOf: (item: T) => number,
): readonly (readonly T[])[] {
  const parts = scenes.map((): T[] => [])
  for (const item of items) parts[sceneAt(scenes, frameOf(item))]?.push(item)
  return parts
}

/** Position of the scene that holds a frame; -1 where none does. */
export function sceneAt(scenes: readonly Scene[], frame: number): number {
  let low = 0
  let high = scenes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((scenes[middle]?.untilFrame ?? 0) <= frame) low = middle + 1
    else high = middle
  }
  const found = scenes[low]
  return found && found.fromFrame <= frame ? low : -1
}
