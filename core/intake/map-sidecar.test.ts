import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { longestText, noMetadata } from './clip-metadata.ts'
import { mapSidecar } from './map-sidecar.ts'
import type { Mapping } from './mapping.ts'
import type { ReadSidecar, SidecarValue } from './sidecar.ts'

const mapping: Mapping = {
  id: 'test',
  revision: 1,
  title: 'Test',
  verified: false,
  timeZone: 'Europe/London',
  dateOrder: 'day-first',
  storeSystem: null,
  wrappers: ['evidence'],
  categorySeparator: ';',
  fields: {
    recordedOn: ['recordedOn', 'startTime'],
    recordedUntil: ['recordedUntil'],
    officer: ['officer.number', 'officer'],
    device: ['device'],
    category: ['categories'],
    incident: ['incident'],
    preEventSeconds: ['preEvent'],
    storeId: ['guid'],
    storeCategory: ['categories'],
    deletionDate: ['deletionDate'],
  },
  categories: { 'Stop and Search': 'stop-search' },
}

const nothing = new Uint8Array()
function sidecar(content: SidecarValue | null, name = 'clip.json'): ReadSidecar {
  return {
    document: { name, kind: 'json', bytes: nothing, sha256: sha256('0'.repeat(64)), tableSha256: null },
    content,
  }
}
const mapped = (...contents: (SidecarValue | null)[]) =>
  mapSidecar(
    mapping,
    contents.map((content, at) => sidecar(content, `${at}.json`)),
  )

it('finds fields whatever their case, wrappers and spelling', () => {
  const { metadata, notes } = mapped({
    Evidence: {
      'Recorded On': '03/11/2026 14:05:09',
      OFFICER: { number: 4711, name: 'A' },
      device: [{ '': 'X81' }],
      categories: ['stop AND search', 'Robbery; Burglary'],
      'pre-event': '30 s',
    },
  })
  expect(notes).toEqual([])
  expect(metadata).toEqual({
    ...noMetadata,
    recordedOn: '2026-11-03T14:05:09.000Z',
    officer: '4711',
    device: 'X81',
    categories: ['stop-search', 'Robbery', 'Burglary'],
    preEventSeconds: 30,
  })
})

it('takes the next place where the first cannot be read, and says so', () => {
  const { metadata, notes } = mapped({ recordedOn: 'lately', startTime: '2026-11-03T14:05:09Z' })
  expect(metadata.recordedOn).toBe('2026-11-03T14:05:09.000Z')
  expect(notes).toEqual([{ document: '0.json', field: 'recordedOn', why: 'not-a-date' }])
})

it('joins what stands at two places, where each has one value', () => {
  const apart = { ...mapping, fields: { recordedOn: ['date + time'] } }
  const recordedOn = (content: SidecarValue) => mapSidecar(apart, [sidecar(content)]).metadata.recordedOn
  expect(recordedOn({ Date: '03/11/2026', Time: '14:05:09' })).toBe('2026-11-03T14:05:09.000Z')
  expect(recordedOn({ Date: '03/11/2026' })).toBeNull()
  expect(recordedOn({ Date: '03/11/2026', Time: ['14:05', '14:06'] })).toBeNull()
})

it('takes nothing that one sidecar says in two ways', () => {
  const { metadata, notes } = mapped([{ officer: 'A' }, { officer: 'B' }])
  expect(metadata).toEqual(noMetadata)
  expect(notes).toEqual([{ document: '0.json', field: 'officer', why: 'several' }])
})

it('lets the first sidecar stand, fills its gaps from later ones and adds their categories', () => {
  const { metadata, notes } = mapped({ officer: 'A', categories: 'Robbery' }, null, {
    officer: 'B',
    device: 'X81',
    categories: 'Burglary',
  })
  expect(metadata).toMatchObject({ officer: 'A', device: 'X81', categories: ['Robbery', 'Burglary'] })
  expect(notes).toContainEqual({ document: '2.json', field: 'officer', why: 'contradicted' })
})

it('does not take an end before the beginning', () => {
  const both = { recordedOn: '2026-11-03T14:05:09Z', recordedUntil: '2026-11-03T13:05:09Z' }
  const { metadata, notes } = mapped(both)
  expect(metadata).toMatchObject({ recordedOn: '2026-11-03T14:05:09.000Z', recordedUntil: null })
  expect(notes).toEqual([{ document: '0.json', field: 'recordedUntil', why: 'reversed' }])
})

it.each([['1:00'], ['-5'], ['3601'], ['1e3'], ['soon'], ['99:00:00']])(
  'does not take %s for pre-event seconds',
  (text) => {
    const { metadata, notes } = mapped({ preEvent: text })
    expect(metadata.preEventSeconds).toBeNull()
    expect(notes).toEqual([{ document: '0.json', field: 'preEventSeconds', why: 'not-seconds' }])
  },
)

it('reads pre-event seconds as a number, with a unit and as a clock', () => {
  for (const value of [30, '30', '30 sec', '30.0 seconds', '00:00:30'])
    expect(mapped({ preEvent: value }).metadata.preEventSeconds).toBe(30)
})

it('knows the store of record by the mapping, once a sidecar says anything', () => {
  const store = { ...mapping, storeSystem: 'Evidence.com' }
  const full = { guid: 'abc', categories: ['One', 'Two'], deletionDate: '31/01/2027' }
  expect(mapSidecar(store, [sidecar(full)]).metadata.storeOfRecord).toEqual({
    system: 'Evidence.com',
    id: 'abc',
    category: 'One; Two',
    deletionDate: '2027-01-31',
  })
  expect(mapSidecar(store, [sidecar({ other: 1 })]).metadata.storeOfRecord).toBeNull()
  expect(mapSidecar(mapping, [sidecar(full)]).metadata.storeOfRecord).toBeNull()
})

it('cuts what is too long, strips controls and marks that turn writing, and keeps no half of a pair', () => {
  const { metadata, notes } = mapped({ officer: `a\u0000\n\u202eb ${'\u{1f600}'.repeat(400)}` })
  expect(metadata.officer).toMatch(/^a b \u{1f600}+$/u)
  expect(metadata.officer?.length).toBeLessThanOrEqual(longestText)
  expect(metadata.officer?.isWellFormed()).toBe(true)
  expect(notes).toEqual([{ document: '0.json', field: 'officer', why: 'cut' }])
})

it('keeps a bounded number of categories and says so', () => {
  const { metadata, notes } = mapped({ categories: Array.from({ length: 30 }, (_, at) => `c${at}`) })
  expect(metadata.categories).toHaveLength(20)
  expect(notes).toContainEqual({ document: '0.json', field: 'category', why: 'too-many' })
})

it('looks at a bounded part of a sidecar and says so', () => {
  let deep: SidecarValue = 'A'
  for (let at = 0; at < 50_000; at++) deep = [deep]
  for (const content of [{ officer: deep }, Array.from({ length: 30_000 }, () => 'x')])
    expect(mapped(content).notes).toEqual([{ document: '0.json', field: null, why: 'not-all-read' }])
})

const names = fc.oneof(
  fc.constantFrom(
    'recordedOn',
    'officer',
    'categories',
    'guid',
    'deletionDate',
    'preEvent',
    '__proto__',
    'constructor',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const { tree } = fc.letrec<{ tree: SidecarValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('2026-11-03T14:05:09Z', '03/04/2026', '30'),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(names, tie('tree'), { maxKeys: 6 }),
  ),
}))

it('comes to bounded metadata for any content', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 3 }), (contents) => {
      const { metadata } = mapped(...contents)
      const texts = [metadata.officer, metadata.device, metadata.incident, ...metadata.categories]
      for (const text of texts) {
        if (text === null) continue
        expect(text.length).toBeLessThanOrEqual(longestText)
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
      }
      expect(Object.keys(metadata).toSorted()).toEqual(Object.keys(noMetadata).toSorted())
    }),
  )
})
