import { Body1, Button, MessageBar, MessageBarBody, makeStyles, Title2, tokens } from '@fluentui/react-components'
import type { WindowOutputOf } from '../../../contract/window/all.ts'
import { Gate } from './gate.tsx'

const useStyles = makeStyles({
  files: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
})

/** Says what was made, and what two people have to do with the recovery sheets now. */
export function VaultMade({
  made,
  onDone,
}: {
  readonly made: WindowOutputOf<'window.create-vault'>
  readonly onDone: () => void
}) {
  const styles = useStyles()
  return (
    <Gate>
      <Title2 as="h1">The vault is ready</Title2>
      <Body1>
        Print these two recovery sheets now, give them to two different people to lock away, and delete the files. Both
        together reset a forgotten passphrase; one alone is worth nothing.
      </Body1>
      <ul className={styles.files}>
        {made.sheets.map((file) => (
          <li key={file}>{file}</li>
        ))}
      </ul>
      {made.deviceSecret ? null : (
        <MessageBar intent="warning">
          <MessageBarBody>
            This machine has no credential store that could be used, so the passphrase alone opens the vault. That is
            noted in the audit log.
          </MessageBarBody>
        </MessageBar>
      )}
      <Button appearance="primary" onClick={onDone}>
        Go on
      </Button>
    </Gate>
  )
}
