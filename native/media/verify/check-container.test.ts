import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { checkContainer } from './check-container.ts'
import { Tally } from './tally.ts'

/** A box to be written; parents hold boxes, after fields of their own where they have any. */
type Box = { readonly type: string; readonly bytes: Buffer; readonly children: readonly Box[] }

function box(type: string, bytes: Buffer | string = Buffer.alloc(0), ...children: readonly Box[]): Box {
  return { type, bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'hex') : bytes, children }
}

function written({ type, bytes, children }: Box): Buffer {
  const body = Buffer.concat([bytes, ...children.map(written)])
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const zeros = (count: number) => Buffer.alloc(count)
const numbers = (...values: readonly number[]) =>
  Buffer.concat(values.map((value) => Buffer.from(value.toString(16).padStart(8, '0'), 'hex')))
const text = (letters: string) => Buffer.from(letters, 'latin1')

function handler(kind: string, name: string): Box {
  return box('hdlr', Buffer.concat([zeros(8), text(kind), zeros(12), text(`${name}\0`)]))
}

const selfContained = box('dinf', '', box('dref', numbers(0, 1), box('url ', numbers(1))))

function track(kind: 'vide' | 'soun', entry: Box, sizes: readonly number[]): Box {
  const tables = [
    box('stsd', numbers(0, 1), entry),
    box('stts', numbers(0, 1, sizes.length, 512)),
    box('stsc', numbers(0, 1, 1, sizes.length, 1)),
    box('stsz', numbers(0, 0, sizes.length, ...sizes)),
    box('stco', numbers(0, 1, 48)),
  ]
  const media = kind === 'vide' ? box('vmhd', zeros(12)) : box('smhd', zeros(8))
  const minf = box('minf', '', media, selfContained, box('stbl', '', ...tables))
  const name = kind === 'vide' ? 'VideoHandler' : 'SoundHandler'
  const mdia = box('mdia', '', box('mdhd', zeros(24)), handler(kind, name), minf)
  return box('trak', '', box('tkhd', zeros(84)), box('edts', '', box('elst', numbers(0, 1, 9, 0, 65536))), mdia)
}

const settings = '0164000dffe100196764000dacd94141fb011000000300100000030320f142996001000568ef86f2c0fdf8f800'
const picture = box('avc1', zeros(78), box('avcC', settings), box('pasp', numbers(1, 1)))
const codec = '0000000003808080250002000480808017401500000000007d0000006ee70580808005158856e50006808080010200'.slice(
  0,
  -2,
)
const sound = box('mp4a', zeros(28), box('esds', codec))
const emptyTags = box(
  'udta',
  `000000356d657461000000000000002168646c7200000000000000006d6469726170706c00000000000000000000000008696c7374`,
)

/** The boxes of a faultless copy: two tracks, three samples of 60 bytes together. */
const copy: readonly Box[] = [
  box('ftyp', Buffer.concat([text('isom'), numbers(512), text('isomiso2avc1mp41')])),
  box('moov', '', box('mvhd', zeros(100)), track('vide', picture, [30, 20]), track('soun', sound, [10]), emptyTags),
  box('free', zeros(9)),
  box('mdat', Buffer.alloc(60, 9)),
]

function fileOf(boxes: readonly Box[]): ByteSource {
  const bytes = Buffer.concat(boxes.map(written))
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

async function faults(boxes: readonly Box[]): Promise<string[]> {
  const tally = new Tally('metadata')
  await checkContainer(fileOf(boxes), tally)
  return tally.result().failures.map(({ detail }) => detail)
}

/** The copy with the boxes of this type, wherever they lie, made anew. */
function changed(type: string, change: (box: Box) => Box, boxes: readonly Box[] = copy): readonly Box[] {
  return boxes.map((one) => {
    const inside = { ...one, children: changed(type, change, one.children) }
    return one.type === type ? change(inside) : inside
  })
}

const withBytes = (type: string, bytes: Buffer) => changed(type, (one) => ({ ...one, bytes }))
const longer = (type: string) => changed(type, (one) => ({ ...one, bytes: Buffer.concat([one.bytes, text('X')]) }))
const holding = (type: string, child: Box) => changed(type, (one) => ({ ...one, children: [...one.children, child] }))

it('finds nothing in a copy that holds samples and what is needed to read them', async () => {
  expect(await faults(copy)).toEqual([])
})

describe('a part that no copy has', () => {
  it.each([
    ['moov', 'meta'],
    ['trak', 'udta'],
    ['trak', 'tref'],
    ['moov', 'uuid'],
    ['mdia', 'elng'],
    ['stbl', 'free'],
    ['avc1', 'uuid'],
    ['stsd', 'tx3g'],
  ])('fails it: in %s a box %s', async (parent, type) => {
    const found = await faults(holding(parent, box(type, text('Example'))))
    expect(found.length).toBeGreaterThan(0)
    expect(found[0]).toMatch(new RegExp(`^holds a part that a copy must not have: moov.*/${type}$`))
  })

  it.each(['uuid', 'moof', 'sidx', 'meta', 'skip'])('fails it: outermost a box %s', async (type) => {
    expect(await faults([...copy, box(type, text('Example'))])).toEqual([
      `holds a part that a copy must not have: ${type}`,
    ])
  })

  it('is named without its unprintable letters', async () => {
    expect(await faults([...copy, box('\u0001\u00e9\nX')])).toEqual(['holds a part that a copy must not have: ???X'])
  })
})

describe('bytes in places that nobody reads', () => {
  it('fail it in padding, however far in', async () => {
    const padding = zeros(3_000_000)
    expect(await faults(withBytes('free', padding))).toEqual([])
    padding[2_999_999] = 1
    expect(await faults(withBytes('free', padding))).toEqual(['padding is not empty'])
  })

  it('fail it between, before or after samples', async () => {
    expect(await faults(longer('mdat'))).toEqual(['1 bytes of media data belong to no sample'])
    expect(await faults([...copy, box('mdat', text('Example'))])).toEqual(['7 bytes of media data belong to no sample'])
    expect(await faults(withBytes('mdat', zeros(59)))).toEqual(['-1 bytes of media data belong to no sample'])
  })

  it.each([
    ...['mvhd', 'tkhd', 'mdhd', 'vmhd', 'smhd', 'elst', 'url ', 'avcC', 'pasp', 'esds'],
    ...['stts', 'stsc', 'stsz', 'stco', 'ftyp'],
  ])('fail it at the end of %s', async (type) => {
    expect(
      (await faults(longer(type))).every((fault) => fault === `${type} holds more than it announces, or less`),
    ).toBe(true)
    expect(await faults(longer(type))).not.toEqual([])
  })

  it('fail it at the end of tables that some copies have', async () => {
    const group = box('sgpd', Buffer.concat([numbers(1 << 24), text('roll'), numbers(2, 1), zeros(2)]))
    const uses = box('sbgp', Buffer.concat([zeros(4), text('roll'), numbers(1, 3, 1)]))
    const shifts = box('ctts', numbers(0, 1, 3, 512))
    const all = changed('stbl', (one) => ({ ...one, children: [...one.children, group, uses, shifts] }))
    expect(await faults(all)).toEqual([])
    for (const type of ['sgpd', 'sbgp', 'ctts']) {
      const found = await faults(changed(type, (one) => ({ ...one, bytes: Buffer.concat([one.bytes, zeros(1)]) }), all))
      expect(found).toEqual(Array.from({ length: 2 }, () => `${type} holds more than it announces, or less`))
    }
  })

  it('fail it also where samples are all of one size', async () => {
    const even = (size: number) => withBytes('stsz', numbers(0, size, 3))
    expect(await faults(even(10))).toEqual([])
    expect(await faults(even(9))).toEqual(['6 bytes of media data belong to no sample'])
  })

  it('fail it in the names of brands', async () => {
    const brands = Buffer.concat([text('isom'), numbers(512), text('isomJEAN')])
    expect(await faults(withBytes('ftyp', brands))).not.toEqual([])
  })

  it('fail it in a profile of colours, not in plain code points', async () => {
    const plain = box('colr', Buffer.concat([text('nclx'), zeros(7)]))
    expect(await faults(holding('avc1', plain))).toEqual([])
    const profile = box('colr', Buffer.concat([text('prof'), text('Some camera')]))
    expect(await faults(holding('avc1', profile))).not.toEqual([])
  })
})

describe('something in a field that nobody reads', () => {
  it.each([
    ['mvhd', 0, 100, [2, 26, 35, 72, 95]],
    ['mvhd', 1, 112, [2, 38, 47, 84, 107]],
    ['tkhd', 0, 84, [1, 16, 24, 33, 38]],
    ['tkhd', 1, 96, [1, 24, 36, 45, 50]],
    ['mdhd', 0, 24, [3, 22]],
    ['mdhd', 1, 36, [3, 34]],
    ['vmhd', 0, 12, [1, 4, 11]],
    ['smhd', 0, 8, [3, 7]],
    ['avc1', 0, 78, [0, 5, 8, 12, 23, 36]],
    ['mp4a', 0, 28, [0, 8, 15, 20, 23]],
  ] as const)('fails it: %s of version %i', async (type, version, length, places) => {
    const bytes = zeros(length)
    bytes[0] = version
    expect(await faults(withBytes(type, bytes))).toEqual([])
    for (const at of places) {
      const other = Buffer.from(bytes)
      other[at] = 0x41
      expect(new Set(await faults(withBytes(type, other))), `byte ${at}`).toEqual(
        new Set([`${type} holds something where nobody reads`]),
      )
    }
  })

  it.each(['elst', 'stts', 'stsc', 'stsz', 'stco', 'hdlr', 'esds', 'dref', 'stsd'])(
    'fails it: flags of %s',
    async (type) => {
      const flagged = changed(type, (one) => {
        const bytes = Buffer.from(one.bytes)
        bytes[2] = 0x41
        return { ...one, bytes }
      })
      expect(new Set(await faults(flagged))).toEqual(new Set([`${type} holds something where nobody reads`]))
    },
  )

  it('is not the turn, size, place or volume of a track, nor the pace of a picture', async () => {
    const head = zeros(84)
    head.writeUInt8(7, 3)
    for (const at of [12, 20, 34, 36, 40, 75, 76, 80]) head.writeUInt8(1, at)
    expect(await faults(withBytes('tkhd', head))).toEqual([])
    const described = zeros(78)
    for (const at of [7, 24, 26, 28, 32, 41, 75, 76, 77]) described.writeUInt8(1, at)
    expect(await faults(withBytes('avc1', described))).toEqual([])
  })
})

describe('dates', () => {
  it.each([
    ['mvhd', 0, 100],
    ['tkhd', 0, 84],
    ['mdhd', 0, 24],
    ['mvhd', 1, 112],
    ['tkhd', 1, 96],
    ['mdhd', 1, 36],
  ])('fail it in %s of version %i', async (type, version, length) => {
    const bytes = zeros(length)
    bytes[0] = version
    expect(await faults(withBytes(type, bytes))).toEqual([])
    for (const at of version === 1 ? [4, 19] : [4, 11]) {
      const dated = Buffer.from(bytes)
      dated[at] = 1
      expect(new Set(await faults(withBytes(type, dated)))).toEqual(new Set([`${type} tells a date`]))
    }
    bytes[version === 1 ? 20 : 12] = 1
    expect(await faults(withBytes(type, bytes))).toEqual([])
  })
})

describe('names', () => {
  it('of tracks may be those of the format alone', async () => {
    expect(await faults(changed('hdlr', () => handler('vide', '')))).toEqual([])
    for (const name of ['Example Cam 7', 'VideoHandler\0Example', 'VideoHandler\0']) {
      const found = await faults(changed('hdlr', () => handler('vide', name)))
      expect(found).toHaveLength(2)
      expect(found[0]).toMatch(/^a track has a name of its own: VideoHandler|^a track has a name of its own: Example/)
    }
  })

  it('of makers fail it, in QuickTime fields and beside the encoder', async () => {
    const made = changed('hdlr', (one) => {
      const bytes = Buffer.from(one.bytes)
      bytes.write('appl', 12, 'latin1')
      return { ...one, bytes }
    })
    expect(new Set(await faults(made))).toEqual(new Set(['a track names its maker']))
    const encoded = (letters: string, length = letters.length) => {
      const bytes = zeros(78)
      bytes[42] = length
      bytes.write(letters, 43, 'latin1')
      return withBytes('avc1', bytes)
    }
    expect(await faults(encoded('Lavc62.11.100 libx264'))).toEqual([])
    expect(await faults(encoded('Example Cam 7'))).toEqual(['the picture names its maker: Example Cam 7'])
    expect(await faults(encoded('Example Cam 7', 0))).toEqual(['the picture names its maker: Example Cam 7'])
  })

  it('of other files fail it', async () => {
    expect(new Set(await faults(withBytes('url ', numbers(0))))).toEqual(new Set(['a track lies in another file']))
    expect(await faults(withBytes('url ', Buffer.concat([numbers(0), text('http://x\0')])))).not.toEqual([])
  })
})

it('fails tags, also one that is as long as none', async () => {
  expect(await faults(withBytes('udta', text('Example')))).toEqual(['the file carries tags'])
  const other = Buffer.from(emptyTags.bytes)
  other[other.length - 1] = 0
  expect(await faults(withBytes('udta', other))).toEqual(['the file carries tags'])
})

describe('a broken file fails', () => {
  it.each([
    ['sample sizes that are cut off', withBytes('stsz', numbers(0, 0, 5, 30))],
    ['a table without a head', withBytes('stsz', zeros(3))],
    ['a reference without a head', withBytes('url ', zeros(1))],
    ['a description without a head', withBytes('avc1', zeros(20))],
    ['settings that are cut off', withBytes('avcC', Buffer.from(settings.slice(0, 40), 'hex'))],
    ['everything empty', changed('mvhd', () => box('mvhd'))],
  ])('%s', async (_, boxes) => {
    expect(await faults(boxes)).not.toEqual([])
  })

  it('in its first bytes', async () => {
    const tally = new Tally('metadata')
    await checkContainer({ size: 5, read: async () => zeros(5) }, tally)
    expect(tally.result().failures[0]?.detail).toMatch(/^the file's structure is broken/)
  })
})

it('passes a storage fault on: it says nothing about the copy', async () => {
  const gone = new Error('the disk is gone')
  const file: ByteSource = { size: 100, read: () => Promise.reject(gone) }
  await expect(checkContainer(file, new Tally('metadata'))).rejects.toBe(gone)
})
