import type { ObjectProblem } from '../../../core/failure.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import {
  allSegmentBits,
  beginsLikeOurs,
  bitsOfHeader,
  bytesOfSegment,
  type Extent,
  extentOf,
  fileIdAt,
  headerBytes,
  isTrailerOf,
  openRecord,
  type RecordKind,
  recordKind,
  recordOffset,
  recordOverhead,
  type Seal,
  type SegmentKey,
  sealOf,
  segmentBits,
  trailerBytes,
} from './segment-format.ts'

/**
 * Records that claim to be the last and are believed enough to look for a trailer behind them. The first that does is the
 * true one unless it was changed; a file made of nothing but such claims must not keep a check busy for hours.
 */
const endsTried = 4

/** Where everything is in a file of segments. */
export type SegmentLayout = { readonly seal: Seal; readonly segmentBytes: number; readonly extent: Extent }

/** What can be said of a file: its layout, and what is wrong with it as a whole. */
export type FoundLayout =
  | { readonly problem: null; readonly layout: SegmentLayout }
  /** The layout, where it is known all the same: segments may be sound although header, trailer or size are not. */
  | { readonly problem: ObjectProblem; readonly layout: SegmentLayout | null }

/**
 * Finds out how a file is laid out. For a sound one this reads header and trailer and nothing else, whatever its size. Only
 * what the trailer vouches for counts as sound: header, file id, length and number of segments. Rejects when the file
 * cannot be read.
 */
export async function findLayout(stored: ByteSource, key: SegmentKey): Promise<FoundLayout> {
  const header = await stored.read(0, headerBytes)
  if (header.length < headerBytes) return { problem: beginsLikeOurs(header) ? 'cut-short' : 'not-ours', layout: null }
  const likely = bitsOfHeader(header) ?? segmentBits
  const vouched = await vouchedLayout(stored, key, likely)
  const changed = !same(header, (vouched?.seal ?? sealOf(key, likely)).header)
  if (vouched) return changed ? { problem: 'changed', layout: vouched } : { problem: null, layout: vouched }
  if (!beginsLikeOurs(header)) return { problem: 'not-ours', layout: null }
  if (!same(header.subarray(fileIdAt), key.fileId)) return { problem: 'other-file', layout: null }
  return changed ? { problem: 'changed', layout: null } : withoutTrailer(stored, sealOf(key, likely), 2 ** likely)
}

/** The layout that the trailer vouches for, whatever the header says: a changed one is known by that. */
async function vouchedLayout(stored: ByteSource, key: SegmentKey, likely: number): Promise<SegmentLayout | null> {
  const trailer = await stored.read(stored.size - trailerBytes, trailerBytes)
  for (const bits of [likely, ...allSegmentBits()]) {
    const seal = sealOf(key, bits)
    const segmentBytes = 2 ** bits
    const extent = extentOf(stored.size, segmentBytes)
    if (extent && isTrailerOf(seal, extent, trailer)) return { seal, segmentBytes, extent }
  }
  return null
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** A file whose end is no trailer of its own: added to, changed there, or cut off. */
async function withoutTrailer(stored: ByteSource, seal: Seal, segmentBytes: number): Promise<FoundLayout> {
  const longer = await extentWithin(stored, seal, segmentBytes)
  if (longer) return { problem: 'longer', layout: { seal, segmentBytes, extent: longer } }
  // A sound last segment where what is left of the trailer begins: all of it, but changed, or less.
  for (let left = trailerBytes; left >= 0; left--) {
    const extent = extentOf(stored.size - left + trailerBytes, segmentBytes)
    if (!extent) continue
    const layout = { seal, segmentBytes, extent }
    if (await isSound(stored, layout, recordKind.last, extent.segments - 1))
      return { problem: left === trailerBytes ? 'changed' : 'cut-short', layout }
  }
  return stopped(stored, seal, segmentBytes)
}

/** A file that stops anywhere, or holds nothing at its end that could be told apart from that. */
async function stopped(stored: ByteSource, seal: Seal, segmentBytes: number): Promise<FoundLayout> {
  const whole = Math.floor((stored.size - headerBytes) / (segmentBytes + recordOverhead))
  const bytes = Math.max(whole * segmentBytes, stored.size - headerBytes - (whole + 1) * recordOverhead)
  const segments = Math.ceil(bytes / segmentBytes)
  const layout = segments > 0 ? { seal, segmentBytes, extent: { segments, bytes } } : null
  // With sound segments up to where it stops, or with not even one, it looks just like a file that was cut off.
  const cut = whole === 0 || (layout && (await isSound(stored, layout, recordKind.more, whole - 1)))
  return { problem: cut ? 'cut-short' : 'changed', layout }
}

/** True when the segment `index` is authentic as one of this kind. */
async function isSound(stored: ByteSource, layout: SegmentLayout, kind: RecordKind, index: number): Promise<boolean> {
  const { seal, extent, segmentBytes } = layout
  const length = kind === recordKind.more ? segmentBytes : bytesOfSegment(index, extent, segmentBytes)
  const record = await stored.read(recordOffset(index, segmentBytes), length + recordOverhead)
  return openRecord(seal, kind, index, record) !== null
}

/** The extent of the whole file that `stored` begins with; null when it does not begin with one. */
async function extentWithin(stored: ByteSource, seal: Seal, segmentBytes: number): Promise<Extent | null> {
  let tried = 0
  for (let index = 0; recordOffset(index, segmentBytes) + recordOverhead + trailerBytes <= stored.size; index++) {
    const offset = recordOffset(index, segmentBytes)
    const [kind] = await stored.read(offset, 1)
    if (kind !== recordKind.last) continue
    if (tried === endsTried) return null
    tried++
    const end = await stored.read(offset + recordOverhead, segmentBytes + trailerBytes)
    const bytes = trailerAmong(end, (length) => ({ segments: index + 1, bytes: index * segmentBytes + length }), seal)
    if (bytes) return bytes
  }
  return null
}

/** The extent whose trailer begins somewhere in these bytes: after a last segment of as many bytes as lie before it. */
function trailerAmong(bytes: Uint8Array, extentAt: (length: number) => Extent, seal: Seal): Extent | null {
  for (let at = 0; at + trailerBytes <= bytes.length; at++) {
    if (bytes[at] !== recordKind.trailer) continue
    if (isTrailerOf(seal, extentAt(at), bytes.subarray(at, at + trailerBytes))) return extentAt(at)
  }
  return null
}
