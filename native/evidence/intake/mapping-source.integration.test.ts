import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mapSidecar } from '../../../core/intake/map-sidecar.ts'
import { openMapping, shippedMappingNames } from './mapping-source.ts'
import { scanIntake } from './scan-intake.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-mapping-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** What the files beside the one clip of the folder come to. */
async function metadataBy(mapping: string | null, files: { readonly [name: string]: string }) {
  await writeFile(join(folder, 'clip.mp4'), 'clip')
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const opened = await openMapping(mapping)
  if (!opened.ok) throw new Error(opened.failure.kind)
  const clock = { now: () => Date.now() + 60_000, pause: async () => {} }
  for await (const one of scanIntake([folder], new AbortController().signal, { clock }))
    if (one.kind === 'candidate') return mapSidecar(opened.value.mapping, one.sidecars)
  throw new Error('no clip')
}

it('names every mapping that comes with Occlude, and reads each', async () => {
  const home = join(import.meta.dirname, '../../../resources/mappings')
  expect((await readdir(home)).toSorted()).toEqual(shippedMappingNames.map((name) => `${name}.json`).toSorted())
  for (const name of shippedMappingNames)
    expect(await openMapping(name)).toMatchObject({ ok: true, value: { mapping: { id: name, verified: false } } })
})

it('takes the generic one where none is named, and a file of a force', async () => {
  const generic = await openMapping(null)
  if (!generic.ok) throw new Error(generic.failure.kind)
  expect(generic.value.mapping.id).toBe('generic')
  const path = join(folder, 'ours.json')
  await writeFile(path, JSON.stringify({ ...JSON.parse(generic.value.text), id: 'ours' }))
  expect(await openMapping(path)).toMatchObject({ ok: true, value: { mapping: { id: 'ours' } } })
})

it('refuses what is missing and what is no mapping', async () => {
  expect(await openMapping('evidence.com')).toMatchObject({ ok: false, failure: { kind: 'file-missing' } })
  const path = join(folder, 'ours.json')
  await writeFile(path, '{}')
  expect(await openMapping(path)).toMatchObject({ ok: false, failure: { kind: 'bad-json' } })
})

it('maps a plain JSON sidecar', async () => {
  const sidecar = {
    recording: {
      recordedOn: '2026-11-03T14:05:09Z',
      officer: { number: 4711, name: 'A' },
      device: { serial: 'X81' },
      categories: ['Stop and search'],
      incident: { number: '42/0001234/26' },
      location: { name: 'High Street, Chelmsford' },
      preEventSeconds: 30,
      force: 'Essex Police',
    },
  }
  const { metadata, notes } = await metadataBy(null, { 'clip.json': JSON.stringify(sidecar) })
  expect(notes).toEqual([])
  expect(metadata).toMatchObject({
    recordedOn: '2026-11-03T14:05:09.000Z',
    officer: '4711',
    device: 'X81',
    categories: ['Stop and search'],
    incident: '42/0001234/26',
    place: 'High Street, Chelmsford',
    preEventSeconds: 30,
    ownerForce: 'Essex Police',
    storeOfRecord: null,
  })
})

it('maps an XML sidecar with attributes', async () => {
  const xml = `<recording recordedOn="03/11/2026 14:05:09"><officer number="4711"/><store-of-record system="Evidence.com" id="e-1"/></recording>`
  const { metadata } = await metadataBy(null, { 'clip.mp4.xml': xml })
  expect(metadata).toMatchObject({
    recordedOn: '2026-11-03T14:05:09.000Z',
    officer: '4711',
    storeOfRecord: { system: 'Evidence.com', id: 'e-1', category: null, deletionDate: null },
  })
})

it('maps a table in the words of Evidence.com, and takes no date that could mean two days', async () => {
  const table = `Title,Evidence GUID,Recorded On,Owner,Badge ID,Categories,Device Serial Number,Scheduled Deletion Date
clip,e-1,"Nov 3, 2026 2:05:09 PM",A,4711,Stop and Search;Use of Force,X81,03/04/2027
`
  const { metadata, notes } = await metadataBy('evidence-com', { 'export.csv': table })
  expect(metadata).toMatchObject({
    recordedOn: '2026-11-03T14:05:09.000Z',
    officer: '4711',
    device: 'X81',
    categories: ['Stop and Search', 'Use of Force'],
    sourceId: 'e-1',
    storeOfRecord: { system: 'Evidence.com', id: 'e-1', category: 'Stop and Search;Use of Force', deletionDate: null },
  })
  expect(notes).toEqual([{ document: 'export.csv', field: 'deletionDate', why: 'ambiguous-date' }])
})
