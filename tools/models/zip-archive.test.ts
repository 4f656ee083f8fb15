import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readZipMember } from './zip-archive.ts'

/** A ZIP archive of the given members, every second one deflated. */
function zip(members: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  Object.entries(members).forEach(([name, bytes], index) => {
    const method = index % 2 === 1 ? 8 : 0
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(bytes.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    locals.push(local, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  })
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length / 2, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...directory, end])
}

const long = Buffer.from('weights '.repeat(1000))
const archive = zip({ 'a/readme': Buffer.from('hello'), 'a/model.onnx': long, last: Buffer.alloc(0) })

test('takes stored and deflated members out', () => {
  expect(readZipMember(archive, 'a/readme').toString()).toBe('hello')
  expect(readZipMember(archive, 'a/model.onnx').equals(long)).toBe(true)
  expect(readZipMember(archive, 'last').length).toBe(0)
})

test('refuses what is not there, no archive, and damage', () => {
  expect(() => readZipMember(archive, 'model.onnx')).toThrow('holds no model.onnx')
  expect(() => readZipMember(Buffer.from('text'), 'a')).toThrow('not a ZIP archive')
  const damaged = Buffer.from(archive)
  damaged.fill(0, 0, 4)
  expect(() => readZipMember(damaged, 'a/readme')).toThrow('no local header')
})
