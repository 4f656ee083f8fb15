import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  ProgressBar,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Progress } from '../../../core/ports/work.ts'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { type Task, useTask } from '../../ui/use-task.ts'
import {
  type ImportItem,
  type ImportSummary,
  lineOf,
  progressWords,
  summaryWords,
  troublesByReason,
} from './import-words.ts'
import { type Mapping, MappingChoice, mappingText, usualMapping } from './mapping-choice.tsx'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  list: { margin: 0, maxHeight: '200px', overflowY: 'auto', overflowWrap: 'anywhere' },
})

/** What was not taken or cannot be played, by its reason. */
function Troubles({ items }: { readonly items: readonly ImportItem[] }) {
  const styles = useStyles()
  const troubles = troublesByReason(items)
  if (troubles.length === 0) return null
  return (
    <section className={styles.list} aria-label="What was refused or cannot be played">
      {troubles.map(([reason, of]) => (
        <details key={reason} open={troubles.length === 1}>
          <summary>
            {of.length === 1 ? '1 file' : `${of.length} files`}: {reason}
          </summary>
          <ul>
            {of.map((item) => (
              <li key={item.path}>{lineOf(item)}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  )
}

type ImportRun = Pick<Task, 'running' | 'failure' | 'cancel'> & {
  readonly items: readonly ImportItem[]
  readonly progress: Progress | null
  readonly elapsedSeconds: number
  readonly summary: ImportSummary | null
  start(paths: readonly string[], mapping: Mapping, reason: string): Promise<void>
}

/** An import that runs, and how far it has come. */
function useImport(): ImportRun {
  const { ask, askWindow } = useClient()
  const task = useTask()
  const [items, setItems] = useState<readonly ImportItem[]>([])
  const [summary, setSummary] = useState<ImportSummary | null>(null)
  const [{ progress, elapsedSeconds }, setProgress] = useState<Pick<ImportRun, 'progress' | 'elapsedSeconds'>>({
    progress: null,
    elapsedSeconds: 0,
  })
  const start = async (paths: readonly string[], mapping: Mapping, reason: string): Promise<void> => {
    setItems([])
    setSummary(null)
    const begun = performance.now()
    const onItem = (item: ImportItem): void => setItems((before) => [...before, item])
    const onProgress = (now: Progress): void =>
      setProgress({ progress: now, elapsedSeconds: (performance.now() - begun) / 1_000 })
    const answer = await task.run(async (signal) => {
      const text = await mappingText(askWindow, mapping, signal)
      if (!text.ok) return text
      return ask('clip.import', { paths, mapping: text.value }, { signal, reason, onItem, onProgress })
    })
    if (answer?.ok) setSummary(answer.value)
  }
  return {
    running: task.running,
    failure: task.failure,
    cancel: task.cancel,
    items,
    progress,
    elapsedSeconds,
    summary,
    start,
  }
}

/** How far an import has come, or what it came to. */
function ImportState({ run }: { readonly run: ImportRun }) {
  const { running, progress, items, elapsedSeconds, summary } = run
  const counted = progress?.files && progress.files.all !== null && progress.total > 0
  const stopped = !running && summary === null && items.length > 0
  return (
    <>
      {run.failure === null ? null : <FailureNotice failure={run.failure} title="The import stopped" />}
      {running ? (
        <>
          <ProgressBar aria-label="Importing" {...(counted ? { value: progress.done, max: progress.total } : {})} />
          <output>{progressWords(progress, items.length, elapsedSeconds)}</output>
        </>
      ) : null}
      {stopped ? (
        <output>{items.length} files are through and stay. Import the same again to go on where it stopped.</output>
      ) : null}
      {summary === null ? null : <output>{summaryWords(summary)}</output>}
      <Troubles items={items} />
    </>
  )
}

/** Brings files in: chosen or dropped, with a reason, with progress; stopping keeps what has come in and goes on from there next time. */
export function ImportDialog({
  dropped,
  onClose,
}: {
  /** What was dropped onto the window. */
  readonly dropped: readonly string[]
  readonly onClose: (changed: boolean) => void
}) {
  const styles = useStyles()
  const { askWindow } = useClient()
  const run = useImport()
  const { running, summary, items } = run
  const [paths, setPaths] = useState<readonly string[]>(dropped)
  const [mapping, setMapping] = useState(usualMapping)
  const [reason, setReason] = useState('')
  const add = (chosen: readonly string[]): void => setPaths((before) => [...new Set([...before, ...chosen])])
  const chooseFiles = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-files', { purpose: 'import' })
    if (chosen.ok) add(chosen.value.paths)
  }
  const chooseFolder = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-folder', { purpose: 'import' })
    if (chosen.ok && chosen.value.path !== null) add([chosen.value.path])
  }
  const close = (): void => onClose(items.length > 0)
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && !running && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Import clips</DialogTitle>
          <DialogContent className={styles.content}>
            <div className={styles.actions}>
              <Button onClick={() => void chooseFiles()} disabledFocusable={running}>
                Choose files
              </Button>
              <Button onClick={() => void chooseFolder()} disabledFocusable={running}>
                Choose a folder or drive
              </Button>
            </div>
            {paths.length === 0 ? (
              'Files are read and never changed; what lies beside a clip (JSON, XML, CSV) is kept with it.'
            ) : (
              <ul className={styles.list} aria-label="What is imported">
                {paths.map((path) => (
                  <li key={path}>{path}</li>
                ))}
              </ul>
            )}
            <MappingChoice mapping={mapping} onMapping={setMapping} disabled={running} />
            <Field
              label="Reason"
              required
              hint="It is logged with the import, for example “End of shift” or a request’s number."
            >
              <Input value={reason} onChange={(_, { value }) => setReason(value)} />
            </Field>
            <ImportState run={run} />
          </DialogContent>
          <DialogActions>
            {running ? (
              <Button onClick={run.cancel}>Stop</Button>
            ) : (
              <Button onClick={close}>{items.length === 0 ? 'Cancel' : 'Close'}</Button>
            )}
            {summary === null ? (
              <Button
                appearance="primary"
                onClick={() => void run.start(paths, mapping, reason)}
                disabledFocusable={running || paths.length === 0 || reason.trim() === ''}
              >
                {items.length > 0 && !running ? 'Go on' : 'Import'}
              </Button>
            ) : null}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
