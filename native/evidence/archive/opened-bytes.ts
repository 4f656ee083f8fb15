import { hkdfSync } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { Decrypter } from 'age-encryption'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { passphraseIdentity } from './passphrase-key.ts'

/** The payload of an age file (age-encryption.org/v1): chunks of this many plain bytes, each with a tag. */
const [chunkBytes, tagBytes, nonceBytes] = [65_536, 16, 16]
const sealedChunk = chunkBytes + tagBytes

/** More than a header for a passphrase ever has. */
const longestHeader = 4_096

/** Where the header ends: with the line that begins with three hyphens. */
async function headerOf(sealed: ByteSource): Promise<Uint8Array> {
  const start = await sealed.read(0, Math.min(longestHeader, sealed.size))
  const text = Buffer.from(start).toString('latin1')
  const end = text.indexOf('\n', text.indexOf('\n--- ') + 1)
  return start.subarray(0, end + 1)
}

/** The nonce of a chunk: its number, big-endian, and whether it is the last. */
function nonceOf(chunk: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setBigUint64(3, BigInt(chunk))
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Opens any part of an age file's payload, which begins at `from`. */
function payloadOf(sealed: ByteSource, key: Uint8Array, from: number): ByteSource {
  const chunks = Math.ceil((sealed.size - from) / sealedChunk)
  const size = sealed.size - from - chunks * tagBytes
  const opened = async (first: number, until: number): Promise<Uint8Array> => {
    const bytes = await sealed.read(from + first * sealedChunk, (until - first) * sealedChunk)
    const plain = new Uint8Array(bytes.length - (until - first) * tagBytes)
    for (let chunk = first; chunk < until; chunk++) {
      const at = (chunk - first) * sealedChunk
      const cipher = chacha20poly1305(key, nonceOf(chunk, chunk === chunks - 1))
      plain.set(cipher.decrypt(bytes.subarray(at, at + sealedChunk)), (chunk - first) * chunkBytes)
    }
    return plain
  }
  // Whoever parses a file asks for a little at a time, mostly from where it was last.
  let last: { readonly from: number; readonly plain: Uint8Array } = { from: 0, plain: new Uint8Array() }
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const until = Math.min(size, offset + length)
    if (offset >= until) return new Uint8Array()
    if (offset < last.from || until > last.from + last.plain.length) {
      const first = Math.floor(offset / chunkBytes)
      last = { from: first * chunkBytes, plain: await opened(first, Math.ceil(until / chunkBytes)) }
    }
    return last.plain.slice(offset - last.from, until - last.from)
  }
  return { size, read }
}

/**
 * What an age file holds, to be read from any place: chunk by chunk, in memory. Its key comes from the package that knows the
 * format's headers. Rejects where the passphrase is not that of the file, and where what is read of it was changed.
 */
export async function openedBytes(sealed: ByteSource, passphrase: string): Promise<ByteSource> {
  const header = await headerOf(sealed)
  const decrypter = new Decrypter()
  decrypter.addIdentity(passphraseIdentity(passphrase))
  const fileKey = await decrypter.decryptHeader(header)
  const nonce = await sealed.read(header.length, nonceBytes)
  const key = new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32))
  return payloadOf(sealed, key, header.length + nonceBytes)
}

/** A part of what can be read. */
export function partOf(bytes: ByteSource, from: number, size: number): ByteSource {
  return {
    size,
    read: (offset, length) => bytes.read(from + offset, Math.max(0, Math.min(length, size - offset))),
  }
}
