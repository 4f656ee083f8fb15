import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { failed, ok } from '../../core/result.ts'
import { fakeIndex, nobody, standingFace } from '../fake-ports.ts'
import { type ReviewDesk, reviewDesk, type Watcher } from './fake-review-desk.ts'
import { fakeClip } from './fake-service.ts'

/** A copy that is tried before anybody has watched: what it takes, what it tells, and what is left of it. */

const essex = readProfile(
  readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'),
  'essex',
)
const index = fakeIndex()
/** Where nothing is hidden. */
const face = standingFace(index, [300, 200, 60, 60])

function profile(): PolicyProfile {
  if (!essex.ok) throw new Error(essex.failure.kind)
  return essex.value
}

let desk: ReviewDesk
let ann: Watcher

beforeEach(async () => {
  desk = await reviewDesk(profile(), { copies: [face, nobody(index)] })
  ann = await desk.watch('Ann')
})

type Trial = OutputOf<'redaction.trial'>

async function tried(session = ann.session): Promise<Trial> {
  const input = { clip: fakeClip().id, redaction: desk.redaction, threads: null, models: null }
  return (await desk.ask(session, 'redaction.trial', input)) as Trial
}

it('takes no approval, tells what was found, and leaves a clip and its log', async () => {
  const trial = await tried()
  expect(trial).toMatchObject({ revision: 1, report: { outcome: 'failed' } })
  expect(trial.report.leaks[0]).toMatchObject({ frame: 0, class: 'face', box: [300, 200, 60, 60] })
  expect(desk.plans[0]?.frames[5]?.regions).toHaveLength(1)
  expect(desk.vault.rows.clips).toMatchObject([{ kind: 'clip' }])
  expect(desk.vault.rows.objects.map(({ kind }) => kind)).toEqual(['index'])
  const entries = desk.vault.log.filter(({ action }) => action === 'redaction.trial')
  expect(entries.map(({ outcome }) => outcome)).toEqual(['begun', 'done'])
  expect(JSON.stringify(entries)).not.toContain('300')
})

it('is of the redaction as it is then: its revision and its hash are named', async () => {
  const first = await tried()
  await ann.edit(1, [{ kind: 'undo' }] as never)
  const second = await tried()
  expect(second.revision).toBe(2)
  expect(second.projectSha256).not.toBe(first.projectSha256)
  await ann.edit(2, [{ kind: 'redo' }] as never)
  expect((await tried()).projectSha256).toBe(first.projectSha256)
})

it('is remembered for whoever opens the redaction next, and forgotten once a copy itself was checked', async () => {
  const bob = await desk.watch('Bob')
  const about = { clip: fakeClip().id, redaction: desk.redaction }
  const remembered = async () => {
    const answer = await desk.ask(bob.session, 'redaction.tried', about)
    return (answer as OutputOf<'redaction.tried'>).tried
  }
  expect(await remembered()).toBeNull()
  const trial = await tried()
  expect(await remembered()).toEqual(trial)
  await ann.see()
  await ann.sign(1)
  await bob.see()
  await bob.approve(1)
  expect(await ann.render()).toMatchObject({ partial: false })
  expect(await remembered()).toBeNull()
})

it('is for whoever may redact, also while somebody else writes; it opens no gate', async () => {
  const bob = await desk.watch('Bob')
  expect((await tried(bob.session)).revision).toBe(1)
  expect((await tried(bob.session)).report.outcome).toBe('passed')
  expect(await ann.render()).toBe('gates-shut')
  const ada = await desk.signIn('Ada')
  expect(await tried(ada)).toBe('not-permitted')
})

describe('a trial that outlasts a lock', () => {
  const about = () => ({ clip: fakeClip().id, redaction: desk.redaction })
  let isLocked: boolean

  beforeEach(async () => {
    isLocked = false
    const before = (step: string): null => {
      isLocked ||= step === 'verify'
      return null
    }
    desk = await reviewDesk(profile(), { copies: [face], before })
    ann = await desk.watch('Ann')
    const { store } = desk.vault
    const { note } = store
    vi.spyOn(store, 'locked').mockImplementation(() => isLocked)
    vi.spyOn(store, 'note').mockImplementation(async (draft) =>
      isLocked ? failed({ kind: 'vault-locked' }) : note(draft),
    )
  })

  /** What is remembered once the vault is open again, and the log of it. */
  async function left() {
    isLocked = false
    const entries = desk.vault.log.filter(({ action }) => action === 'redaction.trial')
    const answer = await desk.ask(ann.session, 'redaction.tried', about())
    const begun = entries[0]?.seq
    return {
      ...(answer as OutputOf<'redaction.tried'>),
      log: entries.map(({ outcome, ref }) => [outcome, ref === begun]),
    }
  }

  it('is remembered, and its end is in the log as that of a copy is', async () => {
    const trial = await tried()
    expect(isLocked).toBe(true)
    expect(await left()).toEqual({
      tried: trial,
      log: [
        ['begun', false],
        ['done', true],
      ],
    })
  })

  it('is not remembered where its lease ended first, so that nothing tells of what the log calls interrupted', async () => {
    const { store } = desk.vault
    const { lease } = store
    vi.spyOn(store, 'lease').mockImplementation(async (...asked) => {
      const leased = await lease(...asked)
      return leased.ok ? ok({ ...leased.value, publish: async () => failed({ kind: 'vault-locked' }) }) : leased
    })
    expect(await tried()).toBe('vault-locked')
    expect(await left()).toEqual({ tried: null, log: [['begun', false]] })
  })
})
