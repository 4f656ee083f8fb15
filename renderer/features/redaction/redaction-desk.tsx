import {
  Button,
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Spinner,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons'
import { useCallback, useState } from 'react'
import { useStore } from 'zustand'
import type { Permission } from '../../../core/access/permissions.ts'
import { useClient } from '../../client/client-context.tsx'
import { useClipRules } from '../../client/clip-rules.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { type ClipRecords, preEventOf, recordsOf, useEscape } from '../clip/index.ts'
import { DarkSurround } from '../player/index.ts'
import { RedactionStart } from './redaction-start.tsx'
import { ClipNamesProvider } from './session/clip-names.tsx'
import type { Editor } from './session/editor-store.ts'
import { type OpenWork, useOpenWork } from './session/use-open-work.ts'
import { EditorView } from './view/editor-view.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0, overflow: 'hidden' },
  heading: {
    display: 'flex',
    flexShrink: 0,
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  body: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
})

type DeskProps = {
  readonly clip: string
  /** Null: which one is asked. */
  readonly redaction: string | null
  readonly permissions: readonly Permission[]
  readonly startFrame: number
  readonly onFrame: (frame: number) => void
  readonly onRedaction: (redaction: string) => void
  /** What Back leads to, by its name. */
  readonly backTo: string
  readonly onBack: () => void
}

/** The redactions of one clip: which, or the one that is open. */
export function RedactionDesk({ clip, redaction, ...desk }: DeskProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const records = useAnswer(useCallback((signal) => recordsOf(ask, clip, signal), [ask, clip]))
  const { onBack, backTo } = desk
  const page = (
    <div className={styles.root}>
      <div className={styles.heading}>
        <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={onBack} title={`Back to ${backTo} (Esc)`}>
          {backTo}
        </Button>
        <Subtitle2 as="h1" className={styles.name}>
          Redact {records.value?.title ?? ''}
        </Subtitle2>
      </div>
      <div className={styles.body}>
        {records.failure === null ? null : <FailureNotice failure={records.failure} title="The clip was not opened" />}
        {records.failure === null && redaction !== null ? (
          <OneRedaction {...{ ...desk, clip, records: records.value, redaction }} />
        ) : records.value === null || redaction !== null ? null : (
          <RedactionStart clip={clip} onOpen={desk.onRedaction} onBack={onBack} />
        )}
      </div>
    </div>
  )
  // Where pictures are judged, what surrounds them is dark in every look of the window.
  return redaction === null ? page : <DarkSurround>{page}</DarkSurround>
}

type OneProps = Omit<DeskProps, 'redaction' | 'onRedaction'> & {
  /** Null while they are read: the work is opened meanwhile. */
  readonly records: ClipRecords | null
  readonly redaction: string
}

function OneRedaction({ clip, records, redaction, permissions, startFrame: first, onFrame, backTo, onBack }: OneProps) {
  const [turn, setTurn] = useState(0)
  const [startFrame] = useState(first)
  const { work, failure } = useOpenWork({ clip, redaction, startFrame, turn })
  if (failure)
    return (
      <FailureNotice
        failure={failure}
        title="The redaction was not opened"
        actions={
          <>
            <Button onClick={() => setTurn((before) => before + 1)}>Try again</Button>
            <Button onClick={onBack}>Back to {backTo}</Button>
          </>
        }
      />
    )
  if (!work || !records) return <Spinner label="Opening the redaction" />
  return (
    <Opened
      {...{ work, records, permissions, startFrame, onFrame, onBack }}
      onAgain={() => setTurn((before) => before + 1)}
    />
  )
}

type OpenedProps = Omit<OneProps, 'clip' | 'redaction' | 'backTo' | 'records'> & {
  readonly records: ClipRecords
  readonly work: OpenWork
  readonly onAgain: () => void
}

function Opened({ work, records, permissions, startFrame, onFrame, onBack, onAgain }: OpenedProps) {
  const { editor, footage, opening } = work
  const rules = useClipRules()
  useEscape(
    useCallback(() => {
      const { tool, drawing } = editor.state
      if (tool === 'select' && drawing === null) onBack()
      else editor.set({ tool: 'select', drawing: null, drag: null, guides: [] })
    }, [editor, onBack]),
  )
  return (
    <ClipNamesProvider value={records.clip}>
      <Notices editor={editor} onAgain={onAgain} />
      <EditorView
        {...{ editor, opening }}
        mayDisclose={permissions.includes('disclose')}
        player={{
          footage,
          title: records.title,
          recorded: records.recorded,
          preEventSeconds: preEventOf(records.clip, rules),
          startFrame,
          onShown: onFrame,
        }}
      />
    </ClipNamesProvider>
  )
}

/** Why nothing can be changed, or what was not saved: said until it is different. */
function Notices({ editor, onAgain }: { readonly editor: Editor; readonly onAgain: () => void }) {
  const { refused, unsaved } = useStore(editor.store, (state) => state.queue)
  const { writable, heldBy, purpose } = editor.opened
  return (
    <>
      <Caption1 style={{ padding: '2px 12px' }}>
        {purpose}. Whoever is undecided, and whatever sound nobody has kept, is hidden.
      </Caption1>
      {writable ? null : (
        <MessageBar intent="warning">
          <MessageBarBody>
            {heldBy === null ? 'This redaction is read only.' : `${heldBy} has this redaction open: you can read it.`}
          </MessageBarBody>
          {heldBy === null ? null : (
            <MessageBarActions>
              <Button onClick={onAgain}>Open it again, to edit it if {heldBy} has closed it</Button>
            </MessageBarActions>
          )}
        </MessageBar>
      )}
      {refused === null ? null : (
        <FailureNotice
          failure={refused}
          title={`The last ${unsaved === 1 ? 'step was' : `${unsaved} steps were`} not saved. What was saved before is safe`}
          actions={<Button onClick={onAgain}>Open it again as it was saved</Button>}
        />
      )}
    </>
  )
}
