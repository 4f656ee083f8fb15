import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { FolderOpenRegular } from '@fluentui/react-icons'
import type { WindowInputOf } from '../../../contract/window/all.ts'
import { useClient } from '../../client/client-context.tsx'

const useStyles = makeStyles({
  row: { display: 'flex', gap: tokens.spacingHorizontalS },
  path: { flexGrow: 1 },
})

/** A folder: typed, or chosen in a dialog of the system. */
export function FolderField({
  label,
  hint,
  path,
  purpose,
  onChange,
}: {
  readonly label: string
  readonly hint: string
  readonly path: string
  readonly purpose: WindowInputOf<'window.choose-folder'>['purpose']
  readonly onChange: (path: string) => void
}) {
  const styles = useStyles()
  const { askWindow } = useClient()
  const choose = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-folder', { purpose })
    if (chosen.ok && chosen.value.path !== null) onChange(chosen.value.path)
  }
  return (
    <div className={styles.row}>
      <Field className={styles.path} label={label} hint={hint} required>
        <Input value={path} onChange={(_, { value }) => onChange(value)} />
      </Field>
      <Button icon={<FolderOpenRegular />} style={{ marginTop: '22px', height: '32px' }} onClick={() => void choose()}>
        Choose
      </Button>
    </div>
  )
}
