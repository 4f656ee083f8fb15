import type { ObjectId } from '../../../core/vault/ids.ts'

type Close = () => Promise<void>

/** The files of objects that are open, so that locking can close them. */
export class OpenFiles {
  readonly #open = new Map<ObjectId, Set<Close>>()

  /** Takes note of an open file; the answer closes it, once, however often it is called. */
  add(object: ObjectId, close: Close): Close {
    let closing: Promise<void> | null = null
    const once = (): Promise<void> => {
      closing ??= close()
      this.#remove(object, once)
      return closing
    }
    const files = this.#open.get(object) ?? new Set()
    this.#open.set(object, files.add(once))
    return once
  }

  /**
   * Closes every file but those of the objects in `kept`. Their keys are forgotten first, so that whoever still reads is told
   * that and not that a file is closed.
   */
  async closeAll(kept: ReadonlySet<ObjectId>, forget: (object: ObjectId) => void): Promise<void> {
    await this.closeThese(
      [...this.#open.keys()].filter((object) => !kept.has(object)),
      forget,
    )
  }

  /** Closes what is open of these objects, after their keys were forgotten. */
  async closeThese(objects: readonly ObjectId[], forget: (object: ObjectId) => void): Promise<void> {
    for (const object of objects) forget(object)
    for (const object of objects) for (const close of [...(this.#open.get(object) ?? [])]) await close()
  }

  #remove(object: ObjectId, close: Close): void {
    const files = this.#open.get(object)
    files?.delete(close)
    if (files?.size === 0) this.#open.delete(object)
  }
}
