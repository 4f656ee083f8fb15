import type { SoundBlock } from '../sound-decoder.ts'
import { BleepFit } from './bleep-fit.ts'
import type { Stretch } from './planned-sound.ts'

/** Where audible sound is compared: windows of this length (seconds), at most so many. */
const windowSeconds = 0.6
const mostWindows = 16

/** Bleeps are judged in parts of this length (seconds), so that a short fault in a long one shows. */
const bleepSeconds = 0.5

/** Samples of a window, the channels' mean. */
export type SoundWindow = { readonly stretch: Stretch; readonly samples: Float32Array }

/** A part of a bleep, with how each channel fits it (none before any sample came). */
export type BleepPart = { readonly stretch: Stretch; readonly channels: BleepFit[] }

/** Collects, while a track is decoded once, what its checks need: a peak for each silence, a fit for each bleep, samples for the rest. */
export class SoundWindows {
  readonly silences: { stretch: Stretch; loudest: number }[]
  readonly bleeps: readonly BleepPart[]
  readonly audible: readonly SoundWindow[]
  /** End of the last block, on the track's own clock. */
  until = 0
  readonly #side: 'copy' | 'original'
  readonly #rate: number

  constructor(stretches: readonly Stretch[], rate: number, side: 'copy' | 'original') {
    this.#side = side
    this.#rate = rate
    const of = (fate: Stretch['fate']) => stretches.filter((stretch) => stretch.fate === fate)
    this.silences = of('mute').map((stretch) => ({ stretch, loudest: 0 }))
    this.bleeps = of('bleep').flatMap((stretch) => partsOf(stretch, Math.round(bleepSeconds * rate)))
    this.audible = windowsWithin(of('audible'), Math.round(windowSeconds * rate))
  }

  take(block: SoundBlock): void {
    this.until = Math.max(this.until, block.start + block.length)
    for (const window of this.audible) copyOverlap(window, this.#start(window.stretch), block)
    if (this.#side === 'original') return
    for (const part of this.bleeps) fitOverlap(part, block, this.#rate)
    for (const silence of this.silences) silence.loudest = Math.max(silence.loudest, peak(silence.stretch, block))
  }

  #start(stretch: Stretch): number {
    return this.#side === 'copy' ? stretch.copyFrom : stretch.sourceFrom
  }
}

/** All of a bleep in parts of about `length` samples. */
function partsOf(stretch: Stretch, length: number): BleepPart[] {
  const span = stretch.copyUntil - stretch.copyFrom
  const count = Math.ceil(span / length)
  const edgeOf = (part: number) => Math.floor((span * part) / count)
  return Array.from({ length: count }, (_, part) => ({
    stretch: partOf(stretch, edgeOf(part), edgeOf(part + 1) - edgeOf(part)),
    channels: [],
  }))
}

function fitOverlap({ stretch, channels }: BleepPart, block: SoundBlock, rate: number): void {
  const from = Math.max(stretch.copyFrom, block.start)
  const until = Math.min(stretch.copyUntil, block.start + block.length)
  if (until <= from) return
  for (const [channel, plane] of block.planes.entries()) {
    const fit = channels[channel] ?? new BleepFit(stretch.copyUntil - stretch.copyFrom, rate)
    channels[channel] = fit
    for (let at = from; at < until; at++) fit.take(at - stretch.copyFrom, plane[at - block.start] ?? 0)
  }
}

function partOf({ fate, sourceFrom, copyFrom, copyUntil }: Stretch, offset: number, length: number): Stretch {
  const from = copyFrom + offset
  return { fate, sourceFrom: sourceFrom + offset, copyFrom: from, copyUntil: Math.min(copyUntil, from + length) }
}

function window(stretch: Stretch, offset: number, length: number): SoundWindow {
  const part = partOf(stretch, offset, length)
  return { stretch: part, samples: new Float32Array(Math.max(0, part.copyUntil - part.copyFrom)) }
}

/** Windows spread evenly over what is audible. */
function windowsWithin(stretches: readonly Stretch[], length: number): SoundWindow[] {
  const usable = stretches.filter((stretch) => stretch.copyUntil - stretch.copyFrom >= length / 4)
  const total = usable.reduce((sum, stretch) => sum + stretch.copyUntil - stretch.copyFrom, 0)
  const step = Math.max(length, Math.ceil(total / mostWindows))
  return usable.flatMap((stretch) => {
    const span = stretch.copyUntil - stretch.copyFrom
    const count = Math.max(1, Math.floor(span / step))
    return Array.from({ length: count }, (_, at) => window(stretch, Math.floor((span / count) * at), length))
  })
}

function copyOverlap(window: SoundWindow, start: number, block: SoundBlock): void {
  const from = Math.max(start, block.start)
  const until = Math.min(start + window.samples.length, block.start + block.length)
  for (let at = from; at < until; at++) {
    let sum = 0
    for (const plane of block.planes) sum += plane[at - block.start] ?? 0
    window.samples[at - start] = sum / block.planes.length
  }
}

function peak(stretch: Stretch, block: SoundBlock): number {
  const from = Math.max(stretch.copyFrom, block.start)
  const until = Math.min(stretch.copyUntil, block.start + block.length)
  let loudest = 0
  for (const plane of block.planes) {
    for (let at = from; at < until; at++) loudest = Math.max(loudest, Math.abs(plane[at - block.start] ?? 0))
  }
  return loudest
}
