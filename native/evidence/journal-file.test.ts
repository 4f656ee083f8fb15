import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failed, ok, type Result } from '../../core/result.ts'
import { identityOf, statOrNull } from './file-identity.ts'
import { JournalFile } from './journal-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-journal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function open(name: string, keep: (text: string) => Result<number> = (text) => ok(text.length)) {
  const opened = await JournalFile.open(join(folder, name), name, [], keep)
  if (!opened.ok) throw new Error(opened.failure.kind)
  return opened.value
}

it('goes on where whole lines end', async () => {
  const first = await open('j')
  expect(first.length).toBe(0)
  for (const line of ['one\n', 'two\n']) first.append(line)
  expect(await first.close()).toEqual({ ok: true, value: undefined })
  await writeFile(join(folder, 'j'), 'one\ntwo\nthr')
  const again = await open('j', (text) => ok(text.lastIndexOf('\n') + 1))
  again.append('three\n')
  await again.close()
  expect(await readFile(join(folder, 'j'), 'utf8')).toBe('one\ntwo\nthree\n')
  expect((await stat(join(folder, 'j'))).mode & 0o077).toBe(0)
})

it('leaves a file alone that is not kept, is an input, or is none', async () => {
  await writeFile(join(folder, 'other'), 'somebody wrote this')
  const refused = failed({ kind: 'other-clip', name: 'other' } as const)
  const at = (path: string, inputs: Parameters<typeof JournalFile.open>[2] = []) =>
    JournalFile.open(path, 'other', inputs, () => refused)
  expect(await at(join(folder, 'other'))).toEqual(refused)
  const stats = await statOrNull(join(folder, 'other'))
  if (!stats) throw new Error('not written')
  expect(await at(join(folder, 'other'), [identityOf(stats)])).toMatchObject({ failure: { kind: 'file-is-input' } })
  expect(await at(folder)).toMatchObject({ failure: { kind: 'not-a-file' } })
  expect(await at(join(folder, 'no', 'such', 'folder'))).toMatchObject({ ok: false })
  expect(await readFile(join(folder, 'other'), 'utf8')).toBe('somebody wrote this')
})

it('takes no device for a journal', async () => {
  const journal = await JournalFile.open('/dev/full', 'j', [], () => ok(0))
  // Not a plain file: a device never is a journal.
  expect(journal).toMatchObject({ ok: false, failure: { kind: 'not-a-file' } })
})
