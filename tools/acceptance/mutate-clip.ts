import { seededNumbers } from '../clips/spoil.ts'

/** Draws for one mutation; all of them come from one seed. */
type Draws = {
  /** A whole number in `[0, below)`. */
  readonly below: (below: number) => number
  /** A fresh byte. */
  readonly byte: () => number
}

type Mutation = (bytes: Uint8Array, draws: Draws, others: readonly Uint8Array[]) => Uint8Array

/** Numbers at which counters, sizes and clocks break. */
const extremes: readonly bigint[] = [
  ...[0n, 1n, 2n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0x8000n, 0xffffn, 0x10000n, 0xffffffn],
  ...[0x7fffffffn, 0x80000000n, 0xfffffffen, 0xffffffffn, 0x100000000n],
  ...[0x7fffffffffffffffn, 0x8000000000000000n, 0xffffffffffffffffn],
]

/** Boxes of ISO base media whose first numbers rule sizes, counts, times and layouts. */
const tables = [
  ...['mvhd', 'tkhd', 'mdhd', 'elst', 'stsd', 'stts', 'ctts', 'stss', 'stsc', 'stsz', 'stco', 'trun', 'tfhd', 'tfdt'],
  ...['trex', 'mehd', 'avc1', 'hvc1', 'mp4a', 'esds', 'avcC', 'moov', 'trak', 'mdat', 'moof', 'sidx', 'hdlr', 'pasp'],
] as const

/** How far from either end headers usually lie. */
const headerReach = 2048

function inHeader(bytes: Uint8Array, { below }: Draws): number {
  const reach = Math.min(headerReach, bytes.length)
  return below(2) === 0 ? below(reach) : bytes.length - 1 - below(reach)
}

function putExtreme(bytes: Uint8Array, at: number, { below }: Draws): Uint8Array {
  const spoilt = bytes.slice()
  const width = [1, 2, 4, 8][below(4)] ?? 4
  const value = extremes[below(extremes.length)] ?? 0n
  const littleEnd = below(2) === 0
  for (let step = 0; step < width && at + step < spoilt.length; step++) {
    const place = littleEnd ? step : width - 1 - step
    spoilt[at + step] = Number((value >> BigInt(8 * place)) & 0xffn)
  }
  return spoilt
}

function flipped(bytes: Uint8Array, draws: Draws, place: () => number): Uint8Array {
  const spoilt = bytes.slice()
  for (let left = 1 + draws.below(24); left > 0; left--) {
    const at = place()
    spoilt[at] = (spoilt[at] ?? 0) ^ (1 << draws.below(8))
  }
  return spoilt
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** A stretch of up to a sixteenth of the bytes. */
function stretch(bytes: Uint8Array, { below }: Draws): [from: number, until: number] {
  const from = below(bytes.length)
  return [from, Math.min(bytes.length, from + 1 + below(Math.max(1, bytes.length >> 4)))]
}

const mutations: readonly Mutation[] = [
  (bytes, draws) => flipped(bytes, draws, () => draws.below(bytes.length)),
  (bytes, draws) => flipped(bytes, draws, () => inHeader(bytes, draws)),
  (bytes, draws) => putExtreme(bytes, draws.below(bytes.length), draws),
  (bytes, draws) => putExtreme(bytes, inHeader(bytes, draws), draws),
  (bytes, draws) => {
    const table = tables[draws.below(tables.length)] ?? 'moov'
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(table, 0, 'latin1')
    // The size of a box stands before its name.
    return putExtreme(bytes, at < 0 ? inHeader(bytes, draws) : at - 4 + draws.below(56), draws)
  },
  (bytes, draws) => {
    const [from, until] = stretch(bytes, draws)
    return joined(bytes.subarray(0, from), bytes.subarray(until))
  },
  (bytes, draws) => {
    const [from, until] = stretch(bytes, draws)
    return joined(bytes.subarray(0, until), bytes.subarray(from))
  },
  (bytes, draws) => {
    const [from, until] = stretch(bytes, draws)
    return bytes.slice().fill(draws.below(2) === 0 ? 0 : 0xff, from, until)
  },
  (bytes, draws) => {
    const [from, until] = stretch(bytes, draws)
    return bytes.map((byte, at) => (at >= from && at < until ? draws.byte() : byte))
  },
  (bytes, draws) => bytes.slice(0, 1 + draws.below(bytes.length)),
  (bytes, draws, others) => {
    const other = others[draws.below(Math.max(1, others.length))] ?? bytes
    return joined(bytes.subarray(0, draws.below(bytes.length)), other.subarray(draws.below(other.length)))
  },
]

/** One of the clips, spoilt in one to four ways; the same seed spoils the same clip in the same way. Never empty. */
export function mutatedClip(clips: readonly Uint8Array[], seed: number): { clip: number; bytes: Uint8Array } {
  const next = seededNumbers(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  const draws: Draws = { below, byte: () => below(256) }
  const clip = below(clips.length)
  let bytes = clips[clip] ?? Uint8Array.of(0)
  for (let left = 1 + below(4); left > 0; left--) {
    const spoilt = mutations[below(mutations.length)]?.(bytes, draws, clips)
    if (spoilt && spoilt.length > 0) bytes = spoilt
  }
  return { clip, bytes }
}
