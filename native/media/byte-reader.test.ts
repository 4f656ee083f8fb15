import { AVERROR_EIO, AVERROR_EOF, AVSEEK_CUR, AVSEEK_SET } from 'node-av/constants'
import { afterEach, describe, expect, it } from 'vitest'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { ByteReader } from './byte-reader.ts'

const mebibyte = 1 << 20

/** What every source in these tests begins with; no two places look alike. */
const content = new Uint8Array(Uint32Array.from({ length: 1.5 * mebibyte }, (_, at) => at).buffer)

/** A source that answers as ports promise, and notes which offsets were asked for. */
function sourceOf(size: number): ByteSource & { readonly asked: number[] } {
  const asked: number[] = []
  return {
    size,
    asked,
    read: async (offset, length) => {
      asked.push(offset / mebibyte)
      return content.slice(offset, Math.min(size, offset + length))
    },
  }
}

const readers: ByteReader[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
})

function reading(source: ByteSource): ByteReader {
  const reader = new ByteReader(source)
  readers.push(reader)
  return reader
}

/** Reads `length` bytes at `offset` through FFmpeg. */
async function bytesAt(reader: ByteReader, offset: number, length: number): Promise<Buffer | number> {
  await reader.context.seek(BigInt(offset), AVSEEK_SET)
  return reader.context.read(length)
}

function expected(offset: number, length: number): Buffer {
  return Buffer.from(content.subarray(offset, offset + length))
}

describe('bytes through FFmpeg', () => {
  it('are those of the source, in order, from anywhere and across blocks', async () => {
    const reader = reading(sourceOf(2 * mebibyte + 100))
    expect(await reader.context.size()).toBe(BigInt(2 * mebibyte + 100))
    expect(await bytesAt(reader, 0, 10)).toEqual(expected(0, 10))
    expect(await reader.context.read(10)).toEqual(expected(10, 10))
    await reader.context.seek(BigInt(mebibyte - 5), AVSEEK_SET)
    await reader.context.seek(2n, AVSEEK_CUR)
    expect(await reader.context.read(3)).toEqual(expected(mebibyte - 3, 3))
    expect(await reader.context.read(7)).toEqual(expected(mebibyte, 7))
    expect(await bytesAt(reader, 2 * mebibyte + 90, 10)).toEqual(expected(2 * mebibyte + 90, 10))
  })

  it('end where the source ends', async () => {
    const reader = reading(sourceOf(50))
    expect(await bytesAt(reader, 40, 30)).toEqual(expected(40, 10))
    expect(await reader.context.read(1)).toBe(AVERROR_EOF)
    expect(await bytesAt(reader, 500, 1)).toBe(AVERROR_EOF)
    expect(reader.sourceFault).toBeNull()
  })
})

describe('blocks', () => {
  it('are asked for whole while reading goes on', async () => {
    const source = sourceOf(3 * mebibyte)
    const reader = reading(source)
    for (let offset = 0; offset < 3 * mebibyte; offset += 65_536) {
      expect(await reader.context.read(65_536)).toEqual(expected(offset, 65_536))
    }
    expect(source.asked).toEqual([0, 1, 2])
  })

  it('are asked for whole once tracks in four places interleave', async () => {
    const source = sourceOf(6 * mebibyte)
    const reader = reading(source)
    await reader.context.read(4)
    source.asked.length = 0
    for (let step = 0; step < 10; step++) {
      for (const block of [1, 2, 3, 5]) {
        const offset = block * mebibyte + step * 100_000
        expect(await bytesAt(reader, offset, 4)).toEqual(expected(offset, 4))
      }
    }
    const glances = [0, 1, 2].flatMap((step) => [1, 2, 3, 5].map((block) => block + (step * 100_000) / mebibyte))
    expect(source.asked).toEqual([...glances, 1, 2, 3, 5])
  })

  it('are not asked for by looking here and there, and then reading on from the last place', async () => {
    const lengths: number[] = []
    const whole = sourceOf(6 * mebibyte)
    const readNoted: ByteSource['read'] = (at, length) => {
      lengths.push(length)
      return whole.read(at, length)
    }
    const source = { ...whole, read: readNoted }
    const reader = reading(source)
    for (const block of [1, 2, 3, 4, 5]) await bytesAt(reader, block * mebibyte + 300_000, 4)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(65_536)
    const after = 5 * mebibyte + 300_004
    for (let offset = after; offset < after + 200_000; offset += 50_000) {
      expect(await reader.context.read(50_000)).toEqual(expected(offset, 50_000))
    }
    expect(lengths.at(-1)).toBe(mebibyte)
  })

  it('are let go again, so that memory stays flat', async () => {
    const source = sourceOf(6 * mebibyte)
    const reader = reading(source)
    for (let round = 0; round < 2; round++) {
      for (let block = 0; block < 6; block++) {
        for (let step = 0; step < 4; step++) await bytesAt(reader, block * mebibyte + 300_000 + step * 150_000, 4)
      }
    }
    const wholes = source.asked.filter((asked) => Number.isInteger(asked))
    expect(wholes).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
  })
})

describe('a source that fails', () => {
  it('is told from the end of the clip, and why', async () => {
    const fault = new Error('the disk is gone')
    const reader = reading({ size: 100, read: () => Promise.reject(fault) })
    expect(await bytesAt(reader, 0, 10)).toBe(AVERROR_EIO)
    expect(reader.sourceFault).toBe(fault)
  })

  it('is one that gives less than it has', async () => {
    const whole = sourceOf(100)
    const short = reading({ size: 100, read: async (offset) => whole.read(offset, 60) })
    expect(await bytesAt(short, 0, 10)).toBe(AVERROR_EIO)
    expect(short.sourceFault).toBeInstanceOf(RangeError)
  })
})

it('takes no place before the beginning', async () => {
  const source = sourceOf(100)
  const reader = reading(source)
  expect(await reader.context.seek(-1n, AVSEEK_SET)).toBeLessThan(0n)
  expect(await reader.context.read(4)).toEqual(expected(0, 4))
  expect(source.asked).toEqual([0])
})
