import { type FileHandle, truncate } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  anyKey,
  found,
  hexHash,
  makeSegmentDesk,
  plainBytes,
  quietWork,
  type SegmentDesk,
} from '../../../tools/vault/small-segments.ts'
import { checkSegments, hashStored } from './check-segments.ts'
import { recordKind, sealOf, sealRecord, trailerPlain } from './segment-format.ts'
import { openSegments } from './segment-source.ts'
import { createSegmentWriter } from './segment-writer.ts'

let desk: SegmentDesk
beforeAll(async () => {
  desk = await makeSegmentDesk()
})
afterAll(() => desk.remove())

const name = 'clip.mp4'
const key = anyKey()
/** Two full segments of 16 bytes and one of 5: header 32, records 40, 40 and 29, trailer 32. */
const plain = plainBytes(37)
const recordsAt = [32, 72, 112, 141] as const
const segments = [
  [0, 16],
  [16, 32],
  [32, 37],
] as const

/** What opening a file says: nothing, or what is wrong with it. */
async function problemOf(handle: FileHandle, withKey = key): Promise<string | null> {
  const opened = await openSegments(handle, withKey, name)
  if (opened.ok) return null
  expect(opened.failure).toMatchObject({ kind: 'object-damaged', name })
  return opened.failure.kind === 'object-damaged' ? opened.failure.problem : opened.failure.kind
}

/** Opens bytes as a file of their own. */
async function problemOfBytes(bytes: Uint8Array, withKey = key): Promise<string | null> {
  return problemOf(await desk.file('bytes', bytes), withKey)
}

async function reportOf(handle: FileHandle) {
  return found(await checkSegments(handle, key, name, quietWork))
}

type Read = (bytes: Uint8Array, at: number, length: number, position: number) => Promise<{ bytesRead: number }>

/** The same file, read in another way. */
function withRead(handle: FileHandle, read: Read): FileHandle {
  return new Proxy(handle, {
    get: (target, member) => {
      if (member === 'read') return read
      const value: unknown = Reflect.get(target, member)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

it('finds nothing wrong with a sound file', async () => {
  const stored = await desk.stored(plain, key)
  const handle = await desk.file('sound', stored)
  expect(stored.length).toBe(173)
  expect(await problemOf(handle)).toBe(null)
  expect(await reportOf(handle)).toEqual({
    problem: null,
    bytes: 37,
    storedBytes: 173,
    damaged: [],
    sha256: hexHash(plain),
  })
  expect(await hashStored(handle, name, quietWork)).toEqual({
    ok: true,
    value: { storedSha256: hexHash(stored), storedBytes: 173 },
  })
})

describe('a changed bit', () => {
  it('of header or trailer is told when the file is opened, and the segments can still be checked', async () => {
    const stored = await desk.stored(plain, key)
    const handle = await desk.file('header', stored)
    for (const place of Array.from({ length: 64 }, (_, at) => (at < 32 ? at : 109 + at))) {
      for (let bit = 0; bit < 8; bit++) {
        const byte = (stored[place] ?? 0) ^ (1 << bit)
        await handle.write(Uint8Array.of(byte), 0, 1, place)
        expect([place, bit, await problemOf(handle)]).toEqual([place, bit, 'changed'])
        expect(await reportOf(handle)).toMatchObject({ problem: 'changed', bytes: 37, damaged: [], sha256: null })
      }
      await handle.write(stored, place, 1, place)
    }
    expect(await problemOf(handle)).toBe(null)
  })

  it('of a segment costs that segment and no other', async () => {
    const stored = await desk.stored(plain, key)
    const handle = await desk.file('segments', stored)
    for (let place = 32; place < 141; place++) {
      const hurt = segments[recordsAt.findLastIndex((begin) => begin <= place)]
      for (let bit = 0; bit < 8; bit++) {
        await handle.write(Uint8Array.of((stored[place] ?? 0) ^ (1 << bit)), 0, 1, place)
        const source = found(await openSegments(handle, key, name))
        await expect(source.read(0, 37)).rejects.toThrow()
        expect(source.fault()).toEqual({ kind: 'object-damaged', name, problem: 'changed', bytes: hurt })
        for (const [from, until] of segments.filter((segment) => segment !== hurt))
          expect(await source.read(from, until - from)).toEqual(plain.slice(from, until))
        expect(await reportOf(handle)).toMatchObject({ problem: null, damaged: [hurt], sha256: null })
      }
      await handle.write(stored, place, 1, place)
    }
  })

  it('in two places is two ranges', async () => {
    const stored = await desk.stored(plain, key)
    for (const place of [50, 120]) stored[place] = (stored[place] ?? 0) ^ 1
    expect((await reportOf(await desk.file('two', stored))).damaged).toEqual([segments[0], segments[2]])
  })

  it('is seen without the key too', async () => {
    const stored = await desk.stored(plain, key)
    const handle = await desk.file('keyless', stored)
    for (let place = 0; place < stored.length; place++) {
      await handle.write(Uint8Array.of((stored[place] ?? 0) ^ 1), 0, 1, place)
      expect(found(await hashStored(handle, name, quietWork)).storedSha256).not.toBe(hexHash(stored))
      await handle.write(stored, place, 1, place)
    }
  })

  it('is located in segments of 64 KiB', async () => {
    const handle = await desk.file('large')
    const writer = createSegmentWriter(handle, key, name)
    await writer.append(plainBytes(200_000))
    found(await writer.finish())
    for (const place of [70_000, 190_000]) await handle.write(Uint8Array.of(0, 0, 0, 0), 0, 4, place)
    expect((await reportOf(handle)).damaged).toEqual([[65_536, 196_608]])
  })
})

describe('a file of another length', () => {
  it('is cut short, wherever it was cut', async () => {
    for (const length of [0, 5, 16, 37]) {
      const stored = await desk.stored(plain.subarray(0, length), key)
      for (let size = 0; size < stored.length; size++) {
        expect([length, size, await problemOfBytes(stored.subarray(0, size))]).toEqual([length, size, 'cut-short'])
        const handle = await desk.file('cut', stored.subarray(0, size))
        expect(await reportOf(handle)).toMatchObject({ problem: 'cut-short', storedBytes: size, sha256: null })
      }
    }
  })

  it('still shows its whole segments to a check when its end is lost', async () => {
    const stored = await desk.stored(plain, key)
    const report = await reportOf(await desk.file('cut', stored.subarray(0, 120)))
    expect(report).toMatchObject({ problem: 'cut-short', sha256: null })
    expect(report.damaged.every(([from]) => from >= 16)).toBe(true)
  })

  it.each([
    ['zeros', () => new Uint8Array(300)],
    ['what looks like trailers', () => new Uint8Array(300).fill(2)],
    ['what looks like last segments', () => new Uint8Array(300).fill(1)],
    ['itself', (stored: Uint8Array) => stored],
  ])('has %s added to it', async (_, more) => {
    for (const length of [0, 16, 37]) {
      const stored = await desk.stored(plain.subarray(0, length), key)
      const added = more(stored)
      for (const extra of [1, 23, 24, 31, 32, 40, 64, added.length].filter((bytes) => bytes <= added.length)) {
        const handle = await desk.file('longer', Buffer.concat([stored, added.subarray(0, extra)]))
        expect([length, extra, await problemOf(handle)]).toEqual([length, extra, 'longer'])
        expect(await reportOf(handle)).toMatchObject({ problem: 'longer', bytes: length, damaged: [], sha256: null })
      }
    }
  })

  it('is not searched for ends for ever', async () => {
    const head = (await desk.stored(plain, key)).subarray(0, 32)
    const handle = await desk.file('claims', Buffer.concat([head, new Uint8Array(40_000).fill(1)]))
    let reads = 0
    const counted = withRead(handle, (bytes, at, length, position) => {
      reads++
      return handle.read(bytes, at, length, position)
    })
    expect(await problemOf(counted)).toBe('changed')
    expect(reads).toBeLessThan(60)
  })

  it('lost its end while it was open', async () => {
    const handle = await desk.file('shrinking', await desk.stored(plain, key))
    const source = found(await openSegments(handle, key, name))
    await truncate(desk.path('shrinking'), 100)
    await expect(source.read(16, 16)).rejects.toThrow()
    expect(source.fault()).toEqual({ kind: 'object-damaged', name, problem: 'cut-short' })
    expect(await source.read(0, 16)).toEqual(plain.slice(0, 16))
  })
})

describe('segments in other places', () => {
  const parts = (stored: Uint8Array) => recordsAt.map((begin, at) => stored.subarray(begin, recordsAt[at + 1]))

  it('are refused where they do not belong', async () => {
    const stored = await desk.stored(plain, key)
    const [first, second] = parts(stored) as [Uint8Array, Uint8Array]
    const rest = stored.subarray(112)
    const head = stored.subarray(0, 32)
    const reordered = await desk.file('reordered', Buffer.concat([head, second, first, rest]))
    expect((await reportOf(reordered)).damaged).toEqual([[0, 32]])
    const repeated = await desk.file('repeated', Buffer.concat([head, first, first, rest]))
    expect((await reportOf(repeated)).damaged).toEqual([[16, 32]])
    expect(await problemOfBytes(Buffer.concat([head, first, rest]))).not.toBe(null)
    expect(await problemOfBytes(Buffer.concat([head, first, second, second, rest]))).not.toBe(null)
  })

  it('are refused from another file of the same size', async () => {
    const mine = await desk.stored(plain, key)
    const other = await desk.stored(plain, anyKey())
    const mixed = await desk.file(
      'mixed',
      Buffer.concat([mine.subarray(0, 72), other.subarray(72, 112), mine.subarray(112)]),
    )
    expect((await reportOf(mixed)).damaged).toEqual([[16, 32]])
  })
})

it('believes no trailer that speaks of another length, even one under the right key', async () => {
  const stored = await desk.stored(plain, key)
  const seal = sealOf(key, 4)
  for (const [length, problem] of [
    [37, null],
    [36, 'changed'],
    [2 ** 40, 'changed'],
  ] as const) {
    const record = { kind: recordKind.trailer, salt: stored.subarray(142, 149), index: 3, plain: trailerPlain(length) }
    sealRecord(seal, record, stored.subarray(141))
    expect(await problemOfBytes(stored)).toBe(problem)
  }
})

describe('another file', () => {
  it('is told from a damaged one', async () => {
    const other = anyKey()
    expect(await problemOfBytes(await desk.stored(plain, other))).toBe('other-file')
    expect(await problemOfBytes(await desk.stored(plain, { ...other, fileId: key.fileId }))).not.toBe(null)
    expect(await problemOfBytes(plainBytes(500))).toBe('not-ours')
    expect(await problemOfBytes(plainBytes(20))).toBe('not-ours')
    expect(await problemOfBytes(new TextEncoder().encode('OCCSEG1\n'))).toBe('cut-short')
  })
})

describe('a disk that cannot read a sector', () => {
  /** A file of which the stored bytes around `place` cannot be read. */
  const failingAt = (handle: FileHandle, place: number): FileHandle =>
    withRead(handle, async (bytes, at, length, position) => {
      if (position <= place && place < position + length) throw Object.assign(new Error('sector'), { code: 'EIO' })
      return handle.read(bytes, at, length, position)
    })

  it('costs the segments that lie there', async () => {
    const handle = failingAt(await desk.file('sector', await desk.stored(plain, key)), 80)
    expect(await reportOf(handle)).toMatchObject({ problem: null, damaged: [[16, 32]], sha256: null })
    const source = found(await openSegments(handle, key, name))
    await expect(source.read(0, 37)).rejects.toThrow()
    expect(source.fault()).toEqual({ kind: 'file-unreadable', name })
    expect(await source.read(32, 5)).toEqual(plain.slice(32))
  })

  it('is said when the header lies there', async () => {
    const handle = failingAt(await desk.file('sector', await desk.stored(plain, key)), 3)
    const failure = { ok: false, failure: { kind: 'file-unreadable', name } }
    expect(await openSegments(handle, key, name)).toEqual(failure)
    expect(await checkSegments(handle, key, name, quietWork)).toEqual(failure)
    expect(await hashStored(handle, name, quietWork)).toEqual(failure)
  })
})

it('can be stopped', async () => {
  const handle = await desk.file('stopped', await desk.stored(plain, key))
  const work = { signal: AbortSignal.abort(), onBytes: () => {} }
  expect(await checkSegments(handle, key, name, work)).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  expect(await hashStored(handle, name, work)).toEqual({ ok: false, failure: { kind: 'cancelled' } })
})
