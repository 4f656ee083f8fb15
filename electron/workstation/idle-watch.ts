/** How long before the lock a person is warned (milliseconds). */
const warning = 60_000

/** What the watch tells. */
export type IdleTellings = {
  /** So many seconds until the lock. */
  readonly warn: (seconds: number) => void
  /** Somebody came back after a warning. */
  readonly over: () => void
  /** Nobody is there. */
  readonly lock: () => void
}

/**
 * Watches whether somebody is there. Time is monotonic milliseconds; `look` is called about once a second while somebody is signed
 * in. A machine that slept through the minutes is locked at the first look.
 */
export class IdleWatch {
  readonly #elapsed: () => number
  readonly #tell: IdleTellings
  #person: number
  #any: number
  #isWarned = false

  constructor(elapsed: () => number, tell: IdleTellings) {
    this.#elapsed = elapsed
    this.#tell = tell
    this.#person = elapsed()
    this.#any = this.#person
  }

  /** Somebody signed in, or touched something. */
  touch(): void {
    this.#person = this.#elapsed()
    this.#any = this.#person
    this.#calm()
  }

  /** A clip plays: counts for as many minutes after the last touch as the profile allows. Longer, and an unattended screen shows footage. */
  play(minutes: number): void {
    const now = this.#elapsed()
    if (now - this.#person > minutes * 60_000) return
    this.#any = now
    this.#calm()
  }

  /** Compares with the minutes that the profile allows. */
  look(minutes: number): void {
    const left = minutes * 60_000 - (this.#elapsed() - this.#any)
    if (left <= 0) {
      this.#isWarned = false
      this.#tell.lock()
    } else if (left <= Math.min(warning, minutes * 30_000)) {
      this.#isWarned = true
      this.#tell.warn(Math.ceil(left / 1000))
    }
  }

  #calm(): void {
    if (!this.#isWarned) return
    this.#isWarned = false
    this.#tell.over()
  }
}
