import { expect, it } from 'vitest'
import { newProject } from '../core/redaction/new-project.ts'
import { planAudio } from '../core/redaction/plan-audio.ts'
import type { AudioDecision, Track } from '../core/redaction/project.ts'
import { type AskedRange, parseRanges } from '../core/redaction/ranges.ts'
import type { SpeechRun } from '../core/sound/speech.ts'
import { frameIndex, sampleIndex } from '../core/time.ts'
import { type AskedDecisions, type AskedSound, applyRequest } from './apply-request.ts'
import { fakeIndex, silentRun, soundIndex } from './fake-ports.ts'

const index = fakeIndex()
const clip = { sha256: index.sha256, frames: 30 }
const track: Track = {
  id: 't1',
  class: 'face',
  action: 'hide',
  shape: 'ellipse',
  keys: [{ frame: frameIndex(0), box: [10, 10, 40, 40] }],
  untilFrame: frameIndex(30),
}

function ranges(text: string): readonly AskedRange[] {
  const read = parseRanges(text)
  if (!read.ok) throw new Error(text)
  return read.value
}

/** What is heard where somebody speaks from 0.25 to 0.5 s. */
const heard: SpeechRun = {
  ...silentRun(index),
  tracks: [
    {
      audioTrack: 0,
      segments: [
        {
          fromSample: sampleIndex(12000),
          untilSample: sampleIndex(24000),
          kind: 'speech',
          probability: 0.9,
          highest: 1,
        },
      ],
      failed: [],
    },
  ],
}

function applied(asked: Partial<AskedDecisions>, audio: readonly AudioDecision[] = [], about = index) {
  const sound = { rest: null, mute: [], bleep: [] }
  const nothing = { keep: [], inverse: false, style: null, spans: [], blanks: [], sound, regions: [] }
  const frames = about.video ? 30 : 0
  const tracks = about.video ? [track] : []
  const project = newProject({ clip: { ...clip, frames }, purpose: 'x', secret: '0'.repeat(64), tracks, audio })
  return applyRequest(project, about, { ...nothing, ...asked }, heard)
}

function projectOf(asked: Partial<AskedDecisions>, audio: readonly AudioDecision[] = [], about = index) {
  const result = applied(asked, audio, about)
  if (!result.ok) throw new Error(result.failure.kind)
  return result.value
}

/** Milliseconds of the second of sound that are muted and bleeped. */
function changed(sound: Partial<AskedSound>, audio: readonly AudioDecision[] = []) {
  const asked = { rest: null, mute: [], bleep: [], ...sound }
  const { ranges: planned } = planAudio(projectOf({ sound: asked }, audio).audio, index)[0] ?? { ranges: [] }
  const sum = (kind: string) =>
    planned
      .filter((range) => range.kind === kind)
      .reduce((total, range) => total + (range.askedUntil - range.askedFrom) / 48, 0)
  return { mute: sum('mute'), bleep: sum('bleep') }
}

const decision = (kind: AudioDecision['kind'], from: number, until: number): AudioDecision => ({
  kind,
  fromSample: sampleIndex(from),
  untilSample: sampleIndex(until),
  audioTrack: 0,
})

it('mutes all that nobody has kept', () => {
  expect(changed({})).toEqual({ mute: 1000, bleep: 0 })
  expect(changed({ rest: 'mute' })).toEqual({ mute: 1000, bleep: 0 })
  expect(changed({ rest: 'keep' })).toEqual({ mute: 0, bleep: 0 })
})

it('keeps the rest for whoever names what to mute or bleep', () => {
  expect(changed({ mute: ranges('0.2-0.3') })).toEqual({ mute: 100, bleep: 0 })
  expect(changed({ bleep: ranges('0.2-0.3') })).toEqual({ mute: 0, bleep: 100 })
  expect(changed({ mute: ranges('f3-f6') })).toEqual({ mute: 100, bleep: 0 })
})

it('does not unmute what a project decided when more is muted', () => {
  const earlier = [decision('keep', 0, 24000)]
  expect(changed({ mute: ranges('0.1-0.2') }, earlier).mute).toBeCloseTo(600)
  expect(changed({ rest: 'mute' }, earlier)).toEqual({ mute: 1000, bleep: 0 })
  expect(changed({ rest: 'keep' }, [decision('mute', 0, 4800)]).mute).toBeCloseTo(100)
  expect(changed({}, earlier).mute).toBeCloseTo(500)
})

it('mutes what may be speech and keeps the rest, on top of what is decided already', () => {
  const rest = 'mute-speech'
  expect(changed({ rest })).toEqual({ mute: 250, bleep: 0 })
  expect(changed({ rest, mute: ranges('0.7-0.8') }).mute).toBeCloseTo(350)
  expect(changed({ rest }, [decision('mute', 0, 4800), decision('keep', 0, 9600)]).mute).toBeCloseTo(350)
  const { mute, bleep } = changed({ rest, bleep: ranges('0.4-0.6') })
  expect(mute).toBeCloseTo(150)
  // A mute reaches one AAC frame further than it is asked to.
  expect(bleep).toBeCloseTo(200 - 1024 / 48)
  const reasons = projectOf({ sound: { rest, mute: [], bleep: [] } }).audio.map(({ kind, reason }) => [kind, reason])
  expect(reasons).toEqual([
    ['keep', undefined],
    ['mute', 'speech'],
  ])
})

it('keeps nothing while nobody has listened', () => {
  const sound = { rest: 'mute-speech', mute: [], bleep: [] } as const
  const audio = [decision('keep', 0, 24000)]
  const project = newProject({ clip, purpose: 'x', secret: '0'.repeat(64), audio })
  const nothing = { keep: [], inverse: false, style: null, spans: [], blanks: [], regions: [] }
  expect(applyRequest(project, index, { ...nothing, sound })).toMatchObject({ ok: true, value: { audio: [] } })
})

it('gives spans, blanks and what is left out their reasons', () => {
  const project = projectOf({ spans: ranges('0.5-1'), blanks: ranges('f3-f5') })
  expect(project.spans).toEqual([[15, 30]])
  expect(project.leftOutReason).toBeTruthy()
  expect(project.blanks).toEqual([{ from: 3, until: 5, reason: expect.stringMatching(/./) }])
})

it('counts the spans of sound in samples', () => {
  const project = projectOf({ spans: ranges('0.25-0.5') }, [], soundIndex)
  expect(project).toMatchObject({ spans: null, spanSamples: [[12000, 24000]] })
})

it('styles, keeps and inverts', () => {
  const project = projectOf({ style: 'blur', keep: ['t1'], inverse: true })
  expect(project).toMatchObject({ inverse: true, tracks: [{ id: 't1', action: 'keep', style: 'blur' }] })
})

it('adds regions drawn by hand, in the asked style', () => {
  const region = {
    shape: 'rect',
    keys: [{ frame: frameIndex(2), box: [0, 0, 9, 9] }],
    untilFrame: frameIndex(9),
  } as const
  expect(projectOf({ regions: [region], style: 'pixelate' }).tracks[1]).toMatchObject({ id: 't2', style: 'pixelate' })
})

it.each([
  ['unknown-track', { keep: ['t2'] }],
  ['out-of-range', { spans: ranges('1.5-2') }],
  ['out-of-range', { blanks: ranges('f29-f31') }],
  ['out-of-range', { sound: { rest: null, mute: ranges('0.5-9'), bleep: [] } }],
])('fails with %s for what the clip does not have', (kind, asked) => {
  expect(applied(asked)).toMatchObject({ ok: false, failure: { kind } })
})

it('a label goes into the project where it fits, and takes the place of one that is there', () => {
  const label = { text: 'Redacted copy', at: 'top-left' } as const
  expect(projectOf({ label }).label).toEqual(label)
  expect(projectOf({})).not.toHaveProperty('label')
  const project = newProject({ clip: { ...clip, frames: 30 }, purpose: 'x', secret: '0'.repeat(64), label })
  const nothing = { keep: [], inverse: false, style: null, spans: [], blanks: [], regions: [] }
  const asked = { ...nothing, sound: { rest: null, mute: [], bleep: [] } }
  expect(applyRequest(project, index, asked)).toMatchObject({ value: { label } })
  const other = { text: 'For the SAR of J. P.', at: 'bottom-right' } as const
  expect(applyRequest(project, index, { ...asked, label: other })).toMatchObject({ value: { label: other } })
})

it('a label that no picture can have is refused before anything long begins', () => {
  const label = { text: 'Redacted copy', at: 'top-left' } as const
  const soundOnly = { ...index, video: null }
  expect(applied({ label }, [], soundOnly)).toMatchObject({ ok: false, failure: { kind: 'no-picture', what: 'label' } })
  expect(applied({ label: { ...label, text: 'копия' } })).toMatchObject({ ok: false, failure: { kind: 'label-unfit' } })
})
