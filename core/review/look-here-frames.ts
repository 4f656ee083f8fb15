import type { Box } from '../geometry/shape.ts'
import type { RedactionProject } from '../redaction/project.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import { spotsToLookAt } from './settled-spots.ts'
import { onSharedFrames } from './shared-frames.ts'
import { shownFrames, type WhyLook, weakSpots } from './weak-spots.ts'

/** Of blocks of this many frames, one in so many is drawn for a second check that is not full. */
const drawnBlock = 128
const drawnShare = 10

/** A frame that somebody should look at before the rest, and why. */
export type ReviewLook = {
  readonly frame: FrameIndex
  readonly why: WhyLook
  /** Whose cover or lack of one it is about, and where: display pixels. Absent where it is about the whole picture. */
  readonly about?: { readonly track: string; readonly place: Box }
}

/** Damaged frames are covered wholly: one of each run of them that is in the copy, and not blanked, says so. */
function damagedLooks(project: RedactionProject, damaged: ReadonlySet<number>): readonly ReviewLook[] {
  const shown = shownFrames(project, new Set())
  const there = new Set([...damaged].filter((frame) => shown.some(([from, until]) => from <= frame && frame < until)))
  return [...there]
    .filter((frame) => !there.has(frame - 1))
    .map((frame) => ({ frame: frameIndex(frame), why: 'damaged' }))
}

/**
 * Frames of a project that deserve a look before the rest, in order: told from the evidence of its tracks (`weakSpots`) and from what is
 * damaged. One look stands for all that it settles (`spotsToLookAt`), so that there are few enough to be looked at: each weak stretch of
 * each track has one within half a second that shows its place, within three where its cover stands still, or lies under something else
 * that is covered. Places that are weak at nearly the same time share a frame.
 */
export function lookHereFrames(project: RedactionProject, damaged: ReadonlySet<number>): readonly ReviewLook[] {
  const shown = shownFrames(project, damaged)
  const chosen = spotsToLookAt(weakSpots(project, shown), project)
  const looks = onSharedFrames(chosen, shown).map(({ frame, why, track, place }): ReviewLook => {
    return { frame: frameIndex(frame), why, about: { track: track.id, place } }
  })
  return [...looks, ...damagedLooks(project, damaged)].toSorted((a, b) => a.frame - b.frame)
}

/** Marks the frames to look at first; one number above 0 for each. */
export function markedLooks(looks: readonly ReviewLook[], frames: number): Uint8Array {
  const marks = new Uint8Array(frames)
  for (const { frame } of looks) marks[frame] = 1
  return marks
}

/**
 * Marks what a second person looks at where the profile asks for the frames to look at first and a random share (DOMAIN.md,
 * profiles): those frames, and one block in ten, drawn by 256 bits in 64 hex digits that nobody can tell who made the redaction.
 */
export function markedForSecondCheck(looks: readonly ReviewLook[], frames: number, draw: string): Uint8Array {
  const marks = markedLooks(looks, frames)
  for (let block = 0; block * drawnBlock < frames; block++) {
    const place = (block * 7) % 56
    const bits = Number.parseInt(draw.slice(place, place + 8), 16)
    if ((bits + Math.imul(block, 0x9e3779b1)) >>> 0 < 2 ** 32 / drawnShare)
      marks.fill(1, block * drawnBlock, (block + 1) * drawnBlock)
  }
  return marks
}
