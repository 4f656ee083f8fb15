import type { Result } from '../../core/result.ts'

/** A call of a window, as far as it is about viewing. */
type Called = { readonly name: string; readonly input: unknown }

function openingIn(holder: unknown): string | null {
  const opening = typeof holder === 'object' && holder !== null && 'opening' in holder ? holder.opening : null
  return typeof opening === 'string' ? opening : null
}

/** What one connection of a window has open for viewing. It ends with the connection: a page that is loaded again knows nothing of it. */
export class ViewedClips {
  readonly #stop: (opening: string) => Promise<void>
  readonly #open = new Set<string>()
  #isOver = false

  constructor(stop: (opening: string) => Promise<void>) {
    this.#stop = stop
  }

  /** Looks what a call has opened or closed. */
  async after<T>({ name, input }: Called, answering: Promise<Result<T>>): Promise<Result<T>> {
    const answer = await answering
    const opened = name === 'clip.open' && answer.ok ? openingIn(answer.value) : null
    if (opened !== null && this.#isOver) await this.#stop(opened)
    else if (opened !== null) this.#open.add(opened)
    const closed = name === 'clip.close' ? openingIn(input) : null
    if (closed !== null) this.#open.delete(closed)
    return answer
  }

  /** The connection is gone. */
  async end(): Promise<void> {
    this.#isOver = true
    const open = [...this.#open]
    this.#open.clear()
    await Promise.all(open.map((opening) => this.#stop(opening)))
  }
}
