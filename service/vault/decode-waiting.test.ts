import { expect, it } from 'vitest'
import type { Failure } from '../../core/failure.ts'
import { noMetadata } from '../../core/intake/clip-metadata.ts'
import { instant } from '../../core/ports/clock.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { Progress } from '../../core/ports/work.ts'
import { failed, ok } from '../../core/result.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import { fakeClip, fakeEngine, fakeHash, fakeIndex, fakeWork } from '../fake-ports.ts'
import { createBackgroundDecoding, decodingService } from './background-decoding.ts'
import { decodeWaiting } from './decode-waiting.ts'
import { fakeId, fakeVault } from './fake-vault.ts'
import type { LentEngine } from './service-ports.ts'
import type { VaultService } from './vault-service.ts'

const author = { user: null, role: null, session: fakeId('pass'), reason: null }

function waiting(letter: string, more: Partial<ClipRecord> = {}): ClipRecord {
  return {
    id: clipId(letter.repeat(16)),
    kind: 'clip',
    madeFrom: null,
    object: objectId(letter.repeat(16)),
    sha256: fakeHash(letter),
    bytes: 4,
    name: `${letter}.mp4`,
    metadata: noMetadata,
    importedAt: instant('2026-10-01T12:00:00.000Z'),
    importedBy: fakeId('Dora'),
    index: { state: 'indexed', frames: 30, seconds: 1, deep: false },
    restriction: null,
    involved: [],
    source: null,
    expiry: { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
    ...more,
  }
}

/** A vault with these clips, and an engine that answers each by its name. */
function desk(clips: readonly ClipRecord[], index: LentEngine['index'], more: Partial<VaultStore> = {}) {
  const vault = fakeVault([], more)
  vault.rows = { ...vault.rows, clips }
  const open = { closed: 0, engines: 0, threads: new Set<number | null>() }
  const openUnseen: VaultStore['objects']['openUnseen'] = async (id) => {
    const name = vault.rows.clips.find((clip) => clip.id === id)?.name ?? ''
    if (name === 'm.mp4') return failed({ kind: 'object-missing', name })
    return ok({
      ...fakeClip({ name }),
      close: async () => {
        open.closed += 1
      },
    })
  }
  const put: VaultStore['objects']['put'] = async ({ clip, kind, label = '' }) => {
    const bytes = { sha256: fakeHash('i'), bytes: 1, storedSha256: fakeHash('i'), storedBytes: 1 }
    return ok({ ...bytes, id: objectId(fakeId(`index${clip}`)), clip, kind, label })
  }
  const store: VaultStore = { ...vault.store, objects: { ...vault.store.objects, openUnseen, put } }
  const engine = ({ threads }: { readonly threads: number | null }): LentEngine => {
    open.engines += 1
    open.threads.add(threads)
    return {
      ...fakeEngine().engine,
      index,
      describe: async () => failed({ kind: 'cancelled' }),
      close: async () => {
        open.engines -= 1
      },
    }
  }
  return { vault, store, engine, open }
}

const sound = fakeIndex()
const [track] = sound.audio
const spoilt = fakeIndex({
  video: sound.video && { ...sound.video, damagedFrames: [frameIndex(3), frameIndex(4)], missingFrames: 5 },
  audio: track ? [{ ...track, samples: sampleIndex(100), lostSamples: 7 }] : [],
  lostSoundTracks: 1,
})

const failures: Readonly<Record<string, Failure>> = {
  'x.mp4': { kind: 'undecodable', name: 'x' },
  'd.mp4': { kind: 'object-damaged', name: 'd', problem: 'changed' },
}

const byName: LentEngine['index'] = async (source, name, deep) => {
  expect(source.sha256).toBe(fakeHash(name.slice(0, 1)))
  if (!deep) throw new Error('the pass only counted')
  const failure = failures[name]
  if (failure) return failed(failure)
  return ok(name === 's.mp4' ? spoilt : sound)
}

it('marks what is sound, damaged and unreadable, and leaves for later what is missing or broken here', async () => {
  const copy = waiting('c', { kind: 'copy', madeFrom: clipId('a'.repeat(16)) })
  const { vault, store, engine, open } = desk([...'asxdm'].map((letter) => waiting(letter)).concat(copy), byName)
  const found: unknown[] = []
  const work = { ...fakeWork().work, onItem: (each: unknown) => void found.push(each) }
  expect(await decodeWaiting({ store, engine }, author, work)).toEqual(
    ok({ sound: 1, damaged: 1, unindexed: 1, failed: 2 }),
  )
  expect(found).toMatchObject([
    { status: 'sound', why: null },
    { status: 'damaged' },
    { status: 'unindexed', why: 'undecodable' },
    { status: 'failed', why: 'object-damaged' },
    { status: 'failed', why: 'object-missing' },
  ])
  expect(vault.rows.clips.map(({ index }) => index)).toEqual([
    { state: 'indexed', frames: 30, seconds: 1, deep: true, damage: { frames: 0, missing: 0, samples: 0, tracks: 0 } },
    expect.objectContaining({ deep: true, damage: { frames: 2, missing: 5, samples: 7, tracks: 1 } }),
    { state: 'unindexed', why: 'undecodable' },
    waiting('d').index,
    waiting('m').index,
    copy.index,
  ])
  // What was decoded is kept beside its clip, with its damaged frames.
  const [sound, damaged] = vault.rows.clips
  expect(vault.rows.objects).toMatchObject([
    { clip: sound?.id, kind: 'index', label: 'decoded' },
    { clip: damaged?.id, kind: 'index', label: 'decoded' },
  ])
  expect(vault.log.map(({ action, outcome, ref, user }) => [action, outcome, ref ?? null, user])).toEqual(
    [0, 1, 2, 3, 4].flatMap((clip) => [
      ['clip.decode', 'begun', null, null],
      ['clip.decode', clip < 3 ? 'done' : 'failed', clip * 2, null],
    ]),
  )
  expect(open).toEqual({ closed: 4, engines: 0, threads: new Set([1]) })
})

it('tells how far the whole pass has come, in frames and clips', async () => {
  const { store, engine } = desk(
    [...'am'].map((letter) => waiting(letter)),
    async (source, name, deep, work) => {
      work.onProgress({ stage: 'index', done: 12, total: 30, seconds: 0.4 })
      return byName(source, name, deep, work)
    },
  )
  const told: Progress[] = []
  const work = { ...fakeWork().work, onProgress: (progress: Progress) => void told.push(progress) }
  expect(await decodeWaiting({ store, engine }, author, work)).toMatchObject({ ok: true })
  const all = { stage: 'index', total: 60 }
  expect(told).toEqual([
    { ...all, done: 0, seconds: 0, files: { done: 0, all: 2 } },
    { ...all, done: 12, seconds: 0.4, files: { done: 0, all: 2 } },
    { ...all, done: 30, seconds: 0, files: { done: 1, all: 2 } },
  ])
})

it('does not bring a clip back that was deleted while it was decoded', async () => {
  const { vault, store, engine } = desk([waiting('a')], async () => {
    vault.rows = { ...vault.rows, clips: [] }
    return ok(sound)
  })
  expect(await decodeWaiting({ store, engine }, author, fakeWork().work)).toMatchObject({ ok: true })
  expect(vault.rows.clips).toEqual([])
})

it('goes on where it was stopped, and says in the log that it was', async () => {
  const { work, stop } = fakeWork()
  const { vault, store, engine, open } = desk(
    [waiting('a'), waiting('b'), waiting('e')],
    async (source, name, deep, on) => {
      if (name !== 'b.mp4') return byName(source, name, deep, on)
      stop()
      return failed({ kind: 'cancelled' })
    },
  )
  expect(await decodeWaiting({ store, engine }, author, work)).toEqual(failed({ kind: 'cancelled' }))
  expect(vault.log.at(-1)).toMatchObject({ outcome: 'interrupted', ref: 2 })
  expect(open.engines).toBe(0)
  const rest = await decodeWaiting({ store, engine: desk([], byName).engine }, author, fakeWork().work)
  expect(rest).toMatchObject(ok({ sound: 2 }))
})

it('ends when the log cannot be written, before a clip is opened', async () => {
  const { vault, store, engine, open } = desk([waiting('a')], byName)
  vault.full = true
  expect(await decodeWaiting({ store, engine }, author, fakeWork().work)).toMatchObject(failed({ kind: 'disk-full' }))
  expect(open.closed).toBe(0)
})

/** Somebody who is told of passes, and may stop them. */
function watched() {
  const ends: string[] = []
  const stops: (() => void)[] = []
  const watch = (stop: () => void) => {
    stops.push(stop)
    return { progress: () => undefined, ended: (how: string) => void ends.push(how) }
  }
  return { ends, stops, watch }
}

it('in the background sees what comes in meanwhile, rests when told, and runs once at a time', async () => {
  let running = 0
  const { vault, store, engine } = desk([waiting('a')], async (source, name, deep, work) => {
    running += 1
    expect(running).toBe(1)
    await Promise.resolve()
    if (name === 'a.mp4') {
      vault.rows = { ...vault.rows, clips: [waiting('0'), ...vault.rows.clips] }
      decoding.wake()
    }
    running -= 1
    return byName(source, name, deep, work)
  })
  const faults: unknown[] = []
  const { ends, watch } = watched()
  const onFault = (error: unknown) => void faults.push(error)
  const decoding = createBackgroundDecoding({ store, engine, newId: () => author.session, onFault, watch })
  await decoding.rest()
  decoding.wake()
  decoding.wake()
  await expect.poll(() => vault.rows.clips.every(({ index }) => index.state === 'indexed' && index.deep)).toBe(true)
  await decoding.rest()
  expect([faults, vault.rows.clips.length, ends]).toEqual([[], 2, ['done']])
})

it('stops a clip that is being decoded when told to rest or by whoever watches, and tells of bugs', async () => {
  let at = 0
  const { vault, store, engine } = desk([waiting('a')], async (_source, _name, _deep, { signal }) => {
    at += 1
    if (at > 2) throw new Error('a bug')
    await new Promise<void>((resolve) => signal.addEventListener('abort', resolve))
    return failed({ kind: 'cancelled' })
  })
  const faults: unknown[] = []
  const { ends, stops, watch } = watched()
  const onFault = (error: unknown) => void faults.push(error)
  const decoding = createBackgroundDecoding({ store, engine, newId: () => author.session, onFault, watch })
  decoding.wake()
  await expect.poll(() => at).toBe(1)
  await decoding.rest()
  expect(vault.log.at(-1)).toMatchObject({ outcome: 'interrupted', user: null })
  decoding.wake()
  await expect.poll(() => at).toBe(2)
  stops.at(-1)?.()
  await expect.poll(() => ends).toEqual(['stopped', 'stopped'])
  expect(vault.log.at(-1)).toMatchObject({ outcome: 'interrupted', user: null })
  decoding.wake()
  await expect.poll(() => ends).toEqual(['stopped', 'stopped', 'failed'])
  expect(faults).toHaveLength(1)
})

it('is woken by whoever signs in and by what comes in, and rests before the vault is locked', async () => {
  const told: string[] = []
  const say = (what: string) => () => void told.push(what)
  const answering = (what: string) => async () => {
    say(what)()
    return failed<Failure>({ kind: 'cancelled' })
  }
  const service = decodingService(
    {
      begin: answering('begin'),
      signIn: answering('sign in'),
      call: answering('call'),
      signOut: async () => ok(undefined),
      expireIdle: async () => 0,
      touch: () => ok(undefined),
      endSessions: () => undefined,
      endViewing: async () => say('end viewing')(),
    } satisfies VaultService,
    { wake: say('wake'), rest: async () => say('rest')() },
  )
  const { work } = fakeWork()
  await service.begin(fakeId('Dora'))
  await service.call('session', 'todo.list', { input: {}, reason: null }, work)
  await service.call('session', 'clip.import', { input: { paths: ['/x'], mapping: '' }, reason: 'r' }, work)
  await service.endViewing()
  expect(told).toEqual(['begin', 'wake', 'call', 'call', 'wake', 'rest', 'end viewing'])
})
