import { expect, test } from 'vitest'
import { auditActions } from './audit-action.ts'
import { auditBounds, auditEntryOf } from './audit-entry.ts'

const entry = {
  version: 1,
  seq: 7,
  at: '2026-11-03T14:05:09.123Z',
  elapsedMs: 1234,
  session: '0123456789abcdef',
  user: { id: '0123456789abcdef', name: 'a.officer' },
  role: 'disclosure-officer',
  device: 'd0'.repeat(32),
  software: '0.1.0',
  action: 'clip.view',
  object: { kind: 'clip', id: '0123456789abcdef', sha256: 'c1'.repeat(32) },
  reason: 'SAR-2026-17',
  outcome: 'done',
  ref: 6,
  detail: { frames: 750, rule: '' },
}

test('a whole entry and a bare one are taken as they are', () => {
  expect(auditEntryOf(entry)).toEqual({ ok: true, value: entry })
  const { ref, detail, ...needed } = entry
  const bare = { ...needed, user: null, role: null, object: null, reason: null }
  expect(auditEntryOf(bare)).toEqual({ ok: true, value: bare })
  expect(auditEntryOf({ ...entry, object: { kind: 'log', id: 'head' } }).ok).toBe(true)
})

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  version: [2, '1', undefined],
  seq: [-1, 0.5, '7', Number.MAX_VALUE, undefined],
  at: ['2026-11-03T14:05:09Z', '2026-11-03T14:05:09.123+01:00', '2026-13-03T14:05:09.123Z', 5],
  elapsedMs: [-1, 1.5, null],
  session: ['', 'ABCDEF0123456789', null],
  user: [{ id: 'x', name: 'a' }, { id: entry.user.id }, { ...entry.user, rank: 'PC' }, 'a', [], undefined],
  role: ['', 'r'.repeat(41), undefined],
  device: ['d0', 'D0'.repeat(32), null],
  software: ['', null],
  action: ['clip.peek', 'toString', null],
  object: [{ kind: 'person', id: 'a' }, { kind: 'clip' }, { kind: 'clip', id: 'a', sha256: 'b' }, undefined],
  reason: ['', 'x'.repeat(auditBounds.reason + 1), '\ud800', undefined],
  outcome: ['well', null],
  ref: [7, 8, -1, null],
  detail: [
    null,
    [],
    { a: null },
    { a: { b: 1 } },
    { a: Number.NaN },
    { Name: 1 },
    { a: 'x'.repeat(201) },
    Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`a${index}`, 1])),
  ],
  place: ['a field of no version'],
}

test.for(Object.entries(wrong))('a wrong %s is named', ([field, values]) => {
  for (const value of values)
    expect(auditEntryOf({ ...entry, [field]: value })).toEqual({ ok: false, failure: { field } })
})

test('what is no object is no entry', () => {
  for (const value of [null, 1, 'text', [entry], undefined])
    expect(auditEntryOf(value)).toEqual({ ok: false, failure: { field: '' } })
})

test('the longest entry stays below the bound for lines, however it is escaped', () => {
  const worst = (length: number): string => '\u0001'.repeat(length)
  const detail = Object.fromEntries(
    Array.from({ length: auditBounds.detailKeys }, (_, index) => [
      `a${index}`.padEnd(auditBounds.detailKey, 'x'),
      worst(auditBounds.detailText),
    ]),
  )
  const longest = {
    ...entry,
    user: { id: entry.user.id, name: worst(auditBounds.name) },
    role: worst(auditBounds.role),
    software: worst(auditBounds.software),
    object: { ...entry.object, id: worst(auditBounds.objectId) },
    reason: worst(auditBounds.reason),
    detail,
  }
  expect(auditEntryOf(longest).ok).toBe(true)
  expect(Buffer.byteLength(JSON.stringify(longest))).toBeLessThan(auditBounds.entryBytes)
})

test('every action has a name of its own, and each of the six operations of s.62 has one', () => {
  const names = auditActions.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(name))).toEqual([])
  const operations = new Set<string>(auditActions.map(({ operation }) => operation))
  for (const operation of ['collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure'])
    expect(operations).toContain(operation)
})
