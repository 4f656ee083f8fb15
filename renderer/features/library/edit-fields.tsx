import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import { useClipRules } from '../../client/clip-rules.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'
import { ClipField } from './clip-field.tsx'
import { changesOf, editableFields, fieldsOf, isRequired, undoOf } from './editable-fields.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
})

/** Takes a saved change back; answers the clip as it is then. */
export type Undo = { readonly words: string; readonly run: () => Promise<Result<ClipRow>> }

/** A clip's metadata as fields; saved together, with a reason, as one change of the log. */
export function EditFields({
  clip,
  onSaved,
  onCancel,
}: {
  readonly clip: ClipRow
  readonly onSaved: (clip: ClipRow, undo: Undo) => void
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const rules = useClipRules()
  const [before] = useState(() => fieldsOf(clip))
  const [edited, setEdited] = useState(before)
  const [reason, setReason] = useState('')
  const changes = changesOf(before, edited)
  const count = Object.keys(changes).length
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const answer = await task.run((signal) => ask('clip.edit', { clip: clip.clip, changes }, { signal, reason }))
    if (!answer?.ok) return
    const back = { clip: clip.clip, changes: undoOf(clip, changes) }
    onSaved(answer.value, {
      words: count === 1 ? '1 field saved' : `${count} fields saved`,
      run: () => ask('clip.edit', back, { reason: `Undone: ${reason}` }),
    })
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="Nothing was saved" />}
      {editableFields.map((field) => (
        <ClipField
          key={field}
          field={field}
          value={edited[field]}
          isRequired={isRequired(field, rules)}
          isMissing={clip.missing.includes(field) && edited[field].trim() === ''}
          onChange={(value) => setEdited((now) => ({ ...now, [field]: value }))}
        />
      ))}
      <Field label="Reason for the change" required>
        <Input size="small" value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <div className={styles.actions}>
        <Button
          appearance="primary"
          type="submit"
          disabledFocusable={task.running || count === 0 || reason.trim() === ''}
        >
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
