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
import { failed, ok, type Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import { useClipRules } from '../../client/clip-rules.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { useTask } from '../../ui/use-task.ts'
import { failureSentence } from '../../ui/wording.ts'
import { ClipField } from './clip-field.tsx'
import { type Changes, changesOf, editableFields, isRequired, undoOf } from './editable-fields.ts'
import { type AskedHold, HoldDialog } from './hold-dialog.tsx'
import { panelShape } from './panel-shape.ts'
import { clipsWords, type DoneWithSeveral, fieldsInCommon, withEach } from './several.ts'

const useStyles = makeStyles({
  root: panelShape,
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

/** What was done with several clips, and what takes it back, clip by clip. */
type Outcome = {
  readonly words: string
  readonly left: DoneWithSeveral<unknown>['left']
  readonly undo: (() => Promise<void>) | null
}

type SeveralProps = {
  readonly clips: readonly ClipRow[]
  readonly permissions: readonly Permission[]
  readonly onChanged: (clip: ClipRow) => void
}

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

type SeveralWork = {
  readonly running: boolean
  /** Clips that were gone through. */
  readonly count: number
  readonly outcome: Outcome | null
  cancel(): void
  forget(): void
  edit(changes: Changes, reason: string): Promise<void>
  hold(asked: AskedHold): Promise<void>
}

/** What is done with several clips, and how far it has come. */
function useSeveral({ clips, onChanged }: Omit<SeveralProps, 'permissions'>): SeveralWork {
  const { ask } = useClient()
  const task = useTask()
  const [count, setCount] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  const run = async <T,>(
    act: (clip: ClipRow, signal: AbortSignal) => Promise<Result<T>>,
    done: (result: DoneWithSeveral<T>) => Outcome,
  ): Promise<void> => {
    setCount(0)
    setOutcome(null)
    const answer = await task.run(async (signal) =>
      ok(await withEach(clips, (clip) => act(clip, signal), { signal, onDone: setCount })),
    )
    if (answer?.ok) setOutcome(done(answer.value))
  }

  const edit = (changes: Changes, reason: string): Promise<void> =>
    run(
      async (clip, signal) => {
        const answer = await ask('clip.edit', { clip: clip.clip, changes }, { signal, reason })
        if (answer.ok) onChanged(answer.value)
        return answer
      },
      ({ done, left }) => ({
        words: `${clipsWords(done.length)} changed.`,
        left,
        undo:
          done.length === 0
            ? null
            : async () => {
                for (const { clip } of done) {
                  const back = { clip: clip.clip, changes: undoOf(clip, changes) }
                  const undone = await ask('clip.edit', back, { reason: `Undone: ${reason}` })
                  if (undone.ok) onChanged(undone.value)
                }
              },
      }),
    )

  /** A hold changes what the list says of the clip's retention. */
  const readAgain = async (clip: ClipRow): Promise<void> => {
    const shown = await ask('clip.show', { clip: clip.clip })
    if (shown.ok) onChanged(shown.value.clip)
  }

  const hold = ({ reason, ...asked }: AskedHold): Promise<void> => {
    return run(
      async (clip, signal) => {
        const answer = await ask('clip.hold', { clip: clip.clip, ...asked }, { signal, reason })
        if (!answer.ok) return failed(answer.failure)
        await readAgain(clip)
        return ok(answer.value.hold)
      },
      ({ done, left }) => ({
        words: `${clipsWords(done.length)} held.`,
        left,
        undo:
          done.length === 0
            ? null
            : async () => {
                for (const { clip, value } of done) {
                  await ask('clip.unhold', { clip: clip.clip, hold: value }, { reason: `Undone: ${reason}` })
                  await readAgain(clip)
                }
              },
      }),
    )
  }

  return { running: task.running, count, outcome, cancel: task.cancel, forget: () => setOutcome(null), edit, hold }
}

/** What can be done with several clips at once: the same change, or the same hold, with one reason. */
export function SeveralPanel({ permissions, onOpen, ...several }: SeveralProps & { readonly onOpen: () => void }) {
  const styles = useStyles()
  const { clips } = several
  const work = useSeveral(several)
  const [holding, setHolding] = useState(false)
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
