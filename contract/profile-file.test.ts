import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permissions } from '../core/access/permissions.ts'
import { footageRoles, roles } from '../core/access/roles.ts'
import { longestProfile, readProfile } from './profile-file.ts'

const own = ['own.passphrase', 'own.session']
const end = { needs: 'end', defaultDays: 90 }

const routine = {
  id: 'routine',
  title: 'Routine',
  periodDays: 30,
  reviewDays: null,
  evidential: false,
  distressing: false,
  source: 'test',
}

const redaction = {
  grounds: [{ id: 'third-party', title: 'Somebody else', uses: ['hide'], source: 'test' }],
  classReasons: { face: 'third-party' },
  soundReason: 'third-party',
  classStyles: { face: 'pixelate' },
  secondCheck: 'full',
  reviewSpeed: 2,
  soundSpeed: 1.5,
}

const sound = {
  version: 1,
  name: 'test',
  title: 'Test force',
  forces: ['Test Police'],
  policy: { number: null, title: 'Policy', source: 'test' },
  reviewDate: '2026-05-31',
  titles: { area: 'LPA', roles: { 'stop-search-lead': 'LPA Stop & Search Lead' } },
  permissions: { administrator: ['vault.admin', ...own], 'disclosure-officer': ['library', 'clip.view', ...own] },
  requiredMetadata: ['recordedOn', 'officer'],
  preEventSeconds: 20,
  retention: {
    defaultPeriodDays: 30,
    categories: [routine],
    expiry: 'queue',
    undoDays: 7,
    disclosureYears: 6,
    holds: { sar: end, panel: end, case: end, complaint: end, safeguarding: end, investigation: end },
  },
  redaction,
  vault: { idleMinutes: 10, playbackMinutes: 30, jobLeaseHours: 12, overnight: 'lease-selection', backupDays: 30 },
  sources: { vault: 'test' },
}

const read = (value: unknown) => readProfile(JSON.stringify(value), 'test.json')

function problem(changes: object): string {
  const result = read({ ...sound, ...changes })
  if (result.ok) return 'read'
  return result.failure.kind === 'bad-json' ? `${result.failure.at}: ${result.failure.problem}` : result.failure.kind
}

const given = (table: object) => problem({ permissions: { ...sound.permissions, ...table } })
const retention = (changes: object) => problem({ retention: { ...sound.retention, ...changes } })
const category = (changes: object) => retention({ categories: [{ ...routine, ...changes }] })

it('reads a sound profile as it stands', () => {
  expect(read(sound)).toStrictEqual({ ok: true, value: sound })
})

describe('who may do what', () => {
  it.each(roles)('gives footage to %s only where that role may ever see any', (role) => {
    const admin = role === 'administrator' ? ['vault.admin'] : []
    for (const permission of ['clip.view', 'clip.edit', 'snapshot', 'redact', 'approve', 'disclose']) {
      const refused = `permissions.${role}: gives ${permission} to a role that never sees footage`
      const expected = (footageRoles as readonly string[]).includes(role) ? 'read' : refused
      expect(given({ [role]: [permission, ...admin, ...own] })).toBe(expected)
    }
  })

  it.each([
    [{ supervisor: ['vault.admin', ...own] }, 'permissions.supervisor: gives vault.admin to a role that sees footage'],
    [{ supervisor: ['audit.read', ...own] }, 'permissions.supervisor: gives audit.read to a role that sees footage'],
    [{ auditor: ['own.session'] }, 'permissions.auditor: lacks own.passphrase, which everybody has'],
    [{ auditor: ['own.session', ...own] }, 'permissions.auditor: names a permission twice'],
    [{ auditor: ['audit.write', ...own] }, `permissions.auditor[0]: expected ${permissions.join(', ')}`],
    [{ administrator: own }, 'permissions: needs an administrator with vault.admin'],
    [{ sergeant: own }, 'permissions: has a field that is not known'],
  ])('refuses %j', (table, expected) => {
    expect(given(table)).toBe(expected)
  })
})

describe('how long', () => {
  it.each([
    [{ periodDays: 0 }, 'at least 1'],
    [{ periodDays: 40_000 }, 'at most 36525'],
    [{ periodDays: 1.5 }, 'whole number'],
    [{ periodDays: null }, 'what is evidential or has no end needs a review'],
    [{ evidential: true }, 'what is evidential or has no end needs a review'],
    [{ id: 'disclosure' }, 'this name has a meaning of its own'],
    [{ id: 'Routine' }, 'not in the expected form'],
    [{ title: 'a\u202eb' }, 'not in the expected form'],
    [{ title: ' ' }, 'not in the expected form'],
    [{ colour: 'red' }, 'has a field that is not known'],
  ])('refuses a category with %j', (changes, expected) => {
    expect(category(changes)).toContain(expected)
  })

  it('refuses what is missing, doubled or out of bounds', () => {
    expect(category({ periodDays: null, reviewDays: 365 })).toBe('read')
    expect(retention({ categories: [routine, routine] })).toContain('two categories have the same id')
    expect(retention({ undoDays: -1 })).toContain('at least 0')
    expect(retention({ undoDays: 0 })).toBe('read')
    expect(retention({ holds: { ...sound.retention.holds, sar: undefined } })).toContain('retention.holds.sar')
    expect(retention({ holds: { ...sound.retention.holds, whim: end } })).toContain('retention.holds')
    expect(retention({ expiry: 'never' })).toContain('automatic, queue')
  })
})

describe('the rest', () => {
  it.each([
    [{ version: 2 }, 'version: expected 1'],
    [{ name: '../etc' }, 'name: not in the expected form'],
    [{ reviewDate: '2026-02-30' }, 'reviewDate: expected a day such as 2026-05-31'],
    [{ requiredMetadata: ['mood'] }, 'requiredMetadata[0]: expected recordedOn'],
    [{ extra: 1 }, 'the whole file: has a field that is not known'],
    [{ forces: Array(101).fill('x') }, 'forces: expected at most 100 entries'],
    [{ sources: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`s${at}`, 'x'])) }, 'at most 200 entries'],
    [{ redaction: { ...redaction, classReasons: { plate: 'whim' } } }, 'no ground to hide is called whim'],
    [{ redaction: { ...redaction, soundReason: 'whim' } }, 'no ground to hide is called whim'],
    [{ redaction: { ...redaction, grounds: [...redaction.grounds, ...redaction.grounds] } }, 'have the same id'],
    [{ redaction: { ...redaction, secondCheck: 'none' } }, 'redaction.secondCheck: expected full, look-here, single'],
    [{ redaction: { ...redaction, reviewSpeed: 16 } }, 'redaction.reviewSpeed: expected at most 4'],
    [{ preEventSeconds: 601 }, 'preEventSeconds: expected at most 600'],
    [{ vault: { ...sound.vault, idleMinutes: 0 } }, 'vault.idleMinutes: expected at least 1'],
    [{ vault: { ...sound.vault, playbackMinutes: 481 } }, 'vault.playbackMinutes: expected at most 480'],
  ])('refuses %j', (changes, expected) => {
    expect(problem(changes)).toContain(expected)
  })

  it('reads a profile that is older than the minutes of playback', () => {
    const { playbackMinutes: _, ...older } = sound.vault
    expect(read({ ...sound, vault: older })).toMatchObject({ ok: true, value: { vault: { playbackMinutes: 60 } } })
  })

  it('reads a profile that is older than pre-event seconds', () => {
    const { preEventSeconds: _, ...older } = sound
    expect(read(older)).toMatchObject({ ok: true, value: { preEventSeconds: 30 } })
  })

  it('reads a profile that is older than redactions: nothing may be kept, and a second person checks everything', () => {
    const { redaction: _, ...older } = sound
    expect(read(older)).toMatchObject({ ok: true, value: { redaction: { grounds: [], secondCheck: 'full' } } })
  })

  it('refuses a file that is too long, and what is no JSON', () => {
    const padded = JSON.stringify(sound).padEnd(longestProfile + 1)
    expect(readProfile(padded, 'x')).toMatchObject({ ok: false, failure: { kind: 'bad-json', problem: 'over 1 MB' } })
    expect(readProfile(padded.slice(0, longestProfile), 'x').ok).toBe(true)
    expect(readProfile('{', 'x')).toMatchObject({ ok: false, failure: { kind: 'bad-json', name: 'x' } })
  })

  it('answers whatever it is handed', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...Object.keys(sound)), (text, key) => {
        expect(readProfile(text, 'x').ok).toBe(false)
        expect(typeof read({ ...sound, [key]: JSON.parse(text) }).ok).toBe('boolean')
      }),
    )
  })
})
