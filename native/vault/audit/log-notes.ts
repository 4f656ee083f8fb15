import type { EntryForm } from './read-entry-form.ts'

/**
 * Something in a log that is no alteration but that a person should know.
 * - `time-backwards`: stamped earlier than the entry before it, by `ms`.
 * - `clock-changed`: within one session the clock went `ms` further (below 0: less far) than the monotonic one. A machine that slept
 *   shows so too.
 * - `unfinished`: `begun`, and no entry says how it ended.
 * - `ends-nothing`: names a begun entry that is not there or had ended already.
 */
export type LogNote =
  | { readonly kind: 'time-backwards'; readonly seq: number; readonly ms: number }
  | { readonly kind: 'clock-changed'; readonly seq: number; readonly ms: number }
  | { readonly kind: 'unfinished'; readonly seq: number }
  | { readonly kind: 'ends-nothing'; readonly seq: number }

/** Where the times and begun entries of a log stand after some entry; plain JSON. */
export type NotesState = {
  readonly open: readonly number[]
  readonly last: { readonly at: string; readonly elapsedMs: number; readonly session: string } | null
}

/** A clock that is set by the network moves by less within a session. */
const toleratedMs = 2000

/** So many notes are kept; the others are counted. */
const mostNotes = 200

/** Watches entries go by in order and notes what is odd about their times and ends. */
export class LogNotes {
  readonly #open: Set<number>
  readonly #notes: LogNote[] = []
  #count = 0
  #last: NotesState['last']
  #lastMs: number

  constructor(from: NotesState) {
    this.#open = new Set(from.open)
    this.#last = from.last
    this.#lastMs = from.last ? Date.parse(from.last.at) : 0
  }

  /** The next entry. */
  see(entry: EntryForm): void {
    if (entry.outcome === 'begun') this.#open.add(entry.seq)
    else if (entry.ref !== null && !this.#open.delete(entry.ref)) this.#note({ kind: 'ends-nothing', seq: entry.seq })
    this.#seeTime(entry)
  }

  /** What was noted so far, and how much in all with what is still open. */
  result(): { readonly notes: readonly LogNote[]; readonly noteCount: number } {
    const unfinished = [...this.#open].slice(0, mostNotes).map((seq): LogNote => ({ kind: 'unfinished', seq }))
    return {
      notes: [...this.#notes, ...unfinished].slice(0, mostNotes),
      noteCount: this.#count + this.#open.size,
    }
  }

  /** To go on from here another time. */
  state(): NotesState {
    return { open: [...this.#open], last: this.#last }
  }

  #seeTime(entry: EntryForm): void {
    const ms = Date.parse(entry.at)
    const last = this.#last
    if (last) {
      const step = ms - this.#lastMs
      const drift = step - (entry.elapsedMs - last.elapsedMs)
      if (step < 0) this.#note({ kind: 'time-backwards', seq: entry.seq, ms: -step })
      else if (entry.session === last.session && Math.abs(drift) > toleratedMs)
        this.#note({ kind: 'clock-changed', seq: entry.seq, ms: drift })
    }
    this.#last = entry
    this.#lastMs = ms
  }

  #note(note: LogNote): void {
    this.#count++
    if (this.#notes.length < mostNotes) this.#notes.push(note)
  }
}
