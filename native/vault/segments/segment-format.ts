import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * Format of encrypted files, version 1 (docs/FORMATS.md, "Vault: segments"):
 *
 *     file   = header, segment 0 ... segment n-1, trailer       n >= 1
 *     record = kind (1), salt (7), ciphertext, tag (16)         every segment and the trailer is one
 *
 * After STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance, CRYPTO 2015). Nonces are made deterministically in the sense of NIST SP 800-38D, 8.2.1: the salt is
 * the fixed field, drawn anew whenever a writer begins or goes on; kind and index are the invocation field.
 */

/** A key for one file and for nothing else: 32 bytes for AES-256-GCM, and the 16 bytes by which the file is known. */
export type SegmentKey = { readonly key: Uint8Array; readonly fileId: Uint8Array }

/** A new random key and file id. */
export function newSegmentKey(): SegmentKey {
  return { key: randomBytes(32), fileId: randomBytes(16) }
}

/** True for a key that was overwritten: it would open nothing, and what it sealed everybody could read. */
export function isForgotten(key: Uint8Array): boolean {
  return key.every((byte) => byte === 0)
}

/** `OCCSEG1` and a line feed; the digit is the version. */
const magic = Uint8Array.of(0x4f, 0x43, 0x43, 0x53, 0x45, 0x47, 0x31, 0x0a)

/** Bytes of the header: magic (8), log2 of the segment size (1), zeros (7), file id (16). */
export const headerBytes = 32
/** Where the file id begins in the header; it fills the rest. */
export const fileIdAt = 16
/** Bytes of a record before its ciphertext: kind and salt. */
export const prefixBytes = 8
/** Bytes of a salt. */
export const saltBytes = 7
/** Bytes that a record has besides its ciphertext. */
export const recordOverhead = 24
/** Bytes of the trailer: a record that holds the length of the plain bytes, 64 bits, big-endian. */
export const trailerBytes = 32
/** log2 of the plain bytes in a segment, but the last. */
export const segmentBits = 16

const tagBytes = 16
const bitsAt = 8
const leastBits = 4
const mostBits = 20
/** An index has 32 bits, and the trailer needs one too. */
const mostSegments = 2 ** 32 - 1

/** What a record is: a segment with others after it, the last one, or the trailer. */
export const recordKind = { more: 0, last: 1, trailer: 2 } as const

/** One of the kinds of records. */
export type RecordKind = (typeof recordKind)[keyof typeof recordKind]

/** What all records of a file are sealed with: its key, and its header as associated data. */
export type Seal = { readonly key: Uint8Array; readonly header: Uint8Array }

/** How many segments a file has, and how many plain bytes. */
export type Extent = { readonly segments: number; readonly bytes: number }

/** The seal of a file whose segments have 2^`bits` bytes; throws on a key of the wrong form. */
export function sealOf(key: SegmentKey, bits: number): Seal {
  if (key.key.length !== 32 || key.fileId.length !== 16) throw new RangeError('a key has 32 bytes and a file id 16')
  if (!isSegmentBits(bits)) throw new RangeError('not a size of segments')
  const header = new Uint8Array(headerBytes)
  header.set(magic)
  header[bitsAt] = bits
  header.set(key.fileId, fileIdAt)
  return { key: key.key, header }
}

/** True for a log2 of segment sizes that readers take: bounded, since it decides how much memory a segment needs. */
function isSegmentBits(bits: number): boolean {
  return Number.isInteger(bits) && bits >= leastBits && bits <= mostBits
}

/** log2 of the segment size that a header speaks of; null when it makes no sense. */
export function bitsOfHeader(header: Uint8Array): number | null {
  const bits = header[bitsAt] ?? 0
  return isSegmentBits(bits) ? bits : null
}

/** Every log2 of a segment size that there can be. */
export function allSegmentBits(): readonly number[] {
  return Array.from({ length: mostBits - leastBits + 1 }, (_, index) => leastBits + index)
}

/** True when these bytes begin like a file of ours, as far as they reach. */
export function beginsLikeOurs(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => index >= bytes.length || bytes[index] === byte)
}

/** Where segment `index` (or, after the last full one, what follows it) begins in the file. */
export function recordOffset(index: number, segmentBytes: number): number {
  return headerBytes + index * (segmentBytes + recordOverhead)
}

/** The kind that segment `index` has to have. */
export function kindOfSegment(index: number, segments: number): RecordKind {
  return index === segments - 1 ? recordKind.last : recordKind.more
}

/** Plain bytes in segment `index`. */
export function bytesOfSegment(index: number, extent: Extent, segmentBytes: number): number {
  return index < extent.segments - 1 ? segmentBytes : extent.bytes - index * segmentBytes
}

/** The extent of a whole file of `storedBytes`; null when no whole file has that size. */
export function extentOf(storedBytes: number, segmentBytes: number): Extent | null {
  const records = storedBytes - headerBytes - trailerBytes
  const segments = Math.ceil(records / (segmentBytes + recordOverhead))
  if (segments < 1 || segments > mostSegments) return null
  const bytes = records - segments * recordOverhead
  const inLast = bytes - (segments - 1) * segmentBytes
  return inLast < (segments === 1 ? 0 : 1) ? null : { segments, bytes }
}

/** The nonce: kind and salt as they are stored, then the index, 32 bits, big-endian. */
function nonceOf(prefix: Uint8Array, index: number): Uint8Array {
  if (index > mostSegments) throw new RangeError('a file has at most 2^32 - 1 segments')
  const nonce = Buffer.alloc(12)
  nonce.set(prefix.subarray(0, prefixBytes))
  nonce.writeUInt32BE(index, prefixBytes)
  return nonce
}

/** What is put into a record. `index` counts segments; the trailer's is their number. */
export type NewRecord = {
  readonly kind: RecordKind
  readonly salt: Uint8Array
  readonly index: number
  readonly plain: Uint8Array
}

/** Writes a sealed record at the beginning of `into`; answers its length. */
export function sealRecord(seal: Seal, record: NewRecord, into: Uint8Array): number {
  const { plain } = record
  into[0] = record.kind
  into.set(record.salt, 1)
  const cipher = createCipheriv('aes-256-gcm', seal.key, nonceOf(into, record.index), { authTagLength: tagBytes })
  cipher.setAAD(seal.header)
  into.set(cipher.update(plain), prefixBytes)
  cipher.final()
  into.set(cipher.getAuthTag(), prefixBytes + plain.length)
  return plain.length + recordOverhead
}

/** The plain bytes of a whole record; null unless it is authentic at this place: kind, index, header and all. */
export function openRecord(seal: Seal, kind: RecordKind, index: number, record: Uint8Array): Uint8Array | null {
  if (record.length < recordOverhead || record[0] !== kind) return null
  const end = record.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', seal.key, nonceOf(record, index), { authTagLength: tagBytes })
  decipher.setAAD(seal.header)
  decipher.setAuthTag(record.subarray(end))
  const plain = decipher.update(record.subarray(prefixBytes, end))
  try {
    decipher.final()
  } catch {
    // The one thing that `final` of GCM throws for: the tag does not belong to these bytes.
    plain.fill(0)
    return null
  }
  return plain
}

/**
 * The plain bytes of a record that was torn off, for comparing only: nothing vouches for them. `record` begins with the
 * whole prefix; what follows is ciphertext alone.
 */
export function decryptTorn(seal: Seal, index: number, record: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', seal.key, nonceOf(record, index), { authTagLength: tagBytes })
  decipher.setAAD(seal.header)
  return decipher.update(record.subarray(prefixBytes))
}

/** The plain bytes of a trailer. */
export function trailerPlain(bytes: number): Uint8Array {
  const plain = Buffer.alloc(8)
  plain.writeBigUInt64BE(BigInt(bytes))
  return plain
}

/** True when `record` is the trailer of a file of this extent. */
export function isTrailerOf(seal: Seal, extent: Extent, record: Uint8Array): boolean {
  const plain = openRecord(seal, recordKind.trailer, extent.segments, record)
  return plain !== null && Buffer.compare(plain, trailerPlain(extent.bytes)) === 0
}
