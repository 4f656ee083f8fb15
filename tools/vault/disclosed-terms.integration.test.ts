import { mkdir, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { InputOf } from '../../contract/methods/all.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { SecondCheck } from '../../core/policy/redaction-policy.ts'
import type { DisclosureTarget } from '../../core/ports/disclosure-target.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok } from '../../core/result.ts'
import { disclosureTarget } from '../../native/evidence/disclosure-target.ts'
import { found, makeFolder, makeVault } from '../../native/vault/objects/synthetic/vault-desk.ts'
import {
  type ApprovedCopy,
  approvedAt,
  approvedCopy,
  type DisclosureDesk,
  disclosureOf,
  sitDown,
} from './disclosure-desk.ts'

/** A copy leaves on the terms of the policy that is in force as it leaves, and with grounds that name nothing that stays inside. */

let folders: Awaited<ReturnType<typeof makeFolder>>
let store: VaultStore
let desk: DisclosureDesk
let approved: ApprovedCopy
let shipped: PolicyProfile
/** Runs when everything is written and checked, before the register is told. */
let meanwhile: () => Promise<unknown> = async () => undefined
let rounds = 0
const stick = (): string => folders.path(`stick-${rounds}`)

const watched: DisclosureTarget = async (folder, request) => {
  const begun = await disclosureTarget(folder, request)
  if (!begun.ok) return begun
  const unfinished = begun.value
  return ok({
    written: (name) => unfinished.written(name),
    discard: () => unfinished.discard(),
    write: (...asked) => unfinished.write(...asked),
    unchanged: async () => {
      await meanwhile()
      return unfinished.unchanged()
    },
    name: () => unfinished.name(),
  })
}

beforeAll(async () => {
  folders = await makeFolder()
  const made = await makeVault(folders.path('vault'))
  store = made.store
  desk = await sitDown(store, made.user, watched)
  desk.govern((profile) => {
    shipped = profile
    return profile
  })
  approved = await approvedCopy(desk, store)
})
afterAll(async () => {
  await store.close()
  await folders.remove()
})
beforeEach(async () => {
  rounds += 1
  meanwhile = async () => undefined
  await mkdir(stick())
  desk.govern(() => shipped)
})

const secondCheck = (asked: SecondCheck) =>
  desk.govern((profile) => ({ ...profile, redaction: { ...profile.redaction, secondCheck: asked } }))
const disclose = (heldBack: InputOf<'copy.disclose'>['heldBack'] = []) =>
  desk.call('Bob', 'copy.disclose', { ...disclosureOf(approved.copy, stick()), heldBack })

/** It is refused as it should be, nothing lies in the folder, and no line of the register says that anything left. */
async function expectRefused(failure: object): Promise<void> {
  const left = async () => (await store.read.disclosures(approved.copy)).length
  const before = await left()
  expect(await disclose()).toMatchObject({ ok: false, failure })
  expect(await readdir(stick())).toEqual([])
  expect(await left()).toBe(before)
}

test('a copy that was approved under a weaker second check than the one in force does not leave', async () => {
  secondCheck('look-here')
  approved = await approvedAt(desk, approved, 1)
  found(await disclose())
  // What is weaker by now takes nothing from what was checked.
  rounds += 100
  await mkdir(stick())
  secondCheck('single')
  found(await disclose())
  rounds += 100
  await mkdir(stick())
  const weaker = { kind: 'not-approved', why: 'weaker-check' }
  secondCheck('full')
  await expectRefused(weaker)
  secondCheck('look-here')
  meanwhile = async () => secondCheck('full')
  await expectRefused(weaker)
  // Its copy made anew under the stricter one leaves.
  meanwhile = async () => undefined
  approved = await approvedAt(desk, approved, 1)
  found(await disclose())
})

test('what the profile asks for is to be known when it leaves, not only when it is asked', async () => {
  const incomplete = { kind: 'not-permitted', permission: 'disclose', why: 'incomplete' }
  meanwhile = async () => desk.govern((profile) => ({ ...profile, requiredMetadata: ['place'] }))
  await expectRefused(incomplete)
  desk.govern(() => shipped)
  // Of the clip as well as of its copy.
  const tell = (incident: string | null) =>
    desk.call('Ann', 'clip.edit', { clip: approved.clip, changes: { incident } })
  desk.govern((profile) => ({ ...profile, requiredMetadata: ['incident'] }))
  meanwhile = () => tell(null)
  await expectRefused(incomplete)
  found(await tell('I-1'))
  meanwhile = async () => undefined
  found(await disclose())
})

test('rows are held back of the schedule that was looked at, and of no other', async () => {
  const asked = { clip: approved.copy, kind: 'external', heldBack: [], keep: false } as const
  const { scheduleSha256 } = found(await desk.call('Ann', 'copy.schedule', { ...asked, heldBack: [] }))
  const going = () => desk.call('Bob', 'copy.disclose', { ...disclosureOf(approved.copy, stick()), scheduleSha256 })
  desk.govern((profile) => {
    const grounds = profile.redaction.grounds.map((each) => ({ ...each, title: `${each.title}, and more` }))
    return { ...profile, redaction: { ...profile.redaction, grounds } }
  })
  expect(await going()).toMatchObject({ ok: false, failure: { kind: 'schedule-moved' } })
  expect(await readdir(stick())).toEqual([])
  desk.govern(() => shipped)
  found(await going())
})

/** Ann types a ground for the face, and it is approved and made into a copy again. */
async function giveGround(reason: string, revision: number): Promise<void> {
  const steps = [{ kind: 'do', command: { kind: 'edit-track', track: 't1', changes: { reason } } }] as never
  const { clip, redaction } = approved
  found(await desk.call('Ann', 'redaction.edit', { clip, redaction, revision, steps }))
  approved = await approvedAt(desk, { clip, redaction }, revision + 1)
}

test('a ground that names who recorded the clip stays inside, until it is held back', async () => {
  const reason = 'seen by PC 1'
  await giveGround(reason, 1)
  const rows = [{ row: 1, tells: ['officer'] }]
  await expectRefused({ kind: 'ground-tells', rows })
  const asked = { clip: approved.copy, kind: 'external', heldBack: [], keep: false } as const
  const looked = found(await desk.call('Ann', 'copy.schedule', { ...asked, heldBack: [] }))
  expect(looked).toMatchObject({ telling: rows, schedule: { rows: [{ row: 1, ground: reason }, {}] } })
  const heldBack = [{ row: 1, what: 'ground' as const, reason: 'names an officer' }]
  expect(found(await desk.call('Ann', 'copy.schedule', { ...asked, heldBack })).telling).toEqual([])
  found(await disclose(heldBack))
})

test('a ground that comes to name somebody while the copy is written out stays inside', async () => {
  await giveGround('asked for by Okafor', 2)
  meanwhile = async () =>
    found(await desk.call('Ann', 'clip.edit', { clip: approved.clip, changes: { officer: 'PC 1 Okafor' } }))
  await expectRefused({ kind: 'ground-tells', rows: [{ row: 1, tells: ['officer'] }] })
})
