import { writeFile } from 'node:fs/promises'
import type { VideoIndex } from '../core/clips/clip-index.ts'
import type { Size } from '../core/geometry/shape.ts'
import type { Work } from '../core/ports/work.ts'
import type { Result } from '../core/result.ts'
import { type FrameIndex, frameIndex } from '../core/time.ts'
import { openFileSource } from '../native/evidence/file-source.ts'
import { silenceFfmpeg } from '../native/media/ffmpeg.ts'
import { FrameReader } from '../native/media/frame-reader.ts'
import { indexMedia } from '../native/media/index-clip.ts'
import { picturesOf } from '../native/media/pictures.ts'
import { encodePng } from '../native/media/png.ts'
import { textDots } from './demo/bitmap-font.ts'

/** What a contact sheet shows, and where it goes. */
export type ContactSheet = {
  readonly original: string
  /** Must have the original's frames, one for one. */
  readonly copy: string
  /** The PNG file, replaced when it is there. */
  readonly path: string
  /** How many frames, evenly spread over the clip; 8 unless said otherwise. */
  readonly count?: number
}

const margin = 24
const gap = 6
const labelHeight = 34
/** Long side of one picture. */
const cell = 480
const pairsInRow = 2
const paper = [24, 26, 31] as const
const ink = [214, 218, 226] as const

/**
 * Writes a picture in which frames of the original and of the copy stand side by side, labelled with the frame's number
 * and time. Rejects when either cannot be read or has no picture.
 */
export async function writeContactSheet(sheet: ContactSheet): Promise<void> {
  silenceFfmpeg()
  const { frames, original } = await picturesAt(sheet.original, spread(sheet.count ?? 8))
  const copy = await picturesAt(sheet.copy, () => frames)
  const { size } = original
  const rows = Math.ceil(frames.length / pairsInRow)
  const pairWidth = 2 * size.width + gap
  const canvas = blankSheet({
    width: 2 * margin + pairsInRow * pairWidth + (pairsInRow - 1) * margin,
    height: 2 * margin + rows * (size.height + labelHeight),
  })
  for (const [at, frame] of frames.entries()) {
    const x = margin + (at % pairsInRow) * (pairWidth + margin)
    const y = margin + Math.floor(at / pairsInRow) * (size.height + labelHeight)
    write(canvas, `ORIGINAL  FRAME ${frame}  ${original.seconds(frame).toFixed(2)} S`, x, y)
    write(canvas, 'REDACTED COPY', x + size.width + gap, y)
    place(canvas, original.pictures.get(frame), size, [x, y + labelHeight - 10])
    place(canvas, copy.original.pictures.get(frame), size, [x + size.width + gap, y + labelHeight - 10])
  }
  await writeFile(sheet.path, await encodePng(canvas.rgb, canvas.size))
}

/** Evenly spread over a clip, none at its very ends. */
export function spread(count: number): (total: number) => FrameIndex[] {
  return (total) => {
    const wanted = Math.min(count, total)
    return Array.from({ length: wanted }, (_, i) => frameIndex(Math.floor(((i + 0.5) * total) / wanted)))
  }
}

type Pictures = {
  readonly size: Size
  readonly pictures: ReadonlyMap<FrameIndex, Uint8Array>
  seconds(frame: FrameIndex): number
}

const noStop: Work = {
  signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
  onProgress: () => undefined,
}

async function picturesAt(
  path: string,
  choose: (total: number) => readonly FrameIndex[],
): Promise<{ frames: readonly FrameIndex[]; original: Pictures }> {
  const pictures = new Map<FrameIndex, Uint8Array>()
  let size: Size = { width: 2, height: 2 }
  let seconds: Pictures['seconds'] = () => 0
  const frames = await readPictures(path, choose, ({ frame, video, originSeconds, toRgb }) => {
    size = cellSize(video)
    seconds = clockOf(video, originSeconds)
    pictures.set(frame, toRgb(size.width, size.height))
  })
  return { frames, original: { size, pictures, seconds } }
}

/** A decoded frame of a clip, as long as it is looked at. */
export type ReadPicture = {
  readonly frame: FrameIndex
  readonly video: VideoIndex
  readonly originSeconds: number
  /** All of it, packed RGB24, scaled to exactly this size. */
  readonly toRgb: (width: number, height: number) => Uint8Array
}

/** Decodes chosen frames of a clip and shows each. Answers the frames. Rejects when it cannot be read or has no picture. */
export async function readPictures(
  path: string,
  choose: (total: number) => readonly FrameIndex[],
  look: (picture: ReadPicture) => void,
): Promise<readonly FrameIndex[]> {
  const file = orThrow(await openFileSource(path, path))
  try {
    const { video, originSeconds } = orThrow(await indexMedia(file.bytes, path, false, noStop))
    if (!video) throw new Error(`no picture in ${path}`)
    const frames = choose(video.pts.length)
    const reader = orThrow(await FrameReader.open(file.bytes, video))
    for await (const { frame, toRgb } of picturesOf(reader, video, frames, noStop.signal)) {
      look({ frame, video, originSeconds, toRgb: (width, height) => toRgb(width, height) })
    }
    await reader.close()
    return frames
  } finally {
    await file.close()
  }
}

function clockOf({ pts, timeBase }: VideoIndex, origin: number): (frame: FrameIndex) => number {
  return (frame) => (Number(pts[frame] ?? 0n) * timeBase[0]) / timeBase[1] - origin
}

function cellSize({ displayWidth, displayHeight, pixelAspect, rotation }: VideoIndex): Size {
  const [across, down] = rotation % 180 === 0 ? pixelAspect : [pixelAspect[1], pixelAspect[0]]
  const width = (displayWidth * across) / down
  const scale = cell / Math.max(width, displayHeight)
  const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2)
  return { width: even(width), height: even(displayHeight) }
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`contact sheet: ${JSON.stringify(result.failure)}`)
  return result.value
}

/** A picture on which others are laid out. */
export type SheetCanvas = { readonly size: Size; readonly rgb: Uint8Array }

/** An empty sheet. */
export function blankSheet(size: Size): SheetCanvas {
  const rgb = new Uint8Array(size.width * size.height * 3)
  for (let at = 0; at < rgb.length; at += 3) rgb.set(paper, at)
  return { size, rgb }
}

/** Copies a picture onto a sheet. */
export function place(
  canvas: SheetCanvas,
  picture: Uint8Array | undefined,
  size: Size,
  at: readonly [number, number],
): void {
  if (!picture) return
  const [x, y] = at
  for (let row = 0; row < size.height; row++) {
    const line = picture.subarray(row * size.width * 3, (row + 1) * size.width * 3)
    canvas.rgb.set(line, ((y + row) * canvas.size.width + x) * 3)
  }
}

/** Writes a line of text onto a sheet: capitals, digits, few signs. */
export function write(canvas: SheetCanvas, text: string, x: number, y: number): void {
  const dot = 2
  for (const [dx, dy] of textDots(text, dot)) {
    for (let pixel = 0; pixel < dot * dot; pixel++) {
      const across = x + dx + (pixel % dot)
      const down = y + dy + Math.floor(pixel / dot)
      canvas.rgb.set(ink, (down * canvas.size.width + across) * 3)
    }
  }
}
