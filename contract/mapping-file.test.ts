import { expect, it } from 'vitest'
import { readMapping } from './mapping-file.ts'

const good = {
  format: 'occlude-mapping',
  version: 1,
  id: 'essex-2026',
  revision: 3,
  title: 'Ours',
  verified: true,
  timeZone: 'Europe/London',
  dateOrder: 'day-first',
  storeSystem: null,
  wrappers: ['evidence'],
  categorySeparator: null,
  fields: { recordedOn: ['Recorded On'], officer: ['officer.number', 'officer'] },
  categories: { 'Stop & search': 'stop-search' },
}
const read = (changes: object) => readMapping(JSON.stringify({ ...good, ...changes }), 'ours.json')

it('reads a mapping and leaves out what is for people alone', () => {
  const result = read({ basis: 'made by hand' })
  const { format: _format, version: _version, ...mapping } = good
  expect(result).toEqual({ ok: true, value: mapping })
})

it.each([
  ['an unknown field', { officers: [] }, 'the whole file'],
  ['an unknown target', { fields: { recorded: ['x'] } }, 'fields'],
  ['no target', { fields: {} }, 'fields'],
  ['no place', { fields: { officer: [] } }, 'fields.officer'],
  ['a place without letters', { fields: { officer: ['officer..name'] } }, 'fields.officer[0]'],
  ['a place with a line break', { fields: { officer: ['officer\nname'] } }, 'fields.officer[0]'],
  ['a zone that does not exist', { timeZone: 'Europe/Chelmsford' }, 'timeZone'],
  ['another order', { dateOrder: 'year-first' }, 'dateOrder'],
  ['another version', { version: 2 }, 'version'],
  ['an id that is a path', { id: '../x' }, 'id'],
  ['one category in two spellings', { categories: { Robbery: 'a', ROBBERY: 'b' } }, 'categories'],
  ['a long separator', { categorySeparator: ', ' }, 'categorySeparator'],
])('refuses %s', (_, changes, at) => {
  expect(read(changes)).toMatchObject({ ok: false, failure: { kind: 'bad-json', name: 'ours.json', at } })
})

it('refuses what is no JSON', () => {
  expect(readMapping('{', 'ours.json')).toMatchObject({ ok: false, failure: { kind: 'bad-json' } })
})
