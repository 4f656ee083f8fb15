import { Field, Input, type InputProps } from '@fluentui/react-components'
import { momentOfWallInput, wallMoment } from '../../ui/dates.ts'
import { fieldLabel } from './clip-words.ts'
import type { EditableField } from './editable-fields.ts'

/** How a field is entered; a line of text where nothing is said. The page refuses half a date and seconds out of range itself. */
const entries: Readonly<Partial<Record<EditableField, InputProps>>> = {
  recordedOn: { type: 'datetime-local', step: 1, max: '9999-12-31T23:59:59' },
  preEventSeconds: { type: 'number', min: 0, max: 600, step: 'any' },
}

type ClipFieldProps = {
  readonly field: EditableField
  readonly value: string
  /** The policy asks for it. What is known can be saved before the rest is. */
  readonly isRequired: boolean
  /** It is to be filled in and is empty. */
  readonly isMissing?: boolean
  /** What holds as long as the field is empty. */
  readonly whileEmpty?: string
  readonly onChange: (value: string) => void
}

/** A field for date and time has no room for words of its own, and shows the day as the system does: the hint says it in ours. */
function hintOf({ field, value, whileEmpty }: ClipFieldProps): string | undefined {
  if (field !== 'recordedOn') return undefined
  return value === '' ? (whileEmpty ?? 'On UK wall clocks') : wallMoment(momentOfWallInput(value))
}

/** One of a clip's metadata as a field of a form. */
export function ClipField(props: ClipFieldProps) {
  const { field, value, isRequired, isMissing = false, whileEmpty, onChange } = props
  const hint = hintOf(props)
  return (
    <Field
      label={fieldLabel(field)}
      required={isRequired}
      {...(hint === undefined ? {} : { hint })}
      {...(isMissing ? { validationState: 'warning', validationMessage: 'Required' } : {})}
    >
      <Input
        size="small"
        required={false}
        aria-required={isRequired}
        {...entries[field]}
        value={value}
        {...(whileEmpty === undefined ? {} : { placeholder: whileEmpty })}
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  )
}
