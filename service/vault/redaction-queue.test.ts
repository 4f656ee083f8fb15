import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { indexDocumentOf } from '../../contract/index-document.ts'
import type { OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { type DetectionBlock, framesOfBlock } from '../../core/detection/detection-blocks.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import type { JobLease } from '../../core/ports/vault/vault-store.ts'
import type { Progress } from '../../core/ports/work.ts'
import { failed, ok } from '../../core/result.ts'
import { pts } from '../../core/time.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import { fakeEngine, fakeHash, fakeIndex, fakeClip as fakeSource, standingFace } from '../fake-ports.ts'
import { keepIn } from './fake-lease.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const essex = read.value

/** Two blocks of each of three clips. */
const frames = 400
const video = fakeIndex().video
if (!video) throw new Error('the fake clip has a picture')
const names = ['one', 'two', 'three'] as const
const clips = names.map((name, at) =>
  fakeClip({
    id: clipId(`c${at}c${at}c${at}c${at}c${at}c${at}c${at}c${at}`),
    name: `${name}.mp4`,
    sha256: fakeHash(name),
    object: objectId(fakeId(name)),
    index: { state: 'indexed', frames, seconds: 20, deep: false },
  }),
)
const indexOf = (name: string) =>
  fakeIndex({
    sha256: fakeHash(name),
    video: { ...video, pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))) },
  })
const index = indexOf('one')
const search = { profile: 'balanced', classes: ['face'] } as const
const run = standingFace(index, [100, 100, 60, 60])

function blockOf(block: number): DetectionBlock {
  const [from, until] = framesOfBlock(block, frames)
  const within = ({ frame }: { readonly frame: number }) => frame >= from && frame < until
  return {
    block,
    examined: run.examined.filter(within),
    failed: [],
    detections: run.detections.filter(within),
    cuts: [],
    camera: [],
  }
}

/** Blocks that the engine may finish; which ones it was asked for, call by call. */
let allowed: number
let asked: { readonly clip: string; readonly finished: readonly number[] }[]
let open: number
let locked: boolean
let broken: string | null
let desk: FakeService
let dora: string
let passes: { readonly told: Progress[]; how: string | null; readonly stop: () => void }[]

const detect: MediaEngine['detect'] = async (source, _index, request, work) => {
  const died = { kind: 'engine-died', during: 'detection', uncovered: [] } as const
  const clip = names.find((name) => fakeHash(name) === source.sha256) ?? ''
  const finished = (request.finished ?? []).map(({ block }) => block)
  asked.push({ clip, finished })
  if (clip === broken) return failed(died)
  for (const block of [0, 1].filter((each) => !finished.includes(each))) {
    await vi.waitUntil(() => work.signal.aborted || allowed > 0, { interval: 1, timeout: 15_000 })
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    allowed -= 1
    work.onBlock?.(blockOf(block))
  }
  return ok(run)
}

function lent() {
  open += 1
  return {
    ...fakeEngine({ index }).engine,
    detect,
    describe: async () => failed({ kind: 'cancelled' } as const),
    close: async () => {
      open -= 1
    },
  }
}

/** Leases that are open; blocks that were sealed while the vault was locked. */
let leases: { readonly kept: string[]; ended: boolean }[]
let sealed: Parameters<JobLease['publish']>[0][]

function startDesk(profile: PolicyProfile): void {
  const objects = {
    openClip: async (_access: unknown, id: string) => {
      const clip = clips.find((each) => each.id === id)
      const source = fakeSource({ name: clip?.name ?? '' })
      const bytes = { ...source.bytes, sha256: clip?.sha256 ?? fakeHash('none') }
      return ok({ ...source, bytes, close: async () => undefined })
    },
    readText: async (id: string) => {
      const clip = clips.find((each) => fakeId(`index-${each.name}`) === id)
      return ok(JSON.stringify(indexDocumentOf(indexOf(clip?.name.replace('.mp4', '') ?? ''))))
    },
  }
  const lease = async () => {
    const own = { kept: [] as string[], ended: false }
    leases.push(own)
    const made: JobLease = {
      id: 'lease',
      anchor: { size: 0, root: fakeHash('root') },
      sign: () => ({ signature: '', publicKey: '', keyId: fakeHash('key') }),
      keep: (object) => void own.kept.push(object),
      publish: async (result) => {
        if (own.ended) return failed({ kind: 'vault-locked' })
        if (!locked) return keepIn(desk.vault.store, result)
        sealed.push(result)
        return ok('sealed')
      },
      end: async () => {
        own.ended = true
      },
    }
    return ok(made)
  }
  const watch = {
    begin: (stop: () => void) => {
      const pass = { told: [] as Progress[], how: null as string | null, stop }
      passes.push(pass)
      return {
        progress: (progress: Progress) => void pass.told.push(progress),
        ended: (how: string) => {
          pass.how = how
        },
      }
    },
    onFault: (error: unknown) => {
      throw error
    },
  }
  desk = fakeService(
    [personWith('Dora', [grantOf('disclosure-officer')]), personWith('Dan', [grantOf('disclosure-officer')])],
    profile,
    {
      store: { objects: objects as never, locked: () => locked, lease },
      ports: { engine: lent, newSecret: () => '5e'.repeat(32) },
      watch,
    },
  )
  const indexes = clips.map((clip) => ({
    ...{ id: objectId(fakeId(`index-${clip.name}`)), clip: clip.id, kind: 'index' as const, label: '', bytes: 1 },
    ...{ sha256: fakeHash('i'), storedSha256: fakeHash('i'), storedBytes: 1 },
  }))
  desk.vault.rows = { ...desk.vault.rows, clips, objects: indexes }
}

beforeEach(async () => {
  ;[allowed, asked, open, locked, broken, passes, leases, sealed] = [0, [], 0, false, null, [], [], []]
  startDesk(essex)
  dora = await desk.signIn('Dora')
})

const queue = async (...which: readonly number[]) => {
  for (const at of which)
    await desk.ask(dora, 'redaction.queue', { clip: clips[at]?.id ?? '', purpose: 'request 12', search })
}

const until = (is: () => boolean) => vi.waitUntil(is, { interval: 1, timeout: 15_000 })
const idle = () => until(() => passes.at(-1)?.how !== null)
const queued = () => desk.vault.rows.queue.map(({ redaction, failure }) => [clipOf(redaction), failure?.kind ?? null])
const clipOf = (redaction: string) => {
  const record = desk.vault.rows.redactions.find(({ id }) => id === redaction)
  return clips.find(({ id }) => id === record?.clip)?.name
}
const outcomes = (action = 'redaction.propose') =>
  desk.vault.log
    .filter((each) => each.action === action && each.detail?.['block'] === undefined && !each.detail?.['step'])
    .map(({ outcome }) => outcome)

async function listed() {
  const { redactions } = (await desk.ask(dora, 'redaction.list', { clip: null })) as OutputOf<'redaction.list'>
  return redactions.map((each) => [each.clipName, each.state, each.undecided, each.failure?.kind ?? null])
}

async function lock(): Promise<void> {
  await desk.service.endViewing('lock')
  desk.service.endSessions()
  locked = true
}

/** What an unlock takes in, then somebody's session. */
async function unlock(name: string): Promise<void> {
  locked = false
  for (const result of sealed.splice(0)) await keepIn(desk.vault.store, result)
  dora = await desk.signIn(name)
}

describe('the queue of redactions', () => {
  it('goes through the clips one after the other, in the name and for the reason of whoever asked', async () => {
    await queue(0, 1)
    await until(() => asked.length === 1)
    expect(open).toBe(1)
    allowed = 4
    await idle()
    expect([queued(), asked.map(({ clip }) => clip), open]).toEqual([[], ['one', 'two'], 0])
    expect(await listed()).toEqual([
      ['one.mp4', 'ready', 1, null],
      ['two.mp4', 'ready', 1, null],
    ])
    const begun = desk.vault.log.filter(({ action, outcome }) => action === 'redaction.propose' && outcome === 'begun')
    expect(begun.map(({ user, reason, object }) => [user?.name, reason, object?.id])).toEqual([
      ['Dora', 'a reason', clips[0]?.id],
      ['Dora', 'a reason', clips[1]?.id],
    ])
    expect(outcomes()).toEqual(['begun', 'done', 'begun', 'done'])
    const named = desk.vault.log.flatMap(({ action, detail }) =>
      action === 'redaction.queue' ? detail?.['redaction'] : [],
    )
    expect(named).toEqual(desk.vault.rows.redactions.map(({ id }) => id))
    expect(passes.at(-1)?.told.at(-1)).toMatchObject({ done: 800, total: 800, files: { done: 1, all: 2 } })
  })

  it('goes on with the redaction that a clip has for the purpose, and begins one for another', async () => {
    allowed = 8
    await queue(0)
    await idle()
    const [first] = desk.vault.rows.redactions
    await queue(0)
    await idle()
    expect(desk.vault.rows.redactions).toHaveLength(1)
    expect(asked[1]?.finished).toEqual([0, 1])
    await desk.ask(dora, 'redaction.queue', { clip: clips[0]?.id ?? '', purpose: 'another', search })
    await idle()
    expect(desk.vault.rows.redactions.map(({ id }) => id === first?.id)).toEqual([true, false])
  })

  it('takes back no signature, neither of what waits nor of what is asked for', async () => {
    await queue(0, 1)
    await until(() => asked.length === 1)
    const [, { id: redaction, revision } = { id: '', revision: 0 }] = desk.vault.rows.redactions
    const signed = { id: 'a1', redaction, as: 'author', by: fakeId('Dora'), revision } as never
    desk.vault.rows = { ...desk.vault.rows, approvals: [signed] }
    allowed = 2
    await idle()
    const input = { clip: clips[1]?.id ?? '', purpose: 'request 12', search }
    expect(await desk.ask(dora, 'redaction.queue', input)).toBe('usage')
    expect([queued(), asked.map(({ clip }) => clip)]).toEqual([[], ['one']])
  })

  it('lists what could not be done and goes on with the rest; once it is asked for it is tried again', async () => {
    broken = 'two'
    allowed = 6
    await queue(0, 1, 2)
    await idle()
    expect(queued()).toEqual([['two.mp4', 'engine-died']])
    expect((await listed()).map(([name, state, , why]) => [name, state, why])).toContainEqual([
      'two.mp4',
      'failed',
      'engine-died',
    ])
    broken = null
    await queue(1)
    await idle()
    expect(queued()).toEqual([])
    expect(outcomes()).toEqual(['begun', 'done', 'begun', 'failed', 'begun', 'done', 'begun', 'done'])
  })

  it('leaves one out, or all', async () => {
    await queue(0, 1, 2)
    await until(() => asked.length === 1)
    const [running] = desk.vault.rows.queue
    const only = { clip: clips[0]?.id ?? '', redaction: running?.redaction ?? '' }
    expect(await desk.ask(dora, 'redaction.unqueue', { only })).toEqual({ removed: 1 })
    await until(() => asked.length === 2)
    expect(asked[1]?.clip).toBe('two')
    expect(await desk.ask(dora, 'redaction.unqueue', { only: null })).toEqual({ removed: 2 })
    await idle()
    expect([queued(), open]).toEqual([[], 0])
    expect(outcomes()).toEqual(['begun', 'interrupted', 'begun', 'interrupted'])
  })

  it('rests when it is told to, and goes on with what is left when anybody signs in', async () => {
    allowed = 1
    await queue(0)
    await until(() => desk.vault.rows.blocks.length === 1)
    await desk.service.endViewing()
    expect([open, passes.at(-1)?.how, queued()]).toEqual([0, 'stopped', [['one.mp4', null]]])
    await desk.signIn('Dan')
    allowed = 1
    await idle()
    expect([asked.map(({ finished }) => finished), queued()]).toEqual([[[], [0]], []])
  })

  it('does nothing for somebody who may not any more, and says so', async () => {
    await queue(0)
    await until(() => asked.length === 1)
    await desk.service.endViewing()
    const away = personWith('Dora', [], {})
    desk.vault.rows = {
      ...desk.vault.rows,
      users: desk.vault.rows.users.map((each) => (each.id === away.id ? away : each)),
    }
    await desk.signIn('Dan')
    await idle()
    expect([queued(), asked]).toEqual([[['one.mp4', 'not-permitted']], [{ clip: 'one', finished: [] }]])
    expect(outcomes()).toEqual(['begun', 'interrupted', 'denied', 'failed'])
  })

  it('ends with the vault that cannot be written, and what waits goes on waiting', async () => {
    await queue(0)
    await until(() => asked.length === 1)
    desk.vault.full = true
    allowed = 2
    await idle()
    expect([passes.at(-1)?.how, queued(), open]).toEqual(['failed', [['one.mp4', null]], 0])
  })
})

describe('through a lock', () => {
  it('goes on with all that waits, seals what it finds, and proposes it once the vault is open', async () => {
    await queue(0, 1)
    allowed = 1
    await until(() => desk.vault.rows.blocks.length === 1)
    await lock()
    expect(leases).toEqual([{ kept: [clips[0]?.object, clips[1]?.object], ended: false }])
    allowed = 3
    await until(() => leases[0]?.ended === true)
    expect([sealed.length, open]).toEqual([3, 0])
    await unlock('Dora')
    await idle()
    expect(queued()).toEqual([])
    expect(asked.map(({ clip, finished }) => [clip, finished])).toEqual([
      ['one', []],
      ['one', [0]],
      ['two', []],
      ['one', [0, 1]],
      ['two', [0, 1]],
    ])
    expect((await listed()).map(([, state, undecided]) => [state, undecided])).toEqual([
      ['ready', 1],
      ['ready', 1],
    ])
  })

  it('stops where it is when somebody is back before it is through, and loses no finished block', async () => {
    await queue(0)
    await until(() => asked.length === 1)
    await lock()
    allowed = 1
    await until(() => sealed.length === 1)
    await unlock('Dan')
    await until(() => leases[0]?.ended === true)
    allowed = 1
    await idle()
    expect([queued(), asked.map(({ finished }) => finished)]).toEqual([[], [[], [], [0]]])
  })

  it('stops where the profile says so, where the machine goes, and holds no key then', async () => {
    const vault = { ...essex.vault, overnight: 'stop-at-lock' } as const
    startDesk({ ...essex, vault })
    dora = await desk.signIn('Dora')
    await queue(0)
    await until(() => asked.length === 1)
    await lock()
    expect([leases, open]).toEqual([[], 0])
  })

  it('ends its lease when the machine sleeps while it is locked', async () => {
    await queue(0)
    await until(() => asked.length === 1)
    await lock()
    await desk.service.endViewing('end')
    expect([leases[0]?.ended, open]).toEqual([true, 0])
    await unlock('Dora')
    allowed = 2
    await idle()
    expect(queued()).toEqual([])
  })

  it('keeps what failed meanwhile for the morning', async () => {
    await queue(0, 1)
    await until(() => asked.length === 1)
    broken = 'one'
    await lock()
    allowed = 2
    await until(() => leases[0]?.ended === true)
    await unlock('Dora')
    await idle()
    expect(queued()).toEqual([['one.mp4', 'engine-died']])
  })
})
