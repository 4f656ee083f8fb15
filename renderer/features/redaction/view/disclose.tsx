import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { Failure } from '../../../../core/failure.ts'
import { useClient } from '../../../client/client-context.tsx'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { useTask } from '../../../ui/use-task.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  folder: { display: 'flex', gap: '8px', alignItems: 'center' },
  button: { flexShrink: 0, whiteSpace: 'nowrap' },
  path: { overflowWrap: 'anywhere' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
})

type Asked = { readonly recipient: string; readonly route: string; readonly reason: string }

const fields: readonly { readonly name: keyof Asked; readonly label: string }[] = [
  { name: 'recipient', label: 'To whom' },
  { name: 'route', label: 'By which route' },
  { name: 'reason', label: 'Why' },
]

/** What has happened, in a word: a medium that went too early may hold a disclosure that counts. */
function titleOf(failure: Failure): string {
  const isRegistered = failure.kind === 'medium-gone' && failure.registered
  return isRegistered ? 'Disclosed, and not finished on its medium' : 'Nothing was disclosed'
}

/** Writes an approved copy out of the vault: the only way out. It is read back and checked again where it was written. */
export function Disclose({ copy }: { readonly copy: string }) {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const task = useTask()
  const [asked, setAsked] = useState<Asked>({ recipient: '', route: '', reason: '' })
  const [folder, setFolder] = useState<string | null>(null)
  const [files, setFiles] = useState<number | null>(null)
  const isWhole = folder !== null && Object.values(asked).every((text) => text.trim() !== '')
  const choose = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-folder', { purpose: 'disclosure' })
    if (chosen.ok && chosen.value.path !== null) setFolder(chosen.value.path)
  }
  const disclose = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (folder === null || !isWhole) return
    const { recipient, route, reason } = asked
    const input = { clip: copy, folder, recipient, route, heldBack: [], threads: null, models: null }
    const done = await task.run((signal) => ask('copy.disclose', input, { signal, reason }))
    if (done?.ok) setFiles(done.value.files.length)
  }
  if (files !== null)
    return (
      <p className={styles.quiet} role="status">
        {files} files were written to {folder}, read back and checked. The disclosure stands in the register.
      </p>
    )
  return (
    <form className={styles.form} onSubmit={(event) => void disclose(event)}>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title={titleOf(task.failure)} />}
      {fields.map(({ name, label }) => (
        <Field key={name} label={label} size="small">
          <Input
            size="small"
            value={asked[name]}
            maxLength={200}
            onChange={(_, { value }) => setAsked((before) => ({ ...before, [name]: value }))}
          />
        </Field>
      ))}
      <div className={styles.folder}>
        <Button size="small" className={styles.button} onClick={() => void choose()}>
          Choose a folder
        </Button>
        <span className={styles.path}>{folder ?? 'none chosen'}</span>
      </div>
      <Button type="submit" appearance="primary" disabled={!isWhole || task.running}>
        {task.running ? 'Writing and checking' : 'Disclose the copy'}
      </Button>
    </form>
  )
}
