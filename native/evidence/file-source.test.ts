import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, link, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256 } from '../../core/clips/clip-index.ts'
import { hashOfBytes, openFileSource } from './file-source.ts'
import { readTextFile } from './text-file.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-source-'))
})
afterEach(() => rm(folder, { recursive: true }))

const content = Uint8Array.from({ length: 5000 }, (_, i) => i % 251)
const hash = sha256(createHash('sha256').update(content).digest('hex'))

async function opened(name = 'clip.mp4') {
  const path = join(folder, name)
  await writeFile(path, content)
  const source = await openFileSource(path, name)
  if (!source.ok) throw new Error(source.failure.kind)
  return { path, source: source.value }
}

it('reads any range, and less only at the end', async () => {
  const { source } = await opened()
  expect(source.bytes.size).toBe(5000)
  expect(await source.bytes.read(0, 3)).toEqual(content.subarray(0, 3))
  expect(await source.bytes.read(4990, 100)).toEqual(content.subarray(4990))
  expect((await source.bytes.read(5000, 10)).length).toBe(0)
  expect(await hashOfBytes(source.bytes)).toBe(hash)
  await source.close()
})

it.each([
  ['missing', 'file-missing', async () => {}],
  ['folder', 'not-a-file', (path: string) => mkdir(path)],
  ['empty', 'file-empty', (path: string) => writeFile(path, '')],
  ['dangling link', 'file-missing', (path: string) => symlink(`${path}.gone`, path)],
  ['link to itself', 'file-missing', (path: string) => symlink(path, path)],
  ['pipe', 'not-a-file', async (path: string) => void execFileSync('mkfifo', [path])],
])('refuses what is no clip: %s', async (_, kind, make) => {
  const path = join(folder, 'x')
  await make(path)
  expect(await openFileSource(path, 'x')).toEqual({ ok: false, failure: { kind, name: 'x' } })
})

it('sees that a clip was changed, and that it was not', async () => {
  const { path, source } = await opened()
  expect(await source.unchanged(hash)).toBe(true)
  await link(path, join(folder, 'second name'))
  expect(await source.unchanged(hash)).toBe(true)
  await appendFile(path, 'more')
  expect(await source.unchanged(hash)).toBe(false)
  await source.close()
})

it('is not fooled by a date that was put back', async () => {
  const { path, source } = await opened()
  const date = new Date(1_700_000_000_000)
  await utimes(path, date, date)
  const again = await openFileSource(path, 'clip')
  if (!again.ok) throw new Error(again.failure.kind)
  await writeFile(path, content.toReversed())
  await utimes(path, date, date)
  expect(await again.value.unchanged(hash)).toBe(false)
  await source.close()
  await again.value.close()
})

it('says that the clip changed when it becomes shorter under the reader', async () => {
  const { path, source } = await opened()
  await truncate(path, 100)
  await expect(source.bytes.read(50, 1000)).rejects.toThrow()
  expect(source.fault()).toEqual({ kind: 'clip-changed', name: 'clip.mp4' })
  await source.close()
})

it('reads texts without their byte order mark and refuses what is no text', async () => {
  const path = join(folder, 'project.json')
  await writeFile(path, '\ufeff{"a":"é"}')
  expect(await readTextFile(path, 'project.json')).toMatchObject({ ok: true, value: { text: '{"a":"é"}' } })
  await writeFile(path, Uint8Array.of(0xff, 0xfe, 0x00))
  expect(await readTextFile(path, 'project.json')).toMatchObject({ ok: false, failure: { kind: 'bad-json' } })
  expect(await readTextFile(folder, 'folder')).toMatchObject({ ok: false, failure: { kind: 'not-a-file' } })
})
