import { z } from 'zod'
import type { ClipIndex, VideoIndex } from '../core/clips/clip-index.ts'
import { type FrameIndex, type Pts, pts, sampleIndex, seconds } from '../core/time.ts'
import { frameCount, hash } from './schema-parts.ts'
import type { Settled } from './settled.ts'

const count = z.int().min(0)
const short = z.string().max(200)
const ratio = z.tuple([z.int(), z.int().min(1)])
/** Ticks as decimal text: some containers count more of them than a double holds. */
const ticks = z.string().regex(/^-?\d{1,19}$/)

const colour = z.object({ range: short, primaries: short, transfer: short, matrix: short })

/** Most frames of a clip: 46 hours at 60 frames a second. */
const mostFrames = 10_000_000

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most
}

function areFrames(value: unknown): value is readonly FrameIndex[] {
  return Array.isArray(value) && value.length <= mostFrames && value.every((each) => isWhole(each, 0, mostFrames))
}

/** Runs one after the other: frames, ticks, frames, ticks ... As pairs, as they were written at first, they are read too. */
function flatRuns(value: unknown): readonly number[] | null {
  if (!Array.isArray(value)) return null
  const flat: readonly unknown[] = Array.isArray(value[0]) ? value.flat() : value
  let left = mostFrames
  for (let at = 0; at < flat.length; at += 2) {
    if (!isWhole(flat[at], 1, left) || !isWhole(flat[at + 1], 1, Number.MAX_SAFE_INTEGER)) return null
    left -= Number(flat[at])
  }
  return flat as readonly number[]
}

/** Lists of a clip of hours hold hundreds of thousands of entries: they are looked at by hand, in a few milliseconds. */
const frames = z.custom<readonly FrameIndex[]>(areFrames, { error: 'expected frame numbers' })
const runs = z.unknown().transform((value, context): readonly number[] => {
  const flat = flatRuns(value)
  if (flat) return flat
  context.addIssue({ code: 'custom', message: 'expected runs of frames and ticks' })
  return z.NEVER
})

const video = z.object({
  codec: short,
  width: count,
  height: count,
  displayWidth: count,
  displayHeight: count,
  pixelAspect: ratio,
  rotation: z.literal([0, 90, 180, 270]),
  timeBase: ratio,
  /** Frame times: the first one, then runs (how many frames, and ticks from each to the next), so that a steady rate is one run. */
  times: z.object({ first: ticks, runs }).nullable(),
  lastDuration: ticks,
  keyframes: frames,
  variableRate: z.boolean(),
  interlaced: z.boolean(),
  pixelFormat: short,
  colour,
  missingFrames: count,
  damagedFrames: frames.nullable(),
})

const audio = z.object({
  track: count,
  codec: short,
  sampleRate: count,
  channels: count,
  firstSample: z.int(),
  samples: count,
  lostSamples: count.exactOptional(),
})

/** A whole `ClipIndex` as JSON: kept with its clip in a vault, and handed to whoever plays it. */
export const indexDocument = z.object({
  version: z.literal(1),
  sha256: hash,
  bytes: count,
  container: short,
  originSeconds: z.number(),
  video: video.nullable(),
  audio: z.array(audio).max(1_000),
  lostSoundTracks: count.exactOptional(),
  frames: frameCount,
})

/** A whole `ClipIndex` as JSON. */
export type IndexDocument = Settled<z.output<typeof indexDocument>>

type Times = Settled<z.output<typeof video>>['times']

function timesOf(all: readonly Pts[]): Times {
  const [first] = all
  if (first === undefined) return null
  const runs: number[] = []
  let count = 0
  let before = 0
  for (let at = 1; at < all.length; at++) {
    const step = Number((all[at] ?? first) - (all[at - 1] ?? first))
    if (count > 0 && step !== before) {
      runs.push(count, before)
      count = 0
    }
    before = step
    count += 1
  }
  if (count > 0) runs.push(count, before)
  return { first: String(first), runs }
}

function ptsOf(times: Times): readonly Pts[] {
  if (times === null) return []
  let at = BigInt(times.first)
  const all = [pts(at)]
  const { runs } = times
  for (let run = 0; run < runs.length; run += 2) {
    const ticksBetween = BigInt(runs[run + 1] ?? 0)
    for (let more = runs[run] ?? 0; more > 0; more--) {
      at += ticksBetween
      all.push(pts(at))
    }
  }
  return all
}

function videoDocument({ pts: all, lastDuration, keyframes, damagedFrames, ...facts }: VideoIndex) {
  return {
    ...facts,
    pixelAspect: [...facts.pixelAspect] as [number, number],
    timeBase: [...facts.timeBase] as [number, number],
    times: timesOf(all),
    lastDuration: String(lastDuration),
    keyframes: [...keyframes],
    damagedFrames: damagedFrames && [...damagedFrames],
  }
}

/** The document of an index. */
export function indexDocumentOf({ video: picture, audio: sound, ...facts }: ClipIndex): IndexDocument {
  return {
    version: 1,
    ...facts,
    frames: picture?.pts.length ?? 0,
    video: picture && videoDocument(picture),
    audio: [...sound],
  }
}

/** The index that a document holds; all its times stand, frame by frame. */
export function clipIndexOf({
  version: _version,
  frames: _frames,
  video: picture,
  ...facts
}: IndexDocument): ClipIndex {
  return {
    ...facts,
    originSeconds: seconds(facts.originSeconds),
    audio: facts.audio.map(({ firstSample, ...track }) => ({ ...track, firstSample: sampleIndex(firstSample) })),
    video: picture && videoOf(picture),
  }
}

function videoOf({ times, lastDuration, ...facts }: Settled<z.output<typeof video>>): VideoIndex {
  return { ...facts, pts: ptsOf(times), lastDuration: pts(BigInt(lastDuration)) }
}
