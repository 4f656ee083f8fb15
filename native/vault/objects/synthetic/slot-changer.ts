import { randomBytes } from 'node:crypto'
import { instant } from '../../../../core/ports/clock.ts'
import { ok } from '../../../../core/result.ts'
import { userId } from '../../../../core/vault/ids.ts'
import { openVault } from '../../host/open-vault.ts'
import { administrator, draftOf, found, newId, quietWork, testHost } from './vault-desk.ts'

/** Changes who can open a vault and with which keys, again and again, and tells before and after each: so that it can be killed at any of them. */

/** What was begun or done. `passphrase` is the new one; `generation` the one that came of it. */
export type SlotStep = {
  readonly step: 'begun' | 'done'
  readonly what: 'add' | 'passphrase' | 'disable' | 'rotate'
  readonly name: string
  readonly passphrase: string
  readonly generation: number
}

const [folder = '', first = ''] = process.argv.slice(2)
const { store, user } = found(await openVault({ folder }, { ...administrator, passphrase: first }, testHost()))
let passphrase = first

/** A passphrase that nobody guesses. */
function newPassphrase(): string {
  return `lantern ${randomBytes(9).toString('hex')} orchard`
}

/** Does something between telling that it begins and telling that it is done. */
async function telling(
  about: Pick<SlotStep, 'what' | 'name' | 'passphrase'>,
  work: () => Promise<unknown>,
): Promise<void> {
  const tell = (step: SlotStep['step']): Promise<void> =>
    new Promise((resolve) => {
      process.send?.({ step, ...about, generation: store.facts().generation }, () => resolve())
    })
  await tell('begun')
  await work()
  await tell('done')
}

async function rotate(): Promise<void> {
  await telling({ what: 'rotate', name: '', passphrase: '' }, async () =>
    found(await store.rotate(draftOf('vault.rotate', user), quietWork)),
  )
}

async function add(): Promise<void> {
  const person = { id: userId(newId()), name: `Person ${newId()}`, passphrase: newPassphrase() }
  const record = { id: person.id, name: person.name, knownAs: [], grants: [], disabledAt: null }
  const createdAt = instant(new Date().toISOString())
  await telling({ what: 'add', ...person }, async () =>
    found(
      await store.change(draftOf('user.add', user), async (write, stage) => {
        found(await stage({ kind: 'add', user: person.id, name: person.name, passphrase: person.passphrase }))
        await write.putUser({ ...record, createdAt })
        return ok(undefined)
      }),
    ),
  )
}

async function changePassphrase(): Promise<void> {
  const next = newPassphrase()
  const change = { kind: 'replace', user, oldPassphrase: passphrase, newPassphrase: next } as const
  await telling({ what: 'passphrase', name: administrator.name, passphrase: next }, async () =>
    found(await store.change(draftOf('user.passphrase', user), (_, stage) => stage(change))),
  )
  passphrase = next
}

/** As the service does it: the slot goes, then the keys are changed. */
async function disable(): Promise<void> {
  const [leaver] = (await store.read.users()).filter(({ id, disabledAt }) => id !== user && disabledAt === null)
  if (!leaver) return
  await telling({ what: 'disable', name: leaver.name, passphrase: '' }, async () =>
    found(
      await store.change(draftOf('user.disable', user), async (write, stage) => {
        found(await stage({ kind: 'remove', user: leaver.id }))
        await write.putUser({ ...leaver, disabledAt: instant(new Date().toISOString()) })
        await write.putSettings({ rotationDue: true })
        return ok(undefined)
      }),
    ),
  )
  await rotate()
}

for (;;) for (const change of [add, changePassphrase, disable, rotate]) await change()
