import type { ClipRow } from '../../contract/vault-schemas.ts'
import { sha256 } from '../../core/clips/clip-index.ts'

/** What somebody could put into every field of metadata, every name and every reason. */
export const evil = `'; DROP TABLE clips; -- "x" \u001b[2J\u009b1m\u202egnp.4pm\r\n\u0000\u2028../../etc`

/** A row of `clips` for tests. */
export function clipRowOfTest(over: Partial<ClipRow> = {}): ClipRow {
  return {
    clip: '7k3qx9v2m4n8p6rt',
    kind: 'clip',
    madeFrom: null,
    sha256: sha256('ab'.repeat(32)),
    bytes: 1234,
    name: 'clip.mp4',
    recordedOn: '2026-11-01T10:00:00.000Z',
    recordedUntil: null,
    officer: 'PC 1234',
    device: 'BWC-7',
    category: 'stop-search',
    categories: ['stop-search'],
    incident: null,
    place: null,
    ownerForce: null,
    area: null,
    team: null,
    preEventSeconds: null,
    frames: 60,
    seconds: 2,
    index: 'indexed',
    indexProblem: null,
    damage: null,
    importedAt: '2026-11-02T10:00:00.000Z',
    restricted: null,
    retention: { state: 'kept', due: '2026-12-02T00:00:00.000Z', rule: '30 days', undoUntil: null, holds: 0 },
    atSource: 'not-needed',
    missing: ['recordedOn', 'ownerForce'],
    ...over,
  }
}
