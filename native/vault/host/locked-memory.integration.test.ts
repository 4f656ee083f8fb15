import { readdir, readlink } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clipId } from '../../../core/vault/ids.ts'
import type { KeyPair } from '../keys/key-pairs.ts'
import type { Unlocked } from '../keys/unlock.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  found,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  quietWork,
  reopen,
  testHost,
  tokenFor,
} from '../objects/synthetic/vault-desk.ts'
import type { SegmentKey } from '../segments/segment-format.ts'
import { DeviceSigner } from './device-signer.ts'
import { HeldKeys } from './held-keys.ts'
import { memoryStore } from './synthetic/memory-store.ts'

const locked = { ok: false, failure: { kind: 'vault-locked' } } as const
let desk: Awaited<ReturnType<typeof makeFolder>>
beforeEach(async () => {
  desk = await makeFolder()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await desk.remove()
})

/** Holds on to every buffer of a key that a vault takes into its memory from now on. */
function watchedKeys() {
  const keys = new Map<string, Uint8Array[]>()
  const add = (name: string, ...buffers: readonly Uint8Array[]): void => {
    keys.set(name, [...(keys.get(name) ?? []), ...buffers])
  }
  const { open, hold } = HeldKeys.prototype
  vi.spyOn(HeldKeys.prototype, 'open').mockImplementation(function (this: HeldKeys, unlocked: Unlocked) {
    add('master key', unlocked.master)
    add('database key', unlocked.databaseKey)
    add('slot signer', unlocked.signer.privateKey)
    add('inbox key', unlocked.inbox.privateKey)
    open.call(this, unlocked)
  })
  vi.spyOn(HeldKeys.prototype, 'hold').mockImplementation(function (this: HeldKeys, place, key: SegmentKey) {
    add('data key', key.key)
    return hold.call(this, place, key)
  })
  const opened = DeviceSigner.prototype.open
  vi.spyOn(DeviceSigner.prototype, 'open').mockImplementation(function (this: DeviceSigner, pair: KeyPair) {
    add('workstation key', pair.privateKey)
    opened.call(this, pair)
  })
  const store = memoryStore()
  const host = {
    ...testHost(),
    keyring: {
      ...store,
      getDeviceSecret: async (vault: string) => {
        const secret = await store.getDeviceSecret(vault)
        if (secret) add('device secret', secret)
        return secret
      },
      setDeviceSecret: (vault: string, secret: Uint8Array) => {
        add('device secret', secret)
        return store.setDeviceSecret(vault, secret)
      },
    },
  }
  const names = (is: (buffer: Uint8Array) => boolean): readonly string[] =>
    [...keys].filter(([, buffers]) => buffers.some(is)).map(([name]) => name)
  const isZero = (buffer: Uint8Array): boolean => buffer.every((byte) => byte === 0)
  return { host, left: () => names((buffer) => !isZero(buffer)).toSorted() }
}

const everyKey = [
  ...['data key', 'database key', 'device secret', 'inbox key', 'master key', 'slot signer', 'workstation key'],
]

/** Files of the vault that this process has open. */
async function openFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir('/proc/self/fd')
  const links = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return links
    .filter((link) => link.startsWith(`${folder}/`))
    .map((link) => link.slice(folder.length + 1))
    .sort()
}

describe('a vault that is locked in full', () => {
  it('has overwritten every key that it held, closed every file, and answers that it is locked', async () => {
    const keys = watchedKeys()
    const folder = desk.path('vault')
    const { store, user } = await makeVault(folder, keys.host)
    const clip = await addClip(store, user, markedBytes('a clip ', 300_000))
    const reader = found(await store.objects.openClip(tokenFor(clip.id), clip.id))
    const begun = found(await store.objects.begin({ clip: clipId(newId()), kind: 'clip' }))
    await begun.sink.write(0, markedBytes('half an import ', 100_000))
    const draft = draftOf('lease.begin', user)
    const lease = found(await store.lease(draft, keys.host.now()))
    lease.keep(clip.object)
    expect(keys.left()).toEqual(everyKey)
    expect(await openFiles(folder)).toContain('vault-1.db')
    expect(await openFiles(folder)).toContain(`objects/${clip.object}.seg`)

    found(await store.lock(draftOf('session.lock', user), 'end'))
    expect(keys.left()).toEqual([])
    expect((await openFiles(folder)).filter((name) => !/^lock/.test(name))).toEqual([])

    expect(store.locked()).toBe(true)
    expect(await store.objects.openClip(tokenFor(clip.id), clip.id)).toEqual(locked)
    expect(await store.objects.readText(clip.object)).toEqual(locked)
    await expect(reader.bytes.read(0, 10)).rejects.toThrow()
    expect(await begun.finish()).toEqual(locked)
    const change = store.change(draftOf('clip.edit', user), async () => ({ ok: true, value: undefined }))
    expect(await change).toEqual(locked)
    expect(await store.note(draftOf('clip.view', user))).toEqual(locked)
    expect(await store.signIn(administrator.name, administrator.passphrase)).toEqual(locked)
    expect(await store.lease(draft, keys.host.now())).toEqual(locked)
    expect(await store.rotate(draftOf('vault.rotate', user), quietWork)).toEqual(locked)
    expect(await store.check(true, quietWork)).toEqual(locked)
    expect(await store.backup(desk.path('backup'), draft, keys.host.now(), quietWork)).toEqual(locked)
    expect(await store.audit.verify({ incremental: false, anchors: [] }, quietWork)).toEqual(locked)
    expect(await store.audit.exportTo(desk.path('log'), quietWork)).toEqual(locked)
    expect(await store.audit.prove(0, null)).toEqual(locked)
    await expect(store.read.users()).rejects.toMatchObject({ failure: { kind: 'vault-locked' } })
    await expect(store.anchor()).rejects.toMatchObject({ failure: { kind: 'vault-locked' } })
    expect(() => store.sign('text')).toThrow('the vault is locked')

    found(await store.unlock(administrator.name, administrator.passphrase))
    expect(await bytesOfClip(store, clip.id)).toEqual(markedBytes('a clip ', 300_000))
    expect(keys.left()).toEqual(everyKey.filter((name) => name !== 'data key'))
    await store.close()
    expect(keys.left()).toEqual([])
    expect(await openFiles(folder)).toEqual([])
  })

  it('that was rotated holds neither the old keys nor the new ones', async () => {
    const keys = watchedKeys()
    const { store, user } = await makeVault(desk.path('vault'), keys.host)
    await addClip(store, user, markedBytes('a clip ', 1000))
    found(await store.rotate(draftOf('vault.rotate', user), quietWork))
    found(await store.lock(draftOf('session.lock', user), 'end'))
    expect(keys.left()).toEqual([])
    await store.close()
  })
})

describe('a vault that does not open', () => {
  it('leaves no key behind, whatever it is refused for', async () => {
    const folder = desk.path('vault')
    const keys = watchedKeys()
    const made = await makeVault(folder, keys.host)
    await made.store.close()
    const kept = { ...keys.host.keyring, getAnchor: async () => `occlude-anchor-v1 999 ${'0'.repeat(64)}` }
    const refused = await reopen(folder, { ...keys.host, keyring: kept })
    expect(refused).toEqual({ ok: false, failure: { kind: 'database-rolled-back' } })
    expect(keys.left()).toEqual([])
    expect(await openFiles(folder)).toEqual([])
  })
})
