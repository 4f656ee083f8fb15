import { Button, MessageBar, MessageBarBody, makeStyles, Spinner, Subtitle1, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallDay } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { namedByMoment, placeIn } from '../../ui/place-in.ts'
import { type Task, useTask } from '../../ui/use-task.ts'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '720px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

type Findings = OutputOf<'vault.check'>

function Working({ task, label }: { readonly task: Task; readonly label: string }) {
  if (!task.running) return null
  return (
    <>
      <Spinner size="tiny" label={label} />
      <Button size="small" onClick={task.cancel}>
        Stop
      </Button>
    </>
  )
}

function BackUp() {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const task = useTask()
  const [made, setMade] = useState<string | null>(null)
  const backUp = async (): Promise<void> => {
    setMade(null)
    const folder = await askWindow('window.choose-folder', { purpose: 'backup' })
    const path = folder.ok ? folder.value.path : null
    if (path === null) return
    const out = placeIn(path, namedByMoment('occlude', '.backup', new Date()))
    const answer = await task.run((signal) => ask('vault.backup', { out }, { signal }))
    if (answer?.ok) setMade(`A backup was made: ${out}. It can be restored until ${wallDay(answer.value.expiresAt)}.`)
  }
  return (
    <>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="No backup was made" />}
      <div className={styles.actions}>
        <Button onClick={() => void backUp()} disabledFocusable={task.running}>
          Make a backup
        </Button>
        <Working task={task} label="Making a backup" />
      </div>
      {made === null ? null : <output>{made}</output>}
    </>
  )
}

function CheckFindings({ findings: { ok, objects, problems } }: { readonly findings: Findings }) {
  if (ok)
    return (
      <MessageBar intent="success" politeness="polite">
        <MessageBarBody>Everything is there and whole: {objects.toLocaleString('en-GB')} objects.</MessageBarBody>
      </MessageBar>
    )
  return (
    <>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          {problems.length === 1 ? '1 problem' : `${problems.length} problems`} among {objects.toLocaleString('en-GB')}{' '}
          objects. What is damaged is not opened; restore it from a backup.
        </MessageBarBody>
      </MessageBar>
      <DataTable
        label="What the check found"
        columns={['Problem', 'Where', 'Detail']}
        rows={problems.map(({ kind, name, detail }) => ({ key: `${kind} ${name}`, cells: [kind, name, detail] }))}
      />
    </>
  )
}

function Check() {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [findings, setFindings] = useState<Findings | null>(null)
  const check = async (): Promise<void> => {
    setFindings(null)
    const answer = await task.run((signal) => ask('vault.check', {}, { signal }))
    if (answer?.ok) setFindings(answer.value)
  }
  return (
    <>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="The check did not end" />}
      <div className={styles.actions}>
        <Button onClick={() => void check()} disabledFocusable={task.running}>
          Check everything in it
        </Button>
        <Working task={task} label="Checking" />
      </div>
      {findings === null ? null : <CheckFindings findings={findings} />}
    </>
  )
}

/** A backup of the vault, and whether everything in it is whole; nothing for those who may do neither. */
export function VaultCare({ mayBackUp, mayCheck }: { readonly mayBackUp: boolean; readonly mayCheck: boolean }) {
  const styles = useStyles()
  if (!mayBackUp && !mayCheck) return null
  return (
    <section className={styles.part}>
      <Subtitle1 as="h2">Vault</Subtitle1>
      {mayBackUp ? <BackUp /> : null}
      {mayCheck ? <Check /> : null}
    </section>
  )
}
