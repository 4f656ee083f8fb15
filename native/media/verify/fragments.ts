import type { ByteSource } from '../../../core/ports/bytes.ts'
import { type Fragment, readFragment, readTrackDefaults, type Stretch } from './fragment.ts'
import { BrokenMp4, contentOf, type Mp4Box } from './mp4-boxes.ts'
import type { Tally } from './tally.ts'

/** True for a file whose samples are announced in fragments, not in its header (ISO/IEC 14496-12, 8.8). */
export function isFragmented(boxes: readonly Mp4Box[]): boolean {
  return boxes.some(({ path }) => path === 'moov/mvex')
}

/** A fragment and the media data behind it. */
type Placed = Fragment & { readonly media: Stretch }

/**
 * Every fragment of a file, in order. Throws BrokenMp4 for a file that is not made of type, header, and then fragments
 * each with its media data, and nothing between or behind.
 */
export async function fragmentsOf(file: ByteSource, boxes: readonly Mp4Box[]): Promise<readonly Placed[]> {
  const outermost = boxes.filter(({ path, type }) => path === type)
  const types = outermost.map(({ type }) => type)
  const expected = types.map((_, at) => ['ftyp', 'moov'][at] ?? (at % 2 === 0 ? 'moof' : 'mdat'))
  if (types.length % 2 === 1 || types.some((type, at) => type !== expected[at]))
    throw new BrokenMp4('the parts of the file do not follow one another as they should')
  const fragments: Placed[] = []
  for (let at = 2; at < outermost.length; at += 2) {
    const [before, moof, mdat] = outermost.slice(at - 1, at + 2)
    if (!before || !moof || !mdat) throw new Error('boxes come in pairs')
    fragments.push({ ...readFragment(await contentOf(file, moof), before.until), media: mdat })
  }
  return fragments
}

/**
 * Checks a fragmented file: the header announces no samples of its own, fragments are numbered from 1, tracks are those of
 * the header and their times never run back, and the samples fill the media data to the byte, without gap or overlap.
 */
export async function checkFragments(file: ByteSource, boxes: readonly Mp4Box[], tally: Tally): Promise<void> {
  const ids = await trackIdsOf(file, boxes)
  await checkHeader(file, boxes, ids, tally)
  const ends = new Map<number, bigint>()
  const fragments = await fragmentsOf(file, boxes)
  tally.most('fragments', fragments.length)
  for (const [at, { sequence, tracks, media }] of fragments.entries()) {
    if (sequence !== at + 1) tally.fail('a fragment has a number that is not its own')
    for (const { id, fromTime, untilTime } of tracks) {
      if (!ids.includes(id)) tally.fail('a fragment holds a track that the header does not know')
      if (fromTime < (ends.get(id) ?? 0n)) tally.fail('the times of a track run back')
      ends.set(id, untilTime)
    }
    checkMedia(
      tracks.flatMap(({ runs }) => runs),
      media,
      tally,
    )
  }
}

/** Ids of the tracks, in the header's order: they follow version, flags and two times. */
export async function trackIdsOf(file: ByteSource, boxes: readonly Mp4Box[]): Promise<readonly number[]> {
  const ids: number[] = []
  for (const box of boxes) {
    if (box.type !== 'tkhd') continue
    const content = await contentOf(file, box)
    const at = content[0] === 1 ? 20 : 12
    if (content.length < at + 4) throw new BrokenMp4('a track is cut off')
    ids.push(content.readUInt32BE(at))
  }
  if (new Set(ids).size !== ids.length) throw new BrokenMp4('two tracks have one id')
  return ids
}

/** Tables of the header that copies in fragments have, and leave empty. */
const emptyTables: ReadonlySet<string> = new Set(['stts', 'stsc', 'stsz', 'stco'])

async function checkHeader(
  file: ByteSource,
  boxes: readonly Mp4Box[],
  ids: readonly number[],
  tally: Tally,
): Promise<void> {
  const defaults: number[] = []
  for (const box of boxes) {
    if (box.type === 'trex') defaults.push(readTrackDefaults(await contentOf(file, box)))
    if (!emptyTables.has(box.type)) continue
    if ((await contentOf(file, box)).some((byte) => byte !== 0))
      tally.fail(`${box.type} announces samples in the header`)
  }
  if (defaults.join() !== ids.join()) tally.fail('the header does not announce each track once')
}

/** The runs of all tracks, wherever they begin, lie one behind the other from the first byte to the last. */
function checkMedia(runs: readonly Stretch[], media: Stretch, tally: Tally): void {
  let at = media.from
  for (const { from, until } of runs.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
    if (from > at) tally.fail(`${from - at} bytes of media data belong to no sample`)
    if (from < at) tally.fail(`${at - from} bytes of media data belong to two samples`)
    at = Math.max(at, until)
  }
  tally.most('unusedMediaBytes', media.until - at)
  if (at < media.until) tally.fail(`${media.until - at} bytes of media data belong to no sample`)
  if (at > media.until) tally.fail(`samples reach ${at - media.until} bytes beyond the media data`)
}
