/** Bytes `[from, until)` of a box's content. */
type Field = readonly [from: number, until: number]

/** Flags of a full box (ISO/IEC 14496-12, 4.2): three bytes behind its version, of which copies use none. */
const flags: Field = [1, 4]

/** Of a header that uses some of the lowest flags. */
const upperFlags: Field = [1, 3]

/**
 * Fields that the standard reserves, predefines as zero or leaves to makers, and that no player reads, by box: in version 0
 * and, where that is longer, in version 1 (8.2.2 to 8.4.5 and 12; ISO/IEC 14496-14, 5.6).
 */
const reserved: Readonly<Record<string, readonly [version0: readonly Field[], version1?: readonly Field[]]>> = {
  mvhd: [
    [flags, [26, 36], [72, 96]],
    [flags, [38, 48], [84, 108]],
  ],
  tkhd: [
    [upperFlags, [16, 20], [24, 34], [38, 40]],
    [upperFlags, [24, 28], [36, 46], [50, 52]],
  ],
  mdhd: [
    [flags, [22, 24]],
    [flags, [34, 36]],
  ],
  hdlr: [[[0, 4]]],
  vmhd: [[upperFlags, [4, 12]]],
  smhd: [[[0, 8]]],
  dref: [[[0, 4]]],
  stsd: [[[0, 4]]],
  avc1: [
    [
      [0, 6],
      [8, 24],
      [36, 40],
    ],
  ],
  mp4a: [
    [
      [0, 6],
      [8, 16],
      [20, 24],
    ],
  ],
  esds: [[[0, 4]]],
  ...Object.fromEntries(
    ['elst', 'stts', 'ctts', 'stss', 'stsc', 'stsz', 'stco', 'co64', 'sgpd', 'sbgp'].map((type) => [type, [[flags]]]),
  ),
}

/** How much of a box's content `leavesFieldsEmpty` looks at. */
export const headerBytes = 108

/** True where fields that nobody reads hold nothing. `content` is a box's, or its first `headerBytes`. */
export function leavesFieldsEmpty(type: string, content: Uint8Array): boolean {
  const [first, second] = reserved[type] ?? [[]]
  const fields = second && content[0] === 1 ? second : first
  return fields.every(([from, until]) => content.subarray(from, until).every((byte) => byte === 0))
}
