import { createHash } from 'node:crypto'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { StopSignal } from '../../../core/ports/work.ts'

/**
 * The plain bytes in a backup (docs/FORMATS.md, "Vault: backup"): entries one after the other, then a length of zero.
 *
 *     entry = length of the head (4, big-endian), head (JSON: name, bytes), content, SHA-256 of the content (32)
 */

const block = 1 << 20
const lengthBytes = 4
const hashBytes = 32
const mostHeadBytes = 1024

/** What stands before an entry's content. */
export type EntryHead = { readonly name: string; readonly bytes: number }

/** Thrown where an archive is not what its writer makes: its storage vouches for every byte, so it was never whole. */
export class BrokenArchive extends Error {}

/** Thrown where the work is stopped. */
export class Stopped extends Error {}

/** What long copying is given. */
export type CopyWork = { readonly signal: StopSignal; readonly onBytes: (bytes: number) => void }

/** Goes through bytes block by block. Throws `Stopped` when told so. */
export async function eachBlock(
  source: ByteSource,
  work: CopyWork,
  take: (bytes: Uint8Array) => Promise<void> | void,
): Promise<void> {
  for (let offset = 0; offset < source.size; offset += block) {
    if (work.signal.aborted) throw new Stopped()
    const bytes = await source.read(offset, block)
    await take(bytes)
    work.onBytes(bytes.length)
  }
}

function lengthOf(bytes: number): Uint8Array {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(bytes)
  return length
}

/** Adds an entry at the end; answers the SHA-256 of its content, hex. */
export async function addEntry(
  append: (bytes: Uint8Array) => Promise<void>,
  { name, content }: { readonly name: string; readonly content: ByteSource },
  work: CopyWork,
): Promise<string> {
  const head = Buffer.from(JSON.stringify({ name, bytes: content.size } satisfies EntryHead), 'utf8')
  await append(lengthOf(head.length))
  await append(head)
  const hash = createHash('sha256')
  await eachBlock(content, work, async (bytes) => {
    hash.update(bytes)
    await append(bytes)
  })
  const sum = hash.digest()
  await append(sum)
  return sum.toString('hex')
}

/** Ends an archive: nothing may follow. */
export function endArchive(append: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  return append(lengthOf(0))
}

/** Takes an entry's content, block by block; `done` comes once its hash was found right. */
export type EntryTaker = {
  take(bytes: Uint8Array): Promise<void> | void
  done(sha256: string): Promise<void> | void
}

function headIn(bytes: Uint8Array): EntryHead {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new BrokenArchive('the head of an entry')
    throw error
  }
  const { name, bytes: size } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof name !== 'string' || typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new BrokenArchive('the head of an entry')
  return { name, bytes: size }
}

async function exactly(archive: ByteSource, offset: number, length: number): Promise<Buffer> {
  const bytes = await archive.read(offset, length)
  if (bytes.length < length) throw new BrokenArchive('it ends within an entry')
  return Buffer.from(bytes)
}

/**
 * Reads an archive from its beginning to its end, entry by entry, and checks every hash. Throws `BrokenArchive`, `Stopped`, and
 * as the archive's storage and the takers do.
 */
export async function readArchive(
  archive: ByteSource,
  work: CopyWork,
  onEntry: (head: EntryHead) => Promise<EntryTaker> | EntryTaker,
): Promise<void> {
  let offset = 0
  for (;;) {
    const length = (await exactly(archive, offset, lengthBytes)).readUInt32BE()
    offset += lengthBytes
    if (length === 0) break
    if (length > mostHeadBytes) throw new BrokenArchive('the head of an entry')
    const head = headIn(await exactly(archive, offset, length))
    const from = offset + length
    offset = from + head.bytes
    if (offset + hashBytes > archive.size) throw new BrokenArchive('it ends within an entry')
    const content = {
      size: head.bytes,
      read: (at: number, bytes: number) => archive.read(from + at, Math.min(bytes, head.bytes - at)),
    }
    const taker = await onEntry(head)
    const hash = createHash('sha256')
    await eachBlock(content, work, (bytes) => {
      hash.update(bytes)
      return taker.take(bytes)
    })
    const sum = hash.digest()
    if (!sum.equals(await exactly(archive, offset, hashBytes))) throw new BrokenArchive('the hash of an entry')
    offset += hashBytes
    await taker.done(sum.toString('hex'))
  }
  if (offset !== archive.size) throw new BrokenArchive('something follows its end')
}
