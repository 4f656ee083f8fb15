import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clip } from '../clips/matrix.ts'
import { type Desk, type Ended, makeDesk } from './run-occlude.ts'

/** The vault as outside programs use it: the real command line, real processes, the whole walk. */

let desk: Desk
let original: Buffer

beforeAll(async () => {
  desk = await makeDesk('vault')
  await copyFile(await clip('h264-2997'), desk.at('clip.mp4'))
  original = await readFile(desk.at('clip.mp4'))
  await writeFile(desk.at('clip.json'), JSON.stringify({ recordedOn: '2026-11-01T10:00:00Z', officer: 'PC 1234' }))
  await writeFile(desk.at('noise.mp4'), 'no video at all')
  await writeFile(desk.at('ada.txt'), 'four unrelated words of hers\n')
  await writeFile(desk.at('dora.txt'), 'some other words that she chose\n')
})
afterAll(() => desk.remove())

/** Runs a command as one of the two people. */
function as(name: 'Ada' | 'Dora', words: string): Promise<Ended> {
  const environment = {
    OCCLUDE_VAULT: desk.at('vault'),
    OCCLUDE_USER: name,
    OCCLUDE_PASSPHRASE_FILE: desk.at(`${name.toLowerCase()}.txt`),
    OCCLUDE_NO_KEYRING: '1',
  }
  return desk.run(words.split(' '), undefined, environment)
}

function lines(ended: Ended): readonly Readonly<Record<string, unknown>>[] {
  return ended.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type !== 'progress')
}

const result = (ended: Ended) => lines(ended).at(-1) ?? {}

/** Every file below a folder. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Files other than those handed in that hold a stretch of the clip's bytes. */
async function holdingPlaintext(): Promise<readonly string[]> {
  const handedIn = desk.at('clip.mp4')
  const stretches = [0.2, 0.5, 0.8].map((part) => {
    const from = Math.floor(original.length * part)
    return original.subarray(from, from + 48)
  })
  const found: string[] = []
  for (const file of await filesIn(join(desk.folder, '..'))) {
    if (file === handedIn) continue
    const bytes = await readFile(file)
    if (stretches.some((stretch) => bytes.includes(stretch))) found.push(file)
  }
  return found
}

let id = ''
const planted = (): string => desk.at('vault/objects/0123456789abcdef.seg')
let copy = ''

test('a vault is made, with two recovery sheets, and people are let in', async () => {
  const made = await as('Ada', 'vault init --admin Ada --profile essex --shares sheets --json')
  expect([made.code, result(made)]).toMatchObject([0, { ok: true, admin: 'Ada' }])
  expect((await readdir(desk.at('sheets'))).toSorted()).toEqual([
    'recovery-share-1.pdf',
    'recovery-share-1.txt',
    'recovery-share-2.pdf',
    'recovery-share-2.txt',
  ])
  const added = await as('Ada', 'user add Dora --role disclosure-officer --passphrase-file dora.txt --json')
  expect([added.code, result(added)]).toMatchObject([0, { name: 'Dora' }])
})

test('clips come in with what lies beside them; what cannot be read is kept; the same bytes are known again', async () => {
  const imported = await as('Dora', 'import clip.mp4 noise.mp4 --json --reason intake')
  const [first, second, last] = lines(imported)
  expect([imported.code, first, second, last]).toMatchObject([
    0,
    { status: 'imported', why: null },
    { status: 'unindexed', why: 'not-media' },
    { imported: 1, unindexed: 1 },
  ])
  id = String(first?.['clip'])
  expect(lines(await as('Dora', 'import clip.mp4 --json --reason again'))[0]).toMatchObject({
    status: 'duplicate',
    clip: id,
  })
  const [listed] = lines(await as('Dora', 'clips --text 1234 --json'))
  expect(listed).toMatchObject({
    clip: id,
    officer: 'PC 1234',
    recordedOn: '2026-11-01T10:00:00.000Z',
    frames: 60,
    retention: { holds: 0 },
    missing: expect.arrayContaining(['device']),
  })
})

test('a copy is made and checked inside of the vault, and its certificate is signed', async () => {
  const made = await as('Dora', `redact --clip ${id} --classes face --profile fast --json --reason SAR-12`)
  expect([made.code, result(made)]).toMatchObject([
    0,
    { ok: true, clip: id, certificate: { payload: { partial: false } } },
  ])
  copy = String(result(made)['copy'])
  const { signer } = result(await as('Ada', 'vault status --json'))
  const verified = await as('Dora', `verify --clip ${copy} --signer ${signer} --json --reason check`)
  expect([verified.code, result(verified)]).toMatchObject([0, { copy, signer }])
  const stranger = await as('Dora', `verify --clip ${copy} --signer ${'0'.repeat(64)} --json --reason check`)
  expect(stranger.code).toBe(5)
})

test.each([
  ['picture', () => `frame --clip ${id} 3 --out frame.png`],
  ['video', () => `redact --clip ${id} --out copy.mp4 --reason no`],
])('no %s is written outside of the vault', async (_what, words) => {
  const before = await desk.snapshot()
  expect((await as('Dora', words())).code).toBe(6)
  expect(await desk.snapshot()).toEqual(before)
})

test.each([
  ['without a reason', 'Dora', (): string => `index --clip ${id} --json`, 2, 'reason-missing'],
  ['by an administrator', 'Ada', (): string => `index --clip ${id} --json --reason curious`, 6, 'not-permitted'],
  [
    'of a clip that is not there',
    'Dora',
    (): string => 'index --clip 0000000000000000 --json --reason x',
    3,
    'no-such-clip',
  ],
  ['of the log by who may not', 'Dora', (): string => 'audit verify --json', 6, 'not-permitted'],
] as const)('a call %s is refused', async (_how, name, words, code, kind) => {
  const refused = await as(name, words())
  expect([refused.code, result(refused)['failures']]).toMatchObject([code, [{ kind }]])
})

test('no stretch of the footage lies anywhere in clear', async () => {
  expect(await holdingPlaintext()).toEqual([])
  // The search finds what is there.
  await copyFile(desk.at('clip.mp4'), planted())
  expect(await holdingPlaintext()).toEqual([planted()])
})

test('what nobody knows is swept away, and all else is whole', async () => {
  expect((await as('Ada', 'vault check --json')).code).toBe(0)
  expect(await readdir(desk.at('vault/objects'))).not.toContain('0123456789abcdef.seg')
})

test('the log holds together, and everything that was done stands in it', async () => {
  const verified = await as('Ada', 'audit verify --json')
  expect([verified.code, result(verified)]).toMatchObject([0, { ok: true, firstBad: null }])
  const { entries } = result(await as('Ada', 'audit list --limit 1000 --json'))
  const about = (entries as readonly { readonly action: string; readonly outcome: string }[]).map(
    ({ action, outcome }) => `${action} ${outcome}`,
  )
  for (const wanted of ['clip.import begun', 'clip.import done', 'clip.redact begun', 'clip.redact done'])
    expect(about).toContain(wanted)
  expect(about).toContain('clip.index denied')
  expect(about.filter((entry) => entry.endsWith('interrupted'))).toEqual([])
})

test('a damaged clip is named, and the rest goes on', async () => {
  const sizes = await Promise.all(
    (await filesIn(desk.at('vault/objects'))).map(async (path) => ({ path, bytes: await readFile(path) })),
  )
  const largest = sizes.toSorted((a, b) => b.bytes.length - a.bytes.length)[0]
  if (!largest) throw new Error('the vault has no files')
  const spoilt = Buffer.from(largest.bytes)
  const middle = Math.floor(spoilt.length / 2)
  spoilt[middle] = (spoilt[middle] ?? 0) ^ 1
  await writeFile(largest.path, spoilt)
  const checked = await as('Ada', 'vault check --json')
  expect([checked.code, result(checked)['problems']]).toMatchObject([5, [{ kind: 'segment' }]])
  await writeFile(largest.path, largest.bytes)
  expect((await as('Ada', 'vault check --json')).code).toBe(0)
})

test('a backup is a vault again; who has left opens nothing', async () => {
  expect((await as('Ada', 'vault backup --out whole.backup --json')).code).toBe(0)
  const restored = await as('Ada', 'vault restore --from whole.backup --vault again --json')
  expect([restored.code, result(restored)]).toMatchObject([0, { laterDeletions: 'unknown' }])
  expect((await as('Dora', `verify --clip ${copy} --vault again --json --reason check`)).code).toBe(0)
  expect((await as('Ada', 'user disable Dora --json')).code).toBe(0)
  expect((await as('Dora', 'clips --json')).code).toBe(6)
  expect((await as('Ada', 'vault status --json')).code).toBe(0)
})
