import { Button, makeStyles, ProgressBar, Subtitle2, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client/client-context.tsx'
import { shownLength } from '../../../ui/dates.ts'
import { useCopying } from '../session/copies-context.tsx'
import type { CopyState } from '../session/copy-work.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { CopyFailure } from './copy-failure.tsx'
import { Disclose } from './disclose.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
})

function comeWords({ progress: { done, total }, seconds }: NonNullable<CopyState['come']>): string {
  const left = done > 0 ? (seconds / done) * (total - done) : null
  return `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}${left === null ? '' : `, about ${shownLength(left)} left`}`
}

type PartProps = {
  readonly desk: EditorDesk
  /** The project as the vault has it; null while nobody knows. */
  readonly projectSha256: string | null
  readonly isOpen: boolean
  readonly mayDisclose: boolean
}

/** Makes the approved copy: rendered, checked as a file, kept in the vault. */
export function RenderPart({ desk: { editor, session }, projectSha256, isOpen, mayDisclose }: PartProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const { opened } = editor
  const copying = useCopying(opened.redaction)
  const { running, waits, come, failed, copy } = useStore(copying.store)
  const { clip } = opened
  useEffect(() => {
    if (projectSha256 !== null) void copying.find(ask, { clip, projectSha256 })
  }, [ask, copying, clip, projectSha256])
  const isShown = copy !== null && (projectSha256 === null || copy.projectSha256 === projectSha256)
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        The copy
      </Subtitle2>
      {failed?.what === 'making' ? (
        <CopyFailure failure={failed.failure} title="No copy was made" session={session} />
      ) : null}
      {running === 'making' ? (
        <Making {...{ come, waits }} onCancel={() => copying.cancel()} />
      ) : (
        <Button
          appearance="primary"
          disabled={!isOpen || running !== null}
          onClick={() => {
            if (projectSha256 !== null) void copying.make(ask, { ...opened, projectSha256 })
          }}
        >
          {failed?.what === 'making' ? 'Make the copy again' : 'Make the copy'}
        </Button>
      )}
      {isShown ? (
        <>
          <p className={styles.quiet} role="status">
            The copy was made, checked as a file, and is kept in the vault.
          </p>
          {mayDisclose ? (
            <Disclose key={copy.id} {...{ copying, session }} copy={copy.id} purpose={opened.purpose} />
          ) : null}
        </>
      ) : (
        <p className={styles.quiet}>
          {isOpen ? 'Everything is in order.' : 'A copy can be made once all of the list is in order.'}
        </p>
      )}
    </div>
  )
}

function Making({ come, waits, onCancel }: Pick<CopyState, 'come' | 'waits'> & { readonly onCancel: () => void }) {
  const styles = useStyles()
  return (
    <>
      <ProgressBar
        aria-label="The copy is made"
        {...(come ? { value: come.progress.done / Math.max(1, come.progress.total) } : {})}
      />
      <p className={styles.quiet} role="status">
        {waits ? 'It waits until another copy is made' : come ? comeWords(come) : 'The copy is being made'}
      </p>
      <p className={styles.quiet}>
        {waits
          ? 'It begins by itself, also once you have left this redaction. Locking or signing out gives it up.'
          : 'It goes on when you leave this redaction; the bar at the bottom shows it.'}
      </p>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </>
  )
}
