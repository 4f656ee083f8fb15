import { Button, Dropdown, Field, Input, makeStyles, Option, Subtitle2, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useStore } from 'zustand'
import { cornerWords, labelFaultWords } from '../../../../contract/wording/label-words.ts'
import {
  type CopyLabel,
  displaySize,
  type LabelCorner,
  labelCorners,
  labelFault,
  layLabel,
  longestLabel,
  type PlanLabel,
  tidyLabel,
} from '../../../../core/redaction/copy-label.ts'
import { labelTells } from '../model/label-tells.ts'
import { useClipNames } from '../session/clip-names.tsx'
import type { EditorDesk } from '../session/editor-actions.ts'
import { leaveField } from './leave-field.ts'
import { useDraft } from './use-draft.ts'
import { useKeptFocus } from './use-kept-focus.ts'

const useStyles = makeStyles({
  title: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  narrow: { minWidth: 0 },
})

type Size = Parameters<typeof layLabel>[1]

/** Why a label cannot be written into a picture; null where it can. */
function faultOf(label: CopyLabel, size: Size): string | null {
  const fault =
    labelFault(label.text) ?? (layLabel(label, size) ? null : ({ kind: 'label-unfit', why: 'no-room' } as const))
  return fault && labelFaultWords(fault)
}

function laidWords({ lines, scale }: PlanLabel): string {
  const rows = lines.length === 1 ? 'one line' : `${lines.length} lines`
  return `It stands in every frame of the copy, in ${rows} of letters ${13 * scale} pixels high, over whatever is there.`
}

type PartProps = { readonly desk: EditorDesk }

/** The label that is written into every frame of the copy: its text, its corner, and what it would tell. */
export function LabelPart({ desk: { editor, session } }: PartProps) {
  const styles = useStyles()
  const label = useStore(editor.store, ({ queue }) => queue.edited.project.label)
  const writable = useStore(editor.store, (state) => state.writable)
  const [chosen, setChosen] = useState<LabelCorner>('bottom-left')
  const at = label?.at ?? chosen
  const { video } = session.footage.index
  const size = video ? displaySize(video) : { width: 0, height: 0 }
  const take = (written: string): void => {
    const next = { text: tidyLabel(written), at }
    const fault = next.text === '' ? null : faultOf(next, size)
    if (fault !== null) editor.set({ said: `The text of the label was not taken: ${fault}` })
    else if (next.text !== (label?.text ?? '')) editor.do({ kind: 'set-label', label: next.text === '' ? null : next })
  }
  const laid = label ? layLabel(label, size) : null
  const kept = useKeptFocus<HTMLDivElement>('input')
  return (
    <div className={styles.part} {...kept}>
      <Subtitle2 as="h3" className={styles.title}>
        Label in the picture
      </Subtitle2>
      <p className={styles.quiet}>
        {laid
          ? laidWords(laid)
          : 'There is none. A short text in a corner of every frame says what a copy is that is passed on.'}
        {' Whenever it is changed, every frame looks different and is to be seen again.'}
      </p>
      <LabelText
        holds={label?.text ?? ''}
        disabled={!writable}
        onTake={take}
        faultIn={(text) => faultOf({ text, at }, size)}
      />
      <CornerChoice
        at={at}
        disabled={!writable}
        onChoose={(corner) => {
          setChosen(corner)
          if (label) editor.do({ kind: 'set-label', label: { ...label, at: corner } })
        }}
      />
      {label ? (
        <div>
          <Button size="small" disabled={!writable} onClick={() => editor.do({ kind: 'set-label', label: null })}>
            Take the label away
          </Button>
        </div>
      ) : null}
    </div>
  )
}

type TextProps = {
  readonly holds: string
  readonly disabled: boolean
  readonly onTake: (text: string) => void
  /** Why a text cannot be written; null where it can. */
  readonly faultIn: (text: string) => string | null
}

/**
 * The label's text. It is taken over on Enter and on leaving the field, an emptied one as that there is none; what cannot be written stays
 * there, and is said.
 */
function LabelText({ holds, disabled, onTake, faultIn }: TextProps) {
  const names = useClipNames()
  const { written, write, give } = useDraft(holds, onTake)
  const text = tidyLabel(written)
  const fault = text === '' ? null : faultIn(text)
  const told = labelTells(text, names)
  const giveIfFit = (): void => {
    if (fault === null) give()
  }
  return (
    <Field
      label="Text"
      size="small"
      {...(fault === null ? {} : { validationState: 'error', validationMessage: `It is not written: ${fault}.` })}
      {...(fault === null && told.length > 0
        ? {
            validationState: 'warning',
            validationMessage: `It seems to name ${told.join(' and ')}, of which nobody outside is told.`,
          }
        : {})}
    >
      <Input
        size="small"
        disabled={disabled}
        value={written}
        placeholder="Redacted copy. For ..."
        input={{ maxLength: longestLabel }}
        onChange={(_, { value }) => write(value)}
        onBlur={giveIfFit}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || fault !== null) return
          give()
          leaveField(event.currentTarget)
        }}
      />
    </Field>
  )
}

type CornerProps = {
  readonly at: LabelCorner
  readonly disabled: boolean
  readonly onChoose: (corner: LabelCorner) => void
}

function CornerChoice({ at, disabled, onChoose }: CornerProps) {
  const styles = useStyles()
  return (
    <Field label="Corner" size="small">
      <Dropdown
        size="small"
        className={styles.narrow}
        disabled={disabled}
        value={cornerWords[at]}
        selectedOptions={[at]}
        onOptionSelect={(_, { optionValue }) => {
          const corner = labelCorners.find((each) => each === optionValue)
          if (corner && corner !== at) onChoose(corner)
        }}
      >
        {labelCorners.map((each) => (
          <Option key={each} value={each}>
            {cornerWords[each]}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
