import type { InputOf } from '../../../contract/methods/all.ts'
import type { ClipRow } from '../../client/window-client.ts'

/** Fields of a clip that are edited as a line of text. */
export const editableFields = [
  'officer',
  'device',
  'category',
  'incident',
  'place',
  'ownerForce',
  'area',
  'team',
] as const

/** What stands in the fields of the form; an empty line empties the field. */
export type EditedFields = Readonly<Record<(typeof editableFields)[number], string>>

/** The form, filled with what is known of a clip. */
export function fieldsOf(clip: ClipRow): EditedFields {
  return Object.fromEntries(editableFields.map((field) => [field, clip[field] ?? ''])) as EditedFields
}

/** What is asked to be changed of a clip. */
export type Changes = InputOf<'clip.edit'>['changes']

/** Only what was changed. */
export function changesOf(clip: ClipRow, edited: EditedFields): Changes {
  const before = fieldsOf(clip)
  const changed = editableFields.filter((field) => edited[field].trim() !== before[field])
  return Object.fromEntries(changed.map((field) => [field, edited[field].trim() === '' ? null : edited[field].trim()]))
}

/** What takes changes back: the values from before of exactly the fields that were changed. */
export function undoOf(clip: ClipRow, changes: Changes): Changes {
  const changed = editableFields.filter((field) => field in changes)
  return Object.fromEntries(changed.map((field) => [field, clip[field]]))
}
