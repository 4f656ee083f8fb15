import { expect, test } from 'vitest'
import { type ClipRow, clipChanges } from '../../../contract/vault-schemas.ts'
import { changesOf, fieldsOf, isRequired, undoOf } from './editable-fields.ts'

const clip = {
  recordedOn: '2026-06-30T23:30:07.250Z',
  officer: 'PC 42',
  device: null,
  category: 'stop-search',
  incident: null,
  place: 'High Street',
  ownerForce: null,
  area: null,
  team: null,
  preEventSeconds: 30,
} as ClipRow

test('only what was changed is sent, and an emptied field as nothing', () => {
  const edited = { ...fieldsOf(clip), officer: ' PC 43 ', place: ' ', device: 'AX-1' }
  const changes = changesOf(fieldsOf(clip), edited)
  expect(changes).toEqual({ officer: 'PC 43', place: null, device: 'AX-1' })
  expect(clipChanges.safeParse(changes).success).toBe(true)
  expect(changesOf(fieldsOf(clip), fieldsOf(clip))).toEqual({})
})

test('undoing gives back exactly what was changed', () => {
  const changes = changesOf(fieldsOf(clip), { ...fieldsOf(clip), officer: 'PC 43', device: 'AX-1' })
  expect(undoOf(clip, changes)).toEqual({ officer: 'PC 42', device: null })
})

test('the recorded time is that of UK wall clocks, and goes as a moment; seconds go as a number', () => {
  expect(fieldsOf(clip)).toMatchObject({ recordedOn: '2026-07-01T00:30:07', preEventSeconds: '30' })
  const edited = { ...fieldsOf(clip), recordedOn: '2026-07-01T00:45', preEventSeconds: '0' }
  const changes = changesOf(fieldsOf(clip), edited)
  expect(changes).toEqual({ recordedOn: '2026-06-30T23:45:00.000Z', preEventSeconds: 0 })
  expect(clipChanges.safeParse(changes).success).toBe(true)
  expect(undoOf(clip, changes)).toEqual({ recordedOn: '2026-06-30T23:30:07.250Z', preEventSeconds: 30 })
})

test('a clip of which nobody knew when it was recorded can be given its time', () => {
  const unknown = { ...clip, recordedOn: null, preEventSeconds: null }
  expect(fieldsOf(unknown)).toMatchObject({ recordedOn: '', preEventSeconds: '' })
  const edited = { ...fieldsOf(unknown), recordedOn: '2026-11-22T14:03' }
  expect(changesOf(fieldsOf(unknown), edited)).toEqual({ recordedOn: '2026-11-22T14:03:00.000Z' })
})

test('required is what the profile asks for', () => {
  const rules = { requiredMetadata: ['recordedOn' as const], preEventSeconds: 30 }
  expect([isRequired('recordedOn', rules), isRequired('team', rules)]).toEqual([true, false])
})
