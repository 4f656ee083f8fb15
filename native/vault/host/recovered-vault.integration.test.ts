import { cp } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { userId } from '../../../core/vault/ids.ts'
import {
  administrator,
  draftOf,
  found,
  makeFolder,
  makeVault,
  newId,
  quietWork,
  testHost,
} from '../objects/synthetic/vault-desk.ts'
import { openVault, openVaultWithShares, type Recovery } from './open-vault.ts'
import { memoryStore } from './synthetic/memory-store.ts'

const gone = { name: 'G. One', passphrase: 'eleven moths read slowly' }
const fresh = 'a bell rings under snow'
const reason = 'passphrase forgotten; both sheets opened by two people'

let desk: Awaited<ReturnType<typeof makeFolder>>
let shares: readonly [string, string]
let others: readonly [string, string]
let folder: string

beforeAll(async () => {
  desk = await makeFolder()
  const { store, user, sheets } = await makeVault(desk.path('made'))
  shares = [sheets[0].text, sheets[1].text]
  const id = userId(newId())
  const at = instant('2026-11-23T10:00:00.000Z')
  const grants = [
    { role: 'officer', scope: { forces: 'all', areas: 'all', teams: 'all' }, from: null, until: null },
  ] as const
  found(
    await store.change(draftOf('user.add', user), async (write, stageSlots) => {
      await write.putUser({ id, name: gone.name, knownAs: [], grants, createdAt: at, disabledAt: null })
      return stageSlots({ kind: 'add', user: id, ...gone })
    }),
  )
  found(
    await store.change(draftOf('user.disable', user), async (write, stageSlots) => {
      await write.putUser({ id, name: gone.name, knownAs: [], grants, createdAt: at, disabledAt: at })
      return stageSlots({ kind: 'remove', user: id })
    }),
  )
  await store.close()
  const other = await makeVault(desk.path('other'))
  others = [other.sheets[0].text, other.sheets[1].text]
  await other.store.close()
})
beforeEach(async () => {
  folder = desk.path(newId())
  await cp(desk.path('made'), folder, { recursive: true })
})
afterAll(() => desk.remove())

function recover(asked: Partial<Recovery> = {}, host = testHost()) {
  const recovery = { shares, name: administrator.name, newPassphrase: fresh, reason, ...asked }
  return openVaultWithShares({ folder }, recovery, host)
}

function open(passphrase: string, host = testHost()) {
  return openVault({ folder }, { name: administrator.name, passphrase }, host)
}

/** The group of a sheet's code with one digit changed. */
function garbled(text: string): string {
  const code = text.split('\n').find((line) => /^\s*[0-9A-Z]{6}(-[0-9A-Z]{6}){3}\s*$/.test(line)) ?? ''
  const at = code.search(/\S/)
  const digit = code.charAt(at) === '7' ? '8' : '7'
  return text.replace(code, code.slice(0, at) + digit + code.slice(at + 1))
}

it('two shares set a new passphrase, whichever comes first, and the log says so with the reason', async () => {
  const { store, user, report } = found(await recover({ shares: [shares[1], shares[0]] }))
  expect(report.refusals).toBe(0)
  const entries = await store.read.auditEntries(0, 100)
  expect(entries.find(({ action }) => action === 'user.recover')).toMatchObject({
    ...{ user: null, outcome: 'done', reason },
    object: { kind: 'user', id: user },
  })
  expect(entries.findLast(({ action }) => action === 'vault.open')?.detail).toMatchObject({ with: 'recovery-sheets' })
  await store.close()
  expect(await open(administrator.passphrase)).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
  const again = found(await open(fresh))
  expect(again.user).toBe(user)
  await again.store.close()
})

it('on another machine they give a key of that machine', async () => {
  const host = { ...testHost(), keyring: memoryStore() }
  const { store } = found(await recover({}, host))
  await store.close()
  expect(await open(fresh)).toMatchObject({ failure: { kind: 'other-machine' } })
  await found(await open(fresh, host)).store.close()
})

it('they go on opening the vault after a rotation', async () => {
  const { store, user } = found(await open(administrator.passphrase))
  found(await store.rotate(draftOf('vault.rotate', user), quietWork))
  await store.close()
  const recovered = found(await recover())
  expect(recovered.store.facts().generation).toBe(2)
  await recovered.store.close()
})

it('one share opens nothing: neither alone, nor twice, nor with one of another vault', async () => {
  const [one, two] = shares
  const cases: readonly (readonly [readonly [string, string], Readonly<Record<string, unknown>>])[] = [
    [[one, ''], { why: 'incomplete', share: 2 }],
    [['', two], { why: 'incomplete', share: 1 }],
    [[one, one], { why: 'same-share' }],
    [[one, others[1]], { why: 'other-vault', share: 2 }],
    [[others[0], two], { why: 'other-vault', share: 1 }],
    [others, { why: 'other-vault', share: 1 }],
    [[one, garbled(two)], { why: 'mistyped', share: 2, group: 1 }],
    [[garbled(one), two], { why: 'mistyped', share: 1, group: 1 }],
    [[one, two.slice(0, two.length >> 1)], { why: 'incomplete', share: 2 }],
  ]
  for (const [given, facts] of cases)
    expect(await recover({ shares: given })).toEqual({ ok: false, failure: { kind: 'bad-shares', ...facts } })
  const { store, report } = found(await open(administrator.passphrase))
  expect(report.refusals).toBe(1)
  const refused = (await store.read.auditEntries(0, 100)).filter(({ action }) => action === 'session.refused')
  expect(refused.map(({ detail }) => detail)).toMatchObject([{ why: 'bad-shares', count: cases.length }])
  await store.close()
})

it('nothing changes without a reason, for a stranger, for a leaver, or for a weak passphrase', async () => {
  expect(await recover({ reason: ' \n' })).toMatchObject({ failure: { kind: 'reason-missing' } })
  expect(await recover({ name: 'Nobody' })).toMatchObject({ failure: { kind: 'no-such-user' } })
  expect(await recover({ name: gone.name })).toMatchObject({ failure: { kind: 'user-disabled' } })
  expect(await recover({ newPassphrase: 'password1234567' })).toMatchObject({ failure: { kind: 'weak-passphrase' } })
  const { store } = found(await open(administrator.passphrase))
  expect((await store.read.auditEntries(0, 100)).some(({ action }) => action === 'user.recover')).toBe(false)
  await store.close()
})

it('a vault that is open elsewhere is not opened by them', async () => {
  const { store } = found(await open(administrator.passphrase))
  expect(await recover()).toMatchObject({ failure: { kind: 'vault-busy', program: 'occlude test' } })
  await store.close()
  await found(await recover()).store.close()
})
