import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { checkContainer } from './check-container.ts'
import { Tally } from './tally.ts'

/** A box to be written; `bytes` come before its children. */
type Box = { readonly type: string; readonly bytes: Buffer; readonly children: readonly Box[] }

function box(type: string, bytes: Buffer = Buffer.alloc(0), ...children: readonly Box[]): Box {
  return { type, bytes, children }
}

function written({ type, bytes, children }: Box): Buffer {
  const body = Buffer.concat([bytes, ...children.map(written)])
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const zeros = (count: number) => Buffer.alloc(count)
const numbers = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, at * 4)
  return bytes
}
const text = (letters: string) => Buffer.from(letters, 'latin1')

/** `tkhd` with nothing but its id. */
function track(id: number): Box {
  const head = zeros(84)
  head.writeUInt32BE(id, 12)
  const tables = [box('stts', zeros(8)), box('stsc', zeros(8)), box('stsz', zeros(12)), box('stco', zeros(8))]
  const minf = box('minf', zeros(0), box('stbl', zeros(0), ...tables))
  return box('trak', zeros(0), box('tkhd', head), box('mdia', zeros(0), minf))
}

const independent = 0x02000000
const dependent = 0x01010000

/** A picture run as FFmpeg writes it: a flag for the first, then duration, size and shift of each. */
function pictureRun(offset: number, sizes: readonly number[]): Box {
  const samples = sizes.flatMap((size) => [512, size, 1024])
  return box('trun', numbers(0x01000b05, sizes.length, offset, independent, ...samples))
}

/** A sound run: sizes alone. */
function soundRun(offset: number, sizes: readonly number[]): Box {
  return box('trun', numbers(0x201, sizes.length, offset, ...sizes))
}

function fragmentTrack(id: number, time: number, defaults: readonly number[], run: Box): Box {
  return box(
    'traf',
    zeros(0),
    box('tfhd', numbers(0x020038, id, ...defaults)),
    box('tfdt', numbers(1 << 24, 0, time)),
    run,
  )
}

/** Bytes of a fragment's head: its samples begin eight bytes further. */
const headBytes = 212

/** A fragment: pictures of 30 and 20 bytes, then sounds of 6 and 4; every track goes on where it stopped. */
function fragment(number: number): readonly [Box, Box] {
  const pictures = fragmentTrack(1, (number - 1) * 1024, [512, 30, dependent], pictureRun(headBytes + 8, [30, 20]))
  const sounds = fragmentTrack(2, (number - 1) * 2048, [1024, 6, independent], soundRun(headBytes + 58, [6, 4]))
  return [box('moof', zeros(0), box('mfhd', numbers(0, number)), pictures, sounds), box('mdat', Buffer.alloc(60, 9))]
}

const header = box(
  ...(['moov', zeros(0), track(1), track(2)] as const),
  box('mvex', zeros(0), box('trex', numbers(0, 1, 1, 0, 0, 0)), box('trex', numbers(0, 2, 1, 0, 0, 0))),
)
const copy: readonly Box[] = [
  box('ftyp', Buffer.concat([text('iso5'), numbers(512), text('iso5iso6mp41')])),
  ...[header, ...fragment(1), ...fragment(2)],
]

async function faults(boxes: readonly Box[]): Promise<string[]> {
  const bytes = Buffer.concat(boxes.map(written))
  const file: ByteSource = { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) }
  const tally = new Tally('metadata')
  await checkContainer(file, tally)
  return tally.result().failures.map(({ detail }) => detail)
}

/** The copy with the first box of this type, wherever it lies, made anew. */
function changed(type: string, change: (box: Box) => Box, boxes: readonly Box[] = copy): readonly Box[] {
  let done = false
  const visit = (one: Box): Box => {
    if (done) return one
    if (one.type === type) {
      done = true
      return change(one)
    }
    return { ...one, children: one.children.map(visit) }
  }
  return boxes.map(visit)
}

/** The copy with the sounds of one fragment somewhere else, counted from the fragment's beginning. */
function withSounds(number: 1 | 2, offset: number): readonly Box[] {
  const [moof, mdat] = fragment(number)
  const sounds = fragmentTrack(2, (number - 1) * 2048, [1024, 6, independent], soundRun(offset, [6, 4]))
  const other = [{ ...moof, children: [...moof.children.slice(0, 2), sounds] }, mdat]
  return number === 1 ? [...copy.slice(0, 2), ...other, ...copy.slice(4)] : [...copy.slice(0, 4), ...other]
}

/** The first box of this type with another number at a byte of its content. */
const withNumber = (type: string, at: number, value: number) =>
  changed(type, (one) => {
    const bytes = Buffer.from(one.bytes)
    bytes.writeUInt32BE(value >>> 0, at)
    return { ...one, bytes }
  })
const holding = (type: string, child: Box) => changed(type, (one) => ({ ...one, children: [...one.children, child] }))
const longer = (type: string) => changed(type, (one) => ({ ...one, bytes: Buffer.concat([one.bytes, text('ABCD')]) }))

it('finds nothing in a copy in fragments', async () => {
  expect(written(fragment(1)[0])).toHaveLength(headBytes)
  expect(await faults(copy)).toEqual([])
})

describe('a part that no copy in fragments has', () => {
  it.each(['free', 'uuid', 'udta', 'mfra', 'sidx', 'emsg', 'prft', 'styp', 'meta'])(
    'fails it: %s anywhere outermost',
    async (type) => {
      for (let at = 0; at <= copy.length; at++) {
        const found = await faults([...copy.slice(0, at), box(type, zeros(4)), ...copy.slice(at)])
        expect(found.length).toBeGreaterThan(0)
      }
    },
  )

  it.each([
    ...[['moof', 'uuid'] as const, ['moof', 'udta'] as const, ['moof', 'pssh'] as const, ['moof', 'meta'] as const],
    ...[['traf', 'uuid'] as const, ['traf', 'sbgp'] as const, ['traf', 'sgpd'] as const, ['traf', 'saio'] as const],
    ...[['traf', 'free'] as const, ['mvex', 'mehd'] as const, ['stbl', 'stss'] as const, ['stbl', 'sgpd'] as const],
  ])('fails it: in %s a box %s', async (parent, type) => {
    expect(await faults(holding(parent, box(type, text('Example!'))))).not.toEqual([])
  })

  it('fails it: a second header, a fragment without data, data without a fragment', async () => {
    const [moof, mdat] = fragment(3)
    for (const more of [[header], [moof], [mdat], [mdat, moof], [moof, mdat, mdat]]) {
      expect(await faults([...copy, ...more])).not.toEqual([])
    }
    expect(await faults([...copy, moof, mdat])).toEqual([])
  })
})

describe('bytes in places that nobody reads', () => {
  it.each(['mfhd', 'tfhd', 'tfdt', 'trun', 'trex', 'tkhd'])('fail it at the end of %s', async (type) => {
    expect(await faults(longer(type))).not.toEqual([])
  })

  it.each(['mfhd', 'tfhd', 'tfdt', 'trun', 'trex'])('fail it where %s is cut off', async (type) => {
    const whole = type === 'mfhd' ? 8 : 12
    for (let length = 0; length < whole; length++) {
      const found = await faults(changed(type, (one) => ({ ...one, bytes: one.bytes.subarray(0, length) })))
      expect(found.length, `${length} bytes`).toBeGreaterThan(0)
    }
  })

  it('fail it before, between and behind samples', async () => {
    expect(await faults(changed('mdat', () => box('mdat', Buffer.alloc(61, 9))))).toEqual([
      '1 bytes of media data belong to no sample',
    ])
    const later = changed('trun', () => pictureRun(headBytes + 9, [29, 20]))
    expect(await faults(later)).toEqual(['1 bytes of media data belong to no sample'])
    expect(await faults(changed('trun', () => pictureRun(headBytes + 8, [30, 19])))).toEqual([
      '1 bytes of media data belong to no sample',
    ])
  })

  it('fail it behind two samples that share bytes, so that the sum is right', async () => {
    const found = await faults(withSounds(1, headBytes + 8))
    expect(found).toEqual([
      '10 bytes of media data belong to two samples',
      '10 bytes of media data belong to no sample',
    ])
  })

  it('fail it where samples lie in the data of another fragment', async () => {
    const [before] = fragment(1)
    const found = await faults(withSounds(2, headBytes + 58 - written(before).length - 68))
    expect(found).toContain('10 bytes of media data belong to no sample')
    expect(found).toHaveLength(2)
  })

  it.each([
    ['flags of a first sample', 'trun', 12, independent | 0xbeef],
    ['flags of all samples', 'tfhd', 16, dependent | 0x1234],
    ['reserved flags', 'tfhd', 16, 0x10000000],
    ['defaults of the header', 'trex', 20, 0xbeef],
    ['a version of the head', 'mfhd', 0, 0x00beef00],
    ['a version of the time', 'tfdt', 0, 0x01beef00],
    ['a version of the run', 'trun', 0, 0x02000b05],
    ['flags of the run', 'trun', 0, 0x01008b05],
    ['a run without a place', 'trun', 0, 0x01000b04],
    ['places counted from elsewhere', 'tfhd', 0, 0x38],
    ['a base of its own', 'tfhd', 0, 0x020039],
    ['an empty duration', 'tfhd', 0, 0x030038],
    ['samples in the header', 'stts', 4, 1],
    ['sizes in the header', 'stsz', 4, 7],
  ])('fail it in %s', async (_, type, at, value) => {
    expect(await faults(withNumber(type, at, value))).not.toEqual([])
  })
})

describe('fragments that do not belong together fail it', () => {
  it('by their numbers', async () => {
    expect(await faults(withNumber('mfhd', 4, 7))).toEqual(['a fragment has a number that is not its own'])
  })

  it('by a track that the header does not know, names twice, or not at all', async () => {
    expect(await faults(withNumber('tfhd', 4, 9))).toContain('a fragment holds a track that the header does not know')
    expect(await faults(withNumber('tfhd', 4, 2))).toEqual([
      "the file's structure is broken: a fragment holds a track twice",
    ])
    expect(await faults(withNumber('trex', 4, 2))).toContain('the header does not announce each track once')
    expect(await faults(withNumber('tkhd', 12, 2))).toEqual(["the file's structure is broken: two tracks have one id"])
  })

  it('by times that run back', async () => {
    expect(await faults(withNumber('tfdt', 8, 5000))).toEqual(['the times of a track run back'])
  })
})

it('a fragment in a copy of one piece is none', async () => {
  const whole = changed('moov', (one) => ({ ...one, children: one.children.slice(0, 2) }))
  expect(await faults(whole)).toContain('holds a part that a copy must not have: moof')
})
