import type { FatedTrack } from './regions-at.ts'

/** Frames per block: a frame asks only the tracks that touch its block. */
const blockFrames = 128

/** Of many tracks those that may be there at a frame: all that are, and few others. */
export function tracksInFrames(
  tracks: readonly FatedTrack[],
  frames: number,
): (frame: number) => readonly FatedTrack[] {
  const blocks: FatedTrack[][] = Array.from({ length: Math.ceil(frames / blockFrames) }, () => [])
  for (const fated of tracks) {
    const first = fated.track.keys[0]?.frame
    if (first === undefined) continue
    const last = Math.min(fated.track.untilFrame, frames) - 1
    for (let block = Math.floor(first / blockFrames); block * blockFrames <= last; block++) blocks[block]?.push(fated)
  }
  return (frame) => blocks[Math.floor(frame / blockFrames)] ?? []
}
