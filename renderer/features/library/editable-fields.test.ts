import { expect, test } from 'vitest'
import { type ClipRow, clipChanges } from '../../../contract/vault-schemas.ts'
import { changesOf, fieldsOf, undoOf } from './editable-fields.ts'

const clip = {
  officer: 'PC 42',
  device: null,
  category: 'stop-search',
  incident: null,
  place: 'High Street',
  ownerForce: null,
  area: null,
  team: null,
} as ClipRow

test('only what was changed is sent, and an emptied field as nothing', () => {
  const edited = { ...fieldsOf(clip), officer: ' PC 43 ', place: ' ', device: 'AX-1' }
  const changes = changesOf(clip, edited)
  expect(changes).toEqual({ officer: 'PC 43', place: null, device: 'AX-1' })
  expect(clipChanges.safeParse(changes).success).toBe(true)
  expect(changesOf(clip, fieldsOf(clip))).toEqual({})
})

test('undoing gives back exactly what was changed', () => {
  const changes = changesOf(clip, { ...fieldsOf(clip), officer: 'PC 43', device: 'AX-1' })
  expect(undoOf(clip, changes)).toEqual({ officer: 'PC 42', device: null })
})
