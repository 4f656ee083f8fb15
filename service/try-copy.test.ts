import { describe, expect, it } from 'vitest'
import { newProject } from '../core/redaction/new-project.ts'
import {
  checks,
  fakeClip,
  fakeEngine,
  fakeIndex,
  fakeTarget,
  fakeWork,
  nobody,
  type Script,
  standingFace,
} from './fake-ports.ts'
import { type TrialRequest, tryCopy } from './try-copy.ts'

const index = fakeIndex()
const face = standingFace(index, [100, 100, 60, 60])
const project = newProject({
  clip: { sha256: index.sha256, frames: 30 },
  purpose: 'a request',
  secret: 'ab'.repeat(32),
})

async function tried(script: Partial<Script>, more: Partial<TrialRequest> = {}) {
  const { target, state } = fakeTarget()
  const fake = fakeEngine(script)
  const { work, stop } = fakeWork()
  const detection = { profile: 'balanced', classes: ['face'] } as const
  const request = { clip: fakeClip(), target, copyName: 'copy.mp4', detection, project, ...more }
  const result = await tryCopy({ engine: fake.engine }, request, work)
  return { result, state, stop, ...fake }
}

describe('a trial copy', () => {
  it('is rendered and checked as a copy is, once, and gone', async () => {
    const { result, log, state } = await tried({ copies: [nobody(index)] })
    expect(log).toEqual(['index', 'render', 'verify', 'index copy', 'detect copy'])
    expect(result).toMatchObject({ ok: true, value: { outcome: 'passed', leaks: [] } })
    expect(state).toMatchObject({ begun: 1, unfinished: false, published: null, report: null })
  })

  it('answers what was found in it, and hides nothing by itself', async () => {
    const { result, log, state } = await tried({ copies: [face] })
    expect(log.filter((step) => step === 'render')).toHaveLength(1)
    if (!result.ok) throw new Error(result.failure.kind)
    expect(result.value).toMatchObject({ outcome: 'failed' })
    expect(result.value.leaks).toHaveLength(30)
    expect(result.value.leaks[0]).toEqual({ frame: 0, class: 'face', box: [100, 100, 60, 60], score: 0.9 })
    expect(state).toMatchObject({ unfinished: false, published: null, report: null })
  })

  it('answers other faults as well', async () => {
    const { result } = await tried({ verdicts: [checks({ solid: 'failed' })] })
    expect(result).toMatchObject({ ok: true, value: { outcome: 'failed', leaks: [] } })
  })

  it('is gone when the engine fails at any step, or throws', async () => {
    for (const last of ['render', 'verify', 'index copy', 'detect copy'] as const) {
      const died = { kind: 'engine-died', during: last, uncovered: [] } as const
      const { result, state } = await tried({ before: (step) => (step === last ? died : null) })
      expect(result).toEqual({ ok: false, failure: died })
      expect(state).toMatchObject({ begun: 1, unfinished: false })
    }
    const { target, state } = fakeTarget()
    const broken = tried(
      {
        before: (step) => {
          if (step === 'verify') throw new Error('a bug')
          return null
        },
      },
      { target },
    )
    await expect(broken).rejects.toThrow('a bug')
    expect(state).toMatchObject({ begun: 1, unfinished: false })
  })

  it('says nothing of a clip that has changed meanwhile, of another clip, or once it was stopped', async () => {
    const changed = await tried({}, { clip: fakeClip({ unchanged: async () => false }) })
    expect(changed.result).toMatchObject({ failure: { kind: 'clip-changed' } })
    const other = newProject({ ...project, clip: { sha256: 'f'.repeat(64) as never, frames: 30 } })
    expect((await tried({}, { project: other })).result).toMatchObject({ failure: { kind: 'other-clip' } })
    const { work, stop } = fakeWork()
    const { target, state } = fakeTarget()
    const fake = fakeEngine({
      before: (step) => {
        if (step === 'detect copy') stop()
        return null
      },
    })
    const detection = { profile: 'balanced', classes: ['face'] } as const
    const request = { clip: fakeClip(), target, copyName: 'copy.mp4', detection, project }
    expect(await tryCopy({ engine: fake.engine }, request, work)).toMatchObject({ failure: { kind: 'cancelled' } })
    expect(state).toMatchObject({ begun: 1, unfinished: false })
  })
})
