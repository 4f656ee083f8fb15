import type { ByteSource } from '../../../core/ports/bytes.ts'

/** A box of an MP4 file (ISO/IEC 14496-12, 4.2): its four-letter type, where its content lies, and the way to it. */
export type Mp4Box = {
  readonly type: string
  /** Types from the outermost box to this one, joined by `/`. */
  readonly path: string
  /** First byte of the content, from the start of the file. */
  readonly from: number
  /** First byte after the box. */
  readonly until: number
}

/** The file's boxes do not fit together. */
export class BrokenMp4 extends Error {}

/** Bytes of content in front of a box's children, for the boxes that have any. */
const childOffsets: Readonly<Record<string, number>> = {
  moov: 0,
  trak: 0,
  edts: 0,
  mdia: 0,
  minf: 0,
  dinf: 0,
  stbl: 0,
  dref: 8,
  stsd: 8,
  avc1: 78,
  mp4a: 28,
  mvex: 0,
}

/** A day in fragments of a second has 172,800 boxes; the header of a copy has some hundreds, eight deep at most. */
const mostBoxes = 400_000
const mostInside = 10_000
const mostDeep = 16

/** Lists every box of a file, parents before children. Throws BrokenMp4 where sizes do not fit. */
export async function listBoxes(file: ByteSource): Promise<Mp4Box[]> {
  const boxes: Mp4Box[] = []
  await walk(file, { from: 0, until: file.size, path: '' }, { boxes, inside: 0, depth: 0 })
  return boxes
}

type Stretch = { readonly from: number; readonly until: number; readonly path: string }

/** What was found so far: `inside` of other boxes, and how many of those the present one is in. */
type Found = { readonly boxes: Mp4Box[]; inside: number; depth: number }

async function walk(file: ByteSource, within: Stretch, found: Found): Promise<void> {
  for (let at = within.from; at < within.until; ) {
    const box = await boxAt(file, at, within)
    note(box, found)
    const offset = childOffsets[box.type]
    if (offset !== undefined) {
      if (box.from + offset > box.until) throw new BrokenMp4(`a box at byte ${at} is too short`)
      found.depth++
      await walk(file, { ...box, from: box.from + offset }, found)
      found.depth--
    }
    at = box.until
  }
}

function note(box: Mp4Box, found: Found): void {
  found.boxes.push(box)
  if (found.depth > 0) found.inside++
  if (found.boxes.length > mostBoxes || found.inside > mostInside) throw new BrokenMp4('too many boxes')
  if (found.depth > mostDeep) throw new BrokenMp4('boxes are nested too deeply')
}

async function boxAt(file: ByteSource, at: number, within: Stretch): Promise<Mp4Box> {
  const head = Buffer.from(await file.read(at, 16))
  if (head.length < 8) throw new BrokenMp4(`a box at byte ${at} is cut off`)
  const short = head.readUInt32BE(0)
  const long = short === 1 && head.length === 16
  // Only the last box of a file may leave its size open.
  const open = short === 0 && within.path === ''
  const size = long ? Number(head.readBigUInt64BE(8)) : open ? within.until - at : short
  const type = head.toString('latin1', 4, 8)
  const header = long ? 16 : 8
  if (size < header || at + size > within.until) throw new BrokenMp4(`a box at byte ${at} does not fit`)
  return { type, path: within.path ? `${within.path}/${type}` : type, from: at + header, until: at + size }
}

/** True for boxes that are made of other boxes. */
export function isParent({ type }: Mp4Box): boolean {
  return type in childOffsets
}

/** Sample tables of a day take some 50 MB. */
const mostContent = 1 << 26

/** A box's content. Throws BrokenMp4 for one that no copy has. */
export async function contentOf(file: ByteSource, box: Mp4Box): Promise<Buffer> {
  if (box.until - box.from > mostContent) throw new BrokenMp4('a box is too long')
  return Buffer.from(await file.read(box.from, box.until - box.from))
}
