import type { ClipIndex, VideoIndex } from '../../../core/clips/clip-index.ts'

/** Steps of a clip without a picture, per second: its "frames" are these. */
export const soundSteps = 25

/**
 * Where each frame of a clip lies in time, for people (seconds from second 0 of the clip) and for demuxers (their own
 * seconds). A clip without a picture has steps of equal length instead of frames.
 */
export type ClipTimes = {
  readonly frames: number
  /** False: the frames are steps through sound. */
  readonly hasPicture: boolean
  /** When the last frame and all sound have ended, in clip seconds. */
  readonly endSeconds: number
  /** When a frame begins to be shown, in clip seconds; one past the last is when that ends. */
  secondsOf(frame: number): number
  /** The frame that is shown at a clip second: before the first it is the first, after the last the last. */
  frameAt(clipSeconds: number): number
  /** The frame whose ticks a container's own timestamp (seconds) is, exactly; null for any other time. */
  frameOf(containerSeconds: number): number | null
  /** A frame's own timestamp in its container, in seconds. */
  containerSecondsOf(frame: number): number
}

/** Times of a clip's frames, from its index. */
export function clipTimesOf(index: ClipIndex): ClipTimes {
  return index.video && index.video.pts.length > 0 ? pictureTimes(index, index.video) : soundTimes(index)
}

function soundEnd({ audio }: ClipIndex): number {
  const ends = audio.map(({ firstSample, samples, sampleRate }) => (firstSample + samples) / sampleRate)
  return Math.max(0, ...ends)
}

function soundTimes(index: ClipIndex): ClipTimes {
  const endSeconds = soundEnd(index)
  const frames = Math.max(1, Math.ceil(endSeconds * soundSteps))
  return {
    ...{ frames, endSeconds, hasPicture: false },
    secondsOf: (frame) => frame / soundSteps,
    frameAt: (at) => Math.min(frames - 1, Math.max(0, Math.floor(at * soundSteps + 1e-6))),
    frameOf: () => null,
    containerSecondsOf: (frame) => frame / soundSteps + index.originSeconds,
  }
}

/** Ticks since the first, which a double holds exactly for any believable clip. A clip of hours has hundreds of thousands. */
function ticksSince(first: bigint, pts: VideoIndex['pts']): Float64Array {
  const ticks = new Float64Array(pts.length)
  const start = Number(first)
  // They rise: where both ends are exact as they are, all between are, and no difference needs a number of its own.
  const exact = Number.isSafeInteger(start) && Number.isSafeInteger(Number(pts.at(-1) ?? first))
  for (let frame = 0; frame < ticks.length; frame++) {
    const at = pts[frame] ?? first
    ticks[frame] = exact ? Number(at) - start : Number(at - first)
  }
  return ticks
}

function pictureTimes(index: ClipIndex, video: VideoIndex): ClipTimes {
  const [numerator, denominator] = video.timeBase
  const first = video.pts[0] ?? 0n
  const ticks = ticksSince(first, video.pts)
  const frames = ticks.length
  const end = (ticks[frames - 1] ?? 0) + Number(video.lastDuration)
  const start = (Number(first) * numerator) / denominator - index.originSeconds
  const secondsOf = (frame: number): number =>
    start + ((frame < frames ? (ticks[Math.max(0, frame)] ?? 0) : end) * numerator) / denominator
  const lastAtOrBefore = (tick: number): number => {
    let [low, high] = [0, frames - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((ticks[middle] ?? 0) <= tick) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    ...{ frames, hasPicture: true, secondsOf },
    endSeconds: Math.max(secondsOf(frames), soundEnd(index)),
    // A thousandth of a tick makes up for what dividing loses.
    frameAt: (at) => lastAtOrBefore(((at - start) * denominator) / numerator + 1e-3),
    frameOf: (at) => {
      const tick = (at * denominator) / numerator - Number(first)
      const near = Math.round(tick)
      if (Math.abs(tick - near) > 0.02) return null
      const frame = lastAtOrBefore(near)
      return ticks[frame] === near ? frame : null
    },
    containerSecondsOf: (frame) => ((Number(first) + (ticks[frame] ?? 0)) * numerator) / denominator,
  }
}
