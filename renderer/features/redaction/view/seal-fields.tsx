import { Checkbox, Field, Input } from '@fluentui/react-components'
import type { TypedPassphrase } from '../model/disclosure-form.ts'

/** Whether all goes into one encrypted archive, and what opens it. */
export function SealFields({
  sealed,
  typed,
  onSealed,
  onTyped,
}: {
  readonly sealed: boolean
  readonly typed: TypedPassphrase
  readonly onSealed: (sealed: boolean) => void
  readonly onTyped: (typed: TypedPassphrase) => void
}) {
  return (
    <>
      <Checkbox
        label="Encrypt it: one archive, which a passphrase opens"
        checked={sealed}
        onChange={(_, { checked }) => onSealed(checked === true)}
      />
      {sealed ? (
        <>
          <Field
            size="small"
            label="Passphrase of the archive"
            hint="At least 15 characters. Tell it to the recipient by another way than the archive; it is kept nowhere."
          >
            <Input
              size="small"
              type="password"
              autoComplete="new-password"
              value={typed.once}
              onChange={(_, { value }) => onTyped({ ...typed, once: value })}
            />
          </Field>
          <Field size="small" label="The same passphrase again">
            <Input
              size="small"
              type="password"
              autoComplete="new-password"
              value={typed.again}
              onChange={(_, { value }) => onTyped({ ...typed, again: value })}
            />
          </Field>
        </>
      ) : null}
    </>
  )
}
