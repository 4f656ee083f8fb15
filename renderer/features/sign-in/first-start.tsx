import {
  Body1,
  Button,
  Caption1,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Spinner,
  Title2,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { WindowOutputOf } from '../../../contract/window/all.ts'
import { useClient } from '../../client/client-context.tsx'
import type { HostState } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'
import { type NewVault, problemOf, type Step, steps } from './first-start-facts.ts'
import { FolderField } from './folder-field.tsx'
import { Gate } from './gate.tsx'
import { VaultMade } from './vault-made.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
})

const stepTitles: Readonly<Record<Step, string>> = {
  folder: 'Where the vault lies',
  profile: 'Policy',
  administrator: 'First administrator',
  sheets: 'Recovery sheets',
}

const nothingYet: NewVault = { folder: '', profile: '', administrator: '', passphrase: '', again: '', sheets: '' }

type FieldsProps = {
  readonly vault: NewVault
  readonly host: HostState
  readonly change: (change: Partial<NewVault>) => void
}

function AdministratorFields({ vault, change }: FieldsProps) {
  return (
    <>
      <Field label="Name" hint="A person, not an office: every act is logged under it." required>
        <Input
          autoFocus
          value={vault.administrator}
          onChange={(_, { value }) => change({ administrator: value })}
          autoComplete="username"
        />
      </Field>
      <Field
        label="Passphrase"
        hint="At least 15 characters. Administrators let people in and out; they never see footage."
        required
      >
        <Input
          type="password"
          autoComplete="new-password"
          value={vault.passphrase}
          onChange={(_, { value }) => change({ passphrase: value })}
        />
      </Field>
      <Field label="Passphrase again" required>
        <Input
          type="password"
          autoComplete="new-password"
          value={vault.again}
          onChange={(_, { value }) => change({ again: value })}
        />
      </Field>
    </>
  )
}

function StepFields({ step, ...fields }: FieldsProps & { readonly step: Step }) {
  const { vault, host, change } = fields
  if (step === 'administrator') return <AdministratorFields {...fields} />
  if (step === 'folder')
    return (
      <FolderField
        label="Folder of the vault"
        hint="An empty folder on this machine or on a drive that is always connected. Footage is encrypted in it."
        purpose="new-vault"
        path={vault.folder}
        onChange={(folder) => change({ folder })}
      />
    )
  if (step === 'sheets')
    return (
      <FolderField
        label="Folder for the two recovery sheets"
        hint="For example an empty USB drive. Print both, give them to two people, then delete the files. Without them a forgotten passphrase is lost for good."
        purpose="recovery-sheets"
        path={vault.sheets}
        onChange={(sheets) => change({ sheets })}
      />
    )
  return (
    <Field
      label="Which policy should be in force?"
      hint="Periods, reasons and permissions come from it. It can be replaced later."
      required
    >
      <RadioGroup value={vault.profile} onChange={(_, { value }) => change({ profile: value })}>
        {host.profiles.map(({ name, title, policy }) => (
          <Radio
            key={name}
            value={name}
            label={
              <>
                {title}
                <br />
                <Caption1>{policy}</Caption1>
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  )
}

/** Makes the first vault: its place, its policy, its first administrator, and the sheets that two people keep. */
export function FirstStart({
  host,
  notice,
  onOpen,
  onBegun,
  onEnded,
}: {
  readonly host: HostState
  /** Why no vault is open, where there should be one. */
  readonly notice: ReactNode
  /** There is a vault already. */
  readonly onOpen: () => void
  /** The vault is being made: the wizard is to stay until `onEnded`, although somebody is signed in then. */
  readonly onBegun: () => void
  readonly onEnded: () => void
}) {
  const styles = useStyles()
  const { askWindow } = useClient()
  const task = useTask()
  const [vault, setVault] = useState(nothingYet)
  const [at, setAt] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const [made, setMade] = useState<WindowOutputOf<'window.create-vault'> | null>(null)
  const step = steps[at] ?? 'folder'
  const next = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found = problemOf(step, vault)
    setProblem(found)
    if (found !== null) return
    if (at + 1 < steps.length) {
      setAt(at + 1)
      return
    }
    const { folder, profile, administrator, passphrase, sheets } = vault
    const request = { folder, administrator: administrator.trim(), passphrase, sheets, profile: { shipped: profile } }
    onBegun()
    const answer = await task.run((signal) =>
      askWindow('window.create-vault', { ...request, demo: host.standIn }, { signal }),
    )
    if (answer?.ok) setMade(answer.value)
    else onEnded()
  }
  if (made) return <VaultMade made={made} onDone={onEnded} />
  return (
    <Gate>
      <Title2 as="h1">Set up a vault</Title2>
      <Body1 className={styles.quiet}>
        Step {at + 1} of {steps.length}: {stepTitles[step]}
        {host.standIn ? '. This will be a demonstration vault.' : ''}
      </Body1>
      {notice}
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="The vault was not made" />}
      <form className={styles.form} onSubmit={(event) => void next(event)} noValidate>
        <StepFields
          key={step}
          step={step}
          vault={vault}
          host={host}
          change={(change) => setVault((before) => ({ ...before, ...change }))}
        />
        <div role="alert">{problem}</div>
        <div className={styles.actions}>
          {at > 0 ? (
            <Button onClick={() => setAt(at - 1)}>Back</Button>
          ) : (
            <Button onClick={onOpen}>Open a vault</Button>
          )}
          <Button
            appearance="primary"
            type="submit"
            disabledFocusable={task.running}
            {...(task.running ? { icon: <Spinner size="tiny" /> } : {})}
          >
            {at + 1 < steps.length ? 'Next' : 'Make the vault'}
          </Button>
        </div>
      </form>
    </Gate>
  )
}
