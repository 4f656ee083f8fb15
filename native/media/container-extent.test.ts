import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { announcedBytes, endOfWholeBoxes } from './container-extent.ts'

function sourceOf(...parts: readonly (string | readonly number[] | Uint8Array)[]): ByteSource {
  const bytes = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
  return {
    size: bytes.length,
    read: async (offset, length) => Uint8Array.from(bytes.subarray(offset, offset + length)),
  }
}

const box = (name: string, size: number, content = size - 8) => {
  const bytes = Buffer.alloc(8 + content)
  bytes.writeUInt32BE(size)
  bytes.write(name, 4, 'latin1')
  return bytes
}

const riff = (size: number, content: number) => {
  const bytes = Buffer.alloc(8 + content)
  bytes.write('RIFF', 'latin1')
  bytes.writeUInt32LE(size, 4)
  return bytes
}

it.each([
  ['whole', sourceOf(box('ftyp', 16), box('mdat', 100)), 116],
  ['cut within its media data', sourceOf(box('ftyp', 16), box('mdat', 1000, 50)), 1016],
  ['cut within the head of a box', sourceOf(box('ftyp', 16), [0, 0]), 24],
  ['open at the end', sourceOf(box('ftyp', 16), box('mdat', 0, 50)), 74],
  ['followed by something else', sourceOf(box('ftyp', 16), [255, 0, 0, 9, 1, 2, 3, 4, 5]), 16],
  ['of a box smaller than its head', sourceOf(box('ftyp', 16), box('mdat', 4, 50)), null],
])('knows how long an MP4 is that is %s', async (_, source, bytes) => {
  expect(await announcedBytes(source, 'mov')).toBe(bytes)
})

it('knows where whole boxes end before one that was cut', async () => {
  expect(await endOfWholeBoxes(sourceOf(box('ftyp', 16), box('moof', 100, 20)))).toBe(16)
  expect(await endOfWholeBoxes(sourceOf(box('ftyp', 16), [0, 0]))).toBe(16)
  expect(await endOfWholeBoxes(sourceOf(box('ftyp', 16), box('mdat', 20)))).toBeNull()
  expect(await endOfWholeBoxes(sourceOf(box('moof', 100, 20)))).toBeNull()
  expect(await endOfWholeBoxes(sourceOf('RIFF and so on'))).toBeNull()
})

it('reads sizes of 64 bits', async () => {
  const wide = Buffer.concat([box('mdat', 1, 8), Buffer.alloc(20)])
  wide.writeBigUInt64BE(2n ** 40n, 8)
  expect(await announcedBytes(sourceOf(wide), 'mov')).toBe(2 ** 40)
  wide.writeBigUInt64BE(3n, 8)
  expect(await announcedBytes(sourceOf(wide), 'mov')).toBeNull()
})

it.each([
  ['whole', sourceOf(riff(20, 20)), 28],
  ['cut short', sourceOf(riff(2000, 20)), 2008],
  ['of several parts', sourceOf(riff(20, 20), riff(300, 10)), 336],
  ['written live', sourceOf(riff(2 ** 32 - 1, 20)), null],
  ['of odd length, and padded', sourceOf(riff(21, 22)), 30],
])('knows how long a RIFF file is that is %s', async (_, source, bytes) => {
  expect(await announcedBytes(source, 'avi')).toBe(bytes)
})

const ebml = [0x1a, 0x45, 0xdf, 0xa3, 0x83, 1, 2, 3]
const segment = [0x18, 0x53, 0x80, 0x67]

it.each([
  ['in one octet', [0x8a], 8 + 5 + 10],
  ['in eight octets', [0x01, 0, 0, 0, 0, 0, 0x10, 0x00], 8 + 12 + 4096],
  ['as unknown', [0x01, 255, 255, 255, 255, 255, 255, 255], null],
  ['as unknown in one octet', [0xff], null],
  ['in a way that nobody may', [0x00, 1, 2, 3, 4, 5, 6, 7], null],
])('reads the size of a Matroska segment %s', async (_, size, bytes) => {
  expect(await announcedBytes(sourceOf(ebml, segment, size, new Uint8Array(20)), 'matroska')).toBe(bytes)
})

it('counts the packets of a transport stream', async () => {
  const stream = Buffer.alloc(188 * 5)
  for (let packet = 0; packet < 5; packet++) stream[packet * 188] = 0x47
  expect(await announcedBytes(sourceOf(stream), 'mpegts')).toBe(940)
  expect(await announcedBytes(sourceOf(stream.subarray(0, 801)), 'mpegts')).toBe(940)
  expect(await announcedBytes(sourceOf('G'), 'mpegts')).toBeNull()
  expect(await announcedBytes(sourceOf(new Uint8Array(1000)), 'mpegts')).toBeNull()
})

it('answers for any bytes', async () => {
  const container = fc.constantFrom('mov', 'avi', 'matroska')
  const start = fc.constantFrom([], [0, 0, 0, 1, 109, 100, 97, 116], [82, 73, 70, 70], [...ebml, ...segment])
  await fc.assert(
    fc.asyncProperty(container, start, fc.uint8Array({ maxLength: 64 }), async (name, head, rest) => {
      const answer = await announcedBytes(sourceOf(head, rest), name)
      expect(answer === null || (Number.isFinite(answer) && answer >= 0)).toBe(true)
    }),
  )
})
