import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { Packet } from 'node-av/lib'
import type { SoundKind, SpeechSegment } from '../../core/sound/speech.ts'
import type { SegmentSettings } from '../../core/sound/speech-settings.ts'
import { sampleIndex } from '../../core/time.ts'
import { openModelFolder } from '../../native/detection/model-folder.ts'
import { openClip } from '../../native/media/opened-clip.ts'
import { SoundDecoder } from '../../native/media/sound-decoder.ts'
import { makeClip } from '../clips/make-clip.ts'
import { aac, deterministic, soundInput } from '../clips/sources.ts'
import { spokenRate } from '../sound/espeak.ts'
import { hearBytes, indexOfBytes, sourceOf } from '../sound/hear-bytes.ts'
import { recordedMusic, recordedPeople } from '../sound/recordings.ts'
import { heldOutSpeakers, type Speaker, tunedSpeakers, whisperers } from '../sound/speech-cast.ts'
import { framesPerSecond, inNoise, type SpeechScene, sceneOf, speechScene } from '../sound/speech-scene.ts'
import { noScore, type SpeechScore, scoreOf, scoresTogether } from '../sound/speech-score.ts'
import { streetNoises } from '../sound/street-noise.ts'
import { wavOf } from '../sound/wav-file.ts'
import { type Measure, measured } from './measure.ts'

/** Whose voices, and how loud against noise, in decibels. */
type Group = {
  readonly name: string
  readonly scenes: readonly SpeechScene[]
  readonly levels: readonly number[]
  /** What its segments should be called. */
  readonly kind: SoundKind
}

/** Street noise counts together; a crowd apart, since other people's voices are speech to the model, as to a listener. */
const streets = ['traffic', 'wind', 'music'] as const

/** Where speech is scored once more without the widening of its segments. */
const narrowedAt = 'street +10 dB'

/** A crowd is muted mostly as a whole; two levels show it. */
const crowdLevels: readonly number[] = [10, 0]

/**
 * How much of what is said is muted, and how much else, in noise made in code: voices of espeak-ng that no setting was tuned
 * on, near and over a radio; those that were tuned on, to compare; real people and music where Debian's packages of them are
 * installed. And how fast, beside decoding alone.
 */
export async function benchSpeech(): Promise<readonly Measure[]> {
  const near = { radio: false, seed: 500 }
  const [heldOut, overRadio, whispered, tuned] = [
    await scenesOf(heldOutSpeakers, near),
    await scenesOf(heldOutSpeakers, { ...near, radio: true }),
    await scenesOf(whisperers, { ...near, seed: 700 }),
    await scenesOf(tunedSpeakers, { ...near, seed: 100 }),
  ]
  const recorded = (await recordedPeople()).map(({ name, utterances }, at) =>
    sceneOf(name, utterances, { radio: false, seed: 900 + at }),
  )
  const groups: readonly Group[] = [
    { name: 'speech', scenes: heldOut, levels: [20, 10, 5, 0, -5], kind: 'speech' },
    { name: 'radio', scenes: overRadio, levels: [10, 0], kind: 'radio' },
    { name: 'whispers', scenes: whispered, levels: [10, 0], kind: 'speech' },
    { name: 'tuned voices', scenes: tuned, levels: [-5], kind: 'speech' },
    { name: `${recorded.length} recorded voices`, scenes: recorded, levels: [10, 0, -5], kind: 'speech' },
  ]
  const lines: Measure[] = []
  for (const group of groups.filter(({ scenes }) => scenes.length > 0)) lines.push(...(await measuredGroup(group)))
  return [...lines, ...(await musicLines()), ...(await speedLines())]
}

async function scenesOf(
  speakers: readonly Speaker[],
  { radio, seed }: { readonly radio: boolean; readonly seed: number },
): Promise<readonly SpeechScene[]> {
  const scenes: SpeechScene[] = []
  for (const [at, speaker] of speakers.entries()) scenes.push(await speechScene(speaker, { radio, seed: seed + at }))
  return scenes
}

async function heard(samples: Float32Array): Promise<readonly SpeechSegment[]> {
  return (await hearBytes(wavOf([samples], spokenRate))).tracks[0]?.segments ?? []
}

async function measuredGroup({ name, scenes, levels, kind }: Group): Promise<readonly Measure[]> {
  const scores = new Map<string, SpeechScore>()
  const settings = await segmentSettings()
  const add = async (scene: SpeechScene, samples: Float32Array, labels: readonly string[]) => {
    const segments = await heard(samples)
    const note = (label: string, score: SpeechScore) =>
      scores.set(label, scoresTogether(scores.get(label) ?? noScore, score))
    const score = scoreOf(scene, segments)
    for (const label of labels) note(label, score)
    if (labels.includes(narrowedAt))
      note(
        `${narrowedAt}, not widened`,
        scoreOf(
          scene,
          segments.map((segment) => narrowed(segment, settings)),
        ),
      )
    return segments.map((segment) => segment.kind)
  }
  const kinds: SoundKind[] = []
  for (const [at, scene] of scenes.entries()) {
    kinds.push(...(await add(scene, scene.samples, ['no noise'])))
    for (const noise of [...streets, 'crowd'] as const) {
      const sound = streetNoises[noise](scene.samples.length / spokenRate, spokenRate, 40 + at)
      for (const level of levels.filter((each) => noise !== 'crowd' || crowdLevels.includes(each))) {
        const places = noise === 'crowd' ? [noise] : ['street', noise]
        const labels = places.map((place) => `${place} ${level > 0 ? '+' : ''}${level} dB`)
        await add(scene, inNoise(scene, sound, level), labels)
      }
    }
  }
  const called = (100 * kinds.filter((each) => each === kind).length) / Math.max(1, kinds.length)
  const lines = [...scores].flatMap(([label, score]) => scoreLines(`${name}, ${label}`, score))
  return [...lines, measured(`${name}, no noise: called ${kind}`, called, '% of segments')]
}

async function segmentSettings(): Promise<SegmentSettings> {
  const folder = await openModelFolder()
  const model = folder.ok ? folder.value.manifest.sound?.[0] : undefined
  if (!model) throw new Error('the models folder names no speech model')
  return model.segments
}

/** A segment less what it was widened by: what the widening is worth. */
function narrowed(segment: SpeechSegment, { before, after }: SegmentSettings): SpeechSegment {
  return {
    ...segment,
    fromSample: sampleIndex(segment.fromSample + Math.round(before * spokenRate)),
    untilSample: sampleIndex(segment.untilSample - Math.round(after * spokenRate)),
  }
}

function share(part: number, of: number): number {
  return (100 * part) / Math.max(of, 1e-9)
}

function scoreLines(name: string, score: SpeechScore): Measure[] {
  return [
    measured(`${name}: muted of ${score.speech.toFixed(0)} s of speech`, 100 - share(score.leaked, score.speech), '%'),
    measured(`${name}: leaked`, score.leaked, 's'),
    measured(`${name}: muted of the rest`, share(score.otherMuted, score.other), '%'),
    measured(`${name}: muted over 1 s from a word`, share(score.farMuted, score.far), '%'),
  ]
}

async function musicLines(): Promise<readonly Measure[]> {
  const pieces = await recordedMusic()
  let score = noScore
  for (const samples of pieces) {
    const length = Math.floor((samples.length / spokenRate) * framesPerSecond)
    const frames = Array.from({ length }, () => 'other' as const)
    score = scoresTogether(score, scoreOf({ name: 'music', samples, frames }, await heard(samples)))
  }
  const name = `recorded music alone, ${pieces.length} pieces: muted of ${score.other.toFixed(0)} s`
  return pieces.length === 0 ? [] : [measured(name, share(score.otherMuted, score.other), '%')]
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
