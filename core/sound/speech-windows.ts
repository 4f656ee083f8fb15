import type { BandEnergies } from './band-energies.ts'
import { nothingSummed, quietWith, type SummedEnergies, soundKind, withWindow } from './radio.ts'
import type { SoundKind } from './speech.ts'
import type { RadioSettings, SegmentSettings } from './speech-settings.ts'

/** One window of sound as it was heard. */
export type HeardWindow = { readonly probability: number; readonly energies: BandEnergies }

/** Windows `[fromWindow, untilWindow)` that make a segment, not yet widened. */
export type WindowSegment = {
  readonly fromWindow: number
  readonly untilWindow: number
  readonly kind: SoundKind
  readonly probability: number
  readonly highest: number
  /** How many windows its mean probability is of. */
  readonly heard: number
}

/** How windows make segments; `secondsPerWindow` is how long each is. */
export type WindowRules = {
  readonly segments: SegmentSettings
  readonly radio: RadioSettings
  readonly secondsPerWindow: number
  /** False where the sound has too few samples a second to tell a radio from a room: everything is speech then. */
  readonly fullBand: boolean
}

/** A run of likely windows that may become a segment. */
type Run = {
  readonly from: number
  until: number
  heard: number
  sum: number
  highest: number
  voiced: SummedEnergies
  /** The quiet before it. */
  readonly quiet: BandEnergies | null
}

/**
 * Makes segments of windows as they come, in memory for one run and its segments. Hysteresis: a segment is a run of windows
 * at `continue` with one at `start` among them, or one that hovers at `continue` for long; pauses shorter than `bridge`
 * belong to it.
 */
export class SpeechWindows {
  readonly #rules: WindowRules
  readonly #made: WindowSegment[] = []
  #count = 0
  #run: Run | null = null
  #quiet: BandEnergies | null = null

  constructor(rules: WindowRules) {
    this.#rules = rules
  }

  /** Takes the next window. */
  take({ probability, energies }: HeardWindow): void {
    const at = this.#count++
    const { segments, secondsPerWindow } = this.#rules
    // Written so that what is no number counts as speech.
    if (probability < segments.continue) {
      this.#quiet = quietWith(this.#quiet, energies)
      return
    }
    if (this.#run && (at - this.#run.until) * secondsPerWindow >= segments.bridge) this.#close()
    this.#run ??= {
      ...{ from: at, until: at, heard: 0, sum: 0, highest: 0 },
      ...{ voiced: nothingSummed, quiet: this.#quiet },
    }
    this.#run.until = at + 1
    this.#run.heard++
    this.#run.sum += probability
    this.#run.highest = Math.max(this.#run.highest, probability)
    if (probability >= segments.start) this.#run.voiced = withWindow(this.#run.voiced, energies)
  }

  /** Passes over windows of silence that nobody needs to hear. */
  skip(windows: number): void {
    this.#count += windows
  }

  /** The segments, once every window is in. */
  finish(): readonly WindowSegment[] {
    this.#close()
    return this.#made
  }

  #close(): void {
    const run = this.#run
    this.#run = null
    if (!run || !this.#counts(run)) return
    const kind = this.#rules.fullBand ? soundKind(run.voiced, run.quiet, this.#rules.radio) : 'speech'
    const { from, until, heard, sum, highest } = run
    this.#made.push({ fromWindow: from, untilWindow: until, kind, probability: sum / heard, highest, heard })
  }

  #counts({ heard, highest }: Run): boolean {
    const { segments, secondsPerWindow } = this.#rules
    const length = heard * secondsPerWindow
    if (highest < segments.start) return length >= segments.hover
    return length >= segments.shortest || highest >= segments.certain
  }
}
