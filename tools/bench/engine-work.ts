/**
 * One piece of engine work in a process of its own, so that its CPU time and memory are its own. Run by the benches:
 * `engine-work.ts KIND CLIP [ARGUMENTS]`; prints one line of JSON.
 */
import { open } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import { sha256 } from '../../core/clips/clip-index.ts'
import { type DetectionProfile, detectionClasses } from '../../core/detection/detection.ts'
import type { Work } from '../../core/ports/work.ts'
import { compilePlan } from '../../core/redaction/compile-plan.ts'
import { keepAllSound, newProject } from '../../core/redaction/new-project.ts'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import type { RedactionStyle, Track } from '../../core/redaction/project.ts'
import type { Result } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { frameMapOfSpans } from '../../core/verification/frame-map.ts'
import { detectIn } from '../../native/engine/detect-job.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { compiledKernels } from '../../native/media/compiled-kernels.ts'
import { FrameReader } from '../../native/media/frame-reader.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { RandomFrames } from '../../native/media/random-frames.ts'
import { renderCopy } from '../../native/media/render/render-copy.ts'
import { verifyCopy } from '../../native/media/verify/verify-copy.ts'

/** What a piece of work cost. */
export type WorkCost = {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakMegabytes: number
  readonly frames: number
  readonly clipSeconds: number
  readonly extra: Readonly<Record<string, number>>
}

const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }

function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

async function opened(path: string) {
  const source = need(await openFileSource(path, 'clip'))
  const media = need(await indexMedia(source.bytes, 'clip', false, unwatched))
  const index: ClipIndex = { sha256: sha256('0'.repeat(64)), ...media }
  if (!index.video) throw new Error('benches need a picture')
  return { bytes: source.bytes, index, video: index.video }
}

/** Six ellipses of 160 x 200 that cross a 1080p picture. */
function sixRegions(index: ClipIndex, style: RedactionStyle): RedactionPlan {
  const frames = index.video?.pts.length ?? 0
  const tracks = [0, 1, 2, 3, 4, 5].map((at): Track => {
    const x = 40 + at * 300
    const keys = [
      { frame: frameIndex(0), box: [x, 300 + at * 40, 160, 200] as const },
      { frame: frameIndex(frames - 1), box: [1700 - x, 500 - at * 30, 160, 200] as const },
    ]
    return {
      id: `t${at + 1}`,
      class: 'face',
      action: 'hide',
      shape: 'ellipse',
      margin: 0,
      style,
      keys,
      untilFrame: frameIndex(frames),
    }
  })
  const project = newProject({
    clip: { sha256: index.sha256, frames },
    purpose: 'bench',
    secret: '1f'.repeat(32),
    tracks,
    audio: keepAllSound(index),
  })
  return need(compilePlan(project, index))
}

type Clip = Awaited<ReturnType<typeof opened>>
type Cost = { readonly frames: number; readonly extra?: Record<string, number> }

async function render({ bytes, index }: Clip, style: RedactionStyle, out: string): Promise<Cost> {
  const file = await open(out, 'w')
  const sink = {
    async write(offset: number, part: Uint8Array) {
      await file.write(part, 0, part.length, offset)
    },
  }
  const plan = sixRegions(index, style)
  const report = need(await renderCopy(bytes, index, plan, { sink, kernels: await compiledKernels() }, unwatched))
  await file.close()
  return { frames: report.frames }
}

async function verify({ bytes, index }: Clip, style: RedactionStyle, copyPath: string): Promise<Cost> {
  const copy = need(await openFileSource(copyPath, 'copy'))
  const plan = sixRegions(index, style)
  const check = { copy: copy.bytes, original: { source: bytes, index }, plan, frameMap: frameMapOfSpans(plan.spans) }
  const checks = need(await verifyCopy({ ...check, kernels: await compiledKernels() }, unwatched))
  await copy.close()
  return { frames: plan.frames.length, extra: { failed: checks.filter((each) => each.outcome === 'failed').length } }
}

async function decode({ bytes, video }: Clip): Promise<Cost> {
  const reader = need(await FrameReader.open(bytes, video))
  let frames = 0
  for await (const read of reader.frames(0, video.pts.length, unwatched.signal)) frames += read.picture ? 1 : 0
  await reader.close()
  return { frames }
}

async function detect({ bytes, index, video }: Clip, profile: DetectionProfile, asked: string): Promise<Cost> {
  const names = asked === '' ? ['face'] : asked.split(',')
  const classes = detectionClasses.filter((name) => names.includes(name))
  const range = { fromFrame: frameIndex(0), untilFrame: frameIndex(video.pts.length) }
  const request = { profile, classes, ...range }
  const run = need(
    await detectIn(bytes, index, request, { threads: 2, modelsFolder: null, arithmetic: 'fastest' }, unwatched),
  )
  return { frames: video.pts.length, extra: { looks: run.examined.length, detections: run.detections.length } }
}

/** Middle and 95th of a hundred values in milliseconds. */
function spread(values: readonly number[], name: string): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { [`${name}Median`]: at(0.5), [`${name}Late`]: at(0.95) }
}

async function seek({ bytes, video }: Clip): Promise<Cost> {
  const frames = new RandomFrames(need(await FrameReader.open(bytes, video)), video, 400e6)
  const total = video.pts.length
  const time = async (order: readonly number[]) => {
    const times: number[] = []
    for (const frame of order) {
      const began = performance.now()
      await frames.at(frameIndex(frame), unwatched.signal)
      times.push(performance.now() - began)
    }
    return times
  }
  const jumps = await time(Array.from({ length: 100 }, (_, at) => (at * 7919) % total))
  const half = Math.floor(total / 2)
  await time([half])
  const forward = await time(Array.from({ length: 60 }, (_, at) => half + at + 1))
  const back = await time(Array.from({ length: 60 }, (_, at) => half + 60 - at))
  await frames.close()
  return { frames: 220, extra: { ...spread(jumps, 'jump'), ...spread(forward, 'forward'), ...spread(back, 'back') } }
}

async function run([kind, path = '', first = '', second = '']: readonly string[]): Promise<Cost & { clip: Clip }> {
  const clip = await opened(path)
  const works: Readonly<Record<string, () => Promise<Cost>>> = {
    render: () => render(clip, first as RedactionStyle, second),
    verify: () => verify(clip, first as RedactionStyle, second),
    decode: () => decode(clip),
    detect: () => detect(clip, first as DetectionProfile, second),
    seek: () => seek(clip),
  }
  const work = works[kind ?? '']
  if (!work) throw new Error(`no such work: ${kind}`)
  return { clip, ...(await work()) }
}

const began = performance.now()
const { clip, frames, extra } = await run(process.argv.slice(2))
const { user, system } = process.cpuUsage()
const { pts, timeBase, lastDuration } = clip.video
const ticks = Number((pts.at(-1) ?? 0n) - (pts[0] ?? 0n) + lastDuration)
const cost: WorkCost = {
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - began) / 1000,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  frames,
  clipSeconds: (ticks * timeBase[0]) / timeBase[1],
  extra: extra ?? {},
}
process.stdout.write(`${JSON.stringify(cost)}\n`)
process.exit(0)
