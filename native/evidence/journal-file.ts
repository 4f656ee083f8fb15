import { type FileHandle, open } from 'node:fs/promises'
import type { Failure } from '../../core/failure.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type FileIdentity, identityOf, sameFile, statOrNull } from './file-identity.ts'
import { readingFailure, writingFailure } from './storage-failure.ts'

const ownerOnly = 0o600

/** A text file that grows by whole lines and can be gone on with after its writer has died. Close it in the end. */
export class JournalFile {
  readonly #handle: FileHandle
  readonly #name: string
  #end: number
  #writing: Promise<void> = Promise.resolve()
  #failure: Failure | null = null

  private constructor(handle: FileHandle, name: string, end: number) {
    this.#handle = handle
    this.#name = name
    this.#end = end
  }

  /**
   * Opens or begins a journal. `keep` is given the text that is there and answers how much of it, in UTF-16 units, stays;
   * the journal's text is ASCII from there on. Fails as `keep` does, and where the file is one of the `inputs` or cannot be
   * read and written.
   */
  static async open(
    path: string,
    name: string,
    inputs: readonly FileIdentity[],
    keep: (text: string) => Result<number>,
  ): Promise<Result<JournalFile>> {
    try {
      const there = await statOrNull(path)
      if (there && !there.isFile()) return failed({ kind: 'not-a-file', name })
      if (there && inputs.some((input) => sameFile(input, identityOf(there))))
        return failed({ kind: 'file-is-input', name })
      const handle = await open(path, there ? 'r+' : 'wx+', ownerOnly)
      const text = await handle.readFile('utf8')
      const kept = keep(text)
      if (!kept.ok) {
        await handle.close()
        return kept
      }
      const end = Buffer.byteLength(text.slice(0, kept.value))
      await handle.truncate(end)
      return ok(new JournalFile(handle, name, end))
    } catch (error) {
      return failed(readingFailure(error, name))
    }
  }

  /** Bytes so far. */
  get length(): number {
    return this.#end
  }

  /** Adds a line, after all earlier ones; it is durable once `close` has answered. */
  append(line: string): void {
    this.#writing = this.#writing.then(() => this.#write(Buffer.from(line)))
  }

  /** Waits for what is on its way. Fails where a line could not be written: those before it are there. */
  async close(): Promise<Result<void>> {
    await this.#writing
    await this.#handle.close()
    return this.#failure ? failed(this.#failure) : ok(undefined)
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#failure) return
    try {
      await this.#handle.write(bytes, 0, bytes.length, this.#end)
      await this.#handle.datasync()
      this.#end += bytes.length
    } catch (error) {
      this.#failure = writingFailure(error, this.#name)
    }
  }
}
