import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decideAccess } from '../../core/access/decide-access.ts'
import { permissions } from '../../core/access/permissions.ts'
import { roles } from '../../core/access/roles.ts'
import { isReviewOverdue, type PolicyProfile, rolesOf } from '../../core/policy/policy-profile.ts'
import { instant } from '../../core/ports/clock.ts'
import { userId } from '../../core/vault/ids.ts'
import {
  isShippedProfileName,
  readShippedProfile,
  type ShippedProfileName,
  shippedProfileNames,
} from './shipped-profile.ts'

const now = instant('2026-11-23T10:00:00Z')

async function shipped(name: ShippedProfileName): Promise<PolicyProfile> {
  const read = await readShippedProfile(name)
  if (!read.ok) throw new Error(JSON.stringify(read.failure))
  return read.value.profile
}

/**
 * Who may do what, written down by hand from DOMAIN.md (permissions) and the issue: a line a permission, a column a role. Columns:
 * disclosure officer, lead, supervising officer, panel host, supervisor, officer, room operator, information governance,
 * administrator, auditor.
 */
const matrix = `
  library           x x . . x . . x . .
  import            x x . . x . x . . .
  clip.view         x x . . x . . . . .
  clip.edit         x x . . x . . . . .
  hold              x x . . x . x x . .
  retention.review  . . . . . . . x . .
  retention.apply   . . . . . . . x . .
  snapshot          x . . . . . . . . .
  redact            x x . . . . . . . .
  approve           x x . . . . . . . .
  disclose          x . . . . . . . . .
  vault.admin       . . . . . . . . x .
  vault.profile     . . . . . . . x . .
  vault.check       . . . . . . . . x .
  audit.read        . . . . . . . . x x
  audit.verify      . . . . . . . . x x
  history.own-clip  x x . . x x . . . .
  own.passphrase    x x x x x x x x x x
  own.session       x x x x x x x x x x`

const lines = matrix
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

const withoutStops = new Set(['stop-search-lead', 'supervising-officer', 'panel-host'])

describe.each(shippedProfileNames)('%s', (name) => {
  it('gives each role what the table says, and nothing beside', async () => {
    const profile = await shipped(name)
    expect(lines.map(([permission]) => permission).toSorted()).toStrictEqual([...permissions].toSorted())
    const grantOf = (role: (typeof roles)[number]) => ({
      role,
      scope: { forces: 'all', areas: 'all', teams: 'all' } as const,
      from: null,
      until: null,
    })
    for (const [at, role] of roles.entries()) {
      const subject = {
        userId: userId('annannannannanna'),
        name: 'Ann',
        knownAs: [],
        grants: [grantOf(role)],
        disabled: false,
      }
      const may = permissions.filter(
        (permission) => decideAccess({ subject, permission, object: null, now, profile }).allowed,
      )
      const left = name === 'campus' && withoutStops.has(role)
      const expected = left ? [] : lines.filter((line) => line[at + 1] === 'x').map(([permission]) => permission)
      expect([role, may.toSorted()]).toStrictEqual([role, expected.toSorted()])
    }
  })

  it('is named after its file and says where each category comes from', async () => {
    const profile = await shipped(name)
    expect(profile.name).toBe(name)
    expect(profile.retention.categories.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['routine', 'evidential', 'investigation', 'legal', 'safeguarding', 'complaint']),
    )
    for (const field of ['permissions', 'requiredMetadata', 'vault']) expect(profile.sources).toHaveProperty([field])
  })
})

it('ships these profiles and no others', async () => {
  const files = await readdir(join(import.meta.dirname, '../../resources/profiles'))
  expect(files.toSorted()).toStrictEqual(shippedProfileNames.map((name) => `${name}.json`).toSorted())
  expect(isShippedProfileName('kent')).toBe(true)
  for (const other of ['Essex', '../essex', 'essex.json', '', 'constructor'])
    expect(isShippedProfileName(other)).toBe(false)
})

it('says that the joint policy of Essex and Kent is past its review, and that the others name no date', async () => {
  for (const name of ['essex', 'kent'] as const) {
    const profile = await shipped(name)
    expect(isReviewOverdue(profile, now, null)).toBe(true)
    expect(isReviewOverdue(profile, instant('2026-05-31T12:00:00Z'), null)).toBe(false)
  }
  for (const name of ['campus', 'blank'] as const) expect(isReviewOverdue(await shipped(name), now, null)).toBe(false)
})

it('deletes by itself on a campus alone, there without time for undoing, and everywhere after 30 days', async () => {
  const found = await Promise.all(
    shippedProfileNames.map(async (name) => {
      const { expiry, undoDays, defaultPeriodDays, categories } = (await shipped(name)).retention
      const routine = categories.find(({ id }) => id === 'routine')
      return [name, expiry, undoDays, defaultPeriodDays, routine?.periodDays]
    }),
  )
  expect(found).toStrictEqual([
    ['essex', 'queue', 7, 30, 30],
    ['kent', 'queue', 7, 30, 30],
    ['campus', 'automatic', 0, 30, 30],
    ['blank', 'queue', 7, 30, 30],
  ])
})

it('has no roles of stop and search on a campus, and calls the lead what the force does', async () => {
  expect(rolesOf(await shipped('campus')).filter((role) => withoutStops.has(role))).toStrictEqual([])
  expect((await shipped('essex')).titles).toMatchObject({
    area: 'LPA',
    roles: { 'stop-search-lead': 'LPA Stop & Search Lead' },
  })
  expect((await shipped('kent')).titles.area).toBe('Division')
})
