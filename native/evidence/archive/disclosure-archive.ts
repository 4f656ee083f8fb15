import { createHash, type Hash } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { makeZip, predictLength } from 'client-zip'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { DisclosedFile } from '../../../core/disclosure/disclosure-record.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { ClipSource } from '../../../core/ports/clip-source.ts'
import type {
  ArchiveEntry,
  ArchiveRequest,
  DisclosureArchive,
  OpenedArchive,
  SealedArchive,
} from '../../../core/ports/disclosure-archive.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { judgePassphrase } from '../../vault/keys/judge-passphrase.ts'
import { contentSource } from '../content-source.ts'
import { hashOfBytes } from '../file-source.ts'
import { openedBytes, partOf } from './opened-bytes.ts'
import { passphraseRecipient } from './passphrase-key.ts'
import { SequentialBytes } from './sequential-bytes.ts'

/** Bytes that are handed on at once. */
const blockBytes = 1 << 20

/** Base-2 logarithm of scrypt's cost: that of the age program, 256 MiB of memory. */
const usualCost = 18

/** A file on its way into the archive, and what went in of it. */
type Entry = { readonly name: string; readonly source: ByteSource; readonly hash: Hash }

function streamOf({ source, hash }: Entry): ReadableStream<Uint8Array> {
  let at = 0
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    if (at === source.size) return controller.close()
    const bytes = await source.read(at, Math.min(blockBytes, source.size - at))
    if (bytes.length === 0) throw new Error('a file became shorter while it was read')
    at += bytes.length
    hash.update(bytes)
    controller.enqueue(bytes)
  }
  // Nothing is read ahead of what is asked for.
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}

function hashedInto(hash: Hash): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform: (chunk, controller) => {
      hash.update(chunk)
      controller.enqueue(chunk)
    },
  })
}

/** Where the content of a zip file's first entry begins: behind its header, name and extra field (APPNOTE 4.3.7). */
async function startOfFirst(zip: ByteSource): Promise<number> {
  const header = new DataView((await zip.read(0, 30)).slice().buffer)
  return 30 + header.getUint16(26, true) + header.getUint16(28, true)
}

/** What went into an archive. */
type Inside = { readonly zipSha256: string; readonly files: readonly DisclosedFile[] }

async function opened(
  { zipSha256, files }: Inside,
  zip: ByteSource,
  written: { readonly source: ClipSource; readonly unchanged: () => Promise<boolean> },
): Promise<Result<OpenedArchive>> {
  const [first] = files
  if (!first || (await hashOfBytes(zip)) !== zipSha256)
    return failed({ kind: 'written-differs', name: written.source.name })
  const bytes = partOf(zip, await startOfFirst(zip), first.bytes)
  const { fault } = written.source
  return ok({ first: { name: first.name, bytes, unchanged: written.unchanged, fault }, files })
}

async function seal(
  given: readonly ArchiveEntry[],
  { passphrase: typed, madeAt }: ArchiveRequest,
  cost: number,
): Promise<SealedArchive> {
  const entries = given.map(({ name, content }): Entry => {
    return { name, source: contentSource(content), hash: createHash('sha256') }
  })
  const lastModified = new Date(madeAt)
  // As terminals give it: an accent that was typed as a letter of its own would shut the recipient out.
  const passphrase = typed.normalize('NFC')
  const size = Number(predictLength(entries.map(({ name, source }) => ({ name, size: source.size }))))
  const zipHash = createHash('sha256')
  const zip = makeZip(
    entries.map((entry) => ({ name: entry.name, input: streamOf(entry), size: entry.source.size, lastModified })),
  )
  const encrypter = new Encrypter()
  encrypter.addRecipient(passphraseRecipient(passphrase, cost))
  const sealed = await encrypter.encrypt(zip.pipeThrough(hashedInto(zipHash)))
  let inside: Inside | null = null
  const whatWentIn = (): Inside => ({
    zipSha256: zipHash.digest('hex'),
    files: entries.map(({ name, source, hash }) => ({ name, sha256: sha256(hash.digest('hex')), bytes: source.size })),
  })
  return {
    bytes: new SequentialBytes(sealed, sealed.size(size)),
    opened: async (source, hash) => {
      inside ??= whatWentIn()
      const unchanged = () => source.unchanged(hash)
      return opened(inside, await openedBytes(source.bytes, passphrase), { source, unchanged })
    },
  }
}

/** Archives whose passphrases cost 2 to the power of `cost` to try. */
export function archiveAtCost(cost: number): DisclosureArchive {
  return {
    judge: (passphrase, words) => judgePassphrase(passphrase, { withDevice: false, words }),
    seal: (entries, request) => seal(entries, request, cost),
  }
}

/** Archives of disclosures. */
export const disclosureArchive: DisclosureArchive = archiveAtCost(usualCost)
