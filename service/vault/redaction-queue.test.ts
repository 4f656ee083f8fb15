import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { ok } from '../../core/result.ts'
import { type QueueDesk, queueClips, queueDesk, queueSearch } from './fake-queue-desk.ts'
import { personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

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

describe('the queue of redactions', () => {
  it('goes through the clips one after the other, in the name and for the reason of whoever asked', async () => {
    await desk.queue(0, 1)
    await until(() => desk.asked.length === 1)
    expect(desk.open).toBe(1)
    desk.allowed = 4
    await idle()
    expect([desk.queued(), desk.asked.map(({ clip }) => clip), desk.open]).toEqual([[], ['one', 'two'], 0])
    expect(await desk.listed()).toEqual([
      ['one.mp4', 'ready', 1, null],
      ['two.mp4', 'ready', 1, null],
    ])
    const begun = desk.fake.vault.log.filter(
      ({ action, outcome }) => action === 'redaction.propose' && outcome === 'begun',
    )
    expect(begun.map(({ user, reason, object }) => [user?.name, reason, object?.id])).toEqual([
      ['Dora', 'a reason', queueClips[0]?.id],
      ['Dora', 'a reason', queueClips[1]?.id],
    ])
    expect(desk.outcomes()).toEqual(['begun', 'done', 'begun', 'done'])
    const named = desk.fake.vault.log.flatMap(({ action, detail }) =>
      action === 'redaction.queue' ? detail?.['redaction'] : [],
    )
    expect(named).toEqual(desk.fake.vault.rows.redactions.map(({ id }) => id))
    expect(desk.passes.at(-1)?.told.at(-1)).toMatchObject({ done: 800, total: 800, files: { done: 1, all: 2 } })
  })

  it('goes on with the redaction that a clip has for the purpose, and begins one for another', async () => {
    desk.allowed = 8
    await desk.queue(0)
    await idle()
    const [first] = desk.fake.vault.rows.redactions
    await desk.queue(0)
    await idle()
    expect(desk.fake.vault.rows.redactions).toHaveLength(1)
    expect(desk.asked[1]?.finished).toEqual([0, 1])
    await desk.ask('redaction.queue', { clip: queueClips[0]?.id ?? '', purpose: 'another', search: queueSearch })
    await idle()
    expect(desk.fake.vault.rows.redactions.map(({ id }) => id === first?.id)).toEqual([true, false])
  })

  it('takes back no signature, neither of what waits nor of what is asked for', async () => {
    await desk.queue(0, 1)
    await until(() => desk.asked.length === 1)
    const [, { id: redaction, revision } = { id: '', revision: 0 }] = desk.fake.vault.rows.redactions
    const signed = { id: 'a1', redaction, as: 'author', by: fakeId('Dora'), revision } as never
    desk.fake.vault.rows = { ...desk.fake.vault.rows, approvals: [signed] }
    desk.allowed = 2
    await idle()
    const input = { clip: queueClips[1]?.id ?? '', purpose: 'request 12', search: queueSearch }
    expect(await desk.ask('redaction.queue', input)).toBe('usage')
    expect([desk.queued(), desk.asked.map(({ clip }) => clip)]).toEqual([[], ['one']])
  })

  it('lists what could not be done and goes on with the rest; once it is asked for it is tried again', async () => {
    desk.broken = 'two'
    desk.allowed = 6
    await desk.queue(0, 1, 2)
    await idle()
    expect(desk.queued()).toEqual([['two.mp4', 'engine-died']])
    expect((await desk.listed()).map(([name, state, , why]) => [name, state, why])).toContainEqual([
      'two.mp4',
      'failed',
      'engine-died',
    ])
    desk.broken = null
    await desk.queue(1)
    await idle()
    expect(desk.queued()).toEqual([])
    expect(desk.outcomes()).toEqual(['begun', 'done', 'begun', 'failed', 'begun', 'done', 'begun', 'done'])
  })

  it('leaves one out, or all', async () => {
    await desk.queue(0, 1, 2)
    await until(() => desk.asked.length === 1)
    const [running] = desk.fake.vault.rows.queue
    const only = { clip: queueClips[0]?.id ?? '', redaction: running?.redaction ?? '' }
    expect(await desk.ask('redaction.unqueue', { only })).toEqual({ removed: 1 })
    await until(() => desk.asked.length === 2)
    expect(desk.asked[1]?.clip).toBe('two')
    expect(await desk.ask('redaction.unqueue', { only: null })).toEqual({ removed: 2 })
    await idle()
    expect([desk.queued(), desk.open]).toEqual([[], 0])
    expect(desk.outcomes()).toEqual(['begun', 'interrupted', 'begun', 'interrupted'])
  })

  it('rests when it is told to, and goes on with what is left when anybody signs in', async () => {
    desk.allowed = 1
    await desk.queue(0)
    await until(() => desk.fake.vault.rows.blocks.length === 1)
    await desk.fake.service.endViewing()
    expect([desk.open, desk.passes.at(-1)?.how, desk.queued()]).toEqual([0, 'stopped', [['one.mp4', null]]])
    await desk.signIn('Dan')
    desk.allowed = 1
    await idle()
    expect([desk.asked.map(({ finished }) => finished), desk.queued()]).toEqual([[[], [0]], []])
  })

  it('goes on later with a clip that fails in whatever way because it was stopped', async () => {
    desk.basis = async () => {
      await until(() => desk.fake.timers() > 0)
      throw new Error('a bug of an engine that is being ended')
    }
    await desk.queue(0)
    await until(() => desk.open === 1)
    await desk.fake.service.endViewing()
    expect(desk.faults.splice(0)).toHaveLength(1)
    expect([desk.queued(), desk.outcomes()]).toEqual([[['one.mp4', null]], ['begun', 'interrupted']])
    desk.basis = async () => ok('ba'.repeat(32))
    desk.allowed = 2
    await desk.signIn('Dan')
    await idle()
    expect(desk.queued()).toEqual([])
  })

  it('does nothing for somebody who may not any more, and says so', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    await desk.fake.service.endViewing()
    const away = personWith('Dora', [], {})
    desk.fake.vault.rows = {
      ...desk.fake.vault.rows,
      users: desk.fake.vault.rows.users.map((each) => (each.id === away.id ? away : each)),
    }
    await desk.signIn('Dan')
    await idle()
    expect([desk.queued(), desk.asked]).toEqual([[['one.mp4', 'not-permitted']], [{ clip: 'one', finished: [] }]])
    expect(desk.outcomes()).toEqual(['begun', 'interrupted', 'denied', 'failed'])
  })

  it('ends with the vault that cannot be written, and what waits goes on waiting', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    desk.fake.vault.full = true
    desk.allowed = 2
    await idle()
    expect([desk.passes.at(-1)?.how, desk.queued(), desk.open]).toEqual(['failed', [['one.mp4', null]], 0])
  })

  it('leaves out what is taken out before its job has begun', async () => {
    const { store } = desk.fake.vault
    const { note } = store
    vi.spyOn(store, 'note').mockImplementation(async (draft) => {
      const noted = await note(draft)
      const [only] = desk.fake.vault.rows.queue
      if (draft.action === 'redaction.propose' && draft.outcome === 'begun' && only)
        await desk.ask('redaction.unqueue', { only: { clip: queueClips[0]?.id ?? '', redaction: only.redaction } })
      return noted
    })
    await desk.queue(0)
    await idle()
    expect([desk.asked, desk.queued(), desk.passes.at(-1)?.how]).toEqual([[], [], 'done'])
    expect(desk.outcomes()).toEqual(['begun', 'interrupted'])
  })

  it('goes through a clip again that was put in with another search meanwhile', async () => {
    await desk.queue(0)
    await until(() => desk.asked.length === 1)
    const search = { profile: 'balanced', classes: ['face', 'head'] } as const
    await desk.ask('redaction.queue', { clip: queueClips[0]?.id ?? '', purpose: 'request 12', search })
    desk.allowed = 4
    await idle()
    expect([desk.queued(), desk.asked.length]).toEqual([[], 2])
    expect(desk.outcomes()).toEqual(['begun', 'done', 'begun', 'done'])
  })
})
