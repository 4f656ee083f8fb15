import type { InputOf } from '../../../contract/methods/all.ts'
import type { ClipRules } from '../../client/clip-rules.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { momentOfWallInput, wallInput } from '../../ui/dates.ts'

/** Fields of a clip that are edited by hand, one value each. */
export const editableFields = [
  'recordedOn',
  'officer',
  'device',
  'category',
  'incident',
  'place',
  'ownerForce',
  'area',
  'team',
  'preEventSeconds',
] as const

/** A field of a clip that is edited by hand. */
export type EditableField = (typeof editableFields)[number]

/** Whether the policy asks for a field. */
export function isRequired(field: EditableField, { requiredMetadata }: ClipRules): boolean {
  return requiredMetadata.some((required) => required === field)
}

/** What stands in the fields of the form; an empty one empties the field. Times are those of UK wall clocks. */
export type EditedFields = Readonly<Record<EditableField, string>>

function textOf(clip: ClipRow, field: EditableField): string {
  return field === 'recordedOn' ? wallInput(clip.recordedOn) : String(clip[field] ?? '')
}

/** The form, filled with what is known of a clip. */
export function fieldsOf(clip: ClipRow): EditedFields {
  return Object.fromEntries(editableFields.map((field) => [field, textOf(clip, field)])) as EditedFields
}

/** What is asked to be changed of a clip. */
export type Changes = InputOf<'clip.edit'>['changes']

function typedValue(field: EditableField, text: string): string | number | null {
  if (text === '') return null
  if (field === 'recordedOn') return momentOfWallInput(text)
  return field === 'preEventSeconds' ? Number(text) : text
}

/** Only what was filled in otherwise than it stood in the form. */
export function changesOf(before: EditedFields, edited: EditedFields): Changes {
  const changed = editableFields.filter((field) => edited[field].trim() !== before[field])
  return Object.fromEntries(changed.map((field) => [field, typedValue(field, edited[field].trim())])) as Changes
}

/** What takes changes back: the values from before of exactly the fields that were changed. */
export function undoOf(clip: ClipRow, changes: Changes): Changes {
  const changed = editableFields.filter((field) => field in changes)
  return Object.fromEntries(changed.map((field) => [field, clip[field]])) as Changes
}
