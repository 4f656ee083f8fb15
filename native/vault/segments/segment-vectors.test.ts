import { createDecipheriv, createHash } from 'node:crypto'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkSegments } from './check-segments.ts'
import { startAtHeader } from './segment-file.ts'
import { sealOf } from './segment-format.ts'
import { openSegments } from './segment-source.ts'
import vectors from './segment-vectors.json' with { type: 'json' }

/** The published vectors, held against the real writer and reader and against another reader, written after FORMATS.md alone. */

type Sound = (typeof vectors.sound)[number]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-vectors-'))
})
afterAll(() => rm(folder, { recursive: true }))

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const plainOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251)

/** Another reader: nothing of ours, everything by the description. */
function readByDescription(file: Buffer, key: Buffer): Buffer {
  const header = file.subarray(0, 32)
  const size = 2 ** file.readUInt8(8)
  const decrypt = (from: number, until: number, index: number): Buffer => {
    const place = Buffer.alloc(4)
    place.writeUInt32BE(index)
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.concat([file.subarray(from, from + 8), place]))
    cipher.setAAD(header)
    cipher.setAuthTag(file.subarray(until - 16, until))
    return Buffer.concat([cipher.update(file.subarray(from + 8, until - 16)), cipher.final()])
  }
  const plain: Buffer[] = []
  const end = file.length - 32
  for (let from = 32; from < end; from += size + 24)
    plain.push(decrypt(from, Math.min(end, from + size + 24), plain.length))
  expect(plain.map((_, index) => file[32 + index * (size + 24)])).toEqual(
    plain.map((_, at) => (at < plain.length - 1 ? 0 : 1)),
  )
  expect(file[end]).toBe(2)
  expect(decrypt(end, file.length, plain.length).readBigUInt64BE()).toBe(BigInt(Buffer.concat(plain).length))
  return Buffer.concat(plain)
}

/** The file of a vector as the real writer writes it; a vector with two salts was written in two goes and is taken as it is. */
async function fileOf(vector: Sound): Promise<Buffer> {
  const [salt, second] = vector.salts
  if (!salt || second) return hex(vector.stored ?? '')
  const handle = await open(join(folder, 'written'), 'w+')
  const key = { key: hex(vector.key), fileId: hex(vector.fileId) }
  const start = { handle, name: 'vector', seal: sealOf(key, vector.segmentBits), segmentBytes: 2 ** vector.segmentBits }
  const writer = startAtHeader({ ...start, salt: hex(salt) })
  await writer.append(plainOf(vector.plainBytes))
  await writer.finish()
  await handle.close()
  return readFile(join(folder, 'written'))
}

async function withFile<T>(
  stored: Uint8Array,
  use: (handle: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T> {
  await writeFile(join(folder, 'vector'), stored)
  const handle = await open(join(folder, 'vector'), 'r')
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}

const keyOf = (name: string) => {
  const vector = vectors.sound.find((sound) => sound.name === name)
  if (!vector) throw new Error(`no vector ${name}`)
  return { key: hex(vector.key), fileId: hex(vector.fileId) }
}

it.each(vectors.sound)('$name: is written and read to the byte', async (vector) => {
  const file = await fileOf(vector)
  const plain = plainOf(vector.plainBytes)
  expect([file.length, hashOf(file)]).toEqual([vector.storedBytes, vector.storedSha256])
  if (vector.stored !== undefined) expect(file.toString('hex')).toBe(vector.stored)
  expect(hashOf(plain)).toBe(vector.plainSha256)
  expect(Buffer.compare(readByDescription(file, hex(vector.key)), plain)).toBe(0)
  const read = await withFile(file, async (handle) => {
    const source = await openSegments(handle, keyOf(vector.name), 'vector')
    if (!source.ok) throw new Error(JSON.stringify(source.failure))
    return source.value.read(0, source.value.size)
  })
  expect(Buffer.compare(read, plain)).toBe(0)
})

it.each(vectors.refused)('$name: is refused as $problem', async (vector) => {
  const opened = await withFile(hex(vector.stored), (handle) => openSegments(handle, keyOf(vector.of), 'vector'))
  expect(opened).toEqual({
    ok: false,
    failure: { kind: 'object-damaged', name: 'vector', problem: vector.problem },
  })
})

it.each(vectors.damaged)('$name: only that is lost', async (vector) => {
  const work = { signal: new AbortController().signal, onBytes: () => {} }
  const report = await withFile(hex(vector.stored), (handle) => checkSegments(handle, keyOf(vector.of), 'vector', work))
  expect(report).toMatchObject({ ok: true, value: { problem: null, damaged: vector.damaged, sha256: null } })
  expect(() => readByDescription(hex(vector.stored), keyOf(vector.of).key)).toThrow()
})
