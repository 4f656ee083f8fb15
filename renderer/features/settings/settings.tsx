import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Slider,
  Subtitle1,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import { useClient } from '../../client/client-context.tsx'
import type { Preferences } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useTask } from '../../ui/use-task.ts'
import { Policy } from './policy.tsx'
import { VaultCare } from './vault-care.tsx'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '480px' },
})

const looks: readonly (readonly [Preferences['theme'], string])[] = [
  ['system', 'As the system'],
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['high-contrast', 'High contrast'],
]

function ChangePassphrase() {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [done, setDone] = useState(false)
  const differs = again !== '' && again !== fresh
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (fresh !== again) return
    setDone(false)
    const answer = await task.run((signal) =>
      ask('user.passphrase', { oldPassphrase: old, newPassphrase: fresh }, { signal }),
    )
    if (!answer?.ok) return
    setDone(true)
    for (const empty of [setOld, setFresh, setAgain]) empty('')
  }
  return (
    <form className={styles.part} onSubmit={(event) => void submit(event)}>
      <Subtitle1 as="h2">Passphrase</Subtitle1>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="The passphrase is as it was" />}
      {done ? (
        <MessageBar intent="success" politeness="polite">
          <MessageBarBody>The passphrase was changed. Use the new one from now on.</MessageBarBody>
        </MessageBar>
      ) : null}
      <Field label="Current passphrase" required>
        <Input type="password" autoComplete="current-password" value={old} onChange={(_, { value }) => setOld(value)} />
      </Field>
      <Field label="New passphrase" hint="At least 15 characters; four or more unrelated words are good." required>
        <Input type="password" autoComplete="new-password" value={fresh} onChange={(_, { value }) => setFresh(value)} />
      </Field>
      <Field
        label="New passphrase again"
        required
        {...(differs ? { validationState: 'error', validationMessage: 'The two are not the same.' } : {})}
      >
        <Input type="password" autoComplete="new-password" value={again} onChange={(_, { value }) => setAgain(value)} />
      </Field>
      <div>
        <Button type="submit" disabledFocusable={task.running || old === '' || fresh === '' || again !== fresh}>
          Change passphrase
        </Button>
      </div>
    </form>
  )
}

/** How the window looks, one's own passphrase, the policy in force, and the care of the vault for those who have it. */
export function Settings({
  permissions,
  preferences,
  onChange,
}: {
  readonly permissions: readonly Permission[]
  readonly preferences: Preferences
  readonly onChange: (change: Partial<Preferences>) => void
}) {
  const styles = useStyles()
  return (
    <Page title="Settings">
      <section className={styles.part}>
        <Subtitle1 as="h2">Look</Subtitle1>
        <Field label="Colours">
          <RadioGroup
            layout="horizontal"
            value={preferences.theme}
            onChange={(_, { value }) => {
              const chosen = looks.find(([theme]) => theme === value)
              if (chosen) onChange({ theme: chosen[0] })
            }}
          >
            {looks.map(([theme, name]) => (
              <Radio key={theme} value={theme} label={name} />
            ))}
          </RadioGroup>
        </Field>
        <Field label={`Size: ${Math.round(preferences.zoom * 100)} %`}>
          <Slider
            min={75}
            max={200}
            step={25}
            value={preferences.zoom * 100}
            onChange={(_, { value }) => onChange({ zoom: value / 100 })}
          />
        </Field>
      </section>
      <ChangePassphrase />
      <Policy mayChange={permissions.includes('vault.profile')} />
      <VaultCare mayBackUp={permissions.includes('vault.admin')} mayCheck={permissions.includes('vault.check')} />
    </Page>
  )
}
