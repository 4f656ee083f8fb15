import { readFile, stat, utimes } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../../core/clips/clip-index.ts'
import {
  anyKey,
  found,
  hexHash,
  makeSegmentDesk,
  plainBytes,
  quietWork,
  type SegmentDesk,
  smallWriter,
} from '../../../tools/vault/small-segments.ts'
import { checkSegments } from './check-segments.ts'
import { segmentClipSource } from './segment-clip-source.ts'
import { newSegmentKey } from './segment-format.ts'
import { openSegments } from './segment-source.ts'
import { appendOnlySink, createSegmentWriter } from './segment-writer.ts'

let desk: SegmentDesk
beforeAll(async () => {
  desk = await makeSegmentDesk()
})
afterAll(() => desk.remove())

const name = 'clip.mp4'

it('gives back what was written, whatever sizes it is written and read in', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 12 })
  const reads = fc.array(fc.tuple(fc.nat(300), fc.nat(200)), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(parts, reads, async (written, read) => {
      const handle = await desk.file('property')
      const key = newSegmentKey()
      const writer = smallWriter(handle, key)
      for (const part of written) await writer.append(part)
      const plain = Buffer.concat(written)
      const stored = () => readFile(desk.path('property'))
      const finished = found(await writer.finish())
      expect(finished).toEqual({
        bytes: plain.length,
        sha256: hexHash(plain),
        storedBytes: (await stored()).length,
        storedSha256: hexHash(await stored()),
      })
      const source = found(await openSegments(handle, key, name))
      expect(source.size).toBe(plain.length)
      for (const [offset, length] of read)
        expect(Buffer.from(await source.read(offset, length))).toEqual(plain.subarray(offset, offset + length))
      expect(found(await checkSegments(handle, key, name, quietWork)).sha256).toBe(finished.sha256)
    }),
    { numRuns: 150 },
  )
})

it('writes and reads several megabytes in segments of 64 KiB', async () => {
  const handle = await desk.file('large')
  const key = newSegmentKey()
  const plain = Buffer.concat(Array.from({ length: 37 }, (_, at) => plainBytes(300_001).fill(at, 0, 100_000)))
  const writer = createSegmentWriter(handle, key, name)
  for (let at = 0; at < plain.length; at += 777_777) await writer.append(plain.subarray(at, at + 777_777))
  expect(found(await writer.finish())).toMatchObject({ bytes: plain.length, sha256: hexHash(plain) })
  const source = found(await openSegments(handle, key, name))
  const at = [0, 65_535, 65_536, 5_000_000, plain.length - 10]
  for (const offset of at)
    for (const length of [1, 65_536, 262_144, 9_000_000])
      expect(hexHash(await source.read(offset, length))).toBe(hexHash(plain.subarray(offset, offset + length)))
})

it('keeps the order of writes that nobody waited for, and takes no more after the end', async () => {
  const handle = await desk.file('unawaited')
  const key = newSegmentKey()
  const writer = smallWriter(handle, key)
  const plain = plainBytes(2000)
  const appended = Array.from({ length: 100 }, (_, at) => writer.append(plain.subarray(at * 20, at * 20 + 20)))
  expect(found(await writer.finish()).sha256).toBe(hexHash(plain))
  await Promise.all(appended)
  expect(() => writer.append(plain)).toThrow()
  await expect(writer.finish()).rejects.toThrow()
})

it('waits for a slow disk before it writes the next block', async () => {
  const handle = await desk.file('slow')
  const key = newSegmentKey()
  const slow = new Proxy(handle, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member)
      if (typeof value !== 'function') return value
      if (member !== 'write') return value.bind(target)
      return async (...asked: unknown[]) => {
        for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
        return value.apply(target, asked)
      }
    },
  })
  const writer = smallWriter(slow, key)
  const plain = plainBytes(3000)
  await writer.append(plain)
  expect(found(await writer.finish()).storedSha256).toBe(hexHash(await readFile(desk.path('slow'))))
  const source = found(await openSegments(handle, key, name))
  expect(await source.read(0, 3000)).toEqual(plain)
})

it('lets whoever reads do as they like with the bytes', async () => {
  const key = anyKey()
  const handle = await desk.file('own', await desk.stored(plainBytes(40), key))
  const source = found(await openSegments(handle, key, name))
  ;(await source.read(0, 10)).fill(0)
  const moved = await source.read(0, 10)
  if (moved.buffer instanceof ArrayBuffer) structuredClone(moved, { transfer: [moved.buffer] })
  expect(moved.length).toBe(0)
  expect(await source.read(0, 10)).toEqual(plainBytes(10))
})

it('never writes the same twice under other keys or salts, nor any plain bytes', async () => {
  const key = newSegmentKey()
  const plain = new Uint8Array(64).fill(0x41)
  const twice = [await desk.stored(plain, key), await desk.stored(plain, key)] as const
  expect(Buffer.from(twice[0]).includes('AAAA')).toBe(false)
  const records = twice.flatMap((stored) => [32, 72, 112, 152].map((at) => hexHash(stored.subarray(at + 8, at + 24))))
  expect(new Set(records).size).toBe(8)
})

it('is written in order through a sink', async () => {
  const handle = await desk.file('sink')
  const key = newSegmentKey()
  const writer = createSegmentWriter(handle, key, name)
  const sink = appendOnlySink(writer)
  await sink.write(0, plainBytes(10))
  expect(() => sink.write(5, plainBytes(10))).toThrow(RangeError)
  expect(() => sink.write(11, plainBytes(10))).toThrow(RangeError)
  await sink.write(10, plainBytes(5))
  expect(found(await writer.finish()).bytes).toBe(15)
})

it('says so when something else wrote into the file', async () => {
  const handle = await desk.file('shared', plainBytes(1000))
  const writer = createSegmentWriter(handle, newSegmentKey(), name)
  await writer.append(plainBytes(10))
  expect(await writer.finish()).toEqual({ ok: false, failure: { kind: 'output-taken', name } })
})

describe('a key that was forgotten', () => {
  it('reads nothing more, and no damage is spoken of', async () => {
    const key = anyKey()
    const handle = await desk.file('locked', await desk.stored(plainBytes(40), key))
    const source = found(await openSegments(handle, key, name))
    expect((await source.read(0, 3)).length).toBe(3)
    key.key.fill(0)
    await expect(source.read(0, 3)).rejects.toThrow()
    expect(source.fault()).toEqual({ kind: 'vault-locked' })
    const locked = { ok: false, failure: { kind: 'vault-locked' } }
    expect(await openSegments(handle, key, name)).toEqual(locked)
    expect(await checkSegments(handle, key, name, quietWork)).toEqual(locked)
  })

  it('seals nothing more', async () => {
    const key = newSegmentKey()
    const writer = smallWriter(await desk.file('locked'), key)
    await writer.append(plainBytes(10))
    key.key.fill(0)
    await expect(writer.append(plainBytes(40))).rejects.toThrow()
    expect(writer.fault()).toEqual({ kind: 'vault-locked' })
    expect(await writer.finish()).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
    expect((await stat(desk.path('locked'))).size).toBe(0)
  })

  it('seals nothing behind what it could not, even if the key comes back', async () => {
    const key = newSegmentKey()
    const bytes = Uint8Array.from(key.key)
    const writer = smallWriter(await desk.file('gap'), key)
    key.key.fill(0)
    await expect(writer.append(plainBytes(40))).rejects.toThrow()
    key.key.set(bytes)
    await expect(writer.append(plainBytes(40))).rejects.toThrow()
    expect(await writer.finish()).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
  })
})

describe('as a clip', () => {
  const plain = plainBytes(40)
  const hash = sha256(hexHash(plain))

  it('is unchanged while the stored file is, and while its bytes are', async () => {
    const key = anyKey()
    const handle = await desk.file('clip', await desk.stored(plain, key))
    const clip = segmentClipSource(found(await openSegments(handle, key, name)), name, hash)
    expect([clip.name, clip.bytes.size, clip.fault()]).toEqual([name, 40, null])
    expect(await clip.unchanged(hash)).toBe(true)
    expect(await clip.unchanged(sha256('0'.repeat(64)))).toBe(false)
    await utimes(desk.path('clip'), 1, 1)
    expect(await clip.unchanged(hash)).toBe(true)
    await handle.write(Uint8Array.of(1), 0, 1, 50)
    // The clock of files may stand still for as long as this test takes.
    await utimes(desk.path('clip'), 2, 2)
    expect(await clip.unchanged(hash)).toBe(false)
    expect(clip.fault()).toMatchObject({ kind: 'object-damaged', bytes: [0, 16] })
  })
})
