import type { PlanAudioRange } from '../../../core/redaction/plan.ts'
import type { SoundBlock } from '../sound-decoder.ts'

/** The bleep: a 1 kHz tone at a quarter of full scale (-12 dBFS), in phase with the track's absolute clock. */
export const bleep = { hertz: 1000, amplitude: 0.25 } as const

/**
 * AAC codes overlapping windows of two frames: one that begins just before the silence reaches this far into it and
 * spreads its rounding there (measured: peaks of 4e-4). So much more is silenced on both sides of what the plan mutes.
 */
export const windowReach = 1024

/** Silences or bleeps what the ranges cover of a block, in place. Mutes come last: they win. */
export function editSound(block: SoundBlock, ranges: readonly PlanAudioRange[], rate: number): void {
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
