import { Body1, Button, Field, Input, makeStyles, Spinner, Title2, tokens } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import type { HostState } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'
import { Gate } from './gate.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
})

const lockWords: Readonly<Record<string, string>> = {
  asked: 'The vault was locked.',
  idle: 'The vault was locked because nobody was here for a while.',
  sleep: 'The vault was locked because the computer went to sleep.',
  'screen-lock': 'The vault was locked together with the screen.',
  'sign-out': 'You were signed out.',
  window: 'The vault was locked because the window had stopped. What was saved is safe.',
  elsewhere: 'The vault was locked by another program.',
  process:
    'The part of Occlude that holds the vault stopped and was started again. What was saved is safe; sign in to go on where you were.',
}

/** Asks for name and passphrase. After a lock, whoever was signed in only gives the passphrase, and goes on where they were. */
export function SignIn({
  host,
  notice,
  lockedBecause,
  nameBefore = null,
  onSignedIn,
  onOtherVault,
}: {
  readonly host: HostState
  /** Why another vault that was chosen was not taken. */
  readonly notice: ReactNode
  readonly lockedBecause: string | null
  /** Who was signed in, where the host itself no longer knows. */
  readonly nameBefore?: string | null
  readonly onSignedIn: () => void
  readonly onOtherVault: () => void
}) {
  const styles = useStyles()
  const { askWindow } = useClient()
  const task = useTask()
  const before = host.phase === 'locked' ? host.person : null
  const [name, setName] = useState(before?.name ?? nameBefore ?? '')
  const [passphrase, setPassphrase] = useState('')
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const again = before !== null && before.name === name.trim()
    const answer = await task.run((signal) =>
      again
        ? askWindow('window.unlock', { passphrase }, { signal })
        : askWindow('window.sign-in', { name: name.trim(), passphrase }, { signal }),
    )
    if (answer === null) return
    setPassphrase('')
    if (answer.ok) onSignedIn()
  }
  const why = lockedBecause === null ? null : lockWords[lockedBecause]
  return (
    <Gate>
      <Title2 as="h1">{before ? 'Locked' : 'Sign in'}</Title2>
      <Body1 className={styles.quiet}>
        {why ?? `Vault “${host.vault?.name ?? ''}” in ${host.vault?.folder ?? ''}`}
      </Body1>
      {notice}
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="You are not signed in" />}
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label="Name" required>
          <Input
            value={name}
            autoComplete="username"
            autoFocus={name === ''}
            onChange={(_, { value }) => setName(value)}
          />
        </Field>
        <Field label="Passphrase" required>
          <Input
            type="password"
            value={passphrase}
            autoComplete="current-password"
            autoFocus={name !== ''}
            onChange={(_, { value }) => setPassphrase(value)}
          />
        </Field>
        <div className={styles.actions}>
          <Button
            appearance="primary"
            type="submit"
            disabledFocusable={task.running || name.trim() === '' || passphrase === ''}
            {...(task.running ? { icon: <Spinner size="tiny" /> } : {})}
          >
            {before ? 'Unlock' : 'Sign in'}
          </Button>
          <Button appearance="subtle" onClick={onOtherVault}>
            Choose another vault
          </Button>
        </div>
      </form>
    </Gate>
  )
}
