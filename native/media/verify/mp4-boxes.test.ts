import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { BrokenMp4, contentOf, isParent, listBoxes } from './mp4-boxes.ts'

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** A box whose size stands in eight bytes of its own. */
function longBox(type: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(1)
  head.write(type, 4, 'latin1')
  head.writeBigUInt64BE(BigInt(16 + content.length), 8)
  return Buffer.concat([head, content])
}

const text = (letters: string) => Buffer.from(letters, 'latin1')

function fileOf(...parts: readonly Uint8Array[]): ByteSource {
  const bytes = Buffer.concat(parts)
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

async function paths(...parts: readonly Uint8Array[]): Promise<string[]> {
  return (await listBoxes(fileOf(...parts))).map(({ path }) => path)
}

const bytes = (count: number) => new Uint8Array(count).fill(7)

describe('boxes', () => {
  it('are listed with their way, parents first, also inside of those that begin with fields of their own', async () => {
    const entry = box('avc1', bytes(78), box('avcC', bytes(3)))
    const stbl = box('stbl', box('stsd', bytes(8), entry), box('stts', bytes(4)))
    const file = [
      box('ftyp', bytes(4)),
      box('moov', box('trak', box('mdia', box('minf', stbl)))),
      box('mdat', bytes(9)),
    ]
    const way = 'moov/trak/mdia/minf/stbl'
    expect(await paths(...file)).toEqual([
      ...['ftyp', 'moov', 'moov/trak', 'moov/trak/mdia', 'moov/trak/mdia/minf', way],
      ...[`${way}/stsd`, `${way}/stsd/avc1`, `${way}/stsd/avc1/avcC`, `${way}/stts`, 'mdat'],
    ])
  })

  it('are found where they lie, with long sizes and an open one at the end', async () => {
    const file = fileOf(
      box('free'),
      longBox('mdat', bytes(20)),
      Buffer.from([0, 0, 0, 0, ...Buffer.from('mdat'), 1, 2]),
    )
    const found = await listBoxes(file)
    expect(found.map(({ type, from, until }) => [type, from, until])).toEqual([
      ['free', 8, 8],
      ['mdat', 24, 44],
      ['mdat', 52, 54],
    ])
    expect(await contentOf(file, found[2] ?? { type: '', path: '', from: 0, until: 0 })).toEqual(Buffer.from([1, 2]))
  })

  it('are hidden from nobody inside of boxes that are no parents', async () => {
    expect(await paths(box('udta', box('meta')))).toEqual(['udta'])
    expect(['moov', 'stsd', 'mp4a'].map((type) => isParent({ type, path: type, from: 0, until: 0 }))).toEqual(
      Array.from({ length: 3 }, () => true),
    )
    expect(isParent({ type: 'udta', path: 'udta', from: 0, until: 0 })).toBe(false)
  })

  it('of an empty file are none', async () => {
    expect(await paths()).toEqual([])
  })
})

const cutAtSeven = box('free', bytes(4)).subarray(0, 7)
const tooLong = box('moov', bytes(0))
tooLong.writeUInt32BE(9)
// Taken as it stands it would make the bytes after it a box.
const tooShort = Buffer.concat([Buffer.from([0, 0, 0, 7]), text('fre'), box('free')])
tooShort.writeUInt32BE(7)
const overParent = box('trak', bytes(4))
overParent.writeUInt32BE(13)
const openInside = box('free', bytes(4))
openInside.writeUInt32BE(0)
const farTooLong = longBox('mdat', bytes(4))
farTooLong.writeBigUInt64BE(2n ** 63n, 8)
const longCutOff = Buffer.from([0, 0, 0, 1, ...Buffer.from('mdat'), 0, 0])

describe('a file is broken', () => {
  it.each([
    ['that ends within a box head', [box('free'), cutAtSeven]],
    ['with a box that reaches over its end', [tooLong]],
    ['with a box shorter than its head', [tooShort]],
    ['with a box that reaches over its parent', [box('moov', overParent), box('free', bytes(100))]],
    ['with a box of open size inside of another', [box('moov', openInside), box('free')]],
    ['with a size beyond all files', [farTooLong]],
    ['with a long size that is cut off', [longCutOff]],
    ['with a parent shorter than its own fields', [box('stsd', bytes(4))]],
    ['with more boxes than any copy has', [manyBoxes(400_001)]],
    ['with a header of more boxes than any copy has', [box('moov', manyBoxes(10_001))]],
    ['with boxes nested without end', [nested(10_001)]],
    ['with boxes nested deeper than in any copy', [nested(18)]],
  ] as const)('%s', async (_, parts) => {
    await expect(paths(...parts)).rejects.toThrow(BrokenMp4)
  })
})

function manyBoxes(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => box('free')))
}

function nested(depth: number): Buffer {
  const all = Buffer.alloc(depth * 8)
  for (let level = 0; level < depth; level++) {
    all.writeUInt32BE((depth - level) * 8, level * 8)
    all.write('moov', level * 8 + 4, 'latin1')
  }
  return all
}

it('reads no box into memory that is longer than any table', async () => {
  const huge = { type: 'udta', path: 'udta', from: 0, until: 2 ** 40 }
  await expect(contentOf({ size: 2 ** 40, read: () => Promise.reject(new Error('read')) }, huge)).rejects.toThrow(
    BrokenMp4,
  )
})
