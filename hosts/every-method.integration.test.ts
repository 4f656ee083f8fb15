import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holderMethods } from '../contract/holder/holder-methods.ts'
import { type MethodName, methods } from '../contract/methods/all.ts'
import { callOverWire } from '../contract/wire/call-over-wire.ts'
import type { Result } from '../core/result.ts'
import { openMapping } from '../native/evidence/intake/mapping-source.ts'
import { createVault } from '../native/vault/host/create-vault.ts'
import { found, quietWork, testHost } from '../native/vault/objects/synthetic/vault-desk.ts'
import { connectToVault } from '../native/vault/socket/vault-socket.ts'
import { makeClip } from '../tools/clips/make-clip.ts'
import { smallClipNamed } from '../tools/clips/small-clips.ts'
import { serviceOver } from './service-over.ts'
import { additionOf, type Memory, passphraseOf, people, type StepPlace, steps } from './synthetic/method-steps.ts'
import { VaultHolder } from './vault-holder.ts'

/** One person's way to the vault, in this process or over its socket. */
type Way = (name: MethodName, input: unknown, onItem: (item: unknown) => void) => Promise<Result<unknown>>
type Ways = { readonly by: ReadonlyMap<string, Way>; readonly close: () => Promise<void> }

let root = ''
let clip = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'occlude-every-method-'))
  clip = await makeClip(smallClipNamed('faststart'))
})

afterAll(async () => {
  await rm(root, { recursive: true })
})

async function placeOf(folder: string): Promise<StepPlace> {
  const profileText = await readFile(new URL('../resources/profiles/blank.json', import.meta.url), 'utf8')
  const { text } = found(await openMapping(null))
  return { folder, clip, profileText, mapping: text }
}

async function openedVault(place: StepPlace) {
  const administrator = { name: 'Ada', passphrase: passphraseOf('Ada') }
  const request = { folder: join(place.folder, 'vault'), profileText: place.profileText, administrator, demo: true }
  const { store, user, announce } = found(await createVault(request, testHost()))
  const { service, profile } = found(await serviceOver(store))
  const { session } = found(await service.begin(user))
  for (const name of ['Dora', 'Ines'] as const)
    found(await service.call(session, 'user.add', { input: additionOf(name) as never, reason: 'new' }, quietWork))
  return { folder: request.folder, store, service, profile, announce, onBug: (error: unknown) => Promise.reject(error) }
}

async function inProcess(place: StepPlace): Promise<Ways> {
  const { service, store } = await openedVault(place)
  const by = new Map<string, Way>()
  for (const name of Object.keys(people)) {
    const { session } = found(await service.signIn(name, passphraseOf(name)))
    by.set(name, (method, input, onItem) =>
      service.call(session, method, { input: input as never, reason: 'a test' }, { ...quietWork, onItem }),
    )
  }
  return { by, close: () => store.close() }
}

async function overSocket(place: StepPlace): Promise<Ways> {
  const parts = await openedVault(place)
  const holder = found(await VaultHolder.open(parts))
  const by = new Map<string, Way>()
  for (const name of Object.keys(people)) {
    const wire = callOverWire(found(await connectToVault(holder.address)), holderMethods)
    found(await wire.call('holder.sign-in', { input: { name, passphrase: passphraseOf(name) } }))
    const call = wire.call as unknown as (name: string, request: unknown, extras: unknown) => Promise<Result<unknown>>
    by.set(name, (method, input, onItem) => call(method, { input, reason: 'a test' }, { onItem }))
  }
  return {
    by,
    close: async () => {
      await holder.close()
      await parts.store.close()
    },
  }
}

/** What a value is made of, without what it says: names of fields and kinds of values. */
function shapeOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, shapeOf(field)]),
  )
}

type Taken = { readonly name: string; readonly ok: boolean; readonly failure: string | null; readonly shape: unknown }

async function walk(kind: string, open: (place: StepPlace) => Promise<Ways>): Promise<readonly Taken[]> {
  const folder = join(root, kind)
  await mkdir(folder)
  const place = await placeOf(folder)
  const ways = await open(place)
  const memory: Memory = new Map()
  const taken: Taken[] = []
  for (const { name, by, input } of steps) {
    const items: unknown[] = []
    const answer = await ways.by.get(by)?.(name, input(memory, place), (item) => items.push(item))
    if (!answer) throw new Error(`nobody is called ${by}`)
    memory.set(name, { output: answer.ok ? answer.value : null, items })
    const shape = answer.ok
      ? { output: shapeOf(answer.value), item: shapeOf(items[0] ?? null) }
      : shapeOf(answer.failure)
    taken.push({ name, ok: answer.ok, failure: answer.ok ? null : JSON.stringify(answer.failure), shape })
  }
  await ways.close()
  return taken
}

describe('every method of the vault', () => {
  it('has a step', () => {
    expect([...new Set(steps.map(({ name }) => name))].sort()).toEqual(Object.keys(methods).sort())
  })

  it('answers over the socket as it does in this process', async () => {
    const here = await walk('here', inProcess)
    expect(here.filter(({ ok }) => !ok).map(({ name, failure }) => [name, failure])).toEqual(
      steps.filter(({ works }) => works === false).map(({ name }) => [name, expect.any(String)]),
    )
    const there = await walk('there', overSocket)
    expect(there.map(({ name, ok, shape }) => ({ name, ok, shape }))).toEqual(
      here.map(({ name, ok, shape }) => ({ name, ok, shape })),
    )
  })
})
