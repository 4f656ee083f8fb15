import type { ObjectId } from '../../../core/vault/ids.ts'

/**
 * Objects that this process writes or has written and of which no change has made a part of the vault yet. Their keys are held
 * nowhere else than in memory: the change that keeps one takes its key from there.
 */
export class UnkeptObjects {
  readonly #release = new Map<ObjectId, () => void>()

  /** Takes an object that is begun; `release` lets go of its key. */
  add(object: ObjectId, release: () => void): void {
    this.#release.set(object, release)
  }

  /** True while it is neither kept nor discarded. */
  has(object: ObjectId): boolean {
    return this.#release.has(object)
  }

  /** All of them. */
  ids(): readonly ObjectId[] {
    return [...this.#release.keys()]
  }

  /** It is kept or discarded: its key is let go of. */
  remove(object: ObjectId): void {
    this.#release.get(object)?.()
    this.#release.delete(object)
  }
}
