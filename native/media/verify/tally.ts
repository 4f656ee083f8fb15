import type { FrameIndex } from '../../../core/time.ts'
import type { CheckFailure, CheckName, CheckResult } from '../../../core/verification/report.ts'

const failuresKept = 20

/** Collects what one check finds over a whole copy. */
export class Tally {
  readonly #check: CheckName
  readonly #failures: CheckFailure[] = []
  readonly #figures: Record<string, number> = {}
  #failed = 0
  #looked = 0

  constructor(check: CheckName) {
    this.#check = check
  }

  /** Notes that something was looked at; a check that looked at nothing does not apply. */
  looked(count = 1): void {
    this.#looked += count
  }

  /** Notes something wrong, at a frame of the source where there is one. */
  fail(detail: string, frame?: FrameIndex): void {
    this.#failed++
    if (this.#failures.length >= failuresKept) return
    this.#failures.push({ kind: this.#check, detail, ...(frame === undefined ? {} : { frame }) })
  }

  /** Keeps the largest value that a figure had. */
  most(figure: string, value: number): void {
    this.#figures[figure] = Math.max(this.#figures[figure] ?? value, value)
  }

  /** Keeps the smallest value that a figure had. */
  least(figure: string, value: number): void {
    this.#figures[figure] = Math.min(this.#figures[figure] ?? value, value)
  }

  result(): CheckResult {
    const outcome = this.#failed > 0 ? 'failed' : this.#looked > 0 ? 'passed' : 'not-applicable'
    const figures = { checked: this.#looked, failures: this.#failed, ...rounded(this.#figures) }
    return { check: this.#check, outcome, figures, failures: this.#failures }
  }
}

function rounded(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(Math.min(value, 1e9) * 1000) / 1000]),
  )
}

/** The result of a check for which something was not given. */
export function couldNotRun(check: CheckName): CheckResult {
  return { check, outcome: 'could-not-run', figures: {}, failures: [] }
}
