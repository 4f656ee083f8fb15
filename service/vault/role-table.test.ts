import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type InputOf, type MethodName, methods } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { type Role, roles } from '../../core/access/roles.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { instant } from '../../core/ports/clock.ts'
import { failed } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { fakeHash } from '../fake-ports.ts'
import { BrokenGlass } from './broken-glass.ts'
import { MethodCall } from './call-method.ts'
import { allPorts, fakeClip, fakeService, grantOf, personWith, unstopped } from './fake-service.ts'
import { fakeId, fakeVault } from './fake-vault.ts'
import type { CallRequest, Handlers } from './handler.ts'
import { Openings } from './openings.ts'

/**
 * Who may call what, written out from DOMAIN.md's matrix and the issue of the vault, not taken from the profiles: D disclosure
 * officer, L stop-and-search lead, P present (supervising) officer, H panel host, S supervisor, O officer, R room operator,
 * G information governance, A administrator, U auditor.
 */
const letters: { readonly [R in Role]: string } = {
  'disclosure-officer': 'D',
  'stop-search-lead': 'L',
  'supervising-officer': 'P',
  'panel-host': 'H',
  supervisor: 'S',
  officer: 'O',
  'room-operator': 'R',
  'information-governance': 'G',
  administrator: 'A',
  auditor: 'U',
}

const everybody = 'DLPHSORGAU'
const viewing = 'DLS'
const watching = ['information-governance', 'administrator', 'auditor'] as const

const clip = 'c1c1c1c1c1c1c1c1'
const opening = String(fakeId('opening'))
const search = { profile: 'balanced', classes: ['face'] } as const
/** Whether a call is about one clip. */
const isAbout = (name: MethodName) => 'clip' in table[name].input && table[name].input.clip !== null

const engine = { search, threads: null, models: null }
const asked = {
  ...{ keep: [], inverse: false, style: null, spans: [], blanks: [], regions: null },
  sound: { rest: null, mute: [], bleep: [] },
}
const keys = [{ frame: 0 as never, box: [10, 10, 40, 30] as const }]
const following = {
  region: { shape: 'rect', keys, untilFrame: 5 as never },
  ...{ directions: ['forward' as const], from: null, until: null, backTo: 0 },
} as const
const grants = [grantOf('officer')]
const passphrase = 'four unrelated words here'
const clipText = fakeClip().id

type Row<M extends MethodName> = { readonly who: string; readonly input: InputOf<M>; readonly reason?: true }

/** The same for every method: who may, a call that is in order, and whether it asks for a reason. */
const table: { readonly [M in MethodName]: Row<M> } = {
  'user.list': { who: 'A', input: {} },
  'user.add': { who: 'A', input: { name: 'Eve', grants, passphrase } },
  'user.disable': { who: 'A', input: { name: 'Eve' } },
  'user.role': { who: 'A', input: { name: 'Eve', grants } },
  'user.known-as': { who: 'A', input: { name: 'Eve', knownAs: ['PC 1'] } },
  'user.passphrase': { who: everybody, input: { oldPassphrase: passphrase, newPassphrase: passphrase } },
  'user.recover': { who: 'A', reason: true, input: { name: 'Eve', shares: ['one', 'two'], newPassphrase: passphrase } },
  'vault.status': { who: everybody, input: {} },
  'vault.check': { who: 'A', input: {} },
  'vault.rotate': { who: 'A', input: {} },
  'vault.backup': { who: 'A', input: { out: '/backup' } },
  'vault.confirm-clock': { who: 'G', reason: true, input: {} },
  'vault.profile': { who: 'G', reason: true, input: { profileText: '{}' } },
  'clip.import': { who: 'DLSR', reason: true, input: { paths: ['/a'], mapping: '' } },
  'clip.decode': { who: 'DLSR', input: {} },
  'clip.list': { who: 'DLSG', input: { query: { limit: 1 }, keep: null } },
  'clip.show': { who: 'DLSG', input: { clip: clipText } },
  'clip.edit': { who: viewing, reason: true, input: { clip: clipText, changes: {} } },
  'clip.access': { who: viewing, input: { clip: clipText } },
  'clip.restrict': { who: viewing, reason: true, input: { clip: clipText, kind: 'child', allowed: [] } },
  'clip.unrestrict': { who: viewing, reason: true, input: { clip: clipText } },
  'clip.hold': { who: 'DLSRG', reason: true, input: { clip: clipText, kind: 'sar', endsAt: null, reviewAt: null } },
  'clip.unhold': { who: 'DLSRG', reason: true, input: { clip: clipText, hold: null } },
  'clip.posters': { who: viewing, reason: true, input: { clip: clipText } },
  'clip.index': { who: viewing, reason: true, input: { clip: clipText, deep: false } },
  'clip.detect': {
    who: viewing,
    reason: true,
    input: { clip: clipText, ...engine, from: 0, until: null, playhead: null },
  },
  'clip.track': { who: 'DL', reason: true, input: { clip: clipText, detections: '{}' } },
  'clip.plan': { who: 'DL', reason: true, input: { clip: clipText, project: '{}' } },
  'clip.redact': { who: 'DL', reason: true, input: { clip: clipText, ...engine, project: null, asked } },
  'clip.verify': { who: viewing, reason: true, input: { clip: clipText, signer: null, threads: null, models: null } },
  'source.set': {
    who: viewing,
    reason: true,
    input: { clip: clipText, system: 'Evidence.com', id: null, category: null, deletionDate: null },
  },
  'source.tasks': { who: 'DLSRG', input: {} },
  'source.confirm': { who: 'DLSRG', reason: true, input: { clip: clipText, task: null } },
  'todo.list': { who: 'DLSG', input: {} },
  'history.own-clip': { who: 'DLSO', input: { clip: clipText } },
  'clip.open': { who: viewing, reason: true, input: { clip: clipText } },
  'clip.read-range': { who: viewing, input: { opening, start: 0, end: 1 } },
  'clip.decode-frames': { who: viewing, input: { opening, from: 0 as never, until: 1, longestSide: null } },
  'clip.decode-sound': { who: viewing, input: { opening, track: 0, from: 0, until: 1 } },
  'clip.close': { who: viewing, input: { opening } },
  'clip.snapshot': { who: 'D', reason: true, input: { clip: clipText, opening, frame: 0 as never } },
  'session.show': { who: everybody, input: {} },
  'clip.page-posters': { who: viewing, reason: true, input: { clips: [clipText] } },
  'bookmark.list': { who: viewing, input: { clip: clipText } },
  'bookmark.put': { who: viewing, input: { clip: clipText, bookmark: null, frame: 1, seconds: 0, text: 'here' } },
  'bookmark.remove': { who: viewing, input: { clip: clipText, bookmark: opening } },
  'filter.list': { who: 'DLSG', input: {} },
  'filter.put': { who: 'DLSG', input: { name: 'mine', query: {} } },
  'filter.remove': { who: 'DLSG', input: { filter: opening } },
  'clip.clock': { who: 'DLSG', input: { clip: clipText } },
  'clip.set-clock': { who: viewing, reason: true, input: { clip: clipText, seconds: 3_600 } },
  'redaction.list': { who: 'DL', input: { clip: clipText } },
  'redaction.queue': { who: 'DL', reason: true, input: { clip: clipText, purpose: 'x', search: engine.search } },
  'redaction.unqueue': { who: 'DL', input: { only: null } },
  'redaction.create': { who: 'DL', reason: true, input: { clip: clipText, purpose: 'a request' } },
  'redaction.open': { who: 'DL', reason: true, input: { clip: clipText, redaction: opening } },
  'redaction.close': { who: 'DL', input: { clip: clipText, redaction: opening, hold: opening } },
  'redaction.edit': {
    who: 'DL',
    input: { clip: clipText, redaction: opening, revision: 0, steps: [{ kind: 'undo' }] },
  },
  'redaction.policy': { who: 'DL', input: {} },
  'redaction.seen': {
    who: 'DL',
    input: { clip: clipText, redaction: opening, revision: 0, opening, frames: [], sound: [], speed: 1 },
  },
  'redaction.coverage': { who: 'DL', input: { clip: clipText, redaction: opening } },
  'redaction.gates': { who: 'DL', input: { clip: clipText, redaction: opening } },
  'redaction.sign': { who: 'DL', input: { clip: clipText, redaction: opening, revision: 0, nothingToHide: false } },
  'redaction.approve': { who: 'DL', input: { clip: clipText, redaction: opening, revision: 0, nothingToHide: false } },
  'redaction.trial': {
    who: 'DL',
    reason: true,
    input: { clip: clipText, redaction: opening, threads: null, models: null },
  },
  'redaction.tried': { who: 'DL', input: { clip: clipText, redaction: opening } },
  'redaction.render': {
    who: 'DL',
    reason: true,
    input: { clip: clipText, redaction: opening, threads: null, models: null },
  },
  'redaction.propose': {
    who: 'DL',
    reason: true,
    input: { clip: clipText, redaction: opening, ...engine, playhead: 0 },
  },
  'redaction.stop': { who: 'DL', input: { clip: clipText, redaction: opening } },
  'redaction.follow': { who: 'DL', reason: true, input: { clip: clipText, redaction: opening, ...following } },
  'redaction.listen': { who: 'DL', reason: true, input: { clip: clipText, redaction: opening } },
  'redaction.steps': { who: 'DL', input: { clip: clipText, redaction: opening, after: 0, limit: 1 } },
  'copy.disclose': {
    who: 'D',
    reason: true,
    input: {
      ...{ clip: clipText, folder: '/media/stick', recipient: 'J. Public', route: 'by hand' },
      ...{ heldBack: [], passphrase: null, threads: null, models: null },
    },
  },
  'copy.schedule': { who: 'D', reason: true, input: { clip: clipText, kind: 'internal', heldBack: [], keep: true } },
  'disclosure.list': { who: 'DLSG', input: { clip: clipText, text: null, offset: 0, limit: 1 } },
  'audit.disclosures': { who: 'AU', input: { clip: null, text: null, offset: 0, limit: 1 } },
  'notice.list': { who: 'G', input: {} },
  'notice.seen': { who: 'G', input: { notice: opening } },
  'vault.confirm-profile': { who: 'G', reason: true, input: { until: '2027-05-31' } },
  'retention.keep': { who: 'G', reason: true, input: { clip: clipText } },
  'retention.evaluate': { who: 'G', input: { asOf: null } },
  'retention.queue': { who: 'G', input: {} },
  'retention.page': { who: 'G', input: { of: 'queued', offset: 0, limit: 1 } },
  'retention.approve': { who: 'G', reason: true, input: { clip: clipText } },
  'retention.undo': { who: 'G', reason: true, input: { clip: clipText } },
  'retention.apply': { who: 'G', input: { clips: null } },
  'retention.deletions': { who: 'G', input: { limit: 1 } },
  'audit.list': { who: 'AU', input: { purpose: 'lawfulness', from: 0, limit: 1, user: null, clip: null } },
  'audit.verify': { who: 'AU', input: { incremental: false, anchors: [] } },
  'audit.export': { who: 'AU', input: { purpose: 'lawfulness', out: '/log' } },
  'audit.prove': { who: 'AU', input: { seq: 0, consistencyFrom: null } },
}

const names = Object.keys(table) as MethodName[]

function shipped(name: string): PolicyProfile {
  const text = readFileSync(join(import.meta.dirname, `../../resources/profiles/${name}.json`), 'utf8')
  const profile = readProfile(text, name)
  if (!profile.ok) throw new Error(JSON.stringify(profile.failure))
  return profile.value
}

/** Handlers that only say that a call has come through. */
function watchers(reached: string[]): Handlers {
  const handler = async () => failed({ kind: 'cancelled' } as const)
  return Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        reached.push(name)
        return handler()
      },
    ]),
  ) as unknown as Handlers
}

type Asker = {
  readonly profile: PolicyProfile
  readonly grants: readonly ReturnType<typeof grantOf>[]
  readonly clip?: ClipRecord
}

/** Calls a method as somebody with these grants, who recorded or imported the clip only where it says so. */
async function call<M extends MethodName>(name: M, asker: Asker, more: Partial<CallRequest<M>> = {}) {
  const user = personWith('Ann', asker.grants)
  const vault = fakeVault([user])
  // Nothing incomplete leaves (DOMAIN.md R9): the clip of these calls has everything that profiles ask for.
  const metadata = { ...fakeClip().metadata, incident: 'I-1', place: 'Hill Street' }
  const record = asker.clip ?? fakeClip({ importedBy: user.id, metadata })
  vault.rows = { ...vault.rows, clips: [record] }
  const openings = new Openings(vault.store)
  const source = { name: 'x', bytes: { size: 1, read: async () => new Uint8Array(1) }, fault: () => null }
  const ending = { action: 'clip.view', outcome: 'done', object: null, reason: null, role: null } as const
  openings.add({
    id: opening,
    session: fakeId('session'),
    clip: record.id,
    source: { ...source, unchanged: async () => true, close: async () => undefined },
    index: null,
    brokenGlass: null,
    openedAt: 0,
    ending: { ...ending, user: null, session: fakeId('session') },
  })
  const reached: string[] = []
  const ports = { ...allPorts(vault.store, asker.profile), openings, glass: new BrokenGlass() }
  const request = { input: table[name].input as InputOf<M>, reason: 'a reason', ...more }
  const answer = await new MethodCall(
    ports,
    { name, caller: { session: fakeId('session'), user }, request },
    unstopped,
  ).run(watchers(reached))
  return { reached: reached.length > 0, failure: answer.ok ? null : answer.failure, log: vault.log, user }
}

/** A refusal: nothing was reached, and the log says who was refused what, and with which clip. */
async function expectRefused(name: MethodName, asker: Asker, why?: string): Promise<void> {
  const { reached, failure, log, user } = await call(name, asker)
  expect(reached).toBe(false)
  expect(failure).toMatchObject({ kind: 'not-permitted', ...(why ? { why } : {}) })
  const entry = log.find(({ outcome }) => outcome === 'denied')
  expect(entry).toMatchObject({ action: methods[name].audit, user: { id: user.id, name: 'Ann' } })
  const about = isAbout(name) || methods[name].kind === 'part'
  expect(entry?.object?.id ?? null).toBe(about ? clip : null)
}

describe.each(['essex', 'kent', 'campus', 'blank'])('profile %s', (profileName) => {
  const profile = shipped(profileName)
  // A campus has no stop and search and no panels (DOMAIN.md, permissions).
  const absent = profileName === 'campus' ? 'LPH' : ''

  it.each(names)('%s is for those of the table, and for nobody else', async (name) => {
    for (const role of roles) {
      const asker = { profile, grants: [grantOf(role)] }
      if (table[name].who.includes(letters[role]) && !absent.includes(letters[role])) {
        const { reached, log } = await call(name, asker)
        expect(reached, `${role} ${name}`).toBe(true)
        expect(log.some(({ outcome }) => outcome === 'denied')).toBe(false)
      } else await expectRefused(name, asker)
    }
    await expectRefused(name, { profile, grants: [] }, 'role')
  })
})

const essex = shipped('essex')
const officer: Asker = { profile: essex, grants: [grantOf('disclosure-officer')] }

describe('every method', () => {
  it.each(names)('%s is closed to whoever is not signed in', async (name) => {
    const { service, vault } = fakeService([], essex)
    const request = { input: table[name].input as never, reason: 'a reason' }
    const answer = await service.call('no session', name, request, unstopped)
    expect(answer).toEqual({ ok: false, failure: { kind: 'not-signed-in' } })
    expect(vault.log).toEqual([])
  })

  it.each(names)('%s asks for a reason where the table says so', async (name) => {
    expect(methods[name].reason).toBe(table[name].reason ? 'required' : 'optional')
    const role = roles.find((each) => table[name].who.includes(letters[each])) ?? 'auditor'
    for (const reason of [null, '', ' \n', 'x'.repeat(2_001)]) {
      if (!table[name].reason) continue
      const { reached, failure, log } = await call(name, { profile: essex, grants: [grantOf(role)] }, { reason })
      expect([reached, failure?.kind]).toEqual([false, 'reason-missing'])
      expect(log.at(-1)).toMatchObject({ outcome: 'denied', detail: { failure: 'reason-missing' } })
    }
  })
})

/** A profile that gives everything to everybody. */
const everything = [...new Set(names.map((name) => methods[name].permission))]
const careless: PolicyProfile = { ...essex, permissions: Object.fromEntries(roles.map((role) => [role, everything])) }

describe('footage under a profile that gives everything to everybody', () => {
  const footage = names.filter((name) => ['clip.view', 'clip.edit', 'redact'].includes(methods[name].permission))

  it('is a profile that the reader refuses', () => {
    const shippedText = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
    const text = JSON.stringify({ ...JSON.parse(shippedText), permissions: careless.permissions })
    expect(readProfile(text, 'careless').ok).toBe(false)
  })

  it.each(footage)('%s stays closed to those who watch over others, and to officers and operators', async (name) => {
    for (const role of [...watching, 'officer', 'room-operator'] as const)
      await expectRefused(name, { profile: careless, grants: [grantOf(role)] }, 'role')
    for (const role of watching)
      await expectRefused(
        name,
        { profile: careless, grants: [grantOf('disclosure-officer'), grantOf(role)] },
        'kept-apart',
      )
  })
})

describe('scopes, dates, access lists and involvement', () => {
  const within = (scope: object) => grantOf('disclosure-officer', { scope: { ...grantOf('officer').scope, ...scope } })
  const others = fakeClip()
  const child = fakeClip({ restriction: { kind: 'child', allowed: [fakeId('somebody')] } })
  const now = instant('2026-11-22T10:00:00.000Z')
  const ofClip = names.filter((name) => isAbout(name) && table[name].who.includes('D'))
  const rows = [
    ['another force', { grants: [within({ forces: ['Kent Police'] })], clip: others }, 'scope'],
    ['another area', { grants: [within({ areas: ['South'] })], clip: others }, 'scope'],
    ['another team', { grants: [within({ teams: ['A'] })], clip: others }, 'scope'],
    ['a grant that is over', { grants: [grantOf('disclosure-officer', { until: now })], clip: others }, 'dates'],
    [
      'a grant to come',
      { grants: [grantOf('disclosure-officer', { from: instant('2027-01-01T00:00:00Z') })] },
      'dates',
    ],
  ] as const

  it.each(rows)('%s: nothing of the clip', async (_row, asker, why) => {
    for (const name of ofClip.filter((each) => each !== 'history.own-clip'))
      await expectRefused(name, { profile: essex, ...asker }, why)
  })

  it('a clip with an access list can be held, and nothing else, by who is not on it', async () => {
    const beyond = ['clip.hold', 'clip.unhold', 'source.confirm']
    for (const name of ofClip) {
      if (name === 'history.own-clip') continue
      if (beyond.includes(name)) expect((await call(name, { ...officer, clip: child })).reached, name).toBe(true)
      else await expectRefused(name, { ...officer, clip: child }, 'restricted')
    }
  })

  it('broken glass opens seeing, and neither changing nor taking out; somebody is told', async () => {
    const opens = [
      'clip.clock',
      'bookmark.list',
      'bookmark.put',
      'bookmark.remove',
      'clip.show',
      'disclosure.list',
      'clip.posters',
      'clip.index',
      'clip.detect',
      'clip.verify',
      'clip.open',
    ]
    const held = ['clip.hold', 'clip.unhold', 'source.confirm', 'history.own-clip']
    for (const name of ofClip.filter((each) => !held.includes(each))) {
      const { reached, log } = await call(name, { ...officer, clip: child }, { breakGlass: true })
      expect(reached, name).toBe(opens.includes(name))
      expect(log.filter(({ action }) => action === 'session.break-glass')).toHaveLength(opens.includes(name) ? 1 : 0)
    }
    const without = await call('clip.show', { ...officer, clip: child }, { breakGlass: true, reason: ' ' })
    expect(without.reached).toBe(false)
  })

  it('the history of a clip is for who recorded or imported it', async () => {
    await expectRefused('history.own-clip', { ...officer, clip: others }, 'not-own')
    expect((await call('history.own-clip', officer)).reached).toBe(true)
  })

  it('a clip on its way to deletion is locked to viewing and can still be held and brought back', async () => {
    const since = instant('2026-11-20T00:00:00.000Z')
    const expiry = { state: 'marked', since, rule: 'r', undoUntil: now, approvedBy: null } as const
    const marked = fakeClip({ expiry, sha256: fakeHash('m') })
    for (const name of ['clip.open', 'clip.read-range', 'clip.posters', 'clip.edit', 'clip.redact'] as const)
      await expectRefused(name, { ...officer, clip: marked }, 'locked')
    for (const name of ['clip.show', 'clip.hold'] as const)
      expect((await call(name, { ...officer, clip: marked })).reached).toBe(true)
    const governs = { profile: essex, grants: [grantOf('information-governance')], clip: marked }
    expect((await call('retention.undo', governs)).reached).toBe(true)
  })
})
