import { describe, expect, it } from 'vitest'
import type { Failure } from '../core/failure.ts'
import { instant } from '../core/ports/clock.ts'
import { newProject } from '../core/redaction/new-project.ts'
import { frameIndex, sampleIndex } from '../core/time.ts'
import {
  checks,
  fakeClip,
  fakeEngine,
  fakeHash,
  fakeIndex,
  fakePorts,
  fakeSigner,
  fakeTarget,
  fakeWork,
  nobody,
  type Script,
  silentRun,
  soundIndex,
  standingFace,
} from './fake-ports.ts'
import { type RedactRequest, redactClip } from './redact-clip.ts'

const index = fakeIndex()
const face = standingFace(index, [100, 100, 60, 60])
const other = standingFace(index, [400, 200, 60, 60])

function request(more: Partial<RedactRequest> = {}, asked: Partial<RedactRequest['asked']> = {}) {
  const { target, state } = fakeTarget()
  const sound = { rest: null, mute: [], bleep: [] }
  const nothing = { keep: [], inverse: false, style: null, spans: [], blanks: [], sound, regions: [] }
  const value: RedactRequest = {
    clip: fakeClip(),
    target,
    copyName: 'copy.mp4',
    earlier: null,
    detection: { profile: 'balanced', classes: ['face'] },
    asked: { ...nothing, ...asked },
    ...more,
  }
  return { value, state }
}

async function redacted(script: Partial<Script>, asked = request()) {
  const fake = fakeEngine(script)
  const result = await redactClip(fakePorts(fake.engine), asked.value, fakeWork().work)
  return { result, state: asked.state, ...fake }
}

async function successOf(script: Partial<Script>, asked = request()) {
  const { result, ...rest } = await redacted(script, asked)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return { value: result.value, ...rest }
}

it('walks from clip to copy, and checks the written file before it is published', async () => {
  const { value, log, state, plans } = await successOf({ original: face })
  expect(log).toEqual(['index', 'detect', 'link', 'render', 'verify', 'index copy', 'detect copy'])
  expect(plans[0]?.frames[15]?.regions).toHaveLength(1)
  expect(value.renders).toBe(1)
  expect(JSON.parse(state.published?.certificate ?? '')).toEqual(value.certificate)
  expect(value.certificate.payload).toMatchObject({
    source: { sha256: index.sha256 },
    copy: { sha256: fakeHash('copy') },
    frameMap: [{ outputFrame: 0, sourceFrame: 0, count: 30 }],
    partial: false,
    counts: { sourceFrames: 30, copyFrames: 30, omittedFrames: 0, blankedFrames: 0, tracksHidden: 1, tracksKept: 0 },
    mutedSeconds: [1],
    versions: { engine: '1', fake: '1' },
  })
  expect(state.unfinished).toBe(false)
})

it('hides what leaked and renders once more', async () => {
  const { value, plans, state } = await successOf({ original: face, copies: [other, nobody(index)] })
  expect(value.renders).toBe(2)
  expect([plans[0], plans[1]].map((plan) => plan?.frames[15]?.regions.length)).toEqual([1, 2])
  expect(JSON.parse(state.published?.project ?? '').tracks).toHaveLength(2)
  expect(value.certificate.payload.counts.tracksHidden).toBe(2)
})

it('fails when the second copy leaks too, and leaves only the report', async () => {
  const { result, state } = await redacted({ original: face, copies: [other, standingFace(index, [20, 300, 40, 40])] })
  expect(result).toMatchObject({ ok: false, failure: { kind: 'verification-failed' } })
  expect(state).toMatchObject({ begun: 2, unfinished: false, published: null })
  expect(JSON.parse(state.report ?? '').leaks.length).toBeGreaterThan(0)
})

describe('decisions that were approved', () => {
  const { sha256, video } = index
  const clip = { sha256, frames: video?.pts.length ?? 0 }
  const project = newProject({ clip, purpose: 'p', secret: 'ab'.repeat(32) })
  const approval = {
    role: 'disclosure-officer',
    at: instant('2026-11-23T10:00:00.000Z'),
    nothingToHide: false,
  } as const
  const release = {
    projectSha256: fakePorts(fakeEngine({}).engine).json.hashOf(project),
    revision: 4,
    secondCheck: 'full',
    approvals: [
      { as: 'author', ...approval },
      { as: 'approver', ...approval },
    ],
  } as const

  it('are named in the certificate', async () => {
    const { value } = await successOf({}, request({ earlier: { project, name: 'p' }, release }))
    expect(value.certificate.payload).toMatchObject({ release, projectSha256: release.projectSha256 })
  })

  it('are rendered as they stand: what leaks makes no copy', async () => {
    const leaking = { copies: [other, nobody(index)] }
    const { result, state } = await redacted(leaking, request({ earlier: { project, name: 'p' }, release }))
    expect(result).toMatchObject({ ok: false, failure: { kind: 'verification-failed' } })
    expect(state).toMatchObject({ begun: 1, unfinished: false, published: null })
  })

  it('make no copy of anything else', async () => {
    const changed = { ...project, inverse: true }
    const { result, log } = await redacted({}, request({ earlier: { project: changed, name: 'p' }, release }))
    expect(result).toEqual({ ok: false, failure: { kind: 'certificate-mismatch', what: 'project' } })
    expect(log).not.toContain('render')
  })
})

it('does not render again for what hiding cannot put right', async () => {
  const { result, state } = await redacted({ copies: [other], verdicts: [checks({ outside: 'failed' })] })
  expect(result).toMatchObject({ ok: false, failure: { kind: 'verification-failed' } })
  expect(state).toMatchObject({ begun: 1, unfinished: false, published: null })
  expect(state.report).not.toBeNull()
})

it.each([
  ['a check could not run', { verdicts: [checks({ silence: 'could-not-run' })] }],
  ['a check is missing', { verdicts: [checks().slice(1)] }],
  ['frames of the copy could not be examined', { copies: [{ ...nobody(index), failed: [[3, 4]] as const }] }],
])('publishes nothing when %s', async (_, script) => {
  const { result, state } = await redacted(script)
  expect(result).toMatchObject({ ok: false, failure: { kind: 'verification-incomplete' } })
  expect(state).toMatchObject({ unfinished: false, published: null })
})

const steps = ['index', 'detect', 'link', 'render', 'verify', 'index copy', 'detect copy'] as const
const died: Failure = { kind: 'engine-died', during: 'x', uncovered: [] }

it.each(steps)('leaves nothing when the engine fails at: %s', async (step) => {
  const { result, state } = await redacted({ before: (at) => (at === step ? died : null) })
  expect(result).toEqual({ ok: false, failure: died })
  expect(state).toMatchObject({ unfinished: false, published: null, report: null })
})

it.each(steps)('leaves nothing when a bug shows at: %s', async (step) => {
  const asked = request()
  const fake = fakeEngine({
    before: (at) => {
      if (at === step) throw new TypeError('a bug')
      return null
    },
  })
  await expect(redactClip(fakePorts(fake.engine), asked.value, fakeWork().work)).rejects.toThrow('a bug')
  expect(asked.state).toMatchObject({ unfinished: false, published: null, report: null })
})

it.each(steps)('leaves nothing when it is stopped at: %s', async (step) => {
  const asked = request()
  const { work, stop } = fakeWork()
  const fake = fakeEngine({
    before: (at) => {
      if (at === step) stop()
      return null
    },
  })
  const result = await redactClip(fakePorts(fake.engine), asked.value, work)
  expect(result).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  expect(asked.state).toMatchObject({ unfinished: false, published: null, report: null })
})

it('names the disk when the engine only knows that bytes did not go', async () => {
  const asked = request()
  const before = (step: string): null => {
    if (step !== 'render') return null
    asked.state.fault = { kind: 'disk-full', name: 'copy.mp4' }
    throw new Error('storage failed')
  }
  const { result, state } = await redacted({ before }, asked)
  expect(result).toEqual({ ok: false, failure: { kind: 'disk-full', name: 'copy.mp4' } })
  expect(state.unfinished).toBe(false)
})

it('keeps no copy of a clip that changed meanwhile', async () => {
  const { result, state } = await redacted({}, request({ clip: fakeClip({ unchanged: async () => false }) }))
  expect(result).toEqual({ ok: false, failure: { kind: 'clip-changed', name: 'clip.mp4' } })
  expect(state).toMatchObject({ unfinished: false, published: null, report: null })
})

it('covers damaged frames and calls the copy partial, whoever notices the damage', async () => {
  const video = index.video && { ...index.video, damagedFrames: [frameIndex(4)] }
  const { value, plans } = await successOf({ index: fakeIndex({ video }), renderDamaged: [4, 9] })
  expect(plans[0]?.frames[4]?.mode).toBe('blank')
  expect(value.certificate.payload).toMatchObject({
    partial: true,
    damagedFrames: [4, 9],
    counts: { blankedFrames: 2 },
  })
  expect(value.certificate.payload.lookHere.filter(({ why }) => why === 'damaged')).toHaveLength(2)
})

it('calls the copy of a clip that is cut short partial', async () => {
  const video = index.video && { ...index.video, missingFrames: 7 }
  const { value } = await successOf({ index: fakeIndex({ video }) })
  expect(value.certificate.payload).toMatchObject({ partial: true, missingFrames: 7 })
})

it('calls the copy of a clip whose sound is damaged partial', async () => {
  const audio = index.audio.map((track) => ({ ...track, lostSamples: 5 }))
  for (const damaged of [fakeIndex({ audio }), fakeIndex({ lostSoundTracks: 1 })]) {
    const { value } = await successOf({ index: damaged })
    expect(value.certificate.payload).toMatchObject({ partial: true, missingFrames: 0, soundDamaged: true })
  }
  expect((await successOf({})).value.certificate.payload).not.toHaveProperty('soundDamaged')
})

it('covers frames that could not be examined', async () => {
  const { plans } = await successOf({ original: { ...nobody(index), failed: [[5, 8]] } })
  expect([4, 5, 7, 8].map((frame) => plans[0]?.frames[frame]?.mode)).toEqual(['hide', 'blank', 'blank', 'hide'])
})

it('makes a copy of sound without looking for anybody', async () => {
  const { log, value } = await successOf({ index: soundIndex }, request({ copyName: 'copy.m4a' }))
  expect(log).toEqual(['index', 'render', 'verify'])
  expect(value.certificate.payload.mutedSeconds).toEqual([1])
  expect(value.report.checks.find(({ check }) => check === 'leaks')?.outcome).toBe('not-applicable')
})

it('searches nothing when no class is asked for, and the certificate says so', async () => {
  const { log, value } = await successOf({}, request({ detection: { profile: 'fast', classes: [] } }))
  expect(log).toEqual(['index', 'render', 'verify'])
  expect(value.certificate.payload.detection.classes).toEqual([])
})

it('takes earlier decisions instead of detecting again', async () => {
  const first = await successOf({ original: face })
  const project = JSON.parse(first.state.published?.project ?? '')
  const again = await successOf({}, request({ earlier: { project, name: 'p.json' } }))
  expect(again.log).toEqual(['index', 'render', 'verify', 'index copy', 'detect copy'])
  expect(again.value.certificate.payload.planSha256).toBe(first.value.certificate.payload.planSha256)
})

it('tells what cannot be done before anything long begins', async () => {
  const late = [{ unit: 'seconds', from: 5, until: 6 }] as const
  const early = async (asked: ReturnType<typeof request>, script: Partial<Script> = {}) => {
    const { result, log, state } = await redacted(script, asked)
    expect(log).toEqual(['index'])
    expect(state.begun).toBe(0)
    return result.ok ? 'done' : result.failure.kind
  }
  expect(await early(request({}, { spans: late }))).toBe('out-of-range')
  expect(await early(request({}, { sound: { rest: null, mute: late, bleep: [] } }))).toBe('out-of-range')
  expect(await early(request({ copyName: 'copy.m4a' }))).toBe('wrong-suffix')
  expect(await early(request(), { index: soundIndex })).toBe('wrong-suffix')
  expect(await early(request(), { index: fakeIndex({ video: null, audio: [] }) })).toBe('nothing-to-redact')
  const project = JSON.parse((await successOf({})).state.published?.project ?? '')
  const foreign = { ...project, clip: { ...project.clip, sha256: fakeHash('other') } }
  expect(await early(request({ earlier: { project: foreign, name: 'p.json' } }))).toBe('other-clip')
})

it('refuses tracks that nobody found', async () => {
  const { result, state } = await redacted({ original: face }, request({}, { keep: ['t7'] }))
  expect(result).toEqual({ ok: false, failure: { kind: 'unknown-track', name: 't7' } })
  expect(state.begun).toBe(0)
})

it('listens where speech is to be muted, in clips of sound alone too, and certifies how much was', async () => {
  const segment = { fromSample: sampleIndex(9600), untilSample: sampleIndex(19200), probability: 0.9, highest: 1 }
  const heardIn = (about: typeof index) => ({
    ...silentRun(about),
    tracks: [{ audioTrack: 0, segments: [{ ...segment, kind: 'radio' as const }], failed: [] }],
  })
  const asked = { sound: { rest: 'mute-speech', mute: [], bleep: [] } } as const
  const { value, log, plans } = await successOf({ heard: heardIn(index) }, request({}, asked))
  expect(log.slice(0, 5)).toEqual(['index', 'detect', 'link', 'listen', 'render'])
  expect(plans[0]?.audio[0]?.ranges).toMatchObject([{ kind: 'mute', askedFrom: 9600, askedUntil: 19200 }])
  expect(value.certificate.payload.mutedSeconds).toEqual([0.243])
  const sound = await successOf(
    { index: soundIndex, heard: heardIn(soundIndex) },
    request({ copyName: 'copy.m4a' }, asked),
  )
  expect(sound.log).toContain('listen')
  expect(JSON.parse(sound.state.published?.project ?? '').audio[1]).toMatchObject({ kind: 'mute', reason: 'radio' })
})

it('listens to nothing unless it is asked to, and makes no copy where it cannot', async () => {
  expect((await successOf({})).log).not.toContain('listen')
  const failure: Failure = { kind: 'model-missing', name: 'silero-vad.onnx' }
  const asked = { sound: { rest: 'mute-speech', mute: [], bleep: [] } } as const
  const { result, log } = await redacted({ before: (step) => (step === 'listen' ? failure : null) }, request({}, asked))
  expect(result).toEqual({ ok: false, failure })
  expect(log).not.toContain('render')
})

it('signs what it certifies where the host lends a signature, with the head of the audit log just before', async () => {
  const asked = request()
  const { engine, log } = fakeEngine({ original: face })
  const plain = fakePorts(engine)
  const heads: string[] = []
  const auditAnchor = async () => {
    heads.push(log.at(-1) ?? '')
    return { size: 7, root: fakeHash('root'), device: 'not for the certificate' }
  }
  const result = await redactClip({ ...plain, sign: fakeSigner('ours'), auditAnchor }, asked.value, fakeWork().work)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  const { payload, ...signature } = result.value.certificate
  expect(payload.auditAnchor).toEqual({ size: 7, root: fakeHash('root') })
  expect(heads).toEqual(['detect copy'])
  expect(signature).toEqual(fakeSigner('ours')(`occlude-certificate-v1\n${plain.json.textOf(payload)}`))
  expect(JSON.parse(asked.state.published?.certificate ?? '')).toEqual(result.value.certificate)
})

it('signs nothing where nobody lends a signature', async () => {
  const { certificate } = (await successOf({})).value
  expect(Object.keys(certificate)).toEqual(['payload'])
  expect(certificate.payload).not.toHaveProperty('auditAnchor')
})
