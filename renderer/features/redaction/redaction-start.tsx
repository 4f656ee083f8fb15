import { Button, Field, Input, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { type FormEvent, useCallback, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallMoment } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { useEscape } from '../clip/index.ts'
import { listRedactions } from './session/known-purposes.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    padding: tokens.spacingHorizontalXXL,
    overflowY: 'auto',
  },
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    maxWidth: '64ch',
    alignItems: 'start',
  },
  field: { width: '100%' },
  text: { margin: 0, maxWidth: '72ch' },
})

type Row = OutputOf<'redaction.list'>['redactions'][number]

/** The longest purpose that is taken. */
const longest = 2_000

type StartProps = {
  readonly clip: string
  readonly onOpen: (redaction: string) => void
  readonly onBack: () => void
}

/** Goes on with a redaction of the clip, or begins one for a purpose. */
export function RedactionStart({ clip, onOpen, onBack }: StartProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const list = useAnswer(useCallback((signal) => listRedactions(ask, clip, signal), [ask, clip]))
  useEscape(onBack)
  const rows = list.value?.redactions ?? []
  return (
    <div className={styles.root}>
      {list.failure === null ? null : <FailureNotice failure={list.failure} title="The redactions could not be read" />}
      {rows.length === 0 ? null : (
        <section>
          <Subtitle2 as="h2">Go on with a redaction</Subtitle2>
          <DataTable
            label="Redactions of this clip"
            columns={['purpose', 'begun', 'by', 'steps', 'undecided', 'open', '']}
            rows={rows.map((row) => ({ key: row.redaction, cells: cellsOf(row, onOpen) }))}
          />
        </section>
      )}
      {list.value === null ? null : <Begin clip={clip} onBegun={onOpen} />}
    </div>
  )
}

function cellsOf(row: Row, onOpen: (redaction: string) => void) {
  return [
    row.purpose,
    wallMoment(row.createdAt),
    row.createdBy,
    row.revision.toLocaleString('en-GB'),
    row.undecided.toLocaleString('en-GB'),
    row.editor ?? '–',
    <Button
      key="open"
      size="small"
      onClick={() => onOpen(row.redaction)}
      aria-label={`Open the redaction for ${row.purpose}`}
    >
      Open
    </Button>,
  ]
}

function Begin({ clip, onBegun }: { readonly clip: string; readonly onBegun: (redaction: string) => void }) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [purpose, setPurpose] = useState('')
  const [missing, setMissing] = useState(false)
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const reason = purpose.trim()
    setMissing(reason === '')
    if (reason === '') return
    const made = await task.run((signal) => ask('redaction.create', { clip, purpose: reason }, { signal, reason }))
    if (made?.ok) onBegun(made.value.redaction)
  }
  return (
    <section>
      <Subtitle2 as="h2">Begin a redaction</Subtitle2>
      <form className={styles.form} noValidate onSubmit={(event) => void begin(event)}>
        <p className={styles.text}>
          The clip itself never changes. Everybody and everything that is found is hidden until somebody decides
          otherwise, and all sound is muted until it is kept. Every step is saved and can be undone.
        </p>
        <Field
          className={styles.field}
          label="Purpose"
          required
          hint="For example the number of the request or screening. It stands in the audit log under your name."
          {...(missing ? { validationState: 'error', validationMessage: 'Say what the clip is redacted for.' } : {})}
        >
          <Input value={purpose} maxLength={longest} autoFocus onChange={(_, { value }) => setPurpose(value)} />
        </Field>
        {task.failure === null ? null : <FailureNotice failure={task.failure} title="Nothing was begun" />}
        <Button appearance="primary" type="submit" disabled={task.running}>
          Begin the redaction
        </Button>
      </form>
    </section>
  )
}
