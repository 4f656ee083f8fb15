import { performance } from 'node:perf_hooks'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import { defaultClasses } from '../../core/detection/default-classes.ts'
import {
  type DetectionClass,
  type DetectionProfile,
  type DetectionRun,
  detectionProfiles,
} from '../../core/detection/detection.ts'
import type { Work } from '../../core/ports/work.ts'
import { compilePlan } from '../../core/redaction/compile-plan.ts'
import { newProject } from '../../core/redaction/new-project.ts'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import type { Result } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { linkDetections } from '../../core/tracking/link-detections.ts'
import { settingsFor, trackingClipOf } from '../../core/tracking/tracking-clip.ts'
import { createMediaEngine } from '../../native/engine/engine.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { demoClip } from '../demo/demo-stage.ts'
import { singleFramePlan } from '../demo/single-frames.ts'
import type { FaceTruth } from '../face-truth.ts'
import { leakRate } from '../leak-rate.ts'
import { measureInference } from './inference.ts'
import { type Measure, measured } from './measure.ts'
import { costOf } from './run-work.ts'

const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }
const mostMegabytes = 700

/** Times real time that detecting and tracking should reach on two cores. */
const goals: Readonly<Record<DetectionProfile, number>> = { fast: 1.5, balanced: 0.5, thorough: 0.1 }

function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

/**
 * Detecting and tracking faces on the demo clip: speed against real time, what decoding and one look cost alone, and
 * leaks beside those of the same detections frame by frame.
 */
export async function benchDetect(): Promise<readonly Measure[]> {
  const { path, truth } = await demoClip(() => undefined)
  const decode = await costOf('decode', path)
  const { loadMilliseconds, looks } = await measureInference()
  const lines = [
    measured('decode only (floor)', decode.clipSeconds / decode.wallSeconds, 'x real time'),
    measured('load models and look once', loadMilliseconds, 'ms'),
    ...looks.map(({ model, scale, milliseconds }) => measured(`one look, ${model} at ${scale}`, milliseconds, 'ms')),
  ]
  const source = need(await openFileSource(path, 'clip'))
  const index = need(await createMediaEngine().index(source.bytes, 'clip', false, unwatched))
  for (const profile of ['fast', 'balanced', 'thorough'] as const) {
    const cost = await costOf('detect', path, profile)
    lines.push(...(await benchProfile(profile, { index, bytes: source.bytes, truth }, cost)))
  }
  await source.close()
  return [...lines, ...(await addedCosts(path))]
}

/** What costs something of its own: classes that share a model come together. */
const bundles: readonly (readonly DetectionClass[])[] = [
  ['head'],
  ['screen'],
  ['document', 'card'],
  ['plate'],
  ['text'],
]

/** CPU time that looking for further classes adds to faces alone; those made from the same evidence share their price. */
async function addedCosts(path: string): Promise<readonly Measure[]> {
  const cpu = async (profile: DetectionProfile, classes: readonly DetectionClass[]): Promise<number> => {
    const { cpuSeconds, clipSeconds } = await costOf('detect', path, profile, classes.join(','))
    return cpuSeconds / clipSeconds
  }
  const lines: Measure[] = []
  for (const profile of detectionProfiles) {
    const faces = await cpu(profile, ['face'])
    lines.push(measured(`faces alone, ${profile}: CPU for a second of clip`, faces, 'CPU s'))
    const usual = (await cpu(profile, defaultClasses[profile])) - faces
    lines.push(measured(`all usual classes, ${profile}: CPU added`, usual, 'CPU s', { baseline: faces }))
    for (const bundle of profile === 'balanced' ? bundles : []) {
      const added = (await cpu(profile, ['face', ...bundle])) - faces
      lines.push(measured(`${bundle.join(' and ')}, ${profile}: CPU added`, added, 'CPU s', { baseline: faces }))
    }
  }
  return lines
}

type Subject = {
  readonly index: ClipIndex
  readonly bytes: Parameters<ReturnType<typeof createMediaEngine>['detect']>[0]
  readonly truth: FaceTruth
}

async function benchProfile(
  profile: DetectionProfile,
  { index, bytes, truth }: Subject,
  cost: Awaited<ReturnType<typeof costOf>>,
): Promise<Measure[]> {
  const frames = index.video?.pts.length ?? 0
  const request = { profile, classes: ['face'], fromFrame: frameIndex(0), untilFrame: frameIndex(frames) } as const
  const run = need(await createMediaEngine().detect(bytes, index, request, unwatched))
  const began = performance.now()
  const tracked = trackedPlan(run, index)
  const linking = (performance.now() - began) / 1000
  const speed = cost.clipSeconds / (cost.wallSeconds + linking)
  return [
    measured(`detect and track, ${profile}`, speed, 'x real time', { goal: { least: goals[profile] } }),
    measured(`detect, ${profile}: CPU for a second of clip`, cost.cpuSeconds / cost.clipSeconds, 'CPU s'),
    measured(`track, ${profile}`, cost.clipSeconds / linking, 'x real time'),
    measured(`detect, ${profile}: peak memory`, cost.peakMegabytes, 'MB', { goal: { most: mostMegabytes } }),
    measured(`leaked person-frames, ${profile}`, leakRate(truth, tracked).perThousand, 'per 1,000', {
      baseline: leakRate(truth, singleFramePlan(run)).perThousand,
      goal: { most: 1 },
    }),
  ]
}

function trackedPlan(run: DetectionRun, index: ClipIndex): readonly PlanFrame[] {
  const clip = trackingClipOf(index)
  if (!clip) throw new Error('benches need a picture')
  const { tracks } = linkDetections(run, clip, settingsFor(run))
  const identity = { sha256: sha256(index.sha256), frames: clip.frames }
  return need(compilePlan(newProject({ clip: identity, purpose: 'bench', secret: '0'.repeat(64), tracks }), index))
    .frames
}
