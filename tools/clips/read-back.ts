import { runDebian } from './debian-ffmpeg.ts'
import { codeCells, codeFromLevels, stripShare } from './frame-code.ts'

/** A frame as Debian's ffmpeg presents it. `code` is null where the drawn number cannot be read. */
export type ReadFrame = {
  /** Presentation time as the container has it, in seconds. */
  readonly pts: number
  /** The same in ticks of the stream's time base. */
  readonly ticks: bigint
  readonly code: number | null
}

/** The parts of ffprobe's report that tests look at; everything else is kept as it came. */
export type ProbedStream = {
  readonly index: number
  readonly codec_type: string
  readonly codec_name: string
  readonly time_base: string
  readonly start_time?: string
  readonly duration?: string
  readonly width?: number
  readonly height?: number
  readonly pix_fmt?: string
  readonly sample_rate?: string
  readonly channels?: number
  readonly sample_aspect_ratio?: string
  readonly field_order?: string
  readonly color_range?: string
  readonly color_space?: string
  readonly color_transfer?: string
  readonly color_primaries?: string
  readonly has_b_frames?: number
  readonly avg_frame_rate?: string
  readonly r_frame_rate?: string
  readonly disposition?: Readonly<Record<string, number>>
  readonly tags?: Readonly<Record<string, string>>
  readonly side_data_list?: readonly Readonly<Record<string, unknown>>[]
}

/** What ffprobe says of a file: streams, tags, side data, chapters. */
export type Probe = {
  readonly streams: readonly ProbedStream[]
  readonly chapters: readonly Readonly<Record<string, unknown>>[]
  readonly format: {
    readonly format_name: string
    readonly start_time?: string
    readonly duration?: string
    readonly tags?: Readonly<Record<string, string>>
  }
}

/** Planes of one frame as 8-bit 4:2:0, rows without padding, in coded orientation. */
export type Planes = {
  readonly width: number
  readonly height: number
  readonly y: Uint8Array
  readonly u: Uint8Array
  readonly v: Uint8Array
}

/** Describes a file with ffprobe. Rejects with ProgramError for what it cannot open. */
export async function probe(path: string): Promise<Probe> {
  const { stdout } = await runDebian('ffprobe', [
    ...['-of', 'json', '-show_format', '-show_streams', '-show_chapters'],
    path,
  ])
  return JSON.parse(stdout.toString())
}

/**
 * Time and drawn number of every frame of the first picture track, in presentation order, the picture turned upright
 * first: a wrong rotation tag makes the numbers unreadable. Rejects when decoder and prober disagree on the count.
 */
export async function readFrames(path: string): Promise<ReadFrame[]> {
  const ticks = await readTicks(path)
  const filter = `crop=iw:ih/${stripShare}:0:0:exact=1,scale=${codeCells * 3}:3:flags=area,format=gray`
  const input = ['-copyts', '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough']
  const { stdout } = await runDebian('ffmpeg', [...input, '-vf', filter, '-f', 'rawvideo', 'pipe:1'])
  const rowBytes = codeCells * 3
  const count = stdout.length / (rowBytes * 3)
  if (count !== ticks.length) throw new Error(`${count} frames decoded, ${ticks.length} probed: ${path}`)
  return ticks.map((tick, frame) => {
    const middleRow = frame * rowBytes * 3 + rowBytes
    const levels = Array.from({ length: codeCells }, (_, cell) => stdout[middleRow + cell * 3 + 1] ?? 0)
    return { ...tick, code: codeFromLevels(levels) }
  })
}

/** MD5 of every decoded frame of a picture track, in presentation order: tells frames apart to the bit. */
export async function frameHashes(path: string, track = 0): Promise<string[]> {
  const input = ['-copyts', '-i', path, '-map', `0:v:${track}`, '-fps_mode', 'passthrough']
  const { stdout } = await runDebian('ffmpeg', [...input, '-f', 'framemd5', 'pipe:1'])
  const rows = stdout.toString().split('\n')
  return rows
    .filter((row) => row !== '' && !row.startsWith('#'))
    .map((row) => row.slice(row.lastIndexOf(',') + 1).trim())
}

/** Planes of frame `frame` (presentation order) as 8-bit 4:2:0 in coded orientation. Rejects past the end. */
export async function readPlanes(path: string, frame: number): Promise<Planes> {
  const all = await readPlanesOf(path, [frame])
  const planes = all[0]
  if (!planes) throw new RangeError(`no frame ${frame} in ${path}`)
  return planes
}

/** Frames in ascending order as runs without a gap: ffmpeg takes no expression of hundreds of terms. */
function runsOf(frames: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const starts = frames.filter((frame, at) => frame !== (frames[at - 1] ?? Number.NaN) + 1)
  const ends = frames.filter((frame, at) => frame !== (frames[at + 1] ?? Number.NaN) - 1)
  return starts.map((first, run) => [first, ends[run] ?? first] as const)
}

/** Planes of several frames in one run, in ascending order. Frames past the end are missing from the answer. */
export async function readPlanesOf(path: string, frames: readonly number[]): Promise<Planes[]> {
  const video = await firstPicture(path)
  const width = video.width ?? 0
  const height = video.height ?? 0
  const choice = runsOf(frames)
    .map(([first, last]) => `between(n,${first},${last})`)
    .join('+')
  const input = ['-noautorotate', '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough', '-vf', `select='${choice}'`]
  const { stdout } = await runDebian('ffmpeg', [...input, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'])
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1)
  const size = width * height + 2 * chroma
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, i) => {
    const start = i * size
    const part = (from: number, length: number) => new Uint8Array(stdout.subarray(start + from, start + from + length))
    const luma = width * height
    return { width, height, y: part(0, luma), u: part(luma, chroma), v: part(luma + chroma, chroma) }
  })
}

/**
 * An audio track mixed to mono, element 0 at second 0 of the clip (the earliest time of any track), or with
 * `containerClock` at 0 of the container's own clock: a late start is silence. Empty when the file has no such track.
 */
export async function readAudio(
  path: string,
  options: { track?: number; rate?: number; containerClock?: boolean } = {},
): Promise<Float32Array> {
  const { track = 0, rate = 48_000, containerClock = false } = options
  const described = await probe(path)
  if (described.streams.filter((stream) => stream.codec_type === 'audio').length <= track) return new Float32Array(0)
  const clock = `aresample=${rate}:async=1:min_hard_comp=0.01:first_pts=0`
  const output = ['-map', `0:a:${track}`, '-af', clock, '-ac', '1', '-f', 'f32le', 'pipe:1']
  const input = [...(containerClock ? ['-copyts'] : []), '-i', path]
  const { stdout } = await runDebian('ffmpeg', [...input, ...output])
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)))
}

async function firstPicture(path: string): Promise<ProbedStream> {
  const { streams } = await probe(path)
  const video = streams.find((stream) => stream.codec_type === 'video')
  if (!video) throw new Error(`no picture track in ${path}`)
  return video
}

type ProbedFrame = { readonly best_effort_timestamp?: number; readonly pkt_duration?: number }

async function readTicks(path: string): Promise<{ pts: number; ticks: bigint }[]> {
  const entries = ['-show_entries', 'frame=best_effort_timestamp,pkt_duration', '-of', 'json']
  const { stdout } = await runDebian('ffprobe', ['-select_streams', 'v:0', ...entries, path])
  const { frames }: { frames: ProbedFrame[] } = JSON.parse(stdout.toString())
  const [numerator = 0, denominator = 1] = (await firstPicture(path)).time_base.split('/').map(Number)
  let next: number | null = null
  return frames.map((frame, at) => {
    // AVI has no presentation times: with B-frames the last frame gets none. It follows the one before.
    const tick = frame.best_effort_timestamp ?? next
    if (tick === null) throw new Error(`frame ${at} has no time: ${path}`)
    next = tick + (frame.pkt_duration ?? 1)
    return { pts: (tick * numerator) / denominator, ticks: BigInt(tick) }
  })
}
