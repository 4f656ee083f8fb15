import { z } from 'zod'
import type { ClipIndex, VideoIndex } from '../core/clips/clip-index.ts'
import { type Pts, pts, sampleIndex, seconds } from '../core/time.ts'
import { frame, frameCount, hash } from './schema-parts.ts'
import type { Settled } from './settled.ts'

const count = z.int().min(0)
const short = z.string().max(200)
const ratio = z.tuple([z.int(), z.int().min(1)])
/** Ticks as decimal text: some containers count more of them than a double holds. */
const ticks = z.string().regex(/^-?\d{1,19}$/)

const colour = z.object({ range: short, primaries: short, transfer: short, matrix: short })

const video = z.object({
  codec: short,
  width: count,
  height: count,
  displayWidth: count,
  displayHeight: count,
  pixelAspect: ratio,
  rotation: z.literal([0, 90, 180, 270]),
  timeBase: ratio,
  /** Frame times: the first one, then runs of `[frames, ticks from each to the next]`, so that a steady rate is one run. */
  times: z
    .object({ first: ticks, runs: z.array(z.tuple([z.int().min(1), z.int().min(1)])).max(10_000_000) })
    .nullable(),
  lastDuration: ticks,
  keyframes: z.array(frame).max(10_000_000),
  variableRate: z.boolean(),
  interlaced: z.boolean(),
  pixelFormat: short,
  colour,
  missingFrames: count,
  damagedFrames: z.array(frame).max(10_000_000).nullable(),
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
  const runs: [number, number][] = []
  for (let at = 1; at < all.length; at++) {
    const step = Number((all[at] ?? first) - (all[at - 1] ?? first))
    const run = runs.at(-1)
    if (run?.[1] === step) run[0] += 1
    else runs.push([1, step])
  }
  return { first: String(first), runs }
}

function ptsOf(times: Times): readonly Pts[] {
  if (times === null) return []
  let at = BigInt(times.first)
  const all = [pts(at)]
  for (const [frames, step] of times.runs) {
    const ticksBetween = BigInt(step)
    for (let more = 0; more < frames; more++) {
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
