import type { Candidate, Refusal } from '../../core/intake/candidate.ts'
import type { Progress } from '../../core/ports/work.ts'

const mebibyte = 1024 * 1024

type Entry = Candidate | Refusal

function bytesOf(entry: Entry): number {
  return entry.kind === 'candidate' ? entry.size : 0
}

/** How far an import of many files has come. What there is in all is counted beside it, so that nobody waits for the counting. */
export class ImportTally {
  #files = 0
  #bytes = 0
  #all: { readonly files: number; readonly bytes: number } | null = null

  /** Goes through everything that is handed in, without opening any of it. */
  async count(entries: AsyncIterable<Entry>): Promise<void> {
    let files = 0
    let bytes = 0
    for await (const entry of entries) {
      files += 1
      bytes += bytesOf(entry)
    }
    this.#all = { files, bytes }
  }

  /** A file is through, whatever became of it. */
  passed(entry: Entry): void {
    this.#files += 1
    this.#bytes += bytesOf(entry)
  }

  /** The progress of the whole, with `done` and `total` MiB of the file at hand. */
  progress({ done, total }: Pick<Progress, 'done' | 'total'> = { done: 0, total: 0 }): Progress {
    const before = this.#bytes / mebibyte
    // Files may come or grow while they are imported: what is done is never more than there is.
    const counted = this.#all === null ? 0 : this.#all.bytes / mebibyte
    return {
      stage: 'import',
      done: before + done,
      total: Math.max(counted, before + total),
      seconds: 0,
      files: { done: this.#files, all: this.#all === null ? null : Math.max(this.#all.files, this.#files) },
    }
  }
}
