import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inKeyringSession, type SessionStore } from '../keys/synthetic/keyring-session.ts'
import { administrator } from '../objects/synthetic/vault-desk.ts'

/** A vault's life with a real credential store (gnome-keyring on a bus of its own), each stretch in a session of its own. */

const script = fileURLToPath(new URL('./synthetic/kept-life.ts', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-kept-'))
  for (const home of ['home', 'other']) await mkdir(join(folder, home))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function live(what: 'make' | 'go-on' | 'branch', how: SessionStore = 'unlocked', home = 'home'): Promise<unknown> {
  return inKeyringSession(join(folder, home), how, [script, what, join(folder, 'vault')])
}

async function copy(from: string, to: string): Promise<void> {
  await rm(join(folder, to), { recursive: true, force: true })
  await cp(join(folder, from), join(folder, to), { recursive: true })
}

const sound = { rollbackNoticed: true, ok: true, anchors: [['credential-store', 'fits']] }
const elsewhere = { kind: 'other-machine', name: administrator.name }

it('its device secret opens it here alone, and its anchor notices whatever is put in its place', async () => {
  expect(await live('make')).toEqual({ deviceSecret: true })
  await copy('vault', 'earlier')
  expect(await live('go-on')).toEqual(sound)
  await copy('vault', 'latest')

  expect(await live('go-on', 'locked')).toEqual(elsewhere)
  expect(await live('go-on', 'no-bus')).toEqual(elsewhere)
  expect(await live('go-on', 'unlocked', 'other')).toEqual(elsewhere)

  await copy('earlier', 'vault')
  expect(await live('go-on')).toEqual({ kind: 'database-rolled-back' })

  // Who goes on with the earlier copy where nobody looks, until its log is as long, has another log.
  await copy('earlier', 'vault')
  for (let longer = 0; longer < 2; longer++) expect(await live('branch')).toMatchObject({ ok: true, anchors: [] })
  expect(await live('go-on')).toMatchObject({ kind: 'audit-broken', why: 'anchor-root' })

  await copy('latest', 'vault')
  expect(await live('go-on')).toEqual(sound)
})
