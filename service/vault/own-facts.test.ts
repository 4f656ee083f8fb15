import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf, OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { type ReviewDesk, reviewDesk, type Watcher } from './fake-review-desk.ts'
import { fakeClip } from './fake-service.ts'
import { ofUninvolved } from './review-state.ts'

/** Nobody clears themself of a clip: neither by what its record says of whose it is, nor by not being known by its names. */

const essex = readProfile(
  readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'),
  'essex',
)

let desk: ReviewDesk
let ann: Watcher
let bob: Watcher

beforeEach(async () => {
  if (!essex.ok) throw new Error(essex.failure.kind)
  desk = await reviewDesk(essex.value)
  ann = await desk.watch('Ann')
  bob = await desk.watch('Bob')
  await ann.see()
  await ann.sign(1)
  await bob.see()
})

const about = () => ({ clip: fakeClip().id, redaction: desk.redaction })

function tell(who: Watcher, changes: InputOf<'clip.edit'>['changes']): Promise<unknown> {
  return desk.ask(who.session, 'clip.edit', { clip: fakeClip().id, changes }, { reason: 'put right' })
}

async function gatesOf(who: Watcher): Promise<OutputOf<'redaction.gates'>> {
  return (await desk.ask(who.session, 'redaction.gates', about())) as OutputOf<'redaction.gates'>
}

/** Whose approvals count, as a render and a disclosure ask. */
async function counted(): Promise<readonly string[]> {
  const [clip] = desk.vault.rows.clips
  if (!clip || !essex.ok) throw new Error('no clip')
  const judged = { profile: essex.value, clip }
  const kept = await ofUninvolved(desk.vault.store.read, desk.vault.rows.approvals, judged)
  return kept.map(({ as }) => as)
}

describe('who recorded the clip', () => {
  it('does not approve it after naming another officer in its record', async () => {
    const carl = await desk.watch('Carl')
    await carl.see()
    expect(await tell(carl, { officer: 'PC 9', involved: [] })).toMatchObject({ officer: 'PC 9' })
    expect((await gatesOf(carl)).own.mayApprove).toBe(false)
    expect(await carl.approve(1)).toBe('not-permitted')
    expect(desk.vault.log.at(-1)).toMatchObject({ outcome: 'denied', detail: { why: 'own-involvement' } })
    expect(await ann.render()).toBe('gates-shut')
  })

  it('does not approve it after taking themself out of those who are part of it', async () => {
    expect(await tell(ann, { involved: ['Bob'] })).toMatchObject({ clip: fakeClip().id })
    expect(await bob.approve(1)).toBe('not-permitted')
    await tell(bob, { involved: [] })
    expect(await bob.approve(1)).toBe('not-permitted')
  })
})

describe('an approval', () => {
  it.each<[string, InputOf<'clip.edit'>['changes']]>([
    ['the officer', { officer: 'PC 9' }],
    ['who is part of it', { involved: ['Ann'] }],
  ])('does not stand once its second person has said anew: %s', async (_, changes) => {
    await bob.approve(1)
    expect(await counted()).toEqual(['author', 'approver'])
    await tell(bob, changes)
    expect(await counted()).toEqual(['author'])
    expect(await ann.render()).toBe('gates-shut')
    expect((await gatesOf(ann)).approvals.map(({ by, holds }) => [by, holds])).toEqual([
      ['Ann', true],
      ['Bob', false],
    ])
  })

  it('stands whatever else its second person, or whoever else, has said', async () => {
    await tell(bob, { place: 'Hill' })
    await tell(ann, { officer: 'PC 2' })
    expect((await gatesOf(bob)).own.mayApprove).toBe(true)
    await bob.approve(1)
    expect(await ann.render()).toEqual(expect.any(Object))
  })

  it('is not given by whom an earlier version let edit the clip without noting what', async () => {
    await tell(bob, { place: 'Hill' })
    const at = desk.vault.log.length - 1
    const { detail: _, ...entry } = desk.vault.log[at] as (typeof desk.vault.log)[number]
    desk.vault.log[at] = entry
    expect(await bob.approve(1)).toBe('not-permitted')
  })

  it('does not stand when somebody who was part of the clip has left meanwhile', async () => {
    await bob.approve(1)
    const { rows } = desk.vault
    const users = rows.users.map((each) =>
      each.name === 'Bob' ? { ...each, disabledAt: fakeClip().importedAt, knownAs: ['PC 1'] } : each,
    )
    desk.vault.rows = { ...rows, users }
    expect(await ann.render()).toBe('gates-shut')
  })
})

describe('other names of a person', () => {
  it('bar them from approving what they recorded, from the moment they are entered', async () => {
    const ada = await desk.signIn('Ada')
    const known = { name: 'Bob', knownAs: [' PC 1 ', '4711'] }
    await bob.approve(1)
    expect(await desk.ask(ada, 'user.known-as', known)).toMatchObject({ name: 'Bob', knownAs: ['PC 1', '4711'] })
    expect(desk.vault.log.at(-1)).toMatchObject({ action: 'user.known-as', object: { kind: 'user' }, outcome: 'done' })
    expect(await bob.approve(1)).toBe('not-permitted')
    expect(await ann.render()).toBe('gates-shut')
    const listed = (await desk.ask(ada, 'user.list', {})) as OutputOf<'user.list'>
    expect(listed.users.find(({ name }) => name === 'Bob')?.knownAs).toEqual(['PC 1', '4711'])
    expect(await desk.ask(ada, 'user.known-as', { name: 'Nobody', knownAs: [] })).toBe('no-such-user')
  })

  it('are given with a person, and kept when their role changes', async () => {
    const ada = await desk.signIn('Ada')
    const { grants } = desk.vault.rows.users[0] as (typeof desk.vault.rows.users)[number]
    const person = { name: 'Dan', grants: [...grants], passphrase: 'four unrelated words here', knownAs: ['PC 1'] }
    expect(await desk.ask(ada, 'user.add', person)).toMatchObject({ knownAs: ['PC 1'] })
    expect(await desk.ask(ada, 'user.role', { name: 'Dan', grants: [...grants] })).toMatchObject({ knownAs: ['PC 1'] })
    const dan = await desk.watch('Dan')
    await dan.see()
    expect(await dan.approve(1)).toBe('not-permitted')
  })

  it.each<[string, readonly string[]]>([
    ['too many', Array.from({ length: 9 }, (_, index) => `PC ${index}`)],
    ['too long', ['x'.repeat(101)]],
    ['empty', ['  ']],
    ['without a letter or digit, which bars nobody', ['--']],
    ['half a character', ['PC \ud83d']],
    ['with a control character', ['PC\u001b1']],
    ['several in one', ['PC 1, PC 2']],
  ])('are refused: %s', async (_, knownAs) => {
    const ada = await desk.signIn('Ada')
    expect(await desk.ask(ada, 'user.known-as', { name: 'Bob', knownAs: [...knownAs] })).toBe('usage')
    expect(desk.vault.rows.users.find(({ name }) => name === 'Bob')?.knownAs).toEqual([])
  })
})
