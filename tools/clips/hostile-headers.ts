import type { HostileInput, Outcome } from './hostile.ts'
import { boxAt } from './spoil.ts'

/** Good clips with one number of their headers changed to something that no camera writes: sizes, counts, clocks, rates. */

type Number = {
  /** Bytes after the start of the box's name (MP4), or after the file's start (WAV: `box` empty). */
  readonly box: string
  readonly offset: number
  readonly value: number
  /** Bytes that it takes; 4 unless told. */
  readonly width?: 2 | 4
  /** How many boxes of this name come before it. */
  readonly after?: number
}

const any: readonly Outcome[] = ['good', 'partial', 'refused']
const refused: readonly Outcome[] = ['refused']
const kinds = ['not-media', 'undecodable', 'unsupported-media', 'nothing-to-redact'] as const

function withNumber(bytes: Uint8Array, { box, offset, value, width = 4, after = 0 }: Number): Uint8Array {
  const spoilt = bytes.slice()
  let at = 0
  for (let left = after; box !== '' && left >= 0; left--) at = boxAt(bytes, box, left === after ? 0 : at + 1)
  const view = new DataView(spoilt.buffer)
  const littleEnd = box === ''
  if (width === 2) view.setUint16(at + offset, value, littleEnd)
  else view.setUint32(at + offset, value, littleEnd)
  return spoilt
}

function header(name: string, clip: string, number: Number, outcomes = any): HostileInput {
  const extension = number.box === '' ? 'wav' : 'mp4'
  const spoil = (bytes: Uint8Array) => withNumber(bytes, number)
  return {
    name: `header-${name}`,
    fileName: `${name}.${extension}`,
    content: { from: 'clip', clip, spoil },
    outcomes,
    kinds,
  }
}

const [most, signBit, all] = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]
const mp4 = (name: string, number: Number, outcomes = any) => header(name, 'h264-faststart', number, outcomes)
const fragment = (name: string, number: Number, outcomes = any) => header(name, 'fragmented', number, outcomes)
const wave = (name: string, number: Omit<Number, 'box'>, outcomes = any) =>
  header(name, 'sound-only-g711', { box: '', ...number }, outcomes)

/** See above. Offsets are those of ISO/IEC 14496-12 and of RIFF. */
export const hostileHeaders: readonly HostileInput[] = [
  mp4('clock-without-ticks', { box: 'mdhd', offset: 16, value: 0 }),
  mp4('clock-of-most-ticks', { box: 'mdhd', offset: 16, value: most }),
  mp4('clock-of-too-many-ticks', { box: 'mdhd', offset: 16, value: all }),
  mp4('clock-of-one-tick', { box: 'mdhd', offset: 16, value: 1 }),
  mp4('sound-clock-of-one-tick', { box: 'mdhd', offset: 16, value: 1, after: 1 }),
  mp4('movie-clock-without-ticks', { box: 'mvhd', offset: 16, value: 0 }),
  mp4('edit-without-end', { box: 'elst', offset: 12, value: all }),
  mp4('edit-of-nothing', { box: 'elst', offset: 12, value: 0 }),
  mp4('edit-begins-far-before', { box: 'elst', offset: 16, value: signBit }),
  mp4('edit-begins-far-behind', { box: 'elst', offset: 16, value: most }),
  mp4('four-billion-edits', { box: 'elst', offset: 8, value: all }),
  mp4('frames-last-long', { box: 'stts', offset: 16, value: most }),
  mp4('frames-last-less-than-nothing', { box: 'stts', offset: 16, value: all }),
  mp4('four-billion-times', { box: 'stts', offset: 12, value: all }),
  mp4('shown-far-before', { box: 'ctts', offset: 16, value: signBit }),
  mp4('shown-far-behind', { box: 'ctts', offset: 16, value: most }),
  mp4('huge-picture', { box: 'avc1', offset: 28, value: all }),
  mp4('no-picture', { box: 'avc1', offset: 28, value: 0 }),
  mp4('chunks-of-four-billion', { box: 'stsc', offset: 16, value: all }),
  mp4('samples-of-one-byte', { box: 'stsz', offset: 8, value: 1 }),
  mp4('samples-of-two-gigabytes', { box: 'stsz', offset: 16, value: most }),
  mp4('matrix-of-ones', { box: 'tkhd', offset: 44, value: all }),
  mp4('matrix-of-nothing', { box: 'tkhd', offset: 44, value: 0 }),
  mp4('no-sound-channels', { box: 'mp4a', offset: 20, value: 0, width: 2 }),
  mp4('many-sound-channels', { box: 'mp4a', offset: 20, value: 64, width: 2 }),
  mp4('no-sound-rate', { box: 'mp4a', offset: 28, value: 0 }),
  mp4('high-sound-rate', { box: 'mp4a', offset: 28, value: all }),
  fragment('fragment-far-behind', { box: 'tfdt', offset: 8, value: most }),
  fragment('fragment-before-all', { box: 'tfdt', offset: 8, value: signBit }),
  fragment('fragment-of-too-many', { box: 'trun', offset: 8, value: 0xffffff }),
  wave('wave-without-channels', { offset: 22, value: 0, width: 2 }, refused),
  wave('wave-of-64-channels', { offset: 22, value: 64, width: 2 }, refused),
  wave('wave-without-rate', { offset: 24, value: 0 }, refused),
  wave('wave-of-192-kilohertz', { offset: 24, value: 192_000 }, refused),
  wave('wave-of-too-high-a-rate', { offset: 24, value: all }, refused),
  wave('wave-blocks-of-nothing', { offset: 32, value: 0, width: 2 }),
  wave('wave-of-no-bits', { offset: 34, value: 0, width: 2 }),
]
