import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { Failure } from '../../../../core/failure.ts'
import { failed, ok, type Result } from '../../../../core/result.ts'
import { frameIndex } from '../../../../core/time.ts'
import type { VerificationReport } from '../../../../core/verification/report.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { emptyForm, withChoice } from '../model/disclosure-form.ts'
import { CopyTurns } from './copies.ts'
import { CopyWork, leaksIn } from './copy-work.ts'

const project = { clip: 'c', redaction: 'r', purpose: 'SAR', projectSha256: 'a' }
const form = { ...emptyForm, folder: '/out', recipient: 'Requester', route: 'Post', reason: 'SAR' }
const to = { form, passphrase: null }

type Calls = Readonly<
  Record<string, (input: { readonly clip: string }, signal?: AbortSignal) => Promise<Result<unknown>>>
>

function asking(calls: Calls): AskVault {
  const ask = (name: string, input: { readonly clip: string }, extras?: { readonly signal?: AbortSignal }) =>
    calls[name]?.(input, extras?.signal) ?? Promise.reject(new Error(name))
  return ask as unknown as AskVault
}

const looked = sha256('0'.repeat(64))

function copyOf(projectSha256: string) {
  return ok({ copies: [], certificate: { payload: { release: { projectSha256 } } } })
}

test('what was made and disclosed is still there for whoever looks again', async () => {
  const work = new CopyWork(new CopyTurns())
  const ask = asking({
    'redaction.render': async () => ok({ copy: 'k' }),
    'copy.disclose': async ({ clip }) => ok({ files: [clip, clip] }),
  })
  await work.make(ask, project)
  expect(work.store.getState()).toMatchObject({ running: null, copy: { id: 'k', projectSha256: 'a' } })
  await work.disclose(ask, 'k', to)
  expect(work.store.getState().disclosed).toEqual({ files: 2, folder: '/out' })
})

test('one thing at a time; making can be stopped, which is no failure', async () => {
  const work = new CopyWork(new CopyTurns())
  let begun = 0
  const ask = asking({
    'redaction.render': (_, signal) => {
      begun++
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(failed({ kind: 'cancelled' }))))
    },
  })
  const making = work.make(ask, project)
  await work.make(ask, project)
  await work.disclose(ask, 'k', to)
  expect(begun).toBe(1)
  expect(work.store.getState().running).toBe('making')
  work.cancel()
  await making
  expect(work.store.getState()).toMatchObject({ running: null, failed: null, copy: null })
})

test('of a schedule that is another one by now nothing is said any more', async () => {
  const work = new CopyWork(new CopyTurns())
  const held = withChoice(form, 2, { told: 'nothing', reason: 'a witness' })
  work.form.setState(held)
  const refusing = (kind: 'schedule-moved' | 'cancelled') => asking({ 'copy.disclose': async () => failed({ kind }) })
  await work.disclose(refusing('cancelled'), 'k', to)
  expect(work.form.getState().choices).toBe(held.choices)
  await work.disclose(refusing('schedule-moved'), 'k', to)
  expect(work.form.getState()).toEqual({ ...held, schedule: null, choices: new Map() })
})

test('what is held back and the passphrase go to the vault, and the passphrase stays nowhere', async () => {
  const work = new CopyWork(new CopyTurns())
  const given: unknown[] = []
  const ask = asking({
    'copy.disclose': async (input) => {
      given.push(input)
      return ok({ files: [] })
    },
  })
  const schedule = { copy: 'k', full: { version: 1, kind: 'external', rows: [] }, sha256: looked, telling: [] } as const
  const held = { ...withChoice(form, 2, { told: 'nothing', reason: 'a witness' }), folder: '/out', schedule }
  await work.disclose(ask, 'k', { form: held, passphrase: 'several words' })
  const heldBack = [{ row: 2, what: 'row', reason: 'a witness' }]
  const about = { clip: 'k', recipient: 'Requester', heldBack, scheduleSha256: looked }
  expect(given).toMatchObject([{ ...about, passphrase: 'several words' }])
  expect(JSON.stringify([work.store.getState(), work.form.getState()])).not.toContain('several words')
})

test('what could not be disclosed is said', async () => {
  const work = new CopyWork(new CopyTurns())
  const failure: Failure = { kind: 'not-approved', name: 'one.mp4' }
  await work.disclose(asking({ 'copy.disclose': async () => failed(failure) }), 'k', to)
  expect(work.store.getState().failed).toEqual({ what: 'disclosing', failure })
})

test('a copy that was made before is found by what its certificate says was approved, the newest first', async () => {
  const work = new CopyWork(new CopyTurns())
  const shown: Record<string, Result<unknown>> = {
    c: ok({ copies: ['one', 'two', 'three'], certificate: null }),
    ...{ one: copyOf('a'), two: copyOf('a'), three: copyOf('b') },
  }
  const ask = asking({ 'clip.show': async ({ clip }) => shown[clip] ?? failed({ kind: 'no-such-clip', name: clip }) })
  await work.find(ask, project)
  expect(work.store.getState().copy).toEqual({ id: 'two', projectSha256: 'a' })
  await work.find(ask, { clip: 'c', projectSha256: 'none' })
  expect(work.store.getState().copy?.id).toBe('two')
})

test('what is found late for an older project takes no place of what was found for the newer', async () => {
  const work = new CopyWork(new CopyTurns())
  const late = Promise.withResolvers<Result<unknown>>()
  const shown: Record<string, Result<unknown>> = { two: copyOf('b') }
  let lists = 0
  const ask = asking({
    'clip.show': async ({ clip }) => {
      if (clip === 'c') return ok({ copies: [++lists === 1 ? 'one' : 'two'], certificate: null })
      return shown[clip] ?? late.promise
    },
  })
  const older = work.find(ask, project)
  await work.find(ask, { clip: 'c', projectSha256: 'b' })
  late.resolve(copyOf('a'))
  await older
  expect(work.store.getState().copy).toEqual({ id: 'two', projectSha256: 'b' })
})

const clean: VerificationReport = { outcome: 'passed', checks: [], leaks: [], lookHere: [] }
const leaking: VerificationReport = {
  ...{ outcome: 'failed', checks: [], lookHere: [] },
  leaks: [{ frame: frameIndex(3), class: 'face', box: [0, 0, 9, 9], score: 0.9 }],
}

test('a trial begins once everything is saved, and its report stays until a copy is checked', async () => {
  const work = new CopyWork(new CopyTurns())
  const saved = Promise.withResolvers<void>()
  const told: string[] = []
  const ask = asking({
    'redaction.trial': async () => {
      told.push('tried')
      return ok({ revision: 2, projectSha256: 'a', report: leaking })
    },
    'redaction.render': async () => ok({ copy: 'k' }),
  })
  const trying = work.tryOut(ask, project, () => saved.promise)
  expect(work.store.getState().running).toBe('trying')
  expect(told).toEqual([])
  saved.resolve()
  await trying
  expect(leaksIn(work.store.getState())).toBe(leaking.leaks)
  await work.make(ask, project)
  expect(work.store.getState()).toMatchObject({ tried: null, copy: { id: 'k' } })
  expect(leaksIn(work.store.getState())).toEqual([])
})

test('what a copy itself shows counts for more than its trial; a copy that could not be made says nothing of it', async () => {
  const work = new CopyWork(new CopyTurns())
  const answers: Result<unknown>[] = [
    failed({ kind: 'disk-full', name: 'd' }),
    failed({ kind: 'verification-failed', report: leaking }),
  ]
  const ask = asking({
    'redaction.trial': async () => ok({ revision: 2, projectSha256: 'a', report: clean }),
    'redaction.render': async () => answers.shift() ?? ok({ copy: 'k' }),
  })
  await work.tryOut(ask, project, async () => undefined)
  await work.make(ask, project)
  expect(work.store.getState().tried?.report).toBe(clean)
  await work.make(ask, project)
  expect(work.store.getState().tried).toBeNull()
  expect(leaksIn(work.store.getState())).toBe(leaking.leaks)
})

test('what somebody has tried before is found, unless something newer is known by then', async () => {
  const work = new CopyWork(new CopyTurns())
  const answer = Promise.withResolvers<Result<unknown>>()
  const before = { revision: 1, projectSha256: 'a', report: leaking }
  const ask = asking({
    'redaction.tried': () => answer.promise,
    'redaction.trial': async () => ok({ revision: 2, projectSha256: 'b', report: clean }),
  })
  const late = work.findTried(ask, project)
  await work.tryOut(ask, project, async () => undefined)
  answer.resolve(ok({ tried: before }))
  await late
  expect(work.store.getState().tried?.report).toBe(clean)
  const other = new CopyWork(new CopyTurns())
  await other.findTried(ask, project)
  expect(other.store.getState().tried).toEqual(before)
  expect(leaksIn(other.store.getState())).toBe(leaking.leaks)
})

test('a trial that is stopped is no failure; before everything is saved it does not begin', async () => {
  const work = new CopyWork(new CopyTurns())
  const begun = Promise.withResolvers<void>()
  let asked = 0
  const ask = asking({
    'redaction.trial': (_, signal) => {
      asked++
      begun.resolve()
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(failed({ kind: 'cancelled' }))))
    },
  })
  const trying = work.tryOut(ask, project, async () => undefined)
  await begun.promise
  work.cancel()
  await trying
  const saved = Promise.withResolvers<void>()
  const saving = Promise.withResolvers<void>()
  const stopped = work.tryOut(ask, project, () => {
    saving.resolve()
    return saved.promise
  })
  await saving.promise
  work.cancel()
  // It is stopped also where nothing can be saved.
  await stopped
  saved.resolve()
  expect(asked).toBe(1)
  expect(work.store.getState()).toMatchObject({ running: null, failed: null, tried: null })
})
