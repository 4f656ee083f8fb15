import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../ports/clock.ts'
import { clipId, userId } from '../vault/ids.ts'
import type { AccessObject, AccessSubject, Grant, Scope } from './access-object.ts'
import { type AccessQuestion, decideAccess, footageGranted } from './decide-access.ts'
import { footagePermissions, permissions } from './permissions.ts'
import { footageRoles, type Role, roles } from './roles.ts'

const everywhere: Scope = { forces: 'all', areas: 'all', teams: 'all' }
const ann = userId('annannannannanna')
const bob = userId('b0bb0bb0bb0bb0b0')
const now = instant('2026-11-23T10:00:00Z')

const clip: AccessObject = {
  clip: clipId('c1c1c1c1c1c1c1c1'),
  ownerForce: 'Essex Police',
  area: 'Colchester',
  team: 'B',
  officer: 'PC 1234',
  importedBy: bob,
  involved: [],
  missing: [],
  restriction: null,
  state: 'live',
}

function grant(role: Role, changes: Partial<Grant> = {}): Grant {
  return { role, scope: everywhere, from: null, until: null, ...changes }
}

function subject(grants: readonly Grant[], changes: Partial<AccessSubject> = {}): AccessSubject {
  return { userId: ann, name: 'Ann', knownAs: [], grants, disabled: false, ...changes }
}

const profile: AccessQuestion['profile'] = {
  permissions: {
    'disclosure-officer': ['library', 'import', 'clip.view', 'clip.edit', 'hold', 'redact', 'approve', 'disclose'],
    supervisor: ['library', 'clip.view', 'history.own-clip'],
    officer: ['history.own-clip'],
    'information-governance': ['library', 'hold', 'retention.review', 'retention.apply'],
    administrator: ['vault.admin'],
  },
}

const officer = subject([grant('disclosure-officer')])

function ask(changes: Partial<AccessQuestion>): string {
  const decision = decideAccess({ subject: officer, permission: 'clip.view', object: clip, now, profile, ...changes })
  return decision.allowed ? decision.role : decision.why
}

it('lets a role do what the profile gives it, and nothing else', () => {
  expect(ask({})).toBe('disclosure-officer')
  expect(ask({ permission: 'vault.admin' })).toBe('role')
  expect(ask({ subject: subject([]) })).toBe('role')
  expect(ask({ subject: subject([grant('panel-host')]) })).toBe('role')
})

it('lets nobody do anything who is disabled', () => {
  for (const permission of permissions)
    expect(ask({ permission, subject: subject([grant('disclosure-officer')], { disabled: true }) })).toBe('disabled')
})

describe('dates of a grant', () => {
  const until = instant('2026-11-23T10:00:00.001Z')
  it.each([
    [{ from: now, until }, 'disclosure-officer'],
    [{ from: until, until: null }, 'dates'],
    [{ from: null, until: now }, 'dates'],
  ])('%j', (dates, expected) => {
    expect(ask({ subject: subject([grant('disclosure-officer', dates)]) })).toBe(expected)
  })

  it('lets one grant in force do where another is over', () => {
    const grants = [grant('disclosure-officer', { until: now }), grant('supervisor')]
    expect(ask({ subject: subject(grants) })).toBe('supervisor')
    expect(ask({ subject: subject(grants), permission: 'redact' })).toBe('dates')
  })
})

describe('scope of a grant', () => {
  it.each([
    [{ forces: ['essex  police '] }, {}, 'disclosure-officer'],
    [{ forces: ['Kent Police'] }, {}, 'scope'],
    [{ forces: [] }, {}, 'scope'],
    [{ areas: ['Colchester', 'Harlow'] }, {}, 'disclosure-officer'],
    [{ areas: ['Harlow'] }, {}, 'scope'],
    [{ teams: ['A'] }, {}, 'scope'],
    [{ forces: ['Essex Police'], areas: ['Harlow'] }, {}, 'scope'],
    [{ forces: ['Essex Police'] }, { ownerForce: null }, 'scope'],
    [{ forces: ['Essex Police'] }, { ownerForce: ' ' }, 'scope'],
    [{ forces: ['Essex Police'] }, { ownerForce: null, importedBy: ann }, 'disclosure-officer'],
    [{ forces: ['Kent Police'] }, { importedBy: ann }, 'scope'],
    [{ forces: ['Essex Police'] }, { area: null, team: null }, 'disclosure-officer'],
    [{}, { ownerForce: null, area: null, team: null }, 'disclosure-officer'],
  ])('%j reaches a clip with %j: %s', (scope, facts, expected) => {
    const narrow = subject([grant('disclosure-officer', { scope: { ...everywhere, ...scope } })])
    expect(ask({ subject: narrow, object: { ...clip, ...facts } })).toBe(expected)
  })

  it('does not add up grants: one of them has to reach the clip in all three', () => {
    const scopes: readonly Partial<Scope>[] = [{ areas: ['Harlow'] }, { teams: ['A'] }]
    const grants = scopes.map((scope) => grant('disclosure-officer', { scope: { ...everywhere, ...scope } }))
    expect(ask({ subject: subject(grants) })).toBe('scope')
  })
})

describe('who sees footage', () => {
  it('keeps footage from whoever governs, administers or audits, whatever else they are', () => {
    for (const role of ['administrator', 'auditor', 'information-governance'] as const) {
      const both = subject([grant('disclosure-officer'), grant(role)])
      for (const permission of ['clip.view', 'clip.edit', 'redact', 'approve', 'disclose'] as const)
        expect(ask({ subject: both, permission })).toBe('kept-apart')
      expect(ask({ subject: both, permission: 'clip.view', object: null })).toBe('kept-apart')
      expect(ask({ subject: subject([grant('disclosure-officer'), grant(role, { until: now })]) })).toBe(
        'disclosure-officer',
      )
    }
  })

  it('gives a token for footage of one clip, and none for anything else', () => {
    const decision = decideAccess({ subject: officer, permission: 'clip.view', object: clip, now, profile })
    expect(footageGranted(decision.allowed && decision.footage)).toStrictEqual({
      userId: ann,
      role: 'disclosure-officer',
      permission: 'clip.view',
      clip: clip.clip,
      decidedAt: now,
      breakGlass: false,
    })
    for (const [permission, object] of [
      ['library', clip],
      ['hold', clip],
      ['clip.view', null],
    ] as const)
      expect(decideAccess({ subject: officer, permission, object, now, profile })).toMatchObject({
        allowed: true,
        footage: null,
      })
  })

  it('takes nothing for a token that the decision did not make', () => {
    const decision = decideAccess({ subject: officer, permission: 'clip.view', object: clip, now, profile })
    const token = decision.allowed ? decision.footage : null
    expect(footageGranted(token)).not.toBeNull()
    const forged = Object.create(Object.getPrototypeOf(token)) as unknown
    for (const other of [forged, { ...token }, JSON.parse(JSON.stringify(token)), footageGranted(token), {}, 'x', null])
      expect(footageGranted(other)).toBeNull()
  })

  it('never gives one to another role, even under a profile that its reader would refuse', () => {
    const careless = { permissions: Object.fromEntries(roles.map((role) => [role, permissions])) }
    const grants = fc.array(
      fc.constantFrom(...roles).map((role) => grant(role)),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(grants, fc.constantFrom(...permissions), (held, permission) => {
        const decision = decideAccess({ subject: subject(held), permission, object: clip, now, profile: careless })
        const token = decision.allowed ? footageGranted(decision.footage) : null
        const names = held.map(({ role }) => role)
        const seeing = names.some((role) => (footageRoles as readonly Role[]).includes(role))
        const watching = names.some((role) => ['administrator', 'auditor', 'information-governance'].includes(role))
        const footage = (footagePermissions as readonly string[]).includes(permission)
        expect(token !== null).toBe(footage && seeing && !watching)
        expect(decision.allowed).toBe(
          footage ? token !== null : permission === 'history.own-clip' ? false : held.length > 0,
        )
      }),
      { numRuns: 400 },
    )
  })
})

describe('a clip on its way to deletion', () => {
  it.each([
    ['clip.view', 'locked'],
    ['clip.edit', 'locked'],
    ['redact', 'locked'],
    ['disclose', 'locked'],
    ['approve', 'locked'],
    ['library', 'disclosure-officer'],
    ['hold', 'disclosure-officer'],
  ] as const)('%s: %s', (permission, expected) => {
    expect(ask({ permission, object: { ...clip, state: 'undo-window' } })).toBe(expected)
  })
})

describe('a restricted clip', () => {
  const object: AccessObject = { ...clip, restriction: { kind: 'child', allowed: [bob] } }
  const governance = subject([grant('information-governance')])

  it('opens to those on its list alone', () => {
    expect(ask({ object })).toBe('restricted')
    expect(ask({ object, permission: 'library' })).toBe('restricted')
    expect(ask({ object, subject: { ...officer, userId: bob } })).toBe('disclosure-officer')
  })

  it('can be held and reviewed by who may not see it', () => {
    expect(ask({ object, permission: 'hold' })).toBe('disclosure-officer')
    expect(ask({ object, permission: 'retention.apply', subject: governance })).toBe('information-governance')
    expect(ask({ object, permission: 'library', subject: governance })).toBe('restricted')
  })

  it('is known to exist only by who discloses', () => {
    const known = (who: AccessSubject) => {
      const decision = decideAccess({ subject: who, permission: 'library', object, now, profile })
      return !decision.allowed && decision.mayKnowItExists
    }
    expect(known(officer)).toBe(true)
    expect(known(subject([grant('supervisor')]))).toBe(false)
    expect(known(governance)).toBe(false)
  })

  it('opens to broken glass with a reason, for viewing only, and says so', () => {
    const breakGlass = { reason: 'missing child, duty inspector asked' }
    const decision = decideAccess({ subject: officer, permission: 'clip.view', object, now, profile, breakGlass })
    expect(decision).toMatchObject({ allowed: true, breakGlass: true })
    expect(footageGranted(decision.allowed && decision.footage)?.breakGlass).toBe(true)
    expect(ask({ object, breakGlass: { reason: ' ' } })).toBe('restricted')
    for (const permission of ['clip.edit', 'redact', 'disclose', 'approve'] as const)
      expect(ask({ object, permission, breakGlass })).toBe('restricted')
    expect(ask({ object, breakGlass, subject: governance })).toBe('role')
    const elsewhere = subject([grant('disclosure-officer', { scope: { ...everywhere, areas: ['Harlow'] } })])
    expect(ask({ object, breakGlass, subject: elsewhere })).toBe('scope')
    expect(ask({ object: { ...object, state: 'undo-window' }, breakGlass })).toBe('locked')
  })

  it('breaks no glass where none is', () => {
    const decision = decideAccess({
      subject: officer,
      permission: 'clip.view',
      object: clip,
      now,
      profile,
      breakGlass: { reason: 'x' },
    })
    expect(decision).toMatchObject({ allowed: true, breakGlass: false })
  })
})

describe('own involvement', () => {
  it('bars approval by who recorded it under any of their names, appears in it or supervised it', () => {
    expect(ask({ permission: 'approve' })).toBe('disclosure-officer')
    expect(ask({ permission: 'approve', object: { ...clip, involved: [ann] } })).toBe('own-involvement')
    expect(ask({ permission: 'approve', object: { ...clip, officer: ' ANN' } })).toBe('own-involvement')
    expect(ask({ permission: 'approve', subject: { ...officer, knownAs: ['pc  1234'] } })).toBe('own-involvement')
    for (const named of ['Smith, Ann (1234)', 'ANN SMITH', '1234 Smith'])
      expect(
        ask({ permission: 'approve', subject: { ...officer, knownAs: ['1234'] }, object: { ...clip, officer: named } }),
      ).toBe('own-involvement')
    expect(ask({ permission: 'approve', object: { ...clip, officer: 'Annette 12345' } })).toBe('disclosure-officer')
    for (const unknown of [null, ' ', '-'])
      expect(ask({ permission: 'approve', object: { ...clip, officer: unknown } })).toBe('incomplete')
    expect(ask({ permission: 'redact', object: { ...clip, involved: [ann] } })).toBe('disclosure-officer')
  })

  it('lets nothing incomplete leave', () => {
    expect(ask({ permission: 'disclose' })).toBe('disclosure-officer')
    expect(ask({ permission: 'disclose', object: { ...clip, missing: ['category'] } })).toBe('incomplete')
  })

  it('shows the history of one’s own clips, wherever they were recorded, and of no others', () => {
    const narrow = { scope: { ...everywhere, areas: ['Harlow'] } }
    const who = subject([grant('officer', narrow)], { knownAs: ['PC 1234'] })
    expect(ask({ permission: 'history.own-clip', subject: who })).toBe('officer')
    expect(ask({ permission: 'history.own-clip', subject: { ...who, knownAs: [] } })).toBe('not-own')
    expect(ask({ permission: 'history.own-clip', subject: { ...who, knownAs: ['1234'] } })).toBe('not-own')
    expect(
      ask({ permission: 'history.own-clip', subject: { ...who, knownAs: [] }, object: { ...clip, importedBy: ann } }),
    ).toBe('officer')
  })
})
