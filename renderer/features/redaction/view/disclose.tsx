import { Button, Field, Input, makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../../../core/failure.ts'
import { useClient } from '../../../client/client-context.tsx'
import {
  type DisclosureForm,
  formFor,
  outgoingWords,
  stillToSay,
  type TypedPassphrase,
} from '../model/disclosure-form.ts'
import type { CopyWork } from '../session/copy-work.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { CopyFailure } from './copy-failure.tsx'
import { InternalSchedule } from './internal-schedule.tsx'
import { SealFields } from './seal-fields.tsx'
import { ToldSchedule } from './told-schedule.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  folder: { display: 'flex', gap: '8px', alignItems: 'center' },
  button: { flexShrink: 0, whiteSpace: 'nowrap' },
  path: { overflowWrap: 'anywhere' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

const fields: readonly { readonly name: 'recipient' | 'route' | 'reason'; readonly label: string }[] = [
  { name: 'recipient', label: 'To whom' },
  { name: 'route', label: 'By which route' },
  { name: 'reason', label: 'Why' },
]

const untyped: TypedPassphrase = { once: '', again: '' }

/** What has happened, in a word: a medium that went too early may hold a disclosure that counts. */
function titleOf(failure: Failure): string {
  const isRegistered = failure.kind === 'medium-gone' && failure.registered
  return isRegistered ? 'Disclosed, and not finished on its medium' : 'Nothing was disclosed'
}

type DiscloseProps = {
  readonly copying: CopyWork
  readonly copy: string
  readonly purpose: string
  readonly desk: EditorDesk
}

/** What is said of a copy to those who keep it, and the only way out for it. */
export function Disclose({ copying, copy, purpose, desk }: DiscloseProps) {
  const styles = useStyles()
  const disclosed = useStore(copying.store, (state) => state.disclosed)
  return (
    <>
      <InternalSchedule copy={copy} purpose={purpose} />
      {disclosed === null ? (
        <DiscloseForm {...{ copying, copy, purpose, desk }} />
      ) : (
        <p className={styles.quiet} role="status">
          {disclosed.files} files were written to {disclosed.folder}, read back and checked. The disclosure stands in
          the register.
        </p>
      )}
      {disclosed === null ? null : (
        <Button size="small" onClick={() => copying.discloseAgain()}>
          Disclose it once more
        </Button>
      )}
    </>
  )
}

/** Writes an approved copy out of the vault. It is read back and checked again where it was written. */
function DiscloseForm({ copying, copy, purpose, desk }: DiscloseProps) {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const { running, failed, come } = useStore(copying.store)
  const form = formFor(useStore(copying.form), copy)
  const [typed, setTyped] = useState(untyped)
  const missing = stillToSay(form, typed)
  const set = (change: Partial<DisclosureForm>): void => copying.form.setState(change)
  const seal = (sealed: boolean): void => {
    set({ sealed })
    // What was typed for an archive that is not made is kept nowhere.
    if (!sealed) setTyped(untyped)
  }
  const choose = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-folder', { purpose: 'disclosure' })
    if (chosen.ok && chosen.value.path !== null) set({ folder: chosen.value.path })
  }
  const disclose = (event: FormEvent): void => {
    event.preventDefault()
    const { folder } = form
    if (folder === null || missing !== null || running !== null) return
    void copying.disclose(ask, copy, { form: { ...form, folder }, passphrase: form.sealed ? typed.once : null })
  }
  return (
    <form className={styles.form} onSubmit={disclose}>
      {fields.map(({ name, label }) => (
        <Field key={name} label={label} size="small">
          <Input size="small" value={form[name]} maxLength={200} onChange={(_, { value }) => set({ [name]: value })} />
        </Field>
      ))}
      <div className={styles.folder}>
        <Button size="small" className={styles.button} onClick={() => void choose()}>
          Choose a folder
        </Button>
        <span className={styles.path}>{form.folder ?? 'none chosen'}</span>
      </div>
      <SealFields sealed={form.sealed} typed={typed} onSealed={seal} onTyped={setTyped} />
      <ToldSchedule {...{ copying, copy, purpose }} />
      <p className={styles.quiet}>{missing ?? outgoingWords(form)}</p>
      {failed?.what === 'disclosing' ? (
        <CopyFailure failure={failed.failure} title={titleOf(failed.failure)} desk={desk} />
      ) : null}
      <Button type="submit" appearance="primary" disabled={missing !== null || running !== null}>
        {running === 'disclosing' ? 'Writing and checking' : 'Disclose the copy'}
      </Button>
      {running === 'disclosing' ? (
        <ProgressBar
          aria-label="The copy is written and checked"
          {...(come ? { value: come.progress.done / Math.max(1, come.progress.total) } : {})}
        />
      ) : null}
    </form>
  )
}
