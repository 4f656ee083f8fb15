import type { PlanAudioRange } from '../redaction/plan.ts'

/** The bleep: a 1 kHz tone at a quarter of full scale (-12 dBFS), in phase with the track's absolute clock. */
export const bleep = { hertz: 1000, amplitude: 0.25 } as const

/**
 * AAC codes overlapping windows of two frames: one that begins just before the silence reaches this far into it and
 * spreads its rounding there (measured: peaks of 4e-4). So many more samples are silenced on both sides of what the plan mutes.
 */
export const windowReach = 1024

/** Decoded sound of one track: a plane for each channel, `length` samples each, the first at `start` of the track's absolute clock. */
export type EditedBlock = { readonly start: number; readonly length: number; readonly planes: readonly Float32Array[] }

/**
 * Silences or bleeps what the ranges cover of a block, in place: what a copy is made of, and what its preview lets be heard. Mutes come
 * last: they win. `rate`: samples a second.
 */
export function editSound(block: EditedBlock, ranges: readonly PlanAudioRange[], rate: number): void {
  const mutesLast = ranges.toSorted((a, b) => Number(a.kind === 'mute') - Number(b.kind === 'mute'))
  for (const range of mutesLast) {
    const reach = range.kind === 'mute' ? windowReach : 0
    const from = Math.max(0, range.fromSample - reach - block.start)
    const until = Math.min(block.length, range.untilSample + reach - block.start)
    if (until <= from) continue
    for (const plane of block.planes) {
      if (range.kind === 'mute') plane.fill(0, from, until)
      else writeBleep(plane, from, until, { start: block.start, rate })
    }
  }
}

function writeBleep(
  plane: Float32Array,
  from: number,
  until: number,
  clock: { readonly start: number; readonly rate: number },
): void {
  const turn = (2 * Math.PI * bleep.hertz) / clock.rate
  for (let sample = from; sample < until; sample++) {
    plane[sample] = bleep.amplitude * Math.sin(turn * (clock.start + sample))
  }
}
