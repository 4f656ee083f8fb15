import { execFile } from 'node:child_process'
import { copyFile, readdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clip } from '../clips/matrix.ts'
import { type Desk, type Ended, makeDesk } from './run-occlude.ts'

/** The face of the vault that other programs rely on (issue 5): the words, the shapes and the exit codes, as written there. */

let desk: Desk
const passphrases = { Ada: 'four unrelated words of hers', Dora: 'some other words that she chose' }

beforeAll(async () => {
  desk = await makeDesk('vault-face')
  await copyFile(await clip('h264-2997'), desk.at('a clip.mp4'))
  await writeFile(desk.at('noise.mp4'), 'no video at all')
  await writeFile(desk.at('dora.txt'), `${passphrases.Dora}\n`)
})
afterAll(() => desk.remove())

/** Runs a command with the passphrase on standard input, as programs do. */
function as(name: 'Ada' | 'Dora', ...words: readonly string[]): Promise<Ended> {
  const given = [...words, '--vault', 'vault', ...(words[1] === 'init' ? [] : ['--user', name])]
  return desk.run(given, undefined, { OCCLUDE_NO_KEYRING: '1' }, `${passphrases[name]}\n`)
}

type Line = Readonly<Record<string, unknown>>

function lines({ out }: Ended): readonly Line[] {
  const all: readonly Line[] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return all.filter(({ type }) => type !== 'progress')
}

const result = (ended: Ended): Line => lines(ended).at(-1) ?? {}
const hash = expect.stringMatching(/^[0-9a-f]{64}$/)
const id = expect.stringMatching(/^[0-9a-hjkmnp-tv-z]{16}$/)
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
let clipId = ''

test('vault init and user add, with passphrases on standard input and in files', async () => {
  const made = await as('Ada', 'vault', 'init', '--admin', 'Ada', '--profile', 'kent', '--shares', 'sheets', '--demo')
  expect([made.code, made.told]).toEqual([0, ''])
  expect(await readdir(desk.at('sheets'))).toHaveLength(4)
  const words = ['--role', 'disclosure-officer', '--passphrase-file', 'dora.txt', '--json']
  const added = await as('Ada', 'user', 'add', 'Dora', ...words)
  expect([added.code, lines(added)]).toMatchObject([0, [{ type: 'result', ok: true, exit: 0, name: 'Dora' }]])
  const again = await as('Ada', 'vault', 'init', '--admin', 'Ada', '--profile', 'kent', '--shares', 'more', '--json')
  expect([again.code, result(again)]).toMatchObject([6, { failures: [{ kind: 'vault-exists' }] }])
  const { told, out } = await desk.run(
    ['clips', '--vault', 'vault', '--user', 'Dora'],
    undefined,
    {},
    'a wrong secret\n',
  )
  expect(`${told}${out}`).toContain('Dora')
  expect(`${told}${out}`).not.toContain('a wrong secret')
})

test('import: a line for each file', async () => {
  const imported = await as('Dora', 'import', 'a clip.mp4', 'noise.mp4', 'gone.mp4', '--reason', 'intake', '--json')
  const [first, second, third, last, ...rest] = lines(imported)
  const notes = expect.any(Array)
  expect(first).toEqual({ path: desk.at('a clip.mp4'), clip: id, sha256: hash, status: 'imported', why: null, notes })
  expect(second).toEqual({
    path: desk.at('noise.mp4'),
    clip: id,
    sha256: hash,
    status: 'unindexed',
    why: 'not-media',
    notes,
  })
  expect(third).toEqual({
    path: desk.at('gone.mp4'),
    clip: null,
    sha256: null,
    status: 'refused',
    why: 'file-missing',
    notes,
  })
  expect([imported.code, last, rest]).toMatchObject([4, { type: 'result', ok: true, exit: 4, refused: 1 }, []])
  clipId = String(first?.['clip'])
})

test('clip edit, hold and show answer with the row of clips', async () => {
  const words = ['--officer', 'PC 1', '--device', 'BWC-7', '--incident', 'I-1', '--reason', 'r', '--json']
  const edited = result(await as('Dora', 'clip', 'edit', clipId, '--category', 'stop-search', ...words))
  expect(edited).toMatchObject({
    clip: clipId,
    officer: 'PC 1',
    device: 'BWC-7',
    category: 'stop-search',
    incident: 'I-1',
  })
  const held = result(await as('Dora', 'clip', 'hold', clipId, '--kind', 'sar', '--reason', 'SAR 12', '--json'))
  expect(held).toMatchObject({ clip: clipId, hold: id, kind: 'sar', reason: 'SAR 12' })
  const shown = result(await as('Dora', 'clip', 'show', clipId, '--json'))
  expect(shown).toMatchObject({
    clip: clipId,
    officer: 'PC 1',
    holds: [{ hold: held['hold'] }],
    todos: [{ clip: clipId }],
  })
})

test('clips: a line for each clip', async () => {
  const [row, last, ...rest] = lines(await as('Dora', 'clips', '--officer', 'PC 1', '--json'))
  expect(row).toMatchObject({
    ...{ clip: clipId, sha256: hash, recordedOn: null, officer: 'PC 1', device: 'BWC-7', category: 'stop-search' },
    ...{ incident: 'I-1', frames: 60, seconds: expect.closeTo(2, 1), retention: { due: moment, holds: 1 } },
    missing: expect.arrayContaining(['recordedOn']),
  })
  expect([last, rest]).toMatchObject([{ type: 'result', ok: true, found: 1 }, []])
  const unheld = result(await as('Dora', 'clip', 'unhold', clipId, '--reason', 'answered', '--json'))
  expect(unheld).toMatchObject({ clip: clipId, released: 1 })
})

test('with a clip of the vault nothing is written outside; what is said of it is', async () => {
  const before = await desk.snapshot()
  for (const words of [
    ['frame', '--clip', clipId, '3', '--out', 'f.png'],
    ['redact', '--clip', clipId, '--out', 'copy.mp4', '--reason', 'r'],
  ])
    expect((await as('Dora', ...words)).code).toBe(6)
  expect(await desk.snapshot()).toEqual(before)
  const index = await as('Dora', 'index', '--clip', clipId, '--reason', 'r', '--json')
  expect([index.code, lines(index)]).toMatchObject([0, [{ version: 1, sha256: hash, video: { frames: 60 } }]])
  expect((await as('Dora', 'index', '--clip', clipId, '--reason', 'r')).out).toMatch(
    /^sha256 .*\ncontainer .*\npicture /,
  )
})

test('audit verify, export and prove', async () => {
  const verified = await as('Ada', 'audit', 'verify', '--json')
  const whole = { ok: true, entries: expect.any(Number), head: hash, firstBad: null }
  expect([verified.code, result(verified)]).toMatchObject([0, whole])
  const wrong = await as('Ada', 'audit', 'verify', '--anchor', `3:${'0'.repeat(64)}`, '--json')
  expect([wrong.code, result(wrong)]).toMatchObject([5, { ok: false, entries: expect.any(Number), head: hash }])
  expect((await as('Ada', 'audit', 'export', '--out', 'log', '--json')).code).toBe(0)
  const judged = await promisify(execFile)(process.execPath, [desk.at('log/verify-audit.mjs'), desk.at('log')])
  expect(judged.stdout).toMatch(/entries/)
  const proved = await as('Ada', 'audit', 'prove', '2', '--json')
  expect([proved.code, result(proved)]).toMatchObject([0, { proof: { kind: 'occlude-audit-proof', index: 2 } }])
})
