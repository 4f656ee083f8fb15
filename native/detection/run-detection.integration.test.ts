import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import { sampleVideo } from '../../core/clips/synthetic/sample-video.ts'
import type { DetectionClass, DetectionProfile, DetectionRun } from '../../core/detection/detection.ts'
import { type DetectionBlock, detectionRunOf } from '../../core/detection/detection-blocks.ts'
import type { Box, Size } from '../../core/geometry/shape.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import type { Progress } from '../../core/ports/work.ts'
import type { Result } from '../../core/result.ts'
import { type FrameIndex, frameIndex, sampleIndex, seconds } from '../../core/time.ts'
import { openPhotograph, type Photograph } from '../../tools/photographs.ts'
import { type ModelFolder, openModelFolder } from './model-folder.ts'
import type { Picture, Pixels } from './picture.ts'
import { runDetection } from './run-detection.ts'

const photographs = new Map<string, Photograph>()
let models: ModelFolder

beforeAll(async () => {
  const opened = await openModelFolder()
  if (!opened.ok) throw new Error(opened.failure.kind)
  models = opened.value
  for (const name of ['sample3.jpg', 'sample6.jpg']) photographs.set(name, await openPhotograph(name))
})

afterAll(() => {
  for (const photograph of photographs.values()) photograph.close()
})

function photograph(name: string): Photograph {
  const found = photographs.get(name)
  if (!found) throw new Error(`${name} was not opened`)
  return found
}

function clipOf(frames: number, size: Size): ClipIndex {
  return {
    sha256: sha256('ab'.repeat(32)),
    bytes: 1,
    container: 'mov',
    originSeconds: seconds(0),
    audio: [{ track: 0, codec: 'aac', sampleRate: 48000, channels: 1, firstSample: sampleIndex(0), samples: 1 }],
    video: sampleVideo(frames, {
      ...{ width: size.width, height: size.height, displayWidth: size.width, displayHeight: size.height },
      ...{ timeBase: [1, 25], damagedFrames: null },
    }),
  }
}

type Asked = {
  readonly profile: DetectionProfile
  readonly from?: number
  readonly until?: number
  readonly threads?: number
  readonly startAt?: number
  readonly finished?: readonly DetectionBlock[]
}

type Shown = (frame: number, width: number, height: number) => Uint8Array

const unwatched = { signal: new AbortController().signal, onProgress: () => undefined }

/** Runs detection over a clip whose every frame `show` draws; the blocks in the order in which they came. */
async function detectBlocks(
  frames: number,
  size: Size,
  show: Shown,
  { profile, from = 0, until = frames, threads = 2, startAt, finished = [] }: Asked,
): Promise<{ run: DetectionRun; blocks: readonly DetectionBlock[] }> {
  const asked = requestFor(profile, from, until)
  const request = startAt === undefined ? asked : { ...asked, startAt: frameIndex(startAt) }
  const blocks: DetectionBlock[] = []
  const numbers = new Set(finished.map(({ block }) => block))
  const task = { request, finished: numbers, onBlock: (block: DetectionBlock) => void blocks.push(block) }
  const clip = clipOf(frames, size)
  const done = await runDetection(drawn(frames, show), clip, task, { models, threads }, unwatched)
  expect(done).toEqual({ ok: true, value: blocks.length })
  return { run: detectionRunOf(clip, request, [], [...finished, ...blocks]), blocks }
}

async function detect(frames: number, size: Size, show: Shown, asked: Asked): Promise<DetectionRun> {
  return (await detectBlocks(frames, size, show, asked)).run
}

function requestFor(profile: DetectionProfile, from: number, until: number): DetectionRequest {
  return { profile, classes: ['face'], fromFrame: frameIndex(from), untilFrame: frameIndex(until) }
}

function taskFor(request: DetectionRequest) {
  return { request, finished: new Set<number>(), onBlock: () => undefined }
}

/** Frames that `show` draws; those in `holes` do not decode. */
function drawn(frames: number, show: Shown, holes: readonly number[] = []) {
  return {
    async *from(first: FrameIndex): AsyncGenerator<Picture> {
      for (let frame = first as number; frame < frames; frame += 1) {
        const hole = holes.includes(frame)
        yield { frame: frameIndex(frame), damaged: hole, pixels: hole ? null : pixelsOf(show, frame) }
      }
    },
  }
}

/** Pictures without parts: small ones are never looked at closely. */
function pixelsOf(show: Shown, frame: number): Pixels {
  return {
    toRgb: (width, height) => show(frame, width, height),
    toGrey(width, height) {
      const rgb = show(frame, width, height)
      return Uint8Array.from({ length: width * height }, (_, at) => rgb[at * 3 + 1] ?? 0)
    },
    close: () => undefined,
  }
}

/** The photograph, moved to the right from frame to frame; what leaves enters again on the left. */
function moving(name: string, perFrame: number): Shown {
  const scaled = new Map<string, Uint8Array>()
  return (frame, width, height) => {
    const rgb = scaled.get(`${width} ${height}`) ?? photograph(name).toRgb(width, height)
    scaled.set(`${width} ${height}`, rgb)
    const shift = (Math.round(frame * perFrame * width) % width) * 3
    const moved = new Uint8Array(rgb.length)
    for (let at = 0; at < rgb.length; at += width * 3) {
      const row = rgb.subarray(at, at + width * 3)
      moved.set(row.subarray(0, width * 3 - shift), at + shift)
      moved.set(row.subarray(width * 3 - shift), at)
    }
    return moved
  }
}

/** Drawn by hand on the full photographs, 1920 px wide. */
const faces: Readonly<Record<string, readonly Box[]>> = {
  'sample3.jpg': [
    [592, 332, 198, 273],
    [1075, 195, 225, 313],
    [1512, 285, 178, 295],
  ],
  'sample6.jpg': [
    [240, 478, 230, 284],
    [668, 318, 170, 322],
    [1172, 292, 190, 293],
    [1488, 262, 184, 298],
  ],
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  const shared = Math.max(0, width) * Math.max(0, height)
  return shared / (a[2] * a[3] + b[2] * b[3] - shared)
}

test.each([1920, 640, 240, 128])('finds the faces of photographs that are %i pixels wide', async (width) => {
  for (const [name, boxes] of Object.entries(faces)) {
    const photo = photograph(name)
    const ratio = width / photo.size.width
    const size = { width, height: Math.round(photo.size.height * ratio) }
    const show: Shown = (_, w, h) =>
      width < w ? enlarged(photo.toRgb(width, size.height), size, w, h) : photo.toRgb(w, h)
    const run = await detect(1, size, show, { profile: 'thorough' })
    const started = run.detections.filter((detection) => detection.score >= 0.3)
    for (const [x, y, w, h] of boxes) {
      const face = [x * ratio, y * ratio, w * ratio, h * ratio] as const
      const best = Math.max(...started.map((detection) => overlap(detection.box, face)))
      expect(best, `${name}: face at ${x}, ${y}`).toBeGreaterThan(0.5)
    }
    const elsewhere = started.filter(({ box }) =>
      boxes.every(([x, y, w, h]) => overlap(box, [x * ratio, y * ratio, w * ratio, h * ratio]) < 0.2),
    )
    expect(elsewhere.length, `${name}: boxes elsewhere`).toBeLessThanOrEqual(3)
    expect(run.failed).toEqual([])
  }
})

/** Nearest-neighbour, so that a small picture holds no more than its own pixels. */
function enlarged(rgb: Uint8Array, size: Size, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * size.height) / height) * size.width
    for (let x = 0; x < width; x += 1) {
      const from = (row + Math.floor((x * size.width) / width)) * 3
      out.set(rgb.subarray(from, from + 3), (y * width + x) * 3)
    }
  }
  return out
}

test('gives the same bytes with one thread and with two, and again', async () => {
  const size = { width: 640, height: 450 }
  const runs: string[] = []
  for (const threads of [1, 2, 2]) {
    runs.push(JSON.stringify(await detect(9, size, moving('sample6.jpg', 0.03), { profile: 'balanced', threads })))
  }
  expect(runs[0]?.length).toBeGreaterThan(1000)
  expect(new Set(runs).size).toBe(1)
})

test('wherever it starts and goes on, it gives the same bytes; a part is what it is in the whole', async () => {
  const size = { width: 128, height: 90 }
  const show = moving('sample3.jpg', 0.02)
  const { run: whole, blocks } = await detectBlocks(300, size, show, { profile: 'fast' })
  expect(blocks.map(({ block }) => block)).toEqual([0, 1])
  const text = JSON.stringify(whole)
  const playhead = await detectBlocks(300, size, show, { profile: 'fast', startAt: 290, threads: 1 })
  expect(playhead.blocks.map(({ block }) => block)).toEqual([1, 0])
  expect(JSON.stringify(playhead.run)).toBe(text)
  const resumed = await detectBlocks(300, size, show, { profile: 'fast', finished: blocks.slice(0, 1) })
  expect(resumed.blocks.map(({ block }) => block)).toEqual([1])
  expect(JSON.stringify(resumed.run)).toBe(text)
  const part = await detect(300, size, show, { profile: 'fast', from: 270, until: 290 })
  const within = ({ frame }: { frame: number }) => frame >= 270 && frame < 290
  expect(part.examined).toEqual(whole.examined.filter(within))
  expect(part.detections).toEqual(whole.detections.filter(within))
  expect(part.detections.length).toBeGreaterThan(5)
  expect(part.camera).toEqual(whole.camera?.filter(([frame]) => frame >= 270 && frame < 290))
  expect(whole.detections.length).toBeGreaterThan(100)
  expect(whole.camera?.length).toBeGreaterThan(100)
})

test.each<[string, number, number]>([
  ['1 x 1', 1, 1],
  ['3 x 2', 3, 2],
  ['16:1', 1600, 100],
  ['1:16', 60, 960],
  ['1 pixel high', 1000, 1],
  ['8K', 7680, 4320],
])('survives a picture of %s', async (_, width, height) => {
  const run = await detect(1, { width, height }, (_, w, h) => photograph('sample3.jpg').toRgb(w, h), {
    profile: 'thorough',
  })
  expect(run.examined.length).toBeGreaterThan(0)
  for (const { box } of run.detections) {
    const [x, y, w, h] = box
    expect(Math.min(x, y, w, h)).toBeGreaterThanOrEqual(0)
    expect(x + w).toBeLessThanOrEqual(width + 0.01)
    expect(y + h).toBeLessThanOrEqual(height + 0.01)
  }
})

test('a picture without content has no faces', async () => {
  const run = await detect(2, { width: 640, height: 360 }, (_, w, h) => new Uint8Array(w * h * 3).fill(128), {
    profile: 'thorough',
  })
  expect(run.detections).toEqual([])
  expect(run.examined.length).toBe(6)
})

test('frames that do not decode are failed, never empty, and what was due is done at the next', async () => {
  const progress: Progress[] = []
  const work = { signal: unwatched.signal, onProgress: (now: Progress) => void progress.push(now) }
  const clip = clipOf(12, { width: 96, height: 64 })
  const blocks: DetectionBlock[] = []
  const task = { ...taskFor(requestFor('fast', 0, 12)), onBlock: (block: DetectionBlock) => void blocks.push(block) }
  const pictures = drawn(12, moving('sample3.jpg', 0), [3, 5, 6, 7, 11])
  await runDetection(pictures, clip, task, { models }, work)
  const [block] = blocks
  expect(block?.failed).toEqual([
    [3, 4],
    [6, 8],
    [11, 12],
  ])
  expect([...new Set(block?.examined.map(({ frame }) => frame))]).toEqual([0, 4, 8, 9])
  expect(progress.at(-1)).toEqual({ stage: 'detect', done: 12, total: 12, seconds: 0.48 })
})

test('stops when told to, and lets go of the pictures', async () => {
  const stop = new AbortController()
  let closed = false
  const source = {
    async *from(): AsyncGenerator<Picture> {
      try {
        for (let frame = 0; frame < 100; frame += 1) {
          if (frame === 6) stop.abort()
          yield { frame: frameIndex(frame), damaged: false, pixels: pixelsOf(moving('sample3.jpg', 0), frame) }
        }
      } finally {
        closed = true
      }
    },
  }
  const work = { signal: stop.signal, onProgress: () => undefined }
  const clip = clipOf(100, { width: 96, height: 64 })
  const run = await runDetection(source, clip, taskFor(requestFor('thorough', 0, 100)), { models }, work)
  expect(run).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  expect(closed).toBe(true)
})

test('what reading pictures throws is passed on; frames out of turn are a bug', async () => {
  const clip = clipOf(10, { width: 96, height: 64 })
  const task = taskFor(requestFor('fast', 0, 10))
  const good = drawn(4, moving('sample3.jpg', 0))
  const broken = {
    async *from(frame: FrameIndex): AsyncGenerator<Picture> {
      yield* good.from(frame)
      throw new Error('disk fault')
    },
  }
  await expect(runDetection(broken, clip, task, { models }, unwatched)).rejects.toThrow('disk fault')
  const skipping = {
    async *from(frame: FrameIndex): AsyncGenerator<Picture> {
      for await (const picture of good.from(frame)) if (picture.frame !== 2) yield picture
    },
  }
  await expect(runDetection(skipping, clip, task, { models }, unwatched)).rejects.toThrow('frame 3 came instead of 2')
})

test('says which class no model finds, and when there is no picture', async () => {
  const clip = clipOf(10, { width: 96, height: 64 })
  const without = { ...models, manifest: { ...models.manifest, derived: [] } }
  const ask = (classes: readonly DetectionClass[], of: ClipIndex): Promise<Result<number>> => {
    const task = taskFor({ ...requestFor('fast', 0, 10), classes })
    return runDetection(drawn(10, moving('sample3.jpg', 0)), of, task, { models: without }, unwatched)
  }
  expect(await ask(['face', 'plate'], clip)).toEqual({
    ok: false,
    failure: { kind: 'class-unavailable', name: 'plate' },
  })
  expect(await ask(['face'], { ...clip, video: null })).toEqual({
    ok: false,
    failure: { kind: 'no-picture', what: 'clip' },
  })
})
