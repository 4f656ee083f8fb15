import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type KeptSettings, parseKeptSettings } from '../../contract/window/kept-settings.ts'
import { ok, type Result } from '../../core/result.ts'
import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { writingFailure } from '../../native/evidence/storage-failure.ts'
import { readTextFile } from '../../native/evidence/text-file.ts'

/** The looks of the window and the last vault, in a file of this account. No personal data, no keys. */
export class SettingsFile {
  readonly #path: string
  #settings: KeptSettings

  private constructor(path: string, settings: KeptSettings) {
    this.#path = path
    this.#settings = settings
  }

  /** Reads the file of a folder. One that is missing or spoilt counts as never written: it holds nothing that would be missed. */
  static async in(folder: string): Promise<SettingsFile> {
    const path = join(folder, 'window.json')
    const read = await readTextFile(path, 'window.json')
    return new SettingsFile(path, parseKeptSettings(read.ok ? read.value.text : ''))
  }

  get current(): KeptSettings {
    return this.#settings
  }

  async keep(change: Partial<KeptSettings>): Promise<Result<KeptSettings>> {
    const settings = { ...this.#settings, ...change }
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    } catch (error) {
      return { ok: false, failure: writingFailure(error, 'window.json') }
    }
    const output = { path: this.#path, name: 'window.json', overwrite: true, inputs: [] }
    const written = await writeWholeFile(output, `${JSON.stringify(settings)}\n`)
    if (!written.ok) return written
    this.#settings = settings
    return ok(settings)
  }
}
