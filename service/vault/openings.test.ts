import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { indexDocumentOf } from '../../contract/index-document.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { footageGranted } from '../../core/access/decide-access.ts'
import type { Failure } from '../../core/failure.ts'
import type { VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import { failed, ok } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { objectId } from '../../core/vault/ids.ts'
import { fakeEngine, fakeHash, fakeIndex } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith, unstopped } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'
import type { LentEngine } from './service-ports.ts'

const content = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251)
const clip = fakeClip()
const other = fakeClip({ id: fakeClip().id.replace('c1', 'c2') as typeof clip.id, sha256: fakeHash('two') })
const people = [
  personWith('Dora', [grantOf('disclosure-officer')]),
  personWith('Dan', [grantOf('disclosure-officer')]),
  personWith('Ada', [grantOf('administrator')]),
]

const essexText = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const essex = readProfile(essexText, 'essex')
if (!essex.ok) throw new Error(essex.failure.kind)
const profile = essex.value

let open: number
let engines: number
let fault: Failure | null
let desk: FakeService

function fakeObjects(): VaultObjects {
  const none = (): never => {
    throw new Error('not in this test')
  }
  return {
    begin: none,
    resume: none,
    put: none,
    openUnseen: none,
    readPoster: none,
    readText: async () => ok(JSON.stringify(indexDocumentOf(fakeIndex()))),
    openClip: async (access, id) => {
      if (footageGranted(access)?.clip !== id) return failed({ kind: 'not-permitted', permission: 'x', why: 'x' })
      open += 1
      const read = async (from: number, length: number) => {
        if (fault) throw new Error('storage')
        return Buffer.from(content.buffer, from, Math.min(length, content.length - from))
      }
      return ok({
        name: 'one.mp4',
        bytes: { size: content.length, read },
        unchanged: async () => true,
        fault: () => fault,
        close: async () => {
          open -= 1
        },
      })
    },
  }
}

function lent(): LentEngine {
  engines += 1
  return {
    ...fakeEngine().engine,
    describe: async () => failed({ kind: 'cancelled' }),
    close: async () => {
      engines -= 1
    },
  }
}

beforeEach(() => {
  open = 0
  fault = null
  engines = 0
  desk = fakeService(people, profile, { store: { objects: fakeObjects() }, ports: { engine: lent } })
  const index = { id: objectId(fakeId('index')), clip: clip.id, kind: 'index', label: '' } as const
  const bytes = { sha256: fakeHash('i'), bytes: 1, storedSha256: fakeHash('i'), storedBytes: 1 }
  desk.vault.rows = {
    ...desk.vault.rows,
    clips: [clip, other],
    objects: [
      { ...index, ...bytes },
      { ...index, ...bytes, clip: other.id },
    ],
  }
})

async function opened(session: string, id = clip.id): Promise<string> {
  const answer = await desk.ask(session, 'clip.open', { clip: id })
  if (typeof answer !== 'object' || answer === null || !('opening' in answer)) throw new Error(String(answer))
  return String(answer.opening)
}

const viewRows = () =>
  desk.vault.log
    .filter(({ action }) => action === 'clip.view')
    .map(({ outcome, ref }) => `${outcome} ${ref ?? ''}`.trim())

describe('opening a clip', () => {
  it('is in the log before the first byte, with its reason, and ended there when it is closed', async () => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    expect(desk.vault.log.at(-1)).toMatchObject({
      action: 'clip.view',
      outcome: 'begun',
      reason: 'a reason',
      object: { kind: 'clip', id: clip.id, sha256: clip.sha256 },
    })
    const begun = desk.vault.log.at(-1)?.seq
    await desk.ask(session, 'clip.read-range', { opening, start: 0, end: 10 })
    expect(await desk.ask(session, 'clip.close', { opening })).toEqual({})
    expect(viewRows()).toEqual(['begun', `done ${begun}`])
    expect(open).toBe(0)
  })

  it('answers the index that was kept, and no engine is asked', async () => {
    const answer = await desk.ask(await desk.signIn('Dora'), 'clip.open', { clip: clip.id })
    expect(answer).toMatchObject({ bytes: content.length, problem: null, index: indexDocumentOf(fakeIndex()) })
  })

  it('is refused without a reason and without a permission, and nothing is open', async () => {
    const dora = await desk.signIn('Dora')
    expect(await desk.ask(dora, 'clip.open', { clip: clip.id }, { reason: ' ' })).toBe('reason-missing')
    expect(await desk.ask(await desk.signIn('Ada'), 'clip.open', { clip: clip.id })).toBe('not-permitted')
    expect(viewRows()).toEqual(['denied', 'denied'])
    expect(open).toBe(0)
  })

  it('is bounded for a session', async () => {
    const session = await desk.signIn('Dora')
    const openings = []
    for (let nth = 0; nth < 8; nth++) openings.push(await opened(session))
    expect(await desk.ask(session, 'clip.open', { clip: clip.id })).toBe('too-many-open')
    expect(open).toBe(8)
    await desk.ask(session, 'clip.close', { opening: openings[0] ?? '' })
    await opened(session)
    await opened(await desk.signIn('Dan'))
    expect(open).toBe(9)
  })
})

describe('reading an open clip', () => {
  it('answers plain bytes of the range, fewer at the end, and writes no entry for each', async () => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    const entries = desk.vault.log.length
    const middle = await desk.ask(session, 'clip.read-range', { opening, start: 1_000, end: 1_000 + (1 << 20) })
    expect(middle).toEqual(content.slice(1_000, 1_000 + (1 << 20)))
    expect(Object.getPrototypeOf(middle)).toBe(Uint8Array.prototype)
    const end = await desk.ask(session, 'clip.read-range', {
      opening,
      start: content.length - 5,
      end: content.length + 9,
    })
    expect(end).toEqual(content.slice(-5))
    expect(desk.vault.log.length).toBe(entries)
  })

  it.each([
    [{ start: 0, end: (1 << 20) + 1 }, 'usage'],
    [{ start: 5, end: 5 }, 'usage'],
    [{ start: -1, end: 5 }, 'usage'],
    [{ start: content.length, end: content.length + 1 }, 'out-of-range'],
  ])('refuses %j: %s', async (range, failure) => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    expect(await desk.ask(session, 'clip.read-range', { opening, ...range })).toBe(failure)
  })

  it('is for the session that opened it alone', async () => {
    const opening = await opened(await desk.signIn('Dora'))
    for (const session of [await desk.signIn('Dora'), await desk.signIn('Dan')])
      expect(await desk.ask(session, 'clip.read-range', { opening, start: 0, end: 1 })).toBe('not-open')
  })

  it('ends when the clip is restricted or the role is lost meanwhile, and is refused in the log', async () => {
    for (const change of ['restricted', 'role'] as const) {
      const session = await desk.signIn('Dora')
      const opening = await opened(session)
      const { rows } = desk.vault
      if (change === 'role')
        desk.vault.rows = { ...rows, users: people.map((person) => ({ ...person, grants: [grantOf('officer')] })) }
      else desk.vault.rows = { ...rows, clips: [fakeClip({ restriction: { kind: 'child', allowed: [] } })] }
      expect(await desk.ask(session, 'clip.read-range', { opening, start: 0, end: 1 })).toBe('not-permitted')
      expect(desk.vault.log.slice(-2).map(({ outcome }) => outcome)).toEqual(['denied', 'interrupted'])
      expect(await desk.ask(session, 'clip.read-range', { opening, start: 0, end: 1 })).toBe(
        change === 'role' ? 'not-permitted' : 'not-open',
      )
      expect(open).toBe(0)
      desk.vault.rows = { ...rows }
    }
  })

  it('fails without an entry of its own where its viewing ends just then: the end is in the log', async () => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    const reading = desk.ask(session, 'clip.read-range', { opening, start: 0, end: 1 })
    await desk.service.endViewing()
    expect(await reading).toBe('not-open')
    expect(desk.vault.log.slice(-2).map(({ outcome }) => outcome)).toEqual(['begun', 'interrupted'])
  })

  it('goes on where glass was broken for it, which is told once', async () => {
    desk.vault.rows = { ...desk.vault.rows, clips: [fakeClip({ restriction: { kind: 'child', allowed: [] } })] }
    const session = await desk.signIn('Dora')
    expect(await desk.ask(session, 'clip.open', { clip: clip.id })).toBe('not-permitted')
    const answer = await desk.ask(session, 'clip.open', { clip: clip.id }, { breakGlass: true })
    expect(answer).toMatchObject({ clip: clip.id })
    const { opening } = answer as { readonly opening: string }
    for (const start of [0, 1])
      expect(await desk.ask(session, 'clip.read-range', { opening, start, end: 2 }, { reason: null })).toHaveLength(
        2 - start,
      )
    expect(desk.vault.rows.notices).toEqual(['a reason'])
  })

  it('says what the storage is at fault for, and logs it', async () => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    fault = { kind: 'object-damaged', name: 'one.mp4', problem: 'changed', bytes: [0, 65_536] }
    expect(await desk.ask(session, 'clip.read-range', { opening, start: 0, end: 1 })).toBe('object-damaged')
    expect(desk.vault.log.at(-1)).toMatchObject({ action: 'clip.view', outcome: 'failed' })
  })
})

describe('frames of an open clip', () => {
  const ask = (session: string, opening: string, range: { readonly from: number; readonly until: number }) => {
    const items: unknown[] = []
    const work = { ...unstopped, onItem: (item: unknown) => void items.push(item) }
    const input = { opening, longestSide: null, from: frameIndex(range.from), until: range.until }
    const answer = desk.service.call(session, 'clip.decode-frames', { input, reason: null }, work)
    return answer.then((how) => ({ answer: how.ok ? how.value : how.failure.kind, items }))
  }

  it('come as items from one decoder, which ends with the opening', async () => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    const { answer, items } = await ask(session, opening, { from: 28, until: 40 })
    expect(answer).toEqual({ frames: 2 })
    expect(items).toMatchObject([{ frame: 28, damaged: false }, { frame: 29 }])
    await ask(session, opening, { from: 0, until: 1 })
    expect(engines).toBe(1)
    await desk.ask(session, 'clip.close', { opening })
    expect(engines).toBe(0)
  })

  it.each([
    [{ from: 30, until: 31 }, 'out-of-range'],
    [{ from: 3, until: 3 }, 'usage'],
    [{ from: 0, until: 65 }, 'usage'],
  ])('%j: %s', async (range, failure) => {
    const session = await desk.signIn('Dora')
    expect((await ask(session, await opened(session), range)).answer).toBe(failure)
  })
})

describe('sound of an open clip', () => {
  const ask = async (session: string, asked: { opening: string; track?: number; from: number; until: number }) => {
    const items: { readonly from: number; readonly channels: number; readonly bytes: Uint8Array }[] = []
    const work = { ...unstopped, onItem: (item: unknown) => void items.push(item as (typeof items)[0]) }
    const request = { input: { track: 0, ...asked }, reason: null }
    const how = await desk.service.call(session, 'clip.decode-sound', request, work)
    return { answer: how.ok ? how.value : how.failure.kind, items }
  }

  it('comes as planes of samples under their numbers, from the engine that decodes its frames as well', async () => {
    const session = await desk.signIn('Dora')
    const opening = await opened(session)
    const entries = desk.vault.log.length
    const { answer, items } = await ask(session, { opening, from: 40_000, until: 40_003 })
    expect(answer).toEqual({ samples: 3 })
    expect(items).toMatchObject([{ from: 40_000, channels: 1 }])
    const heard = new Float32Array(new Uint8Array(items[0]?.bytes ?? []).buffer)
    expect([...heard].map((sample) => sample * 2 ** 20)).toEqual([40_000, 40_001, 40_002])
    const frames = { opening, from: frameIndex(0), until: 1, longestSide: null }
    await desk.ask(session, 'clip.decode-frames', frames)
    expect([engines, desk.vault.log.length]).toEqual([1, entries])
    await desk.ask(session, 'clip.close', { opening })
    expect(engines).toBe(0)
  })

  it.each([
    [{ track: 1, from: 0, until: 1 }, 'out-of-range'],
    [{ from: 3, until: 3 }, 'usage'],
    [{ from: -1, until: 3 }, 'usage'],
    [{ from: 0, until: (1 << 19) + 1 }, 'usage'],
  ])('%j: %s', async (asked, failure) => {
    const session = await desk.signIn('Dora')
    expect((await ask(session, { opening: await opened(session), ...asked })).answer).toBe(failure)
  })

  it('is for the session that opened it alone, and what the storage is at fault for is said', async () => {
    const session = await desk.signIn('Dora')
    const asked = { opening: await opened(session), from: 0, until: 1 }
    expect((await ask(await desk.signIn('Dan'), asked)).answer).toBe('not-open')
    fault = { kind: 'object-damaged', name: 'one.mp4', problem: 'changed', bytes: [0, 65_536] }
    expect((await ask(session, asked)).answer).toBe('object-damaged')
  })
})

describe('a session that ends', () => {
  it.each(['sign-out', 'idle', 'locked', 'disabled'])('by %s ends what it has open', async (how) => {
    const session = await desk.signIn('Dora')
    await opened(session)
    await opened(session, other.id)
    if (how === 'sign-out') await desk.service.signOut(session)
    else if (how === 'locked') await desk.service.endViewing()
    else if (how === 'idle') {
      desk.wait(3_600_000)
      await desk.service.expireIdle()
    } else {
      const gone = people.map((person) => ({ ...person, disabledAt: fakeClip().importedAt }))
      desk.vault.rows = { ...desk.vault.rows, users: gone }
      expect(await desk.ask(session, 'clip.list', { query: { limit: 1 }, keep: null })).toBe('not-signed-in')
    }
    expect(open).toBe(0)
    expect(viewRows().filter((row) => row.startsWith('interrupted'))).toHaveLength(2)
  })
})
