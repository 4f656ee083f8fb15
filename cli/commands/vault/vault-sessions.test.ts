import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { failed, ok } from '../../../core/result.ts'
import { clipRowOfTest, evil } from '../../vault/fake-clip-row.ts'
import { type FakeAnswers, fakePassphrase, runOverFakeVault } from '../../vault/fake-vault-door.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-vault-words-'))
})
afterEach(() => rm(folder, { recursive: true }))

const idOf = (number: number) => number.toString().padStart(16, '0')
const nothing = { more: false, total: 0, restricted: 0, deleted: 0, searchRecord: null }
const empty: FakeAnswers = { 'clip.list': () => ok({ clips: [], ...nothing }) }

/** What acts on a terminal, or turns the direction of writing; ends of lines excepted. */
const acts = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

const clips = (more: Parameters<typeof runOverFakeVault>[1] = {}) =>
  runOverFakeVault(['clips'], { answers: empty, ...more })

it('takes the passphrase from a file, a terminal or standard input, and from nowhere else', async () => {
  await writeFile(join(folder, 'words.txt'), `${fakePassphrase}\n`)
  const file = { folder, environment: { passphraseFile: 'words.txt' }, input: [] }
  expect((await clips(file)).code).toBe(0)
  const typed = await clips({ typed: [fakePassphrase] })
  expect([typed.code, typed.asked]).toEqual([0, ['Passphrase of D. Officer: ']])
  expect((await clips({ input: [fakePassphrase] })).code).toBe(0)
  const none = await clips({ input: [] })
  expect([none.code, none.told, none.door.signIns]).toEqual([2, expect.stringContaining('OCCLUDE_PASSPHRASE_FILE'), []])
  const blank = await clips({ input: [''] })
  expect([blank.code, blank.door.signIns]).toEqual([2, []])
})

it.each(['a wrong one', evil, 'x'.repeat(10_000)])('never shows a passphrase (%#)', async (secret) => {
  const wrong = await runOverFakeVault(['clips', '--json'], { answers: empty, input: [secret] })
  expect([wrong.code, wrong.lines().at(-1)]).toMatchObject([6, { failures: [{ kind: 'wrong-passphrase' }] }])
  expect(wrong.out + wrong.told).not.toContain(secret.slice(0, 9))
  const weak: FakeAnswers = {
    'user.passphrase': () => failed({ kind: 'weak-passphrase', why: 'too-short', least: 15 }),
  }
  const changed = await runOverFakeVault(['user', 'passphrase', '--json'], {
    answers: weak,
    input: [fakePassphrase, secret],
  })
  expect(changed.out + changed.told).not.toContain(secret.slice(0, 9))
  expect([changed.code, changed.door.calls.length]).toEqual([secret.length > 4_096 ? 2 : 3, 1])
})

it('takes the passphrase of an archive after the own one, from a line, a file or twice from the terminal, and shows it nowhere', async () => {
  const file = { name: 'copy.zip.age', sha256: sha256('ab'.repeat(32)), bytes: 9 }
  const answers: FakeAnswers = {
    'copy.disclose': () => ok({ disclosure: idOf(1), sha256: file.sha256, bytes: 9, files: [file] }),
  }
  const words = ['disclose', idOf(0), '--out', 'stick', '--recipient', 'P', '--route', 'mail', '--reason', 'r']
  await writeFile(join(folder, 'words.txt'), 'gravel pianos whistle\n')
  for (const [more, how] of [
    [['--archive'], { input: [fakePassphrase, 'gravel pianos whistle'] }],
    [['--archive', '--passphrase-file', 'words.txt'], { folder }],
    [['--archive'], { typed: [fakePassphrase, 'gravel pianos whistle', 'gravel pianos whistle'] }],
  ] as const) {
    const { code, door, out, told } = await runOverFakeVault([...words, ...more], { answers, ...how })
    expect([code, told]).toEqual([0, ''])
    expect(door.calls[0]?.input).toMatchObject({ passphrase: 'gravel pianos whistle' })
    expect(out).not.toContain('gravel')
  }
  const open = await runOverFakeVault(words, { answers })
  expect(open.door.calls[0]?.input).toMatchObject({ passphrase: null })
  const lone = await runOverFakeVault([...words, '--passphrase-file', 'words.txt'], { answers, folder })
  expect([lone.code, lone.door.calls]).toEqual([2, []])
  const unlike = await runOverFakeVault([...words, '--archive'], { answers, typed: [fakePassphrase, 'one', 'two'] })
  expect([unlike.code, unlike.door.calls, unlike.door.openNow]).toEqual([2, [], 0])
})

it('knows no option for a passphrase', async () => {
  for (const words of [
    ['clips'],
    ['vault', 'init'],
    ['user', 'add', 'A'],
    ['user', 'passphrase'],
    ['disclose', idOf(0)],
  ]) {
    const { code, told, door } = await runOverFakeVault([...words, '--passphrase', 'my secret words'])
    expect([code, door.signIns]).toEqual([2, []])
    expect(told).not.toContain('my secret words')
  }
})

it.each([
  [{ vault: null }, '--vault DIR or OCCLUDE_VAULT'],
  [{ vault: '' }, '--vault DIR or OCCLUDE_VAULT'],
  [{ user: null }, '--user NAME or OCCLUDE_USER'],
])('says what is missing: %j', async (environment, words) => {
  const { code, told, door } = await clips({ environment })
  expect([code, told, door.signIns]).toEqual([2, expect.stringContaining(words), []])
})

it('signs in before it asks for the passphrase of somebody new', async () => {
  const words = ['user', 'add', 'A. Clerk', '--role', 'officer', '--known-as', 'PC 1', '--known-as', '4711']
  const added = await runOverFakeVault(words, { input: [fakePassphrase, 'words of the new one'] })
  expect(added.door.calls[0]).toMatchObject({
    method: 'user.add',
    input: { passphrase: 'words of the new one', knownAs: ['PC 1', '4711'] },
  })
  const typed = await runOverFakeVault(words, { typed: [fakePassphrase, 'one', 'another'] })
  expect(typed.asked).toEqual(['Passphrase of D. Officer: ', 'New passphrase of A. Clerk: ', 'Once more, to be sure: '])
  expect([typed.code, typed.door.calls]).toEqual([2, []])
  expect((await runOverFakeVault(words, { typed: ['wrong'] })).asked).toHaveLength(1)
})

it('lists every clip, page by page, or as many as are wanted', async () => {
  const all = Array.from({ length: 2_345 }, (_, number) => clipRowOfTest({ clip: idOf(number) }))
  const paged: FakeAnswers = {
    'clip.list': ({ query, keep }) => {
      const from = query.after === undefined ? 0 : Number(query.after) + 1
      const page = all.slice(from, from + query.limit)
      const searchRecord = keep === null ? null : idOf(from)
      return ok({
        clips: page,
        more: from + page.length < all.length,
        total: null,
        restricted: 1,
        deleted: 4,
        searchRecord,
      })
    },
  }
  const whole = await runOverFakeVault(['clips', '--json', '--keep', 'SAR 12'], { answers: paged })
  const lines = whole.lines()
  expect(lines.slice(0, -1)).toEqual(all)
  expect(lines.at(-1)).toMatchObject({ ok: true, found: 2_345, more: false, deleted: 4, searchRecord: idOf(0) })
  expect(lines.at(-1)?.['searchRecords']).toEqual([idOf(0), idOf(1_000), idOf(2_000)])
  const some = await runOverFakeVault(['clips', '--limit', '1200', '--officer', 'PC 1'], { answers: paged })
  expect(some.out.trimEnd().split('\n')).toHaveLength(1 + 1_200 + 1 + 1)
  expect(some.out).toContain('1200 clips found; there are more (--limit), 4 deleted before.')
  expect(some.door.calls.map(({ input }) => input)).toMatchObject([
    { query: { officer: 'PC 1', limit: 1_000 } },
    { query: { officer: 'PC 1', limit: 200, after: idOf(999) } },
  ])
})

it('prints a line for each file that came in, and says how it went', async () => {
  const item = { clip: idOf(1), sha256: clipRowOfTest().sha256, status: 'imported' as const, why: null, notes: [] }
  const counts = { imported: 1, duplicates: 0, unindexed: 0, refused: 0 }
  const answers: FakeAnswers = {
    'clip.import': ({ paths }, onItem) => {
      for (const path of paths) onItem({ ...item, path })
      return ok(counts)
    },
  }
  const words = ['import', 'clip.mp4', '--reason', 'r']
  const json = await runOverFakeVault([...words, '--json'], { answers })
  expect([json.code, json.lines()]).toMatchObject([
    0,
    [
      { ...item, path: '/desk/clip.mp4' },
      { ok: true, ...counts },
    ],
  ])
  expect(json.door.calls[0]).toMatchObject({ reason: 'r', input: { paths: ['/desk/clip.mp4'] } })
  expect((await runOverFakeVault(words, { answers })).out).toContain(`imported    ${idOf(1)}  /desk/clip.mp4`)
  const refuse = (refused: number, imported: number): FakeAnswers => ({
    'clip.import': () => ok({ ...counts, imported, refused }),
  })
  expect((await runOverFakeVault(words, { answers: refuse(1, 1) })).code).toBe(4)
  const none = await runOverFakeVault([...words, '--json'], { answers: refuse(2, 0) })
  expect([none.code, none.lines().at(-1)]).toMatchObject([3, { ok: false, exit: 3, refused: 2 }])
})

it.each([evil, `${'x'.repeat(10_000)}\u202e`, '"\\', '\u200b'])(
  'prints hostile names and reasons without harm (%#)',
  async (text) => {
    const fields = { name: text, officer: text, device: text, category: text, categories: [text], incident: text }
    const row = clipRowOfTest({ ...fields, place: text, ownerForce: text, missing: [text], indexProblem: text })
    const at = '2026-11-22T10:00:00.000Z'
    const held = { hold: idOf(1), kind: text, reason: text, owner: text, placedAt: at }
    const entry = { seq: 1, at, user: { name: text }, action: 'clip.show', outcome: 'done', object: null, reason: text }
    const answers: FakeAnswers = {
      'clip.list': () => ok({ clips: [row], ...nothing }),
      'clip.show': () =>
        ok({
          clip: row,
          holds: [{ ...held, endsAt: null, reviewAt: null, releasedAt: null }],
          todos: [{ todo: idOf(1), clip: idOf(1), officer: text, missing: [text], dueAt: at, overdue: false }],
          sourceTasks: [],
          source: { system: text, id: text, category: text, deletionDate: null, confirmedBy: null, confirmedAt: null },
          attachments: [{ name: text, sha256: row.sha256, bytes: 1 }],
          copies: [],
          certificate: null,
        }),
      'clip.import': (_input, onItem) => {
        onItem({ path: text, clip: null, sha256: null, status: 'refused', why: text, notes: [text] })
        return ok({ imported: 0, duplicates: 0, unindexed: 1, refused: 0 })
      },
      'audit.list': () => ok({ entries: [entry], size: 1, next: null }),
      'retention.queue': () => ok({ queued: [row], marked: [row] }),
      'clip.edit': () => failed({ kind: 'no-such-user', name: text }),
    }
    const commands = [['clips'], ['clip', 'show', idOf(1)], ['import', text], ['audit', 'list'], ['retention', 'queue']]
    for (const words of [...commands, ['clip', 'edit', idOf(1), '--officer', 'x']]) {
      const people = await runOverFakeVault([...words, '--reason', 'r'], { answers })
      expect([words, people.out + people.told]).toEqual([words, expect.not.stringMatching(acts)])
      for (const line of people.out.split('\n')) expect(line.length).toBeLessThan(3_200)
      const json = await runOverFakeVault([...words, '--reason', 'r', '--json'], { answers })
      expect([words, json.out]).toEqual([words, expect.not.stringMatching(acts)])
      expect(json.lines().length).toBeGreaterThan(0)
    }
    const [line] = (await runOverFakeVault(['clips', '--json'], { answers })).lines()
    expect(line).toEqual(row)
  },
)

it('hands hostile reasons on as they are: the service judges them', async () => {
  const reason = `${evil}${'y'.repeat(10_000)}`
  const { door, code, told } = await runOverFakeVault(['clip', 'unhold', idOf(1), '--reason', reason], {
    answers: { 'clip.unhold': () => failed({ kind: 'reason-missing', method: 'clip.unhold' }) },
  })
  expect([code, door.calls[0]?.reason]).toEqual([2, reason])
  expect(told).toContain('up to 2,000 characters')
  expect(told).not.toMatch(acts)
})
