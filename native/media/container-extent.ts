import type { ByteSource } from '../../core/ports/bytes.ts'

/** Boxes of one file that are looked at; a fragmented day has fewer. */
const mostBoxes = 200_000

/**
 * How many bytes a file announces, by its container's own sizes: more than it has where it was cut short. Null where the
 * container does not say (what is written live). `container` is FFmpeg's short name.
 */
export async function announcedBytes(source: ByteSource, container: string): Promise<number | null> {
  switch (container) {
    case 'mov':
      return (await boxes(source))?.announced ?? null
    case 'avi':
    case 'wav':
      return endOfRiff(source)
    case 'matroska':
      return endOfSegment(source)
    case 'mpegts':
      return endOfPackets(source)
    default:
      return null
  }
}

async function viewOf(source: ByteSource, at: number, length: number): Promise<DataView | null> {
  if (at + length > source.size) return null
  const bytes = await source.read(at, length)
  return bytes.length < length ? null : new DataView(bytes.buffer, bytes.byteOffset, length)
}

/**
 * Where the last whole box of an MP4 ends; null where nothing was cut off. FFmpeg refuses a fragmented file of which the
 * head of a fragment is cut, though everything before that can be seen: what a camera leaves that lost its power.
 */
export async function endOfWholeBoxes(source: ByteSource): Promise<number | null> {
  const extent = await boxes(source)
  return extent && extent.announced > source.size && extent.whole > 0 ? extent.whole : null
}

/** Outermost boxes follow one another to the end (ISO/IEC 14496-12, 4.2); null for what are no boxes. */
async function boxes(source: ByteSource): Promise<{ readonly announced: number; readonly whole: number } | null> {
  let at = 0
  let whole = 0
  for (let count = 0; count < mostBoxes && at < source.size; count++) {
    const head = await viewOf(source, at, 8)
    if (head && !isBoxName(head)) break
    const length = head ? await lengthOfBox(source, at, head.getUint32(0)) : 8
    if (length === null) return null
    whole = at
    at += length
  }
  return { announced: at, whole: at > source.size ? whole : at }
}

/** Size 0 means up to the end, 1 that a 64-bit size follows; null for what no box can have. */
async function lengthOfBox(source: ByteSource, at: number, size: number): Promise<number | null> {
  if (size === 0) return source.size - at
  if (size !== 1) return size < 8 ? null : size
  const wide = await viewOf(source, at + 8, 8)
  const length = wide ? Number(wide.getBigUint64(0)) : 16
  return length < 16 ? null : length
}

/** Bytes after the last box that are none themselves are not announced by anything. */
function isBoxName(head: DataView): boolean {
  return [4, 5, 6, 7].every((at) => head.getUint8(at) >= 0x20 && head.getUint8(at) <= 0x7e)
}

/** RIFF chunks, each after the other (OpenDML files have several); writers that do not seek leave 0 or all ones. */
async function endOfRiff(source: ByteSource): Promise<number | null> {
  let at = 0
  for (let chunks = 0; chunks < mostBoxes && at < source.size; chunks++) {
    const head = await viewOf(source, at, 8)
    if (!head || head.getUint32(0) !== riff) break
    const size = head.getUint32(4, true)
    if (size === 0 || size === 2 ** 32 - 1) return null
    at += 8 + size + (size % 2)
  }
  return at === 0 ? null : at
}

const riff = 0x52494646
const ebml = 0x1a45dfa3
const segment = 0x18538067

/** The size of Matroska's segment, which follows the EBML header (RFC 8794, 6.1-6.2; RFC 9559, 5.1). */
async function endOfSegment(source: ByteSource): Promise<number | null> {
  let at = 0
  for (const id of [ebml, segment]) {
    const head = await viewOf(source, at, 12)
    if (head?.getUint32(0) !== id) return null
    const size = variableSize(head, 4)
    if (!size) return null
    at += 4 + size.octets + size.value
  }
  return at
}

/** A variable-size integer; null where all its bits are ones: unknown. */
function variableSize(head: DataView, offset: number): { readonly octets: number; readonly value: number } | null {
  const octets = Math.clz32(head.getUint8(offset)) - 23
  if (octets > 8) return null
  let value = BigInt(head.getUint8(offset)) & ((1n << BigInt(8 - octets)) - 1n)
  for (let octet = 1; octet < octets; octet++) value = (value << 8n) | BigInt(head.getUint8(offset + octet))
  return value === (1n << BigInt(7 * octets)) - 1n ? null : { octets, value: Number(value) }
}

const packetBytes = 188
const syncByte = 0x47

/** Packets of a transport stream are alike (ISO/IEC 13818-1, 2.4.3): one that is not whole was cut. */
async function endOfPackets(source: ByteSource): Promise<number | null> {
  const head = await viewOf(source, 0, 3 * packetBytes)
  if (!head || [0, 1, 2].some((packet) => head.getUint8(packet * packetBytes) !== syncByte)) return null
  return Math.ceil(source.size / packetBytes) * packetBytes
}
