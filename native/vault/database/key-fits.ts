import { createDecipheriv, createHmac } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

/** SQLCipher 4's page: the salt in front of the first one, initialisation vector and HMAC behind each. */
const [pageBytes, saltBytes, ivBytes, hmacBytes] = [4096, 16, 16, 64]
const [ivAt, hmacAt] = [pageBytes - ivBytes - hmacBytes, pageBytes - hmacBytes]

/** Bytes 16 to 23 of every database with such pages (SQLite file format, 1.3): page size, formats, reserved bytes, fractions. */
const plainHeader = Buffer.from('1000020250402020', 'hex')

/** How many pages are looked at: one that is whole is enough. */
const mostPages = 64

/** PBKDF2-HMAC-SHA-512 with two iterations (RFC 8018), as SQLCipher makes the key of its HMACs. */
function hmacKey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  const hmac = (bytes: Uint8Array): Buffer => createHmac('sha512', key).update(bytes).digest()
  const first = hmac(Buffer.concat([salt.map((byte) => byte ^ 0x3a), Uint8Array.of(0, 0, 0, 1)]))
  const second = hmac(first)
  return first.map((byte, at) => byte ^ (second[at] ?? 0)).subarray(0, 32)
}

function isWhole(page: Buffer, number: number, key: Uint8Array): boolean {
  const place = Buffer.alloc(4)
  place.writeUInt32LE(number)
  const hmac = createHmac('sha512', key).update(page.subarray(number === 1 ? saltBytes : 0, hmacAt))
  return hmac.update(place).digest().equals(page.subarray(hmacAt))
}

/** Needs no salt: so a file whose salt was changed is still known as its key's. */
function beginsAsDatabase(page: Buffer, key: Uint8Array): boolean {
  const cipher = createDecipheriv('aes-256-cbc', key, page.subarray(ivAt, hmacAt)).setAutoPadding(false)
  return cipher
    .update(page.subarray(saltBytes, 2 * saltBytes))
    .subarray(0, plainHeader.length)
    .equals(plainHeader)
}

function firstPages(path: string): readonly Buffer[] {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(pageBytes * mostPages)
    const whole = Math.floor(readSync(file, bytes, 0, bytes.length, 0) / pageBytes)
    return Array.from({ length: whole }, (_, at) => bytes.subarray(at * pageBytes, (at + 1) * pageBytes))
  } finally {
    closeSync(file)
  }
}

/**
 * Tells a damaged database from one under another key, which SQLite cannot: true where any of its first 64 pages is authentic under
 * the 32-byte key, or where the first one decrypts to the head of a database. Never to be asked of a file that this process has open.
 * Source: SQLCipher's design page (Zetetic), "page key" and "HMAC".
 */
export function keyFits(path: string, key: Uint8Array): boolean {
  const pages = firstPages(path)
  const [first] = pages
  if (!first) return true
  const own = hmacKey(key, first.subarray(0, saltBytes))
  return pages.some((page, at) => isWhole(page, at + 1, own)) || beginsAsDatabase(first, key)
}
