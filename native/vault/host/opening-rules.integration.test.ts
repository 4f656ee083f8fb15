import { cp, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instantAt } from '../../../core/calendar.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { ok } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { newSigningPair } from '../keys/key-pairs.ts'
import { readSlotTable, signSlots, slotTableText } from '../keys/signed-slots.ts'
import { unlockWithPassphrase } from '../keys/unlock.ts'
import { administrator, draftOf, found, makeFolder, newId, testHost } from '../objects/synthetic/vault-desk.ts'
import { createVault } from './create-vault.ts'
import { openVault, openVaultWithShares } from './open-vault.ts'
import { memoryStore } from './synthetic/memory-store.ts'

const fresh = 'seven otters paint at noon'
const noon = Date.parse('2026-11-23T12:00:00.000Z')

let desk: Awaited<ReturnType<typeof makeFolder>>
let user: UserId
let shares: readonly [string, string]
let folder: string
/** Seconds after noon on the machine's clock. */
let second: number
const host = { ...testHost(() => instantAt(noon + second * 1000)), keyring: memoryStore() }

async function make(name: string, demo: boolean) {
  const profileText = await readFile(new URL('../../../resources/profiles/blank.json', import.meta.url), 'utf8')
  return found(await createVault({ folder: desk.path(name), profileText, administrator, demo }, host))
}

beforeAll(async () => {
  desk = await makeFolder()
  second = 0
  const real = await make('real', false)
  user = real.user
  shares = [real.sheets[0].text, real.sheets[1].text]
  await real.store.close()
  await (await make('demo', true)).store.close()
})
beforeEach(() => use('real'))
afterAll(() => desk.remove())

/** Goes on with a copy of a vault. What its credential store has anchored is of the copied one, and no later. */
async function use(name: string): Promise<void> {
  second = 0
  folder = desk.path(newId())
  await cp(desk.path(name), folder, { recursive: true })
}

const unanchored = { ...host, keyring: { ...host.keyring, getAnchor: async () => null } }

function open(passphrase: string = administrator.passphrase, demoOnly = false) {
  return openVault({ folder, demoOnly }, { name: administrator.name, passphrase }, unanchored)
}

async function close(opened: ReturnType<typeof open>): Promise<void> {
  await found(await opened).store.close()
}

const slots = (name = 'slots.json'): string => join(folder, name)

async function table(): Promise<SlotTable> {
  return found(readSlotTable(await readFile(slots(), 'utf8')))
}

async function refusals(store: VaultStore) {
  const entries = await store.read.auditEntries(0, 1000)
  return entries.filter(({ action }) => action === 'session.refused').map(({ detail }) => detail)
}

describe('a program that opens demonstrations alone', () => {
  it('opens those, and no other: by passphrase or by sheets, and the passphrase is not tried', async () => {
    const only = { ok: false, failure: { kind: 'demo-vault-only' } }
    expect(await open(administrator.passphrase, true)).toEqual(only)
    expect(await open('a wrong passphrase', true)).toEqual(only)
    const recovery = { shares, name: administrator.name, newPassphrase: fresh, reason: 'a test' }
    expect(await openVaultWithShares({ folder, demoOnly: true }, recovery, host)).toEqual(only)
    const { store, report } = found(await open())
    expect([report.refusals, store.facts().demo]).toEqual([0, false])
    await store.close()
    await use('demo')
    const demo = found(await open(administrator.passphrase, true))
    expect(demo.store.facts().demo).toBe(true)
    await demo.store.close()
  })

  it('is not deceived by a mark that was put in: not in the text, not with another signer, not by somebody who has a slot', async () => {
    const whole = await readFile(slots(), 'utf8')
    await writeFile(slots(), whole.replace('"demo":false', '"demo":true'))
    expect(await open(administrator.passphrase, true)).toMatchObject({ failure: { kind: 'slots-damaged' } })

    await writeFile(slots(), whole)
    const { signature: _, ...unsigned } = await table()
    const signer = newSigningPair()
    const publicKey = Buffer.from(signer.publicKey).toString('hex')
    const foreign = signSlots({ ...unsigned, demo: true, signer: { ...unsigned.signer, publicKey } }, signer.privateKey)
    await writeFile(slots(), slotTableText(foreign))
    expect(await open(administrator.passphrase, true)).toEqual({ ok: false, failure: { kind: 'slots-swapped' } })

    await writeFile(slots(), whole)
    const secret = await host.keyring.getDeviceSecret(unsigned.vaultId)
    const own = found(await unlockWithPassphrase(await table(), administrator.name, administrator.passphrase, secret))
    for (const [tableVersion, kind] of [
      [unsigned.tableVersion, 'slots-swapped'],
      [unsigned.tableVersion + 1, 'database-rolled-back'],
    ] as const) {
      await writeFile(
        slots(),
        slotTableText(signSlots({ ...unsigned, demo: true, tableVersion }, own.signer.privateKey)),
      )
      expect(await open(administrator.passphrase, true)).toEqual({ ok: false, failure: { kind } })
      await writeFile(slots('slots.next'), await readFile(slots()))
      await writeFile(slots(), whole)
      expect(await open(administrator.passphrase, true)).toEqual({ ok: false, failure: { kind: 'demo-vault-only' } })
    }
    await close(open())
  })

  it('nor is the mark of a demonstration taken out', async () => {
    await use('demo')
    await writeFile(slots(), (await readFile(slots(), 'utf8')).replace('"demo":true', '"demo":false'))
    expect(await open()).toMatchObject({ failure: { kind: 'slots-damaged' } })
  })
})

describe('who may open a vault', () => {
  it('is not somebody who was disabled, although their slot is still there', async () => {
    const { store } = found(await open())
    const record = await store.read.user(user)
    if (!record) throw new Error('no record')
    found(
      await store.change(draftOf('user.disable', user), async (write) => {
        await write.putUser({ ...record, disabledAt: instantAt(noon) })
        return ok(undefined)
      }),
    )
    const disabled = { ok: false, failure: { kind: 'user-disabled', name: administrator.name } }
    expect(await store.signIn(administrator.name, administrator.passphrase)).toEqual(disabled)
    found(await store.lock(draftOf('session.lock', user)))
    expect(await store.unlock(administrator.name, administrator.passphrase)).toEqual(disabled)
    expect(store.locked()).toBe(true)
    await store.close()
    expect(await open()).toEqual(disabled)
  })

  it('is nobody on another machine, which is told before the passphrase is tried', async () => {
    const elsewhere = { ...host, keyring: memoryStore() }
    for (const passphrase of [administrator.passphrase, 'a wrong passphrase', 'another', 'and one more'])
      expect(await openVault({ folder }, { name: administrator.name, passphrase }, elsewhere)).toEqual({
        ok: false,
        failure: { kind: 'other-machine', name: administrator.name },
      })
    const { store } = found(await open())
    expect(await refusals(store)).toMatchObject([{ why: 'other-machine', count: 4, name: administrator.name }])
    await store.close()
  })
})

describe('a change of slots that a crash cut off', () => {
  /** Both tables of a change of passphrase, and the database before it. */
  async function changed() {
    const before = await readFile(slots())
    const database = await readFile(slots('vault-1.db'))
    const { store } = found(await open())
    const change = { kind: 'replace', user, oldPassphrase: administrator.passphrase, newPassphrase: fresh } as const
    found(await store.change(draftOf('user.passphrase', user), (_, stage) => stage(change)))
    await store.close()
    return { before, after: await readFile(slots()), database }
  }

  it('after the database had kept it is finished: the new passphrase opens, the old one does not', async () => {
    const { before, after } = await changed()
    await writeFile(slots(), before)
    await writeFile(slots('slots.next'), after)
    expect(await open()).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
    expect(await readFile(slots())).toEqual(after)
    await writeFile(slots(), before)
    await writeFile(slots('slots.next'), after)
    await close(open(fresh))
    expect(await readFile(slots())).toEqual(after)
    await expect(stat(slots('slots.next'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('before that is forgotten: the old passphrase opens, the new one does not', async () => {
    const { before, after, database } = await changed()
    await writeFile(slots(), before)
    await writeFile(slots('slots.next'), after)
    await writeFile(slots('vault-1.db'), database)
    expect(await open(fresh)).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
    await close(open())
    expect(await readFile(slots())).toEqual(before)
    await expect(stat(slots('slots.next'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('whoever guesses', () => {
  async function guess(): Promise<number> {
    const answer = await open('a wrong passphrase')
    if (answer.ok) throw new Error('it opened')
    return answer.failure.kind === 'too-many-attempts' ? answer.failure.waitSeconds : 0
  }

  it('waits longer each time, over every restart, whatever the clock does; then the log has all of it', async () => {
    for (let free = 0; free < 3; free++) expect(await guess()).toBe(0)
    for (const wait of [2, 4, 8, 16]) {
      expect(await guess()).toBe(wait)
      second -= 1
      expect(await open()).toMatchObject({ failure: { kind: 'too-many-attempts', waitSeconds: wait } })
      second += wait - 1
      expect(await guess()).toBe(1)
      second += 1
      expect(await guess()).toBe(0)
    }
    second += 32
    const { store } = found(await open())
    expect(await refusals(store)).toMatchObject([{ why: 'wrong-passphrase', count: 7 }])
    await store.close()
  })

  it('at a locked vault waits too, and the log has it after the next unlock', async () => {
    const { store } = found(await open())
    found(await store.lock(draftOf('session.lock', user)))
    for (const kind of ['wrong-passphrase', 'wrong-passphrase', 'wrong-passphrase', 'too-many-attempts'])
      expect(await store.unlock(administrator.name, 'a wrong passphrase')).toMatchObject({ failure: { kind } })
    second = 10
    found(await store.unlock(administrator.name, administrator.passphrase))
    expect(await refusals(store)).toMatchObject([{ why: 'wrong-passphrase', count: 3, name: administrator.name }])
    await store.close()
  })

  it('keeps nobody out for longer than that, although the clock was a year ahead', async () => {
    second = 366 * 86_400
    for (let free = 0; free < 3; free++) expect(await guess()).toBe(0)
    second = 100
    expect(await guess()).toBe(2)
    second = 102
    await close(open())
  })

  it('leaves a file that stays small, and a log that counts', async () => {
    const { name } = administrator
    const line = (at: number) =>
      `${JSON.stringify({ at: instantAt(noon - 200_000_000 + at), name, why: 'wrong-passphrase' })}\n`
    await writeFile(slots('refused.jsonl'), Array.from({ length: 1000 }, (_, at) => line(at)).join(''))
    expect(await guess()).toBe(0)
    expect((await stat(slots('refused.jsonl'))).size).toBeLessThan(200_000)
    const { store } = found(await open())
    expect(await refusals(store)).toMatchObject([
      { why: 'wrong-passphrase', count: 800 },
      { why: 'not-kept', dropped: 201 },
    ])
    await store.close()
  })
})
