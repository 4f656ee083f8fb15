import { expect, it } from 'vitest'
import { instant } from './ports/clock.ts'
import type { Hold } from './retention/hold.ts'
import { heldAtSource, type SourceTask, type SourceTaskKind, type StoreOfRecord } from './store-of-record.ts'
import { clipId, userId } from './vault/ids.ts'

const ann = userId('annannannannanna')
const source: StoreOfRecord = {
  system: 'Evidence.com',
  id: 'E1',
  category: null,
  deletionDate: null,
  confirmedBy: null,
  confirmedAt: null,
}
const hold: Hold = {
  id: 'h1',
  kind: 'sar',
  reason: 'SAR 12',
  owner: ann,
  placedAt: instant('2026-11-01T09:00:00Z'),
  until: null,
  reviewOn: null,
  released: null,
}

function task(kind: SourceTaskKind, minute: number, confirmed: boolean): SourceTask {
  return {
    id: `t${minute}`,
    clip: clipId('c1c1c1c1c1c1c1c1'),
    kind,
    openedAt: instant(`2026-11-01T09:${String(minute).padStart(2, '0')}:00Z`),
    openedBy: ann,
    confirmedBy: confirmed ? ann : null,
    confirmedAt: confirmed ? instant('2026-11-02T09:00:00Z') : null,
  }
}

const held = (tasks: readonly SourceTask[]) => heldAtSource({ source, holds: [hold], tasks })

it('needs nothing there where nothing is held here, and can hold nothing where there is no other store', () => {
  const released = { by: ann, at: instant('2026-11-03T09:00:00Z'), reason: 'answered' }
  expect(heldAtSource({ source, holds: [], tasks: [] })).toBe('not-needed')
  expect(heldAtSource({ source, holds: [{ ...hold, released }], tasks: [] })).toBe('not-needed')
  expect(heldAtSource({ source: null, holds: [hold], tasks: [] })).toBe('no-source')
})

it('is not held until a named person has confirmed it', () => {
  expect(held([])).toBe('not-held-at-source')
  expect(held([task('hold', 0, false)])).toBe('not-held-at-source')
  expect(held([task('category', 0, true)])).toBe('not-held-at-source')
  expect(held([task('hold', 0, true)])).toBe('held')
})

it('stays held when a second hold waits for its own confirmation', () => {
  expect(held([task('hold', 5, false), task('hold', 0, true)])).toBe('held')
})

it.each(['release-hold', 'deletion'] as const)('is uncertain once a %s was opened, until it is held anew', (kind) => {
  expect(held([task(kind, 5, false), task('hold', 0, true)])).toBe('not-held-at-source')
  expect(held([task('hold', 0, true), task(kind, 5, true), task('hold', 9, false)])).toBe('not-held-at-source')
  expect(held([task('hold', 9, true), task(kind, 5, true), task('hold', 0, true)])).toBe('held')
})
