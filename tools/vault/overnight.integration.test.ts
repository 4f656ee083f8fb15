import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { InputOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok } from '../../core/result.ts'
import { userId } from '../../core/vault/ids.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import {
  administrator,
  draftOf,
  found,
  makeFolder,
  makeVault,
  newId,
  quietWork,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import type { VaultService } from '../../service/vault/vault-service.ts'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { deterministic, pictureInput } from '../clips/sources.ts'

/** A night: a clip is put in the queue, the vault is locked, and in the morning what was found is there. Vault and engine are the real ones. */

/** One block. */
const frames = 40
const options = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-crf',
  '30',
  '-pix_fmt',
  'yuv420p',
  '-movflags',
  'faststart',
]
const input = pictureInput({ width: 176, height: 144, rate: '25', frames })
const recipe = {
  ...smallClipNamed('faststart'),
  name: 'one-block',
  runs: [[...input, ...options, ...deterministic, 'faststart.mp4']],
}

let desk: Awaited<ReturnType<typeof makeFolder>>
let folder: string
let store: VaultStore
let service: VaultService
let session: string
let passes: { how: string | null }[]
const officer = userId(newId())

beforeEach(async () => {
  passes = []
  desk = await makeFolder()
  folder = desk.path('vault')
  const vault = await makeVault(folder)
  store = vault.store
  const scope = { forces: 'all', areas: 'all', teams: 'all' } as const
  await store.change(draftOf('user.add', vault.user), async (write) => {
    const grants = [{ role: 'disclosure-officer', scope, from: null, until: null }] as const
    const createdAt = (await write.user(vault.user))?.createdAt
    if (!createdAt) throw new Error('whoever made the vault has a record')
    return ok(await write.putUser({ id: officer, name: 'Dora', knownAs: [], grants, createdAt, disabledAt: null }))
  })
  const begin = () => {
    const pass = { how: null as string | null }
    passes.push(pass)
    return {
      progress: () => undefined,
      ended: (how: string) => {
        pass.how = how
      },
    }
  }
  const onFault = (error: unknown): never => {
    throw error
  }
  service = found(await serviceOver(store, undefined, { begin, onFault })).service
  await signIn()
})

afterEach(async () => {
  await service.endViewing()
  await store.close()
  await desk.remove()
})

async function signIn(): Promise<void> {
  session = found(await service.begin(officer)).session
}

async function ask<M extends MethodName>(name: M, asked: InputOf<M>): Promise<OutputOf<M>> {
  return found(await service.call(session, name, { input: asked, reason: 'request 12' }, quietWork))
}

const until = (is: () => boolean | Promise<boolean>) => vi.waitUntil(is, { interval: 20, timeout: 60_000 })

async function sealed(): Promise<number> {
  const names = await readdir(join(folder, 'inbox')).catch(() => [])
  return names.filter((name) => name.endsWith('.sealed')).length
}

const blocksOf = async () =>
  (await store.read.auditEntries(0, 1_000)).filter(({ detail }) => detail?.['block'] !== undefined).length

test('what is put in the queue goes on while the vault is locked, and is ready once it is open', async () => {
  const { text } = found(await openMapping(null))
  await ask('clip.import', { paths: [await makeClip(recipe)], mapping: text })
  const [clip] = await store.read.clips({ limit: 1 })
  if (!clip) throw new Error('the clip is there')
  const search = { profile: 'fast', classes: ['face'] } as const
  await ask('redaction.queue', { clip: clip.id, purpose: 'request 12', search })
  await service.endViewing('lock')
  service.endSessions()
  const before = await blocksOf()
  found(await store.lock(draftOf('session.lock', officer)))
  expect(before).toBe(0)
  await until(async () => (await sealed()) === 1)

  found(await store.unlock(administrator.name, administrator.passphrase))
  expect(await sealed()).toBe(0)
  await signIn()
  await until(() => passes.at(-1)?.how !== null)
  expect(passes.at(-1)?.how).toBe('done')
  const { redactions } = await ask('redaction.list', { clip: null })
  expect(redactions).toMatchObject([{ state: 'ready', detected: { done: frames, proposed: frames, frames } }])
  expect(await store.read.redactionQueue()).toEqual([])

  const entries = await store.read.auditEntries(0, 1_000)
  const turns = entries.filter(({ action, outcome }) => action === 'redaction.propose' && outcome === 'begun')
  const ended = turns.map(({ seq }) => entries.find(({ ref }) => ref === seq)?.outcome)
  // Begun before the lock, through it, and to propose what was found.
  expect(ended.slice(-2)).toEqual(['done', 'done'])
  const lease = entries.find(({ action }) => action === 'lease.begin')
  for (const entry of [...turns, lease]) expect(entry).toMatchObject({ user: { name: 'Dora' }, reason: 'request 12' })
  expect(entries.filter(({ action }) => action === 'lease.end')).toHaveLength(1)
})
