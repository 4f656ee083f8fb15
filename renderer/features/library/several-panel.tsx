import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import { useClipRules } from '../../client/clip-rules.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { failureSentence } from '../../ui/wording.ts'
import { ClipField } from './clip-field.tsx'
import { type Changes, changesOf, editableFields, isRequired } from './editable-fields.ts'
import { HoldDialog } from './hold-dialog.tsx'
import { OvernightDialog } from './overnight-dialog.tsx'
import { panelShape } from './panel-shape.ts'
import { clipsWords, fieldsInCommon } from './several.ts'
import { type Outcome, type SeveralClips, useSeveral } from './use-several.ts'

const useStyles = makeStyles({
  root: panelShape,
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

type SeveralProps = SeveralClips & { readonly permissions: readonly Permission[] }

/** How many clips can be watched beside each other. */
const beside = { least: 2, most: 4 } as const

function EditSeveral({
  clips,
  running,
  onSave,
}: {
  readonly clips: readonly ClipRow[]
  readonly running: boolean
  readonly onSave: (changes: Changes, reason: string) => void
}) {
  const styles = useStyles()
  const rules = useClipRules()
  const [before] = useState(() => fieldsInCommon(clips))
  const [edited, setEdited] = useState(before)
  const [reason, setReason] = useState('')
  const changes = changesOf(before, edited)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    onSave(changes, reason.trim())
  }
  return (
    <form className={styles.form} onSubmit={save} aria-label="Edit all of them">
      {editableFields.map((field) => (
        <ClipField
          key={field}
          field={field}
          value={edited[field]}
          isRequired={isRequired(field, rules)}
          {...(before[field] === '' ? { whileEmpty: 'as it is' } : {})}
          onChange={(value) => setEdited((now) => ({ ...now, [field]: value }))}
        />
      ))}
      <Field label="Reason for the change" required>
        <Input size="small" value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <Button
        appearance="primary"
        type="submit"
        disabledFocusable={running || Object.keys(changes).length === 0 || reason.trim() === ''}
      >
        Save for {clipsWords(clips.length)}
      </Button>
    </form>
  )
}

function OutcomeNotice({
  outcome: { words, left, undo },
  onUndone,
}: {
  readonly outcome: Outcome
  readonly onUndone: () => void
}) {
  const styles = useStyles()
  const takeBack = async (): Promise<void> => {
    onUndone()
    await undo?.()
  }
  return (
    <>
      <MessageBar intent={left.length === 0 ? 'success' : 'warning'} layout="multiline" politeness="polite">
        <MessageBarBody>{words}</MessageBarBody>
        {undo === null ? null : (
          <MessageBarActions>
            <Button onClick={() => void takeBack()}>Undo</Button>
          </MessageBarActions>
        )}
      </MessageBar>
      {left.length === 0 ? null : (
        <ul className={styles.list} aria-label="Left as they were">
          {left.map(({ clip, failure }) => (
            <li key={clip.clip}>
              {displayName(clip.name)}: {failureSentence(failure)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What can be done with several clips at once: the same change, or the same hold, with one reason. */
export function SeveralPanel({ permissions, onOpen, ...several }: SeveralProps & { readonly onOpen: () => void }) {
  const styles = useStyles()
  const { clips } = several
  const work = useSeveral({ clips, onChanged: several.onChanged })
  const [holding, setHolding] = useState(false)
  const [queueing, setQueueing] = useState(false)
  return (
    <aside className={styles.root} aria-label="Selected clips">
      <Subtitle2 as="h2">{clipsWords(clips.length)} selected</Subtitle2>
      {permissions.includes('clip.view') ? (
        <div>
          <Button
            appearance="primary"
            disabledFocusable={clips.length < beside.least || clips.length > beside.most}
            title={`${beside.least} to ${beside.most} clips, at the same recorded time`}
            onClick={onOpen}
          >
            Open side by side
          </Button>
        </div>
      ) : null}
      {work.running ? (
        <>
          <ProgressBar aria-label="Changing" value={work.count} max={clips.length} />
          <output>
            {work.count} of {clips.length} done
          </output>
          <Button onClick={work.cancel}>Stop</Button>
        </>
      ) : null}
      {work.outcome === null ? null : <OutcomeNotice outcome={work.outcome} onUndone={work.forget} />}
      {permissions.includes('redact') ? (
        <div>
          <Button onClick={() => setQueueing(true)} disabledFocusable={work.running}>
            Look for people overnight…
          </Button>
        </div>
      ) : null}
      {permissions.includes('hold') ? (
        <div>
          <Button onClick={() => setHolding(true)} disabledFocusable={work.running}>
            Hold all of them
          </Button>
        </div>
      ) : null}
      {permissions.includes('clip.edit') ? (
        <EditSeveral
          clips={clips}
          running={work.running}
          onSave={(changes, reason) => void work.edit(changes, reason)}
        />
      ) : null}
      {queueing ? (
        <OvernightDialog
          title={`Look for people in ${clipsWords(clips.length)}`}
          onGiven={(purpose) => {
            setQueueing(false)
            void work.queue(purpose)
          }}
          onCancel={() => setQueueing(false)}
        />
      ) : null}
      {holding ? (
        <HoldDialog
          title={`Hold ${clipsWords(clips.length)}`}
          onGiven={(asked) => {
            setHolding(false)
            void work.hold(asked)
          }}
          onCancel={() => setHolding(false)}
        />
      ) : null}
    </aside>
  )
}
