import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { instantAt } from '../../../core/calendar.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import type { JobLease, JobResult, VaultStore } from '../../../core/ports/vault/vault-store.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { type ClipId, clipId, type UserId } from '../../../core/vault/ids.ts'
import { newSigningPair } from '../keys/key-pairs.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  recordOf,
  reopen,
  tokenFor,
} from '../objects/synthetic/vault-desk.ts'
import { sealResult } from './result-inbox.ts'

/** How long a job may go on while the vault is locked (milliseconds). */
const hour = 3_600_000
const plain = markedBytes('a clip that a job reads. ', 300_000)
const made = markedBytes('what the job made of it. ', 200_000)
const locked = { ok: false, failure: { kind: 'vault-locked' } } as const

let desk: Awaited<ReturnType<typeof makeFolder>>
let folder: string
let store: VaultStore
let user: UserId
let clip: ClipRecord
beforeEach(async () => {
  desk = await makeFolder()
  folder = desk.path('vault')
  const vault = await makeVault(folder)
  store = vault.store
  user = vault.user
  clip = await addClip(store, user, plain)
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
  await desk.remove()
})

/** A job as the service runs one: its lease, its clip open, its copy begun. */
async function begunJob() {
  const draft = { ...draftOf('lease.begin', user), object: { kind: 'clip', id: clip.id } as const }
  const lease = found(await store.lease(draft, instantAt(Date.now() + hour)))
  lease.keep(clip.object)
  const reader = found(await store.objects.openClip(tokenFor(clip.id), clip.id))
  return { lease, reader }
}

/** Writes a copy under a lease; the record and the result are what the service would publish. */
async function madeCopy(lease: JobLease): Promise<{ readonly copy: ClipId; readonly result: JobResult }> {
  const copy = clipId(newId())
  const begun = found(await store.objects.begin({ clip: copy, kind: 'copy' }))
  lease.keep(begun.id)
  await begun.sink.write(0, made)
  const object = found(await begun.finish())
  const record = { ...recordOf(copy, object, user), kind: 'copy', madeFrom: clip.id } as const
  const draft = { ...draftOf('clip.redact', user), object: { kind: 'copy', id: copy } as const, reason: 'a request' }
  return { copy, result: { draft, objects: [object], clips: [record] } }
}

function read(reader: OpenClip, at = 0): Promise<Uint8Array> {
  return reader.bytes.read(at, 100_000)
}

async function actions(): Promise<readonly string[]> {
  const entries = await store.read.auditEntries(0, 1000)
  return entries.map(({ action, outcome }) => (outcome === 'done' ? action : `${action} ${outcome}`)).slice(3)
}

function unlock() {
  return store.unlock(administrator.name, administrator.passphrase)
}

async function sealedFiles(): Promise<readonly string[]> {
  return (await readdir(join(folder, 'inbox'))).filter((name) => name.endsWith('.sealed'))
}

describe('a job with a lease', () => {
  it('goes on while the vault is locked; its sealed result is part of the vault after the next unlock, and all of it is logged', async () => {
    const other = await addClip(store, user, markedBytes('another clip', 100_000))
    const { lease, reader } = await begunJob()
    const otherReader = found(await store.objects.openClip(tokenFor(other.id), other.id))
    found(await store.lock(draftOf('session.lock', user)))

    expect(await read(reader, 150_000)).toEqual(plain.subarray(150_000, 250_000))
    await expect(read(otherReader)).rejects.toThrow()
    expect(await store.objects.openClip(tokenFor(other.id), other.id)).toEqual(locked)
    lease.keep(other.object)
    await expect(read(otherReader)).rejects.toThrow()
    expect(lease.sign('certificate').keyId).toBe(store.facts().signer)

    const { copy, result } = await madeCopy(lease)
    expect(found(await lease.publish(result))).toBe('sealed')
    await reader.close()
    await lease.end()
    expect(await sealedFiles()).toHaveLength(1)
    expect(() => lease.sign('certificate')).toThrow()

    found(await unlock())
    expect(await sealedFiles()).toEqual([])
    expect(hexHash(await bytesOfClip(store, copy))).toBe(hexHash(made))
    expect((await store.read.clip(copy))?.madeFrom).toBe(clip.id)
    expect(await actions()).toEqual([
      ...['clip.import', 'lease.begin begun', 'session.lock', 'vault.open', 'lease.collect', 'clip.redact'],
    ])
    const entries = await store.read.auditEntries(0, 100)
    const begun = entries.find(({ action }) => action === 'lease.begin')
    expect(begun?.detail).toMatchObject({ clip: clip.id })
    expect(entries.find(({ action }) => action === 'lease.collect')).toMatchObject({ ref: begun?.seq })
  })

  it('keeps its result at once where the vault is open, and the end is logged', async () => {
    const { lease, reader } = await begunJob()
    const { copy, result } = await madeCopy(lease)
    expect(found(await lease.publish(result))).toBe('kept')
    await reader.close()
    await lease.end()
    expect(await actions()).toEqual(['lease.begin begun', 'clip.redact', 'lease.end'])
    expect(await bytesOfClip(store, copy)).toEqual(made)
  })

  it('can read until its time is over and no longer, and publishes nothing after', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const { lease, reader } = await begunJob()
    const { result } = await madeCopy(lease)
    found(await store.lock(draftOf('session.lock', user)))
    await vi.advanceTimersByTimeAsync(hour - 1)
    expect(await read(reader)).toEqual(plain.subarray(0, 100_000))
    await vi.advanceTimersByTimeAsync(1)
    await expect(read(reader)).rejects.toThrow()
    vi.useRealTimers()
    expect(reader.fault()).toEqual({ kind: 'vault-locked' })
    expect(await lease.publish(result)).toEqual(locked)
    expect(() => lease.sign('certificate')).toThrow()
    expect(await sealedFiles()).toEqual([])
    found(await unlock())
    expect(await actions()).toEqual(['lease.begin begun', 'session.lock', 'vault.open', 'lease.end'])
  })

  it('ends at once when the machine sleeps, and its key is overwritten', async () => {
    const { lease, reader } = await begunJob()
    const { result } = await madeCopy(lease)
    found(await store.lock(draftOf('session.lock', user), 'end'))
    await expect(read(reader)).rejects.toThrow()
    expect(await lease.publish(result)).toEqual(locked)
    expect(() => lease.sign('certificate')).toThrow()
    found(await unlock())
    expect(await actions()).toEqual(['lease.begin begun', 'lease.end', 'session.lock', 'vault.open'])
  })

  it('ends too when the machine sleeps while the vault is locked by idleness', async () => {
    const { lease, reader } = await begunJob()
    found(await store.lock(draftOf('session.lock', user)))
    expect(await read(reader)).toEqual(plain.subarray(0, 100_000))
    found(await store.lock(draftOf('session.lock', user), 'end'))
    await expect(read(reader)).rejects.toThrow()
    const { copy, result } = await madeCopy(lease)
    expect(await lease.publish(result)).toEqual(locked)
    found(await unlock())
    expect(await store.read.clip(copy)).toBeNull()
    expect(await actions()).toEqual(['lease.begin begun', 'session.lock', 'vault.open', 'lease.end'])
  })
})

describe('a result in the inbox', () => {
  async function sealedJob() {
    const { lease, reader } = await begunJob()
    found(await store.lock(draftOf('session.lock', user)))
    const { copy, result } = await madeCopy(lease)
    expect(found(await lease.publish(result))).toBe('sealed')
    await reader.close()
    await lease.end()
    const [name = ''] = await sealedFiles()
    return { copy, result, file: join(folder, 'inbox', name) }
  }

  /** What the log says about results that were refused. */
  async function refusals(): Promise<readonly unknown[]> {
    const entries = await store.read.auditEntries(0, 1000)
    return entries
      .filter(({ action, outcome }) => action === 'lease.collect' && outcome === 'failed')
      .map((entry) => entry.detail)
  }

  it('that was changed is refused, set aside and said; the lease ends', async () => {
    const { copy, file } = await sealedJob()
    const bytes = await readFile(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(file, bytes)
    await store.close()
    const opened = found(await reopen(folder))
    store = opened.store
    expect(opened.report).toMatchObject({ collected: 0, setAside: 1 })
    expect(await store.read.clip(copy)).toBeNull()
    expect(await refusals()).toEqual([{ why: 'unreadable' }])
    expect(await readdir(join(folder, 'inbox'))).toEqual([expect.stringMatching(/\.refused$/)])
    expect(await actions()).toContain('lease.begin interrupted')
  })

  it('that somebody forged with the public key of the inbox is refused', async () => {
    const { result, file } = await sealedJob()
    const table: { readonly vaultId: string; readonly inbox: { readonly publicKey: string } } = JSON.parse(
      await readFile(join(folder, 'slots.json'), 'utf8'),
    )
    const seq = 3
    const by = { inbox: new Uint8Array(Buffer.from(table.inbox.publicKey, 'hex')), signer: newSigningPair().privateKey }
    const id = newId()
    found(await sealResult({ folder, vaultId: table.vaultId, id }, by, { lease: seq, result, keys: [] }))
    await rename(file, `${file}.away`)
    found(await unlock())
    expect((await store.read.auditEntries(seq, 1))[0]?.action).toBe('lease.begin')
    expect(await refusals()).toEqual([{ why: 'foreign' }])
    expect(await store.read.clip(result.clips[0]?.id ?? clip.id)).toBeNull()
  })

  it('is taken in once, however often it is put back', async () => {
    const { copy, file } = await sealedJob()
    const bytes = await readFile(file)
    found(await unlock())
    const entries = (await actions()).filter((action) => action === 'lease.collect')
    expect(entries).toHaveLength(1)
    await writeFile(file, bytes)
    await writeFile(join(folder, 'inbox', `${newId()}.sealed`), bytes)
    await store.close()
    const opened = found(await reopen(folder))
    store = opened.store
    expect(opened.report).toMatchObject({ collected: 1, setAside: 1 })
    expect((await actions()).filter((action) => action === 'lease.collect')).toHaveLength(1)
    expect(await refusals()).toEqual([{ why: 'unreadable' }])
    expect(await bytesOfClip(store, copy)).toEqual(made)
  })
})
