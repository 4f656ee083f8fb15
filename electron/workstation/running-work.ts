import type { WorkEvent } from '../../contract/window/window-shapes.ts'
import type { Progress } from '../../core/ports/work.ts'

/** Windows are told of one piece of work at most this often (milliseconds). */
const rest = 500

/** Before this long nobody can say how long the rest will take (milliseconds). */
const leastPace = 3_000

/** Where a piece of long work tells how far it has come, and that it has ended. */
export type ReportedWork = {
  progress(progress: Progress): void
  ended(how: Exclude<WorkEvent['state'], 'running'>): void
}

/** How far work had come when. */
type Mark = { readonly at: number; readonly done: number }

/** How long the rest takes at the pace since the mark, in seconds; null while nobody can tell. */
function secondsLeft({ at, done: before }: Mark, { done, total, files }: Progress, now: number): number | null {
  const isCounted = files === undefined || files.all !== null
  if (!isCounted || now - at < leastPace || done <= before || total < done) return null
  return Math.round(((total - done) * (now - at)) / (done - before) / 1_000)
}

type Entry = { readonly stop: () => void; latest: WorkEvent | null; told: number; first: Mark }

/** The long work of this process, told to every window: what runs, how far it is, how long it takes yet. Time is monotonic milliseconds. */
export class RunningWork {
  readonly #tell: (event: WorkEvent) => void
  readonly #elapsed: () => number
  readonly #running = new Map<string, Entry>()
  #count = 0

  constructor(tell: (event: WorkEvent) => void, elapsed: () => number) {
    this.#tell = tell
    this.#elapsed = elapsed
  }

  /** All that runs, for a window that comes to it. */
  get current(): readonly WorkEvent[] {
    return [...this.#running.values()].flatMap(({ latest }) => (latest ? [latest] : []))
  }

  /** Work begins; nobody hears of it before it says for the first time how far it is. */
  begin(method: string, stop: () => void): ReportedWork {
    const work = `work-${++this.#count}`
    const entry: Entry = { stop, latest: null, told: Number.NEGATIVE_INFINITY, first: { at: 0, done: 0 } }
    this.#running.set(work, entry)
    return {
      progress: (progress) => {
        const now = this.#elapsed()
        // Each stage has a pace of its own.
        if (entry.latest?.progress.stage !== progress.stage) entry.first = { at: now, done: progress.done }
        const left = secondsLeft(entry.first, progress, now)
        entry.latest = { kind: 'work', work, method, state: 'running', progress, secondsLeft: left }
        if (now - entry.told < rest) return
        entry.told = now
        this.#tell(entry.latest)
      },
      ended: (state) => {
        this.#running.delete(work)
        if (entry.latest) this.#tell({ ...entry.latest, state, secondsLeft: null })
      },
    }
  }

  /** Asks work to end; it tells when it has. */
  stop(work: string): void {
    this.#running.get(work)?.stop()
  }
}
