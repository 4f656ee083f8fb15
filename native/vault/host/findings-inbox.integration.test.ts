import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { instantAt } from '../../../core/calendar.ts'
import type { JobLease, VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { redactionId } from '../../../core/redaction/redaction-record.ts'
import { ok } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import {
  addClip,
  administrator,
  draftOf,
  found,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  reopen,
} from '../objects/synthetic/vault-desk.ts'

/** Findings of a detection that went on through a lock: any number of results of one lease, none of which ends it. */

const hour = 3_600_000
const basis = 'models 1'

let desk: Awaited<ReturnType<typeof makeFolder>>
let folder: string
let store: VaultStore
let user: UserId
let clip: ClipRecord
const redaction = redactionId(newId())

beforeEach(async () => {
  desk = await makeFolder()
  folder = desk.path('vault')
  const vault = await makeVault(folder)
  store = vault.store
  user = vault.user
  clip = await addClip(store, user, markedBytes('a clip that is gone through. ', 60_000))
  const begun = { id: redaction, clip: clip.id, purpose: 'x', createdAt: instantAt(0), createdBy: user }
  const counts = { base: '{}', revision: 0, undecided: 0, examined: 0, proposed: 0 }
  await store.change(draftOf('redaction.create', user), async (write) =>
    ok(await write.beginRedaction({ ...begun, ...counts })),
  )
})
afterEach(async () => {
  await store.close()
  await desk.remove()
})

async function begunLease(): Promise<JobLease> {
  const lease = found(await store.lease(draftOf('lease.begin', user), instantAt(Date.now() + hour)))
  lease.keep(clip.object)
  return lease
}

function publish(lease: JobLease, block: number) {
  const found = { redaction, basis, block, content: `{"block":${block}}`, examined: 256 * (block + 1) }
  return lease.publish({ draft: draftOf('redaction.propose', user), objects: [], clips: [], blocks: [found] })
}

const blocks = () => store.read.redactionBlocks(redaction, basis)
const examined = async () => (await store.read.redaction(redaction))?.examined
const sealedFiles = async () => (await readdir(join(folder, 'inbox'))).filter((name) => name.endsWith('.sealed'))
const unlock = () => store.unlock(administrator.name, administrator.passphrase)

async function collected(): Promise<readonly unknown[]> {
  const entries = await store.read.auditEntries(0, 1_000)
  return entries
    .filter(({ action }) => action === 'lease.collect')
    .map(({ outcome, detail }) => [outcome, detail?.['blocks']])
}

test('are kept at once while the vault is open, sealed while it is locked, and taken in together at the next unlock', async () => {
  const lease = await begunLease()
  expect(found(await publish(lease, 0))).toBe('kept')
  found(await store.lock(draftOf('session.lock', user)))
  for (const block of [1, 2, 3]) expect(found(await publish(lease, block))).toBe('sealed')
  expect(await sealedFiles()).toHaveLength(3)
  found(await unlock())
  expect(await sealedFiles()).toEqual([])
  expect(await blocks()).toEqual([0, 1, 2, 3].map((block) => `{"block":${block}}`))
  expect([await examined(), await collected()]).toEqual([1_024, [['done', 3]]])
  // The lease is still open: nobody has ended it.
  expect(found(await publish(lease, 4))).toBe('kept')
  await lease.end()
  expect((await store.read.auditEntries(0, 1_000)).filter(({ action }) => action === 'lease.end')).toHaveLength(1)
})

test('of a process that was killed are taken in when the vault is opened next, and its lease ends as interrupted', async () => {
  const lease = await begunLease()
  found(await store.lock(draftOf('session.lock', user)))
  found(await publish(lease, 0))
  const [name = ''] = await sealedFiles()
  const bytes = await readFile(join(folder, 'inbox', name))
  // As a kill leaves it: the end of the lease is written nowhere.
  await store.close()
  store = found(await reopen(folder)).store
  expect([await blocks(), await collected()]).toEqual([['{"block":0}'], [['done', 1]]])
  const ended = (await store.read.auditEntries(0, 1_000)).filter(
    ({ ref, outcome }) => ref !== undefined && outcome === 'interrupted',
  )
  expect(ended.map(({ action }) => action)).toEqual(['lease.begin'])
  // Put back after the end of its lease it is of no use.
  await store.change(draftOf('redaction.propose', user), async (write) =>
    ok(await write.putRedactionBlock(redaction, { basis: 'models 2', block: 0, content: '{}' }, 256)),
  )
  await store.close()
  await writeFile(join(folder, 'inbox', name), bytes)
  store = found(await reopen(folder)).store
  expect([await blocks(), await sealedFiles(), await collected()]).toEqual([[], [], [['done', 1]]])
})

test('of a redaction that is gone with its clip harm nothing; what was changed is set aside', async () => {
  const lease = await begunLease()
  found(await store.lock(draftOf('session.lock', user)))
  const gone = { redaction: redactionId(newId()), basis, block: 0, content: '{}', examined: 256 }
  found(await lease.publish({ draft: draftOf('redaction.propose', user), objects: [], clips: [], blocks: [gone] }))
  found(await publish(lease, 0))
  found(await publish(lease, 1))
  const [name = ''] = await sealedFiles()
  const bytes = await readFile(join(folder, 'inbox', name))
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  await writeFile(join(folder, 'inbox', name), bytes)
  await lease.end()
  found(await unlock())
  expect((await blocks()).length).toBeLessThanOrEqual(2)
  expect((await blocks()).length).toBeGreaterThanOrEqual(1)
  expect(await collected()).toEqual(
    expect.arrayContaining([
      ['failed', undefined],
      ['done', 2],
    ]),
  )
})
