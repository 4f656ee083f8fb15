/** The last keyframe at or before a frame; 0 where there is none (the first frame is always where decoding may begin). */
export function keyframeAtOrBefore(keyframes: readonly number[], frame: number): number {
  let [low, high] = [-1, keyframes.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((keyframes[middle] ?? 0) <= frame) low = middle
    else high = middle - 1
  }
  return low < 0 ? 0 : (keyframes[low] ?? 0)
}

/** The first keyframe after a frame; null where there is none. */
export function keyframeAfter(keyframes: readonly number[], frame: number): number | null {
  let [low, high] = [0, keyframes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keyframes[middle] ?? 0) > frame) high = middle
    else low = middle + 1
  }
  return keyframes[low] ?? null
}
