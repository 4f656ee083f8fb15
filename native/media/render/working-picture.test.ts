import {
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ444P,
  AVCOL_SPC_SMPTE170M,
  type AVPixelFormat,
} from 'node-av/constants'
import { Frame } from 'node-av/lib'
import { afterEach, describe, expect, it } from 'vitest'
import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import { pts } from '../../../core/time.ts'
import { layoutFor, WorkingPictures } from './working-picture.ts'

function videoOf(pixelFormat: string, changes: { width?: number; height?: number; range?: string } = {}): VideoIndex {
  const { width = 64, height = 48, range = 'tv' } = changes
  return {
    ...{ codec: 'h264', width, height, displayWidth: width, displayHeight: height, pixelAspect: [1, 1], rotation: 0 },
    ...{ timeBase: [1, 25], pts: [pts(0n)], lastDuration: pts(1n), keyframes: [], variableRate: false },
    ...{ interlaced: false, pixelFormat, missingFrames: 0, damagedFrames: null },
    colour: { range, primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
  }
}

const frames: { free(): void }[] = []
afterEach(() => {
  for (const frame of frames.splice(0)) frame.free()
})

/** A frame whose every byte is `value`. */
function frameOf(format: AVPixelFormat, value: number, [width, height] = [64, 48]): Frame {
  const frame = new Frame()
  frames.push(frame)
  frame.alloc()
  frame.format = format
  frame.width = width
  frame.height = height
  if (frame.getBuffer() < 0) throw new Error('no buffer')
  for (const plane of frame.data ?? []) plane?.fill(value)
  return frame
}

function picturesFor(video: VideoIndex): WorkingPictures {
  const pictures = new WorkingPictures(video)
  frames.push({ free: () => pictures.close() })
  return pictures
}

describe('the layout', () => {
  it.each([
    ['yuv420p', 'tv', AV_PIX_FMT_YUV420P, false],
    ['yuv420p10le', 'tv', AV_PIX_FMT_YUV420P, false],
    ['yuv420p10le', 'pc', AV_PIX_FMT_YUV420P, true],
    ['yuv422p', 'unknown', AV_PIX_FMT_YUV420P, false],
    ['yuvj420p', 'pc', AV_PIX_FMT_YUVJ420P, true],
    ['yuvj444p', 'unknown', AV_PIX_FMT_YUVJ420P, true],
    ['gray', 'pc', AV_PIX_FMT_YUV420P, true],
  ] as const)('of %s in range %s keeps the range', (format, range, planes, fullRange) => {
    expect(layoutFor(videoOf(format, { range }))).toEqual({ format: planes, fullRange, chromaShift: 1, matrix: null })
  })

  it.each([
    [63, 48],
    [64, 47],
    [63, 47],
  ])('of %i x %i, an odd size, cuts no edge off', (width, height) => {
    const limited = layoutFor(videoOf('yuv420p', { width, height }))
    expect([limited.format, limited.chromaShift]).toEqual([AV_PIX_FMT_YUV444P, 0])
    expect(layoutFor(videoOf('yuvj422p', { width, height })).format).toBe(AV_PIX_FMT_YUVJ444P)
  })

  it.each(['gbrp', 'gbrp10le', 'rgb24', 'bgr0', 'pal8', 'argb'])(
    'of %s has the range and matrix it is turned into',
    (format) => {
      const found = layoutFor(videoOf(format, { range: 'pc' }))
      expect(found).toEqual({
        format: AV_PIX_FMT_YUV420P,
        fullRange: false,
        chromaShift: 1,
        matrix: AVCOL_SPC_SMPTE170M,
      })
    },
  )
})

describe('a frame', () => {
  it('that has the layout is edited where it lies, unless somebody else holds it too', () => {
    const pictures = picturesFor(videoOf('yuv420p'))
    const [own, shared] = [frameOf(AV_PIX_FMT_YUV420P, 90), frameOf(AV_PIX_FMT_YUV420P, 90)]
    const reference = shared.clone()
    if (!reference) throw new Error('no reference')
    frames.push(reference)
    for (const frame of [own, shared]) pictures.planesOf(pictures.editable(frame)).planes[0]?.data.fill(1)
    expect([own.data?.[0]?.[0], shared.data?.[0]?.[0], reference.data?.[0]?.[0]]).toEqual([1, 1, 90])
  })

  it('of another kind is converted, and stays as it was', () => {
    const pictures = picturesFor(videoOf('yuv422p'))
    const decoded = frameOf(AV_PIX_FMT_YUV422P, 90)
    const found = pictures.planesOf(pictures.editable(decoded))
    expect(found.planes.map(({ width, height, data }) => [width, height, data[0]])).toEqual([
      [64, 48, 90],
      [32, 24, 90],
      [32, 24, 90],
    ])
    found.planes[0]?.data.fill(1)
    expect(decoded.data?.[0]?.[0]).toBe(90)
  })

  it('of white in RGB becomes white of limited range', () => {
    const pictures = picturesFor(videoOf('rgb24', { range: 'pc' }))
    const { planes } = pictures.planesOf(pictures.readable(frameOf(AV_PIX_FMT_RGB24, 255)))
    expect(planes.map(({ data }) => data[0])).toEqual([235, 128, 128])
  })
})

describe('black', () => {
  it.each([
    ['yuv420p', [16, 128, 128], [32, 24]],
    ['yuvj420p', [0, 128, 128], [32, 24]],
  ] as const)('of %s is what the solid style paints, on every plane', (format, colour, chroma) => {
    const pictures = picturesFor(videoOf(format))
    const { planes, subsampling } = pictures.planesOf(pictures.black())
    expect(pictures.solid()).toEqual(colour)
    expect(planes.map(({ width, height }) => [width, height])).toEqual([[64, 48], chroma, chroma])
    expect(subsampling.map(({ shiftX, shiftY }) => [shiftX, shiftY])).toEqual([
      [0, 0],
      [1, 1],
      [1, 1],
    ])
    for (const [index, { data, stride, width, height }] of planes.entries()) {
      const rows = Array.from({ length: height }, (_, row) => data.subarray(row * stride, row * stride + width))
      expect(rows.every((row) => row.every((value) => value === colour[index]))).toBe(true)
    }
  })

  it('covers the last row and column of an odd picture', () => {
    const pictures = picturesFor(videoOf('yuv420p', { width: 33, height: 17 }))
    const { planes } = pictures.planesOf(pictures.black())
    expect(planes.map(({ width, height, data, stride }) => [width, height, data[16 * stride + 32]])).toEqual([
      [33, 17, 16],
      [33, 17, 128],
      [33, 17, 128],
    ])
  })
})
