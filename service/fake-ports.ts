import { type ClipIndex, type Sha256, sha256 } from '../core/clips/clip-index.ts'
import { sampleVideo } from '../core/clips/synthetic/sample-video.ts'
import type { DetectionRun } from '../core/detection/detection.ts'
import type { Failure } from '../core/failure.ts'
import type { Box } from '../core/geometry/shape.ts'
import type { ByteSource } from '../core/ports/bytes.ts'
import type { CertificateSigner, SignatureCheck } from '../core/ports/certificate-signer.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import { instant } from '../core/ports/clock.ts'
import type { CopyDocuments, CopyTarget } from '../core/ports/copy-target.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import { failed, ok } from '../core/result.ts'
import type { SpeechRun } from '../core/sound/speech.ts'
import { frameIndex, sampleIndex, seconds } from '../core/time.ts'
import { linkDetections } from '../core/tracking/link-detections.ts'
import { settingsFor, trackingClipOf } from '../core/tracking/tracking-clip.ts'
import { frameMapOfSpans } from '../core/verification/frame-map.ts'
import { type CheckResult, checkNames } from '../core/verification/report.ts'
import type { RedactPorts } from './redact-clip.ts'
import type { VerifyPorts } from './verify-copy.ts'

/** Doubles of the ports for the tests of use cases: an engine that follows a script and keeps a log, and storage in memory. */

/** A hash that is easy to tell from others. */
export function fakeHash(seed: string): Sha256 {
  const digits = [...seed].map((letter) => letter.charCodeAt(0).toString(16)).join('')
  return sha256(digits.padEnd(64, '0').slice(0, 64))
}

/** A second of 30 frames with a second of sound. */
export function fakeIndex(more: Partial<ClipIndex> = {}): ClipIndex {
  return {
    sha256: fakeHash('clip'),
    bytes: 4,
    container: 'mov',
    originSeconds: seconds(0),
    video: sampleVideo(30, { timeBase: [1, 30] }),
    audio: [{ track: 0, codec: 'aac', sampleRate: 48000, channels: 1, firstSample: sampleIndex(0), samples: 48000 }],
    ...more,
  }
}

/** Sound without a picture. */
export const soundIndex = fakeIndex({ video: null })

/** A face standing still in every frame. */
export function standingFace(index: ClipIndex, box: Box, score = 0.9): DetectionRun {
  const frames = index.video?.pts.length ?? 0
  const all = Array.from({ length: frames }, (_, frame) => frameIndex(frame))
  return {
    version: 1,
    clip: { sha256: index.sha256, frames },
    profile: 'balanced',
    classes: ['face'],
    examined: all.map((frame) => ({ frame, model: 'fake', scale: 640 })),
    failed: [],
    detections: all.map((frame) => ({ frame, class: 'face', box, score, model: 'fake' })),
  }
}

/** What the engine sees where it sees nobody. */
export function nobody(index: ClipIndex): DetectionRun {
  return { ...standingFace(index, [0, 0, 1, 1]), detections: [] }
}

/** What the engine hears where nobody speaks. */
export function silentRun(index: ClipIndex): SpeechRun {
  const tracks = index.audio.map(({ track }) => ({ audioTrack: track, segments: [], failed: [] }))
  return { version: 1, clip: { sha256: index.sha256 }, model: 'fake', tracks }
}

/** All checks of the engine, passed but for those named. */
export function checks(outcomes: Readonly<Record<string, CheckResult['outcome']>> = {}): readonly CheckResult[] {
  return checkNames
    .filter((check) => check !== 'leaks')
    .map((check) => ({ check, outcome: outcomes[check] ?? 'passed', figures: {}, failures: [] }))
}

type Step = 'index' | 'detect' | 'listen' | 'link' | 'render' | 'verify' | 'index copy' | 'detect copy'

/** What the fake engine answers; each call of `copies` and `verdicts` takes the next entry, the last one for ever. */
export type Script = {
  readonly index: ClipIndex
  readonly original: DetectionRun
  readonly heard: SpeechRun
  readonly copies: readonly DetectionRun[]
  readonly verdicts: readonly (readonly CheckResult[])[]
  readonly renderDamaged: readonly number[]
  /** Does something before a step answers: throw, stop, break a disk. */
  readonly before: (step: Step) => Failure | null
}

const memory = (content: string): ByteSource => ({
  size: content.length,
  read: async () => new Uint8Array(content.length),
})

/** A clip in memory that stays as it is. */
export function fakeClip(more: Partial<ClipSource> = {}): ClipSource {
  return { name: 'clip.mp4', bytes: memory('clip'), unchanged: async () => true, fault: () => null, ...more }
}

/** The place of a copy, in memory: what is there can be looked at. */
export function fakeTarget() {
  const state = {
    unfinished: false,
    begun: 0,
    published: null as CopyDocuments | null,
    report: null as string | null,
    fault: null as Failure | null,
  }
  const copy = memory('copy')
  const target: CopyTarget = {
    begin: async () => {
      if (state.unfinished) throw new Error('the copy before was neither published nor discarded')
      state.unfinished = true
      state.begun += 1
      return ok({
        sink: { write: async () => undefined },
        fault: () => state.fault,
        finish: async () => ok({ bytes: copy, sha256: fakeHash('copy') }),
        publish: async (_, documents) => {
          state.unfinished = false
          state.published = documents
          return ok({ copy: 'copy.mp4', certificate: 'copy.certificate.json', project: 'copy.project.json' })
        },
        discard: async () => {
          state.unfinished = false
        },
      })
    },
    keepReport: async (report) => {
      if (state.unfinished) throw new Error('the report came before the copy was gone')
      state.report = report
      return ok('copy.verification.json')
    },
  }
  return { state, target, copy }
}

/** Work that can be stopped, and the stages that it reported. */
export function fakeWork() {
  const listeners = new Set<() => void>()
  const signal = {
    aborted: false,
    addEventListener: (_: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_: 'abort', listener: () => void) => void listeners.delete(listener),
  }
  const work: Work = { signal, onProgress: () => undefined }
  const stop = (): void => {
    signal.aborted = true
    for (const listener of listeners) listener()
  }
  return { work, stop }
}

/** Sound of one channel in which each sample is its own number, as a share of 2^20. */
const risingSound: MediaEngine['sound'] = (source) => ({
  read: async ({ fromSample, untilSample }, onPiece) => {
    await source.read(0, 1)
    const plane = Float32Array.from({ length: untilSample - fromSample }, (_, at) => (fromSample + at) / 2 ** 20)
    await onPiece({ fromSample, planes: [plane] })
    return ok(undefined)
  },
  close: () => undefined,
})

/** An engine that follows a script, with a log of what it was asked and the plans that it rendered. */
export function fakeEngine(script: Partial<Script> = {}) {
  const index = script.index ?? fakeIndex()
  const { original = nobody(index), copies = [nobody(index)], verdicts = [checks()], renderDamaged = [] } = script
  const log: Step[] = []
  const plans: RedactionPlan[] = []
  const next = <T>(values: readonly T[], step: Step): T => {
    const at = log.filter((each) => each === step).length - 1
    const value = values[Math.min(at, values.length - 1)]
    if (value === undefined) throw new Error(`no script for ${step}`)
    return value
  }
  const enter = (step: Step) => {
    log.push(step)
    const failure = script.before?.(step) ?? null
    return failure && failed(failure)
  }
  const engine: MediaEngine = {
    index: async (_source, name) => {
      const isCopy = name.startsWith('copy')
      const broken = enter(isCopy ? 'index copy' : 'index')
      if (broken) return broken
      if (!isCopy) return ok(index)
      const frames = plans.length > 0 ? (plans.at(-1)?.frames.filter(({ mode }) => mode !== 'omit').length ?? 0) : 30
      const video = index.video && { ...index.video, pts: index.video.pts.slice(0, frames) }
      return ok({ ...index, video, sha256: fakeHash('copy') })
    },
    firstLook: async () => ok({ index, posters: [] }),
    still: async () => ok(new Uint8Array(4)),
    frames: () => ({
      read: async ({ fromFrame, untilFrame }, onFrame) => {
        for (let frame = Number(fromFrame); frame < untilFrame; frame++)
          await onFrame({
            frame: frameIndex(frame),
            damaged: false,
            picture: { width: 2, height: 2, fullRange: false, bytes: new Uint8Array(6).fill(frame) },
          })
        return ok(undefined)
      },
      close: () => undefined,
    }),
    sound: risingSound,
    detect: async (_source, about) => {
      const isCopy = about.sha256 === fakeHash('copy')
      const broken = enter(isCopy ? 'detect copy' : 'detect')
      return broken ?? ok(isCopy ? next(copies, 'detect copy') : original)
    },
    detectionBasis: async () => ok('ba'.repeat(32)),
    listen: async (_source, about) => enter('listen') ?? ok(script.heard ?? silentRun(about)),
    follow: async (_source, _index, tasks) =>
      ok(tasks.map(({ direction }) => ({ direction, steps: [], reason: 'lost' as const }))),
    link: async (run, about) => {
      const broken = enter('link')
      const clip = trackingClipOf(about)
      if (!clip) return failed({ kind: 'no-picture', what: 'tracking' })
      return broken ?? ok(linkDetections(run, clip, settingsFor(run)))
    },
    render: async (_source, _index, plan, sink) => {
      const broken = enter('render')
      plans.push(plan)
      await sink.write(0, new Uint8Array(4))
      const frameMap = frameMapOfSpans(plan.spans)
      const damagedFrames = renderDamaged.map(frameIndex)
      return (
        broken ?? ok({ bytes: 4, frames: 30, frameMap, damagedFrames, audioSamples: [48000], versions: { fake: '1' } })
      )
    },
    verify: async () => enter('verify') ?? ok(next(verdicts, 'verify')),
  }
  return { engine, log, plans }
}

/** Keys in order, so that equal values have equal texts. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

/** A weak hash of a text, which is enough to tell plans apart. */
function hashOfText(text: string): Sha256 {
  let hash = 2166136261
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0
  return sha256(hash.toString(16).padStart(8, '0').repeat(8))
}

/** A signature that anybody could make, but which changes with the message and the key: enough to tell them apart. */
export function fakeSigner(key: string): CertificateSigner {
  return (message) => ({ signature: hashOfText(key + message), publicKey: key, keyId: hashOfText(key) })
}

const checkFakeSignature: SignatureCheck = (message, { signature, publicKey }) =>
  signature === hashOfText(publicKey + message) ? hashOfText(publicKey) : null

/** The ports of redacting and verifying, around an engine. */
export function fakePorts(engine: MediaEngine): RedactPorts & Pick<VerifyPorts, 'checkSignature'> {
  return {
    engine,
    newSecret: () => '5'.repeat(64),
    now: () => instant('2026-11-03T14:05:09Z'),
    json: { textOf: sortedJson, hashOf: (value) => hashOfText(sortedJson(value)) },
    describeEngine: async () => ok({ versions: { engine: '1' }, models: { fake: 'ab'.repeat(32) } }),
    checkSignature: checkFakeSignature,
  }
}
