import type { FramesRange } from './frame-signatures.ts'

/**
 * What one person has seen of a clip: for each frame its signature (`FrameSignatures`) when it was last displayed to them; 0: never.
 * A frame counts as seen while that is still its signature, also when an edit is taken back.
 */
export type SeenFrames = Float64Array

/** Nothing seen yet. */
export function nothingSeen(frames: number): SeenFrames {
  return new Float64Array(frames)
}

/** Marks frames as displayed as they look under `signatures`. Frames that are not disclosed stay unmarked. */
export function withSeen(seen: SeenFrames, signatures: Float64Array, ranges: readonly FramesRange[]): SeenFrames {
  const marked = seen.slice()
  for (const [from, until] of ranges)
    for (let frame = Math.max(0, from); frame < Math.min(until, marked.length, signatures.length); frame++) {
      const signature = signatures[frame] ?? 0
      if (signature !== 0) marked[frame] = signature
    }
  return marked
}

/**
 * Disclosed frames that do not count as seen, as sorted, disjoint ranges; with `asked`, of those alone (one number above 0 for each
 * frame that is asked for).
 */
export function unseenFrames(seen: SeenFrames, signatures: Float64Array, asked?: Uint8Array): readonly FramesRange[] {
  const ranges: [number, number][] = []
  for (let frame = 0; frame < signatures.length; frame++) {
    const signature = signatures[frame] ?? 0
    if (signature === 0 || seen[frame] === signature || (asked && !asked[frame])) continue
    const last = ranges.at(-1)
    if (last && last[1] === frame) last[1] = frame + 1
    else ranges.push([frame, frame + 1])
  }
  return ranges
}
