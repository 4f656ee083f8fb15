import type { Sha256 } from '../../core/clips/clip-index.ts'
import type { RedactionId } from '../../core/redaction/redaction-record.ts'
import type { VerificationReport } from '../../core/verification/report.ts'

/** What a trial copy told, and of which state of its redaction. */
export type Trial = {
  readonly revision: number
  readonly projectSha256: Sha256
  readonly report: VerificationReport
}

/** Redactions whose last trial is remembered. */
const mostRemembered = 50

/**
 * The last trial copy of each redaction, for whoever opens it next: a trial may outlast a lock, and the person who asked for it. It is
 * remembered in memory alone, also while the vault is locked: classes, boxes and frames, nothing of any picture.
 */
export class Trials {
  readonly #last = new Map<RedactionId, Trial>()
  /** How often a copy was checked of each redaction: what was tried before counts for less. */
  readonly #checked = new Map<RedactionId, number>()

  /** A trial begins; what it told is given to the answer. */
  begin(redaction: RedactionId): (trial: Trial) => void {
    const checked = this.#checked.get(redaction)
    return (trial) => {
      if (this.#checked.get(redaction) === checked) this.#keep(redaction, trial)
    }
  }

  /** Takes the place of the one before, unless that was of a later state: trials may overtake each other. */
  #keep(redaction: RedactionId, trial: Trial): void {
    const last = this.#last.get(redaction)
    if (last && last.revision > trial.revision) return
    this.#last.delete(redaction)
    this.#last.set(redaction, trial)
    // What was tried longest ago goes where there are too many.
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= mostRemembered) break
      this.#last.delete(oldest)
    }
  }

  /** The last trial of a redaction; null where none is remembered. */
  of(redaction: RedactionId): Trial | null {
    return this.#last.get(redaction) ?? null
  }

  /** A copy itself was checked: that counts for more, also than a trial that goes on. */
  forget(redaction: RedactionId): void {
    this.#checked.set(redaction, (this.#checked.get(redaction) ?? 0) + 1)
    this.#last.delete(redaction)
  }
}
