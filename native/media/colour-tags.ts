import type { CodecParameters } from 'node-av/lib'
import type { ColourTags } from '../../core/clips/clip-index.ts'

/** Code points of ITU-T H.273 that cameras write, under FFmpeg's names; 2 is "unspecified". */
const primaries: Readonly<Record<number, string>> = {
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  9: 'bt2020',
  11: 'smpte431',
  12: 'smpte432',
}
const transfers: Readonly<Record<number, string>> = {
  1: 'bt709',
  4: 'bt470m',
  5: 'bt470bg',
  6: 'smpte170m',
  8: 'linear',
  13: 'iec61966-2-1',
  14: 'bt2020-10',
  16: 'smpte2084',
  18: 'arib-std-b67',
}
const matrices: Readonly<Record<number, string>> = {
  0: 'gbr',
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  9: 'bt2020nc',
}
const ranges: Readonly<Record<number, string>> = { 1: 'tv', 2: 'pc' }

/** The colour tags of a stream in words; a code point without a name here is given as its number. */
export function colourTagsOf(
  parameters: Pick<CodecParameters, 'colorRange' | 'colorPrimaries' | 'colorTrc' | 'colorSpace'>,
): ColourTags {
  return {
    range: ranges[parameters.colorRange] ?? 'unknown',
    primaries: named(primaries, parameters.colorPrimaries),
    transfer: named(transfers, parameters.colorTrc),
    matrix: named(matrices, parameters.colorSpace),
  }
}

function named(names: Readonly<Record<number, string>>, code: number): string {
  return names[code] ?? (code === 2 ? 'unknown' : String(code))
}
