import type { ClipIndex, Sha256 } from '../clips/clip-index.ts'
import { clipSeconds } from '../clips/clock.ts'
import type { DetectionClass, Search } from '../detection/detection.ts'
import { boundsOfPoints } from '../geometry/bounds.ts'
import { insidePicture } from '../geometry/overlap.ts'
import type { Box, Point, Size } from '../geometry/shape.ts'
import { failed, ok, type Result } from '../result.ts'
import { type FrameIndex, sampleIndex } from '../time.ts'
import type { CopyLabel } from './copy-label.ts'
import type {
  AudioDecision,
  Blank,
  RedactionProject,
  RedactionStyle,
  RegionKey,
  SampleSpan,
  Span,
  Track,
} from './project.ts'

/** What a project begins with. What is left out is empty, whole or off; sound that nobody keeps is muted. */
export type ProjectStart = {
  readonly clip: { readonly sha256: Sha256; readonly frames: number }
  readonly purpose: string
  /** 256 random bits as 64 hex digits. */
  readonly secret: string
  readonly tracks?: readonly Track[]
  readonly audio?: readonly AudioDecision[]
  readonly blanks?: readonly Blank[]
  readonly spans?: readonly Span[] | null
  readonly spanSamples?: readonly SampleSpan[]
  readonly leftOutReason?: string
  readonly inverse?: boolean
  readonly label?: CopyLabel
  readonly proposals?: RedactionProject['proposals']
  readonly search?: Search
}

/** Makes a project. Throws when the secret is not 64 hex digits (a bug of the caller). */
export function newProject(start: ProjectStart): RedactionProject {
  if (!/^[0-9a-f]{64}$/.test(start.secret)) throw new RangeError('a secret is 64 hex digits')
  return {
    version: 1,
    clip: { sha256: start.clip.sha256, frames: start.clip.frames },
    purpose: start.purpose,
    spans: start.spans ?? null,
    ...(start.spanSamples ? { spanSamples: start.spanSamples } : {}),
    ...(start.leftOutReason === undefined ? {} : { leftOutReason: start.leftOutReason }),
    defaultAction: 'hide',
    inverse: start.inverse ?? false,
    secret: start.secret,
    tracks: start.tracks ?? [],
    blanks: start.blanks ?? [],
    audio: start.audio ?? [],
    ...(start.label ? { label: start.label } : {}),
    ...(start.proposals && start.proposals.length > 0 ? { proposals: start.proposals } : {}),
    ...(start.search ? { search: start.search } : {}),
  }
}

/** Keeps the named tracks, and through them their persons. Fails with `unknown-track` and changes nothing where one is not there. */
export function keepTracks(project: RedactionProject, ids: readonly string[]): Result<RedactionProject> {
  const known = new Set(project.tracks.map((track) => track.id))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) return failed({ kind: 'unknown-track', name: missing })
  const kept = new Set(ids)
  const tracks = project.tracks.map((track): Track => (kept.has(track.id) ? { ...track, action: 'keep' } : track))
  return ok({ ...project, tracks })
}

/** Classes that stay solid whatever style is asked for all: what is written can be read back from less. */
const alwaysSolid: ReadonlySet<DetectionClass> = new Set<DetectionClass>([
  'text',
  'plate',
  'screen',
  'card',
  'document',
])

/** Gives every track without a style of its own this one; text, plates, screens, cards and documents stay solid. */
export function withStyle(project: RedactionProject, style: RedactionStyle): RedactionProject {
  const tracks = project.tracks.map((track) =>
    track.style || alwaysSolid.has(track.class) ? track : { ...track, style },
  )
  return { ...project, tracks }
}

/** A region drawn by hand (FORMATS.md, Hand-drawn regions). It covers what it shows, without margin. */
export type HandDrawnRegion = {
  readonly shape: 'rect' | 'ellipse' | 'polygon'
  readonly angle?: number
  readonly keys: readonly RegionKey[]
  readonly untilFrame: FrameIndex
  readonly style?: RedactionStyle
  readonly reason?: string
}

function corners(box: Box): Point[] {
  return [
    [box[0], box[1]],
    [box[0] + box[2], box[1] + box[3]],
  ]
}

function neverInPicture(region: HandDrawnRegion, size: Size): boolean {
  const reached = boundsOfPoints(region.keys.flatMap((key) => ('box' in key ? corners(key.box) : key.points)))
  return !reached || insidePicture(reached, size) === null
}

function highestNumber(tracks: readonly Track[]): number {
  return tracks.reduce((highest, { id }) => Math.max(highest, Number(/^t(\d{1,9})$/.exec(id)?.[1] ?? 0)), 0)
}

/**
 * Adds hand-drawn regions as hidden tracks whose ids go on from the highest `t` number. `size` is the picture's display
 * size. Fails with `out-of-range` when a region never touches the picture or goes past the last frame, `no-picture`
 * where the clip has none.
 */
export function withRegions(
  project: RedactionProject,
  regions: readonly HandDrawnRegion[],
  size: Size | null,
): Result<RedactionProject> {
  if (regions.length > 0 && !size) return failed({ kind: 'no-picture', what: 'regions' })
  const { frames } = project.clip
  let number = highestNumber(project.tracks)
  const added: Track[] = []
  for (const [at, region] of regions.entries()) {
    if (size && neverInPicture(region, size))
      return failed({
        kind: 'out-of-range',
        what: 'region',
        asked: String(at + 1),
        last: `${size.width}x${size.height}`,
      })
    const beyond = Math.max(region.untilFrame - 1, region.keys.at(-1)?.frame ?? 0)
    if (beyond >= frames)
      return failed({ kind: 'out-of-range', what: 'frame', asked: String(beyond), last: String(frames - 1) })
    number += 1
    added.push({ ...region, id: `t${number}`, class: 'overlay', action: 'hide', margin: 0 })
  }
  return ok({ ...project, tracks: [...project.tracks, ...added] })
}

/** The decision to keep all of a clip's sound, one per audio track. */
export function keepAllSound(index: ClipIndex): readonly AudioDecision[] {
  const length = clipSeconds(index)
  return index.audio.map(({ track, sampleRate }) => ({
    kind: 'keep',
    fromSample: sampleIndex(0),
    untilSample: sampleIndex(Math.ceil(length * sampleRate)),
    audioTrack: track,
  }))
}
