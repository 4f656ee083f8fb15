import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client/client-context.tsx'
import { useCopying } from '../session/copies-context.tsx'
import type { EditorDesk } from '../session/editor-actions.ts'
import { CopyFailure } from './copy-failure.tsx'
import { CopyProgress } from './copy-progress.tsx'
import { Disclose } from './disclose.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

const useStyles = makeStyles({
  title: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
})

type PartProps = {
  readonly desk: EditorDesk
  /** The project as the vault has it; null while nobody knows. */
  readonly projectSha256: string | null
  readonly isOpen: boolean
  readonly mayDisclose: boolean
}

/** Makes the approved copy: rendered, checked as a file, kept in the vault. */
export function RenderPart({ desk, projectSha256, isOpen, mayDisclose }: PartProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const { opened } = desk.editor
  const copying = useCopying(opened.redaction)
  const state = useStore(copying.store)
  const { running, failed, copy } = state
  const { clip } = opened
  const kept = useKeptFocus<HTMLDivElement>()
  useEffect(() => {
    if (projectSha256 !== null) void copying.find(ask, { clip, projectSha256 })
  }, [ask, copying, clip, projectSha256])
  const isShown = copy !== null && (projectSha256 === null || copy.projectSha256 === projectSha256)
  return (
    <div className={styles.part} {...kept}>
      <Subtitle2 as="h3" className={styles.title}>
        The copy
      </Subtitle2>
      {failed?.what === 'making' ? <CopyFailure failure={failed.failure} title="No copy was made" desk={desk} /> : null}
      {running === 'making' ? (
        <CopyProgress {...{ copying, state }} words="The copy is being made" />
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
            <Disclose key={copy.id} {...{ copying, desk }} copy={copy.id} purpose={opened.purpose} />
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
