import { expect, it } from 'vitest'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { ok } from '../../../core/result.ts'
import { clipRowOfTest, evil } from '../../vault/fake-clip-row.ts'
import { type FakeAnswers, fakePassphrase, runOverFakeVault } from '../../vault/fake-vault-door.ts'

const id = '7k3qx9v2m4n8p6rt'
const other = '0123456789abcdef'
const row = clipRowOfTest({ clip: id })
const hold = {
  ...{ hold: other, kind: 'sar', reason: 'SAR 12', owner: other, placedAt: '2026-11-22T10:00:00.000Z' },
  ...{ endsAt: '2026-12-31T00:00:00.000Z', reviewAt: null, releasedAt: null },
}
const todo = { todo: other, clip: id, officer: 'PC 1', missing: ['ownerForce'], dueAt: '2026-12-01T00:00:00.000Z' }
const task = { task: other, clip: id, kind: 'hold' as const, openedAt: '2026-11-22T10:00:00.000Z' }
const shown: OutputOf<'clip.show'> = {
  clip: row,
  holds: [hold],
  todos: [{ ...todo, overdue: true }],
  sourceTasks: [{ ...task, confirmedAt: null, confirmedBy: null }],
  source: { system: 'Evidence.com', id: '17', category: null, deletionDate: '2027-01-01', ...confirmed() },
  attachments: [{ name: 'clip.json', sha256: row.sha256, bytes: 10 }],
  copies: [other],
  certificate: null,
}

function confirmed() {
  return { confirmedBy: other, confirmedAt: '2026-11-22T10:00:00.000Z' }
}

const user = {
  user: other,
  name: 'A. Clerk',
  knownAs: ['PC 1', '4711'],
  grants: [
    {
      ...{ role: 'officer' as const, from: null, until: null },
      scope: { forces: 'all' as const, areas: 'all' as const, teams: 'all' as const },
    },
  ],
  createdAt: '2026-11-22T10:00:00.000Z',
  disabledAt: null,
}

const file = { name: 'redacted-copy-0123456789ab.mp4', sha256: row.sha256, bytes: 9 }
const disclosure = {
  ...{
    disclosure: other,
    copy: id,
    name: 'one.mp4',
    at: '2026-11-22T10:00:00.000Z',
    by: 'Dora',
    recipient: 'J. Public',
    route: 'by hand',
  },
  ...{ reason: 'SAR 12', sha256: row.sha256, bytes: 9, files: [file], heldBack: [] },
  ...{ state: 'unknown' as const, failure: null },
}
const scheduleRows = {
  external: [{ row: 1, deed: 'hidden', object: 'person', stretches: [[0, 5]], ground: null }],
  internal: [
    {
      deed: 'muted',
      object: 'sound',
      track: '0',
      person: null,
      stretch: [0, 1.5],
      count: 9,
      unit: 'samples',
      ground: 'x',
    },
  ],
}

const telling = [{ row: 1, tells: ['officer' as const] }]

/** A vault that answers to everything. */
const willing: FakeAnswers = {
  'clip.show': () => ok(shown),
  'clip.edit': () => ok(row),
  'clip.hold': () => ok(hold),
  'clip.unhold': () => ok({ released: 2 }),
  'source.set': () => ok(row),
  'source.confirm': () => ok({ confirmed: 1 }),
  'history.own-clip': () => ok({ entries: [] }),
  'todo.list': () => ok({ todos: shown.todos }),
  'source.tasks': () => ok({ tasks: shown.sourceTasks }),
  'user.add': () => ok(user),
  'user.list': () => ok({ users: [user] }),
  'user.role': () => ok(user),
  'user.known-as': () => ok(user),
  'user.disable': () => ok({ ...user, disabledAt: '2026-11-22T10:00:00.000Z' }),
  'user.passphrase': () => ok({}),
  'vault.rotate': () => ok({ generation: 3 }),
  'vault.check': () => ok({ ok: true, objects: 4, bytes: 1024, problems: [] }),
  'vault.profile': () => ok({ profile: 'kent' }),
  'vault.confirm-profile': () => ok({ profile: 'kent', confirmedUntil: '2027-05-31' }),
  'retention.keep': () => ok(row),
  'vault.confirm-clock': () => ok({ now: '2026-11-22T10:00:00.000Z' }),
  'retention.evaluate': () => ok({ asOf: '2027-01-01T00:00:00.000Z', changed: false, changes: [], clips: 1 }),
  'retention.queue': () => ok({ queued: [row], marked: [] }),
  'retention.approve': () => ok(row),
  'retention.undo': () => ok(row),
  'retention.apply': () => ok({ deleted: [id], left: [{ clip: other, why: 'on-hold' }] }),
  'retention.deletions': () => ok({ deletions: [] }),
  'redaction.queue': () => ok({ redaction: other }),
  'redaction.unqueue': () => ok({ removed: 3 }),
  'copy.disclose': () => ok({ disclosure: other, sha256: row.sha256, bytes: 9, files: [file] }),
  'copy.schedule': ({ kind }) =>
    ok({ schedule: { version: 1, kind, rows: scheduleRows[kind] }, scheduleSha256: row.sha256, sheet: file, telling }),
  'disclosure.list': () => ok({ total: 1, disclosures: [disclosure] }),
  'audit.disclosures': () => ok({ total: 1, disclosures: [{ ...disclosure, state: 'failed' as const }] }),
  'audit.verify': () =>
    ok({ ok: true, entries: 3, head: 'cd'.repeat(32), firstBad: null, checkpoints: 1, anchors: [], notes: [] }),
  'audit.list': () => ok({ entries: [], size: 3, next: null }),
  'audit.prove': () => ok({ proof: { index: 1 } }),
}

const run = (words: string, more: Parameters<typeof runOverFakeVault>[1] = {}) =>
  runOverFakeVault(words.split(' '), { answers: willing, ...more })

it.each([
  [
    `clip show ${id}`,
    'clip.show',
    { clip: id },
    { clip: id, holds: [hold], todos: [{ todo: other }], copies: [other] },
  ],
  [
    `clip edit ${id} --officer none --place Hill`,
    'clip.edit',
    { clip: id, changes: { officer: null, place: 'Hill' } },
    row,
  ],
  [
    `clip edit ${id} --category a,b --recorded-on 2026-11-01`,
    'clip.edit',
    { changes: { categories: ['a', 'b'], recordedOn: '2026-11-01T00:00:00.000Z' } },
    { clip: id },
  ],
  [
    `clip edit ${id} --restrict misconduct --allow A,B`,
    'clip.edit',
    { changes: { restriction: { kind: 'misconduct', allowed: ['A', 'B'] } } },
    { clip: id },
  ],
  [
    `clip hold ${id} --kind sar --until 2026-12-30`,
    'clip.hold',
    { clip: id, kind: 'sar', endsAt: '2026-12-31T00:00:00.000Z', reviewAt: null },
    { clip: id, hold: other },
  ],
  [`clip unhold ${id}`, 'clip.unhold', { clip: id, hold: null }, { clip: id, released: 2 }],
  [`clip unhold ${id} --hold ${other}`, 'clip.unhold', { hold: other }, { clip: id }],
  [
    `clip source ${id} --system E --id 4 --deletion-date 2027-01-01`,
    'source.set',
    { clip: id, system: 'E', id: '4', category: null, deletionDate: '2027-01-01' },
    { clip: id },
  ],
  [`clip confirm ${id}`, 'source.confirm', { clip: id, task: null }, { clip: id, confirmed: 1 }],
  [`clip history ${id}`, 'history.own-clip', { clip: id }, { clip: id, entries: [] }],
  ['tasks', 'todo.list', {}, { todos: [{ clip: id }], sourceTasks: [{ clip: id }] }],
  ['user list', 'user.list', {}, { users: [{ name: 'A. Clerk' }] }],
  [
    'user known-as Clerk --as PC1,4711 --as 12',
    'user.known-as',
    { name: 'Clerk', knownAs: ['PC1', '4711', '12'] },
    { knownAs: ['PC 1', '4711'] },
  ],
  ['user known-as Clerk --as none', 'user.known-as', { name: 'Clerk', knownAs: [] }, { name: 'A. Clerk' }],
  [
    'user role Clerk --role officer --scope force=A,B;team=C --from 2026-01-01 --until 2026-01-31',
    'user.role',
    {
      name: 'Clerk',
      grants: [
        {
          role: 'officer',
          scope: { forces: ['A', 'B'], areas: 'all', teams: ['C'] },
          from: '2026-01-01T00:00:00.000Z',
          until: '2026-02-01T00:00:00.000Z',
        },
      ],
    },
    { name: 'A. Clerk' },
  ],
  ['user disable Clerk', 'user.disable', { name: 'Clerk' }, { disabledAt: expect.any(String) }],
  ['vault rotate', 'vault.rotate', {}, { generation: 3 }],
  ['vault check', 'vault.check', {}, { objects: 4, problems: [] }],
  ['vault profile kent', 'vault.profile', { profileText: expect.stringContaining('Kent') }, { profile: 'kent' }],
  ['retention evaluate --as-of 2027-01-01', 'retention.evaluate', { asOf: '2027-01-01T00:00:00.000Z' }, { clips: 1 }],
  ['retention evaluate', 'retention.evaluate', { asOf: null }, { changed: false }],
  ['retention queue', 'retention.queue', {}, { queued: [{ clip: id }], marked: [] }],
  [`retention approve ${id}`, 'retention.approve', { clip: id }, { clip: id }],
  ['vault confirm-profile 2027-05-31', 'vault.confirm-profile', { until: '2027-05-31' }, { profile: 'kent' }],
  [`retention keep ${id}`, 'retention.keep', { clip: id }, { clip: id }],
  [`retention undo ${id}`, 'retention.undo', { clip: id }, { clip: id }],
  ['retention apply', 'retention.apply', { clips: null }, { deleted: [id], left: [{ clip: other, why: 'on-hold' }] }],
  [`retention apply ${id} ${other}`, 'retention.apply', { clips: [id, other] }, { deleted: [id] }],
  ['retention deletions', 'retention.deletions', { limit: expect.any(Number) }, { deletions: [] }],
  ['retention confirm-clock', 'vault.confirm-clock', {}, { now: expect.any(String) }],
  [
    `disclose ${id} --out stick --recipient Public --route mail --hold-back 3,4 --hold-back-grounds 5 --hold-back-reason why`,
    'copy.disclose',
    {
      ...{ clip: id, folder: expect.stringMatching(/stick$/), recipient: 'Public', route: 'mail', models: null },
      heldBack: [
        { row: 3, what: 'row', reason: 'why' },
        { row: 4, what: 'row', reason: 'why' },
        { row: 5, what: 'ground', reason: 'why' },
      ],
    },
    { disclosure: other, bytes: 9, files: [file] },
  ],
  [
    `schedule ${id}`,
    'copy.schedule',
    { clip: id, kind: 'external', heldBack: [], keep: true },
    { sheet: file, telling },
  ],
  [`schedule ${id} --kind internal`, 'copy.schedule', { kind: 'internal' }, { schedule: { kind: 'internal' } }],
  [
    'disclosures',
    'disclosure.list',
    { clip: null, text: null, offset: 0, limit: 500 },
    { disclosures: [{ recipient: 'J. Public' }] },
  ],
  [`disclosures --clip ${id}`, 'disclosure.list', { clip: id, offset: 0 }, { disclosures: [{ copy: id }] }],
  ['disclosures --audit', 'audit.disclosures', { clip: null, offset: 0 }, { disclosures: [{ state: 'failed' }] }],
  [
    `queue add ${id} --purpose SAR`,
    'redaction.queue',
    { clip: id, purpose: 'SAR', search: { profile: 'balanced', extent: 'head' } },
    { redaction: other },
  ],
  [
    `queue add ${id} --purpose SAR --profile fast --classes face --extent body`,
    'redaction.queue',
    { search: { profile: 'fast', classes: ['face', 'head', 'person'], extent: 'body' } },
    { redaction: other },
  ],
  ['queue remove --all', 'redaction.unqueue', { only: null }, { removed: 3 }],
  ['audit verify', 'audit.verify', { incremental: false, anchors: [] }, { entries: 3, head: 'cd'.repeat(32) }],
  [
    `audit verify --incremental --anchor 5:${'ef'.repeat(32)}`,
    'audit.verify',
    { incremental: true, anchors: [{ size: 5, root: 'ef'.repeat(32) }] },
    { firstBad: null },
  ],
  ['audit list --from 4 --limit 2 --by Ada', 'audit.list', { from: 4, limit: 2, user: 'Ada', clip: null }, { size: 3 }],
  ['audit prove 1', 'audit.prove', { seq: 1, consistencyFrom: null }, { proof: { index: 1 } }],
] as const)('%s asks %s', async (words, method, input, answer) => {
  const { code, door, lines, told } = await run(`${words} --reason because --json`)
  expect([code, told]).toEqual([0, ''])
  expect(door.calls[0]).toMatchObject({ method, input, reason: 'because' })
  expect(lines().at(-1)).toMatchObject({ type: 'result', ok: true, exit: 0, ...answer, failures: [] })
  expect([door.openNow, door.signIns[0]]).toMatchObject([0, { folder: '/vault', user: 'D. Officer', noKeyring: true }])
  const people = await run(`${words} --reason because`)
  expect([people.code, people.told]).toEqual([0, ''])
  expect(people.out).not.toMatch(/undefined|null|NaN|\[object|^\{"type/m)
})

it.each([
  `clip edit ${id} --officer X`,
  `clip hold ${id} --kind sar`,
  `clip unhold ${id}`,
  `clip source ${id} --system E`,
  `clip confirm ${id}`,
  `retention approve ${id}`,
  `retention keep ${id}`,
  'vault confirm-profile 2027-05-31',
  `retention undo ${id}`,
  'retention confirm-clock',
  'vault profile kent',
  `index --clip ${id}`,
  `redact --clip ${id}`,
  `verify --clip ${id}`,
  `disclose ${id} --out stick --recipient P --route mail`,
  `schedule ${id}`,
  `queue add ${id} --purpose SAR`,
  'import clip.mp4',
])('%s is refused without a reason, and asks for one on a terminal', async (words) => {
  const silent = await run(`${words} --json`)
  expect([silent.code, silent.lines().at(-1)]).toMatchObject([2, { ok: false, failures: [{ kind: 'reason-missing' }] }])
  expect(silent.told).toContain('--reason TEXT')
  const typed = await run(words, { typed: [fakePassphrase, 'as asked'] })
  expect(typed.asked.map((question) => question.slice(0, 6))).toEqual(['Passph', 'Reason'])
  expect(typed.door.calls[0]?.reason).toBe('as asked')
})

it('lists a queue of several pages whole, and each of its clips once', async () => {
  const rows = Array.from({ length: 2_300 }, (_, number) => ({ ...row, clip: String(number).padStart(16, '0') }))
  const answers: FakeAnswers = {
    'retention.queue': ({ of = null, after = null, limit = 1_000 }) => {
      const from = rows.findIndex(({ clip }) => clip === after) + 1
      return ok({ queued: of === 'marked' ? [] : rows.slice(from, from + limit), marked: of === 'queued' ? [] : [row] })
    },
  }
  const { lines, out } = await run('retention queue --json', { answers })
  expect([out.length > 0, lines().at(-1)]).toMatchObject([true, { queued: rows, marked: [row] }])
})

it('shows a clip to people in their words', async () => {
  const { out } = await run(`clip show ${id}`)
  expect(out).toContain('recorded     1 Nov 2026, 10:00 UTC')
  expect(out).toContain('missing      recorded on, owner force')
  expect(out).toContain('since 22 Nov 2026, to be looked at by 31 Dec 2026: SAR 12')
  expect(out).toContain('hold it there, too, open')
  expect(out).toContain('owner force, by 1 Dec 2026 (overdue)')
  expect(out).toContain('Evidence.com, ID 17')
  expect((await run('retention apply')).out).toContain(`${other}  left: held`)
})

it('ends with 5 where the log or the vault is not whole', async () => {
  const broken = { ok: false, entries: 9, head: 'cd'.repeat(32), firstBad: { seq: 4, why: 'the entry was changed' } }
  const log = await run('audit verify --json', {
    answers: { 'audit.verify': () => ok({ ...broken, checkpoints: 1, anchors: [], notes: [] }) },
  })
  expect([log.code, log.lines().at(-1)]).toMatchObject([
    5,
    { ...broken, exit: 5, failures: [{ kind: 'audit-broken' }] },
  ])
  const problems = [{ kind: 'segment', name: evil, detail: evil }]
  const vault = await run('vault check --json', {
    answers: { 'vault.check': () => ok({ ok: false, objects: 1, bytes: 2, problems }) },
  })
  expect([vault.code, vault.lines().at(-1)]).toMatchObject([
    5,
    { ok: false, problems, failures: [{ kind: 'segment' }] },
  ])
})

it.each([
  [`clip show ../../${id}`, 3, 'no-such-clip'],
  [`clip show ${evil.replaceAll(' ', '')}`, 3, 'no-such-clip'],
  ['clip show', 2, 'usage'],
  [`clip edit ${id}`, 2, 'usage'],
  [`clip edit ${id} --recorded-on 1/11/2026`, 2, 'usage'],
  [`clip edit ${id} --restrict odd`, 2, 'usage'],
  [`clip hold ${id}`, 2, 'usage'],
  [`clip source ${id}`, 2, 'usage'],
  ['user role Clerk', 2, 'usage'],
  ['user known-as Clerk', 2, 'usage'],
  ['user role Clerk --role king', 2, 'usage'],
  ['user role Clerk --role officer --scope x=1', 2, 'usage'],
  ['retention evaluate --as-of tomorrow', 2, 'usage'],
  ['retention apply nope', 3, 'no-such-clip'],
  ['audit prove x', 2, 'usage'],
  ['audit verify --anchor 5:zz', 2, 'usage'],
  ['audit list --limit 0', 2, 'usage'],
  ['audit list --purpose fun', 2, 'usage'],
  ['clips --state odd', 2, 'usage'],
  ['clips --sha256 zz', 2, 'usage'],
  ['clips --from 31/10/2026', 2, 'usage'],
  ['vault backup', 2, 'usage'],
  [`disclose ${id} --recipient P --route mail`, 2, 'usage'],
  [`disclose ${id} --out stick --route mail`, 2, 'usage'],
  [`disclose ${id} --out stick --recipient P`, 2, 'usage'],
  [`disclose ${id} --out stick --recipient P --route mail --hold-back 3`, 2, 'usage'],
  [`schedule ${id} --hold-back x --hold-back-reason r`, 2, 'usage'],
  [`schedule ${id} --kind odd`, 2, 'usage'],
  ['disclosures --clip nope', 3, 'no-such-clip'],
  ['queue add nope --purpose SAR', 3, 'no-such-clip'],
  [`queue add ${id}`, 2, 'usage'],
  [`queue add ${id} --purpose SAR --classes odd`, 2, 'usage'],
  ['queue remove', 2, 'usage'],
  [`frame --clip ${id} 3 --out f.png`, 6, 'no-way-out'],
  [`redact --clip ${id} --out f.mp4`, 6, 'no-way-out'],
])('%s never opens the vault', async (words, code, kind) => {
  const { door, ...ended } = await run(`${words} --reason r --json`)
  expect([ended.code, ended.lines().at(-1)]).toMatchObject([code, { ok: false, exit: code, failures: [{ kind }] }])
  expect([door.signIns.length, door.calls.length]).toEqual([0, 0])
  expect(ended.told).toMatch(/^occlude: .+\.\n$/)
})
