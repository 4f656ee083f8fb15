import { Button, makeStyles, Spinner, Subtitle1, tokens } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallDay } from '../../ui/dates.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { type AskedReason, ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { ClockNotice } from './clock-notice.tsx'
import { Notices } from './notices.tsx'

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})

type Row = OutputOf<'retention.queue'>['queued'][number]
type Asked = AskedReason & {
  readonly method: 'retention.approve' | 'retention.keep' | 'retention.undo'
  readonly clip: string
}

/** What can be done with a clip in one of the lists. */
type RowAction = { readonly name: string; readonly ask: (clip: Row) => void }

function ClipList({
  label,
  rows,
  when,
  actions,
}: {
  readonly label: string
  readonly rows: readonly Row[]
  readonly when: { readonly title: string; readonly of: (clip: Row) => string }
  readonly actions: readonly RowAction[]
}) {
  const styles = useStyles()
  return (
    <DataTable
      label={label}
      columns={['Clip', 'Recorded on', 'Category', 'Rule', when.title, 'Actions']}
      rows={rows.map((clip) => ({
        key: clip.clip,
        cells: [
          clip.name,
          wallDay(clip.recordedOn),
          clip.category ?? '–',
          clip.retention.rule,
          when.of(clip),
          <div key="actions" className={styles.actions}>
            {actions.map(({ name, ask }) => (
              <Button key={name} size="small" onClick={() => ask(clip)}>
                {name}
              </Button>
            ))}
          </div>,
        ],
      }))}
    />
  )
}

function askedToLetGo({ name, clip }: Row): Asked {
  return {
    title: `Let ${name} go?`,
    explanation: 'It is locked to viewing now and can be brought back until the time for undoing is over.',
    confirm: 'Let it go',
    method: 'retention.approve',
    clip,
  }
}

function askedToKeep({ name, clip }: Row): Asked {
  return {
    title: `Keep ${name}?`,
    explanation: 'Say why it is still necessary. Its next review counts from today.',
    confirm: 'Keep it',
    method: 'retention.keep',
    clip,
  }
}

function askedToBringBack({ name, clip }: Row): Asked {
  return {
    title: `Bring ${name} back?`,
    explanation: 'It goes back to the clips for review, and waits there for a person.',
    confirm: 'Bring it back',
    method: 'retention.undo',
    clip,
  }
}

/** Both lists, or what to do where there is nothing in them. */
function Lists({
  queue: { queued, marked },
  onAsk,
}: {
  readonly queue: OutputOf<'retention.queue'>
  /** Null for somebody who only carries out. */
  readonly onAsk: ((asked: Asked) => void) | null
}) {
  if (queued.length === 0 && marked.length === 0)
    return (
      <EmptyState title="Nothing is due">
        Clips come here when their time is over. Choose “Look what is due” to ask now.
      </EmptyState>
    )
  return (
    <>
      {queued.length > 0 ? <Subtitle1 as="h2">For review</Subtitle1> : null}
      {queued.length > 0 ? (
        <ClipList
          label="Clips for review"
          rows={queued}
          when={{ title: 'Due', of: ({ retention }) => wallDay(retention.due) }}
          actions={
            onAsk
              ? [
                  { name: 'Keep it', ask: (clip) => onAsk(askedToKeep(clip)) },
                  { name: 'Let it go', ask: (clip) => onAsk(askedToLetGo(clip)) },
                ]
              : []
          }
        />
      ) : null}
      {marked.length > 0 ? <Subtitle1 as="h2">On their way out</Subtitle1> : null}
      {marked.length > 0 ? (
        <ClipList
          label="Clips on their way out"
          rows={marked}
          when={{ title: 'Can be undone until', of: ({ retention }) => wallDay(retention.undoUntil) }}
          actions={onAsk ? [{ name: 'Bring it back', ask: (clip) => onAsk(askedToBringBack(clip)) }] : []}
        />
      ) : null}
    </>
  )
}

/** What was deleted, and why the rest was left. */
function appliedWords({ deleted, left }: OutputOf<'retention.apply'>): string {
  const second = left.filter(({ why }) => why === 'second-person-needed').length
  const alone =
    second === 0 ? '' : ` ${second === 1 ? '1 was' : `${second} were`} let go by you: somebody else has to delete them.`
  return `${deleted.length} deleted, ${left.length} left where they are.${alone}`
}

type May = { readonly mayReview: boolean; readonly mayApply: boolean }
type MayHere = May & { readonly maySeeNotices: boolean }

/** What can be done with all that is due. Says how it went through `onSaid`. */
function DueActions({ mayReview, mayApply, onSaid }: May & { readonly onSaid: (said: string) => void }) {
  const { ask } = useClient()
  const task = useTask()
  const evaluate = async (): Promise<void> => {
    const answer = await task.run((signal) => ask('retention.evaluate', { asOf: null }, { signal }))
    if (answer?.ok) onSaid(`${answer.value.clips} clips looked at, ${answer.value.changes.length} changed.`)
  }
  const apply = async (): Promise<void> => {
    const answer = await task.run((signal) => ask('retention.apply', { clips: null }, { signal }))
    if (answer?.ok) onSaid(appliedWords(answer.value))
  }
  return (
    <>
      {task.running ? <Spinner size="tiny" /> : null}
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      {mayReview ? <Button onClick={() => void evaluate()}>Look what is due</Button> : null}
      {mayApply ? (
        <Button appearance="primary" onClick={() => void apply()}>
          Delete what is past its time
        </Button>
      ) : null}
    </>
  )
}

/** What is due: reviewed by one person, brought back in time, deleted by a second one. */
export function Retention({ maySeeNotices, ...may }: MayHere) {
  const { ask } = useClient()
  const lists = useAnswer(useCallback((signal) => ask('retention.queue', {}, { signal }), [ask]))
  const task = useTask()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const give = async ({ method, clip }: Asked, reason: string): Promise<void> => {
    setAsked(null)
    await task.run((signal) => ask(method, { clip }, { signal, reason }))
    lists.again()
  }
  const say = (words: string): void => {
    setSaid(words)
    lists.again()
  }
  const failure = task.failure ?? lists.failure
  return (
    <Page title="Retention" actions={<DueActions {...may} onSaid={say} />}>
      <ClockNotice mayConfirm={may.mayApply} onConfirmed={lists.again} />
      {failure === null ? null : <FailureNotice failure={failure} />}
      {lists.value === null && failure === null ? <Spinner label="Reading" /> : null}
      {said === null ? null : <output>{said}</output>}
      {lists.value ? <Lists queue={lists.value} onAsk={may.mayReview ? setAsked : null} /> : null}
      {maySeeNotices ? <Notices /> : null}
      {asked ? (
        <ReasonDialog asked={asked} onCancel={() => setAsked(null)} onGiven={(reason) => void give(asked, reason)} />
      ) : null}
    </Page>
  )
}
