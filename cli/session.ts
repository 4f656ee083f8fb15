import { resolve } from 'node:path'
import type { Work } from '../core/ports/work.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { EngineOptions, ProcessEngine } from '../native/engine/engine.ts'
import type { FileIdentity } from '../native/evidence/file-identity.ts'
import { type FileSource, openFileSource } from '../native/evidence/file-source.ts'
import { readTextFile } from '../native/evidence/text-file.ts'

/** What the process lends a session. */
export type SessionHost = {
  /** Folder that relative paths are meant from. */
  readonly folder: string
  readonly work: Work
  /** Prints on standard output; answers when more may come. */
  readonly print: (text: string) => Promise<void>
  readonly makeEngine: (options: EngineOptions) => ProcessEngine
  /** Registers what has to be tidied up should the process have to end at once. */
  readonly onAbandon: (tidy: () => void) => void
}

/** A file that was read for its value. */
export type ReadFile<T> = { readonly value: T; readonly name: string; readonly identity: FileIdentity }

/** One run of one command: opens what it reads, and closes all of it in the end. */
export class Session {
  readonly json: boolean
  readonly #host: SessionHost
  readonly #opened: FileSource[] = []
  #engine: ProcessEngine | null = null

  constructor(host: SessionHost, json: boolean) {
    this.#host = host
    this.json = json
  }

  get work(): Work {
    return this.#host.work
  }

  print(text: string): Promise<void> {
    return this.#host.print(text)
  }

  onAbandon(tidy: () => void): void {
    this.#host.onAbandon(tidy)
  }

  /** The absolute path of what a person typed. */
  locate(given: string): string {
    return resolve(this.#host.folder, given)
  }

  /** The media engine; made on first use, so that a mistyped command starts no process. */
  engine(threads: number | null = null, modelsFolder: string | null = null): ProcessEngine {
    if (!this.#engine) {
      const options = {
        ...(threads === null ? {} : { threads }),
        ...(modelsFolder === null ? {} : { modelsFolder: this.locate(modelsFolder) }),
      }
      const engine = this.#host.makeEngine(options)
      this.#host.onAbandon(() => engine.close())
      this.#engine = engine
    }
    return this.#engine
  }

  /** Opens a clip for reading. */
  async openClip(given: string): Promise<Result<FileSource>> {
    const opened = await openFileSource(this.locate(given), given)
    if (opened.ok) this.#opened.push(opened.value)
    return opened
  }

  /** Reads a JSON file with one of the contract's readers; no file given is null. */
  async readFile<T>(
    given: string | null,
    read: (text: string, name: string) => Result<T>,
  ): Promise<Result<ReadFile<T> | null>> {
    if (given === null) return ok(null)
    const file = await readTextFile(this.locate(given), given)
    if (!file.ok) return file
    const value = read(file.value.text, given)
    return value.ok ? ok({ value: value.value, name: given, identity: file.value.identity }) : value
  }

  /** As `readFile`, for a file that has to be given with an option. */
  async readNeeded<T>(
    option: string,
    given: string | null,
    read: (text: string, name: string) => Result<T>,
  ): Promise<Result<ReadFile<T>>> {
    const file = await this.readFile(given, read)
    if (!file.ok) return file
    return file.value ? ok(file.value) : failed({ kind: 'usage', detail: `--${option} is missing.` })
  }

  async close(): Promise<void> {
    await this.#engine?.close()
    for (const clip of this.#opened) await clip.close()
  }
}
