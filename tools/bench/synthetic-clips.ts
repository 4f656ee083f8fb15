import { sha256 } from '../../core/clips/clip-index.ts'
import { noMetadata } from '../../core/intake/clip-metadata.ts'
import { instant } from '../../core/ports/clock.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { clipId, objectId, userId } from '../../core/vault/ids.ts'

const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const streets = [
  'Market Street',
  'High Street',
  'Station Road',
  'Mill Lane',
  'Victoria Avenue',
  'Broad Walk',
  'The Hythe',
]
const towns = ['Chelmsford', 'Colchester', 'Basildon', 'Harlow', 'Southend', 'Clacton', 'Braintree', 'Maldon']
const categories = ['stop-search', 'routine', 'use-of-force', 'domestic', 'traffic', 'arrest']
const surnames = ['Ashby', 'Brennan', 'Castle', 'Dhillon', 'Ekwueme', 'Farrow', 'Gorman', 'Hussain', 'Ives', 'Jarvis']

/** An id of the right form for a number. */
export function idOf(number: number): string {
  let text = ''
  for (let left = number, digit = 0; digit < 16; digit++, left = Math.floor(left / 32)) text = letters[left % 32] + text
  return text
}

function pick(list: readonly string[], number: number): string {
  return list[Math.abs(number) % list.length] ?? ''
}

const someone = userId(idOf(1))
const firstDay = Date.UTC(2025, 0, 1)

/** Clip number `n` of a force: 400 officers, five years, a place and an incident each; a few without a date. */
export function syntheticClip(number: number): ClipRecord {
  // A multiplicative walk spreads neighbours over officers, days and places.
  const mixed = (number * 2_654_435_761) % 4_294_967_296
  const officer = mixed % 400
  const recorded = new Date(firstDay + (mixed % 157_680_000) * 1000).toISOString()
  return {
    id: clipId(idOf(number + 1000)),
    kind: 'clip',
    madeFrom: null,
    object: objectId(idOf(number + 10_000_000)),
    sha256: sha256(number.toString(16).padStart(64, '0')),
    bytes: 90_000_000 + number,
    name: `AX${String(mixed).padStart(10, '0')}_${number}.mp4`,
    metadata: {
      ...noMetadata,
      recordedOn: number % 50 === 0 ? null : instant(recorded),
      officer: `PC ${1000 + officer} ${pick(surnames, officer)}`,
      device: `X60A${String(officer).padStart(5, '0')}`,
      categories: [pick(categories, mixed >>> 3)],
      incident: `42/${(mixed >>> 5) % 200_000}/26`,
      place: `${(mixed >>> 7) % 200} ${pick(streets, mixed >>> 9)}, ${pick(towns, mixed >>> 11)}`,
      ownerForce: 'Essex Police',
      area: pick(towns, mixed >>> 11),
      team: `Team ${officer % 12}`,
    },
    importedAt: instant('2026-11-20T08:00:00.000Z'),
    importedBy: someone,
    index: number % 97 === 0 ? { state: 'unindexed', why: 'not-media' } : { state: 'pending' },
    restriction: null,
    involved: [],
    source: null,
    expiry: number % 41 === 0 ? { state: 'queued', since: instant(recorded), rule: 'routine' } : { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
  }
}
