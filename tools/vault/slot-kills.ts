import { readdir } from 'node:fs/promises'
import { expect } from 'vitest'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { lookAtVault } from '../../native/vault/host/look-at-vault.ts'
import { type OpenedVault, openVault } from '../../native/vault/host/open-vault.ts'
import type { SlotStep } from '../../native/vault/objects/synthetic/slot-changer.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  quietWork,
  testHost,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import { killedProcess, seededNumbers } from './killed-process.ts'

const script = new URL('../../native/vault/objects/synthetic/slot-changer.ts', import.meta.url)

/** Files that a vault may have beside the ones that it must have: refused attempts, and how far its log was proved. */
const mayBe: ReadonlySet<string> = new Set(['refused.jsonl', 'proved'])

/** What was acknowledged of a vault's people and keys. */
type Known = {
  passphrase: string
  readonly people: Map<string, string>
  readonly left: Set<string>
  generation: number
  /** Somebody's slot is gone and the keys were not changed since. */
  rotationDue: boolean
}

/** Takes over what has happened. */
function learn(known: Known, { what, name, passphrase }: SlotStep): void {
  switch (what) {
    case 'add':
      known.people.set(name, passphrase)
      break
    case 'passphrase':
      known.passphrase = passphrase
      break
    case 'disable':
      known.people.delete(name)
      known.left.add(name)
      known.rotationDue = true
      break
    case 'rotate':
      known.generation += 1
      known.rotationDue = false
  }
}

/** What was under way when the process was killed. */
function pendingIn(told: readonly SlotStep[]): SlotStep | null {
  const last = told.at(-1)
  return last?.step === 'begun' ? last : null
}

async function reopened(folder: string, known: Known, pending: SlotStep | null): Promise<OpenedVault> {
  const open = (passphrase: string) => openVault({ folder }, { name: administrator.name, passphrase }, testHost())
  const opened = await open(known.passphrase)
  if (opened.ok || pending?.what !== 'passphrase') return found(opened)
  expect(opened.failure.kind).toBe('wrong-passphrase')
  return found(await open(pending.passphrase))
}

/** Whether that which was under way came to pass: all of it or nothing. */
async function cameToPass({ store, report }: OpenedVault, known: Known, pending: SlotStep): Promise<boolean> {
  const { name, passphrase, what } = pending
  if (what === 'passphrase') return (await store.signIn(administrator.name, passphrase)).ok
  // The opening changes the keys itself where somebody had left: then the rotation that was under way had not come to pass.
  if (what === 'rotate') return report.rotation === 'none' && store.facts().generation > known.generation
  const record = await store.read.userByName(name)
  return what === 'add' ? record !== null : record?.disabledAt !== null
}

async function expectKnown(folder: string, { store, report }: OpenedVault, known: Known): Promise<void> {
  // At the opening keys are changed that somebody who left might still have.
  if (known.rotationDue) known.generation += 1
  expect(report.rotation).toBe(known.rotationDue ? 'done' : 'none')
  known.rotationDue = false
  expect(store.facts().generation).toBe(known.generation)
  const appearance = found(await lookAtVault(folder))
  const names = [administrator.name, ...known.people.keys()].sort()
  expect(appearance.users.map(({ name }) => name).sort()).toEqual(names)
  const users = await store.read.users()
  const current = users.filter(({ disabledAt }) => disabledAt === null)
  expect(current.map(({ name }) => name).sort()).toEqual(names)
  expect(users).toHaveLength(names.length + known.left.size)
  for (const [name, passphrase] of known.people) expect(found(await store.signIn(name, passphrase))).toBeTruthy()
  found(await store.signIn(administrator.name, known.passphrase))
}

async function expectWhole(folder: string, { store }: OpenedVault, clips: readonly ClipRecord[]): Promise<void> {
  const database = `vault-${store.facts().generation}.db`
  const files = (await readdir(folder)).filter((name) => !mayBe.has(name))
  expect(files.sort()).toEqual(['inbox', 'lock', 'objects', 'slots.json', database, `${database}-wal`].sort())
  for (const { id, sha256 } of clips) expect(hexHash(await bytesOfClip(store, id))).toBe(sha256)
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  const log = found(await store.audit.verify({ incremental: false, anchors: [] }, quietWork))
  expect(log).toMatchObject({ ok: true })
}

/** Opens what a kill has left and holds it against what was told; `happened`: whether what was under way came to pass. */
async function lookAfter(folder: string, known: Known, told: readonly SlotStep[]) {
  for (const step of told) if (step.step === 'done') learn(known, step)
  const pending = pendingIn(told)
  const opened = await reopened(folder, known, pending)
  const happened = pending && (await cameToPass(opened, known, pending))
  if (pending && happened) learn(known, pending)
  await expectKnown(folder, opened, known)
  return { opened, happened }
}

/**
 * Kills a process that adds people, changes a passphrase, lets people leave and changes all keys, `rounds` times in the same
 * vault at moments of a seed, and looks at what it has left. Answers in how many rounds what was under way had come to pass, and
 * in how many it had not.
 */
export async function slotKills(
  rounds: number,
  seed: number,
): Promise<{ readonly kept: number; readonly not: number }> {
  const desk = await makeFolder()
  const random = seededNumbers(seed)
  const folder = desk.path('vault')
  const counts = { kept: 0, not: 0 }
  try {
    const made = await makeVault(folder)
    const clips = [await addClip(made.store, made.user, markedBytes('one ', 200_000))]
    clips.push(await addClip(made.store, made.user, markedBytes('two ', 70_000)))
    await made.store.close()
    const { passphrase } = administrator
    const known: Known = { passphrase, people: new Map(), left: new Set(), generation: 1, rotationDue: false }
    for (let round = 0; round < rounds; round++) {
      const when = { steps: 1 + random(14), milliseconds: random(25) }
      const told = await killedProcess<SlotStep>({ script, given: [folder, known.passphrase], ...when })
      const { opened, happened } = await lookAfter(folder, known, told)
      if (happened !== null) counts[happened ? 'kept' : 'not'] += 1
      await expectWhole(folder, opened, clips)
      await opened.store.close()
    }
    return counts
  } finally {
    await desk.remove()
  }
}
