import { Button, Field, Input, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { wallDay } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'

type Details = OutputOf<'clip.show'>

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

const taskWords: Readonly<Record<Details['sourceTasks'][number]['kind'], string>> = {
  hold: 'Hold it there',
  'release-hold': 'Release its hold there',
  category: 'Change its category there',
  deletion: 'Delete it there',
}

const askedToConfirm = {
  title: 'Done in the store of record?',
  explanation: 'You confirm by name that it was done there. Say how you know, for example a reference of that system.',
  confirm: 'It is done there',
}

/** Which system holds the original, as what, and until when. */
function SourceForm({
  clip,
  source,
  onSaved,
  onCancel,
}: {
  readonly clip: string
  readonly source: Details['source']
  readonly onSaved: (clip: Details['clip']) => void
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [system, setSystem] = useState(source?.system ?? 'Evidence.com')
  const [id, setId] = useState(source?.id ?? '')
  const [category, setCategory] = useState(source?.category ?? '')
  const [day, setDay] = useState(source?.deletionDate ?? '')
  const [reason, setReason] = useState('')
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const record = {
      clip,
      system: system.trim(),
      id: orNull(id),
      category: orNull(category),
      deletionDate: orNull(day),
    }
    const answer = await task.run((signal) => ask('source.set', record, { signal, reason }))
    if (answer?.ok) onSaved(answer.value)
  }
  return (
    <form className={styles.root} onSubmit={(event) => void save(event)}>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="Nothing was saved" />}
      <Field label="System" required>
        <Input size="small" value={system} onChange={(_, { value }) => setSystem(value)} />
      </Field>
      <Field label="Its id there">
        <Input size="small" value={id} onChange={(_, { value }) => setId(value)} />
      </Field>
      <Field label="Its category there">
        <Input size="small" value={category} onChange={(_, { value }) => setCategory(value)} />
      </Field>
      <Field label="Deleted there on">
        <Input size="small" type="date" value={day} onChange={(_, { value }) => setDay(value)} />
      </Field>
      <Field label="How you know" required>
        <Input size="small" value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <div className={styles.actions}>
        <Button
          appearance="primary"
          type="submit"
          disabledFocusable={task.running || system.trim() === '' || reason.trim() === ''}
        >
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

function SourceWords({ source }: { readonly source: Details['source'] }) {
  if (source === null) return <span>Not known where the original is kept.</span>
  const { system, id, category, deletionDate } = source
  const more = [id, category, deletionDate === null ? null : `deleted there on ${wallDay(deletionDate)}`]
  return <span>{[system, ...more.filter((each) => each !== null)].join(', ')}</span>
}

/** Where the original lies, and what is to be done there because of what was done here. */
export function ClipSource({
  clip,
  details: { source, sourceTasks },
  mayEdit,
  mayConfirm,
  onChanged,
}: {
  readonly clip: string
  readonly details: Pick<Details, 'source' | 'sourceTasks'>
  readonly mayEdit: boolean
  readonly mayConfirm: boolean
  readonly onChanged: () => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [editing, setEditing] = useState(false)
  const [confirming, setConfirming] = useState<string | null>(null)
  const confirm = async (id: string, reason: string): Promise<void> => {
    setConfirming(null)
    await task.run((signal) => ask('source.confirm', { clip, task: id }, { signal, reason }))
    onChanged()
  }
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">Store of record</Subtitle2>
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      {editing ? (
        <SourceForm
          clip={clip}
          source={source}
          onCancel={() => setEditing(false)}
          onSaved={() => {
            setEditing(false)
            onChanged()
          }}
        />
      ) : (
        <SourceWords source={source} />
      )}
      {sourceTasks.length === 0 ? null : (
        <ul className={styles.list}>
          {sourceTasks.map(({ task: id, kind, confirmedAt }) => (
            <li key={id}>
              {taskWords[kind]}
              {confirmedAt === null ? ' ' : `: done ${wallDay(confirmedAt)}`}
              {confirmedAt === null && mayConfirm ? (
                <Button size="small" onClick={() => setConfirming(id)}>
                  Done there
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {mayEdit && !editing ? (
        <div>
          <Button size="small" onClick={() => setEditing(true)}>
            {source === null ? 'Say where it is kept' : 'Change'}
          </Button>
        </div>
      ) : null}
      {confirming === null ? null : (
        <ReasonDialog
          asked={askedToConfirm}
          onCancel={() => setConfirming(null)}
          onGiven={(reason) => void confirm(confirming, reason)}
        />
      )}
    </section>
  )
}
