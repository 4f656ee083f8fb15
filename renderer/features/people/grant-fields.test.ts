import { expect, test } from 'vitest'
import { grantShape } from '../../../contract/vault-schemas.ts'
import { draftOf, grantOf, usualGrant } from './grant-fields.tsx'

test('a role goes through the fields and comes out as it was', () => {
  const grant = {
    role: 'supervisor',
    scope: { forces: ['Essex Police'], areas: ['Harlow', 'Maldon'], teams: 'all' },
    from: '2026-01-01T00:00:00.000Z',
    until: '2026-12-31T23:59:59.999Z',
  } as const
  expect(grantOf(draftOf(grantShape.parse(grant)), grant.from)).toEqual(grant)
})

test('empty fields leave nothing out, and are a grant of the contract', () => {
  const grant = grantOf(usualGrant)
  expect(grant).toEqual({
    role: 'disclosure-officer',
    scope: { forces: 'all', areas: 'all', teams: 'all' },
    from: null,
    until: null,
  })
  expect(grantShape.safeParse(grant).success).toBe(true)
})
