import { createHash } from 'node:crypto'
import type { Frame } from 'node-av/lib'
import { afterEach, describe, expect, test } from 'vitest'
import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { type FileSource, openFileSource } from '../../native/evidence/file-source.ts'
import { silenceFfmpeg } from '../../native/media/ffmpeg.ts'
import { FrameReader } from '../../native/media/frame-reader.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { PictureScaler } from '../../native/media/picture-scaler.ts'
import type { ClipRecipe } from '../clips/clip-recipe.ts'
import { codeCells, codeFromLevels, stripShare } from '../clips/frame-code.ts'
import { makeClip } from '../clips/make-clip.ts'
import { clipNamed } from '../clips/matrix.ts'
import { aac, deterministic, picture, pictureInput, sound, stereo } from '../clips/sources.ts'
import { seededNumbers } from '../clips/spoil.ts'
import { need, unwatched } from './redact-file.ts'

const openGop = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3', '-g', '12', '-sc_threshold', '0']
const refreshed = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '0', '-g', '20']

function grouped(name: string, extension: string, encoder: readonly string[]): ClipRecipe {
  const fileName = `clip.${extension}`
  const run = [...pictureInput(), ...stereo, '-pix_fmt', 'yuv420p', ...encoder, ...aac, ...deterministic, fileName]
  const truth = { container: 'mov', picture: picture(), sound: [sound()], secrets: [] }
  return { name, fileName, runs: [run], files: {}, truth }
}

/** Clips whose keyframes promise more than they keep: frames that follow them also need what comes before. */
const hardToSeek: readonly ClipRecipe[] = [
  ...['mp4', 'mkv', 'ts'].map((extension) =>
    grouped(`open-gop-${extension}`, extension, [...openGop, '-x264-params', 'open-gop=1']),
  ),
  ...['mp4', 'mkv', 'ts'].map((extension) =>
    grouped(`intra-refresh-${extension}`, extension, [...refreshed, '-x264-params', 'intra-refresh=1']),
  ),
  ...['mp4', 'mkv'].map((extension) =>
    grouped(`hevc-open-gop-${extension}`, extension, [
      ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params'],
      'log-level=none:bframes=3:b-adapt=0:keyint=12:min-keyint=12:open-gop=1:pools=none:crf=20',
    ]),
  ),
  grouped('mpeg2-open-gop-ts', 'ts', ['-c:v', 'mpeg2video', '-q:v', '3', '-bf', '2', '-g', '12']),
  grouped('mkv-without-cues', 'mkv', ['-c:v', 'libx264', '-g', '12', '-live', '1', '-cluster_time_limit', '300']),
  grouped('fragment-per-frame', 'mp4', ['-c:v', 'libx264', '-g', '12', '-movflags', 'frag_every_frame+delay_moov']),
  // AVI has no presentation times: with B-frames only decoding tells the order.
  grouped('h264-b-frames-avi', 'avi', ['-c:v', 'libx264', '-bf', '2', '-g', '12']),
  grouped('h264-avi', 'avi', ['-c:v', 'libx264', '-bf', '0', '-g', '12']),
  grouped('mpeg4-mp4', 'mp4', ['-c:v', 'mpeg4', '-q:v', '3', '-bf', '2', '-g', '12']),
]

silenceFfmpeg()

const opened: FileSource[] = []
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close()
})

type Clip = { readonly bytes: ByteSource; readonly video: VideoIndex }

async function openClip(recipe: ClipRecipe): Promise<Clip> {
  const source = need(await openFileSource(await makeClip(recipe), recipe.name), recipe.name)
  opened.push(source)
  const index = need(await indexMedia(source.bytes, recipe.name, true, unwatched), recipe.name)
  if (!index.video) throw new Error('the clip has no picture')
  return { bytes: source.bytes, video: index.video }
}

/** What a frame shows: its drawn number, and all of it as a hash. */
type Look = { readonly code: number | null; readonly hash: string }

function lookAt(frame: Frame, video: VideoIndex, scaler: PictureScaler): Look {
  const { displayWidth: width, displayHeight: height } = video
  const rgb = scaler.toRgb(frame, { width, height })
  const row = Math.floor(height / stripShare / 2)
  const levels = Array.from({ length: codeCells }, (_, cell) => {
    const x = Math.floor(((cell + 0.5) * width) / codeCells)
    return rgb[(row * width + x) * 3 + 1] ?? 0
  })
  return { code: codeFromLevels(levels), hash: createHash('sha256').update(rgb).digest('hex') }
}

/** Frames of `[from, until)` as they look; null for those that did not decode. */
async function looks(reader: FrameReader, video: VideoIndex, [from, until]: readonly [number, number]) {
  const scaler = new PictureScaler(video.rotation)
  const seen: { frame: number; look: Look | null }[] = []
  try {
    for await (const read of reader.frames(from, until, unwatched.signal)) {
      seen.push({ frame: read.frame, look: read.picture && !read.damaged ? lookAt(read.picture, video, scaler) : null })
    }
  } finally {
    scaler.close()
  }
  return seen
}

/** Places to jump to, near and far, forwards and backwards: first and last frames, around keyframes, then by chance. */
function jumps(video: VideoIndex): [number, number][] {
  const frames = video.pts.length
  const next = seededNumbers(frames)
  const around = video.keyframes.flatMap((keyframe) => [keyframe - 1, keyframe, keyframe + 1, keyframe + 2])
  const chance = Array.from({ length: 12 }, () => Math.floor(next() * frames))
  const places = [frames - 1, 0, ...around, ...chance].filter((frame) => frame >= 0 && frame < frames)
  return places.map((from) => [from, Math.min(frames, from + 1 + Math.floor(next() * 4))])
}

const fromMatrix = [
  ...['h264-2997', 'hevc', 'mpeg4-g711', 'vp9-odd', 'av1-opus', 'mjpeg-pcm', 'h264-high10', 'h264-interlaced'],
  ...['h264-variable-rate', 'rotated-90', 'edit-list', 'late-picture', 'clock-wrap', 'fragmented', 'ts-aac'],
]
const pictured = [...fromMatrix.map(clipNamed), ...hardToSeek]

describe.each(pictured.map((each) => [each.name, each] as const))('%s', (_, each) => {
  test('shows the same frame under the same number, wherever reading begins', async () => {
    const { bytes, video } = await openClip(each)
    const reader = need(await FrameReader.open(bytes, video), 'open reader')
    try {
      const forward = await looks(reader, video, [0, video.pts.length])
      const first = each.truth.picture?.firstCode ?? 0
      expect(forward.map(({ frame, look }) => [frame, look?.code])).toEqual(
        Array.from({ length: each.truth.picture?.frames ?? 0 }, (_, frame) => [frame, first + frame]),
      )
      const wrong: string[] = []
      for (const [from, until] of jumps(video)) {
        const seen = await looks(reader, video, [from, until])
        const due = forward.slice(from, until)
        const same =
          seen.length === due.length &&
          seen.every((one, at) => one.frame === due[at]?.frame && one.look?.hash === due[at]?.look?.hash)
        if (!same) wrong.push(`${from}-${until} shows ${seen.map(({ frame, look }) => `${frame}:${look?.code}`)}`)
      }
      expect(wrong).toEqual([])
    } finally {
      await reader.close()
    }
  })
})
