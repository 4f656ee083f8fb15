import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { DisclosedFile } from '../../core/disclosure/disclosure-record.ts'
import type { Failure } from '../../core/failure.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { ClipSource } from '../../core/ports/clip-source.ts'
import type { DisclosedContent, DisclosureTarget, UnfinishedDisclosure } from '../../core/ports/disclosure-target.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { contentSource } from './content-source.ts'
import { type DisclosureFolder, disclosureFolder } from './disclosure-folder.ts'
import { entryOrNull, type FileIdentity, identityOf, sameFile } from './file-identity.ts'
import { sourceOfHandle } from './file-source.ts'
import { hashFromMedium, type ReadBack } from './hash-from-medium.ts'
import { partialPathOf } from './output-path.ts'
import { createPartial, placePartial, removeIfThere, syncFolder } from './place-file.ts'
import { codeOf, writingFailure } from './storage-failure.ts'

/** Bytes that are handed on at once. */
const blockBytes = 1 << 20
const mebibyte = 1 << 20

/** A file that was written and read back. */
type Written = {
  readonly name: string
  readonly handle: FileHandle
  readonly identity: FileIdentity
  readonly source: ClipSource
  readonly readBack: ReadBack
}

/** Why writing stopped: a full disk is told as one; whatever else the system says, the place is not what it was. */
function brokenOff(error: unknown, { name }: DisclosureFolder): Failure {
  const failure = writingFailure(error, name)
  return failure.kind === 'disk-full' || failure.kind === 'file-exists'
    ? failure
    : { kind: 'medium-gone', name, registered: false }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  let written = 0
  while (written < bytes.length)
    written += (await handle.write(bytes, written, bytes.length - written, offset + written)).bytesWritten
}

/** Removes what still is the file that was made: another one's under that name stays. */
async function removeOwn(path: string, identity: FileIdentity): Promise<void> {
  const entry = await entryOrNull(path)
  if (entry && sameFile(identityOf(entry), identity)) await removeIfThere(path)
}

/** One disclosure into one folder. */
class FolderDisclosure implements UnfinishedDisclosure {
  readonly #folder: DisclosureFolder
  readonly #copy: string
  readonly #written = new Map<string, Written>()

  constructor(folder: DisclosureFolder, names: readonly string[]) {
    this.#folder = folder
    this.#copy = names[0] ?? ''
  }

  async write(name: string, content: DisclosedContent, work: Work): Promise<Result<DisclosedFile>> {
    const path = partialPathOf(join(this.#folder.path, name))
    let file: Pick<Written, 'handle' | 'identity'> | null = null
    let kept = false
    try {
      const handle = await createPartial(join(this.#folder.path, name))
      file = { handle, identity: identityOf(await handle.stat({ bigint: true })) }
      const written = await this.#fill({ ...file, name }, contentSource(content), work)
      kept = written.ok
      return written
    } catch (error) {
      // What does not come from the system comes from whoever reads the vault, who knows better why.
      return failed(brokenOff(error, this.#folder))
    } finally {
      if (file && !kept) await this.#drop(file.handle, path, file.identity)
    }
  }

  async #fill(
    file: Pick<Written, 'handle' | 'identity' | 'name'>,
    content: ByteSource,
    work: Work,
  ): Promise<Result<DisclosedFile>> {
    const { handle, name } = file
    const path = partialPathOf(join(this.#folder.path, name))
    const hash = createHash('sha256')
    const total = Math.ceil(content.size / mebibyte)
    for (let at = 0; at < content.size; at += blockBytes) {
      if (work.signal.aborted) return failed({ kind: 'cancelled' })
      const bytes = await content.read(at, Math.min(blockBytes, content.size - at))
      hash.update(bytes)
      await writeAll(handle, bytes, at)
      work.onProgress({ stage: 'disclose', done: Math.ceil((at + bytes.length) / mebibyte), total, seconds: 0 })
    }
    await handle.sync()
    await syncFolder(path)
    const readBack = await hashFromMedium(path)
    if (readBack.bytes !== content.size || readBack.sha256 !== hash.digest('hex'))
      return failed({ kind: 'written-differs', name })
    const source = sourceOfHandle(handle, name, await handle.stat({ bigint: true }))
    this.#written.set(name, { ...file, source, readBack })
    return ok({ name, ...readBack })
  }

  written(name: string): ClipSource {
    const written = this.#written.get(name)
    if (!written) throw new Error('a file that was not written cannot be read')
    return written.source
  }

  async unchanged(): Promise<Result<void>> {
    try {
      const folder = await entryOrNull(this.#folder.path)
      const gone = !folder || !sameFile(identityOf(folder), this.#folder.identity)
      for (const { name, identity, source, readBack } of this.#written.values()) {
        const entry = gone ? null : await entryOrNull(partialPathOf(join(this.#folder.path, name)))
        if (!entry) return failed({ kind: 'medium-gone', name: this.#folder.name, registered: false })
        const same = sameFile(identityOf(entry), identity) && (await source.unchanged(readBack.sha256))
        if (!same) return failed({ kind: 'output-taken', name })
      }
      return ok(undefined)
    } catch (error) {
      return failed(brokenOff(error, this.#folder))
    }
  }

  async name(): Promise<Result<void>> {
    const named: Written[] = []
    const inOrder = [...this.#written.values()].toSorted(
      (a, b) => Number(a.name === this.#copy) - Number(b.name === this.#copy),
    )
    try {
      for (const written of inOrder) {
        await written.handle.close()
        const path = join(this.#folder.path, written.name)
        await placePartial({ path, name: written.name, overwrite: false, inputs: [] })
        this.#written.delete(written.name)
        named.push(written)
      }
      return ok(undefined)
    } catch (error) {
      const failure = brokenOff(error, this.#folder)
      for (const { name, identity } of named) await this.#remove(join(this.#folder.path, name), identity)
      await this.discard()
      return failed(failure)
    }
  }

  async discard(): Promise<void> {
    for (const { name, handle, identity } of this.#written.values())
      await this.#drop(handle, partialPathOf(join(this.#folder.path, name)), identity)
    this.#written.clear()
  }

  async #drop(handle: FileHandle, path: string, identity: FileIdentity): Promise<void> {
    try {
      await handle.close()
    } catch (error) {
      if (codeOf(error) === null) throw error
    }
    await this.#remove(path, identity)
  }

  /** What lies on a stick that was pulled out cannot be removed: it ends in `.partial`, and goes with the next attempt. */
  async #remove(path: string, identity: FileIdentity): Promise<void> {
    try {
      await removeOwn(path, identity)
    } catch (error) {
      if (codeOf(error) === null) throw error
    }
  }
}

/** Writes disclosures into folders of this machine and what is connected to it. */
export const disclosureTarget: DisclosureTarget = async (given, request) => {
  const folder = await disclosureFolder(given, request)
  if (!folder.ok) return folder
  try {
    for (const name of folder.value.leftovers) await removeIfThere(join(folder.value.path, name))
    return ok(new FolderDisclosure(folder.value, request.names))
  } catch (error) {
    return failed(writingFailure(error, folder.value.name))
  }
}
