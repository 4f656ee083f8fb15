import { expect, it } from 'vitest'
import { instant } from '../ports/clock.ts'
import { userId } from '../vault/ids.ts'
import type { AccessSubject, Grant, Scope } from './access-object.ts'
import { permissionsToday, rolesToday } from './own-permissions.ts'

const everywhere: Scope = { forces: 'all', areas: 'all', teams: 'all' }
const now = instant('2026-11-23T10:00:00Z')
const profile = {
  permissions: {
    'disclosure-officer': ['library', 'clip.view', 'redact'],
    auditor: ['audit.read', 'library'],
  },
} as const

function grant(role: Grant['role'], until: Grant['until'] = null): Grant {
  return { role, scope: everywhere, from: null, until }
}

function subject(grants: readonly Grant[], disabled = false): AccessSubject {
  return { userId: userId('annannannannanna'), name: 'Ann', knownAs: [], grants, disabled }
}

it('names each role and permission of today once', () => {
  const ann = subject([grant('disclosure-officer'), grant('disclosure-officer')])
  expect(rolesToday(ann, now)).toEqual(['disclosure-officer'])
  expect(permissionsToday(ann, now, profile)).toEqual(['library', 'clip.view', 'redact'])
})

it('leaves out what is over, and everything of who is disabled', () => {
  const ann = subject([grant('disclosure-officer', instant('2026-11-22T10:00:00Z')), grant('auditor')])
  expect(rolesToday(ann, now)).toEqual(['auditor'])
  expect(permissionsToday(ann, now, profile)).toEqual(['library', 'audit.read'])
  expect(permissionsToday(subject([grant('auditor')], true), now, profile)).toEqual([])
})

it('shows no footage to somebody who also watches over others', () => {
  const both = subject([grant('disclosure-officer'), grant('auditor')])
  expect(permissionsToday(both, now, profile)).toEqual(['library', 'audit.read'])
})
