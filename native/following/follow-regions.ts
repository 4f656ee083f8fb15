import type { Frame } from 'node-av/lib'
import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { FollowDirection, FollowedPath, FollowTask } from '../../core/following/follow-request.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { StopSignal, Work } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import { compiledKernels } from '../media/compiled-kernels.ts'
import { throwIfStopped } from '../media/frame-decoder.ts'
import { FrameReader } from '../media/frame-reader.ts'
import { RandomFrames } from '../media/random-frames.ts'
import { FollowedThing } from './followed-thing.ts'
import { LumaView } from './luma-view.ts'
import { SceneWatch } from './scene-watch.ts'

/** Bytes of decoded frames that are kept when going backward: 120 of 1080p. */
const cacheBytes = 380e6

/** A frame, or null where it did not decode cleanly: what a decoder made up is not to be followed. */
type Seen = { readonly frame: FrameIndex; readonly picture: Frame | null }

/**
 * Follows regions through a clip's decoded frames: one pass forward for all tasks that go forward, one backward for the
 * others. Answers in the order of the tasks. The same tasks give the same paths.
 */
export async function followRegions(
  source: ByteSource,
  video: VideoIndex,
  tasks: readonly FollowTask[],
  work: Work,
): Promise<Result<readonly FollowedPath[]>> {
  const kernels = await compiledKernels()
  const picture = { coded: { width: video.width, height: video.height }, rotation: video.rotation, kernels }
  const things = tasks.map((task) => new FollowedThing(task, picture))
  const total = passLength(tasks, 'forward') + passLength(tasks, 'backward')
  const framesPerSecond = rateOf(video)
  let done = 0
  for (const direction of ['forward', 'backward'] as const) {
    const group = things.filter(({ task }) => task.direction === direction)
    if (group.length === 0) continue
    const reader = await FrameReader.open(source, video)
    if (!reader.ok) return reader
    const range = rangeOf(group.map(({ task }) => task))
    const frames =
      direction === 'forward'
        ? forward(reader.value, range, work.signal)
        : backward(reader.value, video, range, work.signal)
    const before = done
    await followPass(group, frames, { luma: new LumaView(video.pixelFormat), scenes: new SceneWatch(kernels) }, () => {
      done++
      work.onProgress({ stage: 'track', done, total, seconds: done / framesPerSecond })
    })
    done = before + passLength(tasks, direction)
  }
  return ok(things.map((thing) => thing.path))
}

async function followPass(
  things: readonly FollowedThing[],
  frames: AsyncGenerator<Seen, void, undefined>,
  { luma, scenes }: { readonly luma: LumaView; readonly scenes: SceneWatch },
  onFrame: () => void,
): Promise<void> {
  try {
    for await (const { frame, picture } of frames) {
      const plane = picture ? luma.of(picture) : null
      const scene = plane ? scenes.step(plane) : { dx: 0, dy: 0, newScene: false }
      for (const thing of things) thing.step(frame, plane, scene)
      onFrame()
      if (things.every(({ stopped }) => stopped)) return
    }
  } finally {
    luma.close()
  }
}

/** First and last frame of a pass, whichever way it goes. */
type FrameSpan = { readonly first: number; readonly last: number }

function rangeOf(tasks: readonly FollowTask[]): FrameSpan {
  const ends = tasks.flatMap(({ startFrame, lastFrame }) => [startFrame, lastFrame])
  return { first: Math.min(...ends), last: Math.max(...ends) }
}

function passLength(tasks: readonly FollowTask[], direction: FollowDirection): number {
  const group = tasks.filter((task) => task.direction === direction)
  if (group.length === 0) return 0
  const { first, last } = rangeOf(group)
  return last - first + 1
}

async function* forward(
  reader: FrameReader,
  { first, last }: FrameSpan,
  signal: StopSignal,
): AsyncGenerator<Seen, void, undefined> {
  try {
    for await (const { frame, picture, damaged } of reader.frames(first, last + 1, signal)) {
      yield { frame, picture: damaged ? null : picture }
    }
  } finally {
    await reader.close()
  }
}

async function* backward(
  reader: FrameReader,
  video: VideoIndex,
  { first, last }: FrameSpan,
  signal: StopSignal,
): AsyncGenerator<Seen, void, undefined> {
  const frames = new RandomFrames(reader, video, cacheBytes)
  const damaged = new Set<number>(video.damagedFrames ?? [])
  try {
    for (let frame = last; frame >= first; frame--) {
      throwIfStopped(signal)
      const picture = await frames.at(frameIndex(frame), signal)
      yield { frame: frameIndex(frame), picture: damaged.has(frame) ? null : picture }
    }
  } finally {
    await frames.close()
  }
}

function rateOf({ pts, timeBase, lastDuration }: VideoIndex): number {
  const ticks = Number((pts.at(-1) ?? 0n) - (pts[0] ?? 0n) + lastDuration)
  return Math.max(1e-3, pts.length / ((ticks * timeBase[0]) / timeBase[1]))
}
