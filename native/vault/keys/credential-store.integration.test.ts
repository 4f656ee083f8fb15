import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCredentialStore } from './credential-store.ts'
import { inKeyringSession, type SessionStore } from './synthetic/keyring-session.ts'

const vaultId = '0123456789abcdef'
const storeModule = new URL('./credential-store.ts', import.meta.url).href

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'occlude-keyring-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** What the script, given the store as `store`, answers in a process of its own that sees nothing of the real home or bus. */
function inSession(how: SessionStore, script: string): Promise<unknown> {
  const code = `import { openCredentialStore } from '${storeModule}'
    const store = openCredentialStore({ disabled: false })
    const secret = new Uint8Array(32).fill(7)
    console.log(JSON.stringify(await (async () => { ${script} })()))`
  return inKeyringSession(home, how, ['--input-type=module', '-e', code])
}

const everything = `return [await store.state(), await store.setDeviceSecret('${vaultId}', secret),
  await store.getDeviceSecret('${vaultId}').then((found) => found && Buffer.from(found).toString('hex')),
  await store.setAnchor('${vaultId}', 'size 9 ü'), await store.getAnchor('${vaultId}'),
  await store.getDeviceSecret('fedcba9876543210')]`

const read = `return [await store.getDeviceSecret('${vaultId}').then((found) => found && found.length), await store.getAnchor('${vaultId}')]`

it('keeps a device secret and an anchor for each vault, past the end of the session', async () => {
  expect(await inSession('unlocked', everything)).toEqual(['present', true, '07'.repeat(32), true, 'size 9 ü', null])
  expect(await inSession('unlocked', read)).toEqual([32, 'size 9 ü'])
  const forget = `return [await store.forget('${vaultId}'), await store.getDeviceSecret('${vaultId}'), await store.getAnchor('${vaultId}')]`
  expect(await inSession('unlocked', forget)).toEqual([true, null, null])
})

it('gives nothing while the store is locked', async () => {
  await inSession('unlocked', everything)
  expect(await inSession('locked', read)).toEqual([null, null])
  expect(await inSession('locked', everything)).toEqual(['absent', false, null, false, null, null])
  expect(await inSession('unlocked', read)).toEqual([32, 'size 9 ü'])
})

it('is absent where there is no store, and keeps nothing anywhere else', async () => {
  expect(await inSession('no-bus', everything)).toEqual(['absent', false, null, false, null, null])
  expect(await readdir(home)).toEqual([])
})

it('encrypts what it keeps', async () => {
  await inSession('unlocked', everything)
  const folder = join(home, 'data', 'keyrings')
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) expect(file.includes(Buffer.alloc(32, 7)) || file.includes('size 9')).toBe(false)
})

it('replaces what was kept before', async () => {
  const twice = `await store.setAnchor('${vaultId}', 'one'); await store.setAnchor('${vaultId}', 'two');
    await store.setDeviceSecret('${vaultId}', secret); await store.setDeviceSecret('${vaultId}', secret.fill(9));
    return [await store.getAnchor('${vaultId}'), (await store.getDeviceSecret('${vaultId}'))[0]]`
  expect(await inSession('unlocked', twice)).toEqual(['two', 9])
})

it('keeps nothing when it was asked not to be used', async () => {
  const store = openCredentialStore({ disabled: true })
  expect(await store.setDeviceSecret(vaultId, new Uint8Array(32).fill(7))).toBe(false)
  expect([await store.state(), await store.getDeviceSecret(vaultId), await store.getAnchor(vaultId)]).toEqual([
    'disabled',
    null,
    null,
  ])
})

it('throws for what no store should be asked to keep', () => {
  const store = openCredentialStore({ disabled: false })
  expect(() => store.setDeviceSecret(vaultId, new Uint8Array(31))).toThrow(RangeError)
  expect(() => store.setAnchor(vaultId, 'ü'.repeat(1001))).toThrow(RangeError)
})
