import { expect, test } from 'vitest'
import { clipQuery } from '../../../contract/vault-schemas.ts'
import { countFilters, noFilters, queryOf } from './filters.ts'

test('empty fields ask for everything', () => {
  expect(queryOf(noFilters)).toEqual({})
  expect(queryOf({ ...noFilters, text: '  ', officer: ' ', from: 'soon' })).toEqual({})
})

test('what is filled in is asked for, in the form of the contract', () => {
  const filters = {
    ...noFilters,
    text: ' van ',
    officer: 'PC 42',
    from: '2026-11-01',
    until: '2026-11-22',
    state: 'held',
  } as const
  const query = queryOf(filters)
  expect(query).toEqual({
    text: 'van',
    officer: 'PC 42',
    recordedFrom: '2026-11-01T00:00:00.000Z',
    recordedUntil: '2026-11-22T23:59:59.999Z',
    held: true,
  })
  expect(clipQuery.safeParse({ ...query, limit: 100 }).success).toBe(true)
  expect(countFilters(filters)).toBe(4)
})

test('each state has its own question', () => {
  const asked = (['missing', 'unindexed', 'queued', 'marked'] as const).map((state) => queryOf({ ...noFilters, state }))
  expect(asked).toEqual([{ missing: true }, { unindexed: true }, { expiry: 'queued' }, { expiry: 'marked' }])
})
