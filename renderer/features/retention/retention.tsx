import { Button, Spinner } from '@fluentui/react-components'
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { ok } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import type { ClipPages, LoadPage } from '../../client/clip-pages.ts'
import { usePages } from '../../client/use-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { wallDay } from '../../ui/dates.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { type AskedReason, ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { ClockNotice } from './clock-notice.tsx'
import { DueList } from './due-list.tsx'
import { Notices } from './notices.tsx'

type Asked = AskedReason & {
  readonly method: 'retention.approve' | 'retention.keep' | 'retention.undo'
  readonly clip: string
}

function askedToLetGo({ name, clip }: ClipRow): Asked {
  return {
    title: `Let ${name} go?`,
    explanation: 'It is locked to viewing now and can be brought back until the time for undoing is over.',
    confirm: 'Let it go',
    method: 'retention.approve',
    clip,
  }
}

function askedToKeep({ name, clip }: ClipRow): Asked {
  return {
    title: `Keep ${name}?`,
    explanation: 'Say why it is still necessary. Its next review counts from today.',
    confirm: 'Keep it',
    method: 'retention.keep',
    clip,
  }
}

function askedToBringBack({ name, clip }: ClipRow): Asked {
  return {
    title: `Bring ${name} back?`,
    explanation: 'It goes back to the clips for review, and waits there for a person.',
    confirm: 'Bring it back',
    method: 'retention.undo',
    clip,
  }
}

/** Rows of one of the lists; asked for anew when `turn` changes. */
function useDue(list: 'queued' | 'marked', turn: number): ClipPages {
  const { ask } = useClient()
  const asked = useMemo(() => ({ list, turn }), [list, turn])
  const load: LoadPage = useCallback(
    async (offset, limit, signal) => {
      const answer = await ask('retention.page', { of: asked.list, offset, limit }, { signal })
      return answer.ok ? ok({ rows: answer.value.clips, total: answer.value.total, restricted: 0 }) : answer
    },
    [ask, asked],
  )
  return usePages(load)
}

/** Both lists, or what to do where there is nothing in them. */
function Lists({ turn, onAsk }: { readonly turn: number; readonly onAsk: (asked: Asked) => void }) {
  const queued = useDue('queued', turn)
  const marked = useDue('marked', turn)
  const waiting = useSyncExternalStore(queued.subscribe, queued.state)
  const going = useSyncExternalStore(marked.subscribe, marked.state)
  const failure = waiting.failure ?? going.failure
  if (failure !== null) return <FailureNotice failure={failure} title="What is due could not be read" />
  if (waiting.total === null || going.total === null) return <Spinner label="Reading" />
  if (waiting.total + going.total === 0)
    return (
      <EmptyState title="Nothing is due">
        Clips come here when their time is over. Choose “See what is due” to ask now.
      </EmptyState>
    )
  return (
    <>
      <DueList
        title="For review"
        label="Clips for review"
        pages={queued}
        alone={going.total === 0}
        when={{ title: 'Due', of: ({ retention }) => wallDay(retention.due) }}
        actions={[
          { name: 'Keep it', ask: (clip) => onAsk(askedToKeep(clip)) },
          { name: 'Let it go', ask: (clip) => onAsk(askedToLetGo(clip)) },
        ]}
      />
      <DueList
        title="On their way out"
        label="Clips on their way out"
        pages={marked}
        alone={waiting.total === 0}
        when={{ title: 'Can be undone until', of: ({ retention }) => wallDay(retention.undoUntil) }}
        actions={[{ name: 'Bring it back', ask: (clip) => onAsk(askedToBringBack(clip)) }]}
      />
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
      {mayReview ? <Button onClick={() => void evaluate()}>See what is due</Button> : null}
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
  const [turn, setTurn] = useState(0)
  const again = (): void => setTurn((before) => before + 1)
  const task = useTask()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const give = async ({ method, clip }: Asked, reason: string): Promise<void> => {
    setAsked(null)
    await task.run((signal) => ask(method, { clip }, { signal, reason }))
    again()
  }
  const say = (words: string): void => {
    setSaid(words)
    again()
  }
  return (
    <Page title="Retention" actions={<DueActions {...may} onSaid={say} />}>
      <ClockNotice mayConfirm={may.mayApply} onConfirmed={again} />
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      {said === null ? null : <output>{said}</output>}
      {may.mayReview ? <Lists turn={turn} onAsk={setAsked} /> : null}
      {maySeeNotices ? <Notices /> : null}
      {asked ? (
        <ReasonDialog asked={asked} onCancel={() => setAsked(null)} onGiven={(reason) => void give(asked, reason)} />
      ) : null}
    </Page>
  )
}
