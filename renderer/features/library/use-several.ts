import { useState } from 'react'
import { redactionSearch } from '../../../core/detection/default-classes.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import type { AskVault, ClipRow } from '../../client/window-client.ts'
import { useTask } from '../../ui/use-task.ts'
import { type Changes, undoOf } from './editable-fields.ts'
import type { AskedHold } from './hold-dialog.tsx'
import { clipsWords, type DoneWithSeveral, withEach } from './several.ts'

/** What was done with several clips, and what takes it back, clip by clip. */
export type Outcome = {
  readonly words: string
  readonly left: DoneWithSeveral<unknown>['left']
  readonly undo: (() => Promise<void>) | null
}

/** Clips that something is done with, and who is told how each is afterwards. */
export type SeveralClips = { readonly clips: readonly ClipRow[]; readonly onChanged: (clip: ClipRow) => void }

/** Does something with one clip after the other, and says how that went. */
type Run = <T>(
  act: (clip: ClipRow, signal: AbortSignal) => Promise<Result<T>>,
  done: (result: DoneWithSeveral<T>) => Outcome,
) => Promise<void>

type EachWork = {
  readonly running: boolean
  /** Clips that were gone through. */
  readonly count: number
  readonly outcome: Outcome | null
  readonly cancel: () => void
  readonly forget: () => void
}

function useEach(clips: readonly ClipRow[]): EachWork & { readonly run: Run } {
  const task = useTask()
  const [count, setCount] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const run: Run = async (act, done) => {
    setCount(0)
    setOutcome(null)
    const answer = await task.run(async (signal) =>
      ok(await withEach(clips, (clip) => act(clip, signal), { signal, onDone: setCount })),
    )
    if (answer?.ok) setOutcome(done(answer.value))
  }
  return { running: task.running, count, outcome, cancel: task.cancel, forget: () => setOutcome(null), run }
}

/** What takes something back clip by clip; null where it was done with none. */
function undoOfEach<T>(
  done: DoneWithSeveral<T>['done'],
  back: (each: DoneWithSeveral<T>['done'][number]) => Promise<void>,
): Outcome['undo'] {
  if (done.length === 0) return null
  return async () => {
    for (const each of done) await back(each)
  }
}

type Tools = Pick<SeveralClips, 'onChanged'> & { readonly ask: AskVault; readonly run: Run }

function editEach({ ask, run, onChanged }: Tools, changes: Changes, reason: string): Promise<void> {
  return run(
    async (clip, signal) => {
      const answer = await ask('clip.edit', { clip: clip.clip, changes }, { signal, reason })
      if (answer.ok) onChanged(answer.value)
      return answer
    },
    ({ done, left }) => ({
      words: `${clipsWords(done.length)} changed.`,
      left,
      undo: undoOfEach(done, async ({ clip }) => {
        const back = { clip: clip.clip, changes: undoOf(clip, changes) }
        const undone = await ask('clip.edit', back, { reason: `Undone: ${reason}` })
        if (undone.ok) onChanged(undone.value)
      }),
    }),
  )
}

function holdEach({ ask, run, onChanged }: Tools, { reason, ...asked }: AskedHold): Promise<void> {
  /** A hold changes what the list says of the clip's retention. */
  const readAgain = async (clip: ClipRow): Promise<void> => {
    const shown = await ask('clip.show', { clip: clip.clip })
    if (shown.ok) onChanged(shown.value.clip)
  }
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
      undo: undoOfEach(done, async ({ clip, value }) => {
        await ask('clip.unhold', { clip: clip.clip, hold: value }, { reason: `Undone: ${reason}` })
        await readAgain(clip)
      }),
    }),
  )
}

function queueEach({ ask, run }: Tools, purpose: string): Promise<void> {
  return run(
    ({ clip }, signal) =>
      ask('redaction.queue', { clip, purpose, search: redactionSearch }, { signal, reason: purpose }),
    ({ done, left }) => ({
      words: `${clipsWords(done.length)} put in the queue. How far they are stands under Redactions.`,
      left,
      undo: undoOfEach(done, async ({ clip, value }) => {
        await ask('redaction.unqueue', { only: { clip: clip.clip, redaction: value.redaction } })
      }),
    }),
  )
}

/** What is done with several clips, and how far it has come. */
export function useSeveral({ clips, onChanged }: SeveralClips) {
  const { ask } = useClient()
  const { run, ...work } = useEach(clips)
  const tools = { ask, run, onChanged }
  return {
    ...work,
    edit: (changes: Changes, reason: string) => editEach(tools, changes, reason),
    hold: (asked: AskedHold) => holdEach(tools, asked),
    queue: (purpose: string) => queueEach(tools, purpose),
  }
}
