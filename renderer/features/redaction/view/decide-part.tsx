import { Field, Input, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import type { Ref } from 'react'
import { useStore } from 'zustand'
import type { RedactionPolicy } from '../../../../core/policy/redaction-policy.ts'
import { Scrolled } from '../../../ui/scrolled.tsx'
import { changeMeant, giveReason, rename } from '../model/decisions.ts'
import { groundsForAll, inCommon, namesOf, together } from '../model/several.ts'
import { isSomebody, type Subject } from '../model/subjects.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { ExtentChoice } from './extent-choice.tsx'
import { KeyButton } from './key-button.tsx'
import { leaveField } from './leave-field.ts'
import { type GroundChoice, ReasonField } from './reason-field.tsx'
import { StyleChoice } from './style-choice.tsx'
import { useDraft } from './use-draft.ts'

const useStyles = makeStyles({
  title: { margin: 0 },
  root: {
    flexShrink: 0,
    maxHeight: '58%',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: '10px 12px',
    overflowY: 'auto',
    outlineOffset: '-2px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  ways: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))',
    gap: '8px',
    alignItems: 'start',
  },
})

/** Fields into which a key puts the person. */
export type PanelFields = { readonly reason: Ref<HTMLInputElement>; readonly name: Ref<HTMLInputElement> }

/** What the force's profile says of decisions about cards. */
export type RulesOfCards = Pick<RedactionPolicy, 'classStyles'> & { readonly grounds: readonly GroundChoice[] }

type DecideProps = {
  readonly desk: EditorDesk
  readonly policy: RulesOfCards
  readonly fields: PanelFields
  /** At least one. */
  readonly subjects: readonly Subject[]
}

/** Only a third party who stays visible, and what is said to be no thing, need a ground. */
function missingWords({ decision, person }: Subject): string | null {
  if (decision === 'kept' && person !== 'requester')
    return 'Whoever is kept beside the requester needs a ground of the force'
  return decision === 'ignored' ? 'It needs the ground for this' : null
}

/** What is decided about whoever is chosen, one or several: for several each is one step for all of them. */
export function DecidePart({ desk, policy, fields, subjects }: DecideProps) {
  const styles = useStyles()
  const { editor } = desk
  const writable = useStore(editor.store, (state) => state.writable)
  const decision = inCommon(subjects, (one) => one.decision)
  const press = { desk, disabled: !writable }
  const [only, ...others] = subjects
  return (
    <Scrolled className={styles.root} label="What is decided">
      <Subtitle2 as="h3" className={styles.title}>
        {others.length === 0 ? only?.name : `${subjects.length} chosen: ${namesOf(subjects)}`}
      </Subtitle2>
      <div className={styles.buttons}>
        <KeyButton {...press} action={{ kind: 'hide' }} pressed={decision === 'hidden'} text="Hide" />
        <KeyButton {...press} action={{ kind: 'keep' }} pressed={decision === 'kept'} text="Keep" />
        <KeyButton {...press} action={{ kind: 'ignore' }} pressed={decision === 'ignored'} text="Not a thing" />
        <KeyButton {...press} action={{ kind: 'undecided' }} pressed={decision === 'undecided'} text="Undecided" />
      </div>
      {only && others.length === 0 ? <Identity desk={desk} subject={only} disabled={!writable} /> : null}
      <ReasonField
        key={`ground ${subjects.map(({ key }) => key).join()}`}
        label="Ground"
        reason={inCommon(subjects, ({ reason }) => reason)}
        grounds={groundsForAll(policy.grounds, subjects)}
        empty={subjects.every(isRequester) ? 'The requester needs none' : ''}
        missing={subjects.map(missingWords).find((one) => one !== null) ?? null}
        disabled={!writable}
        field={fields.reason}
        onGive={(reason) => editor.do(together(subjects.map((one) => giveReason(one, reason))))}
      />
      <div className={styles.ways}>
        {subjects.some(isSomebody) ? (
          <ExtentChoice {...{ desk, subjects, disabled: !writable || decision === 'ignored' }} />
        ) : null}
        <StyleChoice
          {...{ subjects, policy, disabled: !writable || decision === 'ignored' || decision === 'kept' }}
          onChoose={(style) => editor.do(together(subjects.map((one) => changeMeant(one, { style }))))}
        />
      </div>
      {only && others.length === 0 ? (
        <NameField
          key={`name ${only.key}`}
          name={only.person ?? ''}
          disabled={!writable}
          field={fields.name}
          onName={(name) => editor.do(rename(only, name))}
        />
      ) : null}
    </Scrolled>
  )
}

function isRequester({ person, decision }: Subject): boolean {
  return person === 'requester' && decision === 'kept'
}

type IdentityProps = { readonly desk: EditorDesk; readonly subject: Subject; readonly disabled: boolean }

/** What is done with one at a time. */
function Identity({ desk, subject, disabled }: IdentityProps) {
  const styles = useStyles()
  const before = useStore(desk.editor.store, ({ subjects, before: key }) => subjects.find((one) => one.key === key))
  const press = { desk, disabled }
  return (
    <div className={styles.buttons}>
      {isSomebody(subject) ? (
        <KeyButton {...press} action={{ kind: 'show-only' }} text="Show only this person" />
      ) : null}
      <KeyButton {...press} action={{ kind: 'split' }} text="Split here" />
      {before && before.key !== subject.key ? (
        <KeyButton {...press} action={{ kind: 'merge' }} text={`Same as ${before.name}`} />
      ) : null}
    </div>
  )
}

function NameField({
  name,
  disabled,
  field,
  onName,
}: {
  readonly name: string
  readonly disabled: boolean
  readonly field: Ref<HTMLInputElement>
  readonly onName: (name: string) => void
}) {
  const { written, write, give } = useDraft(name, (text) => {
    const given = text.trim().slice(0, 200)
    if (given !== '' && given !== name) onName(given)
  })
  return (
    <Field label="Name (requester, officer 1 …)" size="small">
      <Input
        size="small"
        disabled={disabled}
        value={written}
        input={{ ref: field }}
        onChange={(_, { value }) => write(value)}
        onBlur={give}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          give()
          leaveField(event.currentTarget)
        }}
      />
    </Field>
  )
}
