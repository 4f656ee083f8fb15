import { type FrameIndex, frameIndex, type Pts, pts } from '../../core/time.ts'

/** What the demuxer says of one frame's packet. */
export type FramePacket = { readonly pts: bigint; readonly duration: bigint; readonly key: boolean }

/** Frames in presentation order. */
export type PictureOrder = {
  readonly pts: readonly Pts[]
  readonly lastDuration: Pts
  readonly keyframes: readonly FrameIndex[]
  readonly variableRate: boolean
}

/**
 * Sorts packets (which come in decoding order) into presentation order. Frames that claim the same instant are moved
 * one tick apart, so that every frame keeps an address of its own.
 */
export function presentationOrder(packets: readonly FramePacket[]): PictureOrder {
  const sorted = packets.toSorted((a, b) => (a.pts < b.pts ? -1 : a.pts > b.pts ? 1 : 0))
  const times: Pts[] = []
  const keyframes: FrameIndex[] = []
  let last: bigint | null = null
  for (const [position, packet] of sorted.entries()) {
    const at: bigint = last !== null && packet.pts <= last ? last + 1n : packet.pts
    times.push(pts(at))
    last = at
    if (packet.key) keyframes.push(frameIndex(position))
  }
  const steps = stepsBetween(times)
  const usual = steps.toSorted(byValue)[Math.floor(steps.length / 2)] ?? 1n
  const announced = sorted.at(-1)?.duration ?? 0n
  return {
    pts: times,
    lastDuration: pts(announced > 0n ? announced : usual > 0n ? usual : 1n),
    keyframes,
    variableRate: isVariable(steps),
  }
}

function byValue(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function stepsBetween(times: readonly bigint[]): bigint[] {
  const steps: bigint[] = []
  let before: bigint | null = null
  for (const at of times) {
    if (before !== null) steps.push(at - before)
    before = at
  }
  return steps
}

/** A constant rate on a coarse clock differs by one tick from step to step (33, 33, 34 ms). */
function isVariable(steps: readonly bigint[]): boolean {
  const sorted = steps.toSorted(byValue)
  const least = sorted[0]
  const most = sorted.at(-1)
  return least !== undefined && most !== undefined && most - least > 1n
}
