import { Field, Input } from '@fluentui/react-components'

/** A passphrase that somebody is given, and changes themselves. */
export function FirstPassphrase({
  label,
  passphrase,
  onPassphrase,
}: {
  readonly label: string
  readonly passphrase: string
  readonly onPassphrase: (passphrase: string) => void
}) {
  return (
    <Field label={label} hint="At least 15 characters. They change it in Settings." required>
      <Input
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={(_, { value }) => onPassphrase(value)}
      />
    </Field>
  )
}
