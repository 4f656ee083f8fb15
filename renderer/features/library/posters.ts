import type { OutputOf } from '../../../contract/methods/all.ts'
import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'

/** The picture of a clip. `url` null: there is none, or it may not be seen. */
export type Poster = { readonly distressing: boolean; readonly url: string | null }

type Answer = OutputOf<'clip.page-posters'>['posters']

/** Asks the vault for posters; which ones were shown then stands in its log. */
export type LoadPosters = (clips: readonly string[], signal: AbortSignal) => Promise<Result<Answer>>

/** Makes an address for a picture, and lets it go again. */
export type PictureAddresses = { make(png: string): string; release(url: string): void }

/** Most clips whose posters the vault hands over at once. */
const mostAtOnce = 60
/** So many pictures are kept. */
const mostKept = 600

/** What is known of the posters at one moment. */
export type PostersState = { readonly failure: Failure | null; readonly version: number }

/**
 * Posters of the clips that are in sight, for one purpose. One question is under way at a time: what is scrolled past meanwhile is
 * never asked for, and so not shown and not logged.
 */
export class Posters {
  readonly #load: LoadPosters
  readonly #addresses: PictureAddresses
  readonly #kept = new Map<string, Poster>()
  readonly #listeners = new Set<() => void>()
  readonly #controller = new AbortController()
  #wanted: readonly string[] = []
  #asking = false
  #state: PostersState = { failure: null, version: 0 }

  constructor(load: LoadPosters, addresses: PictureAddresses) {
    this.#load = load
    this.#addresses = addresses
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): PostersState => this.#state

  /** Null while it is being fetched. */
  posterOf(clip: string): Poster | null {
    return this.#kept.get(clip) ?? null
  }

  /** Says which clips are in sight now. */
  want(clips: readonly string[]): void {
    this.#wanted = clips
    void this.#ask()
  }

  /** Lets every picture go. */
  close(): void {
    this.#controller.abort()
    for (const { url } of this.#kept.values()) if (url !== null) this.#addresses.release(url)
    this.#kept.clear()
  }

  async #ask(): Promise<void> {
    const missing = this.#wanted.filter((clip) => !this.#kept.has(clip)).slice(0, mostAtOnce)
    if (this.#asking || missing.length === 0 || this.#controller.signal.aborted) return
    this.#asking = true
    const answer = await this.#load(missing, this.#controller.signal)
    this.#asking = false
    if (this.#controller.signal.aborted) return
    if (!answer.ok) return this.#tell(answer.failure)
    for (const { clip, distressing, png } of answer.value)
      this.#kept.set(clip, { distressing, url: png === null ? null : this.#addresses.make(png) })
    this.#forgetOldest()
    this.#tell(null)
    await this.#ask()
  }

  #forgetOldest(): void {
    for (const [clip, { url }] of this.#kept) {
      if (this.#kept.size <= mostKept) return
      if (this.#wanted.includes(clip)) continue
      this.#kept.delete(clip)
      if (url !== null) this.#addresses.release(url)
    }
  }

  #tell(failure: Failure | null): void {
    this.#state = { failure, version: this.#state.version + 1 }
    for (const listener of this.#listeners) listener()
  }
}

/** Pictures as objects of the page: its content policy lets it show no others. */
export const pageAddresses: PictureAddresses = {
  make: (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
    return URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
  },
  release: (url) => URL.revokeObjectURL(url),
}
