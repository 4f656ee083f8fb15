import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type QueueDesk, queueClips, queueDesk } from './fake-queue-desk.ts'

/** Takes away what nobody holds. */
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const essex = read.value

let desk: QueueDesk

beforeEach(async () => {
  desk = await queueDesk(essex)
})

// A bug of work that nobody has called.
afterEach(() => expect(desk.faults).toEqual([]))

const until = (is: () => boolean) => vi.waitUntil(is, { interval: 1, timeout: 15_000 })
const idle = () => until(() => desk.passes.at(-1)?.how !== null)

describe('through a lock', () => {
  it('goes on with all that waits, seals what it finds, and proposes it once the vault is open', async () => {
    await desk.queue(0, 1)
    desk.allowed = 1
    await until(() => desk.fake.vault.rows.blocks.length === 1)
    await desk.lock()
    expect(desk.leases).toEqual([{ kept: [queueClips[0]?.object, queueClips[1]?.object], ended: false }])
    // No timer is left of having prepared it.
    expect(desk.fake.timers()).toBe(0)
    desk.allowed = 3
    await until(() => desk.leases[0]?.ended === true)
    expect([desk.sealed.length, desk.open]).toEqual([3, 0])
    await desk.unlock('Dora')
    await idle()
    expect(desk.queued()).toEqual([])
    expect(desk.asked.map(({ clip, finished }) => [clip, finished])).toEqual([
      ['one', []],
      ['one', [0]],
      ['two', []],
      ['one', [0, 1]],
      ['two', [0, 1]],
    ])
    expect((await desk.listed()).map(([, state, undecided]) => [state, undecided])).toEqual([
      ['ready', 1],
      ['ready', 1],
    ])
  })

  it('takes on a clip whose engine hung when the vault was locked, and had to be ended', async () => {
    const { promise, resolve } = Promise.withResolvers<Result<string>>()
    const waiting = [promise]
    desk.basis = () => waiting.pop() ?? Promise.resolve(ok('ba'.repeat(32)))
    await desk.queue(0)
    await until(() => waiting.length === 0)
    const locking = desk.lock()
    await until(() => desk.fake.timers() === 1)
    desk.fake.wait(2_000)
    resolve(failed({ kind: 'engine-died', during: 'detection', uncovered: [] }))
    await locking
    expect([desk.queued(), desk.outcomes()]).toEqual([[['one.mp4', null]], ['begun', 'interrupted', 'begun']])
    desk.allowed = 2
    await until(() => desk.leases[0]?.ended === true)
    expect(desk.sealed).toHaveLength(2)
    await desk.unlock('Dora')
    await idle()
    expect(desk.queued()).toEqual([])
  })

  it('stops where it is when somebody is back before it is through, and loses no finished block', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await desk.lock()
    desk.allowed = 1
    await until(() => desk.sealed.length === 1)
    await desk.unlock('Dan')
    await until(() => desk.leases[0]?.ended === true)
    desk.allowed = 1
    await idle()
    expect([desk.queued(), desk.asked.map(({ finished }) => finished)]).toEqual([[], [[], [], [0]]])
  })

  it('stops where the profile says so, where the machine goes, and holds no key then', async () => {
    const vault = { ...essex.vault, overnight: 'stop-at-lock' } as const
    desk = await queueDesk({ ...essex, vault })
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await desk.lock()
    expect([desk.leases, desk.open]).toEqual([[], 0])
  })

  it('ends its lease when the machine sleeps while it is locked', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await desk.lock()
    await desk.fake.service.endViewing('end')
    expect([desk.leases[0]?.ended, desk.open]).toEqual([true, 0])
    await desk.unlock('Dora')
    desk.allowed = 2
    await idle()
    expect(desk.queued()).toEqual([])
  })

  it('keeps what failed meanwhile for the morning', async () => {
    await desk.queue(0, 1)
    await until(() => desk.asked.length === 1)
    desk.broken = 'one'
    await desk.lock()
    desk.allowed = 2
    await until(() => desk.leases[0]?.ended === true)
    await desk.unlock('Dora')
    await idle()
    expect(desk.queued()).toEqual([['one.mp4', 'engine-died']])
  })

  it('is not held up by an engine that does not answer, and closes it', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    const { promise, resolve } = Promise.withResolvers<Result<string>>()
    let isAsked = false
    desk.basis = () => {
      isAsked = true
      return promise
    }
    const locking = desk.lock()
    await until(() => isAsked)
    desk.fake.wait(2_000)
    await locking
    expect([desk.leases, desk.open, desk.queued()]).toEqual([[], 0, [['one.mp4', null]]])
    resolve(ok('ba'.repeat(32)))
    desk.basis = () => promise
    await desk.unlock('Dora')
    desk.allowed = 2
    await idle()
    expect([desk.queued(), desk.open, desk.fake.timers()]).toEqual([[], 0, 0])
  })

  it('takes no further clip once the lock has waited long enough', async () => {
    await desk.queue(0, 1, 2)
    await until(() => desk.asked.length === 1)
    const { objects } = desk.fake.vault.store
    const { openClip } = objects
    vi.spyOn(objects, 'openClip').mockImplementation((...about) => {
      desk.fake.wait(1_000)
      return openClip(...about)
    })
    await desk.lock()
    expect(desk.leases).toEqual([{ kept: [queueClips[0]?.object, queueClips[1]?.object], ended: false }])
    desk.allowed = 4
    await until(() => desk.leases[0]?.ended === true)
    desk.allowed = 2
    await desk.unlock('Dora')
    await idle()
    expect(desk.queued()).toEqual([])
  })

  it('keeps nothing in memory of a clip that is through', async () => {
    await desk.queue(0, 1)
    desk.allowed = 1
    await until(() => desk.fake.vault.rows.blocks.length === 1)
    await desk.lock()
    desk.allowed = 1
    await until(() => desk.asked.at(-1)?.clip === 'two')
    const [through = [], running = []] = desk.held.slice(-2)
    // Index, the block of before, and what was found.
    expect(through).toHaveLength(3)
    await until(() => {
      collect()
      return through.every((each) => each.deref() === undefined)
    })
    expect(running[0]?.deref()).toBeDefined()
    await desk.fake.service.endViewing()
  })

  it('tells a bug of sealing, and ends its lease', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await desk.lock()
    await until(() => desk.asked.length === 2)
    desk.bug = new Error('a bug')
    desk.allowed = 1
    await until(() => desk.leases[0]?.ended === true)
    expect([desk.faults.splice(0), desk.open]).toEqual([[desk.bug], 0])
    await desk.unlock('Dora')
    desk.allowed = 2
    await idle()
    expect(desk.queued()).toEqual([])
  })

  it('goes on once, however many lock the vault at once, and can be stopped', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await Promise.all([desk.lock(), desk.lock()])
    expect(desk.leases).toHaveLength(1)
    await desk.fake.service.endViewing('end')
    expect([desk.leases.map(({ ended }) => ended), desk.open]).toEqual([[true], 0])
  })

  it('is stopped by a machine that goes while the lock is being prepared', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await Promise.all([desk.lock(), desk.fake.service.endViewing('end')])
    expect([desk.leases.map(({ ended }) => ended), desk.open]).toEqual([[true], 0])
  })

  it('goes on although a call of before ends while the vault is being locked', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    const passes = desk.passes.length
    await desk.fake.service.endViewing('lock')
    await desk.queue(1)
    desk.fake.service.endSessions()
    desk.locked = true
    expect([desk.leases.map(({ ended }) => ended), desk.passes.length]).toEqual([[false], passes])
    desk.allowed = 2
    await until(() => desk.leases[0]?.ended === true)
    expect(desk.sealed).toHaveLength(2)
    desk.allowed = 2
    await desk.unlock('Dora')
    await idle()
    expect(desk.queued()).toEqual([])
  })

  it('says that what happened meanwhile could not be logged', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await desk.lock()
    desk.allowed = 2
    await until(() => desk.leases[0]?.ended === true)
    const { store } = desk.fake.vault
    const { note } = store
    let isFull = true
    vi.spyOn(store, 'note').mockImplementation(async (draft) => {
      const isLost = isFull && draft.outcome === 'done' && draft.detail?.['step'] === 'blocks'
      return isLost ? failed({ kind: 'disk-full', name: 'the vault' }) : note(draft)
    })
    await desk.unlock('Dora')
    await idle()
    expect([desk.passes.at(-1)?.how, desk.queued()]).toEqual(['failed', [['one.mp4', null]]])
    isFull = false
    await desk.signIn('Dan')
    await idle()
    expect([desk.passes.at(-1)?.how, desk.queued()]).toEqual(['done', []])
  })
})
