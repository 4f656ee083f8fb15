import { Button, Field, Input, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { type Ref, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { GroundUse } from '../../../../core/policy/redaction-policy.ts'
import { giveReason, rename } from '../model/decisions.ts'
import { type EditorAction, editorKeys } from '../model/editor-keys.ts'
import { isSomebody, type Subject } from '../model/subjects.ts'
import type { Crops } from '../session/crops.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'
import { chosenSubject } from '../session/editor-store.ts'
import type { Proposals } from '../session/use-proposals.ts'
import { ExtentChoice } from './extent-choice.tsx'
import { ProposalsBar } from './proposals-bar.tsx'
import { type GroundChoice, groundsFor, ReasonField } from './reason-field.tsx'
import { RequesterPart } from './requester-part.tsx'
import { SubjectList } from './subject-list.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  decide: {
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: '10px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  button: { minWidth: 0, padding: '0 8px' },
})

/** Fields into which a key puts the person. */
export type PanelFields = { readonly reason: Ref<HTMLInputElement>; readonly name: Ref<HTMLInputElement> }

type PanelProps = {
  readonly desk: EditorDesk
  readonly crops: Crops
  readonly grounds: readonly GroundChoice[]
  readonly fields: PanelFields
  readonly proposals: Proposals
}

/** Cards of everybody and everything, and what is decided about the chosen one: always in the same place. */
export function SubjectPanel(props: PanelProps) {
  const subject = useStore(props.desk.editor.store, chosenSubject)
  const writable = useStore(props.desk.editor.store, (state) => state.writable)
  return (
    <>
      <ProposalsBar proposals={props.proposals} disabled={!writable} />
      <RequesterPart desk={props.desk} crops={props.crops} />
      <SubjectList desk={props.desk} crops={props.crops} />
      {subject ? <Decide {...props} subject={subject} /> : null}
    </>
  )
}

/** Only a third party who stays visible, and what is said to be no thing, need a ground. */
function missingWords({ decision, person }: Subject): string | null {
  if (decision === 'kept' && person !== 'requester')
    return 'Whoever is kept beside the requester needs a ground of the force'
  return decision === 'ignored' ? 'It needs the ground for this' : null
}

/** What a decision's ground is given for; who is hidden may be hidden less well with one. */
function usesOf({ decision }: Subject): readonly GroundUse[] {
  if (decision === 'kept') return ['keep']
  return decision === 'ignored' || decision === 'beside' ? ['ignore'] : ['hide', 'weaker']
}

function Decide({ desk, grounds, fields, subject }: PanelProps & { readonly subject: Subject }) {
  const styles = useStyles()
  const { editor } = desk
  const writable = useStore(editor.store, (state) => state.writable)
  const before = useStore(editor.store, ({ subjects, before: key }) => subjects.find((one) => one.key === key))
  const somebody = isSomebody(subject)
  const press = { desk, disabled: !writable }
  return (
    <div className={styles.decide}>
      <Subtitle2 as="h3" className={styles.title}>
        {subject.name}
      </Subtitle2>
      <div className={styles.buttons}>
        <KeyButton {...press} action={{ kind: 'hide' }} pressed={subject.decision === 'hidden'} text="Hide" />
        <KeyButton {...press} action={{ kind: 'keep' }} pressed={subject.decision === 'kept'} text="Keep" />
        <KeyButton {...press} action={{ kind: 'ignore' }} pressed={subject.decision === 'ignored'} text="Not a thing" />
        <KeyButton
          {...press}
          action={{ kind: 'undecided' }}
          pressed={subject.decision === 'undecided'}
          text="Undecided"
        />
      </div>
      <div className={styles.buttons}>
        {somebody ? <KeyButton {...press} action={{ kind: 'show-only' }} text="Show only this person" /> : null}
        <KeyButton {...press} action={{ kind: 'split' }} text="Split here" />
        {before && before.key !== subject.key ? (
          <KeyButton {...press} action={{ kind: 'merge' }} text={`Same as ${before.name}`} />
        ) : null}
      </div>
      {somebody ? <ExtentChoice {...{ desk, subject, disabled: !writable || subject.decision === 'ignored' }} /> : null}
      <ReasonField
        label="Ground"
        reason={subject.reason}
        grounds={groundsFor(grounds, ...usesOf(subject))}
        missing={missingWords(subject)}
        disabled={!writable}
        field={fields.reason}
        onGive={(reason) => editor.do(giveReason(subject, reason))}
      />
      <NameField
        key={subject.key}
        name={subject.person ?? ''}
        disabled={!writable}
        field={fields.name}
        onName={(name) => editor.do(rename(subject, name))}
      />
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
  const [written, setWritten] = useState(name)
  useEffect(() => setWritten(name), [name])
  const give = (): void => {
    const given = written.trim().slice(0, 200)
    if (given !== '' && given !== name) onName(given)
  }
  return (
    <Field label="Name (requester, officer 1 …)" size="small">
      <Input
        size="small"
        disabled={disabled}
        value={written}
        input={{ ref: field }}
        onChange={(_, { value }) => setWritten(value)}
        onBlur={give}
        onKeyDown={(event) => {
          if (event.key === 'Enter') give()
        }}
      />
    </Field>
  )
}

/** A button for what a key does: the hint says which. */
export function KeyButton({
  desk,
  action,
  text,
  pressed,
  disabled,
}: {
  readonly desk: EditorDesk
  readonly action: EditorAction
  readonly text: string
  readonly pressed?: boolean
  readonly disabled: boolean
}) {
  const styles = useStyles()
  const key = editorKeys.find((one) => JSON.stringify(one.action) === JSON.stringify(action))
  return (
    <Button
      size="small"
      className={styles.button}
      appearance={pressed ? 'primary' : 'secondary'}
      disabled={disabled}
      title={key ? `${key.does} (${key.shown})` : text}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onClick={() => performEditorAction(action, desk)}
    >
      {text}
    </Button>
  )
}
