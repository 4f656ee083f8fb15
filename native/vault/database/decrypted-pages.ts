import { execFileSync } from 'node:child_process'
import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'

/**
 * Decrypts an SQLCipher 4 database without SQLite, for tests: every page of the file, free ones too, and every page that the
 * write-ahead log still holds. Source: SQLCipher's design page (Zetetic).
 */

const pageBytes = 4096
const [ivBytes, hmacBytes, saltBytes] = [16, 64, 16]
const [logHeaderBytes, frameHeaderBytes] = [32, 24]

type Keys = { readonly page: Uint8Array; readonly hmac: Uint8Array }

/** A page in the clear; `intact`: its HMAC fits. */
export type PlainPage = {
  readonly from: 'file' | 'log'
  readonly number: number
  readonly intact: boolean
  readonly bytes: Buffer
}

function keysOf(key: Uint8Array, file: Buffer): Keys {
  const salt = file.subarray(0, saltBytes).map((byte) => byte ^ 0x3a)
  return { page: key, hmac: pbkdf2Sync(key, salt, 2, 32, 'sha512') }
}

function decrypt(stored: Buffer, number: number, from: PlainPage['from'], keys: Keys): PlainPage {
  const begin = number === 1 ? saltBytes : 0
  const [ivAt, hmacAt] = [pageBytes - ivBytes - hmacBytes, pageBytes - hmacBytes]
  const pageNumber = Buffer.alloc(4)
  pageNumber.writeUInt32LE(number)
  const hmac = createHmac('sha512', keys.hmac).update(stored.subarray(begin, hmacAt)).update(pageNumber).digest()
  const cipher = createDecipheriv('aes-256-cbc', keys.page, stored.subarray(ivAt, hmacAt)).setAutoPadding(false)
  const bytes = Buffer.concat([cipher.update(stored.subarray(begin, ivAt)), cipher.final()])
  return { from, number, intact: hmac.equals(stored.subarray(hmacAt)), bytes }
}

/** A copy of a file's bytes, read by another process: to open it here would end the lock of an open database. */
function bytesOf(path: string): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0)
  const copy = `${path}.copy`
  execFileSync('cp', [path, copy])
  try {
    return readFileSync(copy)
  } finally {
    rmSync(copy)
  }
}

/** All pages of a database that may be open in this process. */
export function decryptedPages(path: string, key: Uint8Array): readonly PlainPage[] {
  const [file, log] = [bytesOf(path), bytesOf(`${path}-wal`)]
  const keys = keysOf(key, file)
  const pages: PlainPage[] = []
  for (let at = 0; at < file.length; at += pageBytes)
    pages.push(decrypt(file.subarray(at, at + pageBytes), at / pageBytes + 1, 'file', keys))
  for (let at = logHeaderBytes; at + frameHeaderBytes + pageBytes <= log.length; at += frameHeaderBytes + pageBytes) {
    const stored = log.subarray(at + frameHeaderBytes, at + frameHeaderBytes + pageBytes)
    pages.push(decrypt(stored, log.readUInt32BE(at), 'log', keys))
  }
  return pages
}
