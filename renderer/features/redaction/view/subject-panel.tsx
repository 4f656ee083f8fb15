import { Button, Field, Input, makeStyles, Subtitle2, Tooltip, tokens } from '@fluentui/react-components'
import { type Ref, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { giveReason, rename } from '../model/decisions.ts'
import { type EditorAction, editorKeys } from '../model/editor-keys.ts'
import { isSomebody, type Subject } from '../model/subjects.ts'
import type { Crops } from '../session/crops.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'
import { chosenSubject } from '../session/editor-store.ts'
import { type GroundChoice, ReasonField } from './reason-field.tsx'
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
}

/** Cards of everybody and everything, and what is decided about the chosen one: always in the same place. */
export function SubjectPanel(props: PanelProps) {
  const subject = useStore(props.desk.editor.store, chosenSubject)
  return (
    <>
      <SubjectList desk={props.desk} crops={props.crops} />
      {subject ? <Decide {...props} subject={subject} /> : null}
    </>
  )
}

/** Only a third party who stays visible, and what is said to be no thing, need a ground. */
function missingWords({ decision, person }: Subject): string | null {
  if (decision === 'kept' && person !== 'requester') return 'Whoever is kept beside the requester needs a ground'
  return decision === 'ignored' ? 'Say why it is no thing' : null
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
      <ReasonField
        label="Ground"
        reason={subject.reason}
        grounds={grounds}
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
    <Tooltip content={`${key?.does ?? text} (${key?.shown ?? ''})`} relationship="description">
      <Button
        size="small"
        className={styles.button}
        appearance={pressed ? 'primary' : 'secondary'}
        disabled={disabled}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={() => performEditorAction(action, desk)}
      >
        {text}
      </Button>
    </Tooltip>
  )
}
