import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { found, makeFolder, makeVault, quietWork, reopen } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { type ApprovedCopy, approvedCopy, type DisclosureDesk, sitDown } from './disclosure-desk.ts'
import { killedProcess } from './killed-process.ts'

/** A copy that is being made when its process is killed, or its disk fills up: there is no half of it, and the vault works on. */

let folders: Awaited<ReturnType<typeof makeFolder>>
let store: VaultStore
let administrator: UserId
let desk: DisclosureDesk
let approved: ApprovedCopy
let mounted = false

/** A vault in a folder, in it a redaction that is approved and one copy of it. */
async function prepare(folder: string): Promise<void> {
  const made = await makeVault(folder)
  store = made.store
  administrator = made.user
  desk = await sitDown(store, administrator)
  approved = await approvedCopy(desk, store)
}

beforeEach(async () => {
  folders = await makeFolder()
})
afterEach(async () => {
  await store.close()
  if (mounted) execFileSync('umount', [folders.path('disk')])
  mounted = false
  await folders.remove()
})

async function copies(): Promise<number> {
  return (await store.read.clips({ limit: 100 })).filter(({ kind }) => kind === 'copy').length
}

type Attempted = 'redaction.render' | 'redaction.trial'

/** How the last attempt to make a copy, or to try one, began and ended, by the log. */
async function lastAttempt(attempted: Attempted = 'redaction.render'): Promise<readonly string[]> {
  const all = await store.read.auditEntries(0, 10_000)
  const [begun, ended] = all.filter(({ action }) => action === attempted).slice(-2)
  expect(ended?.ref).toBe(begun?.seq)
  return [begun?.outcome ?? 'nothing', ended?.outcome ?? 'nothing']
}

const render = () => {
  const { clip, redaction } = approved
  return desk.call('Ann', 'redaction.render', { clip, redaction, threads: null, models: null })
}

/** Whatever lies there belongs to a record, and all of it is whole. */
async function expectWhole(folder: string): Promise<void> {
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  const clips = await store.read.clips({ limit: 100 })
  const objects = (await Promise.all(clips.map(({ id }) => store.read.objects(id)))).flat()
  const lying = (await readdir(`${folder}/objects`, { recursive: true })).filter((name) => name.endsWith('.seg'))
  expect(lying.length).toBe(new Set(objects.map(({ id }) => id)).size)
}

/** Kills a process that makes a copy, or tries one, at a step, and opens the vault again. */
async function killedAt(folder: string, last: string, attempted: Attempted): Promise<void> {
  await store.close()
  const { clip, redaction } = approved
  const script = new URL('killed-rendering.ts', import.meta.url)
  const given = [folder, administrator, clip, redaction, last, attempted]
  const counted = (step: string) => step === last
  const told = await killedProcess<string>({ script, given, counted, steps: 1, milliseconds: 0 })
  expect(told.at(-1)).toBe(last)
  store = found(await reopen(folder)).store
  desk = await sitDown(store, administrator)
}

test('killed while it is rendered, half written, checked or just published', async () => {
  const folder = folders.path('vault')
  await prepare(folder)
  let had = await copies()
  expect(had).toBe(1)
  for (const last of ['rendering', 'half written', 'verifying', 'verified', 'done']) {
    await killedAt(folder, last, 'redaction.render')
    if (last === 'done') had += 1
    expect(await copies()).toBe(had)
    expect(await lastAttempt()).toEqual(['begun', last === 'done' ? 'done' : 'interrupted'])
    await expectWhole(folder)
  }
  found(await render())
  expect(await copies()).toBe(had + 1)
})

test('of a trial copy nothing is left: killed once it is written, or come to its end', async () => {
  const folder = folders.path('vault')
  await prepare(folder)
  const lying = async () => (await readdir(`${folder}/objects`, { recursive: true })).toSorted()
  const before = await lying()
  await killedAt(folder, 'verified', 'redaction.trial')
  expect(await lastAttempt('redaction.trial')).toEqual(['begun', 'interrupted'])
  expect(await lying()).toEqual(before)
  const { clip, redaction } = approved
  const tried = found(await desk.call('Ann', 'redaction.trial', { clip, redaction, threads: null, models: null }))
  expect(tried.report.outcome).toBe('passed')
  expect(await lying()).toEqual(before)
  expect(await lastAttempt('redaction.trial')).toEqual(['begun', 'done'])
  await expectWhole(folder)
  expect(await copies()).toBe(1)
})

test.runIf(process.getuid?.() === 0)('a disk that fills up while a copy is written', async () => {
  const disk = folders.path('disk')
  await mkdir(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk])
  mounted = true
  const folder = `${disk}/vault`
  await prepare(folder)
  const { bavail, bsize } = await statfs(disk)
  await writeFile(`${disk}/ballast`, Buffer.alloc(bavail * bsize - 1_500_000))
  expect(await render()).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
  expect(await copies()).toBe(1)
  expect(await lastAttempt()).toEqual(['begun', 'failed'])
  await rm(`${disk}/ballast`)
  await expectWhole(folder)
  found(await render())
  expect(await copies()).toBe(2)
})
