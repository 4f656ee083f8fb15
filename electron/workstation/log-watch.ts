import type { WindowEvent } from '../../contract/window/window-shapes.ts'
import type { Failure } from '../../core/failure.ts'
import { StoreFault, type VaultStore } from '../../core/ports/vault/vault-store.ts'

type LogEvent = Extract<WindowEvent, { kind: 'log' }>

type Watched = {
  readonly read: Pick<VaultStore['read'], 'auditSize'>
  readonly fault: VaultStore['fault']
}

/** Failures that only writing meets. */
const ofWriting: ReadonlySet<Failure['kind']> = new Set(['disk-full', 'not-writable'])

/** How the audit log stands, for the status bar: from what the vault knows anyway, so that looking makes no entry. */
export class LogWatch {
  readonly #tell: (event: LogEvent) => void
  #last: LogEvent | null = null
  #hasFailed = false
  /** How many entries there were when one could not be written; null: since then there are more, or none ever failed. */
  #failedAt: number | null = null
  /** Counts vaults: what was read of the one before says nothing of the next. */
  #vault = 0
  #isLooking = false

  constructor(tell: (event: LogEvent) => void) {
    this.#tell = tell
  }

  /** What a window that begins to listen is told first. */
  get current(): readonly LogEvent[] {
    return this.#last ? [this.#last] : []
  }

  /** Looks how many entries there are; tells when that is news. */
  async look(store: Watched): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const [vault, hasFailed] = [this.#vault, this.#hasFailed]
    try {
      const entries = await store.read.auditSize()
      if (vault === this.#vault) this.#found(entries, hasFailed)
    } catch (error) {
      // Locked meanwhile, or its storage fails: whoever asks for something is told so.
      if (!(error instanceof StoreFault)) throw error
    } finally {
      this.#isLooking = false
    }
  }

  #found(entries: number, hasFailed: boolean): void {
    if (hasFailed) {
      this.#hasFailed = false
      this.#failedAt = entries
    }
    if (this.#failedAt !== null && entries > this.#failedAt) this.#failedAt = null
    const isRefusing = this.#failedAt !== null
    if (this.#last?.entries === entries && this.#last.isRefusing === isRefusing) return
    this.#last = { kind: 'log', entries, isRefusing }
    this.#tell(this.#last)
  }

  /** An act was refused. It is the log's doing where the failure is the very one that the vault's own storage had in writing. */
  refused(failure: Failure, store: Watched): void {
    if (ofWriting.has(failure.kind) && failure === store.fault()) this.#hasFailed = true
  }

  /** The vault is locked or closed. */
  forget(): void {
    this.#vault += 1
    this.#last = null
    this.#hasFailed = false
    this.#failedAt = null
  }
}
