import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WindowEvent } from '../../contract/window/window-shapes.ts'
import { VaultDesk } from './vault-desk.ts'
import { WindowEvents } from './window-events.ts'
import { windowState } from './window-state.ts'

const passphrase = 'a lamp under seven bridges at noon'
const minute = 60_000

let folder: string
let desk: VaultDesk
let now = 0
const told: WindowEvent[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vault-desk-'))
  const events = new WindowEvents()
  events.listen((event) => told.push(event))
  desk = new VaultDesk({
    software: 'test',
    standIn: true,
    noKeyring: true,
    events,
    protect: () => undefined,
    noteBug: String,
    startEngine: () => {
      throw new Error('nothing here needs an engine')
    },
    beginWork: () => ({ progress: () => undefined, ended: () => undefined }),
    elapsed: () => now,
  })
})
afterAll(async () => {
  await desk.end()
  await rm(folder, { recursive: true })
})

function after(milliseconds: number): void {
  now += milliseconds
  desk.look()
}

it('warns whoever is gone, locks, and lets the same person go on', async () => {
  const made = await desk.make({
    folder: join(folder, 'vault'),
    administrator: 'Control',
    passphrase,
    profile: { shipped: 'blank' },
    sheets: join(folder, 'sheets'),
    demo: true,
  })
  expect(made).toMatchObject({ ok: true, value: { person: { name: 'Control' } } })
  const minutes = (await windowState(desk, 'test')).idleMinutes ?? 0
  expect(minutes).toBeGreaterThan(1)
  await expect.poll(() => desk.log.current[0]?.entries).toBe(await desk.open?.store.read.auditSize())

  told.length = 0
  after((minutes - 0.5) * minute)
  expect(told).toEqual([{ kind: 'idle-warning', seconds: 30 }])
  expect(desk.touch('person')).toEqual({ ok: true, value: undefined })
  expect(told.at(-1)).toEqual({ kind: 'idle-over' })

  after(minutes * minute)
  expect(told.at(-1)).toEqual({ kind: 'locked', why: 'idle' })
  await expect.poll(async () => (await windowState(desk, 'test')).phase).toBe('locked')
  expect(desk.open?.store.locked()).toBe(true)
  expect(desk.log.current).toEqual([])
  expect(desk.touch('person')).toEqual({ ok: false, failure: { kind: 'not-signed-in' } })
  expect(await desk.unlock(passphrase)).toMatchObject({ ok: true, value: { name: 'Control' } })
  after(minute)
  expect((await windowState(desk, 'test')).phase).toBe('signed-in')
})

it('takes a clip that plays for somebody, for the half hour that this profile says', async () => {
  desk.touch('person')
  told.length = 0
  const playFor = (minutes: number): void => {
    for (let passed = 0; passed < minutes; passed += 3) {
      after(3 * minute)
      desk.touch('playback')
    }
  }
  playFor(33)
  expect(told).toEqual([])
  playFor(3)
  expect(told).toContainEqual({ kind: 'locked', why: 'idle' })
  await expect.poll(async () => (await windowState(desk, 'test')).phase).toBe('locked')
  expect(await desk.unlock(passphrase)).toMatchObject({ ok: true })
})

it('opens no vault of real footage for a test double', async () => {
  const asked = { folder: join(folder, 'real'), administrator: 'Control', passphrase, sheets: join(folder, 'more') }
  const made = await desk.make({ ...asked, profile: { shipped: 'blank' }, demo: false })
  expect(made).toEqual({ ok: false, failure: { kind: 'demo-vault-only' } })
})

it('says what is wrong with a folder that is no vault', async () => {
  expect(await desk.choose(join(folder, 'nothing'))).toMatchObject({ ok: false, failure: { kind: 'vault-missing' } })
})
