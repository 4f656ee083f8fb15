import { expect, test } from 'vitest'
import { type KnownNames, namesTold } from './names-told.ts'
import type { ExternalRow, HeldBack } from './schedule.ts'
import { labelGround } from './schedule.ts'
import { tellingRows } from './telling-grounds.ts'

const known: KnownNames = {
  ...{ officer: 'PC 4711 Okafor', device: 'Axon Body 3 X60A1234', name: 'X60A1234_2026-03-12_1422.mp4' },
  ...{ incident: 'CR/2026/00317', place: 'Duke Street', ids: ['7k3qx9v2m4n8p6rt', 'E-9'] },
  people: ['Ann White', 'Dora', '0815'],
}

test.each([
  ['seen by PC 4711', ['officer']],
  ['seen by pc4711', ['officer']],
  ['seen by P\u200bC\u00a0４７１１', ['officer']],
  ['what Okafor saw', ['officer']],
  ['from X60A-1234', ['device', 'file']],
  ['crime 00317', ['incident']],
  ['lives in Duke  street', ['place']],
  ['as in 7K3QX9V2M4N8P6RT', ['id']],
  ['see e-9', ['id']],
  ['ann white asked for it', ['person']],
  ['asked for by White', ['person']],
  ['Dora knows', ['person']],
  ['asked for by 0815', ['person']],
])('%s names %j', (text, told) => {
  expect(namesTold(text, known)).toEqual(told)
})

test.each(['somebody else', 'a white van', 'a door, 15 steps', 'Request of 12 March 2026', 'a body in the street', ''])(
  '%s names nobody',
  (text) => {
    expect(namesTold(text, known)).toEqual([])
  },
)

test('of what nobody knows nothing is named', () => {
  const nothing = { officer: null, device: '', name: '.mp4', incident: null, place: ' ', ids: [''], people: ['', '-'] }
  expect(namesTold('seen by PC 4711 - ', nothing)).toEqual([])
})

const rowOf = (row: number, ground: string | null): ExternalRow => {
  return { row, deed: 'hidden', object: 'person', stretches: [], ground }
}

test('only grounds that somebody typed and that go out are told of', () => {
  const grounds = ['Somebody else', null, 'seen by PC 4711', labelGround, 'from X60A1234, by Okafor']
  const full = { version: 1, kind: 'external', rows: grounds.map((ground, at) => rowOf(at + 1, ground)) } as const
  const facts = { grounds: { titles: { other: 'Somebody else' } }, known: { ...known, people: ['Somebody', 'Else'] } }
  const rows = (heldBack: readonly HeldBack[]) => tellingRows(full, { ...facts, heldBack })
  const fifth = { row: 5, tells: ['officer', 'device', 'file'] }
  expect(rows([])).toEqual([{ row: 3, tells: ['officer'] }, fifth])
  const reason = 'names a witness'
  expect(rows([{ row: 3, what: 'ground', reason }])).toEqual([fifth])
  expect(rows([{ row: 3, what: 'row', reason }])).toEqual([fifth])
  expect(rows([3, 5].map((row) => ({ row, what: 'ground', reason })))).toEqual([])
})
