import { seededNumbers } from '../clips/spoil.ts'
import { speak, spokenRate } from './espeak.ts'
import { overRadio } from './radio-channel.ts'
import type { Speaker } from './speech-cast.ts'

/** Ten milliseconds: what speech is told from pauses in. */
export const framesPerSecond = 100

/** Somebody speaking with pauses in silence: the samples, and for each 10 ms whether it is speech, a pause between words, or neither. */
export type SpeechScene = {
  readonly name: string
  readonly samples: Float32Array
  readonly frames: readonly ('speech' | 'pause' | 'other')[]
}

/** A frame this far below the loudest of its sentence holds no more of it (power). */
const faintest = 1e-4

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length)
}

/** Which frames of a sentence sound. */
function soundingFrames(spoken: Float32Array): boolean[] {
  const length = spokenRate / framesPerSecond
  const powers = Array.from({ length: Math.floor(spoken.length / length) }, (_, frame) =>
    powerOf(spoken.subarray(frame * length, (frame + 1) * length)),
  )
  const loudest = Math.max(...powers)
  return powers.map((power) => power > loudest * faintest)
}

/** How a scene is made: over a radio or not, and what its pauses are drawn from. */
export type SceneOptions = { readonly radio: boolean; readonly seed: number }

/** Sentences of one voice of espeak-ng with pauses between them (see `sceneOf`). */
export async function speechScene({ voice, sentences }: Speaker, options: SceneOptions): Promise<SpeechScene> {
  const spoken: Float32Array[] = []
  for (const sentence of sentences) spoken.push(await speak(sentence, voice))
  return sceneOf(voice.name, spoken, options)
}

/**
 * Utterances at `spokenRate` with 1.5 to 5 s of silence between them. Speech is told from the clean voice, so that squelch
 * and hiss count as "other".
 */
export function sceneOf(name: string, utterances: readonly Float32Array[], { radio, seed }: SceneOptions): SpeechScene {
  const chance = seededNumbers(seed)
  const pause = () => Math.round((1.5 + chance() * 3.5) * framesPerSecond)
  const length = spokenRate / framesPerSecond
  const frames: SpeechScene['frames'][number][] = []
  const parts: { readonly at: number; readonly samples: Float32Array }[] = []
  for (const spoken of utterances) {
    frames.push(...Array.from({ length: pause() }, () => 'other' as const))
    const sounds = soundingFrames(spoken)
    const [first, last] = [sounds.indexOf(true), sounds.lastIndexOf(true)]
    const at = frames.length * length
    const samples = radio ? overRadio(spoken, spokenRate, seed + parts.length) : spoken
    parts.push({ at: Math.max(0, at - (samples.length - spoken.length) / 2), samples })
    frames.push(...sounds.map((on, frame) => (on ? 'speech' : frame > first && frame < last ? 'pause' : 'other')))
  }
  frames.push(...Array.from({ length: pause() }, () => 'other' as const))
  const samples = new Float32Array(frames.length * length)
  for (const part of parts) samples.set(part.samples.subarray(0, samples.length - part.at), part.at)
  return { name, samples, frames }
}

/** A scene with noise under it, so that speech (where it sounds) is `decibels` louder; peak at 0.7 of full scale. */
export function inNoise(scene: SpeechScene, noise: Float32Array, decibels: number): Float32Array {
  const length = spokenRate / framesPerSecond
  const speech = scene.frames.flatMap((frame, at) =>
    frame === 'speech' ? [scene.samples.subarray(at * length, (at + 1) * length)] : [],
  )
  const signal = speech.reduce((sum, samples) => sum + powerOf(samples), 0) / Math.max(1, speech.length)
  const gain = Math.sqrt(signal / powerOf(noise) / 10 ** (decibels / 10))
  const mixed = scene.samples.map((sample, at) => sample + gain * (noise[at] ?? 0))
  const peak = mixed.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9)
  return mixed.map((sample) => (sample * 0.7) / peak)
}
