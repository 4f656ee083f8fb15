import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holderMethods } from '../contract/holder/holder-methods.ts'
import { type CalledWire, callOverWire } from '../contract/wire/call-over-wire.ts'
import type { AuditEntry } from '../core/audit/audit-entry.ts'
import { failed, ok } from '../core/result.ts'
import { lockHolder } from '../native/vault/host/lock-file.ts'
import { administrator, found, makeVault, quietWork, testHost } from '../native/vault/objects/synthetic/vault-desk.ts'
import { connectToVault } from '../native/vault/socket/vault-socket.ts'
import { serviceOver } from './service-over.ts'
import { type HeldParts, VaultHolder } from './vault-holder.ts'

let folder = ''
let now = 0
let parts: HeldParts
let holder: VaultHolder
const bugs: unknown[] = []
const open: CalledWire<typeof holderMethods>[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-holder-'))
  const { store, announce } = await makeVault(folder, testHost())
  const { service, profile } = found(await serviceOver(store))
  parts = { folder, store, service, profile, announce, onBug: (error) => bugs.push(error) }
  holder = found(await VaultHolder.open(parts))
})

afterEach(async () => {
  for (const wire of open.splice(0)) wire.close()
  await holder.close()
  await parts.store.close()
  await rm(folder, { recursive: true })
  expect(bugs.splice(0)).toEqual([])
})

async function connected(): Promise<CalledWire<typeof holderMethods>> {
  const wire = callOverWire(found(await connectToVault(holder.address)), holderMethods)
  open.push(wire)
  return wire
}

async function signedIn(): Promise<CalledWire<typeof holderMethods>> {
  const wire = await connected()
  found(await wire.call('holder.sign-in', { input: administrator }))
  return wire
}

const listed = { input: {}, reason: 'to look' } as const

/** What the log says of sessions, in order. */
async function sessions(): Promise<readonly string[]> {
  const { session } = found(await parts.service.signIn(administrator.name, administrator.passphrase))
  const request = {
    input: { purpose: 'lawfulness', from: 0, limit: 1_000, user: null, clip: null },
    reason: null,
  } as const
  const { entries } = found(await parts.service.call(session, 'audit.list', request, quietWork))
  found(await parts.service.signOut(session))
  const actions = entries.map((entry) => (entry as Pick<AuditEntry, 'action'>).action)
  return actions.filter((action) => action.startsWith('session.'))
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate)
}

describe('a vault that is held open', () => {
  it('says in its lock where it takes calls, and no longer once it does not', async () => {
    expect(found(await lockHolder(folder))?.socket).toBe(holder.address)
    await holder.close()
    expect(found(await lockHolder(folder))?.socket).toBeNull()
    expect(await connectToVault(holder.address)).toEqual(failed({ kind: 'connection-lost' }))
  })

  it('answers nobody who has not signed in, and each as themselves', async () => {
    const wire = await connected()
    expect(await wire.call('user.list', listed)).toEqual(failed({ kind: 'not-signed-in' }))
    const wrong = { ...administrator, passphrase: 'not the passphrase' }
    expect(await wire.call('holder.sign-in', { input: wrong })).toEqual(
      failed({ kind: 'wrong-passphrase', name: administrator.name }),
    )
    expect(await wire.call('user.list', listed)).toEqual(failed({ kind: 'not-signed-in' }))
    const other = await signedIn()
    expect((await other.call('user.list', listed)).ok).toBe(true)
    expect(await wire.call('user.list', listed)).toEqual(failed({ kind: 'not-signed-in' }))
  })

  it('ends a session with its connection, and logs it', async () => {
    const wire = await signedIn()
    wire.close()
    // Whoever reads the log is signed in themselves while they do, and nobody else is left.
    await until(async () => {
      const seen = await sessions()
      const count = (action: string) => seen.filter((each) => each === action).length
      return count('session.sign-in') - count('session.sign-out') === 1
    })
  })

  it('locks when anybody asks, for everybody, and a sign-in unlocks it', async () => {
    const [wire, stranger] = [await signedIn(), await connected()]
    expect(await stranger.call('holder.lock', { input: {} })).toEqual(ok({ wasOpen: true }))
    expect(parts.store.locked()).toBe(true)
    expect(await wire.call('user.list', listed)).toEqual(failed({ kind: 'vault-locked' }))
    expect(await stranger.call('holder.lock', { input: {} })).toEqual(ok({ wasOpen: false }))
    const other = await signedIn()
    expect((await other.call('user.list', listed)).ok).toBe(true)
    // Whoever was signed in before the lock has to sign in again.
    expect(await wire.call('user.list', listed)).toEqual(failed({ kind: 'not-signed-in' }))
  })

  it('locks when nobody has been signed in for the minutes of the profile', async () => {
    const minutes = parts.profile.current.vault.idleMinutes
    await holder.look(now)
    now += minutes * 60_000 - 1
    await holder.look(now)
    expect(parts.store.locked()).toBe(false)
    await signedIn()
    await holder.look(now + 1)
    expect(parts.store.locked()).toBe(false)
    for (const wire of open.splice(0)) wire.close()
    await until(async () => (await parts.service.expireIdle()) === 0)
    await holder.look(now + 2)
    await holder.look(now + 2 + minutes * 60_000)
    expect(parts.store.locked()).toBe(true)
  })

  it('hangs up on whoever sends more than a stranger may, and takes as much from who has signed in', async () => {
    const profileText =
      ' '.repeat(200_000) + (await readFile(new URL('../resources/profiles/blank.json', import.meta.url), 'utf8'))
    const request = { input: { profileText }, reason: 'another one' }
    const stranger = await connected()
    expect(await stranger.call('vault.profile', request)).toEqual(failed({ kind: 'connection-lost' }))
    const wire = await signedIn()
    const answer = await wire.call('vault.profile', request)
    expect(answer.ok ? '' : answer.failure.kind).toBe('not-permitted')
  })
})
