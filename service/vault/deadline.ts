import type { ServicePorts } from './service-ports.ts'

/** A moment after which nobody waits any more. To be cleared by whoever set it. */
export class Deadline {
  /** Answers null when it is over. */
  readonly passed: Promise<null>
  /** Nobody needs it any more. */
  readonly clear: () => void
  readonly #elapsed: ServicePorts['elapsed']
  readonly #at: number

  constructor({ elapsed, after }: Pick<ServicePorts, 'elapsed' | 'after'>, milliseconds: number) {
    this.#elapsed = elapsed
    this.#at = elapsed() + milliseconds
    const { promise, resolve } = Promise.withResolvers<null>()
    this.passed = promise
    this.clear = after(milliseconds, () => resolve(null))
  }

  get isOver(): boolean {
    return this.#elapsed() >= this.#at
  }
}
