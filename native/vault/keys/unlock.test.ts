import { beforeAll, expect, it } from 'vitest'
import type { Result } from '../../../core/result.ts'
import type { Slot, SlotTable } from '../../../core/vault/slot-table.ts'
import { boundTo } from './key-derivation.ts'
import { newSigningPair } from './key-pairs.ts'
import { hexOf } from './make-slot.ts'
import type { NewSlots } from './new-slots.ts'
import { shareLines } from './recovery-shares.ts'
import { sealToPublicKey } from './sealed-box.ts'
import { signSlots } from './signed-slots.ts'
import { deviceSecret, idOf, type Person, people, smallVault, valueIn } from './synthetic/small-vault.ts'
import { bytesOf, type Unlocked, unlockWithPassphrase, unlockWithShares, wipeUnlocked } from './unlock.ts'
import { masterKey } from './wrapped-key.ts'

let vault: NewSlots
beforeAll(async () => {
  vault = await smallVault()
})

function unlock(person: Person, table: SlotTable = vault.table, secret: Uint8Array | null = deviceSecret) {
  return unlockWithPassphrase(table, people[person].name, people[person].passphrase, secret)
}

async function kindOf(result: Promise<Result<unknown>> | Result<unknown>): Promise<string> {
  const done = await result
  return done.ok ? 'opened' : done.failure.kind
}

function resigned(slots: (slots: readonly Slot[]) => readonly Slot[]): SlotTable {
  const { signature: _, ...unsigned } = vault.table
  return signSlots({ ...unsigned, slots: slots(unsigned.slots) }, vault.unlocked.signer.privateKey)
}

it('opens the same keys for everybody, in whatever case the name is typed', async () => {
  for (const person of ['administrator', 'clerk', 'lead'] as const) {
    const opened = valueIn(await unlock(person))
    expect(opened.userId).toBe(idOf(person))
    expect({ ...opened, userId: null }).toEqual({ ...vault.unlocked, userId: null } satisfies Unlocked)
  }
  const spelled = unlockWithPassphrase(vault.table, 'ZOE\u0308 LEAD', people.lead.passphrase, null)
  expect(await kindOf(spelled)).toBe('opened')
})

it('takes one passphrase for another unless they are the same text after NFC', async () => {
  for (const typed of ['', 'quiet gravel sings at noo', 'Quiet gravel sings at noon', people.administrator.passphrase])
    expect(await kindOf(unlockWithPassphrase(vault.table, people.lead.name, typed, null))).toBe('wrong-passphrase')
  expect(await kindOf(unlockWithPassphrase(vault.table, 'Nobody', people.lead.passphrase, null))).toBe('no-such-user')
})

it('tells another machine before it tries the passphrase', async () => {
  const wrong = (secret: Uint8Array | null) => unlockWithPassphrase(vault.table, people.clerk.name, 'wrong', secret)
  expect(await kindOf(wrong(null))).toBe('other-machine')
  expect(await kindOf(wrong(new Uint8Array(32).fill(9)))).toBe('other-machine')
  expect(await kindOf(wrong(deviceSecret))).toBe('wrong-passphrase')
  expect(await kindOf(unlock('clerk', vault.table, null))).toBe('other-machine')
  expect(await kindOf(unlock('lead', vault.table, null))).toBe('opened')
})

it('needs the device secret itself, not only a slot that names none', async () => {
  const unnamed = resigned((slots) => slots.map((slot) => ({ ...slot, device: null })))
  expect(await kindOf(unlock('clerk', unnamed))).toBe('wrong-passphrase')
})

it("refuses a slot with another slot's seal, private key or public key", async () => {
  const mixed = (part: keyof Slot) => resigned(([a, b, c]) => (a && b && c ? [{ ...a, [part]: c[part] }, b, c] : []))
  expect(await kindOf(unlock('administrator', mixed('sealedMaster')))).toBe('slots-swapped')
  expect(await kindOf(unlock('administrator', mixed('publicKey')))).toBe('slots-swapped')
  expect(await kindOf(unlock('administrator', mixed('wrappedPrivateKey')))).toBe('wrong-passphrase')
  expect(await kindOf(unlock('administrator', mixed('passphrase')))).toBe('wrong-passphrase')
})

it("does not let one person's passphrase open the slot of another into which theirs was copied", async () => {
  const copied = resigned(([a, b, c]) => (a && b && c ? [{ ...c, userId: a.userId, name: a.name }, b] : []))
  const asAdministrator = unlockWithPassphrase(copied, people.administrator.name, people.lead.passphrase, null)
  expect(await kindOf(asAdministrator)).toBe('wrong-passphrase')
})

it('refuses a table that a stranger signed around the real seals', async () => {
  const stranger = newSigningPair()
  const { signature: _, ...unsigned } = vault.table
  const forged = signSlots(
    { ...unsigned, signer: { ...unsigned.signer, publicKey: hexOf(stranger.publicKey) } },
    stranger.privateKey,
  )
  expect(await kindOf(unlock('lead', forged))).toBe('slots-swapped')
})

it("refuses another vault's boxes and another generation's", async () => {
  const other = await smallVault('fedcba9876543210')
  const { signature: _, ...unsigned } = vault.table
  const sign = (change: Partial<SlotTable>) => signSlots({ ...unsigned, ...change }, vault.unlocked.signer.privateKey)
  for (const change of [
    { database: other.table.database },
    { inbox: other.table.inbox },
    { inbox: { ...unsigned.inbox, publicKey: other.table.inbox.publicKey } },
    { database: { ...unsigned.database, file: 'vault-7.db' } },
    { generation: 2 },
  ])
    expect(await kindOf(unlock('lead', sign(change)))).toBe('slots-swapped')
})

it('refuses a master key of zeros, or of their own, that a stranger sealed to a public key', async () => {
  for (const byte of [0, 7]) {
    const place = { ...vault.table, master: masterKey(new Uint8Array(32).fill(byte)) }
    const forged = resigned((slots) =>
      slots.map((slot) => {
        const box = boundTo('user-master', place.vaultId, slot.userId, place.generation)
        return { ...slot, sealedMaster: hexOf(sealToPublicKey(bytesOf(slot.publicKey), place.master, box)) }
      }),
    )
    expect(await kindOf(unlock('lead', forged))).toBe('slots-swapped')
  }
})

it('opens with both recovery sheets in either order, without any passphrase', () => {
  const [one, two] = vault.shares.map((share) => shareLines(share).join('\n'))
  for (const [a, b] of [
    [one, two],
    [two, one],
  ]) {
    const opened = valueIn(unlockWithShares(vault.table, a ?? '', b ?? ''))
    expect(opened).toEqual({ ...vault.unlocked, userId: null })
  }
})

/** A sheet number 1 of the right vault, day and pair, whose secret is made up. */
function forgedShare(): string {
  return shareLines({ ...vault.shares[0], secret: new Uint8Array(32).fill(3) }).join('\n')
}

it('opens nothing with one sheet, with a sheet of another vault, or with halves of two pairs', async () => {
  const other = await smallVault('fedcba9876543210')
  const again = await smallVault()
  const [[one = '', two = ''], [otherOne = ''], [againOne = '']] = [vault, other, again].map((some) =>
    some.shares.map((share) => shareLines(share).join('\n')),
  ) as [string[], string[], string[]]
  const failureOf = (a: string, b: string) => {
    const result = unlockWithShares(vault.table, a, b)
    return result.ok ? null : result.failure
  }
  expect(failureOf(one, one)).toEqual({ kind: 'bad-shares', why: 'same-share' })
  expect(failureOf(one, '')).toEqual({ kind: 'bad-shares', why: 'incomplete', share: 2 })
  expect(failureOf(otherOne, two)).toEqual({ kind: 'bad-shares', why: 'other-vault', share: 1 })
  expect(failureOf(two, otherOne)).toEqual({ kind: 'bad-shares', why: 'other-vault', share: 2 })
  expect(failureOf(againOne, two)).toEqual({ kind: 'bad-shares', why: 'not-a-pair', share: 1 })
  expect(failureOf(two, againOne)).toEqual({ kind: 'bad-shares', why: 'not-a-pair', share: 2 })
  expect(failureOf(forgedShare(), two)).toEqual({ kind: 'bad-shares', why: 'not-a-pair' })
})

it('leaves no key behind once it is wiped', async () => {
  const opened = valueIn(await unlock('lead'))
  wipeUnlocked(opened)
  for (const key of [opened.master, opened.databaseKey, opened.signer.privateKey, opened.inbox.privateKey])
    expect(key.every((byte) => byte === 0)).toBe(true)
})
