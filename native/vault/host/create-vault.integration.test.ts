import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failed } from '../../../core/result.ts'
import {
  administrator,
  found,
  makeFolder,
  makeVault,
  profileText,
  reopen,
  testHost,
} from '../objects/synthetic/vault-desk.ts'
import { createVault, type NewVaultRequest } from './create-vault.ts'
import { lookAtVault } from './look-at-vault.ts'

let desk: Awaited<ReturnType<typeof makeFolder>>
beforeEach(async () => {
  desk = await makeFolder()
})
afterEach(() => desk.remove())

const folder = (): string => desk.path('vault')

async function create(keepSheets?: NewVaultRequest['keepSheets']) {
  const request = { folder: folder(), profileText: await profileText(), administrator, demo: true }
  return createVault(keepSheets ? { ...request, keepSheets } : request, testHost())
}

/** A vault whose making ended just before its sheets were kept: the mark is put back. */
async function unfinished(): Promise<void> {
  await (await makeVault(folder())).store.close()
  await writeFile(desk.path('vault/unfinished'), '')
}

it('counts as made once its sheets are kept, and is nothing when they cannot be', async () => {
  const seen: boolean[] = []
  const full = { kind: 'disk-full', name: 'sheets' } as const
  const refused = await create(async (sheets) => {
    seen.push(existsSync(desk.path('vault/unfinished')), existsSync(desk.path('vault/slots.json')), sheets.length === 2)
    return failed(full)
  })
  expect(seen).toEqual([true, true, true])
  expect(refused).toEqual(failed(full))
  expect(existsSync(folder())).toBe(false)
})

it('takes the place of one whose making was interrupted, and says so', async () => {
  await unfinished()
  const before = found(await lookAtVault(folder()))
  expect(before.unfinished).toBe(true)
  const made = found(await create())
  expect(made.replacedUnfinished).toBe(true)
  await made.store.close()
  const after = found(await lookAtVault(folder()))
  expect(after.unfinished).toBe(false)
  expect(after.vaultId).not.toBe(before.vaultId)
  expect((await readdir(folder())).sort()).toEqual(['inbox', 'objects', 'slots.json', 'vault-1.db'])
  expect(await create()).toEqual(failed({ kind: 'vault-exists', name: 'vault' }))
})

it('never takes the place of one that somebody has opened', async () => {
  await unfinished()
  const { store } = found(await reopen(folder()))
  await store.close()
  const slots = await readFile(desk.path('vault/slots.json'), 'utf8')
  expect(await create()).toEqual(failed({ kind: 'vault-exists', name: 'vault' }))
  expect(await readFile(desk.path('vault/slots.json'), 'utf8')).toBe(slots)
})

it.each(['objects/0123456789abcdef.seg', 'inbox/0123456789abcdef.sealed', 'slots.next', 'vault-2.db', 'notes.txt'])(
  'never takes the place of one that has anything more: %s',
  async (name) => {
    await unfinished()
    await writeFile(desk.path(`vault/${name}`), 'something')
    const before = await readdir(folder(), { recursive: true })
    expect(await create()).toEqual(failed({ kind: 'vault-exists', name: 'vault' }))
    expect(await readdir(folder(), { recursive: true })).toEqual(before)
  },
)

it('takes nothing for a vault in the making that has no mark', async () => {
  await mkdir(folder())
  await writeFile(desk.path('vault/vault-1.db'), 'something')
  expect(await create()).toEqual(failed({ kind: 'file-exists', name: 'vault' }))
  expect(await readdir(folder())).toEqual(['vault-1.db'])
})

it('lets the other process go on that is making one', async () => {
  let second: unknown = null
  const made = found(
    await create(async () => {
      second = await create()
      return { ok: true, value: undefined }
    }),
  )
  expect(second).toMatchObject({ ok: false, failure: { kind: 'vault-busy', name: 'vault', program: 'occlude test' } })
  await made.store.close()
  await found(await reopen(folder())).store.close()
})
