import { Button, Dropdown, Field, makeStyles, Option, Spinner, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { namedByMoment, placeIn } from '../../ui/place-in.ts'
import { useTask } from '../../ui/use-task.ts'
import { AuditEntries } from './audit-entries.tsx'
import { type Purpose, purposeOf, purposes } from './entry-words.ts'
import { VerifyLog } from './verify-log.tsx'

const useStyles = makeStyles({
  asked: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  purpose: { minWidth: '360px' },
})

/** The log: read for a purpose of the law, proved to be whole, and exported with all that is needed to prove it elsewhere. */
export function Audit({ mayRead, mayVerify }: { readonly mayRead: boolean; readonly mayVerify: boolean }) {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const task = useTask()
  const [purpose, setPurpose] = useState<Purpose>('lawfulness')
  const [reading, setReading] = useState<Purpose | null>(null)
  const [exported, setExported] = useState<readonly string[] | null>(null)
  const exportLog = async (): Promise<void> => {
    const folder = await askWindow('window.choose-folder', { purpose: 'audit-export' })
    const { path } = folder.ok ? folder.value : { path: null }
    if (path === null) return
    const out = placeIn(path, namedByMoment('occlude-log', '', new Date()))
    const answer = await task.run((signal) => ask('audit.export', { purpose, out }, { signal }))
    if (answer?.ok) setExported(answer.value.files)
  }
  return (
    <Page title="Audit log">
      {mayVerify ? <VerifyLog /> : null}
      {mayRead ? (
        <div className={styles.asked}>
          <Field
            className={styles.purpose}
            label="Purpose"
            hint="Reading the log is logged, too, with its purpose (Data Protection Act 2018, s.62(4))."
          >
            <Dropdown
              value={purposes[purpose]}
              selectedOptions={[purpose]}
              onOptionSelect={(_, { optionValue }) => setPurpose((before) => purposeOf(optionValue ?? '') ?? before)}
            >
              {Object.entries(purposes).map(([value, words]) => (
                <Option key={value} value={value}>
                  {words}
                </Option>
              ))}
            </Dropdown>
          </Field>
          <Button appearance="primary" onClick={() => setReading(purpose)}>
            Read the log
          </Button>
          <Button onClick={() => void exportLog()} disabledFocusable={task.running}>
            Export
          </Button>
          {task.running ? <Spinner size="tiny" label="Exporting" /> : null}
        </div>
      ) : null}
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="Nothing was exported" />}
      {exported === null ? null : (
        <output>
          Exported to {exported.join(', ')}. Whoever gets these files can check them with Node and nothing else.
        </output>
      )}
      {mayRead && reading === null ? (
        <EmptyState title="Nothing has been read yet">
          Say for what purpose you read the log, then choose “Read the log”.
        </EmptyState>
      ) : null}
      {reading === null ? null : <AuditEntries key={reading} purpose={reading} />}
    </Page>
  )
}
