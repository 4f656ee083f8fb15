import type { ByteSource } from '../../../core/ports/bytes.ts'
import { fillsItsLength } from './box-lengths.ts'
import { checkFragments, isFragmented } from './fragments.ts'
import { BrokenMp4, contentOf, isParent, listBoxes, type Mp4Box } from './mp4-boxes.ts'
import { headerBytes, leavesFieldsEmpty } from './reserved-fields.ts'
import type { Tally } from './tally.ts'

/** Every box that any copy may have, by its way from the outermost. */
const inEveryCopy = [
  'ftyp',
  'mdat',
  'moov',
  'moov/mvhd',
  'moov/udta',
  'moov/trak',
  'moov/trak/tkhd',
  'moov/trak/edts',
  'moov/trak/edts/elst',
  'moov/trak/mdia',
  'moov/trak/mdia/mdhd',
  'moov/trak/mdia/hdlr',
  'moov/trak/mdia/minf',
  'moov/trak/mdia/minf/vmhd',
  'moov/trak/mdia/minf/smhd',
  'moov/trak/mdia/minf/dinf',
  'moov/trak/mdia/minf/dinf/dref',
  'moov/trak/mdia/minf/dinf/dref/url ',
  ...[
    '',
    '/stsd',
    '/stsd/avc1',
    '/stsd/avc1/avcC',
    '/stsd/avc1/pasp',
    '/stsd/avc1/colr',
    '/stsd/avc1/fiel',
    '/stsd/avc1/btrt',
    '/stsd/mp4a',
    '/stsd/mp4a/esds',
    '/stsd/mp4a/btrt',
    '/stts',
    '/stsc',
    '/stsz',
    '/stco',
  ].map((rest) => `moov/trak/mdia/minf/stbl${rest}`),
]

/** Boxes of copies with all tables in front, and room that was left for them. */
const inOnePiece = [
  'free',
  ...['stss', 'ctts', 'co64', 'sgpd', 'sbgp'].map((type) => `moov/trak/mdia/minf/stbl/${type}`),
]

/** Boxes of copies in fragments; what is inside of a fragment is read byte by byte. */
const inFragments = ['moov/mvex', 'moov/mvex/trex', 'moof']

/**
 * What is not listed is a place where a name, a position, a serial number or a picture could travel along (udta, meta,
 * uuid, chapters, timecode, messages, an index behind the end ...), and fails the copy.
 */
const allowed: { readonly [Form in 'whole' | 'fragmented']: ReadonlySet<string> } = {
  whole: new Set([...inEveryCopy, ...inOnePiece]),
  fragmented: new Set([...inEveryCopy, ...inFragments]),
}

/** The user data that FFmpeg's MP4 writer always leaves: an empty list of tags. Anything else in it is a tag. */
const emptyTags = Buffer.concat([
  Buffer.from('000000356d6574610000000000000021', 'hex'),
  Buffer.from('68646c7200000000000000006d6469726170706c000000000000000000', 'hex'),
  Buffer.from('00000008696c7374', 'hex'),
])

/** Names that a copy's tracks may carry: those of the format, none of a maker or a device. */
const handlerNames: ReadonlySet<string> = new Set(['', 'VideoHandler', 'SoundHandler'])

/**
 * Checks that the file holds samples and what is needed to read them, and nothing else: only known boxes, no dates, no
 * names, no bytes in padding or between samples.
 */
export async function checkContainer(file: ByteSource, tally: Tally): Promise<void> {
  tally.looked()
  try {
    const boxes = await listBoxes(file)
    tally.most('boxes', boxes.length)
    const fragmented = isFragmented(boxes)
    const known = allowed[fragmented ? 'fragmented' : 'whole']
    for (const box of boxes) {
      if (known.has(box.path)) await checkBox(file, box, tally)
      else tally.fail(`holds a part that a copy must not have: ${printable(box.path)}`)
    }
    if (fragmented) await checkFragments(file, boxes, tally)
    else await checkSampleBytes(file, boxes, tally)
  } catch (error) {
    if (!(error instanceof BrokenMp4)) throw error
    tally.fail(`the file's structure is broken: ${error.message}`)
  }
}

async function checkBox(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  if (box.type === 'free') await checkPadding(file, box, tally)
  else if (!['mdat', 'udta', 'moof'].includes(box.type) && !isParent(box)) await checkLength(file, box, tally)
  const head = await file.read(box.from, Math.min(headerBytes, box.until - box.from))
  if (!leavesFieldsEmpty(box.type, head)) tally.fail(`${box.type} holds something where nobody reads`)
  if (box.type === 'udta') await checkTags(file, box, tally)
  if (box.type === 'hdlr') await checkHandler(file, box, tally)
  if (box.type === 'mvhd' || box.type === 'tkhd' || box.type === 'mdhd') await checkDates(file, box, tally)
  if (box.type === 'avc1') await checkCompressorName(file, box, tally)
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80)
}

const paddingBlock = 1 << 20

async function checkPadding(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  for (let at = box.from; at < box.until; at += paddingBlock) {
    const bytes = await file.read(at, Math.min(paddingBlock, box.until - at))
    if (bytes.some((byte) => byte !== 0)) {
      tally.fail('padding is not empty')
      return
    }
  }
}

async function checkLength(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  const content = await contentOf(file, box)
  if (!fillsItsLength(box.type, content)) tally.fail(`${box.type} holds more than it announces, or less`)
  else if (box.type === 'url ' && content.readUInt32BE(0) !== 1) tally.fail('a track lies in another file')
}

async function checkTags(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  const empty = box.until - box.from === emptyTags.length && (await contentOf(file, box)).equals(emptyTags)
  if (!empty) tally.fail('the file carries tags')
}

async function checkHandler(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  const content = await contentOf(file, box)
  const name = content.toString('latin1', 24).replace(/\0$/, '')
  if (!handlerNames.has(name)) tally.fail(`a track has a name of its own: ${printable(name)}`)
  // QuickTime names a maker in fields that MP4 keeps empty.
  const reserved = [...content.subarray(4, 8), ...content.subarray(12, 24)]
  if (reserved.some((byte) => byte !== 0)) tally.fail('a track names its maker')
}

/** Creation and modification times, in both versions of these boxes, follow version and flags. */
async function checkDates(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  const content = await contentOf(file, box)
  const dates = content.subarray(4, content[0] === 1 ? 20 : 12)
  if (dates.some((byte) => byte !== 0)) tally.fail(`${box.type} tells a date`)
}

/** A counted string of 32 bytes in the middle of the sample description (ISO/IEC 14496-12, 12.1.3). */
async function checkCompressorName(file: ByteSource, box: Mp4Box, tally: Tally): Promise<void> {
  const name = Buffer.from(await file.read(box.from + 42, 32))
  const text = name.toString('latin1', 1).replace(/\0+$/, '')
  if (text !== '' && !/^(Lavc[\d. ]*libx264|Lavc libx264)$/.test(text)) {
    tally.fail(`the picture names its maker: ${printable(text)}`)
  }
}

/** The samples of all tracks together fill the media data to the byte. */
async function checkSampleBytes(file: ByteSource, boxes: readonly Mp4Box[], tally: Tally): Promise<void> {
  let samples = 0
  for (const box of boxes) if (box.type === 'stsz') samples += await sampleBytes(file, box)
  const held = boxes.filter((box) => box.path === 'mdat').reduce((sum, box) => sum + box.until - box.from, 0)
  tally.most('unusedMediaBytes', held - samples)
  if (held !== samples) tally.fail(`${held - samples} bytes of media data belong to no sample`)
}

async function sampleBytes(file: ByteSource, box: Mp4Box): Promise<number> {
  const content = await contentOf(file, box)
  if (content.length < 12) throw new BrokenMp4('a table of sample sizes is cut off')
  const [same, count] = [content.readUInt32BE(4), content.readUInt32BE(8)]
  if (same > 0) return same * count
  if (content.length < 12 + count * 4) throw new BrokenMp4('a table of sample sizes is cut off')
  let sum = 0
  for (let sample = 0; sample < count; sample++) sum += content.readUInt32BE(12 + sample * 4)
  return sum
}
