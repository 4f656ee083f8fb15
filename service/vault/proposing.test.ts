import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { indexDocumentOf } from '../../contract/index-document.ts'
import type { ItemOf, OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import type { Search } from '../../core/detection/detection.ts'
import { type DetectionBlock, framesOfBlock } from '../../core/detection/detection-blocks.ts'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import { failed, ok } from '../../core/result.ts'
import { frameIndex, pts } from '../../core/time.ts'
import { objectId } from '../../core/vault/ids.ts'
import { fakeEngine, fakeHash, fakeIndex, fakeClip as fakeSource, standingFace } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith, unstopped } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'
import type { LentEngine } from './service-ports.ts'
import { StopSwitch } from './stop-switch.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value

/** Three blocks, the last one short. */
const frames = 600
const video = fakeIndex().video
if (!video) throw new Error('the fake clip has a picture')
const index = fakeIndex({
  sha256: fakeHash('one'),
  video: { ...video, pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))) },
})
const clip = fakeClip({ index: { state: 'indexed', frames, seconds: 20, deep: false } })
const search = { profile: 'balanced', classes: ['face'] } as const
const run = standingFace(index, [100, 100, 60, 60])

function blockOf(block: number): DetectionBlock {
  const [from, until] = framesOfBlock(block, frames)
  const within = ({ frame }: { readonly frame: number }) => frame >= from && frame < until
  return {
    block,
    examined: run.examined.filter(within),
    failed: block === 2 ? [[until - 1, until]] : [],
    detections: run.detections.filter(within),
    cuts: [],
    camera: [],
  }
}

/** Blocks that the engine may finish; each call of it, with what it was told is finished. */
let allowed: number
let asked: (readonly number[])[]
let open: number
/** Whether everything that was found can be linked. */
let links: boolean
/** What the engine says of its models; closing it ends what hangs, where that helps. */
let basis: () => ReturnType<LentEngine['detectionBasis']>
let closed: () => void
let desk: FakeService
let dora: string
let redaction: string

/** Finishes the blocks that it may, playhead first, then waits to be stopped. */
const detect: MediaEngine['detect'] = async (_source, _about, request, work) => {
  const finished = new Set((request.finished ?? []).map(({ block }) => block))
  asked.push([...finished])
  for (const block of [1, 2, 0].filter((each) => !finished.has(each))) {
    await vi.waitUntil(() => work.signal.aborted || allowed > 0, { interval: 1, timeout: 15_000 })
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    allowed -= 1
    work.onBlock?.(blockOf(block))
  }
  return ok(run)
}

const notLinked = failed({ kind: 'disk-full', name: 'a scratch file' } as const)

function lent() {
  open += 1
  return {
    ...fakeEngine({ index }).engine,
    detect,
    link: async (...asking: Parameters<MediaEngine['link']>) =>
      links || asking[0].examined.length < frames ? fakeEngine({ index }).engine.link(...asking) : notLinked,
    detectionBasis: () => basis(),
    describe: async () => failed({ kind: 'cancelled' } as const),
    close: async () => {
      open -= 1
      closed()
    },
  }
}

beforeEach(async () => {
  ;[allowed, asked, open, links] = [0, [], 0, true]
  ;[basis, closed] = [async () => ok('ba'.repeat(32)), () => undefined]
  const objects = {
    openClip: async () => ok({ ...fakeSource({ name: clip.name }), close: async () => undefined }),
    readText: async () => ok(JSON.stringify(indexDocumentOf(index))),
  }
  desk = fakeService(
    [personWith('Dora', [grantOf('disclosure-officer')]), personWith('Dan', [grantOf('disclosure-officer')])],
    profile,
    { store: { objects: objects as never }, ports: { engine: lent, newSecret: () => '5e'.repeat(32) } },
  )
  const about = { id: objectId(fakeId('index')), clip: clip.id, kind: 'index', label: '', bytes: 1 } as const
  const kept = { ...about, sha256: fakeHash('i'), storedSha256: fakeHash('i'), storedBytes: 1 }
  desk.vault.rows = { ...desk.vault.rows, clips: [clip], objects: [kept] }
  dora = await desk.signIn('Dora')
  const made = await desk.ask(dora, 'redaction.create', { clip: clip.id, purpose: 'request 12' })
  redaction = (made as OutputOf<'redaction.create'>).redaction
})

/** A look at the proposals, which can be left. */
function look(session = dora, by: Search = search) {
  const leave = new StopSwitch()
  const items: ItemOf<'redaction.propose'>[] = []
  const sought = { ...by, classes: [...by.classes] }
  const input = { clip: clip.id, redaction, search: sought, threads: null, models: null, playhead: frameIndex(300) }
  const answer = desk.service.call(
    session,
    'redaction.propose',
    { input, reason: 'a request' },
    { ...unstopped, signal: leave, onItem: (item) => void items.push(item) },
  )
  const done = (least: number) =>
    vi.waitUntil(() => (items.at(-1)?.done ?? -1) >= least, { interval: 1, timeout: 15_000 })
  return { leave, items, answer, done }
}

const record = () => desk.vault.rows.redactions[0]
const proposals = () => desk.vault.rows.steps.map(({ by, step }) => [by, step.kind])

async function tracks() {
  const opened = (await desk.ask(dora, 'redaction.open', { clip: clip.id, redaction })) as OutputOf<'redaction.open'>
  const { tracks: all, blanks, search: searched } = JSON.parse(opened.project)
  return { all: all as readonly { keys: { frame: number }[]; untilFrame: number; action: string }[], blanks, searched }
}

describe('proposals', () => {
  it('come as they are found, with how far it is and what is left, until all is examined', async () => {
    allowed = 3
    const { answer, items } = look()
    expect(await answer).toEqual({
      ok: true,
      value: { done: 600, frames: 600, proposed: 600, secondsLeft: 0, revision: record()?.revision },
    })
    expect(items[0]).toEqual({ done: 0, frames: 600, proposed: 0, secondsLeft: null, revision: 0 })
    expect(record()).toMatchObject({ examined: 600, proposed: 600, undecided: 1 })
    expect(proposals().every(([by, kind]) => by === null && kind === 'propose')).toBe(true)
    const { all, blanks, searched } = await tracks()
    expect(all.map(({ keys, untilFrame, action }) => [keys[0]?.frame, untilFrame, action])).toEqual([
      [0, 600, 'undecided'],
    ])
    expect(blanks).toEqual([{ from: 599, until: 600, reason: 'could not be examined' }])
    expect(searched).toEqual(search)
    expect(open).toBe(0)
  })

  it('go on when whoever looks on leaves, and are there for whoever looks next', async () => {
    const first = look()
    await first.done(0)
    first.leave.abort()
    expect(await first.answer).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    const second = look(await desk.signIn('Dan'))
    await second.done(0)
    allowed = 3
    expect(await second.answer).toMatchObject({ ok: true, value: { done: 600 } })
    expect(asked).toEqual([[]])
  })

  it('are not complete while what was found in the last frames is not in', async () => {
    links = false
    allowed = 3
    expect(await look().answer).toEqual(notLinked)
    const opened = () => desk.ask(dora, 'redaction.open', { clip: clip.id, redaction })
    const before = ((await opened()) as OutputOf<'redaction.open'>).detected
    expect(before).toMatchObject({ done: 600, frames: 600 })
    expect(before.proposed).toBeLessThan(600)
    links = true
    expect(await look().answer).toMatchObject({ ok: true, value: { done: 600, proposed: 600 } })
    expect(await opened()).toMatchObject({ detected: { done: 600, proposed: 600 } })
  })

  it('are complete where looking again finds nothing new', async () => {
    allowed = 3
    await look().answer
    desk.vault.rows = {
      ...desk.vault.rows,
      redactions: desk.vault.rows.redactions.map((each) => ({ ...each, proposed: 0 })),
    }
    const steps = desk.vault.rows.steps.length
    expect(await look().answer).toMatchObject({ ok: true, value: { proposed: 600 } })
    expect([desk.vault.rows.steps.length, record()?.proposed]).toEqual([steps, 600])
  })

  it('stay where somebody looks for something else, which is looked for with all that was before', async () => {
    const plates: Search = { profile: 'fast', classes: ['plate'] }
    const both: Search = { ...search, classes: ['face', 'plate'] }
    allowed = 1
    const first = look()
    await first.done(256)
    await desk.ask(dora, 'redaction.stop', { clip: clip.id, redaction })
    await first.answer
    // Faces were looked for in the first block alone: all three are looked through for both.
    allowed = 3
    expect(await look(dora, plates).answer).toMatchObject({ ok: true, value: { done: 600 } })
    expect(asked).toEqual([[], []])
    expect((await tracks()).searched).toEqual(both)
    expect((await tracks()).all).toHaveLength(1)
    // All of that is there already.
    expect(await look(dora, plates).answer).toMatchObject({ ok: true, value: { proposed: 600 } })
    expect(asked.at(-1)?.toSorted()).toEqual([0, 1, 2])
  })

  it('end when they are stopped; a later call examines only what is left', async () => {
    allowed = 1
    const first = look()
    await first.done(256)
    expect(await desk.ask(dora, 'redaction.stop', { clip: clip.id, redaction })).toEqual({})
    expect(await first.answer).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    expect([open, record()?.examined]).toEqual([0, 256])
    allowed = 2
    expect(await look().answer).toMatchObject({ ok: true, value: { done: 600 } })
    expect(asked).toEqual([[], [1]])
  })

  it('rest before the vault is locked, and go on when the same person is back', async () => {
    allowed = 1
    const first = look()
    await first.done(256)
    await desk.service.endViewing()
    desk.service.endSessions()
    expect(open).toBe(0)
    await desk.signIn('Dan')
    expect(asked).toHaveLength(1)
    dora = await desk.signIn('Dora')
    allowed = 2
    await vi.waitUntil(() => record()?.examined === 600, { interval: 1, timeout: 15_000 })
    expect(asked).toEqual([[], [1]])
    expect(await look().answer).toMatchObject({ ok: true })
  })

  it('do not go on for somebody who may do less than before', async () => {
    const first = look()
    await first.done(0)
    await desk.service.endViewing()
    desk.vault.rows = { ...desk.vault.rows, clips: [{ ...clip, restriction: { kind: 'child', allowed: [] } }] }
    dora = await desk.signIn('Dora')
    expect(await look().answer).toMatchObject({ ok: false, failure: { kind: 'not-permitted' } })
    expect(asked).toHaveLength(1)
  })

  it('end with the reason when the disk is full, and nothing is half kept', async () => {
    const first = look()
    await first.done(0)
    desk.vault.full = true
    allowed = 3
    // Its own ending could not be written either.
    expect(await first.answer).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
    expect([desk.vault.rows.blocks, desk.vault.rows.steps, record()?.examined]).toEqual([[], [], 0])
    desk.vault.full = false
    allowed = 3
    expect(await look().answer).toMatchObject({ ok: true, value: { done: 600 } })
  })

  it('join what somebody edits meanwhile: their next step is told to catch up', async () => {
    await desk.ask(dora, 'redaction.open', { clip: clip.id, redaction })
    const blank = { kind: 'do', command: { kind: 'add-blank', blank: { from: 0, until: 9, reason: 'x' } } } as never
    const edit = (revision: number) =>
      desk.ask(dora, 'redaction.edit', { clip: clip.id, redaction, revision, steps: [blank] })
    expect(await edit(0)).toEqual({ revision: 1 })
    allowed = 3
    await look().answer
    expect(await edit(1)).toBe('redaction-moved')
    const revision = record()?.revision ?? 0
    expect(await edit(revision)).toEqual({ revision: revision + 1 })
    expect((await tracks()).blanks).toHaveLength(3)
  })

  it('need something to look for', async () => {
    const input = {
      clip: clip.id,
      redaction,
      search: { ...search, classes: [] },
      threads: null,
      models: null,
      playhead: 0,
    }
    expect(await desk.ask(dora, 'redaction.propose', input as never)).toBe('usage')
  })
})

describe('an engine that hangs in a search of somebody', () => {
  const died = failed({ kind: 'engine-died', during: 'x', uncovered: [] } as const)

  /** Asks for proposals of an engine that never says which models it has, unless its end answers for it. */
  async function hanging(isEnded: boolean) {
    const { promise, resolve } = Promise.withResolvers<typeof died>()
    let calls = 0
    basis = () => {
      calls += 1
      return promise
    }
    if (isEnded) closed = () => resolve(died)
    const { answer } = look()
    await vi.waitUntil(() => calls === 1, { interval: 1, timeout: 15_000 })
    let over = false
    const locking = desk.service.endViewing().then(() => {
      over = true
    })
    await vi.waitUntil(() => desk.timers() === 1, { interval: 1, timeout: 15_000 })
    expect([over, open]).toEqual([false, 1])
    return { answer, locking, isOver: () => over, resolve }
  }

  it('is ended two seconds after the lock was asked for, and the lock goes on', async () => {
    const { answer, locking } = await hanging(true)
    desk.wait(2_000)
    await locking
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } })
    expect(desk.timers()).toBe(0)
    basis = async () => ok('ba'.repeat(32))
    closed = () => undefined
    allowed = 3
    expect(await look(await desk.signIn('Dora')).answer).toMatchObject({ ok: true, value: { done: 600 } })
  })

  it('whose end changes nothing is not waited for either, and does nothing any more when it answers after all', async () => {
    const { answer, locking, isOver, resolve } = await hanging(false)
    desk.wait(2_000)
    expect([isOver(), open]).toEqual([false, 0])
    desk.wait(1_000)
    await locking
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } })
    basis = async () => ok('ba'.repeat(32))
    allowed = 3
    const again = look(await desk.signIn('Dora'))
    resolve(ok('cd'.repeat(32)) as never)
    expect(await again.answer).toMatchObject({ ok: true, value: { done: 600 } })
    expect(asked).toEqual([[]])
  })
})

it('add no step any more once whoever stopped them was answered, even one that waited for its turn', async () => {
  const { store } = desk.vault
  const { change } = store
  const { promise: turn, resolve: comes } = Promise.withResolvers<void>()
  const late: Promise<unknown>[] = []
  vi.spyOn(store, 'change').mockImplementation((draft, run) => {
    if (draft.detail?.['step'] !== 'proposals') return change(draft, run)
    const changed = turn.then(() => change(draft, run))
    late.push(changed)
    return changed
  })
  allowed = 1
  const { answer } = look()
  await vi.waitUntil(() => late.length === 1, { interval: 1, timeout: 15_000 })
  const stopping = desk.ask(dora, 'redaction.stop', { clip: clip.id, redaction })
  await vi.waitUntil(() => desk.timers() === 1, { interval: 1, timeout: 15_000 })
  desk.wait(2_000)
  desk.wait(1_000)
  expect([await stopping, await answer]).toEqual([{}, failed({ kind: 'cancelled' })])
  comes()
  await Promise.all(late)
  expect([proposals(), record()?.revision]).toEqual([[], 0])
})
