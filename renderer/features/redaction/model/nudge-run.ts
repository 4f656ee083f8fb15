import type { ProjectCommand } from '../../../../core/redaction/commands.ts'

/** Rest, in milliseconds, after which a change of the same outline is another step. */
const rest = 1_000

type SetKey = Extract<ProjectCommand, { readonly kind: 'set-key' }>

/**
 * Tells which of many small changes are one step for people: those of one outline at one frame, by keys that are pressed again and again or
 * held. A run ends with anything else that is done, at another frame, and after a second without a change. Each change is saved by itself
 * all the same: what is one is only its taking back.
 */
export class NudgeRun {
  #last: { readonly track: string; readonly frame: number; readonly at: number } | null = null

  /** Whether a change goes on with the one before; `at`: milliseconds of a clock that only goes on. */
  joins({ track, key }: SetKey, at: number): boolean {
    const last = this.#last
    this.#last = { track, frame: key.frame, at }
    return last !== null && last.track === track && last.frame === key.frame && at - last.at < rest
  }

  /** Something else was done. */
  end(): void {
    this.#last = null
  }
}
