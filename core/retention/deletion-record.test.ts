import { expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { noMetadata } from '../intake/clip-metadata.ts'
import { instant } from '../ports/clock.ts'
import type { ClipRecord } from '../vault/clip-record.ts'
import { clipId, objectId, userId } from '../vault/ids.ts'
import { coarsePlace, type Deletion, deletionRecordOf } from './deletion-record.ts'

const ann = userId('annannannannanna')

const clip: ClipRecord = {
  id: clipId('c1c1c1c1c1c1c1c1'),
  kind: 'clip',
  madeFrom: null,
  object: objectId('b1b1b1b1b1b1b1b1'),
  sha256: sha256('ab'.repeat(32)),
  bytes: 1000,
  name: 'Jane Doe strip search.mp4',
  metadata: {
    ...noMetadata,
    recordedOn: instant('2026-06-01T10:00:00Z'),
    recordedUntil: instant('2026-06-01T10:05:00Z'),
    officer: 'PC 1234',
    device: 'X60A1',
    categories: ['routine'],
    incident: '42/1234/26',
    place: '12 High Street, Colchester CO1 1AA',
    ownerForce: 'Essex Police',
    sourceId: 'secret',
  },
  importedAt: instant('2026-06-01T18:00:00Z'),
  importedBy: ann,
  index: { state: 'indexed', frames: 7, seconds: 1, deep: false },
  restriction: { kind: 'child', allowed: [ann] },
  involved: [ann],
  source: {
    system: 'Evidence.com',
    id: 'E1',
    category: 'x',
    deletionDate: null,
    confirmedBy: ann,
    confirmedAt: instant('2026-06-02T18:00:00Z'),
  },
  expiry: { state: 'kept' },
  dueBefore: null,
  reviewedAt: null,
  releasedAt: null,
}

const deletedAt = instant('2026-07-10T09:00:00Z')

const deletion: Deletion = {
  rule: 'routine: 30 days from recording',
  approvedBy: ann,
  appliedBy: userId('b0bb0bb0bb0bb0b0'),
  at: deletedAt,
  backups: [
    { id: 'before-import', at: instant('2026-05-31T09:00:00Z'), expiresAt: instant('2026-08-01T00:00:00Z') },
    { id: 'over', at: instant('2026-06-02T09:00:00Z'), expiresAt: deletedAt },
    { id: 'holds-it', at: instant('2026-06-20T09:00:00Z'), expiresAt: instant('2026-07-20T09:00:00Z') },
  ],
}

it('keeps what a later search asks for, and nothing else', () => {
  expect(deletionRecordOf(clip, deletion)).toStrictEqual({
    clip: clip.id,
    kind: 'clip',
    madeFrom: null,
    sha256: clip.sha256,
    recordedOn: '2026-06-01T10:00:00Z',
    recordedUntil: '2026-06-01T10:05:00Z',
    importedAt: '2026-06-01T18:00:00Z',
    officer: 'PC 1234',
    device: 'X60A1',
    incident: '42/1234/26',
    ownerForce: 'Essex Police',
    storeOfRecord: { system: 'Evidence.com', id: 'E1' },
    place: 'High Street, Colchester, CO1',
    categories: ['routine'],
    rule: 'routine: 30 days from recording',
    approvedBy: ann,
    appliedBy: 'b0bb0bb0bb0bb0b0',
    deletedAt: '2026-07-10T09:00:00Z',
    backups: [{ id: 'holds-it', expiresAt: '2026-07-20T09:00:00Z' }],
  })
  expect(deletionRecordOf({ ...clip, source: null, metadata: noMetadata }, deletion)).toMatchObject({
    storeOfRecord: null,
    place: null,
    recordedOn: null,
  })
})

it.each([
  ['12 High Street, Colchester CO1 1AA', 'High Street, Colchester, CO1'],
  ['Flat 3b, 27-29 Mill Road, Maidstone, me14 1xx', 'Mill Road, Maidstone, ME14'],
  ['51.8891, 0.9042', null],
  ['A12 junction 27, Chelmsford', 'A12 junction, Chelmsford'],
  ['Beit Quad', 'Beit Quad'],
  ['', null],
  ['   ', null],
])('makes of %j the place %j', (place, expected) => {
  expect(coarsePlace(place)).toBe(expected)
})

it('cuts a long place', () => {
  expect(coarsePlace('Road '.repeat(100))?.length).toBeLessThanOrEqual(200)
})
