import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { discardNextSlots, promoteNextSlots, readSlotFiles, writeNextSlots, writeSlots } from './slot-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-slots-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const done = { ok: true, value: undefined }

it('changes the table in steps, each whole', async () => {
  expect(await writeSlots(folder, 'first')).toEqual(done)
  expect(await readSlotFiles(folder)).toEqual({ ok: true, value: { current: 'first', next: null } })
  expect(await writeNextSlots(folder, 'second')).toEqual(done)
  expect(await readSlotFiles(folder)).toEqual({ ok: true, value: { current: 'first', next: 'second' } })
  expect(await promoteNextSlots(folder)).toEqual(done)
  expect(await readSlotFiles(folder)).toEqual({ ok: true, value: { current: 'second', next: null } })
  expect(await writeNextSlots(folder, 'third')).toEqual(done)
  expect(await discardNextSlots(folder)).toEqual(done)
  expect(await discardNextSlots(folder)).toEqual(done)
  expect(await readSlotFiles(folder)).toEqual({ ok: true, value: { current: 'second', next: null } })
  expect(await readdir(folder)).toEqual(['slots.json'])
  expect((await stat(join(folder, 'slots.json'))).mode & 0o077).toBe(0)
})

it('keeps the old table when the new one cannot be written, and overwrites what a killed writer left', async () => {
  await writeSlots(folder, 'first')
  await writeFile(join(folder, 'slots.next.partial'), 'half of')
  expect(await writeNextSlots(folder, 'second')).toEqual(done)
  await mkdir(join(folder, 'slots.json.partial'))
  expect(await writeSlots(folder, 'x').catch(() => 'refused')).not.toEqual(done)
  expect(await readFile(join(folder, 'slots.json'), 'utf8')).toBe('first')
})

it('says what is missing', async () => {
  expect(await readSlotFiles(folder)).toEqual({ ok: false, failure: { kind: 'file-missing', name: 'slots.json' } })
  expect(await promoteNextSlots(folder)).toMatchObject({ ok: false })
  expect(await writeSlots(join(folder, 'nowhere'), 'x')).toMatchObject({ failure: { kind: 'folder-missing' } })
})

it('reads neither links nor folders nor what is far too large', async () => {
  await writeFile(join(folder, 'elsewhere'), 'text')
  await symlink(join(folder, 'elsewhere'), join(folder, 'slots.json'))
  expect(await readSlotFiles(folder)).toMatchObject({ failure: { kind: 'not-a-file' } })
  await rm(join(folder, 'slots.json'))
  await mkdir(join(folder, 'slots.json'))
  expect(await readSlotFiles(folder)).toMatchObject({ failure: { kind: 'not-a-file' } })
  await rm(join(folder, 'slots.json'), { recursive: true })
  await writeFile(join(folder, 'slots.json'), '')
  await truncate(join(folder, 'slots.json'), 50 * 1024 ** 3)
  expect(await readSlotFiles(folder)).toMatchObject({ failure: { kind: 'slots-damaged' } })
})

it('keeps a byte order mark, so that it counts as a change', async () => {
  await writeFile(join(folder, 'slots.json'), '\ufeffx')
  expect(await readSlotFiles(folder)).toEqual({ ok: true, value: { current: '\ufeffx', next: null } })
})
