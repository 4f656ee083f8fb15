import { z } from 'zod'
import { detectionClasses, personExtents } from '../core/detection/detection.ts'
import { type CopyLabel, labelCorners, labelFault } from '../core/redaction/copy-label.ts'
import type { HandDrawnRegion } from '../core/redaction/new-project.ts'
import type {
  AudioDecision,
  Blank,
  RedactionProject,
  RegionKey,
  RequesterNote,
  Track,
} from '../core/redaction/project.ts'
import type { Result } from '../core/result.ts'
import type { TrackEvidence } from '../core/tracking/evidence.ts'
import type { PersonProposal } from '../core/tracking/proposals.ts'
import { arePlainKeys } from './plain-keys.ts'
import { problemOf } from './problem.ts'
import { readJson, readWrittenJson } from './read-json.ts'
import {
  box,
  clip,
  frame,
  frameCount,
  label,
  many,
  point,
  rangeOf,
  sample,
  search,
  share,
  words,
} from './schema-parts.ts'

const degrees = z.number().min(-36_000).max(36_000)

/** A region's outline at one frame. */
export const regionKey: z.ZodType<RegionKey> = z
  .looseObject({
    frame,
    box: box.exactOptional(),
    points: many(point, 1000).exactOptional(),
    angle: degrees.exactOptional(),
  })
  .transform(({ box: outline, points, ...rest }, context): RegionKey => {
    if (outline && !points) return { ...rest, box: outline }
    if (points && !outline && points.length >= 3) return { ...rest, points }
    context.addIssue({ code: 'custom', message: 'expected a box, or 3 or more points' })
    return z.NEVER
  })

const mostKeys = 1_000_000
const anyKeys = many(regionKey, mostKeys)

/** Keys of a track, judged one by one only where they are not plain. */
const keys = z.unknown().transform((value, context): readonly RegionKey[] => {
  if (arePlainKeys(value, mostKeys)) return value
  const read = anyKeys.safeParse(value)
  if (read.success) return read.data
  for (const issue of read.error.issues)
    context.addIssue({ code: 'custom', path: [...issue.path], message: problemOf(issue) })
  return z.NEVER
})

const outline = {
  shape: z.enum(['rect', 'ellipse', 'polygon']),
  angle: degrees.exactOptional(),
  keys,
  untilFrame: frame,
  style: z.enum(['solid', 'pixelate', 'blur']).exactOptional(),
  reason: words.exactOptional(),
}

type Outline = Pick<Track, 'shape' | 'keys' | 'untilFrame'>

/** What is wrong with keys that are each fine; null where they make a region. */
function outlineFault({ shape, keys, untilFrame }: Outline): string | null {
  const first = keys[0]
  if (!first) return 'no keys'
  if (keys.some((one, at) => at > 0 && one.frame <= (keys[at - 1]?.frame ?? 0))) return 'keys not in order of frame'
  if (untilFrame <= first.frame) return 'ends before it begins'
  if (keys.some((one) => 'points' in one !== (shape === 'polygon'))) return 'keys of another shape'
  return null
}

function reportOutline(context: z.core.ParsePayload<Outline>): void {
  const message = outlineFault(context.value)
  if (message) context.issues.push({ code: 'custom', message, input: context.value, path: ['keys'] })
}

const frames: z.ZodType<number> = frameCount

const evidence: z.ZodType<TrackEvidence> = z.looseObject({
  source: z.enum(['detected', 'leak']),
  detections: frameCount,
  topScore: share,
  meanScore: share,
  strongest: z.looseObject({ frame, score: share }).exactOptional(),
  seen: z.tuple([frame, frame]),
  guessed: frameCount.exactOptional(),
  gapsFilled: many(rangeOf(frames), 100_000),
  weakest: many(z.looseObject({ frame, score: share }), 100),
})

/** A track as project files hold it. */
export const track: z.ZodType<Track> = z
  .looseObject({
    id: label,
    class: z.enum(detectionClasses),
    person: label.exactOptional(),
    action: z.enum(['hide', 'keep', 'ignore', 'undecided']),
    extent: z.enum(personExtents).exactOptional(),
    personExtent: z.enum(personExtents).exactOptional(),
    ...outline,
    strength: z.number().min(0).max(1000).exactOptional(),
    margin: z.number().min(0).max(10).exactOptional(),
    evidence: evidence.exactOptional(),
  })
  .check(reportOutline)

const positive = z.number().min(0)

/** Who may be one person. */
export const proposal: z.ZodType<PersonProposal> = z.looseObject({
  between: z.tuple([label, label]),
  likeness: share,
  reasons: z.looseObject({
    gapSeconds: positive,
    apart: positive.exactOptional(),
    sizeRatio: share,
    appearance: share.exactOptional(),
  }),
})

/** Frames that are covered wholly. */
export const blank: z.ZodType<Blank> = z
  .looseObject({ from: frame, until: frame, reason: words })
  .refine(({ from, until }) => from < until, { message: 'range is empty or reversed' })

/** A decision about sound. */
export const audioDecision: z.ZodType<AudioDecision> = z
  .looseObject({
    kind: z.enum(['mute', 'bleep', 'keep']),
    fromSample: sample,
    untilSample: sample,
    audioTrack: z.int().min(0).max(255),
    reason: words.exactOptional(),
  })
  .refine(({ fromSample, untilSample }) => fromSample < untilSample, { message: 'range is empty or reversed' })

/** What is written into every frame of a copy. */
export const copyLabel: z.ZodType<CopyLabel> = z.looseObject({
  text: words.refine((text) => labelFault(text) === null, { message: 'expected one short line of Latin letters' }),
  at: z.enum(labelCorners),
})

/** Who asks. */
export const requesterNote: z.ZodType<RequesterNote> = z.looseObject({
  description: words.exactOptional(),
  picture: z.looseObject({ frame, box }).exactOptional(),
  photo: z
    .string()
    .max(100_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .exactOptional(),
})

function reportDoubleIds(context: z.core.ParsePayload<{ readonly tracks: readonly Track[] }>): void {
  const { tracks } = context.value
  const seen = new Set<string>()
  for (const [at, { id }] of tracks.entries()) {
    if (seen.has(id)) {
      context.issues.push({ code: 'custom', message: 'id given twice', input: id, path: ['tracks', at, 'id'] })
      return
    }
    seen.add(id)
  }
}

const project: z.ZodType<RedactionProject> = z
  .looseObject({
    version: z.literal(1),
    clip,
    purpose: words,
    spans: many(rangeOf(frame), 100_000).nullable(),
    spanSamples: many(rangeOf(sample), 100_000).exactOptional(),
    leftOutReason: words.exactOptional(),
    defaultAction: z.literal('hide'),
    inverse: z.boolean(),
    secret: z.string().regex(/^[0-9a-f]{64}$/),
    tracks: many(track, 100_000),
    blanks: many(blank, 100_000),
    audio: many(audioDecision, 100_000),
    label: copyLabel.exactOptional(),
    requester: requesterNote.exactOptional(),
    proposals: many(proposal, 100_000).exactOptional(),
    search: search.exactOptional(),
  })
  .check(reportDoubleIds)

/** A hand-drawn region. */
export const handDrawnRegion: z.ZodType<HandDrawnRegion> = z.looseObject(outline).check(reportOutline)

/**
 * Reads a project file (FORMATS.md, Project). Fields that this version does not know are kept, so that writing the
 * project again loses nothing. Fails with `bad-json`.
 */
export function readProject(text: string, name: string): Result<RedactionProject> {
  return readJson(text, name, project)
}

/** Reads a project as the vault's service has just written it: as `readProject`, without what only files need. */
export function readOwnProject(text: string, name: string): Result<RedactionProject> {
  return readWrittenJson(text, name, project)
}

/** Reads a file of hand-drawn regions (FORMATS.md, Hand-drawn regions). Fails with `bad-json`. */
export function readRegions(text: string, name: string): Result<readonly HandDrawnRegion[]> {
  return readJson(text, name, many(handDrawnRegion, 100_000))
}
