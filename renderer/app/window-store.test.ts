import { expect, test } from 'vitest'
import { ok, type Result } from '../../core/result.ts'
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
  standIn: true,
  versions: { occlude: '0', electron: null, chromium: null, node: '24' },
  profiles: [],
  ...change,
})

/** A host that stands where it is put, and tells what it is given to tell. */
function hostOf(first: HostState) {
  let now = first
  let tell: (event: WindowEvent) => unknown = () => undefined
  const askWindow = async (name: string, _input: unknown, extras?: { onItem?: (event: WindowEvent) => unknown }) => {
    if (name === 'window.state') return ok(now)
    if (name === 'window.preferences') return ok({ theme: 'dark', zoom: 1 })
    tell = extras?.onItem ?? tell
    return new Promise<Result<unknown>>(() => undefined)
  }
  const client = { ask: askWindow, askWindow } as unknown as WindowClient
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

test('whoever comes back finds their place; whoever comes after them does not', async () => {
  const host = hostOf(state({}))
  await host.begin()
  host.store.go({ view: 'clip', clips: ['a'], frame: 0 })
  host.store.keepFrame(42)
  host.store.keepPurpose('SAR 12')
  host.stand(state({ phase: 'locked' }))
  await host.store.refresh()
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
