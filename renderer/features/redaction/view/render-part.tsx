import { Button, makeStyles, ProgressBar, Subtitle2, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client/client-context.tsx'
import { shownLength } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import type { CopyState } from '../session/copy-work.ts'
import type { Editor } from '../session/editor-store.ts'
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
  readonly editor: Editor
  /** The project as the vault has it; null while nobody knows. */
  readonly projectSha256: string | null
  readonly isOpen: boolean
  readonly mayDisclose: boolean
}

/** Makes the approved copy: rendered, checked as a file, kept in the vault. */
export function RenderPart({ editor, projectSha256, isOpen, mayDisclose }: PartProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const { copying, opened } = editor
  const { running, come, failed, copy } = useStore(copying.store)
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
      {failed?.what === 'making' ? <FailureNotice failure={failed.failure} title="No copy was made" /> : null}
      {running === 'making' ? (
        <Making come={come} onCancel={() => copying.cancel()} />
      ) : (
        <Button
          appearance="primary"
          disabled={!isOpen || running !== null}
          onClick={() => {
            if (projectSha256 !== null) void copying.make(ask, { ...opened, projectSha256 })
          }}
        >
          Make the copy
        </Button>
      )}
      {isShown ? (
        <>
          <p className={styles.quiet} role="status">
            The copy was made, checked as a file, and is kept in the vault.
          </p>
          {mayDisclose ? <Disclose copying={copying} copy={copy.id} purpose={opened.purpose} /> : null}
        </>
      ) : (
        <p className={styles.quiet}>
          {isOpen ? 'Everything is in order.' : 'A copy can be made once all of the list is in order.'}
        </p>
      )}
    </div>
  )
}

function Making({ come, onCancel }: Pick<CopyState, 'come'> & { readonly onCancel: () => void }) {
  const styles = useStyles()
  return (
    <>
      <ProgressBar
        aria-label="The copy is made"
        {...(come ? { value: come.progress.done / Math.max(1, come.progress.total) } : {})}
      />
      <p className={styles.quiet} role="status">
        {come ? comeWords(come) : 'The copy is being made'}
      </p>
      <p className={styles.quiet}>It goes on while you look at the other tabs; leaving this redaction stops it.</p>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </>
  )
}
