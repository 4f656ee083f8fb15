import {
  Checkbox,
  Dropdown,
  Field,
  makeStyles,
  mergeClasses,
  Option,
  Spinner,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { type RestrictionKind, restrictionKinds } from '../../../core/access/access-object.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { restrictionNames } from './clip-words.ts'

type Access = OutputOf<'clip.access'>

/** An access list that somebody asks for; they are on it themselves. */
export type AskedAccess = {
  readonly kind: RestrictionKind
  readonly allowed: readonly string[]
  readonly reason: string
}

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, minWidth: 0, border: 'none', display: 'flex', flexDirection: 'column' },
  legend: { padding: `${tokens.spacingVerticalXXS} 0` },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  people: {
    display: 'flex',
    flexDirection: 'column',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  many: {
    maxHeight: '180px',
    overflowY: 'auto',
    scrollbarColor: `${tokens.colorNeutralStroke1} transparent`,
    '& > *': { flexShrink: 0 },
  },
})

function People({
  access: { people, restriction, self },
  allowed,
  onAllowed,
}: {
  readonly access: Access
  readonly allowed: ReadonlySet<string>
  readonly onAllowed: (allowed: ReadonlySet<string>) => void
}) {
  const styles = useStyles()
  // Whoever is on the list and could not be put on it today can still be taken off it.
  const names = [...new Set([...people, ...(restriction?.allowed ?? [])])].filter((name) => name !== self)
  const toggle = (name: string, isOn: boolean): void => {
    const changed = new Set(allowed)
    if (isOn) changed.add(name)
    else changed.delete(name)
    onAllowed(changed)
  }
  // No Field: that would give all boxes one name.
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>Who may see it</legend>
      <div className={mergeClasses(styles.people, names.length > 4 && styles.many)}>
        <Checkbox checked disabled label={`${self} (you, so that the list can be lifted)`} />
        {names.map((name) => (
          <Checkbox
            key={name}
            checked={allowed.has(name)}
            label={name}
            onChange={(_, { checked }) => toggle(name, checked === true)}
          />
        ))}
      </div>
      <span className={styles.hint}>The others learn nothing of it, or no more than that it exists.</span>
    </fieldset>
  )
}

/** Asks who alone may see a clip, and why. */
export function AccessDialog({
  access,
  onGiven,
  onCancel,
}: {
  /** Null while it is being read. */
  readonly access: Access | null
  readonly onGiven: (asked: AskedAccess) => void
  readonly onCancel: () => void
}) {
  if (access === null)
    return (
      <FormDialog
        title="Who may see this clip"
        confirm="Restrict"
        mayConfirm={false}
        onConfirm={onCancel}
        onCancel={onCancel}
      >
        <Spinner label="Reading" />
      </FormDialog>
    )
  return <ReadAccess access={access} onGiven={onGiven} onCancel={onCancel} />
}

function ReadAccess({
  access,
  onGiven,
  onCancel,
}: {
  readonly access: Access
  readonly onGiven: (asked: AskedAccess) => void
  readonly onCancel: () => void
}) {
  const { restriction, self } = access
  const [kind, setKind] = useState<RestrictionKind>(restriction?.kind ?? 'child')
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(
    () => new Set(restriction?.allowed.filter((name) => name !== self)),
  )
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      title="Who may see this clip"
      confirm={restriction === null ? 'Restrict' : 'Change the list'}
      mayConfirm={reason.trim() !== ''}
      onConfirm={() => onGiven({ kind, allowed: [...allowed], reason: reason.trim() })}
      onCancel={onCancel}
    >
      <Field label="Restricted because of">
        <Dropdown
          value={restrictionNames[kind]}
          selectedOptions={[kind]}
          onOptionSelect={(_, { optionValue }) =>
            setKind((before) => restrictionKinds.find((each) => each === optionValue) ?? before)
          }
        >
          {restrictionKinds.map((each) => (
            <Option key={each} value={each}>
              {restrictionNames[each]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <People access={access} allowed={allowed} onAllowed={setAllowed} />
      <Field label="Reason" required hint="It stands in the log. Name nobody who is in the clip.">
        <Textarea value={reason} rows={2} maxLength={2_000} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </FormDialog>
  )
}
