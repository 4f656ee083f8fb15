import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { Packet } from 'node-av/lib'
import type { SoundKind } from '../../core/sound/speech.ts'
import { openClip } from '../../native/media/opened-clip.ts'
import { SoundDecoder } from '../../native/media/sound-decoder.ts'
import { makeClip } from '../clips/make-clip.ts'
import { aac, deterministic, soundInput } from '../clips/sources.ts'
import { spokenRate } from '../sound/espeak.ts'
import { hearBytes, indexOfBytes, sourceOf } from '../sound/hear-bytes.ts'
import { heldOutSpeakers, tunedSpeakers } from '../sound/speech-cast.ts'
import { inNoise, type SpeechScene, speechScene } from '../sound/speech-scene.ts'
import { noScore, type SpeechScore, scoreOf, scoresTogether } from '../sound/speech-score.ts'
import { streetNoises } from '../sound/street-noise.ts'
import { wavOf } from '../sound/wav-file.ts'
import { type Measure, measured } from './measure.ts'

/** Speech against noise, in decibels; a radio is mostly close to its microphone. */
const levels = { speech: [20, 10, 5, 0, -5], radio: [10, 0] } as const

const noiseNames = ['traffic', 'wind', 'crowd', 'music'] as const

/** Scores by what was measured, in the order of measuring. */
type Scores = Map<string, SpeechScore>

/** How many segments were called by which kind. */
type Kinds = Record<SoundKind, number>

/**
 * How much of what is said is muted, and how much else, on voices that no setting was tuned on (espeak-ng, six voices of
 * six sentences) in noise made in code, over a radio and not; and how fast, beside decoding alone.
 */
export async function benchSpeech(): Promise<readonly Measure[]> {
  const scores: Scores = new Map()
  const lines: Measure[] = []
  for (const channel of ['speech', 'radio'] as const) {
    const kinds: Kinds = { speech: 0, radio: 0 }
    for (const [at, { voice, sentences }] of heldOutSpeakers.entries()) {
      const about = { sentences, radio: channel === 'radio', seed: 500 + at }
      await hearVoice(await speechScene(voice.name, voice, about), { channel, seed: 40 + at, scores, kinds })
    }
    const share = (100 * kinds[channel]) / Math.max(1, kinds.speech + kinds.radio)
    lines.push(measured(`${channel} without noise called ${channel}`, share, '% of segments'))
  }
  for (const [at, { voice, sentences }] of tunedSpeakers.entries()) {
    const scene = await speechScene(voice.name, voice, { sentences, radio: false, seed: 100 + at })
    await hearTunedVoice(scene, 7 + at, scores)
  }
  return [...[...scores].flatMap(([name, score]) => scoreLines(name, score)), ...lines, ...(await speedLines())]
}

/** The voices that settings were tuned on, where it is hardest: how much better they do tells how far the others can be trusted. */
async function hearTunedVoice(scene: SpeechScene, seed: number, scores: Scores): Promise<void> {
  const name = 'speech of tuned voices, street -5 dB'
  for (const noise of noiseNames.filter((each) => each !== 'crowd')) {
    const sound = streetNoises[noise](scene.samples.length / spokenRate, spokenRate, seed)
    const run = await hearBytes(wavOf([inNoise(scene, sound, -5)], spokenRate))
    const score = scoreOf(scene, run.tracks[0]?.segments ?? [])
    scores.set(name, scoresTogether(scores.get(name) ?? noScore, score))
  }
}

type Hearing = {
  readonly channel: keyof typeof levels
  readonly seed: number
  readonly scores: Scores
  readonly kinds: Kinds
}

async function hearVoice(scene: SpeechScene, { channel, seed, scores, kinds }: Hearing): Promise<void> {
  const hear = async (samples: Float32Array, names: readonly string[]) => {
    const segments = (await hearBytes(wavOf([samples], spokenRate))).tracks[0]?.segments ?? []
    const score = scoreOf(scene, segments)
    for (const name of names) scores.set(name, scoresTogether(scores.get(name) ?? noScore, score))
    return segments
  }
  for (const { kind } of await hear(scene.samples, [`${channel}, no noise`])) kinds[kind]++
  for (const noise of noiseNames) {
    const sound = streetNoises[noise](scene.samples.length / spokenRate, spokenRate, seed)
    // Other people's voices are speech to the model, as they may be to a listener: counted apart.
    const all = noise === 'crowd' ? [] : ['street']
    for (const level of levels[channel]) {
      const names = [...all, noise].map((name) => `${channel}, ${name} ${level > 0 ? '+' : ''}${level} dB`)
      await hear(inNoise(scene, sound, level), names)
    }
  }
}

function scoreLines(name: string, score: SpeechScore): Measure[] {
  const share = (part: number, of: number) => (100 * part) / Math.max(of, 1e-9)
  return [
    measured(`${name}: muted of ${score.speech.toFixed(0)} s of speech`, 100 - share(score.leaked, score.speech), '%'),
    measured(`${name}: leaked`, score.leaked, 's'),
    measured(`${name}: muted of the rest`, share(score.otherMuted, score.other), '%'),
    measured(`${name}: muted of what is over 1 s from a word`, share(score.farMuted, score.far), '%'),
  ]
}

const speedSeconds = 120

/** Two minutes of AAC, 48 kHz stereo: the usual sound of body-worn cameras. */
async function speedLines(): Promise<readonly Measure[]> {
  const fileName = 'sound.m4a'
  const input = soundInput({ rate: 48_000, channels: 2, seconds: speedSeconds })
  const truth = { container: 'mov', picture: null, sound: [], secrets: [] }
  const run = [...input, ...aac, ...deterministic, fileName]
  const bytes = await readFile(await makeClip({ name: 'bench-speech', fileName, runs: [run], files: {}, truth }))
  const index = await indexOfBytes(bytes)
  const decoding = await timed(() => decodeOnly(bytes, index.originSeconds))
  const listening = await timed(() => hearBytes(bytes, index))
  return [
    measured('decode sound only (floor), AAC 48 kHz stereo', speedSeconds / decoding, 'x real time'),
    measured('listen, the same sound', speedSeconds / listening, 'x real time', { baseline: speedSeconds / decoding }),
  ]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

async function decodeOnly(bytes: Uint8Array, originSeconds: number): Promise<void> {
  const opened = await openClip(sourceOf(bytes), 'clip')
  const stream = opened.ok ? opened.value.audio[0] : undefined
  if (!opened.ok || !stream) throw new Error('the clip of the bench has no sound')
  const decoder = await SoundDecoder.open(stream, originSeconds)
  const packet = new Packet()
  packet.alloc()
  while (await opened.value.read(packet)) {
    decoder.decode(packet)
    packet.unref()
  }
  packet.free()
  decoder.close()
  await opened.value.close()
}
