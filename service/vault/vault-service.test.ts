import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf, MethodName } from '../../contract/methods/all.ts'
import type { Role } from '../../core/access/roles.ts'
import { noMetadata } from '../../core/intake/clip-metadata.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { strictRedactionPolicy } from '../../core/policy/redaction-policy.ts'
import { type Instant, instant } from '../../core/ports/clock.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import { fakeHash } from '../fake-ports.ts'
import { type FakeVault, fakeId, fakeVault } from './fake-vault.ts'
import { createVaultService, type VaultService } from './vault-service.ts'

const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const

function person(name: string, role: Role): UserRecord {
  const grants = [{ role, scope: everywhere, from: null, until: null }]
  return { id: fakeId(name), name, knownAs: [], grants, createdAt: instant('2026-01-01T00:00:00Z'), disabledAt: null }
}

const people = [
  person('Ada', 'administrator'),
  person('Ina', 'information-governance'),
  person('Ivo', 'information-governance'),
  person('Dora', 'disclosure-officer'),
  person('Aud', 'auditor'),
]

const profile: PolicyProfile = {
  version: 1,
  name: 'test',
  title: 'Test',
  forces: ['Test Police'],
  policy: { number: null, title: 'none', source: 'none' },
  reviewDate: null,
  titles: { area: 'Area', roles: {} },
  permissions: {
    administrator: ['vault.admin', 'vault.check', 'own.session', 'own.passphrase'],
    'information-governance': [
      'library',
      'hold',
      'retention.review',
      'retention.apply',
      'vault.profile',
      'own.session',
    ],
    'disclosure-officer': ['library', 'import', 'clip.view', 'clip.edit', 'hold', 'redact', 'own.session'],
    auditor: ['audit.read', 'audit.verify', 'own.session'],
  },
  requiredMetadata: ['recordedOn', 'officer'],
  retention: {
    defaultPeriodDays: 30,
    categories: [
      {
        id: 'routine',
        title: 'Routine',
        periodDays: 30,
        reviewDays: null,
        evidential: false,
        distressing: false,
        source: 'test',
      },
      {
        id: 'evidence',
        title: 'Evidence',
        periodDays: 2000,
        reviewDays: 365,
        evidential: true,
        distressing: false,
        source: 'test',
      },
    ],
    expiry: 'queue',
    undoDays: 7,
    disclosureYears: 6,
    holds: {
      sar: { needs: 'end', defaultDays: 90 },
      panel: { needs: 'end', defaultDays: 90 },
      case: { needs: 'review', defaultDays: 90 },
      complaint: { needs: 'review', defaultDays: 90 },
      safeguarding: { needs: 'review', defaultDays: 90 },
      investigation: { needs: 'review', defaultDays: 90 },
    },
  },
  ...{ preEventSeconds: 30, redaction: strictRedactionPolicy },
  vault: { idleMinutes: 10, playbackMinutes: 60, jobLeaseHours: 12, overnight: 'lease-selection', backupDays: 30 },
  sources: {},
}

const clip: ClipRecord = {
  id: clipId('c1c1c1c1c1c1c1c1'),
  kind: 'clip',
  madeFrom: null,
  object: objectId('00000000000000c1'),
  sha256: fakeHash('one'),
  bytes: 4,
  name: 'one.mp4',
  metadata: {
    ...noMetadata,
    recordedOn: instant('2026-10-01T10:00:00.000Z'),
    officer: 'PC 1',
    categories: ['routine'],
  },
  importedAt: instant('2026-10-01T12:00:00.000Z'),
  importedBy: fakeId('Dora'),
  index: { state: 'indexed', frames: 30, seconds: 1, deep: false },
  restriction: null,
  involved: [],
  source: null,
  expiry: { state: 'kept' },
  dueBefore: instant('2026-11-01T00:00:00.000Z'),
  reviewedAt: null,
  releasedAt: null,
}

let vault: FakeVault
let service: VaultService
let now: Instant
let elapsed: number
let ids = 0

function unused(): never {
  throw new Error('the test needs no engine')
}

beforeEach(() => {
  vault = fakeVault(people)
  vault.rows = { ...vault.rows, clips: [clip] }
  now = instant('2026-11-22T10:00:00.000Z')
  elapsed = 0
  service = createVaultService({
    store: vault.store,
    profile: () => profile,
    now: () => now,
    elapsed: () => elapsed,
    newId: () => fakeId(`id${ids++}`),
    newSecret: unused,
    json: { textOf: JSON.stringify, hashOf: () => fakeHash('json') },
    checkSignature: unused,
    intake: unused,
    engine: unused,
    snapshotSheet: unused,
    disclosureSheets: { schedule: unused, certificate: unused },
    ...{ disclosureTarget: unused, disclosureArchive: { judge: unused, seal: unused }, after: unused },
  })
})

const work = {
  signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
  onProgress: () => undefined,
}

async function signIn(name: string): Promise<string> {
  const signedIn = await service.signIn(name, 'a passphrase')
  if (!signedIn.ok) throw new Error(signedIn.failure.kind)
  return signedIn.value.session
}

/** Calls a method as somebody; answers its value or the kind of its failure. */
async function as<M extends MethodName>(
  name: string,
  method: M,
  input: InputOf<M>,
  reason: string | null = 'a reason',
) {
  const answer = await service.call(await signIn(name), method, { input, reason }, work)
  return answer.ok ? answer.value : answer.failure.kind
}

const lastEntries = (count: number) => vault.log.slice(-count).map(({ action, outcome }) => `${action} ${outcome}`)
const stored = () => vault.rows.clips[0]

describe('the sequence of a call', () => {
  it('logs what is denied, and does nothing', async () => {
    expect(await as('Ada', 'clip.hold', { clip: clip.id, kind: 'sar', endsAt: null, reviewAt: null })).toBe(
      'not-permitted',
    )
    expect(vault.log.at(-1)).toMatchObject({
      action: 'clip.hold',
      outcome: 'denied',
      user: { name: 'Ada' },
      object: { id: clip.id },
      detail: { failure: 'not-permitted', why: 'role' },
    })
    expect(vault.rows.holds).toEqual([])
  })

  it('asks for a reason where the table of methods does', async () => {
    const input = { clip: clip.id, kind: 'sar', endsAt: null, reviewAt: null }
    for (const reason of [null, '', '   ', 'x'.repeat(2001)])
      expect(await as('Dora', 'clip.hold', input, reason)).toBe('reason-missing')
    expect(vault.log.at(-1)).toMatchObject({ outcome: 'denied', detail: { failure: 'reason-missing' } })
    expect(vault.rows.holds).toEqual([])
  })

  it('changes nothing when the log cannot be written', async () => {
    const session = await signIn('Dora')
    vault.full = true
    const input = { clip: clip.id, kind: 'sar', endsAt: null, reviewAt: null }
    const answer = await service.call(session, 'clip.hold', { input, reason: 'a request' }, work)
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
    expect(vault.rows.holds).toEqual([])
  })

  it('answers nothing when the log cannot be written', async () => {
    const session = await signIn('Dora')
    vault.full = true
    const answer = await service.call(session, 'clip.show', { input: { clip: clip.id }, reason: null }, work)
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
  })

  it('writes begun before long work and its end after it', async () => {
    await as('Ina', 'retention.evaluate', { asOf: null })
    expect(lastEntries(3)).toEqual(['retention.evaluate begun', 'retention.queue done', 'retention.evaluate done'])
    expect(vault.log.at(-1)?.ref).toBe(vault.log.at(-3)?.seq)
  })

  it('ends the entry of work that broke, and lets the bug through', async () => {
    const session = await signIn('Ada')
    await expect(service.call(session, 'vault.check', { input: {}, reason: null }, work)).rejects.toThrow('no check')
    expect(vault.log.at(-1)).toMatchObject({
      action: 'vault.check',
      outcome: 'failed',
      detail: { failure: 'internal' },
    })
  })

  it('takes no input that does not fit', async () => {
    expect(await as('Dora', 'clip.show', { clip: "'; drop table clips" })).toBe('usage')
    expect(await as('Dora', 'clip.show', { clip: 'c2c2c2c2c2c2c2c2' })).toBe('no-such-clip')
  })
})

describe('sessions', () => {
  it('end when nothing has happened for the minutes of the profile', async () => {
    const session = await signIn('Dora')
    elapsed += 10 * 60_000
    expect((await service.call(session, 'clip.show', { input: { clip: clip.id }, reason: null }, work)).ok).toBe(true)
    elapsed += 10 * 60_000 + 1
    expect(await service.expireIdle()).toBe(0)
    expect(vault.log.at(-1)).toMatchObject({ action: 'session.lock', session })
    const late = await service.call(session, 'clip.show', { input: { clip: clip.id }, reason: null }, work)
    expect(late).toMatchObject({ ok: false, failure: { kind: 'not-signed-in' } })
  })

  it('are no good to whoever has left meanwhile', async () => {
    const session = await signIn('Dora')
    expect(await as('Ada', 'user.disable', { name: 'Dora' })).toMatchObject({ name: 'Dora' })
    const late = await service.call(session, 'clip.show', { input: { clip: clip.id }, reason: null }, work)
    expect(late).toMatchObject({ ok: false, failure: { kind: 'not-signed-in' } })
    expect(await service.signIn('Dora', 'x')).toMatchObject({ ok: false, failure: { kind: 'user-disabled' } })
    expect([vault.rotations, vault.rows.slots]).toEqual([1, [{ kind: 'remove', user: fakeId('Dora') }]])
  })

  it('sign out once', async () => {
    const session = await signIn('Dora')
    await service.signOut(session)
    await service.signOut(session)
    expect(vault.log.filter(({ action }) => action === 'session.sign-out')).toHaveLength(1)
  })
})

describe('people', () => {
  const grant = (role: Role) => ({ role, scope: everywhere, from: null, until: null })

  it('are added once, with roles of the profile that do not clash', async () => {
    const passphrase = 'four unrelated words here'
    expect(await as('Ada', 'user.add', { name: 'Dora', grants: [grant('auditor')], passphrase })).toBe('user-exists')
    expect(await as('Ada', 'user.add', { name: 'Eve', grants: [grant('panel-host')], passphrase })).toBe('usage')
    const both = [grant('administrator'), grant('disclosure-officer')]
    expect(await as('Ada', 'user.add', { name: 'Eve', grants: both, passphrase })).toBe('roles-clash')
    expect(await as('Ada', 'user.add', { name: 'Eve', grants: [grant('auditor')], passphrase })).toMatchObject({
      name: 'Eve',
    })
    expect(vault.rows.slots).toMatchObject([{ kind: 'add', name: 'Eve' }])
    expect(JSON.stringify(vault.log)).not.toContain(passphrase)
  })

  it('never leave a vault without an administrator', async () => {
    expect(await as('Ada', 'user.disable', { name: 'Ada' })).toBe('last-administrator')
    expect(await as('Ada', 'user.role', { name: 'Ada', grants: [grant('auditor')] })).toBe('last-administrator')
    expect(await as('Ada', 'user.role', { name: 'Aud', grants: [grant('administrator')] })).toMatchObject({
      name: 'Aud',
    })
    expect(await as('Ada', 'user.disable', { name: 'Ada' })).toMatchObject({ name: 'Ada' })
  })
})

describe('retention', () => {
  it('queues, is approved by one person and applied by another', async () => {
    expect(await as('Ina', 'retention.evaluate', { asOf: null })).toMatchObject({ changed: true, clips: 1 })
    expect(stored()?.expiry.state).toBe('queued')
    expect(await as('Ina', 'retention.approve', { clip: clip.id })).toMatchObject({
      retention: { state: 'undo-window' },
    })
    now = instant('2026-12-01T00:00:01.000Z')
    expect(await as('Ina', 'retention.apply', { clips: null })).toBe('second-person-needed')
    expect(stored()).toBeDefined()
    expect(await as('Ivo', 'retention.apply', { clips: null })).toEqual({ deleted: [clip.id], left: [] })
    expect(stored()).toBeUndefined()
    expect(vault.rows.deletions).toMatchObject([{ clip: clip.id, approvedBy: fakeId('Ina'), appliedBy: fakeId('Ivo') }])
    expect(lastEntries(2)).toEqual(['retention.delete done', 'retention.apply done'])
  })

  it('only shows what another day would bring', async () => {
    const shown = await as('Ina', 'retention.evaluate', { asOf: instant('2027-01-01T00:00:00.000Z') })
    expect(shown).toMatchObject({ changed: false, changes: [{ clip: clip.id, to: 'queued' }] })
    expect(stored()?.expiry.state).toBe('kept')
  })

  it('keeps what is held, whenever the hold came', async () => {
    await as('Ina', 'retention.evaluate', { asOf: null })
    await as('Ina', 'retention.approve', { clip: clip.id })
    expect(await as('Dora', 'clip.hold', { clip: clip.id, kind: 'sar', endsAt: null, reviewAt: null })).toMatchObject({
      kind: 'sar',
    })
    now = instant('2026-12-24T00:00:00.000Z')
    expect(await as('Ivo', 'retention.apply', { clips: [clip.id] })).toMatchObject({ deleted: [] })
    expect(stored()?.expiry.state).toBe('kept')
  })

  it('stops while the clock is doubtful, until somebody vouches for it', async () => {
    vault.rows = { ...vault.rows, settings: { ...vault.rows.settings, clockDoubtful: true } }
    expect(await as('Ina', 'retention.evaluate', { asOf: null })).toBe('clock-doubtful')
    expect(await as('Ina', 'retention.apply', { clips: null })).toBe('clock-doubtful')
    expect(await as('Ina', 'vault.confirm-clock', {})).toMatchObject({ now })
    expect(await as('Ina', 'retention.evaluate', { asOf: null })).toMatchObject({ changed: true })
  })

  it('brings back what was marked', async () => {
    await as('Ina', 'retention.evaluate', { asOf: null })
    await as('Ina', 'retention.approve', { clip: clip.id })
    expect(await as('Ina', 'retention.undo', { clip: clip.id })).toMatchObject({ clip: clip.id })
    now = instant('2027-01-01T00:00:00.000Z')
    expect(await as('Ivo', 'retention.apply', { clips: null })).toEqual({ deleted: [], left: [] })
  })
})

describe('clips', () => {
  const source = { system: 'Evidence.com', id: 'E-1', category: null, deletionDate: null }

  it('say that they are not held at their source until somebody confirms it', async () => {
    await as('Dora', 'clip.hold', { clip: clip.id, kind: 'sar', endsAt: null, reviewAt: null })
    await as('Dora', 'source.set', { clip: clip.id, ...source })
    expect(await as('Dora', 'clip.show', { clip: clip.id })).toMatchObject({ clip: { atSource: 'not-held-at-source' } })
    expect(await as('Dora', 'source.confirm', { clip: clip.id, task: null })).toEqual({ confirmed: 1 })
    expect(await as('Dora', 'clip.show', { clip: clip.id })).toMatchObject({ clip: { atSource: 'held' } })
    expect(await as('Dora', 'clip.unhold', { clip: clip.id, hold: null })).toEqual({ released: 1 })
    await as('Dora', 'clip.hold', { clip: clip.id, kind: 'sar', endsAt: null, reviewAt: null })
    await as('Dora', 'source.set', { clip: clip.id, ...source })
    expect(vault.rows.tasks.map(({ kind }) => kind)).toEqual(['hold', 'release-hold', 'hold'])
  })

  it('are completed, and their to-do is done', async () => {
    const open = { officer: null, missing: ['officer'], openedAt: now, dueAt: now, doneAt: null }
    vault.rows = { ...vault.rows, todos: [{ id: fakeId('todo'), clip: clip.id, ...open }] }
    expect(await as('Dora', 'clip.edit', { clip: clip.id, changes: { officer: null } })).toMatchObject({
      missing: ['officer'],
    })
    expect(vault.rows.todos[0]?.doneAt).toBeNull()
    expect(await as('Dora', 'clip.edit', { clip: clip.id, changes: { officer: 'PC 2' } })).toMatchObject({
      missing: [],
    })
    expect(vault.rows.todos[0]?.doneAt).toBe(now)
    expect(await as('Dora', 'clip.edit', { clip: clip.id, changes: { involved: ['Nobody'] } })).toBe('no-such-user')
  })

  it('with an access list are there for those on it; glass can be broken, and somebody is told', async () => {
    const restriction = { kind: 'child', allowed: [] } as const
    const open = { officer: null, missing: ['officer'], openedAt: now, dueAt: now, doneAt: null }
    vault.rows = { ...vault.rows, todos: [{ id: fakeId('todo'), clip: clip.id, ...open }] }
    expect(await as('Dora', 'todo.list', {})).toMatchObject({ todos: [{ clip: clip.id }] })
    expect(await as('Dora', 'clip.edit', { clip: clip.id, changes: { restriction } })).toMatchObject({
      restricted: 'child',
    })
    expect(await as('Dora', 'clip.show', { clip: clip.id })).toBe('not-permitted')
    const listed = await as('Dora', 'clip.list', { query: { limit: 10 }, keep: null })
    expect(listed).toMatchObject({ clips: [] })
    expect(await as('Dora', 'todo.list', {})).toEqual({ todos: [] })
    const request = { input: { clip: clip.id }, reason: 'a child at risk', breakGlass: true }
    const broken = await service.call(await signIn('Dora'), 'clip.show', request, work)
    expect(broken).toMatchObject({ ok: true, value: { clip: { restricted: 'child' } } })
    expect(vault.rows.notices).toEqual(['a child at risk'])
    expect(vault.log.filter(({ action }) => action === 'session.break-glass')).toHaveLength(1)
  })

  it('are searched, and a search is kept as a signed record', async () => {
    const kept = await as('Dora', 'clip.list', { query: { limit: 10, officer: 'PC 1' }, keep: 'SAR 12' })
    expect(kept).toMatchObject({ clips: [{ clip: clip.id }], more: false })
    const [record] = vault.rows.searches
    expect(JSON.parse(record?.text ?? '')).toMatchObject({
      purpose: 'SAR 12',
      by: 'Dora',
      hits: [{ clip: clip.id }],
      deleted: [],
    })
    expect(lastEntries(2)).toEqual(['search.record done', 'clip.search done'])
  })
})
