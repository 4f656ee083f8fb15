/** Boxes whose content always has the same length (ISO/IEC 14496-12; `fiel` and `btrt` as FFmpeg writes them). */
const fixed: Readonly<Record<string, number>> = { vmhd: 12, smhd: 8, pasp: 8, fiel: 2, btrt: 12, 'url ': 4, trex: 24 }

/** Boxes whose content is longer in version 1, which has 64-bit times. */
const versioned: Readonly<Record<string, readonly [version0: number, version1: number]>> = {
  mvhd: [100, 112],
  tkhd: [84, 96],
  mdhd: [24, 36],
}

/** Tables: where the number of entries stands, and how long each is. */
const tables: Readonly<Record<string, { readonly countAt: number; readonly entry: number }>> = {
  elst: { countAt: 4, entry: 12 },
  stts: { countAt: 4, entry: 8 },
  ctts: { countAt: 4, entry: 8 },
  stss: { countAt: 4, entry: 4 },
  stsc: { countAt: 4, entry: 12 },
  stco: { countAt: 4, entry: 4 },
  co64: { countAt: 4, entry: 8 },
  sbgp: { countAt: 8, entry: 8 },
}

/** Brands, track names and codec settings are no longer than this. */
const mostText = 64

/**
 * True where a box holds what its own counts and lengths announce, and no byte more: what follows the last entry is read
 * by nobody, and could be anything. Boxes made of other boxes, and those that are checked byte by byte, are not known here.
 */
export function fillsItsLength(type: string, content: Buffer): boolean {
  const length = lengthOf(type, content)
  return length === null || length === content.length
}

/** How long a box says it is; null where its form is not known. */
function lengthOf(type: string, content: Buffer): number | null {
  const both = versioned[type]
  if (both) return content[0] === 1 ? both[1] : both[0]
  const table = tables[type]
  if (table) return tableLength(content, table, type)
  if (type in fixed) return fixed[type] ?? null
  return variable[type]?.(content) ?? null
}

function tableLength(content: Buffer, { countAt, entry }: { countAt: number; entry: number }, type: string): number {
  const wide = type === 'elst' && content[0] === 1 ? 20 : entry
  return countAt + 4 + numberAt(content, countAt) * wide
}

function numberAt(content: Buffer, at: number): number {
  return at + 4 <= content.length ? content.readUInt32BE(at) : 0
}

const variable: Readonly<Record<string, (content: Buffer) => number>> = {
  stsz: (content) => 12 + (numberAt(content, 4) === 0 ? numberAt(content, 8) * 4 : 0),
  sgpd: (content) => 16 + numberAt(content, 8) * numberAt(content, 12),
  // Colour as code points; a profile could name a device.
  colr: (content) => (content.toString('latin1', 0, 4) === 'nclx' ? 11 : -1),
  ftyp: (content) => (content.length <= mostText && hasKnownBrands(content) ? content.length : -1),
  avcC: settingsLength,
  esds: (content) => (content[4] === 3 ? 9 + (descriptorLength(content, 5) ?? -1) : -1),
}

/** Four letters each: the main one, a version number, then those that fit as well. */
function hasKnownBrands(content: Buffer): boolean {
  const brands = content.toString('latin1', 0, 4) + content.toString('latin1', 8)
  return /^(iso[m2-9]|avc1|mp4[12]|M4A )+$/.test(brands)
}

/** Of a descriptor whose length stands in four bytes of seven bits each (ISO/IEC 14496-1, 8.3.3). */
function descriptorLength(content: Buffer, at: number): number | null {
  if (content.length < at + 4 || content.length > 2 * mostText) return null
  return content.subarray(at, at + 4).reduce((sum, byte) => sum * 128 + (byte & 127), 0)
}

/** Profiles whose settings end with four bytes about sample formats (ISO/IEC 14496-15, 5.3.3.1). */
const highProfiles: ReadonlySet<number> = new Set([100, 110, 122, 144, 244])

/** Of H.264's settings: sequence and picture parameter sets, each with its length in front. */
function settingsLength(content: Buffer): number {
  let at = 5
  for (const mask of [31, 255]) {
    const sets = (content[at] ?? 0) & mask
    at++
    for (let set = 0; set < sets && at < content.length; set++) {
      at += 2 + (at + 2 <= content.length ? content.readUInt16BE(at) : 0)
    }
  }
  const extended = highProfiles.has(content[1] ?? 0) && content.length > at
  return extended && content[at + 3] === 0 ? at + 4 : at
}
