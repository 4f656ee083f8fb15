import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobResult } from '../../../core/ports/vault/vault-store.ts'
import { objectId } from '../../../core/vault/ids.ts'
import { newSealingPair, newSigningPair } from '../keys/key-pairs.ts'
import { valueIn } from '../keys/synthetic/small-vault.ts'
import { newSegmentKey } from '../segments/segment-format.ts'
import { inboxIds, readResult, removeResult, sealResult, setAside } from './result-inbox.ts'

const vaultId = '0123456789abcdef'
const id = '1111111111111111'
const inbox = newSealingPair()
const signer = newSigningPair()
const result: JobResult = {
  draft: {
    action: 'clip.redact',
    outcome: 'done',
    object: null,
    reason: 'for a request',
    user: null,
    role: null,
    session: '2222222222222222',
  },
  objects: [],
  clips: [],
}
const keys = [{ object: objectId('3333333333333333'), ...newSegmentKey() }]
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-inbox-'))
})

afterEach(() => rm(folder, { recursive: true }))

/** Everything in the inbox, as an unlock finds it. */
async function readInbox(from: string, vault: string, key: typeof inbox) {
  const found = []
  for (const each of valueIn(await inboxIds(from)))
    found.push(valueIn(await readResult(from, { vaultId: vault, id: each }, key)))
  return found
}

function seal(entry = id): Promise<unknown> {
  const by = { inbox: inbox.publicKey, signer: signer.privateKey }
  return sealResult({ folder, vaultId, id: entry }, by, { lease: 7, result, keys })
}

test('a sealed result comes back whole, and says whose it is', async () => {
  expect(await seal()).toEqual({ ok: true, value: undefined })
  const [found] = await readInbox(folder, vaultId, inbox)
  if (found?.kind !== 'sealed') throw new Error('not opened')
  expect(found.sealed).toMatchObject({ lease: 7, result })
  expect(found.sealed.keys.map(({ object, key, fileId }) => [object, Buffer.from(key), Buffer.from(fileId)])).toEqual(
    keys.map(({ object, key, fileId }) => [object, Buffer.from(key), Buffer.from(fileId)]),
  )
  expect(found.isBy(signer.publicKey)).toBe(true)
  expect(found.isBy(newSigningPair().publicKey)).toBe(false)
  const stored = await readFile(join(folder, 'inbox', `${id}.sealed`))
  expect(stored.includes('clip.redact')).toBe(false)
  expect(stored.includes(Buffer.from(keys[0]?.key ?? []))).toBe(false)
})

test('what was changed, moved, cut, or sealed to another vault is unreadable, and harms nothing else', async () => {
  await seal()
  await seal('4444444444444444')
  const file = join(folder, 'inbox', `${id}.sealed`)
  const whole = await readFile(file)
  for (const at of [0, 40, 200, whole.length - 1]) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ 1
    await writeFile(file, changed)
    const found = await readInbox(folder, vaultId, inbox)
    expect(found.map(({ kind }) => kind)).toEqual(['unreadable', 'sealed'])
  }
  for (const length of [0, 31, 100]) {
    await writeFile(file, whole.subarray(0, length))
    expect((await readInbox(folder, vaultId, inbox))[0]?.kind).toBe('unreadable')
  }
  await writeFile(file, await readFile(join(folder, 'inbox', '4444444444444444.sealed')))
  expect((await readInbox(folder, vaultId, inbox))[0]?.kind).toBe('unreadable')
  expect((await readInbox(folder, 'ffffffffffffffff', inbox)).map(({ kind }) => kind)).toEqual(
    Array(2).fill('unreadable'),
  )
})

test('results go one by one; what was set aside and what is no result is not looked at', async () => {
  expect(await readInbox(folder, vaultId, inbox)).toEqual([])
  await seal()
  await seal('4444444444444444')
  await writeFile(join(folder, 'inbox', '..sealed'), 'x')
  await setAside(folder, id)
  expect((await readInbox(folder, vaultId, inbox)).map((found) => found.id)).toEqual(['4444444444444444'])
  expect(valueIn(await removeResult(folder, '4444444444444444'))).toBeUndefined()
  expect(await readdir(join(folder, 'inbox'))).toEqual(['..sealed', `${id}.refused`])
})
