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
import type { ItemOf, OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'

type Item = ItemOf<'clip.import'>
type Summary = OutputOf<'clip.import'>

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  list: { margin: 0, maxHeight: '200px', overflowY: 'auto', overflowWrap: 'anywhere' },
})

function lineOf({ path, status, why }: Item): string {
  const words = {
    imported: 'imported',
    duplicate: 'in the vault already',
    unindexed: 'kept, but cannot be played',
    refused: 'refused',
  }
  return `${path}: ${words[status]}${why === null ? '' : `: ${why}`}`
}

function summaryWords({ imported, duplicates, unindexed, refused }: Summary): string {
  return `${imported} imported, ${duplicates} in the vault already, ${unindexed} kept but not playable, ${refused} refused.`
}

/** Brings files in: chosen, with a reason, with progress; stopping keeps what has come in and goes on from there next time. */
export function ImportDialog({ onClose }: { readonly onClose: (changed: boolean) => void }) {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const task = useTask()
  const [paths, setPaths] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const [items, setItems] = useState<readonly Item[]>([])
  const [summary, setSummary] = useState<Summary | null>(null)
  const add = (chosen: readonly string[]): void => setPaths((before) => [...new Set([...before, ...chosen])])
  const chooseFiles = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-files', { purpose: 'import' })
    if (chosen.ok) add(chosen.value.paths)
  }
  const chooseFolder = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-folder', { purpose: 'import' })
    if (chosen.ok && chosen.value.path !== null) add([chosen.value.path])
  }
  const run = async (): Promise<void> => {
    setItems([])
    setSummary(null)
    const onItem = (item: Item): void => setItems((before) => [...before, item])
    const answer = await task.run(async (signal) => {
      const mapping = await askWindow('window.mapping', { name: 'generic' }, { signal })
      return mapping.ok
        ? ask('clip.import', { paths, mapping: mapping.value.text }, { signal, reason, onItem })
        : mapping
    })
    if (answer?.ok) setSummary(answer.value)
  }
  const troubles = items.filter(({ status }) => status === 'refused' || status === 'unindexed')
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && !task.running && onClose(items.length > 0)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Import clips</DialogTitle>
          <DialogContent className={styles.content}>
            {task.failure === null ? null : <FailureNotice failure={task.failure} title="The import stopped" />}
            <div className={styles.actions}>
              <Button onClick={() => void chooseFiles()} disabledFocusable={task.running}>
                Choose files
              </Button>
              <Button onClick={() => void chooseFolder()} disabledFocusable={task.running}>
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
            <Field
              label="Reason"
              required
              hint="It is logged with the import, for example “End of shift” or a request’s number."
            >
              <Input value={reason} onChange={(_, { value }) => setReason(value)} />
            </Field>
            {task.running ? (
              <>
                <ProgressBar aria-label="Importing" />
                <output>{items.length} files done</output>
              </>
            ) : null}
            {summary === null ? null : <output>{summaryWords(summary)}</output>}
            {troubles.length === 0 ? null : (
              <ul className={styles.list} aria-label="What was refused or cannot be played">
                {troubles.map((item) => (
                  <li key={item.path}>{lineOf(item)}</li>
                ))}
              </ul>
            )}
          </DialogContent>
          <DialogActions>
            {task.running ? (
              <Button onClick={task.cancel}>Stop</Button>
            ) : (
              <Button onClick={() => onClose(items.length > 0)}>{summary === null ? 'Cancel' : 'Close'}</Button>
            )}
            {summary === null ? (
              <Button
                appearance="primary"
                onClick={() => void run()}
                disabledFocusable={task.running || paths.length === 0 || reason.trim() === ''}
              >
                Import
              </Button>
            ) : null}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
