import { boxAt } from '../clips/spoil.ts'
import { box } from './mp4-edits.ts'

/** Where the type of the `count`-th box of this name stands, from 0. */
function nth(bytes: Buffer, name: string, count: number): number {
  let at = boxAt(bytes, name)
  for (let found = 0; found < count; found++) at = boxAt(bytes, name, at + 4)
  return at
}

function added(bytes: Buffer, offset: number, value: number): void {
  bytes.writeUInt32BE(bytes.readUInt32BE(offset) + value, offset)
}

/** Bytes put in before a box of the file's outermost level. */
export function before(bytes: Buffer, name: string, extra: Uint8Array): Buffer {
  const at = boxAt(bytes, name) - 4
  return Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)])
}

/** A box put at the end of the first fragment's head, or of its first track; places of samples are mended. */
export function insideFragment(bytes: Buffer, parent: 'moof' | 'traf', type: string, content: Uint8Array): Buffer {
  const extra = box(type, content)
  const start = boxAt(bytes, parent) - 4
  const end = start + bytes.readUInt32BE(start)
  const grown = Buffer.concat([bytes.subarray(0, end), extra, bytes.subarray(end)])
  added(grown, start, extra.length)
  const moof = boxAt(bytes, 'moof') - 4
  if (parent === 'traf') added(grown, moof, extra.length)
  const tracks = tracksIn(bytes)
  for (let track = 0; track < tracks; track++) added(grown, nth(grown, 'trun', track) + 12, extra.length)
  return grown
}

/** How many tracks the first fragment holds. */
function tracksIn(bytes: Buffer): number {
  const end = boxAt(bytes, 'mdat')
  let count = 0
  for (let at = bytes.indexOf('traf', 0, 'latin1'); at >= 0 && at < end; at = bytes.indexOf('traf', at + 4, 'latin1'))
    count++
  return count
}

/**
 * Bytes put where the first fragment's first track ends (`behind`) or, as part of its first sample, where it begins
 * (`within`). Sizes and places are mended, so that players notice nothing.
 */
export function inMedia(bytes: Buffer, extra: Uint8Array, where: 'behind' | 'within'): Buffer {
  const moof = boxAt(bytes, 'moof') - 4
  const place = (track: number) => moof + bytes.readInt32BE(nth(bytes, 'trun', track) + 12)
  const at = place(where === 'within' ? 0 : 1)
  const grown = Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)])
  added(grown, boxAt(bytes, 'mdat') - 4, extra.length)
  for (let track = 1; track < tracksIn(bytes); track++) added(grown, nth(bytes, 'trun', track) + 12, extra.length)
  // Version and flags, count, place, flags of the first sample; then its duration and its size.
  if (where === 'within') added(grown, nth(bytes, 'trun', 0) + 24, extra.length)
  return grown
}

/** The last fragment once more, numbered on. */
export function repeatedFragment(bytes: Buffer): Buffer {
  const from = bytes.lastIndexOf('moof', undefined, 'latin1') - 4
  const again = Buffer.from(bytes.subarray(from))
  added(again, boxAt(again, 'mfhd') + 8, 1)
  return Buffer.concat([bytes, again])
}
