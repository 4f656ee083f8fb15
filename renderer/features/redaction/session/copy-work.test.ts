import { expect, test } from 'vitest'
import type { Failure } from '../../../../core/failure.ts'
import { failed, ok, type Result } from '../../../../core/result.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { emptyForm, withChoice } from '../model/disclosure-form.ts'
import { CopyTurns } from './copies.ts'
import { CopyWork } from './copy-work.ts'

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

test('what is held back and the passphrase go to the vault, and the passphrase stays nowhere', async () => {
  const work = new CopyWork(new CopyTurns())
  const given: unknown[] = []
  const ask = asking({
    'copy.disclose': async (input) => {
      given.push(input)
      return ok({ files: [] })
    },
  })
  const held = { ...withChoice(form, 2, { told: 'nothing', reason: 'a witness' }), folder: '/out' }
  await work.disclose(ask, 'k', { form: held, passphrase: 'several words' })
  const heldBack = [{ row: 2, what: 'row', reason: 'a witness' }]
  expect(given).toMatchObject([{ clip: 'k', recipient: 'Requester', heldBack, passphrase: 'several words' }])
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
