import type { RedactionProject, Track } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import type { LookHere } from '../tracking/evidence.ts'

/** Scores from which on a detection counts as sure, whatever the thoroughness (the weakest of a track are its evidence's own choice). */
const sureScore = 0.6

/** Of blocks of this many frames, one in so many is drawn for a second check that is not full. */
const drawnBlock = 128
const drawnShare = 10

function looksOf({ id, evidence, keys, untilFrame }: Track): LookHere[] {
  if (!evidence) return []
  const at = (frame: number, why: LookHere['why']): LookHere => ({ frame: frameIndex(frame), track: id, why })
  const first = keys[0]?.frame ?? 0
  return [
    at(Math.max(first, evidence.seen[0]), 'birth'),
    at(Math.min(untilFrame - 1, evidence.seen[1]), 'death'),
    ...evidence.gapsFilled.map(([from, until]) => at(Math.floor((from + until - 1) / 2), 'gap-filled')),
    ...evidence.weakest.filter(({ score }) => score < sureScore).map(({ frame }) => at(frame, 'low-score')),
  ]
}

/**
 * Frames of a project that deserve a look before the rest, told from the evidence of its tracks (those that a person called no thing
 * included) and from what is damaged: where a track begins and ends, where a gap was bridged, where it was seen badly. In order of frame.
 */
export function lookHereFrames(project: RedactionProject, damaged: ReadonlySet<number>): readonly LookHere[] {
  const { frames } = project.clip
  const ofClip = [...damaged].map((frame): LookHere => ({ frame: frameIndex(frame), why: 'damaged' }))
  return [...project.tracks.flatMap(looksOf), ...ofClip]
    .filter(({ frame }) => frame < frames)
    .toSorted((a, b) => a.frame - b.frame)
}

/** Marks the frames to look at first; one number above 0 for each. */
export function markedLooks(looks: readonly LookHere[], frames: number): Uint8Array {
  const marks = new Uint8Array(frames)
  for (const { frame } of looks) marks[frame] = 1
  return marks
}

/**
 * Marks what a second person looks at where the profile asks for the frames to look at first and a random share (DOMAIN.md,
 * profiles): those frames, and one block in ten, drawn by 256 bits in 64 hex digits that nobody can tell who made the redaction.
 */
export function markedForSecondCheck(looks: readonly LookHere[], frames: number, draw: string): Uint8Array {
  const marks = markedLooks(looks, frames)
  for (let block = 0; block * drawnBlock < frames; block++) {
    const place = (block * 7) % 56
    const bits = Number.parseInt(draw.slice(place, place + 8), 16)
    if ((bits + Math.imul(block, 0x9e3779b1)) >>> 0 < 2 ** 32 / drawnShare)
      marks.fill(1, block * drawnBlock, (block + 1) * drawnBlock)
  }
  return marks
}
