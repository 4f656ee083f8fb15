import { type CopyLabel, labelCorners } from '../redaction/copy-label.ts'
import type { PlanFrame, PlanRegion } from '../redaction/plan.ts'
import type { RedactionProject } from '../redaction/project.ts'
import { type FatedTrack, fatedTracks, frameOfTracks } from '../redaction/regions-at.ts'
import { type FrameIndex, frameIndex, uniteRanges } from '../time.ts'

/** Half-open range of frames, as plain numbers. */
export type FramesRange = readonly [from: number, until: number]

/** Frames per block: a frame asks only the tracks that touch its block. */
const blockFrames = 128

/**
 * What each frame of the clip looks like under a project: equal numbers mean the same regions with the same styles, so that what
 * somebody has seen of a frame counts until an edit changes just that frame. 0: the frame is not disclosed.
 */
export type FrameSignatures = {
  readonly project: RedactionProject
  /** Frames that are covered because nobody knows what they show; by identity. */
  readonly damaged: ReadonlySet<number>
  /** One whole number below 2^53 for each frame. */
  readonly values: Float64Array
}

/** A hash under way, in two lanes of 32 bits. */
type Lanes = { high: number; low: number }

const modes: readonly PlanFrame['mode'][] = ['omit', 'hide', 'inverse', 'blank']
const shapes: readonly PlanRegion['shape'][] = ['rect', 'ellipse', 'polygon']
const styles: readonly PlanRegion['style'][] = ['solid', 'pixelate', 'blur']

/** A number as it lies in memory, so that equal numbers alone are equal. */
const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)

/** MurmurHash3's finaliser (A. Appleby, public domain): every bit of the input changes half of the output's. */
function avalanche(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function begun(salt: number): Lanes {
  return { high: avalanche(salt ^ 0x9e3779b9), low: avalanche(salt ^ 0x7f4a7c15) }
}

function mixWord(lane: number, word: number, factor: number): number {
  const mixed = Math.imul(lane ^ Math.imul(word, factor), 0x9e3779b1)
  return (mixed << 15) | (mixed >>> 17)
}

function add(lanes: Lanes, value: number): void {
  // Adding 0 makes one zero of the two that there are.
  double[0] = value + 0
  for (const word of halves) {
    lanes.high = mixWord(lanes.high, word, 0xcc9e2d51)
    lanes.low = mixWord(lanes.low, word + 1, 0x1b873593)
  }
}

function addRegion(lanes: Lanes, region: PlanRegion): void {
  add(lanes, shapes.indexOf(region.shape) * styles.length + styles.indexOf(region.style))
  add(lanes, region.strength)
  if (region.shape !== 'polygon') {
    add(lanes, region.angle ?? 0)
    for (const side of region.box) add(lanes, side)
    return
  }
  for (const [x, y] of region.points) {
    add(lanes, x)
    add(lanes, y)
  }
}

/** Adds regions up: their order, which nobody sees, makes no difference. */
function addRegions(lanes: Lanes, regions: readonly PlanRegion[], salt: number): void {
  let [high, low] = [0, 0]
  for (const region of regions) {
    const own = begun(salt)
    addRegion(own, region)
    high = (high + avalanche(own.high)) >>> 0
    low = (low + avalanche(own.low)) >>> 0
  }
  add(lanes, regions.length)
  add(lanes, high)
  add(lanes, low)
}

function addLabel(lanes: Lanes, { text, at }: CopyLabel): void {
  add(lanes, labelCorners.indexOf(at))
  for (const sign of text) add(lanes, sign.codePointAt(0) ?? 0)
}

/**
 * What one frame looks like, as a whole number below 2^53; 0 where it is not in the copy. Tracks' names do not count. `label`: what is
 * written over it.
 */
export function signatureOf({ mode, regions, hidden = [] }: PlanFrame, label?: CopyLabel): number {
  if (mode === 'omit') return 0
  const lanes = begun(modes.indexOf(mode))
  addRegions(lanes, regions, 1)
  addRegions(lanes, hidden, 2)
  if (label) addLabel(lanes, label)
  return Math.max(1, (avalanche(lanes.high) >>> 11) * 2 ** 32 + avalanche(lanes.low))
}

function marked(ranges: Iterable<FramesRange>, frames: number): Uint8Array {
  const marks = new Uint8Array(frames)
  for (const [from, until] of ranges) marks.fill(1, Math.max(0, from), Math.max(0, until))
  return marks
}

function touches({ track }: FatedTrack, from: number, until: number): boolean {
  const first = track.keys[0]?.frame
  return first !== undefined && first < until && from < track.untilFrame
}

/** What covers frames whatever their tracks are, made once for many frames. */
type Covers = { readonly disclosed: Uint8Array; readonly blank: Uint8Array }

function coversOf(project: RedactionProject, damaged: ReadonlySet<number>): Covers {
  const { frames } = project.clip
  const blank = marked(
    project.blanks.map(({ from, until }): FramesRange => [from, until]),
    frames,
  )
  for (const frame of damaged) if (frame < frames) blank[frame] = 1
  return { disclosed: marked(project.spans ?? [[0, frames]], frames), blank }
}

function planFrame(project: RedactionProject, covers: Covers, tracks: readonly FatedTrack[], frame: FrameIndex) {
  if (!covers.disclosed[frame]) return { frame, mode: 'omit', regions: [] } as const
  if (covers.blank[frame]) return { frame, mode: 'blank', regions: [] } as const
  return frameOfTracks(project.inverse, tracks, frame)
}

function sign(
  { project, damaged }: Omit<FrameSignatures, 'values'>,
  ranges: readonly FramesRange[],
  into: Float64Array,
): void {
  const covers = coversOf(project, damaged)
  const tracks = fatedTracks(project)
  for (const [from, until] of ranges)
    for (let start = from; start < until; start += blockFrames) {
      const end = Math.min(until, start + blockFrames)
      const there = tracks.filter((fated) => touches(fated, start, end))
      for (let frame = start; frame < end; frame++)
        into[frame] = signatureOf(planFrame(project, covers, there, frameIndex(frame)), project.label)
    }
}

/** Signs every frame. `damaged`: the index's damaged frames. Agrees with `regionsAt` frame by frame. */
export function frameSignatures(
  project: RedactionProject,
  damaged: ReadonlySet<number> = new Set<number>(),
): FrameSignatures {
  const values = new Float64Array(project.clip.frames)
  sign({ project, damaged }, [[0, project.clip.frames]], values)
  return { project, damaged, values }
}

/** Ranges of what only one of two lists holds, by identity: edits leave alone what they do not change. */
function changedEntries<T>(
  before: readonly T[],
  after: readonly T[],
  rangeOf: (entry: T) => FramesRange,
): FramesRange[] {
  if (before === after) return []
  const [old, now] = [new Set(before), new Set(after)]
  return [...before.filter((entry) => !now.has(entry)), ...after.filter((entry) => !old.has(entry))].map(rangeOf)
}

function changedTracks(before: RedactionProject, after: RedactionProject): FramesRange[] {
  if (before.tracks === after.tracks) return []
  const fates = (project: RedactionProject) =>
    new Map(fatedTracks(project).map(({ track, fate, only }) => [track, [fate, ...(only ?? [])].join()]))
  const [old, now] = [fates(before), fates(after)]
  const changed = [
    ...[...old].filter(([track, fate]) => now.get(track) !== fate),
    ...[...now].filter(([track, fate]) => old.get(track) !== fate),
  ]
  return changed.map(([track]): FramesRange => [track.keys[0]?.frame ?? track.untilFrame, track.untilFrame])
}

/** Frames that an edit may have changed; all of them where it changed what holds everywhere. */
function changedFrames(before: RedactionProject, after: RedactionProject): readonly FramesRange[] {
  const { frames } = after.clip
  const samePlaces = before.inverse === after.inverse && before.spans === after.spans
  if (!samePlaces || before.label !== after.label) return [[0, frames]]
  const blanks = changedEntries(before.blanks, after.blanks, ({ from, until }) => [from, until])
  return uniteRanges([...blanks, ...changedTracks(before, after)]).map(([from, until]) => [
    from,
    Math.min(until, frames),
  ])
}

/**
 * Signatures after an edit, with the work of just the frames that it may have changed; equal to signing all anew. What an edit
 * leaves alone it must leave the same objects, as `apply` does.
 */
export function updatedSignatures(before: FrameSignatures, project: RedactionProject): FrameSignatures {
  if (before.project === project) return before
  const { damaged } = before
  if (before.project.clip.frames !== project.clip.frames) return frameSignatures(project, damaged)
  const values = before.values.slice()
  sign({ project, damaged }, changedFrames(before.project, project), values)
  return { project, damaged, values }
}
