import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { clearRefusals, readRefusals, recordRefusal } from './refusals.ts'
import { valueIn } from './synthetic/small-vault.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-refused-'))
  file = join(folder, 'refused.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const noon = Date.parse('2026-11-23T12:00:00Z')

function refusal(name: string, second = 0, why = 'wrong-passphrase') {
  return { at: instant(new Date(noon + second * 1000).toISOString()), name, why }
}

const read = async () => valueIn(await readRefusals(folder))

it('keeps who was refused, in order, for the owner alone', async () => {
  expect(await read()).toEqual({ refusals: [], dropped: 0, damaged: 0 })
  for (const [second, name] of ['Ann', 'Ben\n"{}"', '\u202eevil\u0000'].entries())
    valueIn(await recordRefusal(folder, refusal(name, second)))
  expect((await read()).refusals).toEqual([
    { ...refusal('Ann', 0), logged: false },
    { ...refusal('Ben\n"{}"', 1), logged: false },
    { ...refusal('\u202eevil\u0000', 2), logged: false },
  ])
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4)
  expect((await stat(file)).mode & 0o077).toBe(0)
})

it('cuts names at a hundred characters', async () => {
  valueIn(await recordRefusal(folder, refusal('\u{1F642}'.repeat(5000))))
  expect((await read()).refusals[0]?.name).toBe('\u{1F642}'.repeat(100))
  expect((await stat(file)).size).toBeLessThan(1000)
})

it('stays under 1,000 lines and 200 KB, and counts what made room', async () => {
  const lines = Array.from({ length: 1000 }, (_, n) => `${JSON.stringify(refusal(`user ${n}`, n))}\n`)
  await writeFile(file, lines.join(''))
  valueIn(await recordRefusal(folder, refusal('last', 5000)))
  const log = await read()
  expect(log.refusals.length + log.dropped).toBe(1001)
  expect(log.refusals.length).toBeLessThanOrEqual(1000)
  expect(log.refusals.at(-1)?.name).toBe('last')
  const wide = Array.from({ length: 300 }, (_, n) => `${JSON.stringify(refusal('\u0001'.repeat(100), n))}\n`)
  await appendFile(file, wide.join(''))
  valueIn(await recordRefusal(folder, refusal('very last', 9000)))
  expect((await stat(file)).size).toBeLessThan(200_000)
  const after = await read()
  expect(after.refusals.length + after.dropped).toBe(1302)
  expect(after.refusals.at(-1)?.name).toBe('very last')
})

it('goes on after a torn line and after lines that somebody else wrote', async () => {
  valueIn(await recordRefusal(folder, refusal('Ann')))
  const strange = ['{"at":"yesterday","name":"x","why":"y"}', '[]', 'null', '{"dropped":-1}', '7', 'x'.repeat(9000)]
  await appendFile(file, `${strange.join('\n')}\n{"at":"2026-11-23T12:00:0`)
  valueIn(await recordRefusal(folder, refusal('Ben')))
  const log = await read()
  expect(log.refusals.map(({ name }) => name)).toEqual(['Ann', 'Ben'])
  expect(log.damaged).toBe(strange.length + 1)
})

it('reads the end of a file that somebody has made huge, and makes it small again', async () => {
  await writeFile(file, '')
  await truncate(file, 20 * 1024 ** 3)
  await appendFile(file, `\n${JSON.stringify(refusal('Ann'))}\n`)
  expect((await read()).refusals.map(({ name }) => name)).toEqual(['Ann'])
  valueIn(await recordRefusal(folder, refusal('Ben')))
  expect((await stat(file)).size).toBeLessThan(1000)
  expect((await read()).refusals.map(({ name }) => name)).toEqual(['Ann', 'Ben'])
})

it('follows no link and waits for no pipe', async () => {
  await writeFile(join(folder, 'elsewhere'), '')
  await symlink(join(folder, 'elsewhere'), file)
  expect(await recordRefusal(folder, refusal('Ann'))).toMatchObject({ ok: false })
  expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('')
  await rm(file)
  execFileSync('mkfifo', [file])
  expect(await recordRefusal(folder, refusal('Ann'))).toMatchObject({ ok: false })
  expect(await readRefusals(folder)).toMatchObject({ failure: { kind: 'not-a-file' } })
})

it('forgets the name that signed in and keeps the others as logged for a day', async () => {
  for (const [second, name] of ['Ann', 'Ben', 'ANN'].entries())
    valueIn(await recordRefusal(folder, refusal(name, second)))
  valueIn(await recordRefusal(folder, refusal('Old', -100_000)))
  const moved = await read()
  valueIn(await recordRefusal(folder, refusal('Ann', 50)))
  valueIn(await clearRefusals(folder, moved, { name: 'ann', at: refusal('', 60).at }))
  expect((await read()).refusals).toEqual([
    { ...refusal('Ben', 1), logged: true },
    { ...refusal('Ann', 50), logged: false },
  ])
  valueIn(await clearRefusals(folder, await read(), { name: 'Ann', at: refusal('', 100_000).at }))
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  valueIn(await clearRefusals(folder, await read(), { name: 'Ann', at: refusal('', 100_000).at }))
})
