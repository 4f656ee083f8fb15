import { Button, makeStyles, ProgressBar, Subtitle2, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { Progress } from '../../../../core/ports/work.ts'
import { useClient } from '../../../client/client-context.tsx'
import { shownLength } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { useTask } from '../../../ui/use-task.ts'
import type { Editor } from '../session/editor-store.ts'
import { Disclose } from './disclose.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
})

type Come = { readonly progress: Progress; readonly seconds: number }

function comeWords({ progress: { done, total }, seconds }: Come): string {
  const left = done > 0 ? (seconds / done) * (total - done) : null
  return `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}${left === null ? '' : `, about ${shownLength(left)} left`}`
}

/** Makes the approved copy: rendered, checked as a file, kept in the vault. */
export function RenderPart({
  editor,
  isOpen,
  mayDisclose,
}: {
  readonly editor: Editor
  readonly isOpen: boolean
  readonly mayDisclose: boolean
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [come, setCome] = useState<Come | null>(null)
  const [copy, setCopy] = useState<string | null>(null)
  const { clip, redaction, purpose: reason } = editor.opened
  const render = async (): Promise<void> => {
    const begun = performance.now()
    setCome(null)
    const onProgress = (progress: Progress): void => setCome({ progress, seconds: (performance.now() - begun) / 1_000 })
    const made = await task.run((signal) =>
      ask('redaction.render', { clip, redaction, threads: null, models: null }, { signal, reason, onProgress }),
    )
    if (made?.ok) setCopy(made.value.copy)
  }
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        The copy
      </Subtitle2>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="No copy was made" />}
      {task.running ? (
        <>
          <ProgressBar
            aria-label="The copy is made"
            {...(come ? { value: come.progress.done / Math.max(1, come.progress.total) } : {})}
          />
          <p className={styles.quiet} role="status">
            {come ? comeWords(come) : 'The copy is being made'}
          </p>
          <Button size="small" onClick={task.cancel}>
            Cancel
          </Button>
        </>
      ) : (
        <Button appearance="primary" disabled={!isOpen} onClick={() => void render()}>
          Make the copy
        </Button>
      )}
      {copy === null ? (
        <p className={styles.quiet}>
          {isOpen ? 'Everything is in order.' : 'A copy can be made once all of the list is in order.'}
        </p>
      ) : (
        <>
          <p className={styles.quiet} role="status">
            The copy was made, checked as a file, and is kept in the vault.
          </p>
          {mayDisclose ? <Disclose copy={copy} /> : null}
        </>
      )}
    </div>
  )
}
