import { type BandEnergies, noEnergy } from './band-energies.ts'
import type { SoundKind } from './speech.ts'
import type { RadioSettings } from './speech-settings.ts'

/** Energies summed over windows. */
export type SummedEnergies = { readonly windows: number; readonly energies: BandEnergies }

/** Nothing summed yet. */
export const nothingSummed: SummedEnergies = { windows: 0, energies: noEnergy }

/** With one window more. */
export function withWindow({ windows, energies }: SummedEnergies, more: BandEnergies): SummedEnergies {
  return {
    windows: windows + 1,
    energies: {
      below: energies.below + more.below,
      voice: energies.voice + more.voice,
      above: energies.above + more.above,
    },
  }
}

/** How many windows the memory of the quiet goes back, about (2 s). */
const quietMemory = 64

/** Mean energies of the windows without speech so far, the latest counting most; null before the first. */
export function quietWith(quiet: BandEnergies | null, window: BandEnergies): BandEnergies {
  if (!quiet) return window
  const blend = (old: number, fresh: number) => old + (fresh - old) / quietMemory
  return {
    below: blend(quiet.below, window.below),
    voice: blend(quiet.voice, window.voice),
    above: blend(quiet.above, window.above),
  }
}

/** Fewer voiced windows than this tell nothing of a channel (0.3 s). */
const fewestWindows = 10

/** Share by which the quiet may have changed since it was measured. */
const quietSlack = 0.3

/** What a band holds beyond the quiet, at most. */
function excess(sum: number, quiet: number): number {
  return Math.max(0, sum - quiet) + quietSlack * quiet
}

/**
 * Tells radio traffic from a voice in the room: a radio (like a telephone) passes 300 to 3,400 Hz and nothing else, a voice
 * has its pitch below and its hisses above. The quiet before the segment is taken off first. Whatever is not certain (few
 * windows, loud surroundings) is speech: both are muted, the kind only tells people what to expect.
 */
export function soundKind(
  voiced: SummedEnergies,
  quiet: BandEnergies | null,
  { mostBelow, mostAbove, leastOverQuiet }: RadioSettings,
): SoundKind {
  const { windows, energies } = voiced
  if (windows < fewestWindows) return 'speech'
  const around = (band: keyof BandEnergies) => windows * (quiet?.[band] ?? 0)
  const voice = energies.voice - around('voice')
  if (voice <= 0 || voice < fraction(leastOverQuiet) * around('voice')) return 'speech'
  const below = excess(energies.below, around('below'))
  const above = excess(energies.above, around('above'))
  return below <= fraction(mostBelow) * voice && above <= fraction(mostAbove) * voice ? 'radio' : 'speech'
}

function fraction(decibels: number): number {
  return 10 ** (decibels / 10)
}
