import { basename } from 'node:path'
import { longestProfile } from '../../contract/profile-file.ts'
import type { FromWorkstation } from '../../contract/window/between-processes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { readTextFile } from '../../native/evidence/text-file.ts'

/** Most paths that are remembered as chosen. */
const mostRemembered = 1_000

/** Asks the main process for dialogs, and remembers what people chose there: nothing else is ever read for a window. */
export class ChosenPaths {
  readonly #tell: (message: FromWorkstation) => void
  readonly #waiting = new Map<number, (paths: readonly string[]) => void>()
  readonly #chosen = new Set<string>()
  #requests = 0

  constructor(tell: (message: FromWorkstation) => void) {
    this.#tell = tell
  }

  ask(window: number, what: 'files' | 'folder', purpose: string): Promise<readonly string[]> {
    const request = ++this.#requests
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve)
      this.#tell({ kind: 'choose', request, window, what, purpose })
    })
  }

  answered(request: number, paths: readonly string[]): void {
    for (const path of paths.slice(0, mostRemembered)) this.#chosen.add(path)
    this.#waiting.get(request)?.(paths)
    this.#waiting.delete(request)
  }

  /** The text of a small file that a person chose. */
  async read(path: string): Promise<Result<string>> {
    const name = basename(path)
    if (!this.#chosen.has(path)) return failed({ kind: 'not-permitted', permission: 'own.session', why: 'not-chosen' })
    const read = await readTextFile(path, name)
    if (!read.ok) return read
    const { text } = read.value
    return text.length > longestProfile
      ? failed({ kind: 'bad-json', name, at: 'the file', problem: 'is larger than 1 MB' })
      : ok(text)
  }
}
