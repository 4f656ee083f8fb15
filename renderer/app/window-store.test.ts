import { expect, test } from 'vitest'
import { failed, ok, type Result } from '../../core/result.ts'
import type { HostState, WindowClient, WindowEvent } from '../client/window-client.ts'
import { createWindowStore } from './window-store.ts'

const person = (name: string, permissions: NonNullable<HostState['person']>['permissions']) => ({
  user: name,
  name,
  roles: [],
  permissions,
})

const officer = person('officer', ['library', 'clip.view'])

const state = (change: Partial<HostState>): HostState => ({
  phase: 'signed-in',
  vault: null,
  problem: null,
  person: officer,
  idleMinutes: 10,
  areaTitle: null,
  clipRules: null,
  standIn: true,
  versions: { occlude: '0', electron: null, chromium: null, node: '24' },
  profiles: [],
  ...change,
})

/** A host that stands where it is put, and tells what it is given to tell. */
function hostOf(first: HostState) {
  let now = first
  let tell: (event: WindowEvent) => unknown = () => undefined
  let end: (answer: Result<unknown>) => void = () => undefined
  const reconnected = Promise.withResolvers<void>()
  const askWindow = async (name: string, _input: unknown, extras?: { onItem?: (event: WindowEvent) => unknown }) => {
    if (name === 'window.state') return ok(now)
    if (name === 'window.preferences') return ok({ theme: 'dark', zoom: 1 })
    tell = extras?.onItem ?? tell
    return new Promise<Result<unknown>>((resolve) => {
      end = resolve
    })
  }
  const reconnect = async (): Promise<void> => reconnected.resolve()
  const client = { ask: askWindow, askWindow, reconnect } as unknown as WindowClient
  const store = createWindowStore(client)
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return {
    store,
    settle,
    stand: (next: HostState) => {
      now = next
    },
    tell: (event: WindowEvent) => tell(event),
    /** The host is gone. */
    vanish: async (): Promise<void> => {
      end(failed({ kind: 'connection-lost' }))
      await settle()
    },
    reconnected: reconnected.promise,
    begin: async () => {
      void store.follow(new AbortController().signal)
      await store.refresh()
      await settle()
    },
  }
}

test('a lock hides everything at once, before the host is asked again', async () => {
  const host = hostOf(state({}))
  await host.begin()
  expect(host.store.getState().host?.phase).toBe('signed-in')
  host.tell({ kind: 'locked', why: 'idle' })
  expect(host.store.getState().host?.phase).toBe('locked')
  expect(host.store.getState().lockedBecause).toBe('idle')
})

test('what the host said before a lock brings nothing back after it', async () => {
  const host = hostOf(state({}))
  await host.begin()
  const asked = host.store.refresh()
  host.tell({ kind: 'locked', why: 'asked' })
  await asked
  expect(host.store.getState().host?.phase).toBe('locked')
  host.tell({ kind: 'state-changed' })
  await host.settle()
  expect(host.store.getState().host?.phase).toBe('signed-in')
})

test('whoever comes back finds their place; whoever comes after them does not', async () => {
  const host = hostOf(state({}))
  await host.begin()
  host.store.go({ view: 'clip', clips: ['a'], frame: 0 })
  host.store.keepFrame(42)
  host.store.keepPurpose('SAR 12')
  host.stand(state({ phase: 'locked' }))
  host.tell({ kind: 'locked', why: 'asked' })
  await host.settle()
  host.stand(state({}))
  await host.store.refresh()
  expect(host.store.getState().place).toEqual({ view: 'clip', clips: ['a'], frame: 42 })
  expect(host.store.getState().purpose).toBe('SAR 12')
  host.stand(state({ person: person('admin', ['vault.admin']) }))
  await host.store.refresh()
  expect(host.store.getState().place).toEqual({ view: 'people' })
  expect(host.store.getState().purpose).toBeNull()
})

test('the warning of an idle session comes and goes', async () => {
  const host = hostOf(state({}))
  await host.begin()
  host.tell({ kind: 'idle-warning', seconds: 30 })
  expect(host.store.getState().idleSeconds).toBe(30)
  host.tell({ kind: 'idle-over' })
  expect(host.store.getState().idleSeconds).toBeNull()
})

test('a host that stops is said at once, asked for again, and found again at the same frame', async () => {
  const host = hostOf(state({}))
  await host.begin()
  host.tell({ kind: 'begun', restarts: 0 })
  await host.settle()
  host.store.go({ view: 'clip', clips: ['a'], frame: 0 })
  host.store.keepFrame(7)
  await host.vanish()
  expect(host.store.getState()).toMatchObject({ lost: { kind: 'connection-lost' }, host: { phase: 'locked' } })
  await host.reconnected
  await host.settle()
  host.stand(state({ phase: 'signed-out', person: null }))
  host.tell({ kind: 'begun', restarts: 1 })
  await host.settle()
  const { getState } = host.store
  expect(getState()).toMatchObject({ lost: null, lockedBecause: 'process', nameBefore: 'officer', wasCutOff: false })
  host.stand(state({}))
  await host.store.refresh()
  expect(getState().place).toEqual({ view: 'clip', clips: ['a'], frame: 7 })
})

test('a connection that breaks while the host goes on is said until it was read', async () => {
  const host = hostOf(state({}))
  await host.begin()
  host.tell({ kind: 'begun', restarts: 0 })
  await host.settle()
  expect(host.store.getState().wasCutOff).toBe(false)
  await host.vanish()
  await host.reconnected
  await host.settle()
  host.tell({ kind: 'begun', restarts: 0 })
  await host.settle()
  expect(host.store.getState()).toMatchObject({ lost: null, wasCutOff: true, host: { phase: 'signed-in' } })
  host.store.seenCutOff()
  expect(host.store.getState().wasCutOff).toBe(false)
})

test('work is told while it runs; what failed stays until it was read, and a host that is found again tells anew', async () => {
  const host = hostOf(state({}))
  await host.begin()
  const names = () => host.store.getState().work.map(({ work, state: how }) => `${work} ${how}`)
  const progress = { stage: 'index', done: 1, total: 2, seconds: 0 } as const
  const tell = (work: string, how: 'running' | 'done' | 'failed') =>
    host.tell({ kind: 'work', work, method: 'clip.decode', state: how, progress, secondsLeft: null })
  tell('1', 'running')
  tell('2', 'running')
  tell('1', 'failed')
  tell('2', 'done')
  expect(names()).toEqual(['1 failed'])
  host.store.seenWork('1')
  tell('3', 'running')
  expect(names()).toEqual(['3 running'])
  host.tell({ kind: 'begun', restarts: 0 })
  expect(names()).toEqual([])
})
