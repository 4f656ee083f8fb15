import type { PlayerSession, ShownFrame } from '../../player/index.ts'

/** A small picture that somebody waits for: `name` is the same for the same picture, `cut` makes it out of its frame. */
export type SmallPicture<Picture> = {
  readonly name: string
  readonly frame: number
  readonly cut: (shown: ShownFrame<VideoFrame>) => Picture | null
}

type Wanted<Picture> = { readonly picture: SmallPicture<Picture>; readonly give: (made: Picture) => void }

/**
 * Small pictures out of the clip's frames, made one after another while nothing plays. They are kept in memory alone, no more than
 * `most`, for as long as the clip is open.
 */
export class PictureQueue<Picture> {
  readonly #session: PlayerSession
  readonly #most: number
  readonly #ending = new AbortController()
  readonly #kept = new Map<string, Picture>()
  #wanted: Wanted<Picture>[] = []
  #working = false

  constructor(session: PlayerSession, most: number) {
    this.#session = session
    this.#most = most
  }

  /** Hands the picture over once it is there; answers how to want it no more. */
  want(picture: SmallPicture<Picture>, give: (made: Picture) => void): () => void {
    const kept = this.#kept.get(picture.name)
    if (kept !== undefined) {
      this.#keep(picture.name, kept)
      give(kept)
      return () => undefined
    }
    const wanted = { picture, give }
    this.#wanted.push(wanted)
    void this.#work()
    return () => {
      this.#wanted = this.#wanted.filter((one) => one !== wanted)
    }
  }

  close(): void {
    this.#ending.abort()
    this.#wanted = []
    this.#kept.clear()
  }

  async #work(): Promise<void> {
    if (this.#working) return
    this.#working = true
    for (let next = this.#wanted[0]; next; next = this.#wanted[0]) {
      await this.#standing()
      const { picture } = next
      // Whoever wanted it may have gone while something played.
      if (!this.#wanted.includes(next)) continue
      // A card without a picture is still a card: what cannot be read, the player tells.
      this.#give(picture.name, await this.#make(picture).catch(() => null))
    }
    this.#working = false
  }

  #give(name: string, made: Picture | null): void {
    const waiting = this.#wanted.filter(({ picture }) => picture.name === name)
    this.#wanted = this.#wanted.filter(({ picture }) => picture.name !== name)
    if (made === null) return
    this.#keep(name, made)
    for (const { give } of waiting) give(made)
  }

  /** Waits until nothing plays, as whoever watches goes before, or this is closed. */
  #standing(): Promise<void> {
    const { store } = this.#session
    const { signal } = this.#ending
    return new Promise((resolve) => {
      const look = (): void => {
        if (!signal.aborted && (store.getState().transport.rate !== 0 || store.getState().waiting)) return
        end()
        signal.removeEventListener('abort', look)
        resolve()
      }
      const end = store.subscribe(look)
      signal.addEventListener('abort', look)
      look()
    })
  }

  async #make({ frame, cut }: SmallPicture<Picture>): Promise<Picture | null> {
    const shown = await this.#session.still(frame, this.#ending.signal)
    if (!shown) return null
    try {
      return cut(shown)
    } finally {
      shown.close()
    }
  }

  #keep(name: string, made: Picture): void {
    this.#kept.delete(name)
    this.#kept.set(name, made)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
  }
}
