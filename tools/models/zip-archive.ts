import { inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50

type Entry = { readonly method: number; readonly packedBytes: number; readonly bytes: number; readonly at: number }

/**
 * Takes one file out of a ZIP archive (a Python wheel is one) without running or unpacking anything else. Reads stored
 * and deflated members up to 4 GiB; throws on anything else (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
 */
export function readZipMember(archive: Buffer, path: string): Buffer {
  const entry = findEntry(archive, path)
  if (archive.readUInt32LE(entry.at) !== localSignature) throw new Error(`no local header for ${path}`)
  const from = entry.at + 30 + archive.readUInt16LE(entry.at + 26) + archive.readUInt16LE(entry.at + 28)
  const packed = archive.subarray(from, from + entry.packedBytes)
  const bytes = unpack(packed, entry)
  if (bytes.length !== entry.bytes) throw new Error(`${path} has ${bytes.length} bytes, not ${entry.bytes}`)
  return bytes
}

function unpack(packed: Buffer, entry: Entry): Buffer {
  if (entry.method === 0) return packed
  if (entry.method === 8) return inflateRawSync(packed, { maxOutputLength: entry.bytes })
  throw new Error(`compression method ${entry.method} is not read`)
}

function findEntry(archive: Buffer, path: string): Entry {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || archive.readUInt32LE(end) !== endSignature) throw new Error('not a ZIP archive')
  const count = archive.readUInt16LE(end + 10)
  let at = archive.readUInt32LE(end + 16)
  for (let i = 0; i < count; i += 1) {
    if (archive.readUInt32LE(at) !== entrySignature) throw new Error('the archive directory is damaged')
    const nameBytes = archive.readUInt16LE(at + 28)
    if (archive.toString('utf8', at + 46, at + 46 + nameBytes) === path) {
      return {
        method: archive.readUInt16LE(at + 10),
        packedBytes: archive.readUInt32LE(at + 20),
        bytes: archive.readUInt32LE(at + 24),
        at: archive.readUInt32LE(at + 42),
      }
    }
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  throw new Error(`the archive holds no ${path}`)
}
