import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../../../core/failure.ts'
import { useClient } from '../../../client/client-context.tsx'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import type { CopyWork } from '../session/copy-work.ts'

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
export function Disclose({ copying, copy }: { readonly copying: CopyWork; readonly copy: string }) {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const { running, failed, disclosed } = useStore(copying.store)
  const [asked, setAsked] = useState<Asked>({ recipient: '', route: '', reason: '' })
  const [folder, setFolder] = useState<string | null>(null)
  const isWhole = folder !== null && Object.values(asked).every((text) => text.trim() !== '')
  const choose = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-folder', { purpose: 'disclosure' })
    if (chosen.ok && chosen.value.path !== null) setFolder(chosen.value.path)
  }
  const disclose = (event: FormEvent): void => {
    event.preventDefault()
    if (folder !== null && isWhole) void copying.disclose(ask, copy, { ...asked, folder })
  }
  if (disclosed !== null)
    return (
      <p className={styles.quiet} role="status">
        {disclosed.files} files were written to {disclosed.folder}, read back and checked. The disclosure stands in the
        register.
      </p>
    )
  return (
    <form className={styles.form} onSubmit={disclose}>
      {failed?.what === 'disclosing' ? (
        <FailureNotice failure={failed.failure} title={titleOf(failed.failure)} />
      ) : null}
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
      <Button type="submit" appearance="primary" disabled={!isWhole || running !== null}>
        {running === 'disclosing' ? 'Writing and checking' : 'Disclose the copy'}
      </Button>
    </form>
  )
}
