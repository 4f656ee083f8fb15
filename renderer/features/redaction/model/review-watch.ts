import { uniteRanges } from '../../../../core/time.ts'

/** What was displayed and played at one speed, and not told yet. Frames are indices, sound is in samples of its track. */
export type Watched = {
  /** Counts what the picture looked like: by it what is put back late is told from what it would now be taken for. */
  readonly edition: number
  readonly speed: number
  readonly frames: readonly (readonly [from: number, until: number])[]
  readonly sound: readonly {
    readonly audioTrack: number
    readonly ranges: readonly (readonly [from: number, until: number])[]
  }[]
}

type Range = readonly [from: number, until: number]

/** What was told, and whether the vault has counted it by now. */
type Told = { readonly watched: Watched; readonly isCounted: boolean }

/** Collects what somebody has watched until it is told. What comes at another speed is told apart. */
export class ReviewWatch {
  #speed = 1
  #edits: number | null = null
  #edition = 0
  #frames: Range[] = []
  readonly #sound = new Map<number, Range[]>()
  #finished: readonly Watched[] = []
  /** Taken to be told, and in no answer yet about what is still to be seen. */
  #told: readonly Told[] = []

  /** A frame came to the screen. */
  shown(frame: number, speed: number): void {
    this.#at(speed)
    this.#frames.push([frame, frame + 1])
    if (this.#frames.length > 500) this.#frames = uniteRanges(this.#frames)
  }

  /** Sound was played, `[from, until)` in samples. */
  heard(audioTrack: number, [from, until]: Range, speed: number): void {
    if (until <= from) return
    this.#at(speed)
    this.#sound.set(audioTrack, uniteRanges([...(this.#sound.get(audioTrack) ?? []), [from, until]]))
  }

  /** What is to be told next; null where there is nothing. */
  take(): Watched | null {
    const [first, ...rest] = this.#finished
    if (first) this.#finished = rest
    const taken = first ?? this.#close()
    if (taken) this.#told = [...this.#told, { watched: taken, isCounted: false }]
    return taken
  }

  /** Puts back what was not believed yet: there may have been too little time for it. What has changed since is not put back. */
  putBack(watched: Watched): void {
    this.refused(watched)
    if (watched.edition === this.#edition) this.#finished = [watched, ...this.#finished]
  }

  /** The vault has counted what was taken. */
  counted(watched: Watched): void {
    this.#told = this.#told.map((told) => (told.watched === watched ? { watched, isCounted: true } : told))
  }

  /** What was taken will not be counted. */
  refused(watched: Watched): void {
    this.#told = this.#told.filter((told) => told.watched !== watched)
  }

  /** What the vault has counted so far: an answer that is asked for from now on tells of it. */
  get answered(): readonly Watched[] {
    return this.#told.filter(({ isCounted }) => isCounted).map(({ watched }) => watched)
  }

  /** An answer tells of these by now. */
  forget(answered: readonly Watched[]): void {
    this.#told = this.#told.filter(({ watched }) => !answered.includes(watched))
  }

  /** Frames that came to the screen and are in no answer of the vault yet. */
  get framesSince(): readonly Range[] {
    const told = [...this.#told.map(({ watched }) => watched), ...this.#finished]
    return uniteRanges([...told.flatMap(({ frames }) => frames), ...this.#frames])
  }

  /** Sound that was played and is in no answer of the vault yet. */
  get soundSince(): Watched['sound'] {
    const told = [...this.#told.map(({ watched }) => watched), ...this.#finished].flatMap(({ sound }) => sound)
    const now = [...this.#sound].map(([audioTrack, ranges]) => ({ audioTrack, ranges }))
    return [...told, ...now]
  }

  /** With another number of edits all of it is forgotten: what was on the screen is another picture by now. */
  keepFor(edits: number): void {
    if (edits === this.#edits) return
    this.#edits = edits
    this.#finished = []
    this.#told = []
    this.#close()
    this.#edition += 1
  }

  #at(speed: number): void {
    if (speed === this.#speed) return
    const closed = this.#close()
    if (closed) this.#finished = [...this.#finished, closed]
    this.#speed = speed
  }

  #close(): Watched | null {
    const frames = uniteRanges(this.#frames)
    const sound = [...this.#sound].map(([audioTrack, ranges]) => ({ audioTrack, ranges }))
    this.#frames = []
    this.#sound.clear()
    return frames.length + sound.length === 0 ? null : { edition: this.#edition, speed: this.#speed, frames, sound }
  }
}
