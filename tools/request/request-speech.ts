import { soundRate } from '../demo/clip-writer.ts'
import { speak, spokenRate, type Voice } from '../sound/espeak.ts'
import { streetNoises } from '../sound/street-noise.ts'

/** Something that somebody says in the clip; seconds from its beginning. */
export type Spoken = {
  readonly speaker: 'requester' | 'officer' | 'witness'
  readonly text: string
  readonly from: number
  readonly until: number
}

type Line = Omit<Spoken, 'from' | 'until'> & { readonly share: number }

const voices: Readonly<Record<Spoken['speaker'], Voice>> = {
  requester: { name: 'en-gb-scotland+f2', speed: 165, pitch: 62 },
  officer: { name: 'en-gb', speed: 170, pitch: 30 },
  witness: { name: 'en-us+m3', speed: 165, pitch: 45 },
}

/** Names of others are spoken between what the requester says. */
const script: readonly Line[] = [
  { speaker: 'officer', text: 'Good evening. Are you Oliver Hughes?', share: 0.03 },
  { speaker: 'requester', text: 'I was walking home when somebody shouted at me from the other side.', share: 0.2 },
  { speaker: 'witness', text: 'My name is Oliver Hughes. I live at twelve Mill Lane, with Priya Shah.', share: 0.4 },
  { speaker: 'requester', text: 'Then I waited here until you came. That is all that I saw.', share: 0.6 },
  { speaker: 'officer', text: 'Thank you. Priya Shah is over there.', share: 0.8 },
]

/** For clips of a few seconds. */
const shortScript: readonly Line[] = [
  { speaker: 'requester', text: 'It was me.', share: 0.04 },
  { speaker: 'witness', text: 'Oliver Hughes!', share: 0.55 },
]

/** A clip's sound: sentences of espeak-ng, loud and clear, over traffic far away; mono at the writer's rate. */
export async function requestSound(
  seconds: number,
  short: boolean,
): Promise<{ readonly samples: Float32Array; readonly spoken: readonly Spoken[] }> {
  const samples = streetNoises.traffic(seconds, soundRate, 5).map((value) => value * 0.05)
  const spoken: Spoken[] = []
  for (const { share, ...line } of short ? shortScript : script) {
    const voice = await speak(line.text, voices[line.speaker])
    const from = share * seconds
    const length = Math.round((voice.length / spokenRate) * soundRate)
    const at = Math.round(from * soundRate)
    for (let i = 0; i < length && at + i < samples.length; i++)
      samples[at + i] = (samples[at + i] ?? 0) + 0.8 * between(voice, (i * spokenRate) / soundRate)
    spoken.push({ ...line, from, until: Math.min(seconds, from + length / soundRate) })
  }
  return { samples: samples.map((value) => Math.max(-1, Math.min(1, value))), spoken }
}

/** The value between two samples. */
function between(samples: Float32Array, at: number): number {
  const whole = Math.floor(at)
  const before = samples[whole] ?? 0
  return before + ((samples[whole + 1] ?? before) - before) * (at - whole)
}
