import type { ClipIndex } from '../clips/clip-index.ts'
import { type FrameIndex, uniteRanges } from '../time.ts'
import type { CameraMove, ClassThresholds, Detection, DetectionRun, Examined, Search } from './detection.ts'

/**
 * Frames of a block. A clip is examined in blocks `[0, 256)`, `[256, 512)` and so on; what a block comes to depends on the
 * clip, the profile, the classes and the models alone, whichever block is examined first and by how many threads.
 */
export const blockFrames = 256

/** Raised whenever the same clip, search and models would come to other blocks than before. */
export const blockRules = 1

/** What one finished block of a clip holds; never part of one. */
export type DetectionBlock = {
  /** From 0; the block's first frame divided by 256. */
  readonly block: number
  readonly examined: readonly Examined[]
  readonly failed: readonly (readonly [from: number, until: number])[]
  readonly detections: readonly Detection[]
  readonly cuts: readonly FrameIndex[]
  readonly camera: readonly CameraMove[]
}

/** The block that a frame lies in. */
export function blockOf(frame: number): number {
  return Math.floor(frame / blockFrames)
}

/** The frames of a block in a clip of so many frames, half open. */
export function framesOfBlock(block: number, frames: number): readonly [from: number, until: number] {
  return [block * blockFrames, Math.min((block + 1) * blockFrames, frames)]
}

/** The blocks that hold frames of `[from, until)`, in order. */
export function blocksOfRange(from: number, until: number): readonly number[] {
  if (from >= until) return []
  const first = blockOf(from)
  const last = blockOf(until - 1)
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/** Blocks in the order in which they are of use to somebody at `frame`: the one there, then outwards, later ones first. */
export function outwardsFrom(frame: number, blocks: readonly number[]): readonly number[] {
  const nearest = Math.min(Math.max(blockOf(frame), blocks[0] ?? 0), blocks.at(-1) ?? 0)
  const distance = (block: number) => Math.abs(block - nearest)
  return blocks.toSorted((a, b) => distance(a) - distance(b) || b - a)
}

/** What blocks hold of the frames of `[from, until)`, as one, in the order of frames, whatever the blocks' order. */
export function joinBlocks(
  blocks: readonly DetectionBlock[],
  from: number,
  until: number,
): Omit<DetectionBlock, 'block'> {
  const ordered = blocks.toSorted((a, b) => a.block - b.block)
  const within = (frame: number) => frame >= from && frame < until
  const clipped = ordered
    .flatMap((block) => block.failed)
    .map(([start, end]): [number, number] => [Math.max(start, from), Math.min(end, until)])
  return {
    examined: ordered.flatMap((block) => block.examined).filter(({ frame }) => within(frame)),
    failed: uniteRanges(clipped),
    detections: ordered.flatMap((block) => block.detections).filter(({ frame }) => within(frame)),
    cuts: ordered.flatMap((block) => block.cuts).filter(within),
    camera: ordered.flatMap((block) => block.camera).filter(([frame]) => within(frame)),
  }
}

/** The run that blocks add up to: all of the range that was asked for, in order, whatever the order of the blocks. */
export function detectionRunOf(
  index: ClipIndex,
  asked: Search & { readonly fromFrame: FrameIndex; readonly untilFrame: FrameIndex },
  thresholds: readonly ClassThresholds[],
  blocks: readonly DetectionBlock[],
): DetectionRun {
  const frames = index.video?.pts.length ?? 0
  return {
    version: 1,
    clip: { sha256: index.sha256, frames },
    profile: asked.profile,
    classes: asked.classes,
    ...(asked.extent ? { extent: asked.extent } : {}),
    thresholds,
    ...joinBlocks(blocks, asked.fromFrame, Math.min(asked.untilFrame, frames)),
  }
}
